"""How tests are run: what runs twice (record 0035), and what they begin with is kept (0036)."""

import gc
from collections import Counter
from time import time

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate

from tools.kept import chains_of, kept_ground, standing  # noqa: F401 the ground is a fixture

ASKS_A_DATABASE = {"db", "transactional_db", "live_server"}
MARKERS = (
    "once(why): the same on every database, so only on SQLite",
    "on_both(why): a walk with a browser that is also done on PostgreSQL",
)


def pytest_configure(config):
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    _empty_tables_quickly()


def _empty_tables_quickly():
    """After a test that committed every table is emptied; that must not cost more than the test itself.

    Most tables are empty already, which DELETE sees and TRUNCATE does not. Nothing of ours asks Django's
    permissions, which it would then write anew each time.
    """
    DatabaseOperations.sql_flush = _delete_all
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


def _delete_all(operations, style, tables, **options):
    return ["; ".join(f"DELETE FROM {operations.quote_name(table)}" for table in tables)]  # noqa: S608


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL what cannot differ from SQLite is left out. The long walks begin: none is the last."""
    if connection.vendor != "sqlite":
        once = [item for item in items if not _may_differ(item)]
        config.hook.pytest_deselected(items=once)
        items[:] = [item for item in items if _may_differ(item)]
    config.chains = chains_of(items)
    _sort(items, config.chains)


def _sort(items, chains):
    """Walks first, then files, those of many tests before those of few: no worker is left alone with a long
    one. In a file those together that begin with the same."""
    sizes = Counter(item.path for item in items)
    begins = {test: [step.build.__name__ for step in chain] for test, chain in chains.items()}

    def place(item):
        return not _walks(item), -sizes[item.path], item.path, begins.get(item.nodeid, [])

    items.sort(key=place)


@pytest.fixture(autouse=True)
def one_span(monkeypatch):
    """What comes too often is counted in spans of a clock: none ends in the middle of a test."""
    begun = time()
    monkeypatch.setattr("dekkend.organisations.throttle.time", lambda: begun)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    standing.become(item.config.chains.get(item.nodeid, []), item.path)


def pytest_collection_finish(session):
    """The tests and what they import stay until the end: there is nothing to collect, and little later."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def _may_differ(item) -> bool:
    if _walks(item):
        return bool(item.get_closest_marker("on_both"))
    return _asks(item) and not item.get_closest_marker("once")


def _walks(item) -> bool:
    """With a browser."""
    return "browser" in getattr(item, "fixturenames", ())


def _asks(item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & ASKS_A_DATABASE)

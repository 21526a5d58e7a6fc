"""What runs twice: everything that asks a database, on SQLite and on PostgreSQL. The rest runs once."""

import gc

from django.db import connection

ASKS_A_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL is left out what cannot differ there.

    That is what touches no database, and a way through the browser that is also walked with script: the forms
    that are sent whole without it are sent by the tests of the rooms, on both databases.
    """
    if connection.vendor == "sqlite":
        return
    once = [item for item in items if not _asks(item) or _is_without_script(item)]
    config.hook.pytest_deselected(items=once)
    left_out = set(once)
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish(session):
    """The tests and what they import stay until the end: there is nothing in it to collect."""
    gc.collect()
    gc.freeze()


def _asks(item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & ASKS_A_DATABASE)


def _is_without_script(item) -> bool:
    return hasattr(item, "callspec") and item.callspec.params.get("script") is False

"""What runs twice: everything that asks a database, on SQLite and on PostgreSQL. The rest runs once."""

import gc

from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate

ASKS_A_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_configure():
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
    """Tests that touch no database cannot differ between two of them: on PostgreSQL they are left out."""
    if connection.vendor == "sqlite":
        return
    once = [item for item in items if not _asks(item)]
    config.hook.pytest_deselected(items=once)
    items[:] = [item for item in items if _asks(item)]


def pytest_collection_finish(session):
    """The tests and what they import stay until the end: there is nothing to collect, and little later."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def _asks(item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & ASKS_A_DATABASE)

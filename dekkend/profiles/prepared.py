"""SQL of the hot path, planned once per connection where that pays.

PostgreSQL spends three times as long on planning a join of seven small tables as on running it. A pooler that
hands out another connection for each transaction cannot keep prepared statements: there, as Django asks for
its own cursors, set DISABLE_SERVER_SIDE_CURSORS, and the statements go out whole.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


def run(cursor: CursorWrapper, name: str, statement: str, values: Sequence[Any]) -> None:
    """Execute `statement` (with %s for each value); `name` is the same for the same statement, always."""
    if connection.vendor != "postgresql" or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        cursor.execute(statement, values)
        return
    known = vars(connection.connection).setdefault("dekkend_prepared", set())
    if name not in known:
        numbered = statement % tuple(f"${number}" for number in range(1, len(values) + 1))
        cursor.execute(f"PREPARE {name} AS {numbered}")
        known.add(name)
    cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(values))})", values)

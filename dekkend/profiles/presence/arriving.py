"""Opening a page of a working copy: being there, who else is, and what was said. One statement for all three.

A page may spend one query on people (presence and remarks together), so the write hands back what is read.
What RETURNING reads of other rows is the same before and after a write of one's own.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models

from dekkend.profiles.comments import Remarks, threads_in
from dekkend.profiles.models import Comment
from dekkend.profiles.prepared import run
from dekkend.profiles.presence.rows import GONE, WRITE, Place, Present, Visitor, columns_of, moment_in

# rows within a row, as text: the databases have other names for it
LIST = {
    "sqlite": "(SELECT json_group_array(json_array({columns})) FROM ({rows}) AS rows)",
    "postgresql": "(SELECT CAST(json_agg(json_build_array({columns})) AS text) FROM ({rows}) AS rows)",
}
OTHERS = """
SELECT * FROM profiles_presence WHERE version_id = %s AND visitor <> %s AND seen_at > %s ORDER BY name
"""
REMARKS = "SELECT * FROM profiles_comment WHERE version_id = %s ORDER BY written_at, id"


def arrive(*, version_id: int, visitor: Visitor, place: Place, at: datetime) -> list[Present]:
    """Be at a place; returns who else has the working copy open. One query."""
    values = [*columns_of(version_id, visitor, place, at), *_of_others(version_id, visitor, at)]
    (others,) = _ask("arrive", f"{WRITE} RETURNING {_list(Present._fields, OTHERS)}", values)
    return [Present.of(row) for row in others]


def arrive_and_hear(
    *, version_id: int, visitor: Visitor, place: Place, at: datetime
) -> tuple[list[Present], dict[str, Remarks]]:
    """The same, with the remarks at the questions: {question key: its threads}. One query too."""
    columns = [field.attname for field in Comment._meta.concrete_fields]
    lists = f"{_list(Present._fields, OTHERS)}, {_list(columns, REMARKS)}"
    values = [*columns_of(version_id, visitor, place, at), *_of_others(version_id, visitor, at), version_id]
    others, remarks = _ask("arrive_and_hear", f"{WRITE} RETURNING {lists}", values)
    return [Present.of(row) for row in others], threads_in(_comment(row) for row in remarks)


def _list(columns: Iterable[str], rows: str) -> str:
    return LIST[connection.vendor].format(columns=", ".join(columns), rows=rows)


def _of_others(version_id: int, visitor: Visitor, at: datetime) -> list[Any]:
    return [version_id, visitor.key, connection.ops.adapt_datetimefield_value(at - GONE)]


def _ask(name: str, statement: str, values: list[Any]) -> list[list]:
    with connection.cursor() as cursor:
        run(cursor, name, statement, values)
        return [json.loads(rows or "[]") for rows in cursor.fetchone()]


def _comment(row: list) -> Comment:
    fields = Comment._meta.concrete_fields
    values = [
        moment_in(value) if value and isinstance(field, models.DateTimeField) else value
        for field, value in zip(fields, row, strict=True)
    ]
    return Comment.from_db(connection.alias, [field.attname for field in fields], values)

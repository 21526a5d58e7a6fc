"""The sentences under the schools of a list. Asked at every search: see `fresh.CHANGED_SINCE`."""

import json
from collections.abc import Sequence

from django.db import connection

from dekkend.website.search.indexing import Shown

READ = "SELECT entry_id, need, text, marks FROM website_passage WHERE entry_id IN ({}) AND need IN ({})"


def passages(sites: Sequence[int], needs: Sequence[str]) -> dict[tuple[int, str], Shown]:
    """{(site, need): what it says about it}; neither may be empty. One query."""
    marks_for = (", ".join(["%s"] * len(values)) for values in (sites, needs))
    with connection.cursor() as cursor:
        cursor.execute(READ.format(*marks_for), [*sites, *needs])
        rows = cursor.fetchall()
    return {(site, need): Shown(text, json.loads(marks)) for site, need, text, marks in rows}

"""A batch of rows into the database: a fixed number of queries, and nothing written that is already so."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import Model

from dekkend.organisations.duo.readers import KEYS, PARTS, Row, Write
from dekkend.organisations.models import Partnership, PupilCount, Site, SitePartnership

# The law that made the partnerships: a site whose region we learn first has lain in it since that day.
PARTNERSHIPS_BEGAN = date(2014, 8, 1)

COUNTS_AT_ONCE = 1000
COLUMNS_OF_COUNTS = "SELECT * FROM unnest(%s::bigint[], %s::integer[], %s::integer[])"
UPSERT_PUPILS = (
    "INSERT INTO organisations_pupilcount (site_id, year, pupils) {rows} "
    "ON CONFLICT (site_id, year) DO UPDATE SET pupils = excluded.pupils"
)

type Changes = dict[str, tuple[Any, Any]]


@dataclass
class Saved:
    """One part of a batch: its records by key, which are new, and per key the fields that changed."""

    records: dict[str, Any] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    changes: dict[str, Changes] = field(default_factory=dict)


def save_batch(rows: list[Row], *, on: date) -> dict[str, Saved]:
    """Write what the rows say; call it inside a transaction. Changes of pupils and partnerships count as
    changes of their site."""
    partnerships = save_part("partnership", rows, {})
    boards = save_part("board", rows, {})
    schools = save_part("school", rows, {"board": boards})
    sites = save_part("site", rows, {"school": schools})
    _save_memberships(rows, sites, partnerships, on)
    _save_pupils(rows, sites)
    return {"partnership": partnerships, "board": boards, "school": schools, "site": sites}


def save_part(part: str, rows: list[Row], links: dict[str, Saved]) -> Saved:
    """One query for the records there are, one statement for those that are new or changed."""
    model, key = PARTS[part], KEYS[part]
    rows = [row for row in rows if part in row.wanted]
    saved = Saved()
    if rows:
        found = model._default_manager.filter(**{f"{key}__in": {row.get(part, key) for row in rows}})
        found = found.select_related(*links or (None,)).order_by()  # None: no other table
        saved.records = {getattr(record, key): record for record in found}
        for row in rows:
            _apply(row, part, saved, links)
        _upsert(model, key, saved)
    return saved


def _apply(row: Row, part: str, saved: Saved, links: dict[str, Saved]) -> None:
    """Put the row's values in its record, as far as they may be written."""
    key = row.get(part, KEYS[part])
    is_new = key not in saved.records
    if is_new:
        saved.records[key] = PARTS[part](**{KEYS[part]: key})
        saved.new.add(key)
    record = saved.records[key]
    for name, (value, write) in row.wanted[part].items():
        if name in links:
            value = links[name].records[value]
        old = None if is_new else getattr(record, name)
        if old != value and _may_write(write, record, old, row, is_new):
            setattr(record, name, value)
            if key not in saved.new:
                saved.changes.setdefault(key, {})[name] = (_told(old), _told(value))


def _told(value: Any) -> Any:
    """A value as the report has it: another record is told by its key."""
    return next((getattr(value, KEYS[part]) for part, model in PARTS.items() if type(value) is model), value)


def _may_write(write: Write, record: Any, old: Any, row: Row, is_new: bool) -> bool:
    match write:
        case Write.ALWAYS:
            return True
        case Write.IF_EMPTY:
            return old in ("", None)
        case Write.IF_NEW:
            return is_new
        case Write.AT_ADDRESS:
            return old is None or row.get("site", "postcode") == record.postcode


def _upsert(model: type[Model], key: str, saved: Saved) -> None:
    """New and changed records in one statement, which also gives the new ones their primary keys."""
    fields = {model._meta.get_field(name).name for change in saved.changes.values() for name in change}
    dirty = [saved.records[code] for code in (*saved.new, *saved.changes)]
    for record in dirty:
        record.pk = None  # the key decides what is the same record, and the statement returns the number
    if fields:
        model._default_manager.bulk_create(
            dirty, update_conflicts=True, unique_fields=[key], update_fields=sorted(fields)
        )
    elif dirty:
        model._default_manager.bulk_create(dirty)


def _save_memberships(rows: list[Row], sites: Saved, partnerships: Saved, on: date) -> None:
    """A site lies in one regional partnership at a time; a national one may lie over it."""
    rows = [row for row in rows if "partnership" in row.wanted and "site" in row.wanted]
    if not rows:
        return
    ties: dict[int, dict[int, SitePartnership]] = {}
    lying = SitePartnership.objects.filter(site__in=[site.pk for site in sites.records.values()])
    for tie in lying.select_related("partnership"):
        ties.setdefault(tie.site_id, {})[tie.partnership_id] = tie
    dirty: list[SitePartnership] = []
    for row in rows:
        site = sites.records[row.get("site", "code")]
        partnership = partnerships.records[row.get("partnership", "code")]
        moved = _move(site, partnership, ties.setdefault(site.pk, {}), on)
        if moved and site.code not in sites.new:
            before = [tie.partnership.code for tie in moved if tie.ends_on]
            sites.changes.setdefault(site.code, {})["partnership"] = (before, partnership.code)
        dirty += moved
    _upsert_ties(dirty)


def _move(
    site: Site, partnership: Partnership, ties: dict[int, SitePartnership], on: date
) -> list[SitePartnership]:
    """The ties to write so that the site lies in the partnership: none when it already does."""
    tie = ties.get(partnership.pk)
    if tie and tie.ends_on is None:
        return []
    left = [] if partnership.is_national else [old for old in ties.values() if _is_left(old)]
    for old in left:
        old.ends_on = max(old.begins_on, on - timedelta(days=1))
    begins_on = on if ties else PARTNERSHIPS_BEGAN
    tie = tie or SitePartnership(site=site, partnership=partnership, begins_on=begins_on)
    tie.ends_on = None
    ties[partnership.pk] = tie
    return [*left, tie]


def _is_left(tie: SitePartnership) -> bool:
    return tie.ends_on is None and not tie.partnership.is_national


def _upsert_ties(ties: list[SitePartnership]) -> None:
    for tie in ties:
        tie.pk = None
    SitePartnership.objects.bulk_create(
        ties,
        update_conflicts=True,
        unique_fields=["site", "partnership"],
        update_fields=["begins_on", "ends_on"],
    )


def _save_pupils(rows: list[Row], sites: Saved) -> None:
    """No record for a year with 0: the register prints it before a site began and after it closed."""
    rows = [row for row in rows if row.pupils]
    if not rows:
        return
    known = _known_pupils(rows, sites)
    dirty: list[tuple[int, int, int | None]] = []
    gone: list[int] = []
    for row in rows:
        site = sites.records[row.get("site", "code")]
        counts = known.get(site.pk, {})
        for year, number in row.pupils.items():
            pk, old = counts.get(year, (0, 0))
            if old == number:
                continue
            if number == 0:
                gone.append(pk)
            else:
                dirty.append((site.pk, year, number))
            if site.code not in sites.new:
                change = (_printed(old), _printed(number))
                sites.changes.setdefault(site.code, {})[f"pupils.{year}"] = change
    _upsert_pupils(dirty)
    if gone:
        PupilCount.objects.filter(pk__in=gone).delete()


def _known_pupils(rows: list[Row], sites: Saved) -> dict[int, dict[int, tuple[int, int | None]]]:
    """Per site and year the primary key and the count. New sites have none."""
    codes = {row.get("site", "code") for row in rows} - sites.new
    known: dict[int, dict[int, tuple[int, int | None]]] = {}
    if codes:
        counts = PupilCount.objects.filter(site__in=[sites.records[code].pk for code in codes]).order_by()
        for pk, site, year, number in counts.values_list("pk", "site_id", "year", "pupils").iterator():
            known.setdefault(site, {})[year] = (pk, number)
    return known


def _upsert_pupils(counts: list[tuple[int, int, int | None]]) -> None:
    """In SQL of our own: as models, the quarter million counts of a history take five times as long."""
    with connection.cursor() as cursor:
        for some in batched(counts, COUNTS_AT_ONCE):
            values: list[Any]
            if connection.vendor == "postgresql":
                rows, values = COLUMNS_OF_COUNTS, [list(column) for column in zip(*some, strict=True)]
            else:
                rows = f"VALUES {', '.join(['(%s, %s, %s)'] * len(some))}"
                values = [value for count in some for value in count]
            cursor.execute(UPSERT_PUPILS.format(rows=rows), values)


def _printed(number: int | None) -> int | str:
    return "<5" if number is None else number

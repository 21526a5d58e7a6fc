"""One file from disk into the database: recognise it, read it row by row, save it batch by batch."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import batched
from pathlib import Path

from django.db import connection, transaction

from dekkend.organisations.duo.cleaners import SITE_CODE, BadValue, partnership_code, pupils
from dekkend.organisations.duo.files import Line, Source, UnreadableFile, open_source
from dekkend.organisations.duo.readers import (
    KEYS,
    PUPILS_OF_YEAR,
    READERS,
    Circumstances,
    Column,
    Reader,
    Row,
    Write,
    plain,
    positions,
    recognise,
    why_unknown,
)
from dekkend.organisations.duo.report import Report
from dekkend.organisations.duo.saving import Saved, save_batch
from dekkend.organisations.models import Board, Partnership, PupilCount, School, Site, SitePartnership
from dekkend.organisations.signals import sites_closed, sites_imported

FILLED = (Partnership, Board, School, Site, SitePartnership, PupilCount)
BATCH = 500
LONGEST_SHOWN = 80
FIRST_YEAR = 1900
# More than this at once is a broken list sooner than a merger: nothing is closed without being told to.
MOST_CLOSED, LARGEST_PART_CLOSED = 10, 0.10
UNKNOWN_SITE = "Deze vestiging kennen wij niet. Lees eerst de lijst van alle vestigingen in."
TWICE = "Deze code staat al eerder in dit bestand."
OTHER_BOARD = "Een eerdere rij noemt een ander bestuur voor dezelfde school."


def import_files(
    paths: list[Path], now: Circumstances, report: Report, *, allow_closing: bool = False
) -> int:
    """Import the files, those that make sites first. Returns how many files were refused as a whole."""
    opened = []
    refused = 0
    for path in paths:
        try:
            source = open_source(path)
            reader = recognise(source.header)
            if reader is None:
                raise UnreadableFile(why_unknown(source.header))
            opened.append((READERS.index(reader), path, source))
        except UnreadableFile as problem:
            report.refused(file=path.name, reason=str(problem))
            refused += 1
    for index, path, source in sorted(opened, key=lambda item: item[0]):
        told = replace(now, partnership=now.partnership or _partnership_in(path.stem))
        work = FileImport(path.name, READERS[index], source, told, report, allow_closing)
        work.run()
    counts = report.counts()
    if counts["new"]:
        _tell_planner()
    if counts["new"] or counts["changed"] or counts["gone"]:
        sites_imported.send(sender=Site)
    return refused


def _tell_planner() -> None:
    """After ten thousand rows at once, a planner that thinks the tables empty takes minutes to join them."""
    with connection.cursor() as cursor:
        for model in FILLED:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _partnership_in(name: str) -> str | None:
    """The `po2604` of a file name: a list of one region's schools says only there whose it is."""
    found = re.search(r"(?<![a-z])po[ _-]?(\d{2}\.?\d{2})(?!\d)", name.lower(), re.ASCII)
    return partnership_code(found[1]) if found else None


@dataclass
class FileImport:
    """The import of one recognised file. Only the codes it has seen stay in memory."""

    file: str
    reader: Reader
    source: Source
    now: Circumstances
    report: Report
    allow_closing: bool = False
    seen: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    boards: dict[str, str] = field(default_factory=dict)
    unreadable: int = 0

    def run(self) -> None:
        """Import it, and close what a complete list no longer has."""
        self.columns = positions(self.reader, self.source.header)
        self.limits = {place: column.model_field.max_length for place, column in self.columns.items()}
        self.years = self._years() if self.reader.counts_pupils else {}
        for rows in batched(self._rows(), BATCH):
            self._save(list(rows))
        if self.reader.complete:
            self._close_the_missing()

    def _years(self) -> dict[int, int]:
        """Where the pupils of which year stand. A year that cannot be is refused once, for its column."""
        years = {}
        for place, name in enumerate(self.source.header):
            if found := PUPILS_OF_YEAR.fullmatch(plain(name)):
                if FIRST_YEAR <= int(found[1]) <= self.now.on.year:
                    years[place] = int(found[1])
                else:
                    self._refuse(1, "Dit jaar kan niet kloppen.", name, found[1])
        return years

    def _rows(self) -> Iterator[Row]:
        """The rows with clean values, in the order of the file; refused ones are in the report."""
        for line in self.source.lines:
            row = Row(line.number)
            try:
                self._read(row, line)
            except BadValue as problem:
                self._refuse(line.number, str(problem), *self._at)
                self._remember(row, line)
            else:
                yield row

    def _read(self, row: Row, line: Line) -> None:
        """Fill the row. Raises BadValue; `_at` then says in which column and at which text."""
        self._at = ("", "")
        if line.fault:
            raise BadValue(line.fault)
        for place, column in self.columns.items():
            self._at = (self.source.header[place], line.texts[place])
            _put(row, column, line.texts[place].strip(), self.limits[place], self.reader)
        for place, year in self.years.items():
            if text := line.texts[place].strip():
                self._at = (self.source.header[place], text)
                row.pupils[year] = pupils(text)
        code = row.get(self.reader.subject, KEYS[self.reader.subject])
        self._at = ("", code)
        self.reader.add(row, self.now)
        self._check_against_earlier(row, code)

    def _check_against_earlier(self, row: Row, code: str) -> None:
        """A code stands in a file once, and a school has one board. Raises BadValue."""
        if code in self.seen:
            raise BadValue(TWICE)
        number, write = row.wanted.get("school", {}).get("board", (None, None))
        if number and write is Write.ALWAYS:
            self._at = ("", number)
            if self.boards.setdefault(code[:4], number) != number:
                raise BadValue(OTHER_BOARD)
        self.seen.add(code)

    def _remember(self, row: Row, line: Line) -> None:
        """A site in a refused row is not gone. Whose row it was that nobody can read, we do not know."""
        codes = SITE_CODE.findall(row.get("site", "code") or " ".join(line.texts).upper())
        self.mentioned.update(codes)
        self.unreadable += not codes

    def _save(self, rows: list[Row]) -> None:
        with transaction.atomic():
            if self.reader.subject == "site" and not self.reader.makes_sites:
                rows = self._of_known_sites(rows)
            saved = save_batch(rows, on=self.now.on)
        for row in rows:
            self._tell(row, saved)

    def _of_known_sites(self, rows: list[Row]) -> list[Row]:
        codes = {row.get("site", "code") for row in rows}
        known = set(Site.objects.filter(code__in=codes).order_by().values_list("code", flat=True))
        for row in rows:
            if row.get("site", "code") not in known:
                self._refuse(row.number, UNKNOWN_SITE, "", row.get("site", "code"))
        return [row for row in rows if row.get("site", "code") in known]

    def _tell(self, row: Row, saved: dict[str, Saved]) -> None:
        """The row in the report: what is new about its subject, or changed in anything it speaks of."""
        subject = saved[self.reader.subject]
        code = row.get(self.reader.subject, KEYS[self.reader.subject])
        changes = {}
        for part, wanted in row.wanted.items():
            # What several rows share is told with the first of them.
            for name, change in saved[part].changes.pop(wanted[KEYS[part]][0], {}).items():
                changes[f"{part}.{name}"] = change
        if code in subject.new:
            subject.new.remove(code)
            self.report.new(file=self.file, row=row.number, code=code)
        elif changes:
            self.report.changed(file=self.file, row=row.number, code=code, fields=changes)
        else:
            self.report.unchanged(code=code)
        if self.reader.complete:
            self.kinds.add(row.get("site", "kind"))

    def _close_the_missing(self) -> None:
        """Close the open sites of these kinds that the list no longer has, unless there is something odd."""
        still_open = Site.objects.filter(kind__in=self.kinds, closed_on=None).order_by("code")
        codes = still_open.values_list("code", flat=True).iterator()
        gone = [code for code in codes if code not in self.seen and code not in self.mentioned]
        if not gone:
            return
        if objection := self._objection(len(gone), still_open.count()):
            self.report.refused(file=self.file, value=str(len(gone)), reason=objection)
            return
        with transaction.atomic():
            for some in batched(gone, BATCH):
                sites = Site.objects.filter(code__in=some, closed_on=None)
                for code, name in sites.order_by("code").values_list("code", "name"):
                    self.report.gone(file=self.file, code=code, name=name)
                sites.update(closed_on=self.now.on)
            sites_closed.send(sender=Site, codes=gone)

    def _objection(self, gone: int, still_open: int) -> str:
        """Why these sites should not be closed just like that; empty when there is no reason."""
        if self.allow_closing:
            return ""
        if self.unreadable:
            return (
                "Er zijn vestigingen verdwenen, maar ook rijen zonder leesbare vestigingscode. "
                "Er is niets gesloten. Klopt het toch? Gebruik dan --allow-closing."
            )
        if gone > MOST_CLOSED and gone > LARGEST_PART_CLOSED * still_open:
            return (
                "Er zijn onwaarschijnlijk veel vestigingen verdwenen. Er is niets gesloten. "
                "Klopt het toch? Gebruik dan --allow-closing."
            )
        return ""

    def _refuse(self, row: int, reason: str, column: str, value: str) -> None:
        self.report.refused(
            file=self.file, row=row, column=column.strip(), value=value.strip()[:LONGEST_SHOWN], reason=reason
        )


def _put(row: Row, column: Column, text: str, longest: int | None, reader: Reader) -> None:
    """The column's value into the row. Raises BadValue."""
    if text:
        value = column.clean(text)
        if longest and isinstance(value, str) and len(value) > longest:
            raise BadValue(f"Dit is langer dan {longest} tekens.")
        row.put(column.part, column.field, value, column.write)
    elif column.filled:
        raise BadValue("Hier staat niets.")
    elif reader.complete and column.write is Write.ALWAYS and column.model_field.blank:
        row.put(column.part, column.field, "")

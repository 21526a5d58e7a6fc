"""The demo's children: each file is made by the acts of the people it belongs to, counted back from today."""

import tomllib
from functools import cache
from typing import Any

from django.conf import settings

from dekkend.cases import actions
from dekkend.cases.catalogue import catalogue_files, catalogue_from_dict, read_catalogue
from dekkend.cases.terms import school_year
from dekkend.demo.casework import Teller
from dekkend.demo.committee import hold_meetings
from dekkend.demo.diary import Diary
from dekkend.demo.region import DATA
from dekkend.demo.route import Calendar
from dekkend.demo.second_step import give_second_steps
from dekkend.organisations.models import Partnership
from dekkend.questionnaires.loader import load_edition

REGION, FOLDER = "PO9901", "rietland"
SPECIAL = {"90AL00", "90AM00"}  # where children of the demo go


def tell_cases(calendar: Calendar) -> None:
    """What the region offers, who may open files, a file for each child of the demo, and the committee."""
    partnership = Partnership.objects.get(code=REGION)
    adopt(partnership, calendar)
    give_second_steps({told["school"] for told in read_cases()} | SPECIAL)
    diary = Diary(calendar)
    tellers = [Teller(told, partnership, diary) for told in read_cases()]
    for teller in tellers:
        teller.tell()
    hold_meetings(tellers, partnership, diary)
    diary.note(diary.moment(2, 7), actions.signal_renewals)
    diary.live()


@cache
def read_cases() -> list[dict[str, Any]]:
    """Every child's story, with the code of its school."""
    files = sorted((DATA / "cases").glob("*.toml"))
    return [
        {"school": file.stem} | told for file in files for told in tomllib.loads(file.read_text())["case"]
    ]


def adopt(partnership: Partnership, calendar: Calendar) -> None:
    """What the region offers in each year that it wrote down, with the forms and letters that go with it.

    In the years that the demo's files are of it offers what it wrote last, whatever day today is.
    """
    paths = [path for path in catalogue_files() if path.parent.name == FOLDER]
    written = {catalogue.school_year: catalogue for catalogue in map(read_catalogue, paths)}
    newest = written[max(written)]
    for days in {0, *(told["days"] for told in read_cases())}:
        year = school_year(calendar.days_ago(days))
        written[year] = catalogue_from_dict(newest.as_dict() | {"school_year": year}, year)
    for form in {form for catalogue in written.values() for form in _forms(catalogue)}:
        load_edition(sorted((settings.DEFINITIONS / form).glob("*.toml"))[-1])
    at = Diary(calendar).moment(max(told["days"] for told in read_cases()) + 1)
    for catalogue in written.values():
        actions.adopt_offering(partnership=partnership, catalogue=catalogue, at=at)


def _forms(catalogue) -> set[str]:
    return {catalogue.file_form, catalogue.plan_form, *catalogue.forms}

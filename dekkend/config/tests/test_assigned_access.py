"""A teacher who was asked to write a chapter: every address again, and all that differs is listed here."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dekkend.config.tests.access import DO, SEE, TABLE
from dekkend.config.tests.test_access import (  # noqa: F401  the fixtures of the table
    address,
    ask,
    make_addendum,
    make_paper,
    make_remark,
    make_version,
    outcome,
    regime,
    world,
)
from dekkend.organisations.models import User
from dekkend.profiles.models import Assignment
from dekkend.questionnaires.loader import questionnaire_of

# (name, method, state): the table's `teacher` hears no, and somebody who was asked may.
DIFFERENT = {
    ("chapter", "POST", "working"): DO,
    ("answer", "POST", "working"): DO,
    ("confirm", "POST", "working"): DO,
    ("tips", "POST", "working"): DO,
    ("confirmed", "GET", "working"): SEE,
    ("confirmed", "POST", "working"): DO,
    ("papers", "GET", "working"): SEE,
    ("papers", "POST", "working"): DO,
    ("remove-paper", "POST", "working"): DO,
    ("restore-paper", "POST", "working"): DO,
}
OF_A_VERSION = [row for row in TABLE if row.state]


def things_for(row, world, site, region) -> dict:  # noqa: F811
    """As in the table, with the questions of the address in the chapter with the mission."""
    things = world.things | {"of": row.of}
    version = make_version(site, region, things["regime"], row.state)
    things["version"] = version.pk
    things["paper"] = make_paper(version.pk)
    things["addendum"] = make_addendum(version.pk, things["question"])
    things["remark"] = make_remark(version.pk, things["question"])
    return things


def ask_for(chapters, version_id: int, teacher: User) -> None:
    head = User.objects.get(
        memberships__role="head_teacher", memberships__site=teacher.memberships.get().site
    )
    for chapter in chapters:
        Assignment.objects.create(
            version_id=version_id,
            chapter=chapter.key,
            assignee=teacher,
            assignee_name=teacher.name,
            due_on=localdate() + timedelta(days=7),
            asked_by=head,
            asked_by_name=head.name,
            asked_at=now(),
        )


def chapters_in(row, things, edition) -> tuple[list, list]:
    """The chapters an address is about, and the others."""
    keys = {things["question"], things["text"], things["paper_question"]}
    pages = questionnaire_of(edition).pages
    about = [
        page for page in pages if page.key == things["chapter"] or keys & {q.key for q in page.questions}
    ]
    return about, [page for page in pages if page not in about]


@pytest.mark.parametrize("row", OF_A_VERSION, ids=lambda row: f"{row.method} {row.name} {row.of} {row.state}")
@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_what_differs_for_who_was_asked(row, where, world, site, region, edition):  # noqa: F811
    """Asked for the chapters of the address, or for all the others: then nothing differs from any teacher."""
    things = things_for(row, world, site, region)
    persona = next(one for one in world.people if one.column == "teacher")
    here, elsewhere = chapters_in(row, things, edition)
    assert here
    assert elsewhere
    teacher = User.objects.get(name=persona.name)
    ask_for(here if where == "here" else elsewhere, things["version"], teacher)
    path = address(row, things)
    expected = row.outcomes()["teacher"]
    if where == "here":
        expected = DIFFERENT.get((row.name, row.method, row.state), expected)
    assert outcome(ask(persona, row, path), row, path) == expected


def test_every_difference_is_an_address_of_the_table():
    assert {(row.name, row.method, row.state) for row in TABLE} >= DIFFERENT.keys()

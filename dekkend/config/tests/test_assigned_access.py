"""A teacher who was asked to write a chapter: every address again, and all that differs is listed here."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dekkend.config.tests.access import DO, SEE, TABLE
from dekkend.config.tests.asking import address, ask, outcome
from dekkend.config.tests.world import with_version
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


def chapters_in(things, edition) -> tuple[list, list]:
    """The chapters that the addresses are about, and the others."""
    keys = {things["question"], things["text"], things["paper_question"]}
    pages = questionnaire_of(edition).pages
    about = [
        page for page in pages if page.key == things["chapter"] or keys & {q.key for q in page.questions}
    ]
    return about, [page for page in pages if page not in about]


@pytest.mark.parametrize("state", sorted({row.state for row in TABLE if row.state}))
@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_what_differs_for_who_was_asked(state, where, world):
    """Asked for the chapters of the addresses, or for all the others: then nothing differs at all."""
    things = world.things | with_version(world.things, world.site, world.region, state)
    here, elsewhere = chapters_in(things, world.edition)
    assert here
    assert elsewhere
    persona = next(one for one in world.people if one.column == "teacher")
    asked = here if where == "here" else elsewhere
    ask_for(asked, things["version"], User.objects.get(name=persona.name))
    expected, found = {}, {}
    for row in (row for row in TABLE if row.state == state):
        path, name = address(row, things | {"of": row.of}), (row.name, row.method, row.of)
        expected[name] = row.outcomes()["teacher"]
        if where == "here":
            expected[name] = DIFFERENT.get((row.name, row.method, row.state), expected[name])
        found[name] = outcome(ask(persona, row, path), row, path)
    assert found == expected


def test_every_difference_is_an_address_of_the_table():
    assert {(row.name, row.method, row.state) for row in TABLE} >= DIFFERENT.keys()

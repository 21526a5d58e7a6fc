"""Twelve queries at most, in every round, with nothing beside the text and with everything there can be."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.conftest import make_person, make_regime
from dekkend.organisations.models import Partnership, Role, Site
from dekkend.profiles import actions
from dekkend.profiles.models import Version
from dekkend.profiles.tests import papers
from dekkend.profiles.tests.conftest import answer
from dekkend.profiles.tests.guests.conftest import invite
from dekkend.profiles.tests.teamround import conftest as team
from dekkend.profiles.tests.test_pages import bring_one
from dekkend.questionnaires.loader import load_edition, questionnaire_of
from tools.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.once("as many on both, but for what PostgreSQL plans once")]
MOST = 12
CHAPTERS = ("mission", "team")  # the second asks the team something
EVERYONE = ("head", "coordinator", "teacher", "mr_parent", "board_member", "signatory", "staff")
WRITTEN = ("school", *CHAPTERS)  # by who was asked for a chapter too
NUMBERS = {
    "school": 12,
    "mission": 11,
    "team": 12,
    "read": 10,
    "checks": 7,
    "record": 5,
    "answer-history": 6,
    "comments": 4,
    "suggestions": 5,
    "all-suggestions": 4,
    "papers": 5,
    "assign": 6,
    "guests": 4,
}


@kept
def edition(db):
    return load_edition(team.FORM)


@kept
def version(site, region, regime, head, at) -> Version:
    version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    answer(version, {"mission": "Ieder kind hoort erbij."}, head)
    return version


@kept
def colleagues(site, head, coordinator, teacher):
    more = [make_person(f"Collega {name}", Role.TEACHER, site=site) for name in ("Een", "Twee", "Drie")]
    return [head, coordinator, teacher, *more]


@pytest.fixture
def everything_at(head, coordinator, teacher, colleagues, at, tmp_path):
    """everything_at(working copy): more than one of all that people can add to it."""

    def add(version: Version) -> None:
        words, until = {"version_id": version.pk, "at": at}, localdate(at) + timedelta(days=14)
        written = version.answers.get(key="mission").revision
        for number, person in enumerate((coordinator, teacher)):
            said = actions.add_comment(key="mission", text="Hoi", answers=None, actor=person, **words)
            actions.add_comment(key="mission", text="Dag", answers=said.pk, actor=head, **words)
            actions.suggest(key="mission", text="Beter.", why="", revision=written, actor=person, **words)
            invite(version, head, at, name=f"Gast {number}", email=f"gast{number}@ggd.example")
        papers.add(
            version, head, tmp_path, title=f"Stuk {version.number}"
        )  # those of before are carried along
        for chapter in CHAPTERS:
            actions.assign_chapter(
                chapter=chapter,
                actor=head,
                assignee_id=teacher.pk,
                due_on=until,
                note="",
                revision=0,
                **words,
            )
        for taking_part in (2, 5):  # the first has too few to be seen
            opened = team.open_round(version, head, at)
            team.answer(opened, at, [team.YES] * taking_part)
            team.close(version, head, at)

    return add


@pytest.fixture
def addenda_to(head, mr_parent, at):
    """addenda_to(what holds): one that the MR spoke about, and one that is being written."""

    def add(published: Version) -> None:
        for key in ("mission", "work.proud"):
            addendum = actions.start_addendum(
                version_id=published.pk, key=key, text="Anders.", reason="Daarom.", actor=head, at=at
            )
        who = {"addendum_id": addendum.pk, "at": at}
        actions.send_addendum_to_mr(actor=head, **who)
        words = {"say": "mr-advice", "outcome": "positive", "decided_on": localdate(at), "reasons": "Goed."}
        actions.record_addendum_outcome(actor=mr_parent, **words, **who)

    return add


@pytest.fixture
def numbers_for(client_for, site, django_assert_max_num_queries):
    """numbers_for(person, version, *pages): {page: its queries}; all pages where none is named."""

    def count(person, version: Version, *pages: str) -> dict[str, int]:
        questionnaire_of(version.edition)  # it is read once in a process
        client, numbers = client_for(person), {}
        for page in pages or NUMBERS:
            with django_assert_max_num_queries(MOST) as counted:
                assert client.get(address_of(page, version, site)).status_code == 200
            numbers[page] = len(counted)
        return numbers

    return count


def address_of(page: str, version: Version, site: Site) -> str:
    """Where a page is: of the school, of a question, of a chapter, or of the version."""
    if page == "school":
        return reverse("school", args=[site.code])
    if page in CHAPTERS:
        return reverse("chapter", args=[version.pk, page])
    of_one = ["mission"] if page in ("comments", "suggestions", "papers", "answer-history", "assign") else []
    return reverse(page, args=[version.pk, *of_one])


def test_as_many_in_the_third_round_with_everything_as_in_the_first_with_nothing(
    version, site, region, head, coordinator, teacher, at, bring, everything_at, addenda_to, numbers_for
):
    of_written = {page: NUMBERS[page] for page in WRITTEN}
    for number in (1, 2, 3):
        assert version.number == number
        assert numbers_for(head, version, *WRITTEN) == of_written
        everything_at(version)
        assert numbers_for(coordinator, version) == NUMBERS
        assert numbers_for(coordinator, version, "team-round") == {"team-round": 7}
        assert numbers_for(teacher, version, *WRITTEN) == of_written
        published = bring(version, "published")
        addenda_to(published)
        numbers_for(head, published, *WRITTEN)
        version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)


def test_the_start_page_of_a_second_round_for_everyone(
    request, version, site, region, head, at, bring, everything_at, addenda_to, client_for,
    django_assert_max_num_queries,
):  # fmt: skip
    addenda_to(bring(version, "published"))
    second = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    everything_at(second)
    clients = [client_for(request.getfixturevalue(who)) for who in EVERYONE]
    for state in ("working", "with_mr", "established"):
        if state != "working":
            bring_one(bring, second, state)
        for client in clients:
            with django_assert_max_num_queries(MOST):
                assert client.get(reverse("school", args=[site.code])).status_code == 200


def test_a_school_in_two_partnerships(
    version, site, region, edition, head, at, bring, everything_at, addenda_to, numbers_for
):
    addenda_to(bring(version, "published"))
    national = Partnership.objects.create(code="PO9999", name="Landelijk", is_national=True)
    site.sitepartnership_set.create(partnership=national, begins_on=date(2020, 1, 1))
    make_regime(national, edition)
    for partnership in (region, national):
        copy = actions.start_working_copy(site=site, partnership=partnership, actor=head, at=at)
        answer(copy, {"mission": "Ieder kind hoort erbij."}, head)
        everything_at(copy)
        assert numbers_for(head, copy) == NUMBERS

"""A change in the course of the year: its short route, what parents see of it, and where it ends."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.profiles import actions
from dekkend.profiles.addendum.queries import in_force
from dekkend.profiles.documents import profile_json, profile_pdf
from dekkend.profiles.models import Addendum, Demand, Version
from dekkend.profiles.tests.conftest import refuses
from dekkend.workflow.models import Event
from tools.kept import kept

pytestmark = pytest.mark.django_db
TEXT = "Sinds januari is er een rustige werkplek naast groep 5."
WORDS = {"key": "mission", "text": TEXT, "reason": "De school kreeg een lokaal erbij."}


@kept
def published(version, bring) -> Version:
    return bring(version, "published")


@kept
def draft(published, head, at) -> Addendum:
    return actions.start_addendum(version_id=published.pk, actor=head, at=at, **WORDS)


@pytest.fixture
def walk(draft, head, mr_parent, board_member, at):
    """walk("in_force") takes every step until that state; `outcome` is the MR's advice."""

    def go(state: str, outcome: str = "positive") -> Addendum:
        who = {"addendum_id": draft.pk, "at": at}
        words = {"say": "mr-advice", "outcome": outcome, "decided_on": localdate(at), "reasons": "Goed idee."}
        steps = [
            ("with_mr", lambda: actions.send_addendum_to_mr(actor=head, **who)),
            ("heard", lambda: actions.record_addendum_outcome(actor=mr_parent, **words, **who)),
            ("with_board", lambda: actions.send_addendum_to_board(actor=head, **who)),
            ("in_force", lambda: establish(draft, board_member, at, {"mr-advice": "Dank u wel."})),
        ]
        for name, step in steps:
            step()
            if name == state:
                break
        return Addendum.objects.get(pk=draft.pk)

    return go


def establish(addendum, actor, at, answers=None):
    return actions.establish_addendum(
        addendum_id=addendum.pk, actor=actor, on=localdate(at), answers=answers or {}, at=at
    )


class TestWriting:
    def test_it_begins_with_a_question_a_text_and_why(self, draft, head):
        assert (draft.state, draft.text, draft.written_by) == ("draft", TEXT, head)
        assert Event.objects.get(subject_kind="addendum").details["text"] == TEXT

    def test_one_a_question_is_under_way(self, draft, head, at):
        with refuses("Er is al een aanvulling bij deze vraag"):
            actions.start_addendum(version_id=draft.version_id, actor=head, at=at, **WORDS)

    def test_another_question_may_have_one_too(self, draft, head, at):
        more = WORDS | {"key": "school.motto"}
        assert actions.start_addendum(version_id=draft.version_id, actor=head, at=at, **more).pk != draft.pk

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            ({"text": " "}, "Vul in wat er verandert"),
            ({"reason": ""}, "Vul in wat er verandert, en waarom"),
            ({"text": "a" * 4001}, "te lang"),
            ({"key": "bestaat.niet"}, "niet in het formulier"),
        ],
    )
    def test_what_is_missing_or_odd(self, published, head, at, words, reason):
        with refuses(reason):
            actions.start_addendum(version_id=published.pk, actor=head, at=at, **(WORDS | words))
        assert not Addendum.objects.exists()

    def test_only_beside_a_text_that_parents_read(self, version, head, at):
        with refuses("hoort bij een profiel dat nu geldt"):
            actions.start_addendum(version_id=version.pk, actor=head, at=at, **WORDS)

    def test_not_by_another_school_or_the_mr(self, published, other_head, mr_parent, at):
        for person in (other_head, mr_parent):
            with refuses("Alleen de directeur en de intern begeleider"):
                actions.start_addendum(version_id=published.pk, actor=person, at=at, **WORDS)

    def test_two_people_change_it(self, draft, head, coordinator, at):
        change = {"addendum_id": draft.pk, "reason": "Omdat.", "revision": 1, "at": at}
        actions.change_addendum(actor=head, text="De ene tekst.", **change)
        with refuses("Marit de Wit veranderde dit intussen"):
            actions.change_addendum(actor=coordinator, text="De andere tekst.", **change)
        draft.refresh_from_db()
        assert draft.text == "De ene tekst."


class TestTheRoute:
    def test_from_draft_to_what_parents_read(self, walk, published, at):
        addendum = walk("in_force")
        assert (addendum.state, addendum.in_force_on) == ("in_force", localdate(at))
        assert [beside.addendum for beside in in_force(published)] == [addendum]
        assert addendum.sayings.get().answer == "Dank u wel."

    def test_the_mr_first(self, draft, head, at):
        with refuses("Eerst is nog nodig: advies van de MR."):
            actions.send_addendum_to_board(addendum_id=draft.pk, actor=head, at=at)

    def test_where_the_regime_does_not_ask_the_mr(self, draft, head, at):
        Demand.objects.update(for_addendum=False)
        with refuses("De MR hoeft hier niets over te zeggen"):
            actions.send_addendum_to_mr(addendum_id=draft.pk, actor=head, at=at)
        assert actions.send_addendum_to_board(addendum_id=draft.pk, actor=head, at=at).state == "with_board"

    def test_after_the_term_the_school_may_go_on(self, walk, head, at):
        addendum = walk("with_mr")
        with refuses("Eerst is nog nodig"):
            actions.send_addendum_to_board(addendum_id=addendum.pk, actor=head, at=at + timedelta(weeks=6))
        later = at + timedelta(weeks=6, days=1)
        assert (
            actions.send_addendum_to_board(addendum_id=addendum.pk, actor=head, at=later).state
            == "with_board"
        )

    def test_a_no_to_consent_stops_it(self, walk, head, mr_parent, at):
        Demand.objects.update(body="parents", right="consent")
        addendum = walk("with_mr")
        words = {
            "say": "parents-consent",
            "outcome": "refused",
            "decided_on": localdate(at),
            "reasons": "Nee.",
        }
        actions.record_addendum_outcome(addendum_id=addendum.pk, actor=mr_parent, at=at, **words)
        with refuses("Nee van de ouders in de MR"):
            actions.send_addendum_to_board(addendum_id=addendum.pk, actor=head, at=at)

    def test_an_advice_that_asks_for_something_is_answered(self, walk, board_member, at):
        addendum = walk("with_board", outcome="negative")
        with refuses("Geef antwoord op het advies van de MR"):
            establish(addendum, board_member, at)
        assert establish(addendum, board_member, at, {"mr-advice": "Toch wel."}).state == "in_force"

    def test_saying_it_twice(self, walk, mr_parent, at):
        addendum = walk("heard")
        words = {"say": "mr-advice", "outcome": "negative", "decided_on": localdate(at), "reasons": "Nee."}
        with refuses("al vastgelegd"):
            actions.record_addendum_outcome(addendum_id=addendum.pk, actor=mr_parent, at=at, **words)

    def test_a_change_asks_the_mr_anew(self, walk, head, at):
        addendum = walk("with_board")
        actions.take_back_addendum(addendum_id=addendum.pk, actor=head, at=at)
        addendum.refresh_from_db()
        assert (addendum.state, addendum.sayings.count(), addendum.mr_asked_on) == ("draft", 0, None)
        assert Event.objects.get(act="take_back").details["said"][0]["outcome"] == "positive"

    def test_the_board_sends_it_back_with_a_reason(self, walk, board_member, at):
        addendum = walk("with_board")
        with refuses("Vul in waarom"):
            actions.send_addendum_back(addendum_id=addendum.pk, actor=board_member, reason=" ", at=at)
        sent = actions.send_addendum_back(
            addendum_id=addendum.pk, actor=board_member, reason="Te vaag.", at=at
        )
        assert sent.state == "draft"

    def test_only_the_board_establishes(self, walk, head, at):
        with refuses("Dit kan alleen: bestuurder"):
            establish(walk("with_board"), head, at)

    def test_not_in_the_future(self, walk, board_member, at):
        addendum = walk("with_board")
        with refuses("Kies vandaag"):
            actions.establish_addendum(
                addendum_id=addendum.pk,
                actor=board_member,
                on=localdate(at) + timedelta(days=1),
                answers={},
                at=at,
            )

    def test_not_when_the_text_no_longer_holds(self, walk, board_member, at):
        addendum = walk("with_board")
        Version.objects.filter(pk=addendum.version_id).update(state="expired")
        with refuses("Zet het in het nieuwe profiel"):
            establish(addendum, board_member, at)

    def test_the_next_version_takes_it_in(self, walk, bring, head, site, region, at):
        walk("in_force")
        following = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        bring(following, "published")
        assert Addendum.objects.get().state == "taken_in"
        assert in_force(following) == []

    def test_dropping_it(self, draft, coordinator, at):
        assert actions.drop_addendum(addendum_id=draft.pk, actor=coordinator, at=at).state == "dropped"


class TestWhatParentsRead:
    def test_nothing_before_it_holds(self, walk, published):
        walk("with_board")
        assert profile_json(published)["addenda"] == []

    def test_then_in_json_and_pdf(self, walk, published):
        walk("in_force")
        [amended] = profile_json(published)["addenda"]
        assert (amended["question"], amended["text"]) == ("mission", TEXT)
        page = (Path(settings.BASE_DIR) / "docs" / "open-data.md").read_text()
        told = page.partition("An **addendum** has")[2].partition("\n\n")[0]
        assert re.findall(r"`(\w+)`", told) == list(amended)
        assert profile_pdf(published).startswith(b"%PDF")


class TestThePages:
    def test_writing_one(self, published, head, client_for):
        client = client_for(head)
        address = reverse("start-addendum", args=[published.pk])
        assert "Wat verandert er dit jaar?" in client.get(address).content.decode()
        page = client.post(address, WORDS | {"revision": 1}, follow=True).content.decode()
        assert "Aanvulling: in voorbereiding" in page
        assert "Stuur naar de MR" in page

    @pytest.mark.parametrize("missing", ["key", "text", "reason"])
    def test_what_is_missing_is_told_and_the_rest_kept(self, published, head, client_for, missing):
        address = reverse("start-addendum", args=[published.pk])
        page = client_for(head).post(address, WORDS | {missing: ""}).content.decode()
        assert "<title>Fout:" in page
        assert (TEXT in page) == (missing != "text")

    def test_changing_a_draft_from_an_old_page(self, draft, head, client_for):
        address = reverse("addendum", args=[draft.pk])
        client = client_for(head)
        words = {"text": "Nieuwer.", "reason": "Omdat.", "revision": 1}
        assert client.post(address, words).status_code == 302
        page = client.post(address, words | {"text": "Uit een oude pagina."}).content.decode()
        assert "veranderde dit intussen" in page
        assert "Uit een oude pagina." in page

    def test_the_mr_records_and_the_board_signs(
        self, walk, draft, head, mr_parent, board_member, client_for, at
    ):
        walk("with_mr")
        say = reverse("addendum-say", args=[draft.pk, "mr-advice"])
        words = {"outcome": "positive_if", "decided_on": localdate(at), "reasons": "Met een juf erbij."}
        assert client_for(mr_parent).post(say, words).status_code == 302
        step = reverse("addendum-step", args=[draft.pk, "send_to_board"])
        assert client_for(head).post(step).status_code == 302
        sign = reverse("addendum-step", args=[draft.pk, "establish"])
        page = client_for(board_member).post(sign, {"on": localdate(at), "mr-advice": ""}).content.decode()
        assert "Geef antwoord" in page
        done = client_for(board_member).post(sign, {"on": localdate(at), "mr-advice": "Er komt een juf."})
        assert done.status_code == 302
        assert Addendum.objects.get().state == "in_force"

    def test_a_step_that_someone_took_first(self, walk, draft, head, client_for):
        walk("with_mr")
        answer = client_for(head).post(reverse("addendum-step", args=[draft.pk, "send_to_mr"]))
        assert answer.status_code == 409

    def test_who_may_read_a_draft(
        self, draft, teacher, mr_parent, board_member, other_head, far_head, client_for
    ):
        address = reverse("addendum", args=[draft.pk])
        people = (teacher, mr_parent, board_member, other_head, far_head)
        assert [client_for(p).get(address).status_code for p in people] == [200, 403, 403, 404, 404]

    def test_an_unknown_step_or_say(self, draft, head, mr_parent, client_for):
        client = client_for(head)
        for name in ("take_in", "start", "bestaat-niet"):
            assert client.get(reverse("addendum-step", args=[draft.pk, name])).status_code == 404
        assert client.get(reverse("addendum-say", args=[draft.pk, "niemand-advies"])).status_code == 404

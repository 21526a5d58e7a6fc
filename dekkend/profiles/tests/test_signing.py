"""The board signs many at once: each stands or falls on its own, and only what was read is signed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.conftest import make_person, make_site
from dekkend.organisations.models import Membership, Role
from dekkend.organisations.rules import grantable
from dekkend.profiles import actions
from dekkend.profiles.actions import ToSign
from dekkend.profiles.actions.signing import CHANGED, newest_line
from dekkend.profiles.models import Version
from dekkend.profiles.tests.conftest import COMPLETE, answer, refuses
from dekkend.workflow.models import Event
from tools.kept import kept

pytestmark = pytest.mark.django_db
ANSWER = "Wij doen wat u vraagt."


@kept
def schools(board, region, regime, board_member, at):
    """Three schools of one board whose profile waits for it, after a positive-if advice."""
    return [with_board(number, board, region, at) for number in range(3)]


def with_board(number: int, board, region, at) -> Version:
    site = make_site(f"99X{'ABC'[number]}00", f"School {number}", board, region)
    head = make_person(f"Hoofd {number}", Role.HEAD_TEACHER, site=site)
    parent = make_person(f"Ouder {number}", Role.MR_PARENT, site=site)
    version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    answer(version, COMPLETE, head)
    who = {"version_id": version.pk, "at": at}
    actions.send_to_mr(actor=head, confirmed=set(), **who)
    words = {
        "say": "mr-advice",
        "outcome": "positive_if",
        "decided_on": localdate(at),
        "reasons": "Meer taal.",
    }
    actions.record_outcome(actor=parent, **words, **who)
    actions.send_to_board(actor=head, **who)
    return Version.objects.get(pk=version.pk)


def to_sign(version: Version, answer: str = ANSWER) -> ToSign:
    return ToSign(version.pk, newest_line(version.pk), {"mr-advice": answer})


def sign(actor, signatures, at, **more):
    on = localdate(at)
    words = {"on": on, "valid_until": on + timedelta(days=365), "publish": True} | more
    return actions.establish_many(signatures=signatures, actor=actor, at=at, **words)


def states(versions) -> list[str]:
    found = dict(Version.objects.values_list("pk", "state"))
    return [found[version.pk] for version in versions]


def form_for(versions, answers=ANSWER, **more) -> dict:
    on = localdate()
    fields = {
        "versie": [version.pk for version in versions],
        "on": on,
        "valid_until": on + timedelta(days=365),
    }
    for version in versions:
        fields |= {f"seen-{version.pk}": newest_line(version.pk), f"{version.pk}-mr-advice": answers}
    return fields | {"publish": "on"} | more


class TestManyAtOnce:
    def test_all_of_them(self, schools, board_member, at):
        results = sign(board_member, [to_sign(version) for version in schools], at)
        assert [result.refused for result in results] == ["", "", ""]
        assert states(schools) == ["published"] * 3

    def test_one_that_was_just_sent_back_does_not_stop_the_others(self, schools, board_member, at):
        signatures = [to_sign(version) for version in schools]
        actions.send_back(version_id=schools[1].pk, actor=board_member, reason="Te kort.", at=at)
        results = sign(board_member, signatures, at)
        assert [bool(result.refused) for result in results] == [False, True, False]
        assert "De stand is: werkversie." in results[1].refused
        assert states(schools) == ["published", "working", "published"]

    def test_what_went_back_and_came_again_is_not_what_was_read(self, schools, board_member, at):
        [signature] = [to_sign(schools[0])]
        head = Membership.objects.get(site=schools[0].profile.site, role=Role.HEAD_TEACHER).user
        for act in (actions.withdraw_from_board, actions.send_to_board):
            act(version_id=schools[0].pk, actor=head, at=at)
        [result] = sign(board_member, [signature], at)
        assert (result.refused, states(schools[:1])) == (CHANGED, ["with_board"])

    def test_an_advice_that_asks_for_something_is_answered(self, schools, board_member, at):
        [result] = sign(board_member, [to_sign(schools[0], answer=" ")], at)
        assert "Geef antwoord op het advies" in result.refused
        assert states(schools[:1]) == ["with_board"]

    def test_signing_twice_establishes_once(self, schools, board_member, at):
        signatures = [to_sign(version) for version in schools]
        sign(board_member, signatures, at)
        again = sign(board_member, signatures, at)
        assert all("De stand is: gepubliceerd" in result.refused for result in again)
        assert Event.objects.filter(act="establish").count() == 3


class TestThePage:
    def address(self, board) -> str:
        return reverse("sign", args=[board.number])

    def test_the_list_offers_what_waits(self, schools, board, board_member, client_for):
        page = (
            client_for(board_member)
            .get(reverse("board", args=[board.number]) + "?kies=alle")
            .content.decode()
        )
        assert "3 profielen wachten" in page
        assert page.count('form="tekenen"') == page.count(" checked") == 3

    def test_it_shows_all_that_is_signed(self, schools, board, board_member, client_for):
        chosen = {"versie": [version.pk for version in schools[:2]]}
        page = client_for(board_member).get(self.address(board), chosen).content.decode()
        assert "Stel 2 profielen vast" in page
        assert (page.count("Meer taal."), "School 2" in page) == (2, False)

    def test_signing(self, schools, board, board_member, client_for):
        page = client_for(board_member).post(self.address(board), form_for(schools)).content.decode()
        assert "3 profielen zijn vastgesteld" in page
        assert states(schools) == ["published"] * 3

    def test_a_missing_answer_signs_nothing_and_keeps_what_was_typed(
        self, schools, board, board_member, client_for
    ):
        data = form_for(schools, answers="") | {f"{schools[0].pk}-mr-advice": "Dat komt goed."}
        page = client_for(board_member).post(self.address(board), data).content.decode()
        assert "<title>Fout:" in page
        assert "Dat komt goed." in page
        assert page.count("School 1: Geef antwoord op het advies van de MR.") == 1
        assert states(schools) == ["with_board"] * 3

    def test_what_was_not_established_comes_back_with_its_answer(
        self, schools, board, board_member, client_for, at
    ):
        data = form_for(schools)
        actions.send_back(version_id=schools[0].pk, actor=board_member, reason="Te kort.", at=at)
        answer = client_for(board_member).post(self.address(board), data)
        page = answer.content.decode()
        assert "2 profielen zijn vastgesteld" in page
        assert (answer.status_code, page.count(ANSWER)) == (200, 1)

    def test_a_term_that_is_too_long_is_told_for_each(self, schools, board, board_member, client_for):
        until = localdate() + timedelta(days=9999)
        page = (
            client_for(board_member)
            .post(self.address(board), form_for(schools, valid_until=until))
            .content.decode()
        )
        assert "Er is niets vastgesteld" in page
        assert page.count("Het profiel mag gelden tot en met") == 3

    @pytest.mark.parametrize("given", ["", "x", "999999", "9" * 40, "\x00", "-1"])
    def test_odd_numbers_lead_back_to_the_list(self, schools, board, board_member, client_for, given):
        answer = client_for(board_member).get(self.address(board), {"versie": given})
        assert answer.headers["Location"] == reverse("board", args=[board.number])

    def test_a_school_of_another_board_cannot_be_signed(self, schools, other_board, board, client_for):
        stranger = make_person("Bo Vreemd", Role.BOARD_MEMBER, board=other_board)
        client = client_for(stranger)
        assert client.post(self.address(board), form_for(schools)).status_code == 404
        client.post(self.address(other_board), form_for(schools))
        assert states(schools) == ["with_board"] * 3

    def test_the_same_queries_for_one_school_and_for_three(
        self, schools, board, board_member, client_for, django_assert_max_num_queries
    ):
        client = client_for(board_member)
        for number in (1, 3):
            with django_assert_max_num_queries(8):
                client.get(self.address(board), {"versie": [version.pk for version in schools[:number]]})


class TestMandate:
    @pytest.fixture
    def mandated(self, site):
        return make_person("Mirjam Mandaat", Role.MANDATED_HEAD, site=site)

    def test_only_the_board_gives_one(self, site):
        givers = [role for role in Role if Role.MANDATED_HEAD in grantable({role}, site)]
        assert givers == [Role.BOARD_MEMBER]

    def test_with_it_a_head_teacher_establishes_their_own_school(self, version, bring, mandated, at):
        bring(version, "with_board")
        sign(mandated, [to_sign(version)], at)
        assert states([version]) == ["published"]
        event = Event.objects.get(act="establish")
        assert event.actor_role == "directeur met mandaat van het bestuur"

    def test_not_another_school(self, schools, mandated, at):
        [result] = sign(mandated, [to_sign(schools[0])], at)
        assert "Dit kan alleen" in result.refused

    def test_not_after_its_last_day(self, version, bring, mandated, at):
        bring(version, "with_board")
        Membership.objects.filter(user=mandated).update(ends_on=localdate(at) - timedelta(days=1))
        with refuses("Dit kan alleen"):
            actions.establish_profile(
                version_id=version.pk, actor=mandated, on=localdate(at), valid_until=localdate(at),
                answers={}, publish=False, at=at,
            )  # fmt: skip

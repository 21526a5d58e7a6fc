"""Another school reads a working copy along: asked, answered, ended; what it sees and what it never does."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.conftest import make_person, make_site
from dekkend.organisations.models import Membership, Role
from dekkend.profiles import actions, notices
from dekkend.profiles.account import account_of
from dekkend.profiles.alongside.friends import invitable
from dekkend.profiles.comments import remarks_by_question
from dekkend.profiles.models import Comment, Friendship, Suggestion
from dekkend.profiles.overview import work_list
from dekkend.profiles.queries import get_version_for, roles_for
from dekkend.profiles.rules import FRIEND
from dekkend.profiles.tests.conftest import answer, refuses
from dekkend.profiles.tests.test_together import together
from dekkend.workflow.models import Event
from tools.kept import kept

pytestmark = pytest.mark.django_db
QUESTION = "Waar wordt het onduidelijk?"
SECRET = "Alleen voor ons: de gang is te druk."
FOR_REGION = "Wij zoeken hulp bij rekenen."
INTERNAL = "Dit schrijven wij onderling."
REMARK = "Wat is een unit? Dat weet niet elke ouder."


def invite(version, site, actor, at, **more) -> Friendship:
    words = {"question": QUESTION, "until": localdate(at) + timedelta(days=14)}
    return actions.invite_friend(version_id=version.pk, site=site, actor=actor, at=at, **(words | more))


@kept
def other_coordinator(other_site):
    return make_person("Roel Sijbrandij", Role.SUPPORT_COORDINATOR, site=other_site)


@kept
def asked(version, other_site, other_head, head, at) -> Friendship:
    answer(version, {"team.note": SECRET, "region.note": FOR_REGION}, head)
    return invite(version, other_site, head, at)


@kept
def friendship(asked, other_head, at) -> Friendship:
    return actions.accept_friendship(friendship_id=asked.pk, actor=other_head, at=at)


@pytest.fixture
def sent(asked_or_not, monkeypatch) -> list[tuple[str, str, list[str]]]:
    """The mails of the acts of a test: subject, text, to whom."""
    mails: list = []

    def keep(template, context, to, sender=""):
        subject, _, body = render_to_string(template, context).strip().partition("\n")
        mails.append((subject, body, list(to)))

    monkeypatch.setattr(notices, "send_mail_on_commit", keep)
    return mails


@pytest.fixture
def asked_or_not(request):
    """What was asked before the test is no mail of the test."""
    if "asked" in request.fixturenames:
        request.getfixturevalue("asked")


def remark(version, actor, at, text=REMARK, key="mission", answers=None) -> Comment:
    return actions.add_comment(version_id=version.pk, actor=actor, key=key, text=text, answers=answers, at=at)


def propose(version, actor, at, text="Korter kan ook.") -> Suggestion:
    words = {"key": "mission", "why": "", "revision": 1}
    return actions.suggest(version_id=version.pk, actor=actor, text=text, at=at, **words)


def may_open(user, version) -> bool:
    try:
        get_version_for(user, version.pk, need="read_along")
    except (Http404, PermissionDenied):
        return False
    return True


class TestAsking:
    def test_both_who_decide_there_get_mail(
        self, version, other_site, other_head, other_coordinator, head, at, sent
    ):
        asked = invite(version, other_site, head, at)
        [(subject, body, to)] = sent
        assert subject == "Leest u mee? De Regenton vraagt uw school"
        assert to == ["olga.prins@example.org", "roel.sijbrandij@example.org"]
        assert QUESTION in body
        assert reverse("friendship", args=[asked.pk]) in body
        assert Event.objects.get(act="invite_friend").details["about"] == "De Zeepkist"

    def test_only_schools_of_the_region_where_somebody_can_say_yes(
        self, version, other_site, other_head, far_site, far_head, region, board, at
    ):
        make_site("99EF00", "Zonder Mensen", board, region)
        assert list(invitable(version, localdate(at))) == [other_site]

    def test_nobody_is_asked_twice_at_once(self, version, asked, other_site, head, at):
        with refuses("kunt u nu niet vragen"):
            invite(version, other_site, head, at)

    def test_not_the_own_school_nor_one_of_another_region(self, version, site, far_site, far_head, head, at):
        for place in (site, far_site):
            with refuses("kunt u nu niet vragen"):
                invite(version, place, head, at)

    def test_only_the_head_teacher_asks(self, version, other_site, other_head, coordinator, teacher, at):
        for person in (coordinator, teacher, other_head):
            with refuses("Alleen de directeur vraagt"):
                invite(version, other_site, person, at)

    @pytest.mark.parametrize("days", [0, -1, 57])
    def test_until_a_day_after_today_and_within_eight_weeks(
        self, version, other_site, other_head, head, at, days
    ):
        with refuses("binnen acht weken"):
            invite(version, other_site, head, at, until=localdate(at) + timedelta(days=days))

    def test_with_a_question(self, version, other_site, other_head, head, at):
        with refuses("Schrijf wat u"):
            invite(version, other_site, head, at, question=" ")

    def test_only_a_working_copy(self, version, bring, other_site, other_head, head, at):
        bring(version, "with_mr")
        with refuses("zolang de school aan de tekst werkt"):
            invite(version, other_site, head, at)


class TestAnswering:
    def test_nothing_is_read_before_yes(self, version, asked, other_head):
        assert not may_open(other_head, version)

    def test_yes_and_the_head_teacher_hears(self, version, asked, other_coordinator, at, sent):
        actions.accept_friendship(friendship_id=asked.pk, actor=other_coordinator, at=at)
        assert may_open(other_coordinator, version)
        [(subject, body, to)] = sent
        assert (subject, to) == ("De Zeepkist leest mee: De Regenton", ["marit.de.wit@example.org"])
        assert reverse("friends", args=[version.pk]) in body

    def test_no_with_why(self, version, asked, other_head, at, sent):
        actions.decline_friendship(friendship_id=asked.pk, actor=other_head, answer="Te druk.", at=at)
        assert "Te druk." in sent[0][1]
        assert not may_open(other_head, version)
        with refuses("zei al dat zij niet meeleest"):
            actions.accept_friendship(friendship_id=asked.pk, actor=other_head, at=at)
        assert Event.objects.get(act="decline_friendship").reason == ""

    def test_not_by_anyone_else(self, asked, other_site, head, at):
        colleague = make_person("Lia Leer", Role.TEACHER, site=other_site)
        for person in (colleague, head):
            with refuses("Alleen de directeur en de intern begeleider"):
                actions.accept_friendship(friendship_id=asked.pk, actor=person, at=at)

    def test_not_after_its_day(self, asked, other_head, at):
        with refuses("de tijd is voorbij"):
            actions.accept_friendship(friendship_id=asked.pk, actor=other_head, at=at + timedelta(days=15))

    def test_it_stands_in_the_work_list_of_the_other_school(
        self, version, asked, other_head, other_coordinator, at
    ):
        def whats(person, day):
            return [item.what for item in work_list(person, day) if item.version == version]

        today = localdate(at)
        assert whats(other_head, today) == whats(other_coordinator, today) == ["Zeg of uw school meeleest"]
        actions.accept_friendship(friendship_id=asked.pk, actor=other_head, at=at)
        [item] = [item for item in work_list(other_head, today) if item.version == version]
        assert (item.what, item.due_on) == ("Lees mee, en zeg wat u opvalt", asked.until)
        assert item.url == reverse("read", args=[version.pk])
        assert whats(other_head, asked.until + timedelta(days=1)) == []


class TestItEnds:
    def test_when_the_head_teacher_withdraws(self, version, friendship, head, other_head, at):
        actions.withdraw_friendship(friendship_id=friendship.pk, actor=head, at=at)
        assert not may_open(other_head, version)

    def test_when_the_other_school_is_ready(self, version, friendship, other_head, at):
        actions.stop_friendship(friendship_id=friendship.pk, actor=other_head, at=at)
        assert not may_open(other_head, version)
        with refuses("al gestopt"):
            actions.stop_friendship(friendship_id=friendship.pk, actor=other_head, at=at)

    def test_after_its_day_and_the_calendar_writes_it_down_once(self, version, friendship, other_head, at):
        last = friendship.until
        assert get_version_for(other_head, version.pk, need="read_along", on=last)
        with pytest.raises(Http404):
            get_version_for(other_head, version.pk, need="read_along", on=last + timedelta(days=1))
        assert actions.end_friendships(at=at + timedelta(days=14)) == 0
        assert [actions.end_friendships(at=at + timedelta(days=15)) for _ in range(2)] == [1, 0]
        assert Friendship.objects.get().state == "over"
        assert Event.objects.get(act="end_friendship").actor is None

    def test_when_the_text_goes_to_the_mr(self, version, friendship, bring, other_head, head, at):
        bring(version, "with_mr")
        assert Friendship.objects.get().state == "over"
        assert not may_open(other_head, version)
        actions.withdraw_from_mr(version_id=version.pk, actor=head, at=at)
        assert not may_open(other_head, version)

    def test_when_their_role_there_ends(self, version, friendship, other_head, at):
        Membership.objects.filter(user=other_head).update(ends_on=localdate(at) - timedelta(days=1))
        assert not may_open(other_head, version)

    def test_only_the_head_teacher_withdraws(self, friendship, coordinator, other_head, at):
        for person in (coordinator, other_head):
            with refuses("Alleen de directeur trekt"):
                actions.withdraw_friendship(friendship_id=friendship.pk, actor=person, at=at)


@pytest.mark.django_db(transaction=True)
def test_yes_and_withdrawn_at_once_leaves_it_withdrawn(version, asked, head, other_head, at):
    together(
        lambda: actions.accept_friendship(friendship_id=asked.pk, actor=other_head, at=at),
        lambda: actions.withdraw_friendship(friendship_id=asked.pk, actor=head, at=at),
    )
    assert Friendship.objects.get().state == "withdrawn"
    assert not may_open(other_head, version)


class TestWhatItReads:
    def test_what_the_region_may_see(self, version, friendship, other_head, client_for):
        page = client_for(other_head).get(reverse("read", args=[version.pk])).content.decode()
        assert FOR_REGION in page
        assert QUESTION in page
        assert SECRET not in page
        assert reverse("suggestions", args=[version.pk, "mission"]) in page
        assert reverse("school", args=["99AB00"]) not in page

    def test_the_whole_team_reads_as_before(self, version, friendship, teacher):
        assert get_version_for(teacher, version.pk, need="read_along")[1] == {Role.TEACHER}

    def test_who_sits_in_the_mr_there_too_reads_as_the_other_school(
        self, version, friendship, site, other_head, client_for
    ):
        """A role here that may not read yet opens nothing more than reading along does."""
        Membership.objects.create(
            user=other_head, role=Role.MR_PARENT, site=site, begins_on=friendship.asked_at.date()
        )
        assert get_version_for(other_head, version.pk, need="read_along")[1] == {FRIEND}
        assert SECRET not in client_for(other_head).get(reverse("read", args=[version.pk])).content.decode()

    def test_it_is_no_role_anywhere_else(self, version, friendship, other_head, at):
        assert roles_for(other_head, version, localdate(at)) == frozenset()
        for need in ("see", "read", "write"):
            with pytest.raises(Http404):
                get_version_for(other_head, version.pk, need=need)

    def test_another_version_stays_closed(
        self, version, friendship, bring, site, region, head, other_head, at
    ):
        bring(version, "published")
        following = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert not may_open(other_head, following)

    def test_papers_are_not_named(self, version, friendship, other_head, client_for, at):
        facts = {"name": "plan.pdf", "kind": "pdf", "size": 5, "sha256": "a" * 64, "audience": "public"}
        facts |= {"stored": "x", "uploaded_at": at, "uploaded_by_name": "Iemand"}
        version.papers.create(key="mission", title="Schoolplan voor later", **facts)
        page = client_for(other_head).get(reverse("read", args=[version.pk])).content.decode()
        assert "Schoolplan voor later" not in page


class TestWhatItSays:
    def test_only_its_own_threads_with_what_the_team_answers(
        self, version, friendship, other_site, head, coordinator, other_head, at
    ):
        remark(version, coordinator, at, INTERNAL)
        theirs = remark(version, other_head, at)
        remark(version, head, at, "Goed punt.", answers=theirs.pk)
        [thread] = remarks_by_question(version, other_site)["mission"].open
        assert [thread.first.text, *(reply.text for reply in thread.replies)] == [REMARK, "Goed punt."]
        assert (theirs.friend, theirs.author_role) == (other_site, "directeur")
        assert len(remarks_by_question(version)["mission"].open) == 2

    def test_it_does_not_answer_in_threads_of_the_team(
        self, version, friendship, coordinator, other_head, head, at
    ):
        internal = remark(version, coordinator, at, INTERNAL)
        with refuses("kennen wij niet"):
            remark(version, other_head, at, answers=internal.pk)

    def test_nor_does_it_see_another_school_that_reads_along(
        self, version, friendship, region, board, head, other_head, at, client_for
    ):
        third = make_site("99EF00", "De Inktpot", board, region)
        person = make_person("Derde Directeur", Role.HEAD_TEACHER, site=third)
        actions.accept_friendship(friendship_id=invite(version, third, head, at).pk, actor=person, at=at)
        remark(version, person, at, "Van De Inktpot.")
        propose(version, person, at, "Tekst van De Inktpot.")
        client = client_for(other_head)
        for name in ("comments", "suggestions"):
            assert "Inktpot" not in client.get(reverse(name, args=[version.pk, "mission"])).content.decode()
        page = client.get(reverse("read", args=[version.pk])).content.decode()
        assert " open</span>" not in page

    def test_a_question_it_does_not_see_is_not_there(self, version, friendship, other_head, at, client_for):
        hidden = {"team.note": "for the school only", "inspection.explanation": "not asked now"}
        for key in hidden:
            with refuses("niet in het formulier"):
                remark(version, other_head, at, key=key)
            for name in ("comments", "suggestions"):
                assert client_for(other_head).get(reverse(name, args=[version.pk, key])).status_code == 404

    def test_a_proposal_of_its_own(self, version, friendship, other_site, other_head, head, at):
        made = propose(version, other_head, at)
        assert made.friend == other_site
        assert Event.objects.get(act="suggest").details == {"key": "mission", "about": "De Zeepkist"}
        actions.accept_suggestion(suggestion_id=made.pk, actor=head, revision=1, answer_revision=1, at=at)
        assert version.answers.get(key="mission").value == "Korter kan ook."

    def test_it_decides_on_nothing(self, version, friendship, other_head, at):
        made = propose(version, other_head, at)
        with refuses("Alleen de directeur en de intern begeleider beslissen"):
            actions.accept_suggestion(
                suggestion_id=made.pk, actor=other_head, revision=1, answer_revision=1, at=at
            )
        theirs = remark(version, other_head, at)
        with refuses("handelt opmerkingen af"):
            actions.settle_comment(comment_id=theirs.pk, actor=other_head, at=at)

    def test_nothing_any_more_when_it_is_over(self, version, friendship, head, other_head, at):
        actions.withdraw_friendship(friendship_id=friendship.pk, actor=head, at=at)
        with refuses("voor wie aan het profiel schrijft"):
            remark(version, other_head, at)
        with refuses("voor wie aan het profiel meewerkt"):
            propose(version, other_head, at)
        assert not Suggestion.objects.exists()


class TestTheAccount:
    def test_it_tells_who_read_along_and_when(self, version, friendship, other_head, at):
        def told(reader):
            return [part.lines for part in account_of(version, reader) if part.key == "friends"]

        assert told("public")[0][0].startswith("De Zeepkist leest mee, van ")
        actions.stop_friendship(friendship_id=friendship.pk, actor=other_head, at=at)
        assert told("school")[0][0].startswith("De Zeepkist las mee, op ")

    def test_who_did_not_is_left_out(self, version, asked, other_head, at):
        actions.decline_friendship(friendship_id=asked.pk, actor=other_head, answer="", at=at)
        assert "friends" not in [part.key for part in account_of(version, "school")]


class TestThePages:
    def test_asking(self, version, other_site, other_head, head, at, client_for):
        client, place = client_for(head), reverse("friends", args=[version.pk])
        page = client.get(place).content.decode()
        assert "Wie ziet dit straks?" in page
        assert "als u het profiel naar de MR stuurt" in page
        faulty = client.post(place, {"site": "", "question": "Een lange vraag.", "until": "morgen"})
        assert "<title>Fout:" in faulty.content.decode()
        assert "Een lange vraag." in faulty.content.decode()
        data = {"site": other_site.pk, "question": QUESTION, "until": localdate(at) + timedelta(days=7)}
        page = client.post(place, data, follow=True).content.decode()
        assert "De Zeepkist krijgt een mail met uw vraag." in page
        assert Friendship.objects.get().question == QUESTION

    def test_nobody_to_ask(self, version, head, client_for):
        page = client_for(head).get(reverse("friends", args=[version.pk])).content.decode()
        assert "U kunt nu geen school vragen." in page

    def test_saying_yes_reading_and_stopping(self, version, asked, other_head, client_for):
        client, place = client_for(other_head), reverse("friendship", args=[asked.pk])
        assert "Leest uw school mee met De Regenton?" in client.get(place).content.decode()
        page = client.post(place, {"accept": ""}, follow=True)
        assert page.redirect_chain[-1][0] == reverse("read", args=[version.pk])
        page = client.post(place, {"stop": ""}, follow=True).content.decode()
        assert "Het meelezen met De Regenton is voorbij" in page
        assert client.get(reverse("read", args=[version.pk])).status_code == 404

    def test_saying_no_keeps_what_was_typed_when_it_was_withdrawn(
        self, asked, head, other_head, at, client_for
    ):
        actions.withdraw_friendship(friendship_id=asked.pk, actor=head, at=at)
        page = client_for(other_head).post(
            reverse("friendship", args=[asked.pk]), {"decline": "", "answer": "Wij hebben geen tijd."}
        )
        assert "ingetrokken" in page.content.decode()
        assert "Wij hebben geen tijd." in page.content.decode()

    def test_a_remark_from_the_page_it_reads(self, version, friendship, head, other_head, client_for):
        place = reverse("comments", args=[version.pk, "mission"])
        client = client_for(other_head)
        assert "gaan naar het team van De Regenton" in client.get(place).content.decode()
        client.post(place, {"text": REMARK})
        theirs = Comment.objects.get()
        page = client_for(head).get(place, {"op": theirs.pk}).content.decode()
        assert "De Zeepkist leest uw antwoord ook." in page
        chapter = client_for(head).get(reverse("chapter", args=[version.pk, "mission"])).content.decode()
        assert "De Zeepkist leest mee:" in chapter

    def test_nine_queries_however_much_was_said(
        self, version, friendship, other_head, at, client_for, django_assert_num_queries
    ):
        client, place = client_for(other_head), reverse("read", args=[version.pk])
        client.get(place)
        with django_assert_num_queries(9):
            client.get(place)
        for number in range(3):
            remark(version, other_head, at, f"Opmerking {number}")
        with django_assert_num_queries(9):
            client.get(place)

"""A meeting and its agenda when it goes wrong: the reason, what was typed still there, nothing changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import AgendaItem, Conflict, Meeting
from dekkend.cases.tests.conftest import REASONS
from dekkend.cases.tests.parents import words
from dekkend.cases.tests.test_committee import advise, copy_of, declare, hold

PLACE = "Zaal 3, op de eerste verdieping"
WHY = "Het is een naamgenoot, zegt zij."


@pytest.fixture
def client(go, secretary):
    return go(secretary)


def planned_for(day, **more) -> dict[str, str]:
    return {"held_on": day.isoformat(), "starts": "15:00", "place": PLACE, "quorum": "3"} | more


class TestChanging:
    @pytest.fixture
    def address(self, meeting) -> str:
        return reverse("change-meeting", args=[meeting.pk])

    def test_what_was_planned_stands_in_the_form_and_changes(self, client, meeting, address):
        assert 'value="Zaal 1"' in words(client.get(address))
        client.post(address, planned_for(localdate() + timedelta(days=7)))
        meeting.refresh_from_db()
        assert (meeting.held_on, meeting.place, meeting.quorum) == (
            localdate() + timedelta(days=7), PLACE, 3
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("wrong", "fault"),
        [
            ({"starts": "half drie"}, "Schrijf de tijd als 14:30."),
            ({"quorum": "0"}, "Er moet minstens 1 lid zijn."),
            ({"quorum": "²"}, "Vul een heel getal in."),
            ({"held_on": ""}, "Kies een dag."),
            (
                {"held_on": (localdate() - timedelta(days=1)).isoformat()},
                "Deze dag is al voorbij. Kies een dag vanaf vandaag.",
            ),
        ],
    )
    def test_what_is_wrong_is_pointed_at_and_the_rest_stays(self, client, meeting, address, wrong, fault):
        reply = client.post(address, planned_for(localdate(), **wrong))
        assert (reply.status_code, fault in words(reply), PLACE in words(reply)) == (422, True, True)
        meeting.refresh_from_db()
        assert meeting.place == "Zaal 1"

    def test_opened_meanwhile_the_place_comes_back(self, client, meeting, address, secretary):
        actions.open_meeting(meeting_id=meeting.pk, actor=secretary, at=now())
        reply = client.post(address, planned_for(localdate()))
        assert (reply.status_code, PLACE in words(reply)) == (409, True)
        assert reverse("meeting", args=[meeting.pk]) in words(reply)
        assert "Dit typte u" not in words(client.get(address))
        meeting.refresh_from_db()
        assert meeting.place == "Zaal 1"


class TestAgenda:
    @pytest.fixture
    def second(self, item, secretary) -> AgendaItem:
        other = copy_of(item.case, 1)
        return actions.schedule(case_id=other.pk, meeting_id=item.meeting_id, actor=secretary, at=now())

    def test_the_second_goes_up_and_the_first_stays(self, client, item, second):
        for moved, first in ((second, second), (second, second), (item, item)):
            client.post(reverse("move-up", args=[moved.pk]))
            assert item.meeting.items.order_by("order").first() == first

    def test_of_a_meeting_that_is_closed_nothing_moves(self, client, item, second, secretary):
        for step in (actions.open_meeting, actions.close_meeting):
            step(meeting_id=item.meeting_id, actor=secretary, at=now())
        refused = client.post(reverse("move-up", args=[second.pk]), follow=True)
        assert "Dit punt staat niet meer op de agenda van een vergadering." in words(refused)
        assert item.meeting.items.order_by("order").first() == item

    def test_to_a_meeting_that_is_over_or_nowhere_it_does_not_go(self, client, item, region, secretary):
        address = reverse("reschedule", args=[item.pk])
        later = actions.When(now() + timedelta(days=9), "Zaal 2", 2)
        other = actions.plan_meeting(partnership=region, when=later, actor=secretary, at=now())
        assert "Zaal 2" in words(client.get(reverse("agenda-item", args=[item.pk])))
        actions.cancel_meeting(meeting_id=other.pk, actor=secretary, at=now())
        for chosen in (str(other.pk), "", "²", "9" * 30):
            told = words(client.post(address, {"meeting": chosen}, follow=True))
            assert "Kies een" in told.partition("<main")[2]
        item.refresh_from_db()
        assert (item.taken_off_at, AgendaItem.objects.count()) == (None, 1)
        third = actions.plan_meeting(partnership=region, when=later, actor=secretary, at=now())
        client.post(address, {"meeting": str(third.pk)})
        item.refresh_from_db()
        assert item.taken_off_at


class TestSayingAgain:
    """A tie that was declared by mistake."""

    @pytest.fixture
    def address(self, item, secretary, members) -> str:
        declare(item, members[0], by=secretary)
        return reverse("lift-conflict", args=[item.pk, Conflict.objects.get().pk])

    def test_the_reason_is_asked_first(self, client, members, address):
        assert f"{members[0].name} ziet het dossier dan weer." in words(client.get(address))
        reply = client.post(address, {"reason": " "})
        assert (reply.status_code, "Vul dit in." in words(reply)) == (422, True)
        assert Conflict.objects.get().lifted_at is None
        done = client.post(address, {"reason": WHY}, follow=True)
        assert f"{members[0].name} beslist weer mee." in words(done)

    def test_done_meanwhile_the_reason_comes_back(self, client, secretary, address):
        actions.lift_conflict(
            conflict_id=Conflict.objects.get().pk, reason="Vergist.", actor=secretary, at=now()
        )
        reply = client.post(address, {"reason": WHY})
        assert (reply.status_code, WHY in words(reply)) == (404, True)
        assert client.get(address).status_code == 404


class TestWriting:
    def test_minutes_after_the_meeting_closed_come_back(self, client, item, secretary, members):
        hold(item, secretary, members)
        actions.close_meeting(meeting_id=item.meeting_id, actor=secretary, at=now())
        reply = client.post(reverse("write-minutes", args=[item.pk]), {"text": REASONS, "revision": "0"})
        assert (reply.status_code, REASONS in words(reply)) == (422, True)
        assert "Dit punt staat niet meer op de agenda van een vergadering." in words(reply)
        item.refresh_from_db()
        assert item.minutes == ""

    def test_minutes_that_someone_changed_do_not_replace_them(self, client, item, secretary, members):
        hold(item, secretary, members)
        address = reverse("write-minutes", args=[item.pk])
        client.post(address, {"text": "Wat er eerst stond.", "revision": "0"})
        stale = client.post(address, {"text": REASONS, "revision": "0"})
        assert (stale.status_code, REASONS in words(stale)) == (422, True)
        item.refresh_from_db()
        assert item.minutes == "Wat er eerst stond."

    def test_advice_without_a_choice_or_words_of_ones_own(self, go, item, members):
        client, address = go(members[0]), reverse("advise", args=[item.pk])
        nothing = client.post(address, {"reasons": REASONS, "revision": "0"})
        assert (nothing.status_code, "Kies wat u adviseert." in words(nothing)) == (422, True)
        assert REASONS in words(nothing)
        short = client.post(address, {"vote": "for", "reasons": "Ja.", "revision": "0"})
        assert "Leg in een of twee zinnen uit waarom." in words(short)
        assert not item.case.advices.exists()

    def test_a_decision_before_the_meeting_is_open_keeps_its_reasons(self, client, item, members):
        advise(item, members[0], "for")
        reply = client.post(reverse("decide", args=[item.pk, "afwijzen"]), {"reasons": REASONS, "sure": "ja"})
        assert (reply.status_code, REASONS in words(reply)) == (409, True)
        assert not item.case.decisions.exists()


def test_who_is_there_is_chosen_from_the_members(client, item, secretary, desk):
    address = reverse("note-present", args=[item.meeting_id])
    early = client.post(address, {"members": []})
    assert (early.status_code, "<h1>Dit kan nu niet</h1>" in words(early)) == (409, True)
    actions.open_meeting(meeting_id=item.meeting_id, actor=secretary, at=now())
    for someone in (str(desk.pk), "²", "9" * 5000):
        reply = client.post(address, {"members": [someone]})
        assert (reply.status_code, "Kies uit de leden van de CTC." in words(reply)) == (422, True)
    assert not item.meeting.attendance.exists()


def test_a_step_of_a_meeting_that_cannot_be_taken_says_why(client, meeting, secretary):
    assert client.get(reverse("meeting-step", args=[meeting.pk, "dansen"])).status_code == 404
    empty = client.post(reverse("meeting-step", args=[meeting.pk, "send_agenda"]))
    assert (empty.status_code, "De agenda is nog leeg." in words(empty)) == (409, True)
    actions.cancel_meeting(meeting_id=meeting.pk, actor=secretary, at=now())
    for step in ("open", "close", "cancel"):
        assert client.post(reverse("meeting-step", args=[meeting.pk, step])).status_code == 409
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CANCELLED

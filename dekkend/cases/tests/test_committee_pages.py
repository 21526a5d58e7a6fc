"""The pages of the committee: what each sees, what is hidden, a decision step by step, and the queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.consents import request_digest
from dekkend.cases.models import Advice, AgendaItem, Case, Conflict, Decision, Meeting, Reading
from dekkend.cases.tests.conftest import CHILD, MOTHER, REASONS, in_session
from dekkend.cases.tests.test_committee import add_role, advise, copy_of, declare, hold
from dekkend.cases.tests.test_declaring import on_agenda  # noqa: F401  a fixture
from dekkend.cases.tests.test_stances import rewrite
from dekkend.organisations.models import Role
from dekkend.workflow.terms import add_months

QUERIES = {"secretary": 16, "member": 13}


def read(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_from_an_empty_list_to_a_decision_in_the_browser(on_list, go, secretary, members):
    client = go(secretary)
    assert "1 dossier wacht op een vergadering" in read(client, "meetings")
    when = {"held_on": localdate().isoformat(), "starts": "14:30", "place": "Zaal 1", "quorum": "2"}
    wrong = client.post(reverse("plan-meeting", args=["PO9901"]), when | {"starts": "half drie"})
    assert wrong.status_code == 422
    assert "Schrijf de tijd als 14:30." in wrong.content.decode()
    client.post(reverse("plan-meeting", args=["PO9901"]), when)
    meeting = Meeting.objects.get()
    assert f"{on_list.number} · K.B." in read(client, "meeting", meeting.pk)
    client.post(reverse("schedule", args=[meeting.pk, on_list.pk]))
    item = AgendaItem.objects.get()
    for step in ("send_agenda", "open"):
        assert client.get(reverse("meeting-step", args=[meeting.pk, step])).status_code == 200
        client.post(reverse("meeting-step", args=[meeting.pk, step]))
    member = go(members[0])
    member.post(
        reverse("advise", args=[item.pk]), {"vote": "for", "reasons": "Dit past bij Kees.", "revision": "0"}
    )
    client.post(reverse("note-present", args=[meeting.pk]), {"members": [one.pk for one in members[:2]]})
    client.post(reverse("write-minutes", args=[item.pk]), {"text": "Kort besproken.", "revision": "0"})
    decide = reverse("decide", args=[item.pk, "toekennen"])
    said = {"reasons": REASONS, "begins_on": localdate().isoformat()}
    said["ends_on"] = add_months(localdate(), 6).isoformat()
    sure = client.post(decide, said).content.decode()
    for told in (REASONS, "Ans Berg", "1 × toekennen", "Femke Aalders", MOTHER.name, "Sevim Demir"):
        assert told in sure
    assert not Decision.objects.exists()
    assert REASONS in client.post(decide, said | {"edit": "ja"}).content.decode()
    client.post(decide, said | {"sure": "ja"})
    assert Decision.objects.get().letters.count() == 3
    assert "Toegekend op" in read(client, "agenda-item", item.pk)
    client.post(reverse("meeting-step", args=[meeting.pk, "close"]))
    minutes = read(client, "meeting-minutes", meeting.pk)
    for told in (on_list.number, "Kort besproken.", "Toegekend", REASONS, "Ans Berg, Bo Duin"):
        assert told in minutes
    assert Reading.objects.last().what == "notulen van de CTC"


def test_a_declaration_asks_for_the_school_and_its_category(on_agenda, go, secretary):  # noqa: F811
    item = AgendaItem.objects.get()
    client, decide = go(secretary), reverse("decide", args=[item.pk, "toekennen"])
    assert "Voor welke school is de verklaring?" in client.get(decide).content.decode()
    said = {"reasons": REASONS, "begins_on": localdate().isoformat(), "school_kind": "SO", "category": ""}
    said["ends_on"] = add_months(localdate(), 22).isoformat()
    refused = client.post(decide, said | {"sure": "ja"})
    assert refused.status_code == 409
    assert "Kies de categorie" in refused.content.decode()
    assert REASONS in refused.content.decode()
    client.post(decide, said | {"category": "low", "sure": "ja"})
    decision = Decision.objects.get()
    assert decision.declaration.category == "low"
    body = decision.letters.first().words["body"]
    assert "- Nummer: PO9901\\-000001" in body
    assert "speciaal onderwijs \\(SO\\), categorie laag" in body
    assert "binnen 6 weken nadat deze brief is verstuurd" in body
    assert "Landelijke Bezwaaradviescommissie" in body


def test_who_has_no_say_sees_a_place_on_the_agenda_and_nothing_else(item, go, site, members):
    tied, free = members[:2]
    add_role(tied, Role.TEACHER, site=site)
    page = read(go(tied), "meeting", item.meeting_id)
    assert "U beslist hier niet over mee." in page
    for secret in (item.case.number, "K.B.", site.name, "Eigen ondersteuningsbudget"):
        assert secret not in page
        assert secret in read(go(free), "meeting", item.meeting_id)
    for name, args in (
        ("case", [item.case_id]),
        ("agenda-item", [item.pk]),
        ("declare-conflict", [item.pk]),
        ("letters", [item.case_id]),
    ):
        assert go(tied).get(reverse(name, args=args)).status_code == 404, name
    assert not Reading.objects.filter(reader=tied).exists()


def test_a_member_declares_and_is_out(item, go, secretary, members):
    member = go(members[0])
    address = reverse("declare-conflict", args=[item.pk])
    assert "Wie beslist niet mee?" not in member.get(address).content.decode()
    assert member.post(address, {"ground": " "}).status_code == 422
    answer = member.post(address, {"ground": "Mijn neefje."}, follow=True)
    assert "U beslist hier niet over mee" in answer.content.decode()
    assert member.get(reverse("agenda-item", args=[item.pk])).status_code == 404
    page = read(go(secretary), "agenda-item", item.pk)
    assert "Mijn neefje." in page
    assert "Mijn neefje." not in read(go(members[1]), "agenda-item", item.pk)
    lift = reverse("lift-conflict", args=[item.pk, Conflict.objects.get().pk])
    go(secretary).post(lift, {"reason": "Een naamgenoot."})
    assert member.get(reverse("agenda-item", args=[item.pk])).status_code == 200


def test_others_advice_is_read_after_ones_own(item, go, members):
    advise(item, members[0], "against", reasons="Volgens mij niet nodig.")
    second = go(members[1])
    page = read(second, "agenda-item", item.pk)
    assert "Volgens mij niet nodig." not in page
    assert "1 lid gaf advies" in page
    advise(item, members[1], "for")
    assert "Volgens mij niet nodig." in read(second, "agenda-item", item.pk)


def test_advice_that_cannot_be_kept_stays_in_the_form(item, go, members):
    client, address = go(members[0]), reverse("advise", args=[item.pk])
    advise(item, members[0], "for")
    stale = client.post(address, {"vote": "against", "reasons": "Toch liever niet.", "revision": "0"})
    assert stale.status_code == 422
    assert "Toch liever niet." in stale.content.decode()
    assert "intussen ergens anders veranderd" in stale.content.decode()
    assert Advice.objects.get().vote == "for"


def test_a_decision_against_most_of_the_advice_is_pointed_out(item, go, secretary, members):
    advise(item, members[0], "for")
    hold(item, secretary, members)
    sure = go(secretary).post(reverse("decide", args=[item.pk, "afwijzen"]), {"reasons": REASONS})
    assert "De meeste leden adviseren iets anders" in sure.content.decode()


def test_withdrawn_while_someone_fills_in_the_decision(item, go, secretary, members):
    hold(item, secretary, members)
    client = go(secretary)
    actions.withdraw_consent(party=item.case.parties.first(), words="", at=now())
    decide = reverse("decide", args=[item.pk, "afwijzen"])
    assert client.post(decide, {"reasons": REASONS, "sure": "ja"}).status_code == 404
    page = read(client, "meeting", item.meeting_id)
    assert "Dit is niet meer bij de CTC." in page
    assert "K.B." not in page


def test_only_the_secretary_leads(item, go, members):
    client = go(members[0])
    for name, args in (
        ("plan-meeting", ["PO9901"]),
        ("change-meeting", [item.meeting_id]),
        ("meeting-step", [item.meeting_id, "open"]),
        ("meeting-minutes", [item.meeting_id]),
        ("take-off-agenda", [item.pk]),
        ("decide", [item.pk, "toekennen"]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403, name
    for name, args in (
        ("note-present", [item.meeting_id]),
        ("schedule", [item.meeting_id, item.case_id]),
        ("move-up", [item.pk]),
        ("reschedule", [item.pk]),
        ("write-minutes", [item.pk]),
    ):
        assert client.post(reverse(name, args=args)).status_code == 403, name


def test_for_anyone_else_there_is_no_committee(item, go, desk, coordinator, board_member, staff, outsider):
    for user in (desk, coordinator, board_member, staff, outsider):
        for name, args in (("meetings", []), ("meeting", [item.meeting_id]), ("agenda-item", [item.pk])):
            assert go(user).get(reverse(name, args=args)).status_code == 404, (user, name)


def test_the_committee_comes_in_by_its_meetings(item, go, secretary, members):
    for user in (secretary, members[0]):
        assert go(user).get(reverse("cases"))["Location"] == reverse("meetings")


def test_back_to_the_loket_with_a_reason(item, go, secretary):
    client, address = go(secretary), reverse("take-off-agenda", args=[item.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Er is meer tijd nodig."})
    assert Case.objects.get().state == "intake"


@pytest.mark.parametrize("n", [1, 3])
def test_an_agenda_takes_the_same_queries_for_one_file_and_for_three(
    n, on_list, go, secretary, members, django_assert_num_queries
):
    [item] = in_session([on_list], secretary, members)
    for number in range(1, n):
        other = copy_of(on_list, number)
        AgendaItem.objects.create(meeting=item.meeting, case=other, round=1, order=number + 1)
    for client, queries in ((go(secretary), QUERIES["secretary"]), (go(members[0]), QUERIES["member"])):
        address = reverse("meeting", args=[item.meeting_id])
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).content.decode().count("K.B.") == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_takes_the_same_queries_for_one_meeting_and_for_three(
    n, on_list, region, go, secretary, django_assert_num_queries
):
    for _ in range(n):
        actions.plan_meeting(
            partnership=region, when=actions.When(now(), "Zaal 1", 2), actor=secretary, at=now()
        )
        copy_of(on_list, _ + 1)
    client = go(secretary)
    client.get(reverse("meetings"))
    with django_assert_num_queries(9):
        page = client.get(reverse("meetings")).content.decode()
    assert page.count("Zaal 1") == n
    assert page.count("K.B.") == n + 1
    assert CHILD.name not in page


def test_an_item_takes_so_many_queries(item, go, secretary, members, django_assert_max_num_queries):
    for member in members:
        advise(item, member, "for")
    declare(item, members[3], by=secretary)
    client = go(members[0])
    client.get(reverse("agenda-item", args=[item.pk]))
    with django_assert_max_num_queries(25):
        client.get(reverse("agenda-item", args=[item.pk]))


@pytest.mark.parametrize("given", ["", "morgen", "٣", "9" * 5000])
def test_a_meeting_that_is_no_number_is_asked_again(item, go, secretary, given):
    client = go(secretary)
    answer = client.post(reverse("reschedule", args=[item.pk]), {"meeting": given}, follow=True)
    assert answer.status_code == 200
    assert "Kies een vergadering." in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_meeting_in_a_year_that_nobody_means_is_not_planned(offering, go, secretary, day):
    said = {"held_on": day, "starts": "00:00", "place": "Zaal 1", "quorum": "2"}
    answer = go(secretary).post(reverse("plan-meeting", args=["PO9901"]), said)
    assert answer.status_code == 422
    assert "Kijk het jaartal na." in answer.content.decode()


def test_a_no_can_be_written_down_where_a_yes_cannot(taken_in, desk, coordinator, secretary, members, go):
    """The school changed its text and did not answer: the parents said yes to something else."""
    later = now() + timedelta(days=8)
    until = localdate() + timedelta(days=7)
    Case.objects.filter(pk=taken_in.pk).update(kind="own_budget")
    taken_in.refresh_from_db()
    taken_in.consents.update(digest=request_digest(taken_in))
    actions.ask_school(case_id=taken_in.pk, actor=desk, reason="Wat mist er?", answer_by=until, at=now())
    rewrite(taken_in, coordinator)
    for act in (actions.go_on_unanswered, actions.accept, actions.put_on_agenda):
        act(case_id=taken_in.pk, actor=desk, at=later)
    [item] = in_session([Case.objects.get(pk=taken_in.pk)], secretary, members)
    page = go(secretary).get(reverse("agenda-item", args=[item.pk])).content.decode()
    assert "De aanvraag is niet die waar" in page
    assert reverse("decide", args=[item.pk, "afwijzen"]) in page
    assert reverse("decide", args=[item.pk, "toekennen"]) not in page

"""The committee: who has a say, when it can decide, and what two people at once end in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.committee.conflicts import AT_BOARD, AT_SCHOOL, DECLARED, PARENT, ties_between
from dekkend.cases.committee.quorum import can_decide
from dekkend.cases.involvement import roles_for
from dekkend.cases.models import AgendaItem, Case, CaseKey, Conflict, Decision
from dekkend.cases.reasons import opened
from dekkend.cases.tests.conftest import MOTHER, REASONS, award, mails_waiting
from dekkend.cases.transitions import KIND
from dekkend.conftest import make_person, make_site
from dekkend.core.encryption import keyring
from dekkend.organisations.models import Membership, Role
from dekkend.workflow.engine import NotPossible, events_of

State = Case.State


class TestMeeting:
    def test_the_members_hear_of_another_day(self, meeting, secretary, members):
        later = meeting.held_at + timedelta(days=7)
        actions.change_meeting(
            meeting_id=meeting.pk, when=actions.When(later, "Zaal 2", 2), actor=secretary, at=now()
        )
        meeting.refresh_from_db()
        assert (meeting.held_at, meeting.place, meeting.quorum) == (later, "Zaal 2", 2)
        assert {one["to"] for one in mails()} == {one.email for one in members}

    def test_only_a_secretary_plans(self, region, members):
        with pytest.raises(NotPossible, match="de secretaris van de CTC"):
            actions.plan_meeting(
                partnership=region, when=actions.When(now(), "Zaal 1", 2), actor=members[0], at=now()
            )

    def test_a_day_that_is_over_is_refused(self, region, secretary):
        when = actions.When(now() - timedelta(days=1), "Zaal 1", 2)
        with pytest.raises(NotPossible, match="al voorbij"):
            actions.plan_meeting(partnership=region, when=when, actor=secretary, at=now())

    def test_it_opens_on_its_day_and_not_before(self, meeting, secretary):
        actions.change_meeting(
            meeting_id=meeting.pk,
            when=actions.When(now() + timedelta(days=3), "Zaal 1", 2),
            actor=secretary,
            at=now(),
        )
        with pytest.raises(NotPossible, match="De vergadering is pas op"):
            actions.open_meeting(meeting_id=meeting.pk, actor=secretary, at=now())

    def test_an_empty_agenda_is_not_sent(self, meeting, secretary):
        with pytest.raises(NotPossible, match="De agenda is nog leeg"):
            actions.send_agenda(meeting_id=meeting.pk, actor=secretary, at=now())

    def test_the_mail_names_no_file(self, item, secretary):
        actions.send_agenda(meeting_id=item.meeting_id, actor=secretary, at=now())
        sent = mails()[-1]
        assert "agenda" in sent["subject"]
        assert item.case.number not in sent["subject"] + sent["body"]
        assert "Kees" not in sent["subject"] + sent["body"]

    def test_cancelled_its_files_wait_for_another(self, item, secretary, members):
        actions.cancel_meeting(meeting_id=item.meeting_id, actor=secretary, at=now())
        item.refresh_from_db()
        assert item.taken_off_at
        assert not roles_for(members[0], item.case, localdate())

    def test_only_members_are_noted_as_present(self, item, secretary, desk):
        actions.open_meeting(meeting_id=item.meeting_id, actor=secretary, at=now())
        with pytest.raises(NotPossible, match="Kies uit de leden"):
            actions.note_present(meeting_id=item.meeting_id, members=[desk.pk], actor=secretary, at=now())


class TestAgenda:
    def test_a_member_sees_it_from_the_agenda_until_the_close(self, on_list, meeting, secretary, members):
        member, today = members[0], localdate()
        assert not roles_for(member, on_list, today)
        item = actions.schedule(case_id=on_list.pk, meeting_id=meeting.pk, actor=secretary, at=now())
        assert roles_for(member, on_list, today) == {Role.COMMITTEE_MEMBER}
        hold(item, secretary, members)
        actions.refuse_by_committee(item_id=item.pk, reasons=REASONS, actor=secretary, at=now())
        on_list.refresh_from_db()
        assert roles_for(member, on_list, today)
        actions.close_meeting(meeting_id=meeting.pk, actor=secretary, at=now())
        assert not roles_for(member, on_list, today)
        assert roles_for(secretary, on_list, today) == {Role.COMMITTEE_SECRETARY}

    def test_it_moves_to_another_meeting_with_its_advice(self, item, region, secretary, members):
        advise(item, members[0], "for")
        other = actions.plan_meeting(
            partnership=region,
            when=actions.When(now() + timedelta(days=9), "Zaal 1", 2),
            actor=secretary,
            at=now(),
        )
        moved = actions.schedule(case_id=item.case_id, meeting_id=other.pk, actor=secretary, at=now())
        item.refresh_from_db()
        assert item.taken_off_at
        assert moved.taken_off_at is None
        back = actions.schedule(case_id=item.case_id, meeting_id=item.meeting_id, actor=secretary, at=now())
        assert (back.pk, back.taken_off_at) == (item.pk, None)
        assert [one.vote for one in item.case.advices.all()] == ["for"]

    def test_off_the_list_the_loket_reads_why(self, item, secretary, members, desk):
        actions.take_off_agenda(case_id=item.case_id, actor=secretary, reason="Kees was ziek.", at=now())
        case = Case.objects.get(pk=item.case_id)
        assert case.state == State.INTAKE
        assert not roles_for(members[0], case, localdate())
        assert not roles_for(secretary, case, localdate())
        assert opened(case, events_of(KIND, case.pk)[0].reason) == "Kees was ziek."
        sent = mails()[-1]
        assert (sent["to"], "Terug van de CTC" in sent["subject"]) == (desk.email, True)
        assert "Kees" not in sent["body"]

    def test_a_secretary_with_a_tie_is_told_nothing_of_it(self, taken_in, desk, secretary, site, members):
        tied = make_person("Lies Tak", Role.COMMITTEE_SECRETARY, partnership=taken_in.partnership)
        add_role(tied, Role.TEACHER, site=site)
        Case.objects.filter(pk=taken_in.pk).update(kind="own_budget")
        before = len(mails())
        actions.put_on_agenda(case_id=taken_in.pk, actor=desk, at=now())
        assert [one["to"] for one in mails()[before:]] == [secretary.email]
        before, case = len(mails()), {"case_id": taken_in.pk, "ground": "Een buurkind.", "at": now()}
        actions.declare_conflict(member=members[0], actor=secretary, **case)
        assert [one["to"] for one in mails()[before:]] == [secretary.email]
        actions.declare_conflict(member=secretary, actor=secretary, **case)
        assert len(mails()) == before + 1

    def test_its_order_is_the_secretarys(self, item, region, offering, site, secretary, members):
        other = AgendaItem.objects.create(
            meeting=item.meeting, case=copy_of(item.case), round=1, order=item.order + 1
        )
        with pytest.raises(NotPossible):
            actions.move_up(item_id=other.pk, actor=members[0], at=now())
        actions.move_up(item_id=other.pk, actor=secretary, at=now())
        actions.move_up(item_id=other.pk, actor=secretary, at=now())
        assert [one.pk for one in item.meeting.items.all()] == [other.pk, item.pk]


class TestConflict:
    def test_by_rule(self, item, site, board, region, secretary, members):
        at_school, at_board, as_parent, free = members
        add_role(at_school, Role.MR_PARENT, site=site)
        add_role(at_board, Role.TEACHER, site=make_site("99ZZ00", "De Krekel", board, region))
        as_parent.email = MOTHER.email.upper()
        as_parent.save()
        case, today = item.case, localdate()
        ties = ties_between([case], [one.pk for one in members], today)
        assert {member: tie.words for (_, member), tie in ties.items()} == {
            at_school.pk: AT_SCHOOL,
            at_board.pk: AT_BOARD,
            as_parent.pk: PARENT,
        }
        assert [bool(roles_for(one, case, today)) for one in members] == [False, False, False, True]
        for one in (at_school, at_board, as_parent):
            with pytest.raises(NotPossible, match="U beslist hier niet over mee"):
                advise(item, one, "for")
        advise(item, free, "for")

    def test_declared_by_oneself(self, item, members):
        member = members[0]
        advise(item, member, "for")
        conflict = actions.declare_conflict(
            case_id=item.case_id, member=member, ground="Kees is mijn neefje.", actor=member, at=now()
        )
        assert b"neefje" not in bytes(conflict.sealed)
        assert Conflict.objects.select_related("case").get().ground == "Kees is mijn neefje."
        assert not roles_for(member, item.case, localdate())
        with pytest.raises(NotPossible, match="U beslist hier niet over mee"):
            advise(item, member, "against", revision=1)
        [tie] = ties_between([item.case], [member.pk], localdate()).values()
        assert (tie.words, tie.declared) == (DECLARED, conflict)

    def test_for_another_only_by_the_secretary_who_can_lift_it(self, item, secretary, members):
        first, second = members[:2]
        with pytest.raises(NotPossible, match="alleen de secretaris"):
            declare(item, second, by=first)
        conflict = declare(item, second, by=secretary)
        with pytest.raises(NotPossible, match="beslist al niet mee"):
            declare(item, second, by=secretary)
        with pytest.raises(NotPossible):
            actions.lift_conflict(conflict_id=conflict.pk, actor=first, reason="Toch niet.", at=now())
        actions.lift_conflict(conflict_id=conflict.pk, actor=secretary, reason="Een naamgenoot.", at=now())
        assert roles_for(second, item.case, localdate())

    def test_a_secretary_with_a_tie_decides_nothing(self, item, site, secretary, members):
        hold(item, secretary, members)
        add_role(secretary, Role.TEACHER, site=site)
        with pytest.raises(NotPossible, match="U beslist hier niet over mee"):
            actions.refuse_by_committee(item_id=item.pk, reasons=REASONS, actor=secretary, at=now())


class TestAdvice:
    def test_it_is_sealed_and_can_be_changed(self, item, members):
        advise(item, members[0], "for")
        advice = advise(item, members[0], "against", revision=1, reasons="Kees leert al genoeg.")
        assert (advice.vote, advice.revision) == ("against", 2)
        assert b"Kees" not in bytes(advice.sealed)
        assert advice.reasons == "Kees leert al genoeg."
        with pytest.raises(NotPossible, match="intussen ergens anders veranderd"):
            advise(item, members[0], "for", revision=1)

    def test_after_the_decision_no_more(self, item, secretary, members):
        hold(item, secretary, members)
        actions.refuse_by_committee(item_id=item.pk, reasons=REASONS, actor=secretary, at=now())
        with pytest.raises(NotPossible, match=r"De stand is: afgewezen. Dat deed Ruud Kamp"):
            advise(item, members[0], "for")

    @pytest.mark.parametrize(("vote", "reasons"), [("maybe", "Om een goede reden."), ("for", "ja")])
    def test_it_says_what_and_why(self, item, members, vote, reasons):
        with pytest.raises(NotPossible):
            advise(item, members[0], vote, reasons=reasons)


class TestDecision:
    def test_in_an_open_meeting_with_quorum(self, item, secretary, members, django_assert_max_num_queries):
        case, today = item.case, localdate()
        with pytest.raises(NotPossible, match="De CTC beslist in een vergadering"):
            actions.refuse_by_committee(item_id=item.pk, reasons=REASONS, actor=secretary, at=now())
        hold(item, secretary, members[:1])
        with pytest.raises(NotPossible, match=r"Er is 1 lid dat meebeslist. Er zijn er 2 nodig."):
            actions.refuse_by_committee(item_id=item.pk, reasons=REASONS, actor=secretary, at=now())
        present(item, secretary, members[:2])
        declare(item, members[1], by=members[1])
        assert "Er is 1 lid" in can_decide(case, today).reason
        present(item, secretary, members[:3])
        with django_assert_max_num_queries(8):
            assert can_decide(case, today)
        decision = actions.award_by_committee(item_id=item.pk, award=award(), actor=secretary, at=now())
        assert (decision.body, decision.outcome, decision.letters.count()) == ("committee", "awarded", 3)
        assert decision.letters.first().template == "award_by_committee"
        case.refresh_from_db()
        assert case.state == State.IN_FORCE

    def test_a_member_records_no_decision(self, item, secretary, members):
        hold(item, secretary, members)
        with pytest.raises(NotPossible, match="Dit kan alleen: secretaris van de CTC"):
            actions.refuse_by_committee(item_id=item.pk, reasons=REASONS, actor=members[0], at=now())

    def test_a_parent_who_takes_the_consent_back_is_first(self, item, secretary, members):
        hold(item, secretary, members)
        actions.withdraw_consent(party=item.case.parties.first(), words="", at=now())
        with pytest.raises(NotPossible, match=r"De stand is: bij de ouders. Dat deed ouder 1"):
            actions.award_by_committee(item_id=item.pk, award=award(), actor=secretary, at=now())
        assert not Decision.objects.exists()
        case = Case.objects.get(pk=item.case_id)
        assert not roles_for(members[0], case, localdate())
        assert not roles_for(secretary, case, localdate())

    def test_minutes_are_sealed_and_end_with_the_meeting(self, item, secretary, members):
        with pytest.raises(NotPossible, match="tussen het openen en het sluiten"):
            minutes(item, secretary, "Te vroeg.")
        hold(item, secretary, members)
        minutes(item, secretary, "De CTC sprak over Kees.")
        with pytest.raises(NotPossible, match="intussen ergens anders veranderd"):
            minutes(item, secretary, "Iets anders.")
        item.refresh_from_db()
        assert b"Kees" not in bytes(item.sealed_minutes)
        assert item.minutes == "De CTC sprak over Kees."
        actions.close_meeting(meeting_id=item.meeting_id, actor=secretary, at=now())
        with pytest.raises(NotPossible, match="staat niet meer op de agenda"):
            minutes(item, secretary, "Te laat.", revision=1)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_two_secretaries_the_second_is_told_who_was_first(self, item, region, secretary, members):
        other = make_person("Noor Vis", Role.COMMITTEE_SECRETARY, partnership=region)
        hold(item, secretary, members)
        said = at_once(
            lambda: actions.award_by_committee(item_id=item.pk, award=award(), actor=secretary, at=now()),
            lambda: actions.refuse_by_committee(item_id=item.pk, reasons=REASONS, actor=other, at=now()),
        )
        [refused] = [one for one in said if isinstance(one, NotPossible)]
        decision = Decision.objects.get()
        assert f"Dat deed {decision.decided_by.name}" in refused.reason
        assert decision.letters.count() == 3

    def test_a_parent_withdraws_while_it_is_decided(self, item, secretary, members):
        hold(item, secretary, members)
        party = item.case.parties.first()
        said = at_once(
            lambda: actions.award_by_committee(item_id=item.pk, award=award(), actor=secretary, at=now()),
            lambda: actions.withdraw_consent(party=party, words="", at=now()),
        )
        case = Case.objects.get(pk=item.case_id)
        assert sum(isinstance(one, NotPossible) for one in said) == 1
        ends = {(State.IN_FORCE, 1, 3), (State.WITH_PARENTS, 0, 0)}
        assert (case.state, case.decisions.count(), case.letters.count()) in ends

    def test_the_meeting_closes_while_it_is_decided(self, item, secretary, members):
        hold(item, secretary, members)
        said = at_once(
            lambda: actions.award_by_committee(item_id=item.pk, award=award(), actor=secretary, at=now()),
            lambda: actions.close_meeting(meeting_id=item.meeting_id, actor=secretary, at=now()),
        )
        was_late = any(isinstance(one, NotPossible) for one in said)
        assert Decision.objects.count() == (0 if was_late else 1)


def mails():
    """What waits to be sent, in the order in which it was written."""
    return mails_waiting()


def at_once(*acts):
    """Each act in a thread of its own, begun together; what came of it, refusals too."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            return act()
        except NotPossible as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def advise(item, member, vote, revision=0, reasons="Dit past bij het kind."):
    return actions.advise(
        item_id=item.pk, vote=vote, reasons=reasons, revision=revision, actor=member, at=now()
    )


def declare(item, member, by):
    return actions.declare_conflict(
        case_id=item.case_id, member=member, ground="Een buurkind.", actor=by, at=now()
    )


def minutes(item, secretary, text, revision=0):
    actions.write_minutes(item_id=item.pk, text=text, revision=revision, actor=secretary, at=now())


def hold(item, secretary, there):
    """The meeting is opened, and these members are there."""
    actions.open_meeting(meeting_id=item.meeting_id, actor=secretary, at=now())
    present(item, secretary, there)


def present(item, secretary, there):
    actions.note_present(
        meeting_id=item.meeting_id, members=[one.pk for one in there], actor=secretary, at=now()
    )


def add_role(user, role, **place):
    begins_on = localdate() - timedelta(days=30)
    Membership.objects.create(user=user, role=role, begins_on=begins_on, **place)


def copy_of(case, number=1):
    """Another case, for a list that needs more: sealed anew with a key of its own."""
    other = Case.objects.get(pk=case.pk)
    child = case.vault.open_value("child", case.sealed_child)
    other.pk, other.uid, other.number = None, uuid4(), f"2026-9{number:03}"
    other.vault, wrapped = keyring().new_key(other.owner)
    other.sealed_child = other.vault.seal_value("child", child)
    other.save(force_insert=True)
    CaseKey.objects.create(case=other, wrapped=wrapped)
    return other

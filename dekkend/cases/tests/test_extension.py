"""An extension that does not come leaves the help that runs as it was, until its last day."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, make_aware, now

from dekkend.cases import actions
from dekkend.cases.actions.calendar import lapse_awards
from dekkend.cases.committee.queries import points_of
from dekkend.cases.consents import stances_of
from dekkend.cases.involvement import roles_for
from dekkend.cases.models import Case, Decision, Objection
from dekkend.cases.parents.reading import decisions_read, read_of, record_for
from dekkend.cases.plan.queries import due_plans
from dekkend.cases.queries import parties_of
from dekkend.cases.reading import chapters_read
from dekkend.cases.tests.conftest import FATHER, REASONS, award, in_session, mails_waiting, say_yes
from dekkend.cases.tests.parents import address, come_in, heading, left_in_dutch, token_of, words
from dekkend.cases.tests.test_objection import GROUNDS, end, object_to
from dekkend.cases.tests.test_stances import rewrite
from dekkend.conftest import make_person
from dekkend.core.templatetags.dekkend import day
from dekkend.organisations.models import Role
from dekkend.workflow.engine import NotPossible
from tools.kept import kept

UNREAD = "Dit las nog geen ouder."


def extend(case, coordinator):
    said = actions.Evaluated(("reached",), {}, "Het helpt.", localdate())
    actions.evaluate(case_id=case.pk, evaluated=said, actor=coordinator, at=now())
    actions.ask_extension(case_id=case.pk, actor=coordinator, reason="Het helpt.", at=now())
    return Case.objects.get(pk=case.pk)


def send(case, coordinator, desk):
    for party in case.parties.all():
        say_yes(case, party)
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    actions.accept(case_id=case.pk, actor=desk, at=now())
    return Case.objects.get(pk=case.pk)


@kept
def asked(taken_in, desk, coordinator):
    """Awarded for half a year, evaluated, and an extension is with the parents."""
    actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    return extend(taken_in, coordinator)


@kept
def refused(asked, desk, coordinator):
    send(asked, coordinator, desk)
    actions.refuse_by_desk(case_id=asked.pk, reasons=REASONS, actor=desk, at=now())
    return Case.objects.get(pk=asked.pk)


def withdraw(case, actor):
    actions.withdraw_request(case_id=case.pk, actor=actor, reason="Toch niet.", at=now())
    case.refresh_from_db()


def runs_on(case, until):
    return (case.state, case.closed_on, case.retain_until, case.ends_on) == ("evaluated", None, None, until)


def test_withdrawn_the_help_goes_on(asked, coordinator, desk):
    until = asked.ends_on
    withdraw(asked, coordinator)
    assert runs_on(asked, until)
    assert roles_for(desk, asked, localdate())
    mail = mails_waiting()[-1]
    assert f"De hulp van nu loopt door, tot en met {day(until)}." in mail["body"]
    after = make_aware(datetime.combine(until + timedelta(days=1), time(12)))
    assert lapse_awards(after) == 1


def test_under_way_and_taken_back_too(asked, coordinator, desk):
    until = asked.ends_on
    send(asked, coordinator, desk)
    withdraw(asked, coordinator)
    assert runs_on(asked, until)
    assert (asked.due_on, asked.paused_on) == (None, None)
    actions.ask_extension(case_id=asked.pk, actor=coordinator, reason="Toch wel.", at=now())
    actions.take_back_from_parents(case_id=asked.pk, actor=coordinator, reason="Er komt iets bij.", at=now())
    withdraw(asked, coordinator)
    assert runs_on(asked, until)


def test_left_for_a_year_the_help_goes_on(asked):
    until = localdate() + timedelta(days=600)
    Decision.objects.update(ends_on=until)
    assert actions.abandon_drafts(at=now() + timedelta(days=400)) == 1
    asked.refresh_from_db()
    assert runs_on(asked, until)
    told = {one["to"]: one for one in mails_waiting()}
    assert f"De verlenging in dossier {asked.number} is vervallen" in [
        one["subject"] for one in mails_waiting()
    ]
    # Their link ran out meanwhile: it works again, and nobody says that it was withdrawn.
    father = told[FATHER.email]
    assert father["subject"] == "De hulp wordt niet verlengd"
    assert "De school stuurde haar nooit op." in father["body"]
    assert f"tot en met {day(until)}" in father["body"]


def test_help_that_is_over_does_not_come_back(asked, coordinator):
    Decision.objects.update(
        ends_on=localdate() - timedelta(days=1), begins_on=localdate() - timedelta(days=9)
    )
    withdraw(asked, coordinator)
    assert (asked.state, asked.closed_on) == ("withdrawn", localdate())


def test_its_plan_stays_due_meanwhile(asked, site, coordinator, desk):
    for step in (lambda: None, lambda: send(asked, coordinator, desk), lambda: withdraw(asked, coordinator)):
        step()
        assert [one.plan.case_id for one in due_plans([site])] == [asked.pk]


class TestRefused:
    def test_the_help_goes_on_and_ends_by_itself(self, refused):
        assert runs_on(refused, refused.decisions.first().ends_on)
        after = make_aware(datetime.combine(refused.ends_on + timedelta(days=1), time(12)))
        assert lapse_awards(after) == 1

    def test_the_letter_says_both(self, refused):
        says = f"De hulp wordt niet verlengd. Zij loopt tot en met **{day(refused.ends_on)}**."
        letters = refused.letters.filter(template="refusal")
        for letter in letters:
            letter.case = refused
            assert says in letter.words["body"]
        assert len(letters) == 3

    def test_and_the_page_of_a_parent(self, refused, client_for):
        mother = parties_of(refused)[0]
        inside, token = come_in(client_for(), mother), token_of(mother)
        start = inside.get(address(token))
        assert heading(start) == "De hulp wordt niet verlengd"
        assert f"De hulp van nu loopt door, tot en met {day(refused.ends_on)}." in words(start)
        assert "Bent u het er niet mee eens? Dat kan tot en met" in words(start)
        file = words(inside.get(address(token, "parent-file")))
        assert "De hulp komt er niet" not in file
        assert left_in_dutch(inside, mother, [("parent-case",), ("parent-record",)]) == set()

    def test_what_happened_in_words(self, refused):
        mother = parties_of(refused)[0]
        assert next(record_for(refused, mother)).said == "Het Loket besloot: de hulp wordt niet verlengd"
        assert [one.outcome for one in decisions_read(refused, mother)] == [
            "De hulp wordt niet verlengd",
            "De hulp komt er",
        ]

    def test_one_can_object_and_be_right(self, refused, region):
        mother, decision = parties_of(refused)[0], refused.decisions.last()
        actions.object_as_parent(
            party=mother, decision_id=decision.pk, grounds=GROUNDS, why_late="", at=now()
        )
        other = make_person("Wouter Vink", Role.SERVICE_DESK, partnership=region)
        end(Objection.objects.get(), other, "upheld")
        refused.refresh_from_db()
        assert refused.state == "intake"
        actions.refuse_by_desk(case_id=refused.pk, reasons=REASONS, actor=other, at=now())
        refused.refresh_from_db()
        assert runs_on(refused, refused.decisions.first().ends_on)

    def test_the_page_before_it_says_so(self, asked, coordinator, desk, client_for, second_step):
        send(asked, coordinator, desk)
        says = "De hulp van nu loopt door tot haar laatste dag."
        for user, step in ((desk, "refuse_by_desk"), (coordinator, "withdraw_request")):
            page = second_step(client_for(user)).get(reverse("case-step", args=[asked.pk, step]))
            assert says in words(page)


def test_an_award_that_was_wrong_does_not_go_on(taken_in, desk, coordinator, region):
    """Not an extension: the decision anew takes the place of the award."""
    decision = actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    other = make_person("Wouter Vink", Role.SERVICE_DESK, partnership=region)
    end(object_to(decision, coordinator), other, "upheld")
    actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
    taken_in.refresh_from_db()
    assert (taken_in.state, taken_in.closed_on) == ("refused", localdate())


def test_an_extension_that_was_wrong_leaves_the_help_of_before(asked, desk, coordinator, region):
    until = asked.ends_on
    send(asked, coordinator, desk)
    more = award(begins_on=until + timedelta(days=1))
    decision = actions.award_by_desk(case_id=asked.pk, award=more, actor=desk, at=now())
    other = make_person("Wouter Vink", Role.SERVICE_DESK, partnership=region)
    end(object_to(decision, coordinator), other, "upheld")
    actions.refuse_by_desk(case_id=asked.pk, reasons=REASONS, actor=other, at=now())
    asked.refresh_from_db()
    assert runs_on(asked, until)


def test_the_committee_sees_what_it_refused_until_the_meeting_ends(
    on_list, secretary, members, coordinator, desk
):
    (first,) = in_session([on_list], secretary, members)
    actions.award_by_committee(item_id=first.pk, award=award(), actor=secretary, at=now())
    actions.close_meeting(meeting_id=first.meeting_id, actor=secretary, at=now())
    case = send(extend(on_list, coordinator), coordinator, desk)
    actions.put_on_agenda(case_id=case.pk, actor=desk, at=now())
    (item,) = in_session([case], secretary, members)
    actions.refuse_by_committee(item_id=item.pk, reasons=REASONS, actor=secretary, at=now())
    case.refresh_from_db()
    assert case.state == "evaluated"
    (point,) = points_of(item.meeting, members[0], frozenset({Role.COMMITTEE_MEMBER}), localdate())
    assert point.decision.outcome == "refused"
    assert Role.COMMITTEE_MEMBER in roles_for(members[0], case, localdate())


def taken_back_and_rewritten(case, coordinator):
    """The school takes its text back, writes on, and lets the extension go."""
    values = {"pupil.strengths": (UNREAD, 0)}
    actions.take_back_from_parents(case_id=case.pk, actor=coordinator, reason="Er komt iets bij.", at=now())
    actions.write_as_school(case_id=case.pk, form="growth", values=values, actor=coordinator, at=now())
    withdraw(case, coordinator)


def test_what_the_loket_reads_afterwards_parents_read_too(asked, coordinator):
    taken_back_and_rewritten(asked, coordinator)
    assert UNREAD in str(chapters_read(asked, "growth", frozenset({Role.SERVICE_DESK})))
    assert UNREAD in str(read_of(asked))
    actions.ask_extension(case_id=asked.pk, actor=coordinator, reason="Toch wel.", at=now())
    asked.refresh_from_db()
    assert asked.state == Case.State.WITH_PARENTS
    assert UNREAD in str(read_of(asked))


def test_the_yes_that_carries_the_help_stands_again(asked, coordinator):
    withdraw(asked, coordinator)
    assert [stance.agrees for stance in stances_of(asked)] == [True, True]


def test_a_text_that_nobody_agreed_to_is_not_awarded_after_an_objection(taken_in, desk, coordinator, region):
    actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    objection = object_to(Decision.objects.get(), coordinator)
    case = extend(taken_in, coordinator)
    rewrite(case, coordinator, "Heel iets anders.")
    taken_back_and_rewritten(case, coordinator)
    other = make_person("Wouter Vink", Role.SERVICE_DESK, partnership=region)
    end(objection, other, "upheld")
    with pytest.raises(NotPossible, match="Stel de school een vraag"):
        actions.award_by_desk(case_id=case.pk, award=award(), actor=other, at=now())

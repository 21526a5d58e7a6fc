"""The way of a request: each step by who may, and no other."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.utils.timezone import localdate, make_aware, now

from dekkend.cases import actions
from dekkend.cases.actions.calendar import lapse_awards, tell_of_terms
from dekkend.cases.consents import request_digest
from dekkend.cases.models import Attachment, Case, Consent, Decision
from dekkend.cases.queries import cases_of, parties_of, value_of
from dekkend.cases.reasons import opened
from dekkend.cases.tests.conftest import (
    FATHER,
    MOTHER,
    REASONS,
    award,
    mails_waiting,
    say_yes,
    with_parents,
)
from dekkend.cases.transitions import KIND, ROUTE
from dekkend.cases.worklist import TURNS, Asked, is_past_law, work_list
from dekkend.organisations.queries import memberships_of
from dekkend.workflow.engine import NotPossible, events_of
from dekkend.workflow.table import STAYS

State = Case.State


def test_from_the_first_word_to_help_that_runs(taken_in, desk):
    decision = actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    taken_in.refresh_from_db()
    assert (taken_in.state, taken_in.due_on, taken_in.ends_on) == (State.IN_FORCE, None, decision.ends_on)
    assert decision.words["reasons"] == REASONS
    assert [event.act for event in reversed(events_of(KIND, taken_in.pk))] == [
        "open", "add_party", "add_party", "share_with_parents", "answer_request", "answer_request",
        "send", "accept", "award_by_desk",
    ]  # fmt: skip


def test_the_term_runs_from_sending_and_stands_still_while_the_school_is_asked(sent, desk, coordinator):
    due = sent.due_on
    assert due == localdate() + timedelta(weeks=6)
    asked_at = now()
    until = localdate() + timedelta(days=14)
    actions.ask_school(case_id=sent.pk, actor=desk, reason="Het verslag mist.", answer_by=until, at=asked_at)
    sent.refresh_from_db()
    assert (sent.state, sent.answer_by, sent.paused_on) == (State.ASKED, until, localdate())
    actions.answer_desk(
        case_id=sent.pk, actor=coordinator, reason="Erbij gezet.", at=asked_at + timedelta(days=5)
    )
    sent.refresh_from_db()
    assert (sent.state, sent.due_on, sent.paused_on) == (State.SENT, due + timedelta(days=5), None)


def test_nothing_is_sent_before_both_parents_said_yes(case, parents, coordinator):
    mother, _ = with_parents(case, coordinator)
    say_yes(case, mother)
    with pytest.raises(NotPossible, match="Nog nodig: toestemming van ouder 2"):
        actions.send_case(case_id=case.pk, actor=coordinator, at=now())


@pytest.mark.parametrize(
    "now_so", [{"kept_out": True}, {"has_authority": False}], ids=["out", "no authority"]
)
def test_nothing_is_sent_or_extended_while_nobody_is_asked(case, coordinator, now_so):
    party = actions.add_party(case_id=case.pk, who=MOTHER, actor=coordinator, at=now())
    with_parents(case, coordinator)
    who = replace(MOTHER, **now_so)
    actions.change_party(party_id=party.pk, who=who, actor=coordinator, at=now(), reason="Een rechter.")
    with pytest.raises(NotPossible, match="Zet er eerst bij wie het gezag heeft"):
        actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    Case.objects.filter(pk=case.pk).update(state=State.EVALUATED)
    with pytest.raises(NotPossible, match="Zet er eerst bij wie het gezag heeft"):
        actions.ask_extension(case_id=case.pk, actor=coordinator, reason="Het helpt.", at=now())


def test_a_yes_is_to_the_text_that_was_read(case, parents, coordinator):
    mother, father = with_parents(case, coordinator)
    say_yes(case, mother)
    say_yes(case, father)
    question = next(iter(case.request_edition.definition["chapter"]))["question"][0]["key"]
    actions.write_as_school(
        case_id=case.pk, form="request", values={question: (True, 0)}, actor=coordinator, at=now()
    )
    with pytest.raises(NotPossible, match="ouder 1 en ouder 2"):
        actions.send_case(case_id=case.pk, actor=coordinator, at=now())


def test_a_parent_takes_the_consent_back_while_it_is_looked_at(taken_in, desk):
    party = taken_in.parties.first()
    actions.withdraw_consent(party=party, words="Wij willen eerst praten.", at=now())
    taken_in.refresh_from_db()
    assert (taken_in.state, taken_in.due_on) == (State.WITH_PARENTS, None)
    with pytest.raises(NotPossible, match="Dit kan alleen: medewerker van het Loket"):
        actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    assert not Decision.objects.exists()
    assert Consent.objects.last().answer == "withdrawn"


def test_what_people_write_with_an_act_stands_sealed_in_the_record(sent, desk):
    until = localdate() + timedelta(days=7)
    actions.ask_school(
        case_id=sent.pk, actor=desk, reason="Kees mist zijn verslag.", answer_by=until, at=now()
    )
    event = events_of(KIND, sent.pk)[0]
    assert "Kees" not in event.reason
    assert opened(sent, event.reason) == "Kees mist zijn verslag."


def test_every_state_leads_on_or_is_an_end():
    """What has ended begins anew only after an objection that was right."""
    moving = [step for step in ROUTE.transitions if step.target != STAYS and step.name != "uphold_objection"]
    left = {source for step in moving for source in step.source}
    ends = {state.name for state in ROUTE.states} - left
    assert ends == {"ended", "withdrawn"}
    assert {state.name for state in ROUTE.states} == set(State.values)


def test_from_one_kind_to_another_everyones_own_words_go_along(taken_in, desk, coordinator):
    party, pk = taken_in.parties.first(), taken_in.pk
    back_to_school(taken_in, desk)
    mine, theirs = {"pupil.strengths": ("Hij telt graag.", 0)}, {"parents.good": ("Hij kookt.", 0)}
    actions.write_as_school(case_id=pk, form="growth", values=mine, actor=coordinator, at=now())
    actions.write_as_party(party=party, form="growth", values=theirs, at=now())
    for one in taken_in.parties.all():
        say_yes(taken_in, one)
    actions.answer_desk(case_id=pk, actor=coordinator, reason="Aangevuld.", at=now())
    actions.accept(case_id=pk, actor=desk, at=now())
    actions.award_by_desk(case_id=pk, award=award(), actor=desk, at=now())
    said = actions.Evaluated(("not_yet",), {}, "Te weinig.", localdate())
    actions.evaluate(case_id=pk, evaluated=said, actor=coordinator, at=now())
    made = actions.pass_on(case_id=pk, kind="own_budget", actor=coordinator, at=now())
    following = Case.objects.get(pk=made.pk)
    taken_in.refresh_from_db()
    assert (taken_in.state, following.follows, following.state) == (State.ENDED, taken_in, State.DRAFT)
    assert following.child == taken_in.child
    assert following.vault.secret != taken_in.vault.secret
    along = {(one.key, value_of(one), one.party and one.party.number) for one in entries_in(following)}
    assert along == {
        ("pupil.strengths", "Hij telt graag.", None),
        ("parents.good", "Hij kookt.", 1),
    }
    assert all(copy.token_hash is None and "token" not in copy.about for copy in parties_of(following))


def back_to_school(case, desk):
    until = localdate() + timedelta(days=7)
    actions.ask_school(case_id=case.pk, actor=desk, reason="Vul aan.", answer_by=until, at=now())


def entries_in(case):
    for entry in case.entries.select_related("party"):
        entry.case = case
        yield entry


def test_help_that_ran_out_ends_by_itself_and_only_then(taken_in, desk):
    decision = actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    last_day = make_aware(datetime.combine(decision.ends_on, time(12)))
    assert lapse_awards(last_day) == 0
    assert lapse_awards(last_day + timedelta(days=1)) == 1
    taken_in.refresh_from_db()
    assert taken_in.state == State.ENDED
    assert taken_in.retain_until > decision.ends_on


def test_what_is_late_is_told_once(sent, desk):
    late = now() + timedelta(weeks=7)
    assert tell_of_terms(now()) == 0
    assert tell_of_terms(late) == 1
    assert tell_of_terms(late + timedelta(days=1)) == 0


def test_a_yes_is_to_all_that_the_school_sends_along_and_not_to_what_stays_inside(case, parents, coordinator):
    before = request_digest(case)
    write = {"case_id": case.pk, "form": "growth", "actor": coordinator, "at": now()}
    actions.write_as_school(values={"talk.notes": ("Onder ons.", 0)}, **write)
    actions.write_as_party(
        party=parents[0], form="growth", values={"parents.good": ("Hij kookt.", 0)}, at=now()
    )
    assert request_digest(case) == before
    actions.write_as_school(values={"pupil.strengths": ("Hij telt graag.", 0)}, **write)
    written = request_digest(case)
    assert written != before
    files = {"case": case, "where": "growth", "key": "reports.which", "sealed": b"", "kind": "pdf", "size": 1}
    files |= {"scan": "clean", "added_at": now(), "added_by_name": "Femke Aalders"}
    Attachment.objects.create(number=1, stored="binnen", inside=True, **files)
    assert request_digest(case) == written
    added = Attachment.objects.create(number=2, stored="erbij", **files)
    assert request_digest(case) != written
    added.removed_at = now()
    added.save()
    assert request_digest(case) == written


def test_a_question_that_passed_unused_holds_the_term_until_its_own_day(sent, desk, coordinator):
    due, until = sent.due_on, localdate() + timedelta(days=7)
    actions.ask_school(case_id=sent.pk, actor=desk, reason="Wat mist er?", answer_by=until, at=now())
    actions.answer_desk(case_id=sent.pk, actor=coordinator, reason="Hier.", at=now() + timedelta(days=30))
    sent.refresh_from_db()
    assert sent.due_on == due + timedelta(days=7)


def more_time(case, desk, until, at):
    actions.extend_term(case_id=case.pk, until=until, actor=desk, reason="Het wacht op een onderzoek.", at=at)


def test_more_time_lies_ahead_also_for_what_is_long_overdue(taken_in, desk):
    late = now() + timedelta(weeks=20)
    on, due = localdate(late), taken_in.due_on
    for until in (due + timedelta(weeks=3), on, on + timedelta(weeks=8, days=1)):
        with pytest.raises(NotPossible, match="na vandaag en na de termijn van nu, hoogstens acht weken"):
            more_time(taken_in, desk, until, late)
    more_time(taken_in, desk, on + timedelta(weeks=8), late)
    taken_in.refresh_from_db()
    assert taken_in.due_on == on + timedelta(weeks=8)


def test_more_time_is_after_the_term_of_now(taken_in, desk):
    due = taken_in.due_on
    for until in (due, due + timedelta(weeks=8, days=1)):
        with pytest.raises(NotPossible, match="na de termijn van nu"):
            more_time(taken_in, desk, until, now())
    more_time(taken_in, desk, due + timedelta(days=1), now())


def test_with_the_decision_the_haste_is_over(taken_in, desk, coordinator):
    actions.make_urgent(case_id=taken_in.pk, actor=coordinator, reason="Kees zit thuis.", at=now())
    actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    taken_in.refresh_from_db()
    assert not taken_in.is_urgent


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "reason"),
    [
        (date(9999, 12, 31), date(9999, 12, 31), "Kijk het jaartal na"),
        (date(26, 12, 1), date(27, 2, 1), "Kijk het jaartal na"),
        (localdate() - timedelta(days=60), localdate() - timedelta(days=1), "Deze dag is al voorbij"),
    ],
)
def test_no_help_on_days_that_nobody_means(taken_in, desk, begins_on, ends_on, reason):
    given = actions.Award(reasons=REASONS, begins_on=begins_on, ends_on=ends_on)
    with pytest.raises(NotPossible, match=reason):
        actions.award_by_desk(case_id=taken_in.pk, award=given, actor=desk, at=now())
    assert not Decision.objects.exists()


def test_when_the_school_stays_silent_the_loket_goes_on_without_its_answer(sent, desk, coordinator):
    due, until = sent.due_on, localdate() + timedelta(days=7)
    actions.ask_school(case_id=sent.pk, actor=desk, reason="Wat mist er?", answer_by=until, at=now())
    with pytest.raises(NotPossible, match="De school kan nog antwoorden, tot en met"):
        actions.go_on_unanswered(case_id=sent.pk, actor=desk, at=now() + timedelta(days=7))
    before, after = len(mails_waiting()), now() + timedelta(days=8)
    with pytest.raises(NotPossible, match="Dit kan alleen"):
        actions.go_on_unanswered(case_id=sent.pk, actor=coordinator, at=after)
    actions.go_on_unanswered(case_id=sent.pk, actor=desk, at=after)
    sent.refresh_from_db()
    assert (sent.state, sent.answer_by, sent.due_on) == (State.SENT, None, due + timedelta(days=7))
    assert {mail["to"] for mail in mails_waiting()[before:]} == {
        coordinator.email, MOTHER.email, FATHER.email,
    }  # fmt: skip


def test_a_day_that_is_past_is_not_promised_when_the_loket_goes_on(sent, desk, coordinator):
    until = localdate() + timedelta(days=7)
    Case.objects.filter(pk=sent.pk).update(due_on=localdate() + timedelta(days=1))
    actions.ask_school(case_id=sent.pk, actor=desk, reason="Wat mist er?", answer_by=until, at=now())
    before = len(mails_waiting())
    actions.go_on_unanswered(case_id=sent.pk, actor=desk, at=now() + timedelta(days=30))
    told = {mail["to"]: mail["body"] for mail in mails_waiting()[before:]}
    assert "al moeten zijn" in told[coordinator.email]
    assert "al moeten zijn" in told[FATHER.email]
    assert not any("Het besluit is er uiterlijk" in body for body in told.values())


def test_the_loket_reads_on_its_list_that_it_can_go_on(sent, desk, coordinator):
    until = localdate() + timedelta(days=7)
    actions.ask_school(case_id=sent.pk, actor=desk, reason="Wat mist er?", answer_by=until, at=now())
    assert listed(desk, until) == ("Geef antwoord aan het Loket", False, "school")
    late = until + timedelta(days=1)
    assert listed(desk, late) == ("Ga verder zonder antwoord", True, "loket")
    assert listed(coordinator, late) == ("Geef antwoord aan het Loket", True, "school")


def listed(reader, on) -> tuple[str, bool, str]:
    """What the list says of the one case in it: what to do, whether by who reads, and under which turn."""
    mine = list(memberships_of(reader, on))
    roles = frozenset(one.role for one in mine)
    found = {turn: work_list(cases_of(mine, reader), Asked.of(turn, (), ""), roles, on) for turn in TURNS}
    (turn,) = [turn for turn, seen in found.items() if seen.rows]
    numbers = {key: number for key, _, number in found[turn].turns if number}
    assert (numbers, found[turn].total) == ({turn: 1}, 1)
    (row,) = found[turn].rows
    return row.to_do, row.is_yours, turn


def test_when_the_term_of_the_law_is_over_as_well_it_is_told_once_more(sent, desk):
    late = now() + timedelta(weeks=7)
    assert tell_of_terms(late) == 1
    before = len(mails_waiting())
    assert tell_of_terms(now() + timedelta(weeks=8, days=-1)) == 0
    assert tell_of_terms(now() + timedelta(weeks=8)) == 1
    assert tell_of_terms(now() + timedelta(weeks=9)) == 0
    (mail,) = mails_waiting()[before:]
    assert (mail["to"], "termijn van de wet" in mail["subject"]) == (desk.email, True)


def test_what_moved_the_term_moves_the_mark_of_the_law(sent, desk, coordinator):
    until = localdate() + timedelta(days=7)
    actions.ask_school(case_id=sent.pk, actor=desk, reason="Wat mist er?", answer_by=until, at=now())
    actions.answer_desk(case_id=sent.pk, actor=coordinator, reason="Hier.", at=now() + timedelta(days=7))
    sent.refresh_from_db()
    assert not is_past_law(sent, localdate() + timedelta(weeks=9, days=-1))
    assert is_past_law(sent, localdate() + timedelta(weeks=9))


def test_an_objection_that_is_late_is_told_once_and_anew_after_more_time(taken_in, desk, coordinator):
    from dekkend.cases.tests.test_objection import object_to

    decision = actions.refuse_by_desk(case_id=taken_in.pk, reasons=REASONS, actor=desk, at=now())
    objection = object_to(decision, coordinator)
    late = make_aware(datetime.combine(objection.due_on, time(12))) + timedelta(days=1)
    assert tell_of_terms(late - timedelta(days=1)) == 0
    before = len(mails_waiting())
    assert (tell_of_terms(late), tell_of_terms(late)) == (1, 0)
    (mail,) = mails_waiting()[before:]
    assert mail["to"] == desk.email
    assert mail["subject"] == f"Heroverweging te laat beslist: dossier {taken_in.number}"
    actions.adjourn_objection(objection_id=objection.pk, reason="De zitting is later.", actor=desk, at=late)
    assert tell_of_terms(late) == 0
    assert tell_of_terms(late + timedelta(weeks=6)) == 1

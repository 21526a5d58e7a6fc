"""An extension asks more of help that was awarded, and that runs on when no more comes. Reads only."""

from datetime import date

from dekkend.cases.models import Case, Decision, Objection

AWARDED, REFUSED = Decision.Outcome.AWARDED, Decision.Outcome.REFUSED


def award_that_runs(case: Case, on: date) -> Decision | None:
    """The award that was there before what is asked now, until its last day. One query at most."""
    return _award_before(case, case.round, on)


def runs_after(decision: Decision) -> date | None:
    """Until when help goes on that this decision gives no more of. One query, after a no in a later round."""
    is_no = decision.outcome == REFUSED
    award = _award_before(decision.case, decision.round, decision.decided_on) if is_no else None
    return award.ends_on if award else None


def _award_before(case: Case, round: int, on: date) -> Decision | None:
    """Not one to which an objection was right: another decision takes its place."""
    if round == 1:
        return None
    awards = case.decisions.filter(round__lt=round, outcome=AWARDED)
    last = awards.exclude(objections__outcome=Objection.Outcome.UPHELD).order_by("round").last()
    return last if last and last.ends_on and on <= last.ends_on else None

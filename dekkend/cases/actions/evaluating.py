"""School and parents look back on an award; and once a year all of it is counted."""

from collections.abc import Mapping
from datetime import date, datetime
from random import SystemRandom

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases import offer
from dekkend.cases.actions.steps import take
from dekkend.cases.effect.counting import happenings_of
from dekkend.cases.effect.evaluation import (
    HELP,
    STATES,
    Evaluated,
    LookingBack,
    in_words,
    looking_back,
)
from dekkend.cases.effect.frame import frame_of
from dekkend.cases.effect.publication import tables_of
from dekkend.cases.effect.years import closed_year
from dekkend.cases.models import Case, Evaluation, Figures, Offering
from dekkend.organisations.models import Partnership, User
from dekkend.workflow.engine import NotPossible

CHANGED = "De doelen zijn net veranderd. Kies opnieuw bij elk doel wat past."


@transaction.atomic
def evaluate(*, case_id: int, evaluated: Evaluated, actor: User, at: datetime) -> Evaluation:
    """Keep it sealed, for good; the record tells it in words. Raises NotPossible."""
    held = Case.objects.select_for_update(of=("self",)).filter(pk=case_id)
    case = held.select_related("partnership", "key").first()
    if case is None:
        raise NotPossible("Dit dossier kennen wij niet.")
    asked, needs = looking_back(case), mapped_needs(case, localdate(at))
    _check(asked, needs, evaluated, localdate(at))
    with take("evaluate", case_id, actor, at, reason=in_words(asked, evaluated, needs)) as case:
        return _keep(case, asked, evaluated, actor, at)


def mapped_needs(case: Case, on: date) -> dict[str, str]:
    """{key: name} of what the Loket saw that the child needs, in the words of the region."""
    return {
        need.key: need.label for need in offer.source().needs(case.partnership, on) if need.key in case.needs
    }


def make_figures(at: datetime) -> int:
    """Count the school year that is over, in each region where it was not counted; how many. Run daily."""
    year = closed_year(localdate(at))
    offered = Offering.objects.filter(school_year=year).values("partnership")
    waiting = Partnership.objects.filter(pk__in=offered).exclude(figures__school_year=year)
    return sum(_make(partnership, year, at) for partnership in waiting)


@transaction.atomic
def _make(partnership: Partnership, year: str, at: datetime) -> int:
    frame = frame_of(partnership, year)
    tables = tables_of(frame, happenings_of(partnership, year, frame), SystemRandom())
    _, is_new = Figures.objects.get_or_create(
        partnership=partnership, school_year=year, defaults={"made_on": localdate(at), "tables": tables}
    )
    return int(is_new)


def _check(asked: LookingBack, needs: Mapping[str, str], said: Evaluated, on: date) -> None:
    if len(said.states) != len(asked.goals) or set(said.help) != set(needs):
        raise NotPossible(CHANGED)
    if not {*said.states} <= STATES.keys() or not {*said.help.values()} <= HELP.keys():
        raise NotPossible("Kies bij elk doel en elke behoefte uit de lijst.")
    if asked.told_on is None and (said.talked_on is None or not said.words.strip()):
        raise NotPossible("Vul in wat de hulp deed, en wanneer u er met de ouders over sprak.")
    if said.talked_on and said.talked_on > on:
        raise NotPossible("Kies een dag die al geweest is.")


def _keep(case: Case, asked: LookingBack, evaluated: Evaluated, actor: User, at: datetime) -> Evaluation:
    evaluation = Evaluation(case=case, round=case.round, recorded_at=at, recorded_by=actor)
    goals = [
        {"goal": goal.text, "state": state} for goal, state in zip(asked.goals, evaluated.states, strict=True)
    ]
    kept = {
        "talked_on": str(asked.told_on or evaluated.talked_on),
        "result": evaluated.result,
        "goals": goals,
        "needs": dict(evaluated.help),
    }
    evaluation.sealed = case.vault.seal_value(evaluation.place, kept)
    evaluation.save(force_insert=True)
    return evaluation

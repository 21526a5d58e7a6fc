"""How school and parents look back on an award: how far each goal came, what the help did for each need.

The goals are those of the plan. Was that evaluated with the parents since the award, then what they said
stands there, and is not asked again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from dekkend.cases.models import Case, Decision, PlanVersion
from dekkend.cases.plan import keys

GOALS, SEEN = f"{keys.ACTION}.goals", f"{keys.EVALUATION}.goals"
REACHED, PARTLY, NOT_YET, DROPPED = "reached", "partly", "not_yet", "dropped"
STATES = {
    REACHED: "bereikt",
    PARTLY: "deels bereikt",
    NOT_YET: "nog niet bereikt",
    DROPPED: "losgelaten, dit doel past niet meer",
}
HELP = {"much": "hielp", "some": "hielp een beetje", "none": "hielp niet", "unused": "kwam niet aan bod"}
ONE_GOAL = "wat deze hulp moest brengen"


@dataclass(frozen=True)
class Goal:
    """`came_of_it`: what the plan's evaluation says of it already."""

    text: str
    came_of_it: str = ""


@dataclass(frozen=True)
class LookingBack:
    """What is asked about an award; `told_on`: when its plan was evaluated with the parents, if it was."""

    decided_on: date
    goals: tuple[Goal, ...]
    told_on: date | None


@dataclass(frozen=True)
class Evaluated:
    """What was answered: a state for each goal, in order, what the help did for each need, and the words.

    `talked_on` and `words` are left out where the plan's evaluation tells them.
    """

    states: tuple[str, ...]
    help: Mapping[str, str]
    words: str = ""
    talked_on: date | None = None

    @property
    def result(self) -> str:
        return result_of(self.states)


def looking_back(case: Case) -> LookingBack:
    """What is asked about the award that holds now. Three queries."""
    awards = case.decisions.filter(outcome=Decision.Outcome.AWARDED).order_by("round")
    decided_on = awards.values_list("decided_on", flat=True).last() or case.opened_on
    own = PlanVersion.objects.filter(plan__case=case, plan__site=case.site_id)
    versions = own.select_related("plan").order_by("number")
    version = versions.last()
    if version is None:
        return LookingBack(decided_on, (Goal(ONE_GOAL),), None)
    version.plan.case = case
    told_on = version.evaluated[-1].evaluated_on if version.evaluated else None
    if told_on is not None and told_on < decided_on:
        told_on = None
    return LookingBack(decided_on, _goals(version, told=told_on is not None), told_on)


def result_of(states: Iterable[str]) -> str:
    """Of the award as a whole: reached when every goal that still counts is, partly when some of it is."""
    counting = {state for state in states if state != DROPPED}
    if not counting:
        return DROPPED
    if counting == {REACHED}:
        return REACHED
    return PARTLY if counting & {REACHED, PARTLY} else NOT_YET


def in_words(asked: LookingBack, said: Evaluated, needs: Mapping[str, str]) -> str:
    """As the record tells it, to school, parents and Loket. `needs`: {key: what the region calls it}."""
    talked_on = asked.told_on or said.talked_on
    talked = f"Besproken met de ouders op {date_format(talked_on, 'j F Y')}." if talked_on else ""
    plan = "Wat ieder ervan vindt, staat in het plan bij “Hoe het ging”." if asked.told_on else ""
    goals = [f"- {goal.text}: {STATES[state]}" for goal, state in zip(asked.goals, said.states, strict=True)]
    helped = [f"- {needs[key]}: {HELP[code]}" for key, code in said.help.items()]
    paragraphs = [said.words.strip() or plan, talked, _listed("De doelen", goals)]
    return "\n\n".join(filter(None, [*paragraphs, _listed("Wat de hulp deed", helped)]))


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"{title}:", *lines]) if lines else ""


def _goals(version: PlanVersion, *, told: bool) -> tuple[Goal, ...]:
    rows = _rows(version.answers.get(GOALS))
    results = _rows(version.evaluated[-1].answers.get(SEEN)) if told else []
    came = [row.get("result", "") for row in results] + [""] * len(rows)
    goals = [Goal(row["goal"], said) for row, said in zip(rows, came, strict=False) if row.get("goal")]
    return tuple(goals) or (Goal(ONE_GOAL),)


def _rows(answer: Any) -> list[dict[str, str]]:
    """The rows of a table; a form whose goals are one text has none."""
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []

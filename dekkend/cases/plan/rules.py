"""What a plan needs before it holds, and before it was evaluated. Each step is done, or says why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from dekkend.cases.plan import keys
from dekkend.cases.plan.due import evaluate_by
from dekkend.cases.plan.queries import PlanStance
from dekkend.core.verdict import YES, Verdict, no
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.evaluation import missing

Answers = Mapping[str, Any]

NO_ACTION = "De hulp gaat door, ook zonder ja. Wat deze ouder anders wil, staat in het plan."

OVER = (
    "De hulp is afgerond. Over dit plan vraagt u de ouders niets meer. Bij nieuwe hulp hoort een nieuw plan."
)


@dataclass(frozen=True)
class Step:
    """One thing the law asks before a plan holds; `verdict` says what is still to be done."""

    key: str
    title: str
    source: str
    verdict: Verdict


def steps_of(
    questionnaire: Questionnaire,
    answers: Answers,
    stances: Iterable[PlanStance],
    since: date | None,
    on: date,
) -> list[Step]:
    """What is done and what is not; `since` is the day of the version before, if there was one."""
    return [
        Step("written", "Het plan is geschreven", "WPO 40a", is_written(questionnaire, answers)),
        Step(
            "heard", "Het kind is gehoord", "hoorrecht, sinds 1 augustus 2025", was_heard(answers, since, on)
        ),
        Step("consulted", "Met de ouders besproken", "WPO 40a", was_consulted(answers, since, on)),
        Step("asked", "De ouders zeiden ja of nee", "handelingsdeel, WPO 40a", were_asked(stances)),
    ]


def may_establish(steps: Iterable[Step]) -> Verdict:
    return next((step.verdict for step in steps if not step.verdict), YES)


def may_share(
    questionnaire: Questionnaire, answers: Answers, *, is_shared: bool, is_over: bool = False
) -> Verdict:
    """Ask the parents for their yes: there is something to say yes to, and they were not asked already.

    Their yes is to what the school is going to do (WPO 40a), so nobody is asked once the help has ended.
    """
    if is_over:
        return no(OVER)
    if is_shared:
        return no("De ouders lezen deze tekst al. Verandert u het handelingsdeel? Vraag het dan opnieuw.")
    open_ones = [q.plain or q.label for q in missing(questionnaire, answers) if _is_action(q.key)]
    return no(f"Vul eerst het handelingsdeel in: {', '.join(open_ones)}.") if open_ones else YES


def is_written(questionnaire: Questionnaire, answers: Answers) -> Verdict:
    """Every required question of the school, but for those about what comes after."""
    apart = keys.LATER | {keys.HEARING, keys.CONSULTATION}
    open_ones = [
        question.plain or question.label
        for question in missing(questionnaire, answers)
        if keys.chapter_of(question.key) not in apart and "school" in (question.answered_by or ("school",))
    ]
    return no(f"Nog in te vullen: {', '.join(open_ones)}.") if open_ones else YES


def was_heard(answers: Answers, since: date | None, on: date) -> Verdict:
    """The child could say what it thinks of the plan, and hears what was done with that (Wet 36 443)."""
    if verdict := _day_of(answers, keys.HEARD_ON, since, on, "het kind over dit plan is gehoord"):
        wanted = (keys.HEARD_HOW, keys.HEARD, keys.WEIGHED)
        if any(not answers.get(key) for key in wanted):
            return no("Vul in hoe het kind is gehoord, wat het vond, en wat u daarmee deed.")
    return verdict


def was_consulted(answers: Answers, since: date | None, on: date) -> Verdict:
    """There was a talk about the whole plan, aimed at agreement."""
    if verdict := _day_of(answers, keys.CONSULTED_ON, since, on, "u met de ouders over dit plan sprak"):
        return YES if answers.get(keys.CONSULTED) else no("Vul in wat er met de ouders is besproken.")
    return verdict


def were_asked(stances: Iterable[PlanStance]) -> Verdict:
    """Each parent with authority said yes or no to the action part, or was asked and stayed silent."""
    silent = [stance.party.signature for stance in stances if stance.said is None]
    if silent:
        return no(f"Leg vast wat {' en '.join(silent)} van het handelingsdeel {_finds(silent)}.")
    return YES


def may_evaluate(answers: Answers, established_on: date, next_on: date, on: date) -> Verdict:
    """It was talked over with the parents after it was established, and there is a next day in time."""
    verdict = _day_of(answers, keys.EVALUATED_ON, established_on, on, "u het plan met de ouders evalueerde")
    if not verdict:
        return verdict
    if not answers.get(keys.EVALUATED_WITH):
        return no("Vul in wat de ouders ervan vinden. De evaluatie is samen met hen (WPO 40a).")
    latest = evaluate_by(_as_day(answers[keys.EVALUATED_ON]) or on)
    if not on < next_on <= latest:
        return no(f"Kies een dag voor de volgende keer: na vandaag, tot en met {_in_words(latest)}.")
    return YES


def _is_action(key: str) -> bool:
    return keys.chapter_of(key) == keys.ACTION


def _day_of(answers: Answers, key: str, since: date | None, on: date, what: str) -> Verdict:
    """A day that has come, and that is not of the version before."""
    day = _as_day(answers.get(key))
    if day is None:
        return no(f"Vul in wanneer {what}.")
    if day > on:
        return no(f"Vul een dag in die al geweest is: wanneer {what}.")
    if since and day < since:
        return no(f"Dit was voor het plan van {_in_words(since)}. Vul in wanneer {what}.")
    return YES


def _as_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _in_words(day: date) -> str:
    return date_format(day, "j F Y")


def _finds(who: list[str]) -> str:
    return "vinden" if len(who) > 1 else "vindt"

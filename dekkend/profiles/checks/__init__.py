"""Checks across the answers: errors stop the route, warnings ask for a confirmation.

One check = one file = one function. A check knows questions by their tags and types, never by name.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from dekkend.profiles.checks.advised_answers import advised_answers
from dekkend.profiles.checks.broken_plan import broken_plan
from dekkend.profiles.checks.conditional_required import conditional_required
from dekkend.profiles.checks.dates_not_in_future import dates_not_in_future
from dekkend.profiles.checks.empty_phrases import empty_phrases
from dekkend.profiles.checks.finding import Draft, Finding
from dekkend.profiles.checks.judgement_needs_explanation import judgement_needs_explanation
from dekkend.profiles.checks.legal_duties import legal_duties
from dekkend.profiles.checks.need_offered_and_referred import need_offered_and_referred
from dekkend.profiles.checks.plan_overdue import plan_overdue
from dekkend.profiles.checks.plan_without_date import plan_without_date
from dekkend.profiles.checks.reporting_code import reporting_code
from dekkend.profiles.checks.required_answers import required_answers
from dekkend.profiles.checks.thin_answers import thin_answers
from dekkend.profiles.checks.ticked_needs_text import ticked_needs_text
from dekkend.profiles.checks.unconfirmed_answers import unconfirmed_answers
from dekkend.profiles.checks.unticked_with_text import unticked_with_text
from dekkend.profiles.models import Version
from dekkend.profiles.queries import answers_and_unconfirmed
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import questionnaire_of

# Where several have the same to say about a question, the first one speaks: the most telling stand first.
CHECKS = (
    judgement_needs_explanation,
    required_answers,
    conditional_required,
    ticked_needs_text,
    dates_not_in_future,
    reporting_code,
    legal_duties,
    need_offered_and_referred,
    broken_plan,
    plan_overdue,
    plan_without_date,
    unticked_with_text,
    empty_phrases,
    thin_answers,
    advised_answers,
    unconfirmed_answers,
)

__all__ = ["CHECKS", "Finding", "findings_of", "run_checks"]


def run_checks(
    questionnaire: Questionnaire,
    answers: Mapping[str, Any],
    on: date,
    unconfirmed: AbstractSet[str] = frozenset(),
) -> list[Finding]:
    """Everything found: errors before warnings, in the order of the form, at most one error a question."""
    draft = Draft(questionnaire, answers, on, unconfirmed)
    found: dict[str, Finding] = {}
    for check in CHECKS:
        for finding in check(draft):
            found.setdefault(finding.key if finding.level == "error" else finding.id, finding)
    place = {key: number for number, key in enumerate(draft.chapter_of)}
    return sorted(found.values(), key=lambda finding: (finding.level, place[finding.key]))


def findings_of(version: Version, on: date) -> list[Finding]:
    """The findings on the answers of a working copy."""
    answers, unconfirmed = answers_and_unconfirmed(version.pk)
    return run_checks(questionnaire_of(version.edition), answers, on, unconfirmed)

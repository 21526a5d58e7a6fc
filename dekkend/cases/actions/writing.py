"""Write in the file. Each side its own part, every text kept, a stale save refused with both texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases.models import Case, Entry, EntryVersion, Party, Plan, entry_place
from dekkend.cases.queries import answers_in, value_of
from dekkend.cases.rules import WRITING, may_see_question, may_write, may_write_entry
from dekkend.cases.transitions import ROUTE
from dekkend.organisations.models import User
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.models import Edition
from dekkend.questionnaires.values import InvalidAnswer, clean, is_empty
from dekkend.workflow.engine import NotPossible

type Values = Mapping[str, tuple[Any, int]]


@dataclass(frozen=True)
class Conflict:
    """Someone else saved meanwhile: what was typed, and what stands there now."""

    yours: Any
    theirs: Any
    revision: int
    by: str


@dataclass
class Written:
    """What became of each answer: {key: revision}, {key: why not}, {key: both texts}."""

    saved: dict[str, int] = field(default_factory=dict)
    invalid: dict[str, str] = field(default_factory=dict)
    stale: dict[str, Conflict] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.invalid and not self.stale


def edition_of(case: Case, form: str) -> Edition:
    """Which questionnaire is meant: the growth file, the request, or the plan once it was begun."""
    if form == Entry.Form.PLAN:
        return Edition.objects.get(pk__in=Plan.objects.filter(case=case).values("edition"))
    return {Entry.Form.GROWTH: case.growth_edition, Entry.Form.REQUEST: case.request_edition}[
        Entry.Form(form)
    ]


@transaction.atomic
def write_as_school(*, case_id: int, form: str, values: Values, actor: User, at: datetime) -> Written:
    """Save the school's answers: {key: (value, the revision it started from)}. Raises NotPossible."""
    case = held(case_id)
    roles = frozenset(ROUTE.roles_of(actor, case, localdate(at)))
    if not (verdict := may_write(roles, case.state)):
        raise NotPossible(verdict.reason)
    questionnaire = questionnaire_of(edition_of(case, form))
    known = {
        key: value for key, value in values.items() if may_see_question(roles, questionnaire.question(key))
    }
    return save_each(case, questionnaire, form, None, known, actor, actor.name, at)


@transaction.atomic
def write_as_party(*, party: Party, form: str, values: Values, at: datetime) -> Written:
    """Save a parent's own answers. Who the parent is, the caller has proven. Raises NotPossible."""
    case = held(party.case_id)
    if case.state not in WRITING:
        raise NotPossible(f"U kunt nu niets veranderen. De stand is: {case.get_state_display()}.")
    questionnaire = questionnaire_of(edition_of(case, form))
    return save_each(case, questionnaire, form, party, values, None, party.signature, at)


def save_each(
    case: Case,
    questionnaire: Questionnaire,
    form: str,
    side: Party | None,
    values: Values,
    by: User | None,
    name: str,
    at: datetime,
) -> Written:
    """Save what is right, and say of the rest why not. The case must be held."""
    result, stored = Written(), answers_in(case, form, side)
    for key, (value, revision) in values.items():
        question = questionnaire.question(key)
        if not (verdict := may_write_entry(side, question)):
            raise NotPossible(verdict.reason)
        _save_one(result, case, question, form, side, stored.get(key), value, revision, by, name, at)
    return result


def _save_one(
    result: Written,
    case: Case,
    question: Question,
    form: str,
    side: Party | None,
    stored: Entry | None,
    value: Any,
    revision: int,
    by: User | None,
    name: str,
    at: datetime,
) -> None:
    try:
        cleaned = clean(question, value)
    except InvalidAnswer as fault:
        result.invalid[question.key] = str(fault)
        return
    cleaned = None if is_empty(question, cleaned) else cleaned
    before, now = (value_of(stored), stored.revision) if stored else (None, 0)
    if cleaned == before:
        result.saved[question.key] = now
    elif revision != now:
        result.stale[question.key] = Conflict(value, before, now, stored.saved_by_name if stored else "")
    else:
        result.saved[question.key] = _keep(case, question.key, form, side, stored, cleaned, by, name, at)


def _keep(
    case: Case,
    key: str,
    form: str,
    side: Party | None,
    entry: Entry | None,
    value: Any,
    by: User | None,
    name: str,
    at: datetime,
) -> int:
    """The new text, and a row for what it ever was."""
    place = entry_place(form, key, side.pk if side else None)
    text = {
        "sealed": case.vault.seal_value(place, value),
        "saved_at": at,
        "saved_by": by,
        "saved_by_name": name,
    }
    revision = entry.revision + 1 if entry else 1
    facts = text | {"revision": revision}
    if entry is None:
        entry = Entry.objects.create(case=case, form=form, key=key, party=side, **facts)
    else:
        Entry.objects.filter(pk=entry.pk).update(**facts)
    EntryVersion.objects.create(entry=entry, **facts)
    return revision


def held(case_id: int) -> Case:
    """The case, held until the end of the transaction. Raises NotPossible."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id)
    found = case.select_related("growth_edition", "request_edition").first()
    if found is None:
        raise NotPossible("Dit dossier kennen wij niet.")
    return found

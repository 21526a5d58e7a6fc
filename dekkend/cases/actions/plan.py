"""The plan for a child (opp): written, agreed, established in versions, and evaluated with the parents."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from dekkend.cases import notices
from dekkend.cases.actions.opening import newest_edition
from dekkend.cases.actions.writing import Values, Written, save_each
from dekkend.cases.models import Case, Entry, Party, Plan, PlanAgreement, PlanEvaluation, PlanVersion
from dekkend.cases.parents.links import issue_link
from dekkend.cases.plan import keys
from dekkend.cases.plan.due import evaluate_by
from dekkend.cases.plan.queries import (
    action_digest,
    asks_parents,
    is_shared,
    last_version,
    plan_stances,
    writes_plan,
)
from dekkend.cases.plan.rules import may_establish, may_evaluate, may_share, steps_of
from dekkend.cases.queries import answers_in, parties_of, value_of
from dekkend.cases.rules import WRITERS, leading_role
from dekkend.cases.transitions import KIND
from dekkend.organisations.models import Role, User
from dekkend.questionnaires.evaluation import freeze
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible, record

Answer = PlanAgreement.Answer
CHANGED = "Het plan is net veranderd. Lees het opnieuw, en leg dan vast wat de ouder vindt."
CHANGED_MEANWHILE = gettext_noop("Het plan is net veranderd. Lees het opnieuw, en zeg dan wat u vindt.")
NOT_ASKED = gettext_noop("De school vraagt dit nu niet. Lees op deze bladzijde hoe het ervoor staat.")
WHAT_ELSE = gettext_noop("Schrijf wat u anders wilt. Een paar woorden is genoeg.")
NO_PLAN = "Dit plan kennen wij niet."
NO_SAY = "Alleen een ouder of voogd met gezag zegt hier ja of nee."


@transaction.atomic
def write_plan(*, case_id: int, values: Values, actor: User, at: datetime) -> Written:
    """Save answers, as `write_as_school` does. The first time chooses the newest form. Raises NotPossible."""
    plan = _held(case_id)
    if not writes_plan(actor, plan, localdate(at)):
        raise NotPossible("Alleen de school van het kind schrijft het plan.")
    questionnaire = questionnaire_of(_edition_of(plan))
    return save_each(plan.case, questionnaire, Entry.Form.PLAN, None, values, actor, actor.name, at)


@transaction.atomic
def write_plan_as_parent(*, party: Party, values: Values, at: datetime) -> Written:
    """Save a parent's own part, as long as the school asks what they think. Raises NotPossible.

    Who the parent is, the caller has proven.
    """
    plan = _held(party.case_id)
    if not asks_parents(plan):
        raise NotPossible(NOT_ASKED)
    questionnaire = questionnaire_of(_edition_of(plan))
    return save_each(plan.case, questionnaire, Entry.Form.PLAN, party, values, None, party.signature, at)


@transaction.atomic
def share_plan(*, case_id: int, actor: User, at: datetime) -> None:
    """Ask the parents: from now on they read what is written, and say yes or no themselves.

    Each who is not kept out gets a mail, and longer use of their link. Raises NotPossible.
    """
    with _led(case_id, "share_plan", actor, at, {}) as plan:
        form, answers = questionnaire_of(_edition_of(plan)), plan_answers(plan)
        if not (verdict := may_share(form, answers, is_shared=is_shared(plan), is_over=plan.is_over)):
            raise NotPossible(verdict.reason)
        plan.shared_on, plan.shared_digest = localdate(at), action_digest(plan)
        plan.save(update_fields=["shared_on", "shared_digest"])
        for party in parties_of(plan.case):
            if not party.kept_out:
                issue_link(party, at)
                notices.tell_parent(party, "plan_shared")


@transaction.atomic
def record_agreement(
    *,
    case_id: int,
    party_id: int,
    answer: str,
    words: str,
    digest: str,
    given_on: date,
    actor: User,
    at: datetime,
) -> PlanAgreement:
    """What a parent said to the school about the action part. Raises NotPossible."""
    if answer not in Answer.values:
        raise NotPossible("Kies wat deze ouder zei.")
    if given_on > localdate(at):
        raise NotPossible("Kies een dag die al geweest is.")
    if answer != Answer.YES and not words.strip():
        raise NotPossible("Vul in wat deze ouder anders wil, of hoe u om een antwoord vroeg.")
    if (party := Party.objects.filter(pk=party_id, case_id=case_id).first()) is None:
        raise NotPossible(NO_SAY)
    with _led(case_id, "agree_on_plan", actor, at, {"party": party.number, "answer": answer}) as plan:
        return _keep_agreement(plan, party, answer, words, digest, given_on, actor, at)


@transaction.atomic
def agree_as_parent(*, party: Party, answer: str, words: str, digest: str, at: datetime) -> PlanAgreement:
    """A parent's own yes or no, on their own page; a no says what should be different. Raises NotPossible.

    Who the parent is, the caller has proven. Until it is established a later answer takes the place of an
    earlier one; a form that is sent twice says it once.
    """
    if answer not in (Answer.YES, Answer.NO):
        raise NotPossible("Kies ja of nee.")
    if answer == Answer.NO and not words.strip():
        raise NotPossible(WHAT_ELSE)
    plan = _held(party.case_id)
    if said := _said_already(plan, party, answer, words, digest):
        return said
    if not asks_parents(plan):
        raise NotPossible(NOT_ASKED)
    if digest != plan.shared_digest:
        raise NotPossible(CHANGED_MEANWHILE)
    given = _keep_agreement(plan, party, answer, words, digest, localdate(at), None, at)
    details = {"party": party.number, "answer": answer}
    record(
        KIND, party.case_id, "agree_on_plan", actor=None, role=Role.PARENT, at=at, details=details,
        name=party.signature,
    )  # fmt: skip
    notices.tell_planners(plan, "plan_answered", on=localdate(at))
    return given


@transaction.atomic
def establish_plan(*, case_id: int, begins_on: date, ends_on: date, actor: User, at: datetime) -> PlanVersion:
    """From now on this version holds; the action part only with every parent's yes. Raises NotPossible."""
    on = localdate(at)
    if ends_on < begins_on:
        raise NotPossible("Het plan eindigt voor het begint. Kies een latere dag.")
    with _led(case_id, "establish_plan", actor, at, {}) as plan:
        before, stances, answers = last_version(plan), plan_stances(plan), plan_answers(plan)
        edition = _edition_of(plan)
        since = before.established_on if before else None
        steps = steps_of(questionnaire_of(edition), answers, stances, since, on)
        if not (verdict := may_establish(steps)):
            raise NotPossible(verdict.reason)
        version = PlanVersion(plan=plan, number=before.number + 1 if before else 1, edition=edition)
        version.begins_on, version.ends_on = begins_on, ends_on
        version.site = plan.site  # type: ignore[assignment]  # who leads it is at its school
        version.established_on, version.established_by = on, actor
        version.is_agreed = bool(stances) and all(stance.agrees for stance in stances)
        said = [{"who": s.party.signature, "answer": s.in_words, "words": s.words} for s in stances]
        kept = {"answers": freeze(questionnaire_of(edition), answers), "parents": said}
        kept["views"] = plan_views(plan)
        version.sealed = plan.case.vault.seal_value(version.place, kept)
        version.save(force_insert=True)
        plan.evaluate_by, plan.shared_on, plan.shared_digest = evaluate_by(on), None, ""
        plan.save(update_fields=["evaluate_by", "shared_on", "shared_digest"])
        notices.tell_parents(plan.case, "plan_established", on=on)
        return version


@transaction.atomic
def evaluate_plan(*, case_id: int, next_on: date, actor: User, at: datetime) -> PlanVersion:
    """How it went, with the parents, and when again; what was said before stays. Raises NotPossible."""
    with _led(case_id, "evaluate_plan", actor, at, {"next_on": next_on.isoformat()}) as plan:
        version, answers = last_version(plan), plan_answers(plan)
        if version is None:
            raise NotPossible("Stel het plan eerst vast.")
        last_time = version.evaluated[-1].evaluated_on if version.evaluated else version.established_on
        if not (verdict := may_evaluate(answers, last_time, next_on, localdate(at))):
            raise NotPossible(verdict.reason)
        _keep_evaluation(version, answers)
        plan.evaluate_by = next_on
        plan.save(update_fields=["evaluate_by"])
        return version


def plan_answers(plan: Plan) -> dict:
    """{key: answer} of what is being written, empty ones left out. One query."""
    entries = answers_in(plan.case, Entry.Form.PLAN)
    values = {key: value_of(entry) for key, entry in entries.items()}
    return {key: value for key, value in values.items() if value is not None}


def plan_views(plan: Plan) -> list[dict]:
    """[{"who", "language", "answers"}]: what each parent wrote of it themselves. At most two queries."""
    form, found = questionnaire_of(_edition_of(plan)), []
    entries = list(plan.case.entries.filter(form=Entry.Form.PLAN, party__isnull=False))
    for party in parties_of(plan.case) if entries else []:
        own = {entry.key: _value_in(plan, entry) for entry in entries if entry.party_id == party.pk}
        if answers := freeze(form, {key: value for key, value in own.items() if value is not None}):
            found.append({"who": party.signature, "language": party.language, "answers": answers})
    return found


def _keep_evaluation(version: PlanVersion, answers: dict) -> None:
    """A row of its own; what is sent twice is said once."""
    said = {key: value for key, value in answers.items() if keys.chapter_of(key) == keys.EVALUATION}
    if version.evaluated and version.evaluated[-1].answers == said:
        return
    evaluation = PlanEvaluation(version=version, number=len(version.evaluated) + 1)
    evaluation.evaluated_on = date.fromisoformat(answers[keys.EVALUATED_ON])
    evaluation.sealed = version.plan.case.vault.seal_value(evaluation.place, said)
    evaluation.save(force_insert=True)
    version.evaluated.append(evaluation)


def _value_in(plan: Plan, entry: Entry) -> object:
    entry.case = plan.case
    return value_of(entry)


def _edition_of(plan: Plan):
    if plan.edition is None:
        plan.edition = newest_edition(plan.case.offering.catalogue.plan_form)
        plan.save(update_fields=["edition"])
    return plan.edition


def _said_already(plan: Plan, party: Party, answer: str, words: str, digest: str) -> PlanAgreement | None:
    """The last word of this parent about this text, when it is this one."""
    last = plan.agreements.filter(party=party, digest=digest).last()
    if last is None or last.answer != answer:
        return None
    last.plan, last.party = plan, party
    return last if last.words == words.strip() else None


def _keep_agreement(
    plan: Plan,
    party: Party,
    answer: str,
    words: str,
    digest: str,
    given_on: date,
    by: User | None,
    at: datetime,
) -> PlanAgreement:
    party.refresh_from_db(fields=["removed_at", "has_authority", "kept_out"])  # the case is held now
    if party.removed_at or not party.has_authority or party.kept_out:
        raise NotPossible(NO_SAY)
    if digest != action_digest(plan):
        raise NotPossible(CHANGED)
    given = PlanAgreement(plan=plan, party=party, answer=answer, digest=digest, given_on=given_on)
    given.recorded_at, given.recorded_by = at, by
    if words.strip():
        given.sealed_words = plan.case.vault.seal_value(given.place, words.strip())
    given.save(force_insert=True)
    return given


@contextmanager
def _led(case_id: int, act: str, actor: User, at: datetime, details: dict) -> Iterator[Plan]:
    """The plan, held, for who leads it at its school; the act is in the record afterwards."""
    plan = _held(case_id)
    roles = writes_plan(actor, plan, localdate(at)) & WRITERS
    if not roles:
        raise NotPossible("Dit doen alleen de directeur en de intern begeleider van de school van het kind.")
    yield plan
    record(KIND, case_id, act, actor=actor, role=leading_role(roles), at=at, details=details)


def _held(case_id: int) -> Plan:
    """The plan of a case that is held with it. Raises NotPossible."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).select_related("offering").first()
    plan = Plan.objects.filter(case_id=case_id).select_related("site", "edition").first()
    if case is None or plan is None:
        raise NotPossible(NO_PLAN)
    plan.case = case
    return plan

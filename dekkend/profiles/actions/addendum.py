"""A change in the course of the year: written, heard, established, and taken in by the next version."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.profiles import notices
from dekkend.profiles.actions.consultation import Votes
from dekkend.profiles.addendum.hearing import sayings_of, voice_of
from dekkend.profiles.addendum.route import ADDENDUM_ROUTE, KIND
from dekkend.profiles.models import OUTCOMES, WITHOUT_REASONS, Addendum, AddendumSaying, Version
from dekkend.profiles.models.addendum import ADDENDUM_UNDER_WAY
from dekkend.profiles.queries import has_secretary, roles_for
from dekkend.profiles.rules import may_amend, may_record, writing_role
from dekkend.profiles.signals import profile_amended
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible, perform, record
from dekkend.workflow.table import acting_role, role_label

LONGEST = 4000


@transaction.atomic
def start_addendum(
    *, version_id: int, actor: User, key: str, text: str, reason: str, at: datetime
) -> Addendum:
    """Write what changes for one question of the text that parents read now, and why."""
    version = Version.objects.select_for_update(of=("self",)).select_related("edition").get(pk=version_id)
    role = _writer(version, actor, at)
    if not any(question.key == key for question in questionnaire_of(version.edition).questions):
        raise NotPossible("Deze vraag staat niet in het formulier.")
    if version.addenda.filter(key=key, state__in=ADDENDUM_UNDER_WAY).exists():
        raise NotPossible("Er is al een aanvulling bij deze vraag onderweg. Ga daarmee verder.")
    addendum = Addendum(version=version, key=key)
    _write(addendum, actor, text, reason, at)
    record(
        KIND, addendum.pk, "start", actor=actor, role=role, at=at, details={"text": text, "reason": reason}
    )
    return addendum


@transaction.atomic
def change_addendum(
    *, addendum_id: int, actor: User, text: str, reason: str, revision: int, at: datetime
) -> Addendum:
    """Change the draft that started from `revision`. What was written stays in the record."""
    addendum = Addendum.objects.select_for_update(of=("self",)).select_related("version").get(pk=addendum_id)
    role = _writer(addendum.version, actor, at)
    if addendum.state != Addendum.State.DRAFT:
        raise NotPossible(f"U kunt nu niets veranderen. De stand is: {addendum.get_state_display()}.")
    if addendum.revision != revision:
        raise NotPossible(f"{addendum.written_by_name} veranderde dit intussen. Lees eerst wat er nu staat.")
    addendum.revision += 1
    _write(addendum, actor, text, reason, at)
    record(
        KIND, addendum.pk, "change", actor=actor, role=role, at=at, details={"text": text, "reason": reason}
    )
    return addendum


@transaction.atomic
def send_addendum_to_mr(*, addendum_id: int, actor: User, at: datetime) -> Addendum:
    """Ask those in the MR who have a say in a change; their terms come from the regime."""
    with _take("send_to_mr", addendum_id, actor, at) as addendum:
        addendum.mr_asked_on = localdate(at)
    notices.ask_mr_about_addendum(addendum, on=localdate(at))
    return addendum


@transaction.atomic
def record_addendum_outcome(
    *,
    addendum_id: int,
    actor: User,
    say: str,
    outcome: str,
    decided_on: date,
    reasons: str,
    at: datetime,
    votes: Votes = Votes(),  # noqa: B008 a tuple of nothing
) -> Addendum:
    """Record what one body of the MR said; `say` as in `actions.record_outcome`."""
    details = {"say": say, "outcome": outcome}
    with _take("record_outcome", addendum_id, actor, at, reason=reasons, details=details) as addendum:
        voice = voice_of(addendum, say)
        if voice is None or voice.said:
            raise NotPossible("Dit is al vastgelegd, of het wordt hier niet gevraagd.")
        _may_speak(addendum, voice.demand.body, actor, at)
        _check(voice.demand.right, outcome, reasons, decided_on, addendum, at)
        AddendumSaying.objects.create(
            addendum=addendum,
            body=voice.demand.body,
            right=voice.demand.right,
            outcome=outcome,
            reasons=reasons.strip(),
            decided_on=decided_on,
            is_late=voice.due_on is not None and localdate(at) > voice.due_on,
            recorded_by=actor,
            recorded_by_name=actor.name,
            recorded_by_role=_speaking_role(addendum, actor, at),
            recorded_at=at,
            votes_for=votes.in_favour,
            votes_against=votes.against,
            abstained=votes.abstained,
        )
    notices.tell_addendum_heard(addendum, on=localdate(at))
    return addendum


@transaction.atomic
def send_addendum_to_board(*, addendum_id: int, actor: User, at: datetime) -> Addendum:
    """Put the change before the board, once the MR was heard or its terms have passed."""
    with _take("send_to_board", addendum_id, actor, at) as addendum:
        pass
    notices.ask_board_about_addendum(addendum, on=localdate(at))
    return addendum


@transaction.atomic
def take_back_addendum(*, addendum_id: int, actor: User, at: datetime) -> Addendum:
    """Back to draft: what the MR said was about the text as it was, and stays in the record."""
    with _take("take_back", addendum_id, actor, at, details=_said_so_far(addendum_id)) as addendum:
        _ask_anew(addendum)
    return addendum


@transaction.atomic
def send_addendum_back(*, addendum_id: int, actor: User, reason: str, at: datetime) -> Addendum:
    """The board wants it changed, and says why."""
    details = _said_so_far(addendum_id)
    with _take("send_back", addendum_id, actor, at, reason=reason, details=details) as addendum:
        _ask_anew(addendum)
    notices.tell_addendum_sent_back(addendum, reason=reason, on=localdate(at))
    return addendum


@transaction.atomic
def establish_addendum(
    *, addendum_id: int, actor: User, on: date, answers: Mapping[str, str], at: datetime
) -> Addendum:
    """From the day `on` it holds, and parents read it beside the text. Answers: see `establish_profile`."""
    details = {"on": on.isoformat(), "answers": dict(answers)}
    with _take("establish", addendum_id, actor, at, details=details) as addendum:
        _check_day(addendum, on, at)
        for saying in sayings_of(addendum):
            _answer(saying, actor, answers.get(saying.slug, "").strip(), at)
        addendum.in_force_on = on
    profile_amended.send(sender=Addendum, version=addendum.version)
    notices.tell_addendum_established(addendum, on=localdate(at))
    return addendum


@transaction.atomic
def drop_addendum(*, addendum_id: int, actor: User, at: datetime) -> Addendum:
    """The school does not go on with it."""
    with _take("drop", addendum_id, actor, at) as addendum:
        pass
    return addendum


def take_in_addenda(version: Version, at: datetime) -> None:
    """The next version is what parents read: its writers have seen what held beside the one before."""
    in_force = Addendum.objects.filter(version=version, state=Addendum.State.IN_FORCE)
    for pk in in_force.values_list("pk", flat=True):
        with _take("take_in", pk, None, at):
            pass


def _take(
    name: str,
    pk: int,
    actor: User | None,
    at: datetime,
    *,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AbstractContextManager[Addendum]:
    return perform(ADDENDUM_ROUTE, pk=pk, transition=name, actor=actor, at=at, reason=reason, details=details)


def _writer(version: Version, actor: User, at: datetime) -> str:
    roles = roles_for(actor, version, localdate(at))
    if not (verdict := may_amend(roles, version.state)):
        raise NotPossible(verdict.reason)
    return writing_role(roles)


def _write(addendum: Addendum, actor: User, text: str, reason: str, at: datetime) -> None:
    if not text.strip() or not reason.strip():
        raise NotPossible("Vul in wat er verandert, en waarom.")
    if max(len(text), len(reason)) > LONGEST:
        raise NotPossible(f"Uw tekst is te lang. Maak hem korter dan {LONGEST} tekens.")
    addendum.text, addendum.reason = text.strip(), reason.strip()
    addendum.written_by, addendum.written_by_name, addendum.written_at = actor, actor.name, at
    addendum.save()


def _may_speak(addendum: Addendum, body: str, actor: User, at: datetime) -> None:
    on = localdate(at)
    secretary = has_secretary(addendum.version.profile.site, on)
    if not (verdict := may_record(roles_for(actor, addendum.version, on), body, has_secretary=secretary)):
        raise NotPossible(verdict.reason)


def _speaking_role(addendum: Addendum, actor: User, at: datetime) -> str:
    step = ADDENDUM_ROUTE.transition("record_outcome")
    role = acting_role(step, roles_for(actor, addendum.version, localdate(at)))
    return role_label(role) if role else ""


def _check(
    right: str, outcome: str, reasons: str, decided_on: date, addendum: Addendum, at: datetime
) -> None:
    if outcome not in OUTCOMES[right]:
        raise NotPossible("Kies wat de uitkomst is.")
    if outcome not in WITHOUT_REASONS and not reasons.strip():
        raise NotPossible("Vul in waarom. De school en het bestuur moeten uw redenen kunnen lezen.")
    if decided_on > localdate(at) or (addendum.mr_asked_on and decided_on < addendum.mr_asked_on):
        raise NotPossible("Kies een dag nadat de directeur het stuurde, en niet later dan vandaag.")


def _said_so_far(addendum_id: int) -> dict[str, Any]:
    """For the record: what the MR said about a text that will change."""
    said = AddendumSaying.objects.filter(addendum=addendum_id)
    return {"said": [{"say": one.slug, "outcome": one.outcome, "reasons": one.reasons} for one in said]}


def _ask_anew(addendum: Addendum) -> None:
    addendum.sayings.all().delete()
    addendum.mr_asked_on = None


def _check_day(addendum: Addendum, on: date, at: datetime) -> None:
    first = addendum.version.established_on
    if on > localdate(at) or (first and on < first):
        raise NotPossible("Kies vandaag, of een dag die al was en na het besluit over het profiel kwam.")


def _answer(saying: AddendumSaying, actor: User, answer: str, at: datetime) -> None:
    if saying.needs_answer and not answer:
        raise NotPossible(f"Geef antwoord op het {saying.name}. Leg uit wat het bestuur ermee doet.")
    if answer:
        saying.answer, saying.answered_by_name, saying.answered_at = answer, actor.name, at
        saying.save(update_fields=["answer", "answered_by_name", "answered_at"])

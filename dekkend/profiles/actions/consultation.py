"""What the MR and its sections say about a version: recorded, taken back, or lapsed with its term."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from dekkend.organisations.models import User
from dekkend.profiles import notices
from dekkend.profiles.actions.steps import take
from dekkend.profiles.hearing import Voice, everybody_heard, nearest_term, voice_of, voices_of
from dekkend.profiles.models import OUTCOMES, WITHOUT_REASONS, Consultation, Right, Version
from dekkend.profiles.queries import has_secretary, roles_for
from dekkend.profiles.rules import may_record
from dekkend.profiles.transitions import ROUTE
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.table import acting_role, role_label

CHOOSE = {
    Right.ADVICE: "Kies wat het advies is.",
    Right.CONSENT: "Kies ja of nee.",
}


class Votes(NamedTuple):
    """How a body voted; None for what was not counted."""

    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None


NOT_COUNTED = Votes()


@transaction.atomic
def record_outcome(
    *,
    version_id: int,
    actor: User,
    say: str,
    outcome: str,
    decided_on: date,
    reasons: str,
    at: datetime,
    votes: Votes = NOT_COUNTED,
) -> Version:
    """Record what one body said; `say` names body and right as `Demand.slug` does ("parents-consent").

    Who may is in `rules.may_record`. After the term it still counts, marked as late, until the school sends
    the text on. When everybody in the MR was heard, the head teacher goes on.
    """
    details: dict[str, Any] = {"say": say, "outcome": outcome}
    with take("record_outcome", version_id, actor, at, reason=reasons, details=details) as version:
        voice = _voice(version, say)
        _may_speak(version, voice, actor, at)
        _check(version, voice, outcome, decided_on, reasons, at)
        _drop_lapsed(voice, at)
        facts = {"reasons": reasons.strip(), "decided_on": decided_on, **_counted(votes)}
        details |= {"late": _write(version, voice, actor, outcome, at, **facts).is_late}
        version.mr_due_on = nearest_term(version)
    version = _close_when_heard(version, at)
    notices.tell_outcome(version, _voice(version, say), on=localdate(at))
    return version


@transaction.atomic
def take_back_outcome(*, version_id: int, actor: User, say: str, at: datetime) -> Version:
    """The body takes back what it said, until the school has sent the text on. Its term runs on."""
    with take("take_back_outcome", version_id, actor, at, details={"say": say}) as version:
        voice = _voice(version, say)
        _may_speak(version, voice, actor, at)
        if voice.said is None or voice.said.is_lapsed:
            raise NotPossible("Er is niets om terug te nemen. Misschien deed iemand anders het al.")
        _withdraw(voice.said, at)
        version.mr_due_on = nearest_term(version)
    return version


def lapse_terms(*, at: datetime) -> list[Version]:
    """Note it for every version where someone's term has passed. Run daily; a second run does nothing."""
    due = Version.objects.filter(state=Version.State.WITH_MR, mr_due_on__lt=localdate(at)).order_by("pk")
    return [version for pk in due.values_list("pk", flat=True) for version in _lapse(pk, at)]


@transaction.atomic
def note_lapsed(*, version_id: int, at: datetime) -> Version:
    """Note whose term has passed without a word, so that the school can go on when all were heard."""
    on = localdate(at)
    details: dict[str, Any] = {}
    with take("lapse_term", version_id, None, at, details=details) as version:
        lapsed = [v for v in voices_of(version) if not v.was_heard and v.due_on and v.due_on < on]
        for voice in lapsed:
            _write(version, voice, None, Consultation.Outcome.LAPSED, at, decided_on=on)
        details["says"] = [voice.slug for voice in lapsed]
        version.mr_due_on = nearest_term(version)
    version = _close_when_heard(version, at)
    notices.tell_lapsed(version, lapsed, on=on)
    return version


def _lapse(version_id: int, at: datetime) -> list[Version]:
    """The version, or nothing when someone was just in time."""
    with suppress(NotPossible):
        return [note_lapsed(version_id=version_id, at=at)]
    return []


def _voice(version: Version, say: str) -> Voice:
    voice = voice_of(version, say)
    if voice is None:
        raise NotPossible("Dat wordt bij dit profiel niet gevraagd.")
    return voice


def _may_speak(version: Version, voice: Voice, actor: User, at: datetime) -> None:
    on = localdate(at)
    by = has_secretary(version.profile.site, on)
    verdict = may_record(roles_for(actor, version, on), voice.demand.body, has_secretary=by)
    if not verdict:
        raise NotPossible(verdict.reason)


def _check(
    version: Version, voice: Voice, outcome: str, decided_on: date, reasons: str, at: datetime
) -> None:
    if voice.said and not voice.said.is_lapsed:
        raise NotPossible(_already(voice.said))
    if outcome not in OUTCOMES[voice.demand.right]:
        raise NotPossible(CHOOSE[Right(voice.demand.right)])
    if outcome not in WITHOUT_REASONS and not reasons.strip():
        raise NotPossible("Vul in waarom. De school en het bestuur moeten de redenen kunnen lezen.")
    if decided_on > localdate(at):
        raise NotPossible("De vergadering ligt in de toekomst. Kies vandaag of een dag die al was.")
    if version.mr_asked_on and decided_on < version.mr_asked_on:
        asked_on = date_format(version.mr_asked_on, "j F Y")
        raise NotPossible(f"De MR kreeg deze tekst op {asked_on}. Kies die dag of een latere.")


def _already(said: Consultation) -> str:
    moment = localtime(said.recorded_at)
    when = f"{date_format(moment, 'j F Y')} om {date_format(moment, 'H:i')}"
    return f"{said.recorded_by_name} legde dit al vast op {when}. Klopt het niet? Neem het dan eerst terug."


def _write(
    version: Version, voice: Voice, actor: User | None, outcome: str, at: datetime, **facts: Any
) -> Consultation:
    role = _role(version, actor, at) if actor else None
    return Consultation.objects.create(
        version=version,
        body=voice.demand.body,
        right=voice.demand.right,
        outcome=outcome,
        is_late=bool(actor and voice.due_on and localdate(at) > voice.due_on),
        recorded_by=actor,
        recorded_by_name=actor.name if actor else "",
        recorded_by_role=role_label(role) if role else "",
        recorded_at=at,
        revisions=dict(version.answers.values_list("key", "revision")),
        **facts,
    )


def _role(version: Version, actor: User, at: datetime) -> str | None:
    return acting_role(ROUTE.transition("record_outcome"), roles_for(actor, version, localdate(at)))


def _counted(votes: Votes) -> dict[str, int | None]:
    return {"votes_for": votes.in_favour, "votes_against": votes.against, "abstained": votes.abstained}


def _drop_lapsed(voice: Voice, at: datetime) -> None:
    """Late is better than never: the note that nothing was said no longer counts."""
    if voice.said:
        _withdraw(voice.said, at)


def _withdraw(said: Consultation, at: datetime) -> None:
    said.withdrawn_at = at
    said.save(update_fields=["withdrawn_at"])


def _close_when_heard(version: Version, at: datetime) -> Version:
    """The last word of the MR ends its turn."""
    if version.state != Version.State.WITH_MR or not everybody_heard(version):
        return version
    with take("close_hearing", version.pk, None, at) as version:
        pass
    return version

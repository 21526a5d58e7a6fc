"""The school asks the MR, and takes the text back from it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.profiles import notices
from dekkend.profiles.actions.friends import end_friendships_of
from dekkend.profiles.actions.steps import take
from dekkend.profiles.actions.suggestions import close_suggestions, reopen_suggestions
from dekkend.profiles.checks import Finding, findings_of
from dekkend.profiles.hearing import nearest_term, voices_of
from dekkend.profiles.models import Version
from dekkend.workflow.engine import NotPossible


class ChecksNotPassed(NotPossible):
    """There are errors, or warnings nobody confirmed: `findings` holds them."""

    def __init__(self, reason: str, findings: list[Finding]):
        super().__init__(reason)
        self.findings = findings


@transaction.atomic
def send_to_mr(*, version_id: int, actor: User, confirmed: set[str], at: datetime) -> Version:
    """Ask the MR what it says. `confirmed` holds the ids of the warnings the head teacher has seen.

    Who must speak, by which right and until when comes from the version's regime. Proposals that nobody
    decided on are closed, and no other school reads along any more. Raises ChecksNotPassed, NotPossible
    (also when the regime demands the pupils' opinion and it was not recorded).
    """
    details: dict = {}
    with take("send_to_mr", version_id, actor, at, details=details) as version:
        accepted = _passed(version, confirmed, at)
        version.mr_asked_on = localdate(at)
        version.mr_due_on = nearest_term(version)
        details["confirmed"] = [finding.message for finding in accepted]
        details["due_on"] = {voice.slug: f"{voice.due_on}" for voice in voices_of(version)}
        close_suggestions(version, at)
        end_friendships_of(version, at)
    notices.ask_mr(version, on=localdate(at))
    return version


@transaction.atomic
def withdraw_from_mr(*, version_id: int, actor: User, at: datetime) -> Version:
    """Take the version back while nobody in the MR has spoken yet; proposals that waited wait again."""
    with take("withdraw_from_mr", version_id, actor, at) as version:
        end_hearing(version, at)
        reopen_suggestions(version)
    return version


@transaction.atomic
def rework(*, version_id: int, actor: User, reason: str, at: datetime) -> Version:
    """The school works on the text again. What the MR said stays on record; the next round asks anew."""
    with take("rework", version_id, actor, at, reason=reason) as version:
        end_hearing(version, at)
    return version


def end_hearing(version: Version, at: datetime) -> None:
    """The text may change from here: what was said was about what it was."""
    version.mr_asked_on = version.mr_due_on = None
    version.consultations.filter(withdrawn_at=None, superseded_at=None).update(superseded_at=at)


def _passed(version: Version, confirmed: set[str], at: datetime) -> list[Finding]:
    """The confirmed warnings, when nothing else stands in the way."""
    findings = findings_of(version, localdate(at))
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        raise ChecksNotPassed("Het profiel is nog niet af. Kijk bij de controle wat er mist.", errors)
    open_warnings = [finding for finding in findings if finding.id not in confirmed]
    if open_warnings:
        raise ChecksNotPassed("Lees eerst de opmerkingen, en bevestig ze.", open_warnings)
    return findings

"""The school asks the MR for advice; the MR advises; the school takes it further or back."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.organisations.models import Role, User
from dekkend.profiles import notices
from dekkend.profiles.actions.steps import take
from dekkend.profiles.checks import Finding, findings_of
from dekkend.profiles.models import Advice, Version
from dekkend.profiles.queries import roles_for
from dekkend.profiles.transitions import ROUTE
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.table import acting_role, role_label
from dekkend.workflow.terms import add_weeks


class ChecksNotPassed(NotPossible):
    """There are errors, or warnings nobody confirmed: `findings` holds them."""

    def __init__(self, reason: str, findings: list[Finding]):
        super().__init__(reason)
        self.findings = findings


@transaction.atomic
def send_to_mr(*, version_id: int, actor: User, confirmed: set[str], at: datetime) -> Version:
    """Ask the MR's advice. `confirmed` holds the ids of the warnings the head teacher has seen.

    The term comes from the partnership's regime. Raises ChecksNotPassed, NotPossible.
    """
    details: dict = {}
    with take("send_to_mr", version_id, actor, at, details=details) as version:
        accepted = _passed(version, confirmed, at)
        version.advice_due_on = add_weeks(localdate(at), version.regime.advice_weeks)
        details["confirmed"] = [finding.message for finding in accepted]
        details["advice_due_on"] = version.advice_due_on.isoformat()
    notices.ask_advice(version, on=localdate(at))
    return version


@transaction.atomic
def withdraw_from_mr(*, version_id: int, actor: User, at: datetime) -> Version:
    """Take the version back while the MR has not acted yet."""
    with take("withdraw_from_mr", version_id, actor, at) as version:
        version.advice_due_on = None
    return version


@transaction.atomic
def give_advice(*, version_id: int, actor: User, outcome: str, reasons: str, at: datetime) -> Version:
    """The MR's advice. Every outcome but "we give no advice" needs reasons: the board has to answer them."""
    given = (Advice.Outcome.POSITIVE, Advice.Outcome.POSITIVE_IF, Advice.Outcome.NEGATIVE)
    if outcome not in (*given, Advice.Outcome.NONE):
        raise NotPossible("Kies wat het advies van de MR is.")
    if outcome in given and not reasons.strip():
        raise NotPossible("Vul in waarom. Het bestuur moet uw redenen kunnen lezen.")
    details = {"outcome": outcome}
    with take("give_advice", version_id, actor, at, reason=reasons, details=details) as version:
        _write_advice(version, actor, outcome, reasons, at)
    notices.tell_advice(version, outcome=Advice.Outcome(outcome).label, on=localdate(at))
    return version


@transaction.atomic
def withdraw_advice(*, version_id: int, actor: User, at: datetime) -> Version:
    """The MR takes its advice back, until the school has sent the profile on. Its term runs on."""
    with take("withdraw_advice", version_id, actor, at) as version:
        version.advices.filter(withdrawn_at=None, superseded_at=None).update(withdrawn_at=at)
    return version


@transaction.atomic
def record_lapsed_advice(*, version_id: int, at: datetime) -> Version:
    """Note that the MR's term has passed without advice, so that the school can go on."""
    with take("lapse_advice", version_id, None, at) as version:
        _write_advice(version, None, Advice.Outcome.LAPSED, "", at)
    notices.tell_lapsed(version, on=localdate(at))
    return version


def lapse_advice(*, at: datetime) -> list[Version]:
    """Note it for every version whose term has passed. Run daily; a second run does nothing."""
    due = Version.objects.filter(state=Version.State.WITH_MR, advice_due_on__lt=localdate(at)).order_by("pk")
    return [record_lapsed_advice(version_id=pk, at=at) for pk in due.values_list("pk", flat=True)]


@transaction.atomic
def rework(*, version_id: int, actor: User, reason: str, at: datetime) -> Version:
    """The school works on the text again. The advice stays on record; the next round asks anew."""
    with take("rework", version_id, actor, at, reason=reason) as version:
        supersede_advice(version, at)
    notices.tell_rework(version, reason=reason, on=localdate(at))
    return version


def supersede_advice(version: Version, at: datetime) -> None:
    """The text may change from here: the advice was about what it was."""
    version.advice_due_on = None
    version.advices.filter(withdrawn_at=None, superseded_at=None).update(superseded_at=at)


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


def _write_advice(version: Version, actor: User | None, outcome: str, reasons: str, at: datetime) -> None:
    role = acting_role(ROUTE.transition("give_advice"), _roles(actor, version, at)) if actor else None
    Advice.objects.create(
        version=version,
        outcome=outcome,
        reasons=reasons.strip(),
        given_by=actor,
        given_by_name=actor.name if actor else "",
        given_by_role=role_label(role) if role else "",
        given_at=at,
        revisions=dict(version.answers.values_list("key", "revision")),
    )


def _roles(actor: User, version: Version, at: datetime) -> frozenset[Role | str]:
    return roles_for(actor, version, localdate(at))

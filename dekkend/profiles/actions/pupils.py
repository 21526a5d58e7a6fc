"""How the pupils were asked what they think of the support on offer, before the MR is asked."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.profiles.hearing import asks_pupils, pupils_opinion_of
from dekkend.profiles.models import PupilsOpinion, Version
from dekkend.profiles.queries import roles_for
from dekkend.profiles.rules import may_write, writing_role
from dekkend.profiles.transitions import KIND
from dekkend.workflow.engine import NotPossible, record

ACT = "record_pupils_opinion"


class StaleOpinion(NotPossible):
    """Someone saved another text meanwhile: `current` is what stands there now."""

    def __init__(self, current: PupilsOpinion):
        super().__init__(
            f"{current.recorded_by_name} heeft dit intussen veranderd. Lees eerst wat er nu staat."
        )
        self.current = current


@transaction.atomic
def record_pupils_opinion(
    *,
    version_id: int,
    actor: User,
    asked_on: date,
    groups: str,
    how: str,
    outcome: str,
    revision: int,
    at: datetime,
) -> PupilsOpinion:
    """Record or change it in a working copy; `revision` is what the writer started from.

    Every save goes on record with its full text. Raises StaleOpinion, NotPossible.
    """
    version = Version.objects.select_for_update(of=("self",)).get(pk=version_id)
    roles = _check_writer(version, actor, at)
    words = {"groups": groups.strip(), "how": how.strip(), "outcome": outcome.strip()}
    _check_words(words, asked_on, at)
    opinion = pupils_opinion_of(version) or PupilsOpinion(version=version, revision=0)
    if opinion.revision != revision:
        raise StaleOpinion(opinion)
    opinion.asked_on, opinion.groups, opinion.how, opinion.outcome = asked_on, *words.values()
    opinion.recorded_by, opinion.recorded_by_name, opinion.recorded_at = actor, actor.name, at
    opinion.revision += 1
    opinion.save()
    _record(version, actor, roles, opinion, at)
    return opinion


def _check_writer(version: Version, actor: User, at: datetime) -> frozenset[str]:
    roles = roles_for(actor, version, localdate(at))
    if not (verdict := may_write(roles, version.state)):
        raise NotPossible(verdict.reason)
    if not asks_pupils(version.regime):
        raise NotPossible("Bij dit profiel hoeft u de mening van de leerlingen niet vast te leggen.")
    return roles


def _check_words(words: dict[str, str], asked_on: date, at: datetime) -> None:
    if not all(words.values()):
        raise NotPossible("Vul in met welke groepen u sprak, hoe u dat deed, en wat eruit kwam.")
    if asked_on > localdate(at):
        raise NotPossible("Die dag moet nog komen. Kies de dag waarop u het de leerlingen vroeg.")


def _record(
    version: Version, actor: User, roles: frozenset[str], opinion: PupilsOpinion, at: datetime
) -> None:
    """The whole text, so that the record keeps what it was before."""
    day = date_format(opinion.asked_on, "j F Y")
    said = f"{opinion.groups}, op {day}: {opinion.how}\n{opinion.outcome}"
    details = {"revision": opinion.revision}
    role = writing_role(roles)
    record(KIND, version.pk, ACT, actor=actor, role=role, at=at, reason=said, details=details)

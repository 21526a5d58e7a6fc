"""The two experts of a declaration (tlv): asked, refused where the law refuses them, and their advice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.actions.steps import take
from dekkend.cases.declaration.experts import opinions_of, took_part, works_for_school
from dekkend.cases.declaration.seats import Candidate, marks_of, may_sit
from dekkend.cases.models import Case, ExpertOpinion
from dekkend.organisations.models import Membership, Role, User
from dekkend.organisations.queries import on_day
from dekkend.workflow.engine import NotPossible

SHORTEST_ADVICE = 20
Employer = ExpertOpinion.Employer

NO_ADVICE = "Schrijf uw advies in een paar zinnen: wat het kind nodig heeft, en waarom daar."
NOT_INDEPENDENT = (
    "Bevestig dat u niet bij de school of het bestuur werkt, en niet eerder betrokken was. "
    "Was u dat wel? Geef de plaats dan terug."
)
NO_SEAT_ANY_MORE = "Deze deskundige heeft geen plaats meer in dit dossier."
SEAT_TAKEN = "Op deze plaats zit al een deskundige. Maak de plaats eerst vrij."


@dataclass(frozen=True)
class Asked:
    """Whom to ask, for which seat. `expert`: who has an account here; else `name` says who it is.

    `involved`: already had to do with this application, or guided the child.
    """

    seat: int
    profession: str
    employer: str
    expert: User | None = None
    name: str = ""
    employer_name: str = ""
    involved: bool = False

    @property
    def full_name(self) -> str:
        return self.expert.name if self.expert else self.name.strip()

    def about(self) -> dict[str, str]:
        return {"name": self.full_name, "employer": self.employer_name.strip()}


@transaction.atomic
def ask_expert(*, case_id: int, asked: Asked, actor: User, at: datetime) -> ExpertOpinion:
    """Give someone a seat. Who the law does not allow there is refused with the rule. Raises NotPossible."""
    details = {"seat": asked.seat, "profession": asked.profession}
    with take("ask_expert", case_id, actor, at, details=details) as case:
        _check(case, asked, localdate(at))
        opinion = ExpertOpinion(case=case, round=case.round, seat=asked.seat, profession=asked.profession)
        opinion.employer, opinion.expert = asked.employer, asked.expert
        opinion.asked_at, opinion.asked_by = at, actor
        opinion.sealed = case.vault.seal_value(opinion.place, asked.about())
        opinion.save(force_insert=True)
        if asked.expert:
            notices.tell_expert(opinion, "expert_asked")
        return opinion


@transaction.atomic
def give_opinion(
    *, opinion_id: int, advice: str, is_independent: bool, actor: User, at: datetime
) -> ExpertOpinion:
    """The expert's own advice, from the own seat. It can be written anew until was decided."""
    if not is_independent:
        raise NotPossible(NOT_INDEPENDENT)
    with _seat("give_opinion", opinion_id, actor, at) as (case, opinion):
        if opinion.expert_id != actor.pk:
            raise NotPossible("Alleen de deskundige zelf geeft dit advies.")
        _keep_advice(case, opinion, advice, at)
        notices.tell_desk(case, "advice_given", on=localdate(at))
        return opinion


@transaction.atomic
def record_opinion(*, opinion_id: int, advice: str, actor: User, at: datetime) -> ExpertOpinion:
    """The advice of an expert without an account, as it came on paper."""
    with _seat("record_opinion", opinion_id, actor, at) as (case, opinion):
        if opinion.expert_id:
            raise NotPossible("Deze deskundige schrijft het advies zelf.")
        opinion.recorded_by = actor
        _keep_advice(case, opinion, advice, at)
        return opinion


@transaction.atomic
def decline_opinion(*, opinion_id: int, reason: str, actor: User, at: datetime) -> None:
    """The expert gives the seat back, and sees the file no more."""
    with _seat("decline_opinion", opinion_id, actor, at, reason) as (case, opinion):
        if opinion.expert_id != actor.pk:
            raise NotPossible("Alleen de deskundige zelf geeft deze plaats terug.")
        _end(opinion, at)
        notices.tell_desk(case, "expert_declined", on=localdate(at))


@transaction.atomic
def free_seat(*, opinion_id: int, reason: str, actor: User, at: datetime) -> None:
    """Ask someone else instead; the advice that was given, if any, stays in the file and counts no more."""
    with _seat("free_seat", opinion_id, actor, at, reason) as (_, opinion):
        _end(opinion, at)


def _check(case: Case, asked: Asked, on: date) -> None:
    """Raises NotPossible with the rule that this person, in this seat, would break."""
    if asked.profession not in ExpertOpinion.Profession.values:
        raise NotPossible("Kies het beroep van de deskundige.")
    if asked.employer not in Employer.values:
        raise NotPossible("Kies waar de deskundige werkt.")
    if not asked.full_name:
        raise NotPossible("Kies een deskundige, of vul een naam in.")
    if asked.expert and not _is_expert(asked.expert, case, on):
        raise NotPossible("Deze persoon is geen deskundige bij het samenwerkingsverband.")
    seated = opinions_of(case)
    other = next((_seated(one) for one in seated if one.seat != asked.seat), None)
    if not (verdict := may_sit(_candidate(case, asked, on), other)):
        raise NotPossible(verdict.reason)
    if any(one.seat == asked.seat for one in seated):
        raise NotPossible(SEAT_TAKEN)


def _candidate(case: Case, asked: Asked, on: date) -> Candidate:
    """What is said of someone, and what the file itself knows of who has an account."""
    user = asked.expert
    return Candidate(
        seat=asked.seat,
        profession=asked.profession,
        known_by=marks_of(asked.full_name, user.pk if user else None),
        of_school=asked.employer == Employer.SCHOOL or bool(user and works_for_school(user, case, on)),
        involved=asked.involved or bool(user and took_part(user, case)),
    )


def _seated(opinion: ExpertOpinion) -> Candidate:
    return Candidate(opinion.seat, opinion.profession, marks_of(opinion.name, opinion.expert_id))


def _is_expert(user: User, case: Case, on: date) -> bool:
    roles = Membership.objects.filter(on_day(on), user=user, partnership_id=case.partnership_id)
    return roles.filter(role=Role.EXPERT).exists()


@contextmanager
def _seat(
    step: str, opinion_id: int, actor: User, at: datetime, reason: str = ""
) -> Iterator[tuple[Case, ExpertOpinion]]:
    """A step of the route about one seat of this round: the seat is read anew once the case is held."""
    found = ExpertOpinion.objects.filter(pk=opinion_id).values_list("case_id", "seat").first()
    if found is None:
        raise NotPossible(NO_SEAT_ANY_MORE)
    case_id, seat = found
    with take(step, case_id, actor, at, reason=reason, details={"seat": seat}) as case:
        opinion = next((one for one in opinions_of(case) if one.pk == opinion_id), None)
        if opinion is None:
            raise NotPossible(NO_SEAT_ANY_MORE)
        yield case, opinion


def _keep_advice(case: Case, opinion: ExpertOpinion, advice: str, at: datetime) -> None:
    if len(advice.strip()) < SHORTEST_ADVICE:
        raise NotPossible(NO_ADVICE)
    opinion.sealed_advice = case.vault.seal(f"{opinion.place} advice", advice.strip().encode())
    opinion.given_at = at
    opinion.save(update_fields=["sealed_advice", "given_at", "recorded_by"])


def _end(opinion: ExpertOpinion, at: datetime) -> None:
    opinion.ended_at = at
    opinion.save(update_fields=["ended_at"])

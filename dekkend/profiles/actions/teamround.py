"""Asking the team what it thinks, without names: opening a round, taking part in it, closing it.

What is asked, who took part and what was answered are three things here that are never tied together. Read
docs/decisions/0013-team-round.md before changing how an answer is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import SystemRandom
from typing import Literal

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from dekkend.core.tokens import hash_of, new_token
from dekkend.core.verdict import Verdict
from dekkend.organisations.models import User
from dekkend.profiles import notices
from dekkend.profiles.models import TeamAnswer, TeamExample, TeamInvitation, TeamRound, Version
from dekkend.profiles.models.teamround import FEWEST
from dekkend.profiles.queries import roles_for, with_place
from dekkend.profiles.rules import may_lead_team_round, may_write, writing_role
from dekkend.profiles.team.addresses import MOST
from dekkend.profiles.team.queries import has_results, invitations_by, team_at
from dekkend.profiles.team.spread import standing_of, team_questions
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.values import choices_of
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.table import SYSTEM

LONGEST = timedelta(weeks=8)
mixed = SystemRandom()

Why = Literal["unknown", "done", "closed"]
WHY: dict[Why, str] = {
    "unknown": "Deze link kennen wij niet.",
    "done": "U deed al mee.",
    "closed": "De ronde is gesloten.",
}


class CannotTakePart(NotPossible):
    """A link that cannot be used (any more); `why` says why not."""

    def __init__(self, why: Why):
        super().__init__(WHY[why])
        self.why = why


@dataclass(frozen=True)
class Opened:
    """A new round, and {address: token} for the links that go out by mail. Tokens are kept nowhere."""

    round: TeamRound
    tokens: dict[str, str]


@transaction.atomic
def open_team_round(
    *, version_id: int, actor: User, until: date, addresses: Sequence[str], at: datetime
) -> Opened:
    """Ask everyone in the team of the school, and `addresses` besides, until the end of the day `until`."""
    on = localdate(at)
    version = _locked_version(version_id)
    roles = roles_for(actor, version, on)
    _check(may_write(roles, version.state))
    _check_last_day(until, on)
    _end_of_the_round_before(version, at)
    people, by_address = _invited(version, addresses, on)
    asked = team_questions(questionnaire_of(version.edition))
    if not asked:
        raise NotPossible("Dit formulier heeft geen vragen voor het team.")
    round = TeamRound.objects.create(
        version=version,
        questions=[question.key for question in asked],
        opened_on=on,
        until=until,
        invited=len(people),
        by_address=by_address,
    )
    tokens = {email: new_token() for email in people}
    TeamInvitation.objects.bulk_create(
        TeamInvitation(round=round, email=email, token_hash=hash_of(token)) for email, token in tokens.items()
    )
    details = {"invited": round.invited, "by_address": by_address, "until": until.isoformat()}
    record(KIND, version.pk, "open_team_round", actor=actor, role=writing_role(roles), at=at, details=details)
    notices.ask_team(version, round, tokens)
    return Opened(round, tokens)


@transaction.atomic
def extend_team_round(*, version_id: int, actor: User, until: date, at: datetime) -> TeamRound:
    """Give the team longer."""
    on = localdate(at)
    version, round, role = _open_round(version_id, actor, on)
    _check_last_day(until, on)
    if until <= round.until:
        raise NotPossible("Kies een dag na de laatste dag van nu.")
    round.until = until
    round.save(update_fields=["until"])
    details = {"until": until.isoformat()}
    record(KIND, version.pk, "extend_team_round", actor=actor, role=role, at=at, details=details)
    return round


@transaction.atomic
def remind_team(*, version_id: int, actor: User, at: datetime) -> None:
    """Mail those who did not take part yet, once, with a link of their own; the first link goes on working.

    How many that are is told to nobody: together with the number invited it would say how many took part.
    """
    on = localdate(at)
    version, round, role = _open_round(version_id, actor, on)
    if round.reminded_on:
        raise NotPossible("U stuurde al een herinnering. Dat kan één keer.")
    tokens = {}
    for invitation in round.invitations.filter(took_part=False):
        tokens[invitation.email] = token = new_token()
        invitation.reminder_hash = hash_of(token)
        invitation.save(update_fields=["reminder_hash"])
    round.reminded_on = on
    round.save(update_fields=["reminded_on"])
    record(KIND, version.pk, "remind_team", actor=actor, role=role, at=at)
    notices.remind_team(version, round, tokens)


@transaction.atomic
def close_team_round(*, version_id: int, actor: User, at: datetime) -> TeamRound:
    """End the round now. It cannot be opened again: its answers may be seen from here on."""
    version, round, role = _open_round(version_id, actor, localdate(at))
    return _close(version, round, actor, role, at)


def close_team_rounds(*, at: datetime) -> int:
    """Close every round whose last day has passed; returns how many. Run daily."""
    overdue = TeamRound.objects.filter(closed_on=None, until__lt=localdate(at))
    return sum(_close_overdue(pk, at) for pk in overdue.values_list("version", flat=True))


@transaction.atomic
def give_opinion(
    *, token: str, choices: Mapping[str, str], examples: Mapping[str, str], at: datetime
) -> None:
    """Take part once: {question key: choice} and {question key: example from the classroom}.

    That someone took part and what was said are saved together and tied by nothing. Raises CannotTakePart.
    """
    invitation = find_team_invitation(token, at)
    # The round is the lock: whoever closes it, and whoever sends this link twice, waits here.
    round = TeamRound.objects.select_for_update(of=("self",)).get(pk=invitation.round_id)
    find_team_invitation(token, at)
    _check_opinion(round, choices, examples)
    TeamInvitation.objects.filter(pk=invitation.pk).update(took_part=True)
    TeamRound.objects.filter(pk=round.pk).update(took_part=F("took_part") + 1)
    _mix_in(TeamAnswer, "value", round, choices)
    _mix_in(TeamExample, "text", round, examples)


def find_team_invitation(token: str, at: datetime) -> TeamInvitation:
    """The invitation of this link while it can be used. Raises CannotTakePart with the reason."""
    found = invitations_by(token).select_related("round__version__edition", "round__version__profile__site")
    invitation = found.defer("round__version__edition__definition").first()
    if invitation is None:
        raise CannotTakePart("unknown")
    if invitation.took_part:
        raise CannotTakePart("done")
    if standing_of(invitation.round, localdate(at)) == "over":
        raise CannotTakePart("closed")
    return invitation


def _mix_in[Said: (TeamAnswer, TeamExample)](
    rows: type[Said], column: str, round: TeamRound, said: Mapping[str, str]
) -> None:
    """Add what one person said by writing all rows of the round anew, in no order.

    So neither the place of a row nor the transaction that wrote it (PostgreSQL keeps that with each row)
    says which rows came together, or with whom.
    """
    stored: QuerySet = rows.objects.filter(round=round)
    pairs = [*stored.values_list("key", column), *said.items()]
    mixed.shuffle(pairs)
    stored.delete()
    rows.objects.bulk_create(rows(round=round, key=key, **{column: word}) for key, word in pairs)


def _check_opinion(round: TeamRound, choices: Mapping[str, str], examples: Mapping[str, str]) -> None:
    form = questionnaire_of(round.version.edition)
    known = {key: {choice.value for choice in choices_of(form.question(key))} for key in round.questions}
    if not choices:
        raise NotPossible("Kies bij ten minste één vraag een antwoord.")
    fits = all(value in known.get(key, ()) for key, value in choices.items())
    if not fits or not examples.keys() <= known.keys():
        raise NotPossible("Dit antwoord hoort niet bij de vragen van deze ronde.")


def _locked_version(version_id: int) -> Version:
    version = with_place(Version.objects.select_for_update(of=("self",))).filter(pk=version_id).first()
    if version is None:
        raise NotPossible("Dit profiel bestaat niet meer.")
    return version


def _open_round(version_id: int, actor: User, on: date) -> tuple[Version, TeamRound, str]:
    """The round that runs now, locked, and the role in which `actor` leads it."""
    version = _locked_version(version_id)
    roles = roles_for(actor, version, on)
    _check(may_lead_team_round(roles))
    round = TeamRound.objects.select_for_update().filter(version=version).first()
    if round is None or standing_of(round, on) == "over":
        raise NotPossible("Er loopt nu geen teamronde.")
    return version, round, writing_role(roles)


def _end_of_the_round_before(version: Version, at: datetime) -> None:
    """A round at a time; and once answers may be seen, a second round would show who changed or joined."""
    before = TeamRound.objects.select_for_update().filter(version=version).first()
    if before and standing_of(before, localdate(at)) == "open":
        raise NotPossible("Er loopt al een teamronde. Verleng die, of sluit die eerst.")
    if before and before.closed_on is None:
        _close(version, before, None, SYSTEM, at)
    if has_results(version):
        raise NotPossible("Uw team gaf zijn mening al. Een nieuwe ronde kan bij het volgende profiel.")


def _invited(version: Version, addresses: Sequence[str], on: date) -> tuple[list[str], int]:
    """Everyone's address once, in no order; and how many of them have no role at the school."""
    team = {role.user.email.lower() for role in team_at(version.profile.site, on)}
    extra = {address.lower() for address in addresses} - team
    if len(extra) > MOST:
        raise NotPossible(f"U kunt hoogstens {MOST} adressen toevoegen.")
    if len(team) + len(extra) < FEWEST:
        raise NotPossible(
            f"Vraag ten minste {FEWEST} mensen. Bij minder antwoorden laten wij niets zien: "
            "dan blijft niet geheim wie wat zei."
        )
    people = [*team, *extra]
    mixed.shuffle(people)
    return people, len(extra)


def _check(verdict: Verdict) -> None:
    if not verdict:
        raise NotPossible(verdict.reason)


def _check_last_day(until: date, on: date) -> None:
    if not on < until <= on + LONGEST:
        raise NotPossible("Kies een laatste dag na vandaag, en binnen acht weken.")


@transaction.atomic
def _close_overdue(version_id: int, at: datetime) -> bool:
    """False when someone else closed or extended it just now."""
    version = _locked_version(version_id)
    round = TeamRound.objects.select_for_update().filter(version=version, closed_on=None).first()
    if round is None or standing_of(round, localdate(at)) == "open":
        return False
    _close(version, round, None, SYSTEM, at)
    return True


def _close(version: Version, round: TeamRound, actor: User | None, role: str, at: datetime) -> TeamRound:
    """From now on the spreads may be seen. What may never be seen is not kept, nor who was invited."""
    round.closed_on = min(localdate(at), round.until)
    round.save(update_fields=["closed_on"])
    _throw_away_too_few(round)
    round.invitations.update(email="")
    took_part = round.took_part if round.took_part >= FEWEST else None
    details = {"invited": round.invited, "took_part": took_part}
    record(KIND, version.pk, "close_team_round", actor=actor, role=role, at=at, details=details)
    if actor is None:
        notices.tell_team_round_over(version, round, on=localdate(at))
    return round


def _throw_away_too_few(round: TeamRound) -> None:
    """Answers below five at a question, with the examples there."""
    counts = dict.fromkeys(round.questions, 0)
    for key in round.answers.values_list("key", flat=True):
        counts[key] += 1
    few = [key for key, count in counts.items() if count < FEWEST]
    round.answers.filter(key__in=few).delete()
    round.examples.filter(key__in=few).delete()

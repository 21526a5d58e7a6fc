"""After the MR: the school sends the text to the board; the board establishes it or sends it back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.organisations.register import register_of
from dekkend.profiles import notices
from dekkend.profiles.actions.guests import forget_guests
from dekkend.profiles.actions.mr import end_hearing
from dekkend.profiles.actions.publication import publish_profile
from dekkend.profiles.actions.steps import take
from dekkend.profiles.attached import frozen_papers
from dekkend.profiles.hearing import standing
from dekkend.profiles.models import Consultation, Version
from dekkend.profiles.queries import answer_values
from dekkend.questionnaires.evaluation import freeze
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.terms import add_months


@transaction.atomic
def send_to_board(*, version_id: int, actor: User, at: datetime) -> Version:
    """Put the profile, with what the MR said, before the board. Not when consent was refused."""
    with take("send_to_board", version_id, actor, at) as version:
        pass
    notices.ask_board(version, on=localdate(at))
    return version


@transaction.atomic
def withdraw_from_board(*, version_id: int, actor: User, at: datetime) -> Version:
    """Take the profile back while the board has not acted yet. What the MR said stands."""
    with take("withdraw_from_board", version_id, actor, at) as version:
        pass
    return version


@transaction.atomic
def send_back(*, version_id: int, actor: User, reason: str, at: datetime) -> Version:
    """The board wants the text changed, and says why. The MR is asked anew afterwards."""
    with take("send_back", version_id, actor, at, reason=reason) as version:
        end_hearing(version, at)
    notices.tell_sent_back(version, reason=reason, on=localdate(at))
    return version


@transaction.atomic
def establish_profile(
    *,
    version_id: int,
    actor: User,
    on: date,
    valid_until: date,
    answers: Mapping[str, str],
    publish: bool,
    at: datetime,
) -> Version:
    """The board establishes the version: answers the MR, sets the dates, freezes the text.

    `answers` holds the board's words for each say of the MR, by its slug ("mr-advice"). An advice that asks
    for something must be answered. `on` is the day of the board's decision: not in the future, not before the
    MR spoke (WMS 11: that comes before the decision). `valid_until` is at most `regime.valid_months` later.
    With `publish` it is published at once.
    """
    answers = {say: words.strip() for say, words in answers.items() if words.strip()}
    details = {"on": on.isoformat(), "valid_until": valid_until.isoformat(), "answers": answers}
    with take("establish", version_id, actor, at, details=details) as version:
        said = standing(version)
        _check_dates(version, said, on, valid_until, at)
        for consultation in said:
            _answer(consultation, actor, answers.get(consultation.slug, ""), at)
        version.established_on, version.valid_until = on, valid_until
        version.snapshot = frozen(version)
        forget_guests(version)
    notices.tell_established(version, on=localdate(at))
    return publish_profile(version_id=version_id, actor=actor, at=at) if publish else version


def frozen(version: Version) -> dict[str, Any]:
    """What a version says, without hidden answers and without who wrote what. See `Version`."""
    edition, profile = version.edition, version.profile
    answers, register = answer_values(version.pk), register_of(profile.site, profile.partnership)
    return {
        "edition": {"form": edition.form, "name": edition.name, "checksum": edition.checksum},
        "register": register,
        "answers": freeze(questionnaire_of(edition), answers),
        "papers": frozen_papers(version, answers, register),
    }


def _check_dates(
    version: Version, said: list[Consultation], on: date, valid_until: date, at: datetime
) -> None:
    if not said:
        raise NotPossible("De MR is nog niet gehoord.")
    heard_on = max(consultation.decided_on for consultation in said)
    if on > localdate(at):
        raise NotPossible("De datum van het besluit ligt in de toekomst. Kies vandaag of een dag die al was.")
    if on < heard_on:
        raise NotPossible(f"Het besluit komt na wat de MR zegt. Kies {_day(heard_on)} of een latere dag.")
    last = add_months(on, version.regime.valid_months)
    if valid_until <= on:
        raise NotPossible("Het profiel moet na het besluit nog een tijd gelden. Kies een latere einddatum.")
    if valid_until > last:
        raise NotPossible(f"Het profiel mag gelden tot en met {_day(last)}. Kies die dag of een eerdere.")


def _answer(said: Consultation, actor: User, answer: str, at: datetime) -> None:
    if said.needs_answer and not answer:
        body = said.get_body_display()
        raise NotPossible(f"Geef antwoord op het advies van {body}. Leg uit wat het bestuur ermee doet.")
    if answer:
        said.answer, said.answered_by_name, said.answered_at = answer, actor.name, at
        said.save(update_fields=["answer", "answered_by_name", "answered_at"])


def _day(day: date) -> str:
    return date_format(day, "j F Y")

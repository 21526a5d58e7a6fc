"""The school sends the advised profile to the board; the board establishes it or sends it back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.organisations.register import register_of
from dekkend.profiles import notices
from dekkend.profiles.actions.mr import supersede_advice
from dekkend.profiles.actions.publication import publish_profile
from dekkend.profiles.actions.steps import take
from dekkend.profiles.models import Advice, Version
from dekkend.profiles.queries import answer_values, standing_advice
from dekkend.questionnaires.evaluation import freeze
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.terms import add_months


@transaction.atomic
def send_to_board(*, version_id: int, actor: User, at: datetime) -> Version:
    """Put the profile, with the MR's advice, before the board."""
    with take("send_to_board", version_id, actor, at) as version:
        pass
    notices.ask_board(version, on=localdate(at))
    return version


@transaction.atomic
def withdraw_from_board(*, version_id: int, actor: User, at: datetime) -> Version:
    """Take the profile back while the board has not acted yet. The advice stands."""
    with take("withdraw_from_board", version_id, actor, at) as version:
        pass
    return version


@transaction.atomic
def send_back(*, version_id: int, actor: User, reason: str, at: datetime) -> Version:
    """The board wants the text changed, and says why. The MR is asked anew afterwards."""
    with take("send_back", version_id, actor, at, reason=reason) as version:
        supersede_advice(version, at)
    notices.tell_sent_back(version, reason=reason, on=localdate(at))
    return version


@transaction.atomic
def establish_profile(
    *,
    version_id: int,
    actor: User,
    on: date,
    valid_until: date,
    answer_to_advice: str,
    publish: bool,
    at: datetime,
) -> Version:
    """The board establishes the version: answers the MR, sets the dates, freezes the text.

    `on` is the day of the board's decision: not in the future, not before the MR's advice (WMS 11: advice
    comes before the decision). `valid_until` is at most `regime.valid_months` later. With `publish` it is
    published at once.
    """
    details = {
        "on": on.isoformat(),
        "valid_until": valid_until.isoformat(),
        "answer": answer_to_advice.strip(),
    }
    with take("establish", version_id, actor, at, details=details) as version:
        advice = _check_dates(version, on, valid_until, at)
        _answer(advice, actor, answer_to_advice, at)
        version.established_on, version.valid_until = on, valid_until
        version.snapshot = frozen(version)
    notices.tell_established(version, on=localdate(at))
    return publish_profile(version_id=version_id, actor=actor, at=at) if publish else version


def frozen(version: Version) -> dict[str, Any]:
    """What a version says, without hidden answers and without who wrote what. See `Version`."""
    edition, profile = version.edition, version.profile
    return {
        "edition": {"form": edition.form, "name": edition.name, "checksum": edition.checksum},
        "register": register_of(profile.site, profile.partnership),
        "answers": freeze(questionnaire_of(edition), answer_values(version.pk)),
    }


def _check_dates(version: Version, on: date, valid_until: date, at: datetime) -> Advice:
    advice = standing_advice(version)
    if advice is None:
        raise NotPossible("De MR heeft nog geen advies gegeven.")
    advised_on = localdate(advice.given_at)
    if on > localdate(at):
        raise NotPossible("De datum van het besluit ligt in de toekomst. Kies vandaag of een dag die al was.")
    if on < advised_on:
        raise NotPossible(
            f"Het besluit komt na het advies van de MR. Kies {_day(advised_on)} of een latere dag."
        )
    last = add_months(on, version.regime.valid_months)
    if valid_until <= on:
        raise NotPossible("Het profiel moet na het besluit nog een tijd gelden. Kies een latere einddatum.")
    if valid_until > last:
        raise NotPossible(f"Het profiel mag gelden tot en met {_day(last)}. Kies die dag of een eerdere.")
    return advice


def _answer(advice: Advice, actor: User, answer: str, at: datetime) -> None:
    if advice.needs_answer and not answer.strip():
        raise NotPossible("Geef antwoord op het advies van de MR. Leg uit wat het bestuur ermee doet.")
    if answer.strip():
        advice.answer, advice.answered_by_name, advice.answered_at = answer.strip(), actor.name, at
        advice.save(update_fields=["answer", "answered_by_name", "answered_at"])


def _day(day: date) -> str:
    return date_format(day, "j F Y")

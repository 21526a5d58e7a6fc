"""A school with a team, a form that asks it something, and colleagues who answer."""

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.timezone import localdate

from dekkend.conftest import make_person
from dekkend.organisations.models import Role
from dekkend.profiles import actions
from dekkend.profiles.actions.teamround import Opened
from dekkend.profiles.models import Version
from dekkend.questionnaires.loader import load_edition
from tools.kept import kept

FORM = Path(__file__).parent / "teamproef.toml"
NEEDS, GOAL = "work.needs", "work.goal"
YES, NO = "implemented", "developing"


@kept
def edition(db):
    return load_edition(FORM)


@kept
def colleagues(site, head, coordinator, teacher):
    """With three more teachers: six people."""
    more = [make_person(name, Role.TEACHER, site=site) for name in ("Anna Kok", "Bram Kuiper", "Cem Aydin")]
    return [head, coordinator, teacher, *more]


@kept
def version(site, region, regime, head, colleagues, at) -> Version:
    return actions.start_working_copy(site=site, partnership=region, actor=head, at=at)


@kept
def at() -> datetime:
    return timezone.now()


@kept
def opened(version, head, at) -> Opened:
    return open_round(version, head, at)


def open_round(version: Version, actor, at: datetime, addresses=(), days: int = 7) -> Opened:
    until = localdate(at) + timedelta(days=days)
    return actions.open_team_round(
        version_id=version.pk, actor=actor, until=until, addresses=addresses, at=at
    )


def answer(opened: Opened, at: datetime, choices: list[str], **more) -> None:
    """One colleague for each of these choices at the first question, each by their own link."""
    for choice, token in zip(choices, opened.tokens.values(), strict=False):
        actions.give_opinion(token=token, choices={NEEDS: choice}, examples={}, at=at, **more)


def close(version: Version, actor, at: datetime):
    return actions.close_team_round(version_id=version.pk, actor=actor, at=at)

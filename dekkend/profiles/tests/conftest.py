"""A small form, a working copy that passes every check, and a way to bring it to any state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from dekkend.conftest import make_regime
from dekkend.profiles import actions
from dekkend.profiles.checks import findings_of
from dekkend.profiles.models import Answer, Version
from dekkend.questionnaires.loader import load_edition
from tools.kept import kept

FORM = Path(__file__).parent / "proef.toml"
MISSION = "Ieder kind hoort erbij, en elk kind mag bij ons fouten maken."
COMPLETE = {
    "school.motto": "Samen verder",
    "school.nickname": "De Ton",
    "mission": MISSION,
    "support.reporting_code": True,
    "support.bullying": True,
}


@kept
def edition(db):
    return load_edition(FORM)


@kept
def at() -> datetime:
    return timezone.now()


def answer(version: Version, values: dict, person=None, revision: int = 1) -> None:
    """Put answers in place, not through the hot path."""
    for key, value in values.items():
        Answer.objects.update_or_create(
            version=version,
            key=key,
            defaults={
                "value": value,
                "revision": revision,
                "saved_by": person,
                "saved_by_name": person.name if person else "",
                "saved_at": timezone.now(),
                "is_carried": False,
            },
        )


@kept
def version(site, region, regime, head, at) -> Version:
    """A complete working copy of De Regenton."""
    version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    answer(version, COMPLETE, head)
    return version


@contextmanager
def refuses(words: str) -> Iterator[None]:
    """What is done inside is refused, and the reason holds these words."""
    with pytest.raises(actions.NotPossible) as refused:
        yield
    assert words in refused.value.reason


def establish(version: Version, actor, at: datetime, **more) -> Version:
    """With what a board fills in: today, for two years."""
    words = {
        "on": localdate(at),
        "valid_until": localdate(at) + timedelta(days=730),
        "answers": {"mr-advice": "Wij doen wat u vraagt."},
        "publish": False,
    }
    return actions.establish_profile(version_id=version.pk, actor=actor, at=at, **(words | more))


def advise(version: Version, person, at: datetime, outcome: str = "positive_if", **more) -> Version:
    """The MR's advice, of today."""
    words = {"say": "mr-advice", "decided_on": localdate(at), "reasons": "Meer taal.", "outcome": outcome}
    return actions.record_outcome(version_id=version.pk, actor=person, at=at, **(words | more))


def seen(version: Version, at: datetime) -> set[str]:
    """What is to be ticked before it goes to the MR: in a first profile of these tests nothing."""
    return {finding.id for finding in findings_of(version, localdate(at))}


@kept
def bring(head, mr_parent, board_member, at) -> Callable[..., Version]:
    """bring(version, "with_board") does every act on the way; the advice is `outcome`."""

    def go(version: Version, state: str, outcome: str = "positive_if", moment: datetime = at) -> Version:
        who = {"version_id": version.pk, "at": moment}
        steps = [
            ("with_mr", lambda: actions.send_to_mr(actor=head, confirmed=seen(version, moment), **who)),
            (
                "heard",
                lambda: advise(version, mr_parent, moment, outcome),
            ),
            ("with_board", lambda: actions.send_to_board(actor=head, **who)),
            ("established", lambda: establish(version, board_member, moment)),
            ("published", lambda: actions.publish_profile(actor=head, **who)),
        ]
        for name, step in steps:
            step()
            if name == state:
                break
        return Version.objects.get(pk=version.pk)

    return go


PUPILS = {
    "groups": "groep 5 tot en met 8",
    "how": "een kringgesprek",
    "outcome": "Een stille plek helpt. Die komt er.",
}


def hear_pupils(version: Version, person, at: datetime, **more):
    """The opinion of the pupils, asked today."""
    words = PUPILS | {"asked_on": localdate(at), "revision": 0}
    return actions.record_pupils_opinion(version_id=version.pk, actor=person, at=at, **(words | more))


def consent(version: Version, person, at: datetime, outcome: str = "given", **more) -> Version:
    """What the parents' section says to the text, today."""
    return advise(version, person, at, outcome, **({"say": "parents-consent"} | more))


@kept
def guide(site, region, edition, head, at) -> Version:
    """A complete working copy of De Regenton on the route of the schoolgids: everyone has a say."""
    make_regime(region, edition, "school_guide")
    version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    answer(version, COMPLETE, head)
    return version


@kept
def asked(guide, head, at) -> Version:
    """The same, with the pupils heard and the MR to speak."""
    hear_pupils(guide, head, at)
    return actions.send_to_mr(version_id=guide.pk, actor=head, confirmed=set(), at=at)

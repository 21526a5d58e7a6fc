"""Two things at the same moment leave one clear state."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from dekkend.profiles import actions
from dekkend.profiles.models import TeamAnswer, TeamInvitation, TeamRound
from dekkend.profiles.tests.teamround.conftest import NEEDS, NO, YES, close, open_round

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list[str]:
    """What became of each: "" or the reason why not."""
    start = Barrier(len(acts))

    def run(act) -> str:
        start.wait()
        try:
            act()
        except actions.NotPossible as refused:
            return refused.reason
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def give(opened, number: int, at, choice: str = YES):
    token = list(opened.tokens.values())[number]
    return lambda: actions.give_opinion(token=token, choices={NEEDS: choice}, examples={}, at=at)


def test_one_link_sent_twice_counts_once(opened, at):
    outcomes = at_once(give(opened, 0, at), give(opened, 0, at, NO), give(opened, 0, at))
    assert sorted(outcomes) == ["", "U deed al mee.", "U deed al mee."]
    assert TeamAnswer.objects.count() == 1
    assert TeamRound.objects.get().took_part == 1


def test_a_whole_team_at_once_loses_nobody(opened, at):
    assert at_once(*(give(opened, number, at) for number in range(6))) == [""] * 6
    assert TeamAnswer.objects.count() == 6
    assert TeamRound.objects.get().took_part == 6


def test_closing_while_someone_sends_is_before_or_after_never_half(version, head, opened, at):
    for number in range(4):
        give(opened, number, at)()
    sent, closed = at_once(give(opened, 4, at), lambda: close(version, head, at))
    assert closed == ""
    accepted = sent == ""
    assert sent in ("", "De ronde is gesloten.")
    assert TeamRound.objects.get().took_part == (5 if accepted else 4)
    assert TeamInvitation.objects.filter(took_part=True).count() == (5 if accepted else 4)
    assert TeamAnswer.objects.count() == (5 if accepted else 0)


def test_two_who_begin_a_round_make_one(version, head, coordinator, at):
    outcomes = at_once(lambda: open_round(version, head, at), lambda: open_round(version, coordinator, at))
    assert sorted(outcomes) == ["", "Er loopt al een teamronde. Verleng die, of sluit die eerst."]
    assert TeamRound.objects.count() == 1

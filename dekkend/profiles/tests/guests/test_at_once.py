"""A guest and someone of the school at the same moment: before or after, never half."""

import pytest

from dekkend.profiles import actions
from dekkend.profiles.models import Answer, AnswerRevision, Guest
from dekkend.profiles.tests.guests.conftest import NURSE, invite
from dekkend.profiles.tests.teamround.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_withdrawing_while_the_guest_saves(version, guest, token, head, at):
    words = {"token": token, "key": "mission", "value": "Van Noor.", "revision": 1, "at": at}
    saved, withdrawn = at_once(
        lambda: actions.save_answer_as_guest(**words),
        lambda: actions.withdraw_guest(version_id=version.pk, guest_id=guest.pk, actor=head, at=at),
    )
    assert withdrawn == ""
    assert saved in ("", "De school heeft uw toegang gestopt.")
    assert (Answer.objects.get(key="mission").value == "Van Noor.") is (saved == "")
    assert AnswerRevision.objects.filter(key="mission").count() == (saved == "")
    assert Guest.objects.get().withdrawn_at == at


def test_one_code_in_two_browsers_lets_one_in(token, at):
    code = actions.send_guest_code(token=token, at=at)
    outcomes: list[str] = []
    enter = lambda: outcomes.append(actions.enter_as_guest(token=token, code=code, at=at))  # noqa: E731
    assert at_once(enter, enter) == ["", ""]
    assert sorted(outcomes) == ["right", "spent"]


def test_every_wrong_code_counts(token, at):
    code = actions.send_guest_code(token=token, at=at)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    at_once(*[lambda: actions.enter_as_guest(token=token, code=wrong, at=at)] * 5)
    assert Guest.objects.get().wrong_codes == 5
    assert actions.enter_as_guest(token=token, code=code, at=at) == "spent"


def test_the_button_pressed_twice_invites_once(version, head, at):
    outcomes = at_once(lambda: invite(version, head, at), lambda: invite(version, head, at))
    assert sorted(outcomes)[0] == ""
    assert "Deze gast staat al in de lijst." in sorted(outcomes)[1]
    assert Guest.objects.filter(email=NURSE["email"]).count() == 1

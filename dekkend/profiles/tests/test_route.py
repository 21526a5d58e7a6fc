"""The table: who may do what from which state, for every role and every state."""

import pytest
from django.utils.timezone import localdate

from dekkend.organisations.models import Role
from dekkend.profiles.models import Version
from dekkend.profiles.transitions import ROUTE
from dekkend.workflow.engine import may
from dekkend.workflow.table import STAYS, SYSTEM

HEAD, MR, BOARD = (
    {Role.HEAD_TEACHER},
    {Role.MR_PARENT, Role.MR_STAFF, Role.MR_SECRETARY},
    {Role.BOARD_MEMBER, Role.SIGNATORY, Role.MANDATED_HEAD},
)
ROUTE_AS_AGREED = {
    ("working", "send_to_mr", "with_mr"): HEAD,
    ("with_mr", "withdraw_from_mr", "working"): HEAD,
    ("with_mr", "record_outcome", STAYS): MR,
    ("heard", "record_outcome", STAYS): MR,
    ("with_mr", "take_back_outcome", "with_mr"): MR,
    ("heard", "take_back_outcome", "with_mr"): MR,
    ("with_mr", "lapse_term", STAYS): {SYSTEM},
    ("with_mr", "close_hearing", "heard"): {SYSTEM},
    ("with_mr", "rework", "working"): HEAD,
    ("heard", "rework", "working"): HEAD,
    ("heard", "send_to_board", "with_board"): HEAD,
    ("with_board", "withdraw_from_board", "heard"): HEAD,
    ("with_board", "send_back", "working"): BOARD,
    ("with_board", "establish", "established"): BOARD,
    ("established", "publish", "published"): BOARD | HEAD,
    ("published", "succeed", "succeeded"): {SYSTEM},
    ("published", "expire", "expired"): {SYSTEM},
}
WHEN_SOMEBODY_SPOKE = {"take_back_outcome", "rework"}
WHEN_NOBODY_DID = {"withdraw_from_mr", "record_outcome"}


def test_the_table_holds_exactly_the_agreed_route():
    found = {(source, t.name, t.target): set(t.who) for t in ROUTE.transitions for source in t.source}
    assert found == ROUTE_AS_AGREED


def test_every_state_has_words_inside_and_outside():
    assert [state.name for state in ROUTE.states] == Version.State.values
    assert [state.inside for state in ROUTE.states] == Version.State.labels
    assert all(state.outside for state in ROUTE.states)


@pytest.mark.parametrize("state", Version.State.values)
@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("spoke", [True, False], ids=["the MR spoke", "nobody spoke"])
def test_a_role_may_do_in_a_state_what_the_table_says(version, role, state, spoke, at):
    version.state = state
    version.mr_asked_on = version.mr_due_on = version.valid_until = localdate()
    if spoke:
        facts = {"outcome": "positive", "decided_on": localdate(), "recorded_at": at}
        version.consultations.create(body="mr", right="advice", **facts)
    allowed = {t.name for t in ROUTE.transitions if may(t, version, {role}, localdate())}
    in_table = {name for (source, name, _), who in ROUTE_AS_AGREED.items() if source == state and role in who}
    assert allowed == in_table - (WHEN_NOBODY_DID if spoke else WHEN_SOMEBODY_SPOKE)


def test_what_needs_a_reason_says_what_to_write():
    asking = {t.name: t.reason_label for t in ROUTE.transitions if t.needs_reason}
    assert asking == {
        "rework": "Wat gaat u aanpassen, en waarom?",
        "send_back": "Wat moet de school aanpassen, en waarom?",
    }

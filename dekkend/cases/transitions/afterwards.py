"""The help runs: it is evaluated, goes on or ends; and whoever does not agree objects."""

from dekkend.cases.conditions import a_parent_can_be_asked
from dekkend.cases.transitions.states import DECIDED, DESK, EVERY, PARENT, SCHOOL
from dekkend.workflow.table import STAYS, Transition

AFTERWARDS = (
    Transition(
        "evaluate",
        source=("in_force",),
        target="evaluated",
        who=SCHOOL,
        label="Leg de evaluatie vast",
        done="Geëvalueerd",
        needs_reason=True,
        reason_label="Wat heeft de hulp gedaan? Wat vinden de ouders en het kind?",
    ),
    # A next round of the same kind: the parents say yes again, and the Loket reads it again.
    Transition(
        "ask_extension",
        source=("evaluated",),
        target="with_parents",
        who=SCHOOL,
        condition=a_parent_can_be_asked,
        label="Vraag verlenging",
        done="Verlenging gevraagd",
        needs_reason=True,
        reason_label="Waarom moet de hulp doorgaan?",
    ),
    Transition(
        "pass_on",
        source=("evaluated", "refused"),
        target="ended",
        who=SCHOOL,
        label="Ga verder met andere hulp",
        done="Overgegaan op andere hulp",
    ),
    Transition(
        "end",
        source=("in_force", "evaluated"),
        target="ended",
        who=(*SCHOOL, *DESK),
        label="Rond af",
        done="Afgerond",
        needs_reason=True,
        reason_label="Waarom stopt de hulp?",
    ),
    # Parents or school do not agree: by law (Awb), or as the region lets look at it again. See `objection`.
    Transition(
        "object",
        source=DECIDED,
        target=STAYS,
        who=(*PARENT, *SCHOOL, *DESK),
        label="Leg bezwaar vast",
        done="Bezwaar gemaakt",
    ),
    # It stays open, and can be taken back and decided on, whatever the school does with its request.
    Transition(
        "withdraw_objection",
        source=EVERY,
        target=STAYS,
        who=PARENT,
        label="Trek uw bezwaar in",
        done="Bezwaar ingetrokken",
    ),
    Transition(
        "adjourn_objection",
        source=EVERY,
        target=STAYS,
        who=DESK,
        label="Stel het besluit op bezwaar uit",
        done="Besluit op bezwaar uitgesteld",
        needs_reason=True,
        reason_label="Waarom is er meer tijd nodig? School en ouders lezen dit.",
    ),
    Transition(
        "note_committees_advice",
        source=EVERY,
        target=STAYS,
        who=DESK,
        label="Leg het advies van de commissie vast",
        done="Advies van de bezwaarcommissie vastgelegd",
    ),
    Transition(
        "end_objection",
        source=EVERY,
        target=STAYS,
        who=DESK,
        label="Beslis op het bezwaar",
        done="Op het bezwaar beslist: het besluit blijft",
        needs_reason=True,
        reason_label="Waarom? School en ouders lezen dit.",
    ),
    Transition(
        "uphold_objection",
        source=(*DECIDED, "withdrawn"),
        target="intake",
        who=DESK,
        label="Geef het bezwaar gelijk",
        done="Bezwaar gegrond: er komt een nieuw besluit",
        needs_reason=True,
        reason_label="Waarom? School en ouders lezen dit.",
    ),
)

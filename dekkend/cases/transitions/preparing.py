"""The school writes, the parents say what they think, and the request goes to the Loket."""

from dekkend.cases.conditions import (
    a_parent_can_be_asked,
    nobody_else_reads,
    parents_are_asked,
    parents_had_their_say,
)
from dekkend.cases.transitions.states import PARENT, SCHOOL, TO_THE_HELP, UNDER_WAY
from dekkend.workflow.table import STAYS, Transition

PREPARING = (
    Transition(
        "talk_inside",
        source=("draft",),
        target="internal",
        who=SCHOOL,
        condition=nobody_else_reads,
        label="Bespreek het eerst binnen de school",
        done="Besproken binnen de school",
    ),
    Transition(
        "end_talk",
        source=("internal",),
        target="draft",
        who=SCHOOL,
        label="Ga verder met schrijven",
        done="Gesprek binnen de school afgerond",
    ),
    Transition(
        "share_with_parents",
        source=("draft", "internal"),
        target="with_parents",
        who=SCHOOL,
        condition=a_parent_can_be_asked,
        label="Deel het met de ouders",
        done="Gedeeld met de ouders",
    ),
    Transition(
        "take_back_from_parents",
        source=("with_parents",),
        target="draft",
        who=SCHOOL,
        label="Haal het terug om te veranderen",
        done="Teruggehaald bij de ouders",
        needs_reason=True,
        reason_label="Wat gaat u veranderen? De ouders lezen dit.",
    ),
    Transition(
        "answer_request",
        source=("with_parents", "asked"),
        target=STAYS,
        who=(*PARENT, *SCHOOL),
        condition=parents_are_asked,
        label="Zeg ja of nee",
        done="Gezegd wat de ouder ervan vindt",
    ),
    Transition(
        "send",
        source=("with_parents",),
        target="sent",
        who=SCHOOL,
        condition=parents_had_their_say,
        label="Verstuur naar het Loket",
        done="Verstuurd naar het Loket",
    ),
    # Until the award a parent can take the consent back; the request then goes back to the table at school.
    Transition(
        "withdraw_consent",
        source=UNDER_WAY,
        target="with_parents",
        who=PARENT,
        label="Trek uw toestemming in",
        done="Toestemming ingetrokken",
    ),
    Transition(
        "withdraw_request",
        source=("draft", "internal", "with_parents", *UNDER_WAY),
        target="withdrawn",
        instead=TO_THE_HELP,
        who=SCHOOL,
        label="Trek de aanvraag in",
        done="Aanvraag ingetrokken",
        needs_reason=True,
        reason_label="Waarom trekt u de aanvraag in?",
    ),
)

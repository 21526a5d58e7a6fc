"""The route of extra support, as a table that a policy officer can read.

Who may award (the Loket or the CTC), whether the parents must say yes, within how many weeks a decision is
due, how long an award lasts: that differs by kind of support and by region. It stands in
`definitions/arrangements/`, a file for each school year. What must be so before a step may be taken:
`conditions`.
"""

from dekkend.cases.conditions import (
    a_parent_can_be_asked,
    experts_are_needed,
    nobody_holds_it,
    parents_had_their_say,
    ready_for_the_committee,
    someone_holds_it,
    the_award_is_over,
    the_committee_can_decide,
    the_desk_decides,
)
from dekkend.cases.involvement import roles_to_act
from dekkend.cases.models import Case
from dekkend.cases.reasons import sealed
from dekkend.organisations.models import Role
from dekkend.workflow.table import STAYS, SYSTEM, State, Table, Transition

HEAD, COORDINATOR = Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR
SCHOOL = (COORDINATOR, HEAD)
DESK = (Role.SERVICE_DESK,)
COMMITTEE = (Role.COMMITTEE_SECRETARY,)
EXPERTS = (Role.EXPERT,)
MEMBERS = (Role.COMMITTEE_MEMBER,)
PARENT = (Role.PARENT,)
KEEPERS = (Role.PRIVACY_OFFICER, Role.SERVICE_DESK)

KIND = "case"

DECIDED = ("in_force", "evaluated", "refused", "ended")
# A second objection may be open while a first one that was right leads to a new decision.
OBJECTED = (*DECIDED, "with_parents", "sent", "asked", "intake", "on_agenda")
UNDER_WAY = ("sent", "asked", "intake", "on_agenda")


STATES = (
    #     name             inside                      outside                        waits for
    State("draft", "in voorbereiding", "de school schrijft", SCHOOL, "Schrijf het dossier af"),
    State("internal", "gesprek binnen de school", "de school schrijft", SCHOOL, "Rond het gesprek af"),
    State(
        "with_parents",
        "bij de ouders",
        "bij de ouders",
        (*PARENT, *SCHOOL),
        "Wacht op de ouders, of verstuur",
    ),
    State("sent", "net binnen", "bij het Loket", DESK, "Kijk of alles er is"),
    State("asked", "vraag aan de school", "de school vult aan", SCHOOL, "Geef antwoord aan het Loket"),
    State("intake", "bij het Loket", "bij het Loket", DESK, "Breng in kaart wat nodig is, en beslis"),
    State("on_agenda", "bij de CTC", "bij de CTC", COMMITTEE, "Neem het besluit"),
    State("in_force", "toegekend", "de hulp loopt", SCHOOL, "Evalueer met de ouders"),
    State("evaluated", "geëvalueerd", "geëvalueerd", SCHOOL, "Vraag verlenging, of rond af"),
    State("refused", "afgewezen", "afgewezen"),
    State("ended", "afgerond", "afgerond"),
    State("withdrawn", "ingetrokken", "ingetrokken"),
)

TRANSITIONS = (
    Transition(
        "talk_inside",
        source=("draft",),
        target="internal",
        who=SCHOOL,
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
        source=("with_parents",),
        target=STAYS,
        who=(*PARENT, *SCHOOL),
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
        who=SCHOOL,
        label="Trek de aanvraag in",
        done="Aanvraag ingetrokken",
        needs_reason=True,
        reason_label="Waarom trekt u de aanvraag in?",
    ),
    Transition(
        "make_urgent",
        source=("sent", "asked", "intake", "on_agenda"),
        target=STAYS,
        who=(*DESK, *SCHOOL),
        label="Vraag om spoed",
        done="Spoed gevraagd",
        needs_reason=True,
        reason_label="Waarom kan het niet wachten?",
    ),
    Transition(
        "ask_school",
        source=("sent", "intake", "on_agenda"),
        target="asked",
        who=(*DESK, *COMMITTEE),
        label="Vraag de school iets",
        done="Vraag gesteld aan de school",
        needs_reason=True,
        reason_label="Wat mist er, of wat wilt u weten?",
    ),
    Transition(
        "answer_desk",
        source=("asked",),
        target="sent",
        who=SCHOOL,
        label="Stuur het antwoord",
        done="Vraag van het Loket beantwoord",
        needs_reason=True,
        reason_label="Wat is uw antwoord, of wat hebt u aangevuld?",
    ),
    Transition(
        "accept",
        source=("sent",),
        target="intake",
        who=DESK,
        label="Alles is er: neem in behandeling",
        done="Compleet, en in behandeling genomen",
    ),
    Transition(
        "map_needs",
        source=("intake", "on_agenda"),
        target=STAYS,
        who=DESK,
        label="Leg vast wat het kind nodig heeft",
        done="Vastgelegd wat het kind nodig heeft",
    ),
    Transition(
        "plan_talk",
        source=("sent", "intake", "on_agenda"),
        target=STAYS,
        who=DESK,
        label="Plan een gesprek of een observatie",
        done="Gesprek of observatie gepland",
    ),
    # A declaration (tlv) rests on two experts, each of a profession that the law names: see `declaration`.
    Transition(
        "ask_expert",
        source=("intake", "on_agenda"),
        target=STAYS,
        who=(*DESK, *COMMITTEE),
        condition=experts_are_needed,
        label="Vraag een deskundige om advies",
        done="Advies gevraagd aan een deskundige",
    ),
    Transition(
        "give_opinion",
        source=("asked", "intake", "on_agenda"),
        target=STAYS,
        who=EXPERTS,
        condition=experts_are_needed,
        label="Geef uw advies",
        done="Advies van een deskundige gegeven",
    ),
    Transition(
        "decline_opinion",
        source=("asked", "intake", "on_agenda"),
        target=STAYS,
        who=EXPERTS,
        label="Geef de plaats terug",
        done="Deskundige gaf de plaats terug",
        needs_reason=True,
        reason_label="Waarom geeft u geen advies?",
    ),
    # Of an expert without an account: who sent the advice on paper.
    Transition(
        "record_opinion",
        source=("asked", "intake", "on_agenda"),
        target=STAYS,
        who=(*DESK, *COMMITTEE),
        condition=experts_are_needed,
        label="Leg het advies vast",
        done="Advies van een deskundige vastgelegd",
    ),
    Transition(
        "free_seat",
        source=("asked", "intake", "on_agenda"),
        target=STAYS,
        who=(*DESK, *COMMITTEE),
        label="Maak de plaats vrij",
        done="Plaats van een deskundige vrijgemaakt",
        needs_reason=True,
        reason_label="Waarom geeft deze deskundige geen advies?",
    ),
    Transition(
        "extend_term",
        source=UNDER_WAY,
        target=STAYS,
        who=(*DESK, *COMMITTEE),
        label="Neem meer tijd",
        done="Termijn verlengd",
        needs_reason=True,
        reason_label="Waarom is er meer tijd nodig? School en ouders lezen dit.",
    ),
    Transition(
        "award_by_desk",
        source=("intake",),
        target="in_force",
        who=DESK,
        condition=the_desk_decides,
        label="Ken toe",
        done="Toegekend door het Loket",
    ),
    Transition(
        "refuse_by_desk",
        source=("intake",),
        target="refused",
        who=DESK,
        condition=the_desk_decides,
        label="Wijs af",
        done="Afgewezen door het Loket",
    ),
    Transition(
        "put_on_agenda",
        source=("intake",),
        target="on_agenda",
        who=(*DESK, *COMMITTEE),
        condition=ready_for_the_committee,
        label="Zet op de lijst van de CTC",
        done="Op de lijst van de CTC gezet",
    ),
    # The secretary puts it on a meeting, members advise; who is tied to school, board or family has no say.
    Transition(
        "schedule",
        source=("on_agenda",),
        target=STAYS,
        who=COMMITTEE,
        label="Zet op een vergadering",
        done="Op de agenda van een vergadering gezet",
    ),
    Transition(
        "declare_conflict",
        source=("on_agenda",),
        target=STAYS,
        who=(*MEMBERS, *COMMITTEE),
        label="Meld een belang",
        done="Gemeld dat iemand van de CTC niet meebeslist",
    ),
    Transition(
        "lift_conflict",
        source=("on_agenda",),
        target=STAYS,
        who=COMMITTEE,
        label="Haal de melding weg",
        done="Melding van een belang weggehaald",
        needs_reason=True,
        reason_label="Waarom is er toch geen belang?",
    ),
    Transition(
        "advise",
        source=("on_agenda",),
        target=STAYS,
        who=MEMBERS,
        label="Geef uw advies",
        done="Advies van een lid van de CTC gegeven",
    ),
    Transition(
        "write_minutes",
        source=("on_agenda", "in_force", "refused"),
        target=STAYS,
        who=COMMITTEE,
        label="Bewaar de notulen",
        done="Notulen van de CTC geschreven",
    ),
    Transition(
        "take_off_agenda",
        source=("on_agenda",),
        target="intake",
        who=COMMITTEE,
        label="Haal van de lijst van de CTC",
        done="Van de lijst van de CTC gehaald",
        needs_reason=True,
        reason_label="Waarom gaat het van de lijst?",
    ),
    Transition(
        "award_by_committee",
        source=("on_agenda",),
        target="in_force",
        who=COMMITTEE,
        condition=the_committee_can_decide,
        label="Leg vast: toegekend",
        done="Toegekend door de CTC",
    ),
    Transition(
        "refuse_by_committee",
        source=("on_agenda",),
        target="refused",
        who=COMMITTEE,
        condition=the_committee_can_decide,
        label="Leg vast: afgewezen",
        done="Afgewezen door de CTC",
    ),
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
    Transition(
        "adjourn_objection",
        source=OBJECTED,
        target=STAYS,
        who=DESK,
        label="Stel het besluit op bezwaar uit",
        done="Besluit op bezwaar uitgesteld",
        needs_reason=True,
        reason_label="Waarom is er meer tijd nodig? School en ouders lezen dit.",
    ),
    Transition(
        "note_committees_advice",
        source=OBJECTED,
        target=STAYS,
        who=DESK,
        label="Leg het advies van de commissie vast",
        done="Advies van de bezwaarcommissie vastgelegd",
    ),
    Transition(
        "end_objection",
        source=OBJECTED,
        target=STAYS,
        who=DESK,
        label="Beslis op het bezwaar",
        done="Op het bezwaar beslist: het besluit blijft",
        needs_reason=True,
        reason_label="Waarom? School en ouders lezen dit.",
    ),
    Transition(
        "uphold_objection",
        source=DECIDED,
        target="intake",
        who=DESK,
        label="Geef het bezwaar gelijk",
        done="Bezwaar gegrond: er komt een nieuw besluit",
        needs_reason=True,
        reason_label="Waarom? School en ouders lezen dit.",
    ),
    Transition(
        "lapse",
        source=("in_force", "evaluated"),
        target="ended",
        who=(SYSTEM,),
        condition=the_award_is_over,
        label="Laat aflopen",
        done="De hulp is afgelopen",
    ),
    # A year in which nothing happened: nobody is waiting for it any more.
    Transition(
        "abandon",
        source=("draft", "internal", "with_parents"),
        target="withdrawn",
        who=(SYSTEM,),
        label="Laat vervallen",
        done="Vervallen: er gebeurde lang niets",
    ),
    # An objection or a complaint: the file is needed longer than its rule keeps it.
    Transition(
        "put_on_hold",
        source=tuple(state.name for state in STATES),
        target=STAYS,
        who=KEEPERS,
        condition=nobody_holds_it,
        label="Bewaar dit dossier langer",
        done="Langer bewaren: het dossier wordt voorlopig niet vernietigd",
        needs_reason=True,
        reason_label="Waarom moet dit dossier langer bewaard worden?",
    ),
    Transition(
        "release",
        source=tuple(state.name for state in STATES),
        target=STAYS,
        who=KEEPERS,
        condition=someone_holds_it,
        label="Laat weer vernietigen als het tijd is",
        done="Niet langer bewaren dan de regel zegt",
        needs_reason=True,
        reason_label="Waarom hoeft dit dossier niet langer bewaard te worden?",
    ),
)


ROUTE = Table(KIND, Case, roles_to_act, STATES, TRANSITIONS, seal=sealed)

"""The states of a request, and who has a part in its steps."""

from dekkend.cases.conditions import help_runs
from dekkend.organisations.models import Role
from dekkend.workflow.table import State

HEAD, COORDINATOR = Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR
SCHOOL = (COORDINATOR, HEAD)
DESK = (Role.SERVICE_DESK,)
COMMITTEE = (Role.COMMITTEE_SECRETARY,)
EXPERTS = (Role.EXPERT,)
MEMBERS = (Role.COMMITTEE_MEMBER,)
PARENT = (Role.PARENT,)
KEEPERS = (Role.PRIVACY_OFFICER, Role.SERVICE_DESK)

UNDER_WAY = ("sent", "asked", "intake", "on_agenda")
DECIDED = ("in_force", "evaluated", "refused", "ended")
# Where an extension leads that does not come: the help goes on to its last day, and then lapses by itself.
TO_THE_HELP = ("evaluated", help_runs)

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
EVERY = tuple(state.name for state in STATES)

"""What can happen to what a parent said, as a table that a policy officer can read."""

from collections.abc import Iterable
from datetime import date

from dekkend.organisations.models import User
from dekkend.profiles.queries import roles_for
from dekkend.website.feedback.rules import MODERATORS, OF_SCHOOL
from dekkend.website.models import Feedback
from dekkend.workflow.table import STAYS, State, Table, Transition

KIND = "feedback"

STATES = (
    #     name         inside                            outside     waits for    to do
    State("counted", "geteld", ""),
    State("waiting", "wacht op u", "", OF_SCHOOL, "Lees wat ouders schreven"),
    State("published", "te lezen voor ouders", "te lezen"),
    State("kept", "niet te lezen voor ouders", ""),
)

TRANSITIONS = (
    Transition(
        "let_through",
        source=("waiting", "kept"),
        target="published",
        who=MODERATORS,
        label="Zet op de pagina",
        done="Op de pagina gezet",
    ),
    Transition(
        "keep",
        source=("waiting", "published"),
        target="kept",
        who=MODERATORS,
        label="Zet niet op de pagina",
        done="Niet op de pagina gezet",
        needs_reason=True,
        reason_label="Waarom niet? Het samenwerkingsverband leest dit mee.",
    ),
    Transition(
        "answer",
        source=("waiting", "published", "kept"),
        target=STAYS,
        who=OF_SCHOOL,
        label="Bewaar het antwoord",
        done="Antwoord geschreven",
    ),
)


def roles_of(user: User, feedback: Feedback, on: date) -> Iterable[str]:
    """What someone is at the school and the partnership that feedback is about."""
    return roles_for(user, feedback.version, on)


FEEDBACK_ROUTE = Table(KIND, Feedback, roles_of, STATES, TRANSITIONS)

"""The way of a meeting, as a table."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format

from dekkend.cases.models import Meeting
from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Role, User
from dekkend.organisations.queries import held_by
from dekkend.workflow.table import STAYS, State, Table, Transition

MEETING = "committee meeting"
SECRETARY = (Role.COMMITTEE_SECRETARY,)
COMMITTEE_ROLES = frozenset({Role.COMMITTEE_SECRETARY, Role.COMMITTEE_MEMBER})


def the_day_has_come(meeting: Meeting, on: date) -> Verdict:
    if on < meeting.held_on:
        return no(f"De vergadering is pas op {date_format(meeting.held_on, 'j F Y')}.")
    return YES


def committee_roles(user: User, meeting: Meeting, on: date) -> Iterable[str]:
    """What someone is in the committee of this partnership. One query."""
    held = held_by(user, on)
    return {m.role for m in held if m.partnership_id == meeting.partnership_id} & COMMITTEE_ROLES


STATES = (
    State("planned", "gepland", "gepland", SECRETARY, "Maak de agenda"),
    State("open", "geopend", "geopend", SECRETARY, "Leg de besluiten vast"),
    State("closed", "gesloten", "gesloten"),
    State("cancelled", "afgezegd", "afgezegd"),
)

TRANSITIONS = (
    Transition("change", ("planned",), STAYS, SECRETARY, "Verander dag of plaats", "Dag of plaats veranderd"),
    Transition("send_agenda", ("planned",), STAYS, SECRETARY, "Stuur de agenda", "Agenda gestuurd"),
    Transition(
        "cancel", ("planned",), "cancelled", SECRETARY, "Zeg de vergadering af", "Vergadering afgezegd"
    ),
    Transition(
        "open",
        ("planned",),
        "open",
        SECRETARY,
        "Open de vergadering",
        "Vergadering geopend",
        condition=the_day_has_come,
    ),
    Transition("note_present", ("open",), STAYS, SECRETARY, "Bewaar wie er is", "Vastgelegd wie er is"),
    Transition("close", ("open",), "closed", SECRETARY, "Sluit de vergadering", "Vergadering gesloten"),
)

MEETING_ROUTE = Table(MEETING, Meeting, committee_roles, STATES, TRANSITIONS)

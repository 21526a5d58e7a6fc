"""The short route of a change in the course of the year, as a table that a policy officer can read."""

from collections.abc import Iterable
from datetime import date

from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import SIGNING_ROLES, Role, User
from dekkend.profiles.addendum.hearing import sayings_of, voices_of
from dekkend.profiles.models import Addendum, Version
from dekkend.profiles.queries import roles_for
from dekkend.workflow.table import STAYS, SYSTEM, State, Table, Transition

HEAD, COORDINATOR = Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR
MR = (Role.MR_SECRETARY, Role.MR_PARENT, Role.MR_STAFF)

KIND = "addendum"


def the_text_still_holds(addendum: Addendum, on: date) -> Verdict:
    """There is nothing to add to a text that is no longer read."""
    if addendum.version.state != Version.State.PUBLISHED:
        return no(
            "Er is intussen een nieuwer profiel, of dit profiel is verlopen. Zet het in het nieuwe profiel."
        )
    return YES


def the_mr_has_a_say(addendum: Addendum, on: date) -> Verdict:
    if not voices_of(addendum):
        return no("De MR hoeft hier niets over te zeggen. Stuur de aanvulling meteen naar het bestuur.")
    return the_text_still_holds(addendum, on)


def the_mr_was_heard(addendum: Addendum, on: date) -> Verdict:
    """Everyone spoke, or had the time to; nobody refused."""
    for voice in voices_of(addendum):
        if not voice.was_heard and (voice.due_on is None or on <= voice.due_on):
            return no(f"Eerst is nog nodig: {voice.name}.")
        if voice.said and voice.said.is_refusal:
            return no(
                f"Nee van {voice.said.get_body_display()}. Pas de aanvulling aan, en vraag de MR opnieuw."
            )
    return the_text_still_holds(addendum, on)


def somebody_may_speak(addendum: Addendum, on: date) -> Verdict:
    if len(sayings_of(addendum)) == len(voices_of(addendum)):
        return no("Alles wat de MR te zeggen heeft, is al vastgelegd.")
    return YES


STATES = (
    #     name          inside                       outside                      waits for
    State("draft", "in voorbereiding", "in voorbereiding", (HEAD, COORDINATOR), "Schrijf de aanvulling af"),
    State("with_mr", "bij de MR", "bij de MR", MR, "Bespreek de aanvulling in de MR"),
    State("with_board", "bij het bestuur", "bij het bestuur", SIGNING_ROLES, "Stel de aanvulling vast"),
    State("in_force", "geldt", "geldt"),
    State("taken_in", "opgenomen in een nieuwe versie", "opgenomen in een nieuwe versie"),
    State("dropped", "niet doorgegaan", "niet doorgegaan"),
)

TRANSITIONS = (
    Transition(
        "send_to_mr",
        source=("draft",),
        target="with_mr",
        who=(HEAD,),
        condition=the_mr_has_a_say,
        label="Stuur naar de MR",
        done="Naar de MR gestuurd",
    ),
    Transition(
        "record_outcome",
        source=("with_mr",),
        target=STAYS,
        who=MR,
        condition=somebody_may_speak,
        label="Leg vast wat de MR zegt",
        done="Vastgelegd wat de MR zegt",
    ),
    Transition(
        "send_to_board",
        source=("draft", "with_mr"),
        target="with_board",
        who=(HEAD,),
        condition=the_mr_was_heard,
        label="Stuur naar het bestuur",
        done="Naar het bestuur gestuurd",
    ),
    Transition(
        "take_back",
        source=("with_mr", "with_board"),
        target="draft",
        who=(HEAD,),
        label="Haal terug om aan te passen",
        done="Teruggehaald",
    ),
    Transition(
        "send_back",
        source=("with_board",),
        target="draft",
        who=SIGNING_ROLES,
        label="Stuur terug naar de school",
        done="Teruggestuurd naar de school",
        needs_reason=True,
        reason_label="Wat moet de school aanpassen, en waarom?",
    ),
    Transition(
        "establish",
        source=("with_board",),
        target="in_force",
        who=SIGNING_ROLES,
        condition=the_mr_was_heard,
        label="Stel vast",
        done="Vastgesteld: de aanvulling geldt",
    ),
    Transition(
        "drop",
        source=("draft",),
        target="dropped",
        who=(HEAD, COORDINATOR),
        label="Ga niet door",
        done="Niet doorgegaan",
    ),
    Transition(
        "take_in",
        source=("in_force",),
        target="taken_in",
        who=(SYSTEM,),
        label="Neem op",
        done="Opgenomen in een nieuwe versie",
    ),
)


def roles_of(user: User, addendum: Addendum, on: date) -> Iterable[str]:
    return roles_for(user, addendum.version, on)


ADDENDUM_ROUTE = Table(KIND, Addendum, roles_of, STATES, TRANSITIONS)

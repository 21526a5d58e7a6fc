"""The route of a support profile, as a table that a policy officer can read.

How many weeks the MR has and how many months a profile holds is agreed by each partnership: see `Regime`.
"""

from datetime import date

from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import Role
from dekkend.profiles.models import Advice, Version
from dekkend.profiles.queries import roles_for, standing_advice
from dekkend.workflow.table import SYSTEM, State, Table, Transition

HEAD, COORDINATOR = Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR
MR = (Role.MR_PARENT, Role.MR_STAFF)
BOARD = (Role.BOARD_MEMBER, Role.SIGNATORY)

KIND = "profile version"


def advice_is_from_the_mr(version: Version, on: date) -> Verdict:
    """A lapsed term is nobody's advice: there is nothing to take back."""
    advice = standing_advice(version)
    if advice is None or advice.outcome == Advice.Outcome.LAPSED:
        return no("De termijn voor het advies is voorbij. Vraag de directeur om het profiel terug te nemen.")
    return YES


def advice_term_has_passed(version: Version, on: date) -> Verdict:
    if version.advice_due_on is None or on <= version.advice_due_on:
        return no("De MR heeft nog tijd voor het advies.")
    return YES


def still_holds(version: Version, on: date) -> Verdict:
    if version.valid_until is None or on > version.valid_until:
        return no("Dit profiel geldt niet meer. Begin een nieuw profiel.")
    return YES


def awaits_publication(version: Version, on: date) -> bool:
    """Established and still good: first publish it, then begin the next."""
    return version.state == Version.State.ESTABLISHED and bool(still_holds(version, on))


def validity_has_passed(version: Version, on: date) -> Verdict:
    return no("Het profiel geldt nog.") if still_holds(version, on) else YES


STATES = (
    #     name           inside                      outside                   waits for
    State("working", "werkversie", "in bewerking", (HEAD, COORDINATOR), "Schrijf het profiel af"),
    State("with_mr", "bij de MR", "bij de MR voor advies", MR, "Geef advies over het profiel"),
    State("advised", "advies gegeven", "MR gaf advies", (HEAD,), "Stuur het profiel naar het bestuur"),
    State("with_board", "bij het bestuur", "bij het bestuur", BOARD, "Stel het profiel vast"),
    State("established", "vastgesteld", "vastgesteld", (HEAD, *BOARD), "Publiceer het profiel"),
    State("published", "gepubliceerd", "geldt nu"),
    State("succeeded", "opgevolgd", "opgevolgd door een nieuwer profiel"),
    State("expired", "verlopen", "niet meer geldig", (HEAD,), "Begin een nieuw profiel"),
)

TRANSITIONS = (
    Transition(
        "send_to_mr",
        source=("working",),
        target="with_mr",
        who=(HEAD,),
        label="Stuur naar de MR",
        done="Naar de MR gestuurd",
    ),
    Transition(
        "withdraw_from_mr",
        source=("with_mr",),
        target="working",
        who=(HEAD,),
        label="Haal terug van de MR",
        done="Teruggehaald van de MR",
    ),
    Transition(
        "give_advice",
        source=("with_mr",),
        target="advised",
        who=MR,
        label="Geef advies",
        done="Advies gegeven",
    ),
    Transition(
        "lapse_advice",
        source=("with_mr",),
        target="advised",
        who=(SYSTEM,),
        condition=advice_term_has_passed,
        label="Ga verder zonder advies",
        done="Termijn voor het advies voorbij",
    ),
    Transition(
        "withdraw_advice",
        source=("advised",),
        target="with_mr",
        who=MR,
        condition=advice_is_from_the_mr,
        label="Neem het advies terug",
        done="Advies teruggenomen",
    ),
    Transition(
        "rework",
        source=("advised",),
        target="working",
        who=(HEAD,),
        label="Pas het profiel aan",
        done="Teruggenomen om aan te passen",
        needs_reason=True,
        reason_label="Wat gaat u aanpassen, en waarom?",
    ),
    Transition(
        "send_to_board",
        source=("advised",),
        target="with_board",
        who=(HEAD,),
        label="Stuur naar het bestuur",
        done="Naar het bestuur gestuurd",
    ),
    Transition(
        "withdraw_from_board",
        source=("with_board",),
        target="advised",
        who=(HEAD,),
        label="Haal terug van het bestuur",
        done="Teruggehaald van het bestuur",
    ),
    Transition(
        "send_back",
        source=("with_board",),
        target="working",
        who=BOARD,
        label="Stuur terug naar de school",
        done="Teruggestuurd naar de school",
        needs_reason=True,
        reason_label="Wat moet de school aanpassen, en waarom?",
    ),
    Transition(
        "establish",
        source=("with_board",),
        target="established",
        who=BOARD,
        label="Stel vast",
        done="Vastgesteld",
    ),
    Transition(
        "publish",
        source=("established",),
        target="published",
        who=(*BOARD, HEAD),
        condition=still_holds,
        label="Publiceer",
        done="Gepubliceerd",
    ),
    Transition(
        "succeed",
        source=("published",),
        target="succeeded",
        who=(SYSTEM,),
        label="Laat opvolgen",
        done="Opgevolgd door een nieuwere versie",
    ),
    Transition(
        "expire",
        source=("published",),
        target="expired",
        who=(SYSTEM,),
        condition=validity_has_passed,
        label="Laat verlopen",
        done="Verlopen",
    ),
)

ROUTE = Table(KIND, Version, roles_for, STATES, TRANSITIONS)

"""The route of a support profile, as a table that a policy officer can read.

Who is heard before the board decides (the MR, a section of it, the pupils), by which right, within how many
weeks, and how many months a text holds: that differs by law and by year. It stands in
`definitions/regimes.toml`, and each partnership adopts one of them from a school year on: see `Regime`
and `Demand`.
"""

from datetime import date

from dekkend.core.verdict import YES, Verdict, no
from dekkend.organisations.models import SIGNING_ROLES, Role
from dekkend.profiles.hearing import asks_pupils, everybody_heard, pupils_opinion_of, standing, voices_of
from dekkend.profiles.models import Version
from dekkend.profiles.queries import roles_for
from dekkend.workflow.table import STAYS, SYSTEM, State, Table, Transition

HEAD, COORDINATOR = Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR
MR = (Role.MR_SECRETARY, Role.MR_PARENT, Role.MR_STAFF)
BOARD = SIGNING_ROLES

KIND = "profile version"


def pupils_were_asked(version: Version, on: date) -> Verdict:
    """Only where the regime demands it: the pupils come before the MR."""
    if asks_pupils(version.regime) and pupils_opinion_of(version) is None:
        return no("Vraag eerst de leerlingen wat zij vinden. Leg vast hoe u dat deed, en wat eruit kwam.")
    return YES


def nobody_has_spoken(version: Version, on: date) -> Verdict:
    if any(voice.has_spoken for voice in voices_of(version)):
        return no("De MR heeft al iets gezegd. Pas het profiel aan: dan leest de MR ook waarom.")
    return YES


def somebody_was_heard(version: Version, on: date) -> Verdict:
    if not standing(version):
        return no("De MR heeft nog niets gezegd. Haal het profiel terug van de MR.")
    return YES


def somebody_may_speak(version: Version, on: date) -> Verdict:
    """Also who is too late, until the school sends it on."""
    if all(voice.has_spoken for voice in voices_of(version)):
        return no(
            "Alles wat de MR te zeggen heeft, is al vastgelegd. Klopt het niet? Neem het dan eerst terug."
        )
    return YES


def somebody_has_spoken(version: Version, on: date) -> Verdict:
    """A lapsed term is nobody's word: there is nothing to take back."""
    if not any(voice.has_spoken for voice in voices_of(version)):
        return no("De MR heeft nog niets gezegd. U kunt niets terugnemen.")
    return YES


def everybody_was_heard(version: Version, on: date) -> Verdict:
    if not everybody_heard(version):
        return no("Nog niet iedereen in de MR heeft iets gezegd.")
    return YES


def a_term_has_passed(version: Version, on: date) -> Verdict:
    if version.mr_due_on is None or on <= version.mr_due_on:
        return no("De MR heeft nog tijd.")
    return YES


def nobody_refused(version: Version, on: date) -> Verdict:
    """Consent that was refused stops the route, until the text changes or the body says yes after all."""
    refused = next((said for said in standing(version) if said.is_refusal), None)
    if refused:
        return no(f"Nee van {refused.get_body_display()}. Pas het profiel aan, en vraag de MR opnieuw.")
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
    State("with_mr", "bij de MR", "bij de MR", MR, "Lees het profiel en bespreek het in de MR"),
    State("heard", "MR gehoord", "de MR is gehoord", (HEAD,), "Lees wat de MR zegt, en ga verder"),
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
        condition=pupils_were_asked,
        label="Stuur naar de MR",
        done="Naar de MR gestuurd",
    ),
    Transition(
        "withdraw_from_mr",
        source=("with_mr",),
        target="working",
        who=(HEAD,),
        condition=nobody_has_spoken,
        label="Haal terug van de MR",
        done="Teruggehaald van de MR",
    ),
    # The secretary of the MR records what the MR or a section said; see rules.may_record for who else may.
    Transition(
        "record_outcome",
        source=("with_mr", "heard"),
        target=STAYS,
        who=MR,
        condition=somebody_may_speak,
        label="Leg vast wat de MR zegt",
        done="Vastgelegd wat de MR zegt",
    ),
    Transition(
        "take_back_outcome",
        source=("with_mr", "heard"),
        target="with_mr",
        who=MR,
        condition=somebody_has_spoken,
        label="Neem terug wat de MR zei",
        done="Teruggenomen wat de MR zei",
    ),
    Transition(
        "lapse_term",
        source=("with_mr",),
        target=STAYS,
        who=(SYSTEM,),
        condition=a_term_has_passed,
        label="Ga verder zonder wie niets zei",
        done="Termijn van de MR voorbij",
    ),
    Transition(
        "close_hearing",
        source=("with_mr",),
        target="heard",
        who=(SYSTEM,),
        condition=everybody_was_heard,
        label="De MR is klaar",
        done="De MR is gehoord",
    ),
    Transition(
        "rework",
        source=("with_mr", "heard"),
        target="working",
        who=(HEAD,),
        condition=somebody_was_heard,
        label="Pas het profiel aan",
        done="Teruggenomen om aan te passen",
        needs_reason=True,
        reason_label="Wat gaat u aanpassen, en waarom?",
    ),
    Transition(
        "send_to_board",
        source=("heard",),
        target="with_board",
        who=(HEAD,),
        condition=nobody_refused,
        label="Stuur naar het bestuur",
        done="Naar het bestuur gestuurd",
    ),
    Transition(
        "withdraw_from_board",
        source=("with_board",),
        target="heard",
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
        condition=nobody_refused,
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

"""What the pages say about a case: where it is, the stops of the route, and the acts in the record."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from dekkend.cases.asking.rules import asked_as
from dekkend.cases.committee.route import COMMITTEE_ROLES
from dekkend.cases.conditions import kind_of
from dekkend.cases.involvement import desk_reads
from dekkend.cases.models import Case
from dekkend.cases.objection.words import DONE as RECONSIDERED
from dekkend.cases.objection.words import review_words
from dekkend.cases.reasons import opened
from dekkend.cases.rules import sees_inside
from dekkend.cases.transitions import KIND, ROUTE
from dekkend.workflow.engine import events_of
from dekkend.workflow.models import Event

State = Case.State

# Acts that change no state, as the record tells them.
OTHER_ACTS = {
    "open": "Dossier begonnen",
    "add_party": "Ouder {party} toegevoegd",
    "change_party": "Gegevens van ouder {party} veranderd",
    "remove_party": "Ouder {party} weggehaald",
    "correct_child": "Naam, geboortedatum of groep van het kind verbeterd",
    "first_parent_link": "Ouder {party} kreeg een link",
    "send_parent_link": "Ouder {party} kreeg een nieuwe link",
    "open_as_parent": "Ouder {party} kwam voor het eerst binnen",
    "shut_parent_link": "De link van ouder {party} is dicht: er was te vaak een verkeerde code",
    "add_passkey": "Ouder {party} maakte een passkey",
    "remove_passkey": "Ouder {party} haalde een passkey weg",
    "share": "Gedeeld met {name}",
    "stop_sharing": "Niet meer gedeeld met {name}",
    "tell_late": "Het Loket eraan herinnerd dat het besluit te laat is",
    "tell_past_law": "Het Loket eraan herinnerd dat ook de termijn van de wet voorbij is",
    "tell_objection_late": "Het Loket eraan herinnerd dat het antwoord op een bezwaar of verzoek te laat is",
    "tell_unanswered": "De school eraan herinnerd dat het Loket op antwoord wacht",
    "tell_ending": "De school eraan herinnerd dat de hulp afloopt",
    "take_in_declaration": "Verklaring (tlv) in ontvangst genomen door de nieuwe school",
    "free_declaration": "Verklaring (tlv) vrijgegeven voor een andere school",
    "start_renewal": "Verlenging van de verklaring (tlv) begonnen",
    "skip_renewal": "Vastgelegd dat de verklaring (tlv) niet verlengd wordt",
    "undo_skipping": "Verklaring (tlv) weer op de lijst van verlengingen gezet",
    "add_attachment": "Bijlage {attachment} toegevoegd",
    "remove_attachment": "Bijlage {attachment} weggehaald",
    "restore_attachment": "Bijlage {attachment} teruggezet",
    "ask": "Ouder {party} vroeg iets",
    "answer_enquiry": "Vraag van ouder {party} beantwoord",
    "close_enquiry": "Vraag van ouder {party} gesloten",
    "correct": "Ouder {party} zei dat iets niet klopt",
    "answer_correction": "Ouder {party} kreeg antwoord over wat niet klopt",
    "share_plan": "Ouders gevraagd naar het plan (opp)",
    "establish_plan": "Plan (opp) vastgesteld",
    "evaluate_plan": "Plan (opp) geëvalueerd met de ouders",
}
ABOUT_PLAN = {
    "yes": "Ouder {party} zegt ja tegen het handelingsdeel van het plan (opp)",
    "no": "Ouder {party} zegt nee tegen het handelingsdeel van het plan (opp)",
    "silent": "Ouder {party} gaf geen antwoord over het plan (opp)",
}
ANSWERS = {
    "yes": "Ouder {party} zegt ja",
    "no": "Ouder {party} zegt nee",
    "view": "Ouder {party} is gehoord",
    "withdrawn": "Ouder {party} trok de toestemming in",
}

# What stays within the school: that it was talked over, who reads along, why a parent is kept out.
INSIDE = frozenset({"talk_inside", "end_talk", "share", "stop_sharing"})
INSIDE_REASONS = frozenset({"add_party", "change_party", "remove_party"})
# A question of a parent is for that parent and for who is asked.
OF_ASKED = frozenset({"ask", "answer_enquiry", "close_enquiry"})
# How the committee came to its decision stays with the committee.
OF_COMMITTEE = frozenset({"declare_conflict", "lift_conflict", "advise", "write_minutes"})


@dataclass(frozen=True)
class Stop:
    """One stop on the route line: "done", "now" or "later"."""

    name: str
    when: str
    text: str


@dataclass(frozen=True)
class Told:
    """A line of the record: what was done, by whom and when; `reason` is opened for who may read it."""

    event: Event
    what: str
    reason: str


def stops_of(case: Case) -> list[Stop]:
    """The route of this kind of support: as it goes when all goes well, or as far as it came."""
    stops, walked = list(_route(case)), stopped_after(case)
    if walked is not None:
        stops = [*stops[:walked], (ROUTE.state(case.state).inside.capitalize(), "")]
    now = PLACES[State(case.state)] if walked is None else walked
    return [
        Stop(name, "done" if n < now else "now" if n == now else "later", text)
        for n, (name, text) in enumerate(stops)
    ]


def stopped_after(case: Case) -> int | None:
    """How many stops of its route a request came past that ended on the way; None for any other."""
    match case.state:
        case State.REFUSED:
            return 5
        case State.WITHDRAWN:
            return 2 if case.sent_on else 1
    return None


def headline(case: Case) -> str:
    """How it stands and what that means, in one sentence."""
    match case.state:
        case State.ASKED:
            return f"Het Loket wacht op antwoord van de school, tot en met {_day(case.answer_by)}."
        case State.IN_FORCE | State.EVALUATED:
            return f"De hulp loopt tot en met {_day(case.ends_on)}."
        case State.SENT | State.INTAKE | State.ON_AGENDA:
            return f"Het besluit is er uiterlijk op {_day(case.due_on)}."
        case State.REFUSED | State.ENDED | State.WITHDRAWN:
            return f"Dit dossier is gesloten. Wij bewaren het tot en met {_day(case.retain_until)}."
    if desk_reads(case):
        return f"Het Loket leest mee tot er een besluit is op het {review_words(case).one}."
    return "Alleen de school en de ouders die u koos, zien dit dossier."


def record_of(case: Case, roles: AbstractSet[str]) -> list[Told]:
    """What happened, as someone with these roles may know it; newest first, reasons opened. One query."""
    hidden = frozenset() if sees_inside(roles) else INSIDE
    hidden |= frozenset() if roles & COMMITTEE_ROLES else OF_COMMITTEE
    silent = frozenset() if sees_inside(roles) else INSIDE_REASONS
    return [
        Told(event, what_of(event, case), "" if event.act in silent else opened(case, event.reason))
        for event in events_of(KIND, case.pk)
        if event.act not in hidden and (event.act not in OF_ASKED or event.details["to"] in asked_as(roles))
    ]


def question_of(record: list[Told]) -> Told | None:
    """What the school was asked last."""
    return next((told for told in record if told.event.act == "ask_school"), None)


def what_of(event: Event, case: Case) -> str:
    """An act in words."""
    if event.act in RECONSIDERED and not kind_of(case).review.is_objection:
        return RECONSIDERED[event.act]
    if event.act in OTHER_ACTS:
        return OTHER_ACTS[event.act].format(**event.details)
    if event.act == "agree_on_plan":
        return ABOUT_PLAN[event.details["answer"]].format(**event.details)
    if answer := ANSWERS.get(event.details.get("answer", "")):
        return answer.format(**event.details)
    step = ROUTE.by_name.get(event.act)
    return step.done if step else event.act


def _route(case: Case) -> Iterator[tuple[str, str]]:
    yield "De school schrijft", f"begonnen op {_day(case.opened_on)}"
    yield "De ouders lezen en zeggen wat zij vinden", ""
    yield "Verstuurd: het Loket kijkt of alles er is", f"op {_day(case.sent_on)}" if case.sent_on else ""
    yield "Het Loket brengt in kaart wat nodig is", ""
    if kind_of(case).awarded_by == "committee":
        yield "De CTC beslist", f"uiterlijk op {_day(case.due_on)}" if case.due_on else ""
    else:
        yield "Het Loket beslist", f"uiterlijk op {_day(case.due_on)}" if case.due_on else ""
    yield "De hulp loopt", f"tot en met {_day(case.ends_on)}" if case.ends_on else ""
    yield "Evalueren, en verder", ""


PLACES = {
    State.DRAFT: 0,
    State.INTERNAL: 0,
    State.WITH_PARENTS: 1,
    State.SENT: 2,
    State.ASKED: 2,
    State.INTAKE: 3,
    State.ON_AGENDA: 4,
    State.IN_FORCE: 5,
    State.EVALUATED: 6,
    State.ENDED: 7,
}


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else "–"

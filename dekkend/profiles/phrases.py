"""What the pages say about where a profile stands: headings, the route line, who will see an act."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from dekkend.core.audience import Audience
from dekkend.organisations.models import MR_ROLES, SIGNING_ROLES, Role
from dekkend.profiles.hearing import asks_pupils, pupils_opinion_of, voices_of
from dekkend.profiles.models import Consultation, Version
from dekkend.profiles.overview import Standing
from dekkend.profiles.rules import WRITERS
from dekkend.profiles.transitions import ROUTE, nobody_refused
from dekkend.workflow.models import Event

State = Version.State


@dataclass(frozen=True)
class Headline:
    """The answer first: how things stand, and what that means for the reader."""

    title: str
    lead: str


@dataclass(frozen=True)
class Stop:
    """One stop on the route line: done, now or later."""

    name: str
    when: str  # "done" | "now" | "later"
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """The words of a confirm page: what happens, and who sees it."""

    title: str
    lead: str
    verb: str
    told: str
    happens: tuple[str, ...] = ()
    sees: tuple[Audience, ...] = ()
    undo: str = ""


def headline(standing: Standing, roles: AbstractSet[str]) -> Headline:
    """How the profile of one school stands, for someone with these roles."""
    version = standing.current
    if version is None:
        return Headline("Er is nog geen profiel", _no_profile(standing))
    return _HEADLINES[version.state](version, roles)


def _no_profile(standing: Standing) -> str:
    if standing.may_start:
        return "Begin met schrijven. U kunt altijd stoppen en later verdergaan."
    return "De directeur of de intern begeleider van de school begint met schrijven."


def _working(version: Version, roles: AbstractSet[str]) -> Headline:
    if roles & WRITERS:
        return Headline("Schrijf verder aan het profiel", "Alles wat u schrijft, wordt vanzelf bewaard.")
    return Headline("De school schrijft het profiel", "Daarna stuurt de directeur het naar de MR.")


def _with_mr(version: Version, roles: AbstractSet[str]) -> Headline:
    asks = " ".join(voice.asked for voice in voices_of(version) if not voice.was_heard)
    until = f"Dat kan tot en met {day(version.mr_due_on)}."
    if roles & set(MR_ROLES):
        return Headline("De MR is aan zet", f"Lees het profiel. {asks} {until}")
    return Headline("De MR is aan zet", f"{asks} {until}")


def _heard(version: Version, roles: AbstractSet[str]) -> Headline:
    if not (verdict := nobody_refused(version, localdate())):
        return Headline("De directeur is aan zet", verdict.reason)
    if Role.HEAD_TEACHER in roles:
        return Headline(
            "De directeur is aan zet", "Lees wat de MR zegt. Stuur het profiel daarna naar het bestuur."
        )
    return Headline("De directeur is aan zet", "De MR is klaar. De directeur stuurt het naar het bestuur.")


def _with_board(version: Version, roles: AbstractSet[str]) -> Headline:
    if roles & set(SIGNING_ROLES):
        return Headline("Het bestuur is aan zet", "Lees het profiel en wat de MR zegt. Stel het vast.")
    return Headline("Het bestuur is aan zet", "Het bestuur leest wat de MR zegt, en stelt het profiel vast.")


def _established(version: Version, roles: AbstractSet[str]) -> Headline:
    since = f"Het bestuur stelde het vast op {day(version.established_on)}."
    return Headline("Het profiel is vastgesteld", f"{since} Ouders zien het nog niet: publiceer het.")


def _published(version: Version, roles: AbstractSet[str]) -> Headline:
    return Headline("Het profiel staat online", f"Het geldt tot en met {day(version.valid_until)}.")


def _succeeded(version: Version, roles: AbstractSet[str]) -> Headline:
    return Headline("Er is een nieuwer profiel", "Deze versie is opgevolgd.")


def _expired(version: Version, roles: AbstractSet[str]) -> Headline:
    return Headline(
        "Het profiel is verlopen", f"Het gold tot en met {day(version.valid_until)}. Begin een nieuw profiel."
    )


_HEADLINES: dict[str, Callable[[Version, AbstractSet[str]], Headline]] = {
    State.WORKING: _working,
    State.WITH_MR: _with_mr,
    State.HEARD: _heard,
    State.WITH_BOARD: _with_board,
    State.ESTABLISHED: _established,
    State.PUBLISHED: _published,
    State.SUCCEEDED: _succeeded,
    State.EXPIRED: _expired,
}

# The route line has four stops; this says at which one a state is.
STOP_OF_STATE: dict[str, int] = {
    State.WORKING: 0,
    State.WITH_MR: 1,
    State.HEARD: 2,
    State.WITH_BOARD: 2,
    State.ESTABLISHED: 3,
    State.PUBLISHED: 4,
    State.SUCCEEDED: 4,
    State.EXPIRED: 4,
}


def route_line(standing: Standing) -> list[Stop]:
    """From first word to published page: what is done and when, what is now, what comes."""
    now = STOP_OF_STATE[standing.current.state] if standing.current else 0
    names = ("Werkversie", "Bij de MR", "Bij het bestuur", "Gepubliceerd")
    texts = _stop_texts(standing)
    return [
        Stop(name, _when(number, now), text, tuple(filter(None, notes)))
        for number, (name, (text, *notes)) in enumerate(zip(names, texts, strict=True))
    ]


def _when(number: int, now: int) -> str:
    return "done" if number < now else "now" if number == now else "later"


def _stop_texts(standing: Standing) -> Iterator[tuple[str, ...]]:
    """The text of each stop, followed by its notes."""
    version, acts = standing.current, standing.acts
    yield _writing_text(version), _pupils_note(version), _last(acts, "send_to_mr", "Naar de MR gestuurd")
    yield _mr_text(version), *_mr_notes(version)
    yield "Het bestuur antwoordt op wat de MR zegt, en stelt het profiel vast.", _board_note(version, acts)
    read = version.regime.parents_read if version else ""
    yield read or "Ouders lezen het op deze site.", _published_note(version)


def _writing_text(version: Version | None) -> str:
    text = "De directeur en de intern begeleider schrijven."
    if version and asks_pupils(version.regime):
        text += " Zij vragen ook de leerlingen wat zij vinden."
    return text


def _pupils_note(version: Version | None) -> str:
    opinion = pupils_opinion_of(version) if version else None
    return f"Leerlingen gehoord op {day(opinion.asked_on)}: {opinion.groups}." if opinion else ""


def _mr_text(version: Version | None) -> str:
    if version is None:
        return "De MR (ouders en personeel) leest het, en zegt wat hij vindt."
    return " ".join(voice.asked for voice in voices_of(version))


def _mr_notes(version: Version | None) -> Iterator[str]:
    """What each said and when, or until when they can."""
    for voice in voices_of(version) if version else ():
        if voice.said:
            yield f"{voice.title}: {outcome_in_words(voice.said)}, op {day(voice.said.decided_on)}."
        elif voice.due_on:
            yield f"{voice.title}: tot en met {day(voice.due_on)}. Daarna mag de school verder."


def outcome_in_words(said: Consultation) -> str:
    """Positief, als er iets verandert (na de termijn)."""
    late = " (na de termijn)" if said.is_late else ""
    return f"{said.get_outcome_display().lower()}{late}"


def _board_note(version: Version | None, acts: list[Event]) -> str:
    if version and version.state == State.HEARD and not nobody_refused(version, localdate()):
        return "Eerst past de school de tekst aan."
    if version and version.state == State.HEARD:
        return "De directeur moet het nog naar het bestuur sturen."
    if version and version.established_on:
        return f"Vastgesteld op {day(version.established_on)}."
    if version and version.state == State.WITH_BOARD:
        return _last(acts, "send_to_board", "Naar het bestuur gestuurd")
    return ""


def _published_note(version: Version | None) -> str:
    if version is None or version.valid_until is None:
        return ""
    verb = "Het gold" if version.state in (State.SUCCEEDED, State.EXPIRED) else "Het geldt"
    return f"{verb} tot en met {day(version.valid_until)}."


def _last(acts: list[Event], act: str, words: str) -> str:
    """When this act last counted. Acts come newest first; a withdrawn one counts no more."""
    for event in acts:
        if event.act == act:
            return f"{words} op {day(localtime(event.at).date())}."
        if event.act in UNDONE_BY and act in UNDONE_BY[event.act]:
            return ""
    return ""


UNDONE_BY = {
    "withdraw_from_mr": ("send_to_mr",),
    "rework": ("send_to_mr",),
    "withdraw_from_board": ("send_to_board",),
    "send_back": ("send_to_mr", "send_to_board"),
}


OTHER_ACTS = {
    "open_team_round": "Teamronde begonnen",
    "extend_team_round": "Teamronde verlengd",
    "remind_team": "Team herinnerd aan de teamronde",
    "close_team_round": "Teamronde gesloten",
    "start": "Begonnen met schrijven",
    "invite_guest": "Gast uitgenodigd",
    "extend_guest": "Gast kreeg meer tijd",
    "withdraw_guest": "Uitnodiging van een gast ingetrokken",
    "send_guest_again": "Gast kreeg een nieuwe link",
    "open_as_guest": "Gast opende het hoofdstuk",
    "shut_guest_link": "Link van een gast gesloten, na te veel verkeerde codes",
    "comment": "Opmerking geschreven",
    "settle_comment": "Opmerking afgehandeld",
    "reopen_comment": "Opmerking weer geopend",
    "assign_chapter": "Collega gevraagd",
    "change_assignment": "Vraag aan een collega veranderd",
    "withdraw_assignment": "Vraag aan een collega teruggenomen",
    "restore_assignment": "Collega toch weer gevraagd",
    "finish_assignment": "Klaar gemeld",
    "reopen_assignment": "Weer opengezet",
    "suggest": "Andere tekst voorgesteld",
    "change_suggestion": "Voorstel veranderd",
    "withdraw_suggestion": "Voorstel teruggenomen",
    "restore_suggestion": "Voorstel weer gedaan",
    "accept_suggestion": "Voorstel overgenomen",
    "decline_suggestion": "Voorstel niet overgenomen",
    "reopen_suggestion": "Besluit over een voorstel ongedaan gemaakt",
    "invite_friend": "Andere school gevraagd om mee te lezen",
    "accept_friendship": "Andere school leest mee",
    "decline_friendship": "Andere school leest niet mee",
    "stop_friendship": "Andere school stopte met meelezen",
    "withdraw_friendship": "Uitnodiging om mee te lezen ingetrokken",
    "end_friendship": "Meelezen is voorbij",
    "confirm_chapter": "Hoofdstuk nagelopen",
    "reopen_chapter": "Teruggenomen dat antwoorden nog kloppen",
    "add_paper": "Stuk toegevoegd",
    "remove_paper": "Stuk weggehaald",
    "restore_paper": "Stuk teruggezet",
    "record_pupils_opinion": "Mening van de leerlingen vastgelegd",
}


def act_in_words(event: Event) -> str:
    """The line in the record for an act, with what was said by whom where the act is about that."""
    words = OTHER_ACTS.get(event.act) or ROUTE.transition(event.act).done
    details = event.details
    if about := details.get("about"):
        words = f"{words}: {about}"
    says = details.get("says") or ([details["say"]] if "say" in details else [])
    if not says:
        return words
    said = [_said(say, event) for say in says]
    outcome = f", {outcome_in_words(said[0])}" if said[0].outcome else ""
    return f"{words}: {' en '.join(one.name for one in said)}{outcome}"


def _said(say: str, event: Event) -> Consultation:
    body, _, right = say.partition("-")
    outcome, is_late = event.details.get("outcome", ""), event.details.get("late", False)
    return Consultation(body=body, right=right, outcome=outcome, is_late=is_late)


def day(value) -> str:
    """15 december 2026; empty when there is none."""
    return date_format(value, "j E Y") if value else ""


SCHOOL_SEES = Audience("De school", "ziet alles.")
MR_SEES = Audience("De MR", "leest het hele profiel.")
BOARD_SEES = Audience("Het bestuur", "leest het profiel, en wat de MR zei.")
BOARD_SEES_NOT = Audience("Het bestuur", "ziet de tekst nog niet.", sees=False)
PUBLIC_SEES_NOT = Audience("Ouders en anderen", "zien nog niets.", sees=False)
MR_SEES_NOT = Audience("De MR", "ziet de tekst niet meer, tot u hem opnieuw stuurt.", sees=False)
EVERYONE = Audience("Iedereen", "leest het op deze site: pagina, pdf en open data.")

STEPS = {
    "send_to_mr": Step(
        "Stuur het profiel naar de MR",
        "De MR leest het hele profiel en zegt wat hij vindt.",
        "Stuur naar de MR",
        "Het profiel is naar de MR gestuurd.",
        happens=("De leden van de MR krijgen een mail.", "U kunt de tekst nu niet meer veranderen."),
        sees=(MR_SEES, SCHOOL_SEES, BOARD_SEES_NOT, PUBLIC_SEES_NOT),
        undo="withdraw_from_mr",
    ),
    "withdraw_from_mr": Step(
        "Haal het profiel terug van de MR",
        "Dat kan zolang niemand in de MR iets heeft gezegd.",
        "Haal terug",
        "Het profiel is terug bij de school. U kunt weer schrijven.",
        happens=("U kunt de tekst weer veranderen.", "De MR begint opnieuw als u het profiel weer stuurt."),
        sees=(SCHOOL_SEES, MR_SEES_NOT, BOARD_SEES_NOT, PUBLIC_SEES_NOT),
    ),
    "rework": Step(
        "Pas het profiel aan",
        "U neemt het profiel terug om de tekst te veranderen.",
        "Neem terug om aan te passen",
        "U kunt weer schrijven. Stuur het profiel daarna opnieuw naar de MR.",
        happens=(
            "De MR leest uw reden in het verslag.",
            "Wat de MR zei, blijft bewaard. U vraagt de MR daarna opnieuw.",
        ),
        sees=(SCHOOL_SEES, Audience("De MR", "leest uw reden."), BOARD_SEES_NOT, PUBLIC_SEES_NOT),
    ),
    "send_to_board": Step(
        "Stuur het profiel naar het bestuur",
        "Het bestuur leest het profiel en wat de MR zei, en stelt het profiel vast.",
        "Stuur naar het bestuur",
        "Het profiel is naar het bestuur gestuurd.",
        happens=("Het bestuur krijgt een mail.",),
        sees=(BOARD_SEES, MR_SEES, SCHOOL_SEES, PUBLIC_SEES_NOT),
        undo="withdraw_from_board",
    ),
    "withdraw_from_board": Step(
        "Haal het profiel terug van het bestuur",
        "Dat kan tot het bestuur heeft besloten.",
        "Haal terug",
        "Het profiel is terug bij de directeur. Wat de MR zei, blijft staan.",
        happens=("Wat de MR zei, blijft staan.",),
        sees=(SCHOOL_SEES, MR_SEES, BOARD_SEES_NOT, PUBLIC_SEES_NOT),
    ),
    "send_back": Step(
        "Stuur het profiel terug naar de school",
        "De school past de tekst aan en vraagt de MR opnieuw.",
        "Stuur terug",
        "Het profiel is terug bij de school.",
        happens=("De school krijgt een mail met uw reden. De MR leest hem in het verslag.",),
        sees=(
            Audience("De school en de MR", "lezen uw reden."),
            Audience("Het bestuur", "ziet de tekst pas weer als de MR opnieuw is gehoord.", sees=False),
            PUBLIC_SEES_NOT,
        ),
    ),
    "establish": Step(
        "Stel het profiel vast",
        "Daarna verandert niemand deze versie nog.",
        "Stel vast",
        "Het profiel is vastgesteld.",
        happens=(
            "De tekst ligt vast. Een nieuwe versie begint met deze tekst.",
            "De school en de MR krijgen een mail.",
        ),
        sees=(
            Audience("De school en de MR", "lezen het besluit en uw antwoord."),
            Audience("Het samenwerkingsverband", "leest het vastgestelde profiel."),
            Audience("Ouders en anderen", "lezen het zodra het is gepubliceerd, met uw antwoord aan de MR."),
        ),
    ),
    "publish": Step(
        "Publiceer het profiel",
        "Iedereen kan het daarna lezen.",
        "Publiceer",
        "Het profiel staat online.",
        happens=("Een ouder profiel van de school wordt een eerdere versie.",),
        sees=(EVERYONE,),
    ),
}

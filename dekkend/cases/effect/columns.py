"""What is counted: numbers, and the parts that each is the sum of.

Each whole is of one school year: what was asked in it, what was decided in it (some of that was asked in the
year before), the evaluations that were made in it, and the awards that came to an end in it. What was asked
and what was decided are counted apart: no number is left when one is taken from the other.
"""

from dataclasses import dataclass

from dekkend.cases.effect.disclosure import Family

FAMILIES = (
    Family("asked", ()),
    Family("decided", ("awarded", "refused")),
    Family("decided", ("in_time", "late")),
    Family("decided", ("objected", "unopposed")),
    Family("over", ("extended", "passed_on", "ended")),
    Family("evaluated", ("reached", "partly", "not_yet", "dropped")),
)
COLUMNS = tuple(dict.fromkeys(name for family in FAMILIES for name in (family.base, *family.parts)))


@dataclass(frozen=True)
class Topic:
    """A table of the page: what it is about, and its columns with their heads."""

    key: str
    title: str
    lead: str
    columns: dict[str, str]


TOPICS = (
    Topic(
        "besluiten",
        "Aanvragen en besluiten",
        "Wat is gevraagd en besloten. Een besluit kan gaan over een aanvraag van een jaar eerder.",
        {
            "asked": "Gevraagd",
            "decided": "Besloten",
            "awarded": "Toegekend",
            "refused": "Afgewezen",
        },
    ),
    Topic(
        "termijn",
        "Termijn en bezwaar",
        "Was het besluit er binnen de termijn? En was iemand het er niet mee eens?",
        {
            "decided": "Besloten",
            "in_time": "Op tijd",
            "late": "Te laat",
            "objected": "Met bezwaar",
            "unopposed": "Zonder bezwaar",
        },
    ),
    Topic(
        "doelen",
        "Wat de hulp bracht",
        "Wat school en ouders zagen toen zij in dit schooljaar op de hulp terugkeken.",
        {
            "evaluated": "Geëvalueerd",
            "reached": "Doelen bereikt",
            "partly": "Deels bereikt",
            "not_yet": "Nog niet bereikt",
            "dropped": "Doelen losgelaten",
        },
    ),
    Topic(
        "vervolg",
        "Hoe het verder ging",
        "Hulp waarvan de periode in dit schooljaar voorbijging.",
        {
            "over": "Voorbij",
            "extended": "Verlengd",
            "passed_on": "Naar andere hulp",
            "ended": "Afgerond",
        },
    ),
)

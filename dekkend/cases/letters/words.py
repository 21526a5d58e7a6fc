"""Which letters there are, and the words that a template of a region may use in them.

A template is written by a policy officer, so its words are Dutch. `definitions/README.md` explains them.
"""

from dataclasses import dataclass

# {word in a template: what stands there in the letter}
GENERAL = {
    "aan": "wie de brief krijgt",
    "voornaam": "de voornaam van het kind",
    "naam": "de naam van het kind",
    "groep": "de groep van het kind",
    "school": "de school",
    "hulp": "hoe de hulp heet",
    "hulp in gewone woorden": "wat ouders lezen over de hulp",
    "uitleg": "wat de hulp is",
    "nummer": "het nummer van het dossier",
    "dag": "de dag van de brief",
    "regio": "het samenwerkingsverband",
    "loket": "het Loket, zoals het in een zin staat",
    "commissie": "de commissie, zoals zij in een zin staat",
    "plan": "hoe het plan heet",
    "steunpunt": "het ouder- en jeugdsteunpunt, met telefoon en mail",
    "ondertekenaar": "wie namens het Loket of de commissie schrijft",
}
DECIDED = {
    "besluit van": "wie besliste: het Loket of de commissie",
    "begin": "de eerste dag",
    "einde": "de laatste dag",
    "aantal": "hoeveel uren of euro’s",
    "reactie tot": "de laatste dag om te reageren",
    "reactie weken": "hoeveel weken dat zijn",
    "reactie bij": "aan wie",
    "reactie uitleg": "hoe dat gaat, zoals de regio het schreef",
    "bezwaarcommissie": "wie advies geeft over een bezwaar",
    "loopt tot": "de laatste dag van hulp die doorloopt als verlenging is afgewezen",
}
DECLARED = {
    "nummer verklaring": "het nummer van de verklaring (tlv)",
    "soort school": "voor welke school zij is: SBO, of SO met de categorie",
}
ASKED = {"antwoord voor": "de dag waarop het antwoord er moet zijn"}
EXTENDED = {"was": "de dag waarop het besluit er moest zijn", "wordt": "de nieuwe dag"}

# What people wrote: paragraphs and lists, alone on a line.
REASONS = {"redenen": "waarom zo is besloten", "voorwaarden": "wat erbij is afgesproken"}
QUESTION = {"vraag": "wat er mist, of wat het Loket wil weten"}
MORE_TIME = {"reden": "waarom er meer tijd nodig is"}
LONG = REASONS | QUESTION | MORE_TIME

# {word behind `als`: when it holds}
CONDITIONS = {
    "ouder": "de brief is voor een ouder of voogd",
    "school": "de brief is voor de school",
    "gezag": "de brief is voor een ouder met gezag",
    "toegekend": "er is toegekend",
    "afgewezen": "er is afgewezen",
    "loket": "het Loket besliste",
    "ctc": "de commissie besliste",
    "tlv": "het is een verklaring voor SBO of SO",
    "verlenging": "er was al eerder toegekend",
    "loopt": "verlenging is afgewezen, en de hulp van nu loopt nog",
    "voorwaarden": "er zijn voorwaarden",
    "aantal": "er is een aantal uren of euro’s toegekend",
    "plan": "er moet een plan (opp) komen",
    "verklaring": "de verklaring heeft haar nummer",
    "bezwaar": "wie het niet eens is, kan bezwaar maken (Awb)",
    "heroverweging": "wie het niet eens is, kan vragen om nog eens te kijken",
    "bezwaarcommissie": "een commissie geeft advies over een bezwaar",
}


@dataclass(frozen=True)
class LetterKind:
    """A letter that a region must have: how it is called, and the words that may stand in it."""

    title: str
    words: frozenset[str]


def _kind(title: str, *words: dict[str, str]) -> LetterKind:
    return LetterKind(title, frozenset().union(GENERAL, *words))


LETTERS = {
    "award_by_desk": _kind("Besluit: toegekend", DECIDED, REASONS),
    "award_by_committee": _kind("Besluit: toegekend", DECIDED, REASONS),
    "refusal": _kind("Besluit: afgewezen", DECIDED, REASONS),
    "declaration": _kind("Besluit: verklaring (tlv)", DECIDED, DECLARED, REASONS),
    "extension": _kind("Besluit: verlengd", DECIDED, REASONS),
    "question": _kind("Vraag aan de school", ASKED, QUESTION),
    "term_extended": _kind("Meer tijd nodig", EXTENDED, MORE_TIME),
}

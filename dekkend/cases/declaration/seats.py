"""Who may sit in which seat: two experts, each of a profession that the law names, and free of the school.

The decree on funding primary education (Besluit bekostiging WPO 34.8 in the numbering of 2014) names the
professions of each seat; the national objections committee (LBT 108283) holds a declaration with the right
professions in the wrong seats for void. That an expert is not employed by the applying school and was not
involved in application or guidance is the same committee's line; the partnership may be the employer.
"""

from dataclasses import dataclass

from dekkend.core.verdict import YES, Verdict, no

FIRST, SECOND = 1, 2

IN_SEAT = {
    FIRST: ("special_pedagogue", "psychologist", "child_psychologist"),
    SECOND: ("child_psychologist", "pedagogue", "child_psychiatrist", "social_worker", "physician"),
}

DECREE = "Besluit bekostiging WPO, artikel 34.8"
LINE = "vaste lijn van de bezwaaradviescommissie LBT"

WRONG_SEAT = {
    FIRST: f"De eerste deskundige is een orthopedagoog of een (kinder)psycholoog ({DECREE}). "
    "Kies iemand met dat beroep, of zet deze deskundige op de tweede plaats.",
    SECOND: "De tweede deskundige is een kinder- of jeugdpsycholoog, pedagoog, kinderpsychiater, "
    f"maatschappelijk werker of arts ({DECREE}). Kies iemand met dat beroep.",
}
OF_SCHOOL = (
    "Deze deskundige werkt bij de school die de verklaring vraagt, of bij het bestuur daarvan. "
    f"Een deskundige is onafhankelijk van de school ({LINE}). Vraag iemand anders."
)
INVOLVED = (
    "Deze deskundige was al betrokken bij de aanvraag of bij de begeleiding van het kind. "
    f"Een deskundige kijkt met een frisse blik ({LINE}). Vraag iemand anders."
)
BOTH_SEATS = (
    "Deze deskundige zit al op de andere plaats. Twee verschillende mensen geven advies "
    "(WPO 18a; WPO 40 en WEC 40). Vraag iemand anders."
)
# What stands before or after a name and is no part of it; initials are.
TITLES = frozenset(
    ("prof", "dr", "drs", "mr", "ir", "ing", "bc", "bsc", "msc", "phd", "mw", "mevr", "mevrouw", "dhr")
)
NO_SEAT = "Kies de eerste of de tweede deskundige."


@dataclass(frozen=True)
class Candidate:
    """Who is thought of for a seat. `known_by`: account and name, by either of which one knows them again;
    `of_school`: employed there, or by its board; `involved`: in this application, or in guiding the child.
    """

    seat: int
    profession: str
    known_by: frozenset[str]
    of_school: bool = False
    involved: bool = False


def may_sit(candidate: Candidate, other: Candidate | None = None) -> Verdict:
    """Whether this person may advise from this seat; `other` is who has the other one."""
    if candidate.seat not in IN_SEAT:
        return no(NO_SEAT)
    if candidate.profession not in IN_SEAT[candidate.seat]:
        return no(WRONG_SEAT[candidate.seat])
    if candidate.of_school:
        return no(OF_SCHOOL)
    if candidate.involved:
        return no(INVOLVED)
    return no(BOTH_SEATS) if other and candidate.known_by & other.known_by else YES


def marks_of(name: str, account: int | None) -> frozenset[str]:
    """By what one knows a person again: the account, and the letters of the name without titles and dots."""
    words = name.casefold().replace(".", " ").replace(",", " ").split()
    letters = "".join(filter(str.isalpha, "".join(word for word in words if word not in TITLES)))
    return frozenset({f"name {letters}"} | ({f"account {account}"} if account else set()))

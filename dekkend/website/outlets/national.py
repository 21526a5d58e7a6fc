"""A text for the national site of schools, in two lengths: whole sentences, and no more signs than fit."""

from collections.abc import Iterator

from dekkend.profiles.account import listed
from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Version
from dekkend.profiles.parents import functions_of, lead_text
from dekkend.questionnaires.by_need import NEAR_FIRST, NeedAnswers, by_need
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.website.outlets.sentences import fitting, in_a_row, sentences, whole
from dekkend.website.outlets.source import source_of

SHORT, LONG = 500, 2000
LISTS = (99, 6, 4, 3, 2, 1)  # how many needs one sentence names, until it all fits
ABOUT_A_NEED = 200
SAYS = {
    "basic": "Standaard helpt de school bij {}.",
    "own": "Extra helpt de school bij {}.",
    "arrangement": "Met hulp van de regio helpt de school bij {}.",
    "refer": "Een andere school helpt beter bij {}.",
}


def national_text(version: Version, most: int) -> str:
    """At most `most` signs, in paragraphs: who the school is, how it helps, whom to ask, of which day."""
    tree = tree_of(version, "public")
    needs = by_need(questionnaire_of(version.edition), tree)
    source = source_of(version)
    end = f"{source.warning} {source.brief} Lees alles op {source.address}".strip()
    room = most - len(end) - 2
    helps = _helps(needs, room)
    room -= len(helps) + 2
    ask = _ask(version, functions_of(tree))
    ask = ask if len(ask) + 2 <= room else ""
    room -= len(ask) + 2
    lead = fitting(sentences(lead_text(tree)), room - 2)
    room -= len(lead) + 2
    said = fitting(_said(needs), room - 2) if most > SHORT else ""
    return "\n\n".join(part for part in (lead, helps, said, ask, end) if part)


def _helps(needs: tuple[NeedAnswers, ...], room: int) -> str:
    """A sentence for each way of helping, naming as many needs as there is room for."""
    named = {meets: [n.need.label for n in needs if meets in n.meets] for meets in NEAR_FIRST}
    for most in LISTS:
        told = [SAYS[meets].format(in_a_row(labels, most)) for meets, labels in named.items() if labels]
        if len(" ".join(told)) <= room:
            return " ".join(told)
    return fitting(told, room)


def _said(needs: tuple[NeedAnswers, ...]) -> Iterator[str]:
    """What the school itself says about each need, every sentence once."""
    seen: set[str] = set()
    for answers in needs:
        for way in answers.ways:
            text = whole(way.passages, ABOUT_A_NEED, answers.need)
            if text and text not in seen:
                seen.add(text)
                yield text


def _ask(version: Version, functions: list[str]) -> str:
    phone = version.profile.site.phone
    if functions:
        return f"Vragen? Vraag naar de {listed(functions)}{f': {phone}' if phone else ''}."
    return f"Vragen? Bel de school: {phone}." if phone else ""

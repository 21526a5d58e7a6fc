"""What parents must know, on one sheet: what the school does, what if it is not enough, whom to speak."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from django.utils.translation import gettext

from dekkend.core.languages import DUTCH, by_language, current, language_of
from dekkend.core.pdf import render_pdf
from dekkend.organisations.faces import look_of
from dekkend.organisations.models import Partnership
from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Version
from dekkend.profiles.parents import functions_of, lead_text
from dekkend.questionnaires.by_need import NEAR_FIRST, Way, by_need
from dekkend.questionnaires.definition import Need
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import QuestionNode
from dekkend.questionnaires.wording import in_language
from dekkend.website.outlets.guide import tick_parts, tick_words
from dekkend.website.outlets.sentences import some, whole
from dekkend.website.outlets.source import Source, source_of

TEMPLATE = Path(__file__).parents[1] / "templates" / "website" / "pdf" / "brief.typ"


@by_language
def titles() -> dict[str, str]:
    """What stands above the needs that are met in one way."""
    return {
        "basic": gettext("Dit doet de school standaard"),
        "own": gettext("Dit doet de school extra"),
        "arrangement": gettext("Dit kan met extra hulp van de regio"),
        "refer": gettext("Hier helpt een andere school"),
    }


@by_language
def steps() -> list[str]:
    """What happens when it is not enough."""
    return [
        gettext("De school praat met u. U kent uw kind het best."),
        gettext("De school vraagt met u hulp van de regio. Deskundigen kijken mee."),
        gettext("De school maakt met u een plan voor uw kind."),
        gettext(
            "Past een andere school beter? Dan zoekt de school die met u. Uw kind blijft op school tot er "
            "een goede plek is."
        ),
    ]


@by_language
def words() -> dict[str, str]:
    """What is the same on every sheet."""
    return {
        "nothing_said": gettext(
            "De school schreef nog niet bij welke vragen zij helpt. Bel de school en vertel wat uw kind "
            "nodig heeft."
        ),
        "not_enough": gettext("Wat als het niet genoeg is?"),
        "who": gettext("Wie kan ik spreken?"),
        "ask_for": gettext("Vraag naar de"),
        "call_school": gettext("Bel de school en vraag wie de hulp aan kinderen regelt."),
        "call": gettext("Bel"),
        "look_at": gettext("Kijk op"),
        "whole_text": gettext("De hele tekst:"),
    }


@dataclass(frozen=True)
class Measure:
    """How much may be told: signs of the school's introduction and about a need, needs in one list."""

    lead: int
    said: int
    needs: int = 99


# The first that fits on the sheet is taken; on a screen there is always room for the first.
FULL = Measure(lead=300, said=200)
MEASURES = (FULL, Measure(220, 120), Measure(220, 80), Measure(220, 0), Measure(0, 0), Measure(0, 0, 8))


@dataclass(frozen=True)
class Said:
    """Some words in one language: that of the school for what it wrote."""

    text: str
    language: str

    def for_pdf(self) -> dict[str, str]:
        language = language_of(self.language)
        return {"text": self.text, "language": language.tag, "direction": language.direction}


@dataclass(frozen=True)
class Helped:
    """A need in a parent's words, and what the school says about it in whole sentences, or nothing."""

    need: str
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Group:
    """The needs that are met in one way."""

    meets: str
    title: str
    needs: tuple[Helped, ...]


@dataclass(frozen=True)
class Brief:
    """All that the sheet says, in the order in which it says it; in the reader's language."""

    source: Source
    lead: Said
    groups: tuple[Group, ...]
    functions: tuple[str, ...]
    phone: str
    website: str
    partnership: Partnership
    words: dict[str, str]
    steps: list[str]

    @property
    def title(self) -> str:
        return gettext("Welke hulp geeft %(school)s?") % {"school": self.source.school}

    @property
    def support(self) -> str:
        """Who helps and is not of the school."""
        asks = gettext("Liever iemand die niet van de school is? Vraag het %(name)s. Dat is gratis.")
        return asks % {"name": self.partnership.support_point}


def brief_of(version: Version, measure: Measure = FULL) -> Brief:
    """The summary of a version as `measure` allows."""
    tree = tree_of(version, "public")
    site = version.profile.site
    ways: dict[str, list[tuple[Need, Way]]] = {}
    for answers in by_need(in_language(questionnaire_of(version.edition)), tree):
        for way in answers.ways:
            ways.setdefault(way.meets, []).append((answers.need, way))
    return Brief(
        source=source_of(version),
        lead=Said(whole(lead_text(tree), measure.lead), DUTCH),
        groups=tuple(_group(meets, ways[meets], measure) for meets in NEAR_FIRST if meets in ways),
        functions=tuple(functions_of(tree)),
        phone=site.phone,
        website=site.website,
        partnership=version.profile.partnership,
        words=words(),
        steps=steps(),
    )


def _group(meets: str, found: list[tuple[Need, Way]], measure: Measure) -> Group:
    needs = [Helped(need.in_parents_words, _said(need, way, measure.said)) for need, way in found]
    if len(needs) > measure.needs + 1:
        needs = [Helped(told) for told in some([helped.need for helped in needs], measure.needs)]
    return Group(meets, titles()[meets], tuple(needs))


def _said(need: Need, way: Way, most: int) -> tuple[Said, ...]:
    """The school's own sentences about a need, else what it ticked."""
    if said := whole(way.passages, most, need):
        return (Said(said, DUTCH),)
    ticked = " ".join(f"{tick_words(node)}." for node in way.ticks)
    return tuple(part for node in way.ticks for part in _ticked(node)) if len(ticked) <= most else ()


def _ticked(node: QuestionNode) -> tuple[Said, ...]:
    """A box as a sentence: the words of the form, and those of the school behind them."""
    ours, theirs = tick_parts(node)
    if not theirs:
        return (Said(f"{ours}.", node.words_language),)
    return Said(ours, node.words_language), Said(f"{theirs}.", node.language)


def brief_pdf(version: Version) -> bytes:
    """The summary on one sheet, as an accessible PDF: as much of it as the sheet has room for."""
    content, look = b"", look_of(version.profile.partnership)
    for measure in MEASURES:
        content = _render(brief_of(version, measure), look)
        if _pages(content) == 1:
            break
    return content


def _pages(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def _render(brief: Brief, look: dict[str, Any]) -> bytes:
    language = current()
    data = {
        "language": language.tag,
        "direction": language.direction,
        "look": look,
        "words": brief.words,
        "title": brief.title,
        "school": brief.source.school,
        "warning": brief.source.warning,
        "lead": brief.lead.for_pdf(),
        "groups": [_group_for_pdf(group) for group in brief.groups],
        "steps": brief.steps,
        "functions": brief.functions,
        "phone": brief.phone,
        "website": brief.website,
        "support": brief.support,
        "support_point_phone": brief.partnership.support_point_phone,
        "source": brief.source.brief,
        "address": brief.source.address,
    }
    return render_pdf(TEMPLATE, data, title=brief.title)


def _group_for_pdf(group: Group) -> dict[str, Any]:
    needs = [{"need": one.need, "said": [said.for_pdf() for said in one.said]} for one in group.needs]
    return {"title": group.title, "needs": needs}

"""What parents must know, on one sheet: what the school does, what if it is not enough, whom to speak."""

from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import pikepdf

from dekkend.core.pdf import render_pdf
from dekkend.organisations.models import Partnership
from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Version
from dekkend.profiles.parents import functions_of, lead_text
from dekkend.questionnaires.by_need import NEAR_FIRST, Way, by_need
from dekkend.questionnaires.definition import Need
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.website.outlets.guide import tick_words
from dekkend.website.outlets.sentences import some, whole
from dekkend.website.outlets.source import Source, source_of

TEMPLATE = Path(__file__).parents[1] / "templates" / "website" / "pdf" / "brief.typ"
TITLES = {
    "basic": "Dit doet de school standaard",
    "own": "Dit doet de school extra",
    "arrangement": "Dit kan met extra hulp van de regio",
    "refer": "Hier helpt een andere school",
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
class Helped:
    """A need in a parent's words, and what the school says about it in whole sentences, or nothing."""

    need: str
    said: str = ""


@dataclass(frozen=True)
class Group:
    """The needs that are met in one way."""

    meets: str
    title: str
    needs: tuple[Helped, ...]


@dataclass(frozen=True)
class Brief:
    """All that the sheet says, in the order in which it says it."""

    source: Source
    lead: str
    groups: tuple[Group, ...]
    functions: tuple[str, ...]
    phone: str
    website: str
    partnership: Partnership

    @property
    def title(self) -> str:
        return f"Welke hulp geeft {self.source.school}?"


def brief_of(version: Version, measure: Measure = FULL) -> Brief:
    """The summary of a version as `measure` allows."""
    tree = tree_of(version, "public")
    site = version.profile.site
    ways: dict[str, list[tuple[Need, Way]]] = {}
    for answers in by_need(questionnaire_of(version.edition), tree):
        for way in answers.ways:
            ways.setdefault(way.meets, []).append((answers.need, way))
    return Brief(
        source=source_of(version),
        lead=whole(lead_text(tree), measure.lead),
        groups=tuple(_group(meets, ways[meets], measure) for meets in NEAR_FIRST if meets in ways),
        functions=tuple(functions_of(tree)),
        phone=site.phone,
        website=site.website,
        partnership=version.profile.partnership,
    )


def _group(meets: str, found: list[tuple[Need, Way]], measure: Measure) -> Group:
    needs = [Helped(need.in_parents_words, _said(need, way, measure.said)) for need, way in found]
    if len(needs) > measure.needs + 1:
        needs = [Helped(words) for words in some([helped.need for helped in needs], measure.needs)]
    return Group(meets, TITLES[meets], tuple(needs))


def _said(need: Need, way: Way, most: int) -> str:
    """The school's own sentences about a need, else what it ticked."""
    if said := whole(way.passages, most, need):
        return said
    ticked = " ".join(f"{tick_words(node)}." for node in way.ticks)
    return ticked if len(ticked) <= most else ""


def brief_pdf(version: Version) -> bytes:
    """The summary on one sheet, as an accessible PDF: as much of it as the sheet has room for."""
    content = b""
    for measure in MEASURES:
        content = _render(brief_of(version, measure))
        if _pages(content) == 1:
            break
    return content


def _pages(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def _render(brief: Brief) -> bytes:
    data = {
        "title": brief.title,
        "school": brief.source.school,
        "warning": brief.source.warning,
        "lead": brief.lead,
        "groups": [asdict(group) for group in brief.groups],
        "functions": brief.functions,
        "phone": brief.phone,
        "website": brief.website,
        "support_point": brief.partnership.support_point,
        "support_point_phone": brief.partnership.support_point_phone,
        "source": brief.source.brief,
        "address": brief.source.address,
    }
    return render_pdf(TEMPLATE, data, title=brief.title)

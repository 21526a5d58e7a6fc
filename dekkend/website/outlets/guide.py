"""The section for the school guide: what WPO 13 asks since 1 August 2025.

The basic support, the extra support on offer, how pupils and parents had a say, and the partnership the
school belongs to. Which answers stand where, `school_guide` in the definition says.
"""

from collections.abc import Iterable, Iterator

from dekkend.organisations.models import Partnership
from dekkend.profiles.account import account_of, listed
from dekkend.profiles.addendum.queries import in_force
from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Version
from dekkend.profiles.parents import functions_of
from dekkend.profiles.phrases import day
from dekkend.questionnaires.blocks import Block, Items, Line, Mark
from dekkend.questionnaires.conditions import says_something
from dekkend.questionnaires.definition import SchoolGuide
from dekkend.questionnaires.runs import Run, runs_of
from dekkend.questionnaires.tree import ChapterNode, QuestionNode
from dekkend.website.outlets.document import Document, Heading, Piece, under
from dekkend.website.outlets.source import source_of

BASIC, EXTRA = "Welke hulp krijgt elk kind?", "Welke extra hulp geven wij?"
QUESTION = ("?", "؟")
BY_LAW = {
    BASIC: "Dit is onze basisondersteuning. Daarvoor hoeft u niets aan te vragen.",
    EXTRA: "Dit is ons aanbod van extra ondersteuning.",
}


def guide_of(version: Version) -> Document:
    """What parents may read of a version, in the form of a section of the school guide."""
    tree, source = tree_of(version, "public", only_answered=True), source_of(version)
    pieces = (
        *_offer(BASIC, tree, "basic"),
        *_offer(EXTRA, tree, "extra"),
        *under(Heading(1, "Wat is er sindsdien veranderd?"), _addenda(version)),
        *under(Heading(1, "Hoe konden leerlingen, ouders en team meepraten?"), _voices(version)),
        Heading(1, "Wie kunt u spreken?"),
        *_people(version, tree),
    )
    return Document(f"Ondersteuning op {source.school}", pieces, source.lines, source.warning)


def _offer(title: str, tree: tuple[ChapterNode, ...], part: SchoolGuide) -> tuple[Piece, ...]:
    pieces = tuple(piece for chapter in tree for piece in _chapter(chapter, part))
    return (Heading(1, title), Line(BY_LAW[title]), *pieces) if pieces else ()


def _chapter(chapter: ChapterNode, part: SchoolGuide) -> Iterator[Piece]:
    """The answers of a chapter that belong to this part, and then those of the chapters in it."""
    nodes = [node for node in chapter.children if isinstance(node, QuestionNode) and _belongs(node, part)]
    title = chapter.plain or chapter.title
    yield from under(Heading(2, title), _answers(nodes, title))
    for inner in chapter.children:
        if isinstance(inner, ChapterNode):
            yield from _chapter(inner, part)


def _belongs(node: QuestionNode, part: SchoolGuide) -> bool:
    """A box that is not ticked says nothing about what the school does."""
    return node.question.school_guide == part and (node.question.is_fixed or says_something(node.value))


def _answers(nodes: Iterable[QuestionNode], title: str) -> Iterator[Piece]:
    """With a heading for each group and each text, unless it would say again what stands above it."""
    group = ""
    for run in runs_of(nodes):
        first = run.nodes[0]
        if isinstance(first, QuestionNode) and first.group and first.group != group:
            group = first.group
            yield Heading(3, group)
        yield from (piece for piece in _run(run) if piece != Heading(3, title))


def _run(run: Run) -> Iterator[Piece]:
    nodes = [node for node in run.nodes if isinstance(node, QuestionNode)]
    if run.kind == "ticks":
        yield Items(tuple(tick_words(node) for node in nodes))
    elif run.kind == "facts":
        yield Items(tuple(f"{node.label}: {', '.join(lines_in(node.blocks))}" for node in nodes))
    else:
        for node in nodes:
            yield Heading(3, node.plain or node.label)
            yield from (block for block in node.blocks if not isinstance(block, Mark))


def tick_words(node: QuestionNode) -> str:
    """A ticked box as words."""
    return " ".join(filter(None, tick_parts(node)))


def tick_parts(node: QuestionNode) -> tuple[str, str]:
    """(our plain words or the form's, what the school filled in), each in its own language."""
    words = node.plain or node.label
    more = [block.more for block in node.blocks if isinstance(block, Mark) and block.more]
    more += lines_in(block for block in node.blocks if not isinstance(block, Mark))
    return f"{words}{':' if more and not words.endswith(QUESTION) else ''}", ", ".join(more)


def lines_in(blocks: Iterable[Block]) -> list[str]:
    """What the blocks say, without their shape."""
    return [line for block in blocks for line in block.lines()]


def _addenda(version: Version) -> Iterator[Piece]:
    for beside in in_force(version):
        yield Heading(2, beside.title)
        yield Line(f"Dit geldt sinds {day(beside.addendum.in_force_on)}.")
        yield from _lines(beside.addendum.text)


def _voices(version: Version) -> Iterator[Piece]:
    """Every step after the writing: who was heard, what came of it, and who decided."""
    for part in account_of(version, "public"):
        if part.key == "writing":
            continue
        yield Heading(2, part.title)
        yield from map(Line, part.lines)
        for quote in part.quotes:
            yield Heading(3, quote.title)
            yield from _lines(quote.text)


def _lines(text: str) -> Iterator[Line]:
    """What a person typed without markup: every line is one of its own."""
    return (Line(line.strip()) for line in text.splitlines() if line.strip())


def _people(version: Version, tree: tuple[ChapterNode, ...]) -> Iterator[Piece]:
    """A function and the school's own number, and where the school belongs; never a person."""
    site, partnership = version.profile.site, version.profile.partnership
    functions = functions_of(tree)
    if functions:
        yield Line(f"Vraag naar: {listed([*functions])}.")
    if site.phone:
        yield Line(f"Bel {site.phone}.")
    if site.website:
        yield Line(f"Kijk op {site.website}.")
    website = f" ({partnership.website})" if partnership.website else ""
    yield Line(f"Onze school hoort bij {partnership.name}{website}.")
    yield Line(f"Liever iemand die niet van de school is? Vraag het {support_point_of(partnership)}.")


def support_point_of(partnership: Partnership) -> str:
    """Where parents and children get help that is not of the school, with its number."""
    name, phone = partnership.support_point, partnership.support_point_phone
    return f"{name}: {phone}" if phone else name

"""Helpers of the templates that ask and show questions."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

from dekkend.core.languages import marking
from dekkend.core.markup import to_html
from dekkend.questionnaires.blocks import Block, Mark
from dekkend.questionnaires.runs import Node, Run, runs_of
from dekkend.questionnaires.tree import QuestionNode
from dekkend.questionnaires.types.plan import STATUS
from dekkend.questionnaires.widgets import ambition_rows, plan_rows, table_rows, text_rows

register = template.Library()

NAMED = {"text", "date", "number", "list"}
QUESTION_MARKS = ("?", "؟")  # ours, and that of Arabic
CHIPS = {
    "basic": ("n-basic", "basic", gettext_noop("Doet de school standaard")),
    "own": ("n-own", "own", gettext_noop("Doet de school extra")),
    "arrangement": ("n-arr", "arr", gettext_noop("Met extra hulp van de regio")),
    "refer": ("n-refer", "refer", gettext_noop("Hier helpt een andere school")),
}


SHORTER = {
    "basic": gettext_noop("Doet zij standaard"),
    "own": gettext_noop("Doet zij extra"),
    "arrangement": gettext_noop("Met hulp van de regio"),
    "refer": gettext_noop("Andere school helpt"),
}


@register.simple_tag
def described(node: QuestionNode, name: str, error: str = "") -> SafeString:
    """Ties hint and error to a control or a group, for who hears the page."""
    ids = [f"{name}-hint"] if node.help or node.offered else []
    ids += [f"{name}-error"] if error else []
    return format_html(' aria-describedby="{}"', " ".join(ids)) if ids else SafeString("")


@register.filter
def invalid(error: str) -> SafeString:
    """Says that what stands in a control was refused."""
    return SafeString(' aria-invalid="true"' if error else "")


@register.simple_tag
def lang(language: str, within: str = "") -> SafeString:
    """The language of a piece, where it differs from that of the piece (or else the page) around it."""
    return marking(language, within or get_language() or "")


@register.filter
def markup(source: str) -> SafeString:
    return to_html(source)


@register.filter
def block_kind(block: Block) -> str:
    """The name of a block: line, prose, mark, items or table."""
    return type(block).__name__.lower()


@register.filter
def runs(nodes: Iterable[Node]) -> list[Run]:
    """The nodes of a chapter as a reader likes them: facts together, ticks together."""
    return runs_of(nodes)


@register.simple_tag
def heading(node: QuestionNode, words: str = "") -> str:
    """What stands above an answer: the form's label, or for parents a question in their words.

    A fact keeps its label, for that is shorter: “Postcode”. Asked for the "label", where a plain sentence
    stands above it already, it is the form's own, word for word.
    """
    if node.question.is_fixed and words != "label":
        return node.plain or node.label
    return (words == "parents" and node.type not in NAMED and node.parents) or node.label


@register.inclusion_tag("questionnaires/parts/met.html")
def met(meets: str, short: bool = False) -> dict[str, str]:
    """How a school meets a need, in colour, drawing and words; in a table in fewer words."""
    look, drawing, words = CHIPS.get(meets, ("", "", ""))
    words = SHORTER.get(meets, "") if short else words
    return {"look": look, "drawing": drawing, "words": gettext(words) if words else ""}


@register.filter
def drawing(meets: str) -> str:
    """The drawing that stands for how a need is met."""
    return CHIPS[meets][1] if meets in CHIPS else "unknown"


@register.filter
def said_by_tick(node: QuestionNode) -> SafeString:
    """A ticked box as a sentence: our plain words for it, else the form's, and what the school filled in."""
    words, more = node.plain or node.label, ", ".join(_filled_in(node.blocks))
    said = format_html("<span{}>{}</span>", lang(node.words_language), words)
    if not more:
        return said
    colon = "" if words.endswith(QUESTION_MARKS) else ":"
    return format_html("{}{} <strong{}>{}</strong>", said, colon, lang(node.language), more)


def _filled_in(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, Mark):
            yield from block.lines()
        elif block.more:
            yield block.more


register.simple_tag(text_rows)
register.simple_tag(ambition_rows)
register.simple_tag(table_rows)
register.simple_tag(plan_rows)


@register.filter
def part(value: Any, name: str) -> Any:
    """One part of a value that may be missing."""
    return value.get(name, "") if isinstance(value, dict) else ""


@register.filter
def is_on(value: Any) -> bool:
    """Whether a tick is on, stored or as the browser sent it."""
    tick = value.get("checked") if isinstance(value, dict) else value
    return tick is True or tick in ("on", "yes", "true")


@register.filter
def yes_no_word(value: Any) -> str:
    """How the form writes a stored yes or no; what was typed stays as it is."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value or ""


@register.simple_tag
def statuses() -> dict[str, str]:
    return STATUS


@register.simple_tag
def scale_steps(node: QuestionNode) -> range:
    return range(1, node.question.steps + 1)

"""Answers for who reads them: what belongs together is put together.

A page with a heading for every answer is no page to read. Consecutive short answers become one list of facts,
consecutive ticks one list of ticks; only a text, a list or a table has a heading of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from dekkend.questionnaires.conditions import says_something
from dekkend.questionnaires.tree import ChapterNode, QuestionNode

Kind = Literal["chapter", "facts", "ticks", "text"]
Node = ChapterNode | QuestionNode

SHORT = {"text", "date", "number", "yes_no", "choice", "scale"}
FEW, NAME = 3, 60


@dataclass(frozen=True)
class Run:
    """Nodes of one kind and one group, to show as one thing.

    `meets` says how the school meets the needs they are about, unless the runs before it said so already.
    """

    kind: Kind
    nodes: tuple[Node, ...]
    meets: str = ""

    @property
    def in_group(self) -> bool:
        return bool(_group(self.nodes[0]))

    @property
    def title(self) -> str:
        """The title of their group, where they are the first of it."""
        first = self.nodes[0]
        return first.group if isinstance(first, QuestionNode) and first.opens_group else ""

    @property
    def language(self) -> str:
        """The language of that title."""
        first = self.nodes[0]
        return first.words_language if isinstance(first, QuestionNode) else first.language


def runs_of(nodes: Iterable[Node]) -> list[Run]:
    """The nodes of a chapter in order, consecutive ones of a kind and group together."""
    runs, said = [], ""
    for (kind, *_), together in groupby(enumerate(nodes), key=_place):
        kept = tuple(node for _, node in together)
        meets = _meets(kept)
        runs.append(Run(kind, kept, meets if meets != said else ""))
        said = meets or said
    return runs


def kind_of(node: Node) -> Kind:
    if isinstance(node, ChapterNode):
        return "chapter"
    if node.type in ("check", "check_text"):
        return "ticks"
    return "facts" if node.type in SHORT or _is_short_list(node) else "text"


def _is_short_list(node: QuestionNode) -> bool:
    """A few names, such as those of the support coordinators."""
    items = node.value or []
    return node.type == "list" and len(items) <= FEW and all(len(item) <= NAME for item in items)


def _place(numbered: tuple[int, Node]) -> tuple[Kind, str, int]:
    """What neighbours must share; a chapter and a text stand on their own, by their number."""
    number, node = numbered
    kind = kind_of(node)
    return kind, _group(node), number if kind in ("chapter", "text") else -1


def _group(node: Node) -> str:
    return node.group if isinstance(node, QuestionNode) else ""


def _meets(nodes: tuple[Node, ...]) -> str:
    """How needs are met, when all of these answers that offer something say the same."""
    said = {node.meets for node in nodes if isinstance(node, QuestionNode) and _offers(node)}
    return said.pop() if len(said) == 1 else ""


def _offers(node: QuestionNode) -> bool:
    return bool(node.meets and node.needs) and says_something(node.value)

"""What parents read of a profile, led by their questions: one source for the public page and for its preview.

Which answers say what comes from the definition: `needs` and `meets`, and the tags `lead`, `contact` and
`support_route`.
"""

from collections.abc import Iterator
from typing import Any

from dekkend.core.markup import to_blocks
from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Version
from dekkend.questionnaires.by_need import SENTENCE, NeedAnswers, by_need, speaks_of, tagged
from dekkend.questionnaires.definition import Need
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import ChapterNode, QuestionNode
from dekkend.questionnaires.wording import in_language

LEAD, CELL = 220, 150
NAMES = {"text", "list"}


def parents_page(version: Version) -> dict[str, Any]:
    """Context of the templates `profiles/parts/public_*.html`."""
    tree = tree_of(version, "public")
    needs = by_need(in_language(questionnaire_of(version.edition)), tree)
    contacts = tagged(tree, "contact")
    return {
        "tree": tree,
        "needs": [answers for answers in needs if answers.ways],
        "silent": [answers.need for answers in needs if not answers.ways],
        "referred": [answers.need for answers in needs if "refer" in answers.meets],
        "referral_texts": _referral_texts(needs),
        "lead": lead_of(tree),
        "functions": functions_of(tree),
        "contact_texts": [node for node in contacts if node.type not in NAMES],
        "route_texts": tagged(tree, "support_route"),
    }


def functions_of(tree: tuple[ChapterNode, ...]) -> list[str]:
    """Whom parents can ask, by function; the name that was filled in stays out."""
    return [node.label.lower() for node in tagged(tree, "contact") if node.type in NAMES]


def lead_of(tree: tuple[ChapterNode, ...], most: int = LEAD) -> str:
    """How the school introduces itself: the first sentences of its own text."""
    return opening(lead_text(tree), most)


def lead_text(tree: tuple[ChapterNode, ...]) -> str:
    """The whole text in which the school introduces itself."""
    return next((node.value for node in tagged(tree, "lead") if node.type == "prose"), "")


def opening(source: str, most: int = CELL, about: Need | None = None) -> str:
    """The first sentences of a text that fit in `most` signs, without markup; one that is too long is cut.

    With a need, of the first paragraph or item that speaks about it.
    """
    lines = (line for line in lines_of(source) if not about or speaks_of(about, line))
    first, *more = SENTENCE.split(next(lines, ""))
    for sentence in more:
        if len(first) + len(sentence) >= most:
            break
        first = f"{first} {sentence}"
    return first if len(first) <= most else f"{first[: most - 1].rsplit(' ', 1)[0]} …"


def lines_of(source: str) -> Iterator[str]:
    """The paragraphs and the items of lists, each on one line."""
    for block in to_blocks(source):
        for runs in block.get("items") or [block["runs"]]:
            yield " ".join("".join(run["text"] for run in runs).split())


def _referral_texts(needs: tuple[NeedAnswers, ...]) -> list[QuestionNode]:
    """The texts in which the school says when another one helps, each once."""
    told = (told for answers in needs for way in answers.ways if way.meets == "refer" for told in way.told)
    return list({one.node.key: one.node for one in told}.values())

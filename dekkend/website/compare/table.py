"""The rows of the comparison: needs first, then the register, then what else the forms share."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dekkend.profiles.parents import opening
from dekkend.questionnaires.blocks import Mark
from dekkend.questionnaires.by_need import SENTENCE, NeedAnswers
from dekkend.questionnaires.definition import Need
from dekkend.questionnaires.tree import QuestionNode
from dekkend.questionnaires.types import KINDS
from dekkend.website.compare.columns import Column

# Texts and lists are left out: they always differ, and some hold names of people.
COMPARABLE = {"check", "check_text", "choice", "scale", "yes_no"}
MOST_TICKS = 2


@dataclass(frozen=True)
class Cell:
    """What one school says: how it meets a need (`meets`), in a few words; `said` is what may differ."""

    school: str
    said: object
    meets: tuple[str, ...] = ()
    text: str = ""
    ticks: tuple[QuestionNode, ...] = ()
    is_school_text: bool = False

    @property
    def first_and_rest(self) -> tuple[str, str]:
        """The first sentence, which is all that fits on paper, and those after it."""
        first, *rest = SENTENCE.split(self.text, maxsplit=1)
        return first, " ".join(rest)


@dataclass(frozen=True)
class Row:
    """One thing of which the schools are compared; `need` where it is a need."""

    title: str
    cells: tuple[Cell, ...]
    need: Need | None = None

    @property
    def differs(self) -> bool:
        """Schools that have no profile do not make a difference."""
        return len({cell.said for cell in self.cells if cell.said is not None}) > 1


@dataclass(frozen=True)
class Table:
    """`needs` and `facts` are what parents look for first, `answers` the rest of what the forms share."""

    needs: tuple[Row, ...]
    facts: tuple[Row, ...]
    answers: tuple[Row, ...]

    @property
    def different(self) -> list[Row]:
        return [row for row in (*self.needs, *self.facts) if row.differs]

    @property
    def different_answers(self) -> list[Row]:
        return [row for row in self.answers if row.differs]

    @property
    def equal_needs(self) -> list[Row]:
        return [row for row in self.needs if not row.differs]

    @property
    def equal(self) -> list[Row]:
        return [row for row in (*self.needs, *self.facts, *self.answers) if not row.differs]


def table_of(columns: tuple[Column, ...]) -> Table:
    """What can be compared: needs and questions that every form has under the same key, and the register."""
    return Table(tuple(_need_rows(columns)), tuple(_fact_rows(columns)), tuple(_answer_rows(columns)))


def _need_rows(columns: tuple[Column, ...]) -> Iterator[Row]:
    """The needs in all lists of which at least one school says something."""
    profiles = [column.read for column in columns if column.read]
    for key, answers in profiles[0].needs.items() if profiles else ():
        said = [profile.needs[key] for profile in profiles if key in profile.needs]
        if len(said) == len(profiles) and any(answers.ways for answers in said):
            cells = tuple(_need_cell(column, key) for column in columns)
            yield Row(answers.need.in_parents_words, cells, answers.need)


def _need_cell(column: Column, key: str) -> Cell:
    if column.read is None:
        return Cell(column.site.name, None)
    answers = column.read.needs[key]
    text = _in_short(answers)
    ticks = () if text else tuple(node for way in answers.ways for node in way.ticks)[:MOST_TICKS]
    return Cell(column.site.name, answers.meets, answers.meets, text, ticks, is_school_text=True)


def _in_short(answers: NeedAnswers) -> str:
    """The school's own first sentences about it."""
    return next((opening(way.passages, about=answers.need) for way in answers.ways if way.passages), "")


def _fact_rows(columns: tuple[Column, ...]) -> Iterator[Row]:
    facts = {
        _("Wat voor school?"): lambda column: column.site.kind_in_words,
        _("Welke richting?"): lambda column: column.site.denomination_in_words,
        _("Hoe geeft de school les?"): lambda column: column.site.concept_in_words,
        _("Waar?"): lambda column: column.site.city,
        _("Hoeveel kinderen?"): lambda column: column.pupils,
        _("Welk bestuur?"): lambda column: str(column.site.school.board or ""),
    }
    for title, fact in facts.items():
        cells = tuple(Cell(column.site.name, fact(column), text=capfirst(fact(column))) for column in columns)
        if any(cell.text for cell in cells):
            yield Row(title, cells)


def _answer_rows(columns: tuple[Column, ...]) -> Iterator[Row]:
    """Questions with the same key and kind in every form; those about a need have their row already."""
    profiles = [column.read for column in columns if column.read]
    for key, kind in profiles[0].types.items() if profiles else ():
        shared = kind in COMPARABLE and all(profile.types.get(key) == kind for profile in profiles)
        node = next((profile.answers[key] for profile in profiles if key in profile.answers), None)
        if shared and node and not node.question.needs:
            cells = tuple(_answer_cell(column, node.key) for column in columns)
            if any(cell.said for cell in cells):
                yield Row(node.parents or node.plain or node.label, cells)


def _answer_cell(column: Column, key: str) -> Cell:
    if column.read is None:
        return Cell(column.site.name, None)
    node = column.read.answers.get(key)
    text = _words(node)
    return Cell(column.site.name, text, text=text, is_school_text=_is_typed(node))


def _is_typed(node: QuestionNode | None) -> bool:
    """Whether these are words of the school, and not a yes, a no or a choice of the form."""
    blocks = node.blocks if node and KINDS[node.type].is_written else ()
    return any(not isinstance(block, Mark) or block.more for block in blocks)


def _words(node: QuestionNode | None) -> str:
    """An answer in a few words: yes or no for a box, with what the school filled in."""
    words = []
    for block in node.blocks if node else ():
        if isinstance(block, Mark):
            words += [block.more or (_("Ja") if block.checked else _("Nee"))]
        else:
            words += block.lines()
    return capfirst(opening(" · ".join(words)) if words else "")

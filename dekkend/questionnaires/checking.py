"""What is wrong with a questionnaire as a whole: references that lead nowhere, circles, things said twice."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from dekkend.questionnaires.conditions import Comparison, written
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.types import KINDS
from dekkend.questionnaires.types.base import twice

DEEPEST = 3
ONLY_SOME_TYPES = frozenset[str]().union(*(kind.fields for kind in KINDS.values()))

Fault = tuple[str, str]


def faults_of(whole: Questionnaire) -> Iterator[Fault]:
    """(question key or "", fault in Dutch) for everything that is wrong."""
    yield from _things_said_twice(whole)
    for chapter in whole.chapters:
        yield from _chapter_faults(whole, chapter)
    by_key = {question.key: question for question in whole.questions}
    for question in whole.questions:
        faults = (
            *_reference_faults(whole, question, by_key),
            *_strangers(whole, question),
            *_collisions(question, by_key),
        )
        yield from ((question.key, fault) for fault in faults)
    yield from _circles({question.key: question.depends_on & by_key.keys() for question in whole.questions})
    for step in whole.carries:
        if step.target and step.target not in by_key:
            yield "", f"carry gaat naar «{step.target}», een vraag die er niet is"


def type_faults(question: Question, given: set[str]) -> Iterator[str]:
    """What its type does not allow; `given` are the fields that its definition has."""
    kind = KINDS.get(question.type)
    if kind is None:
        yield f"het type «{question.type}» bestaat niet"
        return
    for name in sorted(given & ONLY_SOME_TYPES - kind.fields):
        yield f"«{name}» hoort niet bij het type {question.type}"
    yield from kind.faults(question)


def _things_said_twice(whole: Questionnaire) -> Iterator[Fault]:
    """Something without a key has a fault of its own already."""
    for key in twice(question.key for question in whole.questions if question.key):
        yield key, "deze sleutel komt twee keer voor"
    for key in twice(chapter.key for chapter in whole.chapters if chapter.key):
        yield "", f"hoofdstuk «{key}» komt twee keer voor"
    for key in twice(need.key for need in whole.needs if need.key):
        yield "", f"behoefte «{key}» komt twee keer voor"
    for key in twice(step.target for step in whole.carries if step.target):
        yield "", f"carry gaat twee keer naar «{key}»"


def _chapter_faults(whole: Questionnaire, chapter: Chapter) -> Iterator[Fault]:
    within = {other.key: other.within for other in whole.chapters}
    if chapter.within and chapter.within not in within:
        yield "", f"hoofdstuk «{chapter.key}» valt binnen «{chapter.within}», een hoofdstuk dat er niet is"
    depth, above = 1, chapter.within
    while above and above in within and depth <= DEEPEST:
        depth, above = depth + 1, within[above]
    if depth > DEEPEST:
        yield "", f"hoofdstuk «{chapter.key}» ligt te diep, of in zichzelf: hoogstens {DEEPEST} lagen"
    for question in chapter.questions:
        if question.group and question.group not in chapter.groups:
            yield question.key, f"group noemt «{question.group}», die niet in chapter.groups staat"
    yield from _headings_said_twice(chapter)


def _headings_said_twice(chapter: Chapter) -> Iterator[Fault]:
    """Who hears a page jumps from heading to heading; two of the same name lead nowhere."""
    alone = [question for question in chapter.questions if not question.group]
    for heading in twice(question.plain or question.label for question in alone):
        keys = [question.key for question in alone if heading == (question.plain or question.label)]
        yield keys[-1], f"de kop «{heading}» staat ook bij «{keys[0]}», in hetzelfde hoofdstuk"


def _reference_faults(whole: Questionnaire, question: Question, by_key: dict[str, Question]) -> Iterator[str]:
    for condition in (question.shown_when, question.required_when):
        for comparison in condition.comparisons if condition else ():
            yield from _comparison_faults(comparison, by_key)
    for key in question.ambitions:
        if key not in by_key or by_key[key].type != "ambitions":
            yield f"ambitions noemt «{key}», en dat is geen vraag van het type ambitions"
    told_in = by_key.get(question.told_in)
    if question.told_in and (told_in is None or told_in.type != "prose"):
        yield f"told_in noemt «{question.told_in}», en dat is geen vraag van het type prose"
    if question.papers and not question.is_answered_here:
        yield "papers hoort bij een vraag die de school zelf beantwoordt"
    if question.school_guide and question.audience != "public":
        yield "school_guide hoort bij een antwoord voor iedereen: de schoolgids is openbaar"
    needs = {need.key for need in whole.needs}
    for key in question.needs:
        if key not in needs:
            yield f"needs noemt «{key}», een behoefte die er niet is"


def _strangers(whole: Questionnaire, question: Question) -> Iterator[str]:
    people = [person.key for person in whole.people]
    for key in question.answered_by:
        if key not in people:
            yield f"answered_by noemt «{key}». Wie antwoordt, is een van: {', '.join(people)}"


def _comparison_faults(comparison: Comparison, by_key: dict[str, Question]) -> Iterator[str]:
    if comparison.key not in by_key:
        yield f"de voorwaarde noemt «{comparison.key}», een vraag die er niet is"
        return
    other = by_key[comparison.key]
    kind = KINDS.get(other.type)
    if kind is None:
        return
    if other.is_fixed:
        yield f"de voorwaarde noemt «{other.key}», een vaste tekst zonder antwoord"
    for literal in comparison.literals:
        if not kind.accepts(other, comparison.sign, literal):
            yield f"de voorwaarde kan «{other.key}» niet zo vergelijken met «{written(literal)}»"


def _collisions(question: Question, by_key: dict[str, Question]) -> Iterator[str]:
    """Keys are input names too: a part of one question may not be another question."""
    if kind := KINDS.get(question.type):
        for end in sorted(kind.inputs(question)):
            if question.key + end in by_key:
                yield f"de sleutel «{question.key}{end}» is al een invoerveld van deze vraag"


def _circles(depends_on: dict[str, frozenset[str]]) -> Iterator[Fault]:
    """Each question of the first circle found, until there is none left."""
    while True:
        try:
            TopologicalSorter(depends_on).prepare()
        except CycleError as circle:
            keys = set(circle.args[1])
            yield from ((key, "de voorwaarde hangt in een kring van zichzelf af") for key in sorted(keys))
            depends_on = {key: needed - keys for key, needed in depends_on.items()}
        else:
            return

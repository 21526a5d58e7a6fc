"""What other schools of the region published: whole texts of those that share them, and the names they use.

Only what parents can read already: published versions, public answers. Texts need the school's consent all
the same, for being copied by colleagues is something else than being read. Names of systems do not.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Version
from dekkend.profiles.queries import with_place
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.evaluation import visible_answers
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.models import Edition
from dekkend.questionnaires.tree import ChapterNode, QuestionNode, from_register

MOST_EXAMPLES = 10
FEWEST_SCHOOLS = 2
MOST_NAMES, LONGEST_NAME = 20, 60
MOST_KEPT = 3000


@dataclass(frozen=True)
class Said:
    """What one school published: the questions it answered for everyone, and the names it gave at each."""

    version_id: int
    school_id: int
    shares: bool
    answered: frozenset[str]
    names: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Named:
    """A system or method, and how many schools of the region use it."""

    name: str
    schools: int


@dataclass(frozen=True)
class Example:
    """How another school answers the question; `source` is its text as typed, where it is one text."""

    school: str
    site_code: str
    node: QuestionNode

    @property
    def source(self) -> str:
        return self.node.value if self.node.type in ("prose", "text") else ""

    @property
    def lines(self) -> list[str]:
        """Any other answer in plain lines."""
        return [line for block in self.node.blocks for line in block.lines()]

    @property
    def nodes(self) -> list[QuestionNode]:
        return [self.node]


Facts = tuple[frozenset[str], dict[str, tuple[str, ...]]]
# A published version never changes, so what it says is read once in a process.
# A version as it was published once, and its form: what it says then never changes.
type Of = tuple[int, datetime | None, str]
_kept: OrderedDict[Of, Facts] = OrderedDict()


def said_around(version: Version) -> list[Said]:
    """What every other school of the region published in this form. One query, and one for what is new."""
    rows = list(
        _published_around(version).values_list(
            "pk", "published_at", "edition__checksum", "profile__site__school", "profile__shares_texts"
        )
    )
    facts = _facts_of([(pk, at, checksum) for pk, at, checksum, _, _ in rows])
    return [Said(pk, school, shares, *facts[pk, at, checksum]) for pk, at, checksum, school, shares in rows]


def examples_for(said: Iterable[Said], question: Question) -> int:
    """How many schools share a text at this question."""
    return len({one.school_id for one in said if one.shares and question.key in one.answered})


def names_for(said: Iterable[Said], question: Question) -> list[Named]:
    """The names that at least two schools give at this question, the most used first."""
    spelled: dict[str, Counter[str]] = {}
    users: dict[str, set[int]] = {}
    for one in said:
        for name in one.names.get(question.key, ()):
            spelled.setdefault(name.casefold(), Counter())[name] += 1
            users.setdefault(name.casefold(), set()).add(one.school_id)
    found = [
        Named(spelled[folded].most_common(1)[0][0], len(schools))
        for folded, schools in users.items()
        if len(schools) >= FEWEST_SCHOOLS
    ]
    return sorted(found, key=lambda named: (-named.schools, named.name.casefold()))[:MOST_NAMES]


def examples_at(version: Version, question: Question, on: date) -> list[Example]:
    """At most ten texts at this question, by schools that share theirs; others tomorrow, the same all day."""
    sharing = [one for one in said_around(version) if one.shares and question.key in one.answered]
    drawn = sorted(sharing, key=lambda one: _lot(one.version_id, question.key, on))[:MOST_EXAMPLES]
    versions = with_place(Version.objects.filter(pk__in=[one.version_id for one in drawn])).in_bulk()
    trees = ((versions[one.version_id], tree_of(versions[one.version_id], "public")) for one in drawn)
    return [
        Example(near.profile.site.name, near.profile.site.code, node)
        for near, tree in trees
        if (node := _node(tree, question.key)) and node.blocks
    ]


def _published_around(version: Version) -> QuerySet[Version]:
    """Published in the same partnership and form, by schools that are not this one."""
    profile = version.profile
    return Version.objects.filter(
        state=Version.State.PUBLISHED,
        profile__partnership=profile.partnership_id,
        edition__form=version.edition.form,
    ).exclude(profile__site__school=profile.site.school_id)


def _node(nodes: Iterable[ChapterNode | QuestionNode], key: str) -> QuestionNode | None:
    for node in nodes:
        found = _node(node.children, key) if isinstance(node, ChapterNode) else node
        if isinstance(found, QuestionNode) and found.key == key:
            return found
    return None


def _lot(pk: int, key: str, on: date) -> str:
    """A draw that anyone can repeat on the same day, and nobody can turn to their hand."""
    return sha256(f"{on.isoformat()} {key} {pk}".encode()).hexdigest()


def _facts_of(wanted: list[Of]) -> dict[Of, Facts]:
    known = {of: _kept[of] for of in wanted if of in _kept}
    missing = {of[0]: of for of in wanted if of not in known}
    if missing:
        rows = Version.objects.filter(pk__in=missing).values_list("pk", "edition", "snapshot")
        for pk, edition, snapshot in rows:
            form = questionnaire_of(Edition.from_db(None, ["id", "checksum"], [edition, missing[pk][2]]))
            known[missing[pk]] = _kept[missing[pk]] = _facts(form, snapshot or {})
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return known


def _facts(form: Questionnaire, snapshot: Any) -> Facts:
    seen = visible_answers(form, snapshot["answers"] | from_register(form, snapshot["register"]))
    public = [q for q in form.questions if q.audience == "public" and q.key in seen and q.is_answered_here]
    names = {q.key: tuple(_names(seen[q.key])) for q in public if asks_for_names(q)}
    return frozenset(q.key for q in public), names


def asks_for_names(question: Question) -> bool:
    """Systems, methods and means: not the people that other texts and lists ask for."""
    return question.type == "check_text" or (question.type in ("text", "list") and bool(question.suggestions))


def _names(value: Any) -> Iterator[str]:
    """The names in an answer, each once: its items, or its text between commas."""
    if isinstance(value, dict):
        value = (value.get("items") or value.get("text", "")) if value["checked"] else ""
    texts = value if isinstance(value, list) else value.replace(";", ",").split(",")
    found = {name.casefold(): name for text in texts if (name := " ".join(text.split()).strip(" .:"))}
    yield from (name for name in found.values() if len(name) <= LONGEST_NAME)

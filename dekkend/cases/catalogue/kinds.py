"""What extra support there is in a partnership in one school year, as immutable data."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from dekkend.cases.letters.template import Template
from dekkend.questionnaires.conditions import Condition
from dekkend.questionnaires.reading import checksum

Awarder = Literal["desk", "committee"]
Consent = Literal["required", "consulted"]
SchoolKind = Literal["SBO", "SO"]
Way = Literal["objection", "reconsideration"]

PERIODS = {"week": "per week", "school_year": "per schooljaar", "award": "in totaal"}
# From which day on a record is kept for so many months.
AFTER = {
    "last_decision": "na het laatste besluit",
    "closing": "na het sluiten van de aanvraag",
    "leaving": "nadat het kind van school is gegaan",
}


@dataclass(frozen=True)
class Words:
    """What the partnership calls itself and its parts, as they stand in a sentence."""

    partnership: str
    desk: str
    committee: str
    committee_short: str
    file: str
    plan: str


@dataclass(frozen=True)
class Criterion:
    """A ground for an award: the text of the region, and what it means for parents."""

    key: str
    text: str
    plain: str = ""


@dataclass(frozen=True)
class Amount:
    """At most so many hours, or euros, in each period (a key of PERIODS)."""

    most: int
    per: str

    @property
    def period(self) -> str:
        return PERIODS[self.per]


@dataclass(frozen=True)
class Paper:
    """A paper that comes with a request; `when` looks at the answers of the file and the request.

    `at`: the question of the file or the request where it is added; empty when it has a place of its own.
    """

    key: str
    title: str
    why: str
    when: Condition | None = None
    at: str = ""

    def is_needed(self, answers: Mapping[str, Any]) -> bool:
        return self.when is None or self.when.holds(answers)


@dataclass(frozen=True)
class NotNeeded:
    """A paper that schools often send along, and that the partnership does not want to have."""

    title: str
    why: str


@dataclass(frozen=True)
class Review:
    """How parents and school can have a decision looked at again: by law (Awb), or as the region has set."""

    way: Way
    weeks: int
    to: str
    explanation: str
    committee: str = ""

    @property
    def is_objection(self) -> bool:
        return self.way == "objection"


@dataclass(frozen=True)
class Kind:
    """A kind of extra support. `declaration`: for which schools it opens the door; empty when it is no TLV.

    `closed`: nobody can ask for it any more; what was awarded is evaluated, and may be extended.
    `replaces`: kinds of this or an earlier year that it took the place of.
    """

    key: str
    name: str
    plain: str
    explanation: str
    awarded_by: Awarder
    consent: Consent
    form: str
    max_months: int
    criteria: tuple[Criterion, ...]
    review: Review
    declaration: tuple[SchoolKind, ...] = ()
    hours: Amount | None = None
    budget: Amount | None = None
    papers_needed: tuple[Paper, ...] = ()
    papers_not_needed: tuple[NotNeeded, ...] = ()
    demands_plan: bool = True
    may_pass_to: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    closed: bool = False

    @property
    def is_declaration(self) -> bool:
        return bool(self.declaration)

    @property
    def needs_consent(self) -> bool:
        return self.consent == "required"

    def criterion(self, key: str) -> Criterion:
        """Raises KeyError for one that it does not have."""
        return _by_key(self.criteria, key)

    def papers_for(self, answers: Mapping[str, Any]) -> tuple[Paper, ...]:
        return tuple(paper for paper in self.papers_needed if paper.is_needed(answers))


@dataclass(frozen=True)
class Retention:
    """How long a kind of record (`key`) is kept, from which day on (a key of AFTER), and why that long."""

    key: str
    title: str
    months: int
    after: str
    ground: str

    @property
    def term(self) -> str:
        """In Dutch, as it stands in a sentence."""
        years, months = divmod(self.months, 12)
        return f"{f'{self.months} maanden' if months else f'{years} jaar'} {AFTER[self.after]}"


@dataclass(frozen=True)
class Catalogue:
    """`quorum`: how many members of the committee must be there for a decision."""

    name: str
    school_year: str
    title: str
    words: Words
    file_form: str
    plan_form: str
    decision_weeks: int
    warn_weeks: int
    kinds: tuple[Kind, ...]
    retention: tuple[Retention, ...]
    letters: Mapping[str, Template]
    quorum: int
    source: dict[str, Any] = field(repr=False, compare=False)

    def kind(self, key: str) -> Kind:
        """Raises KeyError for a kind that this year does not have."""
        return _by_key(self.kinds, key)

    def heir_of(self, key: str) -> Kind | None:
        """The kind that an award of an earlier year goes on in: itself, else what replaced it, if any."""
        heirs = [kind for kind in self.kinds if kind.key == key or key in kind.replaces]
        return min(heirs, key=lambda kind: kind.closed, default=None)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms of its kinds, each once, in the order of the kinds."""
        return tuple(dict.fromkeys(kind.form for kind in self.kinds))

    @property
    def open_kinds(self) -> tuple[Kind, ...]:
        """What can be asked for."""
        return tuple(kind for kind in self.kinds if not kind.closed)

    def retention_of(self, record: str) -> Retention:
        """Raises KeyError for a kind of record without a rule."""
        return _by_key(self.retention, record)

    def as_dict(self) -> dict[str, Any]:
        """What `catalogue_from_dict` takes; JSON can hold it."""
        return deepcopy(self.source)

    @cached_property
    def checksum(self) -> str:
        return checksum(self.source)


def _by_key[Keyed: (Criterion, Kind, Retention)](things: tuple[Keyed, ...], key: str) -> Keyed:
    for thing in things:
        if thing.key == key:
            return thing
    raise KeyError(key)

"""A definition as plain data (TOML or JSON) becomes a Questionnaire, or a list of all its faults."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from dekkend.questionnaires.checking import faults_of, type_faults
from dekkend.questionnaires.conditions import KEY, Condition, ConditionError, parse
from dekkend.questionnaires.definition import (
    PEOPLE_OF_A_PROFILE,
    Carry,
    Chapter,
    Column,
    Need,
    Option,
    Person,
    Question,
    Questionnaire,
    Row,
)
from dekkend.questionnaires.types import KINDS
from dekkend.questionnaires.types.text import NORMALISERS


class DefinitionError(ValueError):
    """`faults` lists everything that is wrong, each with file, question and fault, in Dutch."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Shape:
    """What a field must look like; `words` say so in Dutch."""

    words: str
    fits: Callable[[Any], bool]


def one_of(values: Mapping[str, Any] | set[str]) -> Shape:
    words = ", ".join(sorted(value or '""' for value in values))
    return Shape(f"een van: {words}", lambda value: isinstance(value, str) and value in values)


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def is_labels(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(label, str) for label in value.values())


def is_whole(value: Any) -> bool:
    return type(value) is int


TEXT = Shape("een tekst", lambda value: isinstance(value, str))
FILLED = Shape("een tekst", lambda value: isinstance(value, str) and value.strip() != "")
KEYED = Shape("kleine letters, cijfers, _ en punten", lambda v: isinstance(v, str) and bool(KEY.fullmatch(v)))
WHOLE = Shape("een heel getal", is_whole)
POSITIVE = Shape("een heel getal boven 0", lambda value: is_whole(value) and value > 0)
FLAG = Shape("true of false", lambda value: isinstance(value, bool))
TEXTS = Shape("een lijst met teksten", is_texts)
LABELS = Shape("een tabel met teksten", is_labels)
TABLE = Shape("een tabel", lambda value: isinstance(value, dict))
TABLES = Shape(
    "een lijst met tabellen", lambda v: isinstance(v, list) and all(isinstance(r, dict) for r in v)
)
OPTIONS = Shape("de naam van een lijst, of een lijst met tabellen", lambda v: TEXT.fits(v) or TABLES.fits(v))
KEYS = Shape("een lijst met sleutels", lambda value: is_texts(value) and all(map(KEYED.fits, value)))
WORDS = {"label", "plain", "parents", "help", "text"}
TRANSLATIONS = Shape(
    "een tabel met per taal een tabel met " + ", ".join(sorted(WORDS)),
    lambda v: TABLE.fits(v) and all(is_labels(words) and words.keys() <= WORDS for words in v.values()),
)

TOP = {"form": KEYED, "name": FILLED, "title": FILLED, "language": FILLED, "follows": FILLED}
TOP |= {"purpose": KEYED, "people": TABLE}
TOP |= {"options": TABLE, "need": TABLES, "chapter": TABLES, "carry": TABLES}
NEED = {"key": KEYED, "label": FILLED, "parents": TEXT, "words": TEXTS}
CHAPTER = {"key": KEYED, "title": FILLED, "number": TEXT, "plain": TEXT, "within": TEXT, "intro": TEXT}
CHAPTER |= {"groups": LABELS, "question": TABLES}
OPTION = {"value": FILLED, "label": FILLED, "parents": TEXT}
ROW = {"key": KEYED, "label": FILLED}
SPARE = {"parents", "words", "type"}  # what a small table may leave out
COLUMN = {"key": KEYED, "label": FILLED, "type": one_of({"text", "date"})}
PERSON = {"label": FILLED, "translated": FLAG}
CARRY = {"from": KEYED, "to": KEYED, "values": TABLE}
QUESTION = {
    "key": KEYED,
    "required": one_of({"required", "advised", "optional"}),
    "audience": one_of({"public", "school", "region"}),
    "meets": one_of({"", "basic", "own", "arrangement", "refer"}),
    "school_guide": one_of({"", "basic", "extra"}),
    "normalise": one_of(NORMALISERS),
    "answered_by": KEYS,
    "shown_when": FILLED,
    "required_when": FILLED,
    "options": OPTIONS,
    "rows": TABLES,
    "columns": TABLES,
    "translations": TRANSLATIONS,
    "steps": POSITIVE,
    "max_length": POSITIVE,
    "minimum": WHOLE,
    "maximum": WHOLE,
    **dict.fromkeys(["not_in_future", "with_year", "several", "papers"], FLAG),
    **dict.fromkeys(["suggestions", "needs", "ambitions", "tags"], TEXTS),
}
QUESTION |= {part.name: TEXT for part in fields(Question) if part.name not in QUESTION}


@dataclass
class Reader:
    """Reads one definition; `source` names it in faults, which fill up on the way."""

    data: dict[str, Any]
    source: str
    faults: list[str] = field(default_factory=list)

    def questionnaire(self) -> Questionnaire:
        """Raises DefinitionError with all faults at once."""
        top = self.table(self.data, TOP, {"form", "name", "title"}, "")
        self.option_sets = {
            name: self.option_set(name, labels) for name, labels in top.pop("options", {}).items()
        }
        people = tuple(self.person(key, row) for key, row in top.pop("people", {}).items())
        needs = tuple(self.need(row) for row in top.pop("need", []))
        self.need_options = tuple(Option(need.key, need.label, need.parents) for need in needs)
        chapters = tuple(self.chapter(row, number) for number, row in enumerate(top.pop("chapter", []), 1))
        carries = tuple(self.carry(row) for row in top.pop("carry", []))
        head = {"form": "", "name": "", "title": "", "language": "nl", "follows": ""} | top
        whole = Questionnaire(
            **head,
            needs=needs,
            chapters=chapters,
            carries=carries,
            checksum=checksum(self.data),
            people=people or PEOPLE_OF_A_PROFILE,
        )
        for key, fault in faults_of(whole):
            self.fault(fault, question(key))
        if self.faults:
            raise DefinitionError(self.faults)
        return whole

    def fault(self, text: str, place: str = "") -> None:
        fault = f"{self.source}, {place}: {text}" if place else f"{self.source}: {text}"
        if fault not in self.faults:
            self.faults.append(fault)

    def table(
        self, table: dict[str, Any], shapes: Mapping[str, Shape], needed: set[str], place: str
    ) -> dict[str, Any]:
        """The fields that are right; every other one is a fault."""
        for name in sorted(table.keys() - shapes.keys()):
            self.fault(f"«{name}» kennen wij niet", place)
        for name in sorted(needed - table.keys()):
            self.fault(f"{name} ontbreekt", place)
        right = {}
        for name, shape in shapes.items():
            if name in table and shape.fits(table[name]):
                right[name] = table[name]
            elif name in table:
                self.fault(f"{name} moet zijn: {shape.words}. Er staat {short(table[name])}", place)
        return right

    def chapter(self, row: dict[str, Any], number: int) -> Chapter:
        place = f"hoofdstuk «{row['key']}»" if KEYED.fits(row.get("key")) else f"hoofdstuk nummer {number}"
        values = self.table(row, CHAPTER, {"key", "title"}, place)
        parts = values.pop("question", [])
        questions = tuple(
            self.question(part, f"{place}, vraag nummer {n}") for n, part in enumerate(parts, 1)
        )
        return Chapter(**{"key": "", "number": "", "title": ""} | values, questions=questions)

    def question(self, row: dict[str, Any], place: str) -> Question:
        place = question(row["key"]) if KEYED.fits(row.get("key")) else place
        needed = {"key", "type"} | (set() if row.get("type") == "fixed" else {"label"})
        values = self.table(row, QUESTION, needed, place)
        given = set(values)
        for name in ("shown_when", "required_when"):
            if name in values:
                values[name] = self.condition(values[name], place)
        if "options" in values:
            values["options"] = self.options(values["options"], place)
        if "rows" in values:
            values["rows"] = tuple(Row(**self.row(part, ROW, place)) for part in values["rows"])
        if "columns" in values:
            values["columns"] = tuple(Column(**self.row(part, COLUMN, place)) for part in values["columns"])
        if values.get("type") in KINDS and KINDS[values["type"]].chooses_needs:
            values["options"] = self.need_options
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        asked = Question(**{"key": "", "type": "", "label": ""} | values)
        for fault in type_faults(asked, given) if "type" in values else ():
            self.fault(fault, place)
        if asked.label == "" and not asked.is_fixed and "label" in values:
            self.fault("label is leeg", place)
        return asked

    def condition(self, text: str, place: str) -> Condition | None:
        try:
            return parse(text)
        except ConditionError as wrong:
            self.fault(f"de voorwaarde «{text}» klopt niet: {wrong}", place)
            return None

    def options(self, value: str | list[dict[str, Any]], place: str) -> tuple[Option, ...]:
        """The options of a named set, or those written with the question itself."""
        if isinstance(value, list):
            return tuple(Option(**self.row(part, OPTION, place)) for part in value)
        if value not in self.option_sets:
            self.fault(f"de lijst met antwoorden «{value}» bestaat niet", place)
        return self.option_sets.get(value, ())

    def option_set(self, name: str, labels: Any) -> tuple[Option, ...]:
        if not is_labels(labels):
            self.fault(
                f'elke regel moet zijn: antwoord = "tekst". Er staat {short(labels)}', f"options.{name}"
            )
            return ()
        return tuple(Option(value, label) for value, label in labels.items())

    def row(self, row: dict[str, Any], shapes: Mapping[str, Shape], place: str) -> dict[str, Any]:
        """A small table with every field but those of SPARE; "" where it is missing or not right."""
        needed = set(shapes) - SPARE
        return dict.fromkeys(needed, "") | self.table(row, shapes, needed, place)

    def need(self, row: dict[str, Any]) -> Need:
        values = self.row(row, NEED, f"behoefte «{row.get('key', '?')}»")
        return Need(**values | {"words": tuple(values.get("words", ()))})

    def person(self, key: str, row: Any) -> Person:
        place = f"people «{key}»"
        if not KEYED.fits(key) or not TABLE.fits(row):
            self.fault(f'elke regel moet zijn: sleutel = {{ label = "tekst" }}. Er staat {short(row)}', place)
            return Person(key, "")
        return Person(key, **{"label": ""} | self.table(row, PERSON, {"label"}, place))

    def carry(self, row: dict[str, Any]) -> Carry:
        place = f"carry van «{row.get('from', '?')}»"
        values = self.table(row, CARRY, {"from", "to"}, place)
        return Carry(values.get("from", ""), values.get("to", ""), values.get("values", {}))


def question(key: str) -> str:
    """How a fault names the place of a question."""
    return f"vraag «{key}»" if key else ""


def short(value: Any) -> str:
    text = str(value)
    return f"«{text[:60]}…»" if len(text) > 60 else f"«{text}»"


def checksum(data: dict[str, Any]) -> str:
    """The name of this content: the same for the same definition, however its file is laid out."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()

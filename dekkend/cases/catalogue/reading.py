"""A file of `definitions/arrangements/`, or its content out of the database, becomes a Catalogue."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.conf import settings

from dekkend.cases.catalogue.faults import OBJECTION_WEEKS, Forms, faults_of, form_faults
from dekkend.cases.catalogue.kinds import (
    AFTER,
    PERIODS,
    Amount,
    Catalogue,
    Criterion,
    Kind,
    NotNeeded,
    Paper,
    Retention,
    Review,
    Words,
)
from dekkend.cases.letters.template import Template, faults_in, parsed
from dekkend.cases.letters.words import LETTERS
from dekkend.questionnaires.loader import read_definition, read_toml
from dekkend.questionnaires.reading import (
    FILLED,
    FLAG,
    KEYED,
    KEYS,
    POSITIVE,
    TABLE,
    TABLES,
    TEXT,
    DefinitionError,
    Reader,
    Shape,
    is_texts,
    one_of,
)

QUORUM = 3
AWB_WEEKS = 8  # Awb 4:13: a reasonable term has passed after eight weeks at the latest


def _is_year(text: str) -> bool:
    first, dash, second = text.partition("-")
    digits = first.isdecimal() and second.isdecimal() and len(first) == len(second) == 4
    return dash == "-" and digits and int(second) == int(first) + 1


SCHOOL_YEAR = Shape("een schooljaar, zoals 2026-2027", lambda value: TEXT.fits(value) and _is_year(value))
SCHOOLS = Shape(
    "een lijst van: SBO, SO", lambda value: is_texts(value) and bool(value) and set(value) <= {"SBO", "SO"}
)

SOME = Shape("een lijst met minstens een tabel", lambda value: TABLES.fits(value) and value != [])

TOP = {"name": KEYED, "school_year": SCHOOL_YEAR, "title": FILLED, "file_form": KEYED, "plan_form": KEYED}
BLANK = dict.fromkeys(TOP, "")
TOP |= {"words": TABLE, "kind": SOME, "retention": SOME}
NEEDED_ON_TOP = set(TOP)
TOP |= {"decision_weeks": POSITIVE, "warn_weeks": POSITIVE, "quorum": POSITIVE}
WORDS = dict.fromkeys(["partnership", "desk", "committee", "committee_short", "file", "plan"], FILLED)
KIND = dict.fromkeys(["name", "plain", "explanation"], FILLED) | {"key": KEYED, "form": KEYED}
KIND |= {"awarded_by": one_of({"desk", "committee"}), "consent": one_of({"required", "consulted"})}
BLANK_KIND = dict.fromkeys(KIND, "") | {"max_months": 0}
KIND |= {"max_months": POSITIVE, "criteria": SOME, "review": TABLE}
NEEDED_OF_KIND = set(KIND)
KIND |= {"declaration": SCHOOLS, "hours": TABLE, "budget": TABLE, "demands_plan": FLAG, "closed": FLAG}
KIND |= {"papers_needed": TABLES, "papers_not_needed": TABLES, "may_pass_to": KEYS, "replaces": KEYS}
CRITERION = {"key": KEYED, "text": FILLED, "plain": TEXT}
AMOUNT = {"most": POSITIVE, "per": one_of(PERIODS)}
PAPER = {"key": KEYED, "title": FILLED, "why": FILLED, "when": FILLED, "at": FILLED}
NOT_NEEDED = {"title": FILLED, "why": FILLED}
REVIEW = {"way": one_of({"objection", "reconsideration"}), "weeks": POSITIVE, "to": FILLED}
REVIEW |= {"explanation": FILLED, "committee": TEXT}
RETENTION = {"key": KEYED, "title": FILLED, "months": POSITIVE, "after": one_of(AFTER), "ground": FILLED}
SPARE = {"plain", "when", "at", "committee"}  # what a small table may leave out


def read_catalogue(path: Path) -> Catalogue:
    """The checked catalogue in `<partnership>/<school year>.toml`, with the letters beside it.

    Its forms stand in `definitions/`. Raises DefinitionError with every fault.
    """
    name = "/".join(path.parts[-2:])
    data = read_toml(path) | {"letters": letters_in(path.parent / "letters")}
    catalogue = catalogue_from_dict(data, name, keys_in_definitions)
    if name != f"{catalogue.name}/{catalogue.school_year}.toml":
        raise DefinitionError([f"{name}: map en bestand heten anders dan name en school_year erin"])
    return catalogue


def letters_in(folder: Path) -> dict[str, str]:
    """{name of a letter: its text}. Raises DefinitionError for one that is missing, or that nobody knows."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
    place = "/".join(folder.parts[-2:])
    faults = [f"{place}: de brief {name}.md ontbreekt" for name in LETTERS if name not in found]
    faults += [f"{place}: de brief {name}.md kennen wij niet" for name in found if name not in LETTERS]
    if faults:
        raise DefinitionError(faults)
    return found


def catalogue_files() -> list[Path]:
    """Every catalogue in `definitions/`, by partnership and then by year."""
    return sorted(settings.DEFINITIONS.glob("arrangements/*/*.toml"))


def keys_in_definitions(form: str) -> frozenset[str] | None:
    """The keys of the newest edition of a form; None where there is no such form."""
    editions = sorted((settings.DEFINITIONS / form).glob("*.toml"))
    return frozenset(q.key for q in read_definition(editions[-1]).questions) if editions else None


def catalogue_from_dict(data: dict[str, Any], name: str, forms: Forms | None = None) -> Catalogue:
    """A catalogue out of plain data; `name` says in faults where it stands.

    Without `forms` what it says about forms is not checked: it was, when it came in. Raises DefinitionError
    with every fault.
    """
    reader = Reader(data, name)
    whole = _catalogue(reader)
    for key, fault in (*faults_of(whole), *(form_faults(whole, forms) if forms else ())):
        reader.fault(fault, _place(key) if key else "")
    if reader.faults:
        raise DefinitionError(reader.faults)
    return whole


def _catalogue(reader: Reader) -> Catalogue:
    """Blank where something is missing or not right: that is a fault already."""
    said = {name: value for name, value in reader.data.items() if name != "letters"}
    given = reader.table(said, TOP, NEEDED_ON_TOP, "")
    words = _part(reader, given.pop("words", {}), WORDS, "words")
    kinds = tuple(_kind(reader, row, number) for number, row in enumerate(given.pop("kind", []), 1))
    retention = tuple(_retention(reader, row) for row in given.pop("retention", []))
    head = BLANK | {"decision_weeks": 6, "warn_weeks": AWB_WEEKS, "quorum": QUORUM} | given
    return Catalogue(
        **head,
        words=Words(**words),
        kinds=kinds,
        retention=retention,
        letters=_letters(reader),
        source=deepcopy(reader.data),
    )


def _letters(reader: Reader) -> dict[str, Template]:
    """None in what was adopted before there were letters, and in a catalogue that is only tried out."""
    texts = {name: text for name, text in reader.data.get("letters", {}).items() if name in LETTERS}
    for name, text in texts.items():
        for fault in faults_in(text, LETTERS[name]):
            reader.fault(fault, f"brief {name}.md")
    return {name: parsed(text) for name, text in texts.items()}


def _kind(reader: Reader, row: dict[str, Any], number: int) -> Kind:
    place = _place(row["key"]) if KEYED.fits(row.get("key")) else f"soort nummer {number}"
    given = reader.table(row, KIND, NEEDED_OF_KIND, place)
    given["review"] = _review(reader, given.get("review"), place)
    for name in ("hours", "budget"):
        if name in given:
            given[name] = Amount(**_part(reader, given[name], AMOUNT, f"{place}, {name}"))
    given["criteria"] = [
        Criterion(**_part(reader, part, CRITERION, place)) for part in given.get("criteria", [])
    ]
    given["papers_needed"] = [_paper(reader, part, place) for part in given.get("papers_needed", [])]
    given["papers_not_needed"] = [
        NotNeeded(**_part(reader, part, NOT_NEEDED, place)) for part in given.get("papers_not_needed", [])
    ]
    lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    return Kind(**BLANK_KIND | given | lists)


def _review(reader: Reader, row: dict[str, Any] | None, place: str) -> Review:
    """An objection by law where nothing is said, so that only that is a fault."""
    if row is None:
        return Review("objection", OBJECTION_WEEKS, "", "")
    return Review(**_part(reader, row, REVIEW, f"{place}, review"))


def _paper(reader: Reader, row: dict[str, Any], place: str) -> Paper:
    paper = _part(reader, row, PAPER, place)
    return Paper(**paper | {"when": reader.condition(paper["when"], place) if paper["when"] else None})


def _retention(reader: Reader, row: dict[str, Any]) -> Retention:
    return Retention(**_part(reader, row, RETENTION, f"bewaren «{row.get('key', '?')}»"))


def _part(reader: Reader, row: dict[str, Any], shapes: Mapping[str, Shape], place: str) -> dict[str, Any]:
    """A small table with every field; "" where one is missing or not right."""
    return dict.fromkeys(shapes, "") | reader.table(row, shapes, shapes.keys() - SPARE, place)


def _place(key: str) -> str:
    """How a fault names the place of a kind."""
    return f"soort «{key}»"

"""Definition files into the database, and back into Questionnaires that are kept in this process."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.models import Edition
from dekkend.questionnaires.reading import DefinitionError, Reader

KEPT = 64

__all__ = [
    "DefinitionError",
    "form_files",
    "keep_edition",
    "load_edition",
    "questionnaire_of",
    "read_definition",
    "read_edition",
]


@dataclass(frozen=True)
class Written:
    """A definition file as it was read. `file` says where its faults are."""

    file: str
    definition: dict[str, Any]
    questionnaire: Questionnaire


def read_definition(path: Path) -> Questionnaire:
    """The checked definition in a TOML file; raises DefinitionError with every fault."""
    return read_edition(path).questionnaire


def load_edition(path: Path) -> Edition:
    """Put a definition file in the database. Raises DefinitionError with every fault: nothing is stored."""
    return keep_edition(read_edition(path))


def read_edition(path: Path) -> Written:
    """What is written in a TOML file, checked. Raises DefinitionError with every fault."""
    definition, file = read_toml(path), _name(path)
    return Written(file, definition, Reader(definition, file).questionnaire())


@transaction.atomic
def keep_edition(written: Written) -> Edition:
    """The row of an edition; the same content again changes nothing.

    Texts of an edition may be corrected. Its keys and types may not change: answers stand under them.
    Raises DefinitionError with every fault, and then stores nothing.
    """
    new = written.questionnaire
    edition = Edition.objects.filter(form=new.form, name=new.name).first()
    if edition and edition.checksum == new.checksum:
        return edition
    faults = [*_lost(edition, new), *_lost_sources(new)]
    if faults:
        raise DefinitionError([f"{written.file}, {fault}" for fault in faults])
    edition = edition or Edition(form=new.form, name=new.name)
    edition.title, edition.checksum, edition.definition = new.title, new.checksum, written.definition
    edition.save()
    return edition


def questionnaire_of(edition: Edition) -> Questionnaire:
    """The questions of an edition, parsed once in this process for each content."""
    return _kept(edition.pk, edition.checksum)


@lru_cache(KEPT)
def _kept(pk: int, checksum: str) -> Questionnaire:
    edition = Edition.objects.get(pk=pk)
    return Reader(edition.definition, str(edition)).questionnaire()


def _lost(edition: Edition | None, new: Questionnaire) -> list[str]:
    """Questions of a loaded edition whose answers would lose their place."""
    types = {question.key: question.type for question in new.questions}
    lost = [key for key, kind in _types_in(edition).items() if types.get(key) != kind]
    return [f"vraag «{key}»: is weg of kreeg een ander type. Maak een volgende editie" for key in lost]


def _lost_sources(new: Questionnaire) -> list[str]:
    """Carries from a question that the followed edition, when it is loaded, does not have."""
    followed = Edition.objects.filter(form=new.form, name=new.follows).first()
    known = _types_in(followed)
    lost = [step.source for step in new.carries if followed and step.source not in known]
    return [f"carry van «{key}»: die vraag is er niet in editie {new.follows}" for key in lost]


def _types_in(edition: Edition | None) -> dict[str, str]:
    """{key: type} as it was stored; read as it is, for our checks may have become stricter since."""
    chapters = edition.definition.get("chapter", []) if edition else []
    return {row["key"]: row["type"] for chapter in chapters for row in chapter.get("question", [])}


def form_files() -> list[Path]:
    """Every form in `definitions/`; what parents call a need stands beside them, and is no form."""
    files = settings.DEFINITIONS.glob("*/*.toml")
    return sorted(path for path in files if path.parent.name != "needs")


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise DefinitionError([f"{_name(path)}: dit is geen TOML: {wrong}"]) from wrong
    except OSError as wrong:
        raise DefinitionError([f"{_name(path)}: dit bestand is niet te lezen: {wrong.strerror}"]) from wrong


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:])

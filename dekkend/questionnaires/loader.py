"""Definition files into the database, and back into Questionnaires that are kept in this process."""

import tomllib
from functools import lru_cache
from pathlib import Path

from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.models import Edition
from dekkend.questionnaires.reading import DefinitionError, Reader

KEPT = 64


def read_definition(path: Path) -> Questionnaire:
    """The checked definition in a TOML file; raises DefinitionError with every fault."""
    return Reader(_toml(path), _name(path)).questionnaire()


def load_edition(path: Path) -> Edition:
    """Put a definition file in the database; the same content again changes nothing."""
    questionnaire = read_definition(path)
    edition = Edition.objects.filter(form=questionnaire.form, name=questionnaire.name).first()
    if edition and edition.checksum == questionnaire.checksum:
        return edition
    edition = edition or Edition(form=questionnaire.form, name=questionnaire.name)
    edition.title, edition.checksum = questionnaire.title, questionnaire.checksum
    edition.definition = _toml(path)
    edition.save()
    return edition


def questionnaire_of(edition: Edition) -> Questionnaire:
    """The questions of an edition, parsed once in this process for each content."""
    return _kept(edition.pk, edition.checksum)


@lru_cache(KEPT)
def _kept(pk: int, checksum: str) -> Questionnaire:
    edition = Edition.objects.get(pk=pk)
    return Reader(edition.definition, str(edition)).questionnaire()


def _toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise DefinitionError([f"{_name(path)}: dit is geen TOML: {wrong}"]) from wrong


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:])

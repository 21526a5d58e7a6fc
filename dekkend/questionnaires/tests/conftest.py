"""The small form as data, and as questionnaires."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import read_definition

HERE = Path(__file__).parent


@pytest.fixture
def definition() -> dict[str, Any]:
    """klein.toml as data, to be damaged at will."""
    return tomllib.loads((HERE / "klein.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def small() -> Questionnaire:
    return read_definition(HERE / "klein.toml")


@pytest.fixture(scope="session")
def next_small() -> Questionnaire:
    """The edition that follows it."""
    return read_definition(HERE / "klein2.toml")

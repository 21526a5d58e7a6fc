"""The small form as data, and as questionnaires."""

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import read_definition

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def small_definition() -> dict[str, Any]:
    """klein.toml as data."""
    return tomllib.loads((HERE / "klein.toml").read_text(encoding="utf-8"))


@pytest.fixture
def definition(small_definition) -> dict[str, Any]:
    """The same, to be damaged at will."""
    return deepcopy(small_definition)


@pytest.fixture(scope="session")
def small() -> Questionnaire:
    return read_definition(HERE / "klein.toml")

"""What docs/open-data.md says about profiel.json is true."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.outputs.json import answers_from_json, tree_to_json
from dekkend.questionnaires.tree import Attachment, build_tree
from dekkend.questionnaires.types import KINDS
from dekkend.questionnaires.values import clean

ANSWERS = {
    "mission": "Wij **bouwen** aan een brug.",
    "inspection.judged": True,
    "inspection.lessons": "goed",
    "support.reading": True,
    "support.tracking": {"checked": True, "text": "Leerspoor"},
    "support.referral": ["wheels"],
    "support.partners": {"nurse": "often"},
    "ambitions": [{"id": "0a1b2c3d", "text": "Een stille kamer", "needs": ["quiet"]}],
    "ambitions.plan": {"0a1b2c3d": {"step": "Kamer leegmaken", "who": "Sem", "due": "", "status": "doing"}},
}


PLAN = Attachment(
    title="Schoolplan",
    name="schoolplan.pdf",
    kind="pdf",
    size=48213,
    sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    audience="public",
    address="https://dekkend.example.nl/scholen/99AB00/stuk/12/schoolplan.pdf",
)


@pytest.fixture(scope="module")
def page() -> str:
    return (settings.BASE_DIR / "docs" / "open-data.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def form():
    return read_definition(Path(__file__).parent / "klein.toml")


def test_the_example_is_what_a_school_would_publish(page, form):
    example = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    register = {"site.name": "De Regenton"}
    tree = build_tree(
        form,
        ANSWERS,
        audience="public",
        register=register,
        only_answered=True,
        attachments={"mission": [PLAN]},
    )
    assert example["profile"] == tree_to_json(tree)


def test_the_example_can_be_read_back(page, form):
    example = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    answers = answers_from_json(example["profile"])
    assert answers == ANSWERS | {"school.name": "De Regenton"}
    assert {key: clean(form.question(key), value) for key, value in answers.items()} == answers


def test_every_type_has_its_row(page):
    rows = page.split("## Values")[1].split("## Example")[0].splitlines()
    first_cells = [row.split("|")[1] for row in rows if row.startswith("| `")]
    named = {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}
    assert named == set(KINDS) | {"type"}

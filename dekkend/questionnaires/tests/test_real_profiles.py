"""The IVO form beside the profiles that ordinary primary schools really filled in.

The real profiles are public and stay outside this repository: DEKKEND_DATA says where they are.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.values import InvalidAnswer, clean

REAL_PROFILES = Path(settings.DATA) / "sop"
PARSED = REAL_PROFILES / "plein013_2015_kern.json"
pytestmark = pytest.mark.skipif(not PARSED.exists(), reason="DEKKEND_DATA holds no real profiles")

SUMMARIES = {
    "1": (
        "population.summary",
        {"homogeneous": "meer homogeen", "comparable": "vergelijkbaar", "heterogeneous": "meer heterogeen"},
    ),
    "2": (
        "teaching.summary",
        {"basic": "basisondersteuning", "some": "enige extra", "much": "veel extra", "team": "mede door"},
    ),
    "4": ("embedding.summary", {"all": "alle", "most": "meeste", "some": "enkele", "none": "geen enkele"}),
    "5": (
        "cooperation.summary",
        {"network": "intensief, stevig", "few": "intensief met", "moderate": "matig", "limited": "beperkt"},
    ),
}
FIELDS = {
    "extra handen in de klas": "provisions.hands",
    "onderwijsmaterialen": "provisions.materials",
    "ruimtelijke omgeving": "provisions.rooms",
    "specialistische expertise": "provisions.expertise",
    "contacten met externe relaties": "provisions.partners",
}


@pytest.fixture(scope="module")
def ivo() -> Questionnaire:
    return read_definition(settings.DEFINITIONS / "ivo" / "2015.toml")


def test_answers_become_answers_of_the_form(ivo):
    profiles = ordinary_profiles()
    assert len(profiles) > 50
    taken = Counter()
    for profile in profiles:
        for key, value in summary_answers(profile) | scale_answers(ivo, profile):
            assert clean(ivo.question(key), value) == value, (profile["bestand"], key)
            taken[key] += 1
    assert sum(1 for key in taken if key.startswith("dimension.")) == 10
    assert all(count > 25 for key, count in taken.items() if key.startswith("dimension.")), taken
    assert all(taken[key] for key, _ in SUMMARIES.values())


def test_two_crosses_on_one_scale_are_refused_not_guessed(ivo):
    scales = [profile["onderwijsdimensies_1_4"] for profile in ordinary_profiles()]
    doubled = [marks for scale in scales for marks in scale.values() if len(marks) > 1]
    assert doubled
    for marks in doubled:
        with pytest.raises(InvalidAnswer):
            clean(ivo.question("dimension.aim"), marks)


def test_every_box_that_most_schools_have_is_in_the_form(ivo):
    texts = [option.label for question in ivo.questions for option in question.options]
    texts += [question.label for question in ivo.questions if question.type in ("check", "check_text")]
    texts += [question.high for question in ivo.questions if question.type == "scale"]
    known = [plain(text) for text in texts]
    boxes = boxes_of_most_schools()
    assert len(boxes) > 25
    assert [box for box in boxes if not any(text.startswith(box) for text in known)] == []


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def ordinary_profiles() -> list[dict]:
    profiles = json.loads(PARSED.read_text(encoding="utf-8"))
    return [profile for profile in profiles if profile["soort"] == "BAO"]


def summary_answers(profile: dict) -> set[tuple[str, object]]:
    """The crosses of the summary page; a domain with two crosses where one belongs has no answer."""
    found = set()
    for domain, (key, starts) in SUMMARIES.items():
        crossed = [label for label, on in profile["domeinen"].get(domain, {}).items() if on]
        if len(crossed) == 1:
            found.add((key, next(value for value, start in starts.items() if crossed[0].startswith(start))))
    crossed = [label for label, on in profile["domeinen"].get("3", {}).items() if on]
    return found | {(FIELDS[label], True) for label in crossed}


def scale_answers(ivo: Questionnaire, profile: dict) -> set[tuple[str, object]]:
    """Marks on the ten scales, found by their first pole; the parsed text carries stray footnote numbers."""
    scales = {plain(question.low): question.key for question in ivo.questions if question.type == "scale"}
    found = set()
    for poles, marks in profile["onderwijsdimensies_1_4"].items():
        low = re.sub(r"^[\d. ]+", "", plain(poles.split("↔")[0]))
        if len(marks) == 1:
            found.add((scales[low], marks[0]))
    return found


def boxes_of_most_schools() -> list[str]:
    """Texts behind a box in at least four of five profiles; a scale has its second pole there."""
    profiles = ordinary_profiles()
    seen: Counter[str] = Counter()
    for profile in profiles:
        text = (REAL_PROFILES / "plein013_2015_txt" / profile["bestand"]).read_text(encoding="utf-8")
        seen.update({plain(box) for box in re.findall(r"[☐☒]([^☐☒\n]+)$", text, re.MULTILINE)} - {""})
    return [box for box, count in seen.items() if count >= 0.8 * len(profiles)]

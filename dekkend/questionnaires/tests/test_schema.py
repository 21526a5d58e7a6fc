"""The JSON of any form fits the schema of its edition, and nothing else does."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekkend.questionnaires.outputs.json import schema_of, tree_to_json
from dekkend.questionnaires.tests.test_fields import STORED
from dekkend.questionnaires.tests.test_properties import filled_in, many
from dekkend.questionnaires.tree import SEES, build_tree

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "null": type(None)}
KNOWN = {"$schema", "$defs", "title", "description", "format", "uniqueItems"}

ANSWERS = STORED | {"inspection.judged": True}


def fits(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """The part of JSON Schema that our schemas use; any other word in one is an error of ours."""
    return all(name in KNOWN or RULES[name](value, part, schema, root) for name, part in schema.items())


def is_type(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))


def parts_fit(value: Any, parts: dict[str, Any], root: dict[str, Any]) -> bool:
    return all(name not in value or fits(value[name], part, root) for name, part in parts.items())


def others_fit(value: Any, rule: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    others = [value[name] for name in value.keys() - schema.get("properties", {}).keys()]
    return not others if rule is False else all(fits(other, rule, root) for other in others)


RULES: dict[str, Any] = {
    "$ref": lambda value, name, schema, root: fits(value, root["$defs"][name.removeprefix("#/$defs/")], root),
    "type": lambda value, name, schema, root: is_type(value, name),
    "const": lambda value, only, schema, root: value == only,
    "enum": lambda value, options, schema, root: value in options,
    "anyOf": lambda value, ways, schema, root: any(fits(value, way, root) for way in ways),
    "oneOf": lambda value, ways, schema, root: sum(fits(value, way, root) for way in ways) == 1,
    "minimum": lambda value, least, schema, root: value >= least,
    "maximum": lambda value, most, schema, root: value <= most,
    "maxLength": lambda value, most, schema, root: len(value) <= most,
    "maxItems": lambda value, most, schema, root: len(value) <= most,
    "pattern": lambda value, pattern, schema, root: bool(re.search(pattern, value)),
    "required": lambda value, names, schema, root: set(names) <= value.keys(),
    "items": lambda value, part, schema, root: all(fits(item, part, root) for item in value),
    "properties": lambda value, parts, schema, root: parts_fit(value, parts, root),
    "additionalProperties": others_fit,
}


@many
@given(filled_in(), st.sampled_from(sorted(SEES)))
def test_what_any_form_gives_fits_its_schema(filled, audience):
    questionnaire, answers = filled
    schema = json.loads(json.dumps(schema_of(questionnaire)))
    found = json.loads(json.dumps(tree_to_json(build_tree(questionnaire, answers, audience=audience))))
    assert fits(found, schema, schema)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("school.postcode", 3495),
        ("school.classes", 41),
        ("school.classes", True),
        ("school.pupils", {"number": 5}),
        ("inspection.judged", "yes"),
        ("inspection.lessons", "slecht"),
        ("support.tracking", {"checked": True, "text": "a", "more": "b"}),
        ("support.means", {"checked": True, "items": "a"}),
        ("support.referral", ["flying"]),
        ("support.climate", 5),
        ("support.partners", {"teacher": "often"}),
        ("ambitions", [{"id": "../", "text": "a", "needs": []}]),
        ("ambitions.plan", {"0a1b2c3d": {"step": "a", "who": "", "due": "ooit", "status": "todo"}}),
        ("mission", "x" * 2001),
    ],
)
def test_another_value_does_not_fit(small, key, wrong):
    schema = schema_of(small)
    tree = tree_to_json(build_tree(small, ANSWERS, audience="school"))
    assert fits(tree, schema, schema)
    row_of(tree, key)["value"] = wrong
    assert not fits(tree, schema, schema)


@pytest.mark.parametrize("damage", [{"key": "ghost"}, {"type": "essay"}, {"label": None}, {"extra": 1}])
def test_another_question_does_not_fit(small, damage):
    schema = schema_of(small)
    tree = tree_to_json(build_tree(small, ANSWERS, audience="school"))
    row_of(tree, "mission").update(damage)
    assert not fits(tree, schema, schema)


def row_of(chapters: list[dict[str, Any]], key: str) -> dict[str, Any]:
    rows = [row for chapter in chapters for row in chapter["questions"] if row["key"] == key]
    return rows[0] if rows else row_of([part for chapter in chapters for part in chapter["chapters"]], key)

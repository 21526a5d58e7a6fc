"""Files with an answer, in every output."""

import io
import json
from pathlib import Path

import page
import pikepdf
import pytest
import typst
from django.template.loader import render_to_string

from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.outputs.json import schema_of, tree_to_json
from dekkend.questionnaires.outputs.pdf import tree_for_pdf
from dekkend.questionnaires.tests.test_outputs import PAGE, TEMPLATES
from dekkend.questionnaires.tests.test_schema import fits
from dekkend.questionnaires.tree import Attachment, build_tree

FORM = read_definition(Path(__file__).parent / "klein.toml")
NASTY = "<b>#eval(1)</b>"


def file(title: str = "Schoolplan", audience: str = "public", **more) -> Attachment:
    facts = {"name": "plan.pdf", "kind": "pdf", "size": 48_213, "sha256": "a" * 64}
    return Attachment(
        title, audience=audience, **(facts | {"address": "https://x.example/1/plan.pdf"} | more)
    )


def shown(audience: str = "public", **files) -> str:
    given = {name.replace("__", "."): [attached] for name, attached in files.items()}
    tree = build_tree(FORM, {"mission": "Samen."}, audience=audience, attachments=given)
    return "".join(
        render_to_string("questionnaires/tree.html", {"nodes": chapter.children, "level": 3})
        for chapter in tree
    )


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 kB"), (48_213, "48 kB"), (999_499, "999 kB"), (1_250_000, "1,2 MB")]
)
def test_its_weight_in_words(size, words):
    assert file(size=size).weight == words


@pytest.mark.parametrize("key", ["mission", "support__reading", "school__postcode"])
def test_it_stands_with_its_answer_answered_or_not(key):
    text = shown(**{key: file(NASTY)})
    assert '<a href="https://x.example/1/plan.pdf" download>&lt;b&gt;#eval(1)&lt;/b&gt;</a>' in text
    assert "pdf, 48 kB</span>" in text


@pytest.mark.parametrize(("audience", "seen"), [("public", "P"), ("region", "PR"), ("school", "PRS")])
def test_each_audience_sees_its_own_and_is_told_who_else(audience, seen):
    words = {
        "P": ("public", "pdf, 48 kB<"),
        "R": ("region", "voor de school en de regio"),
        "S": ("school", "alleen voor de school"),
    }
    for letter, (meant_for, note) in words.items():
        text = shown(audience, mission=file(letter * 9, meant_for))
        assert (letter * 9 in text, note in text) == (letter in seen, letter in seen)


def test_a_question_with_only_a_file_is_not_left_out():
    tree = build_tree(
        FORM, {}, audience="public", only_answered=True, attachments={"support.reading": [file()]}
    )
    keys = {
        q["key"] for chapter in tree_to_json(tree) for part in chapter["chapters"] for q in part["questions"]
    }
    assert "support.reading" in keys


def test_the_json_fits_its_schema_with_and_without():
    schema = schema_of(FORM)
    data = tree_to_json(build_tree(FORM, {}, audience="public", attachments={"mission": [file()]}))
    [mission] = [q for q in data[0]["questions"] if q["key"] == "mission"]
    assert mission["papers"] == [
        {"title": "Schoolplan", "name": "plan.pdf", "kind": "pdf", "size": 48_213, "sha256": "a" * 64,
         "address": "https://x.example/1/plan.pdf"}
    ]  # fmt: skip
    assert all("papers" not in q for q in data[0]["questions"] if q["key"] != "mission")
    assert fits(data, schema, schema)
    mission["papers"][0]["secret"] = 1
    assert not fits(data, schema, schema)


def test_the_pdf_gives_its_name_and_address_and_stays_accessible(tmp_path):
    source = tmp_path / "page.typ"
    functions = (TEMPLATES / "tree.typ").read_text(encoding="utf-8")
    source.write_text(f'#set document(title: "Proef")\n#set text(lang: "nl")\n{functions}\n{PAGE}')
    data = tree_for_pdf(build_tree(FORM, {}, audience="public", attachments={"mission": [file(NASTY)]}))
    made = typst.compile(
        str(source),
        root=str(tmp_path),
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1", "a-2a"],
    )
    links = [a.A.URI for p in pikepdf.open(io.BytesIO(made)).pages for a in p.get("/Annots", [])]
    assert "https://x.example/1/plan.pdf" in map(str, links)
    (tmp_path / "made.pdf").write_bytes(made)
    report = page.validate_pdf(str(tmp_path / "made.pdf"), profile=page.ValidationProfile.PDF_UA_1)
    assert (report.is_compliant, report.failures) == (True, [])

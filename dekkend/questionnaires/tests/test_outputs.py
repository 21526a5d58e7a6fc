"""JSON, its schema, and the data of the PDF."""

import io
import json
import re
from pathlib import Path

import pikepdf
import typst

from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.outputs.json import answers_from_json, tree_to_json
from dekkend.questionnaires.outputs.pdf import tree_for_pdf
from dekkend.questionnaires.tests.test_fields import STORED
from dekkend.questionnaires.tree import build_tree

FORM = read_definition(Path(__file__).parent / "klein.toml")
TEMPLATES = Path(__file__).parents[1] / "templates" / "questionnaires" / "pdf"
PAGE = "#chapters(json(bytes(sys.inputs.data)))"
NASTY = '#eval("1+1") $x^2$ *ster* <label> @ref \\ `code` // weg'


def test_answers_come_back_from_json():
    answers = {key: value for key, value in STORED.items() if not key.startswith("inspection.")}
    tree = build_tree(FORM, answers, audience="public")
    assert answers_from_json(json.loads(json.dumps(tree_to_json(tree)))) == answers


def test_a_fixed_text_is_text_and_not_an_answer():
    [_, offer, _] = tree_to_json(build_tree(FORM, {}, audience="public"))
    assert offer["chapters"][0]["questions"][0] == {
        "key": "region.agreement",
        "type": "fixed",
        "label": "Afspraak in de regio",
        "text": "Elke school in de regio helpt bij *lezen* en rekenen.",
    }


NASTY_ANSWERS = {
    "school.postcode": NASTY,
    "school.coordinators": [NASTY],
    "support.tracking": {"checked": True, "text": NASTY},
    "support.agreements": [{"what": NASTY, "who": NASTY, "by": ""}],
    "ambitions": [{"id": "0a1b2c3d", "text": NASTY, "needs": []}],
    "ambitions.plan": {"0a1b2c3d": {"step": NASTY, "who": "", "due": "", "status": "todo"}},
}


def test_the_pdf_shows_what_people_typed_and_runs_none_of_it(tmp_path):
    page = tmp_path / "page.typ"
    functions = (TEMPLATES / "tree.typ").read_text(encoding="utf-8")
    page.write_text(f"{functions}\n{PAGE}", encoding="utf-8")
    data = tree_for_pdf(build_tree(FORM, NASTY_ANSWERS, audience="public", only_answered=True))
    file = typst.compile(str(page), root=str(tmp_path), sys_inputs={"data": json.dumps(data)})
    shown = "".join(text_in(file).split())
    assert shown.count("".join(NASTY.split())) == 8


def text_in(file: bytes) -> str:
    """The text of a PDF in the order it is drawn, through the table that each font carries."""
    text = ""
    for page in pikepdf.open(io.BytesIO(file)).pages:
        tables = {name: signs_of(font) for name, font in page.Resources.Font.items()}
        table: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                table = tables[str(operands[0])]
            if str(operator) in ("Tj", "TJ"):
                pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
                strings = [bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)]
                text += "".join(table[code] for piece in strings for code in codes_in(piece))
    return text


def codes_in(piece: bytes) -> list[int]:
    return [int.from_bytes(piece[n : n + 2]) for n in range(0, len(piece), 2)]


def signs_of(font: pikepdf.Object) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"^<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>$", cmap, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(sign).decode("utf-16-be") for code, sign in pairs}

"""The tree as PDF/UA-1 and PDF/A-2a: every type, groups, chapters in chapters, with and without answers."""

import json
from pathlib import Path

import page
import pytest
import typst

from dekkend.questionnaires.outputs.pdf import tree_for_pdf
from dekkend.questionnaires.tests.test_fields import STORED
from dekkend.questionnaires.tree import build_tree

FUNCTIONS = Path(__file__).parents[1] / "templates" / "questionnaires" / "pdf" / "tree.typ"
FRAME = """
#set document(title: "Klein profiel")
#set text(lang: "nl")
#chapters(json(bytes(sys.inputs.data)))
"""
EDGES = {
    "mission": "-\n\n1.\n\n**\n\n- a\n  - b\n\n[weg](https://example.org) *x*\n\n\u202eomgekeerd \U0001f600",
    "support.tracking": {"checked": False, "text": ""},
    "support.means": {"checked": True, "items": []},
}


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A])
@pytest.mark.parametrize("answers", [{}, STORED, EDGES], ids=["empty", "full", "edges"])
def test_it_is_accessible(small, tmp_path, profile, answers):
    report = page.validate_pdf(str(made(small, answers, tmp_path)), profile=profile)
    assert (report.is_compliant, report.failures) == (True, [])


def made(small, answers, folder: Path) -> Path:
    source, target = folder / "page.typ", folder / "page.pdf"
    source.write_text(FUNCTIONS.read_text(encoding="utf-8") + FRAME, encoding="utf-8")
    data = json.dumps(tree_for_pdf(build_tree(small, answers, audience="school")))
    target.write_bytes(
        typst.compile(
            str(source),
            root=str(folder),
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            sys_inputs={"data": data},
        )
    )
    return target

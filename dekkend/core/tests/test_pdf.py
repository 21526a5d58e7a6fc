"""PDFs: accessible and archivable by an independent judge; what people typed is never run."""

import os
from pathlib import Path

import page
import pytest
import typst

from dekkend.core.pdf import ROOT, _with_signs_we_have, render_pdf

TEMPLATE = """
#set text(lang: "nl")
#let data = json(bytes(sys.inputs.data))
#set document(title: sys.inputs.title)
= Proef
#data.words
"""


@pytest.fixture
def template():
    """In the folder that templates may read from; gone afterwards."""
    path = ROOT / "core" / "tests" / f"proef-{os.getpid()}.typ"
    path.write_text(TEMPLATE)
    yield path
    path.unlink()


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A])
def test_an_independent_judge_finds_no_fault(template, tmp_path, profile):
    file = tmp_path / "proef.pdf"
    file.write_bytes(render_pdf(template, {"words": "Wij lezen elke dag."}, title="Proef"))
    result = page.validate_pdf(str(file), profile=profile)
    assert result.is_compliant, result


def test_what_people_typed_is_shown_and_never_run(template):
    hostile = '#read("/config/settings.py") $x$ *ster* <label> \\ @noot'
    quiet = render_pdf(template, {"words": hostile}, title="Proef")
    assert quiet.startswith(b"%PDF")


ODD = [
    "Een gezin \U0001f469\u200d\U0001f467 en 漢",
    "\u202eachterstevoren\u2028\u2066nieuw",
    "\x0b\x01\uffff",
    "عربي e\u0301 ë ł ї",
]


@pytest.mark.parametrize("odd", ODD)
def test_a_sign_that_no_font_has_does_not_stop_it(template, tmp_path, odd):
    file = tmp_path / "proef.pdf"
    file.write_bytes(render_pdf(template, {"words": odd}, title=odd))
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        assert page.validate_pdf(str(file), profile=profile).is_compliant


def test_what_a_font_has_stays_as_it_is():
    assert _with_signs_we_have({"a": ["Één “woord” – ł\n漢"], "b": 3}) == {
        "a": ["Één “woord” – ł\n□"],
        "b": 3,
    }


def test_a_document_without_a_title_is_refused(template):
    template.write_text("= Proef")
    with pytest.raises(typst.TypstError):
        render_pdf(template, {}, title="Proef")


def test_a_template_cannot_read_outside_the_program(template, tmp_path):
    secret = Path(tmp_path / "geheim")
    secret.write_text("geheim")
    template.write_text(f'#read("{secret}")')
    with pytest.raises(typst.TypstError):
        render_pdf(template, {}, title="Proef")

"""Accessible PDFs by typst: tagged, archivable, and made from data that is never run as code.

Typst keeps memory it once used, so render in a task worker that is started anew now and then.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg
import typst

ROOT = Path(__file__).resolve().parents[1]
SIGN = ROOT / "core" / "templates" / "core" / "pdf" / "sign.typ"
FONTS = Path(fontpkg.path("Amiri")).parent  # Arabic, which typst itself does not bring
INSTEAD = "□"  # of a sign that no font of ours has


def render_pdf(template: Path, data: dict[str, Any], *, title: str) -> bytes:
    """The PDF (PDF/UA-1 and PDF/A-2a) that `template` makes of `data`.

    The template reads `sys.inputs.data` (JSON) and `sys.inputs.title`. A sign that no font has, such as an
    emoji, becomes "□": the standards forbid it. Raises typst.TypstError for a fault in the template, or where
    the document would not be accessible.
    """
    try:
        return _compiled(template, data, title)
    except typst.TypstError:
        shown, shown_title = _with_signs_we_have(data), _with_signs_we_have(title)
        if (shown, shown_title) == (data, title):
            raise
    return _compiled(template, shown, shown_title)


def _compiled(template: Path, data: dict[str, Any], title: str) -> bytes:
    return typst.compile(
        str(template),
        root=str(ROOT),
        font_paths=[str(FONTS)],
        format="pdf",
        pdf_standards=["ua-1", "a-2a"],
        sys_inputs={"data": json.dumps(data), "title": title},
    )


def _with_signs_we_have(value: Any) -> Any:
    """The same data. What only turns, joins or hides other signs is left out: it has no look of its own."""
    if isinstance(value, dict):
        return {key: _with_signs_we_have(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_signs_we_have(each) for each in value]
    return "".join(map(_shown, value)) if isinstance(value, str) else value


@cache
def _shown(sign: str) -> str:
    """Asked of typst itself, at the beginning of a line: elsewhere what joins may pass unseen."""
    if sign == "\n" or (sign.isascii() and sign.isprintable()):
        return sign
    try:
        _compiled(SIGN, {"sign": sign}, "Teken")
    except typst.TypstError:
        return INSTEAD if sign.isprintable() else ""
    return sign

"""Accessible PDFs by typst: tagged, archivable, and made from data that is never run as code.

Typst keeps memory it once used, so render in a task worker that is started anew now and then.
"""

import json
from pathlib import Path
from typing import Any

import typst

ROOT = Path(__file__).resolve().parents[1]


def render_pdf(template: Path, data: dict[str, Any], *, title: str) -> bytes:
    """The PDF (PDF/UA-1 and PDF/A-2a) that `template` makes of `data`.

    The template reads `sys.inputs.data` (JSON) and `sys.inputs.title`. Raises typst.TypstError for a fault
    in the template, or where the document would not be accessible.
    """
    return typst.compile(
        str(template),
        root=str(ROOT),
        format="pdf",
        pdf_standards=["ua-1", "a-2a"],
        sys_inputs={"data": json.dumps(data), "title": title},
    )

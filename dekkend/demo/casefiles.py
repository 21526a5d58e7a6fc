"""The files in the demo's files: small PDFs and drawings of our own making, added as people do it."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageDraw

from dekkend.cases import actions
from dekkend.cases.models import Case, Party
from dekkend.demo.papers import paper_pdf
from dekkend.organisations.models import User

PAPER, PENCIL, RED, BLUE, GREEN, YELLOW = "#fffdf5", "#3b3b46", "#c8452f", "#3d7fb5", "#4f8f3a", "#e5b52c"


def add_file(case: Case, words: dict[str, Any], by: User | Party, school: str, at: datetime) -> None:
    """A file as a story describes it: where it belongs, its name and title, and a text or a drawing."""
    content = drawing() if words.get("drawing") else paper_pdf(words, school, at)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        chosen = actions.Chosen(path, words["name"], words["title"])
        where = {"where": words["where"], "key": words["key"]}
        actions.add_attachment(case_id=case.pk, **where, by=by, chosen=chosen, at=at)


def drawing() -> bytes:
    """A house, a tree, the sun and a ball, as a child would draw them."""
    picture = Image.new("RGB", (640, 460), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.line([(0, 392), (180, 386), (420, 396), (640, 388)], fill=GREEN, width=9)
    pen.polygon([(150, 388), (147, 232), (352, 227), (358, 391)], outline=PENCIL, width=6)
    pen.polygon([(126, 236), (246, 118), (380, 231)], fill=RED, outline=PENCIL, width=6)
    pen.rectangle([(224, 300), (278, 388)], fill=BLUE, outline=PENCIL, width=5)
    pen.rectangle([(170, 262), (208, 300)], fill=YELLOW, outline=PENCIL, width=4)
    pen.line([(470, 392), (476, 300)], fill=PENCIL, width=16)
    pen.ellipse([(412, 196), (540, 318)], fill=GREEN, outline=PENCIL, width=5)
    pen.ellipse([(520, 34), (600, 112)], fill=YELLOW, outline=PENCIL, width=5)
    for end in ((498, 30), (494, 82), (520, 132), (574, 142), (618, 118)):
        pen.line([(560, 74), end], fill=YELLOW, width=6)
    pen.ellipse([(384, 358), (428, 400)], fill=RED, outline=PENCIL, width=5)
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()

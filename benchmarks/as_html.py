"""The peer of our PDFs: the data that typst is given, as a document in HTML and a PDF by WeasyPrint.

Cover, contents with page numbers, addenda, chapters and footers stand there as in profile.typ, plainly.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.html import strip_tags
from weasyprint import HTML

Data = dict[str, Any]
IN_CONTENTS = 3
NOT_SHOWN = {"look", "kind", "language"}


@cache
def template():
    return Engine([Path(__file__).parent]).get_template("as_html.html")


def html_of(data: Data, title: str) -> str:
    """Chapters are numbered on the way: the contents refer to them."""
    chapters = list(numbered(data["chapters"], "c"))
    contents = [chapter for chapter in flat(chapters) if chapter["depth"] <= IN_CONTENTS]
    logo = b64encode(bytes(data["label"]["look"]["logo"])).decode()
    context = data | {"title": title, "chapters": chapters, "contents": contents, "logo": logo}
    return template().render(Context(context))


def pdf_of(data: Data, title: str) -> bytes:
    return HTML(string=html_of(data, title)).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


def numbered(chapters: Iterable[Data], above: str) -> Iterator[Data]:
    for place, chapter in enumerate(chapters):
        if chapter["kind"] == "chapter":
            name = f"{above}-{place}"
            yield chapter | {"name": name, "children": list(numbered(chapter["children"], name))}
        else:
            yield chapter


def flat(chapters: Iterable[Data]) -> Iterator[Data]:
    for chapter in chapters:
        if chapter["kind"] == "chapter":
            yield chapter
            yield from flat(chapter["children"])


def left_out(data: Data, title: str) -> list[str]:
    """Texts of the data that the HTML does not show: none, or less is measured than typst sets."""
    shown = " ".join(unescape(strip_tags(html_of(data, title))).split())
    return [text for text in texts_in(data) if " ".join(text.split()) not in shown]


def texts_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            if name not in NOT_SHOWN:
                yield from texts_in(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts_in(value)

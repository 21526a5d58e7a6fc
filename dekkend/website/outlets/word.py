"""A document for Word: with real styles, so that headings are in the outline and a school can restyle it."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph

from dekkend.core.markup import to_blocks
from dekkend.questionnaires.blocks import Items, Prose, Table
from dekkend.website.outlets.document import Document, Heading, Piece

LANGUAGE = "nl-NL"
PAPER, AROUND = (Mm(210), Mm(297)), Mm(25)
INK = RGBColor(0x1F, 0x43, 0x90)
IN_INK = ("Title", "Heading 1", "Heading 2", "Heading 3")


def as_docx(document: Document, *, author: str, at: datetime) -> bytes:
    """The same bytes for the same document, so that who has it already need not fetch it again."""
    word = new_document()
    _describe(word, document, author, at)
    _dress(word)
    word.add_paragraph(document.title, style="Title")
    if document.warning:
        word.add_paragraph().add_run(document.warning).bold = True
    for piece in document.pieces:
        _add(word, piece)
    for line in document.source:
        word.add_paragraph(line)
    return _timeless(word)


def _describe(word: WordDocument, document: Document, author: str, at: datetime) -> None:
    """Language and properties; the template of the library is in English and signed by it."""
    language = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    language.set(qn("w:val"), LANGUAGE)
    about = word.core_properties
    about.title, about.author, about.language = document.title, author, LANGUAGE
    about.last_modified_by, about.comments = author, ""
    about.subject = document.source[0]
    about.created = about.modified = at.replace(tzinfo=None, microsecond=0)


def _dress(word: WordDocument) -> None:
    """The template of the library is a sheet of American paper, with headings too pale to read."""
    page = word.sections[0]
    page.page_width, page.page_height = PAPER
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = AROUND
    for name in IN_INK:
        word.styles[name].font.color.rgb = INK


def _add(word: WordDocument, piece: Piece) -> None:
    match piece:
        case Heading():
            word.add_paragraph(piece.text, style=f"Heading {piece.level}")
        case Prose():
            for block in to_blocks(piece.source):
                _add_block(word, block)
        case Items():
            for item in piece.items:
                word.add_paragraph(item, style="List Bullet")
        case Table():
            _add_table(word, piece)
        case _:
            word.add_paragraph(piece.text)


def _add_block(word: WordDocument, block: dict[str, Any]) -> None:
    if block["kind"] == "paragraph":
        return _add_runs(word.add_paragraph(), block["runs"])
    is_numbered = block["kind"] == "numbers"
    number = _new_numbering(word) if is_numbered else None
    for item in block["items"]:
        paragraph = word.add_paragraph(style="List Number" if is_numbered else "List Bullet")
        if number is not None:
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
        _add_runs(paragraph, item)
    return None


def _new_numbering(word: WordDocument) -> int:
    """A list of its own that begins at 1; without this every list counts on from the one before it."""
    numbering = word.part.numbering_part.element
    style = word.styles["List Number"].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(style).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return number.numId


def _add_runs(paragraph: Paragraph, runs: list[dict[str, Any]]) -> None:
    for run in runs:
        if run["text"] == "\n":
            paragraph.add_run().add_break()
            continue
        added = paragraph.add_run(run["text"])
        added.bold, added.italic = run["bold"] or None, run["italic"] or None
        if run["href"]:
            _link(paragraph, added, run["href"])


def _link(paragraph: Paragraph, run: Any, href: str) -> None:
    """The library reads links but does not write them: the run moves into a link of its own."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.underline = True
    paragraph._p.replace(run._r, link)
    link.append(run._r)


def _add_table(word: WordDocument, table: Table) -> None:
    """With its first row marked as header, which a screen reader and a next page repeat."""
    added = word.add_table(rows=0, cols=len(table.headers), style="Table Grid")
    for number, row in enumerate((table.headers, *table.rows)):
        cells = added.add_row()
        for cell, text in zip(cells.cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = True if number == 0 else None
        if number == 0:
            cells._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _timeless(word: WordDocument) -> bytes:
    """The file without the moment at which it was written."""
    written, stamped = BytesIO(), BytesIO()
    word.save(written)
    with ZipFile(written) as parts, ZipFile(stamped, "w", ZIP_DEFLATED) as file:
        for name in parts.namelist():
            file.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return stamped.getvalue()

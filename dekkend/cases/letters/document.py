"""A letter on paper: an accessible PDF with the face of the partnership, made when someone asks for it."""

from pathlib import Path

from dekkend.cases.letters.facts import day
from dekkend.cases.letters.layout import parts_of
from dekkend.cases.models import Letter
from dekkend.core.markup import to_blocks
from dekkend.core.pdf import render_pdf
from dekkend.organisations.models import Face, FaceLogo, Partnership

TEMPLATE = Path(__file__).parents[1] / "templates" / "cases" / "pdf" / "letter.typ"


def letter_pdf(letter: Letter) -> bytes:
    """PDF/UA-1 and PDF/A-2a. Three queries at most: the partnership, its face, its logo."""
    case, words = letter.case, letter.words
    face = Face.objects.filter(partnership_id=case.partnership_id).first()
    data = {
        "sender": (face and face.name) or case.offering.catalogue.words.partnership,
        "colour": face.pen if face else "",
        "contact": _contact(face, case.partnership),
        "logo": _logo(face),
        "to": words["to"],
        "day": day(letter.written_at.date()),
        "number": case.number,
        "subject": words["subject"],
        "parts": [
            {"heading": part.heading, "blocks": to_blocks(part.text)} for part in parts_of(words["body"])
        ],
    }
    return render_pdf(TEMPLATE, data, title=f"Brief {case.number}")


def file_name(letter: Letter) -> str:
    """It says nothing about anyone: a file is soon seen by others."""
    return f"brief-{letter.case.number}.pdf"


def _contact(face: Face | None, partnership: Partnership) -> list[str]:
    if face is None:
        return [partnership.website] if partnership.website else []
    known = (face.contact_address, face.contact_phone, face.contact_email)
    return [line for line in known if line]


def _logo(face: Face | None) -> list[int]:
    """The picture byte by byte: JSON knows no other way."""
    if face is None or not face.logo_hash:
        return []
    return list(FaceLogo.objects.get(face=face).content)

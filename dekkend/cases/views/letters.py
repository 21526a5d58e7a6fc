"""The letters of a case, for staff: a list, a letter as a page, and as a PDF."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dekkend.cases.letters.document import file_name, letter_pdf
from dekkend.cases.letters.layout import parts_of
from dekkend.cases.letters.queries import letters_seen_by, may_read_letters, reader_of, title_of
from dekkend.cases.models import Case, Letter
from dekkend.cases.views.frame import about_children, case_frame, open_case_for, pdf_response
from dekkend.core.markup import to_html
from dekkend.organisations.requests import SignedInRequest


@about_children
@require_GET
def letters(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every letter that this person may read, newest first."""
    case, roles = _open(request, pk, "lijst van brieven")
    rows = [
        {"letter": one, "title": title_of(one), "reader": reader_of(one)}
        for one in letters_seen_by(case, roles)
    ]
    return render(request, "cases/letters.html", case_frame(case, roles) | {"rows": rows})


@about_children
@require_GET
def letter(request: SignedInRequest, pk: int, letter: int) -> HttpResponse:
    case, roles = _open(request, pk, f"brief {letter}")
    return render(
        request, "cases/letter.html", case_frame(case, roles) | letter_frame(_found(case, roles, letter))
    )


@about_children
@require_GET
def letter_file(request: SignedInRequest, pk: int, letter: int) -> HttpResponse:
    """The same as a PDF to print or keep, always as a download."""
    case, roles = _open(request, pk, f"brief {letter}, als pdf")
    return letter_as_pdf(_found(case, roles, letter))


def letter_frame(found: Letter) -> dict[str, object]:
    """What a page with a letter shows; also of a parent."""
    words = found.words
    parts = [{"heading": part.heading, "text": to_html(part.text)} for part in parts_of(words["body"])]
    return {"letter": found, "to": words["to"], "subject": words["subject"], "parts": parts}


def letter_as_pdf(found: Letter) -> HttpResponse:
    return pdf_response(letter_pdf(found), file_name(found))


def _open(request: SignedInRequest, pk: int, what: str) -> tuple[Case, frozenset[str]]:
    """As `open_case_for`; PermissionDenied for who is involved but reads no letters."""
    case, roles = open_case_for(request, pk, what)
    if not (verdict := may_read_letters(roles)):
        raise PermissionDenied(verdict.reason)
    return case, roles


def _found(case: Case, roles: frozenset[str], pk: int) -> Letter:
    """Raises Http404 for a letter that is not there, or not theirs to read."""
    for one in letters_seen_by(case, roles):
        if one.pk == pk:
            return one
    raise Http404("Deze brief kennen wij niet.")

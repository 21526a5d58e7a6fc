"""A parent takes along all that is theirs to read: first a page that says what it is, then the zip."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from dekkend.cases.actions.consent import as_outsider
from dekkend.cases.log import note_readings
from dekkend.cases.parents import words
from dekkend.cases.parents.bundle import Bundle, bundle_for
from dekkend.cases.views.parents.frame import Visit, for_parent, page
from dekkend.core.files.serving import PRIVATE
from dekkend.organisations.models import Role


@for_parent(words.EVERYTHING)
def parent_everything(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is in it, and how to keep it safe."""
    return page(request, visit, "everything", {"here": "everything"})


@for_parent(words.EVERYTHING)
def parent_everything_zip(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The zip itself; each part of it stands in the log before the first byte is sent."""
    bundle = bundle_for(visit.case, visit.party, visit.at)
    outsider = as_outsider(visit.party)
    note_readings(visit.case, outsider, Role.PARENT, _parts_of(bundle), visit.at)
    headers = {
        "Content-Type": "application/zip",
        "Content-Disposition": content_disposition_header(True, f"dossier-{visit.case.number}.zip") or "",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": PRIVATE,
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(bundle.stream(), headers=headers)


def _parts_of(bundle: Bundle) -> list[str]:
    """What is read along with it, as the log calls each when it is read by itself."""
    files = [words.FILE_BY_NUMBER.format(number=file.number) for _, file in bundle.files]
    return [*bundle.reads, *(words.LETTER for _ in bundle.letters), *files]

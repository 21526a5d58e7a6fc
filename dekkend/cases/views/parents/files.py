"""The files that a parent adds, and those that a parent may fetch."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from dekkend.cases import actions
from dekkend.cases.attachments.forms import AttachmentForm
from dekkend.cases.attachments.queries import attachment_for, attachments_for, own_at
from dekkend.cases.attachments.serving import Listed, attachment_response, listed
from dekkend.cases.attachments.spots import SLUGS, Spot, spot_at
from dekkend.cases.models import Attachment
from dekkend.cases.parents import words
from dekkend.cases.rules import WRITING
from dekkend.cases.views.attachments import taken_in, upload_words
from dekkend.cases.views.parents.frame import NOT_NOW, WRONG, Visit, for_parent, page
from dekkend.cases.views.parents.writing import parts_of
from dekkend.core.kept import typed_in
from dekkend.core.numbers import number_in
from dekkend.organisations.models import Role

AS_PARENT = frozenset({Role.PARENT})


@for_parent(words.FILES)
def parent_files(request: HttpRequest, visit: Visit, where: str, key: str) -> HttpResponse:
    """The files at one place of a parent's own part: add one, take one away, put it back."""
    spot = spot_at(visit.case, SLUGS.get(where, ""), key)
    if spot is None or not spot.is_for(visit.party):
        raise Http404("Hier horen geen bestanden.")
    if visit.case.state not in WRITING:
        return page(request, visit, "too_late", {"typed": typed_in(request), "here": "write"}, status=NOT_NOW)
    if request.method == "POST" and {"remove", "restore"} & set(request.POST):
        return _move(request, visit)
    form = AttachmentForm.of(request)
    if request.method == "POST" and taken_in(form, lambda: _add(visit, spot, form)) is not None:
        messages.success(request, gettext("Uw bestand staat erbij."))
        return redirect(request.path)
    return _page(request, visit, spot, form)


@for_parent(words.FILE_BY_NUMBER)
def parent_attachment(request: HttpRequest, visit: Visit, number: int) -> HttpResponseBase:
    """The file itself, always as a download."""
    found = attachment_for(visit.case, number, AS_PARENT, visit.party)
    if found is None:
        raise Http404("Deze bijlage kennen wij niet.")
    return attachment_response(request, found)


def files_of(visit: Visit) -> list[Listed]:
    """All that this parent may fetch."""
    return _listed(visit, attachments_for(visit.case, AS_PARENT, visit.party))


def _listed(visit: Visit, attachments: Iterable[Attachment]) -> list[Listed]:
    def address(one: Attachment) -> str:
        return reverse("parent-attachment", args=[visit.token, one.number])

    return listed(attachments, address, by=lambda one: words.added_by(one, visit.party))


def _add(visit: Visit, spot: Spot, form: AttachmentForm) -> Attachment:
    return actions.add_attachment(
        case_id=visit.case.pk,
        where=spot.where,
        key=spot.key,
        by=visit.party,
        chosen=form.chosen,
        at=visit.at,
    )


def _move(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take away or put back one of their own; the page shows the way back."""
    act = actions.remove_attachment if "remove" in request.POST else actions.restore_attachment
    number = request.POST.get("remove") or request.POST.get("restore") or ""
    try:
        act(case_id=visit.case.pk, number=number_in(number), by=visit.party, at=visit.at)
    except actions.NotPossible as refused:
        messages.error(request, gettext(refused.reason))
    except actions.AlreadyThere:
        messages.info(request, gettext("Dit bestand staat er al."))
    else:
        messages.success(request, gettext("Het is gedaan."))
    return redirect(request.path)


def _chapter_of(visit: Visit, spot: Spot) -> str:
    """The address of the chapter with this question; of the file for a paper, which stands in none."""
    for part in parts_of(visit):
        if spot.key in {question.key for question in part.chapter.questions}:
            return reverse("parent-write", args=[visit.token, part.slug, part.chapter.key])
    return reverse("parent-file", args=[visit.token])


def _page(request: HttpRequest, visit: Visit, spot: Spot, form: AttachmentForm) -> HttpResponse:
    own = own_at(visit.case, spot, visit.party)
    context = upload_words() | {
        "spot": spot,
        "form": form,
        "files": _listed(visit, (one for one in own if not one.removed_at)),
        "removed": [one for one in own if one.removed_at],
        "back": _chapter_of(visit, spot),
        "here": "write",
    }
    return page(request, visit, "files", context, status=WRONG if form.is_bound else 200)

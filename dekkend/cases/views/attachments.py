"""The files of a case for school and region: add, take away, put back, fetch; and consent on paper."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dekkend.cases import actions
from dekkend.cases.attachments.forms import AttachmentForm, FileForm, PaperConsentForm
from dekkend.cases.attachments.limits import KEPT_FOR, MOST_BYTES_OF_A_SIDE, MOST_OF_A_SIDE
from dekkend.cases.attachments.papers import papers_of
from dekkend.cases.attachments.queries import attachment_for, attachments_for, own_at
from dekkend.cases.attachments.rules import may_attach, may_take_away
from dekkend.cases.attachments.serving import Listed, attachment_response, listed
from dekkend.cases.attachments.spots import SLUGS, Spot, spot_at, spots_of
from dekkend.cases.conditions import kind_of
from dekkend.cases.consents import request_digest
from dekkend.cases.models import Attachment, Case, Party
from dekkend.cases.rules import OF_SCHOOL, may_lead, may_write
from dekkend.cases.transitions import ROUTE
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.core.files.kinds import KINDS, MB, MOST_BYTES, Refused
from dekkend.core.files.scanning import scanning_words
from dekkend.core.files.store import StoreDown
from dekkend.organisations.requests import SignedInRequest
from dekkend.workflow.engine import may

CLOSED, WRONG = 409, 422
NOT_NOW = gettext_noop("Wij konden het bestand nu niet bewaren. Probeer het over een kwartier nog eens.")


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_files(request: SignedInRequest, pk: int, where: str, key: str) -> HttpResponse:
    """The files at one place, for the school: what is there, and a form to add one."""
    case, roles = open_case_for(request, pk, "bijlagen")
    spot = spot_at(case, SLUGS.get(where, ""), key)
    if spot is None:
        raise Http404("Hier horen geen bestanden.")
    verdict = may_attach(None, roles, case.state, spot)
    if not verdict and not (request.method == "POST" and roles & OF_SCHOOL):
        raise PermissionDenied(verdict.reason)
    form = AttachmentForm.of(request, can_stay_inside=spot.can_stay_inside and not spot.stays_inside)
    if request.method == "POST" and (added := taken_in(form, _adding(request, case, spot, form))):
        messages.success(request, f"Bijlage {added.number} staat erbij.")
        return redirect(request.path)
    status = WRONG if form.is_bound and verdict else 200 if verdict else CLOSED
    return _files_page(request, case, roles, spot, form, status)


@about_children
@require_safe
def case_file(request: SignedInRequest, pk: int, number: int) -> HttpResponseBase:
    """The file itself, for who may read this part of the case."""
    case, roles = open_case_for(request, pk, f"bijlage {number}")
    if (found := attachment_for(case, number, roles)) is None:
        raise Http404("Deze bijlage kennen wij niet.")
    return attachment_response(request, found)


@about_children
@require_POST
def remove_case_file(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    return _move(request, pk, number, actions.remove_attachment, "is weggehaald.")


@about_children
@require_POST
def restore_case_file(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    return _move(request, pk, number, actions.restore_attachment, "staat er weer bij.")


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def consent_paper(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What a parent said on paper: the other way, for who does not use the link."""
    case, roles = open_case_for(request, pk, f"antwoord op papier van ouder {number}")
    if not (verdict := may_lead(roles)):
        raise PermissionDenied(verdict.reason)
    party = get_object_or_404(
        case.parties, number=number, removed_at=None, kept_out=False, has_authority=True
    )
    party.case = case
    form = PaperConsentForm.of(
        request, needs_consent=kind_of(case).needs_consent, initial={"digest": request_digest(case)}
    )
    allowed = may(ROUTE.transition("answer_request"), case, roles, timezone.localdate())
    if request.method == "POST" and taken_in(form, lambda: _said(request, party, form)):
        messages.success(request, f"Het antwoord van {party.signature} staat in het dossier.")
        return redirect("case", case.pk)
    context = case_frame(case, roles) | upload_words() | {
        "form": form, "party": party, "refused": "" if allowed else allowed.reason, "here": "case"
    }  # fmt: skip
    status = CLOSED if not allowed else WRONG if form.is_bound else 200
    return render(request, "cases/consent_paper.html", context, status=status)


def taken_in[Added](form: FileForm, add: Callable[[], Added]) -> Added | None:
    """What `add` made of a chosen file; None when form or act refused it, with the reason beside its field.

    Also for parents: every reason comes in their language.
    """
    if not form.is_valid():
        return None
    try:
        return add()
    except Refused as refused:
        form.add_error("file", gettext(refused.reason))
    except StoreDown:
        form.add_error("file", gettext(NOT_NOW))
    except actions.NotPossible as closed:
        form.add_error(None, gettext(closed.reason))
    except actions.AlreadyThere as there:
        words = gettext("Dit bestand stond er al. Het is bijlage %(number)s.")
        form.add_error("file", words % {"number": there.attachment.number})
    return None


def upload_words() -> dict[str, Any]:
    """What a page says beside the choice of a file."""
    endings = [kind.extension.removeprefix(".") for kind in KINDS.values()]
    return {
        "kinds": ", ".join(endings),
        "most": MOST_BYTES,
        "most_mb": MOST_BYTES // MB,
        "most_number": MOST_OF_A_SIDE,
        "most_total": MOST_BYTES_OF_A_SIDE // MB,
        "scanning": gettext(scanning_words()),
        "kept_days": KEPT_FOR.days,
    }


def papers_frame(case: Case, roles: frozenset[str]) -> dict[str, Any]:
    """What `cases/parts/papers.html` shows: what is needed, what is there, and what is not needed. Three
    queries."""
    there = attachments_for(case, roles)
    titles = {(spot.where, spot.key): spot.title for spot in spots_of(case)}
    needed = papers_of(case, there)
    return {
        "papers": [(one, _listed(case, one.attachments)) for one in needed],
        "not_needed": kind_of(case).papers_not_needed,
        "files": _listed(case, there, titles),
        "adds": bool(may_write(roles, case.state)),
    }


def _adding(
    request: SignedInRequest, case: Case, spot: Spot, form: AttachmentForm
) -> Callable[[], Attachment]:
    return lambda: actions.add_attachment(
        case_id=case.pk,
        where=spot.where,
        key=spot.key,
        by=request.user,
        chosen=form.chosen,
        at=timezone.now(),
    )


def _said(request: SignedInRequest, party: Party, form: PaperConsentForm) -> Any:
    return actions.consent_on_paper(
        party=party,
        answer=form.cleaned_data["answer"],
        digest=form.cleaned_data["digest"],
        actor=request.user,
        chosen=form.chosen,
        at=timezone.now(),
    )


def _files_page(
    request: SignedInRequest,
    case: Case,
    roles: frozenset[str],
    spot: Spot,
    form: forms.Form,
    status: int,
) -> HttpResponse:
    own = own_at(case, spot, None)
    here = [one for one in attachments_for(case, roles) if (one.where, one.key) == (spot.where, spot.key)]
    context = case_frame(case, roles) | upload_words() | {
        "spot": spot,
        "form": form,
        "files": [(one, one.attachment.party_id is None) for one in _listed(case, here)],
        "removed": [one for one in own if one.removed_at],
        "here": "case",
    }  # fmt: skip
    return render(request, "cases/files.html", context, status=status)


def _listed(case: Case, attachments: Any, titles: dict[tuple[str, str], str] | None = None) -> list[Listed]:
    def about(one: Attachment) -> str:
        return (titles or {}).get((one.where, one.key), one.get_where_display() if titles else "")

    return listed(attachments, lambda one: reverse("case-file", args=[case.pk, one.number]), about)


def _move(request: SignedInRequest, pk: int, number: int, act: Any, words: str) -> HttpResponse:
    """Take away or put back, by who added it; the message leads to the way back."""
    case, roles = open_case_for(request, pk, "bijlagen")
    attachment = get_object_or_404(case.attachments, number=number)
    if not (verdict := may_take_away(attachment, None, roles, case.state)):
        raise PermissionDenied(verdict.reason)
    slug = next(slug for slug, where in SLUGS.items() if where == attachment.where)
    page = reverse("case-files", args=[pk, slug, attachment.key])
    try:
        attachment = act(case_id=pk, number=number, by=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    except actions.AlreadyThere as there:
        messages.info(request, f"Dit bestand staat er al: bijlage {there.attachment.number}.")
    else:
        undo = format_html(' <a href="{}#weggehaald">Toch niet? Zet het terug.</a>', page)
        is_away = attachment.removed_at is not None
        messages.success(request, format_html("Bijlage {} {}{}", number, words, undo if is_away else ""))
    return redirect(page)

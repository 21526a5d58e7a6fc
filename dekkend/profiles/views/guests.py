"""Who leads the writing lets someone from outside in, for one chapter: the list, inviting, and ending it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from dekkend.core.audience import Audience
from dekkend.core.kept import keeps_typed_text
from dekkend.core.verdict import Verdict
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.guests.forms import GuestForm, LastDayForm
from dekkend.profiles.guests.queries import chapter_name, rows_of
from dekkend.profiles.guests.standing import TWO_WEEKS
from dekkend.profiles.models import Guest, Version
from dekkend.profiles.phrases import day
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.rules import may_lead_guests, may_write
from dekkend.profiles.views.reading import page_frame
from dekkend.questionnaires.loader import questionnaire_of

WRONG, NOT_NOW = 422, 409
SEES = (
    Audience("De gast", "ziet alleen dit hoofdstuk: de vragen, de antwoorden en de teksten van de regio."),
    Audience(
        "De gast", "ziet geen andere hoofdstukken, opmerkingen, stukken of wie wat schreef.", sees=False
    ),
    Audience("Wie het verslag leest,", "ziet daar wie u uitnodigde. Uw team ziet ook wie wat schreef."),
    Audience("Ouders", "lezen later alleen wat de gast doet, niet de naam."),
)


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def guests(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everyone who was let in, how it stands with each, and a form to ask someone."""
    version, verdict = _version_to_lead(request, pk)
    pages = questionnaire_of(version.edition).pages
    if request.method == "GET":
        asked = {"chapter": request.GET.get("hoofdstuk", "")}
        return _page(request, version, GuestForm(pages=pages, initial=asked) if verdict else None, verdict)
    form = GuestForm(request.POST, pages=pages)
    if not form.is_valid():
        return _page(request, version, form, verdict, status=WRONG)
    try:
        guest, _ = actions.invite_guest(
            version_id=version.pk, actor=request.user, at=timezone.now(), **form.cleaned_data
        )
    except actions.NotPossible as refused:
        form.add_error(None, refused.reason)
        return _page(request, version, form, verdict, status=NOT_NOW)
    messages.success(
        request, f"{guest.name} krijgt een mail met een link. Die werkt tot en met {day(guest.until)}."
    )
    return redirect("guests", version.pk)


@require_http_methods(["GET", "POST"])
def extend_guest(request: SignedInRequest, pk: int, guest: int) -> HttpResponse:
    """Another last day for a guest: a page of its own, with one field."""
    version, _ = _version_to_lead(request, pk)
    found = _guest(version, guest)
    form = LastDayForm(request.POST or None, initial={"until": max(found.until, localdate()) + TWO_WEEKS})
    status = 200
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                actions.extend_guest(
                    version_id=pk, guest_id=guest, actor=request.user, at=timezone.now(), **form.cleaned_data
                )
            except actions.NotPossible as refused:
                form.add_error("until", refused.reason)
                status = NOT_NOW
            else:
                messages.success(request, f"{found.name} heeft langer de tijd, en krijgt daar mail over.")
                return redirect("guests", pk)
    context = {"guest": found, "chapter": chapter_name(found), "form": form, "here": "chapter"}
    return render(request, "profiles/guest_extend.html", page_frame(version) | context, status=status)


@require_POST
def withdraw_guest(request: SignedInRequest, pk: int, guest: int) -> HttpResponse:
    """At once; who pressed the wrong button invites the guest again."""
    version, _ = _version_to_lead(request, pk)
    found = _guest(version, guest)
    try:
        actions.withdraw_guest(version_id=pk, guest_id=guest, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        return _refused(request, version, refused.reason)
    messages.success(
        request, f"De link van {found.name} werkt niet meer. Vergissing? Nodig deze gast dan opnieuw uit."
    )
    return redirect("guests", pk)


@require_POST
def send_guest_again(request: SignedInRequest, pk: int, guest: int) -> HttpResponse:
    """A new link; also for whose invitation was withdrawn, or whose link was shut."""
    version, _ = _version_to_lead(request, pk)
    _guest(version, guest)
    try:
        found, _ = actions.send_guest_again(
            version_id=pk, guest_id=guest, actor=request.user, at=timezone.now()
        )
    except actions.NotPossible as refused:
        return _refused(request, version, refused.reason)
    told = f"{found.name} krijgt een nieuwe link, tot en met {day(found.until)}. De oude werkt niet meer."
    messages.success(request, told)
    return redirect("guests", pk)


def _version_to_lead(request: SignedInRequest, pk: int) -> tuple[Version, Verdict]:
    """The version, and whether someone may be let in now. For who leads the writing, in any state."""
    version, roles = get_version_for(request.user, pk, need="see")
    if not (verdict := may_lead_guests(roles)):
        raise PermissionDenied(verdict.reason)
    return version, may_write(roles, version.state)


def _guest(version: Version, pk: int) -> Guest:
    guest = get_object_or_404(version.guests, pk=pk)
    guest.version = version
    return guest


def _page(
    request: SignedInRequest,
    version: Version,
    form: GuestForm | None,
    verdict: Verdict,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "rows": rows_of(version, localdate()),
        "form": form if verdict else None,
        "verdict": verdict,
        "sees": SEES,
        "here": "chapter",
    }
    return render(request, "profiles/guests.html", page_frame(version) | context, status=status)


def _refused(request: SignedInRequest, version: Version, reason: str) -> HttpResponse:
    return render(request, "profiles/refused.html", page_frame(version) | {"reason": reason}, status=NOT_NOW)

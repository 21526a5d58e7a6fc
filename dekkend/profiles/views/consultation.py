"""What the MR or a section of it says: a page to record it, and one to take it back."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from dekkend.core.kept import keeps_typed_text, typed_in
from dekkend.core.verdict import Verdict, no
from dekkend.organisations.models import Role
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.forms import OutcomeForm
from dekkend.profiles.hearing import Voice, voice_of
from dekkend.profiles.models import Body, Version
from dekkend.profiles.queries import get_version_for, has_secretary, prepare_hearing
from dekkend.profiles.rules import SECTIONS, may_record
from dekkend.profiles.transitions import ROUTE
from dekkend.profiles.views.reading import page_frame
from dekkend.workflow.engine import may


@dataclass(frozen=True)
class Asked:
    """A say of the MR that someone came to record or take back, and whether that can be done now."""

    version: Version
    voice: Voice
    has_secretary: bool
    verdict: Verdict


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def speak(request: SignedInRequest, pk: int, say: str) -> HttpResponse:
    """Record what one body said."""
    asked = _asked(request, pk, say, "record_outcome")
    if not asked.verdict:
        return _refused(request, asked.version, asked.verdict.reason)
    form = OutcomeForm(request.POST if request.method == "POST" else None, voice=asked.voice)
    if request.method == "POST" and form.is_valid():
        try:
            return _record(request, asked, form)
        except actions.NotPossible as refused:
            form.add_error(None, refused.reason)
    return render(request, "profiles/speak.html", page_frame(asked.version) | _context(asked, form))


@require_http_methods(["GET", "POST"])
def take_back(request: SignedInRequest, pk: int, say: str) -> HttpResponse:
    """Take back what one body said, until the school sends the text on."""
    asked = _asked(request, pk, say, "take_back_outcome")
    if not asked.verdict:
        return _refused(request, asked.version, asked.verdict.reason)
    if request.method == "GET":
        context = {"voice": asked.voice}
        return render(request, "profiles/take_back.html", page_frame(asked.version) | context)
    try:
        actions.take_back_outcome(version_id=pk, actor=request.user, say=say, at=timezone.now())
    except actions.NotPossible as refused:
        return _refused(request, asked.version, refused.reason)
    messages.success(request, f"Teruggenomen: {asked.voice.name}. De MR is weer aan zet.")
    return redirect("school", asked.version.profile.site.code)


def _asked(request: SignedInRequest, pk: int, say: str, act: str) -> Asked:
    """Raises Http404 for a say nobody asked for, PermissionDenied(reason) for who may not speak for it."""
    on = localdate()
    version, roles = get_version_for(request.user, pk, need="see", on=on)
    prepare_hearing(version)
    voice = voice_of(version, say)
    if voice is None:
        raise Http404("Dit wordt bij dit profiel niet gevraagd.")
    secretary = has_secretary(version.profile.site, on)
    if not (theirs := may_record(roles, voice.demand.body, has_secretary=secretary)):
        raise PermissionDenied(theirs.reason)
    return Asked(version, voice, secretary, _now(version, voice, roles, act))


def _now(version: Version, voice: Voice, roles: AbstractSet[str], act: str) -> Verdict:
    """Whether it can be done as things stand: another body may have spoken, this one not."""
    verdict = may(ROUTE.transition(act), version, roles, localdate())
    if not verdict or voice.has_spoken == (act == "take_back_outcome"):
        return verdict
    if voice.said and voice.has_spoken:
        who = voice.said.recorded_by_name
        return no(f"{who} legde dit al vast. Klopt het niet? Neem het dan eerst terug.")
    return no("Er is niets om terug te nemen.")


def _context(asked: Asked, form: OutcomeForm) -> dict[str, Any]:
    voice = asked.voice
    section = SECTIONS.get(Body(voice.demand.body))
    return {
        "form": form,
        "voice": voice,
        "has_secretary": asked.has_secretary,
        "section": Role(section).label if section else "",
        "is_late": voice.due_on is not None and voice.due_on < localdate(),
    }


def _record(request: SignedInRequest, asked: Asked, form: OutcomeForm) -> HttpResponse:
    version, say = asked.version, asked.voice.slug
    done = actions.record_outcome(
        version_id=version.pk, actor=request.user, say=say, at=timezone.now(), **form.words()
    )
    then = "De directeur is nu aan zet." if done.state == Version.State.HEARD else "De MR is nog niet klaar."
    undo = reverse("take-back", args=[version.pk, say])
    told = '{} is vastgelegd. {} <a href="{}">Ongedaan maken</a>'
    messages.success(request, format_html(told, asked.voice.title, then, undo))
    return redirect("school", version.profile.site.code)


def _refused(request: SignedInRequest, version: Version, reason: str) -> HttpResponse:
    """Someone was first, or the text went on: say so, and give back what was typed."""
    context = {"reason": reason, "typed": typed_in(request)}
    return render(request, "profiles/refused.html", page_frame(version) | context, status=409)

"""How the pupils were asked what they think: recorded by the school before the MR is asked."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from dekkend.core.kept import keeps_typed_text, typed_in
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.forms import PupilsForm
from dekkend.profiles.hearing import asks_pupils, pupils_opinion_of
from dekkend.profiles.models import PupilsOpinion, Version
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.rules import WRITERS, may_write
from dekkend.profiles.views.reading import page_frame

FIELDS = ("asked_on", "groups", "how", "outcome", "revision")


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def pupils(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record or change it while the version is a working copy; others who may read the text see it."""
    version, roles = get_version_for(request.user, pk, need="read")
    if not asks_pupils(version.regime):
        raise Http404("Dit wordt bij dit profiel niet gevraagd.")
    opinion = pupils_opinion_of(version)
    verdict = may_write(roles, version.state)
    if request.method == "GET":
        return _page(request, version, opinion, _blank(opinion) if verdict else None)
    if not verdict:
        if not roles & WRITERS:
            raise PermissionDenied(verdict.reason)
        return _closed(request, version, verdict.reason)
    form = PupilsForm(request.POST)
    return _save(request, version, form) if form.is_valid() else _page(request, version, opinion, form)


def _blank(opinion: PupilsOpinion | None) -> PupilsForm:
    """The form with what stands there now."""
    initial: dict[str, Any] = {"asked_on": localdate(), "revision": 0}
    if opinion:
        initial = {name: getattr(opinion, name) for name in FIELDS}
    return PupilsForm(initial=initial)


def _save(request: SignedInRequest, version: Version, form: PupilsForm) -> HttpResponse:
    try:
        actions.record_pupils_opinion(
            version_id=version.pk, actor=request.user, at=timezone.now(), **form.cleaned_data
        )
    except actions.StaleOpinion as stale:
        return _both(request, version, form, stale)
    except actions.NotPossible as refused:
        form.add_error(None, refused.reason)
        return _page(request, version, pupils_opinion_of(version), form)
    messages.success(request, "De mening van de leerlingen is vastgelegd.")
    return redirect("checks", version.pk)


def _both(
    request: SignedInRequest, version: Version, form: PupilsForm, stale: actions.StaleOpinion
) -> HttpResponse:
    """What was typed stays in the form, with what stands there now beside it; sending again replaces that."""
    form.add_error(None, stale.reason)
    again = request.POST.copy()
    again["revision"] = str(stale.current.revision)
    form.data = again
    return _page(request, version, stale.current, form, theirs=True, status=409)


def _page(
    request: SignedInRequest,
    version: Version,
    opinion: PupilsOpinion | None,
    form: PupilsForm | None,
    *,
    theirs: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "opinion": opinion, "theirs": theirs}
    return render(request, "profiles/pupils.html", page_frame(version) | context, status=status)


def _closed(request: SignedInRequest, version: Version, reason: str) -> HttpResponse:
    context = {"reason": reason, "typed": typed_in(request)}
    return render(request, "profiles/refused.html", page_frame(version) | context, status=409)

"""The text of a version as someone may read it, and what happened to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Version
from dekkend.profiles.queries import advices_of, get_version_for
from dekkend.profiles.rules import audience_of
from dekkend.profiles.transitions import KIND, ROUTE
from dekkend.workflow.engine import available, events_of
from dekkend.workflow.models import Event

START_WORDS = "Begonnen met schrijven"


@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    version, roles = get_version_for(request.user, pk, need="read")
    steps = available(ROUTE, version, roles, localdate())
    context = {
        "version": version,
        "site": version.profile.site,
        "chapters": tree_of(version, audience_of(roles)),
        "advices": advices_of(version),
        "step": next((step for step in steps if step.name in ("give_advice", "establish")), None),
    }
    return render(request, "profiles/read.html", context)


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened, newest first. The reasons are for who may read the text."""
    version, _ = get_version_for(request.user, pk, need="read")
    acts = [(event, _words(event)) for event in events_of(KIND, version.pk)]
    context = {"version": version, "site": version.profile.site, "acts": acts, "advices": advices_of(version)}
    return render(request, "profiles/record.html", context)


def _words(event: Event) -> str:
    return START_WORDS if event.act == "start" else ROUTE.transition(event.act).done


def page_frame(version: Version) -> dict:
    return {"version": version, "site": version.profile.site}

"""The text of a version as someone may read it, and what happened to it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles.alongside.suggestions import said_by_question
from dekkend.profiles.documents import tree_of
from dekkend.profiles.hearing import consultations_of, pupils_opinion_of
from dekkend.profiles.models import Friendship, Version
from dekkend.profiles.phrases import act_in_words, day
from dekkend.profiles.queries import friendship_of, get_version_for, prepare_hearing
from dekkend.profiles.rules import FRIEND, audience_of
from dekkend.profiles.transitions import KIND, ROUTE
from dekkend.profiles.views.presence import arrive_at
from dekkend.profiles.views.ways import Way, step_url, ways_to_speak
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import available, events_of
from dekkend.workflow.table import Transition

State = Version.State
# Stands with each answer for who may say something about it.
AT_QUESTION = "profiles/parts/at_question.html"


@require_safe
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole text, as this reader may see it. Nine queries at most, and one for who else is here."""
    version, roles = get_version_for(request.user, pk, need="read_along")
    if FRIEND in roles:
        return _read_along(request, version)
    prepare_hearing(version)
    audience = audience_of(roles)
    steps = available(ROUTE, version, roles, localdate())
    context = {
        "chapters": tree_of(version, audience),
        "consultations": consultations_of(version) if audience == "school" else [],
        "pupils_opinion": pupils_opinion_of(version) if audience == "school" else None,
        "ways": [*ways_to_speak(version, roles), *_ways_to_establish(version, steps)],
        "standing": _standing(version),
        "together": arrive_at(request, version, roles),
        "here": "read",
    }
    return render(request, "profiles/read.html", page_frame(version) | context)


@require_safe
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything that happened, newest first. Reasons are for the school and its board."""
    version, roles = get_version_for(request.user, pk, need="read")
    context = {
        "acts": [(event, act_in_words(event)) for event in events_of(KIND, version.pk)],
        "with_reasons": audience_of(roles) == "school",
        "consultations": consultations_of(version) if audience_of(roles) == "school" else [],
    }
    return render(request, "profiles/record.html", page_frame(version) | context)


def page_frame(version: Version, friendship: Friendship | None = None) -> dict[str, Any]:
    """What every page about a version needs; `first_page` leads writers back to where they write.

    With a `friendship` it is a page for another school, which has no way to the others.
    """
    first_page = questionnaire_of(version.edition).pages[0].key if version.state == State.WORKING else ""
    frame = {"version": version, "site": version.profile.site, "first_page": first_page}
    return frame | {"friendship": friendship, "elsewhere": friendship is not None}


def _read_along(request: SignedInRequest, version: Version) -> HttpResponse:
    """The working copy for another school: what the region may see, and what that school said about it."""
    friendship = friendship_of(request.user, version, localdate())
    if friendship is None:  # ended a moment ago
        raise Http404("Dit profiel kennen wij niet.")
    context = {
        "chapters": tree_of(version, "region", with_papers=False),
        "standing": _standing(version),
        "at_question": AT_QUESTION,
        "said": said_by_question(version, friendship.site),
        "here": "read",
    }
    return render(request, "profiles/read.html", page_frame(version, friendship) | context)


def _ways_to_establish(version: Version, steps: list[Transition]) -> list[Way]:
    return [Way(step.label, step_url(version, step.name)) for step in steps if step.name == "establish"]


def _standing(version: Version) -> str:
    """The state in a sentence: what a reader must know before believing the text."""
    if version.state == State.PUBLISHED:
        return f"Dit profiel geldt tot en met {day(version.valid_until)}."
    if version.snapshot is not None:
        return f"Vastgesteld op {day(version.established_on)}. Nu: {ROUTE.state(version.state).inside}."
    return f"Deze tekst is nog niet vastgesteld. Nu: {ROUTE.state(version.state).inside}."

"""Whoever leads the writing asks the team, and sees how its answers are spread once the round is over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from dekkend.core.kept import keeps_typed_text
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.models import TeamRound, Version
from dekkend.profiles.queries import answers_of, get_version_for
from dekkend.profiles.rules import may_lead_team_round, may_write
from dekkend.profiles.sheet import lines_of, place_of
from dekkend.profiles.team.forms import LastDayForm, TeamRoundForm
from dekkend.profiles.team.queries import examples_of, newest_round, spread_of, team_at
from dekkend.profiles.team.spread import minutes_for, participation_in, standing_of, team_questions
from dekkend.profiles.views.reading import page_frame
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import anchor

WRONG, NOT_NOW = 422, 409
WEEK = timedelta(days=7)


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def team_round(request: SignedInRequest, pk: int) -> HttpResponse:
    """How the round stands, or what came of it; where there is none, a form to begin one."""
    version, verdict = _version_to_lead(request, pk)
    if request.method == "GET":
        return _page(request, version, TeamRoundForm() if verdict else None)
    form = TeamRoundForm(request.POST)
    if not form.is_valid():
        return _page(request, version, form, status=WRONG)
    try:
        opened = actions.open_team_round(
            version_id=version.pk, actor=request.user, at=timezone.now(), **form.cleaned_data
        )
    except actions.NotPossible as refused:
        form.add_error(None, refused.reason)
        return _page(request, version, form, status=NOT_NOW)
    messages.success(request, f"{opened.round.invited} collega’s krijgen een mail met hun eigen link.")
    return redirect("team-round", version.pk)


@require_POST
def extend_team_round(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the team longer."""
    version, _ = _version_to_lead(request, pk)
    form = LastDayForm(request.POST)
    if not form.is_valid():
        return _page(request, version, longer=form, status=WRONG)
    try:
        actions.extend_team_round(
            version_id=version.pk, actor=request.user, at=timezone.now(), **form.cleaned_data
        )
    except actions.NotPossible as refused:
        form.add_error("until", refused.reason)
        return _page(request, version, longer=form, status=NOT_NOW)
    messages.success(request, "Uw team heeft langer de tijd. De links in de mail blijven werken.")
    return redirect("team-round", version.pk)


@require_POST
def remind_team(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mail who did not take part yet; who that is, nobody sees."""
    told = "Wie nog niet meedeed, krijgt een herinnering. Wij laten niet zien wie dat zijn."
    return _act(request, pk, actions.remind_team, told)


@require_http_methods(["GET", "POST"])
def close_team_round(request: SignedInRequest, pk: int) -> HttpResponse:
    """A page that says what closing means; then close."""
    if request.method == "POST":
        return _act(request, pk, actions.close_team_round, "De teamronde is gesloten.")
    version, _ = _version_to_lead(request, pk)
    round = newest_round(version)
    if round is None or standing_of(round, localdate()) == "over":
        return _refused(request, version, "Er loopt nu geen teamronde.")
    context = {"participation": participation_in(round), "round": round, "here": "chapter"}
    return render(request, "profiles/team_round_close.html", page_frame(version) | context)


def _act(request: SignedInRequest, pk: int, act: Callable[..., Any], told: str) -> HttpResponse:
    version, _ = _version_to_lead(request, pk)
    try:
        act(version_id=version.pk, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        return _refused(request, version, refused.reason)
    messages.success(request, told)
    return redirect("team-round", version.pk)


def _version_to_lead(request: SignedInRequest, pk: int):
    """The version, and whether a round may begin. For who leads the writing, in any state."""
    version, roles = get_version_for(request.user, pk, need="see")
    if not (verdict := may_lead_team_round(roles)):
        raise PermissionDenied(verdict.reason)
    if not team_questions(questionnaire_of(version.edition)):
        raise Http404("Dit formulier heeft geen vragen voor het team.")
    return version, may_write(roles, version.state)


def _page(
    request: SignedInRequest,
    version: Version,
    form: TeamRoundForm | None = None,
    *,
    longer: LastDayForm | None = None,
    status: int = 200,
) -> HttpResponse:
    round = newest_round(version)
    context = {"standing": "none", "form": longer or form, "here": "chapter"}
    if round:
        context |= _so_far(version, round, longer)
    if context["standing"] != "open" and not context.get("rows"):
        context |= _beginning(version, form)
    return render(request, "profiles/team_round.html", page_frame(version) | context, status=status)


def _so_far(version: Version, round: TeamRound, longer: LastDayForm | None) -> dict[str, Any]:
    """How the round stands, and what can be done or seen."""
    standing = standing_of(round, localdate())
    context = {"round": round, "standing": standing, "participation": participation_in(round)}
    if standing == "over":
        return context | _results(version, round)
    return context | {"longer": longer or LastDayForm(initial={"until": round.until + WEEK})}


def _beginning(version: Version, form: TeamRoundForm | None) -> dict[str, Any]:
    """Who would be asked, and what it takes of them."""
    asked = team_questions(questionnaire_of(version.edition))
    team = team_at(version.profile.site, localdate()) if form else []
    return {"form": form, "team": team, "asked": len(asked), "minutes": minutes_for(q.key for q in asked)}


def _results(version: Version, round: TeamRound) -> dict[str, Any]:
    """Per question what the team chose, what stands in the profile, and the examples."""
    form = questionnaire_of(version.edition)
    spreads = spread_of(round, localdate())
    examples = examples_of(round, spreads)
    values = {key: answer.value for key, answer in answers_of(version).items()}
    rows = [
        _row(form, key, values) | {"spread": spreads[key], "examples": examples.get(key, [])}
        for key in spreads
    ]
    return {"rows": rows, "has_examples": any(row["examples"] for row in rows)}


def _row(form: Questionnaire, key: str, values: dict[str, Any]) -> dict[str, Any]:
    question, chapter = place_of(form, key) or (form.question(key), form.pages[0])
    return {
        "question": question,
        "title": question.plain or question.label,
        "own": ", ".join(lines_of(form, question, values.get(key), values)),
        "chapter": chapter.key,
        "anchor": anchor(key),
    }


def _refused(request: SignedInRequest, version: Version, reason: str) -> HttpResponse:
    return render(request, "profiles/refused.html", page_frame(version) | {"reason": reason}, status=NOT_NOW)

"""The page on which someone of the team answers: by their own link, without signing in, once."""

from collections.abc import Sequence
from typing import Any

from allauth.core.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from dekkend.core.kept import typed_in
from dekkend.organisations.throttle import guesses_too_often
from dekkend.profiles import actions
from dekkend.profiles.models import TeamInvitation
from dekkend.profiles.team.opinion import LONGEST, NOTHING, Opinion, example_name, read_opinion
from dekkend.profiles.team.spread import minutes_for
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import anchor
from dekkend.questionnaires.tree import question_node

WRONG = 422
STATUS = {"unknown": 404, "done": 409, "closed": 409}


@sensitive_variables("token")
@sensitive_post_parameters()
@login_not_required  # the token is the key
@csrf_exempt  # another site cannot know the token: the page needs no cookie, nor a phone that takes them
@never_cache
@require_http_methods(["GET", "POST"])
def team_opinion(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the questions of a team round. What is sent is tied to nobody, whoever is signed in here."""
    try:
        invitation = actions.find_team_invitation(token, timezone.now())
        if request.method == "POST":
            return _take(request, token, invitation)
        return _page(request, invitation, Opinion())
    except actions.CannotTakePart as closed:
        return _closed(request, closed)


def _take(request: HttpRequest, token: str, invitation: TeamInvitation) -> HttpResponse:
    form = _form_of(invitation)
    opinion = read_opinion(_asked(form, invitation), request.POST)
    if not opinion.can_be_sent:
        return _page(request, invitation, opinion, status=WRONG)
    actions.give_opinion(token=token, choices=opinion.choices, examples=opinion.examples, at=timezone.now())
    return redirect("team-opinion", token)


def _page(
    request: HttpRequest, invitation: TeamInvitation, opinion: Opinion, *, status: int = 200
) -> HttpResponse:
    form = _form_of(invitation)
    entries = [_entry(form, question, opinion) for question in _asked(form, invitation)]
    context = {
        "round": invitation.round,
        "site": invitation.round.version.profile.site,
        "entries": entries,
        "minutes": minutes_for(invitation.round.questions),
        "faults": [entry for entry in entries if entry["error"]],
        "nothing": NOTHING if opinion.is_empty else "",
        "longest": LONGEST,
        "public_page": True,  # who is signed in here is not shown, for it plays no part
    }
    return render(request, "profiles/team_opinion.html", context, status=status)


def _entry(form: Questionnaire, question: Question, opinion: Opinion) -> dict[str, Any]:
    """One question: how to ask it, and what came back."""
    return {
        "node": question_node(form, question, {}),
        "key": question.key,
        "title": question.plain or question.label,
        "anchor": anchor(question.key),
        "value": opinion.choices.get(question.key, ""),
        "example_name": example_name(question.key),
        "example": opinion.examples.get(question.key, ""),
        "error": opinion.faults.get(question.key, ""),
    }


def _closed(request: HttpRequest, closed: actions.CannotTakePart) -> HttpResponse:
    """One clear state: not a link of ours, already done, or over; with what was typed just now.

    Only guessing is slowed down: a whole team may well share one address of the internet.
    """
    if closed.why == "unknown" and guesses_too_often(request, "team-opinion"):
        return respond_429(request)
    sent = request.method == "POST"
    status = 200 if closed.why == "done" and not sent else STATUS[closed.why]
    context = {"why": closed.why, "sent": sent, "typed": typed_in(request), "public_page": True}
    return render(request, "profiles/team_opinion_closed.html", context, status=status)


def _form_of(invitation: TeamInvitation) -> Questionnaire:
    return questionnaire_of(invitation.round.version.edition)


def _asked(form: Questionnaire, invitation: TeamInvitation) -> Sequence[Question]:
    return [form.question(key) for key in invitation.round.questions]

"""A parent says something; the school and the support point read, answer, let through or keep."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dekkend.core.kept import keeps_typed_text
from dekkend.organisations.faces import face_of
from dekkend.organisations.models import Partnership, Site
from dekkend.organisations.queries import roles_at, roles_for
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Version
from dekkend.questionnaires.by_need import questions_in
from dekkend.website.feedback import actions
from dekkend.website.feedback.forms import AgreementForm, AnswerForm, FeedbackForm, KeepForm, LetThroughForm
from dekkend.website.feedback.queries import (
    FIRST,
    agreement_of,
    counts_of,
    get_feedback_for,
    said_of,
    spots_of,
    with_words,
)
from dekkend.website.feedback.route import FEEDBACK_ROUTE, KIND
from dekkend.website.feedback.rules import OF_SCHOOL, may_agree, may_moderate
from dekkend.website.models import Feedback
from dekkend.website.queries import current_version, site_or_404
from dekkend.website.shield import WRONG, refusal
from dekkend.workflow.engine import NotPossible, events_of, may
from dekkend.workflow.table import Transition

NOT_NOW = 409
A_PAGE = 50
STEPS = ("let_through", "keep")


@login_not_required
@csrf_exempt  # the signed ticket in the form does the same, and needs no cookie
@never_cache
@require_http_methods(["GET", "POST"])
def give_feedback(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a parent whether they recognise what they read; take in what they say."""
    site, version = _asked_about(code)
    form = FeedbackForm(
        request.POST if request.method == "POST" else None,
        questions=_questions(version),
        initial={"key": request.GET.get("vraag", "")},
    )
    status = 200
    if request.method == "POST":
        status = refusal(request, form, "feedback")
        if not status:
            _take(version, form)
            return redirect("feedback-thanks", code)
    context = _public_page(site, version) | {"form": form, "support": version.profile.partnership}
    return render(request, "website/feedback/give.html", context, status=status)


@login_not_required
@require_safe
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """What happens now with what they said."""
    site, version = _asked_about(code)
    return render(request, "website/feedback/thanks.html", _public_page(site, version))


def _take(version: Version, form: FeedbackForm) -> None:
    words = {name: form.cleaned_data[name] for name in ("key", "choice", "words")}
    actions.give_feedback(version=version, about=form.about, ticket=form.number, at=timezone.now(), **words)


def _asked_about(code: str) -> tuple[Site, Version]:
    """The school and what parents read of it. Raises Http404 when there is nothing, or nobody asks."""
    site = site_or_404(code)
    version = current_version(site)
    if version is None or not agreement_of(version.profile.partnership).is_open:
        raise Http404("Bij deze school kunt u niet reageren.")
    return site, version


def _questions(version: Version) -> list[tuple[str, str]]:
    """(key, title) of every question that the school answered, as parents read it."""
    tree = tree_of(version, audience="public", only_answered=True)
    return [(node.key, node.plain or node.label) for node in questions_in(tree) if not node.question.is_fixed]


def _public_page(site: Site, version: Version) -> dict[str, Any]:
    partnership = version.profile.partnership
    return {"site": site, "version": version, "partnership": partnership, "face": face_of(partnership)}


@require_safe
def school_feedback(request: SignedInRequest, code: str) -> HttpResponse:
    """What parents said of one school, for who moderates."""
    site = get_object_or_404(Site.objects.select_related("school__board"), code=code)
    roles = roles_at(request.user, site, localdate())
    if not roles:
        raise Http404("Deze school kennen wij niet.")
    if not (verdict := may_moderate(roles)):
        raise PermissionDenied(verdict.reason)
    said = said_of(site, request.user, roles, localdate())
    counts = counts_of(said)
    context = {
        "site": site,
        "page": _paged(request, said),
        "counts": [(Feedback.Choice(value).label, counts.get(value, 0)) for value in Feedback.Choice.values],
        "total": sum(counts.values()),
    }
    return render(request, "website/feedback/school.html", context)


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def region_feedback(request: SignedInRequest, code: str) -> HttpResponse:
    """What parents said in a region, and how the partnership goes about it."""
    partnership = get_object_or_404(Partnership, code=code)
    if not may_agree(roles_for(request.user, partnership, localdate())):
        raise Http404("Deze bladzijde kennen wij niet.")
    agreed = agreement_of(partnership)
    known = {"is_open": agreed.is_open, "told": agreed.told, "keep_months": agreed.keep_months}
    form = AgreementForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.agree(partnership=partnership, actor=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Bewaard.")
        return redirect("region-feedback", code)
    said = Feedback.objects.filter(version__profile__partnership=partnership)
    context = {"place": partnership, "page": _paged(request, said), "form": form}
    return render(request, "website/feedback/region.html", context, status=WRONG if form.errors else 200)


def _paged(request: HttpRequest, said) -> Any:
    """What waits comes first."""
    order = Case(
        *(When(state=state, then=place) for place, state in enumerate(FIRST)), output_field=IntegerField()
    )
    ordered = with_words(said).order_by(order, "-given_at", "-pk")
    return Paginator(ordered, A_PAGE).get_page(request.GET.get("pagina"))


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def feedback(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of them, with all that can be done. A POST keeps the school's answer."""
    found, roles = get_feedback_for(request.user, pk)
    answers = bool(roles & set(OF_SCHOOL))
    known = {"text": found.answer, "instead_of": found.answer}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=known) if answers else None
    if request.method == "POST" and form is None:
        raise PermissionDenied("Alleen de directeur en de intern begeleider antwoorden namens de school.")
    if request.method == "POST" and form and form.is_valid() and _answered(request, pk, form):
        return redirect("feedback", pk)
    steps = map(FEEDBACK_ROUTE.transition, STEPS)
    context = _page(found) | {
        "form": form,
        "steps": [step for step in steps if may(step, found, roles, localdate())],
        "events": [(event, FEEDBACK_ROUTE.transition(event.act).done) for event in events_of(KIND, pk)],
    }
    return render(request, "website/feedback/one.html", context, status=_status(form))


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def feedback_step(request: SignedInRequest, pk: int, transition: str) -> HttpResponse:
    """Let it through or keep it: what will stand where, who will read it, and then one verb."""
    found, roles = get_feedback_for(request.user, pk)
    if transition not in STEPS:
        raise Http404("Deze stap kennen wij niet.")
    step = FEEDBACK_ROUTE.transition(transition)
    if not (verdict := may(step, found, roles, localdate())):
        return _not_now(request, found, verdict.reason)
    spots = spots_of(found, localdate())
    data = request.POST if request.method == "POST" else None
    form = LetThroughForm(data, spots=spots) if transition == "let_through" else KeepForm(data)
    if request.method == "POST" and form.is_valid():
        return _decided(request, found, step, form)
    context = _page(found) | {"form": form, "step": step, "spots": spots}
    return render(request, f"website/feedback/{transition}.html", context, status=_status(form))


def _decided(request: SignedInRequest, found: Feedback, step: Transition, form) -> HttpResponse:
    try:
        _decide(request, found.pk, step, form)
    except NotPossible as refused:
        return _not_now(request, found, refused.reason)
    messages.success(request, f"{step.done}. U kunt dat hier weer veranderen.")
    return redirect("feedback", found.pk)


def _decide(request: SignedInRequest, pk: int, step: Transition, form) -> None:
    who: dict[str, Any] = {"feedback_id": pk, "actor": request.user, "at": timezone.now()}
    if step.name == "let_through":
        actions.let_through(left_out=form.cleaned_data["left_out"], **who)
    else:
        actions.keep(reason=form.cleaned_data["reason"], **who)


def _answered(request: SignedInRequest, pk: int, form: AnswerForm) -> bool:
    words = {"text": form.cleaned_data["text"], "instead_of": form.cleaned_data["instead_of"]}
    try:
        actions.answer(feedback_id=pk, actor=request.user, at=timezone.now(), **words)
    except NotPossible as refused:
        form.add_error(None, refused.reason)
        return False
    messages.success(request, "Het antwoord is bewaard.")
    return True


def _page(found: Feedback) -> dict[str, Any]:
    profile = found.version.profile
    return {"feedback": found, "site": profile.site, "partnership": profile.partnership}


def _not_now(request: SignedInRequest, found: Feedback, reason: str) -> HttpResponse:
    context = _page(found) | {"reason": reason, "typed": request.POST.get("reason", "")}
    return render(request, "website/feedback/not_now.html", context, status=NOT_NOW)


def _status(form) -> int:
    return WRONG if form is not None and form.errors else 200

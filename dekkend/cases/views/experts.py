"""The two experts of a declaration (tlv): whom to ask, and the page on which they advise."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dekkend.cases import actions
from dekkend.cases.conditions import kind_of
from dekkend.cases.declaration.experts import experts_are_complete, experts_of, opinions_of
from dekkend.cases.declaration.forms import ExpertForm, OwnAdviceForm, RecordedAdviceForm
from dekkend.cases.declaration.seats import FIRST, IN_SEAT, SECOND
from dekkend.cases.forms import ReasonForm
from dekkend.cases.models import Case, ExpertOpinion
from dekkend.cases.transitions import ROUTE
from dekkend.cases.views.acting import act_page, posted
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.organisations.models import Role
from dekkend.organisations.requests import SignedInRequest
from dekkend.workflow.engine import may

ASKING = frozenset({Role.SERVICE_DESK, Role.COMMITTEE_SECRETARY})
# Experts advise apart from each other, and the school reads the main points in the decision.
READING = ASKING | {Role.COMMITTEE_MEMBER}
STEPS = {"vrij": "free_seat", "vastleggen": "record_opinion"}


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_experts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who has which seat, what they advised, and whom to ask for the seat that is free."""
    case, roles = _open(request, pk, "adviezen van deskundigen")
    if not roles & READING:
        raise PermissionDenied("De adviezen van de deskundigen lezen het Loket en de CTC.")
    asks = bool(roles & ASKING)
    if request.method == "POST" and not asks:
        raise PermissionDenied("Deskundigen vraagt het Loket, of de secretaris van de CTC.")
    opinions = opinions_of(case)
    form = ExpertForm(posted(request), experts=experts_of(case.partnership, localdate()))
    step = may(ROUTE.transition("ask_expert"), case, roles, localdate())
    context = case_frame(case, roles) | {
        "seats": _seats(opinions),
        "asks": asks and bool(step) and len(opinions) < len(IN_SEAT),
        "changes": asks and bool(step),
        "complete": experts_are_complete(case),
        "here": "case",
    }
    return act_page(
        request,
        form,
        lambda **_: actions.ask_expert(case_id=pk, asked=form.asked, actor=request.user, at=timezone.now()),
        words={},
        context=context,
        done="De deskundige heeft de plaats. Wie een account heeft, krijgt een mail.",
        then=reverse("case-experts", args=[pk]),
        template="cases/declaration/experts.html",
    )


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def expert_step(request: SignedInRequest, pk: int, opinion: int, step: str) -> HttpResponse:
    """Free a seat, or write down what came on paper."""
    case, roles = _open(request, pk, "adviezen van deskundigen")
    if not roles & ASKING:
        raise PermissionDenied("Dit doet het Loket, of de secretaris van de CTC.")
    found = next((one for one in opinions_of(case) if one.pk == opinion), None)
    if found is None or step not in STEPS:
        raise Http404("Deze plaats kennen wij niet.")
    label, back = ROUTE.transition(STEPS[step]).label, reverse("case-experts", args=[pk])
    form, do, happens = _asked(found, step, posted(request))
    return act_page(
        request,
        form,
        partial(do, opinion_id=opinion, actor=request.user, at=timezone.now()),
        words={"title": f"{label}: {found.name}", "happens": happens, "button": label, "back": back},
        context=case_frame(case, roles) | {"page_title": label, "here": "case"},
        done="Vastgelegd.",
        then=back,
    )


def _asked(opinion: ExpertOpinion, step: str, data):
    """The form of a step, the act that it leads to, and what that does in words."""
    if step == "vrij":
        label = ROUTE.transition(STEPS[step]).reason_label
        return ReasonForm(data, label=label), actions.free_seat, [
            f"{opinion.name} ziet het dossier niet meer.", "Een advies dat er al was, telt niet meer mee.",
        ]  # fmt: skip
    return RecordedAdviceForm(data), actions.record_opinion, [
        "Het advies staat daarna in het dossier, met uw naam erbij."
    ]  # fmt: skip


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_advice(request: SignedInRequest, pk: int) -> HttpResponse:
    """The expert's own page: the rule, the advice, and a way to give the seat back."""
    case, roles, own = _own_seat(request, pk)
    form = OwnAdviceForm(posted(request), initial={"advice": own.advice})
    context = case_frame(case, roles) | {"own": own, "here": "case"}
    return act_page(
        request,
        form,
        partial(actions.give_opinion, opinion_id=own.pk, actor=request.user, at=timezone.now()),
        words={},
        context=context,
        done="Uw advies is bewaard. Tot er een besluit is, kunt u het veranderen.",
        then=reverse("case-advice", args=[pk]),
        template="cases/declaration/advice.html",
    )


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def decline_advice(request: SignedInRequest, pk: int) -> HttpResponse:
    case, roles, own = _own_seat(request, pk)
    step = ROUTE.transition("decline_opinion")
    words = {
        "title": "Geef de plaats terug",
        "happens": ["U ziet dit dossier daarna niet meer.", "Het Loket vraagt iemand anders."],
        "button": step.label,
        "back": reverse("case-advice", args=[pk]),
    }
    return act_page(
        request,
        ReasonForm(posted(request), label=step.reason_label),
        partial(actions.decline_opinion, opinion_id=own.pk, actor=request.user, at=timezone.now()),
        words=words,
        context=case_frame(case, roles) | {"page_title": step.label, "here": "case"},
        done="Dank u wel. U hebt de plaats teruggegeven.",
        then=reverse("cases"),
    )


def _open(request: SignedInRequest, pk: int, what: str) -> tuple[Case, frozenset[str]]:
    case, roles = open_case_for(request, pk, what)
    if not kind_of(case).is_declaration:
        raise Http404("Bij deze hulp hoort geen advies van deskundigen.")
    return case, roles


def _own_seat(request: SignedInRequest, pk: int) -> tuple[Case, frozenset[str], ExpertOpinion]:
    case, roles = _open(request, pk, "advies als deskundige")
    own = next((one for one in opinions_of(case) if one.expert_id == request.user.pk), None)
    if own is None or Role.EXPERT not in roles:
        raise PermissionDenied("Advies geven alleen de deskundigen die zijn gevraagd.")
    return case, roles, own


def _seats(opinions: list[ExpertOpinion]) -> list[dict[str, object]]:
    """Each seat with who sits there, if anyone, and which professions fit."""
    by_seat = {one.seat: one for one in opinions}
    labels = dict(ExpertOpinion.Profession.choices)
    return [
        {
            "name": ExpertOpinion.Seat(seat).label,
            "opinion": by_seat.get(seat),
            "fit": [labels[key] for key in IN_SEAT[seat]],
        }
        for seat in (FIRST, SECOND)
    ]

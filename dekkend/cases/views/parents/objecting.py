"""A parent who does not agree with a decision says so, and may take that back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext

from dekkend.cases import actions
from dekkend.cases.actions.objecting import ALREADY
from dekkend.cases.conditions import kind_of
from dekkend.cases.models import Objection
from dekkend.cases.parents.forms import ObjectForm, WordsForm
from dekkend.cases.parents.objecting import Objecting, objecting_to
from dekkend.cases.parents.words import OBJECTION, others_of
from dekkend.cases.queries import parties_of
from dekkend.cases.views.parents.frame import (
    NOT_NOW,
    WRONG,
    Visit,
    for_parent,
    page,
    sent_twice,
    told,
    too_late,
)
from dekkend.core.kept import typed_in


@for_parent(OBJECTION)
def parent_object(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What one can do and until when, then the form; afterwards what was done with it."""
    against = _against(visit)
    form = ObjectForm(request.POST or None, is_late=bool(against and against.is_late))
    if request.method != "POST":
        return _page(request, visit, against, form)
    if not form.is_valid():
        return _page(request, visit, against, form, status=WRONG)
    try:
        actions.object_as_parent(
            party=visit.party,
            decision_id=form.cleaned_data["decision"] or 0,
            grounds=form.cleaned_data["grounds"],
            why_late=form.cleaned_data.get("why_late", ""),
            at=visit.at,
        )
    except actions.NotPossible as refused:
        return _refused(request, visit, form, refused)
    messages.success(request, gettext("Het is verstuurd. U krijgt ook een mail."))
    return redirect("parent-object", visit.token)


@for_parent(OBJECTION)
def parent_take_back(request: HttpRequest, visit: Visit, objection: int) -> HttpResponse:
    """First what that means, then one button."""
    own = Objection.objects.filter(pk=objection, party=visit.party).select_related("decision").first()
    if own is None:
        raise Http404("Dit bezwaar kennen wij niet.")
    if own.outcome:
        return _nothing_to_take_back(request, visit, own)
    form = WordsForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            actions.withdraw_objection(party=visit.party, objection_id=objection, words=words, at=visit.at)
        except actions.NotPossible as closed:
            refused = told(closed)
        else:
            messages.success(request, gettext("U nam het terug. Het besluit blijft gelden."))
            return redirect("parent-object", visit.token)
    status = NOT_NOW if refused else WRONG if form.is_bound else 200
    context = {
        "form": form,
        "refused": refused,
        "is_objection": kind_of(visit.case).review.is_objection,
        "others": others_of(parties_of(visit.case), visit.party),
        "here": "object",
    }
    return page(request, visit, "objection_back", context, status=status)


def _against(visit: Visit) -> Objecting | None:
    visit.case.refresh_from_db(fields=["state", "round", "is_on_hold"])
    return objecting_to(visit.case, visit.party, visit.case.decisions.last(), localdate(visit.at))


def _page(
    request: HttpRequest,
    visit: Visit,
    against: Objecting | None,
    form: ObjectForm,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    shows_form = against is not None and against.may_object
    context = {
        "against": against,
        "form": form,
        "refused": refused,
        "typed": typed_in(request) if form.is_bound and not shows_form else [],
        "others": others_of(parties_of(visit.case), visit.party) if shows_form else [],
        "here": "object",
    }
    return page(request, visit, "objection", context, status=status)


def _refused(
    request: HttpRequest, visit: Visit, form: ObjectForm, refused: actions.NotPossible
) -> HttpResponse:
    """Sent twice it was said once; what cannot be done any more says why, with what was typed."""
    against = _against(visit)
    own = against.own if against else None
    if own and refused.reason == ALREADY and own.words["grounds"] == form.cleaned_data["grounds"].strip():
        return redirect("parent-object", visit.token)
    return _page(request, visit, against, form, refused=told(refused), status=NOT_NOW)


def _nothing_to_take_back(request: HttpRequest, visit: Visit, own: Objection) -> HttpResponse:
    """Sent twice how it stands says the rest; decided on meanwhile it says so."""
    if own.outcome == Objection.Outcome.WITHDRAWN and sent_twice(request, own.reasons):
        return redirect("parent-object", visit.token)
    return too_late(request, visit, "parent-object")

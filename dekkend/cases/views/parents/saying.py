"""A parent says yes or no to a request, or what they think of it; and takes a yes back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_noop

from dekkend.cases import actions
from dekkend.cases.conditions import is_asked_now, kind_of
from dekkend.cases.consents import Stance, request_digest, stances_of, words_said
from dekkend.cases.models import Consent
from dekkend.cases.parents.forms import SayForm, WordsForm
from dekkend.cases.parents.reading import read_of
from dekkend.cases.parents.sight import who_sees_of
from dekkend.cases.parents.situation import may_withdraw, own_stance
from dekkend.cases.parents.words import REQUEST, others_of
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

THANKS = {
    Consent.Answer.YES: gettext_noop("U zei ja. De school leest uw antwoord."),
    Consent.Answer.NO: gettext_noop("U zei nee. De school leest uw antwoord en praat met u."),
    Consent.Answer.VIEW: gettext_noop("Dank u. De school leest wat u vindt, en het gaat mee naar het Loket."),
}


@for_parent(REQUEST)
def parent_say(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All that is asked, who will see it and what a yes means; then the answer."""
    case = visit.case
    form = SayForm(request.POST or None, needs_consent=kind_of(case).needs_consent)
    if request.method != "POST":
        return _say_page(request, visit, _filled_in(visit, form))
    if not form.is_valid():
        return _say_page(request, visit, form, status=WRONG)
    words, digest = form.cleaned_data["words"], form.cleaned_data["digest"]
    try:
        actions.answer_as_parent(party=visit.party, answer=form.said, words=words, digest=digest, at=visit.at)
    except actions.NotPossible as refused:
        case.refresh_from_db(fields=["state", "round"])
        return _say_page(request, visit, form, refused=told(refused), status=NOT_NOW)
    messages.success(request, gettext(THANKS[Consent.Answer(form.said)]))
    return redirect("parent-case", visit.token)


@for_parent(REQUEST)
def parent_withdraw(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take a yes back: first what that means, then one button."""
    own = own_stance(stances_of(visit.case), visit.party)
    if not may_withdraw(visit.case, own):
        return _nothing_to_withdraw(request, visit, own)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_consent(party=visit.party, words=form.cleaned_data["words"], at=visit.at)
        except actions.NotPossible as refused:
            return _withdraw_page(request, visit, form, refused=told(refused), status=NOT_NOW)
        messages.success(request, gettext("U nam uw ja terug. De aanvraag is terug bij de school."))
        return redirect("parent-case", visit.token)
    return _withdraw_page(request, visit, form, status=WRONG if form.is_bound else 200)


def _withdraw_page(
    request: HttpRequest, visit: Visit, form: WordsForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    others = others_of(parties_of(visit.case), visit.party)
    return page(
        request, visit, "withdraw", {"form": form, "refused": refused, "others": others}, status=status
    )


def _say_page(
    request: HttpRequest, visit: Visit, form: SayForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    case, party = visit.case, visit.party
    parties, own = parties_of(case), own_stance(stances_of(case), party)
    context = read_of(case) | {
        "form": form,
        "digest": request_digest(case),
        "refused": refused,
        "own": own,
        "sees": who_sees_of(case, party, parties, localdate(visit.at), once_sent=True),
        "may_say": own is not None and is_asked_now(case, own),
        "others_say": any(one.has_authority for one in others_of(parties, party)),
        "here": "say",
    }
    return page(request, visit, "say", context, status=status)


def _filled_in(visit: Visit, form: SayForm) -> SayForm:
    """What this parent said before, to keep or to change."""
    if (own := own_stance(stances_of(visit.case), visit.party)) and own.said:
        before: dict[str, Any] = {"words": words_said(visit.party, own.said)}
        if own.is_of_now:
            before["answer"] = own.said.answer
        form.initial = before
    return form


def _nothing_to_withdraw(request: HttpRequest, visit: Visit, own: Stance | None) -> HttpResponse:
    """Sent twice how it stands says the rest; too late it says so."""
    said = own.said if own else None
    withdrawn = said if said and said.answer == Consent.Answer.WITHDRAWN else None
    if withdrawn and sent_twice(request, words_said(visit.party, withdrawn)):
        return redirect("parent-case", visit.token)
    return too_late(request, visit, "parent-case")

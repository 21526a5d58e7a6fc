"""A parent asks the school or the Loket something, and says what is not right in what others wrote."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_noop

from dekkend.cases import actions
from dekkend.cases.asking.forms import AskForm, AskOnForm, CorrectForm
from dekkend.cases.asking.parts import SLUGS, Part, part_at
from dekkend.cases.asking.queries import corrections_of, enquiries_of
from dekkend.cases.asking.rules import answers_for, may_ask
from dekkend.cases.models import Addressee, Correction, Enquiry
from dekkend.cases.parents import words
from dekkend.cases.parents.reading import READERS
from dekkend.cases.views.parents.frame import NOT_NOW, WRONG, Visit, for_parent, page

ASKED = gettext_noop("Uw vraag is verstuurd. U krijgt een mail als er antwoord is.")


@for_parent(words.QUESTIONS)
def parent_questions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What this parent asked and what came back, and a form to ask."""
    form = AskForm(_posted(request), asks_desk=_asks_desk(visit))
    refused, status = "", 200
    if request.method == "POST":
        try:
            if form.is_valid():
                asked = actions.ask(
                    party=visit.party, to=form.to_whom, words=form.cleaned_data["words"], at=visit.at
                )
                messages.success(request, gettext(ASKED))
                return redirect("parent-question", visit.token, asked.number)
            status = WRONG
        except actions.NotPossible as closed:
            refused, status = gettext(closed.reason), NOT_NOW
    corrections = _own_corrections(visit)
    context = {
        "enquiries": enquiries_of(visit.party),
        "corrections": corrections,
        "form": form,
        "refused": refused,
        "here": "questions",
    }
    if any(one.is_news for one in corrections):
        actions.note_correction_read(party=visit.party)
    return page(request, visit, "questions", context, status=status)


@for_parent(words.QUESTIONS)
def parent_question(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One question with all that was said in it; ask on, or close it."""
    form, refused, status = AskOnForm(_posted(request)), "", 200
    if request.method == "POST":
        try:
            if done := _act(request, visit, number, form):
                messages.success(request, done)
                return redirect(request.path)
            status = WRONG
        except actions.NotPossible as closed:
            refused, status = gettext(closed.reason), NOT_NOW
    enquiry = _own(visit, number)
    if enquiry.is_news:
        actions.note_answers_read(party=visit.party, number=number)
    context = {
        "enquiry": enquiry,
        "asks_on": bool(may_ask(visit.party, visit.case, enquiry.to)),
        "form": form,
        "refused": refused,
        "here": "questions",
    }
    return page(request, visit, "question", context, status=status)


@for_parent(words.CORRECTING)
def parent_correct(request: HttpRequest, visit: Visit, where: str, key: str) -> HttpResponse:
    """The part as it stands there; then what is wrong in it, and what it should be."""
    part = part_at(visit.case, SLUGS.get(where, ""), key, READERS)
    if part is None:
        raise Http404("Dit deel kennen wij niet.")
    form, refused, status = CorrectForm(_posted(request)), "", 200
    if request.method == "POST":
        try:
            if form.is_valid():
                said = form.cleaned_data
                actions.correct(party=visit.party, where=part.where, key=key, at=visit.at, **said)
                messages.success(request, gettext("Het staat erbij. U krijgt een mail als er antwoord is."))
                return redirect("parent-questions", visit.token)
            status = WRONG
        except actions.NotPossible as closed:
            refused, status = gettext(closed.reason), NOT_NOW
    context = {
        "part": part,
        "asks_desk": answers_for(part.where) == Addressee.DESK,
        "corrections": _beside(visit, part),
        "form": form,
        "refused": refused,
        "here": "file",
    }
    return page(request, visit, "correct", context, status=status)


def _act(request: HttpRequest, visit: Visit, number: int, form: AskOnForm) -> str:
    """What was done, in words; empty when the form was not filled in. Raises NotPossible."""
    if "close" in request.POST:
        actions.close_own_enquiry(party=visit.party, number=number, at=visit.at)
        return gettext("Deze vraag is klaar.")
    if not form.is_valid():
        return ""
    actions.ask_on(party=visit.party, number=number, words=form.cleaned_data["words"], at=visit.at)
    return gettext(ASKED)


def _own(visit: Visit, number: int) -> Enquiry:
    """Raises Http404 for a question that is not there, or of someone else."""
    found = next((one for one in enquiries_of(visit.party) if one.number == number), None)
    if found is None:
        raise Http404("Deze vraag kennen wij niet.")
    return found


def _own_corrections(visit: Visit) -> list[Correction]:
    """Newest first."""
    mine = [one for one in corrections_of(visit.case) if one.party_id == visit.party.pk]
    return mine[::-1]


def _beside(visit: Visit, part: Part) -> list[Correction]:
    """What was said of this part before."""
    about = (part.where, part.key)
    return [one for one in corrections_of(visit.case) if (one.where, one.key) == about]


def _asks_desk(visit: Visit) -> bool:
    return bool(may_ask(visit.party, visit.case, Addressee.DESK))


def _posted(request: HttpRequest):
    return request.POST if request.method == "POST" else None

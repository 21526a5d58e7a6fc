"""A parent asks the school or the Loket something, and says what is not right in what others wrote."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_noop

from dekkend.cases import actions
from dekkend.cases.asking.forms import AskForm, AskOnForm, CorrectForm
from dekkend.cases.asking.parts import SLUGS, Part, part_at
from dekkend.cases.asking.queries import corrections_at, corrections_of, enquiries_of
from dekkend.cases.asking.rules import answers_for, may_ask, reads
from dekkend.cases.models import Addressee, Enquiry
from dekkend.cases.parents import words
from dekkend.cases.parents.reading import READERS
from dekkend.cases.queries import parties_of
from dekkend.cases.views.acting import posted
from dekkend.cases.views.parents.frame import NOT_NOW, WRONG, Visit, for_parent, page, told

ASKED = gettext_noop("Uw vraag is verstuurd. U krijgt een mail als er antwoord is.")


@for_parent(words.QUESTIONS)
def parent_questions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What this parent asked and what came back, and a form to ask."""
    form = AskForm(posted(request), asks_desk=_may_ask(visit, Addressee.DESK))
    if request.method != "POST":
        return _questions(request, visit, form)
    if not form.is_valid():
        return _questions(request, visit, form, status=WRONG)
    try:
        asked = actions.ask(party=visit.party, to=form.to_whom, words=form.cleaned_data["words"], at=visit.at)
    except actions.NotPossible as closed:
        return _questions(request, visit, form, refused=told(closed), status=NOT_NOW)
    messages.success(request, gettext(ASKED))
    return redirect("parent-question", visit.token, asked.number)


@for_parent(words.QUESTIONS)
def parent_question(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One question with all that was said in it; ask on, or close it."""
    form = AskOnForm(posted(request))
    if request.method != "POST":
        return _question(request, visit, number, form)
    try:
        done = _act(request, visit, number, form)
    except actions.NotPossible as closed:
        return _question(request, visit, number, form, refused=told(closed), status=NOT_NOW)
    if not done:
        return _question(request, visit, number, form, status=WRONG)
    messages.success(request, done)
    return redirect(request.path)


@for_parent(words.CORRECTING)
def parent_correct(request: HttpRequest, visit: Visit, where: str, key: str) -> HttpResponse:
    """The part as it stands there; then what is wrong in it, and what it should be."""
    part = part_at(visit.case, SLUGS.get(where, ""), key, READERS)
    if part is None:
        raise Http404("Dit deel kennen wij niet.")
    form = CorrectForm(posted(request))
    if request.method != "POST":
        return _correcting(request, visit, part, form)
    if not form.is_valid():
        return _correcting(request, visit, part, form, status=WRONG)
    try:
        actions.correct(party=visit.party, where=part.where, key=key, at=visit.at, **form.cleaned_data)
    except actions.NotPossible as closed:
        return _correcting(request, visit, part, form, refused=told(closed), status=NOT_NOW)
    messages.success(request, gettext("Het staat erbij. U krijgt een mail als er antwoord is."))
    return redirect("parent-questions", visit.token)


def _act(request: HttpRequest, visit: Visit, number: int, form: AskOnForm) -> str:
    """What was done, in words; empty when the form was not filled in. Raises NotPossible."""
    if "close" in request.POST:
        actions.close_own_enquiry(party=visit.party, number=number, at=visit.at)
        return gettext("Deze vraag is klaar.")
    if not form.is_valid():
        return ""
    actions.ask_on(party=visit.party, number=number, words=form.cleaned_data["words"], at=visit.at)
    return gettext(ASKED)


def _questions(
    request: HttpRequest, visit: Visit, form: AskForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """What was answered to a correction is read by opening this page."""
    corrections = [one for one in corrections_of(visit.case) if one.party_id == visit.party.pk][::-1]
    context = {
        "enquiries": enquiries_of(visit.party),
        "corrections": corrections,
        "desk_reads": reads(Addressee.DESK, visit.case),
        "others": words.others_of(parties_of(visit.case), visit.party),
        "form": form,
        "refused": refused,
        "here": "questions",
    }
    if any(one.is_news for one in corrections):
        actions.note_correction_read(party=visit.party)
    return page(request, visit, "questions", context, status=status)


def _question(
    request: HttpRequest, visit: Visit, number: int, form: AskOnForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """Read anew: someone may have answered meanwhile."""
    enquiry = _own(visit, number)
    if enquiry.is_news:
        actions.note_answers_read(party=visit.party, number=number)
    context = {
        "enquiry": enquiry,
        "asks_on": _may_ask(visit, enquiry.to),
        "rests": enquiry.waits and not reads(enquiry.to, visit.case),
        "form": form,
        "refused": refused,
        "here": "questions",
    }
    return page(request, visit, "question", context, status=status)


def _correcting(
    request: HttpRequest, visit: Visit, part: Part, form: CorrectForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """With what was said of this part before."""
    context = {
        "part": part,
        "asks_desk": answers_for(part.where) == Addressee.DESK,
        "corrections": corrections_at(visit.case, part.where).get(part.key, []),
        "form": form,
        "refused": refused,
        "here": "file",
    }
    return page(request, visit, "correct", context, status=status)


def _own(visit: Visit, number: int) -> Enquiry:
    """Raises Http404 for a question that is not there, or of someone else."""
    found = next((one for one in enquiries_of(visit.party) if one.number == number), None)
    if found is None:
        raise Http404("Deze vraag kennen wij niet.")
    return found


def _may_ask(visit: Visit, to: str) -> bool:
    return bool(may_ask(visit.party, visit.case, to))

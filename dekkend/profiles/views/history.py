"""Who wrote what, when, at one question; and putting an older text back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.assigning.queries import may_write_chapter
from dekkend.profiles.models import AnswerRevision, Version
from dekkend.profiles.queries import answer_values, confirmation_of, get_version_for, history_of
from dekkend.profiles.rules import TEAM, may_answer
from dekkend.profiles.sheet import lines_of, place_of
from dekkend.profiles.views.reading import page_frame
from dekkend.questionnaires.definition import Chapter, Question, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import anchor


@require_http_methods(["GET", "POST"])
def answer_history(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Every text this answer ever had, for the school's team: others read the profile, not its drafts."""
    version, roles = get_version_for(request.user, pk, need="read")
    questionnaire = questionnaire_of(version.edition)
    question, chapter = _question(questionnaire, key)
    if not roles & TEAM:
        raise Http404("Dit verloop kennen wij niet.")
    saves = history_of(version, key)
    if request.method == "POST":
        return _put_back(request, version, question, saves)
    values = answer_values(version.pk)
    context = {
        "anchor": anchor(key),
        "question": question,
        "chapter": chapter,
        "confirmed": confirmation_of(version, key),
        "saves": [(save, lines_of(questionnaire, question, save.value, values)) for save in saves],
        "writable": may_write_chapter(request.user, version, roles, chapter.key),
    }
    return render(request, "profiles/answer_history.html", page_frame(version) | context)


def _question(questionnaire: Questionnaire, key: str) -> tuple[Question, Chapter]:
    """The question and its chapter. Raises Http404 when the school does not answer it."""
    place = place_of(questionnaire, key)
    if place is None or not may_answer(place[0]):
        raise Http404("Deze vraag kennen wij niet.")
    return place


def _put_back(
    request: SignedInRequest, version: Version, question: Question, saves: list[AnswerRevision]
) -> HttpResponse:
    """Save an older text anew: the history only grows."""
    older = next((save for save in saves if str(save.revision) == request.POST.get("revision")), None)
    if older is None:
        raise Http404("Deze tekst kennen wij niet.")
    newest = saves[0].revision
    values = {question.key: (older.value, _started_from(request, newest))}
    try:
        result = actions.save_chapter(version=version, actor=request.user, values=values, at=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    else:
        _tell(request, version, question, newest, is_saved=question.key in result.saved)
    return redirect("answer-history", version.pk, question.key)


def _started_from(request: SignedInRequest, newest: int) -> int:
    """The revision the reader saw on top: something newer must not be overwritten unseen."""
    seen = request.POST.get("newest", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else newest


def _tell(
    request: SignedInRequest, version: Version, question: Question, before: int, *, is_saved: bool
) -> None:
    if not is_saved:
        messages.warning(request, "Niet teruggezet: iemand veranderde dit antwoord intussen. Kijk hieronder.")
        return
    page = reverse("answer-history", args=[version.pk, question.key])
    undo = format_html('<a href="{}#tekst-{}">Toch de vorige tekst? Kies hem hier.</a>', page, before)
    messages.success(request, format_html("De oude tekst staat er weer. {}", undo))

"""The papers at one question: add, take away, put back, fetch."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dekkend.core.files.kinds import MB, MOST_BYTES, Refused
from dekkend.core.files.serving import PRIVATE
from dekkend.core.files.store import StoreDown
from dekkend.core.kept import keeps_typed_text, typed_in
from dekkend.core.views import unavailable
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.assigning.queries import may_write_chapter
from dekkend.profiles.attached import get_paper_for, kinds_in_words, papers_at
from dekkend.profiles.forms import PaperForm
from dekkend.profiles.models import Version
from dekkend.profiles.papers.limits import MOST_A_QUESTION, MOST_BYTES_A_VERSION
from dekkend.profiles.papers.serving import paper_response
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.rules import WRITERS, audiences_for, may_add_paper
from dekkend.profiles.sheet import place_of
from dekkend.profiles.views.reading import page_frame
from dekkend.questionnaires.definition import Chapter, Question
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import anchor

NOT_NOW = "Wij konden het bestand nu niet bewaren. Probeer het over een kwartier nog eens."
AWAY = "Dit stuk is nu even niet op te halen. Probeer het over een kwartier nog eens."


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def papers(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """The papers at a question, for who writes: what is there, and a form to add one."""
    version, roles = get_version_for(request.user, pk, need="read")
    place = _place(version, key)
    if not (verdict := may_write_chapter(request.user, version, roles, place[1].key)):
        if request.method == "POST" and roles & WRITERS:
            return _closed(request, version, verdict.reason)
        raise PermissionDenied(verdict.reason)
    if request.method == "POST":
        return _add(request, version, *place)
    return _page(request, version, *place, _form(place[0]))


@require_safe
def paper(request: SignedInRequest, pk: int, paper: int) -> HttpResponseBase:
    """The file itself, for who may read this version and this paper."""
    found = get_paper_for(request.user, pk, paper)
    try:
        return paper_response(request, found, cache=PRIVATE)
    except StoreDown:
        return unavailable(request, AWAY)


@require_POST
def remove_paper(request: SignedInRequest, pk: int, paper: int) -> HttpResponse:
    return _move(request, pk, paper, actions.remove_paper, "is weggehaald.")


@require_POST
def restore_paper(request: SignedInRequest, pk: int, paper: int) -> HttpResponse:
    return _move(request, pk, paper, actions.restore_paper, "staat er weer bij.")


def _add(request: SignedInRequest, version: Version, question: Question, chapter: Chapter) -> HttpResponse:
    form = _form(question, request)
    if not form.is_valid():
        return _page(request, version, question, chapter, form)
    try:
        added = actions.add_paper(
            version_id=version.pk,
            key=question.key,
            actor=request.user,
            chosen=_chosen(form),
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error("file", refused.reason)
    except StoreDown:
        form.add_error("file", NOT_NOW)
    except actions.NotPossible as refused:
        form.add_error(None, refused.reason)
    except actions.AlreadyThere as there:
        messages.info(request, f"Dit bestand stond er al: «{there.paper.title}». Wij bewaarden het één keer.")
        return redirect("papers", version.pk, question.key)
    else:
        messages.success(request, f"«{added.title}» staat erbij.")
        return redirect("papers", version.pk, question.key)
    return _page(request, version, question, chapter, form)


def _chosen(form: PaperForm) -> actions.Chosen:
    file, said = form.cleaned_data["file"], form.cleaned_data
    path = Path(file.temporary_file_path())  # LimitedUpload puts every file on disk
    return actions.Chosen(path, file.name or "", said["title"], said["audience"])


def _form(question: Question, request: SignedInRequest | None = None) -> PaperForm:
    allowed = audiences_for(question)
    if request is None:
        return PaperForm(allowed=allowed)
    typed, files = request.POST, request.FILES  # reading these is what finds a file too large
    too_large = getattr(request, "has_too_large_file", False)
    return PaperForm(typed, files, allowed=allowed, too_large=too_large)


def _page(
    request: SignedInRequest, version: Version, question: Question, chapter: Chapter, form: PaperForm
) -> HttpResponse:
    every = papers_at(version, question.key)
    here = [paper for paper in every if paper.removed_at is None]
    context = {
        "question": question,
        "chapter": chapter,
        "anchor": anchor(question.key),
        "form": form,
        "papers": here,
        "removed": [paper for paper in every if paper.removed_at],
        "is_full": len(here) >= MOST_A_QUESTION,
        "kept_days": actions.KEPT_FOR.days,
        "limits": _limits(version),
        "here": "chapter",
    }
    return render(request, "profiles/papers.html", page_frame(version) | context)


def _limits(version: Version) -> dict[str, Any]:
    used = sum(version.papers.filter(removed_at=None).values_list("size", flat=True))
    return {
        "kinds": kinds_in_words(),
        "each": MOST_BYTES // MB,
        "bytes": MOST_BYTES,
        "number": MOST_A_QUESTION,
        "total": MOST_BYTES_A_VERSION // MB,
        "left": max(0, (MOST_BYTES_A_VERSION - used) // MB),
    }


def _place(version: Version, key: str) -> tuple[Question, Chapter]:
    """The question and its chapter. Raises Http404 when it takes no papers."""
    place = place_of(questionnaire_of(version.edition), key)
    if place is None or not may_add_paper(place[0]):
        raise Http404("Bij deze vraag horen geen stukken.")
    return place


def _move(request: SignedInRequest, pk: int, paper_id: int, act: Any, words: str) -> HttpResponse:
    """Take away or put back; the message leads to the way back."""
    version, roles = get_version_for(request.user, pk, need="read")
    paper = version.papers.filter(pk=paper_id).first()
    if paper is None:
        raise Http404("Dit stuk kennen wij niet.")
    _, chapter = _place(version, paper.key)
    if not (verdict := may_write_chapter(request.user, version, roles, chapter.key)):
        raise PermissionDenied(verdict.reason)
    try:
        paper = act(version_id=pk, paper_id=paper_id, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    except actions.AlreadyThere as there:
        messages.info(request, f"Dit bestand staat er al: «{there.paper.title}».")
    else:
        _tell(request, pk, paper.key, f"«{paper.title}» {words}", is_away=paper.removed_at is not None)
    return redirect("papers", pk, paper.key)


def _tell(request: SignedInRequest, pk: int, key: str, words: str, *, is_away: bool) -> None:
    if not is_away:
        messages.success(request, words)
        return
    page = reverse("papers", args=[pk, key])
    undo = format_html('<a href="{}#weggehaald">Toch niet? Zet het terug.</a>', page)
    messages.success(request, format_html("{} {}", words, undo))


def _closed(request: SignedInRequest, version: Version, reason: str) -> HttpResponse:
    context = {"reason": reason, "typed": typed_in(request)}
    return render(request, "profiles/refused.html", page_frame(version) | context, status=409)

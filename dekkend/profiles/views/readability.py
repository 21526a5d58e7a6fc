"""How easy the texts are to read: tips while someone types, and the whole profile on one page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles.documents import contents_of
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.readability import read_text
from dekkend.profiles.readability.score import MEANINGS
from dekkend.profiles.rules import TEAM
from dekkend.profiles.saving import Author, UnknownVersion
from dekkend.profiles.views.reading import page_frame
from dekkend.profiles.views.saving import asked_of, for_author
from dekkend.profiles.writing_help import asks_for_sentences, chapters_read, score_words, tips_of
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.types.base import LONGEST_TEXT

NOT_YOURS = "Deze bladzijde is er voor wie het profiel schrijft."


@for_author
def tips(request: HttpRequest, author: Author) -> JsonResponse:
    """Tips for a text that is being typed. It is read and forgotten: nothing is stored."""
    _, question, _ = asked_of(author)
    if not asks_for_sentences(question):
        raise UnknownVersion
    text = request.POST.get("text", "")[:LONGEST_TEXT]
    return JsonResponse(tips_of(read_text(text)).as_json())


@require_safe
def readability(request: SignedInRequest, pk: int) -> HttpResponse:
    """Per chapter how easy it is, with its longest sentences first, for those who write it."""
    version, roles = get_version_for(request.user, pk, need="read")
    if not roles & TEAM:
        raise PermissionDenied(NOT_YOURS)
    answers, _ = contents_of(version)
    chapters = chapters_read(questionnaire_of(version.edition), answers)
    whole = read_text(*(text for chapter in chapters for text in chapter.texts))
    context = {
        "chapters": chapters,
        "whole": whole,
        "words": score_words(whole),
        "bands": MEANINGS,
        "here": "readability",
    }
    return render(request, "profiles/readability.html", page_frame(version) | context)

"""A parent writes their own part, and with the child what the child says. Works without script."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from dekkend.cases import actions
from dekkend.cases.actions.writing import Written, edition_of
from dekkend.cases.attachments.spots import spot_at
from dekkend.cases.models import Entry
from dekkend.cases.parents import words
from dekkend.cases.queries import answers_in, parties_of
from dekkend.cases.rules import WRITING
from dekkend.cases.sheet import Field, changed_in, chapters_of, fields_of, put_back, questions_of
from dekkend.cases.views.parents.frame import NOT_NOW, WRONG, Visit, for_parent, page
from dekkend.cases.views.writing import FORMS
from dekkend.core.kept import typed_in
from dekkend.core.markup import to_html
from dekkend.questionnaires.definition import Chapter, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import Typed, read_form
from dekkend.questionnaires.wording import in_language


@dataclass(frozen=True)
class Part:
    """A chapter that is theirs, in the growth file or in the request; `slug` is that form in an address."""

    slug: str
    form: Entry.Form
    questionnaire: Questionnaire
    chapter: Chapter

    @property
    def shown(self) -> Chapter:
        """In the reader's language."""
        return in_language(self.questionnaire).chapter(self.chapter.key)


@for_parent(words.WRITING)
def parent_part(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The first chapter that is theirs."""
    first = next(parts_of(visit))
    return redirect("parent-write", visit.token, first.slug, first.chapter.key)


@for_parent(words.WRITING)
def parent_write(request: HttpRequest, visit: Visit, form: str, chapter: str) -> HttpResponse:
    """The questions of parents or child in one chapter, until the request is sent."""
    part = next((one for one in parts_of(visit) if (one.slug, one.chapter.key) == (form, chapter)), None)
    if part is None:
        raise Http404("Dit hoofdstuk kennen wij niet.")
    if visit.case.state not in WRITING:
        return _too_late(request, visit)
    return _save(request, visit, part) if request.method == "POST" else _page(request, visit, part)


def parts_of(visit: Visit) -> Iterator[Part]:
    """Every chapter that is theirs."""
    for slug, form in FORMS.items():
        questionnaire = questionnaire_of(edition_of(visit.case, form))
        for chapter in chapters_of(questionnaire, visit.party):
            yield Part(slug, form, questionnaire, chapter)


def _save(request: HttpRequest, visit: Visit, part: Part) -> HttpResponse:
    typed, refused = read_form(questions_of(part.chapter, visit.party), request.POST)
    values = changed_in(typed, refused)
    try:
        result = actions.write_as_party(party=visit.party, form=part.form, values=values, at=visit.at)
    except actions.NotPossible:
        return _too_late(request, visit)
    result.invalid |= refused
    if not result.is_whole:
        return _page(request, visit, part, (typed, result))
    messages.success(request, gettext("Uw antwoorden zijn bewaard."))
    if at := spot_at(visit.case, part.form, request.POST.get("add_file", "")):
        return redirect("parent-files", visit.token, at.slug, at.key)
    asks_more = any(field.is_asked and field.key not in typed for field in _fields(visit, part).values())
    return redirect(request.path if asks_more else _next(visit, part))


def _next(visit: Visit, part: Part) -> str:
    """The chapter after this one; after the last, how it stands."""
    parts = list(parts_of(visit))
    rest = parts[parts.index(part) + 1 :]
    if not rest:
        return redirect("parent-case", visit.token)["Location"]
    return redirect("parent-write", visit.token, rest[0].slug, rest[0].chapter.key)["Location"]


def _fields(visit: Visit, part: Part) -> dict[str, Field]:
    """Their own questions: nobody else ever writes here, and it is in their own language."""
    entries = answers_in(visit.case, part.form, visit.party)
    fields = fields_of(part.questionnaire, questions_of(part.chapter, visit.party), entries)
    for field in fields.values():
        field.by, field.node = gettext("u"), replace(field.node, language=visit.party.language)
    return fields


def _page(
    request: HttpRequest, visit: Visit, part: Part, came_back: tuple[dict[str, Typed], Written] | None = None
) -> HttpResponse:
    fields = _fields(visit, part)
    faults = put_back(part.questionnaire, fields, *came_back) if came_back else []
    for field in faults:
        field.by = gettext("u")
    context = {
        "parts": list(parts_of(visit)),
        "part": part,
        "chapter": part.shown,
        "intro": to_html(part.shown.intro),
        "fields": [field for field in fields.values() if field.is_asked],
        "faults": faults,
        "adds_files": True,
        "others": words.others_of(parties_of(visit.case), visit.party),
        "here": "write",
    }
    return page(request, visit, "write", context, status=WRONG if faults else 200)


def _too_late(request: HttpRequest, visit: Visit) -> HttpResponse:
    """From sending on it is read only; what was typed just now comes back to be kept elsewhere."""
    typed = typed_in(request) if request.method == "POST" else []
    return page(request, visit, "too_late", {"typed": typed, "here": "write"}, status=NOT_NOW)

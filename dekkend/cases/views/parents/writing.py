"""A parent writes their own part, and with the child what the child says. Works without script."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from dekkend.cases import actions
from dekkend.cases.actions.writing import Values, Written, edition_of
from dekkend.cases.attachments.spots import spot_at
from dekkend.cases.models import Entry
from dekkend.cases.parents import words
from dekkend.cases.parents.plan import own_chapters
from dekkend.cases.plan.queries import asks_parents, plan_of
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

PLAN = "plan"  # that form in an address


@dataclass(frozen=True)
class Part:
    """A chapter that is theirs, in the growth file, the request or the plan.

    `slug` is that form in an address; `is_open`: they may write in it now.
    """

    slug: str
    form: Entry.Form
    questionnaire: Questionnaire
    chapter: Chapter
    is_open: bool

    @property
    def is_plan(self) -> bool:
        return self.form == Entry.Form.PLAN

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
    """The questions of parents or child in one chapter, as long as that form is open to them."""
    parts = plan_parts(visit) if form == PLAN else parts_of(visit)
    part = next((one for one in parts if (one.slug, one.chapter.key) == (form, chapter)), None)
    if part is None:
        raise Http404("Dit hoofdstuk kennen wij niet.")
    if not part.is_open:
        return _too_late(request, visit, part)
    return _save(request, visit, part) if request.method == "POST" else _page(request, visit, part)


def parts_of(visit: Visit) -> Iterator[Part]:
    """Every chapter that is theirs in the growth file and the request."""
    is_open = visit.case.state in WRITING
    for slug, form in FORMS.items():
        questionnaire = questionnaire_of(edition_of(visit.case, form))
        for chapter in chapters_of(questionnaire, visit.party):
            yield Part(slug, form, questionnaire, chapter, is_open)


def plan_parts(visit: Visit) -> Iterator[Part]:
    """Every chapter that is theirs in the plan. Two queries at most."""
    plan = plan_of(visit.case)
    if plan and plan.edition:
        is_open, questionnaire = asks_parents(plan), questionnaire_of(plan.edition)
        for chapter in own_chapters(plan, visit.party):
            yield Part(PLAN, Entry.Form.PLAN, questionnaire, chapter, is_open)


def _save(request: HttpRequest, visit: Visit, part: Part) -> HttpResponse:
    typed, refused = read_form(questions_of(part.chapter, visit.party), request.POST)
    values = changed_in(typed, refused)
    try:
        result = _write(visit, part, values)
    except actions.NotPossible:
        return _too_late(request, visit, part)
    result.invalid |= refused
    if not result.is_whole:
        return _page(request, visit, part, (typed, result))
    messages.success(request, gettext("Uw antwoorden zijn bewaard."))
    if at := spot_at(visit.case, part.form, request.POST.get("add_file", "")):
        return redirect("parent-files", visit.token, at.slug, at.key)
    asks_more = any(field.is_asked and field.key not in typed for field in _fields(visit, part).values())
    return redirect(request.path if asks_more else _next(visit, part))


def _write(visit: Visit, part: Part, values: Values) -> Written:
    """Raises NotPossible."""
    if part.is_plan:
        return actions.write_plan_as_parent(party=visit.party, values=values, at=visit.at)
    return actions.write_as_party(party=visit.party, form=part.form, values=values, at=visit.at)


def _next(visit: Visit, part: Part) -> str:
    """The chapter after this one; after the last, how it stands."""
    parts = _beside(visit, part)
    rest = parts[parts.index(part) + 1 :]
    if not rest:
        return redirect("parent-plan" if part.is_plan else "parent-case", visit.token)["Location"]
    return redirect("parent-write", visit.token, rest[0].slug, rest[0].chapter.key)["Location"]


def _beside(visit: Visit, part: Part) -> list[Part]:
    """What is written together with this one."""
    return list(plan_parts(visit) if part.is_plan else parts_of(visit))


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
        "parts": _beside(visit, part),
        "part": part,
        "chapter": part.shown,
        "intro": to_html(part.shown.intro),
        "fields": [field for field in fields.values() if field.is_asked],
        "faults": faults,
        "adds_files": not part.is_plan,
        "others": words.others_of(parties_of(visit.case), visit.party),
        "here": "plan" if part.is_plan else "write",
    }
    return page(request, visit, "write", context, status=WRONG if faults else 200)


def _too_late(request: HttpRequest, visit: Visit, part: Part) -> HttpResponse:
    """From then on it is read only; what was typed just now comes back to be kept elsewhere."""
    typed = typed_in(request) if request.method == "POST" else []
    return page(request, visit, "too_late", {"typed": typed, "part": part}, status=NOT_NOW)

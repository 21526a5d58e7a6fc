"""Write in a file for the school: one chapter of the growth file or of the request. Works without script."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dekkend.cases import actions
from dekkend.cases.actions.writing import Written, edition_of
from dekkend.cases.attachments.spots import spot_at
from dekkend.cases.models import Case, Entry
from dekkend.cases.queries import answers_in
from dekkend.cases.rules import OF_SCHOOL, may_write
from dekkend.cases.sheet import changed_in, chapters_of, fields_of, put_back, questions_of
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.core.markup import to_html
from dekkend.organisations.requests import SignedInRequest
from dekkend.questionnaires.definition import Chapter, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import Typed, read_form

FORMS = {"groeidocument": Entry.Form.GROWTH, "aanvraag": Entry.Form.REQUEST}
CONFLICT, WRONG = 409, 422


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_chapter(request: SignedInRequest, pk: int, form: str, chapter: str) -> HttpResponse:
    """The questions of the school in one chapter; `form` as the address calls it."""
    if form not in FORMS:
        raise Http404("Dit formulier kennen wij niet.")
    case, roles = open_case_for(request, pk, f"{FORMS[form].label}: schrijven")
    questionnaire = questionnaire_of(edition_of(case, FORMS[form]))
    page = next((one for one in chapters_of(questionnaire, None) if one.key == chapter), None)
    if page is None:
        raise Http404("Dit hoofdstuk kennen wij niet.")
    verdict = may_write(roles, case.state)
    if not verdict and not (request.method == "POST" and roles & OF_SCHOOL):
        raise PermissionDenied(verdict.reason)
    if request.method == "POST":
        return _save(request, case, roles, form, questionnaire, page)
    return _page(request, case, roles, form, questionnaire, page)


def _save(
    request: SignedInRequest,
    case: Case,
    roles: frozenset[str],
    form: str,
    questionnaire: Questionnaire,
    page: Chapter,
) -> HttpResponse:
    typed, refused = read_form(questions_of(page, None), request.POST)
    values = changed_in(typed, refused)
    try:
        result = actions.write_as_school(
            case_id=case.pk, form=FORMS[form], values=values, actor=request.user, at=timezone.now()
        )
    except actions.NotPossible as closed:
        result = Written(invalid=dict.fromkeys(values, closed.reason))
        return _page(request, case, roles, form, questionnaire, page, (typed, result), status=CONFLICT)
    result.invalid |= refused
    if not result.is_whole:
        return _page(request, case, roles, form, questionnaire, page, (typed, result), status=WRONG)
    if at := spot_at(case, FORMS[form], request.POST.get("add_file", "")):
        return redirect("case-files", case.pk, at.slug, at.key)
    if asks_more(questionnaire, page, case, form, set(typed)):
        messages.success(request, "Bewaard. Door uw antwoord zijn er vragen bijgekomen.")
        return redirect(request.path)
    messages.success(request, "Uw antwoorden zijn bewaard.")
    return redirect(_next(case, form, questionnaire, page))


def asks_more(questionnaire: Questionnaire, page: Chapter, case: Case, form: str, shown: set[str]) -> bool:
    """Whether what was saved opens a question of this page that was not on it."""
    fields = fields_of(questionnaire, questions_of(page, None), answers_in(case, FORMS[form]))
    return any(field.is_asked and field.key not in shown for field in fields.values())


def _page(
    request: SignedInRequest,
    case: Case,
    roles: frozenset[str],
    form: str,
    questionnaire: Questionnaire,
    page: Chapter,
    came_back: tuple[dict[str, Typed], Written] | None = None,
    status: int = 200,
) -> HttpResponse:
    entries = answers_in(case, FORMS[form])
    fields = fields_of(questionnaire, questions_of(page, None), entries)
    faults = put_back(questionnaire, fields, *came_back) if came_back else []
    context = case_frame(case, roles) | {
        "form_slug": form,
        "form_name": FORMS[form].label,
        "chapters": chapters_of(questionnaire, None),
        "chapter": page,
        "intro": to_html(page.intro),
        "fields": [field for field in fields.values() if field.is_asked],
        "faults": faults,
        "adds_files": True,
    }
    return render(request, "cases/chapter.html", context, status=status)


def _next(case: Case, form: str, questionnaire: Questionnaire, page: Chapter) -> str:
    """The next chapter in which the school writes; after the last one the file."""
    chapters = chapters_of(questionnaire, None)
    place = chapters.index(page) + 1
    if place < len(chapters):
        return reverse("case-chapter", args=[case.pk, form, chapters[place].key])
    return reverse("case", args=[case.pk])

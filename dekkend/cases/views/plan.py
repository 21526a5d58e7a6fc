"""The plan for a child (opp): what it still needs, writing it, asking the parents, and whose yes."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dekkend.cases import actions
from dekkend.cases.actions.opening import newest_edition
from dekkend.cases.actions.plan import plan_answers
from dekkend.cases.actions.writing import Written
from dekkend.cases.involvement import WRITERS
from dekkend.cases.log import note_reading
from dekkend.cases.models import Entry, Plan, PlanVersion
from dekkend.cases.plan import keys
from dekkend.cases.plan.due import evaluate_by
from dekkend.cases.plan.forms import AgreementForm, EstablishForm, EvaluateForm
from dekkend.cases.plan.queries import (
    action_digest,
    get_plan_for,
    is_shared,
    plan_stances,
    versions_of,
    writes_plan,
)
from dekkend.cases.plan.rules import NO_ACTION, OVER, may_establish, may_share, steps_of
from dekkend.cases.queries import answers_in
from dekkend.cases.reading import chapters_read
from dekkend.cases.sheet import changed_in, chapters_of, fields_of, put_back, questions_of
from dekkend.cases.views.acting import WRONG, act_page, posted
from dekkend.cases.views.frame import about_children, case_frame, reading_role
from dekkend.core.markup import to_html
from dekkend.organisations.requests import SignedInRequest
from dekkend.questionnaires.definition import Chapter, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import Typed, read_form

CONFLICT = 409
SLUG = "plan"


@about_children
@require_safe
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the plan stands: the clock, what the law still asks, whose yes there is, and its versions."""
    found, roles = open_plan(request, pk, "het plan (opp)")
    prefetch_related_objects(versions := versions_of(found), "evaluations")
    last = versions[0] if versions else None
    questionnaire = _questionnaire(found)
    answers, stances = plan_answers(found), plan_stances(found)
    since = last.established_on if last else None
    changed = last is not None and _differs(last, answers)
    steps = steps_of(questionnaire, answers, stances, since, localdate())
    chapters = chapters_read(found.case, Entry.Form.PLAN, roles) if found.edition else []
    # The version that holds is of the school where the child was before: this one has to make its own.
    moved = last is not None and last.site_id != found.site_id
    # The help ended before there was a plan: nothing is left to do.
    missed = found.is_over and last is None
    frame = plan_frame(found, roles, request) | ({"writes": False, "leads": False} if missed else {})
    return render(request, "cases/plan/plan.html", frame | {
        "missed": missed,
        "moved": moved,
        "steps": steps,
        "ready": may_establish(steps),
        "shared": (shared := is_shared(found)),
        "asks_parents": (not last or changed or moved)
        and may_share(questionnaire, answers, is_shared=shared, is_over=found.is_over),
        "over": OVER if found.is_over else "",
        "stances": stances,
        "no_action": NO_ACTION,
        "chapters": chapters,
        "first": chapters_of(questionnaire, None)[0].key,
        "versions": versions,
        "last": last,
        "changed": changed,
        "waits": found.evaluate_by if last and not moved else None if missed else found.due_on,
    })  # fmt: skip


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def plan_chapter(request: SignedInRequest, pk: int, chapter: str) -> HttpResponse:
    """The school's questions of one chapter."""
    found, roles = open_plan(request, pk, "het plan (opp): schrijven")
    _only_writers(request, found)
    questionnaire = _questionnaire(found)
    page = next((one for one in chapters_of(questionnaire, None) if one.key == chapter), None)
    if page is None:
        raise Http404("Dit hoofdstuk kennen wij niet.")
    if request.method == "GET":
        return _sheet(request, found, roles, questionnaire, page)
    typed, refused = read_form(questions_of(page, None), request.POST)
    values = changed_in(typed, refused)
    result = actions.write_plan(case_id=pk, values=values, actor=request.user, at=timezone.now())
    result.invalid |= refused
    if not result.is_whole:
        return _sheet(request, found, roles, questionnaire, page, (typed, result), WRONG)
    messages.success(request, "Uw antwoorden zijn bewaard.")
    return redirect(_next(found, questionnaire, page))


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def plan_agreement(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What one parent said to the part that needs their yes."""
    found, roles = open_plan(request, pk, "het plan (opp): wat ouders vinden")
    _only_leads(request, found)
    stance = next((one for one in plan_stances(found) if one.party.number == number), None)
    if stance is None:
        raise Http404("Deze ouder kennen wij niet.")
    about = stance.party.about
    words = {
        "title": f"Wat vindt {about['name']} van het handelingsdeel?",
        "lead": "Het handelingsdeel is wat de school gaat doen. Daarvoor is het ja van ouders nodig.",
        "happens": [
            "Zegt de ouder nee, of niets? De hulp gaat door. Het staat in het plan.",
            "Verandert u daarna het handelingsdeel? Dan vraagt u het opnieuw.",
        ],
        "button": "Leg vast",
        "back": reverse("plan", args=[pk]),
    }
    initial = {"digest": action_digest(found), "given_on": localdate()}
    act = partial(
        actions.record_agreement,
        case_id=pk,
        party_id=stance.party.pk,
        actor=request.user,
        at=timezone.now(),
    )
    form = AgreementForm(posted(request), initial=initial)
    return _act(request, found, roles, form, act, words, "Vastgelegd wat deze ouder zei.")


@about_children
@require_http_methods(["GET", "POST"])
def share_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the parents to read what is written, and to say yes or no themselves."""
    found, roles = open_plan(request, pk, "het plan (opp): aan de ouders vragen")
    _only_leads(request, found)
    words = {
        "title": "Vraag de ouders wat zij van het plan vinden",
        "lead": "Zij lezen het hele plan, zoals het nu is, op hun eigen bladzijde.",
        "happens": [
            "Elke ouder krijgt een mail met een link. Wie het gezag heeft, zegt zelf ja of nee.",
            "Verandert u daarna het handelingsdeel? Dan lezen zij het pas weer als u het opnieuw vraagt.",
            "U krijgt een mail bij elk antwoord. Wat zij zeggen, staat bij het plan.",
        ],
        "button": "Vraag het de ouders",
        "back": reverse("plan", args=[pk]),
    }
    act = partial(actions.share_plan, case_id=pk, actor=request.user, at=timezone.now())
    done = "De ouders krijgen een mail. Hun antwoord komt hier te staan."
    return _act(request, found, roles, None, act, words, done)


@about_children
@require_http_methods(["GET", "POST"])
def establish_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found, roles = open_plan(request, pk, "het plan (opp): vaststellen")
    _only_leads(request, found)
    silent = [one.party.signature for one in plan_stances(found) if not one.agrees]
    happens = ["Deze tekst blijft bewaard zoals hij nu is. Wat u later verandert, wordt een nieuwe versie."]
    if silent:
        happens.append(
            f"Van {' en '.join(silent)} is er geen ja voor het handelingsdeel. De hulp gaat wel door. "
            "Dat staat in het plan."
        )
    words = {
        "title": "Stel het plan vast",
        "lead": "",
        "happens": [*happens, "Vertel het kind wat u met zijn mening deed."],
        "button": "Stel het plan vast",
        "back": reverse("plan", args=[pk]),
    }
    begins = plan_answers(found).get(keys.BEGINS_ON) or localdate().isoformat()
    initial = {"begins_on": begins, "ends_on": found.case.ends_on or evaluate_by(localdate())}
    act = partial(actions.establish_plan, case_id=pk, actor=request.user, at=timezone.now())
    form = EstablishForm(posted(request), initial=initial)
    return _act(request, found, roles, form, act, words, "Het plan is vastgesteld.")


@about_children
@require_http_methods(["GET", "POST"])
def evaluate_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found, roles = open_plan(request, pk, "het plan (opp): evalueren")
    _only_leads(request, found)
    words = {
        "title": "Leg de evaluatie vast",
        "lead": "Minstens een keer per schooljaar kijkt u samen met de ouders of het plan werkt.",
        "happens": [
            "Wat u schreef bij “Hoe het ging” hoort daarna bij deze versie.",
            "Past u het plan aan? Hoor dan het kind opnieuw, praat met de ouders, en stel het vast.",
        ],
        "button": "Leg de evaluatie vast",
        "back": reverse("plan", args=[pk]),
    }
    act = partial(actions.evaluate_plan, case_id=pk, actor=request.user, at=timezone.now())
    form = EvaluateForm(posted(request))
    return _act(request, found, roles, form, act, words, "De evaluatie is vastgelegd.")


def open_plan(request: SignedInRequest, pk: int, what: str) -> tuple[Plan, frozenset[str]]:
    """The plan, and the roles of who asks; the look is in the log. Raises Http404."""
    found, roles = get_plan_for(request.user, pk, localdate())
    note_reading(found.case, request.user, reading_role(roles), what, timezone.now())
    return found, roles


def _only_writers(request: SignedInRequest, found: Plan) -> None:
    if not writes_plan(request.user, found, localdate()):
        raise PermissionDenied("Het plan schrijft de school van het kind.")


def _only_leads(request: SignedInRequest, found: Plan) -> None:
    if not writes_plan(request.user, found, localdate()) & WRITERS:
        raise PermissionDenied("Dit doen de directeur en de intern begeleider van de school van het kind.")


def plan_frame(found: Plan, roles: frozenset[str], request: SignedInRequest) -> dict[str, Any]:
    """As for a case; the school that took the child in has the plan, and not the file it came from."""
    mine = writes_plan(request.user, found, localdate())
    return case_frame(found.case, roles) | {
        "plan": found,
        "has_file": found.site_id == found.case.site_id,
        "writes": bool(mine),
        "leads": bool(mine & WRITERS),
        "here": "plan",
    }


def _act(request, found: Plan, roles, form, act, words: dict[str, Any], done: str) -> HttpResponse:
    return act_page(
        request,
        form,
        act,
        words=words,
        context=plan_frame(found, roles, request) | {"page_title": words["button"]},
        done=done,
        then=reverse("plan", args=[found.case_id]),
        template="cases/plan/act.html",
    )


def _questionnaire(found: Plan) -> Questionnaire:
    """The form that it is written in; until the school began, the newest."""
    return questionnaire_of(found.edition or newest_edition(found.case.offering.catalogue.plan_form))


def _sheet(
    request: SignedInRequest,
    found: Plan,
    roles: frozenset[str],
    questionnaire: Questionnaire,
    page: Chapter,
    came_back: tuple[dict[str, Typed], Written] | None = None,
    status: int = 200,
) -> HttpResponse:
    entries = answers_in(found.case, Entry.Form.PLAN)
    fields = fields_of(questionnaire, questions_of(page, None), entries, plan_answers(found))
    faults = put_back(questionnaire, fields, *came_back) if came_back else []
    return render(request, "cases/plan/chapter.html", plan_frame(found, roles, request) | {
        "form_slug": SLUG,
        "form_name": "plan voor het kind (opp)",
        "chapters": chapters_of(questionnaire, None),
        "chapter": page,
        "intro": to_html(page.intro),
        "fields": [field for field in fields.values() if field.is_asked],
        "faults": faults,
    }, status=status)  # fmt: skip


def _next(found: Plan, questionnaire: Questionnaire, page: Chapter) -> str:
    chapters = chapters_of(questionnaire, None)
    place = chapters.index(page) + 1
    if place < len(chapters):
        return reverse("plan-chapter", args=[found.case_id, chapters[place].key])
    return reverse("plan", args=[found.case_id])


def _differs(version: PlanVersion, answers: dict[str, Any]) -> bool:
    """Whether something was written since, apart from how it went."""
    now = {key: value for key, value in answers.items() if keys.chapter_of(key) not in keys.LATER}
    then = {key: value for key, value in version.answers.items() if keys.chapter_of(key) not in keys.LATER}
    return now != then

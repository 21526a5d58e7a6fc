"""The file of one child, as someone who is involved may read it; and who looked in it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dekkend.cases import offer
from dekkend.cases.actions.writing import edition_of
from dekkend.cases.asking.queries import corrections_at, enquiries_to, waiting_in
from dekkend.cases.conditions import kind_of
from dekkend.cases.consents import stances_of
from dekkend.cases.declaration.fetching import taken_in_of
from dekkend.cases.log import last_readers, readings_of
from dekkend.cases.models import Case, Correction, Entry
from dekkend.cases.phrases import headline, question_of, record_of, stops_of
from dekkend.cases.queries import opens_case, parties_of
from dekkend.cases.reading import chapters_read
from dekkend.cases.rooms import rooms_of
from dekkend.cases.rules import may_lead, may_write
from dekkend.cases.sheet import chapters_of
from dekkend.cases.sight import who_sees
from dekkend.cases.views.attachments import papers_frame
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.cases.ways import ways_for
from dekkend.organisations.models import Role
from dekkend.organisations.requests import SignedInRequest
from dekkend.questionnaires.loader import questionnaire_of

LAST_READERS = 3


@about_children
@require_safe
def case(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where it is, what to do, who sees it, and all that was written."""
    found, roles = open_case_for(request, pk, "het dossier")
    context = {
        **_stands(found, roles),
        **_people(found),
        **_written(found, roles),
        **_help(found, roles),
        **_decided(found, roles),
        "leads": bool(may_lead(roles)),
        "opens_before": opens_case(request.user, found.follows_id, localdate()),
        "here": "case",
    }
    return render(request, "cases/case.html", case_frame(found, roles) | papers_frame(found, roles) | context)


def _stands(case: Case, roles: frozenset[str]) -> dict[str, Any]:
    """How it stands, what happened, and what this person can do now."""
    record = record_of(case, roles)
    return {
        "headline": headline(case),
        "stops": stops_of(case),
        "ways": ways_for(case, roles, localdate()),
        "asked": question_of(record) if case.answer_by else None,
        "parents_ask": waiting_in(case, enquiries_to(case, roles), roles),
        "record": record,
    }


def _people(case: Case) -> dict[str, Any]:
    """The parents and what they said, who sees it, and who looked last."""
    parties = parties_of(case)
    return {
        "parties": parties,
        "stances": stances_of(case),
        "sees": who_sees(case, parties, localdate()),
        "readings": last_readers(case)[:LAST_READERS],
    }


def _written(case: Case, roles: frozenset[str]) -> dict[str, Any]:
    return {
        "growth": chapters_read(case, Entry.Form.GROWTH, roles),
        "request_form": chapters_read(case, Entry.Form.REQUEST, roles),
        "first_growth": _first_chapter(case, Entry.Form.GROWTH),
        "first_request": _first_chapter(case, Entry.Form.REQUEST),
        "writes": bool(may_write(roles, case.state)),
    }


def _help(case: Case, roles: frozenset[str]) -> dict[str, Any]:
    """What the child needs, what its school offers already, and what is planned."""
    source = offer.source()
    offered = source.offer(case.site, case.partnership)
    return {
        "needs": [one for one in source.needs(case.partnership, localdate()) if one.key in case.needs],
        "offered": offered,
        "offered_needs": offered.about(set(case.needs)) if offered else [],
        "talks": list(case.talks.filter(cancelled_at=None)),
        "cancels_after": timezone.now() if Role.SERVICE_DESK in roles else None,
    }


def _decided(case: Case, roles: frozenset[str]) -> dict[str, Any]:
    """Every decision with what parents say is not right in it, the last one first; and what came of it."""
    desk = Role.SERVICE_DESK in roles
    decisions, doubted = list(case.decisions.all()), corrections_at(case, Correction.Where.DECISION)
    return {
        "decisions": decisions,
        "decided": [(one, doubted.get(str(one.round), ())) for one in reversed(decisions)],
        "rooms": rooms_of(case, roles, decisions),
        "taken_in": taken_in_of(case) if desk and kind_of(case).is_declaration else None,
    }


def _first_chapter(case: Case, form: str) -> str:
    """Where the school begins to write."""
    return chapters_of(questionnaire_of(edition_of(case, form)), None)[0].key


@about_children
@require_safe
def case_log(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everyone who looked in this file, newest first."""
    found, roles = open_case_for(request, pk, "wie er keek")
    context = {"readings": readings_of(found), "here": "case"}
    return render(request, "cases/log.html", case_frame(found, roles) | context)

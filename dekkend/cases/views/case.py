"""The file of one child, as someone who is involved may read it; and who looked in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dekkend.cases import offer
from dekkend.cases.actions.writing import edition_of
from dekkend.cases.asking.queries import corrections_at, enquiries_to, waiting_in
from dekkend.cases.consents import stances_of
from dekkend.cases.log import last_readers, readings_of
from dekkend.cases.models import Case, Correction, Entry
from dekkend.cases.phrases import headline, question_of, record_of, stops_of
from dekkend.cases.queries import parties_of
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
    on, parties, decisions = localdate(), parties_of(found), list(found.decisions.all())
    source = offer.source()
    offered = source.offer(found.site, found.partnership)
    record, doubted = record_of(found, roles), corrections_at(found, Correction.Where.DECISION)
    context = {
        "asked": question_of(record) if found.answer_by else None,
        "parents_ask": waiting_in(found, enquiries_to(found, roles), roles),
        "headline": headline(found),
        "stops": stops_of(found),
        "ways": ways_for(found, roles, on),
        "parties": parties,
        "stances": stances_of(found),
        "sees": who_sees(found, parties, on),
        "readings": last_readers(found)[:LAST_READERS],
        "growth": chapters_read(found, Entry.Form.GROWTH, roles),
        "request_form": chapters_read(found, Entry.Form.REQUEST, roles),
        "first_growth": _first_chapter(found, Entry.Form.GROWTH),
        "first_request": _first_chapter(found, Entry.Form.REQUEST),
        "writes": bool(may_write(roles, found.state)),
        "leads": bool(may_lead(roles)),
        "offered": offered,
        "offered_needs": offered.about(set(found.needs)) if offered else [],
        "rooms": rooms_of(found, roles, decisions),
        "needs": [need for need in source.needs(found.partnership, on) if need.key in found.needs],
        "talks": list(found.talks.filter(cancelled_at=None)),
        "cancels_after": timezone.now() if Role.SERVICE_DESK in roles else None,
        "decisions": decisions,
        "decided": [(one, doubted.get(str(one.round), ())) for one in reversed(decisions)],
        "record": record,
        "here": "case",
    }
    return render(request, "cases/case.html", case_frame(found, roles) | papers_frame(found, roles) | context)


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

"""What a parent reads: how it stands, the file, what happened, who looked, and the letters."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language

from dekkend.cases.asking.queries import corrections_at, unread_of
from dekkend.cases.conditions import is_asked_now
from dekkend.cases.consents import Stance, stances_of
from dekkend.cases.letters.queries import letter_about, letters_for
from dekkend.cases.log import readings_of
from dekkend.cases.models import Correction, Decision, Letter
from dekkend.cases.parents import words
from dekkend.cases.parents.objecting import objecting_to
from dekkend.cases.parents.plan import plan_sight
from dekkend.cases.parents.reading import decisions_read, read_of, record_for, was_abandoned
from dekkend.cases.parents.sight import who_sees_of
from dekkend.cases.parents.situation import may_withdraw, own_stance, situation_of, stops_of
from dekkend.cases.parents.talks import talks_of
from dekkend.cases.queries import child_corrections, parties_of
from dekkend.cases.transitions import DECIDED
from dekkend.cases.views.letters import letter_as_pdf, letter_frame
from dekkend.cases.views.parents.files import files_of
from dekkend.cases.views.parents.frame import Visit, for_parent, page

LINES = 50


@for_parent(words.START)
def parent_case(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where it is, whose turn it is, until when, and what the parent can do now."""
    case, party, on = visit.case, visit.party, localdate()
    stances, decision, letters = stances_of(case), case.decisions.last(), letters_for(case, party)
    plan, against = plan_sight(case, party), objecting_to(case, party, decision, on)
    about = letter_about(decision, letters)
    situation = situation_of(
        case, party, stances, decision,
        on=on, against=against, plan=plan, was_abandoned=was_abandoned(case), has_letter=about is not None,
    )  # fmt: skip
    context = {
        "situation": situation,
        "plan": plan,
        "against": against,
        **_own(visit, stances),
        **_letters(visit, decision, letters, about),
        **_around(visit),
    }
    return page(request, visit, "start", context)


def _own(visit: Visit, stances: Sequence[Stance]) -> dict[str, Any]:
    """What this parent said, and what was answered since."""
    own, (answered, corrected) = own_stance(stances, visit.party), unread_of(visit.party)
    return {
        "own": own,
        "may_withdraw": may_withdraw(visit.case, own),
        "may_say": own is not None and is_asked_now(visit.case, own),
        "answered": answered,
        "corrected": corrected,
    }


def _letters(
    visit: Visit, decision: Decision | None, letters: Sequence[Letter], about: Letter | None
) -> dict[str, Any]:
    """`about`: the letter about this decision. Once it is decided no other one is put forward."""
    is_decided = decision is not None and visit.case.state in DECIDED
    letter = about if is_decided else next(iter(letters), None)
    return {"letters": letters, "letter": letter, "is_decided": is_decided}


def _around(visit: Visit) -> dict[str, Any]:
    """The route, what is planned, who reads along, and in which language this is read."""
    case, party = visit.case, visit.party
    return {
        "stops": stops_of(case),
        "coming": [talk for talk in talks_of(case, visit.at) if talk.is_coming],
        "sees": who_sees_of(case, party, parties_of(case), localdate()),
        "speaks_other": get_language() != party.language,
        "language": get_language(),
        "here": "start",
    }


@for_parent(words.FILE)
def parent_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The request and the growth file: what the school, the parents and the child wrote."""
    case = visit.case
    more = {
        "files": files_of(visit),
        "talks": talks_of(case, visit.at),
        "corrected": child_corrections(case).last(),
        "decisions": decisions_read(case, visit.party),
        "here": "file",
    }
    context = read_of(case) | more
    return page(request, visit, "file", context)


@for_parent(words.RECORD)
def parent_record(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What happened, in plain words, newest first."""
    lines = list(record_for(visit.case, visit.party))
    return page(request, visit, "record", {"lines": lines, "here": "record"})


@for_parent(words.LOOKS)
def parent_looks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everyone who opened something of this file, newest first."""
    lines = Paginator(readings_of(visit.case), LINES).get_page(request.GET.get("bladzijde"))
    rows = [
        {
            "at": line.at,
            "who": line.reader_name,
            "role": line.reader_role,
            "what": words.look_in_words(line.told),
            "is_reader": line.reader_name == visit.party.signature,
            "is_parent": line.reader_id is None,
        }
        for line in lines
    ]
    return page(request, visit, "looks", {"rows": rows, "lines": lines, "here": "looks"})


@for_parent(words.LETTER)
def parent_letter(request: HttpRequest, visit: Visit, letter: int) -> HttpResponse:
    found = _letter(visit, letter)
    case = visit.case
    decision = case.decisions.last() if found.decision_id else None
    is_last = decision is not None and decision.pk == found.decision_id
    against = objecting_to(case, visit.party, decision, localdate()) if is_last else None
    key = str(found.decision.round) if found.decision else ""
    doubted = corrections_at(case, Correction.Where.DECISION).get(key, [])
    context = {"against": against, "decided_in": key, "corrections": doubted}
    return page(request, visit, "letter", letter_frame(found) | context)


@for_parent(words.LETTER)
def parent_letter_pdf(request: HttpRequest, visit: Visit, letter: int) -> HttpResponse:
    """The same as a PDF to print or keep, always as a download."""
    return letter_as_pdf(_letter(visit, letter))


def _letter(visit: Visit, pk: int) -> Letter:
    """Raises Http404 for a letter that is not there, or to someone else."""
    for one in letters_for(visit.case, visit.party):
        if one.pk == pk:
            return one
    raise Http404("Deze brief kennen wij niet.")

"""The board signs: one page with everything that is signed, then one button."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from dekkend.core.kept import keeps_typed_text
from dekkend.organisations.models import BOARD_ROLES, Board
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.actions import ToSign
from dekkend.profiles.forms import AnswersForm, SignForm
from dekkend.profiles.hearing import standing
from dekkend.profiles.models import Consultation, Version
from dekkend.profiles.queries import with_hearing, with_place
from dekkend.profiles.transitions import KIND
from dekkend.workflow.models import Event

NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Sheet:
    """One profile to sign: what the MR said, what the board answers, and up to which line it was read."""

    version: Version
    said: list[Consultation]
    seen: int
    form: AnswersForm


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def sign(request: SignedInRequest, number: str) -> HttpResponse:
    """Everything that is signed on one page; a POST signs what was shown. Eight queries for the page."""
    board = _board(request, number)
    data = request.POST if request.method == "POST" else None
    chosen = _chosen(request)
    sheets = _sheets(board, chosen, data)
    if not sheets:
        return redirect("board", number)
    form = SignForm(data, months=min(sheet.version.regime.valid_months for sheet in sheets))
    valid = [form.is_valid(), *(sheet.form.is_valid() for sheet in sheets)]
    if data is not None and all(valid):
        return _signed(request, board, sheets, form.cleaned_data)
    faults = [sheet for sheet in sheets if sheet.form.errors]
    gone = len(chosen) - len(sheets)
    context = {"place": board, "sheets": sheets, "form": form, "faults": faults, "gone": gone}
    return render(request, "profiles/sign.html", context)


def _signed(
    request: SignedInRequest, board: Board, sheets: list[Sheet], decision: dict[str, Any]
) -> HttpResponse:
    """What came of each, with the reason where it was not established, and what was typed for it."""
    words = {sheet.version.pk: sheet.form.cleaned_data for sheet in sheets}
    signatures = [ToSign(pk, _seen(request, pk), answers) for pk, answers in words.items()]
    results = actions.establish_many(signatures=signatures, actor=request.user, at=timezone.now(), **decision)
    done = [result for result in results if not result.refused]
    left = [(result, _typed(request, result.version.pk)) for result in results if result.refused]
    context = {"place": board, "done": done, "left": left, "published": decision["publish"]}
    return render(request, "profiles/signed.html", context, status=409 if left and not done else 200)


def _typed(request: HttpRequest, version_id: int) -> list[str]:
    """What was written about one school, also when its page no longer asks for it."""
    written = [name for name in request.POST if name.startswith(f"{version_id}-")]
    return [text for name in written for text in request.POST.getlist(name) if text]


def _board(request: SignedInRequest, number: str) -> Board:
    """Raises Http404 for a board where this person has no role."""
    for membership in memberships_of(request.user, localdate()):
        if membership.board and membership.board.number == number:
            if membership.role not in BOARD_ROLES:
                raise PermissionDenied("Alleen het bestuur stelt profielen vast.")
            return membership.board
    raise Http404("Dit overzicht kennen wij niet.")


def _chosen(request: HttpRequest) -> list[int]:
    """The numbers of the versions that were ticked; anything else is nobody's."""
    given = (request.POST if request.method == "POST" else request.GET).getlist("versie")
    return [int(number) for number in dict.fromkeys(given) if NUMBER.fullmatch(number)]


def _sheets(board: Board, chosen: list[int], data: QueryDict | None) -> list[Sheet]:
    """The chosen profiles of this board. Shown are those it can sign now; a POST also has what went away."""
    theirs = Version.objects.filter(pk__in=chosen, profile__site__school__board=board)
    versions = with_hearing(with_place(theirs))
    if data is None:
        versions = versions.filter(state=Version.State.WITH_BOARD)
    shown = list(versions.order_by("profile__site__name"))
    lines = Event.objects.filter(subject_kind=KIND, subject_id__in=[version.pk for version in shown])
    newest = dict(lines.order_by().values_list("subject_id").annotate(Max("id")))
    return [_sheet(version, newest.get(version.pk, 0), data) for version in shown]


def _sheet(version: Version, seen: int, data: QueryDict | None) -> Sheet:
    said = standing(version)
    return Sheet(version, said, seen, AnswersForm(data, said=said, prefix=str(version.pk)))


def _seen(request: HttpRequest, version_id: int) -> int:
    """Up to which line of the record it was read; -1 for a number that no page of ours sends."""
    given = request.POST.get(f"seen-{version_id}", "")
    return int(given) if NUMBER.fullmatch(given) else -1

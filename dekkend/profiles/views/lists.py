"""All schools of a board or a region, with where each profile stands."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dekkend.organisations.models import CASE_ROLES, Board, Partnership
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles.lists import Row, filters_of, rows_of_board, rows_of_partnership

SCHOOLS_A_PAGE = 100


@require_safe
def board(request: SignedInRequest, number: str) -> HttpResponse:
    on = localdate()
    boards = [membership.board for membership in memberships_of(request.user, on)]
    own = _own((place for place in boards if place), lambda place: place.number == number)
    rows = rows_of_board(own, on)
    to_sign = sum(row.awaits_the_board for row in rows)
    more = {"to_sign": to_sign, "all_ticked": request.GET.get("kies") == "alle"}
    return _list(request, own, rows, "profiles/board.html", more)


@require_safe
def region(request: SignedInRequest, code: str) -> HttpResponse:
    on = localdate()
    roles = (role for role in memberships_of(request.user, on) if role.role not in CASE_ROLES)
    partnerships = [role.partnership for role in roles]
    own = _own((place for place in partnerships if place), lambda place: place.code == code)
    return _list(request, own, rows_of_partnership(own, on), "profiles/region.html")


def _own[Place](places: Iterable[Place], fits: Callable[[Place], bool]) -> Place:
    """The place where this person has a role. Raises Http404 without one."""
    found = next(filter(fits, places), None)
    if found is None:
        raise Http404("Dit overzicht kennen wij niet.")
    return found


def _list(
    request: SignedInRequest,
    place: Board | Partnership,
    rows: list[Row],
    template: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    chosen = set(request.GET.getlist("stand"))
    shown = [row for row in rows if not chosen or row.state in chosen]
    context = {
        "place": place,
        "page": Paginator(shown, SCHOOLS_A_PAGE).get_page(request.GET.get("pagina")),
        "filters": filters_of(rows, chosen),
        "chosen": sorted(chosen),
        "total": len(rows),
        "late": sum(row.late for row in rows),
    }
    return render(request, template, context | (more or {}))

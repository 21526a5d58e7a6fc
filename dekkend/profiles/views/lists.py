"""All schools of a board or a region, with where each profile stands."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dekkend.organisations.models import Membership
from dekkend.organisations.queries import memberships_of
from dekkend.profiles.lists import Row, filters_of, rows_of_board, rows_of_partnership

SCHOOLS_A_PAGE = 50


@require_safe
def board(request: HttpRequest, number: str) -> HttpResponse:
    on = localdate()
    place = _own(request, on, lambda membership: membership.board and membership.board.number == number)
    return _list(request, place.board, rows_of_board(place.board, on), "profiles/board.html")


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    on = localdate()
    place = _own(
        request, on, lambda membership: membership.partnership and membership.partnership.code == code
    )
    rows = rows_of_partnership(place.partnership, on)
    return _list(request, place.partnership, rows, "profiles/region.html")


def _own(request: HttpRequest, on: date, fits) -> Membership:
    """The role this person has at the place. Raises Http404 without one."""
    found = next(filter(fits, memberships_of(request.user, on)), None)
    if found is None:
        raise Http404("Dit overzicht kennen wij niet.")
    return found


def _list(request: HttpRequest, place, rows: list[Row], template: str) -> HttpResponse:
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
    return render(request, template, context)

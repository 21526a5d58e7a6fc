"""Three pages with texts of ours, and how to reach a partnership: the one asked for, or whose host it is."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dekkend.organisations.faces import face_at, face_of
from dekkend.organisations.models import Face, Partnership
from dekkend.website.feedback.queries import agreement_of
from dekkend.website.map.tiles import host_of_tiles
from dekkend.website.models.feedback import USUAL_MONTHS

WRITTEN_ON = date(2026, 11, 25)  # when we last went through the product for the statement of accessibility


@login_not_required
@require_safe
def about(request: HttpRequest, code: str = "") -> HttpResponse:
    """Who is behind the site. Raises Http404 for a region that nobody knows."""
    return _page(request, "about", "about-of", code)


@login_not_required
@require_safe
def accessibility(request: HttpRequest, code: str = "") -> HttpResponse:
    """The statement, in the order of the Dutch model."""
    return _page(request, "accessibility", "accessibility-of", code)


@login_not_required
@require_safe
def privacy(request: HttpRequest, code: str = "") -> HttpResponse:
    """What is kept of a reader, and how long what parents say."""
    return _page(request, "privacy", "privacy-of", code)


def _page(request: HttpRequest, name: str, of_region: str, code: str) -> HttpResponse:
    partnership = _partnership(request, code)
    face = face_of(partnership) if partnership else None
    context = {
        "partnership": partnership,
        "face": face,
        "others": [] if partnership else _at_work(),
        "of_region": of_region,
        "standing": face or Face(),
        "written_on": WRITTEN_ON,
        "tiles_host": host_of_tiles(),
        "keep_months": agreement_of(partnership).keep_months if partnership else USUAL_MONTHS,
    }
    return render(request, f"website/about/{name}.html", context)


def _partnership(request: HttpRequest, code: str) -> Partnership | None:
    if code:
        return get_object_or_404(Partnership.objects.select_related("face"), code=code)
    here = face_at(request.get_host())
    return here.partnership if here else None


def _at_work() -> list[Partnership]:
    """The partnerships that work with Dekkend."""
    return list(Partnership.objects.filter(regimes__isnull=False).distinct())

"""Pages for when something went wrong: what happened and what to do, without blame or codes."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

NOT_YOURS = gettext_noop("Dit hoort niet bij uw rol.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    lead = gettext("Wij konden niet lezen wat uw browser stuurde. Ga terug en probeer het nog eens.")
    return _problem(request, gettext("Dat begrepen wij niet"), lead, 400)


def forbidden(
    request: HttpRequest, exception: Exception | None = None, typed: Sequence[str] = ()
) -> HttpResponse:
    """The reason a rule gave, in the user's words; below it what they `typed`."""
    lead = str(exception or "") or gettext(NOT_YOURS)
    return _problem(request, gettext("Dit kan niet"), lead, 403, typed)


def not_found(
    request: HttpRequest, exception: Exception | None = None, typed: Sequence[str] = ()
) -> HttpResponse:
    """The same words whether there is such a page or not; below them what the reader `typed`."""
    lead = gettext("Deze bladzijde is er niet, of is niet voor u. Kijk of het adres klopt.")
    return _problem(request, gettext("Niet gevonden"), lead, 404, typed)


def unavailable(request: HttpRequest, lead: str) -> HttpResponse:
    """Something of ours does not answer; `lead` says what, and when to come back."""
    return _problem(request, gettext("Dit lukt nu even niet"), lead, 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    lead = gettext(
        "Uw browser liet niet zien dat u het zelf was. Ga terug, laad de bladzijde en probeer het opnieuw."
    )
    return _problem(request, gettext("Wij hebben niets veranderd"), lead, 403)


def _problem(
    request: HttpRequest, heading: str, lead: str, status: int, typed: Sequence[str] = ()
) -> HttpResponse:
    context = {"heading": heading, "lead": lead, "typed": typed}
    return render(request, "core/problem.html", context, status=status)

"""What went wrong, as RFC 9457 says it: application/problem+json, in Dutch, with what to do."""

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

logger = logging.getLogger("django.request")

TITLES = {
    400: "Deze vraag kunnen wij niet lezen",
    404: "Niet gevonden",
    405: "Dit kan hier niet",
    410: "Deze school is gesloten",
    429: "Te veel vragen",
    500: "Er ging bij ons iets mis",
}
NOT_HERE = "Op dit adres is niets. Alle adressen staan in /api/v1/openapi.json; er staat geen / aan het eind."
ONLY_READING = "Hier valt alleen te lezen: gebruik GET, HEAD of OPTIONS."
OUR_FAULT = "Het ligt niet aan uw vraag. Probeer het later nog eens."
# pydantic's name of a fault, and how we say it; {…} are the facts that come with it.
FAULTS = {
    "int_parsing": "Geef een geheel getal.",
    "int_type": "Geef een geheel getal.",
    "int_parsing_size": "Dit getal is te groot.",
    "greater_than_equal": "Geef een getal van {ge} of hoger.",
    "less_than_equal": "Geef een getal van {le} of lager.",
    "string_pattern_mismatch": "Deze waarde heeft niet de goede vorm: {pattern}",
    "string_too_long": "Geef ten hoogste {max_length} tekens.",
    "literal_error": "Kies een van deze: {expected}.",
    "enum": "Kies een van deze: {expected}.",
    "bool_parsing": "Geef true of false.",
    "too_long": "Geef er ten hoogste {max_length}.",
    "unknown_place": "Deze postcode of plaats kennen wij niet.",
    "unknown_need": "Deze behoefte kennen wij niet. De sleutels staan in /api/v1/needs.",
    "unknown_denomination": "Deze richting kennen wij niet. Zie denomination in /api/v1/schools.",
    "unknown_board": "Dit bestuur kennen wij niet. Zie board in /api/v1/schools.",
    "distance_from_nowhere": "Geef ook place: vanaf daar meten wij.",
    "need_is_missing": "Geef ook need of text: dit hoort bij een behoefte.",
    "missing": "Deze parameter is nodig.",
}
UNKNOWN = "Deze parameter kennen wij hier niet. Kijk in /api/v1/openapi.json welke er zijn."
OTHERWISE = "Deze waarde kan hier niet."


class Gone(Exception):
    """What was asked for is there no more; the reason is for the reader."""


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """The answer that says what went wrong and what to do."""
    body = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail} | more
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )


def _not_found(request: HttpRequest, reason: Http404) -> HttpResponse:
    return problem(404, str(reason) or NOT_HERE)


def _gone(request: HttpRequest, reason: Gone) -> HttpResponse:
    return problem(410, str(reason))


def _unreadable(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """A part of the address that can be no code or number is an address that does not exist."""
    if any(error["loc"][0] == "path" for error in wrong.errors):
        return problem(404, NOT_HERE)
    errors = [{"parameter": _name(error), "detail": _told(error)} for error in wrong.errors]
    said = " ".join(f"{error['parameter']}: {error['detail']}" for error in errors)
    return problem(400, said, errors=errors)


def unknown_parameters(names: Iterable[str]) -> HttpResponse:
    """A filter that was mistyped and left out would find too much, and nobody would see it."""
    errors = [{"parameter": name, "detail": UNKNOWN} for name in names]
    return problem(400, UNKNOWN, errors=errors)


def _name(error: dict[str, Any]) -> str:
    """Of the parameter; behind it may stand which of several values is wrong."""
    return [part for part in error["loc"] if isinstance(part, str)][-1]


def _told(error: dict[str, Any]) -> str:
    return FAULTS.get(error["type"], OTHERWISE).format_map(error.get("ctx", {}))


def _our_fault(request: HttpRequest, fault: Exception) -> HttpResponse:
    logger.error(
        "Open data: %s", request.path, exc_info=fault, extra={"request": request, "status_code": 500}
    )
    return problem(500, OUR_FAULT)


TELLS: dict[type[Exception], Callable[..., HttpResponse]] = {
    Http404: _not_found,
    Gone: _gone,
    ValidationError: _unreadable,
    Exception: _our_fault,
}


def add_problems(api: NinjaAPI) -> None:
    """Every fault of this API is told in one shape."""
    for kind, tell in TELLS.items():
        api.add_exception_handler(kind, tell)

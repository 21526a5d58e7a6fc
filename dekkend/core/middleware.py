"""What every answer of the server has in common."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language_from_path, override


def private_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """What a signed-in person gets stays out of every cache, also that of the next person at this computer.

    It looks at the cookie, not at the user: asking for the user would cost the saving of an answer a query.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def language_of_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """The address alone says in which language a page is: no cookie and no browser setting changes it.

    Django's own LocaleMiddleware reads the address too, but then tells caches that the answer varies with the
    reader's browser, which it does not.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with override(language):
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def addresses_without_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """An address with a NUL in it leads nowhere: PostgreSQL fails on one, where it should find nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404("Dit adres kennen wij niet.")
        return get_response(request)

    return middleware

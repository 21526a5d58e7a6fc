"""What every answer of the server has in common."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


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

"""What every answer of open data has in common: for anyone, from anywhere, kept by caches, not too often."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from time import time

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from dekkend.organisations.throttle import comes_too_often
from dekkend.website.api.problems import ONLY_READING, Gone, problem

VERSION = "1.0.0"
METHODS = "GET, HEAD, OPTIONS"
MOST, SECONDS = 600, 60  # of one internet address: ten a second, and a whole school may share one
FRESH = 60
TOO_OFTEN = "Van uw internetadres kwamen te veel vragen. Wacht {wait} seconden, of vraag alles tegelijk op."
HEADERS = {
    "API-Version": VERSION,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, ETag, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
ASKED_BEFORE = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """A view that anyone may GET from any site. It asks no session, so it sets no cookie."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        response = _answer(request, view, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def _answer(request: HttpRequest, view: View, *args, **kwargs) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=ASKED_BEFORE)
    if request.method not in ("GET", "HEAD"):
        response = problem(405, ONLY_READING)
        response["Allow"] = METHODS
        return response
    if comes_too_often(request, "open-data", most=MOST, seconds=SECONDS):
        return too_often()
    return _kept(request, _got(request, view, *args, **kwargs))


def _got(request: HttpRequest, view: View, *args, **kwargs) -> HttpResponseBase:
    """HEAD asks the same as GET; the server leaves out the body, and nothing of a stream is made."""
    method, request.method = request.method, "GET"
    try:
        response = view(request, *args, **kwargs)
    except Http404 as reason:
        response = problem(404, str(reason))
    except Gone as reason:
        response = problem(410, str(reason))
    request.method = method
    if method == "HEAD" and isinstance(response, StreamingHttpResponse):
        response.streaming_content = []
    return response


def _kept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """With an ETag, and 304 for who has it already."""
    if response.status_code != 200:
        return response
    response.headers.setdefault("Cache-Control", f"public, max-age={FRESH}")
    if isinstance(response, HttpResponse):
        response.headers.setdefault("ETag", f'"{sha256(response.content).hexdigest()[:32]}"')
    etag = response.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response  # type: ignore[arg-type]


def too_often() -> HttpResponse:
    """When to ask again: at the end of this span."""
    wait = SECONDS - int(time()) % SECONDS
    response = problem(429, TOO_OFTEN.format(wait=wait))
    response["Retry-After"] = str(wait)
    return response

"""What someone typed survives a session that ended, without script and without keeping it on the server."""

from collections.abc import Callable, Iterator
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from dekkend.core.views import csrf_failure, forbidden, not_found

NOT_TYPED = "csrfmiddlewaretoken"


def keeps_typed_text(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a page where people write: a POST that is refused comes back as a form with the same text.

    The view needs sign-in all the same; only the refusal differs. Signing in renews the CSRF token, so a
    form from before has an old one: from our own page that too gives the text back, to send once more.
    """

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.method == "POST" and (refused := token_refused(request)):
            return refused
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return kept_text(request) if request.method == "POST" else redirect_to_login(request.get_full_path())

    return guarded


def token_refused(request: HttpRequest) -> HttpResponse | None:
    """What to answer to a form whose CSRF token is not right; None when it is."""
    if not (reason := _token_fault(request)):
        return None
    return kept_text(request) if _from_our_own_page(request) else csrf_failure(request, reason)


def kept_text(request: HttpRequest, *, door: str = "", is_in: bool | None = None) -> HttpResponse:
    """The typed text as a form to send again. It shows nothing but what this request brought itself.

    `door` is where a guest gets a new code, for who has no account. `is_in`: whether sending it again is
    enough; unless said otherwise it is for who is signed in.
    """
    context = {
        "fields": list(_fields(request)),
        "texts": typed_in(request),
        "door": door,
        "is_in": request.user.is_authenticated if is_in is None else is_in,
        "page": _page_of(request),
    }
    return render(request, "core/kept.html", context, status=403)


def refused_with_text(request: HttpRequest, refused: Http404 | PermissionDenied) -> HttpResponse:
    """The page that everyone gets who may not come there, with what this request itself brought."""
    answer = not_found if isinstance(refused, Http404) else forbidden
    return answer(request, refused, typed_in(request))


def _page_of(request: HttpRequest) -> str:
    """Where the form stood: an address that only takes what is sent is no place to come back to."""
    said = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure())
    return urlsplit(said).path if is_ours else request.path


class _Check(CsrfViewMiddleware):
    """Django's own check, that says why instead of answering."""

    fault = ""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponseForbidden:
        self.fault = reason
        return HttpResponseForbidden()


def _token_fault(request: HttpRequest) -> str:
    """Why Django's CSRF check would refuse this request; empty when it would not."""
    check = _Check(lambda request: HttpResponse())
    check.process_view(request, kept_text, (), {})
    return check.fault


def _from_our_own_page(request: HttpRequest) -> bool:
    """Another site's form gets no second chance: a person could be talked into pressing the button."""
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.META.get("HTTP_ORIGIN") in ours


def typed_in(request: HttpRequest) -> list[str]:
    """The texts a form brought, to give back to who typed them."""
    return [text for name, text in _fields(request) if _is_typed(name, text)]


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name != NOT_TYPED:
            yield from ((name, str(value)) for value in values)


def _is_typed(name: str, text: str) -> bool:
    """Words someone wrote, not a tick or a number behind the screen."""
    return not name.startswith("rev:") and " " in text.strip()

"""What someone typed survives a session that ended, without script and without keeping it on the server."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from dekkend.core.views import csrf_failure

NOT_TYPED = "csrfmiddlewaretoken"


def keeps_typed_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page where people write: a POST that is refused comes back as a form with the same text.

    The view needs sign-in all the same; only the refusal differs. Signing in renews the CSRF token, so a
    form from before has an old one: from our own page that too gives the text back, to send once more.
    """

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
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


def kept_text(request: HttpRequest, *, door: str = "") -> HttpResponse:
    """The typed text as a form to send again. It shows nothing but what this request brought itself.

    `door` is where a guest gets a new code, for who has no account.
    """
    fields = list(_fields(request))
    context = {"fields": fields, "texts": typed_in(request), "door": door}
    return render(request, "core/kept.html", context, status=403)


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

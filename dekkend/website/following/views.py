"""Ask to hear of changes, say yes by a link, and stop by a link."""

from typing import Any

from allauth.core.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dekkend.core.languages import DUTCH
from dekkend.organisations.faces import face_of
from dekkend.organisations.models import Site
from dekkend.organisations.throttle import guesses_too_often
from dekkend.website.following import actions
from dekkend.website.following.forms import FollowForm
from dekkend.website.following.links import LinkFault, read_confirm, read_leave
from dekkend.website.following.searching import normalised, words_of
from dekkend.website.models import Subscription
from dekkend.website.models.following import LONGEST_QUERY
from dekkend.website.queries import current_version, site_or_404
from dekkend.website.shield import refusal

GONE = 410
STATUS = {"unknown": 404, "expired": GONE, "gone": GONE}


@login_not_required
@csrf_exempt  # the signed ticket in the form does the same, and needs no cookie
@never_cache
@require_http_methods(["GET", "POST"])
def follow_site(request: HttpRequest, code: str) -> HttpResponse:
    """Hear when a school has something new to read."""
    site = site_or_404(code)
    version = current_version(site)
    face = {"face": face_of(version.profile.partnership)} if version else {}
    return _ask(request, site, "", {"site": site} | face)


@login_not_required
@csrf_exempt  # as above
@never_cache
@require_http_methods(["GET", "POST"])
def follow_search(request: HttpRequest) -> HttpResponse:
    """The same of every school that a search finds. The search stands in the address."""
    query = normalised(request.META["QUERY_STRING"][:LONGEST_QUERY])
    return _ask(request, None, query, {"query": query, "words": words_of(query)})


def _ask(request: HttpRequest, site: Site | None, query: str, context: dict[str, Any]) -> HttpResponse:
    form = FollowForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = refusal(request, form, "follow")
        if not status:
            actions.ask_to_follow(
                email=form.cleaned_data["email"],
                site=site,
                query=query,
                at=timezone.now(),
                language=get_language() or DUTCH,
            )
            return redirect("follow-asked")
    return render(request, "website/following/follow.html", context | {"form": form}, status=status)


@login_not_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for every address, known or not."""
    return render(request, "website/following/asked.html")


@login_not_required
@csrf_exempt  # another site cannot know the token
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes. A GET only shows the button: programs that look at mail follow links, too."""
    try:
        pk = read_confirm(token)
    except LinkFault as fault:
        return _closed(request, fault.why)
    found = Subscription.objects.select_related("site").filter(pk=pk).first()
    if found and request.method == "POST":
        found = actions.confirm(pk=pk, at=timezone.now())
    if found is None:
        return _closed(request, "gone")
    return render(request, "website/following/confirm.html", {"found": found, "what": actions.what_of(found)})


@login_not_required
@csrf_exempt  # a mail program sends this POST by itself (RFC 8058), without a cookie
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Stop, with one button here or one in the mail program."""
    try:
        pk = read_leave(token)
    except LinkFault as fault:
        return _closed(request, fault.why)
    if request.method == "POST":
        actions.leave(pk=pk, all_of_them="all" in request.POST)
        return render(request, "website/following/left.html")
    found = Subscription.objects.select_related("site").filter(pk=pk).first()
    if found is None:
        return render(request, "website/following/left.html")
    context = {"what": actions.what_of(found), "more": _more(found)}
    return render(request, "website/following/leave.html", context)


def _more(found: Subscription) -> bool:
    """Whether this address follows anything else."""
    return Subscription.objects.filter(email=found.email).exclude(pk=found.pk).exists()


def _closed(request: HttpRequest, why: str) -> HttpResponse:
    """A link that does not work: what to do instead. Only guessing is slowed down."""
    if why == "unknown" and guesses_too_often(request, "follow-link"):
        return respond_429(request)
    words = {
        "unknown": gettext("Deze link klopt niet. Kijk of u het hele adres hebt, of vraag het opnieuw aan."),
        "expired": gettext("Deze link werkte 7 dagen. Vraag het opnieuw aan."),
        "gone": gettext("Dit bericht is al gestopt. Wilt u het weer? Vraag het opnieuw aan."),
    }
    return render(request, "website/following/closed.html", {"lead": words[why]}, status=STATUS[why])

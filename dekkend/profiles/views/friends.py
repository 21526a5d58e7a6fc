"""Another school reads along: the page of who asks, and the page of who is asked."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from dekkend.core.audience import Audience
from dekkend.core.kept import keeps_typed_text, typed_in
from dekkend.organisations.models import Role
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.alongside.forms import FriendAnswerForm, FriendForm
from dekkend.profiles.alongside.friends import get_friendship_for, invitable
from dekkend.profiles.models import Friendship
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.rules import may_invite_friend, may_read_friendships
from dekkend.profiles.views.reading import page_frame

WILL_SEE = (
    Audience(
        "De directeur en de intern begeleider van de andere school",
        "lezen de tekst zoals hij is, en wat u daarna verandert. Zij zien wat de regio later ook mag lezen.",
    ),
    Audience(
        "De andere school",
        "ziet niet wat alleen voor uw school is: ook geen stukken, uitkomsten van het team of opmerkingen "
        "van uw team.",
        sees=False,
    ),
    Audience("Uw team", "ziet wat de andere school opmerkt en voorstelt. U beslist wat u ermee doet."),
    Audience(
        "De MR en het bestuur",
        "lezen later in het verslag en de verantwoording dat de school meelas. Niet wat zij schreef.",
    ),
)


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def friends(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which schools read along or were asked, for the team; the head teacher asks another one."""
    version, roles = get_version_for(request.user, pk, need="see")
    if not (verdict := may_read_friendships(roles)):
        raise PermissionDenied(verdict.reason)
    verdict = may_invite_friend(roles, version.state)
    sites = invitable(version, localdate())
    form = FriendForm(request.POST if request.method == "POST" else None, sites=sites)
    if request.method == "POST":
        if Role.HEAD_TEACHER not in roles:
            raise PermissionDenied(verdict.reason)
        if not verdict:
            closed = {"reason": verdict.reason, "typed": typed_in(request)}
            return render(request, "profiles/refused.html", page_frame(version) | closed, status=409)
        if form.is_valid() and _invite(request, pk, form):
            return redirect("friends", pk)
    context = {
        "friendships": version.friendships.select_related("site"),
        "verdict": verdict,
        "form": form,
        "has_choice": sites.exists(),
        "sees": WILL_SEE,
        "withdraws": Role.HEAD_TEACHER in roles,
    }
    return render(request, "profiles/friends.html", page_frame(version) | context)


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def friendship(request: SignedInRequest, pk: int) -> HttpResponse:
    """The invitation at the other school: say yes or no, and stop."""
    found, _ = get_friendship_for(request.user, pk)
    form = FriendAnswerForm(request.POST if request.method == "POST" else None)
    typed: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, found, form.cleaned_data["answer"])
        except actions.NotPossible as refused:
            form.add_error(None, refused.reason)
            found, typed = get_friendship_for(request.user, pk)[0], typed_in(request)
    version = found.version
    context = {
        "invitation": found,
        "site": version.profile.site,
        "is_over": found.until < localdate() or not found.is_open,
        "form": form,
        "typed": typed,
        "elsewhere": True,
    }
    return render(request, "profiles/friendship.html", context)


@require_POST
def withdraw_friend(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head teacher takes an invitation back."""
    found = get_object_or_404(Friendship.objects.select_related("site"), pk=pk)
    _, roles = get_version_for(request.user, found.version_id, need="see")
    if Role.HEAD_TEACHER not in roles:
        raise PermissionDenied("Alleen de directeur trekt een uitnodiging in.")
    try:
        actions.withdraw_friendship(friendship_id=pk, actor=request.user, at=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(
            request,
            f"{found.site.name} leest niet mee. Was dat niet de bedoeling? Vraag de school dan opnieuw.",
        )
    return redirect("friends", found.version_id)


def _invite(request: SignedInRequest, version_id: int, form: FriendForm) -> bool:
    try:
        asked = actions.invite_friend(
            version_id=version_id, actor=request.user, at=timezone.now(), **form.cleaned_data
        )
    except actions.NotPossible as refused:
        form.add_error(None, refused.reason)
        return False
    messages.success(
        request, f"{asked.site.name} krijgt een mail met uw vraag. U hoort of de school meeleest."
    )
    return True


def _answer(request: SignedInRequest, found: Friendship, answer: str) -> HttpResponse:
    """Raises NotPossible."""
    who: dict[str, Any] = {"friendship_id": found.pk, "actor": request.user, "at": timezone.now()}
    school = found.version.profile.site.name
    if "accept" in request.POST:
        actions.accept_friendship(**who)
        messages.success(request, f"U leest nu mee met {school}.")
        return redirect("read", found.version_id)
    if "decline" in request.POST:
        actions.decline_friendship(answer=answer, **who)
        messages.success(request, f"{school} hoort dat uw school niet meeleest.")
    elif "stop" in request.POST:
        actions.stop_friendship(**who)
        messages.success(request, f"U bent klaar met meelezen. {school} houdt wat u schreef.")
    else:
        raise Http404("Dit antwoord kennen wij niet.")
    return redirect("friendship", found.pk)

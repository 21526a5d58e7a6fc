"""People at a place, invitations, and one's own account. Signing in itself is allauth's, with our pages."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from dekkend.organisations import actions
from dekkend.organisations.forms import AcceptForm, ConceptForm, InviteForm, LastDayForm, NameForm
from dekkend.organisations.models import Board, Invitation, Membership, Partnership, Role, Site, User
from dekkend.organisations.queries import (
    get_place_for,
    has_successor,
    memberships_of,
    open_invitations,
    people_at,
    roles_for,
)
from dekkend.organisations.requests import SignedInRequest
from dekkend.organisations.rules import WHO_INVITES, Place, grantable, may_describe, may_end, may_grant
from dekkend.organisations.second_step import took_second_step
from dekkend.organisations.sessions import end_sessions, sessions_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
GONE = 410
CLOSED_STATUS = {"unknown": 404, "other_person": 403}


def people_of_site(request: SignedInRequest, code: str) -> HttpResponse:
    return _people(request, Site.objects.filter(code=code).select_related("school__board"))


def people_of_board(request: SignedInRequest, number: str) -> HttpResponse:
    return _people(request, Board.objects.filter(number=number))


def people_of_partnership(request: SignedInRequest, code: str) -> HttpResponse:
    return _people(request, Partnership.objects.filter(code=code))


def _people(request: SignedInRequest, places) -> HttpResponse:
    """Who has which role at one place; inviting is a POST to the same page."""
    place, roles = get_place_for(request.user, places)
    offered = grantable(roles, place)
    form = InviteForm(request.POST or None, roles=offered) if offered else None
    if request.method == "POST" and _invited(request, place, form):
        return redirect(people_url(place))
    return render(request, "organisations/people.html", _people_page(request, place, roles, form))


def _invited(request: SignedInRequest, place: Place, form: InviteForm | None) -> bool:
    if form is None:
        raise PermissionDenied(WHO_INVITES[type(place)])
    if not form.is_valid():
        return False
    asked = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
    try:
        actions.invite(**asked, place=place, actor=request.user, at=now())
    except ValidationError as refused:
        form.add_error("email", refused)
        return False
    messages.success(request, f"De uitnodiging is verstuurd naar {asked['email']}.")
    return True


def _people_page(request: SignedInRequest, place: Place, roles, form: InviteForm | None) -> dict:
    today, at = localdate(), now()
    people = [
        (role, may_end(roles, role.role, place, own=role.user_id == request.user.pk))
        for role in people_at(place, today)
    ]
    waiting = [
        (offer, offer.expires_at <= at)
        for offer in (open_invitations(place) if form else [])
        if may_grant(roles, offer.role, place)
    ]
    reason = WHO_INVITES[type(place)]
    return {
        "place": place,
        "people": people,
        "waiting": waiting,
        "form": form,
        "reason": reason,
        "today": today,
    }


def people_url(place: Place) -> str:
    if isinstance(place, Site):
        return reverse("people", args=[place.code])
    if isinstance(place, Board):
        return reverse("people-board", args=[place.number])
    return reverse("people-partnership", args=[place.code])


def site_facts(request: SignedInRequest, code: str) -> HttpResponse:
    """What everyone reads of a school beside its profile: from the register, and what it says itself."""
    sites = Site.objects.filter(code=code).select_related("school__board")
    site, roles = get_place_for(request.user, sites)
    verdict = may_describe(roles)
    form = ConceptForm(request.POST or None, initial={"concept": site.concept})
    if request.method == "POST" and (form.is_valid() or not verdict):
        concept = form.cleaned_data.get("concept", "")
        actions.describe_site(site=site, concept=concept, actor=request.user, at=now())
        messages.success(request, "Bewaard. Ouders zien dit nu ook als zij zoeken.")
        return redirect("site-facts", code)
    return render(request, "organisations/site_facts.html", {"site": site, "form": form, "verdict": verdict})


def end_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the last day and show what it means; then end the role."""
    role = _get_placed(Membership.objects.select_related("user"), pk, request)
    place = role.place
    _check(may_end(_roles(request, place), role.role, place, own=role.user_id == request.user.pk))
    form = LastDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_membership(membership_id=pk, actor=request.user, on=form.cleaned_data["on"])
        except ValidationError as refused:
            form.add_error("on", refused)
        else:
            messages.success(request, f"De rol van {role.user.name} eindigt.")
            return redirect(_after_ending(request, place))
    alone = role.role == Role.HEAD_TEACHER and not has_successor(role, localdate())
    page = {"role": role, "place": place, "form": form, "alone": alone, "back": people_url(place)}
    return render(request, "organisations/end_role.html", page)


def _after_ending(request: SignedInRequest, place: Place) -> str:
    """Back to the list, unless whoever ended their own role may no longer see it."""
    return people_url(place) if _roles(request, place) else reverse("account")


@require_POST
def resend_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    return _on_invitation(request, pk, actions.resend_invitation, "De uitnodiging is opnieuw verstuurd.")


@require_POST
def withdraw_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    return _on_invitation(request, pk, actions.withdraw_invitation, "De uitnodiging is ingetrokken.")


def _on_invitation(request: SignedInRequest, pk: int, act, done: str) -> HttpResponse:
    invitation = _get_placed(Invitation.objects.all(), pk, request)
    try:
        act(invitation_id=invitation.pk, actor=request.user, at=now())
    except actions.InvitationClosed:
        messages.warning(request, "Deze uitnodiging is al gebruikt of ingetrokken.")
    else:
        messages.success(request, done)
    return redirect(people_url(invitation.place))


def _get_placed[Placed: Membership | Invitation](
    rows: QuerySet[Placed], pk: int, request: SignedInRequest
) -> Placed:
    """A role or invitation with its place; Http404 for who has nothing to do with that place."""
    row = get_object_or_404(rows.select_related("site__school", "board", "partnership"), pk=pk)
    own = isinstance(row, Membership) and row.user_id == request.user.pk
    if not own and not _roles(request, row.place):
        raise Http404("Deze plek kennen wij niet.")
    return row


def _roles(request: SignedInRequest, place: Place) -> frozenset[Role]:
    return roles_for(request.user, place, localdate())


def _check(verdict) -> None:
    if not verdict:
        raise PermissionDenied(verdict.reason)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What is offered, and to whom; accepting is a POST."""
    try:
        offer = actions.find_invitation(token, now())
        return _answer(request, token, offer)
    except actions.InvitationClosed as closed:
        page = {"why": closed.why, "invitation": closed.invitation}
        status = CLOSED_STATUS.get(closed.why, GONE)
        return render(request, "organisations/invitation_closed.html", page, status=status)


def _answer(request: HttpRequest, token: str, offer: Invitation) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    if user and user.email != offer.email:
        raise actions.InvitationClosed("other_person", offer)
    makes_account = user is None and not actions.has_account(offer)
    form = _accept_form(request, offer) if makes_account else None
    if request.method == "POST" and (user or (form and form.is_valid())):
        return _accept(request, token, user, form)
    return render(request, "organisations/invitation.html", {"invitation": offer, "form": form})


def _accept_form(request: HttpRequest, offer: Invitation) -> AcceptForm:
    return AcceptForm(request.POST or None, email=offer.email, initial={"name": offer.name})


def _accept(request: HttpRequest, token: str, user: User | None, form: AcceptForm | None) -> HttpResponse:
    given = form.cleaned_data if form else {"name": "", "password": ""}
    person = actions.accept_invitation(token=token, user=user, at=now(), **given)
    if form:
        login(request, person, BACKEND)
    messages.success(request, "Welkom. U doet nu mee.")
    return redirect("work")


@never_cache
def account(request: SignedInRequest) -> HttpResponse:
    """One's own name, ways to sign in, roles and sessions."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Uw naam is veranderd.")
        return redirect("account")
    return render(request, "organisations/account.html", _account_page(request, form))


def _account_page(request: SignedInRequest, form: NameForm) -> dict:
    ways = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return {
        "form": form,
        "app": Authenticator.Type.TOTP in ways,
        "passkeys": ways.count(Authenticator.Type.WEBAUTHN),
        "roles": [(role, people_url(role.place)) for role in memberships_of(request.user, localdate())],
        "sessions": sessions_of(request.user, request.session.session_key),
    }


@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    end_sessions(request.user)
    logout(request)
    messages.success(request, "U bent overal uitgelogd.")
    return redirect("account_login")


@never_cache
def second_step(request: SignedInRequest) -> HttpResponse:
    """What is asked before pages about children: a code or a passkey, or to set one up first."""
    goes_to = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(goes_to, {request.get_host()}, request.is_secure())
    to = goes_to if is_ours else reverse("work")
    if took_second_step(request):
        return redirect(to)
    have = {one.type: True for one in Authenticator.objects.filter(user=request.user)}
    context = {"authenticators": have, "next": to, "here": request.get_full_path()}
    return render(request, "organisations/second_step.html", context)

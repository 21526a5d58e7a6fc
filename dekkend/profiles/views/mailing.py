"""How often someone gets mail, and their terms in their own calendar."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dekkend.core.tokens import hash_of
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.agenda import calendar_of, terms_of
from dekkend.profiles.forms import MailForm
from dekkend.profiles.models import CalendarLink
from dekkend.profiles.queries import mail_choice_of

ICS = "text/calendar; charset=utf-8"


@require_http_methods(["GET", "POST"])
def mail_choice(request: SignedInRequest) -> HttpResponse:
    """Choose how often mail comes."""
    if request.method == "POST":
        form = MailForm(request.POST)
        if form.is_valid():
            actions.choose_mail(user=request.user, often=form.cleaned_data["often"])
            messages.success(request, "Uw keuze is bewaard.")
            return redirect("mail-choice")
    else:
        form = MailForm(initial={"often": mail_choice_of(request.user)})
    link = CalendarLink.objects.filter(user=request.user).first()
    return render(request, "profiles/mail_choice.html", {"form": form, "link": link, "here": "mail"})


@sensitive_variables("token")
@require_POST
def calendar_link(request: SignedInRequest) -> HttpResponse:
    """Make the secret address of someone's calendar, or end it. It is shown this once."""
    if "end" in request.POST:
        actions.remove_calendar_link(user=request.user)
        messages.success(request, "Het adres werkt niet meer. Haal de agenda ook uit uw agenda-app weg.")
        return redirect("mail-choice")
    token = actions.make_calendar_link(user=request.user, at=timezone.now())
    address = settings.SITE_URL + reverse("calendar", args=[token])
    subscribe = "webcal" + address.removeprefix("https").removeprefix("http")
    return render(request, "profiles/calendar_link.html", {"address": address, "subscribe": subscribe})


@sensitive_variables("token")
@login_not_required  # a calendar program cannot sign in: the token is the key
@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The terms of whoever owns this token, for their calendar. Raises Http404 for any other token."""
    link = CalendarLink.objects.select_related("user").filter(token_hash=hash_of(token)).first()
    if link is None or not link.user.is_active:
        raise Http404("Deze agenda kennen wij niet.")
    return HttpResponse(calendar_of(terms_of(link.user, localdate()), at=link.made_at), content_type=ICS)

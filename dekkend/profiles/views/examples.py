"""How other schools answer a question, and whether this school lets others see its own texts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from dekkend.organisations.models import Site
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.examples import examples_at
from dekkend.profiles.models import SupportProfile
from dekkend.profiles.queries import get_version_for, roles_at_profile
from dekkend.profiles.rules import TEAM, may_see, may_share
from dekkend.profiles.sheet import place_of
from dekkend.profiles.views.reading import page_frame
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import anchor

FOR_WRITERS = "De voorbeelden zijn er voor wie het profiel schrijft."
SHARED = "Uw school deelt haar teksten. Andere scholen zien ze als voorbeeld. Stoppen kan hier altijd."
STOPPED = "Uw school deelt haar teksten niet meer. Andere scholen zien ze niet meer als voorbeeld."


@require_safe
def examples(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Texts of other schools at one question: a page, or with `deel` the piece that a script asks for."""
    version, roles = get_version_for(request.user, pk, need="read")
    if not roles & TEAM:
        raise PermissionDenied(FOR_WRITERS)
    place = place_of(questionnaire_of(version.edition), key)
    if place is None or not place[0].is_answered_here:
        raise Http404("Deze vraag kennen wij niet.")
    question, chapter = place
    context = {
        "question": question,
        "chapter": chapter,
        "anchor": anchor(key),
        "examples": examples_at(version, question, localdate()),
        "shares": version.profile.shares_texts,
        "may_share": may_share(roles),
    }
    template = "profiles/parts/examples.html" if "deel" in request.GET else "profiles/examples.html"
    return render(request, template, page_frame(version) | context)


@require_http_methods(["GET", "POST"])
def sharing(request: SignedInRequest, code: str) -> HttpResponse:
    """What sharing means, how it stands, and the head teacher's switch."""
    site = get_object_or_404(Site.objects.select_related("school__board"), code=code)
    profiles = list(SupportProfile.objects.filter(site=site).order_by("pk"))
    memberships = memberships_of(request.user, localdate())
    places = [None, *(profile.partnership_id for profile in profiles)]
    roles = frozenset[str]().union(*(roles_at_profile(memberships, site, place) for place in places))
    if not may_see(roles):
        raise Http404("Deze school kennen wij niet.")
    if request.method == "POST":
        return _switch(request, site)
    context = {
        "site": site,
        "shares": any(profile.shares_texts for profile in profiles),
        "has_profile": bool(profiles),
        "verdict": may_share(roles),
    }
    return render(request, "profiles/sharing.html", context)


def _switch(request: SignedInRequest, site: Site) -> HttpResponse:
    shares = request.POST.get("shares") == "yes"
    try:
        actions.share_texts(site=site, actor=request.user, shares=shares, at=timezone.now())
    except actions.NotPossible as refused:
        raise PermissionDenied(refused.reason) from refused
    messages.success(request, SHARED if shares else STOPPED)
    return redirect("sharing", site.code)

"""Declarations (tlv): the special school fetches one by its number, and the Loket's yearly round."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, now
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dekkend.cases import actions
from dekkend.cases.declaration.days import school_year_ends
from dekkend.cases.declaration.fetching import (
    SPECIAL,
    find_declaration,
    may_free,
    may_take_in,
    taken_in_by,
    with_case,
)
from dekkend.cases.declaration.forms import LookUpForm, TakeInForm
from dekkend.cases.declaration.renewing import renewal_round, school_of
from dekkend.cases.forms import ReasonForm
from dekkend.cases.involvement import WRITERS
from dekkend.cases.log import note_reading
from dekkend.cases.models import Declaration, Plan
from dekkend.cases.views.acting import WRONG, act_page, posted
from dekkend.cases.views.frame import about_children
from dekkend.organisations.models import Membership, Partnership, Role, Site
from dekkend.organisations.queries import memberships_of
from dekkend.organisations.requests import SignedInRequest
from dekkend.organisations.throttle import guesses_too_often, happens_too_often

FOUND = "declarations_found"  # in the session: {pk: [site, until]}
SHOWN_FOR = timedelta(minutes=30)
MOST_GUESSES, HOUR = 10, 3600
NO_MATCH = "Deze combinatie van nummer en geboortedatum kennen wij niet. Kijk allebei na in de brief."
TOO_OFTEN = "Het is nu te vaak geprobeerd. Wacht een uur, of bel het samenwerkingsverband."


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def declarations(request: SignedInRequest) -> HttpResponse:
    """What this school took in, and a way to fetch another: by number and day of birth together."""
    roles = _special_roles(request)
    sites = list(dict.fromkeys(role.site for role in roles if role.site))
    form = LookUpForm(posted(request), sites=sites)
    status = 200
    if request.method == "POST":
        if form.is_valid() and (found := _look_up(request, form)):
            site = form.cleaned_data.get("site") or sites[0]
            _remember(request, found, site)
            return redirect("declaration", found.pk)
        status = WRONG
    taken_in = [(site, taken_in_by(site)) for site in sites]
    context = {"form": form, "taken_in": taken_in, "here": "declarations"}
    return render(request, "cases/declaration/list.html", context, status=status)


@about_children
@require_http_methods(["GET", "POST"])
def declaration(request: SignedInRequest, pk: int) -> HttpResponse:
    """Just found with both right, or taken in by this school before. Each look is in the log."""
    roles = _special_roles(request)
    found, site = _shown(request, pk, {role.site_id for role in roles})
    role = next(role.role for role in roles if role.site_id == site.pk)
    note_reading(found.case, request.user, role, f"de verklaring (tlv), door school {site.code}", now())
    verdict = may_take_in(found, site, localdate())
    form = TakeInForm(posted(request)) if verdict or request.method == "POST" else None
    context = {
        "declaration": found,
        "site": site,
        "verdict": verdict,
        "is_ours": found.fetched_by_site_id == site.pk,
        "has_plan": Plan.objects.filter(case=found.case, site=site).exists(),
        "child": found.case.child,
        "here": "declarations",
    }
    return act_page(
        request,
        form,
        partial(
            actions.take_in_declaration, declaration_id=pk, site=site, actor=request.user, at=timezone.now()
        ),
        words={},
        context=context,
        done="De verklaring is in ontvangst genomen. De vorige school krijgt bericht.",
        then=reverse("declaration", args=[pk]),
        template="cases/declaration/one.html",
    )


@about_children
@require_safe
def renewals(request: SignedInRequest) -> HttpResponse:
    """What ends this school year, and how it stands with each."""
    on = localdate()
    rounds = [(place, _rows(place, on)) for place in _desks(request)]
    context = {
        "rounds": rounds,
        "ends_on": school_year_ends(on),
        "to_do": sum(not row["declaration"].renewal for _, rows in rounds for row in rows),
        "here": "renewals",
    }
    return render(request, "cases/declaration/renewals.html", context)


RENEWAL_STEPS: dict[str, tuple[Callable[..., Any], str, list[str], str]] = {
    "begin": (
        actions.start_renewal,
        "Begin de verlenging",
        ["De school waar het kind nu is, krijgt een nieuw dossier en een mail.",
         "Kind en ouders staan daar al in. Wat eerder is geschreven, gaat niet mee.",
         "U ziet het nieuwe dossier zodra de school het verstuurt."],
        "De verlenging is begonnen. De school krijgt een mail.",
    ),
    "niet-nodig": (
        actions.skip_renewal,
        "Geen verlenging nodig",
        ["De verklaring loopt af op de einddatum.", "U kunt dit later nog terugnemen."],
        "Vastgelegd: geen verlenging nodig.",
    ),
    "toch-wel": (
        actions.undo_skipping,
        "Toch verlengen",
        ["De verklaring staat weer op de lijst van dit schooljaar."],
        "De verklaring staat weer op de lijst.",
    ),
}  # fmt: skip


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def renewal_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    if step not in RENEWAL_STEPS:
        raise Http404("Deze stap kennen wij niet.")
    found = _of_desk(request, pk)
    note_reading(found.case, request.user, Role.SERVICE_DESK, "de verklaring (tlv), voor verlenging", now())
    act, title, happens, done = RENEWAL_STEPS[step]
    form = None
    if step == "niet-nodig":
        form = ReasonForm(posted(request), label="Waarom is er geen verlenging nodig?")
    words = {
        "title": title,
        "lead": f"Verklaring {found.number} van {found.case.child.name}, {school_of(found).name}.",
        "happens": happens,
        "button": title,
        "back": reverse("renewals"),
    }
    return act_page(
        request,
        form,
        partial(act, declaration_id=pk, actor=request.user, at=timezone.now()),
        words=words,
        context={"page_title": f"{title}, {found.number}", "here": "renewals"},
        done=done,
        then=reverse("renewals"),
    )


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def free_declaration(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another school can take it in: for the Loket, with why, and with whom that is taken from."""
    found = _of_desk(request, pk)
    note_reading(found.case, request.user, Role.SERVICE_DESK, "de verklaring (tlv), om vrij te geven", now())
    if request.method == "GET" and not (verdict := may_free(found, localdate())):
        messages.error(request, verdict.reason)
        return redirect("case", found.case.pk)
    by = found.fetched_by_site.name if found.fetched_by_site else "Geen school"
    words = {
        "title": "Geef de verklaring vrij",
        "lead": f"Verklaring {found.number} van {found.case.child.name}, in ontvangst genomen door {by}.",
        "happens": [
            f"{by[:1].upper()}{by[1:]} krijgt een mail, en schrijft en leest het plan (opp) niet meer.",
            "Een andere school kan de verklaring in ontvangst nemen. Het nummer blijft hetzelfde.",
            "Wat in het plan staat, blijft. Het gaat mee naar die school.",
            "Niemand leest uw reden, behalve wie dit dossier mag openen. De ouders lezen dat zij vrij is.",
        ],
        "button": "Geef de verklaring vrij",
        "back": reverse("case", args=[found.case.pk]),
    }
    return act_page(
        request,
        ReasonForm(posted(request), label="Waarom geeft u de verklaring vrij?"),
        partial(actions.free_declaration, declaration_id=pk, actor=request.user, at=timezone.now()),
        words=words,
        context={"page_title": f"Geef vrij, {found.number}", "here": "case"},
        done="De verklaring is vrij. De school die haar had, krijgt een mail.",
        then=reverse("case", args=[found.case.pk]),
    )


def _of_desk(request: SignedInRequest, pk: int) -> Declaration:
    """Raises Http404 for one of another region."""
    found = with_case(Declaration.objects.filter(pk=pk, partnership__in=_desks(request))).first()
    if found is None:
        raise Http404("Deze verklaring kennen wij niet.")
    return found


def _special_roles(request: SignedInRequest) -> list[Membership]:
    """Where someone leads files at a school for special education. Raises Http404 for others."""
    roles = memberships_of(request.user, localdate())
    special = [m for m in roles if m.role in WRITERS and m.site and m.site.kind in SPECIAL]
    if not special:
        raise Http404("Deze bladzijde is voor scholen voor speciaal onderwijs.")
    return special


def _look_up(request: SignedInRequest, form: LookUpForm) -> Declaration | None:
    """Both right, or an error that tells of neither. Who was wrong too often waits, right or not."""
    blocked = f"declaration-blocked:{request.user.pk}"
    if cache.get(blocked):
        form.add_error(None, TOO_OFTEN)
        return None
    found = find_declaration(form.cleaned_data["number"], form.cleaned_data["born_on"])
    if found is None:
        too_often = happens_too_often(f"declaration:{request.user.pk}", most=MOST_GUESSES, seconds=HOUR)
        if guesses_too_often(request, "declaration") or too_often:
            cache.set(blocked, True, HOUR)
        form.add_error(None, TOO_OFTEN if cache.get(blocked) else NO_MATCH)
    return found


def _remember(request: SignedInRequest, found: Declaration, site: Site) -> None:
    seen = request.session.get(FOUND, {})
    seen[str(found.pk)] = [site.pk, (now() + SHOWN_FOR).timestamp()]
    request.session[FOUND] = seen


def _shown(request: SignedInRequest, pk: int, sites: set[int | None]) -> tuple[Declaration, Site]:
    """The declaration, and for which of their schools someone looks. Raises Http404."""
    found = with_case(Declaration.objects.filter(pk=pk)).first()
    if found and found.fetched_by_site and found.fetched_by_site_id in sites:
        return found, found.fetched_by_site
    site_id, until = request.session.get(FOUND, {}).get(str(pk), (None, 0))
    if found is None or site_id not in sites or now().timestamp() > until:
        raise Http404("Zoek de verklaring op met het nummer en de geboortedatum.")
    return found, Site.objects.get(pk=site_id)


def _desks(request: SignedInRequest) -> list[Partnership]:
    """Where someone works at the Loket. Raises PermissionDenied for who does nowhere."""
    roles = memberships_of(request.user, localdate())
    desks = [m.partnership for m in roles if m.role == Role.SERVICE_DESK and m.partnership]
    if not desks:
        raise PermissionDenied("Deze bladzijde is voor het Loket.")
    return desks


def _rows(partnership: Partnership, on: date) -> list[dict[str, Any]]:
    return [
        {
            "declaration": one,
            "school": school_of(one),
            "following": getattr(one.case, "followed_by", None),
        }
        for one in renewal_round(partnership, on)
    ]

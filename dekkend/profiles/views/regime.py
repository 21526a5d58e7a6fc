"""Which legal route the schools of a partnership follow, and from when."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from dekkend.organisations.models import Partnership
from dekkend.organisations.queries import roles_for
from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles import actions
from dekkend.profiles.forms import RegimeForm
from dekkend.profiles.hearing import asked
from dekkend.profiles.models import Demand, Regime, RegimeKind
from dekkend.profiles.rules import may_adopt


@require_http_methods(["GET", "POST"])
def regime(request: SignedInRequest, code: str) -> HttpResponse:
    """What the partnership agreed, newest first, and the choice for a school year."""
    on = localdate()
    partnership = get_object_or_404(Partnership, code=code)
    if not may_adopt(roles_for(request.user, partnership, on)):
        raise Http404("Dit overzicht kennen wij niet.")
    form = RegimeForm(request.POST if request.method == "POST" else None, on=on)
    if request.method == "POST" and form.is_valid():
        try:
            return _adopt(request, partnership, form)
        except actions.NotPossible as refused:
            form.add_error(None, refused.reason)
    adopted = partnership.regimes.select_related("edition").defer("edition__definition")
    context = {
        "place": partnership,
        "form": form,
        "regimes": [
            (regime, _says(regime), regime.begins_on > on) for regime in adopted.prefetch_related("demands")
        ],
        "kinds": [(kind, _says_of_kind(kind)) for kind in RegimeKind.objects.all()],
        "on": on,
    }
    return render(request, "profiles/regime.html", context)


def _adopt(request: SignedInRequest, partnership: Partnership, form: RegimeForm) -> HttpResponse:
    regime = actions.adopt_regime(
        partnership=partnership, actor=request.user, at=timezone.now(), **form.cleaned_data
    )
    year = regime.begins_on.year
    messages.success(request, f"Vanaf 1 augustus {year} volgen de scholen: {regime.name}.")
    return redirect("regime", partnership.code)


def _says(regime: Regime) -> list[str]:
    """A sentence for each say, with its term."""
    return [_in_words(demand) for demand in regime.demands.all()]


def _says_of_kind(kind: RegimeKind) -> list[str]:
    return [_in_words(Demand(**demand)) for demand in kind.definition["demand"]]


def _in_words(demand: Demand) -> str:
    term = f"Tijd: {demand.weeks} weken." if demand.weeks else "Dat gebeurt voor de MR het leest."
    return f"{asked(demand)} {term}"

"""The school corrects who the child is."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dekkend.cases import actions
from dekkend.cases.forms import CorrectChildForm
from dekkend.cases.models import Case, Declaration
from dekkend.cases.queries import child_corrections
from dekkend.cases.rules import may_correct_child, may_lead
from dekkend.cases.views.acting import act_page, posted
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.organisations.requests import SignedInRequest


@about_children
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def case_child(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name, day of birth and group as they are now, and what happens when they change."""
    case, roles = open_case_for(request, pk, "gegevens van het kind")
    if not (verdict := may_lead(roles) and may_correct_child(case)):
        raise PermissionDenied(verdict.reason)
    now = vars(case.child) | {"seen": child_corrections(case).count()}
    form = CorrectChildForm(posted(request), initial=now)

    def act(seen: int, **_: object) -> None:
        actions.correct_child(case_id=pk, child=form.child, seen=seen, actor=request.user, at=timezone.now())

    back = reverse("case", args=[pk])
    words = {
        "page_title": "Gegevens van het kind",
        "title": "Verbeter de gegevens van het kind",
        "happens": list(_happens(case)),
        "button": "Bewaar",
        "back": back,
    }
    context = case_frame(case, roles) | {"here": "case"}
    done = "De gegevens zijn bewaard."
    return act_page(request, form, act, words=words, context=context, done=done, then=back)


def _happens(case: Case) -> Iterator[str]:
    yield "Iedereen die het dossier leest, ziet de nieuwe gegevens. Ouders zien ook dat u ze verbeterde."
    yield "Wat er eerst stond, blijft versleuteld in het verslag."
    if case.letters.exists():
        yield "Brieven die al geschreven zijn, veranderen niet. Ook een besluit blijft zoals het is."
    if Declaration.objects.filter(decision__case=case).exists():
        yield (
            "Het nummer van de verklaring (tlv) blijft. De nieuwe school haalt haar op met de geboortedatum"
            " die u hier bewaart."
        )

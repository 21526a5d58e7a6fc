"""Call off a talk or an observation that the Loket planned."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from dekkend.cases import actions
from dekkend.cases.transitions import ROUTE
from dekkend.cases.views.acting import act_page
from dekkend.cases.views.frame import about_children, case_frame, open_case_for
from dekkend.organisations.requests import SignedInRequest
from dekkend.workflow.table import acting_role


@about_children
@require_http_methods(["GET", "POST"])
def cancel_talk(request: SignedInRequest, pk: int, talk: int) -> HttpResponse:
    case, roles = open_case_for(request, pk, "stap: gesprek afzeggen")
    if acting_role(ROUTE.transition("cancel_talk"), roles) is None:
        raise PermissionDenied("Dit doet een medewerker van het Loket.")
    found = get_object_or_404(case.talks, pk=talk)
    found.case = case
    when = date_format(localtime(found.planned_at), "j F Y, H:i")
    words = {
        "title": "Zeg dit gesprek of bezoek af",
        "lead": f"{found.get_form_display().capitalize()} op {when}, met {found.words['with']}.",
        "happens": [
            "School en ouders krijgen een mail, en lezen het niet meer als gepland.",
            "Wie u erbij vroeg en hier geen mail krijgt, zegt u zelf af.",
            "Gaat het later toch door? Plan het dan opnieuw.",
        ],
        "button": "Zeg af",
        "back": reverse("case", args=[pk]),
    }
    return act_page(
        request,
        None,
        partial(actions.cancel_talk, talk_id=talk, actor=request.user, at=timezone.now()),
        words=words,
        context=case_frame(case, roles) | {"page_title": words["title"], "here": "case"},
        done="Het is afgezegd. School en ouders krijgen een mail.",
        then=reverse("case", args=[pk]),
    )

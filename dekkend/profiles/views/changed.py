"""What changed between two versions, as page and as PDF."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from dekkend.organisations.requests import SignedInRequest
from dekkend.profiles.compared import (
    changes_pdf,
    choose_beside,
    in_order,
    name_of,
    told,
    versions_beside,
)
from dekkend.profiles.queries import get_version_for
from dekkend.profiles.rules import audience_of, may_read
from dekkend.profiles.views.reading import page_frame


@require_safe
def changed(request: SignedInRequest, pk: int) -> HttpResponse:
    """Against the last version before it that was established, or any other that this reader may read."""
    version, roles = get_version_for(request.user, pk, need="read")
    others = versions_beside(version)
    beside = choose_beside(version, others, roles, request.GET.get("met", ""))
    context = page_frame(version) | {"here": "changed", "beside": beside}
    context["choices"] = [(other.pk, name_of(other)) for other in others if may_read(roles, other.state)]
    if beside:
        old, new = in_order(version, beside)
        context |= told(old, new, audience_of(roles))
        context |= {"old_url": reverse("read", args=[old.pk]), "new_url": reverse("read", args=[new.pk])}
    return render(request, "profiles/changed.html", context)


@require_safe
def changed_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same as an accessible PDF; without another version there is nothing to compare."""
    version, roles = get_version_for(request.user, pk, need="read")
    beside = choose_beside(version, versions_beside(version), roles, request.GET.get("met", ""))
    if beside is None:
        return redirect("changed", version.pk)
    old, new = in_order(version, beside)
    name = f"veranderd-{slugify(version.profile.site.name)}-{old.number}-{new.number}.pdf"
    content = changes_pdf(old, new, audience_of(roles))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response

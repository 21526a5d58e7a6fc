"""The face of a partnership: the sheet and logo that pages use, and the page where staff choose them."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import validate_host
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dekkend.core.contrast import scheme
from dekkend.core.files.kinds import Refused
from dekkend.core.kept import keeps_typed_text
from dekkend.organisations.faces import face_of, roles, sheet_of
from dekkend.organisations.models import SCHEMES, Face, FaceLogo, Partnership
from dekkend.organisations.queries import roles_for
from dekkend.organisations.requests import SignedInRequest
from dekkend.website.face import actions
from dekkend.website.face.colours import figures
from dekkend.website.face.forms import COLOUR_FIELDS, FaceForm, LogoForm
from dekkend.website.face.logo import TOO_LARGE, read_logo
from dekkend.website.face.renewing import sites_read_in
from dekkend.website.face.rules import may_set_face
from dekkend.workflow.engine import NotPossible, events_of

WRONG = 422
DIGITS = re.compile(r"#[0-9a-f]{6}")
FOREVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
DONE = {
    "change_face": "veranderde de huisstijl",
    "set_logo": "koos een logo",
    "remove_logo": "haalde het logo weg",
}


@login_not_required
@require_safe
def face_style(request: HttpRequest, code: str, hash: str) -> HttpResponse:
    """The colours as a style sheet. A page of before, with another hash, gets the colours of now."""
    face = get_object_or_404(Face, partnership__code=code)
    return _kept(
        HttpResponse(sheet_of(face), content_type="text/css; charset=utf-8"), hash == face.style_hash
    )


@login_not_required
@require_safe
def face_logo(request: HttpRequest, code: str, hash: str) -> HttpResponse:
    """The logo. A page of before, with another hash, gets the logo of now."""
    logo = get_object_or_404(FaceLogo.objects.select_related("face"), face__partnership__code=code)
    return _kept(
        HttpResponse(bytes(logo.content), content_type=logo.content_type), hash == logo.face.logo_hash
    )


def _kept(response: HttpResponse, is_named: bool) -> HttpResponse:
    """What its address names never changes, so it may be kept forever."""
    response["Cache-Control"] = FOREVER if is_named else ASK_AGAIN
    return response


@keeps_typed_text
@require_http_methods(["GET", "POST"])
def face(request: SignedInRequest, code: str) -> HttpResponse:
    """Choose it: look first, or keep it."""
    partnership = _partnership_for(request, code)
    current = face_of(partnership) or Face(partnership=partnership)
    form = FaceForm(request.POST if request.method == "POST" else None, face=current)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            return _save(request, partnership, form)
        except NotPossible as refused:
            form.add_error(None, refused.reason)
    status = WRONG if form.errors else 200
    return render(
        request, "website/face/face.html", _page(partnership, current, form, LogoForm()), status=status
    )


@require_POST
def change_logo(request: SignedInRequest, code: str) -> HttpResponse:
    """Take in a logo, or take it away."""
    partnership = _partnership_for(request, code)
    if "away" in request.POST:
        actions.remove_logo(partnership=partnership, actor=request.user, at=timezone.now())
        messages.success(request, "Het logo is weg. De naam staat er weer in letters.")
        return redirect("face", code)
    form = LogoForm(request.POST, request.FILES)
    if getattr(request, "has_too_large_file", False):
        form.add_error("file", TOO_LARGE)
    if form.is_valid() and _took(request, partnership, form):
        return redirect("face", code)
    current = face_of(partnership) or Face(partnership=partnership)
    context = _page(partnership, current, FaceForm(face=current), form)
    return render(request, "website/face/face.html", context, status=WRONG)


@require_safe
def face_sample(request: SignedInRequest, code: str) -> HttpResponse:
    """A style sheet for the preview: the colours in the address, light and dark beside each other."""
    _partnership_for(request, code)
    given = {name: f"#{request.GET.get(name, '')}" for name in COLOUR_FIELDS}
    shown = Face(**{name: colour for name, colour in given.items() if DIGITS.fullmatch(colour)})
    lines = [f".sample.{kind}{{{roles(scheme(kind) | _known(shown, kind))}}}" for kind in SCHEMES]
    return HttpResponse("\n".join(lines), content_type="text/css; charset=utf-8")


def _known(face: Face, kind: str) -> dict[str, str]:
    return {role: colour for role, colour in face.colours(kind).items() if colour}


def _partnership_for(request: SignedInRequest, code: str) -> Partnership:
    partnership = get_object_or_404(Partnership.objects.select_related("face"), code=code)
    if not may_set_face(roles_for(request.user, partnership, localdate())):
        raise Http404("Deze bladzijde kennen wij niet.")
    return partnership


def _save(request: SignedInRequest, partnership: Partnership, form: FaceForm) -> HttpResponse:
    facts = dict(form.cleaned_data)
    revision = facts.pop("revision")
    saved = actions.save_face(
        partnership=partnership, facts=facts, revision=revision, actor=request.user, at=timezone.now()
    )
    messages.success(request, _told(partnership))
    if saved.domain and not _is_served(saved.domain):
        messages.warning(request, f"De beheerder van Dekkend moet het adres {saved.domain} nog aanzetten.")
    return redirect("face", partnership.code)


def _told(partnership: Partnership) -> str:
    number = sites_read_in(partnership)
    schools = "één school" if number == 1 else f"{number} scholen"
    return f"Bewaard. Wij maken de pagina’s van {schools} opnieuw. Dat duurt even." if number else "Bewaard."


def _is_served(domain: str) -> bool:
    return validate_host(domain, settings.ALLOWED_HOSTS)


def _took(request: SignedInRequest, partnership: Partnership, form: LogoForm) -> bool:
    try:
        picture = read_logo(Path(form.cleaned_data["file"].temporary_file_path()))
    except Refused as refused:
        form.add_error("file", refused.reason)
        return False
    actions.set_logo(partnership=partnership, picture=picture, actor=request.user, at=timezone.now())
    messages.success(request, "Het logo staat erop.")
    return True


def _page(partnership: Partnership, current: Face, form: FaceForm, logo_form: LogoForm) -> dict[str, Any]:
    colours = _colours_to_show(form, current)
    return {
        "place": partnership,
        "current": current,
        "form": form,
        "logo_form": logo_form,
        "colours": colours,
        "figures": figures(colours) if colours else {},
        "events": [(event, DONE[event.act]) for event in events_of(actions.KIND, partnership.pk)[:5]],
    }


def _colours_to_show(form: FaceForm, current: Face) -> dict[str, str]:
    """What was typed when it can be read, else what is kept; none for Dekkend's own."""
    if form.is_bound and not form.errors:
        found = {name: form.cleaned_data[name] for name in COLOUR_FIELDS}
    else:
        found = {name: getattr(current, name) for name in COLOUR_FIELDS}
    return found if found["pen"] else {}

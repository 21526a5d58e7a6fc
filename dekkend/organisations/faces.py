"""Whose face a page shows: of the partnership whose host was asked, or whose school is read."""

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port

from dekkend.organisations.models import SCHEMES, Face, FaceLogo, Partnership

PREFERS = {"light": "", "dark": " and (prefers-color-scheme: dark)"}


def face_of(partnership: Partnership) -> Face | None:
    """The partnership's own face. No query when it came along with the partnership."""
    return getattr(partnership, "face", None)


def face_at(host: str) -> Face | None:
    """The face of the partnership that this host belongs to; None on the hosts of Dekkend itself."""
    name = split_domain_port(host)[0]
    if name in settings.OWN_HOSTS:
        return None
    return Face.objects.select_related("partnership").filter(domain=name).first()


def face_here(request: HttpRequest) -> dict[str, Any]:
    """For every template: `face`, unless the page brings the one of the school that is read."""
    try:
        return {"face": face_at(request.get_host())}
    except DisallowedHost:  # also the page that says so has a frame
        return {"face": None}


def sender_of(partnership: Partnership | None) -> str:
    """In whose name mail about its schools goes out; "" for a partnership that has no face of its own."""
    face = face_of(partnership) if partnership else None
    return str(face) if face else ""


def look_of(partnership: Partnership) -> dict[str, Any]:
    """What documents show of a face (see core/pdf/look.typ); what is empty is Dekkend's own.

    One query where there is a logo.
    """
    face = face_of(partnership)
    if face is None:
        return {"sender": "", "pen": "", "margin": "", "logo": []}
    logo = FaceLogo.objects.filter(face=face).first() if face.logo_hash else None
    return {
        "sender": str(face),
        "pen": face.pen,
        "margin": face.margin,
        "logo": list(bytes(logo.content)) if logo else [],
    }


def sheet_of(face: Face) -> str:
    """The style sheet with the colours of a face. On paper everything stays black."""
    return "".join(
        f"@media screen{PREFERS[scheme]}{{:root{{{roles(face.colours(scheme))}}}}}\n" for scheme in SCHEMES
    )


def roles(colours: dict[str, str]) -> str:
    return ";".join(f"--{role}:{colour}" for role, colour in colours.items())

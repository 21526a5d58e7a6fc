"""A partnership gives itself a face. Each act checks, locks, saves, records, and has the pages made again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.organisations.models import Face, FaceLogo, Partnership, Role, User
from dekkend.organisations.queries import roles_for
from dekkend.website.face.colours import faults
from dekkend.website.face.logo import Picture
from dekkend.website.face.renewing import renew_region
from dekkend.website.face.rules import may_set_face
from dekkend.workflow.engine import NotPossible, record

KIND = "face"
OF_PARTNERSHIP = ("website", "support_point_name", "support_point_phone", "support_point_email")
MEANWHILE = "Een collega heeft dit intussen ook veranderd. Kijk wat er nu staat, en bewaar dan opnieuw."


@transaction.atomic
def save_face(
    *, partnership: Partnership, facts: dict[str, Any], revision: int, actor: User, at: datetime
) -> Face:
    """Keep these facts: fields of Face, and those of OF_PARTNERSHIP. `revision` is the one they started from.

    Raises NotPossible: not theirs to do, changed by someone else meanwhile, or a colour that cannot be read.
    """
    face = _locked(partnership, actor, at)
    if face.revision != revision:
        raise NotPossible(MEANWHILE)
    for fault in faults({name: value for name, value in facts.items() if name.startswith(("pen", "margin"))}):
        raise NotPossible(str(fault))
    changed = [*_set(face, facts), *_set(face.partnership, facts)]
    face.revision += 1
    face.partnership.save(update_fields=OF_PARTNERSHIP)
    return _saved(face, "change_face", actor, at, {"changed": changed})


@transaction.atomic
def set_logo(*, partnership: Partnership, picture: Picture, actor: User, at: datetime) -> Face:
    """Show this logo from now on."""
    face = _locked(partnership, actor, at)
    face.logo_hash, face.logo_width, face.logo_height = picture.hash, picture.width, picture.height
    _save_new(face)
    kept = {"content": picture.content, "content_type": picture.content_type}
    FaceLogo.objects.update_or_create(face=face, defaults=kept)
    return _saved(face, "set_logo", actor, at, {"logo": picture.hash})


@transaction.atomic
def remove_logo(*, partnership: Partnership, actor: User, at: datetime) -> Face:
    """Show the name in letters again."""
    face = _locked(partnership, actor, at)
    FaceLogo.objects.filter(face__partnership=partnership).delete()
    face.logo_hash, face.logo_width, face.logo_height = "", 0, 0
    return _saved(face, "remove_logo", actor, at, {})


def _locked(partnership: Partnership, actor: User, at: datetime) -> Face:
    """The face, or a first one; the partnership is locked, so that there cannot come two."""
    locked = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if not (verdict := may_set_face(roles_for(actor, locked, localdate(at)))):
        raise NotPossible(verdict.reason)
    face = Face.objects.filter(partnership=locked).first() or Face(partnership=locked)
    face.partnership = locked
    return face


def _set(thing: Face | Partnership, facts: dict[str, Any]) -> list[str]:
    """Give it those facts that are its own; the names of what became different."""
    own = [field.name for field in thing._meta.fields if field.name in facts]
    changed = [name for name in own if getattr(thing, name) != facts[name]]
    for name in changed:
        setattr(thing, name, facts[name])
    return changed


def _save_new(face: Face) -> None:
    if face.pk is None:
        face.save()


def _saved(face: Face, act: str, actor: User, at: datetime, details: dict[str, Any]) -> Face:
    face.save()
    code = face.partnership.code
    role = Role.PARTNERSHIP_STAFF
    record(KIND, face.partnership.pk, act, actor=actor, role=role, at=at, details=details)
    renew_region.enqueue(code=code)
    return face

"""Two versions of one profile beside each other: which one may choose, and what changed, also on paper."""

from collections.abc import Set as AbstractSet
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext

from dekkend.core.pdf import render_pdf
from dekkend.profiles.attached import attachments_of
from dekkend.profiles.changes import Difference, Text, difference
from dekkend.profiles.changes.paper import difference_for_pdf
from dekkend.profiles.changes.telling import form_summary, minutes, summary
from dekkend.profiles.documents import TEMPLATES, contents_of, label_of
from dekkend.profiles.models import UNDER_WAY, Version
from dekkend.profiles.phrases import day
from dekkend.profiles.queries import with_place
from dekkend.profiles.rules import Audience, may_read
from dekkend.profiles.transitions import ROUTE
from dekkend.questionnaires.loader import questionnaire_of

TEMPLATE = TEMPLATES / "changes.typ"


def difference_between(old: Version, new: Version, audience: Audience) -> Difference:
    """What changed from one version to another, as `audience` may see both."""
    return difference(text_of(old), text_of(new), audience)


def text_of(version: Version) -> Text:
    """A version as the comparison reads it: frozen when it is frozen, live before that."""
    answers, register = contents_of(version)
    return Text(questionnaire_of(version.edition), answers, register, attachments_of(version))


def versions_beside(version: Version) -> list[Version]:
    """The other versions of its profile, newest first, without their text. One query."""
    others = with_place(Version.objects.filter(profile=version.profile_id)).exclude(pk=version.pk)
    return list(others.defer("edition__definition", "snapshot"))


def choose_beside(
    version: Version, others: list[Version], roles: AbstractSet[str], chosen: str
) -> Version | None:
    """The version to put beside this one: the chosen one, else the last before it that was established.

    None when there is none. Raises Http404 for one that is not of this profile, and PermissionDenied(reason)
    for one that these people may not read.
    """
    if not chosen:
        return last_before(version, [other for other in others if may_read(roles, other.state)])
    found = next((other for other in others if str(other.pk) == chosen), None)
    if found is None:
        raise Http404("Deze versie kennen wij niet.")
    if not (verdict := may_read(roles, found.state)):
        raise PermissionDenied(verdict.reason)
    return found


def last_before(version: Version, others: list[Version]) -> Version | None:
    """The newest of `others` that was established before this one."""
    same_profile = (other for other in others if other.profile_id == version.profile_id)
    earlier = (each for each in same_profile if each.number < version.number and each.state not in UNDER_WAY)
    return max(earlier, key=lambda other: other.number, default=None)


def in_order(one: Version, other: Version) -> tuple[Version, Version]:
    """The older one first."""
    return (one, other) if one.number < other.number else (other, one)


def told(old: Version, new: Version, audience: Audience) -> dict[str, Any]:
    """What a page says of it: the difference in short and in full, and which two versions these are."""
    found = difference_between(old, new, audience)
    return {
        "old_name": name_of(old),
        "new_name": name_of(new),
        "difference": found,
        "summary": summary(found),
        "minutes": minutes(found),
        "form_summary": form_summary(found),
    }


def changes_pdf(old: Version, new: Version, audience: Audience) -> bytes:
    """What changed as an accessible PDF, with the cover of the newer version."""
    name = new.profile.site.name
    concept = "" if new.snapshot else f"{capfirst(name_of(new))}: nog niet vastgesteld"
    data = {
        "label": label_of(new) | {"title": "Wat is er veranderd?", "concept": concept},
        "between": f"Wij vergelijken {name_of(old)} met {name_of(new)}.",
        **difference_for_pdf(difference_between(old, new, audience)),
    }
    return render_pdf(TEMPLATE, data, title=f"Wat is er veranderd? {name}, versie {new.number}")


def name_of(version: Version) -> str:
    """ "versie 2 (vastgesteld op 12 juni 2026)" """
    if version.established_on:
        facts = {"number": version.number, "day": day(version.established_on)}
        return gettext("versie %(number)s (vastgesteld op %(day)s)") % facts
    return f"versie {version.number} ({ROUTE.state(version.state).inside})"

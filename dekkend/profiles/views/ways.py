"""What someone can do next on a page about a version: buttons with a verb."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.organisations.models import MR_ROLES
from dekkend.profiles import queries
from dekkend.profiles.hearing import to_record, to_take_back
from dekkend.profiles.models import Version


@dataclass(frozen=True)
class Way:
    """Something to do next: a button with a verb."""

    label: str
    url: str
    goes_on: bool = True


def step_url(version: Version, step: str) -> str:
    return reverse("step", args=[version.pk, step])


def ways_to_speak(
    version: Version, roles: AbstractSet[str], *, has_secretary: bool | None = None
) -> list[Way]:
    """What someone of the MR may record or take back. Asks for the secretary when it is not said."""
    if not roles & set(MR_ROLES):
        return []
    if has_secretary is None:
        has_secretary = queries.has_secretary(version.profile.site, localdate())
    record = to_record(version, roles, has_secretary=has_secretary)
    back = to_take_back(version, roles, has_secretary=has_secretary)
    return [
        *(Way(voice.to_do, reverse("speak", args=[version.pk, voice.slug])) for voice in record),
        *(
            Way(f"Neem terug: {voice.name}", reverse("take-back", args=[version.pk, voice.slug]), False)
            for voice in back
        ),
    ]

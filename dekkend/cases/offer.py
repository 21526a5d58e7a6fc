"""What a school offers by itself, beside what it asks for a child; and the region's list of needs.

Profiles are another room: whoever wires the rooms together says where they come from
(`settings.SCHOOL_OFFER`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from dekkend.organisations.models import Partnership, Site


@dataclass(frozen=True)
class Need:
    """Something a child may need, by its key and the region's words."""

    key: str
    label: str


@dataclass(frozen=True)
class Offered:
    """How the school meets one need ("basic", "own", "arrangement", "refer"; "" when it says nothing)."""

    need: Need
    meets: str
    passages: str


@dataclass(frozen=True)
class Offer:
    """What stands in the profile that holds now, and where it can be read."""

    established_on: date
    url: str
    needs: tuple[Offered, ...]

    def about(self, keys: set[str]) -> list[Offered]:
        """What it says about these needs; about all of them when none are known yet."""
        return [one for one in self.needs if one.need.key in keys or not keys]


class Source(Protocol):
    def needs(self, partnership: Partnership, on: date) -> tuple[Need, ...]: ...

    def offer(self, site: Site, partnership: Partnership) -> Offer | None: ...


def source() -> Source:
    return import_string(settings.SCHOOL_OFFER)

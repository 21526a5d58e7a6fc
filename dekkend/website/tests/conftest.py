"""A version to publish, faces and pictures for the tests of this room."""

import io

import pytest
from django.utils.timezone import now
from PIL import Image

from dekkend.conftest import make_site
from dekkend.profiles.models import SupportProfile, Version
from dekkend.profiles.tests.conftest import at, bring, edition, version  # noqa: F401 a version to publish
from dekkend.website.face.actions import save_face
from dekkend.website.face.colours import completed

GREEN, GREEN_DARK = "#1d6842", "#86d3a8"
FACTS = {
    "name": "Scholen in Rietland",
    "welcome": "Welkom in Rietland. Hier leest u wat scholen kunnen doen.",
    "about": "Wij werken voor **elk kind**.",
    "footer": "Een site van alle scholen in Rietland.",
    "contact_email": "info@rietland.example",
    "contact_phone": "0000 11 22 33",
    "contact_address": "Kadeweg 1, Oudveen",
    "website": "https://rietland.example",
    "support_point_name": "Steunpunt Rietland",
    "support_point_phone": "0000 12 34 56",
    "support_point_email": "steunpunt@rietland.example",
    "languages": ["nl", "en"],
    "domain": None,
    "accessibility": "B",
    "accessibility_on": None,
    "accessibility_report": "",
}


def give_face(partnership, person, revision: int = 0, **facts):
    """A partnership's face: green, unless other colours are asked for."""
    colours = completed({"pen": facts.pop("pen", GREEN)})
    return save_face(
        partnership=partnership, facts=FACTS | colours | facts, revision=revision, actor=person, at=now()
    )


def picture(kind: str = "PNG", size: tuple[int, int] = (240, 80)) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, GREEN).save(into, kind)
    return into.getvalue()


@pytest.fixture
def face(region, staff):
    return give_face(region, staff)


@pytest.fixture
def publish_many(site, region, board, regime, version, bring):  # noqa: F811
    """publish_many(3): De Regenton and two more schools of its region have a profile to read."""

    def go(number: int) -> list[Version]:
        found = [bring(version, "published")]
        for place in range(1, number):
            other = make_site(f"99R{chr(64 + place)}00", f"Rietschool {place}", board, region)
            profile = SupportProfile.objects.create(site=other, partnership=region)
            copy = Version.objects.get(pk=found[0].pk)
            copy.pk, copy.profile, copy._state.adding = None, profile, True
            copy.snapshot["register"]["site.name"] = other.name
            copy.save()
            found.append(copy)
        return found

    return go

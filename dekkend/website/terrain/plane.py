"""Degrees become kilometres on a flat sheet, to the right and down.

The sheet is Mercator's, true in the middle of the country: a circle on the ground is a circle on the map.
"""

import math

from django.utils.translation import gettext

EARTH = 6371.0
TRUE_AT = math.cos(math.radians(52.1))

type Spot = tuple[float, float]


def on_plane(latitude: float, longitude: float) -> Spot:
    """Degrees to a spot on the sheet, in kilometres."""
    up = math.asinh(math.tan(math.radians(latitude)))
    return EARTH * TRUE_AT * math.radians(longitude), -EARTH * TRUE_AT * up


def on_earth(spot: Spot) -> tuple[float, float]:
    """Latitude and longitude of a spot on the sheet: `on_plane` the other way."""
    x, y = spot
    up, along = -y / (EARTH * TRUE_AT), x / (EARTH * TRUE_AT)
    return math.degrees(math.atan(math.sinh(up))), math.degrees(along)


def stretch(latitude: float) -> float:
    """How long a kilometre at this latitude is on the sheet."""
    return TRUE_AT / math.cos(math.radians(latitude))


def in_kilometres(number: str) -> str:
    """A distance in the reader's language; `number` is written as it should be read."""
    return gettext("%(km)s km") % {"km": number}

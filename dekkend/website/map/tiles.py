"""The tiles of someone else under the map: what a page tells its script, and what it may fetch.

Only where the operator chose them, with DEKKEND_MAP_TILES; else nothing of this is on any page.
"""

import json
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.csp import csp_override

from dekkend.core.rendering import Shape, Words
from dekkend.website.map.drawing import Map
from dekkend.website.search.columns import Point
from dekkend.website.terrain.plane import Spot, in_kilometres, on_earth

type View = Callable[..., HttpResponse]

DECIMALS = 5  # of a degree: a metre


def may_fetch_tiles(view: View) -> View:
    """Lets the page of this view, and no other, show images of the host that has the tiles."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.MAP_TILES:
            return view(request, *args, **kwargs)
        return csp_override(_policy())(view)(request, *args, **kwargs)

    return shown


def _policy() -> dict[str, list[str]]:
    address = urlsplit(settings.MAP_TILES)
    images = [*settings.SECURE_CSP["img-src"], f"{address.scheme}://{address.netloc}"]
    return settings.SECURE_CSP | {"img-src": images}


def host_of_tiles() -> str:
    """Whose tiles they are, for who wants to know; "" where there are none."""
    return urlsplit(settings.MAP_TILES).hostname or ""


def shape_of_tiles() -> Shape:
    if not settings.MAP_TILES:
        return {}
    return {"tiles": settings.MAP_TILES, "tiles_credit": settings.MAP_TILES_CREDIT}


def words_of_tiles(drawn: Map) -> Words:
    """Where on earth everything lies that is on the map, as JSON.

    `box`: south-west and north-east. `pins` in the order of the links in the drawing, which have numbers and
    names. `rings` in kilometres. `many`: with how many there are.
    """
    if not settings.MAP_TILES:
        return {}
    box, place = drawn.frame.box, drawn.place
    lying = {
        "box": [_degrees((box.west, box.south)), _degrees((box.east, box.north))],
        "you": _rounded(place.latitude, place.longitude) if place else None,
        "rings": [(ring.km, in_kilometres(str(ring.km))) for ring in drawn.rings],
        "pins": [_rounded_point(pin.school.point) for pin in drawn.pins if pin.school.point],
        "dots": [_degrees(spot) for spot in drawn.single or ()],
        "many": [[*_degrees(drawn.frame.spot_at(at.x, at.y)), at.number] for at in drawn.counts],
    }
    return {"spots": mark_safe(json.dumps(lying, separators=(",", ":")))}  # noqa: S308 figures of our own


def _degrees(spot: Spot) -> list[float]:
    return _rounded(*on_earth(spot))


def _rounded_point(point: Point) -> list[float]:
    return _rounded(point.latitude, point.longitude)


def _rounded(latitude: float, longitude: float) -> list[float]:
    return [round(latitude, DECIMALS), round(longitude, DECIMALS)]

"""How well two colours can be told apart, as WCAG 2.2 measures it, and what would do instead.

Colours are "#1f4390". The surfaces and inks that everything stands on are the roles of tokens.css.
"""

import colorsys
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parent / "static" / "core" / "tokens.css"
ROLE = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6})\b")
TEXT = 4.5  # the least contrast of text (WCAG 1.4.3)
STEPS = 400


@cache
def scheme(name: str) -> dict[str, str]:
    """{role: colour} of the "light" scheme, or of the "dark" one on top of it."""
    light, dark = TOKENS.read_text().split("@media (prefers-color-scheme: dark)")
    colours = dict(ROLE.findall(light))
    return colours if name == "light" else colours | dict(ROLE.findall(dark.split("@media print")[0]))


def contrast(one: str, other: str) -> float:
    """The ratio that WCAG defines, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """How light it is to the eye, from 0 to 1, as WCAG defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def weakest(colour: str, others: Iterable[str]) -> tuple[float, str]:
    """(ratio, other) where `colour` is hardest to tell from one of `others`."""
    return min((contrast(colour, other), other) for other in others)


def nearest(colour: str, others: Iterable[str], least: float = TEXT) -> str:
    """The colour of the same hue that can be told from all `others`, as little lighter or darker as can be.

    Black or white, whichever is told best, where no shade of it can.
    """
    others = list(others)
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(STEPS + 1):
        for shade in (lightness - step / STEPS, lightness + step / STEPS):
            found = _written(colorsys.hls_to_rgb(hue, min(max(shade, 0), 1), saturation))
            if weakest(found, others)[0] >= least:
                return found
    return max(("#000000", "#ffffff"), key=lambda extreme: weakest(extreme, others)[0])


def shade(colour: str, by: float) -> str:
    """The same hue, darker (`by` below 0) or lighter, as a part of the whole range of lightness."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    return _written(colorsys.hls_to_rgb(hue, min(max(lightness + by, 0), 1), saturation))


def _parts(colour: str) -> list[float]:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]


def _written(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)

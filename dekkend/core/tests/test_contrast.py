"""Every colour is a role; the pairs that stand on each other are readable, in light and in dark."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static" / "core" / "tokens.css").read_text()
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6})\b")
SURFACES = ("paper", "sheet", "wash")
TEXT = [
    (front, back)
    for front in ("ink", "ink-soft", "pen", "pen-deep", "ok", "warn", "bad")
    for back in SURFACES
]
TEXT += [("on-pen", "pen"), ("on-pen", "pen-deep"), ("on-marker", "marker"), ("pen-deep", "pen-wash")]
TEXT += [("ink", wash) for wash in ("ok-wash", "warn-wash", "bad-wash", "pen-wash")]
TEXT += [("ok", "ok-wash"), ("warn", "warn-wash"), ("bad", "bad-wash")]
TEXT += [(f"on-{need}", need) for need in ("basic", "own", "arr", "refer", "unknown")]
CONTROLS = [("edge", surface) for surface in SURFACES]


def scheme(name: str) -> dict[str, str]:
    """The colours of the light scheme, or of the dark one on top of it."""
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    colours = dict(COLOUR.findall(light))
    return colours if name == "light" else colours | dict(COLOUR.findall(dark.split("@media print")[0]))


def contrast(one: str, other: str) -> float:
    """The ratio that WCAG defines, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_measure_itself():
    assert contrast("#ffffff", "#000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_is_readable(name, front, back):
    colours = scheme(name)
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), CONTROLS)
def test_a_control_is_seen(name, front, back):
    colours = scheme(name)
    assert contrast(colours[front], colours[back]) >= 3

"""Every colour is a role; the pairs that stand on each other are readable, in light and in dark."""

import pytest

from dekkend.core.contrast import contrast, nearest, scheme, shade, weakest

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


def test_the_weakest_of_several():
    ratio, other = weakest("#777777", ["#000000", "#ffffff"])
    assert (round(ratio, 2), other) == (4.48, "#ffffff")


@pytest.mark.parametrize("colour", ["#ffcc00", "#f08030", "#9fcdc6", "#ff0000", "#ffffff"])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_would_do_instead_does(colour, name):
    """And it is the first that does: a shade nearer to what was asked would not."""
    surfaces = [scheme(name)[surface] for surface in SURFACES]
    found = nearest(colour, surfaces)
    assert weakest(found, surfaces)[0] >= 4.5
    if found != colour:
        toward = 0.01 if name == "light" else -0.01
        assert weakest(shade(found, toward), surfaces)[0] < 4.5


def test_what_does_already_stays_as_it_is():
    assert nearest("#1f4390", ["#ffffff", "#fbf8f1"]) == "#1f4390"


def test_between_black_and_white_nothing_does():
    assert nearest("#ff0000", ["#000000", "#ffffff", "#777777"]) in ("#000000", "#ffffff")

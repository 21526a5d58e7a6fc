"""Which colours a partnership may have, and what follows from the one it chose."""

import pytest

from dekkend.core.contrast import contrast, scheme
from dekkend.website.face.colours import MEETS, completed, faults, figures

NOTHING = dict.fromkeys(("pen", "pen_deep", "margin", "pen_dark", "pen_deep_dark", "margin_dark"), "")


@pytest.mark.parametrize("pen", ["#1d6842", "#15306b", "#7a1f5c", "#000000", "#8a4b00"])
def test_from_one_colour_follow_five_that_can_be_read(pen):
    colours = completed({"pen": pen})
    assert colours["pen"] == pen
    assert list(faults(colours)) == []
    for kind, end in (("light", ""), ("dark", "_dark")):
        for name, others in MEETS.items():
            for other in others:
                assert contrast(colours[name + end], scheme(kind)[other]) >= 4.5


def test_without_a_colour_there_are_none():
    assert completed(NOTHING) == NOTHING
    assert list(faults(NOTHING)) == []


def test_a_colour_that_was_asked_for_is_judged_and_never_mended():
    colours = completed({"pen": "#f08030", "pen_dark": "#222222"})
    assert (colours["pen"], colours["pen_dark"]) == ("#f08030", "#222222")
    assert [fault.field for fault in faults(colours)] == ["pen", "pen_dark"]


def test_a_refusal_gives_the_figure_the_place_and_what_would_pass():
    (fault,) = faults(completed({"pen": "#f08030"}))
    assert str(fault) == (
        f"Te weinig contrast: 2,3 op 1, op een rustig vlak. Nodig is 4,5 op 1. Wel goed is {fault.instead}."
    )
    assert list(faults(completed({"pen": fault.instead}))) == []


def test_the_figures_are_rounded_down():
    """4,46 is not told as 4,5."""
    told = figures(completed({"pen": "#1d6842"}))
    assert told["pen"] == "5,8 op 1"
    assert set(told) == {"pen", "pen_deep", "pen_dark", "pen_deep_dark"}

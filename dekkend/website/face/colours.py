"""May a partnership have these colours? Each must be readable wherever our pages use it, light and dark."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.formats import number_format

from dekkend.core.contrast import TEXT, nearest, scheme, shade, weakest
from dekkend.organisations.models import COLOURS, SCHEMES

# What a role stands on, and what stands on it, in tokens.css. The margin line is decoration.
MEETS = {
    "pen": ("paper", "sheet", "wash", "on-pen"),
    "pen_deep": ("paper", "sheet", "wash", "on-pen", "pen-wash"),
    "margin": (),
}
SURFACES = {
    "paper": "op de bladzijde",
    "sheet": "op een invulveld",
    "wash": "op een rustig vlak",
    "pen-wash": "op een gekleurd vlak",
    "on-pen": "onder de letters van een knop",
}
AMPLE = 6.0  # what we choose ourselves is read with ease
DEEPER = {"light": -0.12, "dark": 0.08}  # on hover a link stands out more: darker on light, lighter on dark

type Colours = dict[str, str]


class Fault(NamedTuple):
    """A colour that cannot be read: in which field, how badly and where, and what would pass."""

    field: str
    ratio: float
    surface: str
    instead: str

    def __str__(self) -> str:
        found, least = (number_format(number, 1) for number in (self.ratio, TEXT))
        where = SURFACES[self.surface]
        return (
            f"Te weinig contrast: {found} op 1, {where}. Nodig is {least} op 1. Wel goed is {self.instead}."
        )


def completed(given: Colours) -> Colours:
    """All six colours, from `pen` and what else was given; none when nothing was.

    What is left empty follows from the colour for links: the same hue, as much lighter or darker as it takes.
    """
    if not given.get("pen"):
        return {name + end: "" for end in SCHEMES.values() for name in COLOURS}
    return {name + end: _colour(given, name, kind) for kind, end in SCHEMES.items() for name in COLOURS}


def faults(colours: Colours) -> Iterator[Fault]:
    """Every colour that cannot be read somewhere, at its weakest."""
    for kind, end in SCHEMES.items():
        for name in COLOURS:
            colour, others = colours[name + end], _others(name, kind)
            if not colour or not others:
                continue
            ratio, worst = weakest(colour, others.values())
            if ratio < TEXT:
                surface = next(role for role, other in others.items() if other == worst)
                yield Fault(name + end, _told(ratio), surface, nearest(colour, others.values()))


def figures(colours: Colours) -> dict[str, str]:
    """The least contrast of each colour that is read, in words: {"pen": "8,6 op 1"}."""
    return {
        name + end: f"{number_format(_told(weakest(colours[name + end], others.values())[0]), 1)} op 1"
        for kind, end in SCHEMES.items()
        for name in COLOURS
        if (others := _others(name, kind))
    }


def _colour(given: Colours, name: str, kind: str) -> str:
    """What was asked for is judged as it is, never mended in silence."""
    if own := given.get(name + SCHEMES[kind]):
        return own
    if name == "margin":
        return scheme(kind)["margin"]
    pen = nearest(given.get("pen" + SCHEMES[kind]) or given["pen"], _others("pen", kind).values(), AMPLE)
    return pen if name == "pen" else nearest(shade(pen, DEEPER[kind]), _others(name, kind).values(), AMPLE)


def _others(name: str, kind: str) -> Colours:
    return {role: scheme(kind)[role] for role in MEETS[name]}


def _told(ratio: float) -> float:
    """Rounded down: 4,46 is not told as 4,5."""
    return int(ratio * 10) / 10

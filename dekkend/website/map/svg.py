"""A map as the inside of an `svg` element. Written here and not in a template, like the rows of the list.

What a screen reader need not hear is in one hidden group; the pins are links to the rows.
"""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from dekkend.website.map.drawing import PIN, Label, Map, Pin

HOUSE = "m-6 1 6-6 6 6M-4-1v6h8v-6"
MOST_AT_FULL_SIZE = 99  # a longer number is written smaller


def inside(drawn: Map) -> SafeString:
    """Everything in the drawing but its title. Names go through `escape`; the rest is figures of our own."""
    hidden = "".join(_hidden(drawn))
    links = "".join(map(_pin, drawn.pins))
    return mark_safe(f'<g aria-hidden="true">{hidden}</g>{links}')  # noqa: S308 see above


def _hidden(drawn: Map) -> Iterator[str]:
    """From the ground up: what comes later lies on top."""
    if drawn.land:
        yield f'<path class="land" transform="{drawn.frame.transform}" d="{drawn.land}"/>'
    x, y = drawn.you or (0, 0)
    for ring in drawn.rings:
        yield f'<circle class="ring" cx="{x}" cy="{y}" r="{ring.radius}"/>'
    if drawn.dots:
        yield f'<path class="dot-edge" d="{drawn.dots}"/><path class="dot" d="{drawn.dots}"/>'
    for count in drawn.counts:
        yield f'<circle class="many" cx="{count.x}" cy="{count.y}" r="{count.radius}"/>'
        yield f'<text x="{count.x}" y="{count.y}" dy=".35em">{count.number}</text>'
    yield from (_label(label, "halo") for label in drawn.names)
    yield from (_label(label, "halo km") for label in drawn.distances)
    if drawn.you:
        yield f'<circle class="you" cx="{x}" cy="{y}" r="{PIN}"/>'
        yield f'<path class="house" transform="translate({x} {y})" d="{HOUSE}"/>'
    yield from (_lead(pin) for pin in drawn.pins if pin.moved)


def _label(label: Label, kind: str) -> str:
    return f'<text class="{kind}" x="{label.x}" y="{label.y}" dy=".35em">{escape(label.text)}</text>'


def _lead(pin: Pin) -> str:
    line = f'<path class="lead" d="M{pin.x} {pin.y}L{pin.at_x} {pin.at_y}"/>'
    return f'{line}<circle class="lead-end" cx="{pin.at_x}" cy="{pin.at_y}" r="2.5"/>'


def _pin(pin: Pin) -> str:
    tight = " tight" if pin.number > MOST_AT_FULL_SIZE else ""
    name = f"{pin.number}: {escape(pin.school.name)}"
    disc = f'<circle class="pin-at" cx="{pin.x}" cy="{pin.y}" r="{PIN}"/>'
    number = f'<text class="on-ink{tight}" x="{pin.x}" y="{pin.y}" dy=".35em">{pin.number}</text>'
    return f'<a href="#school-{pin.school.code}" aria-label="{name}">{disc}{number}</a>\n'

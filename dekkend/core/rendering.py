"""Pages of which the words differ at every request, and the shape seldom does."""

import re
from collections.abc import Hashable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

type Shape = dict[str, Hashable]
type Words = dict[str, str]

MOST_SHAPES = 256
MARK = "\x02{}\x03"
MARKS = re.compile("\x02(\\w+)\x03")


def render_by_shape(
    request: HttpRequest,
    template: str,
    shape: Shape,
    words: Words,
    *,
    frame: Hashable = None,
    status: int = 200,
) -> HttpResponse:
    """The page as `render` draws it, many times faster.

    Most of a page is frame. Which parts it has says the `shape`: values that the template tests, or prints as
    they are. It is drawn once for each shape, with a mark where each of the `words` belongs, and kept. Words
    are escaped unless they are safe; the template prints them, or asks whether they are there, and no more.
    `frame` names what the context processors add. A reader with a cookie gets a page drawn in full: the frame
    may greet someone. So does who is changing the templates (DEBUG).
    """
    if request.COOKIES or settings.DEBUG:
        return render(request, template, {**shape, **words}, status=status)
    there = frozenset(name for name, text in words.items() if text)
    pieces = _pieces(request, template, frame, shape, there)
    texts = {name: conditional_escape(words[name]) for name in there}
    drawn = (texts[piece] if place % 2 else piece for place, piece in enumerate(pieces))
    return HttpResponse("".join(drawn), status=status)


_kept: dict[Hashable, list[str]] = {}


def _pieces(
    request: HttpRequest, template: str, frame: Hashable, shape: Shape, there: frozenset[str]
) -> list[str]:
    """The page in pieces: what stands fast, and in turn the name of the words that follow on it."""
    key = (template, get_language(), frame, frozenset(shape.items()), there)
    pieces = _kept.get(key)
    if pieces is None:
        marks: dict[str, Any] = {name: mark_safe(MARK.format(name)) for name in there}  # noqa: S308
        pieces = MARKS.split(render_to_string(template, shape | marks, request))
        if len(_kept) >= MOST_SHAPES:
            forget()
        _kept[key] = pieces
    return pieces


def forget() -> None:
    """Draw every page anew at the next request."""
    _kept.clear()

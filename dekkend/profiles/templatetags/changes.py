"""A difference in words as HTML. A text may have thousands of pieces, too many for a template each."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from dekkend.profiles.changes import Piece

register = template.Library()

# What went is struck and what came is underlined; both are also said, as is where the text goes on.
MARKS = {
    "removed": '<del><span class="sr">vervallen: </span>{}</del>',
    "added": '<ins><span class="sr">toegevoegd: </span>{}</ins>',
    "same": '<span class="sr"> verder: </span>{}',
}
LOOKS = (("bold", "<strong>{}</strong>"), ("italic", "<em>{}</em>"))


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """The pieces one after the other; everything of a person is escaped."""
    html = [_marked(piece, first=number == 0) for number, piece in enumerate(pieces)]
    return mark_safe("".join(html))  # noqa: S308 see _looked


def _marked(piece: Piece, *, first: bool) -> str:
    mark = "{}" if first and piece.kind == "same" else MARKS[piece.kind]
    return mark.replace("{}", _looked(piece)) + piece.space


def _looked(piece: Piece) -> str:
    html = escape(piece.text).replace("\n", "<br>")
    for name, look in LOOKS:
        if getattr(piece, name):
            html = look.replace("{}", html)
    return f'<a href="{escape(piece.href)}">{html}</a>' if piece.href else html

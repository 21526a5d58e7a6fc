"""A small safe markup: paragraphs, **bold**, *italic*, lists and links. Never HTML."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKUP = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "emphasis", "link", "newline", "escape"]
)


def to_html(source: str) -> SafeString:
    """HTML of a text; whatever is not our markup stays text."""
    return mark_safe(MARKUP.render(source or ""))  # noqa: S308 html is off, so all else is escaped


def to_blocks(source: str) -> list[dict[str, Any]]:
    """The same text as data: paragraphs and lists of runs {"text", "bold", "italic", "href"}."""
    return _blocks(MARKUP.parse(source or ""))


def _blocks(tokens: list[Token]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    lists: list[dict[str, Any]] = []
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            kind = "bullets" if token.type.startswith("bullet") else "numbers"
            lists.append({"kind": kind, "items": []})
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            closed = lists.pop()
            if not lists:
                blocks.append(closed)
            else:
                lists[-1]["items"] += closed["items"]
        elif token.type == "inline":
            runs = _runs(token.children or [])
            if lists:
                lists[-1]["items"].append(runs)
            else:
                blocks.append({"kind": "paragraph", "runs": runs})
    return blocks


def _runs(tokens: list[Token]) -> list[dict[str, Any]]:
    runs, bold, italic, href = [], False, False, ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold = token.type == "strong_open"
            case "em_open" | "em_close":
                italic = token.type == "em_open"
            case "link_open":
                href = str(token.attrs.get("href", ""))
            case "link_close":
                href = ""
            case "softbreak" | "hardbreak":
                runs.append({"text": "\n", "bold": bold, "italic": italic, "href": href})
            case _:
                if token.content:
                    runs.append({"text": token.content, "bold": bold, "italic": italic, "href": href})
    return runs

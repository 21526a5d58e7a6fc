"""Helpers of the templates that ask and show questions."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dekkend.core.markup import to_html
from dekkend.questionnaires.tree import QuestionNode
from dekkend.questionnaires.types.plan import STATUS

register = template.Library()

SPARE_ROWS = 2


@register.simple_tag
def wiring(node: QuestionNode, name: str, error: str = "") -> SafeString:
    """Ties hint and error to a control, for who hears the page."""
    ids = [f"{name}-hint"] if node.question.help else []
    ids += [f"{name}-error"] if error else []
    described = format_html(' aria-describedby="{}"', " ".join(ids)) if ids else ""
    invalid = SafeString(' aria-invalid="true"') if error else ""
    return format_html("{}{}", described, invalid)


@register.filter
def markup(source: str) -> SafeString:
    return to_html(source)


@register.filter
def block_kind(block: Any) -> str:
    """The name of the template part that shows a block: line, prose, mark, items or table."""
    return type(block).__name__.lower()


@register.filter
def spare_rows(value: list | None) -> list:
    """The rows of a list and some empty ones, so that no script is needed to add a row."""
    return [*(value or []), *[""] * SPARE_ROWS]


@register.filter
def spare_ambitions(value: list | None) -> list:
    return [*(value or []), *[{"id": "", "text": "", "needs": []} for _ in range(SPARE_ROWS)]]


@register.filter
def part(value: Any, name: str) -> Any:
    """One part of a value that may be missing."""
    return value.get(name, "") if isinstance(value, dict) else ""


@register.filter
def is_on(value: Any) -> bool:
    return bool(value.get("checked")) if isinstance(value, dict) else value in (True, "on", "yes", "true")


@register.filter
def yes_no_word(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, value or "") if not isinstance(value, dict) else ""


@register.simple_tag
def plans(node: QuestionNode, value: dict | None) -> list[dict[str, Any]]:
    """A row for each ambition this plan is about: {"id", "text", "step", "who", "due", "status"}."""
    blank = {"step": "", "who": "", "due": "", "status": "todo"}
    return [
        {"id": row["id"], "text": row["text"]} | blank | ((value or {}).get(row["id"]) or {})
        for row in node.ambitions
    ]


@register.simple_tag
def statuses() -> dict[str, str]:
    return STATUS


@register.simple_tag
def scale_steps(node: QuestionNode) -> range:
    return range(1, node.question.steps + 1)

"""The rows that the widgets of lists, tables, ambitions and plans show, and which of those were refused.

A few empty rows stand at the end, so that no script is needed to add one. A refused row keeps its place and
its text: the message names it by its number.
"""

from collections.abc import Callable
from typing import Any

from dekkend.questionnaires.tree import QuestionNode
from dekkend.questionnaires.types import KINDS, InvalidAnswer
from dekkend.questionnaires.types.plan import EMPTY

SPARE_ROWS = 2

Row = dict[str, Any]


def text_rows(node: QuestionNode, texts: Any, error: str) -> list[Row]:
    """[{"text", "wrong"}] for a list of texts."""
    kept = _without_empty_end(list(texts or []), lambda text: text)
    rows = [{"text": text, "wrong": is_refused(node, text)} for text in kept]
    return _marked(rows + [{"text": "", "wrong": False} for _ in range(SPARE_ROWS)], error)


def ambition_rows(node: QuestionNode, value: Any, error: str) -> list[Row]:
    """[{"id", "text", "needs", "wrong"}]."""
    kept = _without_empty_end(list(value or []), lambda row: row["text"])
    rows = [row | {"wrong": is_refused(node, row)} for row in kept]
    spare = [{"id": "", "text": "", "needs": [], "wrong": False} for _ in range(SPARE_ROWS)]
    return _marked(rows + spare, error)


def table_rows(node: QuestionNode, value: Any, error: str) -> list[list[Row]]:
    """[[{"column", "text", "wrong"}]]: the cells of each row. Only those that were refused are wrong."""
    rows = _without_empty_end(list(value or []), lambda row: any(row.values()))
    rows += [{} for _ in range(SPARE_ROWS)]
    wrong = [refused_cells(node, row) if error else set() for row in rows]
    columns = node.question.columns
    if error and not any(wrong):
        wrong[0] = {columns[0].key}
    return [
        [{"column": c, "text": row.get(c.key, ""), "wrong": c.key in bad} for c in columns]
        for row, bad in zip(rows, wrong, strict=True)
    ]


def refused_cells(node: QuestionNode, row: dict[str, str]) -> set[str]:
    """The columns of a row that are refused by themselves; else the first, when that is what it lacks."""
    first = node.question.columns[0].key
    alone = {key for key, text in row.items() if is_refused(node, {first: "-"} | {key: text})}
    return alone or ({first} if is_refused(node, row) else set())


def plan_rows(node: QuestionNode, value: Any, error: str) -> list[Row]:
    """[{"id", "text", "step", "who", "due", "status", "wrong"}], one for each ambition the plan is about.

    `wrong` names the parts that were refused.
    """
    rows = []
    for ambition in node.ambitions:
        typed = EMPTY | ((value or {}).get(ambition["id"]) or {})
        wrong = {part for part in typed if error and is_refused(node, {part: typed[part]})}
        rows.append(typed | {"id": ambition["id"], "text": ambition["text"], "wrong": wrong})
    if error and rows and not any(row["wrong"] for row in rows):
        rows[0]["wrong"] = {"step"}
    return rows


def is_refused(node: QuestionNode, raw: Any) -> bool:
    try:
        KINDS[node.type].row(node.question, raw)
    except InvalidAnswer:
        return True
    return False


def _marked(rows: list[Row], error: str) -> list[Row]:
    """Without an error nothing is wrong; with one that is about all rows, it stands at the first."""
    if not error:
        return [row | {"wrong": False} for row in rows]
    if not any(row["wrong"] for row in rows):
        rows[0]["wrong"] = True
    return rows


def _without_empty_end(rows: list[Any], text_of: Callable[[Any], Any]) -> list[Any]:
    while rows and not text_of(rows[-1]):
        rows.pop()
    return rows

"""Lists, ambitions and their plans."""

import re
import secrets

from dekkend.questionnaires.blocks import Items, Table
from dekkend.questionnaires.types.base import InvalidAnswer, Kind, option_of, text_of
from dekkend.questionnaires.types.choices import texts_of
from dekkend.questionnaires.types.texts import date_of

MOST_ROWS = 50
STATUS = {"todo": "nog te beginnen", "doing": "mee bezig", "done": "klaar"}


class List(Kind):
    name = "list"

    def clean(self, question, value):
        return texts_of(question, value, self.length(question)) or None

    def read(self, question, data, name):
        return data.getlist(name)

    def blocks(self, question, value, context):
        return (Items(tuple(value)),)

    def schema(self, question):
        return {"type": "array", "items": {"type": "string"}}


class Ambitions(Kind):
    """[{"id", "text", "needs"}]: the id ties an ambition to its plan, and never changes."""

    name = "ambitions"
    default_length = 1000

    def clean(self, question, value):
        if value in (None, ""):
            return None
        if not isinstance(value, list) or len(value) > MOST_ROWS:
            raise InvalidAnswer(f"Houd het bij {MOST_ROWS} ambities of minder.")
        return [row for item in value if (row := self.row(question, item))] or None

    def row(self, question, item):
        if not isinstance(item, dict):
            raise InvalidAnswer("Dit antwoord is niet te lezen. Vul de vraag opnieuw in.")
        text = text_of(question, item.get("text"), self.length(question))
        if text is None:
            return None
        allowed = {option.value for option in question.options}
        needs = [option_of(allowed, need) for need in item.get("needs") or []]
        known = str(item.get("id") or "")
        return {
            "id": known if re.fullmatch(r"[0-9a-z]{4,16}", known) else new_id(),
            "text": text,
            "needs": needs,
        }

    def read(self, question, data, name):
        rows = sorted(
            {
                int(found[1])
                for key in data
                if (found := re.fullmatch(rf"{re.escape(name)}\.(\d{{1,3}})\.text", key))
            }
        )
        return [
            {
                "id": data.get(f"{name}.{row}.id", ""),
                "text": data.get(f"{name}.{row}.text", ""),
                "needs": data.getlist(f"{name}.{row}.needs"),
            }
            for row in rows
        ]

    def blocks(self, question, value, context):
        return (Items(tuple(self.line(row, context) for row in value)),)

    def line(self, row, context):
        needs = ", ".join(context.need(need) for need in row["needs"])
        return f"{row['text']} ({needs})" if needs else row["text"]

    def schema(self, question):
        return {"type": "array", "items": {"type": "object", "required": ["id", "text", "needs"]}}


def new_id() -> str:
    return secrets.token_hex(4)


class Plan(Kind):
    """{ambition id: {"step", "who", "due", "status"}} for the ambitions of other questions."""

    name = "plan"

    def clean(self, question, value):
        if value in (None, ""):
            return None
        if not isinstance(value, dict) or len(value) > 2 * MOST_ROWS:
            raise InvalidAnswer("Dit antwoord is niet te lezen. Vul de vraag opnieuw in.")
        return {key: row for key, raw in value.items() if (row := self.row(question, raw))} or None

    def row(self, question, raw):
        if not isinstance(raw, dict):
            raise InvalidAnswer("Dit antwoord is niet te lezen. Vul de vraag opnieuw in.")
        step, who = (
            text_of(question, raw.get(part), self.length(question)) or "" for part in ("step", "who")
        )
        due = raw.get("due") and date_of(str(raw["due"]).strip()).isoformat()
        status = option_of(set(STATUS), raw.get("status") or "todo")
        if not (step or who or due or status != "todo"):
            return None
        return {"step": step, "who": who, "due": due or "", "status": status}

    def read(self, question, data, name):
        pattern = re.compile(rf"{re.escape(name)}\.([0-9a-z]{{4,16}})\.(step|who|due|status)")
        rows: dict[str, dict[str, str]] = {}
        for key in data:
            if found := pattern.fullmatch(key):
                rows.setdefault(found[1], {})[found[2]] = data[key]
        return rows

    def blocks(self, question, value, context):
        from datetime import date

        from django.utils.formats import date_format

        rows = tuple(
            (
                ambition["text"],
                value[ambition["id"]]["step"],
                value[ambition["id"]]["who"],
                date_format(date.fromisoformat(value[ambition["id"]]["due"]), "j F Y")
                if value[ambition["id"]]["due"]
                else "",
                STATUS[value[ambition["id"]]["status"]],
            )
            for key in question.ambitions
            for ambition in context.answers.get(key) or []
            if ambition["id"] in value
        )
        return (Table(("Ambitie", "Stap", "Wie", "Klaar op", "Stand"), rows),) if rows else ()

    def schema(self, question):
        return {"type": "object", "additionalProperties": {"type": "object"}}


class Fixed(Kind):
    name = "fixed"

    def read(self, question, data, name):
        return None

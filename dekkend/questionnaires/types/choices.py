"""Yes or no, one of, ticks, needs, scale and matrix."""

from dekkend.questionnaires.blocks import Items, Line, Mark, Table
from dekkend.questionnaires.types.base import InvalidAnswer, Kind, option_of, text_of

YES_NO = {"yes": True, "no": False}


class YesNo(Kind):
    name = "yes_no"

    def clean(self, question, value):
        if value in (None, ""):
            return None
        if isinstance(value, bool):
            return value
        return YES_NO[option_of(set(YES_NO), value)]

    def blocks(self, question, value, context):
        return (Line("ja" if value else "nee"),)

    def schema(self, question):
        return {"type": "boolean"}


class Choice(Kind):
    name = "choice"

    def clean(self, question, value):
        if value in (None, ""):
            return None
        return option_of({option.value for option in question.options}, value)

    def blocks(self, question, value, context):
        return (Line(label_of(question, value)),)

    def schema(self, question):
        return {"enum": [option.value for option in question.options]}


def label_of(question, value):
    return next(option.label for option in question.options if option.value == value)


class Check(Kind):
    """Unticked is an answer too once someone ticked it; as `false` it says so."""

    name = "check"

    def clean(self, question, value):
        if value is None or isinstance(value, bool):
            return value
        return value != "" and option_of({"on", "yes", "true"}, value) != ""

    def blocks(self, question, value, context):
        return (Mark(bool(value), question.label),)

    def schema(self, question):
        return {"type": "boolean"}


class CheckText(Kind):
    name = "check_text"

    def clean(self, question, value):
        if value in (None, ""):
            return None
        part = "items" if question.several else "text"
        if not isinstance(value, dict) or not value.keys() <= {"checked", part}:
            raise InvalidAnswer("Dit antwoord is niet te lezen. Vul de vraag opnieuw in.")
        checked = bool(value.get("checked"))
        if question.several:
            rest = texts_of(question, value.get("items"), self.length(question))
        else:
            rest = text_of(question, value.get("text"), self.length(question)) or ""
        return {"checked": checked, part: rest} if checked or rest else None

    def read(self, question, data, name):
        checked = bool(data.get(name))
        if question.several:
            return {"checked": checked, "items": data.getlist(f"{name}.text")}
        return {"checked": checked, "text": data.get(f"{name}.text", "")}

    def blocks(self, question, value, context):
        if not value["checked"]:
            return (Mark(False, question.label),)
        if question.several:
            return (Mark(True, question.label), *([Items(tuple(value["items"]))] if value["items"] else []))
        return (Mark(True, f"{question.label}: {value['text']}" if value["text"] else question.label),)

    def schema(self, question):
        part = (
            {"items": {"type": "array", "items": {"type": "string"}}}
            if question.several
            else {"text": {"type": "string"}}
        )
        return {"type": "object", "properties": {"checked": {"type": "boolean"}, **part}}


def texts_of(question, value, longest):
    """A list of texts without the empty rows."""
    if value in (None, ""):
        return []
    if not isinstance(value, list) or len(value) > 100:
        raise InvalidAnswer("Dit zijn te veel regels. Houd het bij honderd of minder.")
    return [text for item in value if (text := text_of(question, item, longest))]


class Needs(Kind):
    name = "needs"

    def clean(self, question, value):
        if value in (None, ""):
            return None
        if not isinstance(value, list):
            raise InvalidAnswer("Kies uit de lijst.")
        allowed = {option.value for option in question.options}
        chosen = {option_of(allowed, item) for item in value}
        return [option.value for option in question.options if option.value in chosen] or None

    def read(self, question, data, name):
        return data.getlist(name)

    def blocks(self, question, value, context):
        return (Items(tuple(context.need(key) for key in value)),)

    def schema(self, question):
        return {"type": "array", "items": {"enum": [option.value for option in question.options]}}


class Scale(Kind):
    name = "scale"

    def clean(self, question, value):
        if value in (None, ""):
            return None
        steps = {str(step): step for step in range(1, question.steps + 1)}
        return steps[option_of(set(steps), str(value))]

    def blocks(self, question, value, context):
        return (
            Line(f"{value} van {question.steps} (1 is {question.low}, {question.steps} is {question.high})"),
        )

    def schema(self, question):
        return {"type": "integer", "minimum": 1, "maximum": question.steps}


class Matrix(Kind):
    name = "matrix"

    def clean(self, question, value):
        if value in (None, ""):
            return None
        if not isinstance(value, dict):
            raise InvalidAnswer("Kies in elke rij een antwoord.")
        rows, options = {row.key for row in question.rows}, {option.value for option in question.options}
        return {
            option_of(rows, row): option_of(options, chosen) for row, chosen in value.items() if chosen
        } or None

    def read(self, question, data, name):
        return {row.key: data[f"{name}.{row.key}"] for row in question.rows if data.get(f"{name}.{row.key}")}

    def blocks(self, question, value, context):
        rows = tuple(
            (row.label, label_of(question, value[row.key])) for row in question.rows if row.key in value
        )
        return (Table(("Onderdeel", "Antwoord"), rows),)

    def schema(self, question):
        option = {"enum": [option.value for option in question.options]}
        return {"type": "object", "properties": {row.key: option for row in question.rows}}

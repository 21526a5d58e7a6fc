from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding, named


def unticked_with_text(draft: Draft) -> Iterator[Finding]:
    """A box without a tick and with a text behind it: parents would read "no", and not the text."""
    for question in draft.asked():
        value = draft.value(question)
        if question.type == "check_text" and value and not value["checked"] and _text(value):
            message = f"Bij {named(question)} staat een tekst, maar geen vinkje. Ouders zien hem zo niet."
            yield draft.finding("unticked_with_text", "warning", question, message)


def _text(value: dict) -> bool:
    return bool(value.get("text", "").strip() or value.get("items"))

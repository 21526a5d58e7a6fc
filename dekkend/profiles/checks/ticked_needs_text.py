from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding, named


def ticked_needs_text(draft: Draft) -> Iterator[Finding]:
    """A ticked box that ends in "te weten" needs its text."""
    for question in draft.asked():
        value = draft.value(question)
        if question.type == "check_text" and value and value["checked"] and not _says_what(value):
            message = f"U kruiste {named(question)} aan. Schrijf erbij wat het is."
            yield draft.finding("ticked_needs_text", "error", question, message)


def _says_what(value: dict) -> bool:
    return bool(value.get("text", "").strip() or value.get("items"))

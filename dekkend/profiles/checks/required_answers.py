from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding, named


def required_answers(draft: Draft) -> Iterator[Finding]:
    """Questions the form requires of every school."""
    for question in draft.asked():
        if question.required == "required" and draft.is_open(question):
            yield draft.finding("required_answers", "error", question, f"Geef antwoord op {named(question)}.")

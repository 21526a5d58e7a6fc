from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding, named


def conditional_required(draft: Draft) -> Iterator[Finding]:
    """Questions that must be answered because of what was answered elsewhere."""
    for question in draft.asked():
        if question.required_when and question.required_when.holds(draft.seen) and draft.is_open(question):
            message = f"Geef ook antwoord op {named(question)}. Dat hoort bij een ander antwoord van u."
            yield draft.finding("conditional_required", "error", question, message)

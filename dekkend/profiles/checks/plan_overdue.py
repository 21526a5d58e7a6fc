from collections.abc import Iterator
from datetime import date

from dekkend.profiles.checks.finding import Draft, Finding, plans_in


def plan_overdue(draft: Draft) -> Iterator[Finding]:
    """A step whose day has passed, and that is not done: one of the two is no longer true."""
    for question, ambition, step in plans_in(draft):
        if step["due"] and step["status"] != "done" and date.fromisoformat(step["due"]) < draft.on:
            message = f"De stap bij “{ambition['text']}” had al klaar moeten zijn. Klopt de datum nog?"
            yield draft.finding("plan_overdue", "warning", question, message, ambition["id"])

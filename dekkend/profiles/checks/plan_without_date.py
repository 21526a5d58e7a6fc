from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding, plans_in


def plan_without_date(draft: Draft) -> Iterator[Finding]:
    """A step towards an ambition that is to be taken some day."""
    for question, ambition, step in plans_in(draft):
        if step["step"] and not step["due"] and step["status"] != "done":
            message = f"Bij “{ambition['text']}” staat een stap zonder datum. Wanneer is die stap klaar?"
            yield draft.finding("plan_without_date", "warning", question, message, ambition["id"])

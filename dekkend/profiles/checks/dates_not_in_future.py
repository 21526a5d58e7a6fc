from collections.abc import Iterator
from datetime import date

from dekkend.profiles.checks.finding import Draft, Finding, named


def dates_not_in_future(draft: Draft) -> Iterator[Finding]:
    """A day that must have been, such as the last visit of the inspectorate."""
    for question in draft.asked():
        value = draft.value(question)
        if question.not_in_future and value and date.fromisoformat(value) > draft.on:
            message = f"De datum bij {named(question)} ligt in de toekomst. Kies vandaag of een eerdere dag."
            yield draft.finding("dates_not_in_future", "error", question, message)

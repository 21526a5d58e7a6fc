from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding


def reporting_code(draft: Draft) -> Iterator[Finding]:
    """The reporting code for domestic violence and child abuse is a legal duty of every school."""
    for question in draft.tagged("reporting_code"):
        if draft.value(question) is not True:
            message = "De meldcode is niet aangekruist. Elke school moet een meldcode hebben. Klopt dit?"
            yield draft.finding("reporting_code", "warning", question, message)

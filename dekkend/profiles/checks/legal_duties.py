from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding, named


def legal_duties(draft: Draft) -> Iterator[Finding]:
    """What the law asks of every school, by the tag the form gives it."""
    for question in draft.tagged("legal_duty"):
        if "reporting_code" not in question.tags and not _is_met(draft.value(question)):
            message = f"U kruiste {named(question)} niet aan. De wet vraagt dit van elke school. Klopt dit?"
            yield draft.finding("legal_duties", "warning", question, message)


def _is_met(value: object) -> bool:
    return bool(value["checked"] if isinstance(value, dict) else value)

from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding, named
from dekkend.profiles.readability import read_text

FEWEST_WORDS = 8


def thin_answers(draft: Draft) -> Iterator[Finding]:
    """A text the form asks every school for, in so few words that it says almost nothing."""
    for question in draft.asked():
        if question.type != "prose" or question.required == "optional" or draft.is_open(question):
            continue
        words = read_text(draft.value(question)).words
        if words < FEWEST_WORDS:
            message = f"Bij {named(question)} {_count(words)}. Zegt dat genoeg voor een ouder?"
            yield draft.finding("thin_answers", "warning", question, message)


def _count(words: int) -> str:
    return "staat 1 woord" if words == 1 else f"staan {words} woorden"

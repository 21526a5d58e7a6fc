from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding


def advised_answers(draft: Draft) -> Iterator[Finding]:
    """Questions the form advises to answer: one remark a chapter, at its first open question."""
    for chapter in draft.questionnaire.pages:
        keys = {question.key for question in chapter.questions}
        missed = [q for q in draft.asked() if q.key in keys and q.required == "advised" and draft.is_open(q)]
        if missed:
            message = f"In “{chapter.title}” {_count(len(missed))} nog geen antwoord. Dat mag. Klopt het zo?"
            yield draft.finding("advised_answers", "warning", missed[0], message, about=str(len(missed)))


def _count(number: int) -> str:
    return "heeft 1 vraag" if number == 1 else f"hebben {number} vragen"

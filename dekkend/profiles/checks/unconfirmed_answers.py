from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding


def unconfirmed_answers(draft: Draft) -> Iterator[Finding]:
    """Answers of the version before that nobody looked at again: one remark a chapter, at the first."""
    for chapter in draft.questionnaire.pages:
        keys = {question.key for question in chapter.questions} & draft.unconfirmed
        left = [q for q in draft.asked() if q.key in keys and not draft.is_open(q)]
        if left:
            message = f"In “{chapter.title}” {_count(len(left))}. Klopt dat nog?"
            yield draft.finding("unconfirmed_answers", "warning", left[0], message, about=str(len(left)))


def _count(number: int) -> str:
    if number == 1:
        return "staat 1 antwoord uit het vorige profiel dat niemand nakeek"
    return f"staan {number} antwoorden uit het vorige profiel die niemand nakeek"

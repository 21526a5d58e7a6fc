from collections.abc import Iterator

from dekkend.profiles.checks.finding import Draft, Finding, named

BELOW_SUFFICIENT = {"onvoldoende", "kan_beter", "zwak", "zeer_zwak"}
ANSWERS_FOR_IT = ("judgement_explanation", "judgement_improvement")


def judgement_needs_explanation(draft: Draft) -> Iterator[Finding]:
    """A judgement of the inspectorate below voldoende needs an explanation and what the school does."""
    below = {
        draft.chapter_of[question.key].key
        for question in draft.tagged("judgement")
        if draft.value(question) in BELOW_SUFFICIENT
    }
    for tag in ANSWERS_FOR_IT:
        for question in draft.tagged(tag):
            if draft.chapter_of[question.key].key in below and draft.is_open(question):
                message = f"Een oordeel is lager dan voldoende. Vul daarom {named(question)} in."
                yield draft.finding("judgement_needs_explanation", "error", question, message)

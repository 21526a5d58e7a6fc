"""What a difference says in a line or two, for every page and paper that tells of it."""

from django.utils.translation import gettext, gettext_noop, ngettext

from dekkend.profiles.changes.comparison import Difference

NOTHING = gettext_noop("Niets veranderd. Alle antwoorden zijn hetzelfde.")


def summary(found: Difference) -> str:
    """How much changed and how much stayed."""
    if found.is_empty:
        return gettext(NOTHING)
    return f"{_changed(found)} {_stayed(found)}".strip()


def form_summary(found: Difference) -> str:
    """How much of it is the form's doing."""
    came, went, reworded = len(found.form.came), len(found.form.went), len(found.form.reworded)
    parts = [
        _counted(came, ngettext("%(count)s vraag kwam erbij", "%(count)s vragen kwamen erbij", came)),
        _counted(went, ngettext("%(count)s vraag verviel", "%(count)s vragen vervielen", went)),
        _counted(
            reworded,
            ngettext(
                "%(count)s tekst van de regio is anders",
                "%(count)s teksten van de regio zijn anders",
                reworded,
            ),
        ),
    ]
    return f"{gettext('Er is een nieuw formulier.')} {', '.join(filter(None, parts))}."


def minutes(found: Difference) -> str:
    """How long reading it takes."""
    words = ngettext(
        "Lezen kost ongeveer %(count)s minuut.", "Lezen kost ongeveer %(count)s minuten.", found.minutes
    )
    return _counted(found.minutes, words)


def _changed(found: Difference) -> str:
    if not found.chapters:
        return gettext("De school veranderde niets.")
    questions, chapters = len(found.questions), len(found.chapters)
    parts = {
        "questions": _counted(questions, ngettext("%(count)s vraag", "%(count)s vragen", questions)),
        "chapters": _counted(
            chapters, ngettext("in %(count)s hoofdstuk", "in %(count)s hoofdstukken", chapters)
        ),
    }
    return gettext("%(questions)s veranderd %(chapters)s.") % parts


def _stayed(found: Difference) -> str:
    count = found.same_questions
    if found.chapters:
        words = ngettext(
            "%(count)s ander antwoord bleef hetzelfde.",
            "%(count)s andere antwoorden bleven hetzelfde.",
            count,
        )
    else:
        words = ngettext(
            "%(count)s antwoord bleef hetzelfde.", "%(count)s antwoorden bleven hetzelfde.", count
        )
    return _counted(count, words)


def _counted(count: int, words: str) -> str:
    """ "1 vraag", "3 vragen", and nothing for none."""
    return words % {"count": count} if count else ""

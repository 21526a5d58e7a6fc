"""What a difference says in a line or two, for every page and paper that tells of it."""

from dekkend.profiles.changes.comparison import Difference

NOTHING = "Niets veranderd. Alle antwoorden zijn hetzelfde."


def summary(found: Difference) -> str:
    """How much changed and how much stayed."""
    if found.is_empty:
        return NOTHING
    return f"{_changed(found)} {_stayed(found)}".strip()


def form_summary(found: Difference) -> str:
    """How much of it is the form's doing."""
    form = found.form
    parts = [
        _counted(len(form.came), "vraag kwam erbij", "vragen kwamen erbij"),
        _counted(len(form.went), "vraag verviel", "vragen vervielen"),
        _counted(len(form.reworded), "tekst van de regio is anders", "teksten van de regio zijn anders"),
    ]
    return f"Er is een nieuw formulier. {', '.join(filter(None, parts))}."


def minutes(found: Difference) -> str:
    """How long reading it takes."""
    return f"Lezen kost ongeveer {_counted(found.minutes, 'minuut', 'minuten')}."


def _changed(found: Difference) -> str:
    if not found.chapters:
        return "De school veranderde niets."
    questions = _counted(len(found.questions), "vraag", "vragen")
    return f"{questions} veranderd in {_counted(len(found.chapters), 'hoofdstuk', 'hoofdstukken')}."


def _stayed(found: Difference) -> str:
    words = ("antwoord bleef", "antwoorden bleven")
    if found.chapters:
        words = ("ander antwoord bleef", "andere antwoorden bleven")
    stayed = _counted(found.same_questions, *words)
    return f"{stayed} hetzelfde." if stayed else ""


def _counted(count: int, one: str, many: str) -> str:
    """ "1 vraag", "3 vragen", and nothing for none."""
    return f"{count} {one if count == 1 else many}" if count else ""

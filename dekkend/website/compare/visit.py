"""Three questions to take along to a visit, made from what differs."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dekkend.website.compare.table import Row

THREE = 3
FAR_FIRST = ("refer", "", "arrangement", "own", "basic")


@dataclass(frozen=True)
class Question:
    """What to ask, about which need, and at which schools; no schools: at all of them."""

    text: str
    about: str = ""
    schools: tuple[str, ...] = ()


def questions_for(rows: list[Row]) -> list[Question]:
    """Each about another difference, and where possible of another kind; general ones make them three."""
    left = [row for row in rows if row.need and row.differs]
    asked: list[Question] = []
    while left and len(asked) < THREE:
        before = len(asked)
        for meets in FAR_FIRST:
            row = next((row for row in left if _schools(row, meets)), None)
            if row and len(asked) < THREE:
                left.remove(row)
                asked.append(Question(_what_to_ask(meets), row.title, _schools(row, meets)))
        if len(asked) == before:
            break
    return asked + _general()[: THREE - len(asked)]


def _schools(row: Row, meets: str) -> tuple[str, ...]:
    """The schools of which this is the nearest way to meet it; "" for those that say nothing."""
    return tuple(cell.school for cell in row.cells if cell.said is not None and (*cell.meets, "")[0] == meets)


def _what_to_ask(meets: str) -> str:
    return {
        "refer": _("Wat doet u tot er een plek is op een andere school?"),
        "": _("U schrijft hier niets over. Wat doet u dan?"),
        "arrangement": _("Hoe lang duurt het voor de hulp er is?"),
        "own": _("Wie helpt dan, en hoe vaak?"),
        "basic": _("Hoe merkt u dat mijn kind dit nodig heeft?"),
    }[meets]


def _general() -> list[Question]:
    return [
        Question(_("Hoe merkt u dat mijn kind hulp nodig heeft?")),
        Question(_("Wie helpt dan, en hoe vaak?")),
        Question(_("Wat doet u als het niet genoeg is?")),
    ]

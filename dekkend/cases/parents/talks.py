"""The talks and visits that the Loket planned, as a parent reads them. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_noop

from dekkend.cases.models import Case, Talk

Form = Talk.Form
FORMS = {
    Form.TALK: gettext_noop("Een gesprek"),
    Form.OBSERVATION: gettext_noop("Iemand komt kijken hoe het gaat"),
    Form.YOUTH_CARE: gettext_noop("Overleg met jeugdhulp"),
}


@dataclass(frozen=True)
class TalkSight:
    """`what` is in the reader's language; `who`, `about` and `ground` are words of the Loket."""

    at: datetime
    what: str
    who: str
    about: str
    ground: str
    is_coming: bool


def talks_of(case: Case, at: datetime) -> list[TalkSight]:
    """Those that were not cancelled, as they follow each other. One query."""
    found = []
    for talk in case.talks.filter(cancelled_at=None):
        talk.case = case
        found.append(_sight(talk, at))
    return found


def _sight(talk: Talk, at: datetime) -> TalkSight:
    """What is said to youth care is told with the ground for saying it, and not without."""
    words, form = talk.words, Form(talk.form)
    is_told = form != Form.YOUTH_CARE or bool(words["ground"].strip())
    return TalkSight(
        at=talk.planned_at,
        what=gettext(FORMS[form]),
        who=words["with"],
        about=words["about"] if is_told else "",
        ground=words["ground"],
        is_coming=talk.planned_at >= at,
    )

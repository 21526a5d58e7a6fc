"""The school corrects who the child is: name, day of birth, group."""

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format

from dekkend.cases.actions.opening import led
from dekkend.cases.blind import index_child
from dekkend.cases.child import Child
from dekkend.cases.queries import child_corrections
from dekkend.cases.reasons import sealed
from dekkend.cases.rules import may_correct_child
from dekkend.cases.transitions import KIND
from dekkend.organisations.models import User
from dekkend.workflow.engine import NotPossible, record

MEANWHILE = "Een collega veranderde dit net. Bekijk eerst wat er nu staat."


@transaction.atomic
def correct_child(*, case_id: int, child: Child, seen: int, actor: User, at: datetime) -> None:
    """From now on the file is about this child as it is said here. Raises NotPossible.

    `seen`: how many corrections there were when the page was opened. What it was before stays sealed in the
    record, which tells in the clear only which facts were changed. Letters keep what they said.
    """
    case, role = led(case_id, actor, at)
    if not (verdict := may_correct_child(case)):
        raise NotPossible(verdict.reason)
    before, now = case.child.kept(), child.kept()
    if not (changed := [name for name in now if now[name] != before[name]]):
        return  # nothing to do, or a form that was sent twice
    if seen != child_corrections(case).count():
        raise NotPossible(MEANWHILE)
    was = sealed(case, f"Eerst stond er: {_in_words(case.child)}.")
    case.sealed_child = case.vault.seal_value("child", now)
    case.save(update_fields=["sealed_child"])
    index_child(case, child)
    details = {"changed": changed}
    record(KIND, case.pk, "correct_child", actor=actor, role=role, at=at, reason=was, details=details)


def _in_words(child: Child) -> str:
    return f"{child.name}, geboren op {date_format(child.born_on, 'j F Y')}, groep {child.group}"

"""Which objections are open. Reads only."""

from django.db.models import QuerySet

from dekkend.cases.models import Case, Objection


def open_objections(case: Case) -> QuerySet[Objection]:
    """What waits for a decision, to whatever decision in the file. The first to come in on top."""
    return Objection.objects.filter(decision__case=case, ended_on=None)


def is_objected(case: Case) -> bool:
    """Whether one is open. One query, of a file that is held only: an objection holds it."""
    return case.is_on_hold and open_objections(case).exists()

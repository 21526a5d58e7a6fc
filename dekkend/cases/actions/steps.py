"""A step of the route around an act's own changes."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from dekkend.cases.models import Case
from dekkend.cases.transitions import ROUTE
from dekkend.organisations.models import User
from dekkend.workflow.engine import perform
from dekkend.workflow.table import Outsider


def take(
    transition: str,
    case_id: int,
    actor: User | Outsider | None,
    at: datetime,
    *,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AbstractContextManager[Case]:
    """`workflow.engine.perform` on a case: locked, re-read and checked; saved and recorded on leaving.

    `reason` is kept sealed. `details` are kept as they are: days and keys, never words about a child.
    """
    return perform(
        ROUTE, pk=case_id, transition=transition, actor=actor, at=at, reason=reason, details=details
    )

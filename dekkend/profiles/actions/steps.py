"""A step of the route around an act's own changes."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from dekkend.organisations.models import User
from dekkend.profiles.models import Version
from dekkend.profiles.transitions import ROUTE
from dekkend.workflow.engine import perform


def take(
    transition: str,
    version_id: int,
    actor: User | None,
    at: datetime,
    *,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AbstractContextManager[Version]:
    """`workflow.engine.perform` on a version: locked, re-read and checked; saved and recorded on leaving."""
    return perform(
        ROUTE, pk=version_id, transition=transition, actor=actor, at=at, reason=reason, details=details
    )

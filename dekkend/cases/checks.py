"""Before anything starts: do the master keys of this environment open what lies in this database?"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from dekkend.cases import keys

HINT = "Set DEKKEND_MASTER_KEYS to the keys that this database was written with; see docs/settings.md."


@register
def master_keys_open_what_is_kept(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Not tagged as a check of the database: those run only when asked for."""
    return [Error(fault, hint=HINT, id="cases.E001") for fault in _faults()]


def refuse_wrong_master_keys() -> None:
    """For a server, which runs no checks of its own. Raises ImproperlyConfigured."""
    if faults := _faults():
        raise ImproperlyConfigured(f"{faults[0]} {HINT}")


def _faults() -> list[str]:
    """None while there is no database yet, or no tables: then nothing was written either."""
    if not settings.MASTER_KEYS:
        return ["There is no master key."]
    try:
        return list(keys.faults())
    except DatabaseError:
        return []

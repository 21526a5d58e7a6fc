"""Every night the log of who looked is proven; who must know that it does not hold, is told once."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.cases import notices
from dekkend.cases.destruction import unproven
from dekkend.cases.log import broken_lines
from dekkend.cases.models import LogAlarm
from dekkend.organisations.models import Partnership


class LogBroken(Exception):
    """Of these partnerships the log does not hold; `manage.py daily` ends with an error for it."""


def faults_in(partnership: Partnership) -> list[str]:
    """What is wrong with the log, and with the proof of what was destroyed; nothing when all holds."""
    return [*broken_lines(partnership), *unproven(partnership)]


def prove_logs(at: datetime) -> int:
    """Prove the log of every partnership; returns how many. Raises LogBroken once all were tried."""
    partnerships = list(Partnership.objects.order_by("code"))
    broken = [one.code for one in partnerships if not _holds(one, at)]
    if broken:
        raise LogBroken(", ".join(broken))
    return len(partnerships)


@transaction.atomic
def _holds(partnership: Partnership, at: datetime) -> bool:
    """Mail and alarm in one transaction: a run that is killed tells nobody twice."""
    faults = faults_in(partnership)
    if not faults:
        LogAlarm.objects.filter(partnership=partnership).delete()
        return True
    _, is_new = LogAlarm.objects.get_or_create(partnership=partnership, defaults={"raised_at": at})
    if is_new:
        notices.tell_log_broken(partnership, faults, on=localdate(at))
    return False

"""Work in the background that a power cut stopped halfway."""

from datetime import datetime, timedelta

from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# Every task takes seconds: what still runs after this long has lost its worker.
LONGEST = timedelta(minutes=10)


def restart_interrupted(*, at: datetime) -> int:
    """Put tasks whose worker died back in line; returns how many. Every task of ours can run twice."""
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - LONGEST)
    return lost.update(status=TaskResultStatus.READY, started_at=None)

"""Reminders that the calendar sends: a profile, a term of the MR or a day for a chapter. Each goes out once.

The mark that a reminder was sent and the mail itself are rows of one transaction (see `core.mail`): also
after a crash halfway nobody is forgotten, and nobody told twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.profiles import notices
from dekkend.profiles.assigning import notices as chapter_notices
from dekkend.profiles.assigning.queries import with_version
from dekkend.profiles.assigning.rules import SOON, Stage, stage_of
from dekkend.profiles.models import UNDER_WAY, Assignment, Signal, Version
from dekkend.profiles.queries import with_place
from dekkend.workflow.terms import add_months

BATCH = 500
ENDS, TERM, CHAPTER = "profile ends", "term ends", "chapter due"
TERM_IS_NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """A version that ends within `months`, and nobody was told so yet."""

    version_id: int
    months: int

    @property
    def stage(self) -> str:
        return str(self.months)


def send_reminders(*, at: datetime) -> int:
    """Tell the school of every profile that ends 12, 6, 3 … months from now, the MR of every term that ends
    within a week, and who writes a chapter of its day; returns how many reminders went.

    The months come from the version's regime. After days without a run only the nearest stage is told. Run
    daily; a second run tells nobody again, and a run that was killed goes on where it stopped.
    """
    told = sum(remind(version_id=due.version_id, months=due.months, at=at) for due in due_reminders(at))
    told += sum(remind_of_term(version_id=pk, at=at) for pk in _near_terms(at))
    return told + sum(remind_of_chapter(assignment_id=pk, at=at) for pk in _chapters_due(at))


@transaction.atomic
def remind(*, version_id: int, months: int, at: datetime) -> bool:
    """Send one reminder. False when it was sent before, or when the version no longer holds."""
    version = with_place(Version.objects.select_for_update(of=("self",))).get(pk=version_id)
    if version.state != Version.State.PUBLISHED or not _mark(ENDS, version_id, str(months), at):
        return False
    under_way = version.profile.versions.filter(state__in=UNDER_WAY).first()
    notices.remind_of_end(version, under_way=under_way, months=months, on=localdate(at))
    return True


@transaction.atomic
def remind_of_term(*, version_id: int, at: datetime) -> bool:
    """Tell the MR once that a term ends within a week; a later term of the same version is told anew."""
    version = with_place(Version.objects.select_for_update(of=("self",))).get(pk=version_id)
    if version.state != Version.State.WITH_MR or version.mr_due_on is None:
        return False
    if not _mark(TERM, version_id, version.mr_due_on.isoformat(), at):
        return False
    notices.remind_mr(version, on=localdate(at))
    return True


@transaction.atomic
def remind_of_chapter(*, assignment_id: int, at: datetime) -> bool:
    """Tell who writes a chapter that its day is near, or has passed; another day or person is told anew.

    False when they were told, said that it is done, or when the version has left the school.
    """
    on = localdate(at)
    version_id = Assignment.objects.values_list("version", flat=True).get(pk=assignment_id)
    Version.objects.select_for_update().get(pk=version_id)
    due = with_version(Assignment.objects.filter(pk=assignment_id).open().in_working_copies())
    assignment = due.select_related("assignee", "asked_by", "version__profile__site__school").first()
    stage = assignment and _chapter_stage(assignment, on)
    if not assignment or not stage or not _mark(CHAPTER, assignment_id, _told_as(assignment, stage), at):
        return False
    chapter_notices.remind(assignment, is_late=stage == "late", on=on)
    return True


def _chapters_due(at: datetime) -> list[int]:
    """Two queries, however many are late for long."""
    on = localdate(at)
    near = Assignment.objects.filter(due_on__lte=on + SOON).open().in_working_copies().order_by("pk")
    stages = {(one.pk, _told_as(one, stage)) for one in near if (stage := _chapter_stage(one, on))}
    sent = Signal.objects.filter(kind=CHAPTER, subject_id__in=[pk for pk, _ in stages])
    return sorted(pk for pk, _ in stages.difference(sent.values_list("subject_id", "stage")))


def _chapter_stage(assignment: Assignment, on: date) -> Stage | None:
    return stage_of(asked_on=localdate(assignment.asked_at), due_on=assignment.due_on, on=on)


def _told_as(assignment: Assignment, stage: Stage) -> str:
    """The stage with its day and person: 261212-soon-7."""
    return f"{assignment.due_on:%y%m%d}-{stage}-{assignment.assignee_id}"


def _near_terms(at: datetime) -> list[int]:
    on = localdate(at)
    waiting = Version.objects.filter(state=Version.State.WITH_MR, mr_due_on__range=(on, on + TERM_IS_NEAR))
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def due_reminders(at: datetime) -> Iterator[Due]:
    """Every version at a stage of its regime that nobody was told of, in the order of their numbers."""
    on, after = localdate(at), 0
    published = Version.objects.filter(state=Version.State.PUBLISHED, valid_until__gte=on).order_by("pk")
    rows = published.values_list("pk", "established_on", "valid_until", "regime__reminder_months")
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        after = batch[-1][0]
        stages = ((pk, _stage(begun, ends, months, on)) for pk, begun, ends, months in batch)
        yield from _untold([Due(pk, stage) for pk, stage in stages if stage])


def _untold(dues: list[Due]) -> Iterator[Due]:
    sent = Signal.objects.filter(kind=ENDS, subject_id__in=[due.version_id for due in dues])
    told = set(sent.values_list("subject_id", "stage"))
    return (due for due in dues if (due.version_id, due.stage) not in told)


def _stage(begun: date | None, ends: date | None, stages: list[int], on: date) -> int | None:
    """The nearest stage that has come. A stage before the version began is no news to anyone."""
    if begun is None or ends is None:  # a published version has both
        return None
    days = {months: add_months(ends, -months) for months in stages}
    return min((months for months, day in days.items() if begun < day <= on), default=None)


def _mark(kind: str, version_id: int, stage: str, at: datetime) -> bool:
    """True for the first who marks it. The row of the version is locked: nobody can come between."""
    _, is_new = Signal.objects.get_or_create(
        kind=kind, subject_id=version_id, stage=stage, defaults={"sent_at": at}
    )
    return is_new

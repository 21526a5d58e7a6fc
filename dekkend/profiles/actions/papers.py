"""Adding a paper to a question, taking it away, putting it back; carrying papers along, and clearing up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.timezone import localdate

from dekkend.core.files.inspection import Inspected, inspected
from dekkend.core.files.kinds import MB
from dekkend.core.files.names import clean_name, clean_title
from dekkend.organisations.models import User
from dekkend.profiles.assigning.queries import may_write_chapter
from dekkend.profiles.models import Paper, Version
from dekkend.profiles.papers import store
from dekkend.profiles.papers.limits import MOST_A_QUESTION, MOST_BYTES_A_VERSION
from dekkend.profiles.queries import roles_for
from dekkend.profiles.rules import audiences_for, may_add_paper, writing_role
from dekkend.profiles.sheet import place_of
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible, record

# How long what was taken away can be put back, and how old a file without a row must be to be a leftover.
KEPT_FOR = timedelta(days=30)
LEFT_FOR = timedelta(days=1)


class AlreadyThere(Exception):
    """The same file stands at this question: `paper`."""

    def __init__(self, paper: Paper):
        super().__init__(paper.title)
        self.paper = paper


@dataclass(frozen=True)
class Chosen:
    """What someone chose: the file that came in, its name there, and what they say of it."""

    path: Path
    name: str
    title: str
    audience: str


@dataclass(frozen=True)
class Place:
    """A question of a version, and the role in which someone changes its papers."""

    version: Version
    question: Question
    role: str


def add_paper(*, version_id: int, key: str, actor: User, chosen: Chosen, at: datetime) -> Paper:
    """Check the file, store it, and only then write its row: a crash in between leaves a file that
    `sweep_papers` clears, never a row without its file. Nothing is locked while the file is read and sent.

    Raises NotPossible, AlreadyThere, Refused (not a file we take) and StoreDown. Then nothing was kept.
    """
    version = _place(version_id, key, actor, at).version
    with inspected(chosen.path) as file:
        _check_room(version, key, file.size, file.sha256)
        stored = store.keep(file.path)
        try:
            return _enter(version_id, key, actor, chosen, file, stored, at)
        except BaseException:
            store.discard(stored)
            raise


@transaction.atomic
def remove_paper(*, version_id: int, paper_id: int, actor: User, at: datetime) -> Paper:
    """Take it away; `restore_paper` puts it back for as long as its file is kept."""
    paper, place = _locked_paper(version_id, paper_id, actor, at)
    if paper.removed_at is None:
        paper.removed_at, paper.removed_by_name = at, actor.name
        paper.save(update_fields=["removed_at", "removed_by_name"])
        _record("remove_paper", paper, place, actor, at)
    return paper


@transaction.atomic
def restore_paper(*, version_id: int, paper_id: int, actor: User, at: datetime) -> Paper:
    """Put back what was taken away. Raises AlreadyThere when the same file was added again meanwhile."""
    paper, place = _locked_paper(version_id, paper_id, actor, at)
    if paper.removed_at is not None:
        _check_room(place.version, paper.key, paper.size, paper.sha256)
        paper.removed_at, paper.removed_by_name = None, ""
        paper.save(update_fields=["removed_at", "removed_by_name"])
        _record("restore_paper", paper, place, actor, at)
    return paper


def carry_papers(previous: Version | None, version: Version) -> list[str]:
    """Rows that name the files of the last version; returns in Dutch which papers stay behind."""
    if previous is None:
        return []
    moved = {step.source: step.target for step in questionnaire_of(version.edition).carries}
    shown = {facts["id"] for facts in (previous.snapshot or {}).get("papers", [])}
    taken, left = [], []
    for paper in previous.papers.filter(pk__in=shown):
        key = moved.get(paper.key, paper.key)
        question = _question(questionnaire_of(version.edition), key)
        if question is None or not may_add_paper(question):
            left.append(f"Niet overgenomen: het stuk «{paper.title}». De vraag neemt geen stukken meer aan.")
            continue
        taken.append(_again(paper, version, question))
    Paper.objects.bulk_create(taken)
    return left


def sweep_papers(*, at: datetime) -> int:
    """Clear what nobody can reach any more: papers taken away a month ago, and files without a row.

    Rows go first: what stops halfway is then a file without a row, for the next time. Returns how many files.
    """
    Paper.objects.filter(removed_at__lt=at - KEPT_FOR).delete()
    known = set(Paper.objects.values_list("stored", flat=True))
    return sum(_sweep(name, at) for name in store.names() if name not in known)


def _sweep(name: str, at: datetime) -> bool:
    """A young file may be one whose row is being written now; so look once more before it goes."""
    is_young = store.kept_since(name) > at - LEFT_FOR
    return not is_young and not Paper.objects.filter(stored=name).exists() and store.discard(name)


@transaction.atomic
def _enter(
    version_id: int, key: str, actor: User, chosen: Chosen, file: Inspected, stored: str, at: datetime
) -> Paper:
    """The row of a file that is stored: what was checked before is checked again, under the lock."""
    _lock(version_id)
    place = _place(version_id, key, actor, at)
    _check_room(place.version, key, file.size, file.sha256)
    if chosen.audience not in audiences_for(place.question):
        raise NotPossible("Kies wie dit stuk mag lezen.")
    name = clean_name(chosen.name, file.kind)
    paper = Paper.objects.create(
        version=place.version,
        key=key,
        title=clean_title(chosen.title, name),
        name=name,
        kind=file.kind.key,
        size=file.size,
        sha256=file.sha256,
        audience=chosen.audience,
        stored=stored,
        uploaded_by=actor,
        uploaded_by_name=actor.name,
        uploaded_at=at,
    )
    _record("add_paper", paper, place, actor, at)
    return paper


def _lock(version_id: int) -> None:
    """Two who add the last paper at once: one of them waits here, and then finds no room."""
    Version.objects.select_for_update().get(pk=version_id)


def _place(version_id: int, key: str, actor: User, at: datetime) -> Place:
    """Raises NotPossible when this person may not change papers there now."""
    version = Version.objects.select_related("edition", "profile__site__school").get(pk=version_id)
    roles = roles_for(actor, version, localdate(at))
    place = place_of(questionnaire_of(version.edition), key)
    if place is None:
        raise NotPossible("Deze vraag staat niet in het formulier.")
    question, chapter = place
    if not (verdict := may_write_chapter(actor, version, roles, chapter.key)):
        raise NotPossible(verdict.reason)
    if not (verdict := may_add_paper(question)):
        raise NotPossible(verdict.reason)
    return Place(version, question, writing_role(roles))


def _question(questionnaire: Questionnaire, key: str) -> Question | None:
    return next((question for question in questionnaire.questions if question.key == key), None)


def _locked_paper(version_id: int, paper_id: int, actor: User, at: datetime) -> tuple[Paper, Place]:
    _lock(version_id)
    paper = Paper.objects.filter(pk=paper_id, version=version_id).first()
    if paper is None:
        raise NotPossible("Dit stuk is er niet meer. Voeg het opnieuw toe.")
    return paper, _place(version_id, paper.key, actor, at)


def _check_room(version: Version, key: str, size: int, sha256: str) -> None:
    """Raises AlreadyThere, or NotPossible when this question or this version has its fill."""
    here = version.papers.filter(removed_at=None)
    if same := here.filter(key=key, sha256=sha256).first():
        raise AlreadyThere(same)
    if here.filter(key=key).aggregate(number=Count("pk"))["number"] >= MOST_A_QUESTION:
        raise NotPossible(f"Bij een vraag passen {MOST_A_QUESTION} stukken. Haal er eerst een weg.")
    if (here.aggregate(total=Sum("size"))["total"] or 0) + size > MOST_BYTES_A_VERSION:
        most = MOST_BYTES_A_VERSION // MB
        raise NotPossible(f"Alle stukken samen mogen {most} MB zijn. Haal er eerst een weg.")


def _again(paper: Paper, version: Version, question: Question) -> Paper:
    """The same file in the next version; never for more people than its question is there."""
    allowed = audiences_for(question)
    return Paper(
        version=version,
        key=question.key,
        audience=paper.audience if paper.audience in allowed else allowed[0],
        is_carried=True,
        **{
            name: getattr(paper, name)
            for name in ("title", "name", "kind", "size", "sha256", "stored", "uploaded_by_id")
        },
        uploaded_by_name=paper.uploaded_by_name,
        uploaded_at=paper.uploaded_at,
    )


def _record(act: str, paper: Paper, place: Place, actor: User, at: datetime) -> None:
    """The title is the reason: those are for the school and its board, as some papers are."""
    details = {"paper": paper.pk, "key": paper.key, "sha256": paper.sha256}
    pk, role = place.version.pk, place.role
    record(KIND, pk, act, actor=actor, role=role, at=at, reason=paper.title, details=details)

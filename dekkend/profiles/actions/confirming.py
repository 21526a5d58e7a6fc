"""Saying that last year's answers still hold, and taking that back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.organisations.models import User
from dekkend.profiles.actions.writing import CARRIED, author_of
from dekkend.profiles.models import Answer, Version
from dekkend.profiles.progress import Progress, is_round, progress_of
from dekkend.profiles.queries import answers_of
from dekkend.profiles.rules import may_answer, may_write, writing_role
from dekkend.profiles.saving import Author, Current
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.evaluation import is_required, visible_answers, visible_keys
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.values import is_empty
from dekkend.workflow.engine import NotPossible, record

MUST_ANSWER = "Deze vraag moet een antwoord hebben. Vul haar in."
NO_LAST_YEAR = "Dit is het eerste profiel. Er is nog geen antwoord dat nog kan kloppen."


@dataclass
class Confirmed:
    """What came of it, per question key, and how far each chapter is now.

    `keys` are now confirmed that were not; `stale` were changed by someone after the page was drawn, with
    what stands there now; `refused` cannot be confirmed, with why.
    """

    keys: list[str] = field(default_factory=list)
    stale: dict[str, Current] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    progress: list[Progress] = field(default_factory=list)


@transaction.atomic
def confirm_answers(*, version_id: int, actor: User, revisions: Mapping[str, int], at: datetime) -> Confirmed:
    """Say of {question key: the revision that was shown} that these answers of last year still hold.

    One that somebody changed meanwhile is not confirmed, and does not stop the others; one that was
    confirmed already stays as it was. A confirmation leaves the revision: who types on is not disturbed, and
    a change takes the confirmation back. Raises NotPossible when nothing may be written.
    """
    version = _locked(version_id)
    author = author_of(version, actor, localdate(at))
    return _confirm(version, author, revisions, at)


@transaction.atomic
def confirm_as(*, author: Author, revisions: Mapping[str, int], at: datetime) -> Confirmed:
    """The same for someone `authorise_save` has let in: no person or role is read again."""
    version = _locked(author.version_id)
    _check_open(author, version)
    return _confirm(version, author, revisions, at)


@transaction.atomic
def take_back_confirmation(*, version_id: int, actor: User, keys: Iterable[str], at: datetime) -> Confirmed:
    """These answers are open again; `keys` of the result are those that were confirmed.

    Raises NotPossible when nothing may be written.
    """
    version = _locked(version_id)
    return _take_back(version, author_of(version, actor, localdate(at)), set(keys), at)


@transaction.atomic
def take_back_as(*, author: Author, keys: Iterable[str], at: datetime) -> Confirmed:
    """The same for someone `authorise_save` has let in."""
    version = _locked(author.version_id)
    _check_open(author, version)
    return _take_back(version, author, set(keys), at)


def _locked(version_id: int) -> Version:
    """The version, held until the end: saves wait, so what is read next is what will be confirmed."""
    versions = Version.objects.select_for_update(of=("self",)).select_related("edition")
    return versions.defer("snapshot", "edition__definition").get(pk=version_id)


def _check_open(author: Author, version: Version) -> None:
    """It may have gone to the MR since this person was let in."""
    if not (verdict := may_write(author.roles, version.state, is_asked=bool(author.only))):
        raise NotPossible(verdict.reason)


def _confirm(version: Version, author: Author, revisions: Mapping[str, int], at: datetime) -> Confirmed:
    author.check(*revisions)
    if revisions and not is_round(version):
        raise NotPossible(NO_LAST_YEAR)
    questionnaire = questionnaire_of(version.edition)
    stored = answers_of(version)
    result = Confirmed()
    for key in _to_confirm(questionnaire, stored, revisions, result):
        answer = stored.get(key) or _left_empty(version, key, at)
        answer.confirmed_by_id, answer.confirmed_by_name, answer.confirmed_at = (
            author.user_id,
            author.name,
            at,
        )
        stored[key] = answer
        result.keys.append(key)
    _store([stored[key] for key in result.keys])
    result.progress = progress_of(questionnaire, stored, is_round=is_round(version))
    _record("confirm_chapter", result.keys, result.progress, author, at)
    return result


def _to_confirm(
    questionnaire: Questionnaire,
    stored: Mapping[str, Answer],
    revisions: Mapping[str, int],
    result: Confirmed,
) -> list[str]:
    """The keys that can be confirmed now; the others go where they belong in `result`."""
    values = {key: answer.value for key, answer in stored.items()}
    asked, known = visible_keys(questionnaire, values), visible_answers(questionnaire, values)
    left = []
    for key, revision in revisions.items():
        question, answer = _question(questionnaire, key), stored.get(key)
        current = Current.of(answer) if answer else Current()
        if current.revision != revision:
            result.stale[key] = current
        elif is_empty(question, current.value) and is_required(question, known):
            result.refused[key] = MUST_ANSWER
        elif key in asked and _awaits(answer):
            left.append(key)
    return left


def _question(questionnaire: Questionnaire, key: str) -> Question:
    """A question that people answer. Raises NotPossible for any other key."""
    try:
        question = questionnaire.question(key)
    except KeyError:
        raise NotPossible("Deze vraag staat niet in het formulier.") from None
    if not (verdict := may_answer(question)):
        raise NotPossible(verdict.reason)
    return question


def _awaits(answer: Answer | None) -> bool:
    """No answer, or one of last year that nobody confirmed yet. One of this year needs no confirmation."""
    return answer is None or (answer.is_carried and answer.confirmed_at is None)


def _left_empty(version: Version, key: str, at: datetime) -> Answer:
    facts = {"value": None, "revision": 0, "is_carried": True, "saved_by_name": CARRIED, "saved_at": at}
    return Answer(version=version, key=key, **facts)


def _store(answers: list[Answer]) -> None:
    """All of them in one statement, and another where some were left empty."""
    confirmed = [answer for answer in answers if answer.pk]
    if confirmed:
        first = confirmed[0]
        names = ("confirmed_by_id", "confirmed_by_name", "confirmed_at")
        rows = Answer.objects.filter(pk__in=[answer.pk for answer in confirmed])
        rows.update(**{name: getattr(first, name) for name in names})
    Answer.objects.bulk_create(answer for answer in answers if not answer.pk)


def _take_back(version: Version, author: Author, keys: set[str], at: datetime) -> Confirmed:
    author.check(*keys)
    questionnaire = questionnaire_of(version.edition)
    stored = answers_of(version)
    before = progress_of(questionnaire, stored, is_round=is_round(version))
    taken = [key for key, answer in stored.items() if key in keys and answer.confirmed_at]
    rows = Answer.objects.filter(pk__in=[stored[key].pk for key in taken])
    rows.filter(revision=0).delete()
    rows.update(confirmed_by=None, confirmed_by_name="", confirmed_at=None)
    for key in taken:
        stored[key].confirmed_at = None
    after = progress_of(questionnaire, stored, is_round=is_round(version))
    _record("reopen_chapter", taken, before, author, at)
    return Confirmed(keys=taken, progress=after)


def _record(act: str, keys: list[str], progress: list[Progress], author: Author, at: datetime) -> None:
    """One line for each chapter that is done with this act, or was until now: not one for each answer."""
    for chapter in progress:
        if chapter.is_done and any(question.key in keys for question in chapter.chapter.questions):
            details = {
                "about": " ".join(filter(None, [chapter.chapter.number, chapter.chapter.title])),
                "chapter": chapter.chapter.key,
                "confirmed": chapter.confirmed,
                "changed": chapter.changed,
            }
            actor = User(pk=author.user_id, name=author.name)
            role = writing_role(author.roles)
            record(KIND, author.version_id, act, actor=actor, role=role, at=at, details=details)

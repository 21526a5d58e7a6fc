"""A proposal for another text: made, changed, withdrawn, taken over or not, and undone.

Why a writer did not take it over stands with the proposal, not in the record: MR and board read that.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.core.verdict import Verdict
from dekkend.organisations.models import User
from dekkend.profiles.actions.speaking import Speaker, question_for, speaker_at
from dekkend.profiles.actions.writing import author_of
from dekkend.profiles.models import AnswerRevision, Suggestion, Version
from dekkend.profiles.rules import may_be_suggested, may_decide, may_suggest
from dekkend.profiles.saving import Current, Saved, StaleAnswer, save_answer
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import FORGED
from dekkend.questionnaires.values import InvalidAnswer, clean
from dekkend.workflow.engine import NotPossible, record

LONGEST_WHY = 2000
UNKNOWN = "Dit voorstel kennen wij niet."
State = Suggestion.State


@transaction.atomic
def suggest(
    *, version_id: int, actor: User, key: str, text: str, why: str, revision: int, at: datetime
) -> Suggestion:
    """Propose another text, or change one's own open proposal at this question.

    `revision` is that of the answer which the proposer saw. Raises NotPossible, and InvalidAnswer for a text
    that the question does not take.
    """
    version, speaker = speaker_at(version_id, actor, at)
    _check(may_suggest(speaker.roles, version.state))
    question = question_for(version, key, speaker)
    _check(may_be_suggested(question))
    base = _text_at(version, key, revision)
    facts = {
        "text": _text(question, text, base),
        "why": _reason(why),
        "base_text": base,
        "base_revision": revision,
        "written_at": at,
    }
    mine = version.suggestions.filter(key=key, author=actor, state=State.OPEN).first()
    if mine is None:
        mine = Suggestion.objects.create(version=version, key=key, **facts, **speaker.facts)
        _record("suggest", mine, speaker, at)
    elif (mine.text, mine.why) != (facts["text"], facts["why"]):
        _change(mine, revision=mine.revision + 1, **facts)
        _record("change_suggestion", mine, speaker, at)
    return mine


@transaction.atomic
def withdraw_suggestion(*, suggestion_id: int, actor: User, at: datetime) -> Suggestion:
    """The proposer takes it back. Twice is once."""
    suggestion, speaker = _own(suggestion_id, actor, at)
    if suggestion.state != State.WITHDRAWN:
        _check_open(suggestion, actor)
        _close(suggestion, State.WITHDRAWN, actor, at)
        _record("withdraw_suggestion", suggestion, speaker, at)
    return suggestion


@transaction.atomic
def restore_suggestion(*, suggestion_id: int, actor: User, at: datetime) -> Suggestion:
    """Undo: the proposer's own withdrawn proposal is open again."""
    suggestion, speaker = _own(suggestion_id, actor, at)
    if suggestion.state != State.WITHDRAWN:
        raise NotPossible("Dit voorstel is niet teruggenomen.")
    _reopen(suggestion)
    _record("restore_suggestion", suggestion, speaker, at)
    return suggestion


@transaction.atomic
def accept_suggestion(
    *,
    suggestion_id: int,
    actor: User,
    revision: int,
    answer_revision: int,
    text: str | None = None,
    at: datetime,
) -> Suggestion:
    """Make it the answer, as it is or as the `text` that its reader made of both.

    `revision` of the proposal and `answer_revision` are what the reader saw. Raises StaleAnswer when the
    answer is another one by now, InvalidAnswer, and NotPossible also when somebody else decided first.
    """
    suggestion, version, speaker = _to_decide(suggestion_id, actor, at)
    _check_open(suggestion, actor)
    if suggestion.revision != revision:
        raise NotPossible(f"{suggestion.author_name} veranderde dit voorstel net. Lees het opnieuw.")
    value = suggestion.text if text is None else text
    saved = _save(version, actor, suggestion.key, value, answer_revision, at)
    if saved.revision != answer_revision:
        suggestion.taken_at_revision = saved.revision
        history = AnswerRevision.objects.filter(version=version, key=suggestion.key, revision=saved.revision)
        history.update(suggested_by_name=suggestion.author_name)
    _close(suggestion, State.ACCEPTED, actor, at)
    _record("accept_suggestion", suggestion, speaker, at)
    return suggestion


@transaction.atomic
def decline_suggestion(*, suggestion_id: int, actor: User, reason: str, at: datetime) -> Suggestion:
    """Leave the answer as it is; the proposer reads the reason, when there is one."""
    suggestion, _, speaker = _to_decide(suggestion_id, actor, at)
    _check_open(suggestion, actor)
    suggestion.reason = _reason(reason)
    _close(suggestion, State.DECLINED, actor, at)
    _record("decline_suggestion", suggestion, speaker, at)
    return suggestion


@transaction.atomic
def undo_decision(*, suggestion_id: int, actor: User, at: datetime) -> Suggestion:
    """The proposal is open again. What was taken over makes way for the text before, unless it changed."""
    suggestion, version, speaker = _to_decide(suggestion_id, actor, at)
    if suggestion.state not in (State.ACCEPTED, State.DECLINED):
        raise NotPossible("Over dit voorstel is nog niet besloten.")
    if suggestion.taken_at_revision:
        _put_back(version, actor, suggestion, at)
    _reopen(suggestion)
    _record("reopen_suggestion", suggestion, speaker, at)
    return suggestion


def close_suggestions(version: Version, at: datetime) -> None:
    """The text leaves the school: what nobody decided on stays to be read. `version` is locked."""
    version.suggestions.filter(state=State.OPEN).update(state=State.CLOSED, decided_at=at)


def reopen_suggestions(version: Version) -> None:
    """Sending was undone, and the text is what it was. `version` is locked."""
    version.suggestions.filter(state=State.CLOSED).update(state=State.OPEN, decided_at=None)


def _own(suggestion_id: int, actor: User, at: datetime) -> tuple[Suggestion, Speaker]:
    """The proposal, locked, for who made it."""
    suggestion, version, speaker = _locked(suggestion_id, actor, at)
    if suggestion.author_id != actor.pk:
        raise NotPossible("Dit is niet uw voorstel.")
    _check(may_suggest(speaker.roles, version.state))
    return suggestion, speaker


def _to_decide(suggestion_id: int, actor: User, at: datetime) -> tuple[Suggestion, Version, Speaker]:
    suggestion, version, speaker = _locked(suggestion_id, actor, at)
    _check(may_decide(speaker.roles, version.state))
    return suggestion, version, speaker


def _locked(suggestion_id: int, actor: User, at: datetime) -> tuple[Suggestion, Version, Speaker]:
    """Everyone locks the version first: two who decide at once come one after the other."""
    found = Suggestion.objects.filter(pk=suggestion_id).first()
    if found is None:
        raise NotPossible(UNKNOWN)
    version, speaker = speaker_at(found.version_id, actor, at)
    return Suggestion.objects.select_for_update().get(pk=suggestion_id), version, speaker


def _check(verdict: Verdict) -> None:
    if not verdict:
        raise NotPossible(verdict.reason)


def _check_open(suggestion: Suggestion, actor: User) -> None:
    if not suggestion.is_open:
        raise NotPossible(_already(suggestion, actor))


def _already(suggestion: Suggestion, actor: User) -> str:
    """Who was first, and what they decided."""
    mine = suggestion.decided_by_id == actor.pk
    who = "U" if mine else suggestion.decided_by_name
    told = {
        State.ACCEPTED: f"{who} nam dit voorstel al over.",
        State.DECLINED: f"{who} besloot al: dit voorstel gaat niet mee.",
        State.WITHDRAWN: f"{who} nam dit voorstel terug.",
        State.CLOSED: "De tekst ging naar de MR. Over dit voorstel is niet besloten.",
    }
    return told[State(suggestion.state)]


def _text_at(version: Version, key: str, revision: int) -> str:
    """What the answer was at the revision that someone saw."""
    answer = version.answers.filter(key=key).first()
    current = Current.of(answer) if answer else Current()
    if current.revision == revision:
        return current.value or ""
    if revision == 0:
        return ""
    older = version.answer_revisions.filter(key=key, revision=revision).first()
    if older is None:
        raise NotPossible(FORGED)
    return older.value or ""


def _text(question: Question, text: str, base: str) -> str:
    """The proposed text as it would be stored. Raises InvalidAnswer."""
    cleaned = clean(question, text)
    if not cleaned:
        raise InvalidAnswer("Schrijf eerst uw voorstel.")
    if cleaned == base:
        raise InvalidAnswer("Dit is de tekst die er al staat. Verander wat u anders wilt.")
    return cleaned


def _reason(words: str) -> str:
    if len(words) > LONGEST_WHY:
        raise NotPossible(f"Uw uitleg is te lang. Maak haar korter dan {LONGEST_WHY} tekens.")
    return words.replace("\0", "").strip()


def _save(version: Version, actor: User, key: str, value: str | None, revision: int, at: datetime) -> Saved:
    """As any save of this answer. Raises StaleAnswer, InvalidAnswer, NotPossible.

    A text that stands there already is stale too when it is a later one than the reader saw.
    """
    answer = version.answers.filter(key=key).first()
    current = Current.of(answer) if answer else Current()
    if current.revision != revision:
        raise StaleAnswer(current)
    author = author_of(version, actor, localdate(at)).at(key, current)
    question = questionnaire_of(version.edition).question(key)
    return save_answer(author=author, question=question, value=value, revision=revision, at=at)


def _put_back(version: Version, actor: User, suggestion: Suggestion, at: datetime) -> None:
    """The text before it was taken over, as a save of its own."""
    taken = suggestion.taken_at_revision or 0
    before = _text_at(version, suggestion.key, taken - 1)
    try:
        _save(version, actor, suggestion.key, before, taken, at)
    except StaleAnswer:
        raise NotPossible(
            "Het antwoord is daarna weer veranderd. Kies bij “Wie schreef wat?” welke tekst er moet staan."
        ) from None


def _close(suggestion: Suggestion, state: State, actor: User, at: datetime) -> None:
    _change(suggestion, state=state, decided_by=actor, decided_by_name=actor.name, decided_at=at)


def _reopen(suggestion: Suggestion) -> None:
    """Open again, unless its author has made another one since."""
    others = Suggestion.objects.filter(
        version=suggestion.version_id, key=suggestion.key, author=suggestion.author_id, state=State.OPEN
    )
    if others.exists():
        raise NotPossible(f"{suggestion.author_name} deed intussen een ander voorstel bij deze vraag.")
    undone = {"decided_by": None, "decided_by_name": "", "decided_at": None, "taken_at_revision": None}
    _change(suggestion, state=State.OPEN, reason="", **undone)


def _change(suggestion: Suggestion, **facts: object) -> None:
    for name, value in facts.items():
        setattr(suggestion, name, value)
    suggestion.save()


def _record(act: str, suggestion: Suggestion, speaker: Speaker, at: datetime) -> None:
    details = speaker.details(suggestion.key)
    record(KIND, suggestion.version_id, act, actor=speaker.user, role=speaker.role, at=at, details=details)

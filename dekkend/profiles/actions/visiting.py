"""What a guest does: ask for a code, come in with it, and write. Nobody here signs in.

Every act holds the version, which is the lock for its guests too, and asks anew how it stands with the guest.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.core.door import Outcome, codes
from dekkend.core.tokens import hash_of
from dekkend.profiles import notices
from dekkend.profiles.actions.writing import ChapterResult, save_each
from dekkend.profiles.guests.door import DOOR
from dekkend.profiles.guests.queries import chapter_name, guest_by
from dekkend.profiles.guests.sight import chapter_of
from dekkend.profiles.guests.standing import Standing, standing_of
from dekkend.profiles.models import Guest, Version
from dekkend.profiles.saving import Author, Current, Saved, save_answer
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible, record
from dekkend.workflow.table import SYSTEM

Why = Literal["unknown"] | Standing
WHY: dict[str, str] = {
    "unknown": "Deze link kennen wij niet.",
    "withdrawn": "De school heeft uw toegang gestopt.",
    "over": "De laatste dag is voorbij.",
    "closed": "De school schrijft nu niet meer aan deze tekst.",
    "locked": "Er is te vaak een verkeerde code gegeven.",
}
NOT_HERE = "Deze vraag hoort niet bij uw hoofdstuk."
ONLY_READS = "U bent gevraagd om te lezen. U kunt hier niets veranderen."


class CannotVisit(NotPossible):
    """A link that lets nobody in (any more): `why`, and the guest it was for, if there is one."""

    def __init__(self, why: Why, guest: Guest | None = None):
        super().__init__(WHY[why])
        self.why, self.guest = why, guest


def find_guest(token: str, at: datetime) -> Guest:
    """The guest of this link while it can be used. Raises CannotVisit with the reason."""
    guest = guest_by(token)
    if guest is None:
        raise CannotVisit("unknown")
    if (standing := standing_of(guest, localdate(at))) != "open":
        raise CannotVisit(standing, guest)
    return guest


@transaction.atomic
def send_guest_code(*, token: str, at: datetime) -> str:
    """Mail a code to the address that was invited, and return it; it is kept nowhere.

    The code before stops working. Raises NotPossible within a minute of the last one.
    """
    guest = _held(token, at)
    if codes.comes_too_soon(guest, at):
        raise NotPossible("Wij stuurden net een code. Kijk in uw mail, of wacht een minuut.")
    code = codes.give(DOOR, guest, at)
    guest.save(update_fields=codes.GIVEN)
    notices.send_guest_code(guest, code)
    return code


@transaction.atomic
def enter_as_guest(*, token: str, code: str, at: datetime) -> Outcome:
    """Whether this code lets the browser in: see `core.door.codes.take`. Raises CannotVisit."""
    guest = _held(token, at)
    is_first = guest.opened_at is None
    outcome = codes.take(DOOR, guest, code, at)
    guest.save(update_fields=codes.TAKEN)
    if outcome == "right" and is_first:
        _record("open_as_guest", guest, guest.signature, at)
    if outcome == "shut":
        _record("shut_guest_link", guest, "", at)
    return outcome


@transaction.atomic
def save_answer_as_guest(*, token: str, key: str, value: Any, revision: int, at: datetime) -> Saved:
    """Save one answer of the guest's chapter, under the guest's name.

    Raises what `save_answer` raises, and CannotVisit.
    """
    guest = _writer(token, at)
    stored = guest.version.answers.filter(key=key).first()
    author = author_for(guest).at(key, Current.of(stored) if stored else None)
    _check_here(guest, [key])
    question = questionnaire_of(guest.version.edition).question(key)
    saved = save_answer(author=author, question=question, value=value, revision=revision, at=at)
    note_seen(guest, at)
    return saved


@transaction.atomic
def save_chapter_as_guest(
    *, token: str, values: Mapping[str, tuple[Any, int]], at: datetime
) -> ChapterResult:
    """As `save_chapter`, for the guest's own chapter. Raises CannotVisit or NotPossible."""
    guest = _writer(token, at)
    _check_here(guest, values)
    result = save_each(guest.version, author_for(guest), values, at)
    note_seen(guest, at)
    return result


def author_for(guest: Guest) -> Author:
    """A guest as someone who writes: no user, and a name that says so."""
    version = guest.version
    return Author(
        user_id=None,
        name=guest.signature,
        version_id=version.pk,
        edition_id=version.edition_id,
        checksum=version.edition.checksum,
    )


def note_seen(guest: Guest, at: datetime) -> None:
    """The school sees when a guest was there last."""
    Guest.objects.filter(pk=guest.pk).update(seen_at=at)


def _held(token: str, at: datetime) -> Guest:
    """The guest of a link that can be used, with the version held until the end. Raises CannotVisit."""
    versions = Version.objects.select_for_update(of=("self",)).filter(guests__token_hash=hash_of(token))
    list(versions.values_list("pk"))
    return find_guest(token, at)


def _writer(token: str, at: datetime) -> Guest:
    guest = _held(token, at)
    if not guest.writes:
        raise NotPossible(ONLY_READS)
    return guest


def _check_here(guest: Guest, keys: Mapping[str, Any] | list[str]) -> None:
    """A guest's link opens one chapter."""
    page = chapter_of(questionnaire_of(guest.version.edition), guest.chapter)
    if page is None or not set(keys) <= {question.key for question in page.questions}:
        raise NotPossible(NOT_HERE)


def _record(act: str, guest: Guest, name: str, at: datetime) -> None:
    details = {"about": f"{guest.introduced} ({chapter_name(guest)})", "guest": guest.pk}
    more = {"name": name} if name else {}
    record(KIND, guest.version_id, act, actor=None, role=SYSTEM, at=at, details=details, **more)

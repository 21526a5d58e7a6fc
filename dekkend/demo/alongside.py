"""Who reads along while a school writes: another school, and colleagues who propose other texts."""

from datetime import date, datetime
from typing import Any

from dekkend.demo.region import School, address_of, read_schools
from dekkend.organisations.models import Site, User
from dekkend.profiles import actions
from dekkend.profiles.models import Friendship, Version


def invite(asked: dict[str, Any], version: Version, head: User, *, until: date, at: datetime) -> Friendship:
    """The head teacher asks the school of the file to read along."""
    site = Site.objects.get(code=asked["school"])
    return actions.invite_friend(
        version_id=version.pk, site=site, question=asked["question"], until=until, actor=head, at=at
    )


def answer(asked: dict[str, Any], friendship: Friendship, *, at: datetime) -> None:
    """The head teacher of the other school says yes, or no with the words of the file."""
    who: dict[str, Any] = {"friendship_id": friendship.pk, "actor": _head_of(asked["school"]), "at": at}
    if "declines" in asked:
        actions.decline_friendship(answer=asked["declines"], **who)
    else:
        actions.accept_friendship(**who)


def say(asked: dict[str, Any], version: Version, *, at: datetime) -> None:
    """What the other school remarks, by question."""
    for key, text in asked.get("remarks", {}).items():
        actions.add_comment(
            version_id=version.pk, actor=_head_of(asked["school"]), key=key, text=text, answers=None, at=at
        )


def suggest(made: dict[str, str], version: Version, *, at: datetime) -> None:
    """Someone proposes `new` words where the answer has `old` ones."""
    answer = version.answers.get(key=made["key"])
    text = str(answer.value)
    if made["old"] not in text:
        raise ValueError(f"{version}: {made['key']} does not say “{made['old']}”")
    actions.suggest(
        version_id=version.pk,
        actor=User.objects.get(email=address_of(made["by"])),
        key=made["key"],
        text=text.replace(made["old"], made["new"]),
        why=made["why"],
        revision=answer.revision,
        at=at,
    )


def decide(made: dict[str, str], version: Version, head: User, *, at: datetime) -> None:
    """What the file says the head teacher did with it; nothing yet for one that is open."""
    suggestion = version.suggestions.get(key=made["key"], author__email=address_of(made["by"]))
    who: dict[str, Any] = {"suggestion_id": suggestion.pk, "actor": head, "at": at}
    if made.get("outcome") == "accept":
        actions.accept_suggestion(
            revision=suggestion.revision, answer_revision=suggestion.base_revision, **who
        )
    elif made.get("outcome") == "decline":
        actions.decline_suggestion(reason=made["reason"], **who)


def _head_of(code: str) -> User:
    school: School = next(school for school in read_schools() if school.code == code)
    return User.objects.get(email=address_of(school.people["head_teacher"]))

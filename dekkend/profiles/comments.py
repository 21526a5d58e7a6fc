"""The remarks at the questions of a version, as threads. One query, however many."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from dekkend.organisations.models import Site
from dekkend.profiles.models import Comment, Version


@dataclass
class Thread:
    """A remark with its replies, the oldest first."""

    first: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def school(self) -> str:
        """The name of the school that reads along and sees this thread too."""
        return self.first.author_school

    @property
    def is_settled(self) -> bool:
        return self.first.settled_at is not None


@dataclass
class Remarks:
    """What stands at one question: open threads, and those that were settled."""

    threads: list[Thread] = field(default_factory=list)

    @property
    def open(self) -> list[Thread]:
        return [thread for thread in self.threads if not thread.is_settled]

    @property
    def settled(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.is_settled]


def remarks_by_question(version: Version, friend: Site | None = None) -> dict[str, Remarks]:
    """{question key: its threads}, for the questions that have any.

    For the team all of them; a school that reads along gets those it began.
    """
    theirs = Q(friend=friend, answers=None) | Q(answers__friend=friend)
    comments = version.comments.all()
    return threads_in(comments.filter(theirs) if friend else comments)


def threads_in(comments: Iterable[Comment]) -> dict[str, Remarks]:
    """The same, of comments at hand: the oldest first."""
    threads: dict[int, Thread] = {}
    by_key: dict[str, Remarks] = {}
    for comment in comments:
        if comment.answers_id is None:
            thread = threads[comment.pk] = Thread(comment)
            by_key.setdefault(comment.key, Remarks()).threads.append(thread)
        else:
            threads[comment.answers_id].replies.append(comment)
    return by_key

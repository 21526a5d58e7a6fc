"""A question as people talk about it: the team of the school, or one that reads along."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.organisations.models import Site, User
from dekkend.profiles.alongside.friends import keys_for_friends
from dekkend.profiles.models import Friendship, Version
from dekkend.profiles.queries import friendship_of, get_version_for
from dekkend.profiles.rules import FRIEND
from dekkend.profiles.sheet import place_of
from dekkend.profiles.views.reading import page_frame
from dekkend.questionnaires.definition import Chapter, Question
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.posted import anchor


@dataclass(frozen=True)
class AtQuestion:
    """A question of a version and who asks for it; `friendship` for someone of a school that reads along."""

    version: Version
    roles: frozenset[str]
    question: Question
    chapter: Chapter
    friendship: Friendship | None

    @property
    def friend(self) -> Site | None:
        return self.friendship.site if self.friendship else None

    @property
    def back(self) -> str:
        """Where this reader came from."""
        if self.friendship:
            return reverse("read", args=[self.version.pk]) + f"#vraag-{self.question.key}"
        page = reverse("chapter", args=[self.version.pk, self.chapter.key])
        return f"{page}#{anchor(self.question.key)}"

    @property
    def frame(self) -> dict[str, Any]:
        """What the page of such a question needs."""
        more = {"question": self.question, "chapter": self.chapter, "back": self.back}
        return page_frame(self.version, self.friendship) | more


def at_question(user: User, pk: int, key: str) -> AtQuestion:
    """The question for who may read it. Raises Http404 and PermissionDenied as `get_version_for` does.

    For a school that reads along a question that it does not see does not exist.
    """
    version, roles = get_version_for(user, pk, need="read_along")
    friendship = friendship_of(user, version, localdate()) if FRIEND in roles else None
    place = place_of(questionnaire_of(version.edition), key)
    if place is None or (friendship and key not in keys_for_friends(version)):
        raise Http404("Deze vraag kennen wij niet.")
    return AtQuestion(version, roles, *place, friendship)

"""Who says something at a question: someone of the team, or of a school that reads along."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from dekkend.organisations.models import Role, Site, User
from dekkend.organisations.queries import memberships_of
from dekkend.profiles.alongside.friends import keys_for_friends
from dekkend.profiles.models import Version
from dekkend.profiles.queries import FRIENDS, friendship_of, roles_at_profile, roles_for, with_place
from dekkend.profiles.rules import TEAM, writing_role
from dekkend.questionnaires.definition import Question
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.engine import NotPossible
from dekkend.workflow.table import role_label

ORDER = (Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR, Role.TEACHER)


@dataclass(frozen=True)
class Speaker:
    """`role` is the one they speak in, `friend` the other school they speak for."""

    user: User
    roles: frozenset[str]
    role: str
    friend: Site | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """As remarks and proposals keep who wrote them."""
        facts = {"author": self.user, "author_name": self.user.name, "author_role": role_label(self.role)}
        return facts | {"friend": self.friend, "author_school": self.friend.name if self.friend else ""}

    def details(self, key: str) -> dict[str, Any]:
        """What the record says of an act at a question."""
        return {"key": key} | ({"about": self.friend.name} if self.friend else {})


def speaker_at(version_id: int, actor: User, at: datetime) -> tuple[Version, Speaker]:
    """The version, locked, and as who `actor` speaks there. Their rules say whether they may."""
    version = with_place(Version.objects.select_for_update(of=("self",))).get(pk=version_id)
    on = localdate(at)
    roles = roles_for(actor, version, on)
    if roles & TEAM:
        return version, Speaker(actor, roles, next(role for role in ORDER if role in roles))
    if friendship := friendship_of(actor, version, on):
        theirs = roles_at_profile(memberships_of(actor, on), friendship.site, None)
        return version, Speaker(actor, FRIENDS, writing_role(theirs), friendship.site)
    return version, Speaker(actor, roles, "")


def question_for(version: Version, key: str, speaker: Speaker) -> Question:
    """The question, when the form has it and this speaker sees it. Raises NotPossible."""
    question = next((q for q in questionnaire_of(version.edition).questions if q.key == key), None)
    if question is None or (speaker.friend and key not in keys_for_friends(version)):
        raise NotPossible("Deze vraag staat niet in het formulier.")
    return question

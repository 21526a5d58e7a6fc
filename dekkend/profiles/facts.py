"""Facts from the version that parents read now: what schools say that can be counted."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Fact, SupportProfile, Version
from dekkend.questionnaires.by_need import questions_in
from dekkend.questionnaires.tree import ChapterNode, QuestionNode
from dekkend.questionnaires.types import KINDS

READABLE = (Version.State.PUBLISHED, Version.State.EXPIRED)


def read_now(profile: SupportProfile) -> Version | None:
    """The version parents read: the published one, else the last that expired."""
    readable = Version.objects.filter(profile=profile, state__in=READABLE)
    return readable.select_related("edition").order_by("-published_at").first()


@transaction.atomic
def renew_facts(profile: SupportProfile) -> Version | None:
    """Make the facts of a profile those of the version that parents read now, and return that version.

    Without such a version there are no facts. The same four queries however many schools there are.
    """
    version = read_now(profile)
    Fact.objects.filter(site=profile.site_id, partnership=profile.partnership_id).delete()
    if version:
        Fact.objects.bulk_create(facts_of(version, profile))
    return version


def facts_of(version: Version, profile: SupportProfile) -> list[Fact]:
    """The facts of what a version says, for parents and for the region; nothing is stored."""
    tree = tree_of(version, "region", only_answered=True, with_papers=False)
    place = {"version": version, "site_id": profile.site_id, "partnership_id": profile.partnership_id}
    return [
        Fact(**place, key=node.key, audience=node.question.audience, **told)
        for node in questions_in(tree)
        for told in _told(node)
    ]


def chapters_in(nodes: Iterable[ChapterNode | QuestionNode]) -> Iterator[ChapterNode]:
    """Every chapter of a tree, those within others too, in order."""
    for node in nodes:
        if isinstance(node, ChapterNode):
            yield node
            yield from chapters_in(node.children)


def _told(node: QuestionNode) -> Iterator[dict]:
    if node.value is None:
        return
    for counted in KINDS[node.type].counted(node.question, node.value):
        yield counted._asdict()
    for need in node.needs:
        yield {"need": need.key, "meets": node.meets}

"""The papers of a version as its readers see them, and who may fetch which. A fixed number of queries."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from dekkend.core.files.kinds import KINDS
from dekkend.organisations.models import User
from dekkend.organisations.register import register_of
from dekkend.profiles.models import Paper, Version
from dekkend.profiles.queries import answer_values, get_version_for
from dekkend.profiles.rules import TEAM, audience_of
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.evaluation import visible_keys
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import SEES, Attachment, from_register

# What is frozen of a paper, and what readers may know of it: no name of who added it.
FACTS = ("id", "key", "title", "name", "kind", "size", "sha256", "audience")


def papers_at(version: Version, key: str) -> list[Paper]:
    """The papers at one question, those that were taken away too."""
    return list(version.papers.filter(key=key))


def papers_by_question(version: Version) -> dict[str, list[Paper]]:
    """{question key: its papers} for who writes; one query."""
    found: dict[str, list[Paper]] = {}
    for paper in version.papers.filter(removed_at=None):
        found.setdefault(paper.key, []).append(paper)
    return found


def papers_listed(version: Version) -> list[dict[str, Any]]:
    """FACTS of each paper: as they were frozen, else as they are."""
    if version.snapshot is not None:
        return version.snapshot.get("papers", [])
    return list(version.papers.filter(removed_at=None).values(*FACTS))


def frozen_papers(version: Version, answers: Mapping[str, Any], register: Mapping[str, Any]) -> list[dict]:
    """What the snapshot keeps: the papers of questions that are asked, given these answers."""
    asked = _asked(questionnaire_of(version.edition), answers, register)
    return [facts for facts in papers_listed(version) if facts["key"] in asked]


def attachments_of(version: Version, *, absolute: bool = False) -> dict[str, list[Attachment]]:
    """{question key: its papers with where to fetch them}; `absolute` for what is read elsewhere."""
    before = settings.SITE_URL if absolute else ""
    found: dict[str, list[Attachment]] = {}
    for facts in papers_listed(version):
        address = before + _address(version, facts)
        about = {name: facts[name] for name in ("title", "name", "kind", "size", "sha256", "audience")}
        found.setdefault(facts["key"], []).append(Attachment(**about, address=address))
    return found


def get_paper_for(user: User, pk: int, paper_id: int) -> Paper:
    """A paper of version `pk`, when `user` may read that version and belongs to its audience.

    Raises Http404, and PermissionDenied(reason) as `get_version_for` does.
    """
    version, roles = get_version_for(user, pk, need="read")
    paper = version.papers.filter(pk=paper_id, removed_at=None).first()
    if paper is None or not _is_for(SEES[audience_of(roles)], version, paper):
        raise Http404("Dit stuk kennen wij niet.")
    if not (roles & TEAM or _is_shown(version, paper)):
        raise Http404("Dit stuk kennen wij niet.")
    return paper


def is_public(version: Version, paper: Paper) -> bool:
    """Meant for everyone, and in what was published."""
    return _is_for(SEES["public"], version, paper) and _is_shown(version, paper)


def _is_for(seen: Iterable[str], version: Version, paper: Paper) -> bool:
    """Both the paper and its question are for these people."""
    questions = {question.key: question for question in questionnaire_of(version.edition).questions}
    return paper.audience in seen and paper.key in questions and questions[paper.key].audience in seen


def _is_shown(version: Version, paper: Paper) -> bool:
    """In the snapshot; before there is one, its question is asked."""
    if version.snapshot is not None:
        return any(facts["id"] == paper.pk for facts in papers_listed(version))
    register = register_of(version.profile.site, version.profile.partnership)
    return paper.key in _asked(questionnaire_of(version.edition), answer_values(version.pk), register)


def _asked(
    questionnaire: Questionnaire, answers: Mapping[str, Any], register: Mapping[str, Any]
) -> frozenset[str]:
    return visible_keys(questionnaire, dict(answers) | from_register(questionnaire, register))


def _address(version: Version, facts: Mapping[str, Any]) -> str:
    """Where everyone can fetch it, once that is so; else where readers who are signed in can."""
    if version.published_at and facts["audience"] == "public":
        return reverse("published-paper", args=[version.profile.site.code, facts["id"], facts["name"]])
    return reverse("paper", args=[version.pk, facts["id"]])


def kinds_in_words() -> str:
    """ "pdf, docx, odt, png of jpg" """
    *first, last = (kind.extension.removeprefix(".") for kind in KINDS.values())
    return f"{', '.join(first)} of {last}"

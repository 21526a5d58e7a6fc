"""Adding papers in tests, through the act itself."""

from pathlib import Path

from django.utils import timezone

from dekkend.core.tests import files
from dekkend.profiles import actions
from dekkend.profiles.models import Paper, Version


def add(version: Version, actor, folder: Path, key: str = "mission", **more) -> Paper:
    """A small PDF at a question; `content`, `name`, `title`, `audience` and `at` may be others."""
    words = {"content": None, "name": "plan.pdf", "title": "Schoolplan", "audience": "public"} | more
    content = files.pdf(words["title"]) if words["content"] is None else words["content"]
    path = files.put(folder, content)
    chosen = actions.Chosen(path, words["name"], words["title"], words["audience"])
    at = more.get("at") or timezone.now()
    return actions.add_paper(version_id=version.pk, key=key, actor=actor, chosen=chosen, at=at)


def titles(version: Version) -> list[str]:
    return [paper.title for paper in version.papers.filter(removed_at=None)]

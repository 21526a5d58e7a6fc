"""What the pages of documentation name is there: who is sent to nothing looks no further."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Where a path on these pages may begin: a page about a room leaves out what leads to it.
FROM = [
    ROOT,
    ROOT / "definitions",
    *(ROOT / "dekkend" / room for room in ("", "cases", "profiles", "website")),
]
PAGES = [
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs" / "decisions").glob("*.md"),
    *(ROOT / name for name in ("README.md", "README.nl.md", "definitions/README.md")),
]
# Made where Dekkend runs.
ELSEWHERE = {"var/master-key", "sealed/"}
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
PATH = re.compile(r"`(\w[\w*-]*/[\w./*-]*|\w[\w/-]*\.(?:py|html|css|js))`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page):
    text = page.read_text()
    lost = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    lost += [path for path in PATH.findall(text) if path not in ELSEWHERE and not _is_there(path)]
    assert not lost


def _is_there(path: str) -> bool:
    """From one of these folders, or, as rooms have the same names, below one."""
    path = path.rstrip("/")
    return any(next(folder.glob(path), None) for folder in FROM) or bool(
        next((ROOT / "dekkend").rglob(path), None)
    )

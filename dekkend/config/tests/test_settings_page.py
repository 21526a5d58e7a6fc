import re
from pathlib import Path

from django.conf import settings

READ = re.compile(r'(?:text|whole|boolean|listing)\("([A-Z0-9_]+)"|environ\.get\("([A-Z0-9_]+)"\)')


def names_read() -> set[str]:
    folder = Path(settings.BASE_DIR) / "dekkend" / "config"
    code = (folder / "settings.py").read_text() + (folder / "environment.py").read_text()
    return {first or second for first, second in READ.findall(code)}


def names_described() -> set[str]:
    page = (Path(settings.BASE_DIR) / "docs" / "settings.md").read_text()
    return set(re.findall(r"^\| `([A-Z0-9_]+)`", page, re.MULTILINE))


def test_every_setting_is_described_and_every_description_is_read():
    assert names_read() == names_described()

import re
from pathlib import Path

from django.conf import settings

READ = re.compile(r'(?:text|whole|boolean|listing)\("([A-Z0-9_]+)"|environ\.get\("([A-Z0-9_]+)"\)')
PRODUCT = ("dekkend/config/settings.py", "dekkend/config/environment.py")
COMMANDS = ("dekkend/demo/management/commands/run_demo.py", "tools/browser.py")  # of the Makefile


def names_read(files=PRODUCT) -> set[str]:
    code = "".join((Path(settings.BASE_DIR) / file).read_text() for file in files)
    return {first or second for first, second in READ.findall(code)}


def names_described() -> set[str]:
    page = (Path(settings.BASE_DIR) / "docs" / "settings.md").read_text()
    return set(re.findall(r"^\| `([A-Z0-9_]+)`", page, re.MULTILINE))


def test_every_setting_is_described_and_every_description_is_read():
    assert names_read((*PRODUCT, *COMMANDS)) == names_described()

"""A server with the demo region, for a measurement that reads published profiles."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.server import Server

FULLEST = """
from dekkend.profiles.models import Version
versions = Version.objects.filter(state='published').select_related('profile__site')
fullest = max(versions, key=lambda version: len(str(version.snapshot)))
print(fullest.profile.site.code)
"""


@contextmanager
def demo_server() -> Iterator[tuple[Server, str]]:
    """Yield a running server and the code of the site with the fullest published profile."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), application="benchmarks.wsgi:application")
        for words in (["migrate"], ["collectstatic", "--no-input"], ["load_definitions"], ["load_demo"]):
            server.manage(*words, "--verbosity", "0")
        code = server.manage("shell", "--no-imports", "-c", FULLEST).strip().splitlines()[-1]
        with server:
            yield server, code

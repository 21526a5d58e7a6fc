"""The product's settings, with what makes tests quick and quiet."""

import base64
import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("DEKKEND_DEMO", "1")
os.environ.setdefault("DEKKEND_MASTER_KEYS", f"test:{base64.b64encode(bytes(32)).decode()}")

from dekkend.config.settings import *  # noqa: F403
from dekkend.config.settings import DATABASES, OWN_HOSTS, STORAGES, stored_in

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OWN_HOSTS = OWN_HOSTS | {"testserver"}
# Gone when this process ends; each test has a folder of its own besides.
_files = tempfile.TemporaryDirectory(prefix="dekkend-test-files-")
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "papers": stored_in(Path(_files.name) / "papers"),
    "sealed": stored_in(Path(_files.name) / "sealed"),
}
CLAMD = None

# A file, not memory: in memory SQLite locks whole tables, and threads could not be tested as they run.
_database = Path(tempfile.gettempdir()) / f"dekkend-test-{os.getpid()}.sqlite3"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_database)}

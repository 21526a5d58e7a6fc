"""The product's settings, with what makes tests quick and quiet."""

import os

os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("DEKKEND_DEMO", "1")

from dekkend.config.settings import *  # noqa: F403
from dekkend.config.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

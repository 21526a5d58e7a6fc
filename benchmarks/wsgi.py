"""The same application as in production, with the measuring addresses."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

from dekkend.config.wsgi import application  # noqa: F401

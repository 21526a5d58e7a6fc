"""The product's settings, with two more addresses to compare with."""

from dekkend.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"

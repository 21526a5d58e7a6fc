"""How many papers a question takes, and how much a version."""

from dekkend.core.files.kinds import MB

MOST_BYTES_A_VERSION = 50 * MB
MOST_A_QUESTION = 5

"""How many files a case takes. Each side has room of its own: a school can never fill that of the parents."""

from datetime import timedelta

from dekkend.core.files.kinds import MB

MOST_OF_A_SIDE = 20
MOST_BYTES_OF_A_SIDE = 50 * MB
# How long what was taken away can be put back, and how old a file without a row must be to be a leftover.
KEPT_FOR = timedelta(days=30)
LEFT_FOR = timedelta(days=1)

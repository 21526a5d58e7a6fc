"""What other rooms may listen to. Sent inside the transaction, with `version`."""

from django.dispatch import Signal

profile_published = Signal()  # the version is what parents read from now on
profile_withdrawn = Signal()  # the version no longer holds
profile_amended = Signal()  # what parents read beside the version has changed

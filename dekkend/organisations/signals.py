"""What other rooms may listen to."""

from django.dispatch import Signal

sites_closed = Signal()  # with `codes`: these sites are no longer in the register
site_described = Signal()  # with `site`: what a school says of itself has changed
sites_imported = Signal()  # the list of schools may have changed anywhere: an import has ended

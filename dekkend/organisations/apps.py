from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from dekkend.organisations.sessions import note_device


class OrganisationsConfig(AppConfig):
    name = "dekkend.organisations"

    def ready(self):
        # Models must be loaded.
        from dekkend.core.daily import also_daily
        from dekkend.organisations.throttle import forget_tallies

        also_daily("tallies forgotten", lambda at: forget_tallies())
        user_logged_in.connect(note_device, dispatch_uid="note device")

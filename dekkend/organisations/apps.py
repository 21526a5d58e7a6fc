from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from dekkend.organisations.sessions import note_device


class OrganisationsConfig(AppConfig):
    name = "dekkend.organisations"

    def ready(self):
        user_logged_in.connect(note_device, dispatch_uid="note device")

"""Receive the demo's mail until told to stop."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dekkend.demo.mail_server import mail_server


class Command(BaseCommand):
    help = "Receive mail at EMAIL_HOST and EMAIL_PORT and keep it for the demo's mail page."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("demo_mail_server is for the demo only: set DEKKEND_DEMO=1")
        # Blocked here, in every thread to come; sigwait below is then the only place that hears them.
        stops = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, stops)
        mailer: dict[str, Any] = dict(settings.MAILERS["default"])
        server = mail_server(mailer["OPTIONS"]["host"], mailer["OPTIONS"]["port"])
        server.start()
        signal.sigwait(stops)
        server.stop()

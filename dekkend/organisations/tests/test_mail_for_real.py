"""An invitation goes out over SMTP, through the same way as in production, and its link works."""

import re
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from dekkend.organisations.actions import invite
from dekkend.organisations.models import Membership, Role


class Keeper:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Kept"


@pytest.fixture
def post(settings):
    """A mail server that keeps what comes in; Dekkend sends to it at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    keeper = Keeper()
    server = Controller(keeper, hostname="127.0.0.1", port=port)
    server.start()
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port},
        }
    }
    yield keeper.mails
    server.stop()


def link_in(mail) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", mail.get_content())[1]


def test_an_invitation_arrives_and_its_link_works(
    post, client, head, site, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invite(
            role=Role.TEACHER,
            place=site,
            email="noor@example.org",
            name="Noor d’Hondt & zoon",
            actor=head,
            at=now(),
        )
    (mail,) = post
    assert (mail["To"], mail["Subject"]) == ("noor@example.org", "Doe mee bij De Regenton")
    assert "Beste Noor d’Hondt & zoon," in mail.get_content()
    done = client.post(link_in(mail), {"name": "Noor", "password": "vier losse woorden samen"})
    assert done["Location"] == "/werk/"
    assert Membership.objects.filter(user__email="noor@example.org", site=site).count() == 1


@pytest.mark.parametrize(("kept", "mails"), [(True, 1), (False, 0)])
def test_the_mail_is_kept_with_the_invitation_or_not_at_all(head, site, transactional_db, kept, mails):
    with transaction.atomic():
        invite(role=Role.TEACHER, place=site, email="a@example.org", name="A", actor=head, at=now())
        transaction.set_rollback(not kept)
    assert DBTaskResult.objects.count() == mails


def test_a_forgotten_password_arrives_and_its_link_works(
    post, client, head, django_capture_on_commit_callbacks
):
    new = "een heel ander lang wachtwoord"
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/wachtwoord-vergeten/", {"email": head.email})
    form = client.get(link_in(post[0]))["Location"]
    client.post(form, {"password1": new, "password2": new})
    head.refresh_from_db()
    assert head.check_password(new)

"""Mail over real SMTP: with the act or not at all, later when the server is down, and never twice."""

import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from dekkend.core.interrupted import LONGEST, restart_interrupted
from dekkend.core.mail import PAUSES, deliver, mail_held, send_mail_on_commit

pytestmark = pytest.mark.django_db(transaction=True)


class Keeper:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Kept"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port(settings):
    port = free_port()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port}}}
    return port


@pytest.fixture
def template(settings, tmp_path):
    (tmp_path / "proef.txt").write_text("Hallo {{ name|safe }}\n\nKom naar {{ site_url }}/werk/.\n")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path]}]
    return "proef.txt"


class running:
    """A mail server for as long as the block lasts."""

    def __init__(self, port):
        self.keeper = Keeper()
        self.controller = Controller(self.keeper, hostname="127.0.0.1", port=port)

    def __enter__(self):
        self.controller.start()
        return self.keeper.mails

    def __exit__(self, *exception):
        self.controller.stop()


def work():
    """What the worker does with all tasks whose time has come."""
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def test_a_mail_arrives_once(port, template):
    with running(port) as mails:
        with transaction.atomic():
            send_mail_on_commit(template, {"name": "Noor & zoon"}, ["noor@example.org", "ali@example.org"])
        work()
        work()
    assert sorted(mail["To"] for mail in mails) == ["ali@example.org", "noor@example.org"]
    assert {mail["Subject"] for mail in mails} == {"Hallo Noor & zoon"}
    assert mails[0].get_content().strip() == "Kom naar http://localhost:8000/werk/."


def test_in_whose_name_it_is_stands_in_the_inbox_and_below_the_text(port, template, settings):
    settings.DEFAULT_FROM_EMAIL = "Dekkend <post@dekkend.example>"
    with running(port) as mails:
        name = "Scholen in Rietland\nBcc: allen@example.org"
        send_mail_on_commit(template, {"name": "Noor"}, ["noor@example.org"], sender=name)
        send_mail_on_commit(template, {"name": "Ali"}, ["ali@example.org"])
        work()
    by_name, ours = sorted(mails, key=lambda mail: mail["To"], reverse=True)
    shown = by_name["From"].addresses[0]
    assert (shown.display_name, shown.addr_spec) == (
        "Scholen in Rietland Bcc: allen@example.org",
        "post@dekkend.example",
    )
    assert by_name.get_content().rstrip().endswith("-- \r\nScholen in Rietland Bcc: allen@example.org")
    assert (ours["From"], "--" in ours.get_content()) == ("Dekkend <post@dekkend.example>", False)


def test_nothing_is_sent_when_the_act_rolls_back(port, template):
    with running(port) as mails:
        with transaction.atomic():
            send_mail_on_commit(template, {"name": "Noor"}, ["noor@example.org"])
            transaction.set_rollback(True)
        work()
    assert mails == []


def test_nothing_is_sent_while_mail_is_held(template):
    with mail_held():
        send_mail_on_commit(template, {"name": "Noor"}, ["noor@example.org"])
    assert not DBTaskResult.objects.exists()


def test_a_server_that_is_down_gets_the_mail_later_and_once(port, template):
    send_mail_on_commit(template, {"name": "Noor"}, ["noor@example.org"])
    work()
    (later,) = DBTaskResult.objects.filter(status="READY")
    wait = later.run_after - now()
    assert timedelta(seconds=50) < wait <= timedelta(minutes=PAUSES[0])
    DBTaskResult.objects.filter(pk=later.pk).update(run_after=now())
    with running(port) as mails:
        work()
        work()
    assert [mail["To"] for mail in mails] == ["noor@example.org"]


def test_after_a_day_it_gives_up_and_says_so(port):
    deliver.enqueue(subject="Hallo", body="Dag", to="noor@example.org", number="7", tries=len(PAUSES))
    work()
    assert DBTaskResult.objects.get().status == "FAILED"
    assert sum(PAUSES) < 24 * 60


def test_a_name_with_a_line_break_adds_no_header(port, template):
    with running(port) as mails:
        send_mail_on_commit(template, {"name": "Noor\nBcc: allen@example.org"}, ["noor@example.org"])
        work()
    (mail,) = mails
    assert mail["Subject"] == "Hallo Noor"
    assert mail["Bcc"] is None


def test_what_a_power_cut_stopped_goes_out_after_all_and_can_be_known(port, template):
    with transaction.atomic():
        send_mail_on_commit(template, {"name": "Noor"}, ["noor@example.org"])
    row = DBTaskResult.objects.get()
    row.claim("a worker that dies")
    with running(port) as mails:
        work()
        assert (mails, restart_interrupted(at=now() + LONGEST / 2)) == ([], 0)
        assert restart_interrupted(at=now() + LONGEST + timedelta(seconds=1)) == 1
        work()
    [mail] = mails
    assert mail["Message-ID"] == f"<{row.args_kwargs['kwargs']['number']}@localhost>"
    assert restart_interrupted(at=now() + timedelta(days=1)) == 0

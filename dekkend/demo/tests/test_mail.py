"""The demo's post: in over real SMTP, out on a page that exists only in the demo."""

import importlib
import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from email.message import EmailMessage

import pytest

from dekkend.demo import mailbox, urls
from dekkend.demo.mail_server import mail_server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def mail(subject="Doe mee bij De Regenton", text="Dag,\n\nOpen http://localhost:8000/uitnodiging/x1/\n"):
    message = EmailMessage()
    message["From"], message["To"] = "Dekkend <dekkend@localhost>", "noor@rietland.example"
    message["Subject"], message["Date"] = subject, "Mon, 05 Oct 2026 09:30:00 +0200"
    message.set_content(text)
    return message


@pytest.fixture
def server():
    running = mail_server("127.0.0.1", free_port())
    running.start()
    yield running
    running.stop()


def post(server, *messages) -> None:
    with smtplib.SMTP(server.hostname, server.port, timeout=10) as line:
        for message in messages:
            line.send_message(message)


def test_a_mail_comes_in_over_smtp(server):
    post(server, mail("Eén vraag: hoe gaat het?"))
    (letter,) = mailbox.newest()
    assert letter.subject == "Eén vraag: hoe gaat het?"
    assert letter.to == "noor@rietland.example"
    assert letter.text == "Dag,\n\nOpen http://localhost:8000/uitnodiging/x1/\n"


def test_the_newest_stands_first(server):
    post(server, mail("eerst"), mail("later"))
    assert [letter.subject for letter in mailbox.newest()] == ["later", "eerst"]


def test_the_page_lists_and_shows_with_links_to_follow(client, db):
    name = mailbox.keep(mail().as_bytes())
    page = client.get("/demo/post/").content.decode()
    assert f'href="/demo/post/{name}/"' in page
    letter = client.get(f"/demo/post/{name}/").content.decode()
    assert '<a href="http://localhost:8000/uitnodiging/x1/"' in letter


def test_markup_in_a_mail_stays_text(client, db):
    name = mailbox.keep(mail("<b>hoi</b>", "<script>alert(1)</script>\n").as_bytes())
    page = client.get(f"/demo/post/{name}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_empty_box(client, db):
    assert "Er is nog geen post." in client.get("/demo/post/").content.decode()


@pytest.mark.parametrize("letter", ["er-niet", "..", "%2e%2e%2fsecret-key"])
def test_a_letter_that_is_not_there(client, db, letter):
    mailbox.keep(mail().as_bytes())
    assert client.get(f"/demo/post/{letter}/").status_code == 404


def test_outside_the_demo_there_are_no_such_addresses(settings):
    settings.DEMO = False
    try:
        assert importlib.reload(urls).urlpatterns == []
    finally:
        settings.DEMO = True
        assert len(importlib.reload(urls).urlpatterns) == 2


def test_the_command_receives_and_stops_cleanly(tmp_path):
    port = free_port()
    environment = os.environ | {
        "DEKKEND_DEMO": "1",
        "DEKKEND_VAR": str(tmp_path),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
    }
    running = subprocess.Popen([sys.executable, "manage.py", "demo_mail_server"], env=environment)
    try:
        send_when_open(port)
    finally:
        running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=20) == 0
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def send_when_open(port: int) -> None:
    for _ in range(200):
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=10) as line:
                line.send_message(mail())
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    pytest.fail("the mail server did not open its port")

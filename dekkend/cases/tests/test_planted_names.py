"""No name of a child anywhere: a whole case is played with marked names, and everything is searched."""

import base64
import io
import logging
import re
import sys
import traceback
from pathlib import Path

import pikepdf
import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.timezone import now
from django.views.debug import get_exception_reporter_class
from django_tasks_db.models import DBTaskResult

from dekkend.cases import sealed_mail
from dekkend.cases.destruction import destroy_expired
from dekkend.cases.tests.planted import CHILD, MARK, body_of, marked, play, raw_values, readable, walk
from dekkend.core.reports import DiscreetFormatter
from dekkend.organisations.models import UserSession

UNINVOLVED = ("member", "officer", "anonymous")
REFUSALS = (400, 403, 404, 405, 410, 500)
DOWNLOADS = {"case-file", "letter-pdf", "parent-attachment", "parent-letter-pdf"}


@pytest.fixture
def played(
    offering,
    site,
    region,
    coordinator,
    head,
    teacher,
    desk,
    client_for,
    second_step,
    caplog,
    tmp_path_factory,
):
    """From the first page to an award, with a parent who came in."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="django.request")
    people = {"coordinator": coordinator, "head": head, "teacher": teacher, "desk": desk}
    return play(people, region, site, client_for, second_step, tmp_path_factory.mktemp("chosen"))


def test_the_search_finds_what_is_planted(played):
    """A search that cannot find says nothing."""
    played.site.name = f"De {MARK}"
    played.site.save()
    assert {table for table, _, value in raw_values() if marked(readable(value))} == {"organisations_site"}
    assert marked(readable(base64.b64encode(CHILD.first_name.encode())))
    assert played.case.child == CHILD


def test_no_column_of_any_table_holds_a_name(played):
    found = {f"{table}.{column}" for table, column, value in raw_values() if marked(readable(value))}
    assert found == set()


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the file of SQLite; of PostgreSQL every column is read"
)
@pytest.mark.django_db(transaction=True)
def test_no_byte_of_the_database_file_holds_a_name(played):
    """Also what lies in pages that are free again, and in the log that was not written back yet."""
    assert not marked(bytes_on_disk())
    played.site.name = f"De {MARK}"
    played.site.save()
    assert marked(bytes_on_disk())


def bytes_on_disk() -> str:
    file = Path(connection.settings_dict["NAME"])
    parts = [path for path in file.parent.glob(f"{file.name}*") if not path.name.endswith("-shm")]
    assert {path.name.removeprefix(file.name) for path in parts} == {"", "-wal"}
    return b"".join(path.read_bytes() for path in parts).decode("latin-1")


def test_no_mail_and_no_task_holds_a_name(played):
    tasks = waiting()
    assert len(tasks) >= 8
    for do, words in tasks:
        do(**words)
    assert len(mail.outbox) == len(tasks)
    to_parents = [one for one in mail.outbox if MARK in one.to[0]]
    assert len(to_parents) >= 4
    for one in mail.outbox:
        assert not marked(f"{one.subject}\n{one.body}\n{one.extra_headers}\n{one.attachments}"), one.subject


def test_a_mail_to_a_parent_that_is_refused_for_a_day_leaves_no_address(played, monkeypatch):
    def refuse(*, to, **mail):
        raise OSError(f"no such box: {to}")

    monkeypatch.setattr(sealed_mail, "hand_over", refuse)
    for do, words in waiting():
        if do is sealed_mail.deliver_sealed.func:
            do(**words)
            with pytest.raises(sealed_mail.NotDelivered) as failed:
                do(**words, tries=len(sealed_mail.PAUSES))
            kept = "".join(traceback.format_exception(failed.value))
            assert "mail " in kept
            assert not marked(kept)
    assert not [row for row in raw_values() if marked(readable(row[-1]))]


def waiting() -> list[tuple]:
    """Every task there is: what it does, with which words."""
    return [
        (import_string(one.task_path).func, one.args_kwargs["kwargs"]) for one in DBTaskResult.objects.all()
    ]


def test_no_file_and_no_name_of_a_file_holds_a_name(played, settings):
    files = [path for path in Path(settings.VAR).rglob("*") if path.is_file()]
    assert len(files) >= 1
    assert not [path for path in files if marked(str(path)) or marked(readable(path.read_bytes()))]


@pytest.mark.once("files, logs, addresses and refusals; the columns are read on both")
def test_a_walk_through_the_room_leaves_no_name_where_it_does_not_belong(played, caplog):
    """In no title, address, header, name of a file or message of a fault, session or journal.

    And on no page of who is not involved.
    """
    by_person = walk(played)
    for name in UNINVOLVED:
        assert not [answer.wsgi_request.path for answer in by_person[name] if marked(body_of(answer))], name
    seen = [answer for answers in by_person.values() for answer in answers]
    opened = [answer for answer in seen if answer.status_code == 200]
    assert sum(marked(body_of(answer)) for answer in opened) >= 8, "there must be names on pages"
    for answer in seen:
        check(answer)
    files = {answer.resolver_match.url_name for answer in opened if "Content-Disposition" in answer.headers}
    assert files >= DOWNLOADS
    destroy_expired(at=now())
    lines = [DiscreetFormatter("%(name)s %(message)s").format(record) for record in caplog.records]
    assert lines
    assert not [line for line in lines if marked(line)]
    kept = [str(session.get_decoded()) for session in UserSession.objects.all()]
    assert kept
    assert not [one for one in kept if marked(one)]


def check(answer) -> None:
    where, body = answer.wsgi_request.path, body_of(answer)
    assert not marked(answer.wsgi_request.get_full_path()), where
    assert not marked(f"{answer.headers} {answer.cookies}"), where
    assert not marked("".join(re.findall(r"<title>.*?</title>", body, re.S))), where
    assert not [one for one in re.findall(r'(?:href|src|action)="([^"]*)"', body) if marked(one)], where
    if answer.status_code in REFUSALS:
        assert not marked(body), where


def test_a_letter_on_paper_has_no_name_in_its_title(played):
    letter = played.case.letters.filter(party=None).first()
    answer = played.clients["desk"].get(reverse("letter-pdf", args=[played.case.pk, letter.pk]))
    with pikepdf.open(io.BytesIO(b"".join(answer))) as pdf, pdf.open_metadata() as facts:
        assert str(pdf.docinfo["/Title"])
        assert not marked(f"{dict(pdf.docinfo)} {facts}")


@pytest.fixture
def reported(settings, caplog):
    """What is told of a fault, in every way: the answer, the journal, the mail to who runs the site."""
    settings.ADMINS = ["beheer@example.org"]

    def said(client, ask) -> str:
        client.raise_request_exception = False
        caplog.clear()
        mail.outbox.clear()
        answer = ask(client)
        assert answer.status_code == 500
        (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
        (report,) = mail.outbox
        journal = DiscreetFormatter("%(message)s").format(record)
        reporter = get_exception_reporter_class(record.request)
        whole = reporter(record.request, *record.exc_info).get_traceback_html()  # with variables, if it had
        for told in (journal, report.body, whole):
            assert "broken" in told
        return "\n".join([answer.content.decode(), journal, report.subject, report.body, whole])

    return said


def test_a_page_that_breaks_shows_and_reports_no_name(played, monkeypatch, reported):
    def broken(case, *rest):
        child = case.child
        raise ValueError(f"kan niet: {child.name}")

    monkeypatch.setattr(sys.modules["dekkend.cases.views.case"], "headline", broken)
    page = reverse("case", args=[played.case.pk])
    assert not marked(reported(played.clients["coordinator"], lambda client: client.get(page)))


def test_what_a_parent_typed_when_it_broke_is_in_no_report(played, monkeypatch, reported):
    def broken(stances, party):
        told = {"child": party.case.child.name, "parent": party.about}
        raise KeyError(f"geen {told}")

    monkeypatch.setattr(sys.modules["dekkend.cases.views.parents.saying"], "own_stance", broken)
    page = reverse("parent-withdraw", args=[played.token])
    typed = {"words": f"{MARK} wil niet meer", "sure": "on"}
    assert not marked(reported(played.clients["parent"], lambda client: client.post(page, typed)))

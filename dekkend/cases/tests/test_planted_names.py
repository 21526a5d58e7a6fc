"""No name of a child anywhere: a whole case is played with marked names, and everything is searched for them.

Every name, address and text that people give holds MARK. It may be on a page that its reader may open, in a
mail's envelope to a parent, and nowhere else.
"""

import base64
import binascii
import io
import logging
import re
import sys
import traceback
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.urls import get_resolver, reverse
from django.utils.module_loading import import_string
from django.utils.timezone import localdate, now
from django_tasks_db.models import DBTaskResult

from dekkend.cases import actions, sealed_mail
from dekkend.cases.child import Child
from dekkend.cases.consents import request_digest
from dekkend.cases.destruction import destroy_expired
from dekkend.cases.models import Attachment, Case, Letter
from dekkend.cases.queries import parties_of
from dekkend.cases.rules import may_write_entry
from dekkend.cases.tests.conftest import award
from dekkend.conftest import make_person
from dekkend.core.files.sealed import sealed_files
from dekkend.core.reports import DiscreetFormatter
from dekkend.organisations.models import Role, UserSession
from dekkend.questionnaires.loader import questionnaire_of

MARK = "zwxqvbjkhz"  # long enough that no random token or sealed byte holds it by chance
BORN = date(2017, 2, 13)
CHILD = Child(f"{MARK.title()}kind", f"van {MARK.title()}naam", BORN, "4")
MARKS = (re.compile(MARK, re.I), re.compile(BORN.isoformat()), re.compile("13 februari 2017"))
REFUSALS = (400, 403, 404, 405, 500)
REASON = f"Omdat {MARK} het nodig heeft, en de school het niet zelf kan."


def marked(said: str) -> bool:
    return any(mark.search(said) for mark in MARKS)


@pytest.fixture
def played(offering, site, region, coordinator, head, teacher, desk, client_for, second_step, caplog):
    """From the first page to an award that is extended, by people in a browser where there is a page."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="django.request")
    people = {"coordinator": coordinator, "head": head, "teacher": teacher, "desk": desk}
    for name, role in (
        ("secretary", Role.COMMITTEE_SECRETARY),
        ("member", Role.COMMITTEE_MEMBER),
        ("expert", Role.EXPERT),
        ("officer", Role.PRIVACY_OFFICER),
    ):
        people[name] = make_person(f"Iemand {name}", role, partnership=region)
    clients = {name: second_step(client_for(person)) for name, person in people.items()}
    clients["anonymous"] = client_for()
    case = begin(clients["coordinator"], site)
    write_all(case, coordinator)
    ask_and_award(case, coordinator, desk, teacher, clients)
    return SimpleNamespace(case=Case.objects.get(pk=case.pk), clients=clients, site=site)


def begin(client, site) -> Case:
    typed = {"first_name": CHILD.first_name, "last_name": CHILD.last_name, "born_on": BORN.isoformat()}
    client.post(reverse("new-case", args=[site.code]), typed)  # without a kind: asked again
    client.post(reverse("new-case", args=[site.code]), typed | {"group": "4", "kind": "expertise"})
    case = Case.objects.get()
    for number, language in ((1, "tr"), (2, "nl")):
        parent = {
            "name": f"{MARK.title()}ouder {number}",
            "email": f"{MARK}{number}@example.org",
            "relation": f"{MARK}oom",
        }
        parent |= {"language": language, "household": str(number), "has_authority": "on"}
        client.post(reverse("case-parties", args=[case.pk]), parent)
    assert case.parties.count() == 2
    return case


def write_all(case: Case, coordinator) -> None:
    """Each text that the forms ask of the school."""
    for form, edition in (("growth", case.growth_edition), ("request", case.request_edition)):
        questions = questionnaire_of(edition).questions
        keys = [one.key for one in questions if one.type in ("text", "prose") and may_write_entry(None, one)]
        values = {key: (f"{MARK} {key}"[:100], 0) for key in keys}
        actions.write_as_school(case_id=case.pk, form=form, values=values, actor=coordinator, at=now())
    stored = sealed_files.keep(case.vault, "attachment", io.BytesIO(f"Verslag over {MARK}".encode()))
    facts = {"where": "growth", "key": "x", "kind": "pdf", "size": 20, "scan": "clean", "added_at": now()}
    paper = Attachment(case=case, number=1, stored=stored, **facts)
    paper.sealed = case.vault.seal_value(paper.place, {"title": MARK, "name": f"{MARK}.pdf"})
    paper.save()


def ask_and_award(case, coordinator, desk, teacher, clients) -> None:
    at_school = {"case_id": case.pk, "actor": coordinator}
    at_desk = {"case_id": case.pk, "actor": desk}
    actions.share_with(**at_school, user=teacher, at=now())
    actions.share_with_parents(**at_school, at=now())
    actions.take_back_from_parents(**at_school, reason=REASON, at=now())
    actions.share_with_parents(**at_school, at=now())
    for party in parties_of(case):
        questions = questionnaire_of(case.growth_edition).questions
        keys = [one.key for one in questions if one.type == "prose" and may_write_entry(party, one)]
        actions.write_as_party(
            party=party, form="growth", values=dict.fromkeys(keys, (f"{MARK}!", 0)), at=now()
        )
    case.refresh_from_db()
    for party in parties_of(case):
        digest = request_digest(case)
        actions.answer_as_parent(party=party, answer="yes", words=f"{MARK} ja", digest=digest, at=now())
    clients["coordinator"].post(reverse("case-step", args=[case.pk, "send"]))
    until = localdate() + timedelta(days=7)
    actions.ask_school(**at_desk, reason=REASON, answer_by=until, at=now())
    actions.answer_desk(**at_school, reason=REASON, at=now())
    actions.make_urgent(**at_school, reason=REASON, at=now())
    actions.accept(**at_desk, at=now())
    planned = actions.Planned("youth_care", now(), f"{MARK} wijkteam", f"over {MARK}", f"grond {MARK}")
    actions.plan_talk(**at_desk, planned=planned, at=now())
    decision = replace(award(), reasons=REASON, conditions=MARK)
    actions.award_by_desk(**at_desk, award=decision, at=now())
    actions.put_on_hold(**at_desk, reason=REASON, at=now())
    clients["desk"].post(reverse("find-case"), {"initials": "Z.Z.", "born_on": BORN.isoformat()})
    assert Letter.objects.exists()


def raw_values():
    """(table, column, value) of everything that stands in the database, as it stands there."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((table, *pair) for pair in zip(columns, row, strict=True) if pair[1] is not None)


def readable(value) -> str:
    """As text, with what base64 hides."""
    content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    try:
        inner = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        inner = b""
    return (content + b"\n" + inner).decode("utf-8", "replace")


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


def test_no_session_holds_a_name(played):
    walk(played)
    kept = [str(session.get_decoded()) for session in UserSession.objects.all()]
    assert kept
    assert not [one for one in kept if marked(one)]


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


def test_no_line_of_the_journal_holds_a_name(played, caplog):
    walk(played)
    destroy_expired(at=now())
    lines = [DiscreetFormatter("%(name)s %(message)s").format(record) for record in caplog.records]
    assert lines
    assert not [line for line in lines if marked(line)]


def test_no_title_address_header_or_message_of_a_fault_holds_a_name(played):
    seen = walk(played)
    opened = [answer for answer in seen if answer.status_code == 200]
    assert sum(marked(body_of(answer)) for answer in opened) >= 8, "there must be names on pages"
    for answer in seen:
        where = answer.wsgi_request.path
        assert not marked(answer.wsgi_request.get_full_path()), where
        assert not marked(str(answer.headers)), where
        assert not marked("".join(re.findall(r"<title>.*?</title>", body_of(answer), re.S))), where
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', body_of(answer))
        assert not [one for one in addresses if marked(one)], where
        if answer.status_code in REFUSALS:
            assert not marked(body_of(answer)), where


def test_who_is_not_involved_reads_no_name_on_any_page(played):
    for name in ("member", "officer", "anonymous"):
        pages = walk(played, only=name)
        assert not [page.wsgi_request.path for page in pages if marked(body_of(page))], name


def test_a_page_that_breaks_shows_and_reports_no_name(played, monkeypatch, caplog):
    def broken(case, *rest):
        raise ValueError(f"kan niet: {case.child.name}")

    monkeypatch.setattr(sys.modules["dekkend.cases.views.case"], "headline", broken)
    client = played.clients["coordinator"]
    client.raise_request_exception = False
    caplog.clear()
    answer = client.get(reverse("case", args=[played.case.pk]))
    assert answer.status_code == 500
    assert not marked(answer.content.decode())
    (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    said = DiscreetFormatter("%(message)s").format(record)
    assert "in broken" in said
    assert not marked(said)


def walk(played, only: str = "") -> list:
    """Every address of the room that can be made, asked as everyone."""
    answers = []
    for name, client in played.clients.items():
        if only in ("", name):
            answers += [client.get(path) for path in addresses(played)]
    return answers


def addresses(played) -> list[str]:
    """Of each pattern of the room with what the case has for it."""
    case = played.case
    letter = case.letters.first()
    chapters = [one.key for one in questionnaire_of(case.growth_edition).pages]
    have = {
        "pk": [case.pk], "number": [1, 2], "code": [played.site.code], "letter": [letter.pk if letter else 0],
        "step": ["evaluate", "release", "send"], "form": ["groeidocument", "aanvraag"], "chapter": chapters,
        "token": ["geen-token"],
    }  # fmt: skip
    return sorted({path for pattern in room() for path in filled(pattern, have)})


def room() -> list[str]:
    """The addresses of the room, as templates: "dossiers/%(pk)s/"."""
    resolver = get_resolver("dekkend.cases.urls")
    return [possibility[0] for name in NAMES for possibility, *_ in resolver.reverse_dict.getlist(name)[:1]]


NAMES = sorted(
    pattern.name
    for pattern in get_resolver("dekkend.cases.urls").url_patterns
    if getattr(pattern, "name", None)
)


def filled(template: tuple[str, list[str]], have) -> list[str]:
    path, names = template
    rows = [{}]
    for name in names:
        rows = [row | {name: value} for row in rows for value in have.get(name, [1])]
    return [f"/{path % row}" for row in rows]


def body_of(answer) -> str:
    if answer.streaming or not answer["Content-Type"].startswith("text"):
        return ""
    return answer.content.decode()

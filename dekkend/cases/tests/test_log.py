"""The log of who looked: one order, and whoever changes it is found out."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from dekkend.cases.log import broken_lines, digest_of, note_reading, readings_of
from dekkend.cases.models import Case, LogHead, Reading
from dekkend.cases.proving import LogBroken, prove_logs
from dekkend.cases.tests.conftest import mails_waiting
from dekkend.conftest import make_person
from dekkend.core.daily import MORE
from dekkend.core.encryption import DataKey
from dekkend.organisations.models import Partnership, Role
from dekkend.workflow.table import Outsider
from tools.kept import kept

FATHER = Outsider("ouder 2", frozenset({Role.PARENT}))


@kept
def looked(case, coordinator):
    """Five lines, of two readers."""
    for number in range(4):
        note_reading(case, coordinator, Role.SUPPORT_COORDINATOR, f"hoofdstuk {number}", now())
    note_reading(case, FATHER, Role.PARENT, "dossier", now())
    return case


def verify(*words) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_log", *words, stdout=out, stderr=err)
    except CommandError as refusal:
        return out.getvalue(), f"{err.getvalue()}{refusal}"
    return out.getvalue(), err.getvalue()


def raw(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_log_that_nobody_touched_holds(looked):
    assert verify() == ("PO9901: 5 lines, the chain holds\n", "")
    assert [line.reader_name for line in readings_of(looked)] == ["ouder 2", *["Femke Aalders"] * 4]


def test_only_the_partnership_that_is_asked_for(looked, far_region):
    assert verify("--partnership", "PO9902") == ("PO9902: 0 lines, the chain holds\n", "")
    assert verify("--partnership", "PO0000")[1] == "There is no partnership PO0000"


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE cases_reading SET reader_name = 'Iemand' WHERE number = 2", "line 2 is not what"),
        ("UPDATE cases_reading SET at = '2026-01-01T00:00:00Z' WHERE number = 5", "line 5 is not what"),
        ("UPDATE cases_reading SET reader_id = NULL WHERE number = 1", "line 1 is not what"),
        ("DELETE FROM cases_reading WHERE number = 3", "line 3 is missing"),
        ("DELETE FROM cases_reading WHERE number IN (2, 3)", "lines 2 to 3 are missing"),
        ("DELETE FROM cases_reading WHERE number = 5", "the chain ends at line 4, and should at line 5"),
        ("DELETE FROM cases_reading", "the chain ends at line 0, and should at line 5"),
        ("DELETE FROM cases_loghead", "the end of the chain is gone, with 5 lines left"),
        ("UPDATE cases_loghead SET count = 4", "the chain ends at line 5, and should at line 4"),
        ("UPDATE cases_loghead SET digest = ''", "the chain ends at line 5, and should at line 5"),
        ("UPDATE cases_loghead SET wrapped = 'test:AAAA'", "the key of the chain cannot be opened"),
    ],
)  # fmt: skip
def test_tampering_past_the_application_is_found(looked, tampering, found):
    raw(tampering)
    out, err = verify()
    assert out == ""
    assert f"PO9901: {found}" in err
    assert err.endswith("the log of 1 partnership does not hold")


def test_two_lines_that_change_places_are_found(looked):
    raw("UPDATE cases_reading SET number = 90 WHERE number = 2")
    raw("UPDATE cases_reading SET number = 2 WHERE number = 3")
    raw("UPDATE cases_reading SET number = 3 WHERE number = 90")
    assert "line 2 is not what was written" in verify()[1]


def test_a_line_put_in_between_is_found(looked):
    raw("UPDATE cases_reading SET number = number + 100 WHERE number > 2")
    raw("UPDATE cases_reading SET number = number - 99 WHERE number > 100")
    copy = Reading.objects.get(number=2)
    copy.pk, copy.number = None, 3
    copy.save()
    raw("UPDATE cases_loghead SET count = 6")
    assert "line 3 is not what was written" in verify()[1]


def test_who_has_no_master_key_cannot_make_a_chain_that_holds(looked):
    """Even one who knows how it is made, and writes every digest anew."""
    before, guess = "", DataKey("log PO9901", b"?" * 32)
    for line in Reading.objects.order_by("number"):
        line.reader_name = "Iemand Anders"
        before = digest_of(line, before, guess)
        raw(
            "UPDATE cases_reading SET reader_name = 'Iemand Anders', digest = %s WHERE id = %s",
            before,
            line.pk,
        )
    raw("UPDATE cases_loghead SET digest = %s", before)
    assert verify()[1].count("is not what was written") == 5


def test_a_chain_that_was_thrown_away_altogether_is_missed(looked):
    raw("DELETE FROM cases_reading")
    raw("DELETE FROM cases_loghead")
    assert "the end of the chain is gone, with 0 lines left" in verify()[1]


def test_the_log_cannot_be_changed_by_us(looked):
    line = Reading.objects.first()
    for change in (
        line.save,
        line.delete,
        Reading.objects.all().delete,
        lambda: Reading.objects.update(what=""),
    ):
        with pytest.raises(TypeError):
            change()


def test_a_line_holds_nothing_about_the_child(looked):
    kept = json.dumps(list(Reading.objects.values()), default=str)
    assert not [word for word in ("Kees", "Bakkerman", "Piet", "2018") if word in kept]


@pytest.mark.django_db(transaction=True)
def test_lines_added_at_the_same_moment_have_one_order(case, coordinator):
    """Eight people at once, the first of all among them: no line is lost and none stands twice."""
    begin = now()

    def look(number: int) -> None:
        try:
            mine = Case.objects.select_related("partnership").get(pk=case.pk)
            for turn in range(5):
                note_reading(mine, FATHER, Role.PARENT, f"{number}.{turn}", begin + timedelta(seconds=number))
        finally:
            connection.close()

    LogHead.objects.all().delete()
    with ThreadPoolExecutor(8) as people:
        list(people.map(look, range(8)))
    lines = Reading.objects.order_by("number")
    assert [line.number for line in lines] == list(range(1, 41))
    assert len({line.what for line in lines}) == 40
    assert not list(broken_lines(Partnership.objects.get(pk=case.partnership_id)))


class TestEveryNight:
    """The daily work proves the log; it tells who must know, once, and goes on failing until it is mended."""

    @pytest.fixture
    def officer(self, region):
        return make_person("Olga Vos", Role.PRIVACY_OFFICER, partnership=region)

    def test_a_log_that_holds_is_nobodys_news(self, looked, officer):
        before = len(mails_waiting())
        assert prove_logs(now()) == Partnership.objects.count()
        assert len(mails_waiting()) == before

    def test_officer_and_operator_are_told_once(self, looked, officer, far_region, settings):
        make_person("Iris Ver", Role.PRIVACY_OFFICER, partnership=far_region)
        settings.OPERATORS = ["beheer@example.org"]
        before = len(mails_waiting())
        raw("UPDATE cases_reading SET reader_name = 'Iemand' WHERE number = 2")
        for _ in range(2):
            with pytest.raises(LogBroken, match="PO9901"):
                prove_logs(now())
        mails = mails_waiting()[before:]
        assert {mail["to"] for mail in mails} == {officer.email, "beheer@example.org"}
        assert "line 2 is not what was written" in mails[0]["body"]
        assert mails[0]["subject"].startswith("Het logboek van")

    def test_and_again_when_it_held_in_between(self, looked, officer):
        name, before = Reading.objects.get(number=2).reader_name, len(mails_waiting())
        for _ in range(2):
            raw("UPDATE cases_reading SET reader_name = 'Iemand' WHERE number = 2")
            with pytest.raises(LogBroken):
                prove_logs(now())
            raw("UPDATE cases_reading SET reader_name = %s WHERE number = 2", name)
            prove_logs(now())
        assert len(mails_waiting()) == before + 2

    def test_a_long_list_of_faults_is_cut_off(self, looked, officer):
        raw("UPDATE cases_reading SET what = 'iets' ")
        for number in range(12):
            note_reading(looked, FATHER, Role.PARENT, f"dossier {number}", now())
        raw("UPDATE cases_reading SET what = 'iets' ")
        with pytest.raises(LogBroken):
            prove_logs(now())
        body = mails_waiting()[-1]["body"]
        assert body.count("is not what was written") == 10
        assert "(17)" in body

    def test_it_is_part_of_the_daily_work_after_the_destruction(self):
        names = list(MORE)
        assert MORE["logboeken nagerekend"] is prove_logs
        assert names.index("logboeken nagerekend") > names.index("dossiers vernietigd")


def test_a_number_out_of_an_address_is_never_too_long(looked):
    """As a database that minds the length of a column would refuse it: the look would not be noted."""
    note_reading(looked, FATHER, Role.PARENT, f"bijlage {'9' * 150}", now())
    assert readings_of(looked)[0].what == f"bijlage {'9' * 92}"
    assert verify() == ("PO9901: 6 lines, the chain holds\n", "")

"""Master keys: one that is missing or wrong stops everything, and a new one takes over without a pause."""

import base64
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.utils.timezone import now

from dekkend.cases import actions, keys
from dekkend.cases.checks import master_keys_open_what_is_kept, refuse_wrong_master_keys
from dekkend.cases.log import note_reading
from dekkend.cases.models import Case, CaseKey, Entry, IndexKey, LogHead
from dekkend.cases.rules import may_write_entry
from dekkend.cases.tests.conftest import CHILD, one_more
from dekkend.conftest import copy_tables
from dekkend.core.encryption import CannotOpen, UnknownMasterKey
from dekkend.organisations.models import Role
from dekkend.questionnaires.loader import questionnaire_of

OLD, NEW, OTHER = bytes(32), b"n" * 32, b"x" * 32


@pytest.fixture
def two_masters(settings):
    settings.MASTER_KEYS = {"2027": NEW, "test": OLD}


def masters() -> set[str]:
    rows = (CaseKey, IndexKey, LogHead)
    return {
        kept.partition(":")[0] for model in rows for kept in model.objects.values_list("wrapped", flat=True)
    }


def rotated(**options) -> str:
    out = StringIO()
    call_command("rotate_master_key", stdout=out, stderr=StringIO(), skip_checks=True, **options)
    return out.getvalue()


def test_a_new_master_key_takes_over_and_what_was_sealed_still_opens(
    case, coordinator, settings, two_masters
):
    note_reading(case, coordinator, Role.SUPPORT_COORDINATOR, "dossier", now())
    assert rotated() == "3 keys wrapped under master key 2027\n"
    assert masters() == {"2027"}
    settings.MASTER_KEYS = {"2027": NEW}
    assert Case.objects.get(pk=case.pk).child == CHILD
    call_command("verify_log", stdout=StringIO())
    assert not master_keys_open_what_is_kept(None)


def test_a_dry_run_counts_and_changes_nothing(case, two_masters):
    assert rotated(dry_run=True) == "3 keys would be wrapped under master key 2027\n"
    assert masters() == {"test"}


def test_while_it_runs_both_keys_are_in_use_and_it_can_be_stopped_anywhere(
    case, site, region, coordinator, settings, monkeypatch
):
    for _ in range(3):
        opened(site, region, coordinator)
    monkeypatch.setattr(keys, "BATCH", 2)
    settings.MASTER_KEYS = {"2027": NEW, "test": OLD}
    turns = iter(range(3))

    def until_killed(*args, **kwargs):
        if next(turns, None) is None:
            raise KeyboardInterrupt
        return rewrap(*args, **kwargs)

    rewrap = keys._rewrap
    monkeypatch.setattr(keys, "_rewrap", until_killed)
    with pytest.raises(KeyboardInterrupt):
        rotated()
    assert masters() == {"2027", "test"}
    assert {one.child.name for one in Case.objects.all()} == {CHILD.name}
    monkeypatch.setattr(keys, "_rewrap", rewrap)
    assert rotated() == "3 keys wrapped under master key 2027\n"
    assert masters() == {"2027"}
    assert rotated() == "0 keys wrapped under master key 2027\n"


def test_a_key_that_no_master_opens_is_named_and_the_others_are_wrapped(
    case, settings, site, region, coordinator
):
    settings.MASTER_KEYS = {"2027": NEW, "test": OLD}
    lost = opened(site, region, coordinator)
    CaseKey.objects.filter(case=lost).update(wrapped=f"gone:{'A' * 80}")
    with pytest.raises(CommandError, match="1 keys could not be opened; keep every master key"):
        rotated()
    assert masters() == {"2027", "gone"}


def test_a_case_that_is_destroyed_meanwhile_is_not_wrapped_again(case, two_masters):
    row = CaseKey.objects.get(case=case)
    CaseKey.objects.all().delete()
    done = keys.Rotated()
    keys._rewrap(keys.KEPT[2], row, done, dry_run=False)
    assert done == keys.Rotated(0, [])
    assert not CaseKey.objects.exists()


def test_nothing_starts_without_the_master_key_of_what_is_kept(case, settings):
    settings.MASTER_KEYS = {"2027": NEW}
    faults = master_keys_open_what_is_kept(None)
    assert {fault.id for fault in faults} == {"cases.E001"}
    assert "No master key is called 'test'" in faults[0].msg
    with pytest.raises(SystemCheckError, match="index PO9901"):
        call_command("check", stderr=StringIO())
    with pytest.raises(ImproperlyConfigured, match="No master key is called 'test'"):
        refuse_wrong_master_keys()


def test_nothing_starts_under_another_key_of_the_same_name(case, settings):
    settings.MASTER_KEYS = {"test": OTHER}
    said = [fault.msg for fault in master_keys_open_what_is_kept(None)]
    assert [one.partition(":")[0] for one in said] == ["index PO9901", "log PO9901", f"case {case.uid}"]
    with pytest.raises(ImproperlyConfigured):
        refuse_wrong_master_keys()


def test_an_empty_database_starts_with_any_key(db, settings):
    settings.MASTER_KEYS = {"2027": NEW}
    assert not master_keys_open_what_is_kept(None)
    refuse_wrong_master_keys()


def test_a_wrong_key_refuses_to_write_and_to_read(case, site, region, coordinator, settings):
    settings.MASTER_KEYS = {"test": OTHER}
    fresh = Case.objects.get(pk=case.pk)
    with pytest.raises(CannotOpen):
        opened(site, region, coordinator)
    with pytest.raises(CannotOpen):
        note_reading(fresh, coordinator, Role.SUPPORT_COORDINATOR, "dossier", now())
    with pytest.raises(CannotOpen):
        actions.write_as_school(
            case_id=case.pk,
            form="growth",
            values={question_of(case): (True, 0)},
            actor=coordinator,
            at=now(),
        )
    assert (Case.objects.count(), Entry.objects.count(), LogHead.objects.get().count) == (1, 0, 0)


def test_a_missing_master_key_is_named_when_a_file_is_opened(case, settings):
    settings.MASTER_KEYS = {"2027": NEW}
    with pytest.raises(UnknownMasterKey, match="test"):
        _ = Case.objects.get(pk=case.pk).child


def test_a_new_master_key_is_printed_as_the_setting_wants_it(capsys):
    call_command("new_master_key", "2027-02")
    printed = capsys.readouterr()
    name, _, key = printed.out.strip().partition(":")
    assert (name, len(base64.b64decode(key))) == ("2027-02", 32)
    assert "rotate_master_key" in printed.err
    with pytest.raises(CommandError):
        call_command("new_master_key", "no: colon")


def test_a_process_that_starts_under_a_wrong_key_stops_and_says_why(tmp_path, django_db_setup):
    """The server and every command, with the product's own settings and a database on disk."""
    given = {"DEKKEND_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/a.sqlite3"}
    copy_tables(tmp_path / "a.sqlite3")
    given |= {
        "SECRET_KEY": "x" * 50,
        "DEKKEND_DEMO": "0",
        "DJANGO_SETTINGS_MODULE": "dekkend.config.settings",
    }
    right = {"DEKKEND_MASTER_KEYS": f"a:{base64.b64encode(OLD).decode()}"}
    assert run(["-c", MAKE_A_KEY], given | right).returncode == 0
    server, command = ["-c", "import dekkend.config.wsgi"], ["manage.py", "destroy_expired", "--dry-run"]
    assert run(server, given | right).returncode == 0
    for start in (server, command):
        wrong = run(start, given | {"DEKKEND_MASTER_KEYS": f"a:{base64.b64encode(NEW).decode()}"})
        assert wrong.returncode != 0
        assert "index PO9901: Sealed with another key" in wrong.stderr


MAKE_A_KEY = """
import django; django.setup()
from datetime import date
from django.core.management import call_command
call_command("migrate", verbosity=0)
from dekkend.cases.blind import blind
from dekkend.organisations.models import Partnership
blind(Partnership.objects.create(code="PO9901", name="Rietland"), "K.B.", date(2018, 3, 14))
"""


def run(words, given):
    return subprocess.run(
        [sys.executable, *words], env=os.environ | given, capture_output=True, text=True, check=False
    )


def opened(site, region, coordinator):
    return actions.open_case(
        site=site, partnership=region, kind="expertise", child=one_more(), actor=coordinator, at=now()
    )


def question_of(case) -> str:
    questions = questionnaire_of(case.growth_edition).questions
    return next(one.key for one in questions if one.type == "yes_no" and may_write_entry(None, one))

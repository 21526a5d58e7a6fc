"""What has had its time goes, key first, and is proven gone; what is held, stays."""

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.destruction import destroy_expired, uncleared, unproven
from dekkend.cases.log import note_reading
from dekkend.cases.models import (
    Attachment,
    Case,
    CaseKey,
    Consent,
    Destruction,
    DoomedFile,
    Entry,
    Letter,
    Reading,
)
from dekkend.cases.parts import parts_of_case
from dekkend.cases.retention import expired, expiring
from dekkend.cases.tests.conftest import CHILD, award, one_more
from dekkend.cases.transitions import KIND
from dekkend.conftest import make_person
from dekkend.core.encryption import CannotOpen
from dekkend.core.files.sealed import sealed_files
from dekkend.organisations.models import Role
from dekkend.workflow.engine import NotPossible, events_of
from dekkend.workflow.models import Event
from dekkend.workflow.terms import add_months

pytestmark = pytest.mark.usefixtures("offering")

DAY = timedelta(days=1)


def whole_case(site, region, coordinator) -> Case:
    """With something of each kind: parents, texts, a talk, a paper with a consent, a letter, a decision."""
    case = actions.open_case(
        site=site, partnership=region, kind="expertise", child=one_more(), actor=coordinator, at=now()
    )
    party = case.parties.create(number=1, sealed=case.vault.seal_value("party 1", {}), has_authority=True)
    text = {"sealed": case.vault.seal("x", b"Kees"), "saved_at": now(), "revision": 1}
    entry = Entry.objects.create(case=case, form="growth", key="a", party=party, **text)
    entry.versions.create(**text)
    paper = keep_file(case, "paper")
    consent = {"round": 1, "answer": "yes", "digest": "x", "given_at": now(), "on_paper": paper}
    Consent.objects.create(case=case, party=party, **consent)
    case.shares.create(user=coordinator, shared_by=coordinator, shared_at=now())
    case.talks.create(form="talk", planned_at=now(), sealed=b"x", noted_by=coordinator, noted_at=now())
    decision = case.decisions.create(
        round=1, kind=case.kind, outcome="refused", body="desk", sealed=b"x", decided_on=localdate(),
        decided_by=coordinator, recorded_at=now(), objected_until=localdate(),
    )  # fmt: skip
    keep_file(case, "drawing")
    asked = case.enquiries.create(number=1, party=party, to="school", asked_at=now())
    asked.remarks.create(number=1, sealed=b"x", said_at=now())
    about = {"where": "growth", "key": "a", "revision": 1, "to": "school", "due_on": localdate()}
    case.corrections.create(number=1, party=party, sealed=b"x", asked_at=now(), **about)
    Letter.objects.create(
        case=case, decision=decision, party=party, template="x", sealed=b"x", written_at=now()
    )
    note_reading(case, coordinator, Role.SUPPORT_COORDINATOR, "dossier", now())
    return case


def keep_file(case, place) -> Attachment:
    stored = sealed_files.keep(case.vault, place, io.BytesIO(b"Verslag over Kees"))
    facts = {"where": "growth", "key": "b", "kind": "pdf", "size": 17, "scan": "clean", "added_at": now()}
    number = case.attachments.count() + 1
    return Attachment.objects.create(case=case, number=number, sealed=b"x", stored=stored, **facts)


def let_expire(*cases, days=1) -> None:
    on = localdate() - timedelta(days=days)
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(retain_until=on, closed_on=on)


def stored_files() -> list[str]:
    return sealed_files.names()


def rows_of(case) -> dict[str, int]:
    """Every row of every model that a chain of foreign keys ties to this case, by an own walk."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for path in paths_to_case(model):
            found[f"{model.__name__}.{path}"] = model._base_manager.filter(**{path: case.pk}).count()
    return found


def paths_to_case(model, seen=()) -> list[str]:
    if model is Case:
        return ["pk"]
    if model in seen or model._meta.app_label not in ("cases",):
        return []
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [
        f"{key.name}__{path}" for key in keys for path in paths_to_case(key.related_model, (*seen, model))
    ]


def test_every_model_that_leads_to_a_case_is_a_part_of_it():
    leading = {model for model in apps.get_models(include_auto_created=True) if paths_to_case(model)} - {Case}
    assert {part.model for part in parts_of_case()} == leading
    names = {one.__name__ for one in leading}
    assert {"CaseKey", "EntryVersion", "Letter", "Talk", "ChildIndex", "Remark", "Correction"} <= names


def test_nothing_is_left_but_a_proof_and_the_log(site, region, coordinator):
    case, other = whole_case(site, region, coordinator), whole_case(site, region, coordinator)
    follows = Case.objects.filter(pk=other.pk).update(follows=case)
    let_expire(case)
    had, others = rows_of(case), rows_of(other)
    assert min(had.values()) >= 0
    assert sum(bool(number) for number in had.values()) >= 15
    assert destroy_expired(at=now()) == follows == 1
    assert not any(rows_of(case).values())
    assert rows_of(other) == others
    assert (len(events_of(KIND, case.pk)), len(events_of(KIND, other.pk))) == (0, 1)
    assert len(stored_files()) == 2
    assert not DoomedFile.objects.exists()
    assert Case.objects.get().follows is None
    assert Case.objects.get().child.name == CHILD.name


def test_what_stays_says_when_and_why_and_nothing_about_a_child(site, region, coordinator):
    case = whole_case(site, region, coordinator)
    let_expire(case)
    destroy_expired(at=now())
    proof = Destruction.objects.get()
    assert (proof.case_number, proof.case_uid, proof.record) == (case.number, case.uid, "file")
    assert proof.ground.startswith("WPO 18a: ")
    assert proof.ground.endswith("(3 jaar na het laatste besluit)")
    assert proof.counts["entry"] == proof.counts["casekey"] == 1
    assert (proof.counts["files"], proof.counts["party"]) == (2, 1)
    line = Reading.objects.last()
    assert (line.reader_name, line.what) == ("Dekkend", f"vernietigd, bewijs {proof.digest}")
    kept = str([*Destruction.objects.values(), *Reading.objects.values()])
    assert not [word for word in ("Kees", "Bakkerman", "2018") if word in kept]
    with pytest.raises(TypeError):
        proof.save()
    with pytest.raises(TypeError):
        Destruction.objects.all().delete()


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE cases_destruction SET ground = 'omdat'", "the proof of {number} is not what was written"),
        ("DELETE FROM cases_destruction", "the proof of case {uid} is gone"),
        ("DELETE FROM cases_reading", "the proof of {number} is not what was written"),
    ],
)
def test_a_proof_that_was_changed_or_taken_away_is_found(site, region, coordinator, tampering, found):
    case = whole_case(site, region, coordinator)
    let_expire(case)
    destroy_expired(at=now())
    assert not list(unproven(region))
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    assert list(unproven(region)) == [found.format(number=case.number, uid=case.uid)]


def test_a_key_that_came_back_from_a_backup_is_found(site, region, coordinator):
    case = whole_case(site, region, coordinator)
    key = CaseKey.objects.get(case=case)
    let_expire(case)
    destroy_expired(at=now())
    CaseKey.objects.create(case_id=case.uid, wrapped=key.wrapped)
    assert list(unproven(region)) == [f"case {case.uid} was destroyed, and its key is there"]


def test_a_backup_without_the_key_cannot_be_read(site, region, coordinator):
    """What the backup of the database holds, once the keys' own backups are gone."""
    case = whole_case(site, region, coordinator)
    CaseKey.objects.all().delete()
    restored = Case.objects.get(pk=case.pk)
    with pytest.raises(CannotOpen, match="is not in this database"):
        _ = restored.child
    with pytest.raises(CannotOpen):
        _ = restored.decisions.get().words


def test_only_what_is_past_its_last_day_and_is_not_held(site, region, coordinator, capsys):
    past, today, held, running = (whole_case(site, region, coordinator) for _ in range(4))
    let_expire(past, held)
    let_expire(today, days=0)
    Case.objects.filter(pk=held.pk).update(is_on_hold=True)
    assert [case.pk for case in expired(localdate())] == [past.pk]
    call_command("destroy_expired", "--dry-run", skip_checks=True)
    said = capsys.readouterr().out
    assert f"PO9901 {past.number}: kept until" in said
    assert said.endswith("1 files would be destroyed\n")
    assert Case.objects.count() == 4
    call_command("destroy_expired", skip_checks=True)
    assert capsys.readouterr().out == "1 files destroyed\n"
    assert {case.pk for case in Case.objects.all()} == {today.pk, held.pk, running.pk}


def test_a_store_that_does_not_answer_is_asked_again(site, region, coordinator, monkeypatch):
    case = whole_case(site, region, coordinator)
    let_expire(case)
    monkeypatch.setattr(type(sealed_files), "forget", lambda self, stored: False)
    assert destroy_expired(at=now()) == 1
    assert DoomedFile.objects.count() == 2
    assert "still to be cleared" in "".join(uncleared(region))
    monkeypatch.undo()
    assert destroy_expired(at=now()) == 0
    assert not stored_files()
    assert not list(uncleared(region))


def test_it_takes_as_many_queries_for_each_case(site, region, coordinator, django_assert_max_num_queries):
    let_expire(*(whole_case(site, region, coordinator) for _ in range(12)))
    with django_assert_max_num_queries(3 * len(parts_of_case()) + 30 + 12 * 9):
        destroy_expired(at=now())


KILLER = """
import os, signal, django; django.setup()
from django.utils.timezone import now
from dekkend.cases import destruction
destruction.BATCH = 2
at, count = {at!r}, 0
holder = destruction.sealed_files if at[0] == "forget_file" else destruction
name = {{"forget_file": "forget"}}.get(at[0], at[0])
was = getattr(holder, name)
def struck(*args, **kwargs):
    global count
    if count == at[1]:
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1
    return was(*args, **kwargs)
setattr(holder, name, struck)
destruction.destroy_expired(at=now())
"""
# Before the first batch is done: its keys gone but not committed. Committed, files left. A file further.
# In the middle of the second batch.
BLOWS = (("forget", 0), ("clear_doomed_files", 0), ("forget_file", 1), ("_prove_one", 3))


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_no_case_is_half_readable_and_the_next_run_goes_on(
    site, region, coordinator, tmp_path
):
    cases = [whole_case(site, region, coordinator) for _ in range(8)]
    let_expire(*cases)
    whole = rows_of(cases[0])
    left = []
    for blow in BLOWS:
        assert strike(blow, tmp_path) == -signal.SIGKILL
        left.append(sum(is_whole_or_gone(case, whole) for case in cases))
    assert left == [8, 6, 4, 2]
    assert destroy_expired(at=now()) == 2
    assert (Case.objects.count(), CaseKey.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert not stored_files()
    assert Destruction.objects.count() == 8
    call_command("verify_log", stdout=io.StringIO(), skip_checks=True)


def strike(blow, folder) -> int:
    """Run it in a process of its own, on this test's database, until the blow falls."""
    at = connection.settings_dict
    url = f"sqlite:///{at['NAME']}"
    if connection.vendor == "postgresql":
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{at['NAME']}"
    given = {
        "DATABASE_URL": url,
        "DEKKEND_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "dekkend.config.settings",
    }
    words = [sys.executable, "-c", KILLER.format(at=blow)]
    root = Path(__file__).parents[3]
    return subprocess.run(words, env=os.environ | given, cwd=root, check=False).returncode


def is_whole_or_gone(case, whole) -> bool:
    """Every row, its key and its files, or nothing that can be read. True when it is whole."""
    rows, now_there = rows_of(case), Case.objects.filter(pk=case.pk).first()
    if now_there is None:
        assert not any(rows.values())
        return False
    assert rows == whole
    assert now_there.child.name == CHILD.name
    stored = Attachment.objects.filter(case=case).earliest("pk").stored
    assert b"".join(sealed_files.read(now_there.vault, "paper", stored)) == b"Verslag over Kees"
    return True


def test_a_file_on_hold_stays_until_it_is_released_and_a_month_longer(taken_in, desk):
    actions.refuse_by_desk(
        case_id=taken_in.pk, reasons="Dit kan de school zelf, met hulp.", actor=desk, at=now()
    )
    actions.put_on_hold(
        case_id=taken_in.pk, actor=desk, reason="De ouders van Kees zijn in bezwaar.", at=now()
    )
    let_expire(taken_in)
    assert not destroy_expired(at=now())
    event = events_of(KIND, taken_in.pk)[0]
    assert "Kees" not in event.reason
    with pytest.raises(NotPossible, match="al langer bewaard"):
        actions.put_on_hold(case_id=taken_in.pk, actor=desk, reason="Nog eens.", at=now())
    actions.release(case_id=taken_in.pk, actor=desk, reason="Het bezwaar is ingetrokken.", at=now())
    taken_in.refresh_from_db()
    assert (taken_in.is_on_hold, taken_in.retain_until) == (False, localdate() + timedelta(days=30))
    assert [case.pk for case in expiring(Case.objects.all(), localdate() + DAY)] == [taken_in.pk]


def test_a_hold_has_a_reason_and_is_for_the_loket_and_the_privacy_officer(case, region, coordinator):
    officer = make_person("Nadia Privé", Role.PRIVACY_OFFICER, partnership=region)
    with pytest.raises(NotPossible, match="functionaris gegevensbescherming of medewerker van het Loket"):
        actions.put_on_hold(case_id=case.pk, actor=coordinator, reason="Bewaar.", at=now())
    with pytest.raises(NotPossible, match="Vul in waarom"):
        actions.put_on_hold(case_id=case.pk, actor=officer, reason=" ", at=now())
    actions.put_on_hold(case_id=case.pk, actor=officer, reason="Er is een klacht.", at=now())
    case.refresh_from_db()
    assert case.is_on_hold


def test_what_goes_within_a_month_is_signalled(site, region, coordinator):
    soon, later, held, gone = (whole_case(site, region, coordinator) for _ in range(4))
    for case, days in ((soon, 29), (later, 30), (held, 5), (gone, -1)):
        let_expire(case, days=-days)
    Case.objects.filter(pk=held.pk).update(is_on_hold=True)
    assert [case.pk for case in expiring(Case.objects.all(), localdate())] == [soon.pk]


def test_three_years_after_the_last_decision_not_after_closing(taken_in, desk, coordinator):
    actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    half_a_year = now() + timedelta(days=180)
    said = actions.Evaluated(("reached",), {}, "Het hielp.", localdate(half_a_year))
    actions.evaluate(case_id=taken_in.pk, evaluated=said, actor=coordinator, at=half_a_year)
    actions.end_support(case_id=taken_in.pk, actor=coordinator, reason="Klaar.", at=half_a_year)
    taken_in.refresh_from_db()
    assert taken_in.closed_on == localdate(half_a_year)
    assert taken_in.retain_until == add_months(localdate(), 36)


def test_a_draft_at_which_nothing_happens_is_closed_after_a_year_and_goes_a_month_later(case, coordinator):
    year = add_months(localdate(), 12) - localdate()
    assert actions.abandon_drafts(at=now() + year) == 0
    assert actions.abandon_drafts(at=now() + year + DAY) == 1
    case.refresh_from_db()
    assert (case.state, case.retain_until) == ("withdrawn", localdate() + year + DAY + timedelta(days=30))
    assert destroy_expired(at=now() + year + timedelta(days=31)) == 0
    assert destroy_expired(at=now() + year + timedelta(days=32)) == 1


def test_a_draft_in_which_someone_wrote_is_not_left(case):
    year = add_months(localdate(), 12) - localdate()
    written = {"sealed": b"x", "saved_at": now() + timedelta(days=60), "revision": 1}
    Entry.objects.create(case=case, form="growth", key="a", **written)
    assert actions.abandon_drafts(at=now() + year + DAY) == 0
    assert actions.abandon_drafts(at=now() + year + timedelta(days=70)) == 1

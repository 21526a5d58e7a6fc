"""Going on with other support takes along the files of the growth file, under the key of the new file."""

import pytest
from django.conf import settings as configured
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import FILE_PLACE, Attachment, Case
from dekkend.cases.tests.attachments import DRAWING, EVALUATION, add, content, titles
from dekkend.cases.tests.conftest import CHILD, award, say_yes, with_parents
from dekkend.core.encryption import CannotOpen
from dekkend.core.files.sealed import sealed_files
from dekkend.core.files.store import Store, StoreDown
from dekkend.core.tests import files


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    options = {"location": str(tmp_path / "sealed")}
    sealed = configured.STORAGES["sealed"] | {"OPTIONS": configured.STORAGES["sealed"]["OPTIONS"] | options}
    settings.STORAGES = configured.STORAGES | {"sealed": sealed}


@pytest.fixture
def evaluated(case, parents, coordinator, desk, tmp_path):
    """Awarded and evaluated, with files of school and mother; one is inside, one was taken away."""
    add(case, coordinator, tmp_path, title="Onderzoek", name="Onderzoek Kees.pdf")
    add(case, coordinator, tmp_path, title="Onder ons", inside=True)
    add(case, coordinator, tmp_path, EVALUATION, title="Stuk")
    gone = add(case, coordinator, tmp_path, title="Vergissing")
    actions.remove_attachment(case_id=case.pk, number=gone.number, by=coordinator, at=now())
    shared = with_parents(case, coordinator)
    add(case, shared[0], tmp_path, DRAWING, content=files.png(), title="Tekening")
    for party in shared:
        say_yes(case, party)
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    actions.accept(case_id=case.pk, actor=desk, at=now())
    actions.award_by_desk(case_id=case.pk, award=award(), actor=desk, at=now())
    said = actions.Evaluated(("not_yet",), {}, "Te weinig.", localdate())
    actions.evaluate(case_id=case.pk, evaluated=said, actor=coordinator, at=now())
    return Case.objects.get(pk=case.pk)


def pass_on(case, actor) -> Case:
    made = actions.pass_on(case_id=case.pk, kind="own_budget", actor=actor, at=now())
    return Case.objects.get(pk=made.pk)


def test_what_still_holds_goes_along_under_the_new_key(evaluated, coordinator):
    following = pass_on(evaluated, coordinator)
    assert titles(following) == ["Onderzoek", "Onder ons", "Tekening"]
    report, inside, drawing = following.attachments.all()
    assert [one.number for one in (report, inside, drawing)] == [1, 2, 3]
    assert (report.inside, inside.inside, inside.added_by_name) == (False, True, "Femke Aalders")
    assert (drawing.party.case, drawing.party.number) == (following, 1)
    assert content(report) == files.pdf("Onderzoek")
    assert content(drawing) == content(evaluated.attachments.last())
    assert report.about["name"] == "Onderzoek Kees.pdf"
    with pytest.raises(CannotOpen):
        list(sealed_files.read(evaluated.vault, FILE_PLACE, report.stored))
    assert titles(evaluated) == ["Onderzoek", "Onder ons", "Stuk", "Tekening"]


def test_the_next_file_gets_the_next_number(evaluated, coordinator, tmp_path):
    following = pass_on(evaluated, coordinator)
    assert add(following, coordinator, tmp_path, title="Nieuw").number == 4


def test_what_is_asked_already_is_not_asked_once_more(evaluated, coordinator, site, region):
    there = actions.open_case(
        site=site, partnership=region, kind="own_budget", child=CHILD, actor=coordinator, at=now()
    )
    with pytest.raises(actions.NotPossible, match=f"in dossier {there.number}"):
        pass_on(evaluated, coordinator)
    evaluated.refresh_from_db()
    assert (Case.objects.count(), evaluated.state) == (2, Case.State.EVALUATED)


def test_while_the_store_does_not_answer_nothing_is_done(evaluated, coordinator, monkeypatch):
    monkeypatch.setattr(Store, "write", down)
    with pytest.raises(actions.NotPossible, match="de opslag antwoordt niet"):
        pass_on(evaluated, coordinator)
    evaluated.refresh_from_db()
    assert (evaluated.state, Case.objects.count()) == (Case.State.EVALUATED, 1)


def test_what_cannot_be_read_any_more_stays_behind_and_is_reported(evaluated, coordinator, caplog):
    lost = evaluated.attachments.first()
    sealed_files.forget(lost.stored)
    following = pass_on(evaluated, coordinator)
    assert titles(following) == ["Onder ons", "Tekening"]
    assert [one.number for one in following.attachments.all()] == [1, 2]
    assert f"attachment 1 of case {evaluated.uid} cannot be read" in caplog.text


def test_the_page_says_what_goes_along_and_what_stays(evaluated, coordinator, client_for, second_step):
    client = second_step(client_for(coordinator))
    page = client.get(reverse("case-step", args=[evaluated.pk, "pass_on"])).content.decode()
    assert "gaat mee, met hun bijlagen daar." in page
    assert "Wat bij de oude aanvraag hoort, blijft in dit dossier" in page
    assert Attachment.objects.filter(case=evaluated).count() == 5


def down(*_, **__):
    raise StoreDown("The store does not answer")

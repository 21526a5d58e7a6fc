"""What parents read of the school: what it shared, and nothing that it wrote since it took that back."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.asking.parts import part_at
from dekkend.cases.attachments.queries import attachments_for
from dekkend.cases.models import Case
from dekkend.cases.parents.bundle import bundle_for
from dekkend.cases.parents.reading import READERS, read_of
from dekkend.cases.tests.attachments import DRAWING, add
from dekkend.cases.tests.conftest import with_parents
from dekkend.cases.tests.parents import address, come_in, left_in_dutch, token_of, words
from dekkend.core.tests import files

NEW = "Dit las nog geen ouder."


def withdraw(case, actor):
    actions.withdraw_request(case_id=case.pk, actor=actor, reason="Toch niet.", at=now())


def abandon(case, actor):
    assert actions.abandon_drafts(at=now() + timedelta(days=400)) == 1


@pytest.fixture
def mother(case, parents, coordinator, tmp_path):
    """Shared, and taken back; then the school wrote and added something. There is a drawing of hers too."""
    mother = with_parents(case, coordinator)[0]
    add(case, mother, tmp_path / "a", DRAWING, content=files.png(), title="Tekening")
    actions.take_back_from_parents(case_id=case.pk, actor=coordinator, reason="Er komt iets bij.", at=now())
    new = {"pupil.strengths": (NEW, 0)}
    actions.write_as_school(case_id=case.pk, form="growth", values=new, actor=coordinator, at=now())
    add(case, coordinator, tmp_path / "b", title=NEW)
    return mother


@pytest.mark.parametrize("stop", [withdraw, abandon])
def test_what_was_never_shared_stays_so_when_the_request_stops(case, mother, coordinator, stop):
    stop(case, coordinator)
    case.refresh_from_db()
    assert case.state == Case.State.WITHDRAWN
    assert read_of(case) == {"is_unfinished": True, "growth": []}
    assert part_at(case, "growth", "pupil.strengths", READERS) is None
    assert [one.title for one in attachments_for(case, READERS, mother)] == ["Tekening"]
    bundle = bundle_for(case, mother, now())
    assert NEW not in bundle.page + bundle.data
    assert [path for path, _ in bundle.files] == ["bestanden/bijlage-1.png"]


def test_what_was_shared_they_keep_reading(case, mother, coordinator):
    with_parents(case, coordinator)
    withdraw(case, coordinator)
    case.refresh_from_db()
    assert "request_form" in read_of(case)
    assert part_at(case, "growth", "pupil.strengths", READERS) is not None
    assert [one.title for one in attachments_for(case, READERS, mother)] == ["Tekening", NEW]


def test_the_page_says_why_in_every_language(client_for, case, mother, coordinator):
    withdraw(case, coordinator)
    inside = come_in(client_for(), mother)
    page = words(inside.get(address(token_of(mother), "parent-file")))
    assert "De aanvraag is gestopt voor de school haar nieuwe tekst met u deelde." in page
    assert NEW not in page
    assert left_in_dutch(inside, mother, [("parent-file",)]) == {"Tekening"}


def test_who_is_added_then_gets_no_link(case, mother, coordinator):
    withdraw(case, coordinator)
    who = actions.Who("Noor Vink", "noor@example.org", "voogd")
    added = actions.add_party(case_id=case.pk, who=who, actor=coordinator, at=now())
    assert added.token_hash is None
    assert localdate() == Case.objects.get(pk=case.pk).closed_on


def test_what_there_was_already_keeps_what_it_showed(case, mother, coordinator):
    """Run on cases of before: nothing may be read that was not, nor the other way round."""
    carried = import_module("dekkend.cases.migrations.0013_shared_and_asked").as_it_stood
    for stops, is_shared in ((False, False), (True, False)):
        if stops:
            withdraw(case, coordinator)
        Case.objects.update(is_shared=False, round=2)
        carried(apps, None)
        case.refresh_from_db()
        assert (case.is_shared, case.asked_round) == (is_shared, 2)
    Case.objects.update(state=Case.State.INTAKE)
    carried(apps, None)
    assert Case.objects.get(pk=case.pk).is_shared

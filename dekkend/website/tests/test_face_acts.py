"""A partnership gives itself a face: who may, what is kept, and which pages are made again."""

import pytest
from django.db import IntegrityError
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from dekkend.organisations.models import Face, FaceLogo, Partnership
from dekkend.website.face.actions import KIND, MEANWHILE, remove_logo, set_logo
from dekkend.website.face.logo import Picture
from dekkend.website.face.renewing import renew_region
from dekkend.website.tests.conftest import give_face
from dekkend.workflow.engine import NotPossible, events_of

pytestmark = pytest.mark.django_db
RENEW, MAKE = "dekkend.website.face.renewing.renew_region", "dekkend.website.publishing.make_files"


def tasks(path: str) -> list[dict]:
    return [task.args_kwargs for task in DBTaskResult.objects.filter(task_path=path)]


def logo(content: bytes = b"png") -> Picture:
    return Picture(content, "image/png", 240, 80)


def test_it_is_kept_recorded_and_the_pages_are_made_again(region, staff):
    saved = give_face(region, staff)
    assert Face.objects.get().name == "Scholen in Rietland"
    assert Partnership.objects.get(pk=region.pk).support_point_name == "Steunpunt Rietland"
    (event,) = events_of(KIND, region.pk)
    assert (event.act, event.actor, event.actor_role) == (
        "change_face",
        staff,
        "medewerker van het samenwerkingsverband",
    )
    assert {"name", "pen", "support_point_name"} <= set(event.details["changed"])
    assert "domain" not in event.details["changed"]
    assert saved.revision == 1
    assert tasks(RENEW) == [{"args": [], "kwargs": {"code": "PO9901"}}]


def test_two_at_once_and_neither_writes_over_the_other(region, staff):
    give_face(region, staff)
    with pytest.raises(NotPossible) as refused:
        give_face(region, staff, name="Van een oude bladzijde")
    assert refused.value.reason == MEANWHILE
    assert Face.objects.get().name == "Scholen in Rietland"
    assert give_face(region, staff, revision=1, name="Rietland").revision == 2


def test_only_its_own_staff(far_region, staff, head):
    for person in (staff, head):
        with pytest.raises(NotPossible):
            give_face(far_region, person)
    assert not Face.objects.exists()


def test_a_colour_that_cannot_be_read_changes_nothing(region, staff):
    with pytest.raises(NotPossible) as refused:
        give_face(region, staff, pen="#ffdd00")
    assert "Te weinig contrast" in refused.value.reason
    assert not Face.objects.exists()


def test_the_database_takes_colours_in_full_or_none(region):
    with pytest.raises(IntegrityError):
        Face.objects.create(partnership=region, pen="#1d6842")


def test_a_logo_before_anything_else_then_another_then_none(region, staff):
    for content in (b"een", b"twee"):
        set_logo(partnership=region, picture=logo(content), actor=staff, at=now())
    assert bytes(FaceLogo.objects.get().content) == b"twee"
    assert Face.objects.get().logo_hash == logo(b"twee").hash
    remove_logo(partnership=region, actor=staff, at=now())
    assert Face.objects.get().logo_hash == ""
    assert not FaceLogo.objects.exists()
    assert [event.act for event in events_of(KIND, region.pk)] == ["remove_logo", "set_logo", "set_logo"]


def test_every_page_that_parents_read_is_made_again_and_no_other(region, version, other_site, bring):
    bring(version, "published")
    DBTaskResult.objects.all().delete()
    renew_region.func(code="PO9901")
    assert tasks(MAKE) == [{"args": [], "kwargs": {"code": "99AB00"}}]

"""Last year's answers: confirmed at the revision that was shown, taken back, and undone by a change."""

import threading

import pytest
from django.db import connections
from django.urls import reverse
from django.utils.timezone import now

from dekkend.profiles import actions
from dekkend.profiles.models import Answer, Version
from dekkend.profiles.tests.conftest import refuses
from dekkend.workflow.models import Event
from tools.kept import kept

pytestmark = pytest.mark.django_db


@kept
def following(version, bring, head, site, region, at) -> Version:
    """The version that begins with what the published one says."""
    bring(version, "published")
    return actions.start_working_copy(site=site, partnership=region, actor=head, at=at)


def confirm(version, actor, at, **revisions):
    shown = {key.replace("__", "."): revision for key, revision in revisions.items()}
    return actions.confirm_answers(version_id=version.pk, actor=actor, revisions=shown, at=at)


def stands(version, key: str = "mission") -> tuple:
    answer = Answer.objects.get(version=version, key=key)
    return answer.revision, answer.is_carried, answer.confirmed_by_name


def test_what_came_along_waits_to_be_confirmed(following):
    assert stands(following) == (1, True, "")


def test_confirming_says_who_and_leaves_the_revision(following, coordinator, at):
    assert confirm(following, coordinator, at, mission=1).keys == ["mission"]
    assert stands(following) == (1, True, "Femke Aalders")


def test_the_record_has_a_line_when_a_chapter_is_done(following, head, at):
    revisions = dict(Answer.objects.filter(version=following).values_list("key", "revision"))
    done = actions.confirm_answers(version_id=following.pk, actor=head, revisions=revisions, at=at).progress
    lines = Event.objects.filter(act="confirm_chapter", subject_id=following.pk)
    assert sorted(line.details["chapter"] for line in lines) == sorted(
        told.chapter.key for told in done if told.is_done and told.confirmed
    )
    assert lines.exists()


def test_a_second_time_changes_nothing(following, head, coordinator, at):
    confirm(following, coordinator, at, mission=1)
    assert confirm(following, head, at, mission=1).keys == []
    assert stands(following)[2] == "Femke Aalders"


def test_another_revision_was_shown(following, head, at):
    Answer.objects.filter(version=following, key="mission").update(revision=2, is_carried=False)
    told = confirm(following, head, at, mission=1)
    assert (told.keys, list(told.stale)) == ([], ["mission"])
    assert stands(following)[2] == ""


def test_taking_it_back(following, head, at):
    confirm(following, head, at, mission=1)
    actions.take_back_confirmation(version_id=following.pk, actor=head, keys=["mission"], at=at)
    assert stands(following) == (1, True, "")


def test_a_change_takes_it_back(following, head, at, client_for):
    confirm(following, head, at, mission=1)
    address = reverse("answer", args=[following.pk, "mission"])
    sent = client_for(head).post(address, {"mission": "Sinds dit jaar ook op vrijdag.", "rev:mission": 1})
    assert sent.status_code == 200
    assert stands(following) == (2, False, "")


def test_not_in_a_first_profile_nor_by_others(version, head, at):
    with refuses("eerste profiel"):
        confirm(version, head, at, mission=1)


def test_not_by_who_may_not_write(following, teacher, mr_parent, other_head, at):
    for person in (teacher, mr_parent, other_head):
        with refuses("Alleen de directeur en de intern begeleider"):
            confirm(following, person, at, mission=1)


def test_not_when_it_went_on_to_the_mr(following, bring, head, at):
    bring(following, "with_mr")
    with refuses("U kunt nu niets veranderen"):
        confirm(following, head, at, mission=1)


def test_no_name_of_who_confirmed_in_the_frozen_text(following, bring, head, at):
    confirm(following, head, at, mission=1)
    frozen = bring(following, "established").snapshot
    assert head.name not in str(frozen)


def test_the_button_without_script_confirms_what_the_page_showed(following, head, client_for):
    address = reverse("chapter", args=[following.pk, "mission"])
    assert "De rest klopt nog" in client_for(head).get(address).content.decode()
    stored = Answer.objects.get(version=following, key="mission")
    fields = {"mission": stored.value, "rev:mission": stored.revision, "waits": ["mission"]}
    assert client_for(head).post(address, fields | {"confirm-rest": "yes"}).status_code == 302
    assert stands(following) == (1, True, head.name)


@pytest.mark.django_db(transaction=True)
def test_one_confirms_while_another_changes(following, head, coordinator, client_for):
    """Whatever comes first: the changed text stands, and it is not marked as what still holds."""
    barrier = threading.Barrier(2)
    client = client_for(coordinator)
    address = reverse("answer", args=[following.pk, "mission"])

    def changes():
        barrier.wait()
        client.post(address, {"mission": "Een nieuwe tekst over elk kind.", "rev:mission": 1})
        connections.close_all()

    def confirms():
        barrier.wait()
        confirm(following, head, now(), mission=1)
        connections.close_all()

    threads = [threading.Thread(target=act) for act in (changes, confirms)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answer = Answer.objects.get(version=following, key="mission")
    assert (answer.value, answer.is_carried) == ("Een nieuwe tekst over elk kind.", False)
    assert answer.confirmed_by_name == ""

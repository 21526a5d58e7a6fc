"""Beginning a working copy."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from dekkend.conftest import make_regime
from dekkend.profiles import actions
from dekkend.profiles.models import Answer, AnswerRevision, Version
from dekkend.profiles.tests.conftest import FORM, MISSION, refuses
from dekkend.profiles.transitions import KIND
from dekkend.questionnaires.loader import load_edition
from dekkend.workflow.engine import events_of
from dekkend.workflow.models import Event

pytestmark = pytest.mark.django_db


def start(site, partnership, actor, at):
    return actions.start_working_copy(site=site, partnership=partnership, actor=actor, at=at)


@pytest.mark.parametrize(("who", "role"), [("head", "directeur"), ("coordinator", "intern begeleider")])
def test_head_teacher_and_coordinator_begin_in_todays_form(site, region, regime, at, who, role, request):
    version = start(site, region, request.getfixturevalue(who), at)
    assert (version.number, version.state, version.started_at) == (1, "working", at)
    assert (version.edition, version.regime, version.previous) == (regime.edition, regime, None)
    assert Answer.objects.count() == 0
    event = events_of(KIND, version.pk)[0]
    assert (event.act, event.actor_role, event.from_state, event.to_state) == ("start", role, "", "")


@pytest.mark.parametrize("who", ["teacher", "mr_parent", "board_member", "staff", "other_head", "outsider"])
def test_nobody_else(site, region, regime, at, who, request):
    with refuses("Alleen de directeur of de intern begeleider begint"):
        start(site, region, request.getfixturevalue(who), at)


def test_not_while_another_is_under_way(version, site, region, head, at):
    with refuses("Er is al een versie waar de school aan werkt."):
        start(site, region, head, at)
    assert Version.objects.count() == 1


def test_not_while_one_waits_to_be_published(version, bring, site, region, head, at):
    bring(version, "established")
    with refuses("Publiceer die eerst."):
        start(site, region, head, at)


def test_an_established_one_whose_time_is_up_stands_in_nobodys_way(version, bring, site, region, head, at):
    bring(version, "established")
    later = at + timedelta(days=731)
    second = start(site, region, head, later)
    assert second.previous == version
    bring(second, "published", moment=later)
    assert list(Version.objects.values_list("number", "state")) == [(2, "published"), (1, "established")]


def test_not_where_no_form_was_chosen(site, region, head, at):
    with refuses("Samenwerkingsverband Rietland heeft nog geen formulier"):
        start(site, region, head, at)


def test_not_before_a_regime_begins(site, region, regime, head, at):
    regime.begins_on = localdate(at) + timedelta(days=1)
    regime.save()
    with refuses("heeft nog geen formulier"):
        start(site, region, head, at)


def test_not_in_a_partnership_the_school_has_left(site, region, regime, head, at):
    site.sitepartnership_set.update(ends_on=localdate(at) - timedelta(days=1))
    with refuses("hoort niet"):
        start(site, region, head, at)


def test_not_for_a_school_that_closed(site, region, regime, head, at):
    site.closed_on = date(2026, 8, 1)
    site.save()
    with refuses("hoort niet"):
        start(site, region, head, at)


def test_the_next_one_starts_from_what_was_frozen(version, bring, site, region, head, at):
    bring(version, "published")
    second = start(site, region, head, at)
    assert (second.number, second.previous) == (2, version)
    answer = second.answers.get(key="mission")
    assert (answer.value, answer.revision, answer.saved_by) == (MISSION, 1, None)
    assert (answer.saved_by_name, answer.saved_at) == ("Overgenomen uit de vorige versie", at)
    kept = AnswerRevision.objects.get(version=second, key="mission")
    assert (kept.value, kept.revision, kept.saved_by_name) == (MISSION, 1, "Overgenomen uit de vorige versie")


def test_a_version_that_expired_is_a_start_too(version, bring, site, region, head, at):
    last = bring(version, "published").valid_until
    actions.expire_profiles(on=last + timedelta(days=1))
    assert start(site, region, head, at).answers.get(key="mission").value == MISSION


def test_answers_move_to_the_newer_form(version, bring, site, region, head, at, tmp_path):
    bring(version, "published")
    newer = FORM.read_text().replace('name = "2025"', 'name = "2026"\nfollows = "2025"')
    newer = newer.replace('key = "school.motto"', 'key = "school.slogan"')
    newer += '\n[[carry]]\nfrom = "school.motto"\nto = "school.slogan"\n'
    (tmp_path / "2026.toml").write_text(newer)
    edition = load_edition(tmp_path / "2026.toml")
    make_regime(region, edition, "school_guide", date(2025, 8, 1))
    second = start(site, region, head, at)
    assert (second.edition, second.regime.key) == (edition, "school_guide")
    assert second.answers.get(key="school.slogan").value == "Samen verder"
    assert not second.answers.filter(key="school.motto").exists()


def test_what_the_newer_form_cannot_take_along_is_told_in_the_record(
    version, bring, site, region, head, at, tmp_path
):
    bring(version, "published")
    newer = FORM.read_text().replace('name = "2025"', 'name = "2026"\nfollows = "2025"')
    (tmp_path / "2026.toml").write_text(newer.replace('key = "school.motto"', 'key = "school.slogan"'))
    edition = load_edition(tmp_path / "2026.toml")
    make_regime(region, edition, "school_guide", date(2025, 8, 1))
    second = start(site, region, head, at)
    begun = Event.objects.get(subject_id=second.pk, act="start")
    assert begun.reason == "Niet overgenomen: Motto. Deze vraag is er niet meer."

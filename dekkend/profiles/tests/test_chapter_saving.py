"""The form of a whole chapter, for who has no script."""

import pytest

from dekkend.profiles import actions
from dekkend.profiles.models import Answer, AnswerRevision
from dekkend.profiles.tests.conftest import MISSION, answer, refuses

pytestmark = pytest.mark.django_db


def save(version, actor, at, **values):
    values = {key.replace("__", "."): value for key, value in values.items()}
    return actions.save_chapter(version=version, actor=actor, values=values, at=at)


def test_what_changed_is_saved_and_the_rest_left_alone(version, coordinator, at):
    result = save(version, coordinator, at, mission=(MISSION, 1), team__note=("Van ons.", 0))
    assert (result.saved, result.stale, result.invalid) == ({"mission": 1, "team.note": 1}, {}, {})
    assert [(r.key, r.saved_by_name) for r in AnswerRevision.objects.all()] == [
        ("team.note", "Femke Aalders")
    ]


def test_a_stale_and_an_invalid_answer_do_not_stop_the_others(version, head, coordinator, at):
    answer(version, {"mission": "Van Femke"}, coordinator, revision=2)
    result = save(
        version, head, at, mission=("Van Marit", 1), school__motto=("x" * 61, 1), team__note=("Van ons.", 0)
    )
    assert result.saved == {"team.note": 1}
    assert list(result.stale) == ["mission"]
    stale = result.stale["mission"]
    assert (stale.yours, stale.current.value, stale.current.by) == ("Van Marit", "Van Femke", "Femke Aalders")
    assert list(result.invalid) == ["school.motto"]
    assert "60" in result.invalid["school.motto"]
    assert Answer.objects.get(key="mission").value == "Van Femke"
    assert Answer.objects.get(key="school.motto").value == "Samen verder"


def test_a_forged_key_changes_nothing(version, head, at):
    with refuses("Deze vraag staat niet in het formulier."):
        save(version, head, at, team__note=("Van ons.", 0), verzonnen=("x", 0))
    assert not Answer.objects.filter(key="team.note").exists()


@pytest.mark.parametrize("key", ["support.region", "school.name"])
def test_neither_does_what_the_school_does_not_answer(version, head, at, key):
    with refuses("Dit "):
        actions.save_chapter(version=version, actor=head, values={key: ("Anders", 0)}, at=at)


@pytest.mark.parametrize("who", ["teacher", "mr_parent", "board_member", "staff", "other_head"])
def test_who_may_not_write(version, at, who, request):
    with refuses("Alleen de directeur en de intern begeleider schrijven"):
        save(version, request.getfixturevalue(who), at, team__note=("Van ons.", 0))


def test_not_once_it_has_left_the_school(version, bring, head, at):
    bring(version, "with_mr")
    with refuses("De stand van het profiel is: bij de MR."):
        save(version, head, at, team__note=("Van ons.", 0))

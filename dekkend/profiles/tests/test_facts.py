"""What can be counted of a profile, from the day that parents read it."""

from datetime import timedelta

import pytest

from dekkend.profiles import actions
from dekkend.profiles.facts import renew_facts
from dekkend.profiles.models import Fact, Version
from dekkend.profiles.tests.conftest import answer
from dekkend.questionnaires.definition import Question, Row
from dekkend.questionnaires.types import KINDS

pytestmark = pytest.mark.django_db
SAID = {
    "support.dyslexia": True,
    "support.tracking": {"checked": True, "text": "Leerling in beeld"},
    "support.referral": "Een kind in een rolstoel: ons gebouw heeft drempels.",
    "support.referral_needs": ["wheelchair"],
    "inspection.assessed": True,
    "inspection.op2": "goed",
    "team.note": "Alleen voor het team.",
    "region.note": "Alleen voor de regio.",
}


def facts() -> set[tuple]:
    return set(Fact.objects.values_list("key", "option", "need", "meets", "number"))


def test_nothing_before_it_is_published(version, bring, head):
    answer(version, SAID, head)
    bring(version, "established")
    assert facts() == set()


def test_then_what_was_ticked_chosen_and_meant(version, bring, head, site, region):
    answer(version, SAID, head)
    bring(version, "published")
    assert facts() == {
        ("support.reporting_code", "yes", "", "", None),
        ("support.bullying", "yes", "", "", None),
        ("support.tracking", "yes", "", "", None),
        ("support.dyslexia", "yes", "", "", None),
        ("support.dyslexia", "", "dyslexia", "basic", None),
        ("support.referral_needs", "", "wheelchair", "refer", None),
        ("inspection.assessed", "yes", "", "", None),
        ("inspection.op2", "goed", "", "", None),
    }
    assert set(Fact.objects.values_list("site", "partnership", "version", "audience")) == {
        (site.pk, region.pk, version.pk, "public")
    }


def test_a_box_that_is_not_ticked_says_no_and_speaks_of_no_need(version, bring, head):
    answer(version, {"support.dyslexia": False}, head)
    bring(version, "published")
    said = Fact.objects.filter(key="support.dyslexia").values_list("option", "need")
    assert list(said) == [("no", "")]


def test_the_next_version_takes_their_place(version, bring, head, at):
    answer(version, SAID, head)
    bring(version, "published")
    following = actions.start_working_copy(
        site=version.profile.site, partnership=version.profile.partnership, actor=head, at=at
    )
    answer(following, {"support.dyslexia": False}, head)
    assert ("support.dyslexia", "", "dyslexia", "basic", None) in facts()
    following.answers.update(is_carried=False)
    bring(following, "published")
    assert ("support.dyslexia", "", "dyslexia", "basic", None) not in facts()
    assert set(Fact.objects.values_list("version", flat=True)) == {following.pk}


def test_what_expired_can_still_be_read_and_counted(version, bring, head):
    answer(version, SAID, head)
    published = bring(version, "published")
    before = facts()
    actions.expire_profiles(on=published.valid_until + timedelta(days=1))
    assert facts() == before


def test_they_can_be_thrown_away_and_made_again_with_a_fixed_number_of_queries(
    version, bring, head, django_assert_num_queries
):
    answer(version, SAID, head)
    bring(version, "published")
    before = facts()
    Fact.objects.all().delete()
    renew_facts(version.profile)
    with django_assert_num_queries(5):  # savepoint twice, version, old ones away, new ones
        renew_facts(version.profile)
    assert facts() == before


def test_without_a_version_to_read_there_are_none(version, bring, head):
    bring(version, "published")
    Version.objects.update(state="succeeded")
    assert renew_facts(version.profile) is None
    assert facts() == set()


@pytest.mark.parametrize(
    ("question", "value", "counted"),
    [
        (Question("a", "number", "A"), 12, [("", "", 12)]),
        (Question("a", "number", "A", with_year=True), {"number": 184, "year": 2025}, [("", "", 184)]),
        (Question("a", "scale", "A"), 3, [("", "", 3)]),
        (Question("a", "yes_no", "A"), False, [("", "no", None)]),
        (Question("a", "matrix", "A", rows=(Row("x", "X"),)), {"x": "often"}, [("x", "often", None)]),
        (Question("a", "prose", "A"), "tekst", []),
        (Question("a", "date", "A"), "2025-01-01", []),
    ],
)
def test_each_type_counts_in_its_own_way(question, value, counted):
    assert list(KINDS[question.type].counted(question, value)) == counted

"""What the index keeps of a school: only what parents can read, from the moment they can."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from dekkend.profiles import actions
from dekkend.profiles.models import Fact, Version
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401
from dekkend.website.models import Change, Entry, EntryWord, Passage
from dekkend.website.search.rebuilding import rebuild
from dekkend.website.search.spelling import stem_of
from tools.kept import kept

pytestmark = pytest.mark.django_db
MISSION = "Wij lezen elke dag samen voor. Elk kind krijgt leeshulp in een klein groepje."
SAID = {
    "mission": MISSION,
    "support.dyslexia": True,
    "support.referral": "Voor een kind in een rolstoel is ons gebouw niet geschikt.",
    "support.referral_needs": ["wheelchair"],
    "team.note": "Geheimteam over autisme.",
    "region.note": "Geheimregio over autisme.",
}


@kept
def said(version, head):  # noqa: F811
    answer(version, SAID, head)
    return version


def words() -> set[str]:
    return set(EntryWord.objects.values_list("word", flat=True))


def test_nothing_before_it_is_published(said, bring):  # noqa: F811
    bring(said, "established")
    assert (Entry.objects.count(), words(), Change.objects.exclude(site=None).count()) == (0, set(), 0)


def test_then_the_schools_own_public_words(said, bring):  # noqa: F811
    bring(said, "published")
    assert Entry.objects.get().prose.splitlines()[:3] == [
        "Samen verder",
        "De Ton",
        "Wij lezen elke dag samen voor.",
    ]
    assert {"leeshulp", "rolstoel", stem_of("gebouwen")} <= words()


def test_nothing_of_another_audience_or_a_remark(said, bring, head, at):  # noqa: F811
    actions.add_comment(
        version_id=said.pk, key="mission", text="Geheimopmerking", answers=None, actor=head, at=at
    )
    bring(said, "published")
    following = actions.start_working_copy(
        site=said.profile.site, partnership=said.profile.partnership, actor=head, at=at
    )
    answer(following, {"mission": "Geheimwerkversie"}, head)
    kept = Entry.objects.get().prose + " ".join(words()) + str(list(Passage.objects.values()))
    assert "eheim" not in kept
    assert "leeshulp" in kept


def test_a_sentence_for_each_need_with_the_words_that_tell(said, bring):  # noqa: F811
    bring(said, "published")
    shown = {row.need: (row.text, row.marks) for row in Passage.objects.all()}
    text, marks = shown["dyslexia"]
    assert [text[begin:end] for begin, end in marks] == ["leeshulp"]
    text, marks = shown["physical"]
    assert [text[begin:end] for begin, end in marks] == ["rolstoel"]
    assert "autism" not in shown


def test_the_next_version_takes_its_place_and_an_expired_one_keeps_it(said, bring):  # noqa: F811
    published = bring(said, "published")
    actions.expire_profiles(on=published.valid_until + timedelta(days=1))
    assert Entry.objects.get().version == published
    assert Change.objects.exclude(site=None).count() == 2


def test_it_can_be_thrown_away_and_made_again(said, bring):  # noqa: F811
    bring(said, "published")
    before = words(), list(Passage.objects.values_list("need", "text", "marks")), Fact.objects.count()
    Entry.objects.all().delete()
    Fact.objects.all().delete()
    assert [made for _, made in rebuild()] == [True]
    after = words(), list(Passage.objects.values_list("need", "text", "marks")), Fact.objects.count()
    assert before == after


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(said, bring, capsys):  # noqa: F811
    bring(said, "published")
    assert list(rebuild()) == [("99AB00", False)]
    assert list(rebuild(everything=True)) == [("99AB00", True)]
    Entry.objects.update(recipe="oud")
    call_command("rebuild_search")
    assert "1 scholen bekeken, 1 opnieuw gemaakt" in capsys.readouterr().out


def test_what_can_no_longer_be_read_goes(said, bring):  # noqa: F811
    bring(said, "published")
    Version.objects.update(state="succeeded")
    assert list(rebuild()) == [("99AB00", True)]
    assert (Entry.objects.count(), Fact.objects.count()) == (0, 0)
    assert list(rebuild()) == []

"""A proposal for another text: made, decided on, undone; what it says when the answer changed meanwhile."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dekkend.profiles import actions
from dekkend.profiles.alongside.suggestions import open_suggestions
from dekkend.profiles.documents import profile_json, tree_of
from dekkend.profiles.models import Answer, AnswerRevision, Suggestion, Version
from dekkend.profiles.news import news_for
from dekkend.profiles.overview import work_list
from dekkend.profiles.saving import StaleAnswer
from dekkend.profiles.tests.conftest import MISSION, refuses
from dekkend.profiles.tests.test_together import one_won, together
from dekkend.questionnaires.values import InvalidAnswer
from dekkend.workflow.models import Event
from tools.kept import kept

pytestmark = pytest.mark.django_db
TEXT = "Ieder kind hoort erbij, en elk kind mag bij ons fouten maken. Daar leren wij van."
WHY = "Zo staat er ook wat het oplevert."
LATER = "Ieder kind hoort erbij. Fouten horen daarbij."


def propose(version, actor, at, text=TEXT, **more) -> Suggestion:
    words = {"key": "mission", "why": WHY, "revision": 1}
    return actions.suggest(version_id=version.pk, actor=actor, text=text, at=at, **(words | more))


def save(version, actor, at, text, revision, key="mission"):
    return actions.save_chapter(version=version, actor=actor, values={key: (text, revision)}, at=at)


def accept(suggestion, actor, at, **more) -> Suggestion:
    seen = {"revision": suggestion.revision, "answer_revision": suggestion.base_revision}
    return actions.accept_suggestion(suggestion_id=suggestion.pk, actor=actor, at=at, **(seen | more))


def decline(suggestion, actor, at, reason="") -> Suggestion:
    return actions.decline_suggestion(suggestion_id=suggestion.pk, actor=actor, reason=reason, at=at)


def mission(version) -> str:
    return Answer.objects.get(version=version, key="mission").value


@kept
def version(version, head, at) -> Version:
    """With a history, as every answer that was really saved."""
    answer = version.answers.get(key="mission")
    AnswerRevision.objects.create(
        version=version, key="mission", value=MISSION, revision=1, saved_by=head, saved_at=at
    )
    assert answer.revision == 1
    return version


@kept
def suggestion(version, teacher, at) -> Suggestion:
    return propose(version, teacher, at)


class TestProposing:
    def test_it_stands_at_its_question_with_what_it_is_about(self, version, suggestion):
        [found] = open_suggestions(version)["mission"]
        assert (found.text, found.why, found.base_text, found.base_revision) == (TEXT, WHY, MISSION, 1)
        assert (found.author_name, found.author_role) == ("Youssef Amrani", "leerkracht")
        assert mission(version) == MISSION
        assert Event.objects.get(act="suggest").details == {"key": "mission"}

    def test_writers_propose_to_each_other(self, version, coordinator, at):
        assert propose(version, coordinator, at).author_role == "intern begeleider"

    def test_changing_it_keeps_one(self, version, suggestion, teacher, at):
        changed = propose(version, teacher, at, "Ieder kind hoort erbij, echt waar.")
        assert (changed.pk, changed.revision) == (suggestion.pk, 2)
        assert Suggestion.objects.count() == 1

    def test_the_same_again_is_no_change(self, version, suggestion, teacher, at):
        assert propose(version, teacher, at).revision == 1
        assert not Event.objects.filter(act="change_suggestion").exists()

    def test_a_question_without_an_answer(self, version, teacher, at):
        made = propose(version, teacher, at, key="support.referral", revision=0)
        assert (made.base_text, made.base_revision) == ("", 0)

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            ({"text": " \n"}, "Schrijf eerst"),
            ({"text": MISSION}, "die er al staat"),
            ({"text": "a" * 61, "key": "school.motto"}, "te lang"),
        ],
    )
    def test_a_text_that_does_not_fit_is_told(self, version, teacher, at, words, reason):
        with pytest.raises(InvalidAnswer, match=reason):
            propose(version, teacher, at, **words)
        assert not Suggestion.objects.exists()

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            ({"key": "bestaat.niet"}, "niet in het formulier"),
            ({"key": "support.region"}, "tekst van de regio"),
            ({"key": "support.bullying"}, "geen andere tekst"),
            ({"key": "school.name"}, "register van DUO"),
            ({"revision": 99}, "Laad de bladzijde opnieuw"),
            ({"why": "a" * 2001}, "te lang"),
        ],
    )
    def test_what_is_odd_is_refused(self, version, teacher, at, words, reason):
        with refuses(reason):
            propose(version, teacher, at, **words)
        assert not Suggestion.objects.exists()

    def test_not_by_the_mr_the_board_or_another_school(
        self, version, mr_parent, board_member, other_head, at
    ):
        for person in (mr_parent, board_member, other_head):
            with refuses("voor wie aan het profiel meewerkt"):
                propose(version, person, at)

    def test_not_when_the_text_has_left_the_school(self, version, bring, teacher, at):
        bring(version, "with_mr")
        with refuses("geen werkversie meer"):
            propose(version, teacher, at)


class TestTakingItOver:
    def test_the_answer_is_saved_and_its_history_says_whose_it_was(self, version, suggestion, head, at):
        taken = accept(suggestion, head, at)
        assert mission(version) == TEXT
        assert (taken.state, taken.decided_by_name, taken.taken_at_revision) == (
            "accepted",
            "Marit de Wit",
            2,
        )
        newest = AnswerRevision.objects.get(key="mission", revision=2)
        assert (newest.saved_by_name, newest.suggested_by_name) == ("Marit de Wit", "Youssef Amrani")
        assert open_suggestions(version) == {}

    def test_not_by_who_may_not_write(self, suggestion, teacher, at):
        with refuses("Alleen de directeur en de intern begeleider beslissen"):
            accept(suggestion, teacher, at)

    def test_merged(self, version, suggestion, head, at):
        accept(suggestion, head, at, text="Een tekst van beide, samen geschreven.")
        assert mission(version) == "Een tekst van beide, samen geschreven."
        assert AnswerRevision.objects.get(key="mission", revision=2).suggested_by_name == "Youssef Amrani"

    def test_undo_puts_the_text_before_it_back(self, version, suggestion, head, at):
        accept(suggestion, head, at)
        undone = actions.undo_decision(suggestion_id=suggestion.pk, actor=head, at=at)
        assert (mission(version), undone.state, undone.decided_at) == (MISSION, "open", None)
        saves = AnswerRevision.objects.filter(key="mission").values_list("revision", "suggested_by_name")
        assert list(saves) == [(3, ""), (2, "Youssef Amrani"), (1, "")]

    def test_undo_of_a_first_answer_leaves_it_empty(self, version, teacher, head, at):
        made = propose(version, teacher, at, key="support.referral", revision=0)
        accept(made, head, at)
        actions.undo_decision(suggestion_id=made.pk, actor=head, at=at)
        assert Answer.objects.get(version=version, key="support.referral").value is None

    def test_undo_overwrites_nothing(self, version, suggestion, head, coordinator, at):
        accept(suggestion, head, at)
        save(version, coordinator, at, LATER, 2)
        with refuses("daarna weer veranderd"):
            actions.undo_decision(suggestion_id=suggestion.pk, actor=head, at=at)
        assert mission(version) == LATER

    def test_what_stands_there_already_writes_nothing(self, version, suggestion, head, at):
        save(version, head, at, TEXT, 1)
        taken = accept(suggestion, head, at, answer_revision=2)
        assert (taken.state, taken.taken_at_revision) == ("accepted", None)
        actions.undo_decision(suggestion_id=suggestion.pk, actor=head, at=at)
        assert mission(version) == TEXT

    def test_a_proposal_that_was_changed_is_read_again_first(self, version, suggestion, teacher, head, at):
        propose(version, teacher, at, "Ieder kind hoort erbij, echt waar.")
        with refuses("veranderde dit voorstel net"):
            accept(suggestion, head, at)
        assert mission(version) == MISSION


class TestWhenTheAnswerChanged:
    def test_nothing_is_overwritten_unseen(self, version, suggestion, head, coordinator, at):
        save(version, coordinator, at, LATER, 1)
        with pytest.raises(StaleAnswer):
            accept(suggestion, head, at)
        assert mission(version) == LATER
        assert Suggestion.objects.get().is_open

    def test_who_saw_the_text_of_now_may_choose(self, version, suggestion, head, coordinator, at):
        save(version, coordinator, at, LATER, 1)
        accept(suggestion, head, at, answer_revision=2)
        assert mission(version) == TEXT

    def test_the_proposal_is_about_what_its_maker_saw(self, version, teacher, coordinator, at):
        save(version, coordinator, at, LATER, 1)
        assert propose(version, teacher, at, revision=1).base_text == MISSION


class TestNotTakingItOver:
    def test_the_reason_stands_with_it_and_not_in_the_record(self, version, suggestion, head, at):
        declined = decline(suggestion, head, at, "Dit staat al\0 bij hoofdstuk 4.")
        assert (declined.state, declined.reason) == ("declined", "Dit staat al bij hoofdstuk 4.")
        assert mission(version) == MISSION
        event = Event.objects.get(act="decline_suggestion")
        assert (event.reason, event.details) == ("", {"key": "mission"})

    def test_undo(self, version, suggestion, coordinator, head, at):
        decline(suggestion, head, at, "Nee.")
        undone = actions.undo_decision(suggestion_id=suggestion.pk, actor=coordinator, at=at)
        assert (undone.is_open, undone.reason) == (True, "")

    def test_not_when_its_maker_has_another_one_open(self, version, suggestion, teacher, head, at):
        decline(suggestion, head, at)
        propose(version, teacher, at, "Nog een andere tekst.")
        with refuses("deed intussen een ander voorstel"):
            actions.undo_decision(suggestion_id=suggestion.pk, actor=head, at=at)

    def test_its_maker_takes_it_back_and_puts_it_back(self, suggestion, teacher, head, at):
        for _ in range(2):
            actions.withdraw_suggestion(suggestion_id=suggestion.pk, actor=teacher, at=at)
        assert Event.objects.filter(act="withdraw_suggestion").count() == 1
        with refuses("nam dit voorstel terug"):
            accept(suggestion, head, at)
        assert actions.restore_suggestion(suggestion_id=suggestion.pk, actor=teacher, at=at).is_open

    def test_nobody_else_takes_it_back(self, suggestion, head, at):
        with refuses("niet uw voorstel"):
            actions.withdraw_suggestion(suggestion_id=suggestion.pk, actor=head, at=at)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    @pytest.mark.parametrize("round_", range(3))
    def test_one_takes_it_over_and_one_does_not(self, version, suggestion, head, coordinator, at, round_):
        reason = one_won(
            together(lambda: accept(suggestion, head, at), lambda: decline(suggestion, coordinator, at))
        )
        stands = Suggestion.objects.get().state
        expected = {
            "accepted": ("Marit de Wit nam dit voorstel al over.", TEXT),
            "declined": ("Femke Aalders besloot al: dit voorstel gaat niet mee.", MISSION),
        }[stands]
        assert (reason, mission(version)) == expected

    def test_both_take_it_over_once(self, version, suggestion, head, coordinator, at):
        one_won(together(lambda: accept(suggestion, head, at), lambda: accept(suggestion, coordinator, at)))
        assert AnswerRevision.objects.filter(key="mission").count() == 2
        assert Event.objects.filter(act="accept_suggestion").count() == 1

    def test_it_is_decided_or_it_is_closed(self, version, suggestion, head, coordinator, at):
        together(
            lambda: accept(suggestion, coordinator, at),
            lambda: actions.send_to_mr(version_id=version.pk, actor=head, confirmed=set(), at=at),
        )
        assert Version.objects.get().state == "with_mr"
        assert (Suggestion.objects.get().state, mission(version)) in [("accepted", TEXT), ("closed", MISSION)]


class TestWhoSeesIt:
    def test_it_is_closed_when_the_text_leaves_and_open_when_that_is_undone(
        self, version, suggestion, bring, head, at
    ):
        bring(version, "with_mr")
        assert (Suggestion.objects.get().state, open_suggestions(version)) == ("closed", {})
        with refuses("De stand van het profiel is: bij de MR"):
            accept(suggestion, head, at)
        actions.withdraw_from_mr(version_id=version.pk, actor=head, at=at)
        assert [one.pk for one in open_suggestions(version)["mission"]] == [suggestion.pk]

    def test_no_output_holds_it(self, version, suggestion, bring):
        published = bring(version, "published")
        assert "Daar leren wij van" not in str(profile_json(published)) + str(published.snapshot)
        for audience in ("public", "school", "region"):
            assert "Daar leren wij van" not in str(tree_of(published, audience))

    def test_pages_of_mr_and_board_do_not_show_it(
        self, version, teacher, head, bring, mr_parent, board_member, client_for, at
    ):
        decline(propose(version, teacher, at, why="Omdat het rijmt."), head, at, "Rijmen doen wij niet.")
        propose(version, teacher, at, "Een ander voorstel, met spijt.")
        bring(version, "with_board")
        for person in (mr_parent, board_member):
            client = client_for(person)
            for name in ("read", "record", "account-of"):
                page = client.get(reverse(name, args=[version.pk])).content.decode()
                for words in ("Daar leren wij van", "rijmt", "Rijmen doen", "met spijt"):
                    assert words not in page
            assert client.get(reverse("suggestions", args=[version.pk, "mission"])).status_code == 403
            assert client.get(reverse("all-suggestions", args=[version.pk])).status_code == 403

    def test_the_team_still_reads_what_became_of_it(self, version, suggestion, bring, teacher, client_for):
        bring(version, "published")
        page = client_for(teacher).get(reverse("suggestions", args=[version.pk, "mission"])).content.decode()
        assert "Niet besloten" in page
        assert "Daar leren wij van" in page

    def test_it_waits_for_who_writes_once_a_profile(
        self, version, suggestion, head, coordinator, teacher, at
    ):
        propose(version, coordinator, at, key="school.motto", text="Samen zien wij verder")
        for writer in (head, coordinator):
            items = work_list(writer, at.date())
            assert "Beslis over 2 voorstellen" in [item.what for item in items]
        assert work_list(teacher, at.date()) == []

    def test_its_maker_reads_in_the_weekly_overview_what_became_of_it(
        self, version, suggestion, head, teacher, at
    ):
        week = {"since": at - timedelta(days=7), "until": at + timedelta(days=1)}
        assert news_for(teacher, **week) == []
        decline(suggestion, head, at)
        assert [line.what for line in news_for(teacher, **week)] == ["Uw voorstel is niet overgenomen"]
        assert news_for(head, **week) == []
        assert news_for(teacher, since=at, until=at + timedelta(days=7)) == []

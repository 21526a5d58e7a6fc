"""Remarks at a question: made, answered, settled, and never seen outside the team."""

import pytest
from django.urls import reverse

from dekkend.profiles import actions
from dekkend.profiles.comments import remarks_by_question
from dekkend.profiles.documents import profile_json, tree_of
from dekkend.profiles.models import Comment
from dekkend.profiles.tests.conftest import refuses
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.models import Event
from tools.kept import kept

pytestmark = pytest.mark.django_db
TEXT = "Noem je ook de training voor groep 7?"


@kept
def remark(version, coordinator, at) -> Comment:
    return say(version, coordinator, at)


def say(version, actor, at, text=TEXT, answers=None, key="mission") -> Comment:
    return actions.add_comment(version_id=version.pk, actor=actor, key=key, text=text, answers=answers, at=at)


class TestSaying:
    def test_it_stands_at_its_question_with_who_wrote_it(self, version, remark):
        remarks = remarks_by_question(version)
        assert list(remarks) == ["mission"]
        [thread] = remarks["mission"].open
        assert (thread.first.text, thread.first.author_name) == (TEXT, "Femke Aalders")
        assert thread.first.author_role == "intern begeleider"

    def test_a_teacher_may_too(self, version, teacher, at):
        assert say(version, teacher, at).author_role == "leerkracht"

    def test_answers_stand_below_it(self, version, remark, head, at):
        say(version, head, at, "Ja.", remark.pk)
        [thread] = remarks_by_question(version)["mission"].open
        assert [reply.text for reply in thread.replies] == ["Ja."]

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            ({"text": " \n"}, "Schrijf eerst"),
            ({"text": "a" * 2001}, "te lang"),
            ({"key": "bestaat.niet"}, "niet in het formulier"),
            ({"answers": 999_999}, "kennen wij niet"),
        ],
    )
    def test_what_is_odd_is_refused(self, version, head, at, words, reason):
        with refuses(reason):
            say(version, head, at, **words)
        assert not Comment.objects.exists()

    def test_an_answer_belongs_to_the_same_question(self, version, remark, head, at):
        with refuses("kennen wij niet"):
            say(version, head, at, answers=remark.pk, key="school.motto")

    def test_not_by_the_mr_the_board_or_another_school(
        self, version, mr_parent, board_member, other_head, at
    ):
        for person in (mr_parent, board_member, other_head):
            with refuses("voor wie aan het profiel schrijft"):
                say(version, person, at)

    def test_not_when_the_board_has_decided(self, version, remark, bring, head, at):
        bring(version, "established")
        with refuses("ligt vast"):
            say(version, head, at)
        assert remarks_by_question(version)["mission"].open


class TestSettling:
    def test_it_is_folded_and_kept(self, version, remark, head, at):
        actions.settle_comment(comment_id=remark.pk, actor=head, at=at)
        remarks = remarks_by_question(version)["mission"]
        assert (remarks.open, remarks.settled[0].first.settled_by_name) == ([], "Marit de Wit")

    def test_two_people_settle_it_once(self, remark, head, coordinator, at):
        for person in (head, coordinator):
            actions.settle_comment(comment_id=remark.pk, actor=person, at=at)
        assert Comment.objects.get().settled_by_name == "Marit de Wit"
        assert Event.objects.filter(act="settle_comment").count() == 1

    def test_undo(self, version, remark, head, at):
        actions.settle_comment(comment_id=remark.pk, actor=head, at=at)
        actions.reopen_comment(comment_id=remark.pk, actor=head, at=at)
        assert len(remarks_by_question(version)["mission"].open) == 1

    def test_an_answer_opens_it_again(self, version, remark, head, at):
        actions.settle_comment(comment_id=remark.pk, actor=head, at=at)
        say(version, head, at, "Toch nog iets.", remark.pk)
        assert len(remarks_by_question(version)["mission"].open) == 1

    def test_an_answer_is_not_settled_by_itself(self, version, remark, head, at):
        answer = say(version, head, at, "Ja.", remark.pk)
        with refuses("kennen wij niet"):
            actions.settle_comment(comment_id=answer.pk, actor=head, at=at)


class TestWhoSeesIt:
    def test_no_output_holds_a_remark(self, version, remark, bring):
        published = bring(version, "published")
        assert TEXT not in str(profile_json(published))
        for audience in ("public", "school", "region"):
            assert TEXT not in str(tree_of(published, audience))

    def test_pages_of_others_do_not_show_it(
        self, version, remark, bring, mr_parent, board_member, client_for
    ):
        bring(version, "with_board")
        for person in (mr_parent, board_member):
            client = client_for(person)
            for name in ("read", "record", "account-of"):
                assert TEXT not in client.get(reverse(name, args=[version.pk])).content.decode()
            assert client.get(reverse("comments", args=[version.pk, "mission"])).status_code == 403

    def test_the_next_version_begins_without(self, version, remark, bring, head, site, region, at):
        bring(version, "published")
        following = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert remarks_by_question(following) == {}


class TestThePages:
    def address(self, version) -> str:
        return reverse("comments", args=[version.pk, "mission"])

    def test_saying_answering_and_settling(self, version, head, coordinator, client_for):
        client_for(coordinator).post(self.address(version), {"text": TEXT})
        remark = Comment.objects.get()
        client = client_for(head)
        assert (
            f'name="answers" value="{remark.pk}"'
            in client.get(self.address(version), {"op": remark.pk}).content.decode()
        )
        client.post(self.address(version), {"text": "Ja.", "answers": remark.pk})
        page = client.post(reverse("settle-comment", args=[remark.pk]), follow=True).content.decode()
        assert "1 afgehandelde opmerking" in page
        page = client.post(
            reverse("settle-comment", args=[remark.pk]), {"undo": ""}, follow=True
        ).content.decode()
        assert "De opmerking is weer open." in page

    def test_an_empty_remark_is_told(self, version, head, client_for):
        page = client_for(head).post(self.address(version), {"text": ""}).content.decode()
        assert "<title>Fout:" in page
        assert not Comment.objects.exists()

    def test_the_button_on_the_chapter_first_saves_what_was_typed(self, version, head, client_for):
        answer = version.answers.get(key="mission")
        data = {"mission": "Ieder kind hoort er hier bij, elke dag.", "rev:mission": answer.revision}
        chapter = next(
            c.key
            for c in questionnaire_of(version.edition).pages
            if any(q.key == "mission" for q in c.questions)
        )
        address = reverse("chapter", args=[version.pk, chapter])
        sent = client_for(head).post(address, data | {"remarks": "mission"})
        assert sent.headers["Location"] == self.address(version)
        answer.refresh_from_db()
        assert answer.value == "Ieder kind hoort er hier bij, elke dag."

    def test_a_remark_of_another_school(self, remark, other_head, client_for):
        assert client_for(other_head).post(reverse("settle-comment", args=[remark.pk])).status_code == 404

    def test_the_same_queries_for_one_remark_and_for_five(
        self, version, remark, head, at, client_for, django_assert_max_num_queries
    ):
        client = client_for(head)
        with django_assert_max_num_queries(12) as one:
            client.get(self.address(version))
        for _ in range(4):
            say(version, head, at)
        with django_assert_max_num_queries(len(one)):
            client.get(self.address(version))

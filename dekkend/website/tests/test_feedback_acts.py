"""What a parent says comes in, is judged, answered, and goes when its time is over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from dekkend.profiles.overview import work_list
from dekkend.website.feedback import actions
from dekkend.website.feedback.route import KIND
from dekkend.website.models import Feedback, FeedbackAgreement
from dekkend.website.publishing import make_files
from dekkend.workflow.engine import NotPossible, events_of
from tools.kept import kept

pytestmark = pytest.mark.django_db
WORDS = "Onze Sem kreeg veel hulp. Dat herken ik wel."


@kept
def published(version, bring):
    return bring(version, "published")


def say(version, at, words=WORDS, ticket="een", choice="yes", key="mission"):
    facts = {"key": key, "about": "Onze missie", "choice": choice, "words": words, "ticket": ticket}
    return actions.give_feedback(version=version, at=at, **facts)


def mails() -> list[dict]:
    tasks = DBTaskResult.objects.filter(args_kwargs__kwargs__to="steun@punt.example")
    return [task.args_kwargs["kwargs"] for task in tasks.order_by("enqueued_at")]


def support_point(region, told="at_once", **more):
    region.support_point_email = "steun@punt.example"
    region.save()
    return FeedbackAgreement.objects.create(partnership=region, told=told, **more)


class TestComingIn:
    def test_words_wait_and_a_bare_choice_is_counted(self, published, at):
        assert say(published, at).state == "waiting"
        assert say(published, at, words="", ticket="twee").state == "counted"

    def test_the_same_said_again_is_one_row(self, published, at):
        say(published, at)
        say(published, at, words=WORDS.upper() + " !!", ticket="twee")
        say(published, at, ticket="drie", choice="no")
        assert sorted(Feedback.objects.values_list("choice", "times")) == [("no", 1), ("yes", 2)]

    def test_signs_alone_are_words_too(self, published, at):
        """Who says nothing does not say "👍", and "👎" is another word."""
        for number, words in enumerate(["👍", "👎", "", ""]):
            say(published, at, words=words, ticket=str(number))
        found = Feedback.objects.values_list("words", "state", "times")
        assert sorted(found) == [("", "counted", 2), ("👍", "waiting", 1), ("👎", "waiting", 1)]

    def test_one_form_sent_twice_is_said_once(self, published, at):
        for _ in range(2):
            say(published, at)
        assert Feedback.objects.get().times == 1

    def test_the_database_lets_nothing_be_public_without_words_that_were_let_through(self, published, at):
        with pytest.raises(IntegrityError):
            Feedback.objects.filter(pk=say(published, at).pk).update(state="published")


class TestDeciding:
    def test_let_through_without_a_name(self, published, at, head):
        said = say(published, at)
        (spot,) = actions.spots_of(said, localdate(at))
        DBTaskResult.objects.all().delete()
        shown = actions.let_through(feedback_id=said.pk, left_out=[spot.value], actor=head, at=at)
        assert (shown.state, shown.shown_words) == (
            "published",
            "Onze [weggelaten] kreeg veel hulp. Dat herken ik wel.",
        )
        assert shown.words == WORDS
        assert [task.args_kwargs["kwargs"] for task in DBTaskResult.objects.all()] == [{"code": "99AB00"}]
        assert [(e.act, e.actor, e.to_state) for e in events_of(KIND, said.pk)] == [
            ("let_through", head, "published")
        ]

    def test_the_support_point_may_too_and_takes_it_back_with_a_reason(self, published, at, staff):
        said = say(published, at)
        actions.let_through(feedback_id=said.pk, left_out=[], actor=staff, at=at)
        with pytest.raises(NotPossible) as refused:
            actions.keep(feedback_id=said.pk, reason=" ", actor=staff, at=at)
        assert "Vul in waarom" in refused.value.reason
        kept = actions.keep(feedback_id=said.pk, reason="Gaat over één kind.", actor=staff, at=at)
        assert (kept.state, kept.shown_words) == ("kept", "")
        assert events_of(KIND, said.pk)[0].reason == "Gaat over één kind."

    def test_others_may_not(self, published, at, teacher, mr_parent, board_member, other_head):
        said = say(published, at)
        for person in (teacher, mr_parent, board_member, other_head):
            with pytest.raises(NotPossible):
                actions.let_through(feedback_id=said.pk, left_out=[], actor=person, at=at)
        assert Feedback.objects.get().state == "waiting"

    def test_a_place_that_is_none_of_those_found_is_refused(self, published, at, head):
        said = say(published, at)
        with pytest.raises(NotPossible):
            actions.let_through(feedback_id=said.pk, left_out=["0-99"], actor=head, at=at)
        assert Feedback.objects.get().state == "waiting"

    def test_a_bare_choice_cannot_be_shown(self, published, at, head):
        said = say(published, at, words="")
        with pytest.raises(NotPossible):
            actions.let_through(feedback_id=said.pk, left_out=[], actor=head, at=at)


class TestAnswering:
    def test_the_answer_stands_beside_it_and_two_writers_do_not_cross(self, published, at, head, coordinator):
        said = say(published, at)
        actions.answer(feedback_id=said.pk, text="Dank u.", instead_of="", actor=coordinator, at=at)
        with pytest.raises(NotPossible) as refused:
            actions.answer(feedback_id=said.pk, text="Anders.", instead_of="", actor=head, at=at)
        assert refused.value.reason == actions.MEANWHILE
        answered = Feedback.objects.get()
        assert (answered.answer, answered.answered_by_name) == ("Dank u.", "Femke Aalders")
        actions.answer(feedback_id=said.pk, text="", instead_of="Dank u.", actor=head, at=at)
        assert (Feedback.objects.get().answer, Feedback.objects.get().answered_at) == ("", None)

    def test_only_the_school(self, published, at, staff):
        said = say(published, at)
        with pytest.raises(NotPossible):
            actions.answer(feedback_id=said.pk, text="Dank u.", instead_of="", actor=staff, at=at)


class TestOnThePage:
    def test_nothing_before_it_was_let_through_then_with_the_answer(self, client, published, at, head):
        said = say(published, at, words="GEHEIM van een ouder")
        actions.answer(feedback_id=said.pk, text="ANTWOORD van de school", instead_of="", actor=head, at=at)
        make_files.func(code="99AB00")
        for address in ("/scholen/99AB00/", "/scholen/99AB00/profiel.json", "/scholen/99AB00/herkent-u-dit/"):
            assert "GEHEIM" not in client.get(address).content.decode()
            assert "ANTWOORD" not in client.get(address).content.decode()
        actions.let_through(feedback_id=said.pk, left_out=[], actor=head, at=at)
        make_files.func(code="99AB00")
        page = client.get("/scholen/99AB00/").content.decode()
        assert "GEHEIM van een ouder" in page
        assert "ANTWOORD van de school" in page
        actions.keep(feedback_id=said.pk, reason="Toch niet.", actor=head, at=at)
        make_files.func(code="99AB00")
        assert "GEHEIM" not in client.get("/scholen/99AB00/").content.decode()

    def test_what_was_left_out_is_nowhere(self, client, published, at, head):
        said = say(published, at, words="Onze Zebedeus kreeg <b>hulp</b>.")
        left_out = [spot.value for spot in actions.spots_of(said, localdate(at))]
        actions.let_through(feedback_id=said.pk, left_out=left_out, actor=head, at=at)
        make_files.func(code="99AB00")
        page = client.get("/scholen/99AB00/").content.decode()
        assert "Onze [weggelaten] kreeg &lt;b&gt;hulp&lt;/b&gt;." in page
        assert "Zebedeus" not in page


class TestTelling:
    def test_at_once_but_once_an_hour_and_without_the_words(self, published, at, region):
        support_point(region)
        say(published, at)
        say(published, at, words="Nog iets", ticket="twee")
        (mail,) = mails()
        assert mail["subject"] == "Een ouder reageerde op een profiel"
        assert "- De Regenton" in mail["body"]
        assert "http://localhost:8000/werk/regio/PO9901/reacties/" in mail["body"]
        assert "hulp" not in mail["body"]
        say(published, at + timedelta(hours=1), words="Later", ticket="drie")
        assert [mail["subject"] for mail in mails()][1] == "3 reacties van ouders wachten"

    def test_a_bare_choice_is_no_news(self, published, at, region):
        support_point(region)
        say(published, at, words="")
        assert mails() == []

    def test_weekly_once_a_week_where_nothing_else_was_agreed(self, published, at, region):
        support_point(region, told="weekly")
        say(published, at)
        assert mails() == []
        assert [actions.tell_weekly(at=at), actions.tell_weekly(at=at)] == [1, 0]
        assert actions.tell_weekly(at=at + timedelta(days=7)) == 1
        assert len(mails()) == 2

    @pytest.mark.parametrize("told", ["never", "at_once"])
    def test_not_weekly(self, published, at, region, told):
        agreement = support_point(region, told="never")
        say(published, at)
        FeedbackAgreement.objects.filter(pk=agreement.pk).update(told=told)
        assert actions.tell_weekly(at=at) == 0

    def test_it_stands_in_the_work_list_of_who_must_read_it(self, published, at, head, coordinator, teacher):
        say(published, at)
        say(published, at, words="Nog iets", ticket="twee")
        for person, items in ((head, 1), (coordinator, 1), (teacher, 0)):
            found = [item for item in work_list(person, localdate(at)) if item.url_name == "school-feedback"]
            assert len(found) == items
        (item,) = [item for item in work_list(head, localdate(at)) if item.url_name == "school-feedback"]
        assert (item.what, item.url) == ("Lees 2 reacties van ouders", "/werk/school/99AB00/reacties/")


class TestForgetting:
    def test_after_the_term_what_was_not_let_through_goes(self, published, at, head, region):
        FeedbackAgreement.objects.create(partnership=region, keep_months=2)
        for words in ("wacht", "getoond", "bewaard"):
            say(published, at, words=words, ticket=words)
        shown, kept = (Feedback.objects.get(words=words) for words in ("getoond", "bewaard"))
        actions.let_through(feedback_id=shown.pk, left_out=[], actor=head, at=at)
        actions.keep(feedback_id=kept.pk, reason="Nee.", actor=head, at=at)
        assert actions.forget_feedback(at=at + timedelta(days=55)) == 0
        assert actions.forget_feedback(at=at + timedelta(days=70)) == 2
        assert list(Feedback.objects.values_list("words", flat=True)) == ["getoond"]

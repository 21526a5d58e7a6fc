"""Who was asked writes in just that chapter, on every way there is, for as long as the question is open."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from dekkend.core.tests.files import pdf
from dekkend.organisations.models import Membership, Role
from dekkend.profiles import actions
from dekkend.profiles.models import Answer, Paper, Presence, Version
from dekkend.profiles.papers import store
from dekkend.profiles.saving import UnknownVersion, authorise_save, save_answer
from dekkend.profiles.tests.assigning.conftest import MISSION, SCHOOL
from dekkend.profiles.tests.conftest import refuses
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.workflow.models import Event

pytestmark = pytest.mark.django_db
THEIRS, ANOTHER = "mission", "school.motto"  # questions of the two chapters


def text_of(version, key=THEIRS):
    return Answer.objects.get(version=version, key=key).value


class Writer:
    """The teacher at the ways in: each returns the status of the answer."""

    def __init__(self, client, version):
        self.client, self.version = client, version

    def save(self, key=THEIRS, text="Van Youssef, elke dag.", revision=1):
        data = {key: text, f"rev:{key}": revision}
        return self.client.post(reverse("answer", args=[self.version.pk, key]), data)

    def save_chapter(self, chapter=MISSION, key=THEIRS, text="Van Youssef, elke dag.", **more):
        data = {key: text, f"rev:{key}": 1} | more
        return self.client.post(reverse("chapter", args=[self.version.pk, chapter]), data)

    def add_paper(self, key=THEIRS):
        file = SimpleUploadedFile("plan.pdf", pdf(), "application/pdf")
        data = {"file": file, "title": "Plan", "audience": "school"}
        return self.client.post(reverse("papers", args=[self.version.pk, key]), data)


@pytest.fixture
def writer(client_for, teacher, version) -> Writer:
    return Writer(client_for(teacher), version)


class TestTheHotPath:
    def test_one_query_to_ask(self, version, asked, teacher, client_for, at):
        session = client_for(teacher).session.session_key
        words = {"session_key": session, "version_id": version.pk, "key": THEIRS, "at": at}
        authorise_save(**words)
        with CaptureQueriesContext(connection) as queries:
            author = authorise_save(**words)
        assert len(queries) == 1
        assert author.only == {"mission", "team.note", "region.note"}
        assert (author.roles, author.current.revision) == ({Role.TEACHER}, 1)

    def test_five_statements_as_for_a_writer(self, asked, writer, django_assert_num_queries):
        writer.save(text="Eerst")
        with django_assert_num_queries(5):  # ask; begin, answer, history, commit
            assert writer.save(revision=2).status_code == 200

    def test_a_writer_who_was_asked_writes_everywhere_in_one_row(
        self, ask, coordinator, version, client_for, at
    ):
        for chapter in (MISSION, SCHOOL):
            ask(chapter=chapter, assignee_id=coordinator.pk)
        session = client_for(coordinator).session.session_key
        author = authorise_save(session_key=session, version_id=version.pk, key="support.bullying", at=at)
        assert author.only is None

    def test_two_chapters_and_two_roles(self, ask, asked, teacher, site, version, client_for, at):
        ask(chapter=SCHOOL)
        Membership.objects.create(user=teacher, role=Role.MR_STAFF, site=site, begins_on=localdate(at))
        session = client_for(teacher).session.session_key
        author = authorise_save(session_key=session, version_id=version.pk, key=ANOTHER, at=at)
        assert {THEIRS, ANOTHER} < author.only
        assert author.roles == {Role.TEACHER, Role.MR_STAFF}

    def test_just_that_chapter(self, version, asked, writer):
        assert writer.save().status_code == 200
        refused = writer.save(ANOTHER)
        assert (refused.status_code, refused.json()["error"]) == (
            403,
            "U schrijft alleen in het hoofdstuk dat u is gevraagd.",
        )
        assert (text_of(version), text_of(version, ANOTHER)) == ("Van Youssef, elke dag.", "Samen verder")

    def test_an_author_moved_to_another_question_is_refused(self, version, asked, teacher, client_for, at):
        """The save itself asks too: it does not lean on who let this person in."""
        session = client_for(teacher).session.session_key
        author = authorise_save(session_key=session, version_id=version.pk, key=THEIRS, at=at)
        question = questionnaire_of(version.edition).question(ANOTHER)
        with refuses("alleen in het hoofdstuk"):
            save_answer(author=author.at(ANOTHER, None), question=question, value="x", revision=0, at=at)

    def test_the_mr_role_alone_is_not_enough(self, asked, version, teacher, site, client_for, at):
        """Who left the team but sits in the MR reads what the MR reads."""
        Membership.objects.filter(user=teacher).update(role=Role.MR_STAFF)
        session = client_for(teacher).session.session_key
        with refuses("Alleen de directeur en de intern begeleider schrijven"):
            authorise_save(session_key=session, version_id=version.pk, key=THEIRS, at=at)

    def test_nor_is_a_role_that_ended(self, asked, version, teacher, client_for, at):
        Membership.objects.filter(user=teacher).update(ends_on=localdate(at) - timedelta(days=1))
        session = client_for(teacher).session.session_key
        with pytest.raises(UnknownVersion):
            authorise_save(session_key=session, version_id=version.pk, key=THEIRS, at=at)

    def test_a_colleague_who_was_not_asked(self, asked, version, site, client_for):
        from dekkend.conftest import make_person

        other = Writer(client_for(make_person("Gijs Terpstra", Role.TEACHER, site=site)), version)
        assert (other.save().status_code, other.save_chapter().status_code) == (403, 403)
        assert other.add_paper().status_code == 403

    def test_another_version_gives_nothing(self, version, asked, writer, bring, site, region, head, at):
        bring(version, "published")
        writer.version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        assert writer.save().status_code == 403


class TestEveryWay:
    """Each way in, open and closed: (status while open, status when it is over)."""

    WAYS = {
        "answer": lambda writer: writer.save().status_code,
        "chapter": lambda writer: writer.save_chapter().status_code,
        "paper": lambda writer: writer.add_paper().status_code,
        "papers page": lambda writer: (
            writer.client.get(reverse("papers", args=[writer.version.pk, THEIRS])).status_code
        ),
        "confirmed": lambda writer: (
            writer.client.get(reverse("confirmed", args=[writer.version.pk, MISSION])).status_code
        ),
    }
    OPEN = {"answer": 200, "chapter": 302, "paper": 302, "papers page": 200, "confirmed": 200}

    @pytest.mark.parametrize("way", WAYS)
    def test_while_the_question_is_open(self, asked, writer, way):
        assert self.WAYS[way](writer) == self.OPEN[way]

    @pytest.mark.parametrize("end", ["finish", "withdraw", "another", "with_mr"])
    @pytest.mark.parametrize("way", WAYS)
    def test_when_it_is_over(
        self, version, asked, ask, act, bring, writer, teacher, head, coordinator, way, end
    ):
        match end:
            case "finish":
                act("finish", teacher)
            case "withdraw":
                act("withdraw", head)
            case "another":
                ask(revision=1, assignee_id=coordinator.pk)
            case "with_mr":
                bring(version, "with_mr")
        before = text_of(version)
        assert self.WAYS[way](writer) == 403
        assert text_of(version) == before
        assert not Paper.objects.exists()

    @pytest.mark.parametrize("way", ["answer", "chapter"])
    def test_it_comes_back_with_the_version(self, version, asked, bring, head, at, writer, way):
        bring(version, "with_mr")
        actions.withdraw_from_mr(version_id=version.pk, actor=head, at=at)
        assert self.WAYS[way](writer) == self.OPEN[way]

    def test_what_was_typed_comes_back_when_it_was_over_meanwhile(self, asked, act, head, writer):
        act("withdraw", head)
        answer = writer.save_chapter(text="Een lange tekst die niet weg mag.")
        assert answer.status_code == 403
        assert "Een lange tekst die niet weg mag." in answer.content.decode()

    def test_the_chapters_form_brings_no_other_question_in(self, version, asked, writer):
        writer.save_chapter(**{ANOTHER: "Ook dit", f"rev:{ANOTHER}": 1})
        assert (text_of(version), text_of(version, ANOTHER)) == ("Van Youssef, elke dag.", "Samen verder")

    def test_another_chapter_as_a_whole(self, version, asked, writer):
        assert writer.save_chapter(SCHOOL, ANOTHER).status_code == 403
        assert writer.client.get(reverse("confirmed", args=[version.pk, SCHOOL])).status_code == 403
        assert writer.add_paper(ANOTHER).status_code == 403
        assert text_of(version, ANOTHER) == "Samen verder"

    def test_an_act_on_another_question_is_refused_whatever_the_page(self, version, asked, teacher, at):
        with refuses("alleen in het hoofdstuk"):
            actions.save_chapter(
                version=version, actor=teacher, values={THEIRS: ("Wel", 1), ANOTHER: ("Niet", 1)}, at=at
            )
        assert text_of(version) != "Wel"

    def test_a_paper_is_taken_away_and_put_back_in_their_chapter_only(self, version, asked, writer, head, at):
        writer.add_paper()
        paper = Paper.objects.get()
        address = {
            name: reverse(name, args=[version.pk, paper.pk]) for name in ("remove-paper", "restore-paper")
        }
        for name, gone in (("remove-paper", True), ("restore-paper", False)):
            assert writer.client.post(address[name]).status_code == 302
            paper.refresh_from_db()
            assert (paper.removed_at is not None) == gone
        Paper.objects.update(key=ANOTHER)
        assert writer.client.post(address["remove-paper"]).status_code == 403
        assert store.names()

    def test_putting_an_older_text_back(self, version, asked, writer):
        writer.save(text="Eerst")
        writer.save(text="Toen", revision=2)
        history = reverse("answer-history", args=[version.pk, THEIRS])
        assert "Zet deze tekst terug" in writer.client.get(history).content.decode()
        writer.client.post(history, {"revision": "2"})
        assert text_of(version) == "Eerst"
        elsewhere = reverse("answer-history", args=[version.pk, ANOTHER])
        assert "Zet deze tekst terug" not in writer.client.get(elsewhere).content.decode()

    @pytest.mark.parametrize("name", ["pupils", "team-round", "assign", "checks"])
    def test_and_nothing_else_of_a_writer(self, asked, writer, name):
        args = [writer.version.pk, MISSION] if name == "assign" else [writer.version.pk]
        allowed = name == "checks"  # the whole team reads those
        expected = 200 if allowed else 404 if name == "pupils" else 403
        assert writer.client.get(reverse(name, args=args)).status_code == expected

    def test_colleagues_see_at_which_question_they_are(self, version, asked, writer, client_for, head):
        address = reverse("presence", args=[version.pk])
        for chapter, question in ((SCHOOL, ANOTHER), (MISSION, THEIRS)):
            writer.client.post(address, {"chapter": chapter, "question": question})
            seen = Presence.objects.get(user=asked.assignee)
            assert (seen.chapter, seen.question) == (chapter, question if chapter == MISSION else "")

    def test_after_saving_they_go_on_with_what_is_theirs(self, version, asked, ask, writer):
        here = reverse("chapter", args=[version.pk, MISSION])
        assert writer.save_chapter().headers["Location"] == here
        ask(chapter="ambitions")
        assert writer.save_chapter(text="Nog eens.", **{"rev:mission": 2}).headers["Location"] == reverse(
            "chapter", args=[version.pk, "ambitions"]
        )


class TestLastYearsAnswers:
    @pytest.fixture
    def second(self, version, bring, site, region, head, at) -> Version:
        bring(version, "published")
        return actions.start_working_copy(site=site, partnership=region, actor=head, at=at)

    @pytest.fixture
    def asked(self, second, ask):
        return ask(version_id=second.pk)

    def test_with_script_and_taken_back(self, second, asked, writer):
        writer.version = second
        address = reverse("confirm", args=[second.pk, THEIRS])
        assert writer.client.post(address, {"rev:mission": 1}).status_code == 200
        stored = Answer.objects.get(version=second, key=THEIRS)
        assert stored.confirmed_by_name == "Youssef Amrani"
        assert writer.client.post(address, {"rev:mission": 1, "take-back": ""}).status_code == 200
        elsewhere = reverse("confirm", args=[second.pk, ANOTHER])
        assert writer.client.post(elsewhere, {"rev:school.motto": 1}).status_code == 403

    def test_without_script_and_in_their_own_role(self, second, asked, writer):
        writer.version = second
        waits = ["mission", "team.note", "region.note"]
        data = {f"rev:{key}": 1 if key == THEIRS else 0 for key in waits} | {"waits": waits}
        form = data | {"mission": text_of(second), "confirm-rest": "yes"}
        assert writer.client.post(reverse("chapter", args=[second.pk, MISSION]), form).status_code == 302
        event = Event.objects.get(act="confirm_chapter")
        assert (event.actor_name, event.actor_role) == ("Youssef Amrani", "leerkracht")

    def test_the_acts_refuse_another_chapter(self, second, asked, teacher, at):
        words = {"version_id": second.pk, "actor": teacher, "at": at}
        with refuses("alleen in het hoofdstuk"):
            actions.confirm_answers(revisions={ANOTHER: 1}, **words)
        with refuses("alleen in het hoofdstuk"):
            actions.take_back_confirmation(keys=[ANOTHER], **words)

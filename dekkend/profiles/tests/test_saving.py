"""One answer at a time: the hot path."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from dekkend.organisations.models import Membership, Role, UserSession
from dekkend.profiles.models import Answer, AnswerRevision
from dekkend.profiles.queries import history_of
from dekkend.profiles.saving import (
    Current,
    SignedOut,
    StaleAnswer,
    UnknownVersion,
    authorise_save,
    save_answer,
)
from dekkend.profiles.tests.conftest import MISSION, refuses
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.values import InvalidAnswer

pytestmark = pytest.mark.django_db


@pytest.fixture
def session_of(client_for):
    return lambda user: client_for(user).session.session_key


@pytest.fixture
def authorise(version, session_of, at):
    def ask(user, key="mission", **more):
        words = {"session_key": session_of(user), "version_id": version.pk, "key": key, "at": at}
        return authorise_save(**(words | more))

    return ask


@pytest.fixture
def save(version, authorise, at):
    def put(user, value, revision, key="mission", author=None):
        question = questionnaire_of(version.edition).question(key)
        author = author or authorise(user, key)
        return save_answer(author=author, question=question, value=value, revision=revision, at=at)

    return put


class TestAuthorise:
    @pytest.mark.parametrize("who", ["head", "coordinator"])
    def test_writers_in_one_query(self, version, session_of, who, request, edition, at, head):
        user = request.getfixturevalue(who)
        key = session_of(user)
        authorise_save(session_key=key, version_id=version.pk, key="mission", at=at)
        with CaptureQueriesContext(connection) as queries:
            author = authorise_save(session_key=key, version_id=version.pk, key="mission", at=at)
        assert len(queries) == 1
        assert (author.user_id, author.name, author.version_id) == (user.pk, user.name, version.pk)
        assert (author.edition_id, author.checksum) == (edition.pk, edition.checksum)
        stored = Answer.objects.get(version=version, key="mission")
        assert author.current == Current(MISSION, 1, head.pk, "Marit de Wit", stored.saved_at)

    def test_an_open_question_stands_at_revision_nought(self, authorise, head):
        assert authorise(head, "team.note").current == Current()

    @pytest.mark.parametrize("key", [None, "", "x" * 32])
    def test_no_session(self, authorise, head, key):
        with pytest.raises(SignedOut):
            authorise(head, session_key=key)

    def test_a_session_that_is_over(self, authorise, head, at):
        with pytest.raises(SignedOut):
            authorise(head, at=at + timedelta(days=30))

    def test_a_session_from_before_the_password_changed(self, authorise, session_of, head):
        key = session_of(head)
        head.set_password("een heel ander wachtwoord")
        head.save()
        with pytest.raises(SignedOut):
            authorise(head, session_key=key)

    def test_a_session_signed_with_the_secret_of_before(self, authorise, session_of, head, settings):
        key = session_of(head)
        old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret"
        with pytest.raises(SignedOut):
            authorise(head, session_key=key)
        settings.SECRET_KEY_FALLBACKS = [old]
        assert authorise(head, session_key=key).user_id == head.pk

    def test_a_session_without_a_hash(self, authorise, session_of, head):
        key = session_of(head)
        UserSession.objects.update(auth_hash="")
        with pytest.raises(SignedOut):
            authorise(head, session_key=key)

    def test_a_person_who_was_shut_out(self, authorise, session_of, head):
        key = session_of(head)
        head.is_active = False
        head.save()
        with pytest.raises(SignedOut):
            authorise(head, session_key=key)

    @pytest.mark.parametrize("who", ["other_head", "far_head", "outsider", "board_member", "staff"])
    def test_people_without_a_role_at_the_school(self, authorise, who, request):
        with pytest.raises(UnknownVersion):
            authorise(request.getfixturevalue(who))

    def test_a_version_that_is_not_there(self, authorise, head):
        with pytest.raises(UnknownVersion):
            authorise(head, version_id=404404)

    @pytest.mark.parametrize("odd", [{"version_id": 10**20}, {"key": "mission\0"}])
    def test_what_no_database_can_look_for(self, authorise, head, odd):
        with pytest.raises(UnknownVersion):
            authorise(head, **odd)

    @pytest.mark.parametrize("who", ["teacher", "mr_staff", "mr_parent"])
    def test_readers_do_not_write(self, authorise, who, request):
        with refuses("Alleen de directeur en de intern begeleider schrijven"):
            authorise(request.getfixturevalue(who))

    @pytest.mark.parametrize("days", [{"ends_on": -1}, {"begins_on": 1}])
    def test_a_role_counts_on_its_days(self, authorise, head, at, days):
        Membership.objects.update(**{k: localdate(at) + timedelta(days=v) for k, v in days.items()})
        with pytest.raises(UnknownVersion):
            authorise(head)

    def test_its_last_day_counts(self, authorise, head, at):
        Membership.objects.update(ends_on=localdate(at))
        assert authorise(head).user_id == head.pk

    def test_a_second_role_does_not_hide_the_first(self, authorise, head, site, at):
        Membership.objects.create(user=head, role=Role.MR_STAFF, site=site, begins_on=localdate(at))
        assert authorise(head).user_id == head.pk

    def test_not_once_it_has_left_the_school(self, version, bring, authorise, head):
        bring(version, "with_mr")
        with refuses("De stand van het profiel is: bij de MR."):
            authorise(head)


class TestSave:
    def test_a_first_answer(self, version, save, coordinator, at):
        saved = save(coordinator, "Wij doen het samen.", 0, "team.note")
        assert (saved.revision, saved.saved_at, saved.by) == (1, at, "Femke Aalders")
        answer = Answer.objects.get(version=version, key="team.note")
        assert (answer.value, answer.revision, answer.saved_by) == ("Wij doen het samen.", 1, coordinator)
        assert (answer.saved_by_name, answer.saved_at) == ("Femke Aalders", at)

    def test_a_change_and_its_history(self, version, save, head, coordinator):
        save(head, "Eerste", 0, "team.note")
        save(coordinator, "Tweede", 1, "team.note")
        assert save(head, "Derde", 2, "team.note").revision == 3
        history = history_of(version, "team.note")
        assert [(h.revision, h.value, h.saved_by_name) for h in history] == [
            (3, "Derde", "Marit de Wit"),
            (2, "Tweede", "Femke Aalders"),
            (1, "Eerste", "Marit de Wit"),
        ]

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("inspection.assessed", False),
            ("support.tracking", {"checked": True, "text": "ParnasSys é “ok” 100%"}),
            ("inspection.assessed", True),
            ("support.referral_needs", ["dyslexia"]),
        ],
    )
    def test_every_shape_of_value(self, version, save, head, key, value):
        revision = Answer.objects.filter(version=version, key=key).count()
        save(head, value, revision, key)
        assert Answer.objects.get(version=version, key=key).value == value

    def test_emptying_an_answer(self, version, save, head):
        assert save(head, "", 1).revision == 2
        assert Answer.objects.get(version=version, key="mission").value is None
        assert Answer.objects.filter(version=version, key="mission", value__isnull=True).exists()

    def test_a_stale_save_is_refused_with_both_texts(self, save, authorise, head, coordinator):
        save(coordinator, "Van Femke", 1)
        with pytest.raises(StaleAnswer) as stale:
            save(head, "Van Marit", 1)
        assert (stale.value.current.value, stale.value.current.revision) == ("Van Femke", 2)
        assert stale.value.current.by == "Femke Aalders"

    def test_also_when_the_other_came_between(self, save, authorise, head, coordinator):
        author = authorise(head)
        save(coordinator, "Van Femke", 1)
        with pytest.raises(StaleAnswer) as stale:
            save(head, "Van Marit", 1, author=author)
        assert (stale.value.current.value, stale.value.current.revision) == ("Van Femke", 2)
        assert AnswerRevision.objects.filter(key="mission").count() == 1

    def test_two_first_answers_at_once(self, save, authorise, head, coordinator):
        author = authorise(head, "team.note")
        save(coordinator, "Van Femke", 0, "team.note")
        with pytest.raises(StaleAnswer) as stale:
            save(head, "Van Marit", 0, "team.note", author=author)
        assert stale.value.current.value == "Van Femke"

    def test_a_revision_from_the_future_is_stale_too(self, save, head):
        with pytest.raises(StaleAnswer):
            save(head, "Van Marit", 9)

    def test_the_same_value_again_writes_nothing(self, version, save, head, coordinator):
        assert save(coordinator, MISSION, 1).revision == 1
        assert AnswerRevision.objects.count() == 0
        assert Answer.objects.get(version=version, key="mission").saved_by == head

    def test_an_empty_answer_that_stays_empty(self, version, save, head):
        saved = save(head, "", 0, "team.note")
        assert (saved.revision, saved.saved_at) == (0, None)
        assert not Answer.objects.filter(key="team.note").exists()

    def test_a_save_sent_again_after_its_answer_got_lost(self, save, head):
        first = save(head, "Nieuw", 1)
        again = save(head, "Nieuw", 1)
        assert (again.revision, first.revision) == (2, 2)
        assert AnswerRevision.objects.filter(key="mission").count() == 1

    def test_a_first_save_sent_again(self, save, head):
        save(head, "Nieuw", 0, "team.note")
        assert save(head, "Nieuw", 0, "team.note").revision == 1

    def test_sent_again_while_the_first_is_still_coming_in(self, save, authorise, head):
        author = authorise(head)
        save(head, "Nieuw", 1)
        assert save(head, "Nieuw", 1, author=author).revision == 2
        assert AnswerRevision.objects.filter(key="mission").count() == 1

    def test_another_persons_same_words_are_not_mine(self, save, head, coordinator):
        save(coordinator, "Nieuw", 1)
        with pytest.raises(StaleAnswer):
            save(head, "Nieuw", 1)

    @pytest.mark.parametrize(
        ("key", "value"),
        [("school.motto", "x" * 61), ("inspection.date", "2026-02-30"), ("inspection.op2", "verzonnen")],
    )
    def test_what_the_form_does_not_allow(self, version, save, head, key, value):
        with pytest.raises(InvalidAnswer) as refused:
            save(head, value, Answer.objects.filter(version=version, key=key).count(), key)
        assert len(str(refused.value)) > 10
        assert AnswerRevision.objects.count() == 0

    @pytest.mark.parametrize(
        ("key", "reason"), [("support.region", "tekst van de regio"), ("school.name", "DUO")]
    )
    def test_what_a_school_does_not_answer(self, save, head, key, reason):
        with refuses(reason):
            save(head, "Anders", 0, key)

    @pytest.mark.parametrize(("key", "revision"), [("mission", 1), ("team.note", 0)])
    def test_not_when_it_left_the_school_meanwhile(
        self, version, bring, save, authorise, head, key, revision
    ):
        author = authorise(head, key)
        bring(version, "with_mr")
        with refuses("De stand van het profiel is: bij de MR."):
            save(head, "Te laat", revision, key, author=author)
        assert AnswerRevision.objects.count() == 0

    def test_two_statements_in_one_transaction(self, save, authorise, head, at):
        save(head, "Nieuw", 1)  # the form is read and the statements are prepared
        author = authorise(head)
        with CaptureQueriesContext(connection) as queries:
            save(head, "Nieuwer", 2, author=author)
        statements = [query["sql"].split()[0] for query in queries]
        around = {"SAVEPOINT", "RELEASE"}  # in production BEGIN and COMMIT: a test is a transaction already
        assert [word for word in statements if word not in around] == (
            ["EXECUTE", "EXECUTE"] if connection.vendor == "postgresql" else ["UPDATE", "INSERT"]
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL prepares statements")
def test_behind_a_pooler_nothing_is_prepared(save, head, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    with CaptureQueriesContext(connection) as queries:
        assert save(head, "Nieuw", 1).revision == 2
        assert save(head, "Nieuw", 0, "team.note").revision == 1
    assert not [query["sql"] for query in queries if query["sql"].startswith(("PREPARE", "EXECUTE"))]

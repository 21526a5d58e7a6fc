"""Who has a working copy open: told by pages, seen by the team, overwritten, forgotten."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from dekkend.organisations.models import UserSession
from dekkend.profiles import actions
from dekkend.profiles.comments import remarks_by_question
from dekkend.profiles.models import Comment, Presence
from dekkend.profiles.presence.arriving import arrive, arrive_and_hear
from dekkend.profiles.presence.rows import FRESH, GONE, Place, Visitor, forget, leave, meet, present_in
from dekkend.profiles.presence.words import Together, together
from dekkend.profiles.rules import WRITERS
from dekkend.profiles.tests.conftest import answer
from dekkend.questionnaires.loader import questionnaire_of

pytestmark = pytest.mark.django_db
MISSION = Place("mission", "mission")
FEMKE_WRITES = {"initials": ["FA"], "words": "Femke Aalders schrijft hier nu"}


def visitor_of(user, role="head_teacher") -> Visitor:
    return Visitor.of_team(user.pk, user.name, {role})


def rows() -> list[tuple]:
    return list(Presence.objects.order_by("visitor").values_list("name", "chapter", "question"))


@pytest.fixture
def be(version, at):
    """be(person, "mission") is being there; returns who else is."""

    def go(person, *place, later=timedelta(0)):
        visitor = visitor_of(person)
        return meet(version_id=version.pk, visitor=visitor, place=Place(*place), at=at + later)

    return go


@pytest.fixture
def tell(version):
    """tell(client, chapter="mission") is what a page sends."""
    return lambda client, **words: client.post(reverse("presence", args=[version.pk]), words)


class TestMeeting:
    def test_two_people_see_each_other_and_where(self, be, head, coordinator):
        assert be(head, *MISSION) == []
        [seen] = be(coordinator, "support")
        assert (seen.name, seen.role, seen.place) == ("Marit de Wit", "directeur", MISSION)
        [seen] = be(head, *MISSION)
        assert (seen.name, seen.place) == ("Femke Aalders", Place("support"))

    def test_one_row_a_person_overwritten(self, be, head):
        be(head, *MISSION)
        be(head, "support")
        assert rows() == [("Marit de Wit", "support", "")]

    def test_who_fell_silent_is_gone_within_a_minute_and_the_row_with_them(self, be, head, coordinator):
        be(coordinator, *MISSION)
        be(head, "support", later=timedelta(seconds=1))
        assert len(be(head, "support", later=GONE - timedelta(seconds=1))) == 1
        assert be(head, "support", later=GONE) == []
        assert rows() == [("Marit de Wit", "support", "")]

    def test_a_row_is_written_when_the_place_changed_or_it_grew_old(self, be, head):
        def statements(*place, later):
            with CaptureQueriesContext(connection) as queries:
                be(head, *place, later=later)
            return len(queries)

        be(head, *MISSION)
        be(head, "support")  # both statements are prepared
        second = timedelta(seconds=1)
        assert statements("support", later=FRESH) == 1
        assert statements("support", later=FRESH + second) == 2
        assert statements(*MISSION, later=FRESH + second) == 2
        assert statements(*MISSION, later=FRESH + second * 2) == 1

    def test_leaving_clears_at_once_but_not_the_page_that_opened_since(self, be, version, head, coordinator):
        be(head, *MISSION)
        leave(version_id=version.pk, visitor=visitor_of(head), chapter="support")
        assert len(be(coordinator, "support")) == 1
        leave(version_id=version.pk, visitor=visitor_of(head), chapter="mission")
        assert be(coordinator, "support") == []

    def test_someone_without_an_account_is_seen_too(self, be, version, head, at):
        guest = Visitor("guest-1", "Noor Vis", "denkt mee")
        meet(version_id=version.pk, visitor=guest, place=MISSION, at=at)
        [seen] = be(head, "support")
        assert (seen.name, seen.role) == ("Noor Vis", "denkt mee")
        assert len(present_in([version.pk], besides=head.pk, at=at)[version.pk]) == 1

    def test_no_trace_is_left(self, be, head, coordinator, at):
        be(head, *MISSION)
        be(coordinator, *MISSION, later=timedelta(seconds=1))
        assert forget(at=at + GONE) == 1
        assert rows() == [("Femke Aalders", "mission", "mission")]

    def test_the_day_forgets_who_never_said_goodbye(self, be, head, version):
        be(head, *MISSION)
        Presence.objects.update(seen_at=now() - GONE)
        call_command("daily", verbosity=0)
        assert rows() == []


class TestArriving:
    """A page spends one query on people: being there, who else is, and the remarks."""

    def test_in_one_query(self, version, head, coordinator, at, django_assert_num_queries):
        where = {"version_id": version.pk, "place": Place("mission"), "at": at}
        arrive(visitor=visitor_of(coordinator), **where)
        arrive_and_hear(visitor=visitor_of(coordinator), **where)
        with django_assert_num_queries(1):
            [seen] = arrive(visitor=visitor_of(head), **where)
        assert (seen.name, seen.place, seen.seen_at) == ("Femke Aalders", Place("mission"), at)
        with django_assert_num_queries(1):
            arrive_and_hear(visitor=visitor_of(head), **where)
        assert len(rows()) == 2

    def test_the_remarks_are_the_ones_of_the_version(self, version, head, coordinator, at):
        said = {"version_id": version.pk, "key": "mission", "at": at}
        first = actions.add_comment(actor=head, text="Noem ook “groep 7”.", answers=None, **said)
        actions.add_comment(actor=coordinator, text="Ja.", answers=first.pk, **said)
        actions.add_comment(actor=head, text="Klaar?", answers=None, **said)
        actions.settle_comment(comment_id=first.pk, actor=head, at=at)
        _, remarks = arrive_and_hear(
            version_id=version.pk, visitor=visitor_of(head), place=Place("mission"), at=at
        )
        fields = [field.attname for field in Comment._meta.concrete_fields]

        def facts(by_key):
            threads = by_key["mission"].threads
            every = [[thread.first, *thread.replies] for thread in threads]
            return [[[getattr(one, name) for name in fields] for one in thread] for thread in every]

        assert facts(remarks) == facts(remarks_by_question(version))
        assert [len(thread) for thread in facts(remarks)] == [2, 1]
        assert remarks["mission"].settled[0].first.settled_at == at

    def test_who_is_gone_is_not_met(self, version, head, coordinator, at):
        where = {"version_id": version.pk, "place": Place("mission")}
        arrive(visitor=visitor_of(coordinator), at=at, **where)
        assert arrive(visitor=visitor_of(head), at=at + GONE, **where) == []


class TestWords:
    @pytest.fixture
    def said(self, version, be):
        def at(chapter):
            nobody = Visitor("nobody", "Niemand", "")
            present = meet(version_id=version.pk, visitor=nobody, place=Place(), at=now())
            return together(questionnaire_of(version.edition), version.pk, present, chapter)

        return at

    def lines(self, said) -> list[tuple]:
        return [(line.words, line.where, line.url) for line in said.people]

    def test_at_a_question_of_this_chapter(self, said, be, coordinator):
        be(coordinator, *MISSION)
        assert self.lines(said("mission")) == [
            ("Femke Aalders (directeur) schrijft nu bij", "Waar staat onze school voor?", "#vraag-mission")
        ]
        assert said("mission").questions["mission"].words == "Femke Aalders schrijft hier nu"

    def test_in_another_chapter(self, said, be, version, coordinator):
        be(coordinator, *MISSION)
        page = reverse("chapter", args=[version.pk, "mission"])
        [(words, where, url)] = self.lines(said("support"))
        assert words == "Femke Aalders (directeur) schrijft nu in hoofdstuk"
        assert (where, url) == ("2 Missie en visie", f"{page}#vraag-mission")
        assert said("support").questions == {}

    def test_reading(self, said, be, head, coordinator):
        be(coordinator, "mission")
        be(head)
        assert [line[0] for line in self.lines(said("mission"))] == [
            "Femke Aalders (directeur) is nu ook in dit hoofdstuk.",
            "Marit de Wit (directeur) leest nu het hele profiel.",
        ]
        assert [line[1] for line in self.lines(said(None))] == ["2 Missie en visie", ""]

    def test_two_and_three_at_one_question(self, said, be, head, coordinator, teacher):
        be(head, *MISSION)
        be(coordinator, *MISSION)
        writing = said("mission").questions["mission"]
        assert writing.words == "Femke Aalders en Marit de Wit schrijven hier nu"
        assert writing.initials == ["FA", "MW"]
        be(teacher, *MISSION)
        assert said("mission").questions["mission"].words == "Femke Aalders en 2 anderen schrijven hier nu"


class TestAsking:
    """The address that pages ask."""

    def test_two_writers_see_each_other(self, tell, client_for, head, coordinator):
        femke, marit = client_for(coordinator), client_for(head)
        tell(femke, chapter="mission", question="mission")
        said = tell(marit, chapter="mission").json()
        assert said["questions"] == {"mission": FEMKE_WRITES}
        assert said["people"] == [
            {
                "initials": "FA",
                "name": "Femke Aalders",
                "words": "Femke Aalders (intern begeleider) schrijft nu bij",
                "where": "Waar staat onze school voor?",
                "url": "#vraag-mission",
            }
        ]
        assert tell(femke, chapter="mission").json()["people"][0]["name"] == "Marit de Wit"

    def test_leaving(self, tell, client_for, head):
        client = client_for(head)
        tell(client, chapter="mission")
        response = tell(client, chapter="mission", leaving="yes")
        assert (response.status_code, response.content, rows()) == (204, b"", [])

    def test_a_teacher_is_seen_but_does_not_write(self, tell, client_for, teacher):
        assert tell(client_for(teacher), chapter="mission", question="mission").status_code == 200
        assert rows() == [("Youssef Amrani", "mission", "")]

    def test_what_someone_else_made_of_my_question(self, tell, client_for, version, head, coordinator):
        answer(version, {"mission": "Van Femke"}, coordinator, revision=4)
        where = {"chapter": "mission", "question": "mission"}
        told = tell(client_for(head), **where).json()["answer"]
        assert told["revision"] == 4
        assert told["words"].startswith("Femke Aalders veranderde dit antwoord om ")
        assert "answer" not in tell(client_for(coordinator), **where).json()
        assert "answer" not in tell(client_for(head), chapter="mission").json()
        assert "answer" not in tell(client_for(head), chapter="mission", question="team.note").json()

    def test_two_queries_and_three_when_there_is_news(
        self, tell, client_for, head, coordinator, django_assert_num_queries
    ):
        client = client_for(head)
        tell(client_for(coordinator), chapter="mission", question="mission")
        for chapter in ("mission", "support"):  # the statements are prepared
            tell(client, chapter=chapter)
        with django_assert_num_queries(2):  # session, person, roles, version and answer; who is there
            tell(client, chapter="support")
        with django_assert_num_queries(3):
            tell(client, chapter="mission", question="mission")

    @pytest.mark.parametrize(
        "place",
        [
            {"chapter": "bestaat-niet"},
            {"chapter": "mission", "question": "bestaat.niet"},
            {"chapter": "mission", "question": "school.motto"},
            {"question": "mission"},
            {"chapter": "x" * 100_000},
            {"chapter": "mission", "question": "x" * 100_000},
            {"chapter": "mission' OR 1=1; --"},
            {"chapter": "mission\x00"},
            {"chapter": "mission", "question": "mission\x00"},
        ],
    )
    def test_what_no_page_of_ours_says(self, tell, client_for, head, place):
        response = tell(client_for(head), **place)
        assert (response.status_code, list(response.json())) == (404, ["error"])
        assert rows() == []

    def test_another_school_the_mr_and_the_board_see_nothing(
        self, tell, client_for, coordinator, other_head, mr_parent, mr_staff, board_member, staff, outsider
    ):
        tell(client_for(coordinator), chapter="mission")
        for person in (other_head, mr_parent, mr_staff, board_member, staff, outsider):
            response = tell(client_for(person), chapter="mission")
            assert response.status_code in (403, 404)
            assert "Femke" not in response.content.decode()
        assert len(rows()) == 1

    def test_a_session_that_is_over(self, tell, client_for, head):
        client = client_for(head)
        UserSession.objects.all().delete()
        assert tell(client, chapter="mission").status_code == 401
        assert tell(client_for(), chapter="mission").json() == {"error": "U bent niet meer ingelogd."}
        assert rows() == []

    def test_a_version_that_left_the_school(self, tell, client_for, head, bring, version):
        bring(version, "with_mr")
        response = tell(client_for(head), chapter="mission")
        assert response.status_code == 403
        assert response.json()["error"].endswith("De stand van het profiel is: bij de MR.")
        assert rows() == []

    def test_a_version_that_is_not_there(self, client_for, head):
        assert client_for(head).post(reverse("presence", args=[404404])).status_code == 404

    def test_csrf_is_enforced_and_the_token_may_come_in_the_body(self, tell, version, client_for, head):
        client = client_for(head, enforce_csrf_checks=True)
        assert tell(client, chapter="mission").status_code == 403
        client.get(reverse("chapter", args=[version.pk, "support"]))
        token = client.cookies["csrftoken"].value
        assert tell(client, chapter="mission", csrfmiddlewaretoken=token).status_code == 200


class TestPages:
    def page(self, client, name, *arguments) -> str:
        return client.get(reverse(name, args=arguments)).content.decode()

    def test_opening_a_chapter_is_being_there_without_script(self, version, client_for, head, coordinator):
        self.page(client_for(coordinator), "chapter", version.pk, "mission")
        page = self.page(client_for(head), "chapter", version.pk, "mission")
        assert "Femke Aalders (intern begeleider) is nu ook in dit hoofdstuk." in page
        assert rows() == [("Marit de Wit", "mission", ""), ("Femke Aalders", "mission", "")]

    def test_a_question_where_someone_writes_says_so(self, version, client_for, head, be, coordinator):
        be(coordinator, *MISSION)
        page = self.page(client_for(head), "chapter", version.pk, "mission")
        assert page.count("Femke Aalders schrijft hier nu") == 1
        begin = page.index('data-here="mission"')
        assert page.index("Femke Aalders schrijft hier nu") > begin
        assert page.index("Femke Aalders schrijft hier nu") < page.index('data-here="team.note"')

    def test_who_reads_along_is_seen_and_sees(self, version, client_for, head, teacher):
        self.page(client_for(head), "chapter", version.pk, "mission")
        page = self.page(client_for(teacher), "chapter", version.pk, "mission")
        assert "Marit de Wit (directeur) is nu ook in dit hoofdstuk." in page
        page = self.page(client_for(head), "read", version.pk)
        assert "Youssef Amrani (leerkracht) is nu in hoofdstuk" in page

    def test_the_start_page_shows_and_does_not_tell(self, version, client_for, head, be, coordinator):
        be(coordinator, "mission")
        page = self.page(client_for(head), "school", version.profile.site.code)
        assert "is nu in hoofdstuk" in page
        assert "data-presence" not in page
        assert rows() == [("Femke Aalders", "mission", "")]
        assert "Femke Aalders (" not in self.page(
            client_for(coordinator), "school", version.profile.site.code
        )

    def test_nobody_else_sees_it(
        self, version, client_for, be, head, coordinator, mr_parent, board_member, staff, other_head
    ):
        be(coordinator, "mission")
        assert "is nu in hoofdstuk" in self.page(client_for(head), "school", version.profile.site.code)
        for person in (mr_parent, board_member, staff, other_head):
            client = client_for(person)
            for name, *arguments in (
                ("school", version.profile.site.code),
                ("read", version.pk),
                ("chapter", version.pk, "mission"),
            ):
                assert "is nu in hoofdstuk" not in self.page(client, name, *arguments)

    def test_not_once_it_has_left_the_school(self, version, client_for, head, be, coordinator, bring):
        be(coordinator, "mission")
        bring(version, "with_mr")
        client = client_for(head)
        for name, *arguments in (
            ("school", version.profile.site.code),
            ("read", version.pk),
            ("chapter", version.pk, "mission"),
        ):
            page = self.page(client, name, *arguments)
            assert "Femke Aalders (" not in page
            assert "presence.js" not in page
        assert rows() == [("Femke Aalders", "mission", "")]

    def test_presence_and_remarks_cost_a_page_one_query(
        self, version, client_for, head, be, coordinator, teacher, at, monkeypatch
    ):
        client = client_for(head)
        address = reverse("chapter", args=[version.pk, "mission"])

        def queries() -> int:
            client.get(address)  # what is read once has been read
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            return len(captured)

        alone = queries()
        be(coordinator, *MISSION)
        be(teacher, "mission")
        for text in ("Eerste", "Tweede", "Derde"):
            actions.add_comment(
                version_id=version.pk, actor=coordinator, key="mission", text=text, answers=None, at=at
            )
        assert queries() == alone
        monkeypatch.setattr("dekkend.profiles.views.writing.arrive_to_write", lambda *_: (Together(), {}))
        assert queries() == alone - 1

    @pytest.mark.parametrize(("name", "who"), [("chapter", "teacher"), ("read", "head")])
    def test_for_who_reads_it_is_one_too(self, request, version, client_for, name, who, monkeypatch):
        client = client_for(request.getfixturevalue(who))
        arguments = [version.pk, "mission"] if name == "chapter" else [version.pk]

        def queries() -> int:
            client.get(reverse(name, args=arguments))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(name, args=arguments))
            return len(captured)

        with_others = queries()
        module = "writing" if name == "chapter" else "reading"
        monkeypatch.setattr(f"dekkend.profiles.views.{module}.arrive_at", lambda *_: None)
        assert queries() == with_others - 1

    def test_the_start_page_too(self, version, client_for, head, be, coordinator, teacher, monkeypatch):
        client = client_for(head)

        def queries() -> int:
            client.get(reverse("school", args=[version.profile.site.code]))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse("school", args=[version.profile.site.code]))
            return len(captured)

        be(coordinator, "mission")
        one = queries()
        be(teacher, "mission")
        assert queries() == one
        monkeypatch.setattr("dekkend.profiles.views.places.present_in", lambda *_, **__: {})
        assert queries() == one - 1


def test_only_who_may_write_is_shown_as_writing():
    """The role that stands with a name is the one in which someone takes part."""
    assert {Visitor.of_team(1, "Marit", {role}).role for role in WRITERS} == {
        "directeur",
        "intern begeleider",
    }
    assert Visitor.of_team(1, "Marit", {"head_teacher", "teacher"}).role == "directeur"

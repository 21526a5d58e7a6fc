"""The pages: asking, what the lists and the chapter say, and what each reader sees of it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from dekkend.organisations.models import Membership
from dekkend.profiles.models import Answer, Assignment
from dekkend.profiles.tests.assigning.conftest import MISSION, NOTE, SCHOOL

pytestmark = pytest.mark.django_db


def words_of(page: str) -> str:
    """What stands on a page, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


@pytest.fixture
def read(client_for, version):
    """read(person, "chapter", "mission") gives the words of a page."""

    def get(person, name, *args) -> str:
        args = args if name in ("school", "work") else (version.pk, *args)
        return words_of(client_for(person).get(reverse(name, args=args)).content.decode())

    return get


@pytest.fixture
def send(client_for, version, teacher, at):
    """send(head) sends the form that asks the teacher."""

    def post(person, **more):
        day = (localdate(at) + timedelta(days=14)).isoformat()
        data = {"assignee": teacher.pk, "due_on": day, "note": NOTE, "revision": 0}
        return client_for(person).post(
            reverse("assign", args=[version.pk, MISSION]), data | more, follow=True
        )

    return post


class TestTheForm:
    def test_the_whole_team_is_offered(self, read, head, coordinator, teacher, mr_parent):
        page = read(head, "assign", MISSION)
        for words in ("Marit de Wit, directeur (uzelf)", "Femke Aalders, intern begeleider"):
            assert words in page
        assert "Youssef Amrani, leerkracht" in page
        assert mr_parent.name not in page

    def test_asking_leads_back_to_the_chapter(self, version, send, head, at):
        answer = send(head)
        assert answer.request["PATH_INFO"] == reverse("chapter", args=[version.pk, MISSION])
        until = date_format(localdate(at) + timedelta(days=14), "j F Y")
        page = words_of(answer.content.decode())
        assert f"Youssef Amrani is gevraagd voor hoofdstuk 2 “Missie en visie”, uiterlijk {until}." in page
        assert "Toch niet? Neem het terug." in page
        assert "Youssef Amrani schrijft dit hoofdstuk" in page

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"assignee": ""}, "Kies een collega."),
            ({"assignee": "404404"}, "heeft geen rol in uw team"),
            ({"assignee": "x"}, "heeft geen rol in uw team"),
            ({"due_on": ""}, "Kies een dag."),
            ({"due_on": "2026-02-30"}, "Deze datum bestaat niet."),
            ({"due_on": "2020-01-01"}, "Deze dag is voorbij."),
            ({"due_on": "9999-01-01"}, "Kies een dag binnen een jaar."),
            ({"note": "a" * 501}, "Uw tekst is te lang: 501 tekens."),
        ],
    )
    def test_what_is_wrong_stands_with_its_field_and_changes_nothing(self, send, head, more, words):
        answer = send(head, **more)
        page = answer.content.decode()
        assert "<title>Fout:" in page
        assert words in words_of(page)
        assert more.get("note", NOTE) in page
        assert not Assignment.objects.exists()

    def test_a_form_of_ours_has_a_revision(self, send, head):
        assert send(head, revision="").status_code == 200
        assert not Assignment.objects.exists()

    def test_someone_else_was_first(self, asked, send, coordinator):
        answer = send(coordinator, assignee=coordinator.pk)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Iemand anders veranderde dit intussen." in page
        assert "Marit de Wit vroeg het op" in words_of(page)
        assert re.search(r'name="revision" value="1"', page)
        assert re.search(rf'value="{coordinator.pk}"[^>]*checked', page)
        send(coordinator, assignee=coordinator.pk, revision=1)
        assert Assignment.objects.get().assignee == coordinator

    def test_a_day_that_has_passed_is_not_offered_again(self, asked, read, client_for, version, head):
        Assignment.objects.update(due_on="2020-01-01")
        page = client_for(head).get(reverse("assign", args=[version.pk, MISSION])).content.decode()
        assert 'value="2020-01-01"' not in page

    def test_what_was_chosen_comes_back_when_the_version_went_on(self, version, bring, send, head):
        bring(version, "with_mr")
        answer = send(head)
        assert answer.status_code == 409
        assert NOTE in answer.content.decode()

    @pytest.mark.parametrize("name", ["assign", "withdraw-assignment", "chapter-done"])
    def test_a_chapter_that_is_not_there(self, client_for, version, head, name):
        assert client_for(head).post(reverse(name, args=[version.pk, "bestaat-niet"])).status_code == 404


class TestTakingBackAndDone:
    def test_taken_back_and_undone(self, version, asked, client_for, head):
        client = client_for(head)
        address = reverse("withdraw-assignment", args=[version.pk, MISSION])
        page = words_of(client.post(address, follow=True).content.decode())
        assert "Youssef Amrani hoeft hoofdstuk 2 “Missie en visie” niet meer te schrijven." in page
        assert "Vraag een collega dit hoofdstuk te schrijven" in page
        page = words_of(client.get(reverse("assign", args=[version.pk, MISSION])).content.decode())
        assert "Marit de Wit nam de vraag aan Youssef Amrani terug" in page
        page = words_of(client.post(address, {"undo": "yes"}, follow=True).content.decode())
        assert "Youssef Amrani schrijft dit hoofdstuk" in page

    def test_done_saves_what_was_typed_first(self, version, asked, client_for, teacher):
        data = {"mission": "Nog één zin erbij.", "rev:mission": 1, "finish": "yes"}
        answer = client_for(teacher).post(reverse("chapter", args=[version.pk, MISSION]), data, follow=True)
        assert Answer.objects.get(key="mission").value == "Nog één zin erbij."
        page = words_of(answer.content.decode())
        assert "Bewaard. U zei dat hoofdstuk 2 “Missie en visie” klaar is. Marit de Wit ziet dat." in page
        assert "U bent klaar met dit hoofdstuk" in page
        assert "Zet weer open" in page

    def test_not_done_while_something_typed_cannot_be_saved(self, version, ask, client_for, teacher):
        ask(chapter=SCHOOL)
        data = {"school.motto": "x" * 61, "rev:school.motto": 1, "finish": "yes"}
        page = client_for(teacher).post(reverse("chapter", args=[version.pk, SCHOOL]), data).content.decode()
        assert "<title>Fout:" in page
        assert Assignment.objects.get().is_open

    def test_the_asker_opens_it_again(self, version, asked, act, client_for, teacher, head):
        act("finish", teacher)
        address = reverse("chapter-done", args=[version.pk, MISSION])
        page = words_of(client_for(head).post(address, {"undo": "yes"}, follow=True).content.decode())
        assert "Het hoofdstuk is weer open. Youssef Amrani kan verder schrijven." in page

    def test_done_by_who_was_not_asked(self, version, asked, client_for, head):
        address = reverse("chapter-done", args=[version.pk, MISSION])
        page = words_of(client_for(head).post(address, follow=True).content.decode())
        assert "Dit hoofdstuk is nu gevraagd aan Youssef Amrani." in page
        assert Assignment.objects.get().is_open


class TestWhatIsShown:
    def test_in_the_list_of_chapters_and_on_the_start_page(self, asked, read, head, coordinator, site):
        until = date_format(asked.due_on, "j F Y")
        for page in (read(head, "chapter", SCHOOL), read(coordinator, "school", site.code)):
            assert f"Youssef Amrani, uiterlijk {until}" in page

    def test_late(self, asked, read, head, site):
        Assignment.objects.update(due_on="2020-01-01")
        for page in (read(head, "chapter", MISSION), read(head, "school", site.code)):
            assert "Youssef Amrani, moest klaar zijn op 1 januari 2020" in page
        assert "dagen te laat" in read(head, "chapter", MISSION)

    def test_done(self, asked, act, read, teacher, head, site):
        act("finish", teacher)
        for page in (read(head, "chapter", SCHOOL), read(head, "school", site.code)):
            assert "Youssef Amrani is klaar" in page
        assert "Youssef Amrani is klaar met dit hoofdstuk" in read(head, "chapter", MISSION)

    def test_who_left(self, asked, read, teacher, head, site, at):
        Membership.objects.filter(user=teacher).update(ends_on=localdate(at) - timedelta(days=1))
        page = read(head, "chapter", MISSION)
        assert "Youssef Amrani heeft geen rol meer in uw team" in page
        assert "Vraag iemand anders, of neem de vraag terug." in page
        assert "Youssef Amrani heeft geen rol meer" in read(head, "school", site.code)
        assert "heeft geen rol meer in uw team. Vraag hieronder iemand anders." in read(
            head, "assign", MISSION
        )

    def test_for_who_was_asked(self, asked, read, teacher, site, client_for):
        page = read(teacher, "chapter", MISSION)
        assert "Dit hoofdstuk is aan u gevraagd" in page
        assert NOTE in page
        assert "Ik ben klaar met dit hoofdstuk" in page
        assert "Verander dit of neem het terug" not in page
        start = read(teacher, "school", site.code)
        assert "U schrijft mee aan het profiel U bent gevraagd voor 1 hoofdstuk. Uiterlijk" in start
        assert "Schrijf hoofdstuk 2 “Missie en visie”" in start
        assert "1 ding wacht op u" in read(teacher, "work")

    def test_another_chapter_is_read_with_who_writes_which(self, asked, read, teacher):
        page = read(teacher, "chapter", SCHOOL)
        assert "U leest mee. U schrijft alleen in het hoofdstuk dat u is gevraagd." in page
        assert "Youssef Amrani, uiterlijk" in page

    def test_nothing_when_it_has_left_the_school(self, version, asked, bring, read, head, mr_parent, site):
        bring(version, "with_mr")
        for person in (head, mr_parent):
            for page in (read(person, "chapter", MISSION), read(person, "school", site.code)):
                assert "Youssef Amrani" not in page
                assert NOTE not in page

    def test_the_note_is_nowhere_for_who_reads_later(
        self, version, asked, bring, client_for, mr_parent, board_member, staff, client, site
    ):
        bring(version, "published")
        for person in (mr_parent, board_member, staff):
            for name in ("record", "read", "account-of", "changed"):
                page = client_for(person).get(reverse(name, args=[version.pk])).content.decode()
                assert NOTE not in page
        record = client_for(staff).get(reverse("record", args=[version.pk])).content.decode()
        assert "Collega gevraagd" in record
        assert "Youssef Amrani" not in record


class TestQueries:
    def number_of(self, client, address, django_assert_max_num_queries) -> int:
        client.get(address)
        with django_assert_max_num_queries(12) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    @pytest.mark.parametrize(
        ("who", "name", "number"),
        [
            ("head", "chapter", 11),
            ("teacher", "chapter", 11),
            ("head", "assign", 6),
            ("head", "school", 12),
            ("teacher", "school", 12),
            ("teacher", "work", 7),
        ],
    )
    def test_the_same_for_one_and_for_three(
        self, request, version, asked, ask, client_for, site, who, name, number, django_assert_max_num_queries
    ):
        args = {"school": [site.code], "work": []}.get(name, [version.pk, MISSION])
        client, address = client_for(request.getfixturevalue(who)), reverse(name, args=args)
        one = self.number_of(client, address, django_assert_max_num_queries)
        for chapter in (SCHOOL, "ambitions"):
            ask(chapter=chapter)
        three = self.number_of(client, address, django_assert_max_num_queries)
        assert (one, three) == (number, number)

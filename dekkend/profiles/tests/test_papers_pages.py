"""The page where papers are added, and how a paper goes out."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dekkend.core.files import kinds
from dekkend.core.files.scanning import NOT_CHECKED
from dekkend.core.files.store import NotThere, StoreDown
from dekkend.core.tests import files
from dekkend.organisations.models import UserSession
from dekkend.profiles.documents import profile_json, profile_pdf
from dekkend.profiles.models import Paper, Version
from dekkend.profiles.papers import store
from dekkend.profiles.tests.papers import add, titles

pytestmark = pytest.mark.django_db
DOWNLOAD = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}


def page(version: Version, key: str = "mission") -> str:
    return reverse("papers", args=[version.pk, key])


def send(client, version, content=None, *, name="plan.pdf", key="mission", **fields):
    file = SimpleUploadedFile(name, files.pdf() if content is None else content, "text/html")
    return client.post(page(version, key), {"file": file, "audience": "public", "title": ""} | fields)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def writer(client_for, head):
    return client_for(head)


@pytest.fixture
def paper(version, head, tmp_path):
    return add(version, head, tmp_path)


def fetch(client, paper, **headers):
    return client.get(reverse("paper", args=[paper.version_id, paper.pk]), headers=headers)


class TestAdding:
    def test_it_is_added_and_told(self, writer, version):
        answer = send(writer, version, title="Ons plan")
        assert (answer.status_code, answer["Location"]) == (302, page(version))
        shown = writer.get(page(version)).content.decode()
        assert "«Ons plan» staat erbij." in shown
        assert re.search(r"plan\.pdf, 1 kB · Iedereen · Marit de Wit, \d", shown)

    def test_limits_are_told_beforehand(self, writer, version):
        shown = writer.get(page(version)).content.decode()
        for words in ("pdf, docx, odt, png of jpg, hoogstens 10 MB", "Hoogstens 5 stukken", "nog 50 MB over"):
            assert words in shown

    def test_what_the_browser_says_it_is_does_not_count(self, writer, version):
        send(writer, version, files.png(), name="<b>page</b>.html")
        paper = Paper.objects.get()
        assert (paper.kind, paper.name) == ("png", "b.png")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", kinds.EMPTY),
            (b"<script>alert(1)</script>", kinds.UNKNOWN),
            (files.pdf(change=files.with_script), kinds.ACTIVE),
            (b"%PDF-" + bytes(kinds.MOST_BYTES), kinds.TOO_LARGE),
        ],
    )
    def test_a_refused_file_is_told_at_the_field_and_the_rest_is_kept(self, writer, version, content, words):
        answer = send(writer, version, content, title="Mijn titel", audience="region")
        shown = re.sub(r'data-too-large="[^"]*"', "", answer.content.decode())
        assert answer.status_code == 200
        assert shown.count(words) == 2  # in the summary, and at the field
        assert '<a href="#id_file">Welk bestand?' in shown
        assert 'value="Mijn titel"' in shown
        assert re.search(r'value="region"[^>]* checked', shown)
        assert "<title>Fout: Stukken" in shown
        assert (titles(version), store.names()) == ([], [])

    def test_no_file_and_no_audience(self, writer, version):
        shown = writer.post(page(version), {}).content.decode()
        assert shown.count("Kies een bestand.") == 2
        assert shown.count("Kies wie dit stuk mag lezen.") == 2

    def test_a_title_that_is_too_long(self, writer, version):
        shown = send(writer, version, title="x" * 101).content.decode()
        assert "Uw tekst is te lang: 101 tekens. Maak hem korter dan 100." in shown

    def test_the_same_file_is_told(self, writer, version):
        send(writer, version, title="Eerst")
        send(writer, version, title="Nog eens")
        shown = writer.get(page(version)).content.decode()
        assert "Dit bestand stond er al: «Eerst». Wij bewaarden het één keer." in shown
        assert titles(version) == ["Eerst"]

    def test_a_store_that_is_down_is_told(self, writer, version, monkeypatch):
        monkeypatch.setattr(store, "keep", raise_down)
        shown = send(writer, version, title="Mijn titel").content.decode()
        assert shown.count("Wij konden het bestand nu niet bewaren.") == 2
        assert 'value="Mijn titel"' in shown

    def test_a_scanner_that_is_down_is_told(self, writer, version, settings):
        settings.CLAMD = "/nergens/clamd.ctl"
        shown = send(writer, version, title="Mijn titel").content.decode()
        assert shown.count(NOT_CHECKED) == 2
        assert 'value="Mijn titel"' in shown
        assert (titles(version), store.names()) == ([], [])

    def test_only_as_many_people_as_the_answer(self, writer, version):
        shown = writer.get(page(version, "team.note")).content.decode()
        assert re.findall(r'name="audience" value="(\w+)"', shown) == ["school"]
        shown = writer.get(page(version, "region.note")).content.decode()
        assert re.findall(r'name="audience" value="(\w+)"', shown) == ["region", "school"]

    def test_a_full_question_has_no_form(self, writer, version, head, tmp_path):
        for number in range(5):
            add(version, head, tmp_path, title=f"Stuk {number}")
        shown = writer.get(page(version)).content.decode()
        assert "Bij een vraag passen 5 stukken. Haal er eerst een weg." in shown
        assert 'type="file"' not in shown

    def test_once_it_is_with_the_mr_what_was_typed_comes_back(self, writer, version, bring):
        bring(version, "with_mr")
        answer = send(writer, version, title="Het plan van de school")
        assert answer.status_code == 409
        assert "Het plan van de school" in answer.content.decode()

    def test_a_session_that_ended_gives_the_words_back(self, writer, version):
        UserSession.objects.all().delete()
        answer = send(writer, version, title="Het plan van de school")
        assert answer.status_code == 403
        assert "Het plan van de school" in answer.content.decode()
        assert titles(version) == []

    @pytest.mark.parametrize("key", ["school.name", "school.nickname", "verzonnen"])
    def test_a_question_that_takes_none_has_no_page(self, writer, version, key):
        assert writer.get(page(version, key)).status_code == 404


def raise_down(*args):
    raise StoreDown


class TestTakingAway:
    def test_away_with_a_way_back(self, writer, version, paper):
        away = reverse("remove-paper", args=[version.pk, paper.pk])
        shown = writer.post(away, follow=True).content.decode()
        assert "«Schoolplan» is weggehaald." in shown
        assert f'<a href="{page(version)}#weggehaald">Toch niet? Zet het terug.</a>' in shown
        assert 'id="weggehaald"' in shown
        assert fetch(writer, paper).status_code == 404
        back = reverse("restore-paper", args=[version.pk, paper.pk])
        assert "«Schoolplan» staat er weer bij." in writer.post(back, follow=True).content.decode()
        assert fetch(writer, paper).status_code == 200

    def test_not_of_another_version(self, writer, version, paper):
        assert writer.post(reverse("remove-paper", args=[version.pk, paper.pk + 9])).status_code == 404


class TestOnTheChapter:
    def test_papers_stand_with_their_question(self, writer, version, paper):
        shown = writer.get(reverse("chapter", args=[version.pk, "mission"])).content.decode()
        assert f'<a href="{reverse("paper", args=[version.pk, paper.pk])}" download>Schoolplan</a>' in shown
        assert shown.count('name="papers"') == 3
        assert 'name="papers" value="mission"' in shown

    def test_the_way_there_saves_what_was_typed(self, writer, version):
        address = reverse("chapter", args=[version.pk, "mission"])
        sent = writer.post(address, {"mission": "Nieuw.", "rev:mission": "1", "papers": "mission"})
        assert (sent.status_code, sent["Location"]) == (302, page(version))
        assert version.answers.get(key="mission").value == "Nieuw."

    def test_what_cannot_be_saved_keeps_the_writer_there(self, writer, version):
        address = reverse("chapter", args=[version.pk, "school"])
        fields = {"school.motto": "x" * 61, "rev:school.motto": "1", "papers": "school.motto"}
        answer = writer.post(address, fields)
        assert answer.status_code == 200
        assert "Deze tekst is 1 teken" in answer.content.decode()

    def test_as_many_queries_with_three_papers_as_with_none(
        self, writer, version, head, tmp_path, django_assert_max_num_queries
    ):
        addresses = [
            reverse("chapter", args=[version.pk, "mission"]),
            reverse("read", args=[version.pk]),
            page(version),
        ]

        def counted() -> list[int]:
            numbers = []
            for address in addresses:
                writer.get(address)
                with django_assert_max_num_queries(12) as queries:
                    assert writer.get(address).status_code == 200
                numbers.append(len(queries))
            return numbers

        before = counted()
        for number in range(3):
            add(version, head, tmp_path, title=f"Stuk {number}")
        assert counted() == before


class TestGoingOut:
    def test_as_a_download_only(self, writer, version, paper):
        sent = fetch(writer, paper)
        assert {name: sent[name] for name in DOWNLOAD} == DOWNLOAD
        assert sent["Content-Type"] == "application/pdf"
        assert sent["Content-Disposition"] == 'attachment; filename="plan.pdf"'
        assert sent["Content-Length"] == str(paper.size)
        assert sent["ETag"] == f'"{paper.sha256}"'
        assert body(sent) == files.pdf("Schoolplan")

    def test_a_name_with_other_letters(self, writer, version, head, tmp_path):
        paper = add(version, head, tmp_path, name="Plan één.pdf")
        assert (
            fetch(writer, paper)["Content-Disposition"]
            == "attachment; filename*=utf-8''Plan%20%C3%A9%C3%A9n.pdf"
        )

    @pytest.mark.parametrize(
        ("asked", "first", "last"),
        [("bytes=0-4", 0, 4), ("bytes=5-", 5, None), ("bytes=-7", -7, None), ("bytes=3-99999999", 3, None)],
    )
    def test_a_part(self, writer, version, paper, asked, first, last):
        whole = files.pdf("Schoolplan")
        part = whole[first:] if last is None else whole[first : last + 1]
        sent = fetch(writer, paper, range=asked)
        begin = first if first >= 0 else len(whole) + first
        assert (sent.status_code, body(sent)) == (206, part)
        assert sent["Content-Range"] == f"bytes {begin}-{begin + len(part) - 1}/{len(whole)}"

    @pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=9-3", "bytes=-0"])
    def test_a_part_outside(self, writer, version, paper, asked):
        sent = fetch(writer, paper, range=asked)
        assert (sent.status_code, sent["Content-Range"]) == (416, f"bytes */{paper.size}")

    @pytest.mark.parametrize(
        "headers",
        [
            {"range": "bytes=0-1,3-4"},
            {"range": "regels=1-2"},
            {"range": "bytes=-"},
            {"range": "bytes=0-4", "if-range": '"anders"'},
        ],
    )
    def test_any_other_wish_gives_the_whole(self, writer, version, paper, headers):
        sent = fetch(writer, paper, **headers)
        assert (sent.status_code, body(sent)) == (200, files.pdf("Schoolplan"))

    def test_who_has_it_gets_no_body(self, writer, version, paper):
        sent = fetch(writer, paper, **{"if-none-match": f'"{paper.sha256}"'})
        assert (sent.status_code, sent.content) == (304, b"")

    def test_head_asks_nothing_of_the_store(self, writer, version, paper, monkeypatch):
        monkeypatch.setattr(store, "fetch", raise_down)
        sent = writer.head(reverse("paper", args=[version.pk, paper.pk]))
        assert (sent.status_code, sent["Content-Length"]) == (200, str(paper.size))

    @pytest.mark.parametrize("fault", [StoreDown, NotThere])
    def test_a_store_without_an_answer_or_without_the_file(self, writer, version, paper, monkeypatch, fault):
        monkeypatch.setattr(store, "fetch", lambda name: (_ for _ in ()).throw(fault))
        sent = fetch(writer, paper)
        assert sent.status_code == 503
        assert "Probeer het over een kwartier nog eens." in sent.content.decode()

    def test_what_is_taken_away_meanwhile_still_arrives(self, writer, version, head, tmp_path, at):
        paper = add(version, head, tmp_path)
        sent = fetch(writer, paper)
        pieces = iter(sent.streaming_content)
        store.discard(paper.stored)
        assert b"".join(pieces) == files.pdf("Schoolplan")
        assert fetch(writer, paper).status_code == 503

    def test_the_file_is_closed_when_the_reader_hangs_up(self, writer, version, paper, monkeypatch):
        opened = []
        fetch_really = store.fetch
        monkeypatch.setattr(store, "fetch", lambda name: opened.append(fetch_really(name)) or opened[0])
        fetch(writer, paper).close()
        assert opened[0].closed


class TestWhoMay:
    """Both the version and the paper must be for them."""

    @pytest.fixture
    def all_three(self, version, head, tmp_path):
        return {
            "public": add(version, head, tmp_path),
            "region": add(version, head, tmp_path, "region.note", audience="region"),
            "school": add(version, head, tmp_path, audience="school", title="Voor ons"),
        }

    def seen(self, client, papers) -> dict[str, int]:
        return {audience: fetch(client, paper).status_code for audience, paper in papers.items()}

    @pytest.mark.parametrize("state", ["working", "with_mr", "published"])
    @pytest.mark.parametrize(
        ("who", "expected"),
        [
            ("teacher", {"working": 200, "with_mr": 200, "published": 200}),
            ("mr_parent", {"working": 403, "with_mr": 200, "published": 200}),
            ("board_member", {"working": 403, "with_mr": 403, "published": 200}),
            ("staff", {"working": 403, "with_mr": 403, "published": 200}),
            ("other_head", {"working": 404, "with_mr": 404, "published": 404}),
            ("outsider", {"working": 404, "with_mr": 404, "published": 404}),
        ],
    )
    def test_by_role_and_state(self, request, client_for, bring, version, all_three, who, expected, state):
        if state != "working":
            bring(version, state)
        found = self.seen(client_for(request.getfixturevalue(who)), all_three)
        wanted = dict.fromkeys(all_three, expected[state])
        if who == "staff" and state == "published":
            wanted["school"] = 404
        assert found == wanted

    def test_who_is_not_signed_in_is_asked_to(self, client, paper):
        assert "/account/inloggen/" in fetch(client, paper)["Location"]

    def test_a_paper_of_a_hidden_question_is_for_the_team_alone(
        self, client_for, version, bring, head, teacher, mr_parent, tmp_path
    ):
        hidden = add(version, head, tmp_path, "inspection.improvement")
        bring(version, "with_mr")
        assert fetch(client_for(teacher), hidden).status_code == 200
        assert fetch(client_for(mr_parent), hidden).status_code == 404

    def test_a_role_that_ended_ends_the_access(self, client_for, version, teacher, paper):
        client = client_for(teacher)
        assert fetch(client, paper).status_code == 200
        teacher.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
        assert fetch(client, paper).status_code == 404

    def test_reading_pages_list_what_is_for_the_reader(
        self, client_for, version, bring, all_three, staff, head
    ):
        bring(version, "published")
        for who, expected in ((head, 3), (staff, 2)):
            shown = client_for(who).get(reverse("read", args=[version.pk])).content.decode()
            assert shown.count(" download>") == expected


class TestDocuments:
    def test_the_json_gives_public_papers_with_their_address(self, version, bring, head, tmp_path, settings):
        settings.SITE_URL = "https://dekkend.example"
        paper = add(version, head, tmp_path)
        add(version, head, tmp_path, audience="school", title="Voor ons")
        data = profile_json(bring(version, "published"))
        [mission] = [q for chapter in data["profile"] for q in chapter["questions"] if q["key"] == "mission"]
        [only] = mission["papers"]
        assert only["address"] == f"https://dekkend.example/scholen/99AB00/stuk/{paper.pk}/plan.pdf"
        assert (only["title"], only["sha256"]) == ("Schoolplan", paper.sha256)
        assert "Voor ons" not in str(data)

    def test_the_pdf_has_them_too(self, version, bring, head, tmp_path):
        without = len(profile_pdf(bring(version, "with_mr"), "school"))
        Version.objects.filter(pk=version.pk).update(state="working")
        add(version, head, tmp_path)
        version = Version.objects.get(pk=version.pk)
        assert len(profile_pdf(version, "school")) > without

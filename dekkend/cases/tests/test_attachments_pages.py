"""The pages of files: adding, taking away, fetching as a download, consent on paper, and who gets in."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now

from dekkend.cases import actions
from dekkend.cases.consents import request_digest, stances_of
from dekkend.cases.models import Entry, Reading
from dekkend.cases.tests.attachments import DRAWING, EVALUATION, add, titles
from dekkend.cases.tests.conftest import say_yes, with_parents
from dekkend.core.files.kinds import MOST_BYTES, TOO_LARGE, UNKNOWN
from dekkend.core.files.scanning import INFECTED, NOT_CHECKED_HERE
from dekkend.core.files.sealed import sealed_files
from dekkend.core.tests import clamd, files
from dekkend.core.tests.clamd import listening

pytestmark = pytest.mark.django_db
CONTENT = b"".join([files.pdf("Verslag")])


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    options = {"location": str(tmp_path / "sealed")}
    sealed = configured.STORAGES["sealed"] | {"OPTIONS": configured.STORAGES["sealed"]["OPTIONS"] | options}
    settings.STORAGES = configured.STORAGES | {"sealed": sealed}
    return Path(options["location"])


def page(case, where="groeidocument", key="reports.which"):
    return reverse("case-files", args=[case.pk, where, key])


def file(case, number=1):
    return reverse("case-file", args=[case.pk, number])


def post(client, case, content=None, name="Verslag Kees.pdf", **more):
    chosen = SimpleUploadedFile(name, CONTENT if content is None else content)
    return client.post(page(case), {"file": chosen, "title": "Verslag van Kees"} | more)


class TestAdding:
    def test_from_an_empty_page_to_a_list(self, case, go, coordinator):
        client = go(coordinator)
        empty = client.get(page(case)).content.decode()
        assert "Hier staat nog geen bestand." in empty
        assert NOT_CHECKED_HERE in empty
        added = post(client, case)
        assert added["Location"] == page(case)
        shown = client.get(page(case)).content.decode()
        assert "Bijlage 1 staat erbij." in shown
        assert "Verslag van Kees" in shown
        assert "pdf, 1 kB" in shown
        assert "niet gecontroleerd op virussen" in shown
        assert f'href="{file(case)}" download' in shown

    def test_no_name_in_a_cookie_a_title_or_an_address(self, case, go, coordinator):
        client = go(coordinator)
        added = post(client, case)
        assert "Kees" not in str(added.headers) + str(added.cookies) + str(client.cookies)
        shown = client.get(page(case)).content.decode()
        assert "Kees" not in shown.partition("<title>")[2].partition("</title>")[0]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [(b"MZ" + bytes(90), UNKNOWN), (b"", "Dit bestand is leeg"), (bytes(MOST_BYTES + 1), TOO_LARGE)],
    )
    def test_a_fault_stands_beside_the_file_and_what_was_typed_stays(
        self, case, go, coordinator, content, reason
    ):
        answer = post(go(coordinator), case, content)
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert shown.count(reason) >= 2
        assert 'value="Verslag van Kees"' in shown
        assert not case.attachments.exists()

    def test_without_a_file(self, case, go, coordinator):
        answer = go(coordinator).post(page(case), {"title": "Iets"})
        assert answer.status_code == 422
        assert answer.content.decode().count("Kies een bestand.") == 2

    def test_infected_is_told(self, case, go, coordinator, settings):
        with listening(clamd.FindsInAll) as scanner:
            settings.CLAMD = scanner.server_address
            assert INFECTED in post(go(coordinator), case).content.decode()

    def test_a_store_that_is_down_is_told(self, case, go, coordinator, store):
        store.write_text("a file where the folder should be")
        shown = post(go(coordinator), case).content.decode()
        assert shown.count("Wij konden het bestand nu niet bewaren.") == 2
        assert 'value="Verslag van Kees"' in shown

    def test_twice_is_told(self, case, go, coordinator):
        client = go(coordinator)
        post(client, case)
        assert "Het is bijlage 1." in post(client, case).content.decode()
        assert case.attachments.count() == 1

    def test_closed_meanwhile(self, case, parents, go, coordinator):
        client = go(coordinator)
        for party in with_parents(case, coordinator):
            say_yes(case, party)
        actions.send_case(case_id=case.pk, actor=coordinator, at=now())
        answer = post(client, case)
        assert answer.status_code == 409
        assert "U kunt nu niets veranderen" in answer.content.decode()

    def test_the_chapter_saves_what_was_typed_and_leads_here(self, case, go, coordinator):
        client = go(coordinator)
        actions.write_as_school(
            case_id=case.pk,
            form="growth",
            values={"reports.there_are": (True, 0)},
            actor=coordinator,
            at=now(),
        )
        chapter = reverse("case-chapter", args=[case.pk, "groeidocument", "reports"])
        assert 'name="add_file" value="reports.which"' in client.get(chapter).content.decode()
        sent = client.post(
            chapter,
            {"rev:reports.running": "0", "reports.running": "Een onderzoek.", "add_file": "reports.which"},
        )
        assert sent["Location"] == page(case)
        assert Entry.objects.filter(key="reports.running").exists()


class TestWho:
    def test_who_is_not_involved_finds_nothing(
        self, case, go, tmp_path, coordinator, desk, teacher, board_member, outsider, other_head
    ):
        add(case, coordinator, tmp_path)
        addresses = [page(case), file(case), reverse("consent-paper", args=[case.pk, 1])]
        acts = [reverse(name, args=[case.pk, 1]) for name in ("remove-case-file", "restore-case-file")]
        for user in (desk, teacher, board_member, outsider, other_head):
            client = go(user)
            assert {client.get(url).status_code for url in addresses} == {404}, user
            assert {client.post(url).status_code for url in (*acts, page(case))} == {404}, user
        assert titles(case) == ["Verslag"]
        assert not Reading.objects.exists()

    def test_without_a_second_step_nothing_comes_out(self, case, client_for, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        answer = client_for(coordinator).get(file(case))
        assert answer["Location"].startswith(reverse("second-step"))

    def test_the_loket_fetches_and_adds_nothing(self, case, parents, go, coordinator, desk, tmp_path):
        add(case, coordinator, tmp_path)
        add(case, coordinator, tmp_path, title="Van ons", inside=True)
        for party in with_parents(case, coordinator):
            say_yes(case, party)
        actions.send_case(case_id=case.pk, actor=coordinator, at=now())
        client = go(desk)
        assert client.get(file(case, 1)).status_code == 200
        assert client.get(file(case, 2)).status_code == 404
        assert client.get(page(case)).status_code == 403
        assert post(client, case).status_code == 403
        assert client.post(reverse("remove-case-file", args=[case.pk, 1])).status_code == 403
        shown = client.get(reverse("case", args=[case.pk])).content.decode()
        assert file(case, 1) in shown
        assert "Van ons" not in shown
        assert "Voeg toe" not in shown

    def test_a_parent_s_drawing_is_shown_and_not_to_be_taken_away(
        self, case, parents, go, coordinator, tmp_path
    ):
        add(case, parents[0], tmp_path, DRAWING, content=files.png(), title="Mijn tekening")
        client = go(coordinator)
        shown = client.get(page(case, key="child.drawing")).content.decode()
        assert "Mijn tekening" in shown
        assert "Haal weg" not in shown
        assert "<img" not in shown.partition("<main")[2].partition("</main>")[0]
        assert client.post(reverse("remove-case-file", args=[case.pk, 1])).status_code == 403

    @pytest.mark.parametrize(
        ("where", "key"),
        [("groeidocument", "pupil.name"), ("x", "y"), ("stuk", "x"), ("plan", "child.drawing")],
    )
    def test_where_no_files_belong(self, case, go, coordinator, where, key):
        assert go(coordinator).get(page(case, where, key)).status_code == 404


class TestFetching:
    def test_always_a_download_under_its_number(self, case, go, coordinator, tmp_path):
        add(case, coordinator, tmp_path, content=CONTENT, name="Kees Bakkerman.pdf")
        answer = go(coordinator).get(file(case))
        assert b"".join(answer.streaming_content) == CONTENT
        assert answer["Content-Disposition"] == 'attachment; filename="bijlage-1.pdf"'
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        assert "Kees" not in str(answer.headers)

    def test_every_download_is_in_the_log(self, case, go, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        client = go(coordinator)
        for _ in range(2):
            client.get(file(case))
        assert [line.what for line in Reading.objects.all()] == ["bijlage 1", "bijlage 1"]

    def test_taken_away_while_someone_fetches_it(self, case, go, coordinator, head, tmp_path):
        """Who began has the whole of it; who comes after finds nothing."""
        content = files.pdf() + b"%" * 300_000 + b"\n%%EOF"
        add(case, coordinator, tmp_path, content=content)
        answer = go(coordinator).get(file(case))
        pieces = iter(answer.streaming_content)
        first = next(pieces)
        actions.remove_attachment(case_id=case.pk, number=1, by=head, at=now())
        actions.sweep_attachments(at=now() + timedelta(days=31))
        assert sealed_files.names() == []
        assert first + b"".join(pieces) == content
        assert go(coordinator).get(file(case)).status_code == 404

    def test_a_spoiled_or_missing_file_is_told(self, case, go, coordinator, tmp_path, store):
        stored = store / add(case, coordinator, tmp_path).stored
        whole = stored.read_bytes()
        stored.chmod(0o600)
        stored.write_bytes(whole[:60] + b"x" + whole[61:])
        answer = go(coordinator).get(file(case))
        assert answer.status_code == 503
        assert "nu niet op te halen" in answer.content.decode()
        stored.unlink()
        assert go(coordinator).get(file(case)).status_code == 503

    def test_a_destroyed_case(self, case, go, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        url, client = file(case), go(coordinator)
        case.attachments.all().delete()
        type(case).objects.all().delete()
        assert client.get(url).status_code == 404


class TestTakingAway:
    def test_with_a_way_back(self, case, go, coordinator, tmp_path):
        add(case, coordinator, tmp_path)
        client = go(coordinator)
        shown = client.post(reverse("remove-case-file", args=[case.pk, 1]), follow=True).content.decode()
        assert f'<a href="{page(case)}#weggehaald">' in shown
        assert "Zet terug" in shown
        shown = client.post(reverse("restore-case-file", args=[case.pk, 1]), follow=True).content.decode()
        assert "staat er weer bij" in shown
        assert titles(case) == ["Verslag"]

    @pytest.mark.parametrize("name", ["remove-case-file", "restore-case-file"])
    def test_only_by_post(self, case, go, coordinator, tmp_path, name):
        add(case, coordinator, tmp_path)
        assert go(coordinator).get(reverse(name, args=[case.pk, 1])).status_code == 405


class TestPapers:
    def test_the_file_says_what_is_there_and_what_is_not_needed(self, case, go, coordinator, tmp_path):
        actions.write_as_school(
            case_id=case.pk, form="request", values={"request.again": (True, 0)}, actor=coordinator, at=now()
        )
        client = go(coordinator)
        url = reverse("case", args=[case.pk])
        shown = client.get(url).content.decode()
        assert "De evaluatie van de hulp tot nu toe" in shown
        assert "Dit stuk is er nog niet." in shown
        assert "Een kopie van een paspoort of id-kaart" in shown
        add(case, coordinator, tmp_path, EVALUATION, title="Evaluatie juni")
        shown = client.get(url).content.decode()
        assert "Dit stuk is er nog niet." not in shown
        assert "Evaluatie juni" in shown

    def test_the_loket_reads_what_is_missing_before_it_says_that_all_is_there(
        self, case, parents, go, coordinator, desk
    ):
        actions.write_as_school(
            case_id=case.pk, form="request", values={"request.again": (True, 0)}, actor=coordinator, at=now()
        )
        for party in with_parents(case, coordinator):
            say_yes(case, party)
        missing = "Deze stukken zijn er nog niet"
        assert missing in go(coordinator).get(reverse("case-step", args=[case.pk, "send"])).content.decode()
        actions.send_case(case_id=case.pk, actor=coordinator, at=now())
        client = go(desk)
        assert missing in client.get(reverse("case-step", args=[case.pk, "accept"])).content.decode()
        assert missing not in client.get(reverse("case-step", args=[case.pk, "ask_school"])).content.decode()

    @pytest.mark.parametrize("number", [1, 6])
    def test_the_place_takes_the_same_queries_for_one_file_and_for_six(
        self, case, go, coordinator, tmp_path, number, django_assert_max_num_queries
    ):
        for n in range(number):
            add(case, coordinator, tmp_path, title=f"Verslag {n}")
        client = go(coordinator)
        client.get(page(case))
        with django_assert_max_num_queries(17):
            shown = client.get(page(case)).content.decode()
        assert shown.count("Haal weg") == number

    @pytest.mark.parametrize("number", [1, 6])
    def test_the_file_of_the_child_too(
        self, case, go, coordinator, tmp_path, number, django_assert_max_num_queries
    ):
        for n in range(number):
            add(case, coordinator, tmp_path, title=f"Verslag {n}")
        client, url = go(coordinator), reverse("case", args=[case.pk])
        client.get(url)
        with django_assert_max_num_queries(39):
            client.get(url)

    def test_a_download(self, case, go, coordinator, tmp_path, django_assert_max_num_queries):
        add(case, coordinator, tmp_path)
        client = go(coordinator)
        client.get(file(case))
        with django_assert_max_num_queries(13):
            client.get(file(case))


class TestConsentOnPaper:
    def url(self, case):
        return reverse("consent-paper", args=[case.pk, 1])

    def send(self, client, case, **more):
        chosen = SimpleUploadedFile("Handtekening Bakkerman.jpg", more.pop("content", files.jpeg()))
        said = {"answer": "yes", "digest": request_digest(case), "file": chosen}
        return client.post(self.url(case), said | more)

    def test_a_yes_on_paper(self, case, parents, go, coordinator):
        with_parents(case, coordinator)
        client = go(coordinator)
        assert client.get(self.url(case)).status_code == 200
        assert self.send(client, case)["Location"] == reverse("case", args=[case.pk])
        assert [stance.agrees for stance in stances_of(case)] == [True, False]
        shown = client.get(reverse("case", args=[case.pk])).content.decode()
        assert "(op papier)" in shown
        assert "antwoord op papier" in shown

    def test_what_is_wrong_changes_nothing(self, case, parents, go, coordinator):
        with_parents(case, coordinator)
        client = go(coordinator)
        for wrong in ({"answer": ""}, {"answer": "view"}, {"content": b"MZ"}, {"digest": "x"}):
            answer = self.send(client, case, **wrong)
            assert answer.status_code == 422, wrong
        assert "net veranderd" in answer.content.decode()
        assert not case.consents.exists()
        assert not sealed_files.names()

    def test_not_yet(self, case, parents, go, coordinator):
        answer = go(coordinator).get(self.url(case))
        assert answer.status_code == 409
        assert "Dat kan nu niet" in answer.content.decode()
        assert self.send(go(coordinator), case).status_code == 409

    def test_not_by_a_teacher_and_not_of_who_has_no_say(self, case, parents, go, coordinator, teacher):
        with_parents(case, coordinator)
        actions.share_with(case_id=case.pk, user=teacher, actor=coordinator, at=now())
        assert go(teacher).get(self.url(case)).status_code == 403
        case.parties.update(has_authority=False)
        assert go(coordinator).get(self.url(case)).status_code == 404

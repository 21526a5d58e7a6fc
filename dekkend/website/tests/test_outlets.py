"""What a school takes along: every outlet says the same as the page, and nothing that is not for everyone."""

import io
import json
import re
import shutil
import subprocess
from datetime import date
from html import unescape
from itertools import pairwise
from zipfile import ZipFile

import docx
import page as validation
import pikepdf
import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now

from dekkend.core.contrast import contrast
from dekkend.organisations.models import Partnership, Site
from dekkend.profiles import actions
from dekkend.profiles.models import Comment, Version
from dekkend.profiles.signals import profile_withdrawn
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from dekkend.questionnaires.blocks import Table
from dekkend.website.files import BRIEF_PDF, FILES, GUIDE_WORD, PAGE, read_file
from dekkend.website.outlets import brief
from dekkend.website.outlets.brief import MEASURES, brief_of, brief_pdf
from dekkend.website.outlets.document import Document, Heading
from dekkend.website.outlets.guide import guide_of
from dekkend.website.outlets.national import LONG, SHORT, national_text
from dekkend.website.outlets.plain import as_text
from dekkend.website.outlets.source import source_of
from dekkend.website.outlets.word import as_docx
from dekkend.website.publishing import make_files
from tools.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.once("files out of a published version, which is one JSON")]
HERE = "/scholen/99AB00/"
SECRETS = {"team.note": "GEHEIM-TEAM leest moeilijk", "region.note": "GEHEIM-REGIO leest moeilijk"}
SAID = {
    "support.tracking": {"checked": True, "text": "Kijkvenster"},
    "support.dyslexia": True,
    "support.referral": "Een rolstoel past **niet** door de deur.\n\n1. Wij bellen u.\n2. Wij [zoeken](https://z.example).",
    "support.referral_needs": ["wheelchair"],
}
AT_ONCE = (
    "schoolgids/",
    "schoolgids.docx",
    "schoolgids.txt",
    "kort/",
    "kaart/",
    "tekst-500.txt",
    "tekst-2000.txt",
)
ALL = (*AT_ONCE, "meenemen/", "kort.pdf")


@kept
def published(version, bring, head):  # noqa: F811
    answer(version, SAID | SECRETS, head)
    Comment.objects.create(
        version=version, key="mission", text="GEHEIM-OPMERKING", author=head, written_at=now()
    )
    return bring(version, "published")


@pytest.fixture
def drawn(monkeypatch):
    """What the one-sheet PDF is made of: its letters are drawn, so a file tells no words."""
    seen = []
    monkeypatch.setattr(brief, "render_pdf", lambda _, data, title: seen.append(data) or blank())
    return seen


def blank() -> bytes:
    file, pdf = io.BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(file)
    return file.getvalue()


def words_in(name: str, content: bytes) -> str:
    """Everything that can be read in a file, also its properties."""
    if name.endswith(".docx"):
        with ZipFile(io.BytesIO(content)) as parts:
            return " ".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return str(pdf.docinfo)
    return content.decode()


class TestGuide:
    def test_word_has_real_headings_in_the_outline(self, client, published):
        word = docx.Document(io.BytesIO(client.get(f"{HERE}schoolgids.docx").content))
        outline = [
            (p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith(("Title", "Head"))
        ]
        assert outline[:3] == [
            ("Title", "Ondersteuning op De Regenton"),
            ("Heading 1", "Welke hulp krijgt elk kind?"),
            ("Heading 2", "Wat wij bieden"),
        ]
        assert ("Heading 1", "Welke extra hulp geven wij?") in outline
        assert ("Heading 1", "Hoe konden leerlingen, ouders en team meepraten?") in outline
        bullets = [p.text for p in word.paragraphs if p.style.name == "List Bullet"]
        assert "een leerlingvolgsysteem, te weten: Kijkvenster" in bullets
        assert "een dyslexieprotocol" in bullets
        assert [p.text for p in word.paragraphs if p.style.name == "List Number"] == [
            "Wij bellen u.",
            "Wij zoeken.",
        ]

    def test_word_is_dutch_and_says_whose_it_is(self, client, published):
        content = client.get(f"{HERE}schoolgids.docx").content
        word = docx.Document(io.BytesIO(content))
        about = word.core_properties
        assert (about.title, about.author, about.language) == (
            "Ondersteuning op De Regenton",
            "De Regenton",
            "nl-NL",
        )
        assert 'w:lang w:val="nl-NL"' in words_in("a.docx", content)
        assert [run.text for p in word.paragraphs for run in p.runs if run.bold] == ["niet"]
        assert [link.url for p in word.paragraphs for link in p.hyperlinks] == ["https://z.example"]

    def test_word_is_the_same_file_every_time(self, client, published):
        first = client.get(f"{HERE}schoolgids.docx")
        make_files.call(code="99AB00")
        assert read_file("99AB00", GUIDE_WORD) == first.content

    def test_word_is_a_sheet_of_a4_with_headings_that_can_be_read(self, client, published):
        word = docx.Document(io.BytesIO(client.get(f"{HERE}schoolgids.docx").content))
        page = word.sections[0]
        assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
        for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
            assert contrast(f"#{word.styles[name].font.color.rgb}", "#ffffff") >= 4.5

    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
    def test_libreoffice_opens_it_with_every_heading_in_its_outline(self, client, published, tmp_path):
        file = tmp_path / "schoolgids.docx"
        file.write_bytes(client.get(f"{HERE}schoolgids.docx").content)
        told = [
            (p.style.name[-1], p.text)
            for p in docx.Document(file).paragraphs
            if p.style.name.startswith("Heading")
        ]
        own_profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        command = ["soffice", own_profile, "--headless", "--convert-to", "fodt", "--outdir", tmp_path, file]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        opened = (tmp_path / "schoolgids.fodt").read_text()
        headings = re.findall(r'<text:h [^>]*outline-level="(\d)"[^>]*>(.*?)</text:h>', opened)
        assert [(level, unescape(re.sub("<[^>]+>", "", text))) for level, text in headings] == told
        assert {"1", "2", "3"} == {level for level, _ in told}

    def test_a_box_that_is_not_ticked_is_left_out(self, published, client):
        answered = client.get(f"{HERE}schoolgids.txt").content.decode()
        assert "- Een pestprotocol" in answered
        assert "dyslexieprotocol" in answered
        assert "meldcode" not in answered.lower()  # not marked for the school guide

    def test_text_has_no_markup_left(self, client, published):
        answered = client.get(f"{HERE}schoolgids.txt")
        text = answered.content.decode()
        assert answered["Content-Type"] == "text/plain; charset=utf-8"
        assert "1. Wij bellen u.\n2. Wij zoeken (https://z.example)." in text
        assert "**" not in text
        assert "Vraag het ouder- en jeugdsteunpunt" in text

    def test_page_has_headings_in_order(self, client, published):
        page = client.get(f"{HERE}schoolgids/").content.decode()
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels.count(1) == 1
        assert all(low <= high + 1 for high, low in pairwise(levels))

    def test_how_others_had_a_say(self, client, published):
        text = client.get(f"{HERE}schoolgids.txt").content.decode()
        assert "Wij doen wat u vraagt." in text
        assert "Meer taal." not in text  # the MR's reasons stay between school, MR and board

    def test_a_form_without_marks_still_says_whom_to_ask(self, version, bring, head):  # noqa: F811
        for chapter in version.edition.definition["chapter"]:
            for question in chapter["question"]:
                question.pop("school_guide", None)
        version.edition.checksum = "zonder schoolgids"
        version.edition.save()
        titles = [
            piece.text for piece in guide_of(bring(version, "published")).pieces if hasattr(piece, "level")
        ]
        assert "Welke hulp krijgt elk kind?" not in titles
        assert titles[-1] == "Wie kunt u spreken?"

    def test_a_table_is_a_table_everywhere(self):
        table = Table(("Wie", "Hoe vaak"), (("logopedist", "vaak"), ("wijkagent", "")))
        document = Document("Titel", (Heading(1, "Hulp"), table), ("Bron",))
        assert "- logopedist: Hoe vaak vaak\n- wijkagent\n" in as_text(document)
        word = docx.Document(io.BytesIO(as_docx(document, author="A", at=now())))
        rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
        assert rows == [["Wie", "Hoe vaak"], ["logopedist", "vaak"], ["wijkagent", ""]]
        assert "w:tblHeader" in word.tables[0].rows[0]._tr.xml
        page = render_to_string("website/outlets/piece.html", {"piece": table})
        assert '<th role="rowheader" scope="row">logopedist</th>' in page
        assert '<td role="cell" data-t="Hoe vaak">–</td>' in page


class TestBrief:
    @pytest.mark.parametrize(
        "profile", [validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A]
    )
    def test_the_pdf_is_accessible_and_can_be_kept(self, published, tmp_path, profile):
        file = tmp_path / "kort.pdf"
        file.write_bytes(brief_pdf(published))
        report = validation.validate_pdf(str(file), profile=profile)
        assert report.is_compliant, report

    def test_a_long_profile_is_shortened_to_one_sheet(self, version, bring, head):  # noqa: F811
        long = " ".join(f"Een rolstoel past niet door deur {number} van de school." for number in range(90))
        answer(version, SAID | {"support.referral": long}, head)
        needs = [
            {"key": f"need{n}", "label": f"vraag {n}", "parents": f"Mijn kind heeft vraag {n} " + "x" * 60}
            for n in range(90)
        ]
        version.edition.definition["need"] += needs
        version.edition.checksum = "lang"
        version.edition.save()
        answer(version, {"support.referral_needs": ["wheelchair", *(need["key"] for need in needs)]}, head)
        version = bring(version, "published")
        with pikepdf.open(io.BytesIO(brief_pdf(version))) as pdf:
            assert len(pdf.pages) == 1
        told = brief_of(version, MEASURES[-1]).groups[-1].needs
        assert len(told) == 9
        assert told[-1].need == "nog 83 andere vragen"

    def test_the_pdf_says_what_the_page_says_and_no_more(self, published, drawn, head):
        brief_pdf(published)
        words = json.dumps(drawn)
        assert "GEHEIM" not in words
        assert head.name not in words
        assert "Mijn kind rijdt in een rolstoel" in words
        assert (drawn[0]["source"], drawn[0]["address"][-len(HERE) :]) == (source_of(published).brief, HERE)

    def test_the_pdf_of_an_expired_text_says_so(self, published, drawn):
        published.state = "expired"
        brief_pdf(published)
        assert drawn[0]["warning"].startswith("Deze tekst gold tot en met")

    def test_the_worker_makes_the_pdf(self, client, published):
        assert client.get(f"{HERE}kort.pdf").status_code == 202
        make_files.call(code="99AB00")
        assert client.get(f"{HERE}kort.pdf").content.startswith(b"%PDF")

    def test_page_says_what_if_it_is_not_enough(self, client, published):
        page = client.get(f"{HERE}kort/").content.decode()
        assert "Mijn kind rijdt in een rolstoel" in page
        assert 'id="niet"' in page
        assert "Vastgesteld op" in page


class TestNational:
    @pytest.mark.parametrize("most", [SHORT, LONG])
    def test_it_fits_and_ends_with_its_source(self, published, most):
        text = national_text(published, most)
        assert len(text) <= most
        assert "Standaard helpt de school bij lezen en dyslexie." in text
        assert text.rstrip().endswith(HERE)

    def test_more_needs_than_there_is_room_for(self, version, bring, head):  # noqa: F811
        needs = [{"key": f"need{n}", "label": f"vraag nummer {n}"} for n in range(60)]
        version.edition.definition["need"] += needs
        version.edition.checksum = "veel"
        version.edition.save()
        answer(version, {"support.referral_needs": [need["key"] for need in needs]}, head)
        answer(version, {"support.referral": "Dan zoeken wij verder."}, head)
        text = national_text(bring(version, "published"), SHORT)
        assert len(text) <= SHORT
        assert re.search(r"vraag nummer 0, .* en nog \d+ andere vragen\.", text)


class TestEverywhere:
    def test_nothing_that_is_not_for_everyone(self, client, published, head):
        make_files.call(code="99AB00")
        for name in FILES:
            words = words_in(name, read_file("99AB00", name))
            assert "GEHEIM" not in words, name
            assert head.name not in words, name
        assert "GEHEIM" not in client.get(f"{HERE}meenemen/").content.decode()

    def test_the_working_copy_after_it_is_in_none(self, client, published, site, region, head, at):  # noqa: F811
        copy = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
        answer(copy, {"mission": "GEHEIM-NIEUW", "support.referral": "GEHEIM-NIEUW"}, head)
        make_files.call(code="99AB00")
        for name in FILES:
            assert "GEHEIM" not in words_in(name, read_file("99AB00", name)), name

    @pytest.mark.parametrize("name", ALL)
    def test_each_says_from_which_version_it_came(self, client, published, name):
        make_files.call(code="99AB00")
        content = client.get(HERE + name).content
        if name != "kort.pdf":  # the words in a pdf are drawn: see its data
            words = words_in(name, content)
            assert "versie 1" in words
            assert f"Vastgesteld op {published.established_on.day} " in words
            assert HERE in words

    @pytest.mark.parametrize("name", ALL)
    def test_an_expired_text_says_so(self, client, published, name):
        Version.objects.update(state="expired", valid_until=date(2026, 8, 1))
        make_files.call(code="99AB00")
        answered = client.get(HERE + name)
        assert answered.status_code == 200
        if name != "kort.pdf":
            assert "gold tot en met 1 augustus 2026" in words_in(name, answered.content)

    @pytest.mark.parametrize("name", ALL)
    def test_a_closed_school_is_gone(self, client, published, name):
        Site.objects.update(closed_on=date(2026, 8, 1))
        assert client.get(HERE + name).status_code == 410

    @pytest.mark.parametrize("name", ALL)
    def test_without_a_profile_there_is_someone_to_ask(self, client, site, name):
        answered = client.get(HERE + name)
        assert answered.status_code == 404
        assert "Wie kan ik spreken?" in answered.content.decode()

    @pytest.mark.parametrize("name", ALL)
    def test_an_unknown_school(self, client, db, name):
        assert client.get(f"/scholen/11XX00/{name}").status_code == 404

    @pytest.mark.parametrize("name", AT_ONCE)
    def test_strong_etag(self, client, published, name):
        first = client.get(HERE + name)
        assert first["ETag"].startswith('"')
        assert client.get(HERE + name, headers={"if-none-match": first["ETag"]}).status_code == 304

    def test_all_files_go_together(self, published, django_capture_on_commit_callbacks):
        make_files.call(code="99AB00")
        assert all(read_file("99AB00", name) for name in FILES)
        with django_capture_on_commit_callbacks(execute=True):
            profile_withdrawn.send(sender=Version, version=published)
        assert not any(read_file("99AB00", name) for name in (PAGE, BRIEF_PDF, GUIDE_WORD))

    @pytest.mark.parametrize("name", ALL)
    def test_only_the_card_may_be_framed(self, client, published, name):
        answered = client.get(HERE + name)
        framed = name == "kaart/"
        assert ("X-Frame-Options" in answered) is not framed
        assert ("frame-ancestors *" in answered["Content-Security-Policy"]) is framed
        assert "Set-Cookie" not in answered

    def test_as_many_queries_for_any_profile(self, client, published, django_assert_max_num_queries):
        for name in AT_ONCE:
            with django_assert_max_num_queries(20):
                client.get(HERE + name)
            with django_assert_max_num_queries(0):
                client.get(HERE + name)


class TestTakingAlong:
    def test_snippets_are_ready_to_copy(self, client, published, settings):
        page = client.get(f"{HERE}meenemen/").content.decode()
        assert f"&lt;iframe src=&quot;{settings.SITE_URL}{HERE}kaart/&quot;" in page
        assert f"&lt;p&gt;&lt;a href=&quot;{settings.SITE_URL}{HERE}&quot;&gt;" in page

    def test_a_name_with_signs_stays_text_in_the_copied_html(self, client, version, bring, head, site):  # noqa: F811
        site.name = 'De "Ton" <b>'
        site.save()
        bring(version, "published")
        page = client.get(f"{HERE}meenemen/").content.decode()
        assert "De &amp;quot;Ton&amp;quot; &amp;lt;b&amp;gt;" in page

    def test_it_is_on_the_page_of_the_school_and_on_its_work_page(self, client, client_for, published, head):
        address = reverse("outlets", args=["99AB00"])
        assert f'href="{address}"' in client.get(HERE).content.decode()
        work = client_for(head).get(reverse("school", args=["99AB00"])).content.decode()
        assert f'href="{address}"' in work

    def test_the_support_point_of_the_region(self, client, published):
        Partnership.objects.update(
            support_point_name="Steunpunt Rietland", support_point_phone="0000 12 34 56"
        )
        for name in ("kort/", "schoolgids.txt"):
            assert "Steunpunt Rietland" in client.get(HERE + name).content.decode()

"""The sheet for parents in their language: what is ours translated, what the school wrote marked as Dutch."""

import re

import page as validation
import pikepdf
import pytest
from django.utils.translation import override

from dekkend.core.languages import LANGUAGES
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from dekkend.website.files import BRIEF, BRIEF_PDF, GUIDE, read_file
from dekkend.website.outlets.brief import Said, brief_of, brief_pdf
from dekkend.website.publishing import make_files
from dekkend.website.tests.conftest import give_face
from dekkend.website.tests.test_outlets import HERE, SAID, drawn, published  # noqa: F401 a version to read
from tools.kept import kept

pytestmark = pytest.mark.django_db

CHANGES = {
    "mission": {"tags": ["lead"]},
    "support.referral_needs": {"told_in": "support.referral"},
    "support.tracking": {"needs": ["dyslexia"], "meets": "own"},
}


@kept
def worded(version, bring, head):  # noqa: F811
    """A profile with an introduction, sentences about a need, and a box with words behind it."""
    definition = version.edition.definition
    for chapter in definition["chapter"]:
        for question in chapter["question"]:
            question |= CHANGES.get(question["key"], {})
    for need in definition["need"]:
        need["words"] = {"wheelchair": ["rolstoel"]}.get(need["key"], [])
    version.edition.checksum = "met woorden"
    version.edition.save()
    answer(version, SAID | {"mission": "Wij helpen elk kind."}, head)
    return bring(version, "published")


class TestBriefInLanguages:
    @pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "nl"])
    def test_the_pdf_is_one_accessible_sheet_in_each(self, published, face, tmp_path, code):  # noqa: F811
        file = tmp_path / "kort.pdf"
        with override(code):
            file.write_bytes(brief_pdf(published))
        with pikepdf.open(file) as pdf:
            assert len(pdf.pages) == 1
            assert str(pdf.Root.Lang).partition("-")[0] == LANGUAGES[code].tag
        for profile in (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A):
            assert validation.validate_pdf(str(file), profile=profile).is_compliant

    def test_the_frame_is_translated_and_what_the_school_wrote_is_marked_as_dutch(self, worded, drawn):  # noqa: F811
        with override("ar"):
            brief_pdf(worded)
        data = drawn[0]
        assert (data["language"], data["direction"]) == ("ar", "rtl")
        assert data["lead"] == {"text": "Wij helpen elk kind.", "language": "nl", "direction": "ltr"}
        assert data["source"].startswith("اعتُمد في")
        assert data["address"].endswith(f"/ar{HERE}")
        said = [said for group in data["groups"] for need in group["needs"] for said in need["said"]]
        assert {"text": "Een rolstoel past niet door de deur.", "language": "nl", "direction": "ltr"} in said

    def test_what_is_ticked_is_in_both(self, worded):
        with override("tr"):
            told = [one.said for group in brief_of(worded).groups for one in group.needs]
        ours, theirs = next(said for said in told if len(said) == 2)
        assert (ours.language, theirs) == ("tr", Said("Kijkvenster.", "nl"))

    def test_the_page(self, client, worded):
        page = client.get(f"/ar{HERE}kort/").content.decode()
        assert '<html lang="ar" dir="rtl">' in page
        assert '<h2 id="niet">' in page
        assert '<span lang="nl" dir="ltr">Een rolstoel past niet door de deur.</span>' in page
        assert f'href="/ar{HERE}kort.pdf"' in page
        assert "Wat als het niet genoeg is?" not in page
        assert 'lang="nl" dir="ltr">Een rolstoel' not in client.get(f"{HERE}kort/").content.decode()

    def test_files_in_every_language_come_and_go_together(self, client, published):  # noqa: F811
        waiting = client.get(f"/tr{HERE}kort.pdf")
        assert (waiting.status_code, "PDF hazırlanıyor" in waiting.content.decode()) == (202, True)
        make_files.call(code="99AB00")
        for code in LANGUAGES:
            assert read_file("99AB00", BRIEF_PDF, code).startswith(b"%PDF")
            assert read_file("99AB00", BRIEF, code)
            assert (read_file("99AB00", GUIDE, code) is None) is (code != "nl")
        kept = read_file("99AB00", BRIEF_PDF, "tr")
        assert client.get(f"/tr{HERE}kort.pdf").content == kept != client.get(f"{HERE}kort.pdf").content

    def test_the_page_with_all_of_them_offers_those_of_the_partnership(
        self,
        client,
        published,  # noqa: F811
        region,
        staff,
    ):
        languages = re.compile(r'href="/([a-z-]+)/scholen/99AB00/kort.pdf"')
        page = client.get(f"{HERE}meenemen/").content.decode()
        assert languages.findall(page) == [code for code in LANGUAGES if code != "nl"]
        give_face(region, staff)
        assert languages.findall(client.get(f"{HERE}meenemen/").content.decode()) == ["en"]

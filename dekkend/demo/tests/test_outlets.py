"""What the schools of Rietland take along: the summary on one sheet, the other texts within their measure."""

from io import BytesIO

import pikepdf
import pytest
from django.test import TestCase

from dekkend.demo.load import load_demo
from dekkend.profiles.models import Version
from dekkend.website.outlets.brief import brief_pdf
from dekkend.website.outlets.document import Heading
from dekkend.website.outlets.guide import BASIC, EXTRA, guide_of
from dekkend.website.outlets.national import LONG, SHORT, national_text


@pytest.mark.once("what the demo says; test_load and test_cases load it on both")
class TestOutlets(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()
        public = Version.objects.filter(state__in=["published", "expired"])
        cls.public = list(
            public.select_related("edition", "profile__partnership", "profile__site__school__board")
        )

    def test_every_summary_is_one_sheet(self):
        assert len(self.public) > 10
        for version in self.public:
            with pikepdf.open(BytesIO(brief_pdf(version))) as pdf:
                assert len(pdf.pages) == 1, version.profile.site

    def test_every_text_for_the_national_site_fits_and_ends_with_a_whole_sentence(self):
        for version in self.public:
            for most in (SHORT, LONG):
                text = national_text(version, most)
                assert len(text) <= most
                *paragraphs, source = text.split("\n\n")
                assert all(paragraph[-1] in ".!?" for paragraph in paragraphs), paragraphs
                assert "Standaard helpt de school bij" in text
                assert source.endswith(f"/scholen/{version.profile.site.code}/")

    def test_every_section_for_the_school_guide_has_what_the_law_asks(self):
        for version in self.public:
            titles = [piece.text for piece in guide_of(version).pieces if isinstance(piece, Heading)]
            assert {BASIC, EXTRA, "Hoe konden leerlingen, ouders en team meepraten?"} <= set(titles)

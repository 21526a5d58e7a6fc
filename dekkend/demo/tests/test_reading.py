"""What parents of Rietland read: light enough for a phone, complete, and comparable."""

import gzip
import re
from itertools import pairwise

import pytest
from django.test import TestCase

from dekkend.demo.load import load_demo
from dekkend.profiles.models import Version
from dekkend.website.publishing import page_of

MOST_BYTES = 60_000


@pytest.mark.once("what the demo says; test_load and test_cases load it on both")
class TestPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()
        public = Version.objects.filter(state__in=["published", "expired"])
        public = public.select_related("edition", "profile__partnership", "profile__site__school__board")
        cls.pages = {version: page_of(version.profile.site, version) for version in public}

    def test_every_page_fits_a_phone_plan(self):
        heaviest = max(len(gzip.compress(page)) for page in self.pages.values())
        assert 5_000 < heaviest < MOST_BYTES

    def test_headings_in_order_and_every_link_on_the_page_leads_somewhere(self):
        for page in self.pages.values():
            text = page.decode()
            levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
            assert all(low <= high + 1 for high, low in pairwise(levels))
            ids = re.findall(r' id="([^"]+)"', text)
            assert len(ids) == len(set(ids))
            assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)

    def test_every_need_of_the_region_has_an_address(self):
        for version, page in self.pages.items():
            for need in version.edition.definition["need"]:
                assert f'id="behoefte-{need["key"]}"'.encode() in page

    def test_the_sentences_of_a_school_stand_under_the_need_they_are_about(self):
        page = next(page for version, page in self.pages.items() if version.profile.site.code == "90AA00")
        part = page.decode().split('id="behoefte-gifted"')[1].split("<details")[0]
        assert "Druppelgroep" in part
        assert "leeshulp" not in part

    def test_the_older_form_reads_the_same_way(self):
        older = Version.objects.filter(edition__name="2017", state="succeeded").first()
        text = self.client.get(f"/scholen/{older.profile.site.code}/versies/{older.number}/").content.decode()
        assert 'id="behoefte-dyslexia"' in text
        assert "<strong" in text.split('id="praten"')[1]

    def test_three_schools_beside_each_other(self):
        answered = self.client.get("/vergelijk/?school=90AA00&school=90AB00&school=90AC00")
        assert answered.status_code == 200
        assert "Doet zij standaard" in answered.content.decode()

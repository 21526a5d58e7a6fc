"""The pages for parents from right to left, and in the language that a browser asks for."""

import pytest
from playwright.sync_api import expect

from dekkend.config.tests.test_pages_in_languages import published  # noqa: F401 schools with the region's form
from e2e.conftest import PHONE

ARABIC = [
    "/ar/",
    "/ar/scholen/?zoek=lezen&plaats=Oudveen",
    "/ar/scholen/99AB00/",
    "/ar/scholen/99AB00/versies/1/veranderd/",
    "/ar/vergelijk/?school=99AB00&school=99CD00",
    "/ar/scholen/99ZZ99/",
]


@pytest.mark.parametrize("path", ARABIC)
def test_from_right_to_left(visitor, published, path):  # noqa: F811
    reader = visitor(PHONE)
    reader.page.goto(reader.address + path)
    expect(reader.page.locator("html")).to_have_attribute("dir", "rtl")
    reader.check()
    reader.page.locator(".langs summary").click()
    reader.check()


def test_a_school_in_dutch_with_every_fold_open(visitor, published):  # noqa: F811
    for path in ("/scholen/99AB00/", "/ar/scholen/99AB00/"):
        reader = visitor()
        reader.page.goto(reader.address + path)
        reader.page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
        reader.check()


def test_who_asks_for_turkish_is_offered_turkish_and_goes_nowhere_by_itself(visitor, published):  # noqa: F811
    reader = visitor(PHONE, locale="tr-TR")
    reader.page.goto(f"{reader.address}/scholen/99AB00/")
    offer = reader.page.locator(".offer")
    expect(offer.get_by_role("link")).to_have_text("Bu sayfayı Türkçe okuyun")
    expect(reader.page.locator("html")).to_have_attribute("lang", "nl")
    reader.check()
    offer.get_by_role("link").click()
    expect(reader.page).to_have_url(f"{reader.address}/tr/scholen/99AB00/")
    expect(reader.page.locator(".offer")).to_have_count(0)


def test_an_offer_that_is_closed_stays_away(visitor, published):  # noqa: F811
    reader = visitor(locale="pl-PL")
    reader.page.goto(f"{reader.address}/scholen/")
    reader.page.locator(".offer button").click()
    expect(reader.page.locator(".offer")).to_have_count(0)
    expect(reader.page.locator(".langs summary")).to_be_focused()
    reader.page.reload()
    expect(reader.page.locator(".langs")).to_be_visible()
    expect(reader.page.locator(".offer")).to_have_count(0)


def test_the_switch_works_without_script(visitor, published):  # noqa: F811
    reader = visitor(script=False, locale="uk-UA")
    reader.page.goto(f"{reader.address}/scholen/?zoek=lezen")
    expect(reader.page.locator(".offer")).to_have_count(0)
    reader.page.locator(".langs summary").click()
    reader.page.get_by_role("link", name="Українська").click()
    expect(reader.page).to_have_url(f"{reader.address}/uk/scholen/?zoek=lezen")
    expect(reader.page.locator("html")).to_have_attribute("lang", "uk")


def test_a_reader_of_dutch_is_offered_nothing(visitor, published):  # noqa: F811
    reader = visitor()
    reader.page.goto(f"{reader.address}/nl-simple/scholen/")
    expect(reader.page.locator(".langs")).to_be_visible()
    expect(reader.page.locator(".offer")).to_have_count(0)

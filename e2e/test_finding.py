"""A parent finds a school: on a phone, with the keyboard, without script, and from right to left."""

import pytest
from playwright.sync_api import expect

from dekkend.conftest import make_site
from dekkend.organisations.models import Partnership, Site
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 a version to publish
from e2e.conftest import PHONE

SAID = {
    "mission": "Leest uw kind moeilijk? Dan helpt een leescoach elke ochtend.",
    "support.dyslexia": True,
    "support.referral": "Een kind in een rolstoel kan onze trap niet op.",
    "support.referral_needs": ["wheelchair"],
}


@pytest.fixture
def schools(version, bring, head, region, board):  # noqa: F811
    """De Regenton can be read; De Bron has no profile yet, and lies in the next town."""
    Site.objects.update(latitude=52.10, longitude=4.90)
    Partnership.objects.update(support_point_name="Steunpunt Rietland", support_point_phone="0000 12 34 56")
    make_site("99BB00", "De Bron", board, region, city="Merwijk", postcode="3499 ZZ",
              latitude=52.14, longitude=4.90)  # fmt: skip
    answer(version, SAID, head)
    return bring(version, "published")


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_from_own_words_to_the_school(visitor, schools, script):
    parent = visitor(PHONE, script=script)
    parent.open("/")
    page = parent.page
    page.fill("#zoek", "mijn kind leest moeilijk")
    page.fill("#plaats", "3495 ab")
    page.click("main button.primary")
    page.wait_for_url("**/scholen/?zoek=mijn+kind+leest+moeilijk&plaats=3495+ab")
    parent.check()
    expect(page.locator("#lijst")).to_have_text("1 school")
    expect(page.locator(".result")).to_contain_text("Doet de school standaard")
    assert page.locator(".result mark").all_inner_texts() == ["Leest", "leescoach"]

    page.click(".filters summary")
    page.check("input[name=hoe][value=elders]")
    page.click("text=Pas toe")
    parent.check()
    expect(page.locator("#lijst")).to_have_text("Geen school gevonden")
    expect(page.locator("main")).to_contain_text("0000 12 34 56")
    page.click("text=Zet de filters uit (1 school)")
    page.click(".result h3 a")
    page.wait_for_url("**/scholen/99AB00/")


def test_with_the_keyboard_alone(visitor, schools):
    parent = visitor()
    parent.open("/scholen/")
    page = parent.page
    page.focus("#zoek")
    page.keyboard.type("rolstoel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scholen/?zoek=rolstoel")
    expect(page.locator(".result")).to_contain_text("Hier helpt een andere school")
    page.focus("a.chip")
    page.keyboard.press("Enter")
    page.wait_for_url("**niet=wheelchair")
    parent.check()
    expect(page.locator("#lijst")).to_have_text("2 scholen, op plaats")


def test_from_the_map_to_the_school_in_the_list(visitor, schools):
    parent = visitor(PHONE, script=False)
    parent.open("/scholen/?plaats=3495")
    page = parent.page
    page.click("a.to-map")
    pins = page.locator(".found-map a")
    assert [pin.get_attribute("aria-label") for pin in pins.all()] == ["1: De Regenton", "2: De Bron"]
    assert (
        page.locator(".found-map svg").evaluate("svg => svg.getBoundingClientRect().right") <= PHONE["width"]
    )
    pins.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#school-99BB00")
    expect(page.locator("#school-99BB00")).to_be_in_viewport()
    expect(page.locator("#school-99BB00 .pin-no")).to_have_text("2")


def test_in_arabic_with_arabic_digits_from_right_to_left(visitor, schools):
    parent = visitor(PHONE)
    parent.open("/ar/scholen/")
    page = parent.page
    page.fill("#zoek", "طفلي عنده صعوبة في القراءة")
    page.fill("#plaats", "٣٤٩٥")
    page.click("main button.primary")
    page.wait_for_load_state()
    parent.check()
    assert page.locator(".result h3").all_inner_texts() == ["De Regenton"]
    expect(page.locator("a.chip").first).to_contain_text("القراءة وعسر القراءة")
    assert page.locator(".result p[lang=nl]").first.get_attribute("dir") == "ltr"


def test_nonsense_is_told_where_it_was_typed(visitor, schools):
    parent = visitor()
    parent.open("/scholen/?zoek=lezen&plaats=9999")
    expect(parent.page.locator("#plaats-fout")).to_contain_text("kennen wij niet")
    parent.open("/scholen/?pagina=99999")
    expect(parent.page.locator("#lijst")).to_have_text("Deze bladzijde is er niet")

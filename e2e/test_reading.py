"""A parent reads a school and puts schools side by side: phone, paper, keyboard, and without script."""

import pytest
from playwright.sync_api import expect

from dekkend.conftest import make_site
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from dekkend.website.tests.compare.schools import publish
from e2e.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {
    "support.dyslexia": True,
    "support.referral": "Een rolstoel past niet door de deur. Wij zoeken dan met u.",
    "support.referral_needs": ["wheelchair"],
}
SCHOOL, BOTH = "/scholen/99AB00/", "/vergelijk/?school=99AB00&school=99CD00"


@pytest.fixture
def schools(version, bring, head, region, edition, other_site, other_board):  # noqa: F811
    """De Regenton with an answer and a limit, De Zeepkist beside it, and one with nothing to read."""
    answer(version, SAID, head)
    bring(version, "published")
    publish(other_site, region, edition, {"support.dyslexia": True, "support.bullying": True})
    make_site("99ZA01", "De Nieuwe", other_board, region)


def test_a_mother_finds_her_question_and_opens_the_whole_text(visitor, schools):
    parent = visitor(PHONE)
    parent.open(SCHOOL)
    parent.page.get_by_role("link", name="Mijn kind leest moeilijk").click()
    expect(parent.page.locator("#behoefte-dyslexia")).to_be_in_viewport()
    mission = parent.page.locator("[id='vraag-mission']")
    expect(mission).not_to_be_visible()
    parent.page.get_by_text("Lees dit hoofdstuk: Missie en visie").click()
    expect(mission).to_be_visible()
    parent.check()
    parent.page.get_by_role("link", name="Zoek scholen in de buurt die dit wel bieden").click()
    parent.page.wait_for_url("**/scholen/?plaats=3495+AB&nodig=wheelchair&hoe=standaard&hoe=extra&hoe=regio")


def test_an_address_with_a_question_unfolds_what_it_points_at(visitor, schools):
    parent = visitor(PHONE)
    parent.page.goto(f"{parent.address}{SCHOOL}#vraag-mission")
    expect(parent.page.locator("[id='vraag-mission']")).to_be_in_viewport()
    parent.check()


def test_on_paper_everything_is_open_and_menus_are_gone(visitor, schools):
    parent = visitor()
    parent.open(SCHOOL)
    parent.page.emulate_media(media="print")
    for part in ("[id='vraag-mission']", "[id='vraag-support.reporting_code']", ".print-only"):
        expect(parent.page.locator(part)).to_be_visible()
    for gone in (".top", ".foot", ".questions", "#meenemen", "[href*=nodig]"):
        expect(parent.page.locator(gone)).not_to_be_visible()
    expect(parent.page.locator(".print-only")).to_contain_text(SCHOOL)


def test_by_keyboard_to_the_school_and_beside_another(visitor, schools):
    parent = visitor()
    parent.open(SCHOOL)
    parent.page.get_by_role("link", name="Vergelijk deze school met een andere").focus()
    parent.page.keyboard.press("Enter")
    parent.page.wait_for_url("**/vergelijk/?school=99AB00")
    parent.check()
    parent.page.get_by_label("Zoek een school in deze regio").focus()
    parent.page.keyboard.type("zeepkist")
    parent.page.keyboard.press("Enter")
    parent.page.wait_for_url("**naam=zeepkist")
    parent.page.get_by_role("link", name="De Zeepkist").focus()
    parent.page.keyboard.press("Enter")
    parent.page.wait_for_url(f"**{BOTH}")
    parent.check()
    expect(parent.page.get_by_role("heading", name="Twee scholen naast elkaar")).to_be_visible()


def test_side_by_side_on_a_phone_open_and_folded(visitor, schools):
    parent = visitor(PHONE)
    parent.open(BOTH)
    for fold in parent.page.locator("main details").all():
        fold.locator("summary").click()
    parent.check()
    row = parent.page.get_by_role("row", name="Mijn kind rijdt in een rolstoel")
    expect(row.get_by_text("Andere school helpt")).to_be_visible()
    expect(row.get_by_text("Schrijft hier niets over")).to_be_visible()


def test_side_by_side_on_paper(visitor, schools):
    parent = visitor()
    parent.open(BOTH)
    expect(parent.page.get_by_role("button", name="Print deze pagina")).to_be_visible()
    parent.page.emulate_media(media="print")
    for gone in (".top", ".chip", "#naam"):
        expect(parent.page.locator(gone).first).not_to_be_visible()
    expect(parent.page.get_by_text("Wat doet u tot er een plek is op een andere school?")).to_be_visible()
    parent.page.emulate_media(media="screen")


@pytest.mark.parametrize(
    "address", ["/vergelijk/", f"{BOTH}&school=99ZA01&school=99ZZ99", "/scholen/99ZA01/"]
)
def test_what_is_missing_is_told(visitor, schools, address):
    parent = visitor(PHONE)
    parent.open(address)


def test_all_of_it_without_script(visitor, schools):
    parent = visitor(script=False)
    parent.open(SCHOOL)
    parent.page.get_by_role("link", name="Vergelijk deze school met een andere").click()
    parent.page.get_by_label("Zoek een school in deze regio").fill("zeep")
    parent.page.get_by_role("button", name="Zoek").click()
    parent.page.get_by_role("link", name="De Zeepkist").click()
    expect(parent.page.get_by_role("heading", name="Hier verschillen ze")).to_be_visible()
    expect(parent.page.get_by_role("button", name="Print deze pagina")).not_to_be_visible()
    parent.page.get_by_text("Toon wat gelijk is").click()
    expect(parent.page.get_by_role("row", name="Mijn kind leest moeilijk")).to_be_visible()

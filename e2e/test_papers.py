"""A paper with a question, from the chapter and back: with script, without it, and by keyboard."""

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD
from dekkend.core.files.kinds import MOST_BYTES, TOO_LARGE, UNKNOWN
from dekkend.core.tests import files
from dekkend.profiles.actions import start_working_copy
from dekkend.profiles.models import Answer, Paper, Version
from e2e.conftest import NEXT_FRAMES, PHONE
from e2e.filling import SENTENCE

PLAN = {"name": "Schoolplan 2026.docx", "mimeType": "text/html", "buffer": files.pdf("Plan")}
PAGE = {"name": "kwaad.pdf", "mimeType": "application/pdf", "buffer": b"<script>alert(1)</script>"}
LARGE = {"name": "groot.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + bytes(MOST_BYTES)}


@pytest.fixture
def version(transactional_db, regime, region, site, head) -> Version:
    return start_working_copy(site=site, partnership=region, actor=head, at=now())


def at_the_chapter(visitor, version, head, **options):
    someone = visitor(**options)
    someone.sign_in(head.email, PASSWORD)
    someone.page.goto(f"{someone.address}/werk/profiel/{version.pk}/hoofdstuk/school/")
    return someone


def to_the_papers(page) -> None:
    page.get_by_role("button", name="Voeg een stuk toe bij: Waar staat onze school voor?").click()
    expect(page.locator("h1")).to_have_text("Stukken bij deze vraag")


def add(page, file, title: str) -> None:
    page.set_input_files("input[type=file]", file)
    page.fill("input[name=title]", title)
    page.get_by_role("button", name="Voeg toe", exact=True).click()
    page.wait_for_load_state()


def stored(version) -> str | None:
    return Answer.objects.filter(version=version, key="mission").values_list("value", flat=True).first()


def test_from_the_chapter_and_back(visitor, version, head):
    someone = at_the_chapter(visitor, version, head)
    page = someone.page
    someone.check()
    page.fill("textarea[name=mission]", SENTENCE)
    to_the_papers(page)
    assert stored(version) == SENTENCE
    someone.check()

    page.set_input_files("input[type=file]", LARGE)
    expect(page.locator("[data-fault]")).to_have_text(TOO_LARGE)
    someone.check()
    add(page, PAGE, "Ons plan")
    expect(page.locator("p.error")).to_contain_text(UNKNOWN)
    expect(page.locator("input[name=title]")).to_have_value("Ons plan")
    assert page.title().startswith("Fout: ")
    someone.check()

    add(page, PLAN, "Ons plan")
    expect(page.locator(".messages")).to_contain_text("«Ons plan» staat erbij.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Ons plan").click()
    assert download.value.suggested_filename == "Schoolplan 2026.pdf"
    assert download.value.path().read_bytes() == PLAN["buffer"]

    page.get_by_role("button", name="Haal weg «Ons plan»").click()
    page.get_by_role("link", name="Toch niet? Zet het terug.").click()
    expect(page).to_have_url(re.compile("#weggehaald$"))
    someone.check()
    page.get_by_role("button", name="Zet terug «Ons plan»").click()
    expect(page.locator(".messages")).to_contain_text("«Ons plan» staat er weer bij.")
    page.get_by_role("link", name="Terug naar de vraag").click()
    expect(page.locator('[data-question="mission"]').get_by_role("link", name="Ons plan")).to_be_visible()
    someone.open(f"/werk/profiel/{version.pk}/lezen/")
    expect(page.get_by_role("link", name="Ons plan")).to_be_visible()


def test_without_script(visitor, version, head):
    someone = at_the_chapter(visitor, version, head, script=False, viewport=PHONE)
    page = someone.page
    page.fill("textarea[name=mission]", SENTENCE)
    to_the_papers(page)
    assert stored(version) == SENTENCE
    add(page, LARGE, "Te groot")
    assert TOO_LARGE in page.locator("p.error").inner_text()
    assert page.locator("input[name=title]").input_value() == "Te groot"
    add(page, PLAN, "Ons plan")
    assert "«Ons plan» staat erbij." in page.locator(".messages").inner_text()
    assert not someone.sticks_out()


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_field_goes_on_and_not_to_the_papers(visitor, version, head, script):
    page = at_the_chapter(visitor, version, head, script=script, axe=False).page
    page.fill("input[name='school.classes']", "8")
    page.press("input[name='school.classes']", "Enter")
    page.wait_for_url(re.compile("/hoofdstuk/inspection/"))


def test_by_keyboard_alone(visitor, version, head):
    page = at_the_chapter(visitor, version, head, axe=False).page
    page.get_by_role("button", name="Voeg een stuk toe bij: Waar staat onze school voor?").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Stukken bij deze vraag")
    page.wait_for_load_state("networkidle")
    page.locator("input[type=file]").focus()
    page.evaluate(NEXT_FRAMES)  # a chooser opens only on a page that was drawn
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(PLAN)
    page.keyboard.press("Tab")
    page.keyboard.type("Ons plan")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("«Ons plan» staat erbij.")
    assert Paper.objects.get().title == "Ons plan"

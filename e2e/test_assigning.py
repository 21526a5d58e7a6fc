"""A head teacher at a desk asks a teacher for a chapter; the teacher writes it on a phone, and is done."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import Page, expect

from dekkend.conftest import PASSWORD
from dekkend.profiles.actions import start_working_copy
from dekkend.profiles.models import Answer, Assignment, Version
from e2e.conftest import PHONE
from e2e.filling import SENTENCE, saved
from e2e.test_keyboard import press, tab_to

CHAPTER = "school"


@pytest.fixture
def version(transactional_db, regime, region, site, head) -> Version:
    return start_working_copy(site=site, partnership=region, actor=head, at=now())


def signed_in(visitor, person, *arguments, **options):
    someone = visitor(*arguments, **options)
    someone.sign_in(person.email, PASSWORD)
    return someone


def chapter_of(version: Version) -> str:
    return f"/werk/profiel/{version.pk}/hoofdstuk/{CHAPTER}/"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_asked_at_a_desk_and_written_on_a_phone(visitor, version, head, teacher, site, script):
    asker = signed_in(visitor, head, script=script)
    asker.open(chapter_of(version))
    page = asker.page
    page.get_by_role("link", name="Vraag een collega dit hoofdstuk te schrijven").click()
    asker.check()
    page.get_by_role("button", name="Vraag het").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies een collega.")
    asker.check()
    page.get_by_label("Youssef Amrani, leerkracht").check()
    page.get_by_label("Op welke dag moet het klaar zijn?").fill((localdate() + timedelta(days=2)).isoformat())
    page.get_by_label("Waar moet uw collega op letten?").fill("Let vooral op dyslexie.")
    page.get_by_role("button", name="Vraag het").click()
    expect(page.get_by_role("heading", name="Youssef Amrani schrijft dit hoofdstuk")).to_be_visible()
    asker.check()

    writer = signed_in(visitor, teacher, PHONE, script=script)
    writer.open("/werk/")
    page = writer.page
    page.get_by_role("link", name="De Regenton").first.click()
    expect(page.get_by_role("heading", name="Dit hoofdstuk is aan u gevraagd")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Let vooral op dyslexie.")
    writer.check()
    page.fill("textarea[name=mission]", SENTENCE)
    if script:
        page.locator("h1").click()
        saved(page)
        assert Answer.objects.get(version=version, key="mission").saved_by == teacher
    page.get_by_role("button", name="Ik ben klaar met dit hoofdstuk").click()
    expect(page.get_by_role("heading", name="U bent klaar met dit hoofdstuk")).to_be_visible()
    writer.check()
    assert Answer.objects.get(version=version, key="mission").value == SENTENCE

    page = asker.page
    asker.open(f"/werk/school/{site.code}/")
    expect(page.get_by_role("link").filter(has_text="Youssef Amrani is klaar")).to_be_visible()
    asker.open(chapter_of(version))
    page.get_by_role("button", name="Zet weer open").click()
    asker.check()
    assert Assignment.objects.get().is_open


def test_by_keyboard(visitor, version, head, teacher):
    """Asked, written and done with Tab, Space, Enter and typing alone."""
    asker = signed_in(visitor, head, axe=False)
    page = asker.page
    page.goto(asker.address + chapter_of(version))
    press(page, f'a[href$="/hoofdstuk/{CHAPTER}/vragen/"]')
    choose(page, "Youssef Amrani, leerkracht")
    press(page, "main form button.primary")
    assert Assignment.objects.get().assignee == teacher

    writer = signed_in(visitor, teacher, PHONE, axe=False)
    page = writer.page
    page.goto(writer.address + chapter_of(version))
    tab_to(page, page.locator("textarea[name=mission]"))
    page.keyboard.type(SENTENCE)
    press(page, "button[name=finish]")
    assert not Assignment.objects.get().is_open
    assert Answer.objects.get(version=version, key="mission").value == SENTENCE


def choose(page: Page, name: str) -> None:
    """To the radios with Tab, along them with the arrows."""
    radios = page.get_by_role("radio")
    tab_to(page, radios.first)
    wanted = page.get_by_label(name)
    page.keyboard.press("Space")
    for _ in range(radios.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} cannot be chosen with the arrows")

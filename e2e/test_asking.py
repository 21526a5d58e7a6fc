"""A mother on her phone asks, says what is not right, and takes everything along; the school answers."""

import os
import re
import zipfile

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.cases import actions
from dekkend.cases.models import Case
from dekkend.cases.tests.conftest import CHILD, MOTHER, adopted, mails_waiting
from e2e.conftest import DESK, PHONE

QUESTION = "Wie komt er in de klas kijken?"
ANSWER = "Irma van het Loket. Zij belt u deze week."
WRONG, RIGHT = "Hij leest thuis wel.", "Hij leest thuis elke avond voor."


@pytest.fixture
def shared(site, region, coordinator) -> Case:
    """The school wrote what it sees, and shared it with the mother."""
    adopted(region)
    case = actions.open_case(
        site=site, partnership=region, kind="expertise", child=CHILD, actor=coordinator, at=now()
    )
    who = actions.Who(MOTHER.name, MOTHER.email, MOTHER.relation)
    actions.add_party(case_id=case.pk, who=who, actor=coordinator, at=now())
    values = {"pupil.hard": ("Kees leest nooit uit zichzelf.", 0)}
    actions.write_as_school(case_id=case.pk, form="growth", values=values, actor=coordinator, at=now())
    actions.share_with_parents(case_id=case.pk, actor=coordinator, at=now())
    return case


def look(person, name: str) -> None:
    """For who works on these pages: LOOK=<folder> keeps a picture at both widths."""
    person.check()
    if folder := os.environ.get("LOOK"):
        for size in (PHONE, DESK):
            person.page.set_viewport_size(size)
            person.page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def come_in(mother) -> None:
    mother.open(re.search(r"//[^/]+(/\S+)", mails_waiting()[-1]["body"])[1])
    mother.press()
    mother.page.fill("[name=code]", re.search(r"\d{6}", mails_waiting()[-1]["body"])[0])
    mother.press()


def test_asked_answered_corrected_and_taken_along(visitor, enter, shared, coordinator, tmp_path):
    mother, school = visitor(PHONE), enter(coordinator)
    come_in(mother)
    asks(mother)
    answers(school, shared)
    reads_and_corrects(mother)
    settles(school, shared)
    types_too_late(mother, shared, coordinator)
    takes_everything(mother, tmp_path)


def asks(mother) -> None:
    page = mother.page
    page.click("main a:text('Stel een vraag')")
    mother.press()
    look(mother, "1-asking")
    expect(page.locator("main [role=alert]")).to_contain_text("Schrijf uw vraag.")
    page.fill("[name=words]", QUESTION)
    mother.press()
    look(mother, "2-asked")


def answers(school, case) -> None:
    page = school.page
    school.open("/dossiers/")
    expect(page.locator("tbody")).to_contain_text("Een ouder vroeg iets: geef antwoord")
    page.click(f"th a:has-text('{case.number}')")
    look(school, "3-case")
    page.click("text=Antwoord op de vraag van ouder 1")
    page.fill("[name=words]", ANSWER)
    look(school, "4-answer")
    school.press()
    expect(page.locator("main")).to_contain_text("De ouder krijgt een mail.")


def reads_and_corrects(mother) -> None:
    page = mother.page
    page.click("header nav a >> nth=0")
    look(mother, "5-news")
    page.click("text=Er is antwoord op uw vraag")
    look(mother, "6-answered")
    expect(page.locator("main")).to_contain_text(ANSWER)
    page.click("header nav a:text('Dossier')")
    page.click('main a[href*="/klopt-niet/"] >> nth=0')
    page.fill("[name=wrong]", WRONG)
    page.fill("[name=right]", RIGHT)
    look(mother, "7-correct")
    mother.press()
    look(mother, "8-corrected")
    page.click("header nav a:text('Dossier')")
    look(mother, "9-file")


def settles(school, case) -> None:
    page = school.page
    school.open(f"/dossiers/{case.pk}/vragen/")
    look(school, "10-list")
    page.click(f"text={WRONG}")
    page.check("input[name=outcome][value=kept]")
    page.fill("[name=answer]", "Op school doet hij dat nog niet.")
    look(school, "11-settle")
    school.press()
    school.open(f"/dossiers/{case.pk}/ouders/1/")
    page.click("summary:text('Stuur de link opnieuw')")
    look(school, "12-link")


def types_too_late(mother, case, coordinator) -> None:
    """The school takes its text back while she writes about it: her words are there, to keep."""
    page = mother.page
    page.click("header nav a:text('Dossier')")
    page.click('main a[href*="/klopt-niet/"] >> nth=0')
    page.fill("[name=wrong]", "Hij speelt nooit buiten.")
    page.fill("[name=right]", "Hij speelt elke dag buiten.")
    actions.take_back_from_parents(case_id=case.pk, reason="Wij vullen aan.", actor=coordinator, at=now())
    mother.press()
    look(mother, "13-too-late")
    for words in ("Dit kan nu niet meer", "Hij speelt elke dag buiten."):
        expect(page.locator("main")).to_contain_text(words)
    actions.share_with_parents(case_id=case.pk, actor=coordinator, at=now())
    page.click("main a.primary")


def takes_everything(mother, folder) -> None:
    page = mother.page
    page.click("text=Download alles")
    look(mother, "14-everything")
    with page.expect_download() as started:
        page.click("main a.primary")
    with zipfile.ZipFile(started.value.path()) as archive:
        archive.extractall(folder)
    page.goto(f"file://{folder}/dossier.html")
    look(mother, "15-kept")
    for text in (QUESTION, ANSWER, WRONG, "Op school doet hij dat nog niet."):
        expect(page.locator("main")).to_contain_text(text)

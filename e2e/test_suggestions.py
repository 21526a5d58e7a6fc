"""A teacher proposes another text on a phone, a writer decides; also when the answer changed meanwhile."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD
from dekkend.profiles.actions import save_chapter, start_working_copy, suggest
from dekkend.profiles.models import Answer, Suggestion, Version
from e2e.conftest import PHONE

OLD = "Ieder kind hoort erbij. Fouten maken mag."
NEW = "Ieder kind hoort erbij. Van fouten leren wij."
LATER = "Ieder kind hoort erbij, elke dag weer."


@pytest.fixture
def version(transactional_db, regime, region, site, head) -> Version:
    version = start_working_copy(site=site, partnership=region, actor=head, at=now())
    save_chapter(version=version, actor=head, values={"mission": (OLD, 0)}, at=now())
    return version


def signed_in(visitor, person, *arguments, **options):
    someone = visitor(*arguments, **options)
    someone.sign_in(person.email, PASSWORD)
    return someone


def chapter_of(someone, version) -> str:
    return f"{someone.address}/werk/profiel/{version.pk}/hoofdstuk/school/"


def mission(version) -> str:
    return Answer.objects.get(version=version, key="mission").value


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_teacher_proposes_on_a_phone_and_the_head_takes_it_over(visitor, version, teacher, head, script):
    someone = signed_in(visitor, teacher, PHONE, script=script)
    page = someone.page
    page.goto(chapter_of(someone, version))
    someone.check()
    page.get_by_role("link", name="Stel een andere tekst voor bij: Waar staat onze school voor?").click()
    someone.check()
    page.get_by_role("button", name="Stel voor").click()
    expect(page.get_by_role("alert")).to_contain_text("Dit is de tekst die er al staat.")
    someone.check()
    page.fill("textarea[name=text]", NEW)
    page.fill("textarea[name=why]", "Zo staat er ook wat het oplevert.")
    page.get_by_role("button", name="Stel voor").click()
    expect(page.get_by_role("status").first).to_contain_text("Uw voorstel staat erbij.")
    someone.check()

    someone = signed_in(visitor, head, script=script)
    page = someone.page
    page.goto(chapter_of(someone, version))
    proposal = page.get_by_role("group", name="Voorstel van Youssef Amrani")
    expect(proposal.locator(".changes ins")).to_contain_text("Van fouten leren wij")
    someone.check()
    proposal.get_by_role("button", name="Neem over").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Het voorstel staat nu in het profiel.")
    assert mission(version) == NEW
    page.get_by_role("link", name="Ongedaan maken").click()
    someone.check()
    page.get_by_role("button", name="Maak dit besluit ongedaan").click()
    expect(page.get_by_role("status").first).to_contain_text("Het voorstel staat weer open.")
    assert mission(version) == OLD


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_answer_changed_meanwhile(visitor, version, teacher, head, script):
    """The head types on at the very question, and then presses the button: all texts are shown first."""
    suggest(version_id=version.pk, actor=teacher, key="mission", text=NEW, why="", revision=1, at=now())
    someone = signed_in(visitor, head, script=script)
    page = someone.page
    page.goto(chapter_of(someone, version))
    page.fill("textarea[name=mission]", LATER)
    page.get_by_role("group", name="Voorstel van Youssef Amrani").get_by_role(
        "button", name="Neem over"
    ).click()
    page.wait_for_url("**/voorstellen/**")
    assert mission(version) == LATER
    for words in (OLD, LATER, NEW):
        expect(page.locator(".theirs", has_text=words).first).to_be_visible()
    someone.check()
    page.locator("summary", has_text="Maak er één tekst van").click()
    expect(page.get_by_label("De tekst die er komt")).to_have_value(LATER)
    someone.check()
    page.get_by_label("De tekst die er komt").fill(f"{LATER} Van fouten leren wij.")
    page.get_by_role("button", name="Bewaar deze tekst").click()
    expect(page.get_by_role("status").first).to_contain_text("Uw tekst staat nu in het profiel")
    assert mission(version) == f"{LATER} Van fouten leren wij."


def test_not_taken_over_with_a_reason_and_a_draft_that_survives(visitor, version, teacher, head):
    suggest(version_id=version.pk, actor=teacher, key="mission", text=NEW, why="", revision=1, at=now())
    someone = signed_in(visitor, head, PHONE)
    page = someone.page
    page.goto(f"{someone.address}/werk/profiel/{version.pk}/voorstellen/")
    someone.check()
    page.get_by_role("link", name="Begin met het eerste").click()
    page.locator("summary", has_text="Neem niet over").click()
    page.get_by_label("Waarom niet?").fill("Dit staat al bij hoofdstuk 4.")
    page.reload()
    page.locator("summary", has_text="Neem niet over").click()
    expect(page.get_by_label("Waarom niet?")).to_have_value("Dit staat al bij hoofdstuk 4.")
    someone.check()
    page.get_by_role("button", name="Neem niet over").click()
    expect(page.get_by_role("status").first).to_contain_text("Het voorstel gaat niet mee.")
    assert Suggestion.objects.get().reason == "Dit staat al bij hoofdstuk 4."
    assert mission(version) == OLD

    someone = signed_in(visitor, teacher, PHONE)
    page = someone.page
    page.goto(f"{someone.address}/werk/profiel/{version.pk}/voorstellen/mission/")
    expect(page.locator("main")).to_contain_text("Dit staat al bij hoofdstuk 4.")
    field = page.get_by_label("Uw voorstel")
    expect(field).to_have_value(OLD)
    field.fill("Een half voorstel")
    page.reload()
    expect(field).to_have_value("Een half voorstel")
    page.get_by_role("button", name="Begin met de tekst die er stond").click()
    expect(field).to_have_value(OLD)
    someone.check()

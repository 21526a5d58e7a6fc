"""Help while writing, in a browser: tips come and go, texts of other schools, the draft as others see it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD
from dekkend.profiles.actions import start_working_copy
from dekkend.profiles.models import Answer, SupportProfile, Version
from e2e.conftest import PHONE

LONG = (
    "Als een kind in de klas niet mee kan komen met lezen of rekenen, dan praten de leerkracht en de IB-er "
    "eerst met elkaar en daarna met de ouders. "
)
EASY = "Leest een kind moeilijk? Dan praten wij eerst met u."
THEIRS = "Bij ons begint elke dag met een kring. Elk kind komt aan de beurt."


@pytest.fixture
def version(transactional_db, regime, region, site, head):
    return start_working_copy(site=site, partnership=region, actor=head, at=now())


@pytest.fixture
def example(version, other_site, regime, region):
    """Another school of the region that shares its texts."""
    profile = SupportProfile.objects.create(site=other_site, partnership=region, shares_texts=True)
    return Version.objects.create(
        profile=profile,
        number=1,
        edition=regime.edition,
        regime=regime,
        state=Version.State.PUBLISHED,
        started_at=now(),
        established_on=localdate(),
        valid_until=localdate() + timedelta(days=300),
        published_at=now(),
        snapshot={"edition": {}, "register": {"site.name": other_site.name}, "answers": {"mission": THEIRS}},
    )


@pytest.fixture
def write(visitor, version, head):
    """The head teacher at the chapter with the mission."""

    def open_chapter(*args, **options):
        someone = visitor(*args, **options)
        someone.sign_in(head.email, PASSWORD)
        someone.open(chapter(version))
        return someone

    return open_chapter


def chapter(version: Version) -> str:
    return f"/werk/profiel/{version.pk}/hoofdstuk/school/"


def stored(version: Version):
    return Answer.objects.filter(version=version, key="mission").values_list("value", flat=True).first()


def test_tips_come_while_typing_and_go_when_the_text_is_easy(write, version):
    writer = write()
    page, box = writer.page, writer.page.locator('[data-question="mission"]')
    field, tips, news = box.locator("textarea"), box.locator("[data-tips]"), box.locator("[data-tips-news]")
    expect(tips).to_be_hidden()
    field.click()
    page.keyboard.type(LONG)
    expect(tips).to_contain_text("heeft 29 woorden. Maak er twee van.")
    expect(tips).to_contain_text("“IB-er” kent niet alle ouders.")
    expect(news).to_have_text("Twee tips voor een tekst die elke ouder begrijpt, onder het veld.")
    assert news.get_attribute("role") == "status"
    expect(field).to_be_focused()
    assert stored(version) is None  # a tip saves nothing
    writer.check()
    field.fill(EASY)
    expect(tips).to_be_hidden()
    expect(news).to_have_text("Geen tips meer.")


def test_folded_away_they_stay_folded_at_the_next_visit(write, version):
    writer = write(axe=False)
    tips = writer.page.locator('[data-question="mission"] [data-tips]')
    writer.page.fill("textarea[name=mission]", LONG)
    expect(tips).to_be_visible()
    tips.locator("summary").focus()
    writer.page.keyboard.press("Enter")
    expect(tips.locator("ul")).to_be_hidden()
    writer.page.locator("h1").click()
    expect(writer.page.locator('[data-question="mission"] [data-save]')).to_contain_text("Opgeslagen")
    writer.page.reload()
    expect(tips.locator("summary")).to_be_visible()
    expect(tips.locator("ul")).to_be_hidden()


def test_another_text_is_taken_only_when_the_writer_says_so(write, version, example):
    writer = write(PHONE)
    page = writer.page
    field = page.locator("textarea[name=mission]")
    opens = page.get_by_role("button", name="Zo schrijft 1 andere school het")
    opens.focus()
    page.keyboard.press("Enter")
    expect(opens).to_have_attribute("aria-expanded", "true")
    use = page.get_by_role("button", name="Gebruik als begin")
    expect(use).to_be_visible()
    writer.check()
    use.click()
    expect(field).to_have_value(THEIRS)
    expect(field).to_be_focused()
    field.fill("Dit schreef ik zelf, over onze eigen school.")
    use.click()
    expect(field).to_have_value("Dit schreef ik zelf, over onze eigen school.")
    writer.check()
    page.get_by_role("button", name="Toch niet").click()
    expect(field).to_have_value("Dit schreef ik zelf, over onze eigen school.")
    use.click()
    page.get_by_role("button", name="Vervang mijn tekst").click()
    expect(field).to_have_value(THEIRS)
    page.locator("h1").click()
    expect(page.locator('[data-question="mission"] [data-save]')).to_contain_text("Opgeslagen")
    assert stored(version) == THEIRS


def test_without_script_tips_stand_there_after_saving_and_examples_have_a_page(write, version, example):
    writer = write(script=False)
    page = writer.page
    page.fill("textarea[name=mission]", LONG)
    page.click("button.primary")
    writer.open(chapter(version))
    expect(page.locator('[data-question="mission"] [data-tips]')).to_contain_text("heeft 29 woorden")
    page.get_by_role("link", name="Zo schrijft 1 andere school het").click()
    expect(page.locator("main")).to_contain_text(THEIRS)
    expect(page.get_by_role("button", name="Gebruik als begin")).to_have_count(0)


def test_the_pages_around_it(visitor, version, example, head):
    Answer.objects.create(
        version=version, key="mission", value=LONG, saved_by=head, saved_by_name=head.name, saved_at=now()
    )
    reader = visitor()
    reader.sign_in(head.email, PASSWORD)
    for place in ("leesbaarheid", "voorbeeld/ouders", "voorbeeld/mr", "antwoord/mission/voorbeelden"):
        reader.open(f"/werk/profiel/{version.pk}/{place}/")
    reader.open("/werk/school/99AB00/delen/")
    reader.page.get_by_role("button", name="Deel onze teksten").click()
    reader.check()
    expect(reader.page.locator("h1")).to_have_text("Uw school deelt haar teksten")
    assert SupportProfile.objects.get(site__code="99AB00").shares_texts

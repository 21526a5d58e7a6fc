"""Another school reads along: asked by the head teacher, accepted, a remark, a proposal, and over."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD
from dekkend.profiles.actions import add_comment, save_chapter, start_working_copy
from dekkend.profiles.models import Answer, Comment, Friendship, Version
from e2e.conftest import PHONE

TEXT = "Ieder kind hoort erbij. Wij werken in units."
CLEARER = "Ieder kind hoort erbij. Wij werken in grote groepen met vier leerkrachten."
INTERNAL = "Dit schrijven wij onderling."
REMARK = "Wat is een unit?"


@pytest.fixture
def version(transactional_db, regime, region, site, head) -> Version:
    version = start_working_copy(site=site, partnership=region, actor=head, at=now())
    save_chapter(version=version, actor=head, values={"mission": (TEXT, 0)}, at=now())
    facts = {"key": "mission", "text": INTERNAL, "answers": None, "at": now()}
    add_comment(version_id=version.pk, actor=head, **facts)
    return version


def signed_in(visitor, person, *arguments, **options):
    someone = visitor(*arguments, **options)
    someone.sign_in(person.email, PASSWORD)
    return someone


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_it_is_asked_reads_remarks_and_proposes(visitor, version, head, other_head, script):
    asking = signed_in(visitor, head, script=script)
    page = asking.page
    page.goto(f"{asking.address}/werk/school/99AB00/")
    page.get_by_role("link", name="Laat een andere school meelezen").click()
    asking.check()
    page.get_by_role("button", name="Vraag de school").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies een school.")
    asking.check()
    page.get_by_label("Welke school vraagt u?").select_option(label="De Zeepkist")
    page.get_by_label("Wat wilt u van de andere school weten?").fill("Waar wordt het onduidelijk?")
    page.get_by_role("button", name="Vraag de school").click()
    expect(page.get_by_role("status").first).to_contain_text("De Zeepkist krijgt een mail")
    asking.check()

    reading = signed_in(visitor, other_head, PHONE, script=script)
    page = reading.page
    page.goto(f"{reading.address}/werk/")
    page.get_by_role("row", name="Zeg of uw school meeleest").get_by_role("link", name="De Regenton").click()
    reading.check()
    page.get_by_role("button", name="Ja, wij lezen mee").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lezen/")
    expect(page.locator("main")).to_contain_text("Waar wordt het onduidelijk?")
    expect(page.locator("main")).to_contain_text(TEXT)
    reading.check()
    page.get_by_role("link", name="Schrijf een opmerking bij: Waar staat onze school voor?").click()
    expect(page.locator("main")).not_to_contain_text(INTERNAL)
    page.get_by_label("Uw opmerking").fill(REMARK)
    page.get_by_role("button", name="Plaats de opmerking").click()
    expect(page.locator(".comment")).to_have_count(1)
    reading.check()
    page.get_by_role("link", name="Terug naar de vraag").click()
    page.get_by_role("link", name="Stel een andere tekst voor bij: Waar staat onze school voor?").click()
    page.get_by_label("Uw voorstel").fill(CLEARER)
    reading.check()
    page.get_by_role("button", name="Stel voor").click()

    page = asking.page
    page.goto(f"{asking.address}/werk/profiel/{version.pk}/hoofdstuk/school/")
    expect(page.locator("main")).to_contain_text("De Zeepkist leest mee:")
    asking.check()
    page.get_by_role("group", name="Voorstel van Olga Prins").get_by_role("button", name="Neem over").click()
    expect(page.get_by_role("status").first).to_contain_text("Het voorstel staat nu in het profiel.")
    assert Answer.objects.get(version=version, key="mission").value == CLEARER
    page.get_by_role("button", name="Antwoord of handel af bij: Waar staat onze school voor?").click()
    page.get_by_role("link", name="Antwoord op Olga Prins").click()
    expect(page.locator("form")).to_contain_text(["De Zeepkist leest uw antwoord ook."])
    asking.check()
    page.get_by_label("Uw opmerking").fill("Goed punt, dank u.")
    page.get_by_role("button", name="Plaats het antwoord").click()
    assert Comment.objects.count() == 3
    page.goto(f"{asking.address}/werk/profiel/{version.pk}/meelezers/")
    page.get_by_role("button", name="Stop het meelezen van De Zeepkist").click()
    asking.check()
    assert Friendship.objects.get().state == "withdrawn"

    page = reading.page
    page.goto(f"{reading.address}/werk/profiel/{version.pk}/lezen/")
    expect(page.locator("main")).not_to_contain_text("Ieder kind hoort erbij")
    page.goto(f"{reading.address}/werk/meelezen/{Friendship.objects.get().pk}/")
    expect(page.locator("h1")).to_have_text("De Regenton trok de uitnodiging in")
    reading.check()

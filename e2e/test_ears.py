"""A parent says whether they recognise a text, follows the school, and stops; the school reads first."""

import re
import time

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD
from dekkend.profiles.tests.conftest import at, bring, version  # noqa: F401 a version to publish
from dekkend.website.models import Feedback, Subscription
from dekkend.website.publishing import make_files
from dekkend.website.shield import LEAST
from dekkend.website.tests.conftest import GREEN, give_face
from e2e.conftest import PHONE

WORDS = "Onze Sem kreeg elke dag hulp van juf Anna."


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request):
    return request.param


@pytest.fixture
def published(version, bring, region, staff):  # noqa: F811
    """De Regenton can be read, with the face of its region."""
    give_face(region, staff)
    return bring(version, "published")


def test_a_parent_speaks_and_the_school_answers(visitor, script, published, head):
    parent = visitor(PHONE, script=script)
    say_something(parent)
    said = Feedback.objects.get()
    assert (said.choice, said.words, said.state) == ("partly", WORDS, "waiting")
    director = visitor(script=script)
    decide(director, head, said)
    make_files.func(code="99AB00")
    parent.open("/scholen/99AB00/")
    heard = parent.page.locator("section[aria-labelledby=herkent]")
    expect(heard).to_contain_text("Onze [weggelaten] kreeg elke dag hulp van [weggelaten].")
    expect(heard).to_contain_text("Fijn om te horen.")


def say_something(parent):
    """First without a choice, which is told at the field; then as it should be."""
    parent.open("/scholen/99AB00/")
    parent.page.click("text=Vertel het de school")
    parent.check()
    parent.page.fill("textarea", WORDS)
    time.sleep(LEAST)
    parent.press()
    parent.check()
    expect(parent.page.locator("main")).to_contain_text("Kies een van de drie.")
    expect(parent.page.locator("textarea")).to_have_value(WORDS)
    parent.page.get_by_text("Voor een deel").click()
    parent.press()
    parent.check()
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("Dank u wel")


def decide(director, head, said):
    """From the work list to what is on the page: answered, and without the names."""
    director.sign_in(head.email, PASSWORD)
    director.open("/werk/")
    director.page.locator("tr", has_text="Lees een reactie van een ouder").get_by_role("link").click()
    director.check()
    director.page.locator("main li h3 a").first.click()
    director.check()
    director.page.fill("textarea", "Fijn om te horen.")
    director.page.click("text=Bewaar het antwoord")
    director.check()
    director.page.click("text=Zet op de pagina")
    director.check()
    director.press()
    director.check()
    expect(director.page.locator("main")).to_contain_text("Lees de tekst na en zet hier een vinkje.")
    director.page.get_by_label("Ik heb gekeken").check()
    director.press()
    director.check()
    expect(director.page.locator("main")).to_contain_text("Op de pagina gezet door Marit de Wit")
    director.open(f"/werk/reactie/{said.pk}/stap/keep/")


def test_following_by_keyboard_and_stopping(visitor, published):
    parent = visitor()
    parent.open("/scholen/99AB00/volgen/")
    time.sleep(LEAST)
    parent.page.get_by_label("Uw e-mailadres").focus()
    parent.page.keyboard.type("ouder@")
    parent.page.keyboard.press("Enter")
    parent.check()
    expect(parent.page.locator("main")).to_contain_text("Dit is geen e-mailadres.")
    parent.page.get_by_label("Uw e-mailadres").fill("ouder@example.org")
    parent.page.keyboard.press("Enter")
    parent.check()
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("Kijk in uw mail")
    yes, stop = links_in_mail()
    parent.open(yes)
    parent.page.locator("main button").focus()
    parent.page.keyboard.press("Enter")
    parent.check()
    assert Subscription.objects.get().confirmed_at <= timezone.now()
    parent.open(stop)
    parent.press()
    parent.check()
    expect(parent.page.get_by_role("heading", level=1)).to_have_text("U krijgt hierover geen mail meer")
    assert not Subscription.objects.exists()
    parent.open("/volgen/stop/verzonnen/")


def links_in_mail() -> list[str]:
    """The path to say yes, and the one to stop."""
    mail = DBTaskResult.objects.get(args_kwargs__kwargs__to="ouder@example.org").args_kwargs["kwargs"]
    return re.findall(r"http://localhost:8000(\S*/volgen/\S+)", mail["body"])


def test_staff_choose_a_face(visitor, region, staff):
    """A colour that cannot be read is refused with the figure; what is kept is seen on the sample."""
    colleague = visitor()
    colleague.sign_in(staff.email, PASSWORD)
    colleague.open("/werk/regio/PO9901/huisstijl/")
    colleague.page.get_by_label("Kleur van links en knoppen").fill("#f08030")
    colleague.press()
    colleague.check()
    expect(colleague.page.locator("main")).to_contain_text("Te weinig contrast: 2,3 op 1")
    colleague.page.get_by_label("Kleur van links en knoppen").fill(GREEN)
    colleague.page.click("text=Bekijk eerst hoe het wordt")
    colleague.check()
    press = colleague.page.locator(".sample.light .press").first
    assert press.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(29, 104, 66)"
    colleague.page.locator("main button.primary").click()
    colleague.check()
    expect(colleague.page.locator("main")).to_contain_text("Bewaard.")
    colleague.open("/werk/regio/PO9901/reacties/")
    for path in ("/over/PO9901/", "/toegankelijkheid/PO9901/", "/privacy/PO9901/", "/privacy/"):
        colleague.open(path)

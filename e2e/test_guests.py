"""Someone from outside writes one chapter: from the invitation to what the head teacher sees."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD, make_regime
from dekkend.profiles import actions
from dekkend.profiles.models import Answer, Guest, Version
from dekkend.questionnaires.loader import load_edition
from e2e.conftest import PHONE
from e2e.filling import saved

EMAIL = "noor.vis@ggd.example"
TEXT = "Elke dinsdag is er een spreekuur op school."
FIELD = "textarea[name=additional]"


@pytest.fixture
def version(region, site, head) -> Version:
    make_regime(region, load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml"))
    return actions.start_working_copy(site=site, partnership=region, actor=head, at=timezone.now())


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request):
    return request.param


def newest_mail() -> str:
    """The text of the last mail to the guest."""
    sent = (task.args_kwargs["kwargs"] for task in DBTaskResult.objects.order_by("-enqueued_at"))
    return next(mail["body"] for mail in sent if mail["to"] == EMAIL)


def link_in_mail() -> str:
    return re.search(r"(/werk/gast/\S+)", newest_mail())[1]


def code_in_mail() -> str:
    return re.search(r"Uw code is (\d{6})", newest_mail())[1]


def test_from_invitation_to_answer(visitor, script, version, head):
    director = visitor(script=script)
    director.sign_in(head.email, PASSWORD)
    director.open(f"/werk/profiel/{version.pk}/hoofdstuk/additional/")
    director.page.click("text=Laat iemand van buiten dit hoofdstuk lezen of schrijven")
    invite(director)
    guest = visitor(PHONE, script=script)
    come_in(guest, link_in_mail())
    write(guest, script)
    director.open(f"/werk/profiel/{version.pk}/hoofdstuk/additional/")
    expect(director.page.locator(FIELD)).to_have_value(TEXT)
    expect(director.page.locator("#vraag-additional")).to_contain_text("door Noor Vis (gast)")
    withdraw(director, guest)


def invite(director):
    """First with a slip, which is told at its field; then as it should be."""
    director.check()
    page = director.page
    page.fill("[name=name]", "Noor Vis")
    page.fill("[name=role]", "jeugdverpleegkundige")
    page.fill("[name=email]", "noor.vis(at)ggd.example")
    page.get_by_label("Lezen en schrijven").check()
    page.fill("[name=note]", "Schrijf jij het stuk over het spreekuur?")
    page.click("main button.primary")
    director.check()
    expect(page.locator("main")).to_contain_text("Dit is geen e-mailadres.")
    page.fill("[name=email]", EMAIL)
    page.click("main button.primary")
    director.check()
    expect(page.locator("main")).to_contain_text("Noor Vis krijgt een mail met een link.")
    expect(page.locator("main")).to_contain_text("Nog niet geopend.")


def come_in(guest, link):
    """The door, a wrong code, the right one."""
    guest.open(link)
    page = guest.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Schrijf mee met De Regenton")
    page.click("main button.primary")
    guest.check()
    code = code_in_mail()
    page.fill("[name=code]", f"{(int(code) + 1) % 1_000_000:06}")
    page.click("main button.primary")
    guest.check()
    expect(page.locator("main")).to_contain_text("Deze code klopt niet.")
    page.fill("[name=code]", code)
    page.click("main button.primary")
    guest.check()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat doen wij meer dan is afgesproken?")


def write(guest, script):
    page = guest.page
    page.fill(FIELD, TEXT)
    if script:
        page.locator("h1").click()
        saved(page)
        expect(page.locator("#vraag-additional [data-text]").first).to_contain_text("door u")
    else:
        page.click("main button.primary")
        expect(page.locator("main")).to_contain_text("Uw antwoorden zijn bewaard.")
    guest.check()
    written = Answer.objects.get(key="additional", version__state="working")
    assert written.saved_by_name == "Noor Vis (gast)"


def withdraw(director, guest):
    """At once, also for who is in; and the way back."""
    director.page.click("text=Bekijk de gasten")
    director.check()
    director.page.click("text=Trek in")
    director.check()
    expect(director.page.locator("main")).to_contain_text("De link van Noor Vis werkt niet meer.")
    guest.page.reload()
    guest.check()
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")
    director.page.click("text=Nodig opnieuw uit")
    director.check()
    guest.open(link_in_mail())
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Schrijf mee met De Regenton")


@pytest.fixture
def inside(visitor, version, head):
    """A guest at a desk who is let in, and the head teacher's own text at the same question."""

    def go(**more):
        until = localdate() + timedelta(days=5)
        asked = {"chapter": "additional", "role": "jeugdverpleegkundige", "writes": True, "note": ""}
        person = {"name": "Noor Vis", "email": EMAIL, "until": until}
        at = timezone.now()
        actions.invite_guest(version_id=version.pk, actor=head, at=at, **(asked | person | more))
        guest = visitor()
        guest.open(link_in_mail())
        guest.press()
        guest.page.fill("[name=code]", code_in_mail())
        guest.press()
        return guest

    return go


def test_both_texts_when_someone_was_before(inside, version, head):
    guest = inside()
    values = {"additional": ("Van de directeur.", 0)}
    actions.save_chapter(version=version, actor=head, values=values, at=timezone.now())
    guest.page.fill(FIELD, TEXT)
    guest.page.locator("h1").click()
    panel = guest.page.get_by_role("group", name="Twee teksten bij deze vraag")
    expect(panel).to_contain_text("Van de directeur.")
    expect(panel).to_contain_text(TEXT)
    guest.check()
    panel.get_by_text("Gebruik mijn tekst").click()
    saved(guest.page)
    assert Answer.objects.get(key="additional").value == TEXT


def test_a_code_that_ran_out_while_typing(inside):
    """The text stays on the device, a new code opens the door, and then it is saved by itself."""
    guest = inside()
    page = guest.page
    guest.context.clear_cookies(name=re.compile("dekkend_guest_"))
    page.fill(FIELD, TEXT)
    page.locator("h1").click()
    expect(page.locator("#vraag-additional [data-save]")).to_contain_text("uw code is verlopen")
    guest.check()
    Guest.objects.update(code_sent_at=None)
    with guest.context.expect_page() as opened:
        page.click("text=Vraag een nieuwe code")
    door = opened.value
    door.click("main button.primary")
    door.fill("[name=code]", code_in_mail())
    door.click("main button.primary")
    door.wait_for_load_state()
    door.close()
    page.bring_to_front()
    expect(page.locator("#vraag-additional [data-save]")).to_contain_text("door u", timeout=20_000)
    assert Answer.objects.get(key="additional").value == TEXT


def test_by_keyboard_alone(visitor, version, head, inside):
    """From the door to a saved answer without a mouse."""
    guest = inside()
    page = guest.page
    guest.context.clear_cookies(name=re.compile("dekkend_guest_"))
    Guest.objects.update(code_sent_at=None)
    page.reload()
    press_until(page, "Mail mij een code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vul uw code in")
    press_until(page, "", name="code")
    page.keyboard.type(code_in_mail())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat doen wij meer dan is afgesproken?")
    press_until(page, "", name="additional")
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    saved(page)
    assert Answer.objects.get(key="additional").value == TEXT


def press_until(page, text: str, *, name: str = "") -> None:
    """Tab until what has the focus has this text or this name."""
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate("[document.activeElement.textContent.trim(), document.activeElement.name]")
        if (name and found[1] == name) or (text and found[0] == text):
            return
    raise AssertionError(f"no {text or name} by Tab")


def test_a_reading_guest_and_the_other_pages(inside, visitor, version, head):
    guest = inside(writes=False, chapter="region")
    guest.check()
    expect(guest.page.locator("textarea")).to_have_count(0)
    guest.page.click("text=Stop op dit apparaat")
    guest.check()
    Guest.objects.update(until=localdate() - timedelta(days=1))
    guest.page.reload()
    guest.check()
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Uw tijd is voorbij")
    director = visitor()
    director.sign_in(head.email, PASSWORD)
    director.open(f"/werk/profiel/{version.pk}/gasten/")
    director.page.click("text=Geef meer tijd")
    director.check()
    director.page.fill("[name=until]", "2020-01-01")
    director.press()
    director.check()
    expect(director.page.locator("main")).to_contain_text("Deze dag is al voorbij.")

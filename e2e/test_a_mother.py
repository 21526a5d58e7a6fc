"""A mother with a phone, in Turkish: from her own words to two schools side by side, on paper, and by mail.

Three times: by hand, without script, and with Tab, Space and Enter alone.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from dekkend.config.tests.test_pages_in_languages import published  # noqa: F401 two schools with a real form
from dekkend.organisations.models import Site
from dekkend.profiles.facts import renew_facts
from dekkend.profiles.models import Version
from dekkend.website import shield
from dekkend.website.models import Feedback, Subscription
from dekkend.website.search.indexing import renew_entry
from e2e.conftest import PHONE, Visitor
from e2e.test_ears import links_in_mail
from e2e.test_keyboard import tab_to

NEED, NEAR, SAYS = "çocuğum okumakta zorlanıyor", "3495 AB", "Oğlum her gün yardım aldı."


@pytest.fixture
def schools(published, monkeypatch):  # noqa: F811
    """They can be found, at a place; and nobody has to wait at a form."""
    monkeypatch.setattr(shield, "LEAST", 0)
    Site.objects.update(latitude=52.10, longitude=4.90)
    for version in Version.objects.select_related("profile__site"):
        renew_facts(version.profile)
        renew_entry(version.profile.site, version)


@dataclass
class Mother:
    """Her hands: a finger on the screen, or the keyboard. Every page that comes is checked, and Turkish."""

    visitor: Visitor
    script: bool = True
    keyboard: bool = False

    @property
    def page(self):
        return self.visitor.page

    def open(self, path: str) -> None:
        self.visitor.open(path)
        self.reads_turkish()

    def reads_turkish(self) -> None:
        expect(self.page.locator("html")).to_have_attribute("lang", "tr")

    def follow(self, target: Locator) -> None:
        """To the page that a link or a button leads to."""
        with self.page.expect_navigation():
            self.press(target)
        self.visitor.check()
        self.reads_turkish()

    def press(self, target: Locator) -> None:
        if self.keyboard:
            tab_to(self.page, target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def write(self, target: Locator, words: str) -> None:
        if self.keyboard:
            tab_to(self.page, target)
            self.page.keyboard.type(words)
        else:
            target.fill(words)

    def choose(self, target: Locator) -> None:
        if self.keyboard:
            tab_to(self.page, target)
            self.page.keyboard.press("Space")
        else:
            target.check()
        expect(target).to_be_checked()


@pytest.fixture(params=["by hand", "no script", "keyboard"])
def mother(request, visitor) -> Mother:
    script, keyboard = request.param != "no script", request.param == "keyboard"
    return Mother(visitor(PHONE, script=script, axe=not keyboard, locale="tr-TR"), script, keyboard)


def test_from_her_own_words_to_a_school_that_writes_to_her(mother, schools):
    mother.open("/tr/")
    search(mother)
    read(mother, "De Regenton")
    read(mother, "De Zeepkist")
    compare_and_print(mother)
    say_something(mother)
    follow_the_school(mother)


def search(mother: Mother) -> None:
    page = mother.page
    mother.write(page.locator("#zoek"), NEED)
    mother.write(page.locator("#plaats"), NEAR)
    mother.follow(page.locator("main button.primary"))
    expect(page.locator("#lijst")).to_contain_text("2 okul")
    assert page.locator(".result .km").count() == 2


def read(mother: Mother, name: str) -> None:
    """To the school, to the answer to her question, and back to what she found."""
    page, found = mother.page, mother.page.url
    mother.follow(page.locator(".result h3 a", has_text=name))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator("#behoefte-dyslexia")).to_be_visible()
    if mother.script:
        mother.follow(page.locator("[data-back]"))
    else:
        page.go_back()
    expect(page).to_have_url(found)


def compare_and_print(mother: Mother) -> None:
    page = mother.page
    for box in page.locator("input[name=school]").all():
        mother.choose(box)
    mother.follow(page.locator("main form button.button", has_text="karşılaştır"))
    expect(page.locator("#verschil")).to_be_visible()
    button = page.locator("[data-print]")
    if mother.script:
        page.evaluate("window.print = () => { document.title = 'on paper' }")
        mother.press(button)
        expect(page).to_have_title("on paper")
    else:
        expect(button).not_to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".top")).not_to_be_visible()
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen")


def say_something(mother: Mother) -> None:
    page = mother.page
    mother.follow(page.locator("[aria-labelledby=verder]").get_by_role("link", name="De Regenton"))
    mother.follow(page.locator("a[href$='/herkent-u-dit/']"))
    mother.choose(page.locator("input[name=choice]").first)
    mother.write(page.locator("textarea"), SAYS)
    mother.follow(page.locator("main button.primary"))
    said = Feedback.objects.get()
    assert (said.choice, said.words, said.state) == ("yes", SAYS, "waiting")


def follow_the_school(mother: Mother) -> None:
    """From the page of thanks; the mail, and where it leads to, are in her language too."""
    page = mother.page
    mother.follow(page.locator("a[href$='/volgen/']"))
    mother.write(page.locator("input[name=email]"), "ouder@example.org")
    mother.follow(page.locator("main button.primary"))
    yes, _ = links_in_mail()
    mother.open(yes)
    mother.follow(page.locator("main button.primary"))
    assert Subscription.objects.get().confirmed_at
    mother.follow(page.locator("main a.button"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("De Regenton")

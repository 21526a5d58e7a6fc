"""Next year: a school whose answers still hold is through in under 15 minutes, clicks and keys counted."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD, make_regime
from dekkend.demo.answers import Dates, answers_for
from dekkend.demo.region import read_schools
from dekkend.profiles import actions
from dekkend.profiles.models import Answer, Version
from dekkend.profiles.tests.conftest import advise, answer, establish, seen
from dekkend.questionnaires.loader import load_edition, questionnaire_of
from e2e.conftest import PHONE
from e2e.filling import SENTENCE, saved

CLICK_SECONDS, KEY_SECONDS, DECIDE_SECONDS = 1.3, 0.3, 1.35  # Card, Moran & Newell (1980), the slower typist
WORDS_A_MINUTE = 240  # of a text one wrote oneself
MOST_SECONDS = 15 * 60


class Hands:
    """Counts what a person does: a click to move and press, a key, and a moment to decide before each."""

    def __init__(self, page):
        self.page, self.clicks, self.keys, self.words = page, 0, 0, 0

    def click(self, selector: str) -> None:
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.click(selector)

    def read(self) -> None:
        """What waits to be confirmed; not the frame around it."""
        texts = self.page.locator("[data-again] [data-was]").all_inner_texts()
        self.words += sum(len(text.split()) for text in texts)

    @property
    def seconds(self) -> float:
        acts = self.clicks * (CLICK_SECONDS + DECIDE_SECONDS) + self.keys * KEY_SECONDS
        return acts + 60 * self.words / WORDS_A_MINUTE


@pytest.fixture
def last_year(region, site, head, mr_parent, board_member) -> Version:
    """A profile in the whole regional form, with the longest texts of the demo, established a year ago."""
    make_regime(region, load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml"))
    at = now() - timedelta(days=360)
    version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    answer(version, longest_answers(questionnaire_of(version.edition)), head)
    actions.send_to_mr(version_id=version.pk, actor=head, confirmed=seen(version, at), at=at)
    advise(version, mr_parent, at)
    actions.send_to_board(version_id=version.pk, actor=head, at=at)
    establish(version, board_member, at)
    return actions.publish_profile(version_id=version.pk, actor=head, at=at)


def longest_answers(questionnaire) -> dict:
    dates = Dates(localdate() - timedelta(days=400), localdate())
    written = (
        answers_for(questionnaire, school, school.answers | school.needs, dates) for school in read_schools()
    )
    return max(written, key=lambda answers: len(str(answers)))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_all_of_it_still_holds(visitor, last_year, site, head, script):
    """Chapter after chapter on a phone: read, "De rest klopt nog", until the checks."""
    director = visitor(PHONE, script=script)
    director.sign_in(head.email, PASSWORD)
    hands = Hands(director.page)
    begin(director, hands, site)
    while "/hoofdstuk/" in director.page.url:
        director.check()
        hands.read()
        rest = director.page.locator("button[name=confirm-rest]")
        hands.click("button[name=confirm-rest]" if rest.count() else "main form button.primary")
    director.check()
    assert hands.seconds < MOST_SECONDS
    assert hands.clicks <= 2 + len(questionnaire_of(last_year.edition).pages)
    director.open(f"/werk/school/{site.code}/")
    expect(director.page.locator("main")).to_contain_text("U bent er doorheen.")


def begin(director, hands, site):
    director.open(f"/werk/school/{site.code}/")
    hands.click("main a.button >> text=Begin een nieuw profiel")
    hands.click("main button.primary")


def test_question_by_question_with_one_change(visitor, last_year, site, head):
    """At a desk, with script: one text changed, each heading confirmed by its own button, one taken back."""
    director = visitor()
    director.sign_in(head.email, PASSWORD)
    begin(director, Hands(director.page), site)
    version, page = Version.objects.get(previous=last_year), director.page
    director.open(f"/werk/profiel/{version.pk}/hoofdstuk/mission/")
    page.locator("[data-again='mission'] [data-change]").first.click()
    page.locator("textarea[name=mission]").fill(SENTENCE)
    page.locator("h1").click()
    saved(page)
    director.open(f"/werk/profiel/{version.pk}/hoofdstuk/extra/")
    while (button := page.locator("[data-confirm]:visible")).count():
        left = button.count()
        button.first.click()
        expect(button).to_have_count(left - 1)
    director.check()
    page.locator("[data-take-back]:visible").first.click()
    expect(page.locator("[data-ask]:visible")).to_have_count(1)
    director.check()
    answers = Answer.objects.filter(version=version)
    assert answers.get(key="mission").value == SENTENCE
    assert answers.filter(confirmed_by_name=head.name).exists()

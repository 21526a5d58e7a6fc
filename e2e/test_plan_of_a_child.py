"""The plan for a child on two phones: the mother agrees in Turkish, the father does not; he objects too."""

import re

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from dekkend.cases import actions
from dekkend.cases.models import Objection, PlanAgreement
from dekkend.cases.queries import parties_of
from dekkend.cases.tests.conftest import FATHER, MOTHER, award
from dekkend.cases.tests.test_plan import establish, share, write
from e2e.conftest import DESK, PHONE
from e2e.test_parents_of_a_case import heading, look, mail_to

OTHERWISE = "Liever twee keer per week op school dan elke dag thuis."
GOALS = [{"goal": "Kees leest een bladzijde voor", "steps": "Elke dag tien minuten", "who": "de leerkracht"}]
TEXTS = {
    "outflow.now": "Kees leest op het niveau van groep 3.",
    "outflow.expected": "vmbo_gt",
    "outflow.why": "Rekenen gaat goed. Met lezen haalt hij in.",
    "outflow.helping": "Hij bouwt graag, en vraagt om hulp.",
    "outflow.hindering": "Lange teksten maken hem moe.",
    "guidance.needs": "Dit kind heeft nodig dat iemand naast hem zit bij het lezen.",
    "guidance.offer": "Een leesbegeleider in de klas.",
    "guidance.deviates": False,
    "guidance.substitutes": False,
    "action.goals": GOALS,
    "hearing.way": "talk",
    "hearing.with": "de leerkracht",
    "hearing.said": "Ik wil vooraan zitten.",
    "hearing.weighed": "Dat doen we.",
    "hearing.for_child": "Je leest elke dag tien minuten samen met juf.",
    "consultation.with": ["beide ouders"],
    "consultation.summary": "Over het lezen zijn wij het eens, over thuis oefenen niet.",
}
DAYS = ("action.begins_on", "action.evaluate_on", "hearing.date", "consultation.date")
GROUNDS = "Een half jaar is te kort voor wat hij nodig heeft."


@pytest.fixture
def asked(taken_in, desk, coordinator):
    """Help was awarded, the plan is written, and both parents were asked what they think of it."""
    actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    plan = taken_in.plan
    write(plan, coordinator, **TEXTS, **dict.fromkeys(DAYS, localdate().isoformat()))
    share(plan, coordinator)
    return plan


def come_in(parent, who) -> None:
    parent.open(re.search(r"//[^/]+(/\S+)", mail_to(who))[1])
    parent.press()
    parent.page.fill("[name=code]", re.search(r"\d{6}", mail_to(who))[0])
    parent.press()


def test_one_agrees_one_does_not_and_objects(visitor, asked, coordinator):
    mother, father = visitor(PHONE), visitor(PHONE)
    come_in(mother, MOTHER)
    heading(mother).to_have_text("Okul plan hakkında ne düşündüğünüzü soruyor")
    mother.check()
    look(mother, "plan-start")
    agrees(mother)
    come_in(father, FATHER)
    does_not(father)
    objects(father)
    for party in parties_of(asked.case):
        assert party.agreements.last().answer == {1: "yes", 2: "no"}[party.number]
    establish(asked, coordinator)
    reads_it_back(mother)


def agrees(mother) -> None:
    page = mother.page
    page.click("main a.primary")
    mother.check()
    look(mother, "plan-answer")
    expect(page.locator("main")).to_contain_text("Kees leest een bladzijde voor")
    page.check("input[name=answer][value=yes]")
    mother.press()
    mother.check()
    look(mother, "plan-said")
    expect(page.locator("main")).to_contain_text("Okulun yapacaklarına evet dediniz")


def does_not(father) -> None:
    """A no asks for words; then it is said what follows."""
    page = father.page
    page.click("main a.primary")
    page.check("input[name=answer][value=no]")
    father.press()
    father.check()
    expect(page.locator("[role=alert]")).to_contain_text("Schrijf wat u anders wilt.")
    page.fill("[name=words]", OTHERWISE)
    father.press()
    father.check()
    expect(page.locator("main")).to_contain_text("De hulp gaat door, ook zonder uw ja.")
    assert PlanAgreement.objects.filter(answer="no").count() == 1


def objects(father) -> None:
    """From the letter, with the days that are left; and back again."""
    page = father.page
    page.click("header nav a >> nth=0")
    look(father, "plan-start-said")
    page.click("text=Lees de brief")
    look(father, "letter-against")
    page.click("text=Lees wat u kunt doen")
    father.check()
    look(father, "objection")
    expect(page.locator("main .term")).to_contain_text("nog ")
    page.fill("[name=grounds]", GROUNDS)
    father.press()
    father.check()
    look(father, "objection-made")
    expect(page.locator("main")).to_contain_text(GROUNDS)
    page.click("text=Neem het terug")
    father.check()
    look(father, "objection-back")
    assert Objection.objects.filter(ended_on=None).count() == 1


def reads_it_back(mother) -> None:
    """The version with what was said, the page for the child, and the PDF."""
    page = mother.page
    page.click('header nav a[href$="/plan/"]')
    mother.check()
    look(mother, "plan")
    page.click("main a.primary")
    mother.check()
    look(mother, "plan-version")
    expect(page.locator("main")).to_contain_text("Diğer veli hayır dedi.")
    expect(page.locator("main")).not_to_contain_text(OTHERWISE)
    with page.expect_download() as download:
        page.click("main a.primary")
    assert re.fullmatch(r"plan-\d{4}-\d{4}-versie-1\.pdf", download.value.suggested_filename)
    page.set_viewport_size(DESK)
    page.click("main a.button:not(.primary):not(.plain)")
    mother.check()
    look(mother, "plan-child")
    expect(page.locator("main")).to_contain_text("Je leest elke dag tien minuten samen met juf.")

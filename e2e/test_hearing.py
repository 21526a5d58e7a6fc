"""The route of the schoolgids in a browser: pupils, a secretary, two sections, a refusal, the answers."""

from datetime import date

import pytest
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD, make_regime
from dekkend.profiles import actions
from dekkend.profiles.models import Version
from dekkend.profiles.tests.conftest import COMPLETE, answer, at, edition  # noqa: F401
from e2e.conftest import PHONE

OPINION = "Een stille plek helpt, zeggen veel kinderen.\nDie komt er naast de aula."


@pytest.fixture
def guide(region, site, edition, head, at):  # noqa: F811
    make_regime(region, edition, "school_guide", date(2025, 8, 1))
    version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    answer(version, COMPLETE, head)
    return version


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def person(request, visitor):
    def sign_in(user, viewport=None):
        someone = visitor(viewport, script=request.param)
        someone.sign_in(user.email, PASSWORD)
        return someone

    return sign_in


def test_everyone_has_a_say(person, guide, site, head, mr_parent, mr_secretary, board_member):
    director, secretary = person(head), person(mr_secretary, PHONE)
    hear_the_pupils(director, guide)
    press(director, "main button.primary")
    assert state() == "with_mr"
    reads_along(person(mr_parent, PHONE), site)
    record(secretary, guide, "mr-advice", "negative", "De groepen zijn te vol.")
    record(secretary, guide, "parents-consent", "refused", "Wij missen de kosten.")
    director.open(f"/werk/school/{site.code}/")
    expect(director.page.locator("main")).to_contain_text("Nee van de ouders in de MR.")
    think_again(secretary, guide)
    record(secretary, guide, "parents-consent", "given", "", votes="3")
    director.open(f"/werk/school/{site.code}/")
    press(director, "main a.button.primary")
    press(director, "main button.primary")
    assert state() == "with_board"
    answer_and_establish(person(board_member), guide)
    assert state() == "published"
    director.open(f"/werk/profiel/{guide.pk}/verslag/")


def state() -> str:
    return Version.objects.get().state


def press(someone, selector):
    someone.press(selector)
    someone.check()


def hear_the_pupils(director, version):
    """The checks lead there; without an answer it is told; then they lead on to the MR."""
    director.open(f"/werk/profiel/{version.pk}/controle/")
    assert director.page.get_by_role("button", name="Stuur naar de MR").count() == 0
    press(director, "main a.button.primary")
    press(director, "main button.primary")
    assert director.page.title().startswith("Fout:")
    director.page.fill("input[name=groups]", "groep 1 tot en met 8")
    director.page.fill("input[name=how]", "een kringgesprek in elke groep")
    director.page.fill("textarea[name=outcome]", OPINION)
    press(director, "main button.primary")
    assert director.page.url.endswith("/controle/")


def reads_along(parent, site):
    """Who is not the secretary reads, and records nothing."""
    parent.open(f"/werk/school/{site.code}/")
    assert parent.page.get_by_role("link", name="Leg het advies").count() == 0
    parent.page.get_by_role("link", name="Lees het profiel").click()
    parent.check()
    expect(parent.page.locator("main")).to_contain_text("Een stille plek helpt")


def record(secretary, version, say, outcome, reasons, votes=""):
    """First without a choice, which is told; then as it should."""
    secretary.open(f"/werk/profiel/{version.pk}/mr/{say}/")
    press(secretary, "main button.primary")
    assert secretary.page.title().startswith("Fout:")
    secretary.page.check(f"input[value={outcome}]")
    secretary.page.fill("textarea[name=reasons]", reasons)
    secretary.page.fill("input[name=votes_for]", votes)
    press(secretary, "main button.primary")
    assert version.consultations.filter(withdrawn_at=None, outcome=outcome).count() == 1


def think_again(secretary, version):
    secretary.open(f"/werk/profiel/{version.pk}/mr/parents-consent/terug/")
    press(secretary, "main button.primary")
    assert state() == "with_mr"


def answer_and_establish(signer, version):
    signer.open(f"/werk/profiel/{version.pk}/stap/establish/")
    press(signer, "main button.primary")
    assert signer.page.title().startswith("Fout:")
    signer.page.fill("textarea[name=answer-mr-advice]", "Er komt een groep bij.")
    press(signer, "main button.primary")


def test_a_region_chooses_the_route(person, region, regime, staff):
    someone = person(staff)
    someone.open("/werk/regio/PO9901/afspraken/")
    press(someone, "main button.primary")
    assert someone.page.title().startswith("Fout:")
    someone.page.get_by_label("Ondersteuning in de schoolgids", exact=True).check()
    someone.page.locator("input[name=edition]").first.check()
    someone.page.locator("input[name=begins_on]").last.check()
    press(someone, "main button.primary")
    assert set(region.regimes.values_list("key", flat=True)) == {"profile", "school_guide"}

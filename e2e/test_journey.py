"""From blank form to published page, as the people would: at a desk, on a phone, with and without script."""

import io

import pikepdf
import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD, make_person, make_regime
from dekkend.organisations.models import Role, Site
from dekkend.profiles.models import Version
from dekkend.questionnaires.loader import load_edition
from dekkend.website.publishing import make_files
from e2e.conftest import PHONE
from e2e.filling import SENTENCE, fill_chapter

ADVICE = "Wij zijn blij met de duidelijke tekst.\nVertel ouders ook wat er in januari verandert."
ANSWER = "Dat doen wij in de nieuwsbrief van januari."


@pytest.fixture
def agreed(region):
    """The whole regional form, for the fictional region."""
    return regime_for(region)


def regime_for(partnership):
    return make_regime(partnership, load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml"))


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request):
    return request.param


def test_from_blank_form_to_public_page(
    visitor, script, agreed, site, head, coordinator, mr_parent, board_member
):
    def person(user, viewport=None):
        someone = visitor(viewport, script=script)
        someone.sign_in(user.email, PASSWORD)
        return someone

    travel(person, visitor, site, head, coordinator, mr_parent, board_member)


@pytest.mark.on_both("a whole route: every act with its locks")
def test_the_same_on_a_real_site(visitor, transactional_db):
    data = settings.DATA / "duo"
    files = sorted(data.glob("po2604*.csv")) if data.exists() else []
    if not files:
        pytest.skip("the public school lists are not here (DEKKEND_DATA)")
    call_command("import_duo", *map(str, files), stdout=io.StringIO())
    site = Site.objects.filter(kind="BO").order_by("code").first()
    regime_for(site.partnerships.get())
    people = [
        make_person("Marit de Wit", Role.HEAD_TEACHER, site=site),
        make_person("Femke Aalders", Role.SUPPORT_COORDINATOR, site=site),
        make_person("Samira Oumar", Role.MR_PARENT, site=site),
        make_person("Henk Veldman", Role.BOARD_MEMBER, board=site.school.board),
    ]

    def person(user, viewport=None):
        someone = visitor(viewport, axe=False)  # the same pages as above
        someone.sign_in(user.email, PASSWORD)
        return someone

    travel(person, visitor, site, *people)


def travel(person, visitor, site, head, coordinator, mr_parent, board_member):
    """The whole way; `person(user, viewport)` gives someone who signed in."""
    director = person(head)
    start(director, site)
    refused_when_empty(director)
    fill_all(director, site)
    help_along(person(coordinator), site)
    send_to_mr(director)
    advise(person(mr_parent, PHONE), site)
    press_step(director, site, "Stuur naar het bestuur")
    establish(person(board_member), site)
    read_in_public(visitor, site)


def version_of(site) -> Version:
    return Version.objects.get(profile__site=site)


def start(director, site):
    director.open("/werk/")
    director.open(f"/werk/school/{site.code}/")
    director.press("main a.button.primary")
    director.check()
    director.press()
    director.check()
    assert version_of(site).state == "working"


def refused_when_empty(director):
    """An empty profile cannot go on: the errors are told, each leading to its question."""
    site = Site.objects.get(profiles__isnull=False)
    director.open(f"/werk/profiel/{version_of(site).pk}/controle/")
    assert director.page.locator("#moet").count() == 1
    assert director.page.get_by_role("button", name="Stuur naar de MR").count() == 0


def fill_all(director, site):
    """Chapter after chapter, with the button that leads to the next one, until the checks."""
    director.open(f"/werk/school/{site.code}/")
    director.press("main a.button.primary")
    for _ in range(20):
        director.check()
        if "/hoofdstuk/" not in director.page.url:
            break
        fill_chapter(director.page)
        director.check()
        director.press()
        # Answers may ask for more: without script those come with the next page.
        director.page.wait_for_load_state()
    assert director.page.url.endswith("/controle/")


def help_along(helper, site):
    helper.open(f"/werk/school/{site.code}/")
    helper.page.goto(f"{helper.address}/werk/profiel/{version_of(site).pk}/hoofdstuk/mission/")
    helper.page.fill("textarea[name=mission]", f"{SENTENCE} Elk kind telt.")
    helper.press()
    helper.check()
    assert version_of(site).answers.get(key="mission").value == f"{SENTENCE} Elk kind telt."


def send_to_mr(director):
    director.page.goto(director.page.url)
    director.check()
    for box in director.page.locator("input[name=confirmed]").all():
        box.check()
    director.press()
    director.check()
    expect(director.page.locator("main")).to_contain_text("MR")


def advise(parent, site):
    """On a phone: first without reasons, which is told; then as it should."""
    parent.open("/werk/")
    version = version_of(site)
    assert version.state == "with_mr"
    parent.open(f"/werk/profiel/{version.pk}/lezen/")
    expect(parent.page.locator("main")).to_contain_text(SENTENCE)
    parent.open(f"/werk/profiel/{version.pk}/mr/mr-advice/")
    parent.page.check("input[value=positive_if]")
    parent.press()
    parent.check()
    assert parent.page.title().startswith("Fout:")
    parent.page.fill("textarea[name=reasons]", ADVICE)
    parent.press()
    parent.check()
    assert version_of(site).state == "heard"


def press_step(someone, site, verb):
    someone.open(f"/werk/school/{site.code}/")
    someone.page.locator("main a.button", has_text=verb).first.click()
    someone.check()
    someone.press()
    someone.check()


def establish(signer, site):
    signer.open("/werk/")
    version = version_of(site)
    signer.open(f"/werk/profiel/{version.pk}/lezen/")
    signer.open(f"/werk/profiel/{version.pk}/stap/establish/")
    signer.page.fill("textarea[name=answer-mr-advice]", "")
    signer.press()
    signer.check()
    assert signer.page.title().startswith("Fout:")
    signer.page.fill("textarea[name=answer-mr-advice]", ANSWER)
    signer.press()
    signer.check()
    assert version_of(site).state == "published"


def read_in_public(visitor, site):
    make_files.func(code=site.code)
    anyone = visitor(PHONE)
    anyone.open("/scholen/")
    anyone.open(f"/scholen/{site.code}/")
    expect(anyone.page.locator("main")).to_contain_text(SENTENCE)
    expect(anyone.page.locator("h1")).to_have_text(site.name)
    anyone.open(f"/scholen/{site.code}/versies/")
    pdf = anyone.page.request.get(f"{anyone.address}/scholen/{site.code}/profiel.pdf")
    with pikepdf.open(io.BytesIO(pdf.body())) as document:
        assert site.name in str(document.docinfo["/Title"])
    answers = anyone.page.request.get(f"{anyone.address}/scholen/{site.code}/profiel.json").json()
    assert answers["site"] == {"code": site.code, "name": site.name}

"""A year of a school on the route of the schoolgids, as its people live it, each at their own screen."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import JSONNull
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD, make_person, make_regime, make_site
from dekkend.organisations.models import Role
from dekkend.profiles import actions
from dekkend.profiles.models import Addendum, Version
from dekkend.profiles.tests.conftest import PUPILS, advise, answer, consent, establish, hear_pupils, seen
from dekkend.questionnaires.loader import load_edition, questionnaire_of
from dekkend.website.publishing import make_files
from e2e.conftest import PHONE
from e2e.test_guests import TEXT as GUEST_TEXT
from e2e.test_guests import come_in, invite, link_in_mail, write
from e2e.test_hearing import record
from e2e.test_next_year import longest_answers
from e2e.test_team_round import (
    EXAMPLE,
    ask_the_team,
    close_the_round,
    give_opinion,
    links,  # noqa: F401 a fixture
    read_examples,
)

REMARK, REPLY = "Noem je ook de training voor groep 7?", "Ja, die begint in januari."
REASONS, BOARD_ANSWERS = "De groepen zijn te vol.", "Er komt een groep bij."
ADDENDUM = "Vanaf maart is er elke dag een leescoach."


@pytest.fixture
def guide(region):
    edition = load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml")
    return make_regime(region, edition, "school_guide")


@pytest.fixture
def last_year(guide, region, site, head, mr_parent, board_member) -> Version:
    """The text of last year, in force until next week."""
    at = now() - timedelta(days=358)
    version = walk_to_board(site, region, head, mr_parent, at)
    establish(version, board_member, at, valid_until=(at + timedelta(days=365)).date())
    return actions.publish_profile(version_id=version.pk, actor=head, at=at)


def walk_to_board(site, region, head, mr_parent, at) -> Version:
    version = actions.start_working_copy(site=site, partnership=region, actor=head, at=at)
    answer(version, longest_answers(questionnaire_of(version.edition)), head)
    hear_pupils(version, head, at)
    actions.send_to_mr(version_id=version.pk, actor=head, confirmed=seen(version, at), at=at)
    advise(version, mr_parent, at)
    consent(version, mr_parent, at)
    return actions.send_to_board(version_id=version.pk, actor=head, at=at)


@pytest.fixture
def neighbour(guide, region, board) -> Version:
    """Another school of the board, whose profile waits to be signed."""
    site = make_site("99NB00", "De Overkant", board, region)
    head = make_person("Hoofd Overkant", Role.HEAD_TEACHER, site=site)
    parent = make_person("Ouder Overkant", Role.MR_PARENT, site=site)
    return walk_to_board(site, region, head, parent, now())


@pytest.fixture
def team(site, head, coordinator, teacher):
    """With these three, six people: enough for a round of five answers."""
    return [make_person(name, Role.TEACHER, site=site) for name in ("Anna Kok", "Bram Kuiper", "Cem Aydin")]


@pytest.mark.on_both("a whole year: every act with its locks")
def test_a_year_of_a_school(
    visitor, last_year, neighbour, team, site, head, coordinator, mr_secretary, board_member, links  # noqa: F811
):  # fmt: skip
    def person(user, viewport=None):
        someone = visitor(viewport)
        someone.sign_in(user.email, PASSWORD)
        return someone

    director = person(head)
    version = begin(director, site)
    hear_the_team(visitor, director, version, links)
    let_a_guest_write(visitor, director, version)
    remark(person(coordinator), director, version)
    confirm_the_rest(director, version)
    tell_what_pupils_said(director, version)
    hear_the_mr(person(mr_secretary, PHONE), version)
    send_to_board(director, site)
    signer = person(board_member)
    sign_both(signer, version, neighbour)
    read_what_changed(signer, version)
    amend(director, person(mr_secretary, PHONE), signer, version)
    read_in_public(visitor(PHONE), site)


def begin(director, site) -> Version:
    director.open(f"/werk/school/{site.code}/")
    director.page.click("main a.button >> text=Begin een nieuw profiel")
    director.press()
    director.check()
    return Version.objects.get(profile__site=site, state="working")


def hear_the_team(visitor, director, version, tokens):
    """Five phones, a spread, and a choice of the school's own."""
    director.open(f"/werk/profiel/{version.pk}/teamronde/")
    ask_the_team(director)
    for number, link in enumerate(tokens[:5]):
        give_opinion(visitor(PHONE, axe=number == 0), link, number)
    close_the_round(director)
    read_examples(director)
    director.page.locator("tbody tr").first.get_by_role("link").click()
    director.check()
    expect(director.page.locator("main")).to_contain_text("Het team (5)")


def let_a_guest_write(visitor, director, version):
    director.open(f"/werk/profiel/{version.pk}/hoofdstuk/additional/")
    director.page.click("text=Laat iemand van buiten dit hoofdstuk lezen of schrijven")
    invite(director)
    guest = visitor(PHONE)
    come_in(guest, link_in_mail())
    open_field = guest.page.locator("[data-change]:visible").first
    if open_field.count():
        open_field.click()
    write(guest, script=True)


def remark(helper, director, version):
    """Asked by the coordinator, answered and settled by the head teacher."""
    place = f"/werk/profiel/{version.pk}/opmerkingen/mission/"
    helper.open(place)
    helper.page.fill("textarea[name=text]", REMARK)
    helper.page.get_by_role("button", name="Plaats de opmerking").click()
    helper.check()
    director.open(place)
    director.page.get_by_role("link", name="Antwoord op Femke Aalders").click()
    director.page.fill("textarea[name=text]", REPLY)
    director.page.get_by_role("button", name="Plaats het antwoord").click()
    director.page.get_by_role("button", name="Afgehandeld is de opmerking van Femke Aalders").click()
    director.check()
    assert version.comments.get(answers=None).settled_at


def confirm_the_rest(director, version):
    """A chapter at a time, after it was shown."""
    for chapter in questionnaire_of(version.edition).pages:
        director.page.goto(f"{director.address}/werk/profiel/{version.pk}/hoofdstuk/{chapter.key}/")
        rest = director.page.locator("button[name=confirm-rest]")
        if rest.count():
            director.press("button[name=confirm-rest]")
    director.open(f"/werk/profiel/{version.pk}/controle/")
    assert not version.answers.filter(is_carried=True, confirmed_at=None).exclude(value=JSONNull()).exists()


def tell_what_pupils_said(director, version):
    director.open(f"/werk/profiel/{version.pk}/leerlingen/")
    for name, words in PUPILS.items():
        director.page.locator(f"main [name={name}]").fill(words)
    director.press()
    director.check()
    for box in director.page.locator("input[name=confirmed]").all():
        box.check()
    director.press()
    director.check()
    assert state(version) == "with_mr"


def hear_the_mr(secretary, version):
    """The whole council says no, with reasons; the parents in it say yes."""
    record(secretary, version, "mr-advice", "negative", REASONS)
    record(secretary, version, "parents-consent", "given", "", votes="3")
    assert state(version) == "heard"


def send_to_board(director, site):
    director.open(f"/werk/school/{site.code}/")
    director.page.locator("main a.button", has_text="Stuur naar het bestuur").first.click()
    director.check()
    director.press()
    director.check()


def sign_both(signer, version, neighbour):
    """All that is signed on one page; a negative advice without an answer is told at its field."""
    signer.open(f"/werk/bestuur/{version.profile.site.school.board.number}/")
    page = signer.page
    for one in (version, neighbour):
        page.check(f"input[name=versie][value='{one.pk}']")
    page.click("main button.primary")
    signer.check()
    page.click("main button.primary")
    signer.check()
    assert page.title().startswith("Fout:")
    for field in page.locator("main textarea").all():
        field.fill(BOARD_ANSWERS)
    page.click("main button.primary")
    signer.check()
    assert [state(version), state(neighbour)] == ["published", "published"]


def read_what_changed(signer, version):
    signer.open(f"/werk/profiel/{version.pk}/veranderd/")
    expect(signer.page.locator("main")).to_contain_text(GUEST_TEXT)
    signer.open(f"/werk/profiel/{version.pk}/verantwoording/")
    for words in ("Noor Vis", "5 van de 7", "De groepen zijn te vol.", BOARD_ANSWERS):
        expect(signer.page.locator("main")).to_contain_text(words)


def amend(director, secretary, signer, version):
    """A change in the year, by its own short route."""
    director.open(f"/werk/profiel/{version.pk}/aanvulling/")
    director.page.select_option("select[name=key]", "additional")
    director.page.fill("textarea[name=text]", ADDENDUM)
    director.page.fill("textarea[name=reason]", "Wij kregen er geld voor.")
    director.press()
    director.check()
    place = f"/werk/aanvulling/{Addendum.objects.get().pk}/"
    take_step(director, place, "Stuur naar de MR")
    for say, outcome in (("mr-advice", "positive"), ("parents-consent", "given")):
        secretary.open(f"{place}mr/{say}/")
        secretary.page.check(f"input[value={outcome}]")
        secretary.page.fill("textarea[name=reasons]", "Een goed plan.")
        secretary.press()
        secretary.check()
    take_step(director, place, "Stuur naar het bestuur")
    take_step(signer, place, "Stel vast")
    assert Addendum.objects.get().state == "in_force"


def take_step(someone, place, verb):
    someone.open(place)
    someone.page.locator("main a.button", has_text=verb).click()
    someone.check()
    someone.press()
    someone.check()


def read_in_public(anyone, site):
    """Parents read the text, what was added, and how it came about; nothing that stayed inside."""
    make_files.func(code=site.code)
    anyone.open(f"/scholen/{site.code}/")
    words = anyone.page.locator("main").text_content()
    for public in (GUEST_TEXT, ADDENDUM, BOARD_ANSWERS):
        assert public in words
    for inside in (REMARK, REPLY, EXAMPLE, "noor.vis@"):
        assert inside not in anyone.page.content()


def state(version) -> str:
    return Version.objects.get(pk=version.pk).state

"""Two people in one profile: they see each other, wait for each other, and nothing moves meanwhile."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD
from dekkend.profiles.actions import start_working_copy
from dekkend.profiles.models import Presence, Version
from dekkend.profiles.presence.rows import Place, Visitor, meet
from e2e.conftest import PHONE
from e2e.filling import SENTENCE

pytestmark = pytest.mark.on_both("two people in one text at the same time")
COME_BACK = (
    "document.dispatchEvent(new Event('visibilitychange'))"  # a page asks at once when it is seen again
)


@pytest.fixture
def version(transactional_db, regime, region, site, head) -> Version:
    return start_working_copy(site=site, partnership=region, actor=head, at=now())


@pytest.fixture
def enter(visitor, version):
    """enter(person) is someone at the chapter with the mission."""

    def open_chapter(person, *arguments, **options):
        someone = visitor(*arguments, **options)
        someone.sign_in(person.email, PASSWORD)
        someone.page.goto(f"{someone.address}/werk/profiel/{version.pk}/hoofdstuk/school/")
        return someone

    return open_chapter


def ask(someone) -> None:
    with someone.page.expect_response("**/aanwezig/"):
        someone.page.evaluate(COME_BACK)


def go_to(someone, name: str) -> None:
    """Into a field, and the page tells so by itself within some seconds."""
    # An answer to what the page asked before this is not the one we wait for.
    with someone.page.expect_response(lambda answer: tells_of(answer.request, name)):
        someone.page.locator(f"[name='{name}']").first.focus()


def tells_of(request, name: str) -> bool:
    is_asking = request.url.endswith("/aanwezig/")
    return is_asking and f"question={name}&" in f"{request.post_data}&"


def wait_until_gone(person, page) -> None:
    """What a page says when it is closed goes by itself: nobody waits for it."""
    for _ in range(100):
        if not Presence.objects.filter(user=person).exists():
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{person.name} is still there")


def at_mission(page):
    return page.locator('[data-here="mission"]')


def test_who_comes_second_sees_it_waits_and_reads_what_was_written(enter, head, coordinator):
    femke, marit = enter(coordinator, PHONE), enter(head)
    go_to(femke, "mission")
    ask(marit)
    expect(at_mission(marit.page)).to_contain_text("Femke Aalders schrijft hier nu")
    people = marit.page.locator("[data-people]")
    expect(people).to_contain_text("Femke Aalders (intern begeleider) schrijft nu bij")
    marit.check()
    people.get_by_role("link", name="Waar staat onze school voor?").click()
    go_to(marit, "mission")
    expect(marit.page.locator("[data-news]")).to_have_text("Femke Aalders schrijft hier nu")
    ask(femke)
    expect(at_mission(femke.page)).to_contain_text("Marit de Wit schrijft hier nu")
    femke.check()

    femke.page.fill("textarea[name=mission]", SENTENCE)
    femke.page.locator("h1").click()
    expect(femke.page.locator('[data-question="mission"] [data-save]')).to_contain_text("Opgeslagen")
    ask(femke)
    ask(marit)
    expect(at_mission(marit.page)).to_contain_text("Femke Aalders veranderde dit antwoord om")
    expect(marit.page.locator("textarea[name=mission]")).to_be_focused()
    marit.check()
    at_mission(marit.page).get_by_role("button", name="Laat zien wat er nu staat").click()
    expect(marit.page.locator("textarea[name=mission]")).to_have_value(SENTENCE)

    femke.page.close()
    expect(people).to_contain_text("Femke Aalders")
    wait_until_gone(coordinator, marit.page)
    ask(marit)
    expect(people).to_be_hidden()
    assert Presence.objects.get().name == head.name


@pytest.mark.parametrize("field", ["school.pupils", "mission"])
def test_nothing_moves_when_people_come_and_go(enter, version, head, field):
    marit = enter(head)
    page = marit.page
    go_to(marit, field)
    written = page.locator(f"[name='{field}']").first
    names = ["Noor Vis", "Bas Hek", "Anna van der Werf-Hoogeboom", "Tim Rust"]
    before = written.bounding_box()["y"]
    for number, name in enumerate(names):
        place = Place("school", field) if number < 2 else Place()
        meet(version_id=version.pk, visitor=Visitor(f"guest-{number}", name, ""), place=place, at=now())
        ask(marit)
        expect(page.locator("[data-people] li")).to_have_count(number + 1)
        assert abs(written.bounding_box()["y"] - before) < 1
    Presence.objects.exclude(user=head).delete()
    ask(marit)
    expect(page.locator("[data-people]")).to_be_hidden()
    assert abs(written.bounding_box()["y"] - before) < 1
    expect(written).to_be_focused()


def test_a_hidden_page_asks_nothing_and_an_ended_session_shows_nobody(enter, version, head):
    marit = enter(head)
    meet(version_id=version.pk, visitor=Visitor("guest-1", "Noor Vis", ""), place=Place("school"), at=now())
    ask(marit)
    expect(marit.page.locator("[data-people]")).to_contain_text("Noor Vis")
    asked = []
    marit.page.on("request", lambda request: asked.append(request.url) if "aanwezig" in request.url else None)
    marit.page.clock.install()
    marit.page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    marit.page.evaluate(COME_BACK)
    marit.page.clock.fast_forward(120_000)
    assert asked == []
    marit.context.clear_cookies(name="sessionid")
    marit.page.evaluate("delete document.hidden")
    ask(marit)
    expect(marit.page.locator("[data-people]")).to_be_hidden()


def test_without_script_the_page_shows_who_was_there(enter, head, coordinator):
    enter(coordinator, script=False)
    marit = enter(head, script=False)
    expect(marit.page.locator("[data-people]")).to_contain_text("Femke Aalders")
    marit.check()

"""The network falls away, the session ends, a colleague was first: nothing typed is lost."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD
from dekkend.organisations.models import UserSession
from dekkend.profiles.actions import start_working_copy
from dekkend.profiles.models import Answer, Version
from e2e.filling import SENTENCE

pytestmark = pytest.mark.on_both("many at once, and what is cut off")
MINE, THEIRS = "Dit schreef ik zelf.", "Dit schreef een collega."
SCRIPT = '<script>document.title = "gekraakt"</script><img src=x onerror="document.title=1">'


@pytest.fixture
def version(transactional_db, regime, region, site, head):
    return start_working_copy(site=site, partnership=region, actor=head, at=now())


@pytest.fixture
def writer(visitor, version, head):
    """The head teacher at the chapter with the mission."""
    someone = visitor()
    someone.sign_in(head.email, PASSWORD)
    someone.page.goto(someone.address + chapter(version, "school"))
    return someone


def chapter(version: Version, key: str) -> str:
    return f"/werk/profiel/{version.pk}/hoofdstuk/{key}/"


def stored(version: Version, key: str = "mission"):
    return Answer.objects.filter(version=version, key=key).values_list("value", flat=True).first()


def write(page, text: str) -> None:
    page.fill("textarea[name=mission]", text)
    page.locator("h1").click()


def state(page):
    return page.locator('[data-question="mission"] [data-save]')


def test_no_network_keeps_the_text_on_the_device_and_saves_it_later(writer, version):
    writer.check()
    writer.context.set_offline(True)
    write(writer.page, SENTENCE)
    expect(state(writer.page)).to_contain_text("geen verbinding")
    expect(state(writer.page)).to_contain_text("op dit apparaat")
    assert stored(version) is None
    writer.context.set_offline(False)
    expect(state(writer.page)).to_contain_text("Opgeslagen")
    assert stored(version) == SENTENCE


def test_a_save_that_comes_back_during_a_click_moves_nothing_under_it(writer, version):
    """Leaving the date saves it; the line that tells so must not push the choice away from the mouse."""
    writer.open(chapter(version, "inspection"))
    page = writer.page
    choice = page.locator("input[name='inspection.judged']").last
    choice.scroll_into_view_if_needed()
    page.fill("input[name='inspection.date']", "2026-03-02")
    place = choice.bounding_box()
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + 1)
    with page.expect_response("**/antwoord/inspection.date/"):
        page.mouse.down()
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(choice).to_be_checked()
    expect(page.locator('[data-question="inspection.date"] [data-save]')).to_contain_text("Opgeslagen")


def test_a_text_that_was_never_sent_is_there_after_a_restart(writer, version):
    writer.context.set_offline(True)
    write(writer.page, SENTENCE)
    expect(state(writer.page)).to_contain_text("geen verbinding")
    writer.page.close()
    writer.context.set_offline(False)
    again = writer.context.new_page()
    again.goto(writer.address + chapter(version, "school"))
    expect(again.locator("textarea[name=mission]")).to_have_value(SENTENCE)
    expect(state(again)).to_contain_text("Opgeslagen")
    assert stored(version) == SENTENCE


def test_a_session_that_ended_keeps_the_text_until_who_wrote_it_is_back(writer, version, head):
    UserSession.objects.all().delete()
    write(writer.page, SENTENCE)
    expect(state(writer.page)).to_contain_text("Log opnieuw in")
    writer.check()
    with writer.context.expect_page() as opened:
        state(writer.page).locator("a").click()
    there = opened.value
    there.fill("input[name=login]", head.email)
    there.fill("input[name=password]", PASSWORD)
    there.click("main button.primary")
    there.wait_for_load_state()
    writer.page.bring_to_front()
    writer.page.evaluate("dispatchEvent(new Event('online'))")
    expect(state(writer.page)).to_contain_text("Opgeslagen")
    assert stored(version) == SENTENCE


@pytest.mark.parametrize(
    ("choice", "result"), [("theirs", THEIRS), ("mine", MINE), ("merge", f"{THEIRS}\n{MINE}")]
)
def test_two_people_change_one_answer_and_both_texts_are_shown(
    writer, visitor, version, coordinator, choice, result
):
    colleague = visitor(axe=False)
    colleague.sign_in(coordinator.email, PASSWORD)
    colleague.open(chapter(version, "school"))
    write(colleague.page, THEIRS)
    expect(state(colleague.page)).to_contain_text("Opgeslagen")
    write(writer.page, MINE)
    panel = writer.page.get_by_role("group", name="Twee teksten bij deze vraag")
    expect(panel).to_contain_text(THEIRS)
    expect(panel).to_contain_text(MINE)
    writer.check()
    panel.locator(f"[data-choice={choice}]").click()
    if choice == "merge":
        writer.page.fill("textarea[name=mission]", result)
        panel.locator("[data-merged]").click()
    expect(state(writer.page)).to_contain_text("Opgeslagen")
    writer.page.reload()
    expect(writer.page.locator("textarea[name=mission]")).to_have_value(result)
    assert stored(version) == result


def test_what_cannot_be_taken_is_told_at_the_field_and_changes_nothing(writer, version):
    writer.page.fill("input[name='school.classes']", "veel")
    writer.page.locator("h1").click()
    box = writer.page.locator('[data-question="school.classes"]')
    expect(box.locator(".error")).to_contain_text("geen heel getal")
    writer.check()
    assert stored(version, "school.classes") is None
    writer.page.fill("input[name='school.classes']", "8")
    writer.page.locator("h1").click()
    expect(box.locator("[data-save]")).to_contain_text("Opgeslagen")
    expect(box.locator(".error")).to_have_count(0)
    assert stored(version, "school.classes") == 8


def test_typed_markup_stays_text(writer, version):
    write(writer.page, SCRIPT)
    expect(state(writer.page)).to_contain_text("Opgeslagen")
    writer.open(f"/werk/profiel/{version.pk}/lezen/")
    expect(writer.page.locator("main")).to_contain_text('<script>document.title = "gekraakt"</script>')
    assert "gekraakt" not in writer.page.title()
    assert writer.page.locator("main script, main img").count() == 0


def test_a_double_click_does_it_once(writer, version):
    write(writer.page, SENTENCE)
    expect(state(writer.page)).to_contain_text("Opgeslagen")
    writer.page.dblclick("main button.primary")
    writer.page.wait_for_load_state()
    assert Answer.objects.get(version=version, key="mission").revision == 1
    writer.check()


def test_without_script_a_session_that_ended_gives_the_text_back(visitor, version, head):
    someone = visitor(script=False)
    someone.sign_in(head.email, PASSWORD)
    someone.page.goto(someone.address + chapter(version, "school"))
    someone.page.fill("textarea[name=mission]", SENTENCE)
    UserSession.objects.all().delete()
    someone.press()
    someone.page.wait_for_load_state()
    assert SENTENCE in someone.page.content()
    assert stored(version) is None

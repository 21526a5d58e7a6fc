"""What changed between two versions: on a desk, on a phone, with a keyboard only, and without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD
from dekkend.profiles import actions
from dekkend.profiles.tests.conftest import answer, at, bring, edition, version  # noqa: F401 to publish
from e2e.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

AMBITIONS = [{"id": "aaaa", "text": "Meer leesplezier in elke groep", "needs": []}]
BEFORE = {
    "mission": "Elk kind hoort erbij, en elk kind mag bij ons fouten maken.\n\nWij schaken op vrijdag.",
    "ambitions.support": AMBITIONS,
    "ambitions.plan": {"aaaa": {"step": "Training", "who": "", "due": "2027-02-01", "status": "todo"}},
}
AFTER = {
    "school.motto": "Samen sterk",
    "mission": "Elk kind hoort erbij, en elk kind mag bij ons veel fouten maken.\n\n- elke dag lezen\n- rust",
    "ambitions.plan": {"aaaa": {"step": "Training", "who": "", "due": "2027-03-01", "status": "doing"}},
}


@pytest.fixture
def versions(version, bring, site, region, head, at):  # noqa: F811
    """Two published versions and a working copy in which something changed again."""
    answer(version, BEFORE, head)
    made = [bring(version, "published")]
    for number, changes in ((1, AFTER), (2, {"school.motto": "Samen verder"})):
        moment = at + timedelta(hours=number)
        new = actions.start_working_copy(site=site, partnership=region, actor=head, at=moment)
        answer(new, changes, head, revision=9)
        made.append(bring(new, "published", moment=moment) if number == 1 else new)
    return made


def test_parents_see_what_changed(visitor, versions):
    parent = visitor(PHONE)
    parent.open("/scholen/99AB00/")
    parent.page.get_by_role("link", name="Bekijk wat er veranderd is").click()
    parent.check()
    expect(parent.page.get_by_text("3 vragen veranderd in")).to_be_visible()
    expect(parent.page.locator("ins", has_text="veel")).to_be_visible()
    expect(parent.page.locator("del", has_text="Wij schaken op vrijdag.")).to_be_visible()
    parent.page.get_by_role("link", name="Missie en visie").click()
    expect(parent.page.locator("[id='vraag-mission']")).to_be_in_viewport()
    parent.check()


def test_a_writer_compares_any_two_with_the_keyboard(visitor, versions, head):
    first, _, now = versions
    marit = visitor()
    marit.sign_in(head.email, PASSWORD)
    marit.open(f"/werk/profiel/{now.pk}/veranderd/")
    expect(marit.page.get_by_text("1 vraag veranderd in 1 hoofdstuk.")).to_be_visible()
    marit.page.get_by_label("Vergelijk versie 3 met een andere versie").focus()
    marit.page.keyboard.press("ArrowDown")
    marit.page.keyboard.press("Tab")
    marit.page.keyboard.press("Enter")
    marit.page.wait_for_url(f"**/veranderd/?met={first.pk}")
    marit.check()
    expect(marit.page.get_by_text("Wij vergelijken versie 1")).to_be_visible()
    expect(marit.page.locator("main")).not_to_contain_text("Samen sterk")
    marit.open(f"/werk/profiel/{first.pk}/veranderd/?met={versions[1].pk}")


def test_it_needs_no_script(visitor, versions):
    parent = visitor(script=False)
    parent.open("/scholen/99AB00/versies/2/veranderd/")
    expect(parent.page.locator("ins", has_text="sterk")).to_be_visible()


def test_a_first_version_says_that_there_is_nothing_before_it(visitor, versions):
    guest = visitor()
    guest.open("/scholen/99AB00/versies/1/veranderd/")
    expect(guest.page.get_by_text("Er is geen eerdere versie.")).to_be_visible()

"""Placement in special education, and a refusal that someone objects to, in a browser.

Two members of the committee of whom one is tied to the school, the secretary, the special school that fetches
the declaration, and the Loket that writes down an objection of the mother.
"""

from datetime import date

from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from dekkend.cases import actions
from dekkend.cases.declaration.days import first_end
from dekkend.cases.models import Case, Declaration, Objection
from dekkend.cases.tests.conftest import CHILD, advised
from dekkend.cases.tests.test_committee import add_role
from dekkend.organisations.models import Role
from e2e.conftest import PHONE, Visitor
from e2e.test_whole_case import REASONS, come_in, fill

MOTHER = "aylin@example.org"


def to_the_committee(case: Case, desk, expert, secretary) -> int:
    """Both experts gave their advice; the Loket put it on the list, the secretary on an agenda of today."""
    advised(case, desk, expert)
    actions.put_on_agenda(case_id=case.pk, actor=desk, at=now())
    when = actions.When(now(), "Zaal 1", 1)
    held = actions.plan_meeting(partnership=case.partnership, when=when, actor=secretary, at=now())
    return actions.schedule(case_id=case.pk, meeting_id=held.pk, actor=secretary, at=now()).pk


def hold(leads: Visitor, case: Case, there) -> str:
    """The secretary opens the meeting and notes who is there; the address of the one point."""
    point = case.agenda_items.get()
    leads.open(f"/ctc/{point.meeting_id}/stap/open/")
    leads.press()
    for member in there:
        leads.page.check(f'input[name=members][value="{member.pk}"]')
    leads.press('form[action$="/aanwezig/"] button')
    leads.check()
    return f"/ctc/punt/{point.pk}/"


def test_from_the_committee_to_the_special_school(
    enter,
    visitor,
    placement,
    desk,
    expert,
    secretary,
    members,
    site,
    special,
    special_head,
):
    adviser, tied = members[:2]
    add_role(tied, Role.TEACHER, site=site)
    to_the_committee(placement, desk, expert, secretary)
    out = enter(tied, viewport=PHONE)
    out.open(f"/ctc/{placement.agenda_items.get().meeting_id}/")
    expect(out.page.get_by_text("U beslist hier niet over mee.")).to_be_visible()
    leads = enter(secretary)
    point = hold(leads, placement, [adviser])
    leads.open(f"{point}besluit/toekennen/")
    days = {"begins_on": localdate().isoformat(), "ends_on": first_end(localdate()).isoformat()}
    fill(leads, {"reasons": REASONS} | days)
    leads.page.check('input[name=school_kind][value="SO"]')
    leads.page.select_option("select[name=category]", "low")
    leads.press()
    leads.check()
    leads.press("button[name=sure]")
    leads.check()
    fetch(enter(special_head), Declaration.objects.get())


def fetch(special: Visitor, declaration: Declaration) -> None:
    """By its number and the day of birth together; one of them wrong tells nothing."""
    special.open("/verklaringen/")
    fill(special, {"number": declaration.number, "born_on": date(2011, 1, 1).isoformat()})
    special.press()
    special.check()
    expect(special.page.locator("main")).not_to_contain_text(CHILD.name)
    fill(special, {"number": declaration.number, "born_on": CHILD.born_on.isoformat()})
    special.press()
    special.check()
    expect(special.page.locator("h1")).to_contain_text(CHILD.name)
    fill(special, {"enrolled_on": localdate().isoformat()})
    special.press()
    special.check()
    declaration.refresh_from_db()
    assert declaration.fetched_at


def test_a_refusal_and_an_objection(
    enter,
    visitor,
    placement,
    desk,
    expert,
    secretary,
    members,
):
    to_the_committee(placement, desk, expert, secretary)
    leads = enter(secretary)
    point = hold(leads, placement, members[:1])
    leads.open(f"{point}besluit/afwijzen/")
    fill(leads, {"reasons": REASONS})
    leads.press()
    leads.check()
    leads.press("button[name=sure]")
    leads.check()
    mother = visitor(PHONE, locale="tr-TR")
    place = come_in(mother, MOTHER)
    mother.open(place)
    mother.press("main .button.primary")
    mother.check()
    expect(mother.page.locator("main")).to_contain_text("bezwaar")
    loket = enter(desk)
    loket.open(f"/dossiers/{placement.pk}/bezwaar/")
    loket.page.check(f'input[name=whose][value="{placement.parties.get().pk}"]')
    words = {
        "received_on": localdate().isoformat(),
        "grounds": "Wij willen een school dichtbij.",
    }
    fill(loket, words)
    loket.press("main button.primary")
    loket.check()
    placement.refresh_from_db()
    assert (Objection.objects.get().decision.case, placement.is_on_hold) == (placement, True)

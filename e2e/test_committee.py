"""The committee in a browser: one advises on a phone, one has no say, the secretary records the decision."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from dekkend.cases.models import Decision
from dekkend.cases.tests.test_committee import add_role
from dekkend.organisations.models import Role
from e2e.conftest import PHONE
from e2e.test_whole_case import REASONS, fill


def test_advice_a_tie_and_one_decision(enter, item, secretary, members, site):
    adviser, tied = members[:2]
    add_role(tied, Role.TEACHER, site=site)
    agenda, point = f"/ctc/{item.meeting_id}/", f"/ctc/punt/{item.pk}/"

    member = enter(adviser, viewport=PHONE)
    member.open(point)
    member.page.check("input[value=for]")
    fill(member, {"reasons": "De school deed wat zij kon, en de ouders willen het ook."})
    member.press('form[action$="/advies/"] button')
    member.check()

    out = enter(tied, viewport=PHONE)
    out.open(agenda)
    out.check()
    expect(out.page.get_by_text("U beslist hier niet over mee.")).to_be_visible()
    expect(out.page.get_by_text(item.case.number)).to_have_count(0)

    leads = enter(secretary)
    leads.open(f"{agenda}stap/open/")
    leads.press()
    for one in (adviser, members[2]):
        leads.page.check(f'input[name=members][value="{one.pk}"]')
    leads.press('form[action$="/aanwezig/"] button')
    leads.check()
    leads.open(f"{point}besluit/toekennen/")
    today = localdate()
    ends_on = today + timedelta(days=180)
    fill(leads, {"reasons": REASONS, "begins_on": today.isoformat(), "ends_on": ends_on.isoformat()})
    leads.press()
    leads.check()
    expect(leads.page.get_by_text("1 × toekennen")).to_be_visible()
    assert not Decision.objects.exists()
    leads.press("button[name=sure]")
    leads.check()
    assert Decision.objects.get().letters.count() == 3
    leads.open(f"/dossiers/{item.case_id}/brieven/")
    leads.check()

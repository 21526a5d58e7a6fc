"""Placement in special education is refused, and the mother objects: the Loket writes it down."""

from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from dekkend.cases import actions
from dekkend.cases.models import Case, Objection
from dekkend.cases.tests.conftest import advised
from e2e.conftest import PHONE
from e2e.test_seven_people import hold
from e2e.test_whole_case import REASONS, come_in, fill

MOTHER = "aylin@example.org"


def to_the_committee(case: Case, desk, expert, secretary) -> tuple[str, str]:
    """Both experts gave their advice, and it is on an agenda of today: where that is, and its point."""
    advised(case, desk, expert)
    actions.put_on_agenda(case_id=case.pk, actor=desk, at=now())
    when = actions.When(now(), "Zaal 1", 1)
    held = actions.plan_meeting(partnership=case.partnership, when=when, actor=secretary, at=now())
    item = actions.schedule(case_id=case.pk, meeting_id=held.pk, actor=secretary, at=now())
    return f"/ctc/{held.pk}/", f"/ctc/punt/{item.pk}/"


def test_a_refusal_and_an_objection(enter, visitor, placement, desk, expert, secretary, members):
    agenda, point = to_the_committee(placement, desk, expert, secretary)
    leads = enter(secretary)
    hold(leads, agenda, members[0])
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
    fill(loket, {"received_on": localdate().isoformat(), "grounds": "Wij willen een school dichtbij."})
    loket.press("main button.primary")
    loket.check()
    placement.refresh_from_db()
    assert (Objection.objects.get().decision.case, placement.is_on_hold) == (placement, True)

"""The demo's children: whatever day it is, everyone who deals with files finds something on each page."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.test import TestCase
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from dekkend.cases.declaration.days import school_year_ends
from dekkend.cases.declaration.renewing import renewal_round
from dekkend.cases.log import broken_lines
from dekkend.cases.models import (
    Attachment,
    Case,
    Conflict,
    Declaration,
    ExpertOpinion,
    Meeting,
    Objection,
    Party,
    PlanVersion,
    Reading,
)
from dekkend.cases.plan.queries import due_plans
from dekkend.cases.retention import expired, expiring
from dekkend.cases.transitions import KIND
from dekkend.demo.cases import read_cases, tell_cases
from dekkend.demo.places import make_people, make_places
from dekkend.demo.route import Calendar
from dekkend.organisations.models import Partnership, Site
from dekkend.workflow.models import Event


def tell(today: date) -> None:
    """The people of the region, and what happened around its children; no profiles."""
    make_places(today)
    make_people(today)
    tell_cases(Calendar.of(today))


def test_no_two_stories_share_a_child_a_parent_or_a_sentence():
    said = Counter(text for told in read_cases() for text in texts(told))
    assert len(said) > 250
    assert [text for text, times in said.items() if times > 1] == []


def texts(told) -> list[str]:
    """Every sentence, name and address in a story; short words that are answers of a form aside."""
    if isinstance(told, dict):
        return [text for one in told.values() for text in texts(one)]
    if isinstance(told, list):
        return [text for one in told for text in texts(one)]
    return [told] if (isinstance(told, str) and len(told) > 40) or "@" in str(told) else []


class TestToday(TestCase):
    """Told once for all of these."""

    @classmethod
    def setUpTestData(cls):
        tell(localdate())
        cls.region = Partnership.objects.get(code="PO9901")

    def test_a_file_in_every_state(self):
        states = Counter(Case.objects.values_list("state", flat=True))
        # What was sent an hour ago is taken up by the Loket in the demo itself.
        assert set(states) == set(Case.State)

    def test_numbers_rise_with_the_days(self):
        opened = [case.opened_on for case in Case.objects.order_by("number")]
        assert opened == sorted(opened)
        serials = [one.decision.decided_on for one in Declaration.objects.order_by("serial")]
        assert serials == sorted(serials)

    def test_declarations_to_fetch_fetched_and_to_be_renewed(self):
        kinds = Declaration.objects.values_list("school_kind", "category", "fetched_by_site__code")
        assert sorted(kinds, key=str) == [
            ("SBO", "", "90AL00"), ("SO", "low", "90AM00"), ("SO", "middle", None),
        ]  # fmt: skip
        (ending,) = [one for one in renewal_round(self.region, localdate()) if one.school_kind == "SBO"]
        assert ending.ends_on == school_year_ends(localdate())
        assert ending.signalled_on

    def test_one_expert_has_an_advice_to_give(self):
        (waiting,) = ExpertOpinion.objects.filter(given_at=None)
        assert waiting.expert.name == "Noa Feenstra"

    def test_an_objection_under_way_and_one_that_ended(self):
        outcomes = Objection.objects.order_by("received_on").values_list("outcome", "committee")
        assert [(outcome, bool(committee)) for outcome, committee in outcomes] == [
            ("rejected", False),
            ("", True),
        ]
        assert Objection.objects.get(outcome="").due_on > localdate()

    def test_plans_in_versions_agreed_and_not_and_one_due_within_days(self):
        again = PlanVersion.objects.get(number=2)
        assert not again.is_agreed
        assert again.plan.versions.count() == 2
        said = again.plan.agreements.values_list("party__number", "answer")
        assert set(said) == {(1, "yes"), (2, "no")}
        soon = due_plans([Site.objects.get(code="90AM00")], localdate() + timedelta(days=7))
        assert [due.what for due in soon] == ["establish"]
        assert due_plans(Site.objects.all(), localdate()) == []

    def test_files_of_the_school_and_of_parents_at_several_places(self):
        kinds = Counter((file.where, file.kind, file.added_by_name) for file in Attachment.objects.all())
        assert kinds == {
            ("growth", "pdf", "Mehmet Yildirim"): 1,
            ("growth", "png", "ouder 1"): 2,
            ("request", "pdf", "Cheyenne de Freitas"): 1,
            ("paper", "pdf", "Mehmet Yildirim"): 1,
            ("paper", "pdf", "Anouk Verschoor"): 1,
        }

    def test_meetings_with_minutes_and_one_to_come_with_a_tie(self):
        states = Counter(Meeting.objects.values_list("state", flat=True))
        assert states == {"closed": 3, "planned": 1}
        to_come = Meeting.objects.get(state="planned")
        assert to_come.held_on > localdate()
        assert to_come.items.count() == 2
        assert Conflict.objects.get().case in [item.case for item in to_come.items.all()]
        assert all(
            item.minutes for meeting in Meeting.objects.filter(state="closed") for item in meeting.items.all()
        )

    def test_late_urgent_kept_and_soon_to_go(self):
        on = localdate()
        assert Case.objects.filter(state="intake", due_on__lt=on).count() == 1
        assert Case.objects.filter(state="asked", answer_by__lt=on).count() == 1
        assert Case.objects.filter(state="asked", answer_by__gt=on).count() == 1
        assert Case.objects.filter(is_urgent=True).count() == 1
        assert expiring(Case.objects.filter(partnership=self.region), on).count() == 1
        assert expired(on).count() == 0
        held = Case.objects.filter(is_on_hold=True, retain_until__lt=on)
        assert held.count() == 1

    def test_families_differ(self):
        assert Party.objects.filter(kept_out=True).count() == 1
        assert Party.objects.filter(household=2).count() == 4
        assert set(Party.objects.values_list("language", flat=True)) == {"nl", "tr", "en"}
        relations = {party.about["relation"] for party in Party.objects.select_related("case__key")}
        assert relations == {"moeder", "vader", "ouder", "voogd"}

    def test_nothing_happened_ahead_and_each_file_in_its_order(self):
        acts = Event.objects.filter(subject_kind=KIND)
        assert not acts.filter(at__date__gt=localdate()).exists()
        for case in Case.objects.all():
            days = [act.at for act in acts.filter(subject_id=case.pk).order_by("id")]
            assert days == sorted(days)

    def test_who_looked_is_in_a_log_that_holds(self):
        roles = set(Reading.objects.values_list("reader_role", flat=True))
        assert len(roles) == 4
        assert list(broken_lines(self.region)) == []

    def test_parents_of_this_week_have_their_link_in_the_post(self):
        sealed = DBTaskResult.objects.filter(task_path__endswith="deliver_sealed")
        numbers = {one.args_kwargs["kwargs"]["case_id"] for one in sealed}
        assert len(numbers) >= 6


@pytest.mark.parametrize(
    "today",
    [date(2025, 1, 1), date(2025, 7, 31), date(2025, 8, 1), date(2024, 2, 29), date(2025, 12, 31)],
    ids=str,
)
def test_the_stories_hold_on_any_day_of_the_year(db, today):
    tell(today)
    assert set(Case.objects.values_list("state", flat=True)) == set(Case.State)
    assert len(renewal_round(Partnership.objects.get(code="PO9901"), today)) >= 1
    assert Event.objects.filter(at__date__gt=today).count() == 0

"""The pages of experts, declarations, renewals and objections: who opens them, and what they refuse."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.declaration.days import school_year_ends
from dekkend.cases.models import Case, Declaration, ExpertOpinion, Objection, Reading
from dekkend.cases.tests.conftest import ADVICE, CHILD, ask
from dekkend.cases.tests.test_fetching import take_in
from dekkend.cases.tests.test_objection import GROUNDS, WHY
from dekkend.conftest import make_person
from dekkend.organisations.models import Role

BORN = CHILD.born_on.isoformat()


def title_of(answer) -> str:
    return re.search("<title>(.*?)</title>", answer.content.decode(), re.S)[1]


class TestExperts:
    def test_the_loket_asks_and_reads_the_rule_that_it_broke(self, placement, go, desk, expert):
        address, client = reverse("case-experts", args=[placement.pk]), go(desk)
        typed = {
            "seat": 1,
            "profession": "pedagogue",
            "expert": expert.pk,
            "employer": "other",
            "involved": "no",
        }
        wrong = client.post(address, typed)
        assert wrong.status_code == 409
        assert "artikel 34.8" in wrong.content.decode()
        assert not ExpertOpinion.objects.exists()
        assert client.post(address, typed | {"profession": "special_pedagogue"}).status_code == 302
        assert ExpertOpinion.objects.get().expert == expert

    def test_what_is_not_filled_in_is_said_beside_its_field(self, placement, go, desk):
        answer = go(desk).post(reverse("case-experts", args=[placement.pk]), {})
        assert answer.status_code == 422
        assert answer.content.decode().count("Kies een antwoord.") >= 4

    def test_who_reads_the_advice(self, placement, go, coordinator, teacher, desk, expert):
        address = reverse("case-experts", args=[placement.pk])
        opinion = ask(placement, desk, expert)
        actions.give_opinion(
            opinion_id=opinion.pk, advice=ADVICE, is_independent=True, actor=expert, at=now()
        )
        assert ADVICE in go(desk).get(address).content.decode()
        assert go(coordinator).get(address).status_code == 403
        assert go(expert).get(address).status_code == 403
        assert go(teacher).get(address).status_code == 404

    def test_an_expert_advises_and_the_page_names_no_child_in_its_title(self, placement, go, desk, expert):
        ask(placement, desk, expert)
        address, client = reverse("case-advice", args=[placement.pk]), go(expert)
        page = client.get(address)
        assert CHILD.name in page.content.decode()
        assert "Kees" not in title_of(page)
        assert client.post(address, {"advice": ADVICE}).status_code == 422
        client.post(address, {"advice": ADVICE, "is_independent": "on"})
        assert ExpertOpinion.objects.get().given_at
        assert Reading.objects.filter(what="advies als deskundige").exists()

    def test_a_seat_given_back_closes_the_file(self, placement, go, desk, expert):
        ask(placement, desk, expert)
        client = go(expert)
        answer = client.post(reverse("decline-advice", args=[placement.pk]), {"reason": "Ik ken het kind."})
        assert answer["Location"] == reverse("cases")
        assert client.get(reverse("case-advice", args=[placement.pk])).status_code == 404

    def test_what_came_on_paper(self, placement, go, desk):
        opinion = ask(placement, desk, None, name="J. Blauw")
        client = go(desk)
        client.post(reverse("expert-step", args=[placement.pk, opinion.pk, "vastleggen"]), {"advice": ADVICE})
        assert ExpertOpinion.objects.get().given_at
        client.post(reverse("expert-step", args=[placement.pk, opinion.pk, "vrij"]), {"reason": "Toch niet."})
        assert ExpertOpinion.objects.get().ended_at

    def test_other_help_has_no_such_page(self, taken_in, go, desk):
        assert go(desk).get(reverse("case-experts", args=[taken_in.pk])).status_code == 404


@pytest.mark.usefixtures("special")
class TestFetching:
    def test_found_with_both_right_and_taken_in(self, declaration, special_head, go):
        client = go(special_head)
        found = client.post(reverse("declarations"), {"number": "po9901-1", "born_on": BORN})
        assert found["Location"] == reverse("declaration", args=[declaration.pk])
        page = client.get(found["Location"])
        assert CHILD.name in page.content.decode()
        assert "Kees" not in title_of(page)
        assert "De Regenton" not in page.content.decode()
        client.post(found["Location"], {"enrolled_on": localdate().isoformat()})
        declaration.refresh_from_db()
        assert declaration.fetched_by == special_head
        assert "de verklaring (tlv), door school 98ZS00" in {line.what for line in Reading.objects.all()}
        assert client.get(reverse("plan", args=[declaration.case.pk])).status_code == 200
        assert client.get(reverse("case", args=[declaration.case.pk])).status_code == 404

    @pytest.mark.parametrize(
        "typed", [("PO9901-000002", BORN), ("PO9901-000001", "2018-03-15"), ("onzin", BORN)]
    )
    def test_a_wrong_pair_tells_of_neither(self, declaration, special_head, go, typed):
        client = go(special_head)
        answer = client.post(reverse("declarations"), dict(zip(("number", "born_on"), typed, strict=True)))
        assert answer.status_code == 422
        assert "Deze combinatie van nummer en geboortedatum kennen wij niet" in answer.content.decode()
        assert client.get(reverse("declaration", args=[declaration.pk])).status_code == 404
        assert not Reading.objects.filter(what__contains="verklaring").exists()

    def test_who_guesses_waits_also_with_the_right_pair(self, declaration, special_head, go):
        client = go(special_head)
        for day in range(1, 13):
            client.post(reverse("declarations"), {"number": "PO9901-1", "born_on": f"2017-01-{day:02}"})
        answer = client.post(reverse("declarations"), {"number": "PO9901-1", "born_on": BORN})
        assert answer.status_code == 422
        assert "te vaak geprobeerd" in answer.content.decode()

    def test_only_special_schools_look(self, declaration, go, coordinator, desk):
        for user in (coordinator, desk):
            assert go(user).get(reverse("declarations")).status_code == 404
            assert go(user).get(reverse("declaration", args=[declaration.pk])).status_code == 404

    def test_another_in_the_same_school_does_not_see_what_was_looked_up(
        self,
        declaration,
        special,
        special_head,
        go,
    ):
        go(special_head).post(reverse("declarations"), {"number": "PO9901-1", "born_on": BORN})
        other = make_person("Ada Loo", Role.SUPPORT_COORDINATOR, site=special)
        assert go(other).get(reverse("declaration", args=[declaration.pk])).status_code == 404

    def test_a_day_that_does_not_fit_changes_nothing(self, declaration, special_head, go):
        client = go(special_head)
        client.post(reverse("declarations"), {"number": "PO9901-1", "born_on": BORN})
        address = reverse("declaration", args=[declaration.pk])
        assert client.post(address, {"enrolled_on": ""}).status_code == 422
        assert client.post(address, {"enrolled_on": "2010-01-01"}).status_code == 409
        assert Declaration.objects.get().fetched_by is None


class TestRenewals:
    @pytest.fixture
    def ending(self, declaration, special, special_head):
        take_in(declaration, special, special_head)
        ends_on = school_year_ends(localdate())
        Declaration.objects.update(ends_on=ends_on, begins_on=ends_on - timedelta(days=364))
        return declaration

    def test_the_round_from_the_list_to_a_new_file(self, ending, go, desk, django_assert_max_num_queries):
        client = go(desk)
        with django_assert_max_num_queries(11):
            page = client.get(reverse("renewals")).content.decode()
        assert "Nog 1 verklaring" in page
        assert "Kees" not in page
        client.post(reverse("renewal-step", args=[ending.pk, "niet-nodig"]), {"reason": "Gaat naar het VO."})
        assert "Toch verlengen" in client.get(reverse("renewals")).content.decode()
        client.post(reverse("renewal-step", args=[ending.pk, "toch-wel"]))
        client.post(reverse("renewal-step", args=[ending.pk, "begin"]))
        assert Case.objects.get(follows=ending.case).site.code == "98ZS00"
        assert client.post(reverse("renewal-step", args=[ending.pk, "begin"])).status_code == 409

    def test_it_is_the_lokets_own(self, ending, go, coordinator, far_region):
        other = make_person("Wouter Vink", Role.SERVICE_DESK, partnership=far_region)
        assert go(coordinator).get(reverse("renewals")).status_code == 403
        assert "loopt er geen verklaring af" in go(other).get(reverse("renewals")).content.decode()
        assert go(other).get(reverse("renewal-step", args=[ending.pk, "begin"])).status_code == 404


class TestObjections:
    @pytest.fixture
    def refused(self, taken_in, desk):
        return actions.refuse_by_desk(case_id=taken_in.pk, reasons=WHY, actor=desk, at=now())

    def typed(self, **more):
        return {"whose": "school", "received_on": localdate().isoformat(), "grounds": GROUNDS} | more

    def test_from_coming_in_to_a_decision_anew(self, refused, go, coordinator, region):
        address = reverse("case-objections", args=[refused.case_id])
        assert go(coordinator).post(address, self.typed()).status_code == 302
        objection = Objection.objects.get()
        other = go(make_person("Wouter Vink", Role.SERVICE_DESK, partnership=region))
        page = other.get(address).content.decode()
        assert GROUNDS in page
        assert "niet vernietigd" in page
        step = reverse("objection-step", args=[refused.case_id, objection.pk, "uitstel"])
        assert other.post(step, {"reason": "De zitting is later."}).status_code == 302
        step = reverse("objection-step", args=[refused.case_id, objection.pk, "besluit"])
        assert other.post(step, {"outcome": "upheld"}).status_code == 422
        assert other.post(step, {"outcome": "upheld", "reasons": WHY}).status_code == 302
        assert Case.objects.get(pk=refused.case_id).state == "intake"

    def test_who_decided_is_told_why_not(self, refused, go, coordinator, desk):
        go(coordinator).post(reverse("case-objections", args=[refused.case_id]), self.typed())
        step = reverse("objection-step", args=[refused.case_id, Objection.objects.get().pk, "besluit"])
        answer = go(desk).post(step, {"outcome": "rejected", "reasons": WHY})
        assert answer.status_code == 409
        assert "Awb 10:3" in answer.content.decode()
        assert go(coordinator).get(step).status_code == 403

    def test_what_is_wrong_stays_as_it_was_typed(self, refused, go, coordinator):
        answer = go(coordinator).post(
            reverse("case-objections", args=[refused.case_id]), self.typed(received_on="2020-01-01")
        )
        assert answer.status_code == 409
        assert GROUNDS in answer.content.decode()

    def test_one_or_three_take_the_same_queries(self, refused, go, coordinator, parents):
        address, client = reverse("case-objections", args=[refused.case_id]), go(coordinator)
        client.post(address, self.typed())
        client.get(address)
        counts = []
        for party in (None, *parents):
            if party:
                assert client.post(address, self.typed(whose=party.pk)).status_code == 302
                client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as made:
                client.get(address)
            counts.append(len(made))
        assert len(set(counts)) == 1, counts

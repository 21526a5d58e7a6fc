"""A child goes to another special school than first thought: by another declaration, or by one given free."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.models import Declaration, Plan
from dekkend.cases.plan.queries import ESTABLISH, action_digest, due_plans, get_plan_for, plan_stances
from dekkend.cases.plan.starting import start_plan
from dekkend.cases.reasons import opened
from dekkend.cases.tests.conftest import CHILD, advised, in_session, mails_waiting
from dekkend.cases.tests.test_declaring import SO_LOW, award_by_committee
from dekkend.cases.tests.test_fetching import take_in
from dekkend.cases.tests.test_objection import advise, end, object_to
from dekkend.cases.transitions import KIND
from dekkend.conftest import make_person, make_site
from dekkend.organisations.models import Role, Site
from dekkend.workflow.engine import NotPossible, events_of
from tools.kept import kept

WHY = "De verkeerde school vulde het nummer in."


@kept
def yard(far_region, other_board):
    return make_site("98ZT00", "De Werf", other_board, far_region, kind=Site.Kind.SO)


@kept
def yard_head(yard):
    return make_person("Ton Bel", Role.HEAD_TEACHER, site=yard)


@kept
def fetched(declaration, special, special_head):
    take_in(declaration, special, special_head)
    declaration.refresh_from_db()
    return declaration


def another(declaration, desk, expert, secretary, members, coordinator):
    """The objection of the school is right, and the committee decides anew."""
    objection = object_to(declaration.decision, coordinator)
    advise(objection, desk)
    end(objection, desk, "upheld")
    case = declaration.case
    case.refresh_from_db()
    advised(case, desk, expert)
    actions.put_on_agenda(case_id=case.pk, actor=desk, at=now())
    in_session([case], secretary, members)
    return award_by_committee(case, secretary, SO_LOW).declaration


def opens(user, case_pk) -> bool:
    try:
        return bool(get_plan_for(user, case_pk, localdate()))
    except Http404:
        return False


def test_the_plan_goes_along_to_the_school_that_takes_the_second_one_in(
    fetched, special, special_head, yard, yard_head, desk, expert, secretary, members, coordinator
):
    Plan.objects.update(due_on=localdate() - timedelta(days=9), shared_on=localdate(), shared_digest="x")
    before = len(mails_waiting())
    second = another(fetched, desk, expert, secretary, members, coordinator)
    told = [mail for mail in mails_waiting()[before:] if mail["to"] == special_head.email]
    assert [mail["subject"] for mail in told] == ["Verklaring geldt niet meer: PO9901-000001"]
    assert not {CHILD.first_name, CHILD.last_name, fetched.case.number} & set(told[0]["body"].split())
    assert opens(special_head, fetched.case.pk)
    take_in(second, yard, yard_head)
    plan = Plan.objects.get()
    assert (plan.site, plan.due_on) == (yard, localdate() + timedelta(weeks=6))
    assert (plan.shared_on, plan.shared_digest) == (None, "")
    assert (opens(yard_head, plan.case_id), opens(special_head, plan.case_id)) == (True, False)
    assert [due.what for due in due_plans([yard])] == [ESTABLISH]
    assert due_plans([special]) == []


def test_what_the_first_school_wrote_stays_and_the_next_makes_its_own(
    fetched, special, special_head, yard, yard_head, go
):
    from dekkend.cases.plan.contents import tree_of
    from dekkend.cases.plan.queries import versions_of
    from dekkend.questionnaires.loader import load_edition

    plan = Plan.objects.get()
    edition = load_edition(newest_plan_form(plan))
    version = plan.versions.model(plan=plan, number=1, site=plan.site, edition=edition, is_agreed=True)
    version.begins_on = version.ends_on = version.established_on = localdate()
    version.established_by = special_head
    version.sealed = fetched.case.vault.seal_value("plan 1", {"answers": {}, "parents": []})
    version.save()
    Plan.objects.update(edition=edition, evaluate_by=localdate() + timedelta(days=300))
    actions.free_declaration(declaration_id=fetched.pk, reason=WHY, actor=the_desk(), at=now())
    fetched.refresh_from_db()
    take_in(fetched, yard, yard_head)
    page = go(yard_head).get(reverse("plan", args=[plan.case_id])).content.decode()
    assert "Het is van De Brug. Het plan van uw school moet er zijn op" in page
    assert [due.what for due in due_plans([yard])] == [ESTABLISH]
    assert [one.site.name for one in versions_of(Plan.objects.get())] == ["De Brug"]
    own = plan.versions.model(plan=plan, number=2, site=yard, edition=edition, is_agreed=True)
    own.begins_on = own.ends_on = own.established_on = localdate()
    own.established_by, own.sealed = (
        yard_head,
        fetched.case.vault.seal_value("plan 2", {"answers": {}, "parents": []}),
    )
    own.save()
    start_plan(fetched.case, special, localdate())  # and back: what holds is of another school again
    assert [due.what for due in due_plans([special])] == [ESTABLISH]
    assert tree_of(version) == ()


def test_a_yes_to_what_one_school_does_is_no_yes_to_another(fetched, special, yard):
    """Also when the new school leaves the text as it is."""
    plan = Plan.objects.get()
    before = action_digest(plan)
    plan.agreements.create(
        party=fetched.case.parties.first(),
        answer="yes",
        digest=before,
        given_on=localdate(),
        recorded_at=now(),
    )
    assert [stance.agrees for stance in plan_stances(plan)] == [True]
    start_plan(fetched.case, yard, plan.due_on)
    assert not any(stance.agrees for stance in plan_stances(Plan.objects.get()))


def newest_plan_form(plan):
    from dekkend.cases.tests.conftest import newest

    return newest(plan.case.offering.catalogue.plan_form)


def the_desk():
    from dekkend.organisations.models import User

    return User.objects.get(name="Sevim Demir")


class TestGivenFree:
    def free(self, declaration, actor, reason=WHY):
        actions.free_declaration(declaration_id=declaration.pk, reason=reason, actor=actor, at=now())

    def test_another_school_takes_it_in_and_the_first_has_nothing_any_more(
        self, fetched, special, special_head, yard, yard_head, desk
    ):
        before, case = len(mails_waiting()), fetched.case
        self.free(fetched, desk)
        assert [mail["to"] for mail in mails_waiting()[before:]] == [special_head.email]
        assert not {CHILD.first_name, WHY} & {*mails_waiting()[-1]["body"].splitlines()}
        event = events_of(KIND, case.pk)[0]
        assert (event.act, event.details, opened(case, event.reason)) == (
            "free_declaration", {"site": "98ZS00"}, WHY,
        )  # fmt: skip
        assert not opens(special_head, case.pk)
        assert due_plans([special]) == []
        take_in(fetched, yard, yard_head)
        assert (opens(yard_head, case.pk), opens(special_head, case.pk)) == (True, False)

    def test_who_may_and_when(self, declaration, special, special_head, coordinator, desk, far_region):
        with pytest.raises(NotPossible, match="Zij is al vrij"):
            self.free(declaration, desk)
        take_in(declaration, special, special_head)
        other = make_person("Wouter Vink", Role.SERVICE_DESK, partnership=far_region)
        for user in (special_head, coordinator, other):
            with pytest.raises(NotPossible, match="Dit doet iemand anders"):
                self.free(declaration, user)
        with pytest.raises(NotPossible, match="Vul in waarom"):
            self.free(declaration, desk, " ")
        Declaration.objects.update(revoked_on=localdate())
        with pytest.raises(NotPossible, match="geldt niet meer"):
            self.free(declaration, desk)
        declaration.refresh_from_db()
        assert declaration.fetched_by_site == special

    def test_the_loket_finds_the_way_in_the_file_and_reads_what_it_does(
        self, fetched, go, desk, special_head
    ):
        client, address = go(desk), reverse("free-declaration", args=[fetched.pk])
        assert address in client.get(reverse("case", args=[fetched.case.pk])).content.decode()
        page = client.get(address).content.decode()
        assert "in ontvangst genomen door De Brug" in page
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": WHY}).status_code == 302
        file = client.get(reverse("case", args=[fetched.case.pk])).content.decode()
        assert address not in file
        assert "Verklaring (tlv) vrijgegeven voor een andere school" in file
        assert client.post(address, {"reason": WHY}).status_code == 409
        assert go(special_head).get(reverse("declaration", args=[fetched.pk])).status_code == 404

    def test_the_refusal_names_the_way(self, fetched, yard, yard_head):
        with pytest.raises(NotPossible, match="Vraag het Loket van het samenwerkingsverband om haar vrij"):
            take_in(fetched, yard, yard_head)


def test_a_school_reads_that_its_declaration_holds_no_longer_and_has_no_way_to_a_plan_elsewhere(
    fetched, special_head, yard, go
):
    Declaration.objects.update(revoked_on=localdate())
    Plan.objects.update(site=yard)
    client = go(special_head)
    page = client.get(reverse("declarations")).content.decode()
    assert "geldt niet meer sinds" in page
    assert "bij een andere school" in page
    assert "Naar het plan" not in client.get(reverse("declaration", args=[fetched.pk])).content.decode()


def test_what_no_school_took_in_is_not_given_free(declaration, desk, go):
    page = go(desk).get(reverse("free-declaration", args=[declaration.pk]), follow=True)
    assert "Geen school nam deze verklaring in ontvangst." in page.content.decode()
    assert page.redirect_chain[-1][0] == reverse("case", args=[declaration.case.pk])

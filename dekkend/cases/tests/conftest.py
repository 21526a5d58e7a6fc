"""A child, its parents, a school that asks for help and a Loket that decides."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.timezone import localdate, now
from django_tasks_db.models import DBTaskResult

from dekkend.cases import actions
from dekkend.cases.catalogue import catalogue_from_dict, read_catalogue
from dekkend.cases.child import Child
from dekkend.cases.consents import request_digest
from dekkend.cases.models import Case, Offering, Plan
from dekkend.cases.queries import parties_of
from dekkend.cases.sealed_mail import opened
from dekkend.cases.terms import school_year
from dekkend.conftest import make_person, make_site
from dekkend.organisations.models import Role, Site
from dekkend.questionnaires.loader import keep_edition, load_edition, read_edition
from tools.kept import kept

CHILD = Child("Kees", "Bakkerman", date(2018, 3, 14), "4")
MOTHER = actions.Who("Aylin Bakkerman", "aylin@example.org", "moeder", language="tr")
FATHER = actions.Who("Piet Bakkerman", "piet@example.org", "vader", household=2)
REASONS = "De school deed wat zij kon. Met deze hulp leert Kees weer lezen."


@kept
def offering(region):
    """What Rietland offers this school year, with the forms that go with it."""
    return adopted(region)


def adopted(region):
    """The newest offer that is written down, for the school year of today whatever year that is."""
    catalogue, forms = written(school_year(localdate()))
    for form in forms:
        keep_edition(form)
    return actions.adopt_offering(partnership=region, catalogue=catalogue, at=now())


@cache
def written(year):
    """The offer and its forms, read from their files once for all tests."""
    offer = read_catalogue(sorted((settings.DEFINITIONS / "arrangements" / "rietland").glob("*.toml"))[-1])
    catalogue = catalogue_from_dict(offer.as_dict() | {"school_year": year}, year)
    forms = {catalogue.file_form, catalogue.plan_form, *catalogue.forms}
    return catalogue, [read_edition(newest(form)) for form in sorted(forms)]


def newest(form: str):
    return sorted((settings.DEFINITIONS / form).glob("*.toml"))[-1]


def one_more():
    """A child that has no file yet: named as CHILD, of another day. The first is CHILD."""
    return replace(CHILD, born_on=CHILD.born_on + timedelta(days=Case.objects.count()))


@pytest.fixture
def go(client_for, second_step):
    """go(person): a client in which they are signed in with a second step."""
    return lambda user: second_step(client_for(user))


@kept
def desk(region):
    return make_person("Sevim Demir", Role.SERVICE_DESK, partnership=region)


@kept
def case(offering, site, region, coordinator):
    """Just opened for Kees, by the coordinator."""
    return actions.open_case(
        site=site, partnership=region, kind="expertise", child=CHILD, actor=coordinator, at=now()
    )


@kept
def parents(case, coordinator):
    """Two, in two households."""
    return [
        actions.add_party(case_id=case.pk, who=who, actor=coordinator, at=now()) for who in (MOTHER, FATHER)
    ]


def with_parents(case, actor):
    actions.share_with_parents(case_id=case.pk, actor=actor, at=now())
    case.refresh_from_db()
    return parties_of(case)


def say_yes(case, party):
    return actions.answer_as_parent(
        party=party, answer="yes", words="", digest=request_digest(case), at=now()
    )


@kept
def sent(case, parents, coordinator):
    """Both parents said yes, and the school sent it."""
    for party in with_parents(case, coordinator):
        say_yes(case, party)
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    case.refresh_from_db()
    return case


@kept
def taken_in(sent, desk):
    """Everything is there: the Loket works on it."""
    actions.accept(case_id=sent.pk, actor=desk, at=now())
    sent.refresh_from_db()
    return sent


@kept
def members(region):
    """Four, of whom nobody is near the school."""
    names = ("Ans Berg", "Bo Duin", "Cas Eik", "Daan Hei")
    return [make_person(name, Role.COMMITTEE_MEMBER, partnership=region) for name in names]


@kept
def on_list(taken_in, desk):
    """The Loket put it on the list of the committee: the school asks for a budget of its own."""
    Case.objects.filter(pk=taken_in.pk).update(kind="own_budget")
    taken_in.refresh_from_db()
    taken_in.consents.update(digest=request_digest(taken_in))  # as if they said yes to that
    actions.put_on_agenda(case_id=taken_in.pk, actor=desk, at=now())
    taken_in.refresh_from_db()
    return taken_in


@kept
def meeting(region, secretary):
    """Today, with two members at least."""
    when = actions.When(now(), "Zaal 1", 2)
    return actions.plan_meeting(partnership=region, when=when, actor=secretary, at=now())


@kept
def item(on_list, meeting, secretary, members):
    """On the agenda of that meeting."""
    return actions.schedule(case_id=on_list.pk, meeting_id=meeting.pk, actor=secretary, at=now())


def in_session(cases, secretary, members):
    """On the agenda of a meeting that is open, with everyone there. Gives the items."""
    when = actions.When(now(), "Zaal 1", 2)
    held = actions.plan_meeting(partnership=cases[0].partnership, when=when, actor=secretary, at=now())
    items = [
        actions.schedule(case_id=case.pk, meeting_id=held.pk, actor=secretary, at=now()) for case in cases
    ]
    actions.open_meeting(meeting_id=held.pk, actor=secretary, at=now())
    there = [member.pk for member in members]
    actions.note_present(meeting_id=held.pk, members=there, actor=secretary, at=now())
    return items


def award(begins_on=None, months=6, **more):
    from dekkend.workflow.terms import add_months

    begins_on = begins_on or date.today()
    return actions.Award(reasons=REASONS, begins_on=begins_on, ends_on=add_months(begins_on, months), **more)


ADVICE = "Dit kind leert het best in een kleine groep, met rust en vaste mensen."


@kept
def expert(region):
    return make_person("Anna Kuiper", Role.EXPERT, partnership=region)


@kept
def secretary(region):
    return make_person("Ruud Kamp", Role.COMMITTEE_SECRETARY, partnership=region)


@kept
def placement(offering, site, region, coordinator, desk):
    """A declaration (tlv) is asked for Kees, the parent was heard, and the Loket works on it."""
    case = actions.open_case(
        site=site, partnership=region, kind="placement", child=CHILD, actor=coordinator, at=now()
    )
    actions.add_party(case_id=case.pk, who=MOTHER, actor=coordinator, at=now())
    for party in with_parents(case, coordinator):
        actions.answer_as_parent(
            party=party, answer="view", words="Goed.", digest=request_digest(case), at=now()
        )
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    actions.accept(case_id=case.pk, actor=desk, at=now())
    case.refresh_from_db()
    return case


def ask(case, actor, expert, *, seat=1, profession="special_pedagogue", employer="other", **more):
    asked = actions.Asked(seat, profession, employer, expert=expert, **more)
    return actions.ask_expert(case_id=case.pk, asked=asked, actor=actor, at=now())


def advised(case, actor, expert):
    """Both experts gave their advice."""
    first = ask(case, actor, expert)
    actions.give_opinion(opinion_id=first.pk, advice=ADVICE, is_independent=True, actor=expert, at=now())
    second = ask(case, actor, None, seat=2, profession="physician", name="dr. J. Blauw")
    actions.record_opinion(opinion_id=second.pk, advice=ADVICE, actor=actor, at=now())


@kept
def declaration(placement, desk, expert, secretary, members):
    from dekkend.cases.tests.test_declaring import award_by_committee  # it uses this file itself

    advised(placement, desk, expert)
    actions.put_on_agenda(case_id=placement.pk, actor=desk, at=now())
    in_session([placement], secretary, members)
    return award_by_committee(placement, secretary, actions.Declared("SO", "low")).declaration


@kept
def special(far_region, other_board):
    return make_site("98ZS00", "De Brug", other_board, far_region, kind=Site.Kind.SO)


@kept
def special_head(special):
    return make_person("Hilde Roos", Role.HEAD_TEACHER, site=special)


@kept
def plan(taken_in, desk):
    """An award was made, so a plan is due; the region has a small form for it."""
    load_edition(Path(__file__).parent / "opp_klein.toml")
    offering = Offering.objects.get()
    offering.definition["plan_form"] = offering.checksum = "opp_klein"
    offering.save()
    actions.award_by_desk(case_id=taken_in.pk, award=award(), actor=desk, at=now())
    return Plan.objects.get()


@kept
def ready(plan, coordinator):
    """Written, the child heard, the parents spoken to, and both said yes."""
    from dekkend.cases.tests.test_plan import agree, full, write  # as above

    write(plan, coordinator, **full())
    for party in plan.case.parties.all():
        agree(plan, coordinator, party)
    return plan


def mails_waiting() -> list[dict]:
    """{"subject", "body", "to"} of every mail that waits to be sent, oldest first; sealed ones opened."""
    rows = DBTaskResult.objects.order_by("enqueued_at")
    words = [(row.task_path, row.args_kwargs["kwargs"]) for row in rows]
    return [opened_mail(said) if "sealed" in said else said for path, said in words if "deliver" in path]


def opened_mail(said: dict) -> dict:
    return opened(Case.objects.get(pk=said["case_id"]), said["sealed"], said["number"])

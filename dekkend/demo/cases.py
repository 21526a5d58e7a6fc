"""The demo's children: each file is made by the acts of the people it belongs to, counted back from today."""

import tomllib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django.conf import settings

from dekkend.cases import actions
from dekkend.cases.catalogue import catalogue_files, catalogue_from_dict, read_catalogue
from dekkend.cases.child import Child
from dekkend.cases.conditions import kind_of
from dekkend.cases.consents import request_digest
from dekkend.cases.models import Case, Entry, Party
from dekkend.cases.queries import parties_of
from dekkend.cases.terms import school_year
from dekkend.core.mail import mail_held
from dekkend.demo.region import DATA, address_of, read_region
from dekkend.demo.route import Calendar, moment, workday
from dekkend.demo.second_step import give_second_steps
from dekkend.organisations.models import Partnership, Role, Site, User
from dekkend.questionnaires.loader import load_edition
from dekkend.workflow.terms import add_months

REGION, FOLDER = "PO9901", "rietland"
RECENT, OLDEST = 7, 200  # days
REASONS = {
    "in_force": "De school deed wat zij kon. Met deze begeleiding leert de leerkracht het zelf te doen.",
    "refused": "Een ergotherapeut via de huisarts past hier beter, en kan volgende week al beginnen.",
}


@dataclass
class Teller:
    """One file, and the moment that its story has reached."""

    case: Case
    at: datetime
    told: dict[str, Any]

    def later(self, days: int, hour: int = 10) -> datetime:
        self.at = moment(workday((self.at + timedelta(days=days)).date()), time(hour, 20))
        return self.at

    @property
    def coordinator(self) -> User:
        return person(self.case.site, Role.SUPPORT_COORDINATOR)

    @property
    def desk(self) -> User:
        return User.objects.get(email=address_of(_region()["service_desk"][0]))


def tell_cases(calendar: Calendar) -> None:
    """What the region offers, who may open files, and a file for each child of the demo."""
    partnership = Partnership.objects.get(code=REGION)
    adopt(partnership, calendar)
    give_second_steps({told["school"] for told in read_cases()})
    for told in read_cases():
        # What happened in the last week is still waited for: the parents' links are in the demo's post.
        with mail_held() if told["days"] > RECENT else nullcontext():
            tell(told, calendar, partnership)


@cache
def read_cases() -> list[dict[str, Any]]:
    return tomllib.loads((DATA / "cases.toml").read_text())["case"]


def adopt(partnership: Partnership, calendar: Calendar) -> None:
    """What the region offers in each year that it wrote down, with the forms and letters that go with it.

    In the years that the demo's files are of it offers what it wrote last, whatever day today is.
    """
    paths = [path for path in catalogue_files() if path.parent.name == FOLDER]
    written = {catalogue.school_year: catalogue for catalogue in map(read_catalogue, paths)}
    newest = written[max(written)]
    for day in (calendar.today, calendar.days_ago(OLDEST)):
        year = school_year(day)
        written[year] = catalogue_from_dict(newest.as_dict() | {"school_year": year}, year)
    for catalogue in written.values():
        for form in {catalogue.file_form, catalogue.plan_form, *catalogue.forms}:
            load_edition(sorted((settings.DEFINITIONS / form).glob("*.toml"))[-1])
        at = moment(calendar.days_ago(400), time(9, 0))
        actions.adopt_offering(partnership=partnership, catalogue=catalogue, at=at)


def person(site: Site, role: Role) -> User:
    return User.objects.filter(memberships__site=site, memberships__role=role).order_by("pk")[0]


def tell(told: dict[str, Any], calendar: Calendar, partnership: Partnership) -> None:
    """Do everything that happened to one child's file, up to where its story ends."""
    at = moment(workday(calendar.today - timedelta(days=told["days"])), time(8, 40))
    site = Site.objects.get(code=told["school"])
    coordinator = person(site, Role.SUPPORT_COORDINATOR)
    case = actions.open_case(
        site=site,
        partnership=partnership,
        kind=told["kind"],
        child=Child.of(told["child"]),
        actor=coordinator,
        at=at,
    )
    teller = Teller(case, at, told)
    _write(teller)
    _invite(teller)
    for act in STORIES[told["story"]]:
        act(teller)


def _write(teller: Teller) -> None:
    for form in (Entry.Form.GROWTH, Entry.Form.REQUEST):
        values = {key: (text, 0) for key, text in teller.told.get(form.value, {}).items()}
        actions.write_as_school(
            case_id=teller.case.pk, form=form, values=values, actor=teller.coordinator, at=teller.at
        )


def _invite(teller: Teller) -> None:
    for facts in teller.told["parents"]:
        facts = dict(facts)
        reason = facts.pop("reason", "")
        actions.add_party(
            case_id=teller.case.pk,
            who=actions.Who(**facts),
            actor=teller.coordinator,
            at=teller.at,
            reason=reason,
        )


def _talk_inside(teller: Teller) -> None:
    actions.talk_inside(case_id=teller.case.pk, actor=teller.coordinator, at=teller.later(1))


def _share(teller: Teller) -> None:
    actions.share_with_parents(case_id=teller.case.pk, actor=teller.coordinator, at=teller.later(1))
    teller.case.refresh_from_db()


def _first_parent_writes(teller: Teller) -> None:
    party = parties_of(teller.case)[0]
    values = {key: (text, 0) for key, text in teller.told.get("parent", {}).items()}
    actions.write_as_party(party=party, form=Entry.Form.GROWTH, values=values, at=teller.later(1, 20))
    _answer(teller, party)


def _parents_answer(teller: Teller) -> None:
    _first_parent_writes(teller)
    for party in parties_of(teller.case)[1:]:
        if not party.kept_out:
            _answer(teller, party)


def _answer(teller: Teller, party: Party) -> None:
    answer = "yes" if kind_of(teller.case).needs_consent else "view"
    digest = request_digest(teller.case)
    actions.answer_as_parent(party=party, answer=answer, words="", digest=digest, at=teller.later(1, 20))


def _send(teller: Teller) -> None:
    actions.send_case(case_id=teller.case.pk, actor=teller.coordinator, at=teller.later(1))


def _accept(teller: Teller) -> None:
    actions.accept(case_id=teller.case.pk, actor=teller.desk, at=teller.later(2))
    if needs := teller.told.get("needs"):
        actions.map_needs(case_id=teller.case.pk, needs=needs, actor=teller.desk, at=teller.later(1))


def _ask(teller: Teller) -> None:
    at = teller.later(3)
    answer_by = at.date() + timedelta(days=14)
    reason = teller.told["asks"]
    actions.ask_school(case_id=teller.case.pk, actor=teller.desk, reason=reason, answer_by=answer_by, at=at)


def _put_on_agenda(teller: Teller) -> None:
    actions.put_on_agenda(case_id=teller.case.pk, actor=teller.desk, at=teller.later(4))


def _award(teller: Teller) -> None:
    at = teller.later(10)
    award = actions.Award(reasons=REASONS["in_force"], begins_on=at.date(), ends_on=add_months(at.date(), 6))
    actions.award_by_desk(case_id=teller.case.pk, award=award, actor=teller.desk, at=at)


def _refuse(teller: Teller) -> None:
    actions.refuse_by_desk(
        case_id=teller.case.pk, reasons=REASONS["refused"], actor=teller.desk, at=teller.later(4)
    )


SENT = (_share, _parents_answer, _send)
STORIES: dict[str, tuple[Callable[[Teller], None], ...]] = {
    "internal": (_talk_inside,),
    "with_parents": (_share, _first_parent_writes),
    "late": (*SENT, _ask),
    "taken_in": (*SENT, _accept),
    "on_agenda": (*SENT, _accept, _put_on_agenda),
    "in_force": (*SENT, _accept, _award),
    "refused": (*SENT, _accept, _refuse),
}


def _region() -> dict[str, Any]:
    return next(one for one in read_region()["partnerships"] if one["code"] == REGION)

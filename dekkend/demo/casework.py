"""What people do in the file of one child of the demo, each act by the one who does it."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import Any

from dekkend.cases import actions
from dekkend.cases.actions.consent import as_outsider
from dekkend.cases.child import Child
from dekkend.cases.conditions import kind_of
from dekkend.cases.consents import request_digest
from dekkend.cases.effect.evaluation import looking_back
from dekkend.cases.log import note_reading
from dekkend.cases.models import Case, Declaration, Entry, ExpertOpinion, Objection, Party, Plan
from dekkend.cases.plan.queries import action_digest
from dekkend.cases.queries import answers_in, parties_of
from dekkend.demo.casefiles import add_file
from dekkend.demo.diary import A_WHILE, Diary
from dekkend.demo.region import address_of, read_region
from dekkend.demo.route import workday
from dekkend.organisations.models import Partnership, Role, Site, User
from dekkend.workflow.table import Outsider
from dekkend.workflow.terms import add_months

DAY = re.compile(r"([+-]\d+)d")
PARENTS = ("parent", "other_parent")  # what each of them writes, in a story

Words = dict[str, Any]

# The usual way, as far as a story went: (days after what came before it, act).
SENT = ((1, "share"), (2, "parents_write"), (1, "parents_answer"), (1, "send"))
STORIES: dict[str, tuple[tuple[int, str], ...]] = {
    "draft": (),
    "internal": ((1, "talk_inside"),),
    "with_parents": ((1, "share"), (2, "parents_write"), (1, "first_parent_answers")),
    "sent": SENT,
    "taken_in": (*SENT, (2, "accept"), (1, "map_needs")),
}


class Teller:
    """Notes in the diary what happened in one file; the case is there once it was opened."""

    case: Case

    def __init__(self, told: Words, partnership: Partnership, diary: Diary):
        self.told, self.partnership, self.diary = told, partnership, diary
        self.site = Site.objects.get(code=told["school"])

    def tell(self) -> None:
        days = self.told["days"]
        at = self._note(self.diary.moment(days, 8), "open", {})
        for after, act in STORIES[self.told["story"]]:
            days -= after
            at = self._note(max(self.diary.moment(days), at + A_WHILE), act, {})
        for words in self.told.get("then", ()):
            at = self._note(max(self.diary.moment(words["days"]), at + A_WHILE), words["act"], words)

    def _note(self, at: datetime, act: str, words: Words) -> datetime:
        self.diary.note(at, partial(ACTS[act], self, words))
        return at

    @cached_property
    def coordinator(self) -> User:
        return person(self.site, Role.SUPPORT_COORDINATOR)

    @cached_property
    def at_school(self) -> Words:
        """By whom an act of the school is done, and where."""
        return {"case_id": self.case.pk, "actor": self.coordinator}

    @cached_property
    def at_desk(self) -> Words:
        return {"case_id": self.case.pk, "actor": _of_region("service_desk")}

    @property
    def parties(self) -> list[Party]:
        """Who may see the file, in order."""
        self.case.refresh_from_db()
        return [party for party in parties_of(self.case) if not party.kept_out]

    def day(self, days: str) -> date:
        """The day meant by "-30d" or "+14d"."""
        return self.diary.day(int(days.removesuffix("d")))

    def dated(self, value: Any) -> Any:
        """The same answers, with days where a story counts them."""
        if isinstance(value, dict):
            return {key: self.dated(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.dated(one) for one in value]
        return self.day(value).isoformat() if isinstance(value, str) and DAY.fullmatch(value) else value

    def values(self, form: str, name: str, party: Party | None = None) -> Words:
        """{key: (what the story says under `name`, the revision that is there)}."""
        there = answers_in(self.case, form, party)
        return {
            key: (text, there[key].revision if key in there else 0)
            for key, text in self.dated(self.told.get(name, {})).items()
        }


def person(site: Site, role: Role) -> User:
    return User.objects.filter(memberships__site=site, memberships__role=role).order_by("pk")[0]


def _of_region(role: str, number: int = 0) -> User:
    region = next(one for one in read_region()["partnerships"] if role in one)
    return _named(region[role][number])


def _named(name: str) -> User:
    return User.objects.get(email=address_of(name))


def _open(teller: Teller, words: Words, at: datetime) -> None:
    """A new file with what the school wrote, its parents, and the files that the school adds."""
    teller.case = actions.open_case(
        site=teller.site,
        partnership=teller.partnership,
        kind=teller.told["kind"],
        child=Child.of(teller.dated(teller.told["child"])),
        actor=teller.coordinator,
        at=at,
    )
    for form in (Entry.Form.GROWTH, Entry.Form.REQUEST):
        values = teller.values(form, form.value)
        _whole(actions.write_as_school(**teller.at_school, form=form, values=values, at=at))
    for facts in teller.told["parents"]:
        who = {name: fact for name, fact in facts.items() if name not in ("reason", "says")}
        reason = facts.get("reason", "")
        actions.add_party(**teller.at_school, who=actions.Who(**who), reason=reason, at=at)
    for file in teller.told.get("files", ()):
        if "by" not in file:
            add_file(teller.case, file, teller.coordinator, teller.site.name, at)


def _whole(written: actions.Written) -> None:
    """A story with an answer that its form does not take is a mistake of ours."""
    if not written.is_whole:
        raise ValueError(f"{written.invalid or written.stale}")


def _parents_write(teller: Teller, words: Words, at: datetime) -> None:
    """Each their own part, and their own files."""
    for party, name in zip(teller.parties, PARENTS, strict=False):
        values = teller.values(Entry.Form.GROWTH, name, party)
        _whole(actions.write_as_party(party=party, form=Entry.Form.GROWTH, values=values, at=at))
    for file in teller.told.get("files", ()):
        if "by" in file:
            add_file(teller.case, file, teller.parties[file["by"] - 1], teller.site.name, at)


def _parents_answer(teller: Teller, words: Words, at: datetime) -> None:
    for party in teller.parties:
        _answer(teller, party, at)
        at += A_WHILE / 3


def _first_parent_answers(teller: Teller, words: Words, at: datetime) -> None:
    _answer(teller, teller.parties[0], at)


def _answer(teller: Teller, party: Party, at: datetime) -> None:
    look(teller.case, as_outsider(party), Role.PARENT, at)
    answer = "yes" if kind_of(teller.case).needs_consent else "view"
    says = teller.told["parents"][party.number - 1].get("says", "")
    digest = request_digest(teller.case)
    actions.answer_as_parent(party=party, answer=answer, words=says, digest=digest, at=at)


def look(case: Case, reader: User | Outsider, role: Role, at: datetime) -> None:
    """Who acts on a file has read it a little before: that is in its log."""
    note_reading(case, reader, role, "het dossier", at - A_WHILE / 2)


def _accept(teller: Teller, words: Words, at: datetime) -> None:
    look(teller.case, teller.at_desk["actor"], Role.SERVICE_DESK, at)
    actions.accept(**teller.at_desk, at=at)


def _map_needs(teller: Teller, words: Words, at: datetime) -> None:
    actions.map_needs(**teller.at_desk, needs=teller.told["needs"], at=at)


def _ask(teller: Teller, words: Words, at: datetime) -> None:
    answer_by = at.date() + timedelta(days=words["within"])
    actions.ask_school(**teller.at_desk, reason=words["reason"], answer_by=answer_by, at=at)


def _plan_talk(teller: Teller, words: Words, at: datetime) -> None:
    planned_at = at.replace(hour=13) + timedelta(days=words["in_days"])
    said = (words["who"], words["about"], words.get("ground", ""))
    actions.plan_talk(**teller.at_desk, planned=actions.Planned(words["form"], planned_at, *said), at=at)


def _award(teller: Teller, words: Words, at: datetime) -> None:
    award = actions.Award(
        reasons=words["reasons"],
        conditions=words.get("conditions", ""),
        begins_on=at.date(),
        ends_on=add_months(at.date(), words["months"]),
        amount=words.get("amount"),
    )
    actions.award_by_desk(**teller.at_desk, award=award, at=at)


def _refuse(teller: Teller, words: Words, at: datetime) -> None:
    actions.refuse_by_desk(**teller.at_desk, reasons=words["reasons"], at=at)


def _ask_expert(teller: Teller, words: Words, at: datetime) -> None:
    """Someone of the region's list has an account; who has none sends the advice on paper."""
    expert = User.objects.filter(email=address_of(words["name"])).first()
    who = {"expert": expert} if expert else {"name": words["name"], "employer_name": "een eigen praktijk"}
    asked = actions.Asked(words["seat"], words["profession"], "other", **who)
    opinion = actions.ask_expert(**teller.at_desk, asked=asked, at=at)
    if "advice" in words:
        _advise(opinion, words["advice"], teller.at_desk["actor"], at + A_WHILE / 2)


def _advise(opinion: ExpertOpinion, advice: str, desk: User, at: datetime) -> None:
    said: Words = {"opinion_id": opinion.pk, "advice": advice, "at": at}
    if opinion.expert:
        look(opinion.case, opinion.expert, Role.EXPERT, at)
        actions.give_opinion(**said, is_independent=True, actor=opinion.expert)
    else:
        actions.record_opinion(**said, actor=desk)


def _take_in(teller: Teller, words: Words, at: datetime) -> None:
    site = Site.objects.get(code=words["school"])
    declaration = Declaration.objects.get(decision__case=teller.case)
    actions.take_in_declaration(
        declaration_id=declaration.pk,
        site=site,
        enrolled_on=teller.day(words["enrolled"]),
        actor=person(site, Role.HEAD_TEACHER),
        at=at,
    )


def _object(teller: Teller, words: Words, at: datetime) -> None:
    decision = teller.case.decisions.get()
    party = teller.parties[words["by"] - 1]
    said = {"decision_id": decision.pk, "grounds": words["grounds"], "why_late": ""}
    actions.object_as_parent(party=party, **said, at=at)


def _end_objection(teller: Teller, words: Words, at: datetime) -> None:
    """By someone else than who took the decision."""
    objection = Objection.objects.get(decision__case=teller.case)
    said = {"outcome": words["outcome"], "reasons": words["reasons"]}
    actions.end_objection(objection_id=objection.pk, **said, actor=_of_region("service_desk", 1), at=at)


def _parent_asks(teller: Teller, words: Words, at: datetime) -> None:
    """And the answer, where the story has one."""
    party = teller.parties[0]
    look(teller.case, as_outsider(party), Role.PARENT, at)
    asked = actions.ask(party=party, to=words["to"], words=words["words"], at=at)
    if "answer" in words:
        by = teller.at_desk if words["to"] == "desk" else teller.at_school
        said = {"number": asked.number, "words": words["answer"], "seen": 1}
        actions.answer_enquiry(**by, **said, at=at + A_WHILE / 2)


def _correct(teller: Teller, words: Words, at: datetime) -> None:
    said = {name: words[name] for name in ("where", "key", "wrong", "right")}
    actions.correct(party=teller.parties[0], **said, at=at)


def _share_with(teller: Teller, words: Words, at: datetime) -> None:
    actions.share_with(**teller.at_school, user=_named(words["name"]), at=at)


def _new_link(teller: Teller, words: Words, at: datetime) -> None:
    for party in teller.parties:
        actions.send_parent_link(party_id=party.pk, actor=teller.coordinator, at=at)


def _hold(teller: Teller, words: Words, at: datetime) -> None:
    officer = _of_region("privacy_officer")
    actions.put_on_hold(case_id=teller.case.pk, reason=words["reason"], actor=officer, at=at)


def _write_plan(teller: Teller, words: Words, at: datetime) -> User:
    """At the school that has the child now; who does it there."""
    plan = Plan.objects.get(case=teller.case)
    writer = person(plan.site, Role.SUPPORT_COORDINATOR)  # type: ignore[arg-type]  # none is given free
    values = teller.values(Entry.Form.PLAN, words.get("values", "plan"))
    _whole(actions.write_plan(case_id=teller.case.pk, values=values, actor=writer, at=at))
    return writer


def _establish_plan(teller: Teller, words: Words, at: datetime) -> None:
    """Written, talked over with each parent, and established."""
    writer = _write_plan(teller, words, at)
    by: Words = {"case_id": teller.case.pk, "actor": writer, "at": at}
    for party, said in zip(teller.parties, words["parents"], strict=True):
        actions.record_agreement(
            **by,
            party_id=party.pk,
            answer=said["answer"],
            words=said.get("words", ""),
            digest=action_digest(teller.case.plan),
            given_on=workday(at.date() - timedelta(days=1)),
        )
    actions.establish_plan(**by, begins_on=at.date(), ends_on=add_months(at.date(), words["months"]))


def _ask_about_plan(teller: Teller, words: Words, at: datetime) -> None:
    """Written, and each parent is asked what they think of it."""
    writer = _write_plan(teller, words, at)
    actions.share_plan(case_id=teller.case.pk, actor=writer, at=at)


def _evaluate_plan(teller: Teller, words: Words, at: datetime) -> None:
    writer = _write_plan(teller, {"values": "evaluation"}, at)
    next_on = at.date() + timedelta(days=words["next_in"])
    actions.evaluate_plan(case_id=teller.case.pk, next_on=next_on, actor=writer, at=at)


def _evaluate(teller: Teller, words: Words, at: datetime) -> None:
    """With the parents, the day before: each goal of the plan is reached, and the help was for every need."""
    teller.case.refresh_from_db()
    asked, needs = looking_back(teller.case), actions.mapped_needs(teller.case, at.date())
    said = actions.Evaluated(
        tuple(words.get("state", "reached") for _ in asked.goals),
        dict.fromkeys(needs, "much"),
        words["reason"],
        workday(at.date() - timedelta(days=1)),
    )
    actions.evaluate(**teller.at_school, evaluated=said, at=at)


def _school_does(act: Callable[..., object]) -> "ActOfStory":
    return lambda teller, words, at: act(**teller.at_school, **_reason(words), at=at)


def _desk_does(act: Callable[..., object]) -> "ActOfStory":
    return lambda teller, words, at: act(**teller.at_desk, **_reason(words), at=at)


def _reason(words: Words) -> Words:
    return {"reason": words["reason"]} if "reason" in words else {}


type ActOfStory = Callable[[Teller, Words, datetime], object]

ACTS: dict[str, ActOfStory] = {
    "open": _open,
    "talk_inside": _school_does(actions.talk_inside),
    "share": _school_does(actions.share_with_parents),
    "parents_write": _parents_write,
    "parents_answer": _parents_answer,
    "first_parent_answers": _first_parent_answers,
    "send": _school_does(actions.send_case),
    "accept": _accept,
    "map_needs": _map_needs,
    "ask": _ask,
    "urgent": _school_does(actions.make_urgent),
    "talk": _plan_talk,
    "agenda": _desk_does(actions.put_on_agenda),
    "award": _award,
    "refuse": _refuse,
    "expert": _ask_expert,
    "fetch": _take_in,
    "object": _object,
    "end_objection": _end_objection,
    "parent_asks": _parent_asks,
    "correct": _correct,
    "share_with": _share_with,
    "new_link": _new_link,
    "hold": _hold,
    "write_plan": _write_plan,
    "plan": _establish_plan,
    "ask_about_plan": _ask_about_plan,
    "evaluate_plan": _evaluate_plan,
    "evaluate": _evaluate,
    "end": _school_does(actions.end_support),
    "withdraw": _school_does(actions.withdraw_request),
}

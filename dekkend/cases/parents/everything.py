"""All of a file that is a parent's to read, as plain data: a page and a JSON file are made of it. Reads only.

What stays inside the school, what another parent asked or signed, and how the committee came to its decision
is not theirs, and not in it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext

from dekkend.cases.asking.queries import corrections_of, enquiries_of
from dekkend.cases.conditions import kind_of
from dekkend.cases.consents import stances_of, words_said
from dekkend.cases.letters.queries import letter_about, letters_for
from dekkend.cases.log import readings_of
from dekkend.cases.models import (
    Attachment,
    Case,
    Consent,
    Correction,
    Enquiry,
    Letter,
    Objection,
    Party,
    PlanAgreement,
    PlanVersion,
    Reading,
)
from dekkend.cases.parents import words
from dekkend.cases.parents.objecting import objecting_to
from dekkend.cases.parents.plan import OWN, PlanSight, action_and_rest, plan_sight, said_to
from dekkend.cases.parents.reading import DecisionRead, decisions_read, read_of, record_for, was_abandoned
from dekkend.cases.parents.sight import who_sees_of
from dekkend.cases.parents.situation import situation_of
from dekkend.cases.parents.talks import TalkSight, talks_of
from dekkend.cases.plan.contents import tree_of, views_of
from dekkend.cases.queries import parties_of
from dekkend.cases.reading import ChapterRead, Said
from dekkend.core.languages import DUTCH
from dekkend.questionnaires.tree import ChapterNode, QuestionNode

type Data = dict[str, Any]


def everything_of(
    case: Case, party: Party, letters: Sequence[Data], files: Sequence[Data], at: datetime
) -> Data:
    """In the reader's language, days as dates. `letters` and `files`: see `bundle`."""
    plan = plan_sight(case, party)
    return {
        **_about(case, party, plan, localdate(at)),
        "made_at": at,
        "language": get_language(),
        **_texts(case, party, plan),
        "talks": [_talk(talk) for talk in talks_of(case, at)],
        "letters": list(letters),
        "files": list(files),
        **_own(case, party),
        **_record(case, party, localdate(at)),
    }


def _about(case: Case, party: Party, plan: PlanSight | None, on: date) -> Data:
    """Whom and what it is about, and how it stands."""
    kind, decision = kind_of(case), case.decisions.last()
    against = objecting_to(case, party, decision, on)
    situation = situation_of(
        case,
        party,
        stances_of(case),
        decision,
        on=on,
        against=against,
        plan=plan,
        was_abandoned=was_abandoned(case),
        has_letter=letter_about(decision, letters_for(case, party)) is not None,
    )
    return {
        "number": case.number,
        "school": case.site.name,
        "region": case.partnership.name,
        "child": _child(case),
        "you": {name: party.about[name] for name in ("name", "relation", "email")},
        "support": {"name": kind.name, "plain": kind.plain, "explanation": kind.explanation},
        "situation": {"heading": situation.heading, "lead": situation.lead, "turn": situation.turn},
    }


def _texts(case: Case, party: Party, plan: PlanSight | None) -> Data:
    """What was written, decided and agreed on."""
    read, versions = read_of(case), plan.versions if plan else []
    prefetch_related_objects(versions, "evaluations")
    return {
        "request": [_chapter(one, party) for one in read.get("request_form", ())],
        "file": [_chapter(one, party) for one in read["growth"]],
        "decisions": [_decision(one, party) for one in decisions_read(case, party)],
        "plan": [_chapter(one, party) for one in _draft(plan)],
        "plans": [_version(one, party) for one in versions],
    }


def _own(case: Case, party: Party) -> Data:
    """What this parent said beside their part of the file."""
    corrections = [one for one in corrections_of(case) if one.party_id == party.pk]
    return {
        "your_answers": [_consent(party, said) for said in party.consents.all()] + _agreements(case, party),
        "your_objections": [_objection(case, one) for one in _objections(party)],
        "your_questions": [_enquiry(one) for one in enquiries_of(party)],
        "your_corrections": [_correction(one, party) for one in corrections],
    }


def _record(case: Case, party: Party, on: date) -> Data:
    """What happened, who sees what, and who looked."""
    sees = who_sees_of(case, party, parties_of(case), on)
    return {
        "happened": [
            {"at": one.at, "what": one.said, "reason": one.reason} for one in record_for(case, party)
        ],
        "who_sees": [{"who": one.who, "what": one.what, "sees": one.sees} for one in sees],
        "who_looked": [
            {"at": line.at, "who": _reader(line, party), "what": words.look_in_words(line.told)}
            for line in readings_of(case)
        ],
    }


def _child(case: Case) -> Data:
    child = case.child
    return {"name": child.name, "born_on": child.born_on, "group": child.group}


def _chapter(read: ChapterRead, party: Party) -> Data:
    return {
        "title": read.chapter.plain or read.chapter.title,
        "answers": [_said(said, party) for said in read.said],
    }


def _said(said: Said, party: Party) -> Data:
    return {
        "question": said.node.label,
        "question_language": said.node.words_language,
        "answer": _lines(said.node),
        "language": said.node.language,
        "by": _writer(said, party),
        "at": said.saved_at,
        "corrections": [_correction(one, party) for one in said.corrections],
    }


def _writer(said: Said, party: Party) -> str:
    return words.parent_in_words(said.party.pk, party) if said.party else said.by


def _correction(one: Correction, party: Party) -> Data:
    return {
        "by": words.parent_in_words(one.party_id, party),
        "at": one.asked_at,
        "language": one.party.language,
        "wrong": one.words["wrong"],
        "right": one.words["right"],
        "outcome": words.outcome_in_words(one),
        "answer": one.answer,
        "answered_by": one.answered_by_name,
        "answered_at": one.answered_at,
        "due_on": one.due_on,
    }


def _decision(read: DecisionRead, party: Party) -> Data:
    decision = read.decision
    return {
        "decided_on": decision.decided_on,
        "outcome": read.outcome,
        "reasons": decision.words["reasons"],
        "conditions": decision.words["conditions"],
        "begins_on": decision.begins_on,
        "ends_on": decision.ends_on,
        "amount": read.amount,
        "corrections": [_correction(one, party) for one in read.corrections],
    }


def _draft(plan: PlanSight | None) -> list[ChapterRead]:
    """What the school asks a yes to, and what stands with it; nothing when it does not ask."""
    if plan is None or not plan.is_shared:
        return []
    action, rest = action_and_rest(plan.plan)
    return action + rest


def _version(version: PlanVersion, party: Party) -> Data:
    days = {name: getattr(version, name) for name in ("established_on", "begins_on", "ends_on")}
    return {
        "number": version.number,
        **days,
        "answers": [_answered(node) for chapter in tree_of(version) for node in _questions(chapter)],
        "views": [
            {
                "by": view.who,
                "answers": [_answered(node) for one in view.chapters for node in _questions(one)],
            }
            for view in views_of(version, party)
        ],
        "said": [{"said": one.in_words, "words": one.words} for one in said_to(version, party)],
    }


def _answered(node: QuestionNode) -> Data:
    return {
        "question": node.label,
        "question_language": node.words_language,
        "answer": _lines(node),
        "language": node.language,
    }


def _questions(chapter: ChapterNode) -> Iterable[QuestionNode]:
    for node in chapter.children:
        if isinstance(node, ChapterNode):
            yield from _questions(node)
        else:
            yield node


def _lines(node: QuestionNode) -> list[str]:
    return [line for block in node.blocks for line in block.lines()]


def _talk(talk: TalkSight) -> Data:
    words = {"with": talk.who, "about": talk.about, "ground": talk.ground}
    return {"at": talk.at, "what": talk.what} | words


def _consent(party: Party, said: Consent) -> Data:
    return {
        "at": said.given_at,
        "said": gettext(words.ANSWERS[Consent.Answer(said.answer)]),
        "words": words_said(party, said),
    }


def _agreements(case: Case, party: Party) -> list[Data]:
    """What this parent said to the part of the plan that needs a yes."""
    given = list(PlanAgreement.objects.filter(plan__case=case, party=party).select_related("plan"))
    for one in given:
        one.plan.case, one.party = case, party
    return [
        {"at": one.recorded_at, "said": gettext(OWN[PlanAgreement.Answer(one.answer)]), "words": one.words}
        for one in given
    ]


def _objections(party: Party) -> Iterable[Objection]:
    return party.objections.select_related("decision").order_by("received_on", "pk")


def _objection(case: Case, one: Objection) -> Data:
    one.decision.case = case
    return {
        "what": words.act_of_all("object", case),
        "received_on": one.received_on,
        "grounds": one.words["grounds"],
        "why_late": one.words["why_late"],
        "ended_on": one.ended_on,
        "answer": one.reasons,
    }


def _enquiry(enquiry: Enquiry) -> Data:
    return {
        "number": enquiry.number,
        "to": words.addressee_in_words(enquiry.to),
        "said": [
            {
                "by": gettext("u") if one.is_of_parent else one.said_by_name,
                "at": one.said_at,
                "language": enquiry.party.language if one.is_of_parent else DUTCH,
                "words": one.words,
            }
            for one in enquiry.said
        ],
    }


def _reader(line: Reading, party: Party) -> str:
    if line.reader_name == party.signature:
        return gettext("u")
    if line.reader_id is None and line.reader_role:
        return gettext("de andere ouder")
    return f"{line.reader_name} ({gettext(line.reader_role)})" if line.reader_role else line.reader_name


def letter_in(letter: Letter, path: str) -> Data:
    return {"written_at": letter.written_at, "subject": letter.words["subject"], "path": path}


def file_in(attachment: Attachment, path: str, party: Party) -> Data:
    """`path` is empty for one that could not be fetched."""
    return {
        "number": attachment.number,
        "title": attachment.title,
        "by": words.added_by(attachment, party),
        "at": attachment.added_at,
        "path": path,
    }

"""A case that is played with marked names, and a walk through every address of the room as everyone.

Every name, address and text that people give holds MARK. It may be on a page that its reader may open, in a
mail's envelope to a parent, and nowhere else.
"""

import base64
import binascii
import re
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

from django.db import connection
from django.urls import get_resolver, reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions, urls
from dekkend.cases.child import Child
from dekkend.cases.consents import request_digest
from dekkend.cases.models import Case, Letter
from dekkend.cases.queries import parties_of
from dekkend.cases.rules import may_write_entry
from dekkend.cases.tests.attachments import add
from dekkend.cases.tests.conftest import award
from dekkend.cases.tests.parents import come_in, token_of
from dekkend.conftest import make_person
from dekkend.organisations.models import Role
from dekkend.questionnaires.loader import questionnaire_of

MARK = "zwxqvbjkhz"  # long enough that no random token or sealed byte holds it by chance
BORN = date(2017, 2, 13)
CHILD = Child(f"{MARK.title()}kind", f"van {MARK.title()}naam", BORN, "4")
OTHERS = (
    ("secretary", Role.COMMITTEE_SECRETARY),
    ("member", Role.COMMITTEE_MEMBER),
    ("expert", Role.EXPERT),
    ("officer", Role.PRIVACY_OFFICER),
)
MARKS = (re.compile(MARK, re.I), re.compile(BORN.isoformat()), re.compile("13 februari 2017"))
PAPER = {"name": f"{MARK}.pdf", "title": f"Verslag over {MARK}"}
REASON = f"Omdat {MARK} het nodig heeft, en de school het niet zelf kan."


def marked(said: str) -> bool:
    return any(mark.search(said) for mark in MARKS)


def play(people, region, site, client_for, second_step, folder) -> SimpleNamespace:
    """By people in a browser where there is a page; `folder` is where a browser has files to send.

    `people`: the coordinator, head, teacher and desk, by those names. Gives the case, a client for each of
    them and others, for a parent and for nobody, and that parent's link.
    """
    for name, role in OTHERS:
        people[name] = make_person(f"Iemand {name}", role, partnership=region)
    clients = {name: second_step(client_for(person)) for name, person in people.items()}
    clients["anonymous"] = client_for()
    case = begin(clients["coordinator"], site)
    write_all(case, people["coordinator"], folder)
    ask_and_award(case, people["coordinator"], people["desk"], people["teacher"], clients, folder)
    case = Case.objects.get(pk=case.pk)
    parent = parties_of(case)[0]
    clients["parent"] = come_in(client_for(), parent)
    return SimpleNamespace(case=case, clients=clients, site=site, token=token_of(parent))


def begin(client, site) -> Case:
    typed = {"first_name": CHILD.first_name, "last_name": CHILD.last_name, "born_on": BORN.isoformat()}
    client.post(reverse("new-case", args=[site.code]), typed)  # without a kind: asked again
    client.post(reverse("new-case", args=[site.code]), typed | {"group": "4", "kind": "expertise"})
    case = Case.objects.get()
    for number, language in ((1, "tr"), (2, "nl")):
        parent = {
            "name": f"{MARK.title()}ouder {number}",
            "email": f"{MARK}{number}@example.org",
            "relation": f"{MARK}oom",
        }
        parent |= {"language": language, "household": str(number), "has_authority": "on"}
        client.post(reverse("case-parties", args=[case.pk]), parent)
    assert case.parties.count() == 2
    return case


def write_all(case: Case, coordinator, folder) -> None:
    """Each text that the forms ask of the school, and a file."""
    for form, edition in (("growth", case.growth_edition), ("request", case.request_edition)):
        questions = questionnaire_of(edition).questions
        keys = [one.key for one in questions if one.type in ("text", "prose") and may_write_entry(None, one)]
        values = {key: (f"{MARK} {key}"[:100], 0) for key in keys}
        actions.write_as_school(case_id=case.pk, form=form, values=values, actor=coordinator, at=now())
    add(case, coordinator, folder, **PAPER)


def ask_and_award(case, coordinator, desk, teacher, clients, folder) -> None:
    at_school = {"case_id": case.pk, "actor": coordinator}
    at_desk = {"case_id": case.pk, "actor": desk}
    actions.share_with(**at_school, user=teacher, at=now())
    actions.share_with_parents(**at_school, at=now())
    actions.take_back_from_parents(**at_school, reason=REASON, at=now())
    actions.share_with_parents(**at_school, at=now())
    for party in parties_of(case):
        questions = questionnaire_of(case.growth_edition).questions
        keys = [one.key for one in questions if one.type == "prose" and may_write_entry(party, one)]
        actions.write_as_party(
            party=party, form="growth", values=dict.fromkeys(keys, (f"{MARK}!", 0)), at=now()
        )
        add(case, party, folder, ("growth", "parents.more"), **PAPER | {"title": f"{MARK} {party.number}"})
    case.refresh_from_db()
    for party in parties_of(case):
        digest = request_digest(case)
        actions.answer_as_parent(party=party, answer="yes", words=f"{MARK} ja", digest=digest, at=now())
    clients["coordinator"].post(reverse("case-step", args=[case.pk, "send"]))
    until = localdate() + timedelta(days=7)
    actions.ask_school(**at_desk, reason=REASON, answer_by=until, at=now())
    actions.answer_desk(**at_school, reason=REASON, at=now())
    actions.make_urgent(**at_school, reason=REASON, at=now())
    actions.accept(**at_desk, at=now())
    planned = actions.Planned("youth_care", now(), f"{MARK} wijkteam", f"over {MARK}", f"grond {MARK}")
    actions.plan_talk(**at_desk, planned=planned, at=now())
    decision = replace(award(), reasons=REASON, conditions=MARK)
    actions.award_by_desk(**at_desk, award=decision, at=now())
    ask_and_correct(case, coordinator, desk)
    actions.put_on_hold(**at_desk, reason=REASON, at=now())
    clients["desk"].post(reverse("find-case"), {"initials": "Z.Z.", "born_on": BORN.isoformat()})
    assert Letter.objects.exists()


def ask_and_correct(case, coordinator, desk) -> None:
    """A question to each who may be asked, with an answer; and what is not right, answered by one."""
    party = parties_of(Case.objects.get(pk=case.pk))[0]
    for to, actor in (("school", coordinator), ("desk", desk)):
        asked = actions.ask(party=party, to=to, words=f"{MARK} {to}?", at=now())
        actions.answer_enquiry(
            case_id=case.pk, number=asked.number, words=f"{MARK}.", seen=1, actor=actor, at=now()
        )
    said = {"wrong": f"{MARK} niet", "right": f"{MARK} wel", "at": now()}
    of_school = actions.correct(party=party, where="growth", key="pupil.strengths", **said)
    actions.correct(party=party, where="decision", key="1", **said)
    actions.answer_correction(
        case_id=case.pk, number=of_school.number, outcome="kept", answer=REASON, actor=coordinator, at=now()
    )


def raw_values():
    """(table, column, value) of everything that stands in the database, as it stands there."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((table, *pair) for pair in zip(columns, row, strict=True) if pair[1] is not None)


def readable(value) -> str:
    """As text, with what base64 hides."""
    content = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    try:
        inner = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        inner = b""
    return (content + b"\n" + inner).decode("utf-8", "replace")


def walk(played) -> dict[str, list]:
    """Every address of the room that can be made, asked as everyone: the answers to each."""
    paths = addresses(played)
    return {name: [client.get(path) for path in paths] for name, client in played.clients.items()}


def addresses(played) -> list[str]:
    """Of each pattern of the room with what the case has for it."""
    case = played.case
    letters = [case.letters.filter(party=party).first().pk for party in (None, parties_of(case)[0])]
    chapters = [one.key for one in questionnaire_of(case.growth_edition).pages]
    have = {
        "pk": [case.pk], "number": [1, 2], "code": [played.site.code], "letter": letters,
        "step": ["evaluate", "release", "send"], "form": ["groeidocument", "aanvraag"], "chapter": chapters,
        "where": ["groeidocument"], "key": ["reports.which", "parents.more"], "token": [played.token],
    }  # fmt: skip
    return sorted({path for pattern in room() for path in filled(pattern, have)})


def room() -> list[tuple[str, list[str]]]:
    """The addresses of the room, parents' too, as templates: ("dossiers/%(pk)s/", ["pk"])."""
    patterns = [*urls.urlpatterns, *urls.pages]
    names = sorted({pattern.name for pattern in patterns if getattr(pattern, "name", None)})
    known = get_resolver().reverse_dict
    return [possibility[0] for name in names for possibility, *_ in known.getlist(name)[:1]]


def filled(template: tuple[str, list[str]], have) -> list[str]:
    path, names = template
    rows = [{}]
    for name in names:
        rows = [row | {name: value} for row in rows for value in have.get(name, [1])]
    return [f"/{path % row}" for row in rows]


def body_of(answer) -> str:
    if answer.streaming or not answer["Content-Type"].startswith("text"):
        return ""
    return answer.content.decode()

"""The people around one child's file, and the file in each state that the table speaks of."""

from datetime import date, timedelta
from io import BytesIO
from random import SystemRandom
from types import SimpleNamespace

from django.test import Client
from django.utils.timezone import localdate, now

from dekkend.cases.blind import index_child
from dekkend.cases.child import Child
from dekkend.cases.consents import request_digest
from dekkend.cases.effect.frame import frame_of
from dekkend.cases.effect.publication import tables_of
from dekkend.cases.models import (
    FILE_PLACE,
    Addressee,
    AgendaItem,
    Attachment,
    Attendance,
    Case,
    CaseKey,
    Conflict,
    Correction,
    Decision,
    Declaration,
    Enquiry,
    ExpertOpinion,
    Figures,
    Letter,
    Meeting,
    Objection,
    Offering,
    Party,
    Passkey,
    Plan,
    PlanVersion,
    Remark,
    Share,
    Talk,
)
from dekkend.cases.parents.passkeys import kept
from dekkend.cases.sheet import chapters_of
from dekkend.cases.tests.authenticator import Device
from dekkend.cases.tests.conftest import adopted
from dekkend.config.tests.world import Persona, all_at_once, signed_in
from dekkend.conftest import make_person, make_site
from dekkend.core.encryption import keyring
from dekkend.core.files.sealed import sealed_files
from dekkend.core.tokens import hash_of
from dekkend.organisations.models import BOARD_ROLES, Board, Partnership, Role, Site, User
from dekkend.questionnaires.loader import questionnaire_of

REGION = "PO9901"
KINDS = {"on_agenda": "own_budget", "asked": "placement"}
TOKEN = "de-link-van-een-ouder"
ROLES = {
    "staff": Role.PARTNERSHIP_STAFF,
    "desk": Role.SERVICE_DESK,
    "secretary": Role.COMMITTEE_SECRETARY,
    "member": Role.COMMITTEE_MEMBER,
    "expert": Role.EXPERT,
    "privacy": Role.PRIVACY_OFFICER,
}
AT_SCHOOL = {
    "head": Role.HEAD_TEACHER,
    "coordinator": Role.SUPPORT_COORDINATOR,
    "shared": Role.TEACHER,
    "teacher": Role.TEACHER,
}
# What a school writes about itself they decide on; about a child they read and write nothing.
NOT_ABOUT_CHILDREN = {
    Role.MR_STAFF: "mr",
    Role.MR_PARENT: "mr",
    Role.MR_SECRETARY: "mr",
    Role.MANDATED_HEAD: "mandated",
    Role.SIGNATORY: "signatory",
}


def build_case_world() -> SimpleNamespace:
    """Someone in every column, each with a second step behind them, and what the addresses name."""
    region = Partnership.objects.create(code=REGION, name="Samenwerkingsverband Rietland")
    far = Partnership.objects.create(code="PO9902", name="Samenwerkingsverband Heuvelzoom")
    board = Board.objects.create(number="90001", name="Stichting Scholen aan de Vaart")
    site = make_site("99AB00", "De Regenton", board, region)
    other = make_site("99CD00", "De Zeepkist", Board.objects.create(number="90002"), region)
    people = {column: make_person(column, role, site=site) for column, role in AT_SCHOOL.items()}
    people |= {column: make_person(column, role, partnership=region) for column, role in ROLES.items()}
    people["board_member"] = make_person("board_member", Role.BOARD_MEMBER, board=board)
    people["other"] = make_person("other", Role.SUPPORT_COORDINATOR, site=other)
    people["far"] = make_person("far", Role.SERVICE_DESK, partnership=far)
    people["special"] = make_person("special", Role.HEAD_TEACHER, site=special_school(far))
    people["outsider"] = make_person("outsider")
    offering = adopted(region)
    make_figures(region, offering)
    personas = [Persona(column, column, with_second_step(user)) for column, user in people.items()]
    return SimpleNamespace(
        people=[
            Persona("anonymous", "None", signed_in(None)),
            *personas,
            all_at_once(not_about_children(site, board), with_second_step),
        ],
        users=people,
        site=site,
        offering=offering,
    )


def not_about_children(site: Site, board: Board) -> list[tuple[str, User]]:
    """Someone of the school or its board in each of these roles."""
    return [
        (
            column,
            make_person(role.value, role, **({"board": board} if role in BOARD_ROLES else {"site": site})),
        )
        for role, column in NOT_ABOUT_CHILDREN.items()
    ]


def make_figures(region: Partnership, offering: Offering) -> None:
    """Of a year in which nobody asked for anything."""
    tables = tables_of(frame_of(region, offering.school_year), [], SystemRandom())
    Figures.objects.create(
        partnership=region, school_year=offering.school_year, made_on=localdate(), tables=tables
    )


def special_school(region: Partnership) -> Site:
    board = Board.objects.create(number="90003")
    return make_site("98ZS00", "De Brug", board, region, kind=Site.Kind.SO)


def with_second_step(user: User) -> Client:
    client = signed_in(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def with_case(world: SimpleNamespace, state: str) -> dict:
    """A case in this state, without the way there, and one of each thing that stands in an address."""
    case = make_case(world, state)
    Share.objects.create(
        case=case, user=world.users["shared"], shared_by=world.users["head"], shared_at=now()
    )
    party = make_party(case)
    chapter = chapters_of(questionnaire_of(case.growth_edition), None)[0].key
    at_committee = with_committee(world, case) if state in ("on_agenda", "in_force") else {}
    if state == "in_force":
        at_committee |= with_decision(world, case, party)
    if state == "asked":
        at_committee |= with_expert(world, case)
    at_committee |= with_questions(case, party)
    attachment = make_attachment(case)
    if state in ("intake", "on_agenda"):  # there it is awarded, so the parent said yes to all of it
        yes = {"party": party, "answer": "yes", "round": case.round, "given_at": now()}
        case.consents.create(**yes, digest=request_digest(case))
    return at_committee | {
        "site": world.site.code,
        "case": case.pk,
        "party": party.number,
        "chapter": chapter,
        "question": "reports.which",
        "attachment": attachment.number,
        "passkey": make_passkey(party).pk,
        "talk": make_talk(world, case).pk,
        "token": TOKEN,
    }


def make_case(world: SimpleNamespace, state: str) -> Case:
    child, on = Child("Kees", "Bakkerman", date(2018, 3, 14), "4"), localdate()
    catalogue, kind = world.offering.catalogue, KINDS.get(state, "expertise")
    case = Case(partnership=world.offering.partnership, site=world.site, offering=world.offering, kind=kind)
    case.number, case.opened_on, case.state = "2026-0001", on, state
    case.is_shared = state != "draft"
    case.vault, wrapped = keyring().new_key(case.owner)
    case.sealed_child = case.vault.seal_value("child", child.kept())
    case.growth_edition = newest(catalogue.file_form)
    case.request_edition = newest(catalogue.kind(kind).form)
    if state not in ("draft", "with_parents"):
        case.sent_on, case.due_on = on, on + timedelta(weeks=6)
    if state == "in_force":
        case.due_on, case.ends_on = None, on + timedelta(days=180)
    case.save()
    CaseKey.objects.create(case=case, wrapped=wrapped)
    index_child(case, child)
    return case


def with_questions(case: Case, party: Party) -> dict:
    """A question of the parent to the school, and what is not right in the school's text."""
    enquiry = Enquiry.objects.create(case=case, number=1, party=party, to=Addressee.SCHOOL, asked_at=now())
    remark = Remark(enquiry=enquiry, number=1, said_at=now(), said_by_name=party.signature)
    remark.sealed = case.vault.seal_value(remark.place, "Klopt dat?")
    remark.save()
    correction = Correction(
        case=case, number=1, party=party, where="growth", key="pupil.strengths", revision=1
    )
    correction.to, correction.asked_at, correction.due_on = Addressee.SCHOOL, now(), localdate()
    correction.sealed = case.vault.seal_value(correction.place, {"wrong": "Dit.", "right": "Dat."})
    correction.save()
    return {"enquiry": enquiry.number, "correction": correction.number}


def make_attachment(case: Case) -> Attachment:
    """A report that the school added."""
    stored = sealed_files.keep(case.vault, FILE_PLACE, BytesIO(b"%PDF"))
    attachment = Attachment(case=case, number=1, where="growth", key="reports.which", stored=stored)
    attachment.kind, attachment.size, attachment.scan = "pdf", 4, "off"
    attachment.added_at, attachment.added_by_name = now(), "coordinator"
    about = {"title": "Verslag", "name": "verslag.pdf", "sha256": ""}
    attachment.sealed = case.vault.seal_value(attachment.place, about)
    attachment.save()
    return attachment


def make_talk(world: SimpleNamespace, case: Case) -> Talk:
    """Still to come."""
    talk = Talk(case=case, form="talk", planned_at=now() + timedelta(days=7))
    talk.noted_by, talk.noted_at = world.users["desk"], now()
    talk.sealed = case.vault.seal_value(
        talk.place, {"with": "De school", "about": "Wat helpt.", "ground": ""}
    )
    talk.save()
    return talk


def newest(form: str):
    from dekkend.questionnaires.models import Edition

    return Edition.objects.filter(form=form).order_by("name").last()


def make_party(case: Case) -> Party:
    party = Party(case=case, number=1, has_authority=True, token_hash=hash_of(TOKEN))
    party.token_until = localdate() + timedelta(days=90)
    about = {"name": "Aylin", "email": "aylin@example.org", "relation": "moeder", "token": TOKEN}
    party.sealed = case.vault.seal_value(party.place, about)
    party.save()
    return party


def make_passkey(party: Party) -> Passkey:
    """Of a device that nobody has."""
    passkey, device = Passkey(party=party, added_at=now()), Device()
    about = {"credential": kept(device.credential), "host": device.host, "device": ""}
    passkey.sealed = party.case.vault.seal_value(passkey.place, about)
    passkey.save()
    return passkey


def with_committee(world: SimpleNamespace, case: Case) -> dict:
    """The case on the agenda of a meeting that is open, with its member there, and a letter to the school."""
    meeting = Meeting.objects.create(
        partnership=case.partnership, held_at=now(), place="Zaal 1", quorum=1, state=Meeting.State.OPEN
    )
    Attendance.objects.create(meeting=meeting, member=world.users["member"])
    item = AgendaItem.objects.create(meeting=meeting, case=case, round=1, order=1)
    conflict = Conflict(case=case, member=world.users["staff"], declared_at=now())
    conflict.declared_by, conflict.sealed = (
        world.users["secretary"],
        case.vault.seal(conflict.place, b"Buren."),
    )
    conflict.save()
    letter = Letter(case=case, template="question", written_at=now())
    words = {"to": case.site.name, "subject": "Er is een vraag", "body": "Beste school,"}
    letter.sealed = case.vault.seal_value(letter.place, words)
    letter.save()
    return {"meeting": meeting.pk, "item": item.pk, "conflict": conflict.pk, "letter": letter.pk}


def with_expert(world: SimpleNamespace, case: Case) -> dict:
    """The expert of the region has the first seat."""
    opinion = ExpertOpinion(case=case, round=1, seat=1, profession="psychologist", employer="other")
    opinion.expert, opinion.asked_by, opinion.asked_at = world.users["expert"], world.users["desk"], now()
    opinion.sealed = case.vault.seal_value(opinion.place, {"name": "expert", "employer": ""})
    opinion.save()
    return {"opinion": opinion.pk}


def with_decision(world: SimpleNamespace, case: Case, party: Party) -> dict:
    """Decided, with an objection that is open, a plan that holds, and a declaration that was taken in."""
    on, until = localdate(), localdate() + timedelta(days=180)
    decision = Decision(case=case, round=1, kind=case.kind, outcome="awarded", body="committee")
    decision.begins_on, decision.ends_on, decision.decided_on, decision.objected_until = on, until, on, until
    decision.decided_by, decision.recorded_at = world.users["secretary"], now()
    decision.sealed = case.vault.seal_value(decision.place, {"reasons": "Daarom.", "conditions": ""})
    decision.save()
    objection = Objection(decision=decision, by="parent", party=party, received_on=on, is_late=False)
    objection.due_on, objection.recorded_at = until, now()
    objection.sealed = case.vault.seal_value(objection.place, {"grounds": "Niet eens.", "why_late": ""})
    objection.save()
    special = Site.objects.get(code="98ZS00")
    declaration = Declaration.objects.create(
        decision=decision, partnership=case.partnership, serial=1, school_kind="SO", category="low",
        begins_on=on, ends_on=until, fetched_by_site=special, fetched_at=now(), enrolled_on=on,
    )  # fmt: skip
    edition = newest(world.offering.catalogue.plan_form)
    plan = Plan.objects.create(case=case, site=case.site, edition=edition, due_on=until, evaluate_by=until)
    version = PlanVersion(plan=plan, number=1, site=case.site, edition=edition, is_agreed=False)
    version.begins_on, version.ends_on = on, until
    version.established_on, version.established_by = on, world.users["head"]
    version.sealed = case.vault.seal_value(version.place, {"answers": {}, "parents": []})
    version.save()
    return {"objection": objection.pk, "declaration": declaration.pk, "version": 1}

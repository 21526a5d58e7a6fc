"""Who may see and do what in a file about a child: being in a role is not enough, one must be involved in it.

A table of its own beside that of `access`, with its own people; `docs/access.md` shows both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from dekkend.config.tests.access import NO, SIGN_IN, Row, markdown, part

# The columns: who asks. "Involved" is about the file that the address names.
COLUMNS = {
    "anonymous": "niet ingelogd",
    "outsider": "zonder rol",
    "head": "directeur",
    "coordinator": "intern begeleider",
    "shared": "leerkracht met wie het is gedeeld",
    "teacher": "andere leerkracht van de school",
    "mr": "MR: personeel, ouder, secretaris",
    "mandated": "directeur met mandaat",
    "board_member": "bestuurder",
    "signatory": "gemandateerde",
    "staff": "medewerker swv",
    "desk": "Loket",
    "secretary": "secretaris CTC",
    "member": "lid CTC",
    "expert": "deskundige",
    "privacy": "functionaris gegevensbescherming",
    "other": "andere school in de regio",
    "far": "Loket van een andere regio",
    "special": "school voor speciaal onderwijs, in een andere regio",
}
LEADS = ("head", "coordinator")
SCHOOL = (*LEADS, "shared")
SIGNED_IN = tuple(column for column in COLUMNS if column != "anonymous")
COMMITTEE = ("secretary", "member")
GROUPS = {"leads": LEADS, "school": SCHOOL, "signed_in": SIGNED_IN, "committee": COMMITTEE}
NO_DESK = " ".join(column for column in SIGNED_IN if column not in ("desk", "far"))
STATES = {
    "": "",
    "draft": "in voorbereiding",
    "with_parents": "bij de ouders",
    "sent": "net binnen",
    "asked": "tlv: vraag aan de school",
    "intake": "bij het Loket",
    "on_agenda": "bij de CTC",
    "in_force": "toegekend",
}


@dataclass(frozen=True)
class CaseRow(Row):
    """As a Row, about the case of the world in a state."""

    columns: ClassVar[Mapping[str, str]] = COLUMNS
    groups: ClassVar[Mapping[str, tuple[str, ...]]] = GROUPS
    states: ClassVar[Mapping[str, str]] = STATES

    def outcomes(self) -> dict[str, str]:
        """What is sent by who is not signed in comes back, with what to do: refused, and nothing is lost."""
        marks = super().outcomes()
        is_kept = self.method == "POST" and marks["anonymous"] == SIGN_IN
        return marks | {"anonymous": NO} if is_kept else marks


# What stands in an address, by its name.
ARGUMENTS = {
    "new-case": ["site"],
    "case": ["case"],
    "case-parties": ["case"],
    "case-party": ["case", "party"],
    "case-child": ["case"],
    "case-share": ["case"],
    "case-step": ["case", "of"],
    "cancel-talk": ["case", "talk"],
    "case-keeping": ["case"],
    "case-log": ["case"],
    "case-chapter": ["case", "of", "chapter"],
    "case-files": ["case", "of", "question"],
    "case-file": ["case", "attachment"],
    "remove-case-file": ["case", "attachment"],
    "restore-case-file": ["case", "attachment"],
    "consent-paper": ["case", "party"],
    "case-enquiries": ["case"],
    "case-enquiry": ["case", "enquiry"],
    "case-correction": ["case", "correction"],
    "parent-case": ["token"],
    "parent-code": ["token"],
    "parent-passkey": ["token"],
    "parent-passkeys": ["token"],
    "remove-parent-passkey": ["token", "passkey"],
    "parent-leave": ["token"],
    "parent-language": ["token"],
    "parent-file": ["token"],
    "parent-part": ["token"],
    "parent-say": ["token"],
    "parent-withdraw": ["token"],
    "parent-record": ["token"],
    "parent-looks": ["token"],
    "parent-letter": ["token", "party"],
    "parent-letter-pdf": ["token", "party"],
    "parent-plan": ["token"],
    "parent-plan-answer": ["token"],
    "parent-plan-version": ["token", "party"],
    "parent-plan-pdf": ["token", "party"],
    "parent-plan-child": ["token", "party"],
    "parent-plan-child-pdf": ["token", "party"],
    "parent-object": ["token"],
    "parent-take-back": ["token", "party"],
    "parent-write": ["token", "of", "chapter"],
    "parent-attachment": ["token", "attachment"],
    "parent-files": ["token", "of", "question"],
    "parent-questions": ["token"],
    "parent-question": ["token", "enquiry"],
    "parent-correct": ["token", "of", "question"],
    "parent-everything": ["token"],
    "parent-everything-zip": ["token"],
    "letters": ["case"],
    "letter": ["case", "letter"],
    "letter-pdf": ["case", "letter"],
    "plan-meeting": ["region"],
    "meeting": ["meeting"],
    "change-meeting": ["meeting"],
    "meeting-step": ["meeting", "of"],
    "note-present": ["meeting"],
    "schedule": ["meeting", "case"],
    "meeting-minutes": ["meeting"],
    "agenda-item": ["item"],
    "move-up": ["item"],
    "advise": ["item"],
    "write-minutes": ["item"],
    "declare-conflict": ["item"],
    "lift-conflict": ["item", "conflict"],
    "reschedule": ["item"],
    "take-off-agenda": ["item"],
    "decide": ["item", "of"],
    "case-experts": ["case"],
    "expert-step": ["case", "opinion", "of"],
    "case-advice": ["case"],
    "decline-advice": ["case"],
    "declaration": ["declaration"],
    "free-declaration": ["declaration"],
    "renewal-step": ["declaration", "of"],
    "case-objections": ["case"],
    "objection-step": ["case", "objection", "of"],
    "plan": ["case"],
    "plan-chapter": ["case", "of"],
    "plan-agreement": ["case", "party"],
    "establish-plan": ["case"],
    "evaluate-plan": ["case"],
    "plan-version": ["case", "version"],
    "plan-version-pdf": ["case", "version"],
    "plan-for-child": ["case", "version"],
    "plan-for-child-pdf": ["case", "version"],
    "share-plan": ["case"],
}

CHILD = {"first_name": "Kees", "last_name": "B.", "born_on": "2018-03-14", "group": "4", "kind": "expertise"}
ANSWER = {"words": "Ja, dat klopt.", "seen": "1"}
KEPT = {"outcome": "kept", "answer": "Wij keken het na."}
HOLD = {"act": "put_on_hold", "reason": "Er is een klacht."}


def step(of: str, state: str, who: str, *, no: str = "", data: dict | None = None) -> list[Row]:
    """A step of the route: its page and its act, for `who`; `no`: who is involved but may not do this."""
    return [
        CaseRow("case-step", state=state, of=of, see=who, no=no),
        CaseRow("case-step", "POST", state=state, of=of, do=who, no=no, data=data or {}),
    ]


LISTS = [
    CaseRow("second-step", go="signed_in"),
    CaseRow("cases", see="signed_in", go="committee"),
    CaseRow("find-case", see="signed_in"),
    CaseRow("find-case", "POST", data={"number": "2026-0001"}, do="signed_in"),
    CaseRow("keeping", see="desk privacy far"),
    CaseRow("privacy-log", see="privacy"),
    CaseRow("new-case", see="leads", no="shared teacher mr mandated"),
    CaseRow("new-case", "POST", data=CHILD, do="leads", no="shared teacher mr mandated"),
]

FILE = [
    CaseRow("case", state="draft", see="school"),
    CaseRow("case", state="sent", see="school desk"),
    CaseRow("case", state="in_force", see="school desk committee"),
    CaseRow("case-keeping", state="sent", see="privacy"),
    CaseRow("case-keeping", "POST", state="sent", data=HOLD, do="privacy"),
    CaseRow("case-log", state="draft", see="school"),
    CaseRow("case-log", state="sent", see="school desk"),
    CaseRow("case-chapter", state="draft", of="groeidocument", see="school"),
    CaseRow("case-chapter", "POST", state="draft", of="groeidocument", do="school"),
    CaseRow("case-chapter", state="sent", of="groeidocument", no="school desk"),
    CaseRow("case-chapter", "POST", state="sent", of="groeidocument", later="school", no="desk"),
    CaseRow("case-parties", state="draft", see="leads", no="shared"),
    CaseRow("case-parties", state="sent", see="leads", no="shared desk"),
    CaseRow("case-parties", "POST", state="draft", do="leads", no="shared"),
    CaseRow("case-party", state="draft", see="leads", no="shared"),
    CaseRow("case-party", "POST", state="draft", do="leads", no="shared"),
    CaseRow("case-share", "POST", state="draft", do="leads", no="shared"),
    CaseRow("case-child", state="draft", see="leads", no="shared"),
    CaseRow("case-child", state="sent", see="leads", no="shared desk"),
    CaseRow("case-child", "POST", state="draft", do="leads", no="shared"),
    CaseRow("case-child", "POST", state="sent", do="leads", no="shared desk"),
]

FILES = [
    CaseRow("case-files", state="draft", of="groeidocument", see="school"),
    CaseRow("case-files", "POST", state="draft", of="groeidocument", do="school"),
    CaseRow("case-files", state="sent", of="groeidocument", no="school desk"),
    CaseRow("case-files", "POST", state="sent", of="groeidocument", later="school", no="desk"),
    CaseRow("case-file", state="draft", see="school"),
    CaseRow("case-file", state="sent", see="school desk"),
    CaseRow("remove-case-file", "POST", state="draft", do="school"),
    CaseRow("remove-case-file", "POST", state="sent", no="school desk"),
    CaseRow("restore-case-file", "POST", state="draft", do="school"),
    CaseRow("restore-case-file", "POST", state="sent", no="school desk"),
    CaseRow("consent-paper", state="with_parents", see="leads", no="shared"),
    CaseRow("consent-paper", "POST", state="with_parents", do="leads", no="shared"),
    CaseRow("consent-paper", "POST", state="sent", later="leads", no="shared desk"),
]

STEPS = [
    *step("talk_inside", "draft", "leads", no="shared"),
    *step("share_with_parents", "draft", "leads", no="shared"),
    *step("withdraw_request", "sent", "leads", no="shared desk", data={"reason": "Toch niet nodig."}),
    *step("accept", "sent", "desk", no="school"),
    *step("ask_school", "sent", "desk", no="school"),
    *step("go_on_unanswered", "asked", "desk", no="school expert"),
    CaseRow("cancel-talk", state="sent", see="desk", no="school"),
    CaseRow("cancel-talk", "POST", state="sent", do="desk", no="school"),
    *step("award_by_desk", "intake", "desk", no="school"),
    *step("refuse_by_desk", "intake", "desk", no="school"),
    *step("evaluate", "in_force", "leads", no="shared desk committee", data={"reason": "Het hielp."}),
    *step("put_on_hold", "sent", "desk", no="school", data={"reason": "Er is een klacht."}),
]

# In this world a parent asked the school, and said what is not right in what the school wrote.
QUESTIONS = [
    CaseRow("case-enquiries", state="sent", see="leads desk", no="shared"),
    CaseRow("case-enquiries", state="in_force", see="leads desk", no="shared committee"),
    CaseRow("case-enquiry", state="sent", see="leads", no="shared"),
    CaseRow("case-enquiry", "POST", state="sent", data=ANSWER, do="leads", no="shared"),
    CaseRow("case-correction", state="sent", see="leads", no="shared"),
    CaseRow("case-correction", "POST", state="sent", data=KEPT, do="leads", no="shared"),
]

LETTERS = [
    CaseRow("letters", state="sent", see="school desk"),
    CaseRow("letters", state="on_agenda", see="school desk secretary", no="member"),
    CaseRow("letter", state="on_agenda", see="school desk secretary", no="member"),
    CaseRow("letter-pdf", state="on_agenda", see="school desk secretary", no="member"),
]

# A member of the committee who has no say finds nothing: see cases/tests/test_committee_pages.py.
MEETINGS = [
    CaseRow("meetings", see="committee"),
    CaseRow("plan-meeting", see="secretary", no="member"),
    CaseRow("plan-meeting", "POST", do="secretary", no="member"),
    CaseRow("meeting", state="on_agenda", see="committee"),
    CaseRow("change-meeting", state="on_agenda", later="secretary", no="member"),
    CaseRow("change-meeting", "POST", state="on_agenda", later="secretary", no="member"),
    CaseRow("meeting-step", state="on_agenda", of="open", later="secretary", no="member"),
    CaseRow("meeting-step", state="on_agenda", of="close", see="secretary", no="member"),
    CaseRow("meeting-step", "POST", state="on_agenda", of="close", do="secretary", no="member"),
    CaseRow("note-present", "POST", state="on_agenda", do="secretary", no="member"),
    CaseRow("schedule", "POST", state="on_agenda", do="secretary", no="member"),
    CaseRow("meeting-minutes", state="on_agenda", see="secretary", no="member"),
]

AGENDA = [
    CaseRow("case", state="on_agenda", see="school desk committee"),
    CaseRow("agenda-item", state="on_agenda", see="committee"),
    CaseRow("agenda-item", state="in_force", see="committee"),
    CaseRow("move-up", "POST", state="on_agenda", do="secretary", no="member"),
    CaseRow("advise", "POST", state="on_agenda", do="member", no="secretary"),
    CaseRow("write-minutes", "POST", state="on_agenda", do="secretary", no="member"),
    CaseRow("declare-conflict", state="on_agenda", see="committee"),
    CaseRow("declare-conflict", "POST", state="on_agenda", do="committee"),
    CaseRow("lift-conflict", state="on_agenda", see="secretary", no="member"),
    CaseRow("lift-conflict", "POST", state="on_agenda", do="secretary", no="member"),
    CaseRow("reschedule", "POST", state="on_agenda", do="secretary", no="member"),
    CaseRow("take-off-agenda", state="on_agenda", see="secretary", no="member"),
    CaseRow("take-off-agenda", "POST", state="on_agenda", do="secretary", no="member"),
    CaseRow("decide", state="on_agenda", of="toekennen", see="secretary", no="member"),
    CaseRow("decide", "POST", state="on_agenda", of="afwijzen", do="secretary", no="member"),
]

# Whoever has the link sees its door, and what is typed there comes back; only the code of the mail opens it.
AT_THE_DOOR = "anonymous signed_in"
PARENTS = [
    row
    for name, of in (
        ("parent-case", ""),
        ("parent-language", ""),
        ("parent-passkeys", ""),
        ("remove-parent-passkey", ""),
        ("parent-file", ""),
        ("parent-part", ""),
        ("parent-write", "groeidocument"),
        ("parent-attachment", ""),
        ("parent-files", "groeidocument"),
        ("parent-questions", ""),
        ("parent-question", ""),
        ("parent-correct", "groeidocument"),
        ("parent-everything", ""),
        ("parent-everything-zip", ""),
        ("parent-say", ""),
        ("parent-withdraw", ""),
        ("parent-record", ""),
        ("parent-looks", ""),
        ("parent-letter", ""),
        ("parent-letter-pdf", ""),
        ("parent-plan", ""),
        ("parent-plan-answer", ""),
        ("parent-plan-version", ""),
        ("parent-plan-pdf", ""),
        ("parent-plan-child", ""),
        ("parent-plan-child-pdf", ""),
        ("parent-object", ""),
        ("parent-take-back", ""),
    )
    for row in (
        CaseRow(name, state="with_parents", of=of, see=AT_THE_DOOR),
        CaseRow(name, "POST", state="with_parents", of=of, no=AT_THE_DOOR),
    )
]
PARENTS += [
    CaseRow("parent-code", "POST", state="with_parents", do=AT_THE_DOOR),
    CaseRow("parent-passkey", "POST", state="with_parents", do=AT_THE_DOOR),
    CaseRow("parent-leave", "POST", state="with_parents", do=AT_THE_DOOR),
]

# The declaration of this world was taken in by the special school.
EXPERTS = [
    CaseRow("case", state="asked", see="school desk expert"),
    CaseRow("case-experts", state="asked", see="desk", no="school expert"),
    CaseRow("case-experts", "POST", state="asked", do="desk", no="school expert"),
    CaseRow("expert-step", state="asked", of="vrij", see="desk", no="school expert"),
    CaseRow("expert-step", "POST", state="asked", of="vrij", do="desk", no="school expert"),
    CaseRow("case-advice", state="asked", see="expert", no="school desk"),
    CaseRow("case-advice", "POST", state="asked", do="expert", no="school desk"),
    CaseRow("decline-advice", state="asked", see="expert", no="school desk"),
    CaseRow("decline-advice", "POST", state="asked", do="expert", no="school desk"),
]

# Counts only. Who reads them from a region sees its own, and finds a page that says when they come.
COUNTS = [
    CaseRow("figures", see="head board_member signatory staff desk far special"),
    CaseRow("figures-file", see="head board_member signatory staff desk"),
]

DECLARATIONS = [
    CaseRow("declarations", see="special"),
    CaseRow("declarations", "POST", do="special"),
    CaseRow("declaration", state="in_force", see="special"),
    CaseRow("declaration", "POST", state="in_force", do="special"),
    CaseRow("free-declaration", state="in_force", see="desk", no=NO_DESK),
    CaseRow("free-declaration", "POST", state="in_force", do="desk", no=NO_DESK),
    CaseRow("renewals", see="desk far", no=NO_DESK),
    CaseRow("renewal-step", state="in_force", of="begin", see="desk", no=NO_DESK),
    CaseRow("renewal-step", "POST", state="in_force", of="niet-nodig", do="desk", no=NO_DESK),
]

OBJECTIONS = [
    CaseRow("case-objections", state="in_force", see="leads desk", no="shared committee"),
    CaseRow("case-objections", "POST", state="in_force", do="leads desk", no="shared committee"),
    CaseRow("objection-step", state="in_force", of="besluit", see="desk", no="school committee"),
    CaseRow("objection-step", "POST", state="in_force", of="besluit", do="desk", no="school committee"),
]

# Of a plan that the school itself writes; a special school reads and writes only that of a child it took in.
PLANS = [
    CaseRow("plan", state="in_force", see="school desk"),
    CaseRow("plan-version", state="in_force", see="school desk"),
    CaseRow("plan-version-pdf", state="in_force", see="school desk"),
    CaseRow("plan-for-child", state="in_force", see="school desk"),
    CaseRow("plan-for-child-pdf", state="in_force", see="school desk"),
    CaseRow("plan-chapter", state="in_force", of="outflow", see="school", no="desk"),
    CaseRow("plan-chapter", "POST", state="in_force", of="outflow", do="school", no="desk"),
    CaseRow("plan-agreement", state="in_force", see="leads", no="shared desk"),
    CaseRow("plan-agreement", "POST", state="in_force", do="leads", no="shared desk"),
    CaseRow("share-plan", state="in_force", see="leads", no="shared desk"),
    CaseRow("share-plan", "POST", state="in_force", later="leads", no="shared desk"),
    CaseRow("establish-plan", state="in_force", see="leads", no="shared desk"),
    CaseRow("establish-plan", "POST", state="in_force", do="leads", no="shared desk"),
    CaseRow("evaluate-plan", state="in_force", see="leads", no="shared desk"),
    CaseRow("evaluate-plan", "POST", state="in_force", do="leads", no="shared desk"),
]

PARTS = {
    "Dossiers: lijsten": LISTS,
    "Dossiers: één kind": FILE,
    "Dossiers: bijlagen": FILES,
    "Dossiers: de route": STEPS,
    "Dossiers: vragen van ouders": QUESTIONS,
    "Dossiers: brieven": LETTERS,
    "Dossiers: de plek van een ouder": PARENTS,
    "CTC: vergaderingen": MEETINGS,
    "CTC: de agenda": AGENDA,
    "Deskundigen": EXPERTS,
    "Verklaringen (tlv)": DECLARATIONS,
    "Cijfers": COUNTS,
    "Bezwaar": OBJECTIONS,
    "Plannen (opp)": PLANS,
}
CASE_TABLE = [row for rows in PARTS.values() for row in rows]

OPENING = """# Files about children

Here a role is not enough: someone must be involved in this child, and have taken a second step when signing
in. The words are those above. The columns are people of the school that has the child and of its region;
another school is asked as its support coordinator. Parents have no account: they come in by their own link
and code, and the tables say what someone finds who has the link but not the code. A board and an MR see
nothing of a child.
"""


def whole_page(addresses: dict[str, str]) -> str:
    """docs/access.md: the table of `access`, and this one."""
    mine = [part(title, rows, addresses) for title, rows in PARTS.items()]
    return "\n".join([markdown(addresses), OPENING, *mine])

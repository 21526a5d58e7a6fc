"""Who may see and do what: every address of Dekkend × every role, at the own school and elsewhere.

This table is the source. `python -m dekkend.config.tests.access` writes it to docs/access.md; test_access.py
fails when that page differs, when an address has no row, or when a page does something else for anyone.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import django

from dekkend.config.tests.addresses import all_addresses

PAGE = Path(__file__).resolve().parents[3] / "docs" / "access.md"

# The columns: who asks. Under `of_children` stand all roles at the own region that are about single children;
# the last two stand for every role at another school, board or partnership.
COLUMNS = {
    "anonymous": "niet ingelogd",
    "outsider": "zonder rol",
    "head": "directeur",
    "coordinator": "intern begeleider",
    "teacher": "leerkracht",
    "mr_staff": "MR personeel",
    "mr_parent": "MR ouder",
    "mr_secretary": "MR secretaris",
    "board_member": "bestuurder",
    "signatory": "gemandateerde",
    "mandated": "directeur met mandaat",
    "staff": "medewerker swv",
    "of_children": "Loket, CTC, deskundige, functionaris gegevensbescherming",
    "friend": "kritische vriend: uitgenodigde school",
    "other": "andere school of ander bestuur in de regio",
    "far": "andere regio",
}
TEAM = ("head", "coordinator", "teacher")
MR = ("mr_staff", "mr_parent", "mr_secretary")
OF_BOARD = ("board_member", "signatory")
BOARD = (*OF_BOARD, "mandated")
OWN = (*TEAM, *MR, *BOARD, "staff")
ALL = ("outsider", *OWN, "of_children", "friend", "other", "far")
GROUPS = {
    "team": TEAM,
    "mr": MR,
    "of_board": OF_BOARD,
    "board": BOARD,
    "own": OWN,
    "all": ALL,
    "everyone": ("anonymous", *ALL),
}

SEE, DO, LATER, NO = "ziet", "doet", "nu niet", "nee"
GO, SIGN_IN, NOTHING = "verder", "inloggen", "–"


STATES = {
    "": "",
    "working": "werkversie",
    "with_mr": "bij de MR",
    "heard": "MR gehoord",
    "with_board": "bij het bestuur",
    "established": "vastgesteld",
    "published": "gepubliceerd",
}


@dataclass(frozen=True)
class Row:
    """One address and method, with what happens for whom. Who is named nowhere finds nothing (404).

    see: the page; do: the act is taken or asks for better input; later: theirs to do, but not as things
    stand; no: refused, with the reason; go: sent on to another page of ours; sign_in: asked to sign in,
    or for a new code. People who are not signed in and not named elsewhere are.
    """

    columns: ClassVar[Mapping[str, str]] = COLUMNS
    states: ClassVar[Mapping[str, str]] = STATES
    groups: ClassVar[Mapping[str, tuple[str, ...]]] = GROUPS

    name: str
    method: str = "GET"
    state: str = ""
    of: str = ""
    data: dict = field(default_factory=dict)
    see: str = ""
    do: str = ""
    later: str = ""
    no: str = ""
    go: str = ""
    sign_in: str = "anonymous"

    def outcomes(self) -> dict[str, str]:
        """What happens, for each column."""
        marks = dict.fromkeys(self.columns, NOTHING)
        named = {
            SIGN_IN: self.sign_in,
            SEE: self.see,
            DO: self.do,
            LATER: self.later,
            NO: self.no,
            GO: self.go,
        }
        for mark, words in named.items():
            marks |= dict.fromkeys(self.named(words), mark)
        return marks

    @classmethod
    def named(cls, words: str) -> list[str]:
        """The columns that these words stand for; a group stands for all in it."""
        return [column for word in words.split() for column in cls.groups.get(word, (word,))]


# What stands in an address, by its name: things of De Regenton, which is "the own school" of this table.
ARGUMENTS = {
    "people": ["site"],
    "site-facts": ["site"],
    "people-board": ["board"],
    "people-partnership": ["region"],
    "end-role": ["role"],
    "resend-invitation": ["offer"],
    "withdraw-invitation": ["offer"],
    "invitation": ["token"],
    "calendar": ["token"],
    "account_reset_password_from_key": ["uid", "token"],
    "account_confirm_email": ["token"],
    "mfa_edit_webauthn": ["role"],
    "mfa_remove_webauthn": ["role"],
    "demo-letter": ["letter"],
    "give-feedback": ["site"],
    "feedback-thanks": ["site"],
    "school-feedback": ["site"],
    "region-feedback": ["region"],
    "feedback": ["feedback"],
    "feedback-step": ["feedback", "of"],
    "follow-site": ["site"],
    "follow-confirm": ["confirm_token"],
    "follow-leave": ["leave_token"],
    "face-style": ["region", "hash"],
    "face-logo": ["region", "hash"],
    "face": ["region"],
    "change-logo": ["region"],
    "face-sample": ["region"],
    "about-of": ["region"],
    "accessibility-of": ["region"],
    "privacy-of": ["region"],
    "published": ["site"],
    "published-pdf": ["site"],
    "published-json": ["site"],
    "outlets": ["site"],
    "outlet-guide": ["site"],
    "outlet-guide-word": ["site"],
    "outlet-guide-text": ["site"],
    "outlet-brief": ["site"],
    "outlet-brief-pdf": ["site"],
    "outlet-card": ["site"],
    "outlet-text-short": ["site"],
    "outlet-text-long": ["site"],
    "published-versions": ["site"],
    "api-school": ["site"],
    "api-school-profiles": ["site"],
    "api-profile": ["site", "number"],
    "api-partnership": ["region"],
    "api-nothing": ["token"],
    "site-feed": ["site"],
    "region-feed": ["region"],
    "sitemap-region": ["region"],
    "published-version": ["site", "number"],
    "published-changes": ["site", "number"],
    "published-changes-pdf": ["site", "number"],
    "school": ["site"],
    "start-version": ["site"],
    "board": ["board"],
    "region": ["region"],
    "chapter": ["version", "chapter"],
    "assign": ["version", "chapter"],
    "withdraw-assignment": ["version", "chapter"],
    "chapter-done": ["version", "chapter"],
    "answer": ["version", "question"],
    "confirm": ["version", "question"],
    "confirmed": ["version", "chapter"],
    "tips": ["version", "text"],
    "examples": ["version", "question"],
    "readability": ["version"],
    "presence": ["version"],
    "preview": ["version", "of"],
    "preview-pdf": ["version"],
    "sharing": ["site"],
    "answer-history": ["version", "question"],
    "papers": ["version", "paper_question"],
    "paper": ["version", "paper"],
    "remove-paper": ["version", "paper"],
    "restore-paper": ["version", "paper"],
    "published-paper": ["site", "paper", "paper_name"],
    "checks": ["version"],
    "read": ["version"],
    "changed": ["version"],
    "changed-pdf": ["version"],
    "step": ["version", "of"],
    "speak": ["version", "of"],
    "take-back": ["version", "of"],
    "pupils": ["version"],
    "regime": ["region"],
    "record": ["version"],
    "comments": ["version", "question"],
    "settle-comment": ["remark"],
    "start-addendum": ["version"],
    "all-suggestions": ["version"],
    "suggestions": ["version", "text"],
    "decide-suggestion": ["suggestion"],
    "withdraw-suggestion": ["suggestion"],
    "friends": ["version"],
    "friendship": ["friendship"],
    "withdraw-friend": ["friendship"],
    "addendum": ["addendum"],
    "addendum-step": ["addendum", "of"],
    "addendum-say": ["addendum", "of"],
    "team-round": ["version"],
    "extend-team-round": ["version"],
    "remind-team": ["version"],
    "close-team-round": ["version"],
    "team-opinion": ["token"],
    "guests": ["version"],
    "extend-guest": ["version", "guest"],
    "withdraw-guest": ["version", "guest"],
    "send-guest-again": ["version", "guest"],
    "guest-chapter": ["token"],
    "guest-code": ["token"],
    "guest-answer": ["token", "question"],
    "guest-leave": ["token"],
    "account-of": ["version"],
    "account-pdf": ["version"],
    "sign": ["board"],
}

INVITE = {"name": "Noor Vis", "email": "noor.vis@example.org"}


def step(of: str, state: str, who: str, *, asks: str = "see") -> list[Row]:
    """A step of the route: its page and its act, for `who`; everyone else with a role here hears why not."""
    page = {"no": "own", asks: who}
    return [
        Row("step", state=state, of=of, **_last_wins(page)),
        Row("step", "POST", state=state, of=of, **_last_wins({"no": "own anonymous", "do": who})),
    ]


def say(name: str, state: str, of: str) -> list[Row]:
    """What the MR says: its secretary records it. (While there is none, its members do: see `rules`.)"""
    others = "team mr_staff mr_parent board staff"
    # Typed text comes back to who has to sign in again; taking back asks for no text.
    anonymous = " anonymous" if name == "speak" else ""
    return [
        Row(name, state=state, of=of, see="mr_secretary", no=others),
        Row(name, "POST", state=state, of=of, do="mr_secretary", no=others + anonymous),
    ]


def _last_wins(marks: dict[str, str]) -> dict[str, str]:
    """`no` names everyone with a role; who may is taken out of it."""
    may = {column for key, words in marks.items() if key != "no" for column in Row.named(words)}
    return marks | {"no": " ".join(column for column in Row.named(marks["no"]) if column not in may)}


OPEN_DATA = [
    Row("api-schools", see="everyone"),
    Row("api-school", see="everyone"),
    Row("api-school-profiles", see="everyone"),
    Row("api-profile", state="published", see="everyone"),
    Row("api-profiles", see="everyone"),
    Row("api-partnerships", see="everyone"),
    Row("api-partnership", see="everyone"),
    Row("api-needs", see="everyone"),
    Row("api-search", see="everyone"),
    Row("api-dump-schools-csv", see="everyone"),
    Row("api-dump-schools-json", see="everyone"),
    Row("api-dump-profiles-csv", see="everyone"),
    Row("api-dump-profiles-json", see="everyone"),
    Row("api-openapi", see="everyone"),
    Row("api-nothing", sign_in=""),
    Row("open-data", see="everyone"),
    Row("site-feed", see="everyone"),
    Row("region-feed", see="everyone"),
    Row("robots", see="everyone"),
    Row("sitemap", see="everyone"),
    Row("sitemap-pages", see="everyone"),
    Row("sitemap-region", see="everyone"),
]

PUBLIC = [
    Row("home", see="anonymous", go="all"),
    Row("schools", see="everyone"),
    Row("compare", see="everyone"),
    Row("published", state="published", see="everyone"),
    Row("published-pdf", state="published", see="everyone"),
    Row("published-json", state="published", see="everyone"),
    Row("outlets", state="published", see="everyone"),
    Row("outlet-guide", state="published", see="everyone"),
    Row("outlet-guide-word", state="published", see="everyone"),
    Row("outlet-guide-text", state="published", see="everyone"),
    Row("outlet-brief", state="published", see="everyone"),
    Row("outlet-brief-pdf", state="published", see="everyone"),
    Row("outlet-card", state="published", see="everyone"),
    Row("outlet-text-short", state="published", see="everyone"),
    Row("outlet-text-long", state="published", see="everyone"),
    Row("published-versions", state="published", see="everyone"),
    Row("published-version", state="published", see="everyone"),
    Row("published-changes", state="published", see="everyone"),
    Row("published-changes-pdf", state="published", go="everyone"),
    Row("published-paper", state="published", see="everyone"),
    Row("give-feedback", state="published", see="everyone"),
    Row("give-feedback", "POST", state="published", data={"key": "alles", "choice": "yes"}, do="everyone"),
    Row("feedback-thanks", state="published", see="everyone"),
    Row("follow-site", see="everyone"),
    Row("follow-site", "POST", data={"email": "noor.vis@example.org"}, do="everyone"),
    Row("follow-search", see="everyone"),
    Row("follow-search", "POST", data={"email": "noor.vis@example.org"}, do="everyone"),
    Row("follow-asked", see="everyone"),
    Row("follow-confirm", see="everyone"),
    Row("follow-confirm", "POST", do="everyone"),
    Row("follow-leave", see="everyone"),
    Row("follow-leave", "POST", do="everyone"),
    Row("about", see="everyone"),
    Row("about-of", see="everyone"),
    Row("accessibility", see="everyone"),
    Row("accessibility-of", see="everyone"),
    Row("privacy", see="everyone"),
    Row("privacy-of", see="everyone"),
    Row("face-style", see="everyone"),
    Row("face-logo", see="everyone"),
]

SIGNING_IN = [
    Row("account_login", see="anonymous", go="all"),
    Row("account_login", "POST", do="anonymous", go="all"),
    Row("mfa_authenticate", go="all"),
    Row("mfa_login_webauthn", go="all"),
    Row("mfa_login_webauthn", "POST", go="all"),
    Row("account_logout", see="all", go="anonymous"),
    Row("account_logout", "POST", do="everyone"),
    Row("account_inactive", see="everyone"),
    Row("account_reset_password", see="everyone"),
    Row("account_reset_password", "POST", data={"email": "noor.vis@example.org"}, do="everyone"),
    Row("account_reset_password_done", see="everyone"),
    Row("account_reset_password_from_key", see="everyone"),
    Row("account_reset_password_from_key_done", see="everyone"),
    Row("invitation", see="anonymous", no="all"),
    Row("invitation", "POST", do="anonymous", no="all"),
]

OWN_ACCOUNT = [
    Row("account", see="all"),
    Row("account", "POST", data={"name": "Andere Naam"}, do="all"),
    Row("sign-out-everywhere", "POST", do="all"),
    Row("account_reauthenticate", see="all"),
    Row("account_reauthenticate", "POST", do="all"),
    Row("mfa_reauthenticate", go="all"),
    Row("mfa_reauthenticate_webauthn", go="all"),
    Row("account_email", see="all"),
    Row("account_email", "POST", data={"email": "nieuw@example.org", "action_add": ""}, go="all"),
    Row("account_confirm_email", see="everyone"),
    Row("account_change_password", see="all"),
    Row("account_change_password", "POST", do="all"),
    Row("mfa_index", see="all"),
    Row("mfa_activate_totp", go="all"),
    Row("mfa_deactivate_totp"),
    Row("mfa_view_recovery_codes"),
    Row("mfa_generate_recovery_codes", go="all"),
    Row("mfa_download_recovery_codes"),
    Row("mfa_list_webauthn", see="all"),
    Row("mfa_add_webauthn", go="all"),
    Row("mfa_edit_webauthn", go="all"),
    Row("mfa_remove_webauthn", go="all"),
]

PEOPLE = [
    Row("people", see="own"),
    Row("site-facts", see="own"),
    Row("site-facts", "POST", data={"concept": "dalton"}, do="head", no="coordinator teacher mr board staff"),
    Row(
        "people",
        "POST",
        data=INVITE | {"role": "head_teacher"},
        do="head board_member staff",
        no="coordinator teacher mr signatory mandated",
    ),
    Row("people-board", see="of_board staff"),
    Row("people-board", "POST", data=INVITE | {"role": "signatory"}, do="board_member staff", no="signatory"),
    Row("people-partnership", see="staff of_children"),
    Row(
        "people-partnership",
        "POST",
        data=INVITE | {"role": "partnership_staff"},
        do="staff",
        no="of_children",
    ),
    Row("end-role", see="head teacher", no="coordinator mr board staff"),
    Row("end-role", "POST", do="head teacher", no="coordinator mr board staff"),
    Row("resend-invitation", "POST", do="head", no="coordinator teacher mr board staff"),
    Row("withdraw-invitation", "POST", do="head", no="coordinator teacher mr board staff"),
]

PLACES = [
    Row("work", see="all"),
    Row("mail-choice", see="all"),
    Row("mail-choice", "POST", data={"often": "weekly"}, do="all"),
    Row("calendar-link", "POST", do="all"),
    Row("calendar", see="everyone"),
    Row("school", see="own"),
    Row("start-version", state="published", see="head coordinator", no="teacher mr board staff"),
    Row("start-version", "POST", state="published", do="head coordinator", no="teacher mr board staff"),
    Row("sharing", state="published", see="own"),
    Row("sharing", "POST", state="published", do="head", no="coordinator teacher mr board staff"),
    Row("board", see="of_board"),
    Row("sign", go="of_board"),
    Row("sign", "POST", go="of_board", no="anonymous"),
    Row("region", see="staff"),
    Row("regime", see="staff"),
    Row("regime", "POST", do="staff"),
    Row("face", see="staff"),
    Row("face", "POST", do="staff", no="anonymous"),
    Row("face-sample", see="staff"),
    Row("change-logo", "POST", do="staff"),
]

WRITING = [
    Row("chapter", state="working", see="team", no="mr board staff"),
    Row("chapter", state="with_mr", see="team mr", no="board staff"),
    Row("chapter", "POST", state="working", do="head coordinator", no="anonymous teacher mr board staff"),
    Row("chapter", "POST", state="with_mr", later="head coordinator", no="anonymous teacher mr board staff"),
    Row("answer", "POST", state="working", do="head coordinator", no="teacher mr mandated"),
    Row("answer", "POST", state="with_mr", no="team mr mandated"),
    Row("confirm", "POST", state="working", do="head coordinator", no="teacher mr mandated"),
    Row("confirm", "POST", state="with_mr", no="team mr mandated"),
    Row("confirmed", state="working", see="head coordinator", no="teacher mr board staff"),
    Row("confirmed", state="with_mr", no="own"),
    Row("confirmed", "POST", state="working", do="head coordinator", no="teacher mr board staff"),
    Row("confirmed", "POST", state="with_mr", no="own"),
    Row("tips", "POST", state="working", do="head coordinator", no="teacher mr mandated"),
    Row("tips", "POST", state="with_mr", no="team mr mandated"),
    Row("presence", "POST", state="working", do="team", no="mr mandated"),
    Row("presence", "POST", state="with_mr", no="team mr mandated"),
    *(
        Row(name, state=state, see="team", no="mr board staff")
        for name in ("examples", "readability")
        for state in ("working", "with_mr")
    ),
    Row("answer-history", state="working", see="team", no="mr board staff"),
    Row("papers", state="working", see="head coordinator", no="teacher mr board staff"),
    Row("papers", state="with_mr", no="own"),
    Row("papers", "POST", state="working", do="head coordinator", no="anonymous teacher mr board staff"),
    Row("papers", "POST", state="with_mr", later="head coordinator", no="anonymous teacher mr board staff"),
    Row("remove-paper", "POST", state="working", do="head coordinator", no="teacher mr board staff"),
    Row("remove-paper", "POST", state="with_mr", no="own"),
    Row("restore-paper", "POST", state="working", do="head coordinator", no="teacher mr board staff"),
    Row("restore-paper", "POST", state="with_mr", no="own"),
    Row("team-round", state="working", see="head coordinator", no="teacher mr board staff"),
    Row("team-round", state="with_mr", see="head coordinator", no="teacher mr board staff"),
    Row("team-round", "POST", state="working", do="head coordinator", no="anonymous teacher mr board staff"),
    Row("extend-team-round", "POST", state="working", do="head coordinator", no="teacher mr board staff"),
    Row("remind-team", "POST", state="working", later="head coordinator", no="teacher mr board staff"),
    Row("close-team-round", state="working", later="head coordinator", no="teacher mr board staff"),
    Row("close-team-round", "POST", state="working", later="head coordinator", no="teacher mr board staff"),
    Row("team-opinion", see="everyone"),
    Row("team-opinion", "POST", do="everyone"),
    Row("guests", state="working", see="head coordinator", no="teacher mr board staff"),
    Row("guests", state="with_mr", see="head coordinator", no="teacher mr board staff"),
    Row("guests", "POST", state="working", do="head coordinator", no="anonymous teacher mr board staff"),
    Row("extend-guest", state="working", see="head coordinator", no="teacher mr board staff"),
    Row("extend-guest", "POST", state="working", do="head coordinator", no="teacher mr board staff"),
    Row("withdraw-guest", "POST", state="working", do="head coordinator", no="teacher mr board staff"),
    Row("send-guest-again", "POST", state="working", do="head coordinator", no="teacher mr board staff"),
    Row("send-guest-again", "POST", state="with_mr", later="head coordinator", no="teacher mr board staff"),
    # A link without the cookie that a code gives: the door. Who came in is in test_guests.
    Row("guest-chapter", see="everyone"),
    Row("guest-chapter", "POST", no="everyone"),
    Row("guest-code", "POST", do="everyone"),
    Row("guest-answer", "POST", sign_in="everyone"),
    Row("guest-leave", "POST", do="everyone"),
    Row("checks", state="working", see="team", no="mr board staff"),
    Row("pupils", state="working", see="team", no="mr board staff"),
    Row("pupils", state="with_mr", see="team mr", no="board staff"),
    Row("pupils", "POST", state="working", do="head coordinator", no="anonymous teacher mr board staff"),
    Row("pupils", "POST", state="with_mr", later="head coordinator", no="anonymous teacher mr board staff"),
]

READING = [
    Row("read", state="working", see="team friend", no="mr board staff"),
    Row("read", state="with_mr", see="team mr", no="board staff"),
    Row("read", state="with_board", see="team mr board", no="staff"),
    Row("read", state="established", see="own"),
    Row("read", state="published", see="own"),
] + [
    row
    for name in ("changed", "record", "account-of", "paper")
    for row in (
        Row(name, state="working", see="team", no="mr board staff"),
        Row(name, state="with_mr", see="team mr", no="board staff"),
        Row(name, state="with_board", see="team mr board", no="staff"),
        Row(name, state="established", see="own"),
        Row(name, state="published", see="own"),
    )
]

ACCOUNT_FILE = [
    Row("account-pdf", state="with_mr", see="team mr", no="board staff"),
    Row("account-pdf", state="published", see="own"),
]

# The school has one version here: without another one there is nothing on paper.
CHANGES_FILE = [
    Row("changed-pdf", state="with_mr", go="team mr", no="board staff"),
    Row("changed-pdf", state="published", go="own"),
]

REMARKS = [
    Row("comments", state="working", see="team friend", no="mr board staff"),
    Row("comments", state="with_mr", see="team", no="mr board staff"),
    Row("comments", state="published", see="team", no="mr board staff"),
    Row(
        "comments",
        "POST",
        state="working",
        data={"text": "Klopt dit?"},
        do="team friend",
        no="anonymous mr board staff",
    ),
    Row("settle-comment", "POST", state="working", do="team", no="mr board staff"),
]

# Nobody was asked yet here; what changes for who was asked is told in test_assigned_access.py.
ASSIGNING = [
    Row("assign", state="working", see="head coordinator", no="teacher mr board staff"),
    Row("assign", state="with_mr", no="own"),
    Row("assign", "POST", state="working", do="head coordinator", no="anonymous teacher mr board staff"),
    Row("assign", "POST", state="with_mr", later="head coordinator", no="anonymous teacher mr board staff"),
    Row("withdraw-assignment", "POST", state="working", do="head coordinator", no="teacher mr board staff"),
    Row("withdraw-assignment", "POST", state="with_mr", no="own"),
    Row("chapter-done", "POST", state="working", do="team", no="mr board staff"),
    Row("chapter-done", "POST", state="with_mr", do="team", no="mr board staff"),
]

# All of these are about a proposal of the school's teacher; a school that reads along has its own.
PROPOSALS = [
    Row("suggestions", state="working", see="team friend", no="mr board staff"),
    Row("suggestions", state="with_mr", see="team", no="mr board staff"),
    Row("suggestions", state="published", see="team", no="mr board staff"),
    Row(
        "suggestions",
        "POST",
        state="working",
        data={"text": "Een andere tekst.", "revision": "0"},
        do="team friend",
        no="anonymous mr board staff",
    ),
    Row("all-suggestions", state="working", see="team", no="mr board staff"),
    Row("all-suggestions", state="with_mr", see="team", no="mr board staff"),
    Row(
        "decide-suggestion",
        "POST",
        state="working",
        data={"accept": "", "revision": "1", "answer_revision": "0"},
        do="head coordinator",
        no="anonymous teacher mr board staff",
    ),
    Row(
        "decide-suggestion",
        "POST",
        state="with_mr",
        data={"decline": "", "reason": "Dit past hier niet."},
        later="head coordinator",
        no="anonymous teacher mr board staff",
    ),
    Row("withdraw-suggestion", "POST", state="working", do="teacher", no="head coordinator mr board staff"),
]

READING_ALONG = [
    Row("friends", state="working", see="team", no="mr board staff"),
    Row("friends", state="published", see="team", no="mr board staff"),
    Row("friends", "POST", state="working", do="head", no="anonymous coordinator teacher mr board staff"),
    Row("friends", "POST", state="with_mr", later="head", no="anonymous coordinator teacher mr board staff"),
    Row("withdraw-friend", "POST", state="working", do="head", no="coordinator teacher mr board staff"),
    Row("friendship", state="working", see="friend"),
    Row("friendship", state="with_mr", see="friend"),
    Row("friendship", "POST", state="working", data={"stop": ""}, do="friend", no="anonymous"),
]

AMENDING = [
    Row("start-addendum", state="published", see="head coordinator", no="teacher mr board staff"),
    Row(
        "start-addendum",
        "POST",
        state="published",
        do="head coordinator",
        no="anonymous teacher mr board staff",
    ),
    Row("addendum", state="published", see="team", no="mr board staff"),
    Row(
        "addendum",
        "POST",
        state="published",
        do="head coordinator",
        later="teacher",
        no="anonymous mr board staff",
    ),
    Row(
        "addendum-step",
        state="published",
        of="send_to_mr",
        see="head",
        no="coordinator teacher mr board staff",
    ),
    Row(
        "addendum-step",
        "POST",
        state="published",
        of="send_to_mr",
        do="head",
        no="anonymous coordinator teacher mr board staff",
    ),
    Row("addendum-step", state="published", of="establish", no="team mr board staff"),
    Row("addendum-say", state="published", of="mr-advice", no="team mr board staff"),
    Row("addendum-say", "POST", state="published", of="mr-advice", no="anonymous team mr board staff"),
]

PREVIEWS = [
    row
    for name, reader in (("preview", "ouders"), ("preview", "mr"), ("preview-pdf", ""))
    for row in (
        Row(name, state="working", of=reader, see="team", no="mr board staff"),
        Row(name, state="with_mr", of=reader, see="team mr", no="board staff"),
        Row(name, state="established", of=reader, go="own"),
    )
]

ROUTE = [
    *step("send_to_mr", "working", "head", asks="go"),
    *step("withdraw_from_mr", "with_mr", "head"),
    *say("speak", "with_mr", "mr-advice"),
    *say("speak", "with_mr", "parents-consent"),
    *say("take-back", "heard", "parents-consent"),
    *step("rework", "heard", "head"),
    *step("send_to_board", "heard", "head"),
    *step("withdraw_from_board", "with_board", "head"),
    *step("send_back", "with_board", "board"),
    *step("establish", "with_board", "board"),
    *step("publish", "established", "head board"),
]

HEARD = [
    Row("school-feedback", state="published", see="head coordinator staff", no="teacher mr board"),
    Row("region-feedback", see="staff"),
    Row(
        "region-feedback",
        "POST",
        data={"is_open": "on", "told": "weekly", "keep_months": "6"},
        do="staff",
        no="anonymous",
    ),
    Row("feedback", state="published", see="head coordinator staff", no="teacher mr board"),
    Row(
        "feedback",
        "POST",
        state="published",
        data={"text": "Dank u."},
        do="head coordinator",
        no="anonymous teacher mr board staff",
    ),
    *(
        row
        for act in ("let_through", "keep")
        for row in (
            Row(
                "feedback-step",
                state="published",
                of=act,
                see="head coordinator staff",
                no="teacher mr board",
            ),
            Row(
                "feedback-step",
                "POST",
                state="published",
                of=act,
                do="head coordinator staff",
                no="anonymous teacher mr board",
            ),
        )
    ),
]

DEMO = [
    Row("demo-mail", see="everyone"),
    Row("demo-letter", see="everyone"),
]

PARTS = {
    "Voor iedereen": PUBLIC,
    "Open data": OPEN_DATA,
    "Inloggen": SIGNING_IN,
    "Uw account": OWN_ACCOUNT,
    "Mensen": PEOPLE,
    "Werk, scholen, lijsten": PLACES,
    "Schrijven": WRITING,
    "Lezen": READING + ACCOUNT_FILE + CHANGES_FILE,
    "Alvast lezen wat nog niet af is": PREVIEWS,
    "De stappen van de route": ROUTE,
    "Opmerkingen": REMARKS,
    "Een hoofdstuk vragen aan een collega": ASSIGNING,
    "Voorstellen voor een andere tekst": PROPOSALS,
    "Een andere school leest mee": READING_ALONG,
    "Aanvullingen in de loop van het jaar": AMENDING,
    "Wat ouders zeggen": HEARD,
    "Alleen in de demo": DEMO,
}
TABLE = [row for rows in PARTS.values() for row in rows]

OPENING = f"""# Who sees and does what

Written by `python -m dekkend.config.tests.access` from `dekkend/config/tests/access.py` and `case_access.py`.
Tests ask every address as every person and compare, with two savings: where everyone gets in alike one person
of each column is asked, and where several roles find nothing someone who has all of them at once. On
PostgreSQL one person of each column that gets in is asked: what can differ runs on both databases
([0035](decisions/0035-what-runs-twice.md)). Words in the table are Dutch, as on the pages.

| word | meaning |
|---|---|
| {SEE} | sees the page |
| {DO} | may do it (or is asked for better input) |
| {LATER} | may do it, but not as things stand: 409, with the reason and what was typed |
| {NO} | may see that it is there, but not do this: 403, with the reason |
| {GO} | is sent on to another page of ours |
| {SIGN_IN} | is asked to sign in, or as a guest for a new code (a script gets 401) |
| {NOTHING} | does not exist for this person: 404 |

Pages for parents are there in every language, with its code in front: `/scholen/`, `/tr/scholen/`. The table
names the Dutch address; in another language everyone sees the same.

The columns with a role are people of the school, board or partnership that the address is about. The critical
friend is the head teacher or support coordinator of a school that was asked to read the working copy along,
and said yes. The people of the Loket and the CTC, experts and the privacy officer work for the region, about
single children: with what a school writes about itself they have nothing to do. The last two columns stand
for every role at another school or board in the same region (for everyone else at the school that reads along
too), and in another region. The tables about children have columns of their own: see
[files about children](#files-about-children).
"""


def markdown(addresses: dict[str, str]) -> str:
    """The whole page; `addresses` gives each name its path."""
    parts = [part(title, rows, addresses) for title, rows in PARTS.items()]
    return "\n".join([OPENING, *parts])


def part(title: str, rows: list[Row], addresses: dict[str, str]) -> str:
    head = ["adres", *rows[0].columns.values()]
    lines = [f"## {title}\n", _line(head), _line(["---"] * len(head))]
    for row in rows:
        path = re.sub(r"<slug:(?:transition|say|reader|step|form)>", row.of, addresses[row.name])
        act = "" if row.method == "GET" else f" {row.method}"
        state = f" ({row.states[row.state]})" if row.state else ""
        lines.append(_line([f"`{path}`{act}{state}", *row.outcomes().values()]))
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.test_settings")
    django.setup()

    from dekkend.config.tests.case_access import whole_page  # it is built on this module

    PAGE.write_text(whole_page(all_addresses()))


if __name__ == "__main__":
    main()

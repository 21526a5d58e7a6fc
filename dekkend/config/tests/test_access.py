"""Every address, asked as every person, does what the table says."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import override

from dekkend.config.tests.access import (
    ARGUMENTS,
    DO,
    GO,
    LATER,
    NO,
    NOTHING,
    PAGE,
    SEE,
    SIGN_IN,
    TABLE,
    Row,
    markdown,
)
from dekkend.config.tests.addresses import all_addresses
from dekkend.conftest import make_person, make_regime, make_site
from dekkend.core.languages import DUTCH, LANGUAGES
from dekkend.core.tokens import hash_of
from dekkend.demo import mailbox
from dekkend.organisations.models import (
    BOARD_ROLES,
    SCHOOL_ROLES,
    Face,
    FaceLogo,
    Invitation,
    Membership,
    Role,
    User,
)
from dekkend.organisations.register import register_of
from dekkend.profiles.models import (
    Addendum,
    CalendarLink,
    Comment,
    Friendship,
    Guest,
    Paper,
    PupilsOpinion,
    Regime,
    Suggestion,
    SupportProfile,
    Version,
)
from dekkend.profiles.rules import may_answer
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.website.following.links import confirm_url, leave_url
from dekkend.website.models import Feedback, Subscription
from dekkend.website.urls import documents, pages

PAPER = {
    "key": "mission",
    "title": "Schoolplan",
    "name": "plan.pdf",
    "kind": "pdf",
    "size": 5,
    "sha256": "a" * 64,
    "audience": "public",
}
LOGIN = "/account/inloggen/"
TOKEN = "een-token-van-een-uitnodiging"
MARKS = {401: SIGN_IN, 403: NO, 404: NOTHING, 409: LATER}
# An act that ends at the login page; being asked to sign in for it carries the way back.
ENDS_AT_LOGIN = {"sign-out-everywhere"}


@dataclass(frozen=True)
class Persona:
    """Someone who asks: in which column of the table, and who they are."""

    column: str
    name: str
    client: Client


@pytest.fixture
def regime(region, edition):
    """The route on which everyone has a say: the pupils and the parents' section too."""
    return make_regime(region, edition, "school_guide")


@pytest.fixture
def world(site, region, board, other_site, other_board, far_region, regime, edition):
    """The people of every column, and the things that stand in the addresses."""
    far_site = make_site("97GH00", "De Verre School", make_far_board(), far_region)
    people = [("anonymous", None), ("outsider", make_person("Wim Vreemd"))]
    people += people_of(site, board, region, lambda role: COLUMN[role])
    people += people_of(other_site, other_board, None, lambda role: "other")
    friend_site = make_site("99KL00", "De Vriendschap", other_board, region)
    people += people_of(friend_site, other_board, None, friend_column, only_site=True)
    people += people_of(far_site, far_site.school.board, far_region, lambda role: "far")
    return SimpleNamespace(
        people=[Persona(column, str(user), signed_in(user)) for column, user in people],
        things=things_of(site, region, board, edition) | {"regime": regime, "friend": friend_site},
    )


COLUMN = {
    Role.HEAD_TEACHER: "head",
    Role.SUPPORT_COORDINATOR: "coordinator",
    Role.TEACHER: "teacher",
    Role.MR_STAFF: "mr_staff",
    Role.MR_PARENT: "mr_parent",
    Role.MR_SECRETARY: "mr_secretary",
    Role.MANDATED_HEAD: "mandated",
    Role.BOARD_MEMBER: "board_member",
    Role.SIGNATORY: "signatory",
    Role.PARTNERSHIP_STAFF: "staff",
}


def make_far_board():
    from dekkend.organisations.models import Board

    return Board.objects.create(number="90003", name="Stichting Heuvelonderwijs")


def friend_column(role: Role) -> str:
    """Of a school that reads along only these two do; for everyone else there it is any other school."""
    return "friend" if role in (Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR) else "other"


def people_of(site, board, region, column, *, only_site: bool = False):
    places = {role: {"site": site} for role in SCHOOL_ROLES}
    if not only_site:
        places |= {role: {"board": board} for role in BOARD_ROLES}
    if region:
        places[Role.PARTNERSHIP_STAFF] = {"partnership": region}
    return [
        (column(role), make_person(f"{role.value} {site.code}", role, **place))
        for role, place in places.items()
    ]


def signed_in(user) -> Client:
    client = Client(raise_request_exception=True)
    if user:
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def things_of(site, region, board, edition) -> dict:
    """What goes into an address, by the words of ARGUMENTS."""
    questionnaire = questionnaire_of(edition)
    question = next(question for question in questionnaire.questions if may_answer(question))
    offer = Invitation.objects.create(
        email="nieuw.mens@example.org",
        name="Nieuw Mens",
        role=Role.TEACHER,
        site=site,
        token_hash=hash_of(TOKEN),
        invited_at=now(),
        expires_at=now() + timedelta(days=1),
    )
    CalendarLink.objects.create(
        user=make_person("Iemand Met Agenda"), token_hash=hash_of(TOKEN), made_at=now()
    )
    ask_someone_elsewhere(region, board, edition)
    return {
        "site": site.code,
        "board": board.number,
        "region": region.code,
        "hash": make_face(region),
        **make_follower(site),
        "role": Membership.objects.get(site=site, role=Role.TEACHER).pk,
        "offer": offer.pk,
        "token": TOKEN,
        "uid": "1",
        "letter": mailbox.keep(b"Subject: Dag\r\n\r\nDag"),
        "number": 1,
        "chapter": questionnaire.pages[0].key,
        "question": question.key,
        "text": next(question.key for question in questionnaire.questions if question.type == "prose"),
        "paper_question": PAPER["key"],
        "paper_name": PAPER["name"],
    }


def make_face(region) -> str:
    """The region's own colours and logo; the hash that their addresses had some time ago."""
    light = {"pen": "#1d6842", "pen_deep": "#174f33", "margin": "#d4796c"}
    dark = {"pen_dark": "#86d3a8", "pen_deep_dark": "#b5e5ca", "margin_dark": "#a9574c"}
    face = Face.objects.create(partnership=region, **light, **dark)
    FaceLogo.objects.create(face=face, content=b"png", content_type="image/png")
    return "0123456789ab"


def make_follower(site) -> dict[str, str]:
    """The links in the mails to someone who follows the school."""
    pk = Subscription.objects.create(email="ouder@example.org", site=site, asked_at=now()).pk
    ends = (url.rstrip("/").rpartition("/")[2] for url in (confirm_url(pk), leave_url(pk)))
    return dict(zip(("confirm_token", "leave_token"), ends, strict=True))


def make_feedback(version_id: int) -> int:
    """What a parent wrote, and nobody has read yet."""
    words = {"choice": "yes", "words": "Klopt.", "fingerprint": "f", "ticket": "t", "state": "waiting"}
    return Feedback.objects.create(version_id=version_id, given_at=now(), **words).pk


def ask_someone_elsewhere(region, board, edition) -> None:
    """The link of one colleague in a team round of a third school: nobody here has to do with it."""
    site = make_site("99ZY00", "De Ladder", board, region)
    version = make_version(site, region, Regime.objects.get(partnership=region), "working")
    until = localdate() + timedelta(days=7)
    round = version.team_rounds.create(
        questions=["support.climate"], opened_on=localdate(), until=until, invited=5
    )
    round.invitations.create(email="collega@example.org", token_hash=hash_of(TOKEN))
    make_guest(version.pk, edition, hash_of(TOKEN))


def make_guest(version_id: int, edition, token_hash: str = "") -> int:
    """Someone from outside who may write the first chapter, by a link that went out an hour ago."""
    sent = now() - timedelta(hours=1)
    guest = Guest.objects.create(
        version_id=version_id,
        chapter=questionnaire_of(edition).pages[0].key,
        name="Noor Vis",
        role="jeugdverpleegkundige",
        email="noor.vis@example.org",
        writes=True,
        until=localdate() + timedelta(days=7),
        invited_by=User.objects.first(),
        invited_at=sent,
        sent_at=sent,
        token_hash=token_hash,
    )
    return guest.pk


def make_paper(version_id: int) -> int:
    """A paper for everyone with the mission, in the snapshot too where there is one."""
    stored = storages["papers"].save("stuk", ContentFile(b"%PDF-"))
    more = {"stored": stored, "uploaded_at": now(), "uploaded_by_name": "Iemand"}
    paper = Paper.objects.create(version_id=version_id, **PAPER, **more)
    version = Version.objects.get(pk=version_id)
    if version.snapshot is not None:
        version.snapshot["papers"] = [PAPER | {"id": paper.pk}]
        version.save()
    return paper.pk


def make_version(site, region, regime, state: str) -> Version:
    """A version as it stands in that state, without the way there."""
    profile = SupportProfile.objects.create(site=site, partnership=region)
    version = Version.objects.create(
        profile=profile, number=1, edition=regime.edition, regime=regime, started_at=now()
    )
    day = localdate()
    facts = {"state": state, "mr_asked_on": day, "mr_due_on": day + timedelta(days=30)}
    if state in ("established", "published"):
        facts |= frozen(site, region, regime)
    Version.objects.filter(pk=version.pk).update(**facts)
    PupilsOpinion.objects.create(
        version=version, asked_on=day, groups="8", how="Kring", outcome="Goed", recorded_at=now(),
        recorded_by=User.objects.first(),
    )  # fmt: skip
    if state not in ("working", "with_mr"):
        for body, right, outcome in (("mr", "advice", "positive"), ("parents", "consent", "given")):
            said = {"body": body, "right": right, "outcome": outcome}
            version.consultations.create(decided_on=day, recorded_at=now(), **said)
    return version


def make_remark(version_id: int, key: str) -> int:
    """What someone of the team said at a question."""
    return Comment.objects.create(version_id=version_id, key=key, text="Klopt dit?", written_at=now()).pk


def make_addendum(version_id: int, key: str) -> int:
    """A draft of the school, beside whatever version there is."""
    words = {"text": "Nieuw.", "reason": "Omdat.", "written_by": User.objects.first(), "written_at": now()}
    return Addendum.objects.create(version_id=version_id, key=key, **words).pk


def make_suggestion(version_id: int, key: str) -> int:
    """What the school's teacher proposed at a question."""
    facts = {"version_id": version_id, "key": key, "base_revision": 0, "written_at": now()}
    author = User.objects.get(memberships__role=Role.TEACHER, memberships__site__code="99AB00")
    return Suggestion.objects.create(text="Een tekst.", author=author, author_name=author.name, **facts).pk


def make_friendship(version_id: int, site) -> int:
    """A school that reads along. Nobody wrote down that it ended, also not where the text has gone on."""
    person = User.objects.first()
    facts = {"asked_by": person, "asked_by_name": person.name, "asked_at": now(), "answered_at": now()}
    until = localdate() + timedelta(days=7)
    return Friendship.objects.create(
        version_id=version_id, site=site, question="Is dit helder?", until=until, state="reads", **facts
    ).pk


def with_version(things: dict, site, region, state: str) -> dict:
    """A version of the own school in this state, with one of each thing that may stand with it."""
    version, key = make_version(site, region, things["regime"], state).pk, things["question"]
    return {
        "version": version,
        "paper": make_paper(version),
        "addendum": make_addendum(version, key),
        "remark": make_remark(version, key),
        "guest": make_guest(version, things["regime"].edition),
        "feedback": make_feedback(version),
        "suggestion": make_suggestion(version, things["text"]),
        "friendship": make_friendship(version, things["friend"]),
    }


def frozen(site, region, regime) -> dict:
    edition = regime.edition
    words = {"form": edition.form, "name": edition.name, "checksum": edition.checksum}
    snapshot = {"edition": words, "register": register_of(site, region), "answers": {}}
    until = date(localdate().year + 2, 7, 31)
    return {
        "snapshot": snapshot,
        "established_on": localdate(),
        "valid_until": until,
        "published_at": now(),
    }


def address(row: Row, things: dict) -> str:
    return reverse(row.name, args=[things[word] for word in ARGUMENTS.get(row.name, [])])


def ask(persona: Persona, row: Row, path: str):
    """The answer this person gets; whatever it changed is undone."""
    with transaction.atomic():
        cache.clear()
        method = persona.client.get if row.method == "GET" else persona.client.post
        cookies = persona.client.cookies.copy()
        answer = method(path, row.data)
        transaction.set_rollback(True)
    persona.client.cookies = cookies
    return answer


def outcome(answer, row: Row, path: str) -> str:
    """The word of the table for an answer; anything unexpected comes back as its status."""
    if answer.status_code in MARKS:
        return MARKS[answer.status_code]
    if answer.status_code == 302:
        target = urlsplit(answer["Location"])
        if target.path == LOGIN and (target.query or row.name not in ENDS_AT_LOGIN):
            return SIGN_IN
        return GO if row.method == "GET" or GO in row.outcomes().values() else DO
    if row.method == "GET":
        return SEE if answer.status_code in (200, 202) else str(answer.status_code)
    return DO if answer.status_code in (200, 422) else str(answer.status_code)


@pytest.mark.parametrize(
    "row", TABLE, ids=lambda row: f"{row.method} {row.name} {row.of} {row.state}".strip()
)
def test_every_person_finds_what_the_table_says(row, world, site, region):
    things = world.things | {"of": row.of}
    if row.state:
        things |= with_version(things, site, region, row.state)
    path = address(row, things)
    expected, found = {}, {}
    for persona in world.people:
        answer = ask(persona, row, path)
        expected[persona.name] = row.outcomes()[persona.column]
        found[persona.name] = outcome(answer, row, path)
        if found[persona.name] == NO:
            assert says_why(answer), f"{path}: no reason for {persona.name}"
        if found[persona.name] == SEE and answer["Content-Type"].startswith("text/html"):
            assert one_heading(answer), f"{path}: not exactly one h1 for {persona.name}"
    assert found == expected


def says_why(answer) -> bool:
    """A refusal has words of its own, on a page or for a script."""
    if answer["Content-Type"].startswith("application/json"):
        return bool(answer.json()["error"])
    return one_heading(answer) and len(words_of(answer)) > 80


def one_heading(answer) -> bool:
    return len(re.findall(r"<h1[\s>]", answer.content.decode())) == 1


def words_of(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode().partition("<h1")[2])


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != DUTCH])
def test_a_page_for_parents_is_the_same_page_in_every_language(language, world, site, region):
    things = world.things
    things["version"] = make_version(site, region, things["regime"], "published").pk
    anonymous = next(persona for persona in world.people if persona.column == "anonymous")
    names = {page.name for page in pages}
    for row in (row for row in TABLE if row.name in names):
        dutch = address(row, things)
        with override(language):
            path = address(row, things)
        assert path == f"/{language}{dutch}"
        answer = ask(anonymous, row, path)
        assert outcome(answer, row, path) == row.outcomes()["anonymous"]
        assert f'<html lang="{LANGUAGES[language].tag}"' in answer.content.decode()


def test_a_document_has_one_address_in_every_language(world):
    things = world.things | {"paper": 1}
    for row in (Row(document.name) for document in documents):
        with override("tr"):
            foreign = address(row, things)
        assert foreign == address(row, things)


def test_every_address_has_a_row():
    assert sorted({row.name for row in TABLE}) == sorted(all_addresses())


def test_what_is_only_an_act_has_no_page(world, site, region, client):
    """A link or a crawler never does anything: GET on an act is 405."""
    client = next(persona.client for persona in world.people if persona.column == "head")
    things = world.things
    things |= with_version(things, site, region, "working")
    acts = {row.name for row in TABLE if row.method == "POST"} - {
        row.name for row in TABLE if row.method == "GET"
    }
    found = {name: client.get(address(Row(name), things)).status_code for name in acts}
    assert found == dict.fromkeys(acts, 405)
    assert acts == {
        "answer",
        "calendar-link",
        "change-logo",
        "chapter-done",
        "confirm",
        "decide-suggestion",
        "extend-team-round",
        "guest-answer",
        "guest-code",
        "guest-leave",
        "presence",
        "remind-team",
        "remove-paper",
        "resend-invitation",
        "send-guest-again",
        "restore-paper",
        "settle-comment",
        "sign-out-everywhere",
        "tips",
        "withdraw-guest",
        "withdraw-assignment",
        "withdraw-friend",
        "withdraw-invitation",
        "withdraw-suggestion",
    }


def test_only_these_are_public():
    """Growing this list is a decision, not an accident."""
    seen = {row.name for row in TABLE if row.outcomes()["anonymous"] in (SEE, DO)}
    assert seen == {
        "about",
        "about-of",
        "accessibility",
        "accessibility-of",
        "account_confirm_email",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "api-dump-profiles-csv",
        "api-dump-profiles-json",
        "api-dump-schools-csv",
        "api-dump-schools-json",
        "api-needs",
        "api-openapi",
        "api-partnership",
        "api-partnerships",
        "api-profile",
        "api-profiles",
        "api-school",
        "api-school-profiles",
        "api-schools",
        "api-search",
        "calendar",
        "compare",
        "demo-letter",
        "demo-mail",
        "face-logo",
        "face-style",
        "feedback-thanks",
        "follow-asked",
        "follow-confirm",
        "follow-leave",
        "follow-search",
        "follow-site",
        "give-feedback",
        "guest-chapter",
        "guest-code",
        "guest-leave",
        "home",
        "invitation",
        "open-data",
        "outlet-brief",
        "outlet-brief-pdf",
        "outlet-card",
        "outlet-guide",
        "outlet-guide-text",
        "outlet-guide-word",
        "outlet-text-long",
        "outlet-text-short",
        "outlets",
        "privacy",
        "privacy-of",
        "published",
        "published-changes",
        "published-json",
        "published-paper",
        "published-pdf",
        "published-version",
        "published-versions",
        "region-feed",
        "robots",
        "schools",
        "site-feed",
        "sitemap",
        "sitemap-pages",
        "sitemap-region",
        "team-opinion",
    }


def test_the_page_in_docs_is_this_table():
    assert PAGE.read_text() == markdown(all_addresses()), (
        "write it anew: python -m dekkend.config.tests.access"
    )

"""A small world with someone in every column of the table, and one of each thing that an address names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils.timezone import localdate, now

from dekkend.conftest import make_person, make_regime, make_site
from dekkend.core.tokens import hash_of
from dekkend.organisations.models import (
    BOARD_ROLES,
    CASE_ROLES,
    SCHOOL_ROLES,
    Board,
    Face,
    FaceLogo,
    Invitation,
    Membership,
    Partnership,
    Role,
    Site,
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

TOKEN = "een-token-van-een-uitnodiging"
PAPER = {
    "key": "mission",
    "title": "Schoolplan",
    "name": "plan.pdf",
    "kind": "pdf",
    "size": 5,
    "sha256": "a" * 64,
    "audience": "public",
}


@dataclass(frozen=True)
class Persona:
    """Someone who asks: in which column of the table, and who they are.

    all_of: people who each have one of this person's roles. They are asked where one of them finds something,
    this person where none does: roles add up, so who has all of them and finds nothing speaks for each.
    """

    column: str
    name: str
    client: Client
    all_of: tuple["Persona", ...] = ()


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
    **dict.fromkeys(CASE_ROLES, "of_children"),
}


FRIENDS = (Role.HEAD_TEACHER, Role.SUPPORT_COORDINATOR)


def build_world(edition) -> SimpleNamespace:
    """The people of every column, and the things that stand in the addresses.

    The route of the region is the one on which everyone has a say: the pupils and the parents' section too.
    """
    region = Partnership.objects.create(code="PO9901", name="Samenwerkingsverband Rietland")
    board = Board.objects.create(number="90001", name="Stichting Scholen aan de Vaart")
    regime = make_regime(region, edition, "school_guide")
    site = make_site("99AB00", "De Regenton", board, region)
    people = [("anonymous", None), ("outsider", make_person("Wim Vreemd"))]
    people += people_of(site, board, region, COLUMN.get)
    others, friend, far = strangers(region)
    things = things_of(site, region, board, edition) | {"regime": regime, "friend": friend}
    return SimpleNamespace(
        people=[
            *(Persona(column, str(user), signed_in(user)) for column, user in people),
            *(all_at_once(group, signed_in) for group in [*others, about_children(region, far)]),
        ],
        things=things,
        site=site,
        region=region,
        edition=edition,
    )


def strangers(region) -> tuple[list[list[tuple[str, User]]], Site, Partnership]:
    """The people of three other schools with their columns; which school reads along; the other region."""
    other_board = Board.objects.create(number="90002", name="Vereniging De Eigen Wijs")
    far_board = Board.objects.create(number="90003", name="Stichting Heuvelonderwijs")
    far_region = Partnership.objects.create(code="PO9902", name="Samenwerkingsverband Heuvelzoom")
    other = make_site("99CD00", "De Zeepkist", other_board, region)
    friend = make_site("99KL00", "De Vriendschap", other_board, region)
    far = make_site("97GH00", "De Verre School", far_board, far_region)
    return (
        [
            people_of(other, other_board, None, lambda role: "other"),
            people_of(friend, None, None, friend_column),
            people_of(far, far_board, far_region, lambda role: "far"),
        ],
        friend,
        far_region,
    )


def about_children(region: Partnership, far: Partnership) -> list[tuple[str, User]]:
    """Someone in each role about single children, in both regions."""
    return [
        (column, make_person(f"{role.value} {place.code}", role, partnership=place))
        for column, place in (("of_children", region), ("far", far))
        for role in CASE_ROLES
    ]


def all_at_once(people: list[tuple[str, User]], client_of: Callable[[User], Client]) -> Persona:
    """Someone with the roles of all these people."""
    each = tuple(Persona(column, str(user), client_of(user)) for column, user in people)
    user = make_person(f"Alle rollen, ook die van {people[0][1]}")
    for held in Membership.objects.filter(user__in=[user for _, user in people]):
        held.pk, held.user = None, user
        held.save()
    return Persona(each[0].column, str(user), client_of(user), each)


def friend_column(role: Role) -> str:
    """Of a school that reads along only these two do; for everyone else there it is any other school."""
    return "friend" if role in FRIENDS else "other"


def people_of(site, board, region, column) -> list[tuple[str, User]]:
    """Someone in each role that these places have, with the column of `column(role)`."""
    places = {role: {"site": site} for role in SCHOOL_ROLES}
    if board:
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

"""The fictional region as it is written in `data/`: partnerships, boards, schools and their people."""

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dekkend.organisations.models import CASE_ROLES, Role

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Post:
    """One person in one role at one place; the place is a site, board or partnership by its code."""

    name: str
    role: Role
    place: str
    place_name: str

    @property
    def email(self) -> str:
        return address_of(self.name)


@dataclass(frozen=True)
class School:
    """One site as its file in `data/schools/` describes it."""

    code: str
    name: str
    kind: str
    board: str
    denomination: str
    street: str
    house_number: str
    postcode: str
    city: str
    municipality: str
    phone: str
    latitude: float
    longitude: float
    pupils: list[int | str]
    story: str
    people: dict[str, Any]
    answers: dict[str, Any]
    needs: dict[str, Any]
    weeks_ago: int = 0
    concept: str = ""
    partnerships: list[str] = field(default_factory=lambda: ["PO9901"])
    implemented: list[int] = field(default_factory=list)
    team: tuple[int, int] = (0, 0)  # in the team round: how many were asked, and how many answered
    lacks: list[str] = field(default_factory=list)
    shares: bool = False
    earlier: dict[str, Any] | None = None
    earlier_days_left: int | None = None  # absent: the earlier profile holds as long as it may
    advice: dict[str, str] | None = None
    consent: dict[str, str] | None = None
    answer: dict[str, str] | None = None
    sent_back: dict[str, str] | None = None
    fault: dict[str, Any] | None = None
    papers: list[dict[str, str]] = field(default_factory=list)
    remark: dict[str, str] = field(default_factory=dict)
    guests: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)  # chapters asked of colleagues
    friends: list[dict[str, Any]] = field(default_factory=list)
    suggestions: list[dict[str, str]] = field(default_factory=list)

    def posts(self) -> Iterator[Post]:
        """Everyone who works or sits in the MR here. Staff in the MR also teach."""
        yield Post(self.people["head_teacher"], Role.HEAD_TEACHER, self.code, self.name)
        yield Post(self.people["support_coordinator"], Role.SUPPORT_COORDINATOR, self.code, self.name)
        for name in self.people["teachers"] + self.people["mr_staff"]:
            yield Post(name, Role.TEACHER, self.code, self.name)
        for role in (Role.MR_STAFF, Role.MR_PARENT):
            for name in self.people[role]:
                yield Post(name, role, self.code, self.name)
        yield Post(self.secretary, Role.MR_SECRETARY, self.code, self.name)
        if self.people.get("mandate"):
            yield Post(self.people["head_teacher"], Role.MANDATED_HEAD, self.code, self.name)

    @property
    def secretary(self) -> str:
        """Who writes down what the MR says: often one of the parents in it."""
        return self.people.get("mr_secretary", self.people["mr_parent"][0])


@cache
def read_region() -> dict[str, Any]:
    """Everything in `region.toml`."""
    return tomllib.loads((DATA / "region.toml").read_text())


@cache
def read_schools() -> tuple[School, ...]:
    """The schools, in the order of their codes."""
    return tuple(_school(path) for path in sorted((DATA / "schools").glob("*.toml")))


def all_posts() -> Iterator[Post]:
    """Every person in every role of the region."""
    region = read_region()
    for partnership in region["partnerships"]:
        for name in partnership["staff"]:
            yield Post(name, Role.PARTNERSHIP_STAFF, partnership["code"], partnership["name"])
        for role in CASE_ROLES:
            for name in partnership.get(role.value, ()):
                yield Post(name, role, partnership["code"], partnership["name"])
    for board in region["boards"]:
        for name in board["members"]:
            yield Post(name, Role.BOARD_MEMBER, board["number"], board["name"])
        for name in board["signatories"]:
            yield Post(name, Role.SIGNATORY, board["number"], board["name"])
    for school in read_schools():
        yield from school.posts()


def address_of(name: str) -> str:
    """The mail address of someone in Rietland: "Réka Öz" has reka.oz@…"""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(plain.split()) + "@" + read_region()["mail_domain"]


def flat(written: dict[str, Any]) -> dict[str, Any]:
    """{"methods": {"dutch": "…"}} as question keys: {"methods.dutch": "…"}."""
    keys: dict[str, Any] = {}
    for name, value in written.items():
        if isinstance(value, dict):
            keys |= {f"{name}.{rest}": inner for rest, inner in value.items()}
        else:
            keys[name] = value
    return keys


def _school(path: Path) -> School:
    facts = tomllib.loads(path.read_text())
    for name in ("answers", "needs", "earlier", "fault"):
        if name in facts:
            facts[name] = flat(facts[name])
    return School(**facts)

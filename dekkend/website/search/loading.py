"""The columns as the database has them: all of it, or what changed at some sites."""

from collections.abc import Iterable

from django.db.models import F, OuterRef, QuerySet, Subquery

from dekkend.organisations.geodata.gazetteer import read_gazetteer
from dekkend.organisations.models import Municipality, Partnership, PupilCount, Site, SitePartnership
from dekkend.profiles.facts import READABLE
from dekkend.profiles.models import Fact, Regime, Version
from dekkend.questionnaires.definition import Need
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.models import Edition
from dekkend.website.queries import listed_sites
from dekkend.website.search.columns import Columns, Point, Profile, School, SupportPoint
from dekkend.website.search.spelling import words_of
from dekkend.website.terrain.ground import Shape

KINDS = {"BO": "regular", "SBO": "sbo", "SO": "so", "VSO": "so", "SO/VSO": "so"}
# Up to how many children; None: more.
SIZES = {"small": 100, "middle": 250, "large": 500, "largest": None}
FEW = 0  # the register prints fewer than five as <5
FACTS = (
    "pk", "code", "name", "city", "kind", "denomination", "concept", "postcode", "municipality", "latitude",
    "longitude",
)  # fmt: skip
KIND_LABELS = dict(Site.Kind.choices)


def load() -> Columns:
    """Every school that is listed, with its profile, and the ground they stand on. Eleven queries."""
    return Columns.of(_schools(), _profiles(), _needs(), _support_points(), _shapes(), read_gazetteer())


def load_profiles(sites: Iterable[int]) -> dict[int, Profile]:
    """The readable profiles of these sites. Two queries."""
    return _profiles(list(sites))


def _schools() -> list[School]:
    counts = PupilCount.objects.filter(site=OuterRef("pk")).order_by("-year")
    rows = (
        listed_sites()
        .order_by()
        .annotate(
            board_number=F("school__board__number"),
            board_name=F("school__board__name"),
            counted=Subquery(counts.values("year")[:1]),
            pupils=Subquery(counts.values("pupils")[:1]),
        )
        .values(*FACTS, "board_number", "board_name", "counted", "pupils")
    )
    within: dict[int, list[int]] = {}
    for site, partnership in SitePartnership.objects.order_by("pk").values_list("site", "partnership"):
        within.setdefault(site, []).append(partnership)
    return [_school(row, tuple(within.get(row["pk"], ()))) for row in rows]


def _school(row: dict, partnerships: tuple[int, ...]) -> School:
    lies = row["latitude"] is not None and row["longitude"] is not None
    board = row["board_name"] or (f"Bestuur {row['board_number']}" if row["board_number"] else "")
    said = " ".join([row["name"], row["city"], row["municipality"], board, row["postcode"], row["code"]])
    pupils = row["pupils"] if row["counted"] is None or row["pupils"] is not None else FEW
    return School(
        pk=row["pk"],
        code=row["code"],
        name=row["name"],
        city=row["city"],
        kind=KINDS[row["kind"]],
        kind_label=KIND_LABELS[row["kind"]],
        denomination=row["denomination"],
        concept=row["concept"],
        board=row["board_number"] or "",
        board_name=board,
        size=size_of(pupils),
        pupils=row["pupils"],
        partnerships=partnerships,
        point=Point(row["latitude"], row["longitude"]) if lies else None,
        names=tuple(dict.fromkeys(words_of(said))),
    )


def size_of(pupils: int | None) -> str:
    """The class of size; "" when nobody counted."""
    if pupils is None:
        return ""
    return next(name for name, most in SIZES.items() if most is None or pupils < most)


def _profiles(sites: list[int] | None = None) -> dict[int, Profile]:
    """{site: what its readable profile says}; of two profiles the one that was published last."""
    versions = Version.objects.filter(state__in=READABLE)
    facts = Fact.objects.filter(audience="public").exclude(meets="")
    if sites is not None:
        versions, facts = versions.filter(profile__site__in=sites), facts.filter(site__in=sites)
    rows = versions.order_by("published_at").values_list("profile__site", "pk", "state", "valid_until")
    read = {site: (version, state == Version.State.EXPIRED, until) for site, version, state, until in rows}
    said = _ways_by_need(facts)
    return {
        site: Profile(expired, until, said.get(version, {}))
        for site, (version, expired, until) in read.items()
    }


def _ways_by_need(facts: QuerySet[Fact]) -> dict[int, dict[str, frozenset[str]]]:
    """{version: {need: the ways in which it is met}}. One query."""
    said: dict[int, dict[str, set[str]]] = {}
    for version, need, way in facts.values_list("version", "need", "meets").distinct():
        said.setdefault(version, {}).setdefault(need, set()).add(way)
    return {
        version: {need: frozenset(ways) for need, ways in by_need.items()}
        for version, by_need in said.items()
    }


def _needs() -> dict[str, Need]:
    """The needs of every form that a partnership works with, the newest words first."""
    used = Edition.objects.filter(pk__in=Regime.objects.values("edition")).order_by("-pk")
    return {need.key: need for edition in reversed(used) for need in questionnaire_of(edition).needs}


def _shapes() -> list[Shape]:
    return [Shape.of(name, rings) for name, rings in Municipality.objects.values_list("name", "rings")]


def _support_points() -> dict[int, SupportPoint]:
    rows = Partnership.objects.values_list(
        "pk", "name", "support_point_name", "support_point_phone", "support_point_email"
    )
    return {pk: SupportPoint(point or name, phone, email) for pk, name, point, phone, email in rows}

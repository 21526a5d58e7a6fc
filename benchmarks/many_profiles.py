"""The real list of sites in any number, each with a generated profile that is published and can be found.

Run with the measured database's environment, after the import: python -m benchmarks.many_profiles NUMBER FLAT
FLAT becomes a SQLite file with the same schools in one table, for a peer that searches tables. The last
TO_PUBLISH schools have a next version that waits to be published.
"""

import os
import random
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice, product
from pathlib import Path

import django
from django.conf import settings
from django.db.models import Q

BATCH = 2000
SEED = 60_000
TO_PUBLISH = 20
NEEDS = (
    "dyslexia",
    "maths",
    "gifted",
    "autism",
    "concentration",
    "sensory",
    "physical",
    "language",
    "behaviour",
)
PASSAGE = (
    "Leest uw kind moeilijk, of is de klas te druk? Dan helpt een leescoach elke dag in een stille hoek."
)
COLUMNS = "code, name, city, kind, denomination, concept, size, board, x, y, z, latitude, longitude"


def make(number: int, flat: Path) -> None:
    from dekkend.organisations.models import Partnership, SitePartnership
    from dekkend.website.search.columns import Columns
    from dekkend.website.search.loading import load

    chance = random.Random(SEED)  # noqa: S311 the same schools every time
    sites = sites_in_number(number, chance)
    say_concepts(sites)
    region = Partnership.objects.create(code="PO9990", name="Meetregio", support_point_phone="0000 12 34 56")
    keep(
        SitePartnership,
        (SitePartnership(site=s, partnership=region, begins_on=date(2020, 8, 1)) for s in sites),
    )
    publish_all(sites, region, chance)
    wait_for_publication(sites[-TO_PUBLISH:], region)
    columns: Columns = load()
    assert len(columns.schools) == number, len(columns.schools)
    write_flat(flat, columns)


def keep(model, rows) -> list:
    return model.objects.bulk_create(list(rows), batch_size=BATCH)


def sites_in_number(number: int, chance: random.Random) -> list:
    """The real ones as far as they go; then copies of them, a little way off."""
    from dekkend.organisations.models import School, Site

    real = list(Site.objects.filter(closed_on=None, latitude__isnull=False).order_by("code"))
    Site.objects.filter(Q(latitude=None) | Q(closed_on__isnull=False)).delete()
    if number <= len(real):
        kept = real[:: len(real) // number][:number]
        Site.objects.exclude(pk__in={site.pk for site in kept}).delete()
        return kept
    known = set(School.objects.values_list("brin", flat=True))
    free = (f"{figures:02}{a}{b}" for figures, a, b in product(range(100), LETTERS, LETTERS))
    brins = islice((brin for brin in free if brin not in known), -(-(number - len(real)) // 10))
    schools = keep(
        School, (School(brin=brin, board=real[n % len(real)].school.board) for n, brin in enumerate(brins))
    )
    copies = list(copies_of(real, schools, number - len(real), chance))
    return [*real, *keep(Site, copies)]


def say_concepts(sites: list) -> None:
    """How each teaches: a head teacher says so, the public lists do not know. One in five says nothing."""
    from dekkend.organisations.concepts import Concept
    from dekkend.organisations.models import Site

    chance = random.Random(SEED)  # noqa: S311  of its own: the rest stays as it was
    for site in sites:
        site.concept = chance.choice(Concept.values) if chance.random() < 0.8 else ""
    Site.objects.bulk_update(sites, ["concept"], batch_size=BATCH)


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FACTS = (
    "name",
    "kind",
    "denomination",
    "street",
    "house_number",
    "postcode",
    "city",
    "municipality",
    "province",
)


def copies_of(real: list, schools: list, number: int, chance: random.Random) -> Iterator:
    from dekkend.organisations.models import Site

    for place in range(number):
        source, school = real[place % len(real)], schools[place // 10]
        facts = {name: getattr(source, name) for name in FACTS}
        spot = {"latitude": source.latitude, "longitude": source.longitude}
        moved = {name: degrees + chance.uniform(-0.03, 0.03) for name, degrees in spot.items()}
        yield Site(code=f"{school.brin}{place % 10:02}", school=school, **facts, **moved)


def publish_all(sites: list, region, chance: random.Random) -> None:
    """Version, facts, index and count of every school, as rows: each says one thing about each need."""
    from django.utils.timezone import now

    from dekkend.organisations.models import PupilCount
    from dekkend.profiles.models import Fact, Regime, SupportProfile, Version
    from dekkend.questionnaires.loader import load_edition
    from dekkend.website.models import Entry, EntryWord, Passage
    from dekkend.website.search.columns import WAYS
    from dekkend.website.search.indexing import recipe, stems_of

    edition = load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml")
    regime = Regime.objects.create(
        partnership=region, begins_on=date(2020, 8, 1), edition=edition, key="profile", valid_months=48
    )
    profiles = keep(SupportProfile, (SupportProfile(site=site, partnership=region) for site in sites))
    facts = {
        "number": 1, "edition": edition, "regime": regime, "state": "published", "started_at": now(),
        "published_at": now(), "established_on": date(2025, 8, 1),
        "valid_until": date.today() + timedelta(900),
        "snapshot": {"answers": {}, "register": {}},
    }  # fmt: skip
    versions = keep(Version, (Version(profile=profile, **facts) for profile in profiles))
    keep(PupilCount, (PupilCount(site=site, year=2025, pupils=chance.randint(40, 650)) for site in sites))
    made = recipe()
    keep(
        Entry,
        (Entry(site=s, version=v, recipe=made, prose=PASSAGE) for s, v in zip(sites, versions, strict=True)),
    )
    stems = sorted(stems_of(PASSAGE))
    for some in batches(list(zip(sites, versions, strict=True))):
        said = [(s, v, need, chance.choice(WAYS)) for s, v in some for need in NEEDS if chance.random() < 0.7]
        keep(
            Fact,
            (
                Fact(version=v, site=s, partnership=region, key="k", need=need, meets=way, audience="public")
                for s, v, need, way in said
            ),
        )
        keep(
            Passage,
            (Passage(entry_id=s.pk, need=need, text=PASSAGE, marks=[[0, 5]]) for s, _, need, _ in said),
        )
        keep(EntryWord, (EntryWord(entry_id=s.pk, word=word) for s, _ in some for word in stems))


def batches(rows: list) -> Iterator[list]:
    return (rows[begin : begin + BATCH] for begin in range(0, len(rows), BATCH))


def wait_for_publication(sites: list, region) -> None:
    """A real next version, filled in as far as its form goes, established and not yet published."""
    from django.utils.timezone import now

    from benchmarks.changes import filled
    from dekkend.organisations.models import Membership, Role, User
    from dekkend.organisations.register import register_of
    from dekkend.profiles.models import Version
    from dekkend.questionnaires.loader import questionnaire_of

    head = User.objects.create_user("meter@example.org", "Meter", "x" * 20)
    for site in sites:
        Membership.objects.create(user=head, role=Role.HEAD_TEACHER, site=site, begins_on=date(2020, 8, 1))
        last = Version.objects.select_related("edition").get(profile__site=site)
        text = f"{PASSAGE} Ons eigen woord is {mark_of(site.code)}. {PASSAGE * 9}"
        answers = filled(questionnaire_of(last.edition), lambda text=text: text)
        snapshot = {"edition": {}, "register": register_of(site, region), "answers": answers, "papers": []}
        Version.objects.create(
            profile=last.profile, number=2, edition=last.edition, regime=last.regime, state="established",
            previous=last, started_at=now(), established_on=date(2025, 8, 1),
            valid_until=date.today() + timedelta(1000), snapshot=snapshot,
        )  # fmt: skip


def mark_of(code: str) -> str:
    """A word that only the waiting version of this school holds."""
    return "zq" + sha256(code.encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))[:12]


def write_flat(path: Path, columns) -> None:
    """One table with an index on every column that is searched, as the peer would have it."""
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE schools ({COLUMNS}, {', '.join(NEEDS)})")
        connection.executemany(
            f"INSERT INTO schools VALUES ({', '.join('?' * (13 + len(NEEDS)))})",  # noqa: S608 only signs
            (flat_row(columns, place) for place in range(len(columns.schools))),
        )
        for name in ("kind", "denomination", "concept", "size", "board", *NEEDS):
            connection.execute(f"CREATE INDEX of_{name} ON schools ({name})")
    connection.close()


def flat_row(columns, place: int) -> tuple:
    school = columns.schools[place]
    said = columns.profiles[school.pk].ways
    ways = [next(iter(said[need]), None) if need in said else None for need in NEEDS]
    facts = (
        school.code,
        school.name,
        school.city,
        school.kind,
        school.denomination,
        school.concept,
        school.size,
        school.board,
    )
    return (*facts, *columns.vectors[place], school.point.latitude, school.point.longitude, *ways)


def publish_waiting() -> list[float]:
    """Milliseconds of each publication: the act, the page and JSON, and the search that knows of it."""
    from time import perf_counter

    from django.utils.timezone import now

    from dekkend.organisations.models import User
    from dekkend.profiles.actions import publish_profile
    from dekkend.profiles.models import Version
    from dekkend.website.publishing import json_of, page_of
    from dekkend.website.queries import current_version
    from dekkend.website.search.fresh import columns_now

    head, taken = User.objects.get(email="meter@example.org"), []
    columns_now()
    for version in list(Version.objects.filter(state="established")):
        begin = perf_counter()
        publish_profile(version_id=version.pk, actor=head, at=now())
        columns_now()
        site = version.profile.site
        current = current_version(site)
        page_of(site, current), json_of(current)
        taken.append((perf_counter() - begin) * 1000)
    return taken


def waiting() -> list[str]:
    """The codes of the schools that have a version to publish."""
    from dekkend.profiles.models import Version

    return list(Version.objects.filter(state="established").values_list("profile__site__code", flat=True))


def publish(code: str) -> None:
    """Only the act, of one school; says so as soon as it is done."""
    from django.utils.timezone import now

    from dekkend.organisations.models import User
    from dekkend.profiles.actions import publish_profile
    from dekkend.profiles.models import Version

    head = User.objects.get(email="meter@example.org")
    version = Version.objects.get(profile__site__code=code, state="established")
    publish_profile(version_id=version.pk, actor=head, at=now())
    print(code, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
    django.setup()
    match sys.argv[1:]:
        case ["publish"]:
            print(*publish_waiting())
        case ["publish", code]:
            publish(code)
        case ["waiting"]:
            print(*waiting())
        case [number, flat]:
            make(int(number), Path(flat))

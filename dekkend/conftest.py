"""The cast: the same few people and places in every test."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate, now

from dekkend.config.settings import stored_in
from dekkend.organisations.models import (
    Board,
    Membership,
    Partnership,
    Role,
    School,
    Site,
    SitePartnership,
    User,
)
from tools.kept import kept

PASSWORD = "een lang wachtwoord om te testen"
SMALL_FORM = Path(__file__).parent / "questionnaires" / "tests" / "klein.toml"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Nothing a test writes lands in the real state folder."""
    settings.VAR = tmp_path
    settings.PUBLISHED_ROOT = tmp_path / "published"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = files_in(tmp_path)


def copy_tables(file: Path) -> None:
    """Those of the tests, empty, for a program with a database of its own: making them takes it seconds.

    After `django_db_setup`, on SQLite. With --nomigrations it must make them all the same.
    """
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as made,
        closing(sqlite3.connect(file)) as ours,
    ):
        if made.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
            made.backup(ours)


def files_in(folder: Path) -> dict:
    """Settings' STORAGES, with the files of schools and of children in this folder."""
    return settings.STORAGES | {alias: stored_in(folder / alias) for alias in ("papers", "sealed")}


@pytest.fixture(autouse=True)
def fresh_search():
    """What a process remembers of the schools and of its pages ends with the test that made them."""
    from dekkend.core import rendering
    from dekkend.website.search import fresh  # needs Django's models

    fresh.forget()
    rendering.forget()
    yield
    fresh.forget()


@kept
def region(db):
    return Partnership.objects.create(code="PO9901", name="Samenwerkingsverband Rietland")


@kept
def far_region(db):
    return Partnership.objects.create(code="PO9902", name="Samenwerkingsverband Heuvelzoom")


@kept
def board(db):
    return Board.objects.create(number="90001", name="Stichting Scholen aan de Vaart")


@kept
def other_board(db):
    return Board.objects.create(number="90002", name="Vereniging De Eigen Wijs")


def make_site(code: str, name: str, board: Board, partnership: Partnership, **facts) -> Site:
    school, _ = School.objects.get_or_create(brin=code[:4], defaults={"board": board})
    address = {"street": "Kadeweg", "house_number": "4", "postcode": "3495 AB", "city": "Oudveen"}
    site = Site.objects.create(
        code=code, school=school, name=name, kind=facts.pop("kind", Site.Kind.BO), **(address | facts)
    )
    SitePartnership.objects.create(site=site, partnership=partnership, begins_on=date(2014, 8, 1))
    return site


@kept
def site(region, board):
    return make_site("99AB00", "De Regenton", board, region)


@kept
def other_site(region, other_board):
    """In the same region, under another board."""
    return make_site("99CD00", "De Zeepkist", other_board, region)


@kept
def far_site(far_region, other_board):
    """In another region."""
    return make_site("98EF00", "De Bergkam", other_board, far_region)


def make_person(name: str, role: Role | None = None, **place) -> User:
    """A user, with a role that began a year ago."""
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", name, PASSWORD)
    if role:
        begins_on = localdate() - timedelta(days=365)
        Membership.objects.create(user=user, role=role, begins_on=begins_on, **place)
    return user


@kept
def head(site):
    return make_person("Marit de Wit", Role.HEAD_TEACHER, site=site)


@kept
def coordinator(site):
    return make_person("Femke Aalders", Role.SUPPORT_COORDINATOR, site=site)


@kept
def teacher(site):
    return make_person("Youssef Amrani", Role.TEACHER, site=site)


@kept
def mr_staff(site):
    return make_person("Tineke Bos", Role.MR_STAFF, site=site)


@kept
def mr_parent(site):
    return make_person("Samira Oumar", Role.MR_PARENT, site=site)


@kept
def mr_secretary(site):
    """Who asks for this gives the MR a secretary: from then on nobody else records what it says."""
    return make_person("Bram Hoek", Role.MR_SECRETARY, site=site)


@kept
def board_member(board):
    return make_person("Henk Veldman", Role.BOARD_MEMBER, board=board)


@kept
def signatory(board):
    return make_person("Ingrid Sluis", Role.SIGNATORY, board=board)


@kept
def staff(region):
    return make_person("Joost Bakx", Role.PARTNERSHIP_STAFF, partnership=region)


@kept
def other_head(other_site):
    return make_person("Olga Prins", Role.HEAD_TEACHER, site=other_site)


@kept
def far_head(far_site):
    return make_person("Karel Dom", Role.HEAD_TEACHER, site=far_site)


@kept
def outsider(db):
    """Signed in, with no role anywhere."""
    return make_person("Wim Vreemd")


@pytest.fixture
def client_for():
    def sign_in(user: User | None = None, **options) -> Client:
        client = Client(**options)
        if user:
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def second_step():
    """Let a signed-in client have typed the code of an app in this session, as pages about children ask."""

    def take(client: Client) -> Client:
        session = client.session
        user = session["_auth_user_id"]
        session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
        session["account_authentication_methods_user"] = user
        session.save()
        return client

    return take


@kept
def edition(db):
    """The small form, with one question of each type."""
    from dekkend.questionnaires.loader import load_edition  # slow to import for rooms that do not ask for it

    return load_edition(SMALL_FORM)


def make_regime(partnership: Partnership, edition, key: str = "profile", begins_on=date(2024, 8, 1)):
    """The partnership adopts one of the legal routes, with an edition."""
    from dekkend.profiles import actions  # as above

    kinds = {kind.key: kind for kind in actions.load_regimes(settings.DEFINITIONS / "regimes.toml")}
    return actions.adopt_regime(
        partnership=partnership, kind=kinds[key], edition=edition, begins_on=begins_on, actor=None, at=now()
    )


@kept
def regime(region, edition):
    return make_regime(region, edition)

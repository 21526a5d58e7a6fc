"""Schools with an empty working copy and a signed-in head teacher each; prints them as JSON.

Run with the measured server's environment: python -m benchmarks.prepare [HOW MANY, else 50]
"""

import json
import os
import sys
from datetime import date

import django
from django.conf import settings

SCHOOLS = 50


def make_schools(number: int = SCHOOLS) -> list[dict]:
    from dekkend.organisations.models import Board, Partnership
    from dekkend.profiles.models import Regime
    from dekkend.questionnaires.loader import load_edition, questionnaire_of

    edition = load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml")
    region = Partnership.objects.create(code="PO9990", name="Meetregio")
    Regime.objects.create(
        partnership=region, begins_on=date(2024, 8, 1), edition=edition, key="profile", valid_months=48
    )
    board = Board.objects.create(number="99990", name="Meetbestuur")
    texts = [question.key for question in questionnaire_of(edition).questions if is_open_text(question)]
    return [make_school(number, board, region, texts) for number in range(number)]


def is_open_text(question) -> bool:
    return question.type in ("text", "prose") and not (
        question.source or question.shown_when or question.pattern
    )


def make_school(number: int, board, region, texts: list[str]) -> dict:
    from django.utils.timezone import now

    from dekkend.organisations.models import Membership, Role, School, Site, SitePartnership, User
    from dekkend.profiles.actions import start_working_copy

    school = School.objects.create(brin=f"97{chr(65 + number // 26)}{chr(65 + number % 26)}", board=board)
    site = Site.objects.create(code=f"{school.brin}00", school=school, name=f"School {number}", kind="BO")
    SitePartnership.objects.create(site=site, partnership=region, begins_on=date(2020, 8, 1))
    head = User.objects.create_user(f"directeur{number}@example.org", f"Directeur {number}", "x" * 20)
    Membership.objects.create(user=head, role=Role.HEAD_TEACHER, site=site, begins_on=date(2020, 8, 1))
    version = start_working_copy(site=site, partnership=region, actor=head, at=now())
    return {"version": version.pk, "session": session_of(head), "keys": texts, "row": row_for(version)}


def session_of(user) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def row_for(version) -> int:
    """An answer of no question, for the bare UPDATE to write to."""
    from django.utils.timezone import now

    from dekkend.profiles.models import Answer

    return Answer.objects.create(version=version, key="bench", value="", saved_at=now()).pk


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
    django.setup()
    print(json.dumps(make_schools(*map(int, sys.argv[1:]))))

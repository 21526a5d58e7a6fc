"""Colleagues who have the profiles of `benchmarks.prepare` open too; prints them and the questions as JSON.

Run with the measured server's environment: python -m benchmarks.colleagues NUMBER (in all, over the schools)
"""

import json
import os
import sys
from datetime import date

import django


def make_colleagues(number: int) -> dict:
    from dekkend.profiles.models import Version
    from dekkend.questionnaires.loader import questionnaire_of

    versions = list(Version.objects.select_related("edition", "profile"))
    people = [make_colleague(place, versions[place % len(versions)]) for place in range(number)]
    pages = questionnaire_of(versions[0].edition).pages
    return {"people": people, "places": [(page.key, one.key) for page in pages for one in page.questions]}


def make_colleague(number: int, version) -> dict:
    from benchmarks.prepare import session_of
    from dekkend.organisations.models import Membership, Role, User

    person = User.objects.create_user(f"collega{number}@example.org", f"Collega {number}")
    begins_on = date(2020, 8, 1)
    Membership.objects.create(
        user=person, role=Role.SUPPORT_COORDINATOR, site_id=version.profile.site_id, begins_on=begins_on
    )
    return {"version": version.pk, "session": session_of(person)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dekkend.config.settings")
    django.setup()
    print(json.dumps(make_colleagues(int(sys.argv[1]))))

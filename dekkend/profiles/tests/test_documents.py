"""A version as tree, JSON and PDF, for each audience."""

import json
import re
from pathlib import Path

import page
import pytest
from django.conf import settings

from dekkend.profiles.documents import contents_of, profile_json, profile_pdf, tree_of
from dekkend.profiles.models import Version
from dekkend.profiles.tests.conftest import MISSION, answer
from tools.kept import kept

pytestmark = pytest.mark.django_db
SECRETS = {"team.note": "Voor ons zelf.", "region.note": "Voor de regio."}


def values(tree):
    """{question key: value} of every question that is shown."""
    found = {}
    for chapter in tree:
        for child in chapter.children:
            if child.is_chapter:
                found |= values([child])
            else:
                found[child.key] = child.value
    return found


@kept
def published(version, bring):
    answer(version, SECRETS)
    return bring(version, "published")


@pytest.mark.parametrize(
    ("audience", "seen"),
    [("public", set()), ("region", {"region.note"}), ("school", {"region.note", "team.note"})],
)
@pytest.mark.parametrize("state", ["working", "published"])
def test_each_audience_sees_what_is_meant_for_it(version, bring, audience, seen, state):
    answer(version, SECRETS)
    if state == "published":
        version = bring(version, "published")
    shown = values(tree_of(version, audience))
    assert shown["mission"] == MISSION
    assert shown["school.name"] == "De Regenton"
    assert {key for key in SECRETS if key in shown} == seen


def test_only_what_was_answered(version):
    assert set(values(tree_of(version, "public", only_answered=True))) == {
        "school.name",
        "school.motto",
        "school.nickname",
        "mission",
        "support.region",
        "support.reporting_code",
        "support.bullying",
    }


def test_a_frozen_version_stays_what_it_was(published, site):
    site.name = "De Nieuwe Ton"
    site.save()
    answer(published, {"mission": "Anders"})
    published = Version.objects.get(pk=published.pk)
    assert contents_of(published)[1]["site.name"] == "De Regenton"
    assert values(tree_of(published, "public"))["mission"] == MISSION
    assert profile_json(published)["site"] == {"code": "99AB00", "name": "De Regenton"}


def test_the_json(published, edition):
    data = json.loads(json.dumps(profile_json(published)))
    assert data["format"] == "dekkend.profile.1"
    assert data["partnership"] == {"code": "PO9901", "name": "Samenwerkingsverband Rietland"}
    assert data["edition"] == {"form": "proef", "name": "2025", "checksum": edition.checksum}
    assert data["version"] == 1
    assert data["established_on"] == published.established_on.isoformat()
    assert data["valid_until"] == published.valid_until.isoformat()
    assert data["published_at"] == published.published_at.isoformat()
    assert [chapter["key"] for chapter in data["profile"]] == [
        "school",
        "mission",
        "inspection",
        "support",
        "ambitions",
    ]
    assert MISSION in json.dumps(data, ensure_ascii=False)


def test_the_page_about_open_data_names_each_field(published):
    text = (Path(settings.BASE_DIR) / "docs" / "open-data.md").read_text()
    table = text.partition("### The file")[2].partition("\n\nA")[0]
    rows = re.findall(r"^\|([^|]+)\|", table, re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row)] == list(profile_json(published))


def test_the_json_tells_the_public_no_more_than_the_page(published, head):
    text = json.dumps(profile_json(published), ensure_ascii=False)
    for secret in (*SECRETS.values(), head.name, head.email):
        assert secret not in text


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A])
def test_the_pdf_is_accessible_and_can_be_kept(published, tmp_path, profile):
    file = tmp_path / "profiel.pdf"
    file.write_bytes(profile_pdf(published))
    report = page.validate_pdf(str(file), profile=profile)
    assert (report.is_compliant, report.failures) == (True, [])


def test_a_pdf_of_a_working_copy_says_so(version):
    assert profile_pdf(version, "school").startswith(b"%PDF-1.7")

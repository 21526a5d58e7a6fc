"""Every address, asked as every person, does what the table says."""

import pytest
from django.utils.translation import override

from dekkend.config.tests.access import COLUMNS, DO, PAGE, SEE, TABLE, Row
from dekkend.config.tests.addresses import all_addresses
from dekkend.config.tests.asking import address, ask, assert_everyone_finds_it, outcome, roles_in
from dekkend.config.tests.case_access import CASE_TABLE, whole_page
from dekkend.config.tests.world import make_version, with_version
from dekkend.core.languages import DUTCH, LANGUAGES
from dekkend.organisations.models import Role
from dekkend.website.urls import documents, pages


@pytest.mark.parametrize(
    "row", TABLE, ids=lambda row: f"{row.method} {row.name} {row.of} {row.state}".strip()
)
def test_every_person_finds_what_the_table_says(row, world):
    things = world.things | {"of": row.of}
    if row.state:
        things |= with_version(things, world.site, world.region, row.state)
    assert_everyone_finds_it(world.people, row, address(row, things))


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != DUTCH])
def test_a_page_for_parents_is_the_same_page_in_every_language(language, world):
    things = world.things
    things["version"] = make_version(world.site, world.region, things["regime"], "published").pk
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


def test_every_role_stands_under_a_column(world):
    """A parent has no account, and is here who is not signed in."""
    assert roles_in(world.people, ("friend", "other", "far")) == set(Role) - {Role.PARENT}


def test_every_column_has_someone_under_it(world):
    assert {one.column for persona in world.people for one in (persona, *persona.all_of)} == set(COLUMNS)


def test_every_address_has_a_row():
    assert sorted({row.name for row in [*TABLE, *CASE_TABLE]}) == sorted(all_addresses())


def test_what_is_only_an_act_has_no_page(world):
    """A link or a crawler never does anything: GET on an act is 405."""
    client = next(persona.client for persona in world.people if persona.column == "head")
    things = world.things
    things |= with_version(things, world.site, world.region, "working")
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
    assert PAGE.read_text() == whole_page(all_addresses()), (
        "write it anew: python -m dekkend.config.tests.access"
    )

"""The page about open data; and the data for search engines in a school's page, under our content policy."""

import pytest

from dekkend.profiles.tests.conftest import at, bring, edition, version  # noqa: F401 a version to publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(version, bring):  # noqa: F811
    return bring(version, "published")


def test_the_page_can_be_read_by_anyone(visitor, published):
    visitor().open("/open-data/")


def test_the_policy_lets_the_data_in_a_page_be(browser, live_server, published):
    """It is no script, so nothing is refused: the console stays quiet with the policy in force."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server.url}/scholen/99AB00/")
    assert '"@type": "School"' in page.locator('script[type="application/ld+json"]').text_content()
    assert said == []
    page.close()

"""openapi.json and the API agree, whatever somebody asks: schemathesis makes up questions, good and bad."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from dekkend.profiles.tests.conftest import at, bring, edition, version  # noqa: F401 a version to publish
from dekkend.website.api import answering
from dekkend.website.api.document import described

pytestmark = [pytest.mark.django_db, pytest.mark.once("shapes of answers; test_api asks both databases")]
load_all_checks()
# A code or a place may have the right form and still be nobody's: that is no fault of the API.
NOT_HERE = CHECKS.get_by_names(["positive_data_acceptance"])


@pytest.fixture
def described_api(publish_many, monkeypatch):
    monkeypatch.setattr(answering, "comes_too_often", lambda *asked, **most: False)
    publish_many(3)
    for signal in (request_started, request_finished):  # as Django's own test client does
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


SOME = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
PATHS = described()["paths"]
ASKED = [(path, GenerationMode.POSITIVE) for path in PATHS]
ASKED += [(path, GenerationMode.NEGATIVE) for path in PATHS if PATHS[path]["get"]["parameters"]]


@pytest.mark.parametrize(("path", "mode"), ASKED)
def test_every_answer_is_as_described(described_api, path, mode):
    @SOME
    @given(described_api[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(excluded_checks=NOT_HERE)

    ask()


def test_it_describes_what_is_there():
    found = described()
    assert found["openapi"].startswith("3.")
    assert found["info"]["version"] == answering.VERSION
    for path, methods in found["paths"].items():
        assert path == path.lower()
        assert not path.endswith("/")
        assert set(methods) == {"get"}
        assert set(methods["get"]["responses"]) == {200, "304", "400", "404", "405", "410", "429"}
        assert "API-Version" in methods["get"]["responses"][200]["headers"]

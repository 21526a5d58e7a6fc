"""The world of the table of addresses and people, built once for the tests of a file."""

from types import SimpleNamespace

import pytest
from django.db import transaction

from dekkend.config.tests.world import build_world
from dekkend.conftest import SMALL_FORM
from dekkend.demo import mailbox
from dekkend.questionnaires.loader import load_edition


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Some thirty people with their sessions: what a test does with them is undone, they stay."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world(load_edition(SMALL_FORM))
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db) -> SimpleNamespace:
    """people, things (by the words of ARGUMENTS), and the site, region and edition that most are about."""
    letter = mailbox.keep(b"Subject: Dag\r\n\r\nDag")  # in the folder of this test
    return SimpleNamespace(**vars(built) | {"things": built.things | {"letter": letter}})

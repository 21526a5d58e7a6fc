"""A change in the course of the year, on the page that parents read."""

import pytest
from django_tasks_db.models import DBTaskResult

from dekkend.profiles.tests.conftest import at, bring, edition, version  # noqa: F401 a version to publish
from dekkend.profiles.tests.test_addendum import TEXT, draft, published, walk  # noqa: F401 and its addendum
from dekkend.website.files import PAGE, read_file
from dekkend.website.publishing import make_files

pytestmark = pytest.mark.django_db
ASKED = "Wat is er sindsdien veranderd?"


def test_it_stands_there_from_the_day_it_holds(client, walk, site):  # noqa: F811
    walk("with_board")
    assert ASKED not in client.get("/scholen/99AB00/").content.decode()


def test_and_the_page_kept_as_a_file_is_made_anew(client, walk, published, site):  # noqa: F811
    make_files.call(code="99AB00")
    DBTaskResult.objects.all().delete()
    assert ASKED not in read_file("99AB00", PAGE).decode()
    walk("in_force")
    assert DBTaskResult.objects.filter(task_path__endswith="make_files").count() == 1
    make_files.call(code="99AB00")
    page = read_file("99AB00", PAGE).decode()
    assert ASKED in page
    assert TEXT in page

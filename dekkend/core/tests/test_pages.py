"""The frame of every page, the pages for when something went wrong, and what no page may hold."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from dekkend.core import views

TEMPLATES = sorted(Path(settings.BASE_DIR, "dekkend").rglob("templates/**/*.html"))
INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*["']|<script(?![^>]*\bsrc=)|javascript:""", re.I
)
DATA_ONLY = re.compile(r'<script[^>]+type="application/(ld\+)?json"')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_an_inline_style_or_script(path):
    found = [
        line for line in path.read_text().splitlines() if INLINE.search(line) and not DATA_ONLY.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_that_a_form_is_wrong_is_said_by_the_frame_and_by_no_page_again(path):
    own = path.read_text().partition("{% block title %}")[2].partition("{% endblock")[0]
    assert "if form.errors" not in own
    assert "or form.errors" not in own


@pytest.mark.django_db
def test_every_answer_carries_the_content_policy():
    for address in ("/", "/scholen/", "/account/inloggen/", "/bestaat-niet/"):
        policy = Client().get(address)["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["/werk/school/99%00/", "/scholen/99AB00/stuk/1/a%00", "/%00"])
def test_an_address_with_a_nul_leads_nowhere(client_for, head, address):
    """And the database is not asked for it: PostgreSQL would fail."""
    client = client_for(head)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert (answer.status_code, answer["Content-Language"]) == (404, "nl")
    assert not any("\0" in query["sql"] for query in queries)


def test_what_a_signed_in_person_gets_is_kept_by_no_cache(client_for, head):
    assert client_for(head).get("/werk/")["Cache-Control"] == "private, no-store"
    assert client_for(head).get("/werk/bestaat-niet/")["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().get("/scholen/")


@pytest.mark.django_db
def test_the_frame_has_its_landmarks_in_order(client):
    page = client.get("/scholen/").content.decode()
    marks = [
        '<html lang="nl">',
        'class="skip" href="#inhoud"',
        "<header",
        "<nav",
        '<main id="inhoud"',
        "<footer",
    ]
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert page.count("<h1") == 1


@pytest.fixture
def ask(db):
    request = RequestFactory().get("/ergens/")
    request.user = type("Anyone", (), {"is_authenticated": False})()
    return request


@pytest.mark.parametrize(
    ("view", "exception", "status", "words"),
    [
        (views.bad_request, None, 400, "Dat begrepen wij niet"),
        (
            views.forbidden,
            PermissionDenied("Alleen de directeur kan dit."),
            403,
            "Alleen de directeur kan dit.",
        ),
        (views.forbidden, None, 403, views.NOT_YOURS),
        (views.not_found, None, 404, "Niet gevonden"),
    ],
)
def test_a_problem_is_told_in_words_with_a_way_out(ask, view, exception, status, words):
    response = view(ask, exception)
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert 'href="/"' in page
    assert page.count("<h1") == 1


def test_a_forged_form_changes_nothing_and_says_so(ask):
    response = views.csrf_failure(ask, "no cookie")
    assert (response.status_code, b"Wij hebben niets veranderd" in response.content) == (403, True)


def test_the_last_resort_needs_no_database():
    page = render_to_string("500.html")
    assert page.count("<h1") == 1
    assert "Dat ligt niet aan u." in page


def render(source: str, **context) -> str:
    return Template("{% load dekkend %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("days", "words", "kind"),
    [
        (-3, "3 dagen te laat", "late"),
        (-1, "1 dag te laat", "late"),
        (0, "vandaag", "soon"),
        (1, "nog 1 dag", "soon"),
        (7, "nog 7 dagen", "soon"),
        (8, "nog 8 dagen", ""),
    ],
)
def test_how_long_someone_still_has(days, words, kind):
    badge = render("{% term due %}", due=localdate() + timedelta(days=days))
    assert f'<span class="term {kind}">' in badge
    assert badge.endswith(f"{words}</span>")


def test_days_and_people_in_our_words():
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert render("{{ at|day }}", at=moment) == "1 januari 2027"
    assert render("{{ on|day }}", on=date(2026, 2, 28)) == "28 februari 2026"
    assert render("{{ on|day }}", on=None) == ""
    assert render("{{ name|initials }}", name="Marit de Wit") == "MW"
    assert render("{{ name|initials }}", name="Femke") == "FE"

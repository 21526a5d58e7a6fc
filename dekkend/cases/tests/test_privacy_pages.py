"""The privacy officer sees who looked and how long is kept what, and opens no file."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from dekkend.cases import actions
from dekkend.cases.destruction import destroy_expired
from dekkend.cases.log import note_reading
from dekkend.cases.models import Case, Reading
from dekkend.cases.tests.conftest import CHILD
from dekkend.cases.tests.test_committee import add_role
from dekkend.conftest import make_person
from dekkend.organisations.models import Role
from tools.kept import kept


@kept
def officer(region):
    return make_person("Nadia Vroom", Role.PRIVACY_OFFICER, partnership=region)


@pytest.fixture
def visit(client_for, second_step):
    return lambda user: second_step(client_for(user))


@kept
def looked(sent, coordinator, desk):
    note_reading(sent, coordinator, Role.SUPPORT_COORDINATOR, "het dossier", now() - timedelta(days=3))
    note_reading(sent, desk, Role.SERVICE_DESK, "het dossier", now())
    return sent


@pytest.mark.parametrize(
    ("asked", "readers"),
    [
        ("", ["Sevim Demir", "Femke Aalders"]),
        ("?reader=sevim", ["Sevim Demir"]),
        ("?number={number}", ["Sevim Demir", "Femke Aalders"]),
        ("?number=1999-0001", []),
        ("?end={yesterday}", ["Femke Aalders"]),
        ("?begin={yesterday}", ["Sevim Demir"]),
    ],
)
def test_the_log_by_file_by_reader_and_by_day(looked, officer, visit, asked, readers):
    asked = asked.format(number=looked.number, yesterday=localdate() - timedelta(days=1))
    page = visit(officer).get(reverse("privacy-log") + asked)
    assert [line.reader_name for line in page.context["page"]] == readers
    assert CHILD.last_name not in page.content.decode()
    assert Reading.objects.count() == 2, "who reads the log, opens no file"


def test_days_that_cannot_be_are_said(looked, officer, visit):
    answer = visit(officer).get(reverse("privacy-log"), {"begin": "2026-02-02", "end": "2026-01-01"})
    assert answer.status_code == 422
    assert "Deze dag ligt voor de eerste." in answer.content.decode()


def test_pages_of_a_hundred_with_as_many_queries(sent, officer, desk, visit, django_assert_max_num_queries):
    for number in range(103):
        note_reading(sent, desk, Role.SERVICE_DESK, f"hoofdstuk {number}", now())
    client = visit(officer)
    client.get(reverse("privacy-log"))
    with django_assert_max_num_queries(5):
        first = client.get(reverse("privacy-log"))
    assert len(first.context["page"]) == 100
    assert len(client.get(reverse("privacy-log"), {"bladzijde": 2}).context["page"]) == 3


def test_only_the_log_of_the_own_partnership(looked, far_region, visit):
    far = make_person("Ver Weg", Role.PRIVACY_OFFICER, partnership=far_region)
    assert not visit(far).get(reverse("privacy-log")).context["page"].object_list
    assert visit(far).get(reverse("case-keeping", args=[looked.pk])).status_code == 404


def test_the_officer_cannot_open_a_file(looked, officer, visit):
    for name in ("case", "case-log"):
        assert visit(officer).get(reverse(name, args=[looked.pk])).status_code == 404


def test_hold_and_release_by_number_only(looked, officer, visit):
    client, page = visit(officer), reverse("case-keeping", args=[looked.pk])
    assert CHILD.last_name not in client.get(page).content.decode()
    without = client.post(page, {"act": "put_on_hold", "reason": ""})
    assert without.status_code == 422
    client.post(page, {"act": "put_on_hold", "reason": "Bezwaar."})
    late = client.post(page, {"act": "put_on_hold", "reason": "Nog een bezwaar."})
    assert late.status_code == 409
    assert "Iemand anders was net eerder" in late.content.decode()
    assert Case.objects.get().is_on_hold
    assert looked.number in client.get(reverse("keeping")).content.decode()
    client.post(page, {"act": "release", "reason": "Ingetrokken."})
    assert not Case.objects.get().is_on_hold


def test_what_goes_and_what_went_on_one_page(looked, officer, desk, visit):
    Case.objects.update(retain_until=localdate() + timedelta(days=3), closed_on=localdate())
    page = visit(desk).get(reverse("keeping")).content.decode()
    assert "1 dossier gaat binnen een maand weg" in page
    assert reverse("case-step", args=[looked.pk, "put_on_hold"]) in page
    destroy_expired(at=now() + timedelta(days=5))
    page = visit(officer).get(reverse("keeping")).content.decode()
    assert looked.number in page
    assert "Er gaat deze maand geen dossier weg" in page


def test_the_loket_reads_nothing_of_a_file_that_was_never_sent(
    case, officer, desk, coordinator, visit, far_region
):
    actions.withdraw_request(case_id=case.pk, actor=coordinator, reason="Verhuisd.", at=now())
    for is_held in (False, True):
        Case.objects.update(is_on_hold=is_held, retain_until=localdate() + timedelta(days=3))
        assert case.number in visit(officer).get(reverse("keeping")).content.decode()
        assert case.number not in visit(desk).get(reverse("keeping")).content.decode()
        assert "binnen een maand vernietigd" not in visit(desk).get(reverse("cases")).content.decode()
    Case.objects.update(is_on_hold=False)
    assert destroy_expired(at=now() + timedelta(days=5)) == 1
    assert case.number in visit(officer).get(reverse("keeping")).content.decode()
    assert case.number not in visit(desk).get(reverse("keeping")).content.decode()
    add_role(desk, Role.PRIVACY_OFFICER, partnership=far_region)  # of another region: not of this one
    assert case.number not in visit(desk).get(reverse("keeping")).content.decode()


def test_the_loket_is_told_in_its_list_how_many_files_are_soon_gone(sent, desk, coordinator, visit):
    words = "binnen een maand vernietigd"
    assert words not in visit(desk).get(reverse("cases")).content.decode()
    soon = localdate() + timedelta(days=12)
    Case.objects.update(state="ended", closed_on=localdate(), retain_until=soon)
    said = f'<a href="{reverse("keeping")}">1 dossier wordt {words}</a>'
    assert said in visit(desk).get(reverse("cases")).content.decode()
    assert words not in visit(coordinator).get(reverse("cases")).content.decode()
    Case.objects.update(is_on_hold=True)
    assert words not in visit(desk).get(reverse("cases")).content.decode()


def test_the_list_of_the_loket_takes_so_many_queries(sent, desk, visit, django_assert_max_num_queries):
    client = visit(desk)
    client.get(reverse("cases"))
    with django_assert_max_num_queries(7):
        client.get(reverse("cases"))


def test_no_term_is_told_for_a_log_that_stays(looked, officer, visit, offering):
    """A chain from which lines go proves nothing: a region cannot set a term for it."""
    past = localdate() - timedelta(days=1)
    Case.objects.update(state="ended", closed_on=past, retain_until=past)
    lines = Reading.objects.count()
    assert destroy_expired(now()) == 1
    assert Reading.objects.count() == lines + 1
    assert "Het logboek blijft" in visit(officer).get(reverse("privacy-log")).content.decode()
    assert {rule.key for rule in offering.catalogue.retention} == {
        "file",
        "unsent",
        "declaration",
        "school_file",
        "school_file_referred",
    }

"""What changed between two versions, as page and as PDF: who may ask, and what it says."""

import re
from datetime import timedelta

import page
import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from dekkend.profiles import actions
from dekkend.profiles.changes.paper import difference_for_pdf
from dekkend.profiles.compared import changes_pdf, difference_between
from dekkend.profiles.models import Version
from dekkend.profiles.tests.conftest import answer
from tools.kept import kept

pytestmark = pytest.mark.django_db
SECRET, FOR_REGION = "Alleen voor ons zelf.", "Alleen voor de regio."
NEW_MISSION = "Ieder kind hoort erbij, en elk kind mag bij ons veel fouten maken.\n\nWij lezen elke dag."


@kept
def first(version, bring) -> Version:
    return bring(version, "published")


@kept
def second(first, site, region, head, at) -> Version:
    """A working copy in which two answers in two chapters changed, and two that few may see."""
    version = actions.start_working_copy(
        site=site, partnership=region, actor=head, at=at + timedelta(hours=1)
    )
    changes = {"school.motto": "Samen sterk", "mission": NEW_MISSION}
    answer(version, changes | {"team.note": SECRET, "region.note": FOR_REGION}, head, revision=2)
    return version


def text_of(response) -> str:
    """The words of the page, as they are read out."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", strip_tags("<main" + main)).strip()


def test_the_page_says_how_much_and_what(second, client_for, teacher):
    text = text_of(client_for(teacher).get(reverse("changed", args=[second.pk])))
    assert re.search(
        r"4 vragen veranderd in \d hoofdstukken\. \d+ andere antwoorden bleven hetzelfde\.", text
    )
    assert "vervallen: verder toegevoegd: sterk" in text
    assert "mag bij ons toegevoegd: veel verder: fouten maken." in text
    assert "Nieuw: toegevoegd: Wij lezen elke dag." in text


def test_each_change_leads_to_its_question(second, client_for, teacher):
    client = client_for(teacher)
    link = reverse("read", args=[second.pk]) + "#vraag-mission"
    assert f'href="{link}"' in client.get(reverse("changed", args=[second.pk])).content.decode()
    assert 'id="vraag-mission"' in client.get(link).content.decode()


def test_nothing_changed_is_said_so(first, site, region, head, at, client_for):
    same = actions.start_working_copy(site=site, partnership=region, actor=head, at=at + timedelta(hours=1))
    text = text_of(client_for(head).get(reverse("changed", args=[same.pk])))
    assert "Niets veranderd. Alle antwoorden zijn hetzelfde." in text


def test_the_first_version_has_nothing_beside_it(version, client_for, head):
    client = client_for(head)
    assert "Er is geen eerdere versie." in text_of(client.get(reverse("changed", args=[version.pk])))
    answered = client.get(reverse("changed-pdf", args=[version.pk]))
    assert (answered.status_code, answered.url) == (302, reverse("changed", args=[version.pk]))


def test_each_reader_sees_what_is_meant_for_them(second, bring, client_for, head, staff, mr_parent, at):
    """The MR and the school see all; the region not what the school keeps; nobody else reads it yet."""
    second = bring(second, "published", moment=at + timedelta(hours=2))
    page_of = reverse("changed", args=[second.pk])
    for person, sees in ((head, (True, True)), (mr_parent, (True, True)), (staff, (False, True))):
        text = text_of(client_for(person).get(page_of))
        assert (SECRET in text, FOR_REGION in text) == sees, person.name


def test_any_two_versions_the_older_first(second, first, client_for, head):
    client = client_for(head)
    there = client.get(reverse("changed", args=[second.pk]), {"met": first.pk})
    back = client.get(reverse("changed", args=[first.pk]), {"met": second.pk})
    for response in (there, back):
        assert "Wij vergelijken versie 1 (vastgesteld op" in text_of(response)
        assert "met versie 2 (werkversie)." in text_of(response)


@pytest.mark.parametrize("name", ["changed", "changed-pdf"])
def test_who_may_not_read_both_may_not_compare(
    name, second, first, client_for, mr_parent, other_head, far_head
):
    """The MR reads the first version, not yet the second."""
    refused = client_for(mr_parent).get(reverse(name, args=[first.pk]), {"met": second.pk})
    assert refused.status_code == 403
    assert "De MR leest het profiel als de directeur het naar de MR stuurt." in refused.content.decode()
    assert client_for(mr_parent).get(reverse(name, args=[second.pk])).status_code == 403
    for stranger in (other_head, far_head):
        assert client_for(stranger).get(reverse(name, args=[first.pk])).status_code == 404


def test_the_choice_holds_only_what_one_may_read(second, first, client_for, mr_parent, head):
    assert "Werkversie" not in client_for(mr_parent).get(reverse("changed", args=[first.pk])).content.decode()
    assert (
        "Versie 2 (werkversie)" in client_for(head).get(reverse("changed", args=[first.pk])).content.decode()
    )


@pytest.mark.parametrize("name", ["changed", "changed-pdf"])
@pytest.mark.parametrize("met", ["abc", "0", "99999999999999999999", "-1"])
def test_a_version_that_is_not_of_this_profile_does_not_exist(name, met, second, client_for, head):
    assert client_for(head).get(reverse(name, args=[second.pk]), {"met": met}).status_code == 404


def test_it_takes_a_fixed_number_of_queries(second, client_for, head, django_assert_max_num_queries):
    client = client_for(head)
    client.get(reverse("changed", args=[second.pk]))
    with django_assert_max_num_queries(11):
        client.get(reverse("changed", args=[second.pk]))


def test_the_pdf_comes_with_a_name_of_its_own(second, client_for, head):
    response = client_for(head).get(reverse("changed-pdf", args=[second.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="veranderd-de-regenton-1-2.pdf"'


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A])
def test_the_pdf_is_accessible_and_can_be_kept(first, second, tmp_path, profile):
    file = tmp_path / "veranderd.pdf"
    file.write_bytes(changes_pdf(first, second, "school"))
    report = page.validate_pdf(str(file), profile=profile)
    assert (report.is_compliant, report.failures) == (True, [])


def test_the_pdf_tells_what_was_and_what_is_now(first, second):
    data = difference_for_pdf(difference_between(first, second, "public"))
    motto = data["chapters"][0]["questions"][0]
    assert motto["label"] == "Motto"
    assert [run["text"] for run in motto["changes"][0]["was"]] == ["Samen", "verder"]
    assert [run["text"] for run in motto["changes"][0]["now"]] == ["Samen", "sterk"]
    assert SECRET not in str(data)
    assert FOR_REGION not in str(data)


def test_the_read_page_leads_to_it(second, client_for, head):
    link = f'href="{reverse("changed", args=[second.pk])}"'
    assert link in client_for(head).get(reverse("read", args=[second.pk])).content.decode()


def test_who_must_act_can_see_it_first(second, bring, client_for, head, mr_parent, board_member, at):
    """From the start page, from the pages of the MR and from those of the board."""
    link = f'href="{reverse("changed", args=[second.pk])}"'
    start = reverse("school", args=["99AB00"])
    assert link in client_for(head).get(start).content.decode()
    bring(second, "with_mr", moment=at + timedelta(hours=2))
    speak = reverse("speak", args=[second.pk, "mr-advice"])
    assert link in client_for(mr_parent).get(speak).content.decode()
    Version.objects.filter(pk=second.pk).update(state="with_board")
    for step in ("establish", "send_back"):
        page_of_step = reverse("step", args=[second.pk, step])
        assert link in client_for(board_member).get(page_of_step).content.decode()


def test_a_first_version_offers_no_comparison(version, client_for, head):
    start = client_for(head).get(reverse("school", args=["99AB00"])).content.decode()
    assert reverse("changed", args=[version.pk]) not in start

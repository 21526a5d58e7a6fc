"""The page that puts schools side by side, for every address someone may come with."""

from datetime import date

import pytest

from dekkend.conftest import SMALL_FORM, make_regime, make_site
from dekkend.organisations.models import PupilCount, Site
from dekkend.profiles.models import SupportProfile, Version
from dekkend.profiles.tests.conftest import edition  # noqa: F401 the form of these schools
from dekkend.questionnaires.loader import load_edition
from dekkend.website.tests.compare.schools import publish
from tools.kept import kept

pytestmark = pytest.mark.django_db
GENTLE = {"support.dyslexia": True, "support.bullying": True, "support.reporting_code": True}
FIRM = {
    "support.referral": "Wie moeilijk leest, helpt een andere school.",
    "support.referral_needs": ["dyslexia"],
}


@kept
def two(region, regime, site, other_site, edition):  # noqa: F811
    publish(site, region, edition, GENTLE)
    publish(other_site, region, edition, FIRM)


def page_of(client, *codes, status: int = 200, **more) -> str:
    answered = client.get("/vergelijk/", {"school": codes, **more})
    assert answered.status_code == status
    return answered.content.decode()


def test_the_title_says_which_schools_or_what_to_do(client, two):
    assert "<title>De Regenton, De Zeepkist: scholen naast elkaar" in page_of(client, "99AB00", "99CD00")
    assert "<title>Zet scholen naast elkaar" in page_of(client)


def test_what_differs_comes_first(client, two):
    page = page_of(client, "99AB00", "99CD00")
    assert "Twee scholen naast elkaar" in page
    different, equal = page.split('id="gelijk"')
    row = different.split("Mijn kind leest moeilijk</th>")[1].split("</tr>")[0]
    assert "Doet zij standaard" in row
    assert "Andere school helpt" in row
    assert "Wat voor school?" in equal


def test_it_makes_three_questions_of_it(client, two):
    asked = page_of(client, "99AB00", "99CD00").split('id="verder"')[1].split("</ol>")[0]
    assert asked.count("<li>") == 3
    assert "Wat doet u tot er een plek is op een andere school?" in asked
    assert "Vraag dit bij De Zeepkist" in asked


def test_nothing_chosen(client):
    page = page_of(client)
    assert "U koos nog geen school." in page
    assert "<table" not in page


def test_one_school_asks_for_another(client, two):
    page = page_of(client, "99AB00")
    assert "Kies een school om naast De Regenton te zetten." in page
    assert "<table" not in page


def test_a_school_is_added_by_name_and_taken_away(client, two):
    page = page_of(client, "99AB00", naam="zeep")
    assert 'href="/vergelijk/?school=99AB00&amp;school=99CD00"' in page
    assert 'class="chip" href="/vergelijk/"' in page
    assert 'class="chip" href="/vergelijk/?school=99CD00"' in page_of(client, "99AB00", "99CD00")


def test_names_of_another_region_are_not_offered(client, two, far_site, far_region, edition):  # noqa: F811
    make_regime(far_region, edition)
    assert "Geen school gevonden met “bergkam”." in page_of(client, "99AB00", naam="bergkam")
    assert "De Bergkam</a>" in page_of(client, naam="bergkam")
    assert "De Bergkam</a>" in page_of(client, naam="\x00bergkam")


@pytest.mark.parametrize("code", ["99ZZ99", "'; drop table", "<script>alert(1)</script>", "²²AB00"])
def test_a_code_that_nobody_has(client, two, code):
    page = page_of(client, "99AB00", code, "99CD00", status=404)
    assert "kennen wij niet" in page
    assert "<script>alert" not in page
    assert "Twee scholen naast elkaar" in page


def test_codes_in_small_letters_and_twice(client, two):
    assert "Twee scholen naast elkaar" in page_of(client, "99ab00", "99AB00", "99CD00")


def test_a_fourth_is_named_and_left_out(client, two, region, other_board):
    for number in (1, 2):
        make_site(f"99ZA0{number}", f"School {number}", other_board, region)
    page = page_of(client, "99AB00", "99CD00", "99ZA01", "99ZA02")
    assert "Drie scholen naast elkaar" in page
    assert "Deze staan er niet bij: School 2." in " ".join(page.split())
    assert 'id="naam"' not in page


def test_one_without_a_profile_makes_no_difference(client, two, region, other_board):
    make_site("99ZA01", "De Nieuwe", other_board, region)
    page = page_of(client, "99AB00", "99ZA01")
    assert "De Nieuwe heeft nog geen profiel om te lezen." in page
    assert "Mijn kind leest moeilijk" not in page.split('id="gelijk"')[0]


def test_a_closed_school_has_no_say(client, two, other_site):
    Site.objects.filter(pk=other_site.pk).update(closed_on=date(2026, 8, 1))
    page = page_of(client, "99AB00", "99CD00")
    assert "De Zeepkist is gesloten sinds 1 augustus 2026." in page
    assert "Andere school helpt" not in page


def test_an_expired_profile_says_so(client, two, other_site):
    Version.objects.filter(profile__site=other_site).update(state="expired")
    assert "Het profiel van De Zeepkist gold tot" in page_of(client, "99AB00", "99CD00")


def test_two_forms_are_compared_by_what_they_share(client, two, far_site, far_region):
    """The other form knows other needs; only the register and shared questions are left."""
    publish(far_site, far_region, load_edition(SMALL_FORM), {"mission": "Wij bouwen."})
    page = page_of(client, "99AB00", "98EF00")
    assert "elk een eigen formulier" in page
    assert "Mijn kind leest moeilijk" not in page
    assert "Welk bestuur?" in page


def test_the_same_for_everyone_equal_schools(client, two, region, other_board, edition):  # noqa: F811
    twin = make_site("99ZA01", "De Tweeling", other_board, region)
    publish(twin, region, edition, GENTLE)
    page = page_of(client, "99AB00", "99ZA01")
    assert "Hoe merkt u dat mijn kind hulp nodig heeft?" in page


def test_texts_and_names_are_not_compared(client, two, region, other_board, edition):  # noqa: F811
    named = make_site("99ZA01", "De Tweeling", other_board, region)
    publish(named, region, edition, GENTLE | {"school.nickname": "Nadia Privé", "team.note": "GEHEIM leest"})
    page = page_of(client, "99AB00", "99ZA01")
    assert "Nadia" not in page
    assert "GEHEIM" not in page


@kept
def third(two, region, other_board, edition):  # noqa: F811
    third = make_site("99ZA01", "De Derde", other_board, region)
    publish(third, region, edition, FIRM)
    return third


def test_queries_do_not_grow_with_the_schools(client, third, django_assert_max_num_queries):
    PupilCount.objects.create(site=third, year=2025, pupils=100)
    page_of(client, "99AB00")
    for codes in (["99AB00"], ["99AB00", "99CD00", "99ZA01"]):
        with django_assert_max_num_queries(4):
            page_of(client, *codes, naam="school")


def test_it_writes_nothing_and_takes_no_post(client, two):
    before = (Version.objects.count(), SupportProfile.objects.count())
    assert client.post("/vergelijk/", {"school": "99AB00"}).status_code == 405
    assert (Version.objects.count(), SupportProfile.objects.count()) == before

"""A whole case as its people would do it: first an arrangement, and when that is not enough a placement.

Coordinator and head, two parents on their phones of whom one reads Turkish, the Loket, an expert, the
committee's secretary, two of its members of whom one is tied to the school, and the special school.
"""

from datetime import date

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from dekkend.cases.declaration.days import first_end
from dekkend.cases.models import Case, Declaration
from dekkend.cases.tests.test_committee import add_role
from dekkend.organisations.models import Role, User
from e2e.conftest import PHONE, Visitor
from e2e.test_whole_case import (
    CHILD,
    FATHER,
    MOTHER,
    assert_everyone_was_told,
    begin,
    come_in,
    fill,
    handle,
    mother_writes,
    say_yes,
    step,
    write_at_school,
)

WHY_MORE = "De hulp hielp bij het lezen. In een groep van dertig blijft het te druk voor hem."


@pytest.mark.on_both("a whole file: every act with its locks")
def test_an_arrangement_and_then_a_placement(
    enter, visitor, offering, site, coordinator, head, desk, expert, secretary, members, special, special_head
):
    school, director, loket = enter(coordinator), enter(head), enter(desk)
    mother, father = visitor(PHONE, locale="tr-TR"), visitor(PHONE)
    arranged = begin(school, site.code)
    hers = arrange(school, director, mother, father, arranged)
    handle(loket, school, arranged)
    assert_everyone_was_told(arranged, mother, hers)

    look_back(school, arranged)
    placed = go_on_with_placement(school, arranged)
    hers = ask_together(school, director, mother, father, placed)
    step(loket, placed, "accept")
    ask_experts(loket, enter(expert), placed, expert)
    step(loket, placed, "put_on_agenda")
    leads = enter(secretary)
    agenda, point = put_on_an_agenda(leads, placed)
    adviser, tied = members[:2]
    add_role(tied, Role.TEACHER, site=site)
    keeps_out(enter(tied, viewport=PHONE), agenda, placed)
    advise(enter(adviser, viewport=PHONE), point)
    hold(leads, agenda, adviser)
    decide(leads, placed, point)
    mother_reads_how_to_object(mother, hers)
    there, declaration = enter(special_head), Declaration.objects.get()
    fetch(there, declaration)
    give_free(loket, there, declaration)


def arrange(school: Visitor, director: Visitor, mother: Visitor, father: Visitor, case: Case) -> str:
    """School and parents write, the parents agree, the head sends. The address of the mother's place."""
    write_at_school(school, case)
    step(school, case, "share_with_parents")
    hers, his = come_in(mother, MOTHER["email"]), come_in(father, FATHER["email"])
    mother_writes(mother, hers)
    say_yes(mother, hers)
    say_yes(father, his)
    step(director, case, "send")
    return hers


def look_back(school: Visitor, case: Case) -> None:
    """With the parents, goal by goal."""
    school.open(f"/dossiers/{case.pk}/stap/evaluate/")
    fill(school, {"talked_on": localdate().isoformat(), "words": WHY_MORE})
    school.page.check('input[name=goal_0][value="partly"]')
    school.press()
    school.check()


def go_on_with_placement(school: Visitor, arranged: Case) -> Case:
    """A new file for the same child; what everyone wrote of themselves came along."""
    school.open(f"/dossiers/{arranged.pk}/stap/pass_on/")
    school.page.check('input[name=kind][value="placement"]')
    school.press()
    school.check()
    placed = Case.objects.get(follows=arranged)
    school.open(f"/dossiers/{placed.pk}/")
    expect(school.page.locator("main")).to_contain_text("Evde çok okuyor.")
    return placed


def ask_together(school: Visitor, director: Visitor, mother: Visitor, father: Visitor, case: Case) -> str:
    """For a declaration the parents need not agree; what they think of it goes along. Hers, as above."""
    step(school, case, "share_with_parents")
    hers, his = come_in(mother, MOTHER["email"]), come_in(father, FATHER["email"])
    for parent, place, words in (
        (mother, hers, "Sakin bir yer istiyoruz."),
        (father, his, "Ik wil dat hij dichtbij blijft."),
    ):
        parent.open(f"{place}zeg-het/")
        fill(parent, {"words": words})
        parent.press()
        parent.check()
    step(director, case, "send")
    return hers


def ask_experts(loket: Visitor, advises: Visitor, case: Case, expert: User) -> None:
    """One with an account, who advises here; of the other the Loket writes down what came on paper."""
    experts = f"/dossiers/{case.pk}/deskundigen/"
    loket.open(experts)
    choose(loket, seat="1", employer="other", involved="no")
    loket.page.select_option("select[name=profession]", "special_pedagogue")
    loket.page.select_option("select[name=expert]", str(expert.pk))
    loket.press()
    loket.check()
    choose(loket, seat="2", employer="other", involved="no")
    loket.page.select_option("select[name=profession]", "physician")
    fill(loket, {"name": "dr. J. Blauw"})
    loket.press()
    loket.check()
    advises.open(f"/dossiers/{case.pk}/advies/")
    fill(advises, {"advice": "Een kleine groep met rust past bij hem."})
    advises.page.check("input[name=is_independent]")
    advises.press()
    advises.check()
    loket.open(experts)
    loket.page.click('main a[href$="/vastleggen/"]')
    fill(loket, {"advice": "Lichamelijk is er geen bezwaar."})
    loket.press()
    loket.check()
    expect(loket.page.locator("h1")).to_have_text("Beide deskundigen gaven advies")


def choose(person: Visitor, **radios: str) -> None:
    for name, value in radios.items():
        person.page.check(f'input[name={name}][value="{value}"]')


def put_on_an_agenda(leads: Visitor, case: Case) -> tuple[str, str]:
    """The secretary plans a meeting of today and puts the file on it: where the agenda and its point are."""
    leads.open(f"/ctc/plan/{case.partnership.code}/")
    fill(leads, {"held_on": localdate().isoformat(), "starts": "09:00", "place": "Zaal 1", "quorum": "1"})
    leads.press()
    leads.check()
    leads.press(f'form[action$="/dossier/{case.pk}/"] button')
    leads.check()
    item = case.agenda_items.get()
    return f"/ctc/{item.meeting_id}/", f"/ctc/punt/{item.pk}/"


def keeps_out(tied: Visitor, agenda: str, case: Case) -> None:
    """Who works at the school has no say, and does not see whose file it is."""
    tied.open(agenda)
    expect(tied.page.get_by_text("U beslist hier niet over mee.")).to_be_visible()
    expect(tied.page.get_by_text(case.number)).to_have_count(0)


def advise(member: Visitor, point: str) -> None:
    member.open(point)
    member.page.check("input[value=for]")
    fill(member, {"reasons": "De school deed wat zij kon."})
    member.press('form[action$="/advies/"] button')
    member.check()


def hold(leads: Visitor, agenda: str, *there: User) -> None:
    """The secretary opens the meeting and notes who is there."""
    leads.open(f"{agenda}stap/open/")
    leads.press()
    for member in there:
        leads.page.check(f'input[name=members][value="{member.pk}"]')
    leads.press('form[action$="/aanwezig/"] button')
    leads.check()


def decide(leads: Visitor, case: Case, point: str) -> None:
    """Asked once more before it cannot be undone; the letters are there at once."""
    leads.open(f"{point}besluit/toekennen/")
    days = {"begins_on": localdate().isoformat(), "ends_on": first_end(localdate()).isoformat()}
    fill(leads, {"reasons": WHY_MORE} | days)
    choose(leads, school_kind="SO")
    leads.page.select_option("select[name=category]", "low")
    leads.press()
    leads.check()
    expect(leads.page.get_by_text("1 × toekennen")).to_be_visible()
    assert not Declaration.objects.exists()
    leads.press("button[name=sure]")
    leads.check()
    assert case.decisions.get().letters.count() == 3
    leads.open(f"/dossiers/{case.pk}/brieven/")


def mother_reads_how_to_object(mother: Visitor, place: str) -> None:
    mother.open(place)
    mother.press("main .button.primary")
    mother.check()
    expect(mother.page.locator("main")).to_contain_text("bezwaar")


def fetch(special: Visitor, declaration: Declaration) -> None:
    """By its number and the day of birth together; one of them wrong tells nothing."""
    special.open("/verklaringen/")
    fill(special, {"number": declaration.number, "born_on": date(2011, 1, 1).isoformat()})
    special.press()
    special.check()
    expect(special.page.locator("main")).not_to_contain_text(CHILD["last_name"])
    fill(special, {"number": declaration.number, "born_on": CHILD["born_on"]})
    special.press()
    special.check()
    expect(special.page.locator("h1")).to_contain_text(CHILD["last_name"])
    fill(special, {"enrolled_on": localdate().isoformat()})
    special.press()
    special.check()
    declaration.refresh_from_db()
    assert declaration.fetched_at


def give_free(loket: Visitor, special: Visitor, declaration: Declaration) -> None:
    """It was the wrong school: it reads the plan no more, and another can take the child in."""
    special.open(f"/dossiers/{declaration.case.pk}/plan/")
    loket.open(f"/verklaringen/{declaration.pk}/vrijgeven/")
    loket.press()
    loket.check()
    expect(loket.page.locator("main [role=alert]")).to_be_visible()
    fill(loket, {"reason": "De Brug vulde een verkeerd nummer in."})
    loket.press()
    loket.check()
    special.open(f"/dossiers/{declaration.case.pk}/plan/")
    expect(special.page.locator("main")).not_to_contain_text(CHILD["last_name"])
    declaration.refresh_from_db()
    assert declaration.fetched_by_site is None

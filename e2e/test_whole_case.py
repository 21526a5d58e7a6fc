"""A child who needs more, as its people would do it without script: from the first word to the letter.

Coordinator and head at their desks, two parents on their phones of whom one reads Turkish, the Loket. With
script, under axe and on to a placement: `test_seven_people`.
"""

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from dekkend.cases.models import Case, Reading
from dekkend.cases.tests.conftest import mails_waiting
from e2e.conftest import PHONE, Visitor

CHILD = {"first_name": "Kees", "last_name": "Bakkerman", "born_on": "2018-03-14", "group": "4"}
MOTHER = {"name": "Aylin Bakkerman", "relation": "moeder", "email": "aylin@example.org", "language": "tr"}
FATHER = {"name": "Piet Bakkerman", "relation": "vader", "email": "piet@example.org", "language": "nl"}
REASONS = "De school deed wat zij kon. Met deze hulp leert de leerkracht het zelf te doen."


def begin(school: Visitor, code: str) -> Case:
    """A new file, with both parents in it."""
    school.open(f"/dossiers/nieuw/{code}/")
    fill(school, CHILD)
    school.page.check('input[name=kind][value="expertise"]')
    school.press()
    school.check()
    for parent in (MOTHER, FATHER):
        fill(school, {name: text for name, text in parent.items() if name != "language"})
        school.page.select_option("select[name=language]", parent["language"])
        school.press('main form[aria-labelledby="erbij"] button.primary')
        school.check()
    return Case.objects.get()


def fill(person: Visitor, words: dict[str, str]) -> None:
    for name, text in words.items():
        person.page.fill(f'[name="{name}"]', text)


def step(person: Visitor, case: Case, name: str, words: dict[str, str] | None = None) -> None:
    """One act of the route, by its page."""
    person.open(f"/dossiers/{case.pk}/stap/{name}/")
    fill(person, words or {})
    person.press()
    person.check()


def newest_mail(to: str) -> str:
    """The text of the last mail to this address."""
    return next(mail["body"] for mail in reversed(mails_waiting()) if mail["to"] == to)


def come_in(parent: Visitor, email: str) -> str:
    """By the link of the mail and the code of the next; the path of the parent's place."""
    link = re.search(r"http://localhost:8000(/\S*kind/\S+)", newest_mail(email))
    assert link, newest_mail(email)
    parent.open(link[1])
    parent.press()
    parent.check()
    code = re.search(r"\d{6}", newest_mail(email))
    parent.page.fill("input[name=code]", code[0])
    parent.press()
    parent.check()
    return link[1]


def say_yes(parent: Visitor, place: str) -> None:
    parent.open(f"{place}zeg-het/")
    parent.page.check('input[name=answer][value="yes"]')
    parent.press()
    parent.check()


def test_from_the_first_word_to_the_letter(enter, visitor, offering, site, coordinator, head, desk):
    school = enter(coordinator, script=False)
    case = begin(school, site.code)
    write_at_school(school, case)
    step(school, case, "share_with_parents")
    mother, father = visitor(PHONE, script=False, locale="tr-TR"), visitor(PHONE, script=False)
    hers, his = come_in(mother, MOTHER["email"]), come_in(father, FATHER["email"])
    expect(mother.page.locator("html")).to_have_attribute("lang", "tr")
    mother_writes(mother, hers)
    say_yes(mother, hers)
    say_yes(father, his)
    director = enter(head, script=False)
    director.open(f"/dossiers/{case.pk}/")
    expect(director.page.locator("main")).to_contain_text("Evde çok okuyor.")
    step(director, case, "send")
    loket = enter(desk, script=False)
    expect(loket.page.locator("main")).to_contain_text(f"{case.number} · K.B.")
    handle(loket, school, case)
    assert_everyone_was_told(case, mother, hers)
    school.open(f"/dossiers/{case.pk}/logboek/")
    expect(school.page.locator("main")).to_contain_text("Sevim Demir")
    assert {"Femke Aalders", "Marit de Wit", "Sevim Demir", "ouder 1", "ouder 2"} <= set(
        Reading.objects.values_list("reader_name", flat=True)
    )


def write_at_school(school: Visitor, case: Case) -> None:
    """Some of the growth file and of the request; what stays inside the school stays there."""
    school.open(f"/dossiers/{case.pk}/groeidocument/pupil/")
    fill(school, {"pupil.strengths": "Hij telt graag.", "pupil.hard": "Lezen kost hem veel moeite."})
    school.press()
    school.check()
    school.open(f"/dossiers/{case.pk}/groeidocument/talk/")
    fill(school, {"talk.notes": "De groep is druk. Wij spreken dat eerst zelf door."})
    school.press()
    school.open(f"/dossiers/{case.pk}/aanvraag/request/")
    fill(school, {"request.support": "Een leesspecialist, twee keer per week."})
    school.press()
    school.check()


def mother_writes(mother: Visitor, place: str) -> None:
    mother.open(f"{place}schrijven/groeidocument/parents/")
    fill(mother, {"parents.good": "Evde çok okuyor."})
    mother.press()
    mother.check()
    mother.open(f"{place}dossier/")
    expect(mother.page.locator("main")).to_contain_text("Hij telt graag.")
    expect(mother.page.locator("main")).not_to_contain_text("De groep is druk")


def handle(loket: Visitor, school: Visitor, case: Case) -> None:
    """The Loket asks something, the school answers, and the help is awarded."""
    loket.open(f"/dossiers/{case.pk}/")
    expect(loket.page.locator("main")).not_to_contain_text("De groep is druk")
    until = localdate() + timedelta(days=14)
    step(loket, case, "ask_school", {"reason": "Is er een verslag?", "answer_by": until.isoformat()})
    school.open(f"/dossiers/{case.pk}/")
    expect(school.page.locator("main")).to_contain_text("Is er een verslag?")
    step(school, case, "answer_desk", {"reason": "Nee, dat komt nog."})
    step(loket, case, "accept")
    ends_on = localdate() + timedelta(days=180)
    days = {"begins_on": localdate().isoformat(), "ends_on": ends_on.isoformat()}
    step(loket, case, "award_by_desk", {"reasons": REASONS} | days)
    case.refresh_from_db()
    assert case.state == Case.State.IN_FORCE


def assert_everyone_was_told(case: Case, mother: Visitor, hers: str) -> None:
    """Mails without a name; the mother reads the letter on her page."""
    mother.open(hers)
    mother.press("main .button.primary")
    mother.check()
    expect(mother.page.locator("main")).to_contain_text("Met deze hulp leert de leerkracht")
    for mail in mails_waiting():
        assert not re.search("Kees|Bakkerman|Aylin|Piet", mail["subject"] + mail["body"]), mail

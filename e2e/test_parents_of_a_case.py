"""Two parents in their child's file: a mother on a phone in Turkish, a father in Dutch without script."""

import os
import re
from datetime import date

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.cases import actions
from dekkend.cases.child import Child
from dekkend.cases.models import Case, Consent
from dekkend.cases.tests.conftest import FATHER, MOTHER, adopted, mails_waiting
from e2e.conftest import DESK, PHONE

CHILD = Child("Kees", "Bakkerman", date(2018, 3, 14), "4")
GOOD = "Evde kitap okumayı çok seviyor."
BUSY = "Ik hoop dat het niet te druk wordt."


@pytest.fixture
def case(site, region, coordinator) -> Case:
    """The coordinator wrote what the school sees, and shared it with both parents."""
    adopted(region)
    region.support_point_name, region.support_point_phone = "Steunpunt Rietland", "0000 11 22 33"
    region.save()
    case = actions.open_case(
        site=site, partnership=region, kind="expertise", child=CHILD, actor=coordinator, at=now()
    )
    for who in (MOTHER, FATHER):
        actions.add_party(case_id=case.pk, who=who, actor=coordinator, at=now())
    school = {
        "growth": {"pupil.strengths": "Kees bouwt graag, en legt goed uit wat hij maakte."},
        "request": {"request.support": "Een leesbegeleider, twee keer per week in de klas."},
    }
    for form, said in school.items():
        values = {key: (text, 0) for key, text in said.items()}
        actions.write_as_school(case_id=case.pk, form=form, values=values, actor=coordinator, at=now())
    actions.share_with_parents(case_id=case.pk, actor=coordinator, at=now())
    return case


def mail_to(who) -> str:
    """The text of the last mail to a parent."""
    return next(mail["body"] for mail in reversed(mails_waiting()) if mail["to"] == who.email)


def come_in(parent, who) -> None:
    parent.open(re.search(r"//[^/]+(/\S+)", mail_to(who))[1])
    parent.press()
    parent.check()
    parent.page.fill("[name=code]", "000000")
    parent.press()
    parent.check()
    expect(parent.page.locator("[name=code]")).to_have_attribute("aria-invalid", "true")
    parent.page.fill("[name=code]", re.search(r"\d{6}", mail_to(who))[0])
    parent.press()
    parent.check()


def look(parent, name: str) -> None:
    """For who works on these pages: LOOK=<folder> keeps a picture at both widths."""
    if folder := os.environ.get("LOOK"):
        for size in (PHONE, DESK):
            parent.page.set_viewport_size(size)
            parent.page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def heading(parent):
    return expect(parent.page.get_by_role("heading", level=1))


def test_a_mother_in_turkish_and_a_father_in_dutch(visitor, case, coordinator):
    mother, father = visitor(PHONE), visitor(script=False)
    come_in(mother, MOTHER)
    heading(mother).to_have_text("Okul evet deyip demediğinizi soruyor")
    writes(mother)
    says_yes(mother)
    come_in(father, FATHER)
    heading(father).to_have_text("De school vraagt of u ja zegt")
    reads(father)
    refuses_and_thinks_again(father)
    assert set(Consent.objects.values_list("party__number", "answer")) == {(1, "yes"), (2, "no"), (2, "yes")}
    actions.send_case(case_id=case.pk, actor=coordinator, at=now())
    takes_it_back(mother)
    case.refresh_from_db()
    assert case.state == Case.State.WITH_PARENTS


def writes(mother) -> None:
    """Her own part, and with Kees what he tells: a question opens when it is needed."""
    page = mother.page
    page.click("main a.button:not(.primary):not(.plain)")
    mother.check()
    page.fill("[name='parents.good']", GOOD)
    mother.press()
    mother.check()
    heading(mother).to_have_text("Senin anlattıkların")
    page.check("input[name='child.way'][value=words]")
    mother.press()
    mother.check()
    page.fill("[name='child.good']", "Inşa etmek!")
    mother.press()
    mother.check()


def says_yes(mother) -> None:
    """All of it stands there first; without an answer it says what is missing."""
    page = mother.page
    page.locator("header nav a").first.click()
    page.click("main a.primary")
    mother.check()
    mother.press()
    mother.check()
    expect(page.locator("[role=alert]")).to_contain_text("Evet veya hayır seçin.")
    page.check("input[name=answer][value=yes]")
    mother.press()
    mother.check()
    heading(mother).to_have_text("Yanıt verdiniz")
    expect(page.locator("main")).to_contain_text("Sıra diğer velide.")


def reads(father) -> None:
    """What she wrote is not his to change, but his to read; and who looked."""
    page = father.page
    page.click("text=Dossier")
    father.check()
    for words in (GOOD, "Inşa etmek!"):  # hers, and what the child told her
        expect(page.locator("main [lang=tr]", has_text=words)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Een leesbegeleider, twee keer per week in de klas.")
    page.click("text=Wie keek")
    father.check()
    expect(page.locator("tbody")).to_contain_text("de andere ouder")


def refuses_and_thinks_again(father) -> None:
    page = father.page
    page.click("header nav a >> nth=0")
    page.click("text=Lees en geef antwoord")
    page.check("input[name=answer][value=no]")
    page.fill("[name=words]", BUSY)
    father.press()
    father.check()
    expect(page.locator("main")).to_contain_text("U zei nee.")
    page.click("text=Verander uw antwoord")
    father.check()
    expect(page.locator("[name=words]")).to_have_value(BUSY)
    page.check("input[name=answer][value=yes]")
    father.press()
    father.check()


def takes_it_back(mother) -> None:
    """First the consequence, then one button."""
    page = mother.page
    page.reload()
    mother.check()
    heading(mother).to_have_text("Destek masası (Loket) her şeyin tamam olup olmadığına bakıyor")
    page.click("text=Evetinizi geri alın")
    mother.check()
    mother.press()
    mother.check()
    expect(page.locator("main")).to_contain_text("Evetinizi geri aldınız.")


PAGES = [
    "", "dossier/", "schrijven/groeidocument/parents/", "schrijven/groeidocument/child/", "zeg-het/",
    "wat-er-gebeurde/", "wie-keek/",
]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_every_page_is_clean_in_every_direction(visitor, case, language):
    party = case.parties.first()
    party.language = language
    party.save()
    parent = visitor()
    who, prefix = MOTHER, "" if language == "nl" else f"/{language}"
    token = re.search(r"/kind/([^/\s]+)/", mail_to(who))[1]
    parent.open(f"{prefix}/kind/{token}/")
    look(parent, f"{language}-door")
    parent.press()
    look(parent, f"{language}-code")
    parent.page.fill("[name=code]", re.search(r"\d{6}", mail_to(who))[0])
    parent.press()
    for path in PAGES:
        parent.open(f"{prefix}/kind/{token}/{path}")
        look(parent, f"{language}-{path.strip('/').replace('/', '-') or 'start'}")
    parent.open(f"{prefix}/kind/een-andere/")
    look(parent, f"{language}-closed")

"""Two people of one school and a remark: written beside a typed answer, answered, settled."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD
from dekkend.profiles.actions import start_working_copy
from dekkend.profiles.models import Answer, Comment, Version
from e2e.conftest import PHONE
from e2e.filling import SENTENCE

REMARK = "Noem je ook de training voor groep 7?"


@pytest.fixture
def version(transactional_db, regime, region, site, head) -> Version:
    return start_working_copy(site=site, partnership=region, actor=head, at=now())


def signed_in(visitor, person, *arguments, **options):
    someone = visitor(*arguments, **options)
    someone.sign_in(person.email, PASSWORD)
    return someone


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_remark_is_written_answered_and_settled(visitor, version, head, coordinator, script):
    writer = signed_in(visitor, coordinator, script=script)
    page = writer.page
    page.goto(f"{writer.address}/werk/profiel/{version.pk}/hoofdstuk/school/")
    page.fill("textarea[name=mission]", SENTENCE)
    page.get_by_role("button", name="Schrijf een opmerking bij: Waar staat onze school voor?").click()
    page.wait_for_url("**/opmerkingen/**")
    assert Answer.objects.get(version=version, key="mission").value == SENTENCE
    writer.check()
    page.get_by_role("button", name="Plaats de opmerking").click()
    writer.check()
    page.fill("textarea[name=text]", REMARK)
    page.get_by_role("button", name="Plaats de opmerking").click()
    expect(page.locator(".comment")).to_contain_text(REMARK)
    writer.check()

    reader = signed_in(visitor, head, PHONE, script=script)
    page = reader.page
    page.goto(f"{reader.address}/werk/profiel/{version.pk}/hoofdstuk/school/")
    expect(page.locator(".comment")).to_contain_text(REMARK)
    reader.check()
    page.get_by_role("button", name="Antwoord of handel af bij: Waar staat onze school voor?").click()
    page.get_by_role("link", name="Antwoord op Femke Aalders").click()
    page.fill("textarea[name=text]", "Ja, die begint in januari.")
    page.get_by_role("button", name="Plaats het antwoord").click()
    expect(page.locator(".comment")).to_have_count(2)
    page.get_by_role("button", name="Afgehandeld is de opmerking van Femke Aalders").click()
    page.locator("summary", has_text="1 afgehandelde opmerking").click()
    reader.check()
    assert Comment.objects.get(answers=None).settled_by_name == head.name

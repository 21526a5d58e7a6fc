"""A team says what it thinks: five phones, a head teacher who chooses, by keyboard, and without script."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import expect

from dekkend.conftest import PASSWORD, make_person, make_regime
from dekkend.organisations.models import Role
from dekkend.profiles import actions
from dekkend.profiles.models import Answer, TeamAnswer, TeamRound, Version
from dekkend.questionnaires.loader import load_edition
from e2e.conftest import PHONE

IMPLEMENTED, DEVELOPING = "succesvol geïmplementeerd", "in ontwikkeling"
EXAMPLE = "Elke maandag vraag ik wat een kind deze week nodig heeft."


@pytest.fixture
def version(region, site, head, coordinator, teacher) -> Version:
    """A working copy in the whole regional form, at a school with six people in its team."""
    for name in ("Anna Kok", "Bram Kuiper", "Cem Aydin"):
        make_person(name, Role.TEACHER, site=site)
    make_regime(region, load_edition(settings.DEFINITIONS / "passenderwijs" / "2021.toml"))
    return actions.start_working_copy(site=site, partnership=region, actor=head, at=timezone.now())


@pytest.fixture
def links(monkeypatch) -> list[str]:
    """The links that went out by mail, in their order."""
    found: list[str] = []
    real = actions.teamround.new_token

    def new_token() -> str:
        token = real()
        found.append(f"/werk/mening/{token}/")
        return token

    monkeypatch.setattr(actions.teamround, "new_token", new_token)
    return found


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request):
    return request.param


def test_five_phones_and_a_choice(visitor, script, version, head, links):
    director = visitor(script=script)
    director.sign_in(head.email, PASSWORD)
    director.open(f"/werk/profiel/{version.pk}/hoofdstuk/teacher_level/")
    director.page.click("text=Vraag uw team >> nth=-1")
    ask_the_team(director)
    assert len(links) == 7
    for number, link in enumerate(links[:5]):
        give_opinion(visitor(PHONE, script=script, axe=number == 0), link, number)
    close_the_round(director)
    read_examples(director)
    choose(director, version)


def ask_the_team(director):
    """First with a slip in the list, which is told at its line; then as it should be."""
    director.check()
    director.page.fill("[name=addresses]", "els@school.example\njan(at)school.example")
    director.press()
    director.check()
    expect(director.page.locator("main")).to_contain_text(
        "Regel 2: “jan(at)school.example” is geen e-mailadres."
    )
    director.page.fill("[name=addresses]", "Els Kramer <els@school.example>")
    director.page.fill("[name=until]", (localdate() + timedelta(days=10)).isoformat())
    director.press()
    director.check()
    expect(director.page.locator("main")).to_contain_text("Er zijn nu minder dan vijf antwoorden.")


def give_opinion(colleague, link, number):
    """Nothing chosen is told; then seven choices, an example, and a link that has done its work."""
    colleague.open(link)
    page = colleague.page
    if number == 0:
        page.click("main button.primary")
        colleague.check()
        expect(page.locator("main")).to_contain_text("Kies bij ten minste één vraag een antwoord.")
        page.locator("summary").first.click()
        page.locator("textarea").first.fill(EXAMPLE)
    for place in range(7):
        choice = IMPLEMENTED if number < 3 or place > 3 else DEVELOPING
        page.locator("fieldset").nth(place).get_by_text(choice).click()
    colleague.check()
    page.click("main button.primary")
    colleague.check()
    expect(page.get_by_role("heading", level=1)).to_have_text("U deed mee")


def close_the_round(director):
    director.page.reload()
    expect(director.page.locator("main")).to_contain_text("5 van de 7 collega’s deden al mee.")
    assert IMPLEMENTED not in director.page.content()
    director.page.click("text=Sluit de ronde nu")
    director.check()
    director.press()
    director.check()


def read_examples(director):
    main = director.page.locator("main")
    expect(main).to_contain_text("5 van de 7 collega’s gaven hun mening")
    expect(main).to_contain_text(EXAMPLE)
    first = director.page.locator("tbody tr").first
    expect(first).to_contain_text(f"3 {IMPLEMENTED}")
    expect(first).to_contain_text(f"2 {DEVELOPING}")


def choose(director, version):
    """From the spread to the question, where the spread stands beside the own choice."""
    director.page.locator("tbody tr").first.get_by_role("link").click()
    director.check()
    question = director.page.locator("#vraag-hgw-1_needs")
    expect(question).to_contain_text("Het team (5)")
    question.get_by_label(DEVELOPING).check()
    director.press()
    director.check()
    assert Answer.objects.get(version=version, key="hgw.1_needs").value == "developing"


def open_round(version, head):
    until = localdate() + timedelta(days=5)
    return actions.open_team_round(
        version_id=version.pk, actor=head, until=until, addresses=[], at=timezone.now()
    )


def test_a_round_closes_while_someone_answers(visitor, version, head, links):
    opened = open_round(version, head)
    colleague = visitor(PHONE)
    colleague.open(links[0])
    colleague.page.locator("summary").first.click()
    colleague.page.locator("textarea").first.fill(EXAMPLE)
    colleague.page.locator("fieldset").first.get_by_text(DEVELOPING).click()
    actions.close_team_round(version_id=version.pk, actor=head, at=timezone.now())
    colleague.press()
    colleague.check()
    expect(colleague.page.get_by_role("heading", level=1)).to_have_text("De ronde is voorbij")
    expect(colleague.page.locator("main")).to_contain_text(EXAMPLE)
    assert not TeamAnswer.objects.exists()
    assert TeamRound.objects.get(pk=opened.round.pk).took_part == 0


def test_by_keyboard_alone(visitor, version, head, links):
    """Tab to each question, the arrows to choose, space on the fold, Enter to send."""
    open_round(version, head)
    colleague = visitor()
    colleague.open(links[0])
    expect(colleague.page.locator("main")).to_contain_text("Het zijn 7 vragen. Dat kost ongeveer 3 minuten.")
    keys = colleague.page.keyboard
    for _ in range(60):
        keys.press("Tab")
        kind = colleague.page.evaluate("document.activeElement.type || document.activeElement.tagName")
        if kind == "radio":
            keys.press("ArrowDown")
        elif kind == "submit":
            keys.press("Enter")
            break
    expect(colleague.page.get_by_role("heading", level=1)).to_have_text("U deed mee")
    assert list(TeamAnswer.objects.values_list("value", flat=True)) == ["implemented"] * 7

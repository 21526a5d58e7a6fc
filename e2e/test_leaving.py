"""Who leaves a page with unsent text is asked first, and a text about a child stays on no device."""

from playwright.sync_api import expect

from dekkend.cases.models import Entry

TYPED = "Kees bouwt graag."


def test_asked_before_leaving_and_not_after_sending(enter, case, coordinator):
    page, asked = enter(coordinator).page, []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"{page.url.partition('/dossiers/')[0]}/dossiers/{case.pk}/groeidocument/pupil/")
    field = page.locator("[name='pupil.strengths']")
    field.press_sequentially(TYPED)
    for _ in range(2):
        page.click("header nav a >> nth=0")
        expect(field).to_have_value(TYPED)
    assert asked == ["beforeunload"] * 2
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.click("main button.primary")
    expect(page.get_by_text("Uw antwoorden zijn bewaard.")).to_be_visible()
    page.click("header nav a >> nth=0")
    expect(page.locator("h1")).to_be_visible()
    assert (len(asked), Entry.objects.count()) == (2, 1)

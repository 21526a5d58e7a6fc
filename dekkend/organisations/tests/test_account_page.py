"""One's own account."""

from datetime import timedelta

from django.utils.timezone import localdate

from dekkend.organisations.models import Membership


def test_the_page_shows_roles_and_where_you_are_signed_in(client_for, head):
    until = localdate() + timedelta(days=30)
    Membership.objects.filter(user=head).update(ends_on=until)
    page = client_for(head).get("/account/").content.decode()
    assert "Directeur bij" in page
    assert f"tot en met {until.day} " in page
    assert "<strong>(hier)</strong>" in page


def test_a_role_that_ended_is_gone(client_for, head):
    Membership.objects.filter(user=head).update(ends_on=localdate() - timedelta(days=1))
    assert "U hebt nu geen rol." in client_for(head).get("/account/").content.decode()


def test_changing_the_name(client_for, head):
    assert client_for(head).post("/account/", {"name": "Marit Wit"})["Location"] == "/account/"
    head.refresh_from_db()
    assert head.name == "Marit Wit"


def test_an_empty_name_changes_nothing(client_for, head):
    page = client_for(head).post("/account/", {"name": " "})
    assert page.status_code == 200
    head.refresh_from_db()
    assert head.name == "Marit de Wit"

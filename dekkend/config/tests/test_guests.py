"""The cookie of a guest opens that guest's own link, and nothing else of all there is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dekkend.config.tests.access import SEE, TABLE
from dekkend.config.tests.asking import address, ask, outcome
from dekkend.config.tests.world import Persona, make_guest, make_version, with_version
from dekkend.core.door import cookie
from dekkend.core.tokens import hash_of
from dekkend.profiles.guests.door import DOOR
from dekkend.profiles.models import Guest

OWN = "de-link-van-deze-gast"


def with_cookie_of(guest: Guest) -> Persona:
    """A browser that sends the guest's cookie everywhere, as no browser would."""
    response, client = HttpResponse(), Client()
    cookie.let_in(response, DOOR, guest, OWN)
    client.cookies = response.cookies
    return Persona("anonymous", str(AnonymousUser()), client)


@pytest.mark.parametrize("state", ["working", "with_mr", "with_board", "established", "published"])
def test_a_guests_token_and_cookie_open_no_other_address(world, state):
    """Everywhere they find what the table says of who is not signed in, and has no cookie."""
    things = world.things | with_version(world.things, world.site, world.region, state)
    Guest.objects.filter(pk=things["guest"]).update(token_hash=hash_of(OWN))
    guest = with_cookie_of(Guest.objects.get(pk=things["guest"]))
    expected, found = {}, {}
    for row in (row for row in TABLE if row.state in ("", state)):
        path, name = address(row, things | {"of": row.of}), (row.name, row.method, row.of)
        expected[name] = row.outcomes()["anonymous"]
        found[name] = outcome(ask(guest, row, path), row, path)
    assert found == expected


def test_it_does_open_its_own(world):
    things = world.things
    version = make_version(world.site, world.region, things["regime"], "working")
    guest = Guest.objects.get(pk=make_guest(version.pk, things["regime"].edition, hash_of(OWN)))
    path = reverse("guest-chapter", args=[OWN])
    with transaction.atomic():
        answer = with_cookie_of(guest).client.get(path)
    assert (answer.status_code, SEE) == (200, "ziet")
    assert "data-autosave" in answer.content.decode()
    assert "data-autosave" not in Client().get(path).content.decode()


def test_nor_does_its_token_in_the_place_of_another(world):
    """The link of an invitation, a team round or a calendar is not the link of a guest."""
    things = world.things
    version = make_version(world.site, world.region, things["regime"], "working")
    make_guest(version.pk, things["regime"].edition, hash_of(OWN))
    others = ("invitation", "calendar", "team-opinion")
    assert {name: Client().get(reverse(name, args=[OWN])).status_code for name in others} == dict.fromkeys(
        others, 404
    )

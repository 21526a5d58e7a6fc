"""The faces of partnerships in the demo: chosen by their own staff, as on the page where staff do that."""

from datetime import time, timedelta
from typing import Any

from dekkend.demo.region import DATA, address_of, read_region
from dekkend.demo.route import Calendar, moment
from dekkend.organisations.models import Partnership, User
from dekkend.website.face.actions import OF_PARTNERSHIP, save_face, set_logo
from dekkend.website.face.colours import completed
from dekkend.website.face.forms import COLOUR_FIELDS
from dekkend.website.face.logo import read_logo

CHOSEN_DAYS_AGO = 45


def make_faces(calendar: Calendar) -> None:
    """What the region's file says, of each partnership that has a face in it."""
    at = moment(calendar.today - timedelta(days=CHOSEN_DAYS_AGO), time(14, 20))
    for words in read_region()["partnerships"]:
        if "face" in words:
            _choose(words, at)


def _choose(words: dict[str, Any], at) -> None:
    partnership = Partnership.objects.get(code=words["code"])
    who = {"actor": User.objects.get(email=address_of(words["staff"][0])), "at": at}
    facts = dict(words["face"])
    logo = read_logo(DATA / facts.pop("logo"))
    facts |= completed({name: facts.get(name, "") for name in COLOUR_FIELDS})
    facts |= {name: words[name] for name in OF_PARTNERSHIP}
    save_face(partnership=partnership, facts=facts, revision=0, **who)
    set_logo(partnership=partnership, picture=logo, **who)

"""The schools of the list as HTML, each with the reason why it is there.

Written here and not in a template: twenty rows in a template take longer than finding them in all of the
country. Whatever a school or the register wrote goes through `escape`.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape

from django.template.defaultfilters import capfirst
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from dekkend.core.languages import by_language, current
from dekkend.core.templatetags.dekkend import day, icon
from dekkend.organisations.concepts import Concept, concept_in_words
from dekkend.organisations.denominations import denomination_in_words
from dekkend.website.search.asked import address
from dekkend.website.search.columns import WAYS, Profile, School
from dekkend.website.search.engine import Hit
from dekkend.website.search.finding import Finding
from dekkend.website.search.indexing import Shown
from dekkend.website.terrain.plane import in_kilometres

MOST_SENTENCES = 2
NEAR = 10  # kilometres; up to here a tenth says something
RIGHT_TO_LEFT = "\u200f"  # after a Dutch name, for else the number behind it would stand before it


class Rows:
    """Writes rows in the language of the page; what all of them have in common is looked up once."""

    def __init__(self, finding: Finding, compare: bool):
        self.finding, self.compare = finding, compare
        self.several = len(finding.needs) > 1
        self.address, self.language = address(), current().code
        self.theirs = "" if current().is_dutch else ' lang="nl" dir="ltr"'
        self.place = gettext("%(kind)s in %(city)s")
        self.between = " · " if current().direction == "ltr" else RIGHT_TO_LEFT + " · "
        self.kinds = kinds()
        self.met = {way: (colour, str(icon(name)), text) for way, colour, name, text in ways()}
        self.unread = (
            f'<p class="small soft">{escape(gettext("Deze school heeft nog geen profiel hier."))}</p>'
        )
        self.ticked = escape(gettext("Vergelijk"))

    def of(self, hits: Iterable[Hit], first: int) -> list[SafeString]:
        return [mark_safe(self.row(number, hit)) for number, hit in enumerate(hits, first)]  # noqa: S308 see above

    def row(self, number: int, hit: Hit) -> str:
        school = self.finding.columns.schools[hit.place]
        profile = self.finding.columns.profiles.get(school.pk)
        about = "".join([self.heading(school, number, hit.km), self.facts(school)])
        told = "".join(self.reasons(school, profile)) if profile else self.unread
        more = "" if profile else " unread"
        return f'<li id="school-{school.code}" class="result stack-s{more}">{about}{told}</li>\n'

    def heading(self, school: School, number: int, km: float | None) -> str:
        name = f'<h3><a href="{self.address}{school.code}/">{escape(school.name)}</a></h3>'
        pin = f'<span class="pin-no" aria-hidden="true">{number}</span> ' if school.point else ""
        far = "" if km is None else f' <span class="km">{distance(km)}</span>'
        return f'<div class="row">{pin}{name}{far}</div>'

    def facts(self, school: School) -> str:
        where = self.place % {"kind": self.kinds[school.kind_label], "city": school.city}
        more = _size_and_manner(self.language, school.pupils, school.denomination, school.concept)
        return f'<p class="small soft">{escape(self.between.join(filter(None, (where, *more))))}</p>'

    def reasons(self, school: School, profile: Profile) -> Iterator[str]:
        if met := "".join(self.chips(profile)):
            yield f"<p>{met}</p>"
        for shown in self.finding.shown.get(school.pk, ())[:MOST_SENTENCES]:
            yield f"<p{self.theirs}>{marked(shown)}</p>"
        if profile.expired:
            text = gettext("Deze tekst gold tot %(day)s. De school werkt aan een nieuwe.")
            yield f'<p class="small soft">{escape(text % {"day": day(profile.valid_until)})}</p>'
        if self.compare:
            yield self.tick(school)

    def chips(self, profile: Profile) -> Iterator[str]:
        """How the school meets each need; which need, where several were asked for."""
        for need in self.finding.needs:
            said = profile.ways.get(need, ())
            for colour, drawing, text in (self.met[way] for way in WAYS if way in said):
                label = f"{capfirst(self.finding.labels[need])}: {text.lower()}" if self.several else text
                yield f'<span class="need {colour}">{drawing} {escape(label)}</span>'

    def tick(self, school: School) -> str:
        box = f'<input type="checkbox" name="school" value="{school.code}">'
        words = f'{self.ticked} <span class="sr">{escape(school.name)}</span>'
        return f'<label class="pick short no-print">{box} <span>{words}</span></label>'


@by_language
def ways() -> list[tuple[str, str, str, str]]:
    """(way, its colour, its drawing, what it is called)."""
    return [
        ("basic", "n-basic", "basic", gettext("Doet de school standaard")),
        ("own", "n-own", "own", gettext("Doet de school extra")),
        ("arrangement", "n-arr", "arr", gettext("Met extra hulp van de regio")),
        ("refer", "n-refer", "refer", gettext("Hier helpt een andere school")),
    ]


@by_language
def kinds() -> dict[str, str]:
    """The kinds of school in the language of the page, by their name in the register."""
    return {
        "basisschool": gettext("Basisschool"),
        "school voor speciaal basisonderwijs": gettext("School voor speciaal basisonderwijs"),
        "school voor speciaal onderwijs": gettext("School voor speciaal onderwijs"),
        "school voor voortgezet speciaal onderwijs": gettext("School voor voortgezet speciaal onderwijs"),
        "school voor (voortgezet) speciaal onderwijs": gettext("School voor (voortgezet) speciaal onderwijs"),
    }


@lru_cache(4096)
def _size_and_manner(language: str, pupils: int | None, denomination: str, concept: str) -> tuple[str, ...]:
    """In the language that texts are translated into now, which is `language`."""
    manner = "" if concept == Concept.REGULAR else concept_in_words(concept)
    return counted(pupils), denomination_in_words(denomination), manner


def counted(pupils: int | None) -> str:
    """ "212 kinderen"; nothing when nobody counted them, or when they are too few to tell."""
    if pupils is None:
        return ""
    return ngettext("%(number)s kind", "%(number)s kinderen", pupils) % {"number": pupils}


def distance(km: float) -> str:
    """ "0,8 km", "14 km" """
    return (
        _distance(get_language(), round(km, 1), 1) if km < NEAR else _distance(get_language(), round(km), 0)
    )


@lru_cache(1024)
def _distance(language: str, km: float, decimals: int) -> str:
    """In the language that texts are translated into now, which is `language`."""
    return in_kilometres(number_format(km, decimals))


def marked(shown: Shown) -> str:
    """The sentence with the words that told marked."""
    parts, end = [], 0
    for begin, stop in shown.marks:
        parts += [escape(shown.text[end:begin]), f"<mark>{escape(shown.text[begin:stop])}</mark>"]
        end = stop
    return "".join([*parts, escape(shown.text[end:])])

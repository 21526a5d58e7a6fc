"""The questions that /open-data/ shows: about a school and a region that are there. A test asks them all."""

from collections.abc import Iterator
from dataclasses import dataclass

from dekkend.website.api.queries import current_profiles
from dekkend.website.api.shapes import whole

MADE_UP = ("99AB00", "PO9901")


@dataclass(frozen=True)
class Example:
    """What someone wants to know, and the address that tells it; `header` is sent along."""

    wish: str
    address: str
    header: str = ""

    @property
    def command(self) -> str:
        header = f"-H '{self.header}' " if self.header else ""
        return f"curl {header}'{self.address}'"


def subject() -> tuple[str, str]:
    """(school, partnership) that something can be read of; made up where nothing is published yet."""
    version = current_profiles(None).prefetch_related(None).defer("snapshot").first()
    return (version.profile.site.code, version.profile.partnership.code) if version else MADE_UP


def examples(code: str, region: str) -> Iterator[Example]:
    """In the order in which someone finds their way."""
    yield Example("Welke samenwerkingsverbanden doen mee?", whole("api-partnerships"))
    yield Example("Welke scholen zijn er in een regio?", whole("api-schools", partnership=region))
    with_profile = whole("api-schools", kind="BO", has_profile="true", page_size=10)
    yield Example("Welke basisscholen hebben een profiel? Tien op een bladzijde.", with_profile)
    yield Example("Wat weet u van één school?", whole("api-school", code))
    yield Example("Wat staat er nu in haar profiel?", whole("api-profile", code, "current"))
    yield Example("Welke eerdere versies zijn er?", whole("api-school-profiles", code))
    yield Example(
        "Wat betekenen de sleutels van behoeften, en hoe heten ze in het Turks?", whole("api-needs")
    )
    yield Example(
        "Welke scholen helpen een kind dat moeilijk leest?",
        whole("api-search", text="mijn kind leest moeilijk"),
    )
    standing = whole("api-search", text="mijn kind leest moeilijk", way="basic", kind="BO")
    yield Example("Welke basisscholen doen dat standaard?", standing)
    yield Example("Welke scholen geven les als daltonschool?", whole("api-schools", concept="dalton"))
    yield Example(
        "Is er iets veranderd sinds de vorige keer?",
        whole("api-school", code),
        'If-None-Match: "de ETag van de vorige keer"',
    )


def files(region: str) -> Iterator[Example]:
    """Everything at once, of a region or of the country."""
    yield Example(
        "Alle scholen van een regio, voor een rekenblad", whole("api-dump-schools-csv", partnership=region)
    )
    yield Example("Alle scholen", whole("api-dump-schools-json"))
    profiles = whole("api-dump-profiles-csv", partnership=region)
    yield Example("Alle antwoorden van een regio, voor een rekenblad: een rij per vraag", profiles)
    yield Example("Alle profielen", whole("api-dump-profiles-json"))


def feeds(code: str, region: str) -> Iterator[Example]:
    yield Example("Van een school", whole("site-feed", code))
    yield Example("Van een regio", whole("region-feed", region))

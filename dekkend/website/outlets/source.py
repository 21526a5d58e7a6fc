"""From which version an outlet came. A copy grows old, so it says where the text of today stands."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from dekkend.profiles.documents import contents_of
from dekkend.profiles.models import Version
from dekkend.profiles.phrases import day


@dataclass(frozen=True)
class Source:
    """The facts that every outlet carries, and how it writes them."""

    school: str
    form: str
    number: int
    established_on: date
    valid_until: date
    has_expired: bool
    address: str

    @property
    def brief(self) -> str:
        """In the reader's language."""
        words = gettext("Vastgesteld op %(day)s, versie %(number)s, geldt tot en met %(until)s.")
        if self.has_expired:
            words = gettext("Vastgesteld op %(day)s, versie %(number)s, gold tot en met %(until)s.")
        facts = {"day": day(self.established_on), "number": self.number, "until": day(self.valid_until)}
        return words % facts

    @property
    def warning(self) -> str:
        """What comes before everything else once the text no longer holds."""
        words = gettext("Deze tekst gold tot en met %(day)s. De school werkt aan een nieuwe.")
        return words % {"day": day(self.valid_until)} if self.has_expired else ""

    @property
    def lines(self) -> tuple[str, ...]:
        return (
            f"Uit: {self.form} van {self.school}. {self.brief}",
            f"De hele tekst van nu, met alle hoofdstukken, staat op {self.address}",
        )


def source_of(version: Version) -> Source:
    """Raises TypeError for a version that was never established; no such version is read here."""
    if version.established_on is None or version.valid_until is None:
        raise TypeError("Only an established version has a source.")
    return Source(
        school=contents_of(version)[1]["site.name"],
        form=version.edition.title.lower(),
        number=version.number,
        established_on=version.established_on,
        valid_until=version.valid_until,
        has_expired=version.state == Version.State.EXPIRED,
        address=settings.SITE_URL + reverse("published", args=[version.profile.site.code]),
    )

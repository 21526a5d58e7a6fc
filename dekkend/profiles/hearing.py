"""Who must be heard about a version, what they said, and until when they can. Uses what was prefetched."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from dekkend.profiles.models import Body, Consultation, Demand, PupilsOpinion, Regime, Right, Saying, Version
from dekkend.profiles.rules import may_record
from dekkend.workflow.terms import add_weeks

SPEAKING = (Version.State.WITH_MR, Version.State.HEARD)
MANY = (Body.PARENTS, Body.PUPILS)
ASKED: dict[str, tuple[str, str]] = {
    Right.ADVICE: ("geeft advies", "geven advies"),
    Right.CONSENT: ("zegt ja of nee (instemming)", "zeggen ja of nee (instemming)"),
    Right.OPINION: ("zegt wat hij vindt", "zeggen wat zij vinden"),
}
TO_RECORD: dict[str, str] = {Right.ADVICE: "het advies", Right.CONSENT: "de instemming"}


@dataclass(frozen=True)
class Voice[Said: Saying]:
    """One say of the MR or a section of it, and what stands of it for the text as it is now."""

    demand: Demand
    said: Said | None
    due_on: date | None

    @property
    def slug(self) -> str:
        return self.demand.slug

    @property
    def was_heard(self) -> bool:
        """It spoke, or its term lapsed."""
        return self.said is not None

    @property
    def has_spoken(self) -> bool:
        return self.said is not None and not self.said.is_lapsed

    @property
    def asked(self) -> str:
        return asked(self.demand)

    @property
    def to_do(self) -> str:
        """Leg het advies van de MR vast."""
        return f"Leg {TO_RECORD[self.demand.right]} van {self.demand.get_body_display()} vast"

    @property
    def name(self) -> str:
        """advies van de MR."""
        return f"{self.demand.get_right_display()} van {self.demand.get_body_display()}"

    @property
    def title(self) -> str:
        return capfirst(self.name)


def asked(demand: Demand) -> str:
    """What a demand asks, as a sentence: "De ouders in de MR zeggen ja of nee (instemming)."."""
    one, many = ASKED[demand.right]
    return capfirst(f"{demand.get_body_display()} {many if demand.body in MANY else one}.")


def demands_of_mr(regime: Regime) -> list[Demand]:
    """Who in the MR must be asked, in the order of the regime."""
    return [demand for demand in regime.demands.all() if demand.body != Body.PUPILS]


def asks_pupils(regime: Regime) -> bool:
    return any(demand.body == Body.PUPILS for demand in regime.demands.all())


def pupils_opinion_of(version: Version) -> PupilsOpinion | None:
    return getattr(version, "pupils_opinion", None)


def standing(version: Version) -> list[Consultation]:
    """What counts now: not taken back, and about the text as it is; in the order of the regime."""
    return [voice.said for voice in voices_of(version) if voice.said]


def consultations_of(version: Version) -> list[Consultation]:
    """Everything that was said and not taken back, newest first."""
    return [said for said in version.consultations.all() if said.withdrawn_at is None]


def voices_of(version: Version) -> list[Voice[Consultation]]:
    """Every say the MR has in this version, in the order of the regime."""
    said = {
        consultation.slug: consultation for consultation in version.consultations.all() if consultation.stands
    }
    return [
        Voice(demand, said.get(demand.slug), _due_on(version, demand))
        for demand in demands_of_mr(version.regime)
    ]


def voice_of(version: Version, slug: str) -> Voice[Consultation] | None:
    return next((voice for voice in voices_of(version) if voice.slug == slug), None)


def everybody_heard(version: Version) -> bool:
    """Everyone in the MR spoke, or their term lapsed."""
    return all(voice.was_heard for voice in voices_of(version))


def to_record(version: Version, roles: AbstractSet[str], *, has_secretary: bool) -> list[Voice[Consultation]]:
    """What someone with these roles may record now."""
    return [voice for voice in _theirs(version, roles, has_secretary) if not voice.has_spoken]


def to_take_back(
    version: Version, roles: AbstractSet[str], *, has_secretary: bool
) -> list[Voice[Consultation]]:
    """What someone with these roles may take back now."""
    return [voice for voice in _theirs(version, roles, has_secretary) if voice.has_spoken]


def _theirs(version: Version, roles: AbstractSet[str], has_secretary: bool) -> Iterator[Voice[Consultation]]:
    if version.state in SPEAKING:
        for voice in voices_of(version):
            if may_record(roles, voice.demand.body, has_secretary=has_secretary):
                yield voice


def nearest_term(version: Version) -> date | None:
    """The first term of those who still have to speak."""
    return min(_open_terms(version), default=None)


def _open_terms(version: Version) -> Iterator[date]:
    return (voice.due_on for voice in voices_of(version) if not voice.was_heard and voice.due_on)


def _due_on(version: Version, demand: Demand) -> date | None:
    if version.mr_asked_on is None or demand.weeks is None:
        return None
    return add_weeks(version.mr_asked_on, demand.weeks)

"""Who of the MR is heard about an addendum, and what they said. Uses what was prefetched."""

from dekkend.profiles.hearing import Voice, demands_of_mr
from dekkend.profiles.models import Addendum, AddendumSaying
from dekkend.workflow.terms import add_weeks


def voices_of(addendum: Addendum) -> list[Voice[AddendumSaying]]:
    """Every say the regime gives the MR about an addendum, in its order."""
    said = {saying.slug: saying for saying in addendum.sayings.all()}
    return [
        Voice(
            demand,
            said.get(demand.slug),
            add_weeks(addendum.mr_asked_on, demand.weeks) if addendum.mr_asked_on and demand.weeks else None,
        )
        for demand in demands_of_mr(addendum.version.regime)
        if demand.for_addendum
    ]


def voice_of(addendum: Addendum, slug: str) -> Voice[AddendumSaying] | None:
    return next((voice for voice in voices_of(addendum) if voice.slug == slug), None)


def sayings_of(addendum: Addendum) -> list[AddendumSaying]:
    """What was said, in the order of the regime."""
    return [voice.said for voice in voices_of(addendum) if voice.said]

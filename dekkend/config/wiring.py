"""Where rooms that are strangers to each other meet: what one knows, told in the words of the other."""

from datetime import date

from django.urls import reverse

from dekkend.cases.offer import Need, Offer, Offered
from dekkend.organisations.models import Partnership, Site
from dekkend.profiles.documents import tree_of
from dekkend.profiles.models import Version
from dekkend.profiles.queries import regime_on
from dekkend.questionnaires.by_need import NeedAnswers, by_need
from dekkend.questionnaires.loader import questionnaire_of


class PublishedProfiles:
    """For `cases`: the profile of a school that holds now, as the region reads it."""

    def needs(self, partnership: Partnership, on: date) -> tuple[Need, ...]:
        """The list of needs of the form that the partnership uses on a day; empty before it chose one."""
        regime = regime_on(partnership, on)
        listed = questionnaire_of(regime.edition).needs if regime else ()
        return tuple(Need(need.key, need.label) for need in listed)

    def offer(self, site: Site, partnership: Partnership) -> Offer | None:
        """None while the school has published nothing in this partnership."""
        place = {"profile__site": site, "profile__partnership": partnership}
        version = (
            Version.objects.filter(**place, state=Version.State.PUBLISHED).select_related("edition").first()
        )
        if version is None or version.established_on is None:
            return None
        answers = by_need(questionnaire_of(version.edition), tree_of(version, "region"))
        url = reverse("published", args=[site.code])
        return Offer(version.established_on, url, tuple(map(_offered, answers)))


def _offered(answers: NeedAnswers) -> Offered:
    passages = answers.ways[0].passages if answers.ways else ""
    return Offered(Need(answers.need.key, answers.need.label), answers.nearest, passages)


school_offer = PublishedProfiles()

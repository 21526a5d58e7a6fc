"""The chosen schools, each with what parents may read of it. As many queries for one as for three."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from dekkend.organisations.models import Partnership, PupilCount, Site
from dekkend.profiles.documents import tree_of
from dekkend.profiles.facts import READABLE
from dekkend.profiles.models import Version
from dekkend.questionnaires.by_need import NeedAnswers, by_need, questions_in
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.tree import QuestionNode
from dekkend.questionnaires.wording import in_language
from dekkend.website.queries import listed_sites

MOST, MOST_ASKED, MOST_FOUND = 3, 10, 12
CODE = re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{2}")


@dataclass(frozen=True)
class Read:
    """What parents may read of a profile, by need and by question."""

    version: Version
    questionnaire: Questionnaire
    needs: dict[str, NeedAnswers]
    answers: dict[str, QuestionNode]

    @property
    def is_expired(self) -> bool:
        return self.version.state == Version.State.EXPIRED

    @cached_property
    def types(self) -> dict[str, str]:
        """{key: type} of every question of its form, also of those that are not asked now."""
        return {question.key: question.type for question in self.questionnaire.questions}


@dataclass(frozen=True)
class Column:
    """One school: its place in the register, and its profile when it has one."""

    site: Site
    pupils: str
    read: Read | None = None


@dataclass(frozen=True)
class Chosen:
    """What was asked for: the schools we show, those over the three, and the codes that nobody has."""

    columns: tuple[Column, ...]
    over: tuple[Site, ...]
    unknown: tuple[str, ...]

    @property
    def codes(self) -> list[str]:
        return [column.site.code for column in self.columns]


def chosen_schools(asked: Iterable[str]) -> Chosen:
    """The schools with these codes, each once, as asked. Three queries; one more for a form not yet read."""
    codes = list(dict.fromkeys(code.strip().upper()[:20] for code in asked))[:MOST_ASKED]
    sites = Site.objects.select_related("school__board").in_bulk(
        [code for code in codes if CODE.fullmatch(code)], field_name="code"
    )
    known = [sites[code] for code in codes if code in sites]
    unknown = tuple(code for code in codes if code and code not in sites)
    return Chosen(tuple(_columns(known[:MOST])), tuple(known[MOST:]), unknown)


def sites_to_add(words: str, columns: Iterable[Column]) -> QuerySet[Site]:
    """Schools by name or place, in the regions of those that were chosen already; everywhere without any."""
    chosen = [column.site.pk for column in columns]
    found = listed_sites(words).exclude(pk__in=chosen)
    if chosen:
        found = found.filter(partnerships__in=Partnership.objects.filter(sites__in=chosen).values("pk"))
    return found[:MOST_FOUND]


def _columns(sites: list[Site]) -> list[Column]:
    versions, pupils = _versions_of(sites), _pupils_of(sites)
    return [_column(site, versions.get(site.pk), pupils.get(site.pk, "")) for site in sites]


def _column(site: Site, version: Version | None, pupils: str) -> Column:
    return Column(site, pupils, _read(version) if version else None)


def _read(version: Version) -> Read:
    questionnaire = questionnaire_of(version.edition)
    tree = tree_of(version, "public", with_papers=False)
    needs = {said.need.key: said for said in by_need(in_language(questionnaire), tree)}
    return Read(version, questionnaire, needs, {node.key: node for node in questions_in(tree)})


def _versions_of(sites: list[Site]) -> dict[int, Version]:
    """The version that parents read now, of each site that has one; of a closed school none holds."""
    open_sites = [site for site in sites if site.closed_on is None]
    versions = (
        Version.objects.filter(profile__site__in=open_sites, state__in=READABLE)
        .select_related("edition", "profile__partnership")
        .defer("edition__definition")
        .order_by("published_at")
    )
    return {version.profile.site_id: version for version in versions}


def _pupils_of(sites: list[Site]) -> dict[int, str]:
    """How many children go there, of the newest count."""
    counts = PupilCount.objects.filter(site__in=sites).order_by("year")
    return {count.site_id: str(count) for count in counts}

"""Beginning a working copy, and saving a chapter of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dekkend.organisations.models import Partnership, Site, User
from dekkend.organisations.queries import memberships_of, on_day
from dekkend.profiles.actions.papers import carry_papers
from dekkend.profiles.assigning.queries import chapters_asked_of
from dekkend.profiles.models import Answer, AnswerRevision, Regime, SupportProfile, Version
from dekkend.profiles.queries import (
    answers_of,
    last_frozen,
    regime_on,
    roles_at_profile,
    roles_for,
    version_under_way,
)
from dekkend.profiles.rules import WRITERS, may_start, may_write, writing_role
from dekkend.profiles.saving import Author, Current, StaleAnswer, questions_in, save_answer
from dekkend.profiles.transitions import KIND, awaits_publication
from dekkend.questionnaires.definition import Question, Questionnaire
from dekkend.questionnaires.evaluation import Carried, carry_over
from dekkend.questionnaires.loader import questionnaire_of
from dekkend.questionnaires.values import InvalidAnswer
from dekkend.workflow.engine import NotPossible, record

CARRIED = "Overgenomen uit de vorige versie"


@dataclass(frozen=True)
class Stale:
    """Someone saved another text meanwhile: what the user wrote, and what stands there now."""

    yours: Any
    current: Current


@dataclass
class ChapterResult:
    """Per question key: the new revision, both texts, or what is wrong with a value."""

    saved: dict[str, int] = field(default_factory=dict)
    stale: dict[str, Stale] = field(default_factory=dict)
    invalid: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def start_working_copy(*, site: Site, partnership: Partnership, actor: User, at: datetime) -> Version:
    """Begin a version in the form the partnership uses today, with what the last one said."""
    on = localdate(at)
    role = _starter(site, partnership, actor, on)
    regime = _regime(site, partnership, on)
    profile, _ = SupportProfile.objects.get_or_create(site=site, partnership=partnership)
    profile = SupportProfile.objects.select_for_update().get(pk=profile.pk)
    previous = _previous(profile, on)
    version = Version.objects.create(
        profile=profile,
        number=_next_number(profile),
        edition=regime.edition,
        regime=regime,
        previous=previous,
        started_at=at,
    )
    left_behind = [_carry_answers(previous, version, at), *carry_papers(previous, version)]
    reason = "\n".join(filter(None, left_behind))
    record(KIND, version.pk, "start", actor=actor, role=role, at=at, reason=reason)
    return version


@transaction.atomic
def save_chapter(
    *, version: Version, actor: User, values: dict[str, tuple[Any, int]], at: datetime
) -> ChapterResult:
    """Save what was changed of {question key: (value, revision it started from)}, in one transaction.

    One stale or invalid answer does not stop the others. Raises NotPossible when nothing may be written.
    """
    version = Version.objects.select_for_update(of=("self",)).select_related("edition").get(pk=version.pk)
    return save_each(version, author_of(version, actor, localdate(at)), values, at)


def save_each(
    version: Version, author: Author, values: Mapping[str, tuple[Any, int]], at: datetime
) -> ChapterResult:
    """The same for an author who was let in, in a version that is held until the end."""
    questionnaire = questionnaire_of(version.edition)
    stored = {key: Current.of(answer) for key, answer in answers_of(version).items()}
    result = ChapterResult()
    for key, (value, revision) in values.items():
        question = _question(questionnaire, key)
        of_this = author.at(key, stored.get(key))
        try:
            saved = save_answer(author=of_this, question=question, value=value, revision=revision, at=at)
            result.saved[key] = saved.revision
        except StaleAnswer as stale:
            result.stale[key] = Stale(value, stale.current)
        except InvalidAnswer as invalid:
            result.invalid[key] = str(invalid)
    return result


def _question(questionnaire: Questionnaire, key: str) -> Question:
    try:
        return questionnaire.question(key)
    except KeyError:
        raise NotPossible("Deze vraag staat niet in het formulier.") from None


def _starter(site: Site, partnership: Partnership, actor: User, on: date) -> str:
    """The role in which `actor` may begin."""
    roles = roles_at_profile(memberships_of(actor, on), site, partnership.pk)
    if not (verdict := may_start(roles)):
        raise NotPossible(verdict.reason)
    return writing_role(roles)


def author_of(version: Version, actor: User, on: date) -> Author:
    """`actor` as someone who writes in this version, or in some chapters of it. Raises NotPossible."""
    roles = roles_for(actor, version, on)
    asked = frozenset() if roles & WRITERS else chapters_asked_of(actor, version)
    if not (verdict := may_write(roles, version.state, is_asked=bool(asked))):
        raise NotPossible(verdict.reason)
    return Author(
        user_id=actor.pk,
        name=actor.name,
        version_id=version.pk,
        edition_id=version.edition_id,
        checksum=version.edition.checksum,
        roles=roles,
        only=None if roles & WRITERS else questions_in(questionnaire_of(version.edition), asked),
    )


def _regime(site: Site, partnership: Partnership, on: date) -> Regime:
    here = site.sitepartnership_set.filter(on_day(on), partnership=partnership)
    if site.closed_on or not here.exists():
        raise NotPossible(f"Deze school hoort niet (meer) bij {partnership.name}.")
    regime = regime_on(partnership, on)
    if regime is None:
        raise NotPossible(f"{partnership.name} heeft nog geen formulier voor het profiel gekozen.")
    return regime


def _previous(profile: SupportProfile, on: date) -> Version | None:
    if version_under_way(profile):
        raise NotPossible("Er is al een versie waar de school aan werkt. Ga daarmee verder.")
    previous = last_frozen(profile)
    if previous and awaits_publication(previous, on):
        raise NotPossible("De vorige versie is vastgesteld, maar nog niet gepubliceerd. Publiceer die eerst.")
    return previous


def _next_number(profile: SupportProfile) -> int:
    newest = profile.versions.first()
    return newest.number + 1 if newest else 1


def _carry_answers(previous: Version | None, version: Version, at: datetime) -> str:
    """Copy what the last version said; returns in Dutch which answers the new form could not take along."""
    if previous is None:
        return ""
    old, new = questionnaire_of(previous.edition), questionnaire_of(version.edition)
    facts = {"version": version, "revision": 1, "saved_by_name": CARRIED, "saved_at": at}
    carried = carry_over(old, new, (previous.snapshot or {})["answers"])
    said = carried.answers.items()
    Answer.objects.bulk_create(Answer(key=key, value=value, is_carried=True, **facts) for key, value in said)
    AnswerRevision.objects.bulk_create(AnswerRevision(key=key, value=value, **facts) for key, value in said)
    return _told(old, new, carried)


def _told(old: Questionnaire, new: Questionnaire, carried: Carried) -> str:
    """A line for each answer that stayed behind, by the label people know it by."""
    labels = {question.key: question.label for whole in (old, new) for question in whole.questions}
    lines = [f"Niet overgenomen: {labels[gone.key]}. {gone.reason}" for gone in carried.dropped]
    return "\n".join(lines)

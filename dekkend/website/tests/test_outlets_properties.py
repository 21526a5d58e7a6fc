"""What holds for what a school takes along of any form and any answers, not only of those we thought of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dekkend.profiles.models import Version
from dekkend.profiles.parents import parents_page
from dekkend.profiles.tests.conftest import at, bring, edition, version  # noqa: F401 to publish
from dekkend.questionnaires import loader
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.evaluation import visible_keys
from dekkend.questionnaires.tests.strategies import answers_to, definitions, mark_of
from dekkend.website.outlets.brief import brief_of
from dekkend.website.outlets.guide import guide_of
from tools.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.once("texts made of one snapshot")]
many = settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@kept
def published(version, bring):  # noqa: F811
    return bring(version, "published")


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Any]]:
    questionnaire = draw(definitions())
    return questionnaire, draw(answers_to(questionnaire))


@contextmanager
def holding(version: Version, questionnaire: Questionnaire, answers: dict[str, Any]) -> Iterator[None]:  # noqa: F811
    """As if this version were of that form. Also with answers that freezing leaves out: nothing trusts it."""
    version.snapshot = version.snapshot | {"answers": answers}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "_kept", lambda pk, checksum: questionnaire)
        yield


@many
@given(filled=filled_in())
def test_what_is_hidden_is_in_nothing_that_a_school_takes_along(filled, published):
    questionnaire, answers = filled
    with holding(published, questionnaire, answers):
        read = {"sheet": brief_of(published), "guide": guide_of(published), "page": parents_page(published)}
        made = {name: repr(one).lower() for name, one in read.items()}
    shown = visible_keys(questionnaire, answers)
    for question in questionnaire.questions:
        if question.key in shown and question.audience == "public":
            continue
        for name, text in made.items():
            assert mark_of(question.key) not in text, name
            assert question.label.lower() not in text, name


@many
@given(filled=filled_in())
def test_what_belongs_there_is_there(filled, published):
    """Or the test above would hold for outlets that say nothing."""
    questionnaire, answers = filled
    with holding(published, questionnaire, answers):
        sheet, guide = brief_of(published), repr(guide_of(published))
    shown = visible_keys(questionnaire, answers)
    helped = {(group.meets, one.need) for group in sheet.groups for one in group.needs}
    for question in questionnaire.questions:
        if question.key not in shown or question.audience != "public" or not answers.get(question.key):
            continue
        if question.school_guide and question.type in ("text", "prose"):
            assert mark_of(question.key) in guide
        if question.meets and question.type == "check":
            needs = [questionnaire.need(key).in_parents_words for key in question.needs]
            assert {(question.meets, need) for need in needs} <= helped

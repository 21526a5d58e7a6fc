"""For any form and any answers: what a guest's chapter may touch is enough for it, and it is no more."""

from typing import Any

from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dekkend.profiles.guests.sight import keys_seen, seen
from dekkend.profiles.sheet import visible_in
from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.evaluation import is_required, visible_answers
from dekkend.questionnaires.tests.strategies import answers_to, definitions, mark_of
from dekkend.questionnaires.tree import question_node

many = settings(
    derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Any]]:
    questionnaire = draw(definitions())
    return questionnaire, draw(answers_to(questionnaire))


@many
@given(filled_in())
def test_the_same_questions_are_asked_and_required_as_with_all_answers(filled):
    form, answers = filled
    everything = visible_answers(form, answers)
    for page in form.pages:
        some = seen(form, page, answers)
        assert visible_in(form, page, some) == visible_in(form, page, answers)
        known = visible_answers(form, some)
        assert [is_required(q, known) for q in page.questions] == [
            is_required(q, everything) for q in page.questions
        ]


@many
@given(filled_in())
def test_no_words_of_another_chapter_but_the_ambitions_of_its_plan(filled):
    form, answers = filled
    for page in form.pages:
        some = seen(form, page, answers)
        nodes = [question_node(form, question, some) for question in page.questions]
        html = render_to_string("questionnaires/tree.html", {"nodes": nodes, "level": 2})
        own = {question.key for question in page.questions}
        own |= {key for question in page.questions for key in question.ambitions}
        assert keys_seen(form, page) >= own
        for question in form.questions:
            assert question.key in own or mark_of(question.key) not in html

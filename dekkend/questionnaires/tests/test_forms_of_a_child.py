"""The forms about one child: whose part is whose, what stays within the school, and in which languages.

Their keys stand here a second time on purpose: what was written about a child stands under them.
"""

import pytest
from django.conf import settings
from django.utils.translation import override

from dekkend.questionnaires.definition import Questionnaire
from dekkend.questionnaires.evaluation import missing, visible_keys
from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.tests.test_tree import questions_in
from dekkend.questionnaires.tree import build_tree
from dekkend.questionnaires.wording import in_language, wording_of

KEYS = {
    "groeidocument": """pupil.group pupil.strengths pupil.helps pupil.hard pupil.learning pupil.together
        tried.offer tried.extra tried.steps tried.with tried.not_enough
        question.school question.needs question.teacher
        reports.there_are reports.which reports.running
        talk.date talk.present talk.notes talk.outcome
        parents.good parents.hard parents.helps parents.school_did parents.question parents.hope
        parents.others parents.others_who parents.language parents.interpreter parents.more
        child.way child.feeling child.good child.hard child.wish child.drawing child.talk_with child.talk_on
        child.not_why
        youth_care.contact youth_care.with youth_care.about youth_care.ground youth_care.ground_law
        practical.absence practical.absent_since practical.hours practical.absent_agreed practical.urgent
        practical.urgent_why practical.contact""",
    "aanvraag_arrangement": """request.again request.again_effect request.support request.aim request.seen_by
        request.who request.begins_on request.months request.hours request.hours_per request.budget
        request.budget_use ground.which ground.why ground.after view.opinion view.doubts view.worked
        said.opinion said.how""",
    "aanvraag_tlv": """request.again request.school_kind request.category request.begins_on request.months
        request.thought_of request.lives_here request.has_plan
        ground.which ground.not_regular ground.extra ground.needs ground.this_kind
        research.date research.by research.outcome
        consulted.date consulted.with consulted.view consulted.agree consulted.still
        view.opinion view.visited view.doubts said.opinion said.wish""",
    "opp": """outflow.now outflow.expected outflow.why outflow.helping outflow.hindering
        guidance.needs guidance.offer guidance.deviates guidance.deviation guidance.substitutes
        guidance.substitute_goals
        action.goals action.begins_on action.evaluate_on action.partners action.home
        hearing.date hearing.way hearing.with hearing.said hearing.weighed hearing.told_on hearing.for_child
        consultation.date consultation.with consultation.summary
        view.opinion view.different view.home
        evaluation.date evaluation.goals evaluation.effect evaluation.child evaluation.parents
        evaluation.next evaluation.next_why""",
}
FORMS = sorted(KEYS)


def read(form: str) -> Questionnaire:
    return read_definition(settings.DEFINITIONS / form / "2026.toml")


@pytest.fixture(scope="module")
def growth():
    return read("groeidocument")


@pytest.fixture(scope="module")
def plan():
    return read("opp")


@pytest.mark.parametrize("form", FORMS)
class TestEveryForm:
    def test_every_key_in_its_order(self, form):
        assert [question.key for question in read(form).questions] == KEYS[form].split()

    def test_a_chapter_is_of_one_of_them_and_every_question_has_help(self, form):
        for chapter in read(form).chapters:
            [people] = {question.answered_by for question in chapter.questions}
            assert len(people) == 1, chapter.key
            assert [question.key for question in chapter.questions if not question.help] == []

    def test_nothing_about_a_child_is_for_everyone(self, form):
        inside = {"talk"} if form == "groeidocument" else set()
        for chapter in read(form).chapters:
            audiences = {question.audience for question in chapter.questions}
            assert audiences == {"school" if chapter.key in inside else "region"}, chapter.key

    def test_nobody_can_be_made_to_say_anything_as_a_parent(self, form):
        whole = read(form)
        asked = whole.part_of("parents")
        assert asked
        assert [q.key for q in asked if q.required == "required" or q.required_when] == []

    def test_what_parents_and_child_fill_in_is_in_their_language_with_the_help(self, form):
        whole = read(form)
        texts = {text for _, text in wording_of(whole)}
        for language in ("en", "tr", "pl", "uk", "ar"):
            said = in_language(whole, language)
            for question in whole.questions:
                for name in ("label", "help"):
                    own, other = getattr(question, name), getattr(said.question(question.key), name)
                    translated = question.audience != "school" and (
                        name == "label" or question.answered_by != ("school",)
                    )
                    assert (own in texts) >= translated, question.key
                    assert not translated or own != other, (language, question.key)


class TestGrowthFile:
    def test_each_their_own_part(self, growth):
        parts = {person.key: len(growth.part_of(person.key)) for person in growth.people}
        assert parts == {"school": 33, "parents": 11, "child": 9}

    def test_the_talk_within_the_school_stays_there(self, growth):
        answers = {"talk.notes": "Wij twijfelen nog.", "talk.outcome": "ask", "question.school": "Help."}
        for audience, seen in (("school", True), ("region", False), ("public", False)):
            tree = build_tree(growth, answers, audience=audience)
            assert ("talk.notes" in questions_in(tree)) is seen
            assert ("talk" in {chapter.key for chapter in tree}) is seen

    def test_no_text_of_that_talk_is_translated(self, growth):
        places = {place for place, _ in wording_of(growth)}
        assert not [place for place in places if place.startswith("talk.")]

    @pytest.mark.parametrize(
        ("way", "asked"),
        [
            ("words", "feeling good hard wish drawing"),
            ("drawing", "feeling drawing"),
            ("talk", "feeling good hard wish talk_with talk_on"),
            ("rather_not", "not_why"),
        ],
    )
    def test_a_child_tells_in_its_own_way(self, growth, way, asked):
        shown = visible_keys(growth, {"child.way": way})
        assert [q.key for q in growth.part_of("child") if q.key in shown] == [
            f"child.{name}" for name in ("way", *asked.split())
        ]

    def test_what_is_missing_grows_with_what_is_so(self, growth):
        answers = {question.key: "x" for question in growth.questions if question.required == "required"}
        answers |= {"pupil.group": "4", "child.way": "words"}
        no = ["reports.there_are", "youth_care.contact", "practical.absence", "practical.urgent"]
        assert missing(growth, answers | dict.fromkeys(no, False)) == []
        assert [q.key for q in missing(growth, answers | dict.fromkeys(no, True))] == [
            "reports.which",
            "youth_care.with",
            "youth_care.about",
            "youth_care.ground",
            "practical.absent_since",
            "practical.hours",
            "practical.absent_agreed",
            "practical.urgent_why",
        ]

    def test_what_was_tried_is_told_step_by_step_with_its_effect(self, growth):
        steps = growth.question("tried.steps")
        assert (steps.required, [column.key for column in steps.columns]) == (
            "required",
            ["what", "when", "effect"],
        )

    def test_a_parent_reads_the_question_in_their_language_and_the_answer_as_it_was_given(self, growth):
        with override("tr"):
            node = questions_in(build_tree(growth, {"parents.hope": "Rust."}, audience="region"))[
                "parents.hope"
            ]
        assert (node.label, node.words_language, node.language) == ("Ne umuyorsunuz?", "tr", "nl")
        assert node.help == "Bir yıl sonra her şey iyi giderse nasıl görünür?"


class TestRequests:
    @pytest.mark.parametrize("form", ["aanvraag_arrangement", "aanvraag_tlv"])
    def test_what_a_route_looks_for_is_tagged_once(self, form):
        whole = read(form)
        for tag in ("request_begins", "request_months", "request_ground", "child_view"):
            assert len([q for q in whole.questions if tag in q.tags]) == 1, tag
        by_parents = [q for q in whole.part_of("parents") if "parents_view" in q.tags]
        assert [q.key for q in by_parents] == ["view.opinion"]

    def test_hours_and_money_say_for_what(self):
        whole = read("aanvraag_arrangement")
        due = {q.key for q in missing(whole, {"request.hours": 40, "request.budget": 5000})}
        assert {"request.hours_per", "request.budget_use"} <= due
        assert not {"request.hours_per", "request.budget_use", "request.again_effect"} & {
            q.key for q in missing(whole, {})
        }

    @pytest.mark.parametrize(("kind", "asked"), [("SBO", False), ("SO", True)])
    def test_only_special_education_has_a_category(self, kind, asked):
        """WEC 40: SO has three; SBO has none."""
        shown = visible_keys(read("aanvraag_tlv"), {"request.school_kind": kind})
        assert ("request.category" in shown) is asked

    @pytest.mark.parametrize(
        ("agree", "due"), [("agree", False), ("unknown", False), ("partly", True), ("disagree", True)]
    )
    def test_who_goes_on_without_the_parents_says_why(self, agree, due):
        keys = {q.key for q in missing(read("aanvraag_tlv"), {"consulted.agree": agree})}
        assert ("consulted.still" in keys) is due


class TestPlan:
    """What a development plan holds: WPO 40a; and that the child is heard, since 1 August 2025."""

    def test_what_the_law_asks_for_is_required(self, plan):
        due = {question.key for question in missing(plan, {})}
        law = """outflow.expected outflow.why outflow.helping outflow.hindering guidance.offer
            guidance.deviates guidance.substitutes action.goals hearing.date hearing.said hearing.weighed
            consultation.date consultation.summary"""
        assert set(law.split()) <= due
        assert not [key for key in due if key.startswith(("view.", "evaluation."))]

    def test_what_differs_is_told(self, plan):
        due = {q.key for q in missing(plan, {"guidance.deviates": True, "guidance.substitutes": True})}
        assert {"guidance.deviation", "guidance.substitute_goals"} <= due

    def test_the_action_part_is_a_chapter_of_its_own(self, plan):
        """Parents agree to this part, and to nothing else."""
        action = plan.chapter("action")
        assert {question.answered_by for question in action.questions} == {("school",)}
        [goals] = [question for question in action.questions if "goals" in question.tags]
        assert [(c.key, c.is_date) for c in goals.columns] == [
            ("goal", False),
            ("steps", False),
            ("who", False),
            ("when", False),
            ("measured", False),
            ("by", True),
        ]

    def test_an_evaluation_that_began_is_finished(self, plan):
        rest = {q.key for q in plan.chapter("evaluation").questions} - {"evaluation.date"}
        due = {question.key for question in missing(plan, {"evaluation.date": "2026-11-20"})}
        assert rest <= due

    def test_parents_read_the_goals_under_headings_in_their_language(self, plan):
        row = {
            "goal": "Rustig starten",
            "steps": "",
            "who": "juf",
            "when": "",
            "measured": "",
            "by": "2027-03-01",
        }
        with override("pl"):
            node = questions_in(build_tree(plan, {"action.goals": [row]}, audience="region"))["action.goals"]
        [table] = node.blocks
        assert table.headers[0] == "Cel"
        assert table.rows == (("Rustig starten", "", "juf", "", "", "1 marca 2027"),)

"""The words of a form in another language; what people wrote stays as they wrote it."""

import pytest
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import override

from dekkend.questionnaires.blocks import Items, Line, Mark, Prose, Table
from dekkend.questionnaires.loader import read_definition
from dekkend.questionnaires.outputs.json import tree_to_json
from dekkend.questionnaires.templatetags.questionnaire_fields import said_by_tick
from dekkend.questionnaires.tests.test_tree import questions_in
from dekkend.questionnaires.tree import build_tree
from dekkend.questionnaires.wording import in_language, wording_of

ANSWERS = {
    "mission": "Elk kind telt.",
    "support.dyslexia_protocol": True,
    "inspection.framework": "2021",
    "inspection.date": "2026-03-03",
    "prevention.infant_tracking": {"checked": True, "text": "KIJK!"},
    "school.pupils": {"number": 212, "year": 2025},
}


@pytest.fixture(scope="module")
def form():
    return read_definition(settings.DEFINITIONS / "passenderwijs" / "2021.toml")


def test_dutch_is_the_form_itself(form):
    assert in_language(form, "nl") is form
    assert in_language(form) is form


def test_a_translated_form_is_made_once_and_keeps_everything_but_its_words(form):
    turkish = in_language(form, "tr")
    assert in_language(form, "tr") is turkish
    assert turkish.checksum == form.checksum
    assert [question.key for question in turkish.questions] == [question.key for question in form.questions]
    assert turkish.need("dyslexia").parents == "Çocuğum okumakta zorlanıyor"
    assert form.need("dyslexia").parents == "Mijn kind leest moeilijk"


def test_the_words_of_the_form_follow_the_reader(form):
    with override("tr"):
        nodes = questions_in(build_tree(form, ANSWERS, audience="public"))
    mission = nodes["mission"]
    assert (mission.parents, mission.words_language) == ("Okul neyi önemli buluyor?", "tr")
    assert (mission.blocks, mission.language) == ((Prose("Elk kind telt."),), "nl")


def test_what_was_chosen_follows_the_reader_and_what_was_typed_does_not(form):
    nodes = questions_in(build_tree(form, ANSWERS, audience="public", language="tr"))
    framework, day = nodes["inspection.framework"], nodes["inspection.date"]
    assert (framework.blocks, framework.language) == ((Line("2021 denetim çerçevesi"),), "tr")
    assert (day.blocks, day.language) == ((Line("3 Mart 2026"),), "tr")
    assert nodes["school.pupils"].blocks == (Line("212 (1 Ekim 2025)"),)
    tick = nodes["prevention.infant_tracking"]
    assert tick.blocks == (Mark(True, "anasınıfı çocuklarını takip sistemi, yani", "KIJK!"),)
    assert (tick.words_language, tick.language) == ("tr", "nl")


def test_needs_follow_the_reader_except_between_a_schools_own_words(form):
    answers = {
        "extra.referral_needs": ["dyslexia"],
        "ambitions.support": [{"id": "abcd", "text": "Meer lezen", "needs": ["dyslexia"]}],
    }
    nodes = questions_in(build_tree(form, answers, audience="public", language="tr"))
    assert nodes["extra.referral_needs"].blocks == (Items(("okuma, yazım ve disleksi",)),)
    ambitions = nodes["ambitions.support"]
    assert ambitions.blocks == (Items(("Meer lezen (lezen, spelling en dyslexie)",)),)
    assert ambitions.language == "nl"


def test_a_table_of_the_form_and_a_scale_follow_the_reader():
    form = read_definition(settings.DEFINITIONS / "ivo" / "2015.toml")
    matrix = next(question for question in form.questions if question.type == "matrix")
    scale = next(question for question in form.questions if question.type == "scale")
    answers = {matrix.key: {matrix.rows[0].key: matrix.options[-1].value}, scale.key: 2}
    nodes = questions_in(build_tree(form, answers, audience="public", language="en"))
    [table] = nodes[matrix.key].blocks
    assert isinstance(table, Table)
    assert (nodes[matrix.key].language, table.rows[0][1]) == ("en", "not available")
    assert nodes[scale.key].blocks[0].text.startswith("2 out of 4 (1 is ")


def test_the_text_of_the_region_stays_dutch_under_a_translated_heading(form):
    node = questions_in(build_tree(form, {}, audience="public", language="pl"))["foreword.rules"]
    assert node.plain == "Czyj to profil i kto o nim decyduje?"
    assert (node.words_language, node.language) == ("pl", "nl")
    assert node.blocks == (Prose(form.question("foreword.rules").text),)


def test_a_chapter_and_a_group_say_their_language(form):
    [chapter, *_] = build_tree(form, ANSWERS, audience="public", language="ar")
    assert (chapter.language, chapter.plain) == ("ar", "ما هذا الملف؟")


def test_a_form_without_translations_stays_in_its_own_language(small):
    nodes = questions_in(build_tree(small, {"support.climate": "calm"}, audience="public", language="uk"))
    climate = nodes["support.climate"]
    assert (climate.label, climate.words_language, climate.language) == ("Stil of levendig", "nl", "nl")


def test_data_and_the_form_itself_stay_dutch(form):
    with override("ar"):
        tree = build_tree(form, ANSWERS, audience="public", language="nl")
    assert tree_to_json(tree) == tree_to_json(build_tree(form, ANSWERS, audience="public"))


def test_the_plan_of_an_ambition_is_the_schools_except_its_state_and_its_day(form):
    plan = {"step": "Cursus", "who": "Femke", "due": "2027-03-03", "status": "doing"}
    answers = {
        "ambitions.support": [{"id": "abcd", "text": "Meer lezen", "needs": []}],
        "ambitions.plan": {"abcd": plan},
    }
    [table] = questions_in(build_tree(form, answers, audience="public", language="pl"))[
        "ambitions.plan"
    ].blocks
    assert table.rows == (("Meer lezen", "Cursus", "Femke", "3 marca 2027", "w toku"),)
    assert [is_ours for _, _, is_ours in table.titled_rows()[0]] == [False, False, False, True, True]


def test_what_is_not_for_parents_needs_no_translation(form, small):
    places = {place for place, _ in wording_of(small)}
    assert "mission" in places
    assert "support.note" not in places  # for the school
    assert ("region.agreement", small.question("region.agreement").text) not in set(wording_of(small))


@pytest.mark.parametrize(("language", "asked"), [("nl", "gebruiken?"), ("ar", "استعمالها؟")])
def test_a_question_gets_no_colon_before_its_answer(form, language, asked):
    answers = {"instruction.compensating_means": {"checked": True, "items": ["liniaal"]}}
    nodes = questions_in(build_tree(form, answers, audience="public", language=language))
    with override(language):
        said = said_by_tick(nodes["instruction.compensating_means"])
    assert strip_tags(said).endswith(f"{asked} liniaal")

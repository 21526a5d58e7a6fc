"""Needs in parents' own words: the files are whole, and what parents type is understood."""

import tomllib

import pytest
from django.conf import settings

from dekkend.questionnaires.definition import Need
from dekkend.questionnaires.loader import form_files, read_definition
from dekkend.website.search import lexicon
from dekkend.website.search.lexicon import LANGUAGES, faults_of, lexicon_of, related_to
from dekkend.website.search.spelling import words_of
from dekkend.website.search.understanding import understand

ALL = {need.key: need for path in form_files() for need in read_definition(path).needs}.values()
NEEDS = sorted(need.key for need in ALL)


def nobody(words) -> set[str]:
    return set()


def meaning(text: str, language: str = "nl", known=nobody):
    return understand(text, language, known, ALL)


def needs(text: str, language: str = "nl", known=nobody) -> tuple[str, ...]:
    return meaning(text, language, known).needs


class TestTheFiles:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_need_of_every_form_has_words_in_every_language(self, language):
        assert set(lexicon_of(language).labels) == set(NEEDS)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_phrase_finds_its_need(self, language):
        data = tomllib.loads((settings.DEFINITIONS / "needs" / f"{language}.toml").read_text())
        assert list(faults_of(data, language)) == []
        for need, facts in data["need"].items():
            for phrase in facts["words"]:
                words = lexicon_of(language)
                numbers = [words.numbers_of(word) for word in words_of(phrase.replace("*", ""))]
                assert need in words.needs_in(numbers), phrase

    def test_related_needs_are_needs(self):
        related = tomllib.loads((settings.DEFINITIONS / "needs" / "related.toml").read_text())
        assert set(related) == set(NEEDS)
        assert {other for others in related.values() for other in others} <= set(NEEDS)
        assert all(need not in others for need, others in related.items())

    def test_what_is_wrong_in_a_file_is_told_with_its_place(self):
        data = {
            "language": "nl",
            "stop": ["een", "een"],
            "need": {
                "a": {"label": "a", "words": ["Café", "le*", "een"]},
                "b": {"label": " ", "words": ["x"]},
                "c": {"label": "c", "words": []},
            },
        }
        assert list(faults_of(data, "nl")) == [
            "nl, stop: «een» staat er twee keer",
            "nl, behoefte «a»: «Café» staat niet zoals wij vergelijken: kleine letters, geen accenten",
            "nl, behoefte «a»: «le*» is als begin te kort",
            "nl, behoefte «a»: «een» staat ook bij stop",
            "nl, behoefte «b»: er horen een label en words te staan",
            "nl, behoefte «c»: er is geen enkel woord",
        ]
        assert list(faults_of({"stop": []}, "nl")) != []

    def test_other_words_make_another_index(self, settings, tmp_path):
        before = lexicon.checksum()
        (tmp_path / "needs").mkdir()
        (tmp_path / "needs" / "nl.toml").write_text("# anders")
        settings.DEFINITIONS = tmp_path
        assert lexicon.checksum() != before


class TestUnderstanding:
    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("mijn kind leest moeilijk", "dyslexia"),
            ("prikkels", "sensory"),
            ("snel overprikkeld", "sensory"),
            ("rolstoel", "physical"),
            ("rolstoeltoegankelijk", "physical"),
            ("HOOGBEGAAFD", "gifted"),
            ("wil niet naar school", "absence"),
            ("leesproblemen", "dyslexia"),
            ("dikkat eksikliği", "concentration"),
            ("çocuğum okumakta zorlanıyor", "dyslexia"),
            ("моя дитина погано читає", "dyslexia"),
            ("moje dziecko ma autyzm", "autism"),
            ("my son uses a wheelchair", "physical"),
            ("طفلي عنده صعوبة في القِراءة", "dyslexia"),
            ("والتركيز", "concentration"),
        ],
    )
    def test_a_need_in_own_words_whatever_the_language_of_the_page(self, text, meant):
        assert needs(text) == needs(text, "tr") == needs(text, "nl-simple") == (meant,)

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("hoogbegaaft", "gifted"),
            ("dislexie", "dyslexia"),
            ("rolstol", "physical"),
            ("konsentratie", "concentration"),
            ("autsime", "autism"),
        ],
    )
    def test_with_a_slip_of_the_pen(self, text, meant):
        assert needs(text) == (meant,)

    def test_but_a_word_that_schools_use_is_no_slip(self):
        assert needs("konsentratie", known=set) == ()

    def test_two_needs_in_the_order_in_which_they_were_said(self):
        assert needs("druk van prikkels en kan niet rekenen") == ("behaviour", "sensory", "maths")

    def test_what_is_no_need_may_name_something(self):
        assert meaning("mijn kind in een rolstoel in Oudveen").words == ("oudveen",)
        assert meaning("De Regenton", known=set).words == ("regenton",)

    @pytest.mark.parametrize("text", ["", "   ", "mijn kind", "!!! ?", "<script>", "\x00"])
    def test_what_says_nothing_is_no_need(self, text):
        assert needs(text) == ()

    def test_a_need_that_only_a_region_knows_is_found_by_its_label(self):
        need = Need("horses", "leren met paarden")
        assert understand("paarden", "nl", nobody, [need]).needs == ("horses",)
        assert needs("paarden") == ()

    def test_a_need_that_no_region_here_works_with_cannot_be_meant(self):
        gifted = [need for need in ALL if need.key == "gifted"]
        assert understand("rolstoel", "nl", nobody, gifted).words == ("rolstoel",)

    def test_what_parents_may_also_mean(self):
        assert related_to(["dyslexia"]) == ["language", "concentration"]
        assert related_to(["dyslexia", "language"]) == ["concentration", "newcomers", "hearing"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("İŞİTME ıslak", ["isitme", "islak"]),
        ("Łódź, Zoë", ["lodz", "zoe"]),
        ("п’ять й ї", ["пять", "й", "ї"]),
        ("المَدْرَسَةُ", ["مدرسه"]),
        ("٣٤٩٥ ۳۴۹۵ AB", ["3495", "3495", "ab"]),
    ],
)
def test_words_are_compared_without_what_differs_by_keyboard(text, words):
    assert words_of(text) == words

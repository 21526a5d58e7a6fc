"""Sentences, the score and the tips; and that no text whatever makes them fall or crawl."""

from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekkend.core.markup import to_blocks
from dekkend.profiles.readability import read_text, sentences_of, tips_for
from dekkend.profiles.readability.score import FEWEST_WORDS, flesch_douma
from dekkend.profiles.readability.tips import MOST_TIPS
from dekkend.profiles.readability.vocabulary import jargon, short_forms

EASY = "Wij zien elk kind. Wij praten met de klas. Een kind mag fouten maken. Dan leert het. "
HARD = (
    "Binnen de handelingsgerichte ondersteuningsstructuur inventariseren gespecialiseerde medewerkers "
    "systematisch individuele onderwijsbehoeften, waarna multidisciplinaire interventies geïmplementeerd en "
    "geëvalueerd worden. "
)
LONG = "Als een kind in de klas niet mee kan komen met lezen, schrijven of rekenen, dan praten wij met u " * 2


def texts(source):
    return [sentence.text for sentence in sentences_of(source)]


class TestSentences:
    @pytest.mark.parametrize(
        ("source", "found"),
        [
            ("Een zin. Nog een zin!", ["Een zin.", "Nog een zin!"]),
            ("Een zin zonder punt", ["Een zin zonder punt"]),
            ("Wij helpen o.a. bij lezen. Dat is fijn.", ["Wij helpen o.a. bij lezen.", "Dat is fijn."]),
            ("Mevr. Bos en dr. A. Vis komen.", ["Mevr. Bos en dr. A. Vis komen."]),
            ("I.v.m. Pasen is er geen les.", ["I.v.m. Pasen is er geen les."]),
            ("Lezen, rekenen enz. Daarna spelen.", ["Lezen, rekenen enz.", "Daarna spelen."]),
            ("Dat kost 2.500 euro, om 14.30 uur.", ["Dat kost 2.500 euro, om 14.30 uur."]),
            ("Zij vroeg: “Gaat het?” en lachte.", ["Zij vroeg: “Gaat het?” en lachte."]),
            ("(Dat klopt.) “Ja.” Groep 3. 4 keer.", ["(Dat klopt.)", "“Ja.”", "Groep 3.", "4 keer."]),
            ("Wacht... Wat nu?! Niets…", ["Wacht...", "Wat nu?!", "Niets…"]),
            ("- een ding\n- nog een ding\n3. derde", ["een ding", "nog een ding", "derde"]),
            ("Kop\n\nDaarna tekst.", ["Kop", "Daarna tekst."]),
            ("Een **vet** en *schuin* [woord](https://x.nl/a_b).", ["Een vet en schuin woord."]),
            ("Kijk op www.school.nl of mail a@b.nl", ["Kijk op www.school.nl of mail a@b.nl"]),
            ("", []),
            (" \n - \n ** \n…", []),
        ],
    )
    def test_where_they_end(self, source, found):
        assert texts(source) == found

    def test_a_line_broken_off_by_another_page_goes_on(self):
        pasted = "Wij kijken elke week samen met de ouders wat een kind nodig\nheeft om verder te komen."
        assert len(texts(pasted)) == 1

    def test_short_lines_are_a_list_without_marks(self):
        assert texts("rust\nregelmaat\nruimte") == ["rust", "regelmaat", "ruimte"]

    def test_words_are_what_a_reader_reads(self):
        (sentence,) = sentences_of("En/of – zie https://x.nl, 3 IB’ers (nu)")
        assert sentence.words == ("En/of", "zie", "3", "IB’ers", "(nu)")

    def test_the_same_words_as_the_page_shows(self):
        source = "Wij **kijken** elke dag.\n\n- Rust\n- *Ruimte* voor [spel](https://x.nl)\n\nTot slot."
        shown = [
            run["text"]
            for block in to_blocks(source)
            for runs in ([block["runs"]] if block["kind"] == "paragraph" else block["items"])
            for run in runs
        ]
        assert " ".join(texts(source)).split() == " ".join(shown).replace("  ", " ").split()


class TestScore:
    def test_the_formula(self):
        """100 words, 10 sentences, 150 syllables: 206.84 - 0.77 × 150 - 0.93 × 10."""
        assert flesch_douma(words=100, sentences=10, syllables=150) == pytest.approx(82.04)

    def test_the_bands(self):
        assert read_text(EASY * 3).meaning.name == "heel makkelijk"
        assert read_text(HARD * 3).meaning.name == "heel moeilijk"
        assert (read_text(EASY * 3).score, read_text(HARD * 3).score) == (100, 0)
        assert read_text(HARD * 3).meaning.is_hard

    def test_a_few_words_have_no_score(self):
        assert read_text("kort " * (FEWEST_WORDS - 1)).score is None
        assert read_text("kort " * FEWEST_WORDS).score is not None
        assert read_text("").meaning is None

    def test_several_texts_are_read_as_one(self):
        assert read_text(EASY, HARD).words == read_text(EASY).words + read_text(HARD).words


def tips(source):
    return [(tip.kind, tip.text) for tip in tips_for(read_text(source))]


class TestTips:
    def test_an_easy_text_has_none(self):
        assert tips(EASY) == []

    def test_a_long_sentence_is_quoted_with_its_words(self):
        assert tips(LONG + ".") == [
            ("long", "“Als een kind in de klas …” heeft 40 woorden. Maak er drie van.")
        ]

    def test_twenty_words_are_fine_and_the_longest_comes_first(self):
        fine, long, longer = ("Een " + "woord " * count + "af. " for count in (18, 19, 25))
        assert tips(fine) == []
        assert tips(fine + long + longer) == [
            ("long", "“Een woord woord woord woord woord …” heeft 27 woorden. Maak er twee van. "
                     "Er is nog een lange zin."),
        ]  # fmt: skip

    def test_words_of_the_trade_get_plain_ones(self):
        assert tips("Er zijn Interventies, en een evaluatie.") == [
            ("trade", "“Interventies” en “evaluatie” kennen niet alle ouders. "
                      "Schrijf liever “hulp in de klas” en “terugkijken”."),
        ]  # fmt: skip

    def test_the_longest_term_wins(self):
        assert tips("Wij doen aan handelingsgericht werken.") == [
            ("trade", "“handelingsgericht werken” kent niet alle ouders. "
                      "Schrijf liever “werken vanuit wat een kind nodig heeft”."),
        ]  # fmt: skip

    @pytest.mark.parametrize("written", ["IB’er", "IB-er", "ib'er", "IB", "(IB)", "IB-overleg"])
    def test_a_short_form_that_nobody_explains(self, written):
        ((kind, text),) = tips(f"Praat met onze {written}." if written[0] != "(" else f"{written} helpt u.")
        assert kind == "short"
        assert text.endswith("kent niet alle ouders. Schrijf “intern begeleider”.")

    @pytest.mark.parametrize(
        "source",
        [
            "Praat met de intern begeleider (IB). De IB helpt u.",
            "Praat met de IB (dat is Femke). De IB helpt.",
            "De IB is onze intern begeleider.",
            "De GGD en de MR lezen mee.",
            "In fase II en IV.",
            "WIJ ZIEN ELK KIND OP HET OPP.",
            "Zo is het so en tos.",
        ],
    )
    def test_what_is_explained_or_known_is_left_alone(self, source):
        assert tips(source) == []

    def test_unknown_capitals_are_asked_for(self):
        assert tips("Wij werken met QZX en WQP.") == [
            ("unexplained", "Wat betekent “QZX” en “WQP”? Schrijf het één keer voluit.")
        ]

    def test_at_most_three_the_most_helpful_first(self):
        found = tips(LONG + " bij het OPP, de QZX en interventies.")
        assert [kind for kind, _ in found] == ["long", "short", "trade"]


class TestWords:
    def test_the_lists_are_filled_and_clean(self):
        terms = {(first, *term.rest) for first, found in jargon().items() for term in found}
        assert len({term.plain for found in jargon().values() for term in found}) > 120
        assert all(word == word.lower() for term in terms for word in term)
        assert not set(short_forms().known) & short_forms().everyone

    def test_plain_words_are_no_words_of_the_trade_themselves(self):
        plain = {term.plain for found in jargon().values() for term in found}
        assert [
            words for words in plain if any(tip.kind == "trade" for tip in tips_for(read_text(words)))
        ] == []


TRICKY = st.text(alphabet="aeiouyë.!?…*[]()-\\ \n\tABz1’'\u0308\u2028\x00", max_size=400)


@given(st.one_of(st.text(max_size=400), TRICKY))
def test_any_text_can_be_read(source):
    reading = read_text(source)
    assert all(0 < sentence.length <= len(source) for sentence in reading.sentences)
    assert reading.score is None or 0 <= reading.score <= 100
    assert len(tips_for(reading)) <= MOST_TIPS


@given(TRICKY)
def test_no_word_is_lost_or_made_up(source):
    together = "".join(texts(source))
    assert set(together) <= set(source) | {" "}


@pytest.mark.parametrize(
    "piece", ["[", "[a](", "(", "*", "- ", ".", "a", "A. ", "IB en ", "QZX. ", "\n", "\n\n- ", LONG, HARD]
)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece):
    """Sixty times is what quadratic would be; in processor time, so that a busy machine does not matter."""

    def seconds(size: int) -> float:
        source = piece * (size // len(piece))
        started = thread_time()
        tips_for(read_text(source))
        return thread_time() - started

    seconds(5_000)
    small, large = (min(seconds(size) for _ in range(3)) for size in (20_000, 200_000))
    assert large < 40 * small + 0.05

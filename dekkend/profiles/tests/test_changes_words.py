"""The difference of two texts in words: what it says, and what holds for any two texts."""

from itertools import pairwise
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekkend.profiles.changes import words
from dekkend.profiles.changes.sequences import Alphabet, likeness, steps
from dekkend.profiles.changes.wording import words_in

ANY = st.text(max_size=80) | st.text("ab. \n", max_size=80)
FEW_WORDS = st.lists(st.sampled_from(["de", "een", "juf", "leest", ".", ",", "\n", "kind"]), max_size=30)
TEXT = ANY | FEW_WORDS.map(" ".join)


def told(old: str, new: str) -> str:
    """[-gone-] and {+new+} in one line."""
    marks = {"same": "{}{}", "removed": "[-{}-]{}", "added": "{{+{}+}}{}"}
    return "".join(marks[piece.kind].format(piece.text, piece.space) for piece in words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Leeshulp: drie keer per week.",
            "Leeshulp: elke dag.",
            "Leeshulp: [-drie keer per week-] {+elke dag+}.",
        ),
        (
            "Wij rekenen elke dag.",
            "Wij lezen elke dag. Wij rekenen elke dag.",
            "{+Wij lezen elke dag.+} Wij rekenen elke dag.",
        ),
        (
            "Elke groep heeft luisterboeken en een liniaal.",
            "Elke groep heeft luisterboeken, een pen en een liniaal.",
            "Elke groep heeft luisterboeken{+, een pen+} en een liniaal.",
        ),
        ("Wij zijn er.", "Wij zijn er.", "Wij zijn er."),
        ("Wij  zijn\ter.", "Wij zijn er.", "Wij zijn er."),
        ("", "", ""),
        ("", "Nieuw.", "{+Nieuw.+}"),
        ("Oud.", "", "[-Oud.-]"),
        ("Het kost 1.250 euro.", "Het kost 1.350 euro.", "Het kost [-1.250-] {+1.350+} euro."),
        ("De foto’s hangen.", "De foto's hangen.", "De [-foto’s-] {+foto's+} hangen."),
        ("Met 👩🏽‍🏫 samen", "Met 👨‍🏫 samen", "Met [-👩🏽‍🏫-] {+👨‍🏫+} samen"),
    ],
)
def test_reads_as_a_person_would_tell_it(old, new, expected):
    assert told(old, new) == expected


def test_a_rewritten_sentence_is_one_removal_and_one_addition():
    """The words "de", "in" and "een" stand in both, and hold nothing together."""
    old = "Wij gebruiken een methode voor sociaal gedrag in de klas."
    new = "Elke maandag is er een kringgesprek, en oefenen kinderen in kleine groepen op de gang."
    assert [piece.kind for piece in words(old, new)] == ["removed", "added", "same"]


def test_a_sentence_that_stayed_is_kept_whole_between_rewritten_ones():
    pieces = words(
        "Eerst dit. De juf kijkt mee. Dan weer iets anders.",
        "Nu heel wat nieuws. De juf kijkt mee. En een slot erbij.",
    )
    assert [piece.text for piece in pieces if piece.kind == "same"] == [". De juf kijkt mee.", "."]


@given(TEXT)
def test_equal_texts_have_no_difference(text):
    assert {piece.kind for piece in words(text, text)} <= {"same"}


@given(TEXT, TEXT)
def test_the_new_text_comes_out_to_the_letter(old, new):
    pieces = words(old, new)
    assert "".join(p.text + p.space for p in pieces if p.kind != "removed") == new


@given(TEXT, TEXT)
def test_the_words_of_the_old_text_come_out(old, new):
    left = "".join(piece.text + piece.space for piece in words(old, new) if piece.kind != "added")
    assert "".join(left.split()) == "".join(old.split())


@given(TEXT, TEXT)
def test_there_and_back_change_as_many_words(old, new):
    def counts(pieces, kind):
        return sum(len(words_in(piece.text)) for piece in pieces if piece.kind == kind)

    there, back = words(old, new), words(new, old)
    assert counts(there, "added") - counts(there, "removed") == counts(back, "removed") - counts(
        back, "added"
    )


@given(st.lists(st.integers(0, 4)), st.lists(st.integers(0, 4)))
def test_steps_alternate_and_cover_both_rows(old, new):
    found = steps(old, new)
    assert [x for s in found for x in old[s.i : s.j]] == old
    assert [x for s in found for x in new[s.k : s.m]] == new
    assert all(old[s.i : s.j] == new[s.k : s.m] for s in found if s.same)
    assert all(one.same != other.same for one, other in pairwise(found))


@given(st.text("abc"), st.text("abc"))
def test_likeness_is_the_same_both_ways(old, new):
    assert likeness(old, new) == likeness(new, old)
    assert likeness(old, old) == 1


@given(st.lists(st.lists(st.integers())))
def test_rows_are_spelled_alike_when_they_are_equal(rows):
    alphabet = Alphabet()
    spelled = [alphabet.spell(row) for row in rows]
    assert [[one == other for other in spelled] for one in spelled] == [
        [one == other for other in rows] for one in rows
    ]


@pytest.mark.parametrize(
    "pair", [("a " * 4000, "a " * 3999), ("a b " * 2000, "b a " * 2000), ("a" * 8000, "b" * 8000)]
)
def test_the_worst_texts_take_no_time(pair):
    started = thread_time()
    words(*pair)
    assert thread_time() - started < 1

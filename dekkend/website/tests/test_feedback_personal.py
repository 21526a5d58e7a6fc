"""What may say who someone is, pointed out; and left out."""

import pytest

from dekkend.website.feedback.personal import spots_in, without

NAMES = ["Marit de Wit", "Youssef Amrani"]


def found(words: str) -> list[tuple[str, str]]:
    return [(spot.text, spot.what) for spot in spots_in(words, NAMES, ["De Regenton", "Oudveen"])]


@pytest.mark.parametrize(
    ("words", "spots"),
    [
        ("Mail mij op s.o+school@mail.example.org.", [("s.o+school@mail.example.org", "een e-mailadres")]),
        ("Mijn adres is ouder (at) example.org", [("ouder (at) example.org", "een e-mailadres")]),
        ("Bel 06 12 34 56 78.", [("06 12 34 56 78", "een telefoonnummer")]),
        ("Of bel 0348-123456.", [("0348-123456", "een telefoonnummer")]),
        ("Bel +31 6 12345678!", [("+31 6 12345678", "een telefoonnummer")]),
        ("Marit luistert goed, en meneer amrani ook.", [("Marit", "een naam"), ("amrani", "een naam")]),
        ("Juf Anna van groep 4 luistert.", [("Juf Anna", "misschien een naam")]),
        ("Wij spraken juf Anna Bakker.", [("juf Anna Bakker", "misschien een naam")]),
        ("Voor onze zoon Sem is het te druk.", [("Sem", "misschien een naam")]),
        ("Het gaat om Noor van der Vis.", [("Noor van der Vis", "misschien een naam")]),
        ("De school kent TOS en spreekt ook Turks. Wij wonen in Oudveen.", []),
        ("Rust helpt. Kinderen van groep 8 gaan naar buiten in 2026.", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_is_pointed_out(words, spots):
    assert found(words) == spots


def test_only_what_was_chosen_is_left_out():
    words = "Onze Sem kreeg hulp van juf Anna. Bel 06 12345678."
    spots = spots_in(words, NAMES)
    assert [spot.text for spot in spots] == ["Sem", "juf Anna", "06 12345678"]
    assert without(words, [spots[0], spots[2]]) == (
        "Onze [weggelaten] kreeg hulp van juf Anna. Bel [weggelaten]."
    )
    assert without(words, []) == words


def test_a_long_text_is_no_burden():
    """1.500 signs of nothing but names: every one is found once."""
    spots = spots_in("en " + "Sem, " * 300, NAMES)
    assert len(spots) == 300

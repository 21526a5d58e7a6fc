"""The rules of a declaration by themselves: seats, days, numbers. No database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dekkend.cases.catalogue.kinds import Criterion, Kind, Review
from dekkend.cases.declaration import days, number, seats
from dekkend.cases.declaration.issuing import Declared, may_declare
from dekkend.cases.declaration.seats import FIRST, SECOND, Candidate, marks_of, may_sit
from dekkend.cases.models import ExpertOpinion

Profession = ExpertOpinion.Profession
ANNA = marks_of("drs. Anna Kuiper", 7)


@pytest.mark.parametrize(
    ("seat", "allowed"),
    [
        (FIRST, {"special_pedagogue", "psychologist", "child_psychologist"}),
        (SECOND, {"child_psychologist", "pedagogue", "child_psychiatrist", "social_worker", "physician"}),
    ],
)
def test_each_seat_has_its_professions_and_no_other(seat, allowed):
    fit = {name for name in Profession.values if may_sit(Candidate(seat, name, ANNA))}
    assert fit == allowed


def test_the_case_that_made_a_declaration_void():
    """LBT 108283: a pedagogue first and a special pedagogue second."""
    assert "artikel 34.8" in may_sit(Candidate(FIRST, "pedagogue", ANNA)).reason
    assert "artikel 34.8" in may_sit(Candidate(SECOND, "special_pedagogue", ANNA)).reason


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"of_school": True}, seats.OF_SCHOOL),
        ({"involved": True}, seats.INVOLVED),
        ({"seat": 3}, seats.NO_SEAT),
        ({"profession": "astrologer"}, seats.WRONG_SEAT[FIRST]),
    ],
)
def test_refused_with_the_rule(facts, reason):
    candidate = {"seat": FIRST, "profession": "psychologist", "known_by": ANNA} | facts
    assert may_sit(Candidate(**candidate)).reason == reason


@pytest.mark.parametrize(
    ("name", "account", "is_same"),
    [
        ("Anna  kuiper", None, True),
        ("Prof. dr. Anna-Kuiper, MSc", None, True),
        ("A.B. Kuiper", None, False),
        ("Iemand Anders", 7, True),
        ("Anna Kuiper", 8, True),
        ("Hanna Kuiper", None, False),
        ("Anna Kuipers", 8, False),
    ],
)
def test_the_same_person_in_both_seats(name, account, is_same):
    other = Candidate(SECOND, "pedagogue", ANNA)
    verdict = may_sit(Candidate(FIRST, "psychologist", marks_of(name, account)), other)
    assert (verdict.reason == seats.BOTH_SEATS) is is_same


@pytest.mark.parametrize(
    ("begins_on", "ends_on"),
    [
        (date(2026, 11, 25), date(2028, 7, 31)),
        (date(2018, 4, 25), date(2019, 7, 31)),  # a declaration that a court looked at (S74)
        (date(2026, 7, 31), date(2027, 7, 31)),
        (date(2026, 8, 1), date(2027, 7, 31)),
        (date(2026, 8, 2), date(2028, 7, 31)),
        (date(2028, 2, 29), date(2029, 7, 31)),
    ],
)
def test_so_holds_for_what_is_left_and_a_whole_school_year(begins_on, ends_on):
    assert days.first_end(begins_on) == ends_on


@given(st.dates(date(2014, 8, 1), date(2100, 1, 1)))
def test_there_is_always_a_whole_school_year_in_it(begins_on):
    ends_on = days.first_end(begins_on)
    whole = date(ends_on.year - 1, 8, 1)
    assert begins_on <= whole
    assert (ends_on.month, ends_on.day) == (7, 31)
    assert (whole - begins_on).days < 366


@given(st.dates(date(2014, 8, 1), date(2100, 1, 1)))
def test_a_school_year_runs_from_august_to_july(on):
    begins, ends = days.school_year_begins(on), days.school_year_ends(on)
    assert begins <= on <= ends
    assert ends.year == begins.year + 1


@pytest.mark.parametrize("typed", ["PO9901-000042", "po 99.01-42", "9901 – 42", " PO9901/0042 ", "990142"])
def test_a_number_as_people_type_it(typed):
    assert number.read(typed) == ("PO9901", 42)


@pytest.mark.parametrize(
    "typed", ["", "42", "PO9901", "PO9901-000000", "PO99O1-42", "PO9901-42x", "-", "٣" * 8]
)
def test_what_is_no_number(typed):
    assert number.read(typed) is None


@given(st.integers(1, 10**9 - 1))
def test_what_is_written_is_read_again(serial):
    assert number.read(number.written("PO9901", serial)) == ("PO9901", serial)


def kind(*declaration):
    review = Review("objection", 6, "", "")
    texts = ("placement", "Plaatsing", "", "", "committee", "consulted", "form")
    return Kind(*texts, 24, (Criterion("a", "A"),), review, declaration=declaration)


BEGIN, END = date(2026, 11, 25), date(2028, 7, 31)


@pytest.mark.parametrize(
    ("kind", "declared", "ends_on", "refusal"),
    [
        (kind("SBO", "SO"), Declared("SO", "low"), END, ""),
        (kind("SBO", "SO"), Declared("SBO"), date(2027, 7, 31), ""),
        (kind(), None, END, ""),
        (kind(), Declared("SBO"), END, "hoort geen verklaring"),
        (kind("SBO", "SO"), None, END, "SBO of SO"),
        (kind("SBO"), Declared("SO", "low"), END, "voor welke school"),
        (kind("SBO", "SO"), Declared("SBO", "low"), END, "geen categorie"),
        (kind("SBO", "SO"), Declared("SO"), END, "laag, midden of hoog"),
        (kind("SBO", "SO"), Declared("SO", "huge"), END, "laag, midden of hoog"),
        (kind("SBO", "SO"), Declared("SO", "low"), date(2028, 7, 30), "31 juli 2028"),
    ],
)
def test_what_an_award_may_declare(kind, declared, ends_on, refusal):
    verdict = may_declare(kind, declared, BEGIN, ends_on)
    assert refusal in verdict.reason
    assert bool(verdict) is not bool(refusal)


def test_initials_tell_two_people_apart_and_titles_do_not():
    assert not marks_of("J. Jansen", None) & marks_of("P. Jansen", None)
    assert marks_of("dr. J. Jansen", None) == marks_of("j jansen", None)

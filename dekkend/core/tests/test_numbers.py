"""What a browser sends as a number of a row."""

import pytest

from dekkend.core.numbers import number_in


@pytest.mark.parametrize(
    ("given", "number"), [("7", 7), ("0012", 12), ("9" * 18, 999_999_999_999_999_999), ("0", 0)]
)
def test_a_number_is_read(given, number):
    assert number_in(given) == number


@pytest.mark.parametrize("given", ["", " 7", "-7", "7.0", "seven", "٧", "²", "9" * 19, "9" * 5000])
def test_anything_else_is_no_row(given):
    assert number_in(given) == 0

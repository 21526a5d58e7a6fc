from datetime import date

import pytest

from dekkend.workflow.terms import add_months, add_weeks, days_left


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 11, 23), 13, date(2027, 12, 23)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -12, date(2025, 1, 15)),
    ],
)
def test_months_keep_the_day_or_take_the_last_one(day, months, later):
    assert add_months(day, months) == later


def test_weeks():
    assert add_weeks(date(2026, 11, 3), 6) == date(2026, 12, 15)


def test_days_left_counts_down_to_zero_on_the_day_itself():
    assert days_left(date(2026, 12, 15), date(2026, 11, 23)) == 22
    assert days_left(date(2026, 12, 15), date(2026, 12, 15)) == 0
    assert days_left(date(2026, 12, 15), date(2026, 12, 16)) == -1

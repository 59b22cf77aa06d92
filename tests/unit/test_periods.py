"""What the tables of docs/spec/periods.md do not show."""

import datetime as dt

import pytest

from interictal.errors import InvalidInput
from interictal.periods import Period, calendar_periods, cycle_day, injection_periods

D = dt.date.fromisoformat


def test_half_open() -> None:
    """The start is in, the end is out."""
    period = Period(D("2024-01-01"), D("2024-01-29"), 1, 1)
    assert D("2024-01-01") in period
    assert D("2024-01-28") in period
    assert D("2024-01-29") not in period
    assert D("2023-12-31") not in period


@pytest.mark.parametrize("end", ["2024-01-01", "2023-12-31", "2024-01-30"])
def test_impossible_periods(end: str) -> None:
    """Empty, backwards or longer than 28 days."""
    with pytest.raises(InvalidInput, match="1 to 28 days"):
        Period(D("2024-01-01"), D(end), None, 1)


def test_a_period_may_be_one_day_long() -> None:
    """An injection on the day after another."""
    assert Period(D("2024-01-01"), D("2024-01-02"), None, 1).days == 1


def test_backwards_spans() -> None:
    """Both anchors refuse a last day before the first."""
    with pytest.raises(InvalidInput, match="or later"):
        calendar_periods(D("2024-01-02"), D("2024-01-01"))
    with pytest.raises(InvalidInput, match="or later"):
        injection_periods([D("2024-01-02")], D("2024-01-02"), D("2024-01-01"))


def test_no_injection() -> None:
    """Says what to use instead."""
    with pytest.raises(InvalidInput, match="calendar_periods"):
        injection_periods([], D("2024-01-01"), D("2024-01-02"))


def test_cycle_day() -> None:
    """Day 0 is the injection's own; 84 is twelve weeks."""
    assert cycle_day(D("2024-03-01"), D("2024-03-01")) == 0
    assert cycle_day(D("2024-02-29"), D("2024-03-01")) == -1
    assert cycle_day(D("2024-05-24"), D("2024-03-01")) == 84

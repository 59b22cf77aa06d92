"""Days, doses and what is expected."""

import datetime as dt

import pytest

from interictal.errors import InvalidInput
from interictal.forecast.patient.records import (
    FREE,
    HEADACHE,
    UNKNOWN,
    Dose,
    Expected,
    History,
)

FIRST = dt.date(2024, 1, 1)


@pytest.mark.parametrize("units", [0, -1, 1000.1, float("nan")])
def test_impossible_doses(units: float) -> None:
    with pytest.raises(InvalidInput, match="units"):
        Dose(0, units)


def test_history() -> None:
    """The origin is the day after; a shorter history has the sessions before its end only."""
    history = History(FIRST, (HEADACHE, UNKNOWN, FREE), (Dose(-5, 155), Dose(1, 155)))
    assert (history.origin, history.recorded, history.headaches) == (dt.date(2024, 1, 4), 2, 1)
    assert history.until(1) == History(FIRST, (HEADACHE,), (Dose(-5, 155),))
    assert History(FIRST, ()).origin == FIRST
    with pytest.raises(InvalidInput, match="days"):
        History(FIRST, (2,))


def test_expected() -> None:
    one = Expected((0.1, 0.2, 0.3, 0.4))
    assert one.mean == pytest.approx(2.0)
    assert one.median == 2
    assert one.interval(50) == (1, 3)
    assert one.interval(80) == (0, 3)
    assert [one.at_most(count) for count in (-1, 0, 1, 3, 9)] == pytest.approx([0, 0.1, 0.3, 1, 1])
    with pytest.raises(InvalidInput, match="level"):
        one.interval(90)


def test_quantiles_survive_rounding() -> None:
    """A sum that falls short of 1 by rounding still has a last count; a half reached by rounding is reached."""
    assert Expected((0.5, 0.5 - 1e-9)).quantile(1) == 1
    assert Expected((0.1,) * 5 + (0.5,)).quantile(0.5) == 4

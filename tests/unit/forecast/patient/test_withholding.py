"""When no forecast is shown; the table of reasons stands in docs/spec/patient-forecast.md."""

import datetime as dt

import pytest

from interictal.forecast.patient.backtest import past_scores
from interictal.forecast.patient.parameters import MODEL, baselines, daily
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN, History, Past
from interictal.forecast.patient.withholding import (
    EVERY_DAYS,
    HELD_AGAINST,
    HORIZON_DAYS,
    MOST_PAST_DAYS,
    past,
    withheld,
)
from support.grids import simulated

FIRST = dt.date(2024, 1, 1)


def _history(*days: int) -> History:
    return History(FIRST, days)


GOOD = _history(*(HEADACHE, FREE) * 20)


def test_the_first_reason_of_the_caller_comes_first() -> None:
    found = withheld(_history(HEADACHE), None, [("one", "First."), ("two", "Second.")])
    assert found is not None
    assert (found.code, found.reason) == ("one", "First.")


@pytest.mark.parametrize(("score", "code"), [(-2.0, "baseline-better"), (-1.9, None), (-2.1, "baseline-better")])
def test_a_forecast_that_its_own_past_does_not_bear_out(score: float, code: str | None) -> None:
    """Beaten by the simple one, or no better: withheld."""
    found = withheld(GOOD, Past(5, score, -2.0, "markov"), ())
    assert (found and found.code) == code
    if found:
        assert f"{score:.2f}" in found.reason
        assert "5 forecasts" in found.reason


def test_a_short_past_is_not_judged() -> None:
    """Fewer than three forecasts say nothing: neither shown for it nor withheld."""
    assert past(_history(*(HEADACHE,) * 49), daily()) is None
    assert withheld(GOOD, None, ()) is None


def test_the_past_is_the_backtest_of_one_patient() -> None:
    """Its latest year alone, by mean log scores."""
    long = _history(*(FREE,) * 200, *(HEADACHE, HEADACHE, FREE) * 150)
    found = past(long, daily())
    assert found is not None
    scores = past_scores(
        long, daily(), baselines(), HORIZON_DAYS, EVERY_DAYS, against=HELD_AGAINST,
        since=len(long.days) - MOST_PAST_DAYS,
    )  # fmt: skip
    assert found.origins == len(scores[MODEL])
    assert found.score == pytest.approx(sum(each.log_score for each in scores[MODEL]) / found.origins)
    assert found.baseline_score == pytest.approx(sum(each.log_score for each in scores[HELD_AGAINST]) / found.origins)
    everything = past_scores(long, daily(), baselines(), HORIZON_DAYS, EVERY_DAYS, against=HELD_AGAINST)
    assert found.origins < len(everything[MODEL])


def test_days_not_recorded_are_no_days() -> None:
    """14 recorded days long ago are not enough."""
    assert withheld(_history(*(HEADACHE,) * 14), None, ()) is None
    found = withheld(_history(*(HEADACHE,) * 14, *(UNKNOWN,) * 22), None, ())
    assert found is not None
    assert found.code == "recent-days-missing"


def test_a_short_past_judges_with_noise() -> None:
    """Patients of the model itself, 17 weeks each: most are shown, but chance withholds some."""
    diaries = simulated(daily(), 30, 120, seed=4)
    told = [withheld(_history(*days), past(_history(*days), daily()), ()) for days in diaries]
    beaten = sum(each is not None for each in told)
    assert 0 < beaten < 15

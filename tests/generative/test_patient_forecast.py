"""Any diary with any sessions: probabilities that are finite and sum to 1, and the filter equals every path."""

import datetime as dt
from math import isfinite, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.forecast.patient.counting import counted
from interictal.forecast.patient.document import forecast_document
from interictal.forecast.patient.filtering import Treatment, posterior
from interictal.forecast.patient.outlook import forecast
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN, Dose, Expected, Forecast, History
from interictal.forecast.patient.scores import scored
from support.grids import by_hand, small_grid

FIRST = dt.date(2024, 1, 1)
DAYS = st.sampled_from([UNKNOWN, FREE, HEADACHE])
TREATMENTS = st.none() | st.builds(
    lambda placebo, relief: Treatment((placebo,), (relief,)), st.floats(0, 1), st.floats(0, 3)
)


def _every_number(value: object) -> list[float]:
    if isinstance(value, dict):
        return [number for each in value.values() for number in _every_number(each)]
    if isinstance(value, list):
        return [number for each in value for number in _every_number(each)]
    return [value] if isinstance(value, float | int) and not isinstance(value, bool) else []


def _sound(found: Forecast) -> None:
    for span in (*found.weeks, *found.periods):
        for one in (span.expected, span.without_next):
            if one is not None:
                assert sum(one.probabilities) == pytest.approx(1)
                assert min(one.probabilities) >= 0
                low, high = one.interval(95)
                assert low <= one.median <= high
    for one in found.responder:
        assert 0 <= one.response_50 <= one.response_30 <= 1
    assert all(map(isfinite, _every_number(forecast_document(found))))


@settings(max_examples=30)
@given(days=st.lists(DAYS, max_size=120), weeks=st.integers(1, 8))
def test_any_diary(days: list[int], weeks: int) -> None:
    """Shown or withheld, without a number that is none, and the same every time."""
    history = History(FIRST, tuple(days))
    found = forecast(history, weeks=weeks)
    _sound(found)
    assert bool(found.weeks) is (found.withheld is None)
    assert found == forecast(history, weeks=weeks)


@settings(max_examples=4)
@given(
    days=st.lists(DAYS, min_size=20, max_size=48),
    given_days=st.lists(st.integers(-100, 19), max_size=2, unique=True),
    units=st.floats(1, 1000),
    ahead=st.none() | st.integers(0, 6),
)
def test_any_sessions(days: list[int], given_days: list[int], units: float, ahead: int | None) -> None:
    doses = tuple(Dose(day, units) for day in sorted(given_days))
    coming = None if ahead is None else Dose(len(days) + ahead, units)
    _sound(forecast(History(FIRST, tuple(days), doses), next_dose=coming, weeks=1))


@settings(max_examples=25)
@given(seen=st.lists(DAYS, max_size=3), counts=st.lists(st.booleans(), max_size=2), treatment=TREATMENTS)
def test_filter_and_counts_equal_every_path(seen: list[int], counts: list[bool], treatment: Treatment | None) -> None:
    states = small_grid()
    likelihood, spread, _ = by_hand(states, seen, counts, treatment)
    state = posterior(states, seen, treatment)
    assert state.log_likelihood == pytest.approx(log(likelihood))
    assert counted(state, counts, treatment)[1] == pytest.approx(spread)


@given(
    before=st.lists(DAYS, max_size=30), after=st.lists(DAYS, max_size=30), treatment=TREATMENTS, days=st.integers(1, 9)
)
def test_a_missing_day_is_both_answers_together(
    before: list[int], after: list[int], treatment: Treatment | None, days: int
) -> None:
    """Likelihood and forecast with a gap: the sum over what the day could have been."""
    states = small_grid()
    one, other, gap = (posterior(states, [*before, day, *after], treatment) for day in (FREE, HEADACHE, UNKNOWN))
    assert np.logaddexp(one.log_likelihood, other.log_likelihood) == pytest.approx(gap.log_likelihood)
    weights = np.exp([one.log_likelihood - gap.log_likelihood, other.log_likelihood - gap.log_likelihood])
    spreads = np.array([counted(each, [True] * days, treatment)[1] for each in (one, other)])
    assert counted(gap, [True] * days, treatment)[1] == pytest.approx(weights @ spreads)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30).filter(lambda each: sum(each) > 0.01), st.data())
def test_scores_of_any_forecast(weights: list[float], data: st.DataObject) -> None:
    """Finite, in their range; the transform's histogram sums to 1; wider intervals cover more."""
    chances = tuple(each / sum(weights) for each in weights)
    came = data.draw(st.integers(0, len(chances) - 1))
    found = scored(0, Expected(chances), came, [0.3], [1])
    assert isfinite(found.log_score)
    assert found.log_score <= 1e-12
    assert 0 <= found.crps <= len(chances)
    assert sum(found.pit) == pytest.approx(1)
    assert 0 <= found.covered[0] <= found.covered[1] + 1e-9 <= found.covered[2] + 2e-9 <= 1 + 3e-9
    assert found.inside[0] <= found.inside[1] <= found.inside[2]

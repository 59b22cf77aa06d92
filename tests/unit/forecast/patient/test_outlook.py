"""What is expected of the coming weeks."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from interictal.errors import InvalidInput
from interictal.forecast.patient import grid as grids
from interictal.forecast.patient.filtering import posterior
from interictal.forecast.patient.grid import grid
from interictal.forecast.patient.outlook import baseline, forecast
from interictal.forecast.patient.parameters import Daily, daily
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN, Dose, Forecast, History
from support.diaries import unfold

FIRST = dt.date(2024, 1, 1)
_DAYS = {"H": HEADACHE, ".": FREE, "_": UNKNOWN}


@pytest.fixture(autouse=True)
def _few_states(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A coarse grid: what holds of every forecast holds on it too, in a tenth of the time."""
    for name, points in (("LEVEL", 7), ("PERSISTENCE", 3), ("PLACEBO", 2), ("TOXIN", 2), ("DRIFT", 5)):
        monkeypatch.setattr(grids, f"{name}_POINTS", points)
    grid.cache_clear()
    yield
    grid.cache_clear()


def history(line: str, *doses: Dose) -> History:
    """Of H, . and _."""
    return History(FIRST, tuple(_DAYS[letter] for letter in unfold(line)), doses)


MIXED = "(HH.H..H)6"
"""42 days: too few for a past of its own, so never withheld for it."""


def _probabilities(found: Forecast) -> list[tuple[float, ...]]:
    return [span.expected.probabilities for span in (*found.weeks, *found.periods)]


def test_weeks_and_periods_follow_each_other() -> None:
    """From the day after the diary, without gaps; as many whole 28 days as the weeks hold."""
    found = forecast(history(MIXED), weeks=9)
    assert [span.number for span in found.weeks] == list(range(1, 10))
    assert found.weeks[0].start == found.history.origin == found.periods[0].start
    for before, now in pairwise(found.weeks):
        assert now.start == before.end + dt.timedelta(1)
    assert [(span.end - span.start).days for span in found.periods] == [27, 27]
    assert [len(span.expected.probabilities) for span in (found.weeks[0], found.periods[0])] == [8, 29]
    assert all(sum(each) == pytest.approx(1) for each in _probabilities(found))
    assert sum(span.expected.mean for span in found.weeks[:4]) == pytest.approx(found.periods[0].expected.mean)
    assert all(span.without_next is None for span in (*found.weeks, *found.periods))
    assert (found.responder, found.wearing_off, found.baseline, found.withheld) == ((), None, None, None)


def test_fewer_than_four_weeks_have_no_period() -> None:
    assert forecast(history(MIXED), weeks=3).periods == ()


@pytest.mark.parametrize("weeks", [0, 53, -1])
def test_weeks_out_of_range(weeks: int) -> None:
    with pytest.raises(InvalidInput, match="--weeks"):
        forecast(history(MIXED), weeks=weeks)


@pytest.mark.parametrize("day", [41, 42 + 28])
def test_the_next_session_is_within_the_weeks(day: int) -> None:
    with pytest.raises(InvalidInput, match="--next"):
        forecast(history(MIXED), next_dose=Dose(day, 155), weeks=4)
    assert forecast(history(MIXED), next_dose=Dose(42, 155), weeks=1).weeks
    assert forecast(history(MIXED), next_dose=Dose(42 + 6, 155), weeks=1).weeks


def test_withheld_has_nothing_but_its_reason() -> None:
    found = forecast(history(MIXED), reasons=[("code", "Why.")])
    assert found.withheld is not None
    assert (found.weeks, found.periods, found.responder, found.wearing_off) == ((), (), (), None)
    assert forecast(history("H13")).withheld is not None


def test_more_headache_is_expected_after_more_headache() -> None:
    """A headache day raises what is expected, and the later the more."""
    bare, early, late = (
        forecast(history(MIXED + line), weeks=4).periods[0].expected.mean for line in (".......", "H......", "......H")
    )
    assert bare < early < late


def test_a_missing_day_is_both_answers_at_once() -> None:
    """The forecast after a gap is the mean of the two it could have been, weighed by their probability."""
    states = grid(daily())
    line = MIXED + "_" + "H.H"
    spreads, weights = [], []
    for letter in "H.":
        one = history(line.replace("_", letter))
        spreads.append(forecast(one, weeks=1).weeks[0].expected.probabilities)
        weights.append(np.exp(posterior(states, one.days, None).log_likelihood))
    share = np.array(weights) / sum(weights)
    assert forecast(history(line), weeks=1).weeks[0].expected.probabilities == pytest.approx(
        share @ np.array(spreads), abs=1e-4
    )


def test_a_next_session_lowers_what_is_expected_from_its_day_on() -> None:
    """Not before it; without it nothing changes."""
    found = forecast(history(MIXED), next_dose=Dose(42 + 14, 155), weeks=5)
    plain = forecast(history(MIXED), weeks=5)
    for number, (span, bare) in enumerate(zip(found.weeks, plain.weeks, strict=True)):
        assert span.without_next is not None
        assert span.without_next.mean == pytest.approx(bare.expected.mean, abs=1e-3)
        if number < 2:
            assert span.expected.mean == pytest.approx(span.without_next.mean, abs=1e-9)
        else:
            assert span.expected.mean < span.without_next.mean
    assert found.wearing_off is not None
    assert found.wearing_off.session == FIRST + dt.timedelta(56)
    assert 0 <= found.wearing_off.share_before_week_12 <= 1


def test_a_far_session_does_nothing() -> None:
    """One of years before the diary: its effect is gone, the course with placebo is complete."""
    found = forecast(history(MIXED, Dose(-2000, 155)), weeks=1)
    assert all(sum(each) == pytest.approx(1) for each in _probabilities(found))


def test_baseline_is_of_the_28_days_before_the_first_session() -> None:
    assert baseline(history(MIXED), None) is None
    assert baseline(history("H30.20", Dose(30, 155)), None) == (28, 28)
    assert baseline(history("H30.20", Dose(100, 155)), Dose(40, 155)) == (18, 28)
    assert baseline(history("H30.20"), Dose(50, 155)) == (8, 28)
    assert baseline(history("H9_19.20", Dose(28, 155)), None) is None
    assert baseline(history("H10_18.20", Dose(28, 155)), None) == (10, 10)
    assert baseline(history("H30", Dose(-5, 155)), None) is None


def test_a_response_seen_already_is_certain() -> None:
    """28 days of the first cycle have fallen by half: 1 in this cycle and in the next."""
    seen = forecast(history("H28 (H.)14 H14", Dose(28, 155)), next_dose=Dose(77, 155), weeks=5)
    assert [(one.response_30, one.response_50) for one in seen.responder] == [(1, 1), (1, 1)]
    assert [one.without_next for one in seen.responder] == [(1, 1), (1, 1)]


def test_a_response_of_an_earlier_cycle_counts() -> None:
    """The first cycle is over, the second has risen again."""
    found = forecast(history("H28 (H.)14 H14 H10", Dose(28, 155), Dose(70, 155)), weeks=4)
    assert [(one.cycle, one.response_50) for one in found.responder] == [(1, 1), (2, 1)]


def test_a_period_that_did_not_fall_leaves_the_answer_open() -> None:
    """28 days of the cycle are over without a response, or hardly recorded: the next 28 may still have one."""
    for seen in ("H28 H6", "._27 H7"):
        (one,) = forecast(history("H28" + seen, Dose(28, 155)), weeks=2).responder
        assert 0 < one.response_50 < 1
    earlier, later = forecast(history("H28 H28 H6", Dose(28, 155), Dose(56, 155)), weeks=4).responder
    assert (earlier.cycle, earlier.response_50, later.cycle) == (1, 0, 2)
    assert 0 < later.response_50 < 1


def test_responses_by_cycle() -> None:
    """More by a later cycle, 30 % more likely than 50 %, and less likely without the next session."""
    found = forecast(history("(HHHHHH.)6", Dose(28, 155)), next_dose=Dose(56, 155), weeks=6)
    assert found.baseline == (24, 28)
    assert [one.cycle for one in found.responder] == [1, 2]
    first, second = found.responder
    assert (first.start, first.by) == (FIRST + dt.timedelta(28), FIRST + dt.timedelta(55))
    assert 0 < first.response_50 < first.response_30 < 1
    assert first.response_30 <= second.response_30 < 1
    assert first.without_next == pytest.approx((first.response_30, first.response_50))
    assert second.without_next is not None
    assert second.without_next[0] < second.response_30
    assert second.without_next[1] < second.response_50


def test_a_response_is_at_least_that_of_the_first_period() -> None:
    """At least the share of the count's own distribution in the first 28 days; the same however far is looked."""
    one = history("(HHHHHH.)6")
    found = forecast(one, next_dose=Dose(42, 155), weeks=4)
    assert found.baseline == (24, 28)
    (first,) = found.responder
    spread = found.periods[0].expected
    assert first.response_50 >= spread.at_most(12) - 1e-9
    assert first.response_30 >= spread.at_most(16) - 1e-9
    assert forecast(one, next_dose=Dose(42, 155), weeks=5).responder == found.responder


def test_without_headache_before_there_is_no_response() -> None:
    found = forecast(history(".56", Dose(40, 155)), weeks=4)
    assert found.baseline == (0, 28)
    assert found.responder == ()


def test_cycles_that_are_too_short_have_no_response_and_those_that_are_over_are_decided() -> None:
    """A session 26 days before the next has no 28 days; what a cycle of 84 days ago reached is known."""
    found = forecast(history("H56", Dose(30, 155)), next_dose=Dose(56, 155), weeks=4)
    assert [one.cycle for one in found.responder] == [2]
    (over,) = forecast(history("H28 (H.)42", Dose(28, 155)), weeks=4).responder
    assert (over.cycle, over.response_30, over.response_50) == (1, 1, 1)


@pytest.mark.parametrize("line", ["H60", ".60", "(H.)30", "H60_10.7"])
def test_extreme_diaries_are_wide_and_finite(line: str) -> None:
    """Nothing is certain, whatever was recorded."""
    found = forecast(history(line), weeks=52)
    for each in _probabilities(found):
        assert np.isfinite(each).all()
        assert sum(each) == pytest.approx(1)
        assert min(each) > 0


def test_the_same_forecast_every_time() -> None:
    one = history("(HH._)10", Dose(30, 155))
    assert forecast(one, next_dose=Dose(40, 155), weeks=2) == forecast(one, next_dose=Dose(40, 155), weeks=2)


def test_other_parameters_can_be_tried() -> None:
    sure = Daily(-3.0, 0.3, 0.3, 28.0, 0.5, 0.2)
    low = forecast(history("H14"), parameters=sure, weeks=4).periods[0].expected.mean
    assert low < forecast(history("H14"), weeks=4).periods[0].expected.mean

"""The naive forecasts, by their formulas."""

from math import comb

import pytest

from interictal.forecast.patient.baselines import (
    BASELINES,
    VARIANTS,
    last_28_days,
    markov,
    markov_integrated,
    own_rate,
    own_rate_integrated,
    population_rate,
)
from interictal.forecast.patient.parameters import Baselines
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN

H, F, U = HEADACHE, FREE, UNKNOWN
KNOWN = Baselines(0.6, (3.0, 2.0), (2.0, 4.0), (5.0, 1.0))


def _binomial(days: int, chance: float) -> list[float]:
    return [comb(days, k) * chance**k * (1 - chance) ** (days - k) for k in range(days + 1)]


@pytest.mark.parametrize("forecast", [*BASELINES.values(), *VARIANTS.values()], ids=[*BASELINES, *VARIANTS])
@pytest.mark.parametrize("history", [(), (U, U), (H,) * 40, (F,) * 40, (H, U, F, H, U)], ids=len)
def test_probabilities(forecast, history: tuple[int, ...]) -> None:
    """They sum to 1, and the days sum to the mean of the count; only the days that count are counted."""
    counts = [True, False, True, True]
    spread, daily = forecast(history, counts, KNOWN)
    assert len(spread) == 4
    assert len(daily) == 4
    assert spread.sum() == pytest.approx(1)
    assert (spread > 0).all()
    mean = sum(count * each for count, each in enumerate(spread))
    assert mean == pytest.approx(sum(p for p, counting in zip(daily, counts, strict=True) if counting))


def test_one_rate() -> None:
    """Pooled, shrunk, or of the last 28 days with half a day of each kind."""
    history = (F,) * 30 + (H, U, H, F)
    days = [True] * 3
    for forecast, chance in ((population_rate, 0.6), (own_rate, 5 / 38), (last_28_days, 2.5 / 28)):
        spread, daily = forecast(history, days, KNOWN)
        assert spread == pytest.approx(_binomial(3, chance))
        assert daily == pytest.approx([chance] * 3)


def test_markov_shrinks_its_two_chances() -> None:
    """From free 1 of 2 and from headache 1 of 2, with the population's counts added: 3/8 and 6/8."""
    spread, daily = markov((F, H, H, F, F), [True, True], KNOWN)
    first = 3 / 8
    assert daily == pytest.approx([first, first * 6 / 8 + (1 - first) * 3 / 8])
    assert spread == pytest.approx([5 / 8 * 5 / 8, first * 2 / 8 + 5 / 8 * 3 / 8, first * 6 / 8])


def test_markov_carries_the_last_recorded_day_over_a_gap() -> None:
    """Two days unknown: two steps of the chain."""
    _, daily = markov((H, U, U), [True], KNOWN)
    free, headache = 2 / 6, 5 / 6
    chance = 1.0
    for _ in range(3):
        chance = chance * headache + (1 - chance) * free
    assert daily[0] == pytest.approx(chance)


def test_markov_without_a_day_is_the_long_run() -> None:
    _, daily = markov((), [True, True], KNOWN)
    assert daily == pytest.approx([2 / 3, 2 / 3])


def test_the_integrated_rate_is_beta_binomial() -> None:
    """One day: the mean of the posterior. Two days: wider than the binomial of that rate."""
    history = (H, H, F)
    assert own_rate_integrated(history, [True], KNOWN)[0] == pytest.approx([3 / 8, 5 / 8])
    spread, _ = own_rate_integrated(history, [True, True], KNOWN)
    assert spread == pytest.approx([3 * 4 / (8 * 9), 2 * 5 * 3 / (8 * 9), 5 * 6 / (8 * 9)])


def test_the_integrated_chain_is_near_its_posterior_mean() -> None:
    """One day ahead the chance is the posterior mean of the transition; the grid of 60 points is that good."""
    _, daily = markov_integrated((F, H, H, F, F), [True], KNOWN)
    assert daily[0] == pytest.approx(3 / 8, abs=0.002)

"""The states a patient can be in, on a grid: own level, persistence, response, and the drift of the day.

The grid is the product of standard normal quadratures, so that filtering on it is exact summation: no sampling, no
seed, the same result every time. Docs: docs/patient-forecast.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import comb, log, sqrt

import numpy as np

from interictal.forecast.patient.parameters import Daily, Response
from interictal.forecast.patient.records import Numbers

# Against a grid of 41, 15, 7, 9 and 25 points these give every expected 28-day count within about 0.1 day.
LEVEL_POINTS, LEVEL_REACH = 13, 3.2
PERSISTENCE_POINTS, PERSISTENCE_REACH = 5, 2.5
PLACEBO_POINTS = 3
TOXIN_POINTS = 6
DRIFT_POINTS = 11


@dataclass(frozen=True, slots=True)
class Grid:
    """States and their prior.

    Args:
        level: log-odds without drift and treatment, of each of S static states.
        persistence: of each static state.
        placebo: fall with placebo of each static state; zeros where no treatment is modelled.
        toxin: fall at a relief of 1, of each static state.
        prior: probability of each static state, sums to 1.
        drift: log-odds of each of D states of drift.
        moves: D x D probabilities of the drift from one day to the next; rows sum to 1.
        settled: D probabilities of the drift in the long run.
    """

    level: Numbers
    persistence: Numbers
    placebo: Numbers
    toxin: Numbers
    prior: Numbers
    drift: Numbers
    moves: Numbers
    settled: Numbers

    def only(self, kept: Numbers) -> Grid:
        """The grid of the static states ``kept`` (a mask of S)."""
        return Grid(
            self.level[kept], self.persistence[kept], self.placebo[kept], self.toxin[kept], self.prior[kept],
            self.drift, self.moves, self.settled,
        )  # fmt: skip

    @property
    def treated(self) -> bool:
        """Whether any state responds to treatment."""
        return bool(self.placebo.any() or self.toxin.any())


def normal_points(points: int, reach: float) -> tuple[Numbers, Numbers]:
    """Equally spaced standard normal values and weights that sum to 1; spectrally accurate for smooth likelihoods."""
    values = np.linspace(-reach, reach, points)
    weights = np.exp(-values * values / 2)
    return values, weights / weights.sum()


def drift_chain(points: int, kept: float) -> tuple[Numbers, Numbers, Numbers]:
    """A Markov chain with mean 0, variance 1 and autocorrelation ``kept`` a day.

    Returns:
        Values, probabilities from one day to the next, and probabilities in the long run.

    Source: Rouwenhorst's method (``kopecky-suen-2010``), which keeps both moments exactly however slow the drift is.
    """
    stay = (1 + kept) / 2
    moves = np.array([[stay, 1 - stay], [1 - stay, stay]])
    for size in range(3, points + 1):
        wider = np.zeros((size, size))
        wider[:-1, :-1] += stay * moves
        wider[:-1, 1:] += (1 - stay) * moves
        wider[1:, :-1] += (1 - stay) * moves
        wider[1:, 1:] += stay * moves
        wider[1:-1] /= 2
        moves = wider
    values = sqrt(points - 1) * np.linspace(-1, 1, points)
    settled = np.array([comb(points - 1, each) / 2 ** (points - 1) for each in range(points)])
    return values, moves, settled


@lru_cache(maxsize=32)
def grid(daily: Daily, response: Response | None = None) -> Grid:
    """The grid of the model.

    Args:
        daily: how days follow each other.
        response: what treatment does; None where none is given or planned: the grid then has no such axis.
    """
    level, level_weights = normal_points(LEVEL_POINTS, LEVEL_REACH)
    persistence, persistence_weights = normal_points(PERSISTENCE_POINTS, PERSISTENCE_REACH)
    placebo, placebo_weights = np.zeros(1), np.ones(1)
    toxin, toxin_weights = np.zeros(1), np.ones(1)
    if response is not None:
        placebo, placebo_weights = _hermite(PLACEBO_POINTS, response.placebo, response.placebo_sd)
        # The mean over all patients is given: those with a response have more, and the mean of a log-normal
        # distribution stands above its median.
        without, spread = response.toxin_without_response, response.toxin_spread
        sizes, toxin_weights = _hermite(TOXIN_POINTS, log(response.toxin / (1 - without)) - spread**2 / 2, spread)
        toxin = np.append(np.exp(sizes), 0.0)
        toxin_weights = np.append(toxin_weights * (1 - without), without)
    axes = np.meshgrid(
        daily.propensity + daily.propensity_sd * level,
        daily.persistence + daily.persistence_sd * persistence,
        placebo,
        toxin,
        indexing="ij",
    )
    weights = level_weights[:, None, None, None] * persistence_weights[:, None, None] * placebo_weights[:, None]
    prior = (weights * toxin_weights).ravel()
    drift, moves, settled = drift_chain(DRIFT_POINTS, 0.5 ** (1 / daily.drift_half_life_days))
    flat = [axis.ravel() for axis in axes]
    return Grid(flat[0], flat[1], flat[2], flat[3], prior, daily.drift_sd * drift, moves, settled)


def _hermite(points: int, mean: float, sd: float) -> tuple[Numbers, Numbers]:
    values, weights = np.polynomial.hermite_e.hermegauss(points)
    return mean + sd * values, weights / weights.sum()

"""Whom a trial lets in: chances of entry by baseline count that give a design its mean and SD.

The people who come are those of the diaries (daily.toml): a headache clinic's. A trial takes those above its entry
limit, and of them, by what it asks for besides, more of some and fewer of others; the chances that give a baseline are
solved for. People chosen for many headache days in four weeks have fewer in the next, whatever they are given:
truncation and regression to the mean follow from screening virtual people as a trial screens real ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from interictal.errors import InvalidInput
from interictal.forecast.trials import kernels, kernels_selection
from interictal.forecast.trials.design import Entry
from interictal.forecast.trials.kernels_numbers import Floats, exponential
from interictal.forecast.trials.population import Values

_PEOPLE = 2**19
_SEED = np.uint64(20)
_MEAN_WITHIN, _SD_WITHIN = 0.05, 0.1
"""Days within which mean and SD count as met."""
_FEWEST = 1 / 500
"""The smallest share of people that a trial may let in."""
_EXACT = 2.0**30
COMING = ("propensity", "propensity_sd", "persistence", "persistence_sd", "drift_sd", "drift_half_life_days",
          "missing", "missing_sd", "missing_stays")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is let in.

    Args:
        chances: of being let in, by headache days in the 28 before, shape (29,).
        let_in: share of the people who come; some are not because they keep no diary.
        mean, sd: of the baseline of those let in.
        note: says where the SD asked for cannot be met; "" where it is.
    """

    chances: NDArray[np.float64]
    let_in: float
    mean: float
    sd: float
    note: str


def selection(entry: Entry, values: Values) -> Selection:
    """Solve for the chances of entry of a design.

    Args:
        entry: whom the trial lets in.
        values: parameters at their estimates.

    Raises:
        InvalidInput: hardly anybody of those who come could be let in.
    """
    least, mean, sd = entry.minimum_headache_days, entry.baseline_mean, entry.baseline_sd
    share, whole = coming(tuple(values[name] for name in COMING))
    chances = np.zeros(kernels_selection.DAYS)
    if mean == least:
        chances[least] = 1.0
        let_in, reached, spread = float(share[least]), mean, 0.0
    else:
        let_in, reached, spread = kernels_selection.solve(mean, sd, least, share, chances)
    chances = np.floor(chances * _EXACT + 0.5) / _EXACT
    if abs(reached - mean) > _MEAN_WITHIN or let_in < _FEWEST:
        raise InvalidInput(
            "population.baseline_mean",
            f"{mean:g}",
            f"a mean that people with {least} to 28 headache days can have",
            "Fewer than one in 500 of those who come to a clinic could be let in.",
        )
    note = ""
    if abs(spread - sd) > _SD_WITHIN:
        note = f"Baseline SD {spread:.1f} instead of {sd:g}: as near as a choice from a clinic's people can come."
    return Selection(chances, whole * let_in, reached, spread, note)


@lru_cache(maxsize=8)
def coming(values: tuple[float, ...]) -> tuple[Floats, float]:
    """Share of people who come with each number of headache days in 28, of those who kept the diary; and their share.

    Args:
        values: of the parameters ``COMING``.
    """
    latent = np.zeros(kernels.LATENT)
    at = (kernels.MU, kernels.SIGMA_MU, kernels.KAPPA, kernels.SIGMA_KAPPA, kernels.SIGMA_D)
    latent[list(at)] = values[:5]
    latent[kernels.RHO] = weekly(values[5])
    latent[[kernels.MISSING_LOG_ODDS, kernels.SIGMA_MISSING, kernels.MISSING_STAYS]] = values[6:]
    latent[kernels.FEWEST_HOURS], latent[kernels.MILD_SPAN] = 1, 1
    found = np.empty((_PEOPLE, 1, kernels.FIELDS), np.int32)
    left = np.empty((_PEOPLE, 2), np.int32)
    none = np.zeros(0)
    screened = kernels.simulate(
        _SEED, np.uint64(0), np.uint64(0), 0, latent, np.ones(kernels_selection.DAYS), none, none,
        np.zeros(0, np.int64), kernels.OBSERVED, *kernels.tables(), found, left,
    )  # fmt: skip
    return kernels_selection.frequencies(found[:, 0, 0].copy()), _PEOPLE / screened


def weekly(half_life_days: float) -> float:
    """What is left of a drift after a week."""
    return float(exponential(-0.693147180559945309417 * 7 / half_life_days))

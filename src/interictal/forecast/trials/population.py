"""What people in trials are like: latent parameters with their sources, and a draw of them for each virtual trial.

Nothing here is observed. What a diary shows of these people is in ``kernels``; what is counted, in ``counts``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interictal.forecast.trials import kernels_draws as draws
from interictal.forecast.trials.kernels_numbers import logarithm

DATA = Path(__file__).parents[1] / "data"
DAILY = ("propensity", "propensity_sd", "drift_sd", "drift_half_life_days", "persistence", "persistence_sd")
SCALES = ("plain", "log", "logit", "fixed")
Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the population.

    Args:
        id: stable name.
        value: the estimate.
        low, high: 95 % interval; None where it is fixed.
        scale: on which scale it is uncertain: plain, log, logit; fixed where no uncertainty is carried.
        unit, words: what it measures.
        fitted_to: ids of the figures that it was fitted to.
        source: id of the document that it was taken from, "" where it was fitted or assumed.
        assumed: it rests on no figure; ``note`` says why it was chosen.
        prior: estimate and SD on its scale that the fit adds; None where the figures tell enough.
        note: anything else.
    """

    id: str
    value: float
    low: float | None
    high: float | None
    scale: str
    unit: str
    words: str
    fitted_to: tuple[str, ...]
    source: str
    assumed: bool
    prior: tuple[float, float] | None
    note: str


@dataclass(frozen=True, slots=True)
class Population:
    """All parameters, and how uncertain the fitted ones are together.

    Args:
        parameters: by id.
        names: ids of the fitted parameters that vary from trial to trial.
        factor: lower triangle whose product with its transpose is their covariance, each on its own scale.
    """

    parameters: Mapping[str, Parameter]
    names: tuple[str, ...]
    factor: NDArray[np.float64]

    @property
    def estimates(self) -> dict[str, float]:
        """Every parameter at its estimate, in a trial like the average one."""
        return {**{name: one.value for name, one in self.parameters.items()}, "trial": 0.0}

    def drawn(self, seed: int, replicate: int) -> dict[str, float]:
        """Every parameter for one virtual trial: fitted ones within their uncertainty, and what this trial has of its
        own."""
        found = self.estimates
        z = draws.normals(np.uint64(seed), np.uint64(replicate), len(self.names) + 1)
        values = np.array([found[name] for name in self.names])
        scales = np.array([SCALES.index(self.parameters[name].scale) for name in self.names], np.int64)
        found.update(zip(self.names, draws.moved(values, draws.times(self.factor, z), scales).tolist(), strict=True))
        found["trial"] = found["trial_sd"] * float(z[len(self.names)])
        return found


def moved(value: float, by: float, scale: str) -> float:
    """A value moved on its scale."""
    return float(draws.moved(np.array([value]), np.array([by]), np.array([SCALES.index(scale)], np.int64))[0])


def on_scale(value: float, scale: str) -> float:
    """A value on its scale."""
    if scale == "log":
        return float(logarithm(value))
    return float(logarithm(value / (1 - value))) if scale == "logit" else value


@cache
def population() -> Population:
    """The shipped population."""
    daily = tomllib.loads((DATA / "daily.toml").read_text(encoding="utf-8"))["daily"]
    return parse_population((DATA / "population.toml").read_text(encoding="utf-8"), daily)


def parse_population(text: str, daily: Mapping[str, Any]) -> Population:
    """A population from the text of population.toml and the table of daily.toml.

    Raises:
        ValueError: a parameter with an unknown key or scale, or with neither source nor fit nor assumption.
    """
    tables = tomllib.loads(text)
    fit = tables.pop("fit")
    found = {name: _parameter(name, {**daily[name], "scale": "fixed", "words": daily[name]["unit"]}) for name in DAILY}
    found |= {name: _parameter(name, table) for name, table in tables.items()}
    names = tuple(fit["names"])
    factor = np.zeros((len(names), len(names)))
    for row, numbers in enumerate(fit["factor"]):
        factor[row, : row + 1] = numbers
    return Population(found, names, factor)


def _parameter(name: str, table: Mapping[str, Any]) -> Parameter:
    low, high = table.get("interval", (table.get("low"), table.get("high")))
    prior = table.get("prior")
    one = Parameter(
        id=name,
        value=float(table["value"]),
        low=low,
        high=high,
        scale=table["scale"],
        unit=table["unit"],
        words=table["words"],
        fitted_to=tuple(table.get("fitted_to", ())),
        source=table.get("source", ""),
        assumed=table.get("assumed", False),
        prior=None if prior is None else (float(prior[0]), float(prior[1])),
        note=table.get("note", ""),
    )
    based = bool(one.fitted_to) + bool(one.source) + one.assumed
    if one.scale not in SCALES or based != 1 or (one.assumed and not one.note):
        raise ValueError(f"population: {name}: needs a scale, and one of fitted_to, source and assumed with its note")
    return one

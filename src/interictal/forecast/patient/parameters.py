"""The parameters of the patient model: read from the population file, each with its source or what it was fitted to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import isfinite
from pathlib import Path

from interictal.errors import InvalidInput

FILE = Path(__file__).parents[1] / "data" / "daily.toml"
POPULATION = FILE.with_name("population.toml")

VERSION = "1"
MODEL = "interictal-forecast"


@dataclass(frozen=True, slots=True)
class Daily:
    """How headache days of one patient follow each other, in log-odds.

    Args:
        propensity: mean over patients of the log-odds of a headache day.
        propensity_sd: its spread between patients.
        drift_sd: spread of the slow drift of one patient around the own level.
        drift_half_life_days: days in which half of a drift is forgotten.
        persistence: mean over patients of the log-odds ratio of headache after a headache day against after a day
            without.
        persistence_sd: its spread between patients.
    """

    propensity: float
    propensity_sd: float
    drift_sd: float
    drift_half_life_days: float
    persistence: float
    persistence_sd: float

    def __post_init__(self) -> None:
        for name in ("propensity_sd", "drift_sd", "drift_half_life_days", "persistence_sd"):
            value = getattr(self, name)
            if not (isfinite(value) and value > 0):
                raise InvalidInput(name, value, "a number above 0", "Correct the parameter.")
        for name in ("propensity", "persistence"):
            if not isfinite(getattr(self, name)):
                raise InvalidInput(name, getattr(self, name), "a finite number", "Correct the parameter.")


@dataclass(frozen=True, slots=True)
class Response:
    """What a course of treatment does to the log-odds of a headache day, in the population of the virtual trials.

    Args:
        placebo: mean fall with placebo in weeks 21 to 24.
        placebo_sd: its spread between patients.
        placebo_weeks: time constant of its fast part.
        placebo_slow_weeks: time constant of its slow part.
        placebo_slow_share: share of the slow part.
        toxin: mean fall from the toxin on top, over all patients, for a relief of 1.
        toxin_spread: standard deviation of its logarithm between patients with a response.
        toxin_without_response: share of patients whom the toxin does not change.
    """

    placebo: float
    placebo_sd: float
    placebo_weeks: float
    placebo_slow_weeks: float
    placebo_slow_share: float
    toxin: float
    toxin_spread: float
    toxin_without_response: float


@dataclass(frozen=True, slots=True)
class Baselines:
    """What the baselines shrink towards, fitted to the same diaries as the model.

    Args:
        rate: share of days with headache, all days pooled.
        own: shape of the beta distribution of patients' own rates (headache, free).
        after_free, after_headache: the same for headache after a day without and after a day with headache.
    """

    rate: float
    own: tuple[float, float]
    after_free: tuple[float, float]
    after_headache: tuple[float, float]


_Entries = dict[str, dict[str, object]]


def values(entries: _Entries, names: Iterable[str], file: str) -> dict[str, float]:
    """The numbers of some parameters.

    Raises:
        InvalidInput: one that is not a number, or that rests on nothing: neither source nor fitted_to nor assumed.
    """
    found: dict[str, float] = {}
    for name in names:
        entry = entries[name]
        if not (entry.get("source") or entry.get("fitted_to") or entry.get("assumed")):
            raise InvalidInput(name, "no source", "source, fitted_to or assumed", "Name one.", file=file)
        value = entry["value"]
        if not isinstance(value, float | int) or isinstance(value, bool):
            raise InvalidInput(name, value, "a number", "Correct it.", file=file)
        found[name] = float(value)
    return found


@cache
def daily() -> Daily:
    """The daily parameters that are shipped."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["daily"]
    return Daily(**values(entries, entries, FILE.name))


@cache
def response() -> Response:
    """What treatment does in the population that the virtual trials draw from."""
    entries = tomllib.loads(POPULATION.read_text(encoding="utf-8"))
    return Response(**values(entries, Response.__dataclass_fields__, POPULATION.name))


@cache
def baselines() -> Baselines:
    """The baselines' parameters that are shipped."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["baselines"]
    value = values(entries, entries, FILE.name)
    return Baselines(
        value["rate"],
        (value["own_headache"], value["own_free"]),
        (value["after_free_headache"], value["after_free_free"]),
        (value["after_headache_headache"], value["after_headache_free"]),
    )

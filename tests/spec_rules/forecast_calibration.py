"""docs/spec/forecast-calibration.md"""

import dataclasses
from functools import cache

import numpy as np
import pytest

from interictal.forecast.patient.filtering import Treatment
from interictal.forecast.patient.parameters import Daily, daily
from interictal.forecast.patient.records import FREE, UNKNOWN
from support.rank_histograms import Design, rank_on_points, ranks, uniform_p

LIMIT = 0.001


def _missing_as_free(
    days: list[int], treatment: Treatment | None, parameters: Daily
) -> tuple[list[int], Treatment | None, Daily]:
    return [FREE if day == UNKNOWN else day for day in days], treatment, parameters


def _little_drift(
    days: list[int], treatment: Treatment | None, parameters: Daily
) -> tuple[list[int], Treatment | None, Daily]:
    return days, treatment, dataclasses.replace(parameters, drift_sd=parameters.drift_sd / 3)


TOLD = {"the truth": None, "missing as free": _missing_as_free, "a third of the drift": _little_drift}


@cache
def _ranks(truth: str, sessions: str, told: str, patients: int) -> dict[str, list[float]]:
    design = Design(daily(), sessions == "two", truth == "continuous", patients, seed=30)
    return ranks(design, TOLD[told])


def uniform(row: dict[str, str]) -> None:
    found = _ranks(row["truth from"], row["sessions"], row["told"], int(row["patients"]))[row["quantity"]]
    assert len(found) == int(row["patients"])
    assert (uniform_p(found) >= LIMIT) == (row["ranks"] == "uniform")


class _Half:
    """Chance that always takes half."""

    def random(self) -> float:
        return 0.5


def rank(row: dict[str, str]) -> None:
    points, mass = (np.array(row[name].split(), dtype=float) for name in ("points", "mass"))
    found = rank_on_points(_Half(), float(row["truth"]), points, mass)  # type: ignore[arg-type]
    assert found == pytest.approx(float(row["rank"]))


RUNNERS = {"calibration-ranks": uniform, "calibration-rank": rank}

"""The posterior of a patient is calibrated: the truth of simulated patients stands anywhere in it, equally often.

Ranks are held to uniformity by Pearson's test over 20 equal bins, at 1 % shared among the quantities of a design
(Bonferroni). From the grid's own prior ranks are exactly uniform if the filter is right; from the continuous prior they
also show what the grid's steps cost. docs/adr/0019-patient-forecast.md has runs of 4,000 and 20,000 patients,
docs/spec/forecast-calibration.md the same on a small scale.
"""

from __future__ import annotations

import dataclasses

import pytest

from interictal.forecast.patient.filtering import Treatment
from interictal.forecast.patient.parameters import Daily, daily
from interictal.forecast.patient.records import FREE, UNKNOWN
from support.rank_histograms import Design, ranks, uniform_p

ALPHA = 0.01
UNTREATED, TREATED = 1000, 400


def _patients(treated: bool) -> int:
    return TREATED if treated else UNTREATED


@pytest.mark.parametrize("treated", [False, True], ids=["no session", "two sessions"])
@pytest.mark.parametrize("continuous", [False, True], ids=["grid's prior", "continuous prior"])
def test_truth_stands_anywhere_in_the_posterior_equally_often(treated: bool, continuous: bool) -> None:
    """Ranks of every quantity, and of the next 28 days' count in its forecast, are uniform."""
    found = ranks(Design(daily(), treated, continuous, _patients(treated), seed=2811))
    p = {name: uniform_p(each) for name, each in found.items()}
    expected = {"level", "persistence", "drift", "count"}
    expected |= {"placebo", "toxin"} if treated else set()
    expected |= set() if continuous else {"log-odds today"}
    assert p.keys() == expected
    assert all(0 <= rank <= 1 for each in found.values() for rank in each)
    assert min(p.values()) > ALPHA / len(p), p


def _missing_as_free(
    days: list[int], treatment: Treatment | None, parameters: Daily
) -> tuple[list[int], Treatment | None, Daily]:
    return [FREE if day == UNKNOWN else day for day in days], treatment, parameters


def _little_drift(
    days: list[int], treatment: Treatment | None, parameters: Daily
) -> tuple[list[int], Treatment | None, Daily]:
    return days, treatment, dataclasses.replace(parameters, drift_sd=parameters.drift_sd / 3)


def _no_persistence(
    days: list[int], treatment: Treatment | None, parameters: Daily
) -> tuple[list[int], Treatment | None, Daily]:
    return days, treatment, dataclasses.replace(parameters, persistence=0.0)


def _no_relief(
    days: list[int], treatment: Treatment | None, parameters: Daily
) -> tuple[list[int], Treatment | None, Daily]:
    assert treatment is not None
    return days, Treatment((0.0,) * len(treatment.placebo), (0.0,) * len(treatment.relief)), parameters


@pytest.mark.parametrize(
    ("wrong", "treated", "quantity"),
    [
        (_missing_as_free, False, "level"),
        (_missing_as_free, False, "count"),
        (_little_drift, False, "level"),
        (_little_drift, False, "count"),
        (_no_persistence, False, "persistence"),
        (_no_relief, True, "count"),
    ],
)
def test_a_wrong_model_does_not_pass(wrong: object, treated: bool, quantity: str) -> None:
    """What is told to the model, or the model itself, is spoilt: the ranks show it in the quantity it touches."""
    found = ranks(Design(daily(), treated, True, _patients(treated) // 2, seed=21), wrong)  # type: ignore[arg-type]
    assert uniform_p(found[quantity]) < ALPHA / len(found)

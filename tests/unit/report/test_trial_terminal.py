"""Virtual trials on a terminal: simulated is said, unconfirmed stays unconfirmed, lines fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interictal import INTENDED_USE
from interictal.evidence.library.records import Status
from interictal.forecast.trials.comparison import Compared, Comparison
from interictal.forecast.trials.counts import Range
from interictal.forecast.trials.design import Analysis, Arm, Design, Entry, Missing
from interictal.forecast.trials.design_files import shipped
from interictal.forecast.trials.fitting import Fit, Fitted
from interictal.forecast.trials.outcomes import OUTCOMES
from interictal.forecast.trials.population import population
from interictal.forecast.trials.power import Power
from interictal.forecast.trials.published import Published, Role
from interictal.forecast.trials.results import virtual_trials
from interictal.report.trial_terminal import (
    comparison_terminal,
    designs_terminal,
    fit_terminal,
    power_terminal,
    trial_terminal,
)

DAYS = OUTCOMES["headache_days_28"]
ARMS = (Arm("toxin", "onabotulinumtoxinA", 12, 155.0, 2, 12), Arm("placebo", "placebo", 12, None, 2, 12))
DESIGN = Design(
    "Small", "", (12, 24), (DAYS,), Missing.LAST, Analysis.RESPONDER, True, Entry(24, 20.5, 0.1, 15, 0.6), ARMS
)
ROW = Published("x", "d", "toxin", "headache_days_28", 24, "change_mean", -9.2, 40, Role.HELD_OUT, "compel-2018", "",
                Status.UNCONFIRMED, "")  # fmt: skip


def whole(text: str) -> str:
    """One line, and no line wider than the screen."""
    assert max(len(line) for line in text.splitlines()) <= 72
    flat = " ".join(text.split())
    assert "".join(INTENDED_USE.split()) in "".join(text.split())
    return flat


@pytest.mark.parametrize("analysis", list(Analysis))
def test_a_trial(analysis: Analysis) -> None:
    """Arms, comparisons, what could not be met, and that nobody was treated."""
    result = virtual_trials(replace(DESIGN, analysis=analysis), replicates=6, estimates=True)
    text = whole(trial_terminal(result, width=72, colour=False, unicode=True))
    assert text.count("Simulated: nobody was treated") == 2
    assert "toxin, 12 people" in text
    assert "last value carried forward" in text
    assert "Baseline SD" in text
    assert "at their estimates" in text
    assert "6 virtual trials are too few for a 95 % range (40 are needed)" in text
    assert "(95 %)" not in text
    assert ("odds ratio" in text) == (analysis is Analysis.RESPONDER)
    assert ("percentage points" in text) == (analysis is Analysis.RESPONDER)


def test_a_trial_of_one_person() -> None:
    """What cannot be told is not known, and is no zero."""
    alone = replace(DESIGN, arms=(replace(ARMS[0], n=1),), entry=Entry(1, 20, 4, 15, 0.6))
    result = virtual_trials(alone, replicates=2)
    text = whole(trial_terminal(result, width=72, colour=False, unicode=False))
    assert "not known" in text
    assert "Comparisons" not in text
    assert "toxin, 1 person" in text
    assert "1 person with 15 headache days" in text
    once = whole(trial_terminal(virtual_trials(alone, replicates=1), width=72, colour=False, unicode=True))
    assert "1 virtual trial, seed 1" in once
    (arm,) = result.arms
    unknown = replace(arm, outcomes=(replace(arm.outcomes[0], baseline_mean=None, change_mean=None),))
    text = whole(trial_terminal(replace(result, arms=(unknown,)), width=72, colour=False, unicode=True))
    assert "headache days in 28 days week" in text


def test_power() -> None:
    """Power, its error, and the size with its range."""
    one = Power(DESIGN, "toxin", "placebo", DAYS, 24, 0.05, 0.8, 1000, 1, 0.612, 0.015, 0.55, 0.016, (40, 41), (37, 38),
                (44, 45), 0.803)  # fmt: skip
    text = whole(power_terminal(one, width=72, colour=False, unicode=True))
    assert "61.2 % with 24 people (Monte-Carlo error 1.5)" in text
    assert "40 + 41 people (75 to 89 in all" in text


def test_enough_trials_have_95_percent_ranges() -> None:
    """From 40 on; a dose outside those that were studied is said."""
    arms = (replace(ARMS[0], dose_units=300.0), ARMS[1])
    text = whole(trial_terminal(virtual_trials(replace(DESIGN, arms=arms), replicates=40), width=72, colour=False,
                                unicode=True))  # fmt: skip
    assert "Ranges are those of 95 % of virtual trials." in text
    assert "change (95 %)" in text
    assert "300 U a session lies outside the 75 to 225 U of the dose-ranging trial [silberstein-2005]" in text


def test_an_error_is_never_nothing() -> None:
    """One that rounds to 0.0 is said to be below 0.1."""
    one = Power(replace(DESIGN, arms=(replace(ARMS[0], dose_units=50.0), ARMS[1])), "toxin", "placebo", DAYS, 24, 0.05,
                0.8, 1, 1, 1.0, 0.0001, 0.55, 0.016, (40, 41), (37, 38), (44, 45), 0.803)  # fmt: skip
    text = whole(power_terminal(one, width=72, colour=False, unicode=True))
    assert "Monte-Carlo error below 0.1" in text
    assert "1 trial of each size" in text
    assert "50 U a session" in text


def test_a_comparison() -> None:
    """Unconfirmed figures say so; misses have their explanation, or say that none is known."""
    outside = Compared(replace(ROW, status=Status.VERIFIED), "Study", Range(-3, -4, -2), "")
    found = Comparison(
        (Compared(ROW, "Study", Range(-9, -10, -8), ""), outside, replace(outside, why="Selected people."),
         Compared(ROW, "Study", None, "")), 1, 5,
    )  # fmt: skip
    text = whole(comparison_terminal(found, width=72, colour=False, unicode=True))
    assert "−9.2, unconfirmed; virtual −9.0" in text
    assert "No explanation is known." in text
    assert "Selected people." in text
    inside = Comparison((Compared(replace(ROW, status=Status.VERIFIED), "Study", Range(-9, -10, -8), ""),), 1, 5)
    assert "figures outside" not in whole(comparison_terminal(inside, width=72, colour=False, unicode=True))


def test_designs_and_fit() -> None:
    """Every design by name; every parameter with its basis."""
    every = {name: shipped()[name] for name in ("preempt", "compel", "forward", "chassis")}
    text = whole(designs_terminal(every, width=72, colour=False, unicode=True))
    assert text.index("forward") < text.index("Of studies") < text.index("chassis")
    fit = Fit(population(), (Fitted("f", (), 1.0, 1.5, 0.25), Fitted("g", (), -1.0, -1.001, 0.25)))
    text = whole(fit_terminal(fit, width=72, colour=False, unicode=True))
    assert "[assumed]" in text
    assert "g −1.00 −1.00 0.0" in text
    assert "fitted, with a prior]" in text

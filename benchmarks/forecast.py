"""One patient's forecast measured against NUTS on the same posterior."""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from interictal.forecast.patient import outlook
from interictal.forecast.patient.filtering import posterior
from interictal.forecast.patient.grid import grid
from interictal.forecast.patient.outlook import forecast
from interictal.forecast.patient.parameters import daily, response
from interictal.forecast.patient.records import Dose, History
from interictal.forecast.patient.treatment import treatment_of

DAYS = 365
DOSES = (Dose(100, 155.0), Dose(184, 155.0), Dose(268, 155.0))
CHAINS, WARMUP, DRAWS = 4, 1000, 1000
"""What the diagnostics of convergence ask for: several chains, and draws enough for the tails of intervals."""
SHORT = 500
"""Warm-up and draws of a single short chain, whose convergence nothing shows."""
BOUND = 1 / 100
ROUNDS = 3
_SEED = 5
_TESTS = Path(__file__).parents[1] / "tests"

Row = tuple[str, float, float, float, float | None]


def history() -> History:
    """A year of days of a patient drawn from the model's prior, a tenth not recorded, three sessions."""
    from support.simulated_patients import from_continuous, with_missing

    rng = np.random.default_rng(_SEED)
    truth = from_continuous(rng, daily(), response(), DAYS, treatment_of(DOSES, DAYS))
    return History(dt.date(2024, 1, 1), tuple(with_missing(rng, truth.days.tolist(), 0.1)), DOSES)


def forecast_rows(rounds: int = ROUNDS) -> list[Row]:
    """Rows of the table: name, our seconds and those of NUTS, the median of their ratios, and its bound.

    NUTS samples four chains of 1,000 + 1,000 draws, what its convergence diagnostics ask for, compiled before. The
    bound is on what both do: from the recorded days to what is expected of 24 weeks. Looking back on the patient's own
    past, which decides whether a forecast is shown and which a sampler would have to repeat at each origin, stands in a
    row of its own; so do the posterior alone against one short chain, and NUTS with its compiling, which a diary of
    another length needs again.

    Args:
        rounds: the two sides take turns.

    Returns:
        No row where NumPyro is not at hand.
    """
    if find_spec("numpyro") is None:
        return []
    sys.path.insert(0, str(_TESTS))  # The reference sampler is a test's.
    try:
        from support.reference_sampler import sampler

        past = history()
    finally:
        sys.path.remove(str(_TESTS))
    treatment = treatment_of(past.doses, DAYS)
    one = sampler(DAYS, daily(), response(), chains=1, warmup=WARMUP, draws=DRAWS)
    short = sampler(DAYS, daily(), response(), chains=1, warmup=SHORT, draws=SHORT)

    def chains(seed: int) -> None:
        # One after the other: side by side, all would wait at each draw for the one with the longest path.
        for chain in range(CHAINS):
            one(past.days, treatment, CHAINS * seed + chain)

    compiling = _timed(lambda: chains(0))
    short(past.days, treatment, 0)
    states = grid(daily(), response())
    if forecast(past).withheld is not None:
        raise AssertionError("the forecast is withheld, so that less than all of it would be measured")
    whole, ahead, alone, nuts, one_chain = [], [], [], [], []
    look_back = outlook.past
    for each in range(1, rounds + 1):
        whole.append(_timed(lambda: forecast(past)))
        outlook.past = lambda *_: None
        try:
            ahead.append(_timed(lambda: forecast(past)))
        finally:
            outlook.past = look_back
        alone.append(_timed(lambda: posterior(states, past.days, treatment)))
        nuts.append(_timed(lambda seed=each: chains(seed)))
        one_chain.append(_timed(lambda seed=each: short(past.days, treatment, seed)))
    return [
        _row("a patient's forecast / NUTS, 4 x (1,000 + 1,000)", ahead, nuts, BOUND),
        _row("the same with looking back on the own past / NUTS", whole, nuts, None),
        _row("the posterior alone / NUTS, 1 x (500 + 500)", alone, one_chain, None),
        _row("a patient's forecast / NUTS with compiling", ahead, [compiling] * rounds, None),
    ]


def _row(name: str, ours: list[float], other: list[float], bound: float | None) -> Row:
    ratio = statistics.median(a / b for a, b in zip(ours, other, strict=True))
    return name, statistics.median(ours), statistics.median(other), ratio, bound


def _timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


if __name__ == "__main__":
    for name, ours, other, ratio, bound in forecast_rows():
        print(f"{name:<56}{ours * 1e3:>9.3g}{other * 1e3:>9.3g}{1 / ratio:>7.3g} times faster; bound {bound or '-'}")

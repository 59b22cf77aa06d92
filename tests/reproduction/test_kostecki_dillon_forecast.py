"""Kostecki-Dillon's daily logs, forecast 28 days ahead: patients that were not fitted to, and the fit itself.

The shipped daily parameters are fitted to the 66 patients of this file. So that nobody is forecast with parameters that
knew them, half of the patients is fitted here and the other half forecast, and the other way round.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from pathlib import Path

import pytest

from interictal.forecast.patient.backtest import Backtest, backtest
from interictal.forecast.patient.estimation import Estimate, estimate
from interictal.forecast.patient.parameters import MODEL, baselines, daily
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN, History
from support.command import clean, interictal

pytestmark = pytest.mark.real_data
START = dt.date(2001, 3, 1)


@pytest.fixture(scope="module")
def logs(real_data: Path) -> dict[int, dict[int, int]]:
    """Patient -> day from the programme's start -> 1 with headache, 0 without."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    with (real_data / "kostecki-dillon" / "days.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[int(row["id"])][int(row["time"])] = int(row["headache"] == "yes")
    return found


def _history(log: dict[int, int]) -> History:
    days = range(min(log), max(log) + 1)
    seen = {1: HEADACHE, 0: FREE}
    return History(START, tuple(seen[log[day]] if day in log else UNKNOWN for day in days))


@pytest.fixture(scope="module")
def halves(logs: dict[int, dict[int, int]]) -> list[tuple[Estimate, Backtest]]:
    """Each half forecast with what the other half was fitted to."""
    found = []
    for left in (0, 2):
        fitted = estimate([_history(log).days for name, log in logs.items() if name % 4 != left])
        apart = [_history(log) for name, log in logs.items() if name % 4 == left]
        found.append((fitted, backtest(apart, parameters=fitted.daily, known=fitted.baselines)))
    return found


def _mean(halves: list[tuple[Estimate, Backtest]], model: str) -> float:
    total = sum(each.forecasts for _, each in halves)
    scores = [(score, each) for _, each in halves for score in each.scores if score.model == model]
    return sum(score.log_score * each.forecasts for score, each in scores) / total


def test_the_log_score_beats_every_baseline_on_patients_not_fitted_to(
    halves: list[tuple[Estimate, Backtest]],
) -> None:
    """At least 0.10 per 28-day forecast over the best of the four."""
    best = max(_mean(halves, name) for name in ("population-rate", "own-rate", "last-28-days", "markov"))
    assert _mean(halves, MODEL) - best >= 0.10


def test_intervals_of_80_percent_cover_75_to_85(halves: list[tuple[Estimate, Backtest]]) -> None:
    """Read from the probability integral transform, over both halves."""
    total = sum(each.forecasts for _, each in halves)
    covered = sum(each.scores[0].coverage[80] * each.forecasts for _, each in halves) / total
    assert 0.75 <= covered <= 0.85


def test_the_shipped_parameters_are_what_the_diaries_give(logs: dict[int, dict[int, int]]) -> None:
    """The whole file gives the file of parameters, to its last digit."""
    fitted = estimate([_history(log).days for log in logs.values()])
    for name, value in (("propensity", 3), ("propensity_sd", 3), ("drift_sd", 3), ("persistence", 3)):
        assert getattr(fitted.daily, name) == pytest.approx(getattr(daily(), name), abs=2 * 10**-value)
    assert fitted.baselines.rate == pytest.approx(baselines().rate, abs=1e-5)
    for shape in ("own", "after_free", "after_headache"):
        assert getattr(fitted.baselines, shape) == pytest.approx(getattr(baselines(), shape), abs=1e-3)


def test_the_command_scores_the_file(logs: dict[int, dict[int, int]], tmp_path: Path) -> None:
    """`forecast backtest` on the project's own format; these patients were fitted to: a test of the command alone."""
    diary = tmp_path / "diary.csv"
    rows = [
        f"{name},{START + dt.timedelta(day)},{'headache' if headache else 'no_headache'}\n"
        for name, log in sorted(logs.items())
        for day, headache in sorted(log.items())
    ]
    diary.write_text("patient,date,status\n" + "".join(rows), encoding="utf-8")
    done = interictal("forecast", "backtest", diary, "--json")
    clean(done, 0)
    document = json.loads(done.stdout)
    assert document["schema"] == "interictal.backtest/1"
    scores = {each["model"]: each for each in document["scores"]}
    best = max(each["log_score"] for name, each in scores.items() if name != MODEL)
    assert scores[MODEL]["log_score"] - best >= 0.10
    assert 0.75 <= scores[MODEL]["coverage"]["80"] <= 0.85

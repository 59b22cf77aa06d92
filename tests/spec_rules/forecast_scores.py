"""docs/spec/forecast-scores.md"""

from fractions import Fraction

import pytest

from interictal.forecast.patient.records import LEVELS, Expected
from interictal.forecast.patient.scores import Scored, scored


def _numbers(text: str) -> list[float]:
    return [float(Fraction(each)) for each in text.split()]


def _scored(row: dict[str, str]) -> Scored:
    return scored(0, Expected(tuple(_numbers(row["probabilities"]))), int(row["came"]), [0.5], [1])


def log_score(row: dict[str, str]) -> None:
    assert _scored(row).log_score == pytest.approx(float(row["log score"]), abs=5e-5)


def crps(row: dict[str, str]) -> None:
    assert f"{_scored(row).crps:.4f}" == row["crps"]


def brier(row: dict[str, str]) -> None:
    seen = [letter == "H" for letter in row["seen"]]
    found = scored(0, Expected((0.5, 0.5)), 0, _numbers(row["daily"]), [int(each) for each in seen])
    assert f"{found.brier:.4f}" == row["brier"]


def pit(row: dict[str, str]) -> None:
    found = _scored(row)
    assert list(found.pit) == pytest.approx(_numbers(row["bins"]))
    low, high = _numbers(f"{row['from']} {row['to']}")
    middle = sum((0.05 + k / 10) * each for k, each in enumerate(found.pit))
    assert middle == pytest.approx((low + high) / 2)


def coverage(row: dict[str, str]) -> None:
    found = _scored(row)
    assert [f"{each:.4f}" for each in found.covered] == [row[str(level)] for level in LEVELS]
    assert ["yes" if each else "no" for each in found.inside] == [row[f"inside {level}"] for level in LEVELS]


RUNNERS = {
    "forecast-log-score": log_score,
    "forecast-crps": crps,
    "forecast-brier": brier,
    "forecast-pit": pit,
    "forecast-coverage": coverage,
}

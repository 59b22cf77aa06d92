"""Means of days: within the days there are, and adding up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from interictal.evidence.checks import ArmFigures
from interictal.evidence.checks.means import mean_findings


def found(days: int | None = 28, **figures: str) -> list[str]:
    row = ArmFigures(place="row 2", days=days, **{name: Decimal(value) for name, value in figures.items()})
    return [one.code for one in mean_findings([row])]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"baseline_mean": "28.0"}, []),
        ({"baseline_mean": "28.2"}, ["RANGE"]),
        ({"baseline_mean": "-1"}, ["RANGE"]),
        ({"endpoint_mean": "30"}, ["RANGE"]),
        ({"baseline_mean": "5", "change_mean": "-5.4"}, []),
        ({"baseline_mean": "5.0", "change_mean": "-5.4"}, ["BEYOND_BASELINE"]),
        ({"baseline_mean": "5.0", "change_mean": "-7.1"}, ["BEYOND_BASELINE"]),
        ({"baseline_mean": "20", "change_mean": "10"}, ["RANGE"]),
        ({"change_mean": "-29"}, ["RANGE"]),
        ({"change_mean": "-28"}, []),
        ({"baseline_mean": "9.0", "change_mean": "-4.0", "endpoint_mean": "5.1"}, []),
        ({"baseline_mean": "9.0", "change_mean": "-4.0", "endpoint_mean": "5.3"}, ["ENDPOINT"]),
        ({"days": None, "baseline_mean": "50", "change_mean": "-60"}, []),
    ],
)
def test_what_cannot_be_is_found(figures: dict, said: list[str]) -> None:
    """More days than there are, a fall below none, three figures that do not add up; rounding is allowed for."""
    assert found(**figures) == said


def total(*arms: tuple[str, str | None, str | None]) -> list[str]:
    rows = [
        ArmFigures(
            place=f"row {number}",
            study="A",
            arm=name,
            n=None if n is None else Decimal(n),
            events=None if events is None else Decimal(events),
        )
        for number, (name, n, events) in enumerate(arms, 2)
    ]
    return [one.because for one in mean_findings(rows)]


def test_a_total_is_the_sum_of_its_arms() -> None:
    """Of the people, and of those with the event; where an arm does not say, nothing is said."""
    assert total(("x", "10", "1"), ("y", "12", "2"), ("Total", "22", "3")) == []
    (said,) = total(("x", "10", "1"), ("y", "12", "2"), ("Total", "23", "3"))
    assert "22 people, the total says 23" in said
    (said,) = total(("x", "10", "1"), ("y", "12", "2"), ("overall", "22", "4"))
    assert "3 people with the event, the total says 4" in said
    assert total(("x", "10", None), ("y", None, "2"), ("Total", "23", "4")) == []
    assert total(("x", "10", "1"), ("Total", "23", "3")) == []

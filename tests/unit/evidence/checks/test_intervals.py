"""Intervals, p values and signs."""

from __future__ import annotations

from decimal import Decimal
from math import log

import pytest

from interictal.evidence.checks import ArmFigures, Difference, check_arms
from interictal.evidence.checks.intervals import interval_findings, standard_error_of, standard_error_of_p


def found(**figures: object) -> list[tuple[str, str]]:
    stated = {name: value if isinstance(value, bool) else Decimal(str(value)) for name, value in figures.items()}
    one = Difference(place="row 2", study="A", arm="x", versus="y", **stated)
    return [(each.code, each.severity.value) for each in interval_findings((), (one,))]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"estimate": "-1.4", "low": "-2.4", "high": "-0.4"}, []),
        ({"estimate": "-1.4", "low": "-0.4", "high": "-2.4"}, [("INTERVAL", "impossible")]),
        ({"estimate": "-3", "low": "-2.4", "high": "-0.4"}, [("INTERVAL", "impossible")]),
        ({"estimate": "-1.45", "low": "-2.4", "high": "-0.4"}, []),
        ({"estimate": "-1.2", "low": "-2.4", "high": "-0.4"}, [("INTERVAL_SIDES", "doubtful")]),
        ({"estimate": "-1.6", "low": "-2.4", "high": "-0.4"}, [("INTERVAL_SIDES", "doubtful")]),
        ({"ratio": True, "estimate": "4.90", "low": "2.67", "high": "9.01"}, []),
        ({"ratio": True, "estimate": "5.84", "low": "2.67", "high": "9.01"}, [("INTERVAL_SIDES", "doubtful")]),
        ({"ratio": True, "estimate": "0.1", "low": "0.0", "high": "2.1"}, []),
        ({"ratio": True, "estimate": "-1"}, [("INTERVAL", "impossible")]),
        ({"estimate": "-1.4"}, []),
        ({"estimate": "-1.4", "low": "-2.4"}, []),
        ({"low": "-2.4", "high": "-0.4", "se": "0.51"}, []),
        ({"low": "-2.4", "high": "-0.4", "se": "0.7"}, [("INTERVAL_SE", "doubtful")]),
        ({"low": "-2.4", "high": "-0.4", "se": "0.3"}, [("INTERVAL_SE", "doubtful")]),
        ({"ratio": True, "low": "2.67", "high": "9.01", "se": "0.31"}, []),
        ({"ratio": True, "low": "2.67", "high": "9.01", "se": "0.6"}, [("INTERVAL_SE", "doubtful")]),
        ({"low": "-2.4", "high": "-0.4", "se": "0"}, []),
        ({"p": "1.2"}, [("P_RANGE", "impossible")]),
        ({"p": "0.04"}, []),
        ({"p": "0.04", "low": "-2.4", "high": "-0.4"}, []),
        ({"p": "0.20", "low": "-2.4", "high": "-0.4"}, [("P_INTERVAL", "doubtful")]),
        ({"p": "0.04", "low": "-2.4", "high": "0.4"}, [("P_INTERVAL", "doubtful")]),
        ({"p": "0.001", "below": True, "low": "-2.4", "high": "0.4"}, [("P_INTERVAL", "doubtful")]),
        ({"p": "0.05", "below": True, "low": "-2.4", "high": "0.4"}, [("P_INTERVAL", "doubtful")]),
        ({"p": "0.05", "below": True, "low": "-2.4", "high": "-0.4"}, []),
        ({"p": "0.05", "low": "-2.4", "high": "0.0"}, []),
        ({"p": "0.04", "low": "-0.4", "high": "-2.4"}, [("INTERVAL", "impossible")]),
        ({"ratio": True, "p": "0.3", "low": "1.2", "high": "3.4"}, [("P_INTERVAL", "doubtful")]),
    ],
)
def test_what_does_not_agree_is_found(figures: dict, said: list[tuple[str, str]]) -> None:
    """Limits, estimate, standard error and p value, each against the others; rounding is allowed for."""
    assert found(**figures) == said


def arms(first: str | None, second: str | None, **of: str) -> tuple[ArmFigures, ArmFigures]:
    name = of.get("name", "change_mean")
    return tuple(
        ArmFigures(place=f"row {at}", study="A", arm=arm, **({} if value is None else {name: Decimal(value)}))
        for at, (arm, value) in enumerate((("x", first), ("y", second)), 2)
    )


def between(rows: tuple[ArmFigures, ...], **figures: str) -> list[str]:
    one = Difference(
        place="row 2", study="A", arm="x", versus="y", **{name: Decimal(value) for name, value in figures.items()}
    )
    return [each.code for each in interval_findings(rows, (one,))]


def test_a_difference_has_the_sign_of_its_arms() -> None:
    """-7.8 against -6.4 is -1.4; a turned sign is found, and a difference from a model inside its interval is not."""
    rows = arms("-7.8", "-6.4")
    assert between(rows, estimate="-1.4") == []
    assert between(rows, estimate="1.4") == ["SIGN"]
    assert between(rows, estimate="-1.6", low="-2.6", high="-0.6") == []
    assert between(rows, estimate="-3.0", low="-3.9", high="-2.1") == ["DIFFERENCE"]
    assert between(rows, estimate="-3.0", low="-2.1", high="-3.9") == ["INTERVAL"]
    assert between(arms("5.1", "6.4", name="endpoint_mean"), estimate="1.3") == ["SIGN"]
    assert between(arms("-7.8", None), estimate="1.4") == []
    assert between(rows, p="0.2") == []
    assert between((), estimate="1.4") == []


def test_the_limits_of_an_arm_are_checked_too() -> None:
    """The change of an arm lies within its interval."""
    row = ArmFigures(place="row 2", change_mean=Decimal("-3"), change_low=Decimal("-2.5"), change_high=Decimal("-1.5"))
    (finding,) = check_arms((row,))
    assert finding.code == "INTERVAL"


def test_the_figures_of_a_finding_are_as_printed() -> None:
    """With the p value, and whether it is printed as less than."""
    one = Difference(place="row 2", low=Decimal("-2.4"), high=Decimal("0.4"), p=Decimal("0.001"), below=True)
    (finding,) = interval_findings((), (one,))
    assert finding.figures == (("low", "-2.4"), ("high", "0.4"), ("p", "<0.001"))
    assert "p < 0.001" in finding.because


def test_standard_errors_are_worked_out() -> None:
    """From an interval and from a p value, for differences and for ratios."""
    assert standard_error_of(Decimal("-2.4"), Decimal("-0.4"), ratio=False) == pytest.approx(2 / 3.919928)
    assert standard_error_of(Decimal("2.67"), Decimal("9.01"), ratio=True) == pytest.approx(
        (log(9.01) - log(2.67)) / 3.919928
    )
    assert standard_error_of_p(Decimal("-1.4"), Decimal("0.05"), ratio=False) == pytest.approx(1.4 / 1.959964)
    assert standard_error_of_p(Decimal("0.5"), Decimal("0.05"), ratio=True) == pytest.approx(log(2) / 1.959964)

"""People, events and percentages that cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from interictal.evidence.checks import ArmFigures
from interictal.evidence.checks.percentages import percentage_findings


def found(**figures: str) -> list[tuple[str, str]]:
    row = ArmFigures(place="row 2", **{name: Decimal(value) for name, value in figures.items()})
    return [(one.code, one.severity.value) for one in percentage_findings([row])]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"n": "0"}, [("N", "impossible")]),
        ({"n": "10.5"}, [("N", "impossible")]),
        ({"n": "10", "events": "11"}, [("EVENTS", "impossible")]),
        ({"events": "-1"}, [("EVENTS", "impossible")]),
        ({"events": "1.5"}, [("EVENTS", "impossible")]),
        ({"events": "5"}, []),
        ({"percent": "100.1"}, [("PERCENT", "impossible")]),
        ({"percent": "-0.1"}, [("PERCENT", "impossible")]),
        ({"percent": "55.6"}, []),
        ({"n": "9", "events": "5", "percent": "55.6"}, []),
        ({"n": "9", "events": "5", "percent": "55.5"}, [("PERCENT_EVENTS", "doubtful")]),
        ({"n": "9", "events": "5", "percent": "56.6"}, [("PERCENT_EVENTS", "impossible")]),
        ({"n": "9", "events": "10", "percent": "50"}, [("EVENTS", "impossible")]),
        ({"n": "9", "percent": "55.6"}, []),
        ({"n": "9", "percent": "50"}, [("PERCENT_GRAIN", "doubtful")]),
        ({"n": "1000", "percent": "50.1"}, []),
    ],
)
def test_what_cannot_be_is_found(figures: dict[str, str], said: list[tuple[str, str]]) -> None:
    """More events than people, a percentage of no whole number, one that is not that of its events."""
    assert found(**figures) == said


def test_the_whole_numbers_beside_a_percentage_are_named() -> None:
    """So that the reader sees which is meant."""
    row = ArmFigures(place="row 2", n=Decimal(221), percent=Decimal("55.6"))
    (finding,) = percentage_findings([row])
    assert "122 are 55.20 %, 123 are 55.66 %" in finding.because
    assert finding.source == "brown-heathers-2017"

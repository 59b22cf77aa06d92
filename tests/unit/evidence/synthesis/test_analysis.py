"""One comparison of a table, pooled: default measures, which way round, and studies that say nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.synthesis.analysis import PooledTable, pool_table
from interictal.evidence.synthesis.effects import Events, two_arm
from interictal.evidence.synthesis.pooling import pool
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable


def events(*studies: tuple[int, int, int, int], notes: tuple[str, ...] = ()) -> StudyTable:
    """Events and n of drug, then of placebo, for studies 1, 2, 3, …"""
    rows = [
        arm
        for number, (a, n1, c, n2) in enumerate(studies, 1)
        for arm in (EventsArm(str(number), "drug", n1, a), EventsArm(str(number), "placebo", n2, c))
    ]
    return StudyTable(Kind.EVENTS, tuple(rows), {}, notes)


def means(*studies: tuple[float, float, float, float]) -> StudyTable:
    """Mean and sd of drug, then of placebo, 20 people each."""
    rows = [
        arm
        for number, (m1, s1, m2, s2) in enumerate(studies, 1)
        for arm in (MeansArm(str(number), "drug", 20, m1, s1), MeansArm(str(number), "placebo", 20, m2, s2))
    ]
    return StudyTable(Kind.MEANS, tuple(rows), {})


def contrasts(*studies: tuple[float, float]) -> StudyTable:
    """te and se of drug minus placebo."""
    rows = tuple(Contrast(str(number), "drug", "placebo", te, se) for number, (te, se) in enumerate(studies, 1))
    return StudyTable(Kind.CONTRASTS, rows, {})


def test_defaults() -> None:
    """OR for events, MD for means, contrasts as they are; REML; the table's two treatments in its order."""
    found = pool_table(events((10, 30, 5, 30), (8, 40, 6, 42), notes=("Read with a semicolon.",)))
    assert (found.measure, found.scale, found.method, found.compare) == ("OR", "log", "REML", ("drug", "placebo"))
    yi, vi = two_arm("OR", Events([10, 8], [30, 40]), Events([5, 6], [30, 42]))
    assert found.pooled == pool(yi, vi)
    assert found.notes[0] == "Read with a semicolon."
    found = pool_table(means((1, 2, 3, 2), (2, 2, 3, 3)))
    assert (found.measure, found.scale) == ("MD", "identity")
    assert found.studies.yi.tolist() == [-2, -1]
    found = pool_table(contrasts((1, 0.5), (2, 0.5)))
    assert (found.measure, found.scale) == ("as given", "as given")
    assert found.pooled.estimate == pytest.approx(1.5)
    assert pool_table(contrasts((1, 0.5)), measure="RR").scale == "log"


def test_reference() -> None:
    """The treatment compared with stands second, whichever comes first in the table."""
    table = contrasts((1, 0.5), (2, 0.5))
    assert pool_table(table, reference="placebo").compare == ("drug", "placebo")
    turned = pool_table(table, reference="drug")
    assert turned.compare == ("placebo", "drug")
    assert turned.pooled.estimate == pytest.approx(-1.5)
    assert turned.notes == ("2 studies given as 'drug' minus 'placebo': turned round.",)


def test_intervals_of_the_studies() -> None:
    """Normal, at the level asked for."""
    low, high = pool_table(contrasts((1, 0.5), (2, 0.5)), level=0.5).intervals()
    assert (low[0], high[0]) == pytest.approx((1 - 0.674490 * 0.5, 1 + 0.674490 * 0.5), rel=1e-6)


def test_empty_cells_are_said() -> None:
    """How many got 1/2, how many rest on it alone, and what Mantel-Haenszel does instead."""
    table = events((10, 30, 5, 30), (0, 30, 2, 30), (0, 30, 0, 30))
    first, second = pool_table(table).notes
    assert first.startswith("2 studies with an empty cell")
    assert second.startswith("1 study in which nobody")
    first, second = pool_table(table, method="MH").notes
    assert first == (
        "1 study with an empty cell: 1/2 was added to each of its four cells for its own estimate and for Q, not for "
        "the pooled one."
    )
    assert second.startswith("1 study in which nobody")
    (only,) = pool_table(table, method="PETO").notes
    assert only.startswith("1 study in which nobody")
    assert np.isnan(pool_table(table, method="PETO").studies.yi).tolist() == [False, False, True]
    assert pool_table(events((10, 30, 5, 30)), method="MH").notes == ()


@pytest.mark.parametrize(
    ("studies", "options", "says"),
    [
        ([(0, 30, 0, 30), (0, 9, 0, 8)], {}, "In no study"),
        ([(30, 30, 30, 30)], {"measure": "RD"}, "In no study"),
        ([(0, 30, 0, 30)], {"method": "MH"}, "In no study"),
        ([(0, 30, 3, 30), (0, 9, 1, 8)], {}, "Nobody had the event"),
        ([(0, 30, 3, 30), (0, 9, 1, 8)], {"measure": "RR"}, "Nobody had the event"),
        ([(3, 30, 0, 30)], {}, "Nobody had the event"),
        ([(3, 30, 0, 30)], {"method": "MH"}, "No OR by MH"),
        ([(30, 30, 4, 30)], {}, "Everybody had the event"),
    ],
)
def test_events_that_give_no_estimate(
    studies: list[tuple[int, int, int, int]], options: dict[str, Any], says: str
) -> None:
    """No event anywhere, or none in one arm: the added 1/2 would be the result."""
    with pytest.raises(DataUnavailable, match=says):
        pool_table(events(*studies), **options)


def test_one_sided_events_that_do() -> None:
    """A difference of risks, Peto's odds ratio, and a risk ratio where everybody had the event."""
    assert pool_table(events((0, 30, 3, 30)), measure="RD").pooled.estimate < 0
    assert pool_table(events((0, 30, 3, 30)), method="PETO").pooled.estimate < 0
    assert pool_table(events((30, 30, 3, 30)), measure="RR").pooled.estimate > 0


@pytest.mark.parametrize(
    ("table", "options", "says"),
    [
        (events((1, 9, 2, 9)), {"hartung_knapp": True, "method": "MH"}, "--hartung-knapp"),
        (events((1, 9, 2, 9)), {"method": "XY"}, "--method"),
        (means((1, 0, 2, 0), (1, 1, 2, 1)), {}, "of study '1'"),
        (means((1, 0, 2, 0)), {"measure": "SMD"}, "of study '1'"),
        (events((1, 9, 2, 9)), {"level": 1.0}, "--level"),
        (contrasts((1, 1e200)), {}, "variance: 'inf'"),
        (means((1, 1e-160, 2, 1e-160)), {}, "standard error: '3"),
        (means((1, 1e-160, 2, 1e-160)), {"measure": "SMD"}, "variance|sd"),
        (means((1, 1e-160, 2, 1e-155)), {"measure": "SMD"}, "variance|sd"),
    ],
)
def test_what_is_refused(table: StudyTable, options: dict[str, Any], says: str) -> None:
    """Each with the option or the study at fault."""
    with pytest.raises(InvalidInput, match=says):
        pool_table(table, **options)


def test_nothing_to_compare() -> None:
    """Two treatments that no study has both of; and a table with too many to list."""
    rows = (EventsArm("1", "A", 9, 1), EventsArm("1", "B", 9, 2), EventsArm("2", "C", 9, 1), EventsArm("2", "D", 9, 2))
    table = StudyTable(Kind.EVENTS, rows, {})
    with pytest.raises(DataUnavailable, match="No study compares 'A' with 'C'"):
        pool_table(table, compare=("A", "C"))
    with pytest.raises(DataUnavailable, match="No study compares 'B' with 'A'"):
        pool_table(contrasts_of("AC", "BC"), compare=("B", "A"))
    many = contrasts_of(*(f"A{letter}" for letter in "BCDEFGHIJKLMNOP"))
    with pytest.raises(InvalidInput, match="and 4 more"):
        pool_table(many)


def contrasts_of(*pairs: str) -> StudyTable:
    """A study for each pair of letters."""
    rows = tuple(Contrast(str(number), pair[0], pair[1], 0.1, 1.0) for number, pair in enumerate(pairs))
    return StudyTable(Kind.CONTRASTS, rows, {})


def test_pool_each(result: PooledTable) -> None:
    """All studies chosen is the result itself."""
    again = result.pool_each(np.ones((1, len(result.studies.names)), dtype=bool)).one(0)
    assert again == result.pooled


@pytest.fixture(params=["REML", "MH"])
def result(request: pytest.FixtureRequest) -> PooledTable:
    """A pooled table by inverse variances, and by counts."""
    return pool_table(events((10, 30, 5, 30), (8, 40, 6, 42), (1, 9, 0, 8)), method=request.param)

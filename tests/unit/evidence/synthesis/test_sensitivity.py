"""Leave-one-out, cumulative, groups and funnel."""

from __future__ import annotations

import numpy as np
import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.synthesis.analysis import PooledTable, pool_table
from interictal.evidence.synthesis.pooling import pool
from interictal.evidence.synthesis.sensitivity import cumulative, funnel, leave_one_out, subgroups
from interictal.evidence.tables import Contrast, EventsArm, Kind, StudyTable

YI, SE = [0.1, 0.9, -0.4, 1.6], [0.2, 0.3, 0.4, 0.5]
DOSE = {"a": "low", "b": "high", "c": "low", "d": ""}


def _pooled(hartung_knapp: bool = False, yi: list[float] = YI) -> PooledTable:
    rows = tuple(Contrast(name, "x", "y", te, se) for name, te, se in zip("abcd", yi, SE, strict=True))
    table = StudyTable(Kind.CONTRASTS, rows, {"dose": DOSE, "empty": {"a": ""}, "one": dict.fromkeys("abcd", "all")})
    return pool_table(table, hartung_knapp=hartung_knapp)


def test_leave_one_out() -> None:
    """Each result is that of the others."""
    steps = leave_one_out(_pooled())
    assert [step.study for step in steps] == [*"abcd"]
    alone = pool(YI[1:], np.square(SE[1:]))
    assert steps[0].pooled.estimate == pytest.approx(alone.estimate)
    assert steps[0].pooled.tau2 == pytest.approx(alone.tau2)
    assert steps[0].pooled.weights[0] == 0


def test_cumulative() -> None:
    """The first study, then two, then all."""
    steps = cumulative(_pooled())
    assert [step.pooled.k for step in steps] == [1, 2, 3, 4]
    assert steps[0].pooled.estimate == pytest.approx(YI[0])
    assert steps[0].pooled.prediction_low is None
    assert steps[3].pooled.estimate == pytest.approx(_pooled().pooled.estimate)


def test_no_result_is_none() -> None:
    """Equal estimates have no Hartung-Knapp error; studies without events no odds ratio."""
    steps = cumulative(_pooled(hartung_knapp=True, yi=[1.0, 1.0, 2.0, 3.0]))
    assert [step.pooled is None for step in steps] == [False, True, False, False]
    arms = tuple(
        EventsArm(study, arm, 20, count)
        for study, counts in (("a", (0, 0)), ("b", (3, 1)))
        for arm, count in zip("xy", counts, strict=True)
    )
    result = pool_table(StudyTable(Kind.EVENTS, arms, {}), method="MH")
    assert [step.pooled is None for step in leave_one_out(result)] == [False, True]


def test_one_study_cannot_be_left_out() -> None:
    """Nothing would be left."""
    one = StudyTable(Kind.CONTRASTS, (Contrast("a", "x", "y", 1.0, 1.0),), {})
    with pytest.raises(DataUnavailable, match="One study"):
        leave_one_out(pool_table(one))


def test_subgroups() -> None:
    """Two groups with a tau2 each, their Q, and the study in neither."""
    found = subgroups(_pooled(), "dose")
    low, high = found.groups
    assert (low.name, low.studies, high.studies) == ("low", ("a", "c"), ("b",))
    assert low.pooled.estimate == pytest.approx(pool([0.1, -0.4], [0.04, 0.16]).estimate)
    y, w = np.array([low.pooled.estimate, 0.9]), np.array([low.pooled.se**-2, 0.3**-2])
    assert found.q == pytest.approx((w * (y - (w @ y) / w.sum()) ** 2).sum())
    assert found.df == 1
    assert 0 < found.p < 1
    assert found.notes == ("1 of 4 studies without 'dose': in no group.",)


def test_one_group_has_nothing_to_differ_from() -> None:
    """Its result is that of all, and there is no test."""
    found = subgroups(_pooled(), "one")
    assert (found.q, found.df, found.p, found.notes) == (None, None, None, ())
    assert found.groups[0].pooled.estimate == pytest.approx(_pooled().pooled.estimate)


def test_columns_that_do_not_help() -> None:
    """One that is not there, one that is empty, and a table without any."""
    with pytest.raises(InvalidInput, match="dose, empty, one"):
        subgroups(_pooled(), "colour")
    with pytest.raises(DataUnavailable, match="empty for all"):
        subgroups(_pooled(), "empty")
    bare = StudyTable(Kind.CONTRASTS, (Contrast("a", "x", "y", 1.0, 1.0),), {})
    with pytest.raises(InvalidInput, match="no further column"):
        subgroups(pool_table(bare), "dose")


def test_funnel() -> None:
    """Points, and lines from the pooled estimate to the largest error."""
    found = funnel(_pooled())
    assert [(point.study, point.se) for point in found.points] == [(name, pytest.approx(se)) for name, se in
                                                                   zip("abcd", SE, strict=True)]  # fmt: skip
    tip, base = found.lines
    assert tip == (found.estimate, found.estimate, 0)
    assert base == pytest.approx((found.estimate - 0.979982, found.estimate + 0.979982, 0.5), abs=1e-6)
    arms = tuple(
        EventsArm(study, arm, 20, count)
        for study, counts in (("a", (0, 0)), ("b", (3, 1)))
        for arm, count in zip("xy", counts, strict=True)
    )
    silent = funnel(pool_table(StudyTable(Kind.EVENTS, arms, {}), method="MH"))
    assert [point.study for point in silent.points] == ["b"]

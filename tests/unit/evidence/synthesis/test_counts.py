"""Mantel-Haenszel and Peto: a second opinion, several choices of studies in one call, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.synthesis.counts import (
    check_count_method,
    no_contrast,
    pool_counts,
    pool_counts_many,
    study_estimates,
)
from interictal.evidence.synthesis.effects import Events

FIRST, SECOND = Events([4, 0, 6, 0, 9], [40, 30, 50, 20, 9]), Events([1, 2, 6, 0, 8], [38, 33, 45, 20, 8])


def test_second_opinion() -> None:
    """statsmodels on the odds ratio and its error."""
    a, b = FIRST.events, FIRST.n - FIRST.events
    c, d = SECOND.events, SECOND.n - SECOND.events
    other = StratifiedTable(np.array([[a, b], [c, d]]))
    found = pool_counts("OR", FIRST, SECOND)
    assert found.estimate == pytest.approx(other.logodds_pooled)
    assert found.se == pytest.approx(other.logodds_pooled_se)


@pytest.mark.parametrize(("measure", "method"), [("OR", "MH"), ("RR", "MH"), ("RD", "MH"), ("OR", "PETO")])
def test_choices_of_studies(measure: str, method: str) -> None:
    """Each choice is what these studies give alone."""
    mask = np.array([[1, 1, 1, 1, 1], [1, 0, 1, 0, 0], [0, 0, 1, 0, 0]], dtype=bool)
    many = pool_counts_many(measure, FIRST, SECOND, mask=mask, method=method)
    for index, row in enumerate(mask):
        first, second = (Events(arms.events[row], arms.n[row]) for arms in (FIRST, SECOND))
        alone, among = pool_counts(measure, first, second, method=method), many.one(index)
        for name in ("k", "estimate", "se", "ci_low", "q", "q_df", "q_p", "i2", "h2"):
            assert getattr(among, name) == pytest.approx(getattr(alone, name)), name
        assert np.array(among.weights)[row] == pytest.approx(np.array(alone.weights))
        assert sum(among.weights) == pytest.approx(100)
        assert among.tau2 is None
        assert among.prediction_low is None


def test_silent_studies() -> None:
    """Nobody, or everybody, in both arms: in k, without an estimate, and without weight on a ratio."""
    assert no_contrast(FIRST, SECOND).tolist() == [False, False, False, True, True]
    for method in ("MH", "PETO"):
        yi, vi = study_estimates("OR", FIRST, SECOND, method=method)
        assert np.isnan(yi).tolist() == np.isnan(vi).tolist() == [False, False, False, True, True]
    found = pool_counts("OR", FIRST, SECOND)
    assert (found.k, found.q_df, found.weights[3], found.weights[4]) == (5, 2, 0, 0)
    assert pool_counts("RD", FIRST, SECOND).weights[3] > 0


@pytest.mark.parametrize(("measure", "method"), [("OR", "MH"), ("RR", "MH"), ("RD", "MH"), ("OR", "PETO")])
def test_no_event_anywhere(measure: str, method: str) -> None:
    """There is no estimate, and none is shown; NaN in a batch."""
    arms = Events([0, 0], [10, 20])
    with pytest.raises(DataUnavailable, match=f"No {measure} by {method}"):
        pool_counts(measure, arms, arms, method=method)
    many = pool_counts_many(measure, arms, arms, method=method)
    assert many.k.tolist() == [2]
    assert np.isnan([many.se[0], many.q[0], many.p[0], many.ci_low[0], many.weights[0, 0]]).all()


@pytest.mark.parametrize("measure", ["OR", "RR"])
def test_no_event_in_one_arm(measure: str) -> None:
    """A ratio to nothing does not exist; Peto's odds ratio does."""
    none, some = Events([0, 0], [10, 20]), Events([2, 1], [10, 20])
    with pytest.raises(DataUnavailable, match="RD"):
        pool_counts(measure, some, none)
    assert pool_counts("OR", some, none, method="PETO").estimate > 0
    assert pool_counts("RD", some, none).estimate > 0


def test_what_is_refused() -> None:
    """Another method, a measure that the method does not give, arms of different studies, no study, no level."""
    with pytest.raises(InvalidInput, match="MH, PETO"):
        check_count_method("OR", "REML")
    with pytest.raises(InvalidInput, match="OR with PETO"):
        pool_counts("RD", FIRST, SECOND, method="PETO")
    with pytest.raises(InvalidInput, match="OR, RR, RD with MH"):
        pool_counts("MD", FIRST, SECOND)
    with pytest.raises(InvalidInput, match="two arms"):
        pool_counts("OR", FIRST, Events([1], [9]))
    with pytest.raises(InvalidInput, match="two arms"):
        pool_counts("OR", Events([], []), Events([], []))
    with pytest.raises(InvalidInput, match="--level"):
        pool_counts("OR", FIRST, SECOND, level=0)

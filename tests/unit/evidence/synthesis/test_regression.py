"""Meta-regression and Egger's test: units of the covariate, one column of a table, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.synthesis import heterogeneity, regression
from interictal.evidence.synthesis.analysis import PooledTable, pool_table
from interictal.evidence.synthesis.heterogeneity import METHODS
from interictal.evidence.synthesis.pooling import pool
from interictal.evidence.synthesis.regression import egger, regress, regress_table
from interictal.evidence.tables import Contrast, EventsArm, Kind, StudyTable

YI, SE, X = [0.1, 0.9, -0.4, 1.6, 0.3], [0.2, 0.3, 0.4, 0.5, 0.25], [1.0, 3.0, 2.0, 5.0, 4.0]
VI = np.square(SE)


def _pooled(yi: Sequence[float] = YI, se: Sequence[float] = SE, **options: Any) -> PooledTable:
    rows = tuple(Contrast(name, "x", "y", te, each) for name, te, each in zip("abcde", yi, se, strict=False))
    columns = {
        "year": dict(zip("abcde", ("2001", " 2003 ", "2002", "2005", ""), strict=True)),
        "few": {"a": "1", "b": "2"},
        "text": dict(zip("abcde", ("1", "2", "three", "4", "5"), strict=True)),
        "underscore": dict.fromkeys("abcde", "1_0"),
        "endless": dict.fromkeys("abcde", "inf"),
        "dose": dict(zip("abcde", "13254", strict=True)),
    }
    return pool_table(StudyTable(Kind.CONTRASTS, rows, columns), **options)


@pytest.mark.parametrize("method", METHODS)
def test_units_of_the_covariate(method: str) -> None:
    """Years since 2000 or since 0, in years or in days: one line, one test."""
    one = regress(YI, VI, X, method=method)
    other = regress(YI, VI, [365.25 * (2000 + each) for each in X], method=method)
    assert other.slope.estimate * 365.25 == pytest.approx(one.slope.estimate, rel=1e-6)
    assert other.slope.p == pytest.approx(one.slope.p, rel=1e-6)
    assert other.intercept.estimate + 365.25 * 2000 * other.slope.estimate == pytest.approx(one.intercept.estimate)
    for name in ("tau2", "i2", "h2", "r2", "qm", "qe", "qe_p"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-6), name
    assert (other.tau2_se or 0) == pytest.approx(one.tau2_se or 0, rel=1e-6)
    assert (one.k, one.qe_df, one.statistic_df) == (5, 3, None)
    assert one.qm == pytest.approx(one.slope.statistic**2)


def test_second_opinion() -> None:
    """Weighted least squares of statsmodels is the fixed effect with Hartung-Knapp's error, and Egger's classical."""
    other = sm.WLS(YI, sm.add_constant(np.array(X)), weights=1 / VI).fit()
    found = regress(YI, VI, X, method="FE", hartung_knapp=True)
    assert (found.intercept.estimate, found.slope.estimate) == pytest.approx(tuple(other.params))
    assert (found.intercept.se, found.slope.se) == pytest.approx(tuple(other.bse))
    assert found.slope.p == pytest.approx(other.pvalues[1])
    assert found.statistic_df == 3
    other = sm.WLS(YI, sm.add_constant(np.array(SE)), weights=1 / VI).fit()
    classical = egger(_pooled(), classical=True)
    assert classical.bias.p == pytest.approx(other.pvalues[1])
    assert classical.limit.estimate == pytest.approx(other.params[0])


def test_exactly_on_a_line() -> None:
    """All of tau2 is explained; without a residual there is no Hartung-Knapp error."""
    yi = [2 * each for each in X]
    found = regress(yi, VI, X)
    assert (found.slope.estimate, found.tau2, found.r2) == (pytest.approx(2), 0, 100)
    with pytest.raises(DataUnavailable, match="lie on the line"):
        regress(yi, VI, X, hartung_knapp=True)


def test_nothing_to_explain() -> None:
    """Without heterogeneity R2 is 0, for a fixed effect too."""
    assert regress([1, 1, 1, 1, 1], VI, X).r2 == 0
    assert regress([1, 1, 1, 1, 1], VI, X, method="FE").r2 == 0


def test_column_of_a_table() -> None:
    """Numbers with blanks around them; a study without one is left out and counted."""
    found = regress_table(_pooled(), "year")
    alone = regress(YI[:4], VI[:4], [2001, 2003, 2002, 2005])
    assert found.slope == alone.slope
    assert found.covariate == "year"
    assert found.notes == ("1 of 5 studies without 'year': left out.",)
    assert regress_table(_pooled(), "dose").notes == ()


@pytest.mark.parametrize(
    ("column", "error", "says"),
    [
        ("few", DataUnavailable, "with 'few'; here: 2"),
        ("text", InvalidInput, "'text': 'three'.*study 'c'"),
        ("endless", InvalidInput, "'endless': 'inf'.*study 'a'"),
        ("underscore", InvalidInput, "'1_0'"),
        ("colour", InvalidInput, "--regress: 'colour'"),
    ],
)
def test_columns_that_do_not_help(column: str, error: type[Exception], says: str) -> None:
    """Too few numbers, texts, infinity, no such column."""
    with pytest.raises(error, match=says):
        regress_table(_pooled(), column)


@pytest.mark.parametrize(
    ("yi", "x", "error", "says"),
    [
        ([1, 2], [1, 2], DataUnavailable, "here: 2"),
        ([1, 2, 3], [7, 7, 7], DataUnavailable, "same 'covariate'"),
        ([1, 2, 3], [0, 0, 0], DataUnavailable, "same 'covariate'"),
        ([1, 2, 3], [2000, 2000, 2000 + 1e-9], DataUnavailable, "same 'covariate'"),
        ([1, 2, 3], [1, 2], InvalidInput, "as many numbers"),
        ([1, 2, 3], [1, 2, float("nan")], InvalidInput, "finite"),
        ([1, 2, 3], [1, 2, 1e60], InvalidInput, "another unit"),
        ([1, 2, 3], [-1.7e308, 1.7e308, 0], InvalidInput, "another unit"),
        ([1, 2, 3], [1e-60, 2e-60, 3e-60], InvalidInput, "another unit"),
        ([1, 2, float("inf")], [1, 2, 3], InvalidInput, "finite"),
        ([], [], InvalidInput, "1 or more"),
    ],
)
def test_what_is_refused(yi: list[float], x: list[float], error: type[Exception], says: str) -> None:
    """Fewer studies than it takes, a covariate that does not vary, numbers that cannot be."""
    with pytest.raises(error, match=says):
        regress(yi, [1.0] * len(yi), x)


def test_an_iteration_that_does_not_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the mean's tau2 was found and the line's is not, nothing is shown either."""
    mean = pool(YI, VI)
    monkeypatch.setattr(regression, "pool", lambda *_, **__: mean)
    monkeypatch.setattr(heterogeneity, "MOST_STEPS", 1)
    with pytest.raises(DataUnavailable, match="did not settle"):
        regress(YI, VI, X)


def test_egger() -> None:
    """The model of the pooled result; few studies are said; counts take a fixed effect."""
    found = egger(_pooled())
    line = regress(YI, VI, SE)
    assert (found.bias, found.limit, found.classical) == (line.slope, line.intercept, False)
    assert found.notes[0].startswith("5 studies")
    assert egger(_pooled(hartung_knapp=True)).statistic_df == 3
    arms = tuple(
        EventsArm(str(number), arm, 20 + number, count)
        for number, counts in enumerate([(0, 0), (3, 1), (5, 2), (9, 4), (2, 2), *[(4, 3)] * 7])
        for arm, count in zip("xy", counts, strict=True)
    )
    result = pool_table(StudyTable(Kind.EVENTS, arms, {}), method="MH")
    found = egger(result)
    assert (found.k, found.notes, found.statistic_df) == (11, (), None)
    with pytest.raises(InvalidInput, match="--method"):
        regress_table(pool_table(StudyTable(Kind.EVENTS, arms, {"n": {"1": "1"}}), method="MH"), "n")


def test_egger_of_two_studies() -> None:
    """It says which test cannot be made, and how to go on."""
    with pytest.raises(DataUnavailable, match="Egger's test needs 3 studies or more .* here: 2. Leave it out."):
        egger(_pooled(yi=YI[:2]))


def test_egger_needs_different_errors() -> None:
    """With one standard error there is no funnel."""
    with pytest.raises(DataUnavailable, match="same 'standard error'"):
        egger(_pooled(se=[0.3] * 5))

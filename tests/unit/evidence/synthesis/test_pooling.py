"""Pooling: one as many, what does not exist, and what is refused. More numbers stand in docs/spec."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.synthesis import heterogeneity
from interictal.evidence.synthesis.heterogeneity import METHODS
from interictal.evidence.synthesis.pooling import Pooled, pool, pool_many
from interictal.evidence.synthesis.regression import regress

Y, V = [0.1, 0.9, -0.4, 1.6, 0.7], [0.04, 0.09, 0.16, 0.25, 0.01]


def _masked() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    mask = rng.random((40, 9)) < 0.6
    mask[:, 0] = True
    vi = np.exp(rng.normal(0, 1, (40, 9)))
    yi = rng.normal(0, np.sqrt(vi + rng.choice([0, 1, 9], (40, 1))))
    mask[0, 1:] = False  # one study alone
    yi[1] = 0.5  # all equal
    return yi, vi, mask


@pytest.mark.parametrize("hartung_knapp", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_many_are_as_one(method: str, hartung_knapp: bool) -> None:
    """Each analysis of a batch has the numbers it has alone, whatever stands where it has no study."""
    yi, vi, mask = _masked()
    many = pool_many(
        np.where(mask, yi, np.nan),
        np.where(mask, vi, -1),
        mask=mask,
        method=method,
        hartung_knapp=hartung_knapp,
    )
    for row, here in enumerate(mask):
        y, v = yi[row, here], vi[row, here]
        if hartung_knapp and row == 1:
            assert np.isnan(many.se[row])
            with pytest.raises(DataUnavailable, match="all estimates are equal"):
                pool(y, v, method=method, hartung_knapp=True)
            continue
        alone, among = pool(y, v, method=method, hartung_knapp=hartung_knapp), many.one(row)
        for name in Pooled.__dataclass_fields__:
            if name == "weights":
                assert np.array(among.weights)[here] == pytest.approx(np.array(alone.weights), abs=1e-9)
                assert not np.array(among.weights)[~here].any()
            elif name != "notes":
                mine, other = getattr(among, name), getattr(alone, name)
                assert mine == (other if not isinstance(other, float) else pytest.approx(other, rel=1e-10, abs=1e-10))


@pytest.mark.parametrize(("method", "theirs"), [("DL", "dl"), ("PM", "iterated"), ("FE", None)])
def test_second_opinion(method: str, theirs: str | None) -> None:
    """statsmodels pools with DerSimonian-Laird, Paule-Mandel and a fixed effect."""
    other = combine_effects(
        np.array(Y),
        np.array(V),
        method_re=theirs or "dl",
        **({"atol": 1e-14, "maxiter": 500} if method == "PM" else {}),
    )
    found = pool(Y, V, method=method)
    if theirs:
        assert found.tau2 == pytest.approx(other.tau2, rel=1e-6)
    mean, error = (other.mean_effect_re, other.sd_eff_w_re) if theirs else (other.mean_effect_fe, other.sd_eff_w_fe)
    assert (found.estimate, found.se) == pytest.approx((mean, error), rel=1e-6)
    assert found.q == pytest.approx(other.q)
    knha = pool(Y, V, method=method, hartung_knapp=True)
    assert knha.se == pytest.approx(other.sd_eff_w_re_hksj if theirs else other.sd_eff_w_fe_hksj, rel=1e-6)


def test_level() -> None:
    """A wider interval around the same estimate."""
    narrow, wide = pool(Y, V, level=0.8), pool(Y, V, level=0.99)
    assert wide.estimate == narrow.estimate
    assert wide.ci_low < narrow.ci_low < narrow.ci_high < wide.ci_high
    assert wide.tau2_low <= narrow.tau2_low < narrow.tau2_high < wide.tau2_high
    assert wide.prediction_low < narrow.prediction_low


@pytest.mark.parametrize("level", [0.0, 1.0, -1.0, 95.0, float("nan")])
def test_impossible_level(level: float) -> None:
    """Only a share between 0 and 1."""
    with pytest.raises(InvalidInput, match="--level"):
        pool(Y, V, level=level)


def test_notes() -> None:
    """Quiet where nothing is the matter; a variance ten million times another is said."""
    assert pool(Y, V).notes == ()
    assert "10 million" in pool([0.0, 1.0, 2.0], [1e-8, 1.0, 1.0]).notes[-1]


@pytest.mark.parametrize(
    ("yi", "vi", "mask", "says"),
    [
        ([[1.0, 2.0]], [[1.0]], None, "as many variances"),
        ([1.0, 2.0], [1.0, 1.0], None, "as many variances"),
        ([[1.0, 2.0]], [[1.0, 1.0]], [[True]], "mask"),
        ([[1.0], [2.0]], [[1.0], [1.0]], [[True], [False]], "1 or more in each analysis"),
        ([[1.0], [np.nan]], [[1.0], [1.0]], None, "finite"),
    ],
)
def test_batches_that_do_not_fit(yi: object, vi: object, mask: object, says: str) -> None:
    """Shapes, and an analysis without a study."""
    with pytest.raises(InvalidInput, match=says):
        pool_many(yi, vi, mask=mask)  # type: ignore[arg-type]


def test_no_analysis_no_study() -> None:
    """An empty input is refused, not answered."""
    with pytest.raises(InvalidInput, match="studies"):
        pool_many(np.empty((0, 3)), np.empty((0, 3)))
    with pytest.raises(InvalidInput, match="studies"):
        pool_many(np.empty((0, 0)), np.empty((0, 0)))


@pytest.mark.parametrize(("method", "start"), [("REML", "REML"), ("ML", "ML"), ("PM", "PM")])
def test_an_iteration_that_does_not_settle(monkeypatch: pytest.MonkeyPatch, method: str, start: str) -> None:
    """It is said, and nothing is shown."""
    monkeypatch.setattr(heterogeneity, "MOST_STEPS", 1)
    with pytest.raises(DataUnavailable, match="did not settle"):
        pool(Y, V, method=method)
    many = pool_many([Y], [V], method=method)
    assert np.isnan([many.tau2[0], many.estimate[0], many.se[0], many.ci_low[0], many.i2[0]]).all()
    # A regression first pools without its covariate.
    with pytest.raises(DataUnavailable, match="did not settle"):
        regress(Y, V, [1, 2, 3, 4, 5.5], method=start)


def test_light_imports() -> None:
    """Neither scipy.stats, which is slow to load, nor anything beyond numpy and scipy."""
    code = (
        "import sys; import interictal.evidence.synthesis.document; "
        "sys.exit(any(name in sys.modules for name in ('scipy.stats', 'pandas', 'statsmodels')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

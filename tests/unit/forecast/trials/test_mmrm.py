"""The mixed model: least squares where nothing is missing, and R's nlme where much is."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from interictal.forecast.trials.analysis import ancova
from interictal.forecast.trials.counts import Within
from interictal.forecast.trials.kernels import FIELDS, UNIT
from interictal.forecast.trials.mmrm import Repeated, mmrm

PEOPLE, VISITS = (40, 35), 4


def made(missing: float) -> list[NDArray[np.int32]]:
    """Values of two arms at four visits that go together; some missing, more of them at the end and among the worse."""
    rng = np.random.default_rng(5)
    root = np.linalg.cholesky(4 * np.array([[1.0, 0.7, 0.5, 0.4], [0.7, 1.5, 0.8, 0.6], [0.5, 0.8, 2, 1.2],
                                            [0.4, 0.6, 1.2, 2.5]]))  # fmt: skip
    arms = []
    for arm, n in enumerate(PEOPLE):
        x = rng.uniform(15, 27, n)
        y = 0.8 * x[:, None] - (2 - arm) * np.arange(1, VISITS + 1) * 0.7 + rng.normal(size=(n, VISITS)) @ root.T
        values = np.full((n, 1 + VISITS, FIELDS), -1, np.int32)
        values[:, 0, 0] = np.round(x * UNIT)
        values[:, 1:, 0] = np.round(np.clip(y, 0.1, None) * UNIT)
        gone = rng.random((n, VISITS)) < missing * np.arange(1, VISITS + 1) / VISITS
        values[:, 1:, 0][gone] = -1
        arms.append(values)
    return arms


def fitted(arms: list[NDArray[np.int32]], *, portions: int = 1) -> Repeated:
    """The sums of both arms, added in portions."""
    sums = Repeated(len(arms), arms[0].shape[1] - 1)
    for arm, values in enumerate(arms):
        for part in np.array_split(values, portions):
            sums.add(arm, part, 0)
    return sums


def test_complete_data_are_an_analysis_of_covariance_at_each_visit() -> None:
    """With nothing missing, the other visits tell nothing more: estimate and standard error are those of ANCOVA."""
    arms = made(0)
    model = mmrm(fitted(arms))
    assert model is not None
    for visit in range(VISITS):
        parts = []
        for values in arms:
            x, y = values[:, 0, 0] / UNIT, values[:, 1 + visit, 0] / UNIT
            dx, dy = x - x.mean(), y - y.mean()
            parts.append(Within(len(x), x.mean(), y.mean(), dx @ dx, dx @ dy, dy @ dy))
        expected, ours = ancova(parts, 0, 1), model.contrast(visit, 0, 1)
        assert expected is not None
        assert ours is not None
        assert ours.difference == pytest.approx(expected.difference, rel=1e-7)
        assert ours.standard_error == pytest.approx(expected.standard_error, rel=1e-6)
        assert ours.p == pytest.approx(expected.p, rel=1e-4)


def test_portions_change_nothing() -> None:
    """People added together or in five portions."""
    arms = made(0.3)
    whole, parts = mmrm(fitted(arms)), mmrm(fitted(arms, portions=5))
    assert whole is not None
    assert parts is not None
    np.testing.assert_allclose(parts.effects, whole.effects, rtol=1e-9)


def test_too_few_people_have_no_model() -> None:
    """Fewer than the covariance has visits, or an arm that nobody is left of."""
    arms = made(0)
    assert mmrm(fitted([arms[0][:3], arms[1][:2]])) is None
    arms[1][:, 4, 0] = -1
    assert mmrm(fitted(arms)) is None


def test_baselines_that_are_all_alike_tell_nothing() -> None:
    """The difference is that of the means; people without any value are left out."""
    arms = made(0)
    for values in arms:
        values[:, 0, 0] = 20 * UNIT
    arms[0][0, 1:, 0] = -1
    model = mmrm(fitted(arms))
    assert model is not None
    one = model.contrast(1, 0, 1)
    assert one is not None
    means = [values[values[:, 2, 0] >= 0, 2, 0].mean() / UNIT for values in arms]
    assert one.difference == pytest.approx(means[0] - means[1], abs=1e-6)
    for values in arms:
        values[:, 1:, 0] = 10 * UNIT
    assert mmrm(fitted(arms)) is None


def test_the_same_as_nlme_where_values_are_missing(tmp_path: Path) -> None:
    """R's gls with an unstructured covariance by restricted likelihood: difference and standard error at each visit."""
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    arms = made(0.4)
    lines = ["id,arm,visit,x,y"]
    for arm, values in enumerate(arms):
        for person, row in enumerate(values[:, :, 0]):
            lines += [
                f"p{arm}_{person},{'ab'[arm]},{visit},{float(row[0] / UNIT)!r},{float((row[visit] - row[0]) / UNIT)!r}"
                for visit in range(1, VISITS + 1)
                if row[visit] >= 0
            ]
    (tmp_path / "d.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "m.R").write_text(
        "if (!requireNamespace('nlme', quietly = TRUE)) quit(status = 9)\n"
        "library(nlme)\nd <- read.csv('d.csv')\nd$v <- factor(d$visit)\nd$arm <- relevel(factor(d$arm), 'b')\n"
        "m <- gls(y ~ 0 + v + v:arm + v:x, d, correlation = corSymm(form = ~ visit | id),\n"
        "  weights = varIdent(form = ~ 1 | v), method = 'REML',\n"
        "  control = glsControl(tolerance = 1e-10, msTol = 1e-10, maxIter = 500, msMaxIter = 500))\n"
        "t <- summary(m)$tTable\nk <- grepl(':arma$', rownames(t))\n"
        "cat(sprintf('%.10f %.10f\\n', t[k, 1], t[k, 2]), sep = '')\n",
        encoding="utf-8",
    )
    done = subprocess.run(["Rscript", "m.R"], cwd=tmp_path, capture_output=True, text=True, check=False)
    if done.returncode == 9:
        pytest.skip("R's package nlme is not installed")
    assert done.returncode == 0, done.stderr
    expected = np.array([line.split() for line in done.stdout.splitlines()], float)
    model = mmrm(fitted(arms))
    assert model is not None
    for visit in range(VISITS):
        ours = model.contrast(visit, 0, 1)
        assert ours is not None
        assert ours.difference == pytest.approx(expected[visit, 0], rel=1e-3, abs=1e-4)
        assert ours.standard_error == pytest.approx(expected[visit, 1], rel=1e-3)

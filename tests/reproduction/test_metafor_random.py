"""metafor itself on random data: many and few studies, no and huge heterogeneity, tiny and huge variances, outliers.

Skipped where R or its package metafor is not installed. One R process does all data sets; it drives its iterations to
a step of 1e-11 of the data's scale, far beyond its defaults.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from interictal.errors import DataUnavailable
from interictal.evidence.synthesis.analysis import PooledTable, pool_table
from interictal.evidence.synthesis.counts import pool_counts
from interictal.evidence.synthesis.effects import Events, Means, two_arm
from interictal.evidence.synthesis.heterogeneity import METHODS
from interictal.evidence.synthesis.pooling import Pooled, pool
from interictal.evidence.synthesis.regression import Coefficient, egger, regress
from interictal.evidence.synthesis.sensitivity import cumulative, leave_one_out, subgroups
from interictal.evidence.tables import Contrast, Kind, StudyTable

SCRIPT = Path(__file__).with_name("metafor_random.R")
SETS, COUNT_SETS = 30, 40
TAU2_SHARE = 1e-8
"""Of the squared scale: what of tau2 may be left where metafor walks down to 0 by halving."""

Lists = dict[str, list[float]]


class Data:
    """One data set."""

    def __init__(self, rng: np.random.Generator) -> None:
        k = int(rng.choice([2, 3, 4, 5, 6, 8, 10, 15, 25, 40]))
        self.scale = float(rng.choice([1e-3, 1.0, 1e3]))
        vi = np.exp(rng.normal(0, rng.choice([0.3, 1.0, 2.0]), k))
        yi = rng.normal(rng.normal(0, 2), np.sqrt(vi + rng.choice([0.0, 0.1, 1.0, 30.0])))
        if rng.random() < 0.15:  # closer to each other than chance would have them
            yi = yi[0] + 0.1 * rng.normal(0, np.sqrt(vi))
        if rng.random() < 0.2:
            yi[0] += 8 * np.sqrt(vi[0])
        self.yi, self.vi, self.x = yi * self.scale, vi * self.scale**2, rng.normal(2000, 5, k)
        self.group = np.arange(k) % 2


def _data() -> list[Data]:
    rng = np.random.default_rng(20261128)
    return [Data(rng) for _ in range(SETS)]


def _counts() -> list[np.ndarray]:
    rng = np.random.default_rng(8)
    found = []
    for _ in range(COUNT_SETS):
        k = int(rng.integers(1, 12))
        n1, n2 = rng.integers(3, 200, (2, k))
        risk = rng.uniform(0, 0.2, k) * rng.choice([0.1, 1.0, 4.0])
        found.append(np.column_stack([rng.binomial(n1, risk), n1, rng.binomial(n2, risk * rng.uniform(0.3, 1)), n2]))
    return found


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lists]:
    """What metafor says: set -> quantity -> numbers."""
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not installed")
    folder = tmp_path_factory.mktemp("metafor")
    lines = ["set,scale,yi,vi,x,group"]
    for number, one in enumerate(_data()):
        for row in zip(one.yi, one.vi, one.x, one.group, strict=True):
            lines.append(f"S{number},{one.scale}," + ",".join(repr(float(cell)) for cell in row))
    (folder / "studies.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["set,a,n1,c,n2"]
    for number, table in enumerate(_counts()):
        lines += [f"C{number}," + ",".join(str(int(cell)) for cell in row) for row in table]
    (folder / "counts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run(
        [program, "--vanilla", str(SCRIPT), str(folder)], capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode == 3:
        pytest.skip("R's package metafor is not installed")
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Lists] = defaultdict(lambda: defaultdict(list))
    for line in done.stdout.splitlines():
        name, key, value = line.split()
        found[name][key.rpartition(".")[0]].append(float(value))
    return found


def _agree(found: list[float] | np.ndarray, expected: list[float], *, rel: float = 1e-6, near: float = 0.0) -> None:
    assert list(found) == pytest.approx(expected, rel=rel, abs=near)


def _numbers(one: Coefficient) -> list[float]:
    return [one.estimate, one.se, one.p, one.ci_low, one.ci_high]


def _compare(found: Pooled, knha: Pooled | None, expected: Lists, scale: float, method: str) -> None:
    """1e-6 on all but tau2 and what hangs on it alone, which get 1e-4."""
    at = expected.__getitem__
    near = 1e-6 * found.se
    _agree([found.tau2], at(f"{method}-tau2"), rel=1e-6, near=TAU2_SHARE * scale**2)
    _agree([found.estimate], at(f"{method}-estimate"), near=near)
    _agree([found.se], at(f"{method}-se"))
    _agree([found.p], at(f"{method}-p"), rel=1e-4)
    _agree([found.ci_low, found.ci_high], at(f"{method}-ci"), near=near)
    _agree([found.i2], at(f"{method}-i2"), near=1e-4)
    _agree([found.h2], at(f"{method}-h2"))
    _agree([found.q, found.q_p], at(f"{method}-q"), near=1e-12)
    _agree(found.weights, at(f"{method}-weights"), near=1e-4)
    if method == "FE":
        assert found.prediction_low is None
    else:
        _agree([found.tau2_se], at(f"{method}-tau2_se"), rel=1e-4)
        _agree([found.prediction_low, found.prediction_high], at(f"{method}-prediction"), near=near)
    if knha is not None:
        _agree([knha.se], at(f"{method}-knha_se"))
        _agree([knha.p], at(f"{method}-knha_p"), rel=1e-4)
        _agree([knha.ci_low, knha.ci_high], at(f"{method}-knha_ci"), near=near)
        if method != "FE":
            _agree([knha.prediction_low, knha.prediction_high], at(f"{method}-knha_prediction"), near=near)


@pytest.mark.parametrize("method", METHODS)
def test_pooled(theirs: dict[str, Lists], method: str) -> None:
    """Estimate, intervals, tau2 and its error, I2, H2, Q and weights; with and without Hartung-Knapp."""
    compared = 0
    for number, one in enumerate(_data()):
        expected = theirs[f"S{number}"]
        found = pool(one.yi, one.vi, method=method)
        knha = pool(one.yi, one.vi, method=method, hartung_knapp=True)
        if f"{method}-tau2" in expected:  # absent where metafor's iteration did not converge; ours always has to
            compared += 1
            _compare(found, knha, expected, one.scale, method)
    assert compared >= 0.9 * SETS


def test_intervals_of_heterogeneity(theirs: dict[str, Lists]) -> None:
    """The Q profile, also where the set is empty."""
    empty = 0
    for number, one in enumerate(_data()):
        expected, found = theirs[f"S{number}"], pool(one.yi, one.vi, method="DL")
        near = TAU2_SHARE * one.scale**2
        _agree([found.tau2_low, found.tau2_high], expected["tau2_interval"], rel=1e-6, near=near)
        _agree([found.i2_low, found.i2_high], expected["i2_interval"], rel=1e-6, near=1e-6)
        empty += found.tau2_high == 0
    assert 0 < empty < SETS


@pytest.mark.parametrize("method", METHODS)
def test_meta_regression(theirs: dict[str, Lists], method: str) -> None:
    """On a covariate near 2000, as a year would be."""
    compared = 0
    for number, one in enumerate(_data()):
        for test in ("z", "knha"):
            expected = theirs[f"S{number}"].get(f"{method}-line_{test}")
            if expected is None:
                continue
            compared += 1
            found = regress(one.yi, one.vi, one.x, method=method, hartung_knapp=test == "knha")
            lines = [_numbers(found.intercept), _numbers(found.slope)]
            ours = [number for pair in zip(*lines, strict=True) for number in pair]
            _agree(ours, expected, rel=1e-4, near=1e-6 * found.slope.se)
            tau2, qm, qm_p, qe, qe_p, i2, h2, r2 = theirs[f"S{number}"][f"{method}-line_rest_{test}"]
            _agree([found.tau2], [tau2], rel=1e-6, near=TAU2_SHARE * one.scale**2)
            _agree([found.qm, found.qe, found.h2], [qm, qe, h2], rel=1e-5)
            _agree([found.qm_p, found.qe_p], [qm_p, qe_p], rel=1e-4, near=1e-12)
            _agree([found.i2], [i2], near=1e-4)
            without = pool(one.yi, one.vi, method=method).tau2
            if (
                method == "FE" or without > TAU2_SHARE * one.scale**2
            ):  # else metafor divides what is left by what is left
                _agree([found.r2], [r2], near=1e-3)
    assert compared >= SETS


def _table(one: Data, method: str) -> PooledTable:
    names = [str(index) for index in range(len(one.yi))]
    rows = tuple(
        Contrast(name, "A", "B", float(y), float(np.sqrt(v))) for name, y, v in zip(names, one.yi, one.vi, strict=True)
    )
    groups = {name: str(group) for name, group in zip(names, one.group, strict=True)}
    return pool_table(StudyTable(Kind.CONTRASTS, rows, {"group": groups}), method=method)


@pytest.mark.parametrize("method", METHODS)
def test_egger(theirs: dict[str, Lists], method: str) -> None:
    """With the tau2 of the method, and the limit of a study without sampling error."""
    compared = 0
    for number, one in enumerate(_data()):
        expected = theirs[f"S{number}"].get(f"{method}-egger")
        if expected is not None:
            compared += 1
            found = egger(_table(one, method))
            ours = [found.bias.statistic, found.bias.p, found.limit.estimate, found.limit.ci_low, found.limit.ci_high]
            _agree(ours, expected, rel=1e-4, near=1e-6 * found.limit.se)
    assert compared >= SETS / 2


def test_what_shakes_a_result(theirs: dict[str, Lists]) -> None:
    """Classical Egger, leave-one-out, cumulative, and the difference between groups."""
    for number, one in enumerate(_data()):
        expected = theirs[f"S{number}"]
        if "egger_lm" not in expected:
            continue
        result = _table(one, "DL")
        near = 1e-6 * result.pooled.se
        found = egger(result, classical=True)
        _agree([found.bias.statistic, found.bias.p, found.limit.estimate], expected["egger_lm"], near=near)
        for name, steps in (("leave", leave_one_out(result)), ("cumulative", cumulative(result))):
            _agree([step.pooled.estimate for step in steps], expected[f"{name}_estimate"], near=near)
            _agree([step.pooled.se for step in steps], expected[f"{name}_se"])
        groups = subgroups(result, "group")
        _agree([group.pooled.estimate for group in groups.groups], expected["groups"], near=near)
        _agree([groups.q, groups.p], expected["between"], rel=1e-5, near=1e-9)


@pytest.mark.parametrize(("measure", "method", "key"), [("OR", "MH", "OR"), ("RR", "MH", "RR"), ("RD", "MH", "RD"),
                                                        ("OR", "PETO", "PETO")])  # fmt: skip
def test_rare_events(theirs: dict[str, Lists], measure: str, method: str, key: str) -> None:
    """Counts without a correction; studies without an event are in k and not in Q."""
    compared = 0
    for number, table in enumerate(_counts()):
        expected = theirs[f"C{number}"].get(f"{key}-pooled")
        first, second = Events(table[:, 0], table[:, 1]), Events(table[:, 2], table[:, 3])
        if expected is None or expected[1] == 0:  # metafor has no estimate, or one without an error
            with pytest.raises(DataUnavailable):
                pool_counts(measure, first, second, method=method)
            continue
        compared += 1
        found = pool_counts(measure, first, second, method=method)
        ours = [found.estimate, found.se, found.p, found.ci_low, found.ci_high, found.q, found.q_df + 1]
        _agree(ours, [*expected[:-1], max(expected[-1], 1)], rel=1e-8, near=1e-9)
    assert compared >= 0.6 * COUNT_SETS


def test_effect_sizes(theirs: dict[str, Lists]) -> None:
    """With and without empty cells; SMD of small groups."""
    for number, table in enumerate(_counts()):
        expected = theirs[f"C{number}"]
        a, n1, c, n2 = table.T.astype(float)
        for measure in ("OR", "RR", "RD"):
            yi, vi = two_arm(measure, Events(a, n1), Events(c, n2))
            if f"{measure}-yi" in expected:
                _agree(yi, expected[f"{measure}-yi"], rel=1e-9, near=1e-9)
                _agree(vi, expected[f"{measure}-vi"], rel=1e-9)
        yi, vi = two_arm("SMD", Means(n1, a, np.sqrt(n1)), Means(n2, c, np.sqrt(n2)))
        _agree(yi, expected["SMD-yi"], rel=1e-9, near=1e-9)
        _agree(vi, expected["SMD-vi"], rel=1e-9)

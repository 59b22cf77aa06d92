"""What holds for any set of studies."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.synthesis.analysis import pool_table
from interictal.evidence.synthesis.counts import pool_counts
from interictal.evidence.synthesis.effects import Events
from interictal.evidence.synthesis.heterogeneity import METHODS
from interictal.evidence.synthesis.pooling import Pooled, pool, pool_many
from interictal.evidence.synthesis.sensitivity import cumulative, leave_one_out
from interictal.evidence.tables import Contrast, EventsArm, Kind, StudyTable

ONE_ANSWER = ("DL", "PM", "SJ", "HE", "FE")
"""Methods with one solution; a likelihood can have several maxima, between which rounding may choose."""

estimates = st.floats(-50, 50).map(lambda x: round(x, 3))
variances = st.floats(-3, 3).map(lambda x: round(10**x, 4))
study = st.tuples(estimates, variances)
studies = st.lists(study, min_size=1, max_size=12)
two_or_more = st.lists(study, min_size=2, max_size=12)
methods = st.sampled_from(METHODS)
NUMBERS = [name for name in Pooled.__dataclass_fields__ if name not in ("weights", "notes", "method")]


def _pool(data: list[tuple[float, float]], **options: object) -> Pooled:
    return pool([y for y, _ in data], [v for _, v in data], **options)  # type: ignore[arg-type]


def _same(one: Pooled, other: Pooled, *, but: tuple[str, ...] = (), rel: float = 1e-6) -> None:
    scale = abs(one.estimate) + one.se
    for name in NUMBERS:
        mine, its = getattr(one, name), getattr(other, name)
        if name in but:
            continue
        if isinstance(its, float):
            tiny = 1e-7 * (scale**2 if "tau2" in name else scale if name in ("estimate", "se") else 1)
            assert mine == pytest.approx(its, rel=rel, abs=tiny + 1e-12), name
        else:
            assert mine == its, name


@given(studies, methods, st.booleans())
def test_nothing_but_numbers_or_a_message(data: list[tuple[float, float]], method: str, hartung_knapp: bool) -> None:
    """Every number is finite, limits stand in order, tau2 is not negative, weights make 100 %."""
    try:
        found = _pool(data, method=method, hartung_knapp=hartung_knapp)
    except DataUnavailable:
        assert hartung_knapp
        assert len({y for y, _ in data}) == 1
        return
    assert all(
        value is None or isfinite(value) for name in NUMBERS if not isinstance(value := getattr(found, name), str)
    )
    assert found.ci_low < found.estimate < found.ci_high
    assert found.tau2 >= 0
    assert found.se > 0
    assert 0 <= found.p <= 1
    assert sum(found.weights) == pytest.approx(100)
    if found.prediction_low is not None:
        assert found.prediction_low <= found.ci_low
        assert found.prediction_high >= found.ci_high
    if found.tau2_low is not None:
        assert 0 <= found.tau2_low <= found.tau2_high
        assert 0 <= found.i2_low <= found.i2_high <= 100
    assert min(y for y, _ in data) - 1e-9 <= found.estimate <= max(y for y, _ in data) + 1e-9


@given(st.permutations(range(9)), st.lists(study, min_size=9, max_size=9), st.sampled_from(ONE_ANSWER))
def test_order_of_studies(order: list[int], data: list[tuple[float, float]], method: str) -> None:
    """Does not matter; weights move with their studies."""
    one, other = _pool(data, method=method), _pool([data[index] for index in order], method=method)
    _same(one, other)
    assert [one.weights[index] for index in order] == pytest.approx(list(other.weights), abs=1e-6)


@given(studies, st.sampled_from(ONE_ANSWER))
def test_signs_reversed(data: list[tuple[float, float]], method: str) -> None:
    """B against A is minus A against B."""
    one, other = _pool(data, method=method), _pool([(-y, v) for y, v in data], method=method)
    turned = replace(
        other,
        estimate=-other.estimate,
        statistic=-other.statistic,
        ci_low=-other.ci_high,
        ci_high=-other.ci_low,
        prediction_low=None if other.prediction_high is None else -other.prediction_high,
        prediction_high=None if other.prediction_low is None else -other.prediction_low,
    )
    _same(one, turned)


@given(studies, st.sampled_from([2.0**-30, 0.5, 4.0, 2.0**30]), methods)
def test_another_unit(data: list[tuple[float, float]], unit: float, method: str) -> None:
    """Multiplied by c, estimates and errors are c times, tau2 c squared times; shares and p stay. Powers of two are
    exact, so that the iterations take the same steps."""
    one, other = _pool(data, method=method), _pool([(y * unit, v * unit**2) for y, v in data], method=method)
    for name in ("estimate", "se", "ci_low", "ci_high"):
        assert getattr(other, name) == pytest.approx(unit * getattr(one, name), rel=1e-9, abs=1e-12 * unit * one.se), (
            name
        )
    assert other.tau2 == pytest.approx(unit**2 * one.tau2, rel=1e-9)
    for name in ("p", "q", "i2", "statistic"):
        mine = getattr(one, name)
        assert getattr(other, name) == (mine if mine is None else pytest.approx(mine, rel=1e-9, abs=1e-12)), name


@given(studies, st.integers(-1000, 1000), st.sampled_from(ONE_ANSWER))
def test_shifted(data: list[tuple[float, float]], shift: int, method: str) -> None:
    """Adding a number to every estimate adds it to the result, and changes nothing else."""
    one, other = _pool(data, method=method), _pool([(y + shift, v) for y, v in data], method=method)
    assert other.estimate == pytest.approx(one.estimate + shift, rel=1e-9, abs=1e-6)
    _same(one, other, but=("estimate", "statistic", "p", "ci_low", "ci_high", "prediction_low", "prediction_high"))


@given(estimates, st.lists(st.tuples(st.floats(-0.3, 0.3), variances), min_size=2, max_size=12), methods)
def test_fixed_equals_random_without_heterogeneity(middle: float, data: list[tuple[float, float]], method: str) -> None:
    """Studies within a third of their errors from each other: tau2 is 0 (but for SJ, whose start is their spread), and
    both pool alike."""
    near = [(middle + share * v**0.5, v) for share, v in data]
    found, fixed = _pool(near, method=method), _pool(near, method="FE")
    if method == "SJ":
        assert found.tau2 <= found.q * max(v for _, v in near)
        return
    assert found.tau2 == 0
    for name in ("estimate", "se", "ci_low", "ci_high", "p", "q"):
        assert getattr(found, name) == pytest.approx(getattr(fixed, name), rel=1e-12, abs=1e-300), name


@given(two_or_more, st.sampled_from(["PM", "DL", "FE"]))
def test_a_study_that_says_next_to_nothing(data: list[tuple[float, float]], method: str) -> None:
    """With a million times the largest variance it changes the estimate by next to nothing."""
    found = _pool(data, method=method)
    largest = max(v for _, v in data)
    assume(found.tau2 < 10 * largest)
    more = _pool([*data, (found.estimate, 1e6 * largest)], method=method)
    # tau2 itself may fall a little: one more study asks for one more degree of freedom of spread.
    if method == "FE":
        assert more.estimate == pytest.approx(found.estimate, rel=1e-5, abs=1e-5 * found.se)
        assert more.se == pytest.approx(found.se, rel=1e-5)
    assert more.weights[-1] < 0.01
    assert more.tau2 <= found.tau2 * (1 + 1e-5) + 1e-9
    assert more.q == pytest.approx(found.q, rel=1e-4, abs=1e-4)


@given(two_or_more)
def test_a_study_equal_to_the_estimate(data: list[tuple[float, float]]) -> None:
    """It leaves the common effect where it is and makes it surer; Q stays."""
    fixed = _pool(data, method="FE")
    more = _pool([*data, (fixed.estimate, 1.0)], method="FE")
    assert more.estimate == pytest.approx(fixed.estimate, rel=1e-9, abs=1e-9)
    assert more.se < fixed.se
    assert more.q == pytest.approx(fixed.q, rel=1e-6, abs=1e-6)


@settings(max_examples=30)
@given(st.lists(studies, min_size=1, max_size=6), methods)
def test_batch_equals_single(batch: list[list[tuple[float, float]]], method: str) -> None:
    """Analyses of different sizes in one call, to 1e-10."""
    width = max(map(len, batch))
    mask = np.array([[column < len(data) for column in range(width)] for data in batch])
    yi, vi = (
        np.array([[data[column][side] if column < len(data) else np.nan for column in range(width)] for data in batch])
        for side in (0, 1)
    )
    many = pool_many(yi, vi, mask=mask, method=method)
    for index, data in enumerate(batch):
        alone, among = _pool(data, method=method), many.one(index)
        for name in NUMBERS:
            mine, its = getattr(among, name), getattr(alone, name)
            assert mine == (pytest.approx(its, rel=1e-10, abs=1e-10) if isinstance(its, float) else its), name


def _table(data: list[tuple[float, float]], names: str) -> StudyTable:
    rows = (Contrast(f"study {index}", *names, y, v**0.5) for index, (y, v) in enumerate(data))
    return StudyTable(Kind.CONTRASTS, tuple(rows), {})


@given(two_or_more, st.sampled_from(ONE_ANSWER))
def test_relabelled_and_turned(data: list[tuple[float, float]], method: str) -> None:
    """Names do not matter, and the other way round has the other sign."""
    one = pool_table(_table(data, "AB"), method=method).pooled
    assert pool_table(_table(data, "YX"), method=method).pooled == one
    turned = pool_table(_table(data, "AB"), method=method, compare=("B", "A")).pooled
    assert turned.estimate == pytest.approx(-one.estimate, rel=1e-9, abs=1e-12)
    assert (turned.ci_low, turned.ci_high) == pytest.approx((-one.ci_high, -one.ci_low), rel=1e-9, abs=1e-9)


@settings(max_examples=30)
@given(two_or_more, methods)
def test_steps_are_analyses_of_their_studies(data: list[tuple[float, float]], method: str) -> None:
    """Leave-one-out and cumulative give what the studies left give alone."""
    result = pool_table(_table(data, "AB"), method=method)
    yi, vi = result.studies.yi, result.studies.vi
    for index, step in enumerate(leave_one_out(result)):
        alone = pool(np.delete(yi, index), np.delete(vi, index), method=method)
        assert step.pooled.estimate == pytest.approx(alone.estimate, rel=1e-9, abs=1e-9)
    for index, step in enumerate(cumulative(result)):
        alone = pool(yi[: index + 1], vi[: index + 1], method=method)
        assert step.pooled.tau2 == pytest.approx(alone.tau2, rel=1e-9, abs=1e-9)


arm = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
count_studies = st.lists(st.tuples(arm, arm), min_size=1, max_size=8)


@given(count_studies, st.sampled_from([("OR", "MH"), ("RR", "MH"), ("RD", "MH"), ("OR", "PETO")]))
def test_counts(data: list[tuple[tuple[int, int], tuple[int, int]]], choice: tuple[str, str]) -> None:
    """Order does not matter, swapping the arms changes the sign, silent studies do not speak; or a message."""
    measure, method = choice

    def run(rows: list[tuple[tuple[int, int], tuple[int, int]]], *, swap: bool = False) -> Pooled:
        first, second = (Events([row[i][0] for row in rows], [row[i][1] for row in rows]) for i in (0, 1))
        return pool_counts(measure, *((second, first) if swap else (first, second)), method=method)

    try:
        found = run(data)
    except DataUnavailable:
        with pytest.raises(DataUnavailable):
            run(data[::-1], swap=True)
        return
    turned = run(data[::-1], swap=True)
    assert turned.estimate == pytest.approx(-found.estimate, rel=1e-9, abs=1e-12)
    assert turned.se == pytest.approx(found.se, rel=1e-9)
    assert turned.q == pytest.approx(found.q, rel=1e-6, abs=1e-9)
    assert isfinite(found.p)
    if measure != "RD":
        more = run([*data, ((0, 30), (0, 20))])
        assert (more.estimate, more.se, more.q) == pytest.approx(
            (found.estimate, found.se, found.q), rel=1e-9, abs=1e-12
        )
        assert more.k == found.k + 1


@given(count_studies, st.sampled_from(["OR", "RR", "RD"]), st.sampled_from(["REML", "DL", "MH", "PETO"]))
def test_any_table_of_events(data: list[tuple[tuple[int, int], tuple[int, int]]], measure: str, method: str) -> None:
    """A finite result, or one of our own refusals; never a warning or another error."""
    rows = tuple(
        EventsArm(f"study {index}", name, n, events)
        for index, row in enumerate(data)
        for name, (events, n) in zip("AB", row, strict=True)
    )
    try:
        found = pool_table(StudyTable(Kind.EVENTS, rows, {}), measure=measure, method=method)
    except (DataUnavailable, InvalidInput):
        return
    assert isfinite(found.pooled.estimate)
    assert found.pooled.se > 0
    assert found.pooled.ci_low < found.pooled.ci_high

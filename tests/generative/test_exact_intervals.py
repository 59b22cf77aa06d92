"""Exact intervals: properties that hold for every count."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.errors import InvalidInput
from interictal.safety.adverse_events.exact import count, proportion

RUNS = settings(derandomize=True, max_examples=100, deadline=None)
PARTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.sampled_from((0.5, 0.9, 0.95, 0.99))


def at_most(x: int, n: int, p: float) -> float:
    """P(X <= x), by whole-number binomials."""
    return math.fsum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(x + 1))


@RUNS
@given(PARTS, LEVELS)
def test_the_limits_are_where_the_tails_hold_what_is_left_out(part: tuple[int, int], level: float) -> None:
    """Half of what the interval leaves out lies beyond each limit."""
    x, n = part
    found = proportion(x, n, level=level)
    half = (1 - level) / 2
    assert 0 <= found.low <= x / n <= found.high <= 1
    if x > 0:
        assert 1 - at_most(x - 1, n, found.low) == pytest.approx(half, abs=1e-9)
    if x < n:
        assert at_most(x, n, found.high) == pytest.approx(half, abs=1e-9)


@RUNS
@given(PARTS)
def test_having_and_not_having_mirror_each_other(part: tuple[int, int]) -> None:
    """The interval of those without it is the mirror image."""
    x, n = part
    found, mirrored = proportion(x, n), proportion(n - x, n)
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-9)
    assert found.high == pytest.approx(1 - mirrored.low, abs=1e-9)


@RUNS
@given(PARTS)
def test_a_higher_level_is_wider_and_one_more_is_higher(part: tuple[int, int]) -> None:
    """Nested by level, moved up by one more."""
    x, n = part
    narrow, wide = proportion(x, n, level=0.9), proportion(x, n, level=0.99)
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high
    if x < n:
        more = proportion(x + 1, n, level=0.9)
        assert (more.low, more.high) > (narrow.low, narrow.high)
        assert more.low > narrow.low or narrow.low == 0


@RUNS
@given(st.integers(0, 300), LEVELS)
def test_the_limits_of_a_count(x: int, level: float) -> None:
    """Half of what is left out lies beyond each limit; no event has a known limit."""
    found = count(x, level=level)
    half = (1 - level) / 2

    def lower_tail(top: int, mean: float) -> float:
        return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(top + 1))

    assert found.low <= x <= found.high
    assert lower_tail(x, found.high) == pytest.approx(half, abs=1e-9)
    if x == 0:
        assert found.low == 0
        assert found.high == pytest.approx(-math.log(half))
    else:
        assert 1 - lower_tail(x - 1, found.low) == pytest.approx(half, abs=1e-9)


@RUNS
@given(st.integers(0, 20), st.floats(0.01, 100))
def test_an_interval_scales(x: int, factor: float) -> None:
    """A rate's limits are the count's, times the same factor."""
    found, scaled = count(x), count(x).times(factor)
    assert (scaled.low, scaled.high, scaled.level) == (found.low * factor, found.high * factor, 0.95)


def test_large_counts_stay_exact() -> None:
    """Where naive sums underflow: near the normal limits, and in time."""
    found = proportion(50_000, 100_000)
    assert (found.low, found.high) == pytest.approx((0.4969, 0.5031), abs=1e-4)
    found = count(10_000)
    assert (found.low, found.high) == pytest.approx((9804.9, 10197.9), abs=0.5)


@pytest.mark.parametrize(
    ("x", "n", "level"),
    [
        (-1, 5, 0.95),
        (6, 5, 0.95),
        (0, 0, 0.95),
        (1, 10_000_001, 0.95),
        (True, 5, 0.95),
        (1, True, 0.95),
        (1, 5, 0.0),
        (1, 5, 1.0),
    ],
)
def test_what_cannot_be_is_refused(x: int, n: int, level: float) -> None:
    """More with it than there are, none at all, and levels that leave nothing out."""
    with pytest.raises(InvalidInput):
        proportion(x, n, level=level)

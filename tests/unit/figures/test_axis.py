"""The axis of effects and its numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interictal.figures.axis import Axis, Scale, axis_of, decimals_of, effect_words, tick_words, ticks_of

LOG, LINEAR = Scale.LOG, Scale.LINEAR


@pytest.mark.parametrize(
    ("low", "high", "scale", "room", "ticks"),
    [
        (0.08, 12, LOG, 400, (0.1, 0.2, 0.5, 1, 2, 5, 10)),
        (0.08, 12, LOG, 200, (0.1, 0.3, 1, 3, 10)),
        (0.08, 12, LOG, 110, (0.1, 1, 10)),
        (0.01, 100, LOG, 90, (0.01, 1, 100)),
        (0.94, 1.08, LOG, 300, (0.95, 1, 1.05)),
        (0.45, 1.5, LOG, 300, (0.6, 0.8, 1, 1.2, 1.4)),
        (-3.5, 0.8, LINEAR, 300, (-3, -2, -1, 0)),
        (-0.012, 0.18, LINEAR, 300, (0, 0.05, 0.1, 0.15)),
        (0, 0.63, LINEAR, 200, (0, 0.2, 0.4, 0.6)),
        (-70, 90, LINEAR, 50, (0,)),
    ],
)
def test_ticks_are_round_and_have_room(
    low: float, high: float, scale: Scale, room: float, ticks: tuple[float, ...]
) -> None:
    """Ratios at 1, 2, 5; where that gives too few, and for differences, evenly spaced."""
    assert ticks_of(low, high, scale, room) == ticks


@given(
    st.floats(1e-90, 1e90),
    st.floats(1.0001, 1e20),
    st.sampled_from([(LOG, 1), (LINEAR, 1), (LINEAR, -1)]),
    st.floats(60, 700),
)
def test_ticks_lie_inside_and_ascend(start: float, factor: float, kind: tuple[Scale, int], room: float) -> None:
    """On any axis, at any length."""
    scale, sign = kind
    low, high = sorted((sign * start, sign * start * factor))
    ticks = ticks_of(low, high, scale, room)
    assert list(ticks) == sorted(set(ticks))
    assert all(low <= tick <= high for tick in ticks)


SPAN = st.tuples(st.floats(-6, 6), st.floats(0, 3), st.floats(0, 3)).map(
    lambda it: (it[0] - it[1], it[0], it[0] + it[2])
)


@given(st.lists(SPAN, min_size=1, max_size=30), st.sampled_from(Scale), st.floats(-3, 3))
def test_what_must_be_on_the_axis_is(spans: list[tuple[float, float, float]], scale: Scale, always: float) -> None:
    """The line of no difference and the pooled result, and the shares run from 0 to 1."""
    drawn = [tuple(scale.back(value) for value in span) for span in spans]
    axis = axis_of(drawn, [scale.no_effect, scale.back(always)], scale, 300)
    for value in (scale.no_effect, scale.back(always)):
        assert axis.low < value < axis.high
        assert 0 < axis.share(value) < 1
        assert axis.inside(value) == value
    assert axis.share(axis.low) == pytest.approx(0)
    assert axis.share(axis.high) == pytest.approx(1)


def test_one_study_far_off_does_not_hide_the_others() -> None:
    """It stretches the axis no more than the others ask for."""
    near = [(-2.0 - step / 10, -1.0 - step / 10, 0.0 - step / 10) for step in range(8)]
    axis = axis_of([*near, (900.0, 1000.0, 1100.0)], [0.0], LINEAR, 300)
    assert axis.high < 20
    assert axis.inside(1000.0) == axis.high
    assert axis_of(near, [0.0], LINEAR, 300) == axis


def test_a_very_long_interval_is_cut() -> None:
    """The estimates keep most of the axis; the long interval goes on beyond it."""
    spans = [(0.5, 0.8, 1.2), (0.6, 0.9, 1.3), (0.4, 0.7, 1.1), (0.0001, 0.3, 900.0)]
    axis = axis_of(spans, [1.0], LOG, 300)
    assert axis.low > 0.01
    assert axis.high < 20


def test_an_axis_of_one_point_has_a_length() -> None:
    """A single estimate without an interval, on the line of no difference or far from it."""
    for value in (0.0, 5.0):
        axis = axis_of([(value, value, value)], [value], LINEAR, 300)
        assert axis.low < value < axis.high
    one = axis_of([(1.0, 1.0, 1.0)], [1.0], LOG, 300)
    assert math.log(one.high / one.low) >= 0.05


def test_inside_cuts_at_the_ends() -> None:
    """Values beyond an end are drawn at it."""
    axis = Axis(LINEAR, -1.0, 2.0, ())
    assert [axis.inside(value) for value in (-5.0, 0.5, 5.0)] == [-1.0, 0.5, 2.0]


@pytest.mark.parametrize(
    ("value", "scale", "decimals", "words"),
    [
        (0.5551, LOG, 2, "0.56"),
        (1.0, LOG, 2, "1.00"),
        (9.994, LOG, 2, "9.99"),
        (9.996, LOG, 2, "10.0"),
        (45.14, LOG, 2, "45.1"),
        (123.4, LOG, 2, "123"),
        (0.0995, LOG, 2, "0.10"),
        (0.0421, LOG, 2, "0.042"),
        (0.0042, LOG, 2, "0.0042"),
        (0.00042, LOG, 2, "4.2e-04"),
        (123456.0, LOG, 2, "1.2e+05"),
        (-1.9, LINEAR, 2, "−1.90"),
        (-1.9, LINEAR, 0, "−2"),
        (-0.004, LINEAR, 2, "0.00"),
        (0.0216, LINEAR, 3, "0.022"),
        (-2.5e9, LINEAR, 2, "−2.5e+09"),
    ],
)
def test_effects_in_words(value: float, scale: Scale, decimals: int, words: str) -> None:
    """Ratios by their size, differences by the figure's decimals; a true minus sign, and none before nothing."""
    assert effect_words(value, scale, decimals) == words


@pytest.mark.parametrize(("half", "decimals"), [(0.05, 3), (0.6, 2), (6, 1), (60, 0), (600, 0), (1e-9, 6), (0.0, 2)])
def test_decimals_follow_the_typical_interval(half: float, decimals: int) -> None:
    """Two figures of half its length."""
    assert decimals_of([(1 - half, 1.0, 1 + half)]) == decimals


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.5, "0.5"), (-3.0, "−3"), (0.0, "0"), (100000.0, "100000"), (1e7, "1.0e+07"), (-1e-5, "−1.0e-05")],
)
def test_tick_labels(value: float, words: str) -> None:
    """As short as they can be."""
    assert tick_words(value) == words

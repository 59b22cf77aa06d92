"""The axis of effects: how far it goes, where its ticks stand, and how its numbers are written."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import ceil, exp, floor, log, log10
from statistics import median

from interictal.figures.drawing import text_width


class Scale(Enum):
    """How an effect is measured."""

    LINEAR = "linear"
    """Differences; no effect is 0."""
    LOG = "log"
    """Ratios, given as ratios and drawn on a logarithmic axis; no effect is 1."""

    @property
    def no_effect(self) -> float:
        """The value of no difference."""
        return 1.0 if self is Scale.LOG else 0.0

    def to(self, value: float) -> float:
        """From the value to the scale on which it is drawn."""
        return log(value) if self is Scale.LOG else value

    def back(self, drawn: float) -> float:
        """From the scale on which it is drawn to the value."""
        return exp(min(max(drawn, -_LARGEST_LOG), _LARGEST_LOG)) if self is Scale.LOG else drawn


SMALLEST, LARGEST = 1e-100, 1e100
"""Effects outside these are refused; an axis could not hold them."""
_LARGEST_LOG = 300.0


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of effects.

    Args:
        scale: linear or logarithmic.
        low, high: its ends.
        ticks: values at which it has a tick, ascending, inside its ends.
    """

    scale: Scale
    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """How far along the axis a value stands: 0 at its low end, 1 at its high end."""
        start, end = self.scale.to(self.low), self.scale.to(self.high)
        return (self.scale.to(value) - start) / (end - start)

    def inside(self, value: float) -> float:
        """The value, or the end of the axis that it lies beyond."""
        return min(max(value, self.low), self.high)


_FAR = 12.0
"""Points farther from the middle than this many typical distances do not stretch the axis (our choice)."""


def axis_of(
    spans: Sequence[tuple[float, float, float]],
    always: Sequence[float],
    scale: Scale,
    room: float,
    others: Sequence[tuple[float, float, float]] = (),
) -> Axis:
    """An axis on which the estimates can be read; the longest intervals may go on beyond it.

    Args:
        spans: low, estimate and high of the rows, one or more.
        always: values that lie on the axis whatever the others are, such as that of no difference.
        scale: linear or logarithmic.
        room: length of the axis in pixels.
        others: low, estimate and high of what is drawn besides the rows.
    """
    rows = [_drawn(span, scale) for span in spans]
    middle = median(estimate for _, estimate, _ in rows)
    half = median((high - low) / 2 for low, _, high in rows)
    typical = median(abs(estimate - middle) for _, estimate, _ in rows) + half
    drawn = rows + [_drawn(span, scale) for span in others]
    near = [one for one in drawn if abs(one[1] - middle) <= _FAR * typical or not typical]
    kept = [estimate for _, estimate, _ in near] + [scale.to(one) for one in always]
    core_low, core_high = min(kept), max(kept)
    beyond = max(1.2 * (core_high - core_low), 5 * half)
    start = max(min([core_low, *(low for low, _, _ in near)]), core_low - beyond)
    end = min(max([core_high, *(high for _, _, high in near)]), core_high + beyond)
    least = 0.05 if scale is Scale.LOG else max(abs(start), abs(end)) * 0.05 or 1.0
    if end - start < least:
        start, end = (start + end - least) / 2, (start + end + least) / 2
    edge = 0.04 * (end - start)
    low, high = scale.back(start - edge), scale.back(end + edge)
    return Axis(scale, low, high, ticks_of(low, high, scale, room))


def _drawn(span: tuple[float, float, float], scale: Scale) -> tuple[float, float, float]:
    low, estimate, high = span
    return scale.to(low), scale.to(estimate), scale.to(high)


def ticks_of(low: float, high: float, scale: Scale, room: float, size: float = 14) -> tuple[float, ...]:
    """Round values between two ends, as many as can be labelled side by side.

    Args:
        low, high: the ends; positive on a logarithmic scale.
        scale: on a logarithmic one the ticks are 0.1, 0.2, 0.5, 1, 2, 5 and so on; evenly spaced values where fewer
            than three of these lie between the ends.
        room: pixels between the ends.
        size: of the labels, in pixels.
    """
    if scale is Scale.LOG and len(_powers(low, high, (1, 2, 5))) >= 3:
        candidates = itertools.chain(
            (_powers(low, high, series) for series in ((1, 2, 5), (1, 3))),
            (_powers(low, high, (1,), step) for step in itertools.count(1)),
        )
    else:
        finest = floor(log10((high - low) / 12))
        candidates = itertools.chain.from_iterable(
            (_multiples(low, high, digit, places) for digit in (1, 2, 5)) for places in itertools.count(finest)
        )
    return next(found for found in candidates if _fits(found, low, high, scale, room, size))


def _powers(low: float, high: float, series: tuple[int, ...], step: int = 1) -> tuple[float, ...]:
    exponents = range(floor(log10(low)), ceil(log10(high)) + 1)
    values = (float(f"{digit}e{one}") for one in exponents if one % step == 0 for digit in series)
    return tuple(value for value in values if low <= value <= high)


def _multiples(low: float, high: float, digit: int, places: int) -> tuple[float, ...]:
    step = float(f"{digit}e{places}")
    # Written out and read back, so that 3 * 0.1 is 0.3.
    return tuple(float(f"{index * digit}e{places}") for index in range(ceil(low / step), floor(high / step) + 1))


def _fits(ticks: tuple[float, ...], low: float, high: float, scale: Scale, room: float, size: float) -> bool:
    span = scale.to(high) - scale.to(low)
    at = [room * (scale.to(tick) - scale.to(low)) / span for tick in ticks]
    half = [text_width(tick_words(tick), size) / 2 for tick in ticks]
    return all(
        at[index + 1] - at[index] >= half[index] + half[index + 1] + 1.2 * size for index in range(len(ticks) - 1)
    )


def tick_words(value: float) -> str:
    """A tick's label."""
    return _signed(value, f"{abs(value):g}" if not value or 1e-4 <= abs(value) < 1e6 else _power(abs(value)))


def decimals_of(spans: Sequence[tuple[float, float, float]]) -> int:
    """Decimals at which the typical interval has two figures, 0 to 6, for differences."""
    half = median((high - low) / 2 for low, _, high in spans)
    return min(6, max(0, 1 - floor(log10(half)))) if half > 0 else 2


def effect_words(value: float, scale: Scale, decimals: int = 2) -> str:
    """An effect as it stands in a picture and its table.

    Args:
        value: the effect; a ratio as the ratio.
        scale: ratios have two decimals, fewer from 10 upwards, and two figures below 0.1.
        decimals: of a difference.

    >>> effect_words(0.5551, Scale.LOG), effect_words(-1.9, Scale.LINEAR), effect_words(0.0042, Scale.LOG)
    ('0.56', '−1.90', '0.0042')
    """
    size = abs(value)
    if scale is Scale.LINEAR:
        rounded = round(value, decimals)
        return _signed(rounded, _power(size) if size >= 1e6 else f"{abs(rounded):.{decimals}f}")
    if size >= 9999.5 or size < 0.001:
        return _power(size)
    if size >= 9.995:
        return f"{size:.{1 if size < 99.95 else 0}f}"
    return f"{size:.2f}" if size >= 0.0995 else f"{size:.2g}"


def _signed(value: float, size: str) -> str:
    """With a minus sign where it is below nothing, also after rounding."""
    return f"−{size}" if value < 0 else size


def _power(size: float) -> str:
    """Two figures and a power of ten: 1.2e-05."""
    return f"{size:.1e}"

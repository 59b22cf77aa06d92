"""What is read from a course: when it comes, when it is best, when half of it is lost."""

from __future__ import annotations

from collections.abc import Sequence


def best(values: Sequence[float]) -> float:
    """The time of the highest value, by the parabola through it and its neighbours.

    Args:
        values: means over days 0, 1, ...; the mean over a day stands at its middle.

    Returns:
        Days; 0.5 is the middle of day 0.
    """
    at = max(range(len(values)), key=values.__getitem__)
    if not 0 < at < len(values) - 1:
        return at + 0.5
    before, here, after = values[at - 1 : at + 2]
    bend = before - 2 * here + after
    return at + 0.5 + (0.5 * (before - after) / bend if bend else 0.0)


def rises_to(values: Sequence[float], share: float) -> float | None:
    """When a share of the highest value is first reached; None where there is no effect."""
    top = max(values, default=0.0)
    if top <= 0:
        return None
    level = share * top
    day = next(day for day, value in enumerate(values) if value >= level)
    if day == 0:
        return 0.5 * level / values[0]
    earlier = values[day - 1]
    return day - 0.5 + (level - earlier) / (values[day] - earlier)


def falls_to(values: Sequence[float], share: float) -> float | None:
    """When, after the highest value, no more than a share of it is left; None where that is not seen."""
    top = max(values, default=0.0)
    if top <= 0:
        return None
    level = share * top
    at = max(range(len(values)), key=values.__getitem__)
    for day in range(at + 1, len(values)):
        if values[day] <= level:
            return day - 0.5 + (values[day - 1] - level) / (values[day - 1] - values[day])
    return None


def mean(values: Sequence[float], start: int, stop: int) -> float:
    """The mean over days ``start`` to ``stop - 1``."""
    return sum(values[start:stop]) / (stop - start)

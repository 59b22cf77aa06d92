"""The figures that are checked: of an arm at one time, and of a comparison; as printed, so that rounding is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmFigures:
    """What is stated of one outcome of one arm at one time; None where it is not stated.

    Args:
        place: where it stands: "row 12", or an id.
        study, arm, outcome, week: names; "" where they are not given.
        days: how many days the period has, where the outcome counts days (28, or 31 for a month); None otherwise.
        n: people.
        events, percent: people with the event.
        baseline_mean, baseline_sd: before treatment.
        change_mean, change_sd, change_se, change_low, change_high: from then on; the limits are of 95 %.
        endpoint_mean, endpoint_sd: at the end; also any mean and standard deviation of which only that is known.
        endpoint_low, endpoint_high: the limits of 95 % of the mean at the end.
    """

    place: str
    study: str = ""
    arm: str = ""
    outcome: str = ""
    week: str = ""
    days: int | None = None
    n: Decimal | None = None
    events: Decimal | None = None
    percent: Decimal | None = None
    baseline_mean: Decimal | None = None
    baseline_sd: Decimal | None = None
    change_mean: Decimal | None = None
    change_sd: Decimal | None = None
    change_se: Decimal | None = None
    change_low: Decimal | None = None
    change_high: Decimal | None = None
    endpoint_mean: Decimal | None = None
    endpoint_sd: Decimal | None = None
    endpoint_low: Decimal | None = None
    endpoint_high: Decimal | None = None

    @property
    def people(self) -> int | None:
        """n, where it is a number of people."""
        return int(self.n) if self.n is not None and self.n == int(self.n) and self.n >= 1 else None

    @property
    def end(self) -> Decimal | None:
        """The mean at the end: stated, or the mean before plus its change."""
        if self.endpoint_mean is not None:
            return self.endpoint_mean
        if self.baseline_mean is None or self.change_mean is None:
            return None
        return self.baseline_mean + self.change_mean

    def stated(self) -> Iterator[tuple[str, Decimal]]:
        """(name, figure) of all that is stated."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Decimal):
                yield field.name, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is stated of one comparison; None where it is not stated.

    Args:
        place, study, arm, outcome, week: as for an arm; ``versus`` is the arm compared with.
        ratio: whether the estimate is a ratio, whose interval is even on the log scale.
        estimate, low, high: with the limits of 95 %.
        se: standard error of the estimate (of its logarithm for a ratio).
        p: p value; with ``below``, printed as "less than".
    """

    place: str
    study: str = ""
    arm: str = ""
    versus: str = ""
    outcome: str = ""
    week: str = ""
    ratio: bool = False
    estimate: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    se: Decimal | None = None
    p: Decimal | None = None
    below: bool = False


def half_unit(value: Decimal) -> Decimal:
    """Half of the last printed digit: how far the true figure may lie from the printed one.

    >>> half_unit(Decimal("-4.3"))
    Decimal('0.05')
    """
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2

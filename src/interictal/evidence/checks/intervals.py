"""Intervals, p values and signs: an estimate with its limits must agree with itself and with the arms it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log
from statistics import NormalDist

from interictal.evidence.checks.figures import ArmFigures, Difference, half_unit
from interictal.evidence.checks.findings import Finding, Severity

Z95 = 1.959963984540054

WIDER = 1.15
"""Limits may be this many times as wide as the normal distribution makes them: Student's t with 15 degrees of freedom
or so is, and most trials have more (our choice)."""


def interval_findings(rows: Sequence[ArmFigures], differences: Sequence[Difference]) -> Iterator[Finding]:
    """What is wrong with intervals, p values and signs.

    Args:
        rows: the arms; a change with its limits is checked like a difference, and differences against the arms' means.
        differences: the comparisons.

    Source: standard error of an interval, and p value of both: ``altman-bland-2011-p``.

    Unknown: what is not stated is not checked. An interval of a proportion or of a small sample need not be even: what
        is said of its sides is doubtful at most.
    """
    for row in rows:
        yield from _itself(_Limits(row, row.change_mean, row.change_low, row.change_high, row.change_se, ratio=False))
        yield from _itself(_Limits(row, row.endpoint_mean, row.endpoint_low, row.endpoint_high, None, ratio=False))
    means = {(row.study, row.arm, row.outcome, row.week): row for row in rows}
    for each in differences:
        limits = _Limits(each, each.estimate, each.low, each.high, each.se, ratio=each.ratio)
        yield from _itself(limits)
        yield from _p(each, limits)
        yield from _arms(each, means)


@dataclass(frozen=True, slots=True)
class _Limits:
    """An estimate with its limits as printed, and the scale on which they should be even."""

    of: ArmFigures | Difference
    estimate: Decimal | None
    low: Decimal | None
    high: Decimal | None
    se: Decimal | None
    ratio: bool

    @property
    def scale(self) -> Callable[[float], float]:
        return log if self.ratio else float

    def spans(self, value: Decimal) -> tuple[float, float]:
        """What a printed figure may have been before rounding, on the scale."""
        half = half_unit(value)
        low = value - half
        if self.ratio and low <= 0:  # 0.0 printed for a ratio: as small as one likes
            low = half / 1000
        return self.scale(float(low)), self.scale(float(value + half))


def _itself(one: _Limits) -> Iterator[Finding]:
    low, high, estimate = one.low, one.high, one.estimate
    for name, value in (("estimate", estimate), ("low", low), ("high", high)):
        if one.ratio and value is not None and value < 0:
            yield _finding("INTERVAL", Severity.IMPOSSIBLE, one, f"{name} {value}: a ratio is above 0. Correct it.")
            return
    if low is None or high is None:
        return
    if low > high:
        because = f"the lower limit {low} is above the upper limit {high}. Correct them."
        yield _finding("INTERVAL", Severity.IMPOSSIBLE, one, because)
        return
    if estimate is not None:
        if not low <= estimate <= high:
            because = f"the estimate {estimate} lies outside its interval {low} to {high}. Correct one of them."
            yield _finding("INTERVAL", Severity.IMPOSSIBLE, one, because)
            return
        yield from _sides(one, estimate, low, high)
    if one.se is not None and one.se > 0:
        yield from _width(one, one.se, low, high)


def _sides(one: _Limits, estimate: Decimal, low: Decimal, high: Decimal) -> Iterator[Finding]:
    """Whether the estimate may stand in the middle, rounding apart."""
    (e_low, e_high), (l_low, l_high), (h_low, h_high) = map(one.spans, (estimate, low, high))
    if not (l_low + h_low) / 2 <= e_high + 1e-9 or not e_low - 1e-9 <= (l_high + h_high) / 2:
        middle = "in the middle on the log scale" if one.ratio else "in the middle"
        because = (
            f"the estimate {estimate} is not {middle} of {low} to {high}: an exact interval, another estimate, or a "
            "slip. Look it up before a standard error is worked out from it."
        )
        yield _finding("INTERVAL_SIDES", Severity.DOUBTFUL, one, because)


def _width(one: _Limits, se: Decimal, low: Decimal, high: Decimal) -> Iterator[Finding]:
    (l_low, l_high), (h_low, h_high) = map(one.spans, (low, high))
    half = half_unit(se)
    least, most = float(max(se - half, Decimal(0))), float(se + half)
    if (h_high - l_low) / 2 < Z95 * least * (1 - 1e-9) or (h_low - l_high) / 2 > Z95 * WIDER * most:
        width = (h_low + h_high - l_low - l_high) / 2
        because = (
            f"an interval of {low} to {high} belongs to a standard error of about {width / 2 / Z95:.2g}, not {se}. "
            "Look both up."
        )
        yield _finding("INTERVAL_SE", Severity.DOUBTFUL, one, because)


def _p(each: Difference, limits: _Limits) -> Iterator[Finding]:
    """Whether p and the interval say the same of 0.05, and whether p is one."""
    p, low, high = each.p, each.low, each.high
    if p is None:
        return
    if not 0 <= p <= 1:
        yield _finding("P_RANGE", Severity.IMPOSSIBLE, limits, f"p {p}: 0 to 1. Correct it.")
        return
    if low is None or high is None or low > high:
        return
    null = 1 if each.ratio else 0
    # Rounding apart: a limit printed as the null itself may lie on either side.
    outside = low - half_unit(low) > null or high + half_unit(high) < null
    inside = low + half_unit(low) < null < high - half_unit(high)
    small = p + (0 if each.below else half_unit(p)) < Decimal("0.05") or (each.below and p <= Decimal("0.05"))
    large = not each.below and p - half_unit(p) > Decimal("0.05")
    if (outside and large) or (inside and small):
        sign = "<" if each.below else "="
        because = (
            f"p {sign} {p}, but the interval {low} to {high} {'leaves out' if outside else 'holds'} {null}: other "
            "tests, other people, or a slip. Look both up."
        )
        yield _finding("P_INTERVAL", Severity.DOUBTFUL, limits, because)


def _arms(each: Difference, means: Mapping[tuple[str, str, str, str], ArmFigures]) -> Iterator[Finding]:
    """The difference against that of the arms' means: its sign, and whether it lies in the interval."""
    first, second = (means.get((each.study, arm, each.outcome, each.week)) for arm in (each.arm, each.versus))
    if first is None or second is None or each.estimate is None or each.ratio:
        return
    pair = (first.change_mean, second.change_mean)
    if None in pair:
        pair = (first.endpoint_mean, second.endpoint_mean)
    one, other = pair
    if one is None or other is None:
        return
    own = one - other
    slack = half_unit(one) + half_unit(other)
    limits = _Limits(each, each.estimate, each.low, each.high, each.se, ratio=False)
    if own * each.estimate < 0 and abs(own) > slack and abs(each.estimate) > half_unit(each.estimate):
        because = (
            f"the arms' means, {one} and {other}, differ by {own}, the difference says {each.estimate}: its sign is "
            "turned, or it comes from a model. Look it up."
        )
        yield _finding("SIGN", Severity.DOUBTFUL, limits, because)
        return
    if each.low is None or each.high is None or each.low > each.high:
        return
    if not each.low - half_unit(each.low) - slack <= own <= each.high + half_unit(each.high) + slack:
        because = (
            f"the arms' means, {one} and {other}, differ by {own}, outside the interval of the difference, {each.low} "
            f"to {each.high}. Look them up."
        )
        yield _finding("DIFFERENCE", Severity.DOUBTFUL, limits, because)


def standard_error_of(low: Decimal, high: Decimal, *, ratio: bool) -> float:
    """The standard error behind a 95 % interval, on the log scale for a ratio.

    Source: ``altman-bland-2011-p``.

    >>> round(standard_error_of(Decimal("-2.5"), Decimal("-0.5"), ratio=False), 3)
    0.51
    """
    width = log(float(high)) - log(float(low)) if ratio else float(high - low)
    return width / (2 * Z95)


def standard_error_of_p(estimate: Decimal, p: Decimal, *, ratio: bool) -> float:
    """The standard error behind an estimate and its two-sided p value, on the log scale for a ratio.

    Args:
        estimate: not 0 (a ratio not 1).
        p: above 0, below 1.

    Source: ``altman-bland-2011-ci``, with the normal quantile itself.

    >>> round(standard_error_of_p(Decimal("-1.4"), Decimal("0.006"), ratio=False), 4)
    0.5095
    """
    size = abs(log(float(estimate)) if ratio else float(estimate))
    return size / NormalDist().inv_cdf(1 - float(p) / 2)


def _finding(code: str, severity: Severity, one: _Limits, because: str) -> Finding:
    stated = (("estimate", one.estimate), ("low", one.low), ("high", one.high), ("se", one.se))
    figures = tuple((name, str(value)) for name, value in stated if value is not None)
    if isinstance(one.of, Difference) and one.of.p is not None:
        figures = (*figures, ("p", f"{'<' if one.of.below else ''}{one.of.p}"))
    return Finding(
        code=code,
        severity=severity,
        place=one.of.place,
        study=one.of.study,
        arm=one.of.arm,
        figures=figures,
        because=because,
        source="altman-bland-2011-p" if code in ("P_INTERVAL", "INTERVAL_SE") else "",
    )

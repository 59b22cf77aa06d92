"""How a trial compares its arms: analysis of covariance, and shares of responders; from sums alone.

Source: ICH E9 (statistical principles) for the analyses; Woolf 1955 for the standard error of a log odds ratio.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from interictal.forecast.trials.counts import Seen, Within
from interictal.forecast.trials.tails import p_normal, p_t

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Contrast:
    """One arm against another, in one trial.

    Args:
        difference: of means, first minus second, in days or hours; for responders in percentage points.
        standard_error: of the difference.
        p: two-sided.
        odds_ratio: with its 95 % limits, for responders only.
    """

    difference: float
    standard_error: float
    p: float
    odds_ratio: tuple[float, float, float] | None = None


def ancova(arms: Sequence[Within | None], first: int, second: int) -> Contrast | None:
    """Change by arm and baseline, one slope for all arms.

    The difference of changes at the same baseline is the difference of values at the same baseline.

    Args:
        arms: sums of every arm.
        first, second: places of the arms compared.

    Returns:
        None where the arms are too small to tell.
    """
    a, b = arms[first], arms[second]
    known = [one for one in arms if one is not None]
    df = sum(one.n for one in known) - len(known) - 1
    sxx, sxy, syy = (math.fsum(getattr(one, name) for one in known) for name in ("sxx", "sxy", "syy"))
    if a is None or b is None or df < 1:
        return None
    slope = sxy / sxx if sxx > 0 else 0.0
    left = max(0.0, syy - slope * sxy)
    variance = left / df * (1 / a.n + 1 / b.n + ((a.x - b.x) ** 2 / sxx if sxx > 0 else 0.0))
    difference = (a.y - b.y) - slope * (a.x - b.x)
    if variance <= 0:
        return None
    error = math.sqrt(variance)
    return Contrast(difference, error, p_t(difference / error, df))


def responders(a: Seen, b: Seen, level: int = 1) -> Contrast | None:
    """Shares of people whose value fell by 50 % (``level`` 0: 30 %, 2: 75 %).

    The difference has the standard error of two proportions, and p is of their test with a common share. The odds
    ratio has half a person added to each cell where one is empty.
    """
    if not a.known or not b.known:
        return None
    share_a, share_b = a.fell[level] / a.known, b.fell[level] / b.known
    common = (a.fell[level] + b.fell[level]) / (a.known + b.known)
    error = math.sqrt(share_a * (1 - share_a) / a.known + share_b * (1 - share_b) / b.known)
    null = math.sqrt(common * (1 - common) * (1 / a.known + 1 / b.known))
    p = p_normal((share_a - share_b) / null) if null else 1.0
    cells = [float(n) for one in (a, b) for n in (one.fell[level], one.known - one.fell[level])]
    if 0 in cells:
        cells = [cell + 0.5 for cell in cells]
    log_ratio = math.log(cells[0] / cells[1] / (cells[2] / cells[3]))
    half = Z95 * math.sqrt(math.fsum(1 / cell for cell in cells))
    ratio = (math.exp(log_ratio), math.exp(log_ratio - half), math.exp(log_ratio + half))
    return Contrast(100 * (share_a - share_b), 100 * error, p, ratio)

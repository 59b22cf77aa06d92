"""Two-sided p-values from Student's t and the normal distribution, by the standard library alone.

Source: the incomplete beta function by its continued fraction, Abramowitz and Stegun 1964, 26.5.8 and 26.7.1.
"""

from __future__ import annotations

import math

_TINY = 1e-300
_TERMS = 500
_ENOUGH = 1e-15


def p_normal(z: float) -> float:
    """The chance of a standard normal variate at least as far from 0."""
    return math.erfc(abs(z) / math.sqrt(2))


def p_t(t: float, df: float) -> float:
    """The chance of a variate of Student's t at least as far from 0.

    Args:
        t: the statistic.
        df: degrees of freedom, above 0.
    """
    return _incomplete_beta(df / 2, 0.5, df / (df + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    # Lentz's evaluation of the continued fraction.
    c, d, fraction = 1.0, 0.0, 1.0
    for n in range(_TERMS):
        m = n // 2
        if n == 0:
            term = 1.0
        elif n % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 + term * d
        d = 1 / (d if abs(d) > _TINY else _TINY)
        c = 1 + term / c
        c = c if abs(c) > _TINY else _TINY
        fraction *= c * d
        if abs(1 - c * d) < _ENOUGH:
            break
    return front * (fraction - 1)

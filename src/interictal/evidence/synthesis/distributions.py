"""Quantiles and tails of the normal, t, chi-squared and F distributions, for whole columns."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special  # type: ignore[import-untyped]  # scipy carries no types

from interictal.errors import InvalidInput

FloatArray: TypeAlias = NDArray[np.float64]


def tail_of(level: float) -> float:
    """What lies beyond each limit of a two-sided interval.

    Args:
        level: of the interval, as a share: 0.95.

    Raises:
        InvalidInput: a level that is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise InvalidInput("--level", f"{100 * level:g}", "more than 0 and less than 100 (percent)", "Correct it.")
    return (1 - level) / 2


def normal_quantile(tail: float) -> float:
    """The point above which ``tail`` of the standard normal distribution lies."""
    return -float(special.ndtri(tail))


def t_quantile(tail: float, df: ArrayLike) -> FloatArray:
    """The point above which ``tail`` of Student's t lies; df of 1 or more."""
    return np.asarray(-special.stdtrit(df, tail))


def chi2_quantile(tail: float, df: ArrayLike) -> FloatArray:
    """The point above which ``tail`` of chi-squared lies; df of 1 or more."""
    return np.asarray(special.chdtri(df, tail))


def normal_p(statistic: ArrayLike) -> FloatArray:
    """Two-sided p of a standard normal statistic."""
    return np.asarray(2 * special.ndtr(-np.abs(statistic)))


def t_p(statistic: ArrayLike, df: ArrayLike) -> FloatArray:
    """Two-sided p of a t statistic."""
    return np.asarray(2 * special.stdtr(df, -np.abs(statistic)))


def chi2_p(statistic: ArrayLike, df: ArrayLike) -> FloatArray:
    """Upper tail of chi-squared."""
    return np.asarray(special.chdtrc(df, statistic))


def log_gamma(x: ArrayLike) -> FloatArray:
    """The natural logarithm of the gamma function."""
    return np.asarray(special.gammaln(x))

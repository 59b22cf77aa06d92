"""Random words and the few functions of real numbers that virtual patients need, compiled, the same on every machine.

A result that depends on a mathematical library depends on the machine. Here exponential, logarithm, logistic and the
quantile of the normal distribution are made of additions, multiplications, divisions and square roots alone, which
IEEE 754 fixes to the last bit, and nothing allows the compiler to reorder them.

Source: the quantile is algorithm AS241, Wichura 1988 (doi:10.2307/2347330); the generator is SplitMix64, Steele, Lea
and Flood 2014 (Fast splittable pseudorandom number generators, OOPSLA).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    _Function = TypeVar("_Function")

    def compiled(function: _Function) -> _Function:
        """A function that is compiled when it is first called, kept on disk, and lets other threads run."""
        return function

    def inlined(function: _Function) -> _Function:
        """The same, put into whatever calls it: a call costs more than what these do."""
        return function
else:
    from numba import njit

    def _kept(**more):
        def decorated(function):
            try:
                return njit(cache=True, nogil=True, error_model="numpy", **more)(function)
            except RuntimeError:  # nowhere to keep it, neither beside the module nor at home: compiled in each process
                return njit(nogil=True, error_model="numpy", **more)(function)

        return decorated

    compiled = _kept()
    inlined = _kept(forceinline=True)

Floats = NDArray[np.float64]

STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11, _53 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11), np.uint64(53)
_LOW_53 = np.uint64((1 << 53) - 1)

BINS = 2048
"""Bins of the table of normal quantiles."""
_TAIL = 8
"""Bins at each end where the quantile is worked out instead of read from the table: the outer 1/256."""

SPAN, PER_UNIT = 14, 64
"""The table of the logistic function covers log-odds from -14 to 14 in steps of 1/64."""

_LN2_HIGH, _LN2_LOW, _LN2 = 0.693147180369123816490, 1.90821492927058770002e-10, 0.693147180559945309417
_ROOT_HALF = 0.70710678118654752


@inlined
def mixed(word: np.uint64) -> np.uint64:
    """The output function of SplitMix64: every bit of the result depends on every bit of the word."""
    word = (word ^ (word >> _30)) * _FIRST
    word = (word ^ (word >> _27)) * _SECOND
    return word ^ (word >> _31)


@inlined
def stream(seed: np.uint64, replicate: np.uint64, arm: np.uint64, patient: np.uint64) -> np.uint64:
    """Where the random words of one patient begin."""
    word = mixed(seed + STEP)
    word = mixed(word + STEP + replicate)
    word = mixed(word + STEP + arm)
    return mixed(word + STEP + patient)


@inlined
def unit(word: np.uint64) -> float:
    """A number strictly between 0 and 1 from the upper 53 bits of a word."""
    return (np.float64(word >> _11) + 0.5) * 1.1102230246251565e-16


@compiled
def exponential(x: float) -> float:
    """exp(x) to 2e-16 of itself; 0 below -700, that of 700 above."""
    if x < -700.0:
        return 0.0
    x = min(x, 700.0)
    k = np.int64(x / _LN2 + (0.5 if x >= 0 else -0.5))
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    total = 1.0
    for n in range(15, 0, -1):
        total = 1.0 + total * r / n
    while k > 0:
        total *= 2.0
        k -= 1
    while k < 0:
        total *= 0.5
        k += 1
    return total


@compiled
def logarithm(x: float) -> float:
    """Natural logarithm of a positive number."""
    k = 0
    while x < _ROOT_HALF:
        x *= 2.0
        k -= 1
    while x > 2.0 * _ROOT_HALF:
        x *= 0.5
        k += 1
    s = (x - 1.0) / (x + 1.0)
    square = s * s
    total = 0.0
    for n in range(25, 0, -2):
        total = total * square + 1.0 / n
    return 2.0 * s * total + k * _LN2


@compiled
def logistic(x: float) -> float:
    """1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + exponential(-x))


@compiled
def quantile(p: float) -> float:
    """The quantile of the standard normal distribution for 0 < p < 1, to 1e-15 of itself."""
    q = p - 0.5
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        upper = (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                     + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
                  + 133.14166789178437745) * r + 3.3871328727963666080)  # fmt: skip
        lower = (((((((5226.4952788528545610 * r + 28729.085735721942674) * r + 39307.895800092710610) * r
                     + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.18700749205790830) * r
                  + 42.313330701600911252) * r + 1.0)  # fmt: skip
        return q * upper / lower
    r = np.sqrt(-logarithm(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        upper = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
                     + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.76949722146069140550) * r
                  + 4.63033784615654529590) * r + 1.42343711074968357734)  # fmt: skip
        lower = (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
                     + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940) * r
                  + 2.05319162663775882187) * r + 1.0)  # fmt: skip
    else:
        r -= 5.0
        upper = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
                     + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580) * r
                  + 5.46378491116411436990) * r + 6.65790464350110377720)  # fmt: skip
        lower = (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
                     + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
                  + 5.99832206555887937690e-1) * r + 1.0)  # fmt: skip
    found: float = -upper / lower if q < 0.0 else upper / lower
    return found


@compiled
def quantile_table() -> Floats:
    """Normal quantiles at the borders of the bins; the outermost are not used."""
    table = np.zeros(BINS + 1)
    for n in range(1, BINS):
        table[n] = quantile(n / BINS)
    return table


@compiled
def logistic_table(scale: float) -> Floats:
    """The logistic function times ``scale``, at steps of 1/64 of log-odds."""
    table = np.empty(2 * SPAN * PER_UNIT + 2)
    for n in range(len(table)):
        table[n] = scale * logistic(n / PER_UNIT - SPAN)
    return table


@inlined
def normal(word: np.uint64, table: Floats) -> float:
    """A standard normal variate: the quantile of a random word, to 6e-4 within 2.66 SD and exact beyond."""
    at = np.int64(word >> _53)
    if at < _TAIL or at >= BINS - _TAIL:
        return quantile(unit(word))
    part = np.float64(word & _LOW_53) * 1.1102230246251565e-16
    found: float = table[at] + part * (table[at + 1] - table[at])
    return found


@inlined
def threshold(log_odds: float, table: Floats) -> np.uint64:
    """A probability as a whole number of units, by straight lines between the points of a table."""
    x = (log_odds + SPAN) * PER_UNIT
    last = 2.0 * SPAN * PER_UNIT
    x = min(max(x, 0.0), last)
    at = np.int64(x)
    return np.uint64(table[at] + (x - at) * (table[at + 1] - table[at]))


@inlined
def near(log_odds: float, table: Floats) -> np.uint64:
    """As ``threshold``, at the nearest point of the table below: within 0.004 of the probability."""
    x = min(max((log_odds + SPAN) * PER_UNIT, 0.0), 2.0 * SPAN * PER_UNIT)
    return np.uint64(table[np.int64(x)])

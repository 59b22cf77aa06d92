"""One nerve terminal: toxin bound, light chain active, SNAP-25 intact, and how much is released.

With the dose ``u`` of the site in units, and time in days:

    bound      b  = u / (u + K) at each session, taken up with the rate k
    light chain  dL/dt = k B - l L           B is what is bound and not yet taken up, dB/dt = -k B
    SNAP-25      dS/dt = s (1 - S) - c L S   synthesis towards 1, cleavage by the light chain
    release      R = S^n

``L`` has a closed form, and so has its integral. ``S`` is linear once ``L`` is known, so a day's step is exact but for
one integral, which is taken by Gauss and Legendre's rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

Values = Mapping[str, float]
"""Parameters by id (``data/parameters.toml``)."""

_NODES = (0.11270166537925831, 0.5, 0.8872983346207417)
_WEIGHTS = (5 / 18, 8 / 18, 5 / 18)
"""Three points of Gauss and Legendre on 0 to 1: exact for polynomials of degree 5."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """The states of one kind of terminal at the start of each day, and at the end of the last.

    Args:
        light_chain: 1 is all that an untreated terminal can take up at once.
        intact: intact SNAP-25, fraction of the untreated terminal.
        release: fraction of the untreated terminal.
    """

    light_chain: list[float]
    intact: list[float]
    release: list[float]


def bound(units: float, values: Values) -> float:
    """Share of the terminals' binding places that one site's dose fills, 0 to 1.

    Args:
        units: units of the product at the site, 0 or more.
        values: parameters.
    """
    return units / (units + values["half_binding_units"])


def terminal(doses: Sequence[tuple[int, float]], days: int, half_life: float, values: Values) -> Terminal:
    """The course of a terminal.

    Args:
        doses: (day, units at the site) of each session; the day may be any whole number before ``days``.
        days: how many days from day 0 on.
        half_life: of the light chain in this kind of terminal, days.
        values: parameters.

    Returns:
        Lists of ``days + 1`` values.
    """
    filled: dict[int, float] = {}
    for day, units in doses:
        filled[day] = filled.get(day, 0.0) + bound(units, values)
    return run(filled, days, half_life, values)


def run(filled: Mapping[int, float], days: int, half_life: float, values: Values) -> Terminal:
    """As ``terminal``, from the share of binding places filled on each day."""
    uptake, made, cut = log(2) / values["uptake_half_time_days"], values["snap25_synthesis"], values["cleavage"]
    power = values["cooperativity"]
    loss = log(2) / half_life
    if abs(uptake - loss) < 1e-6 * uptake:
        loss *= 1 + 1e-5  # the closed form divides by the difference; its limit is as near as this
    start = min(filled, default=0)
    first = min(start, 0)
    left, fade = exp(-uptake), exp(-loss)
    gain = uptake * (fade - left) / (uptake - loss)

    def exposure(at: float) -> tuple[float, float]:
        """Integral of the light chain up to a time of day, for each unit of light chain and of bound toxin."""
        own = (1 - exp(-loss * at)) / loss
        return own, uptake * (own - (1 - exp(-uptake * at)) / uptake) / (uptake - loss)

    whole_own, whole_new = exposure(1.0)
    (a_own, a_new), (b_own, b_new), (c_own, c_new) = ((cut * each for each in exposure(node)) for node in _NODES)
    whole_own, whole_new = cut * whole_own, cut * whole_new
    # e^-(s (1 - node)) of synthesis, with its weight
    a_made, b_made, c_made = (
        made * weight * exp(-made * (1 - node)) for node, weight in zip(_NODES, _WEIGHTS, strict=True)
    )
    kept = exp(-made)
    waiting, active, intact = 0.0, 0.0, 1.0
    light, whole, released = [], [], []
    for day in range(first, days):
        if day in filled:
            waiting += filled[day]
        if day >= 0:
            light.append(active)
            whole.append(intact)
            released.append(intact**power)
        if active or waiting:
            lost = whole_own * active + whole_new * waiting
            through = exp(-lost)
            intact = (
                kept * through * intact
                + a_made * exp(a_own * active + a_new * waiting - lost)
                + b_made * exp(b_own * active + b_new * waiting - lost)
                + c_made * exp(c_own * active + c_new * waiting - lost)
            )
            active = fade * active + gain * waiting
            waiting *= left
    light.append(active)
    whole.append(intact)
    released.append(intact**power)
    return Terminal(light, whole, released)


def follow(targets: Sequence[float], time_constant: float, start: float = 0.0) -> list[float]:
    """A state that follows another with one time constant, dx/dt = (target - x) / time constant.

    Args:
        targets: at the start of each day and the end of the last; a straight line between.
        time_constant: days.
        start: the state at the first of them.

    Returns:
        As many values as ``targets``; exact for what is straight within a day.
    """
    rate = 1 / time_constant
    kept = exp(-rate)
    rest = (1 - kept) / rate
    first, last = rest - kept, 1 - rest
    found = [start]
    before = targets[0]
    state = start
    for after in targets[1:]:
        state = kept * state + first * before + last * after
        found.append(state)
        before = after
    return found


def by_day(points: Sequence[float]) -> list[float]:
    """Means over each day of a state given at the start of each day and the end of the last."""
    return [(before + after) / 2 for before, after in pairwise(points)]

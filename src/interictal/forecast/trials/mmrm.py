"""Mixed model for repeated measures: all visits at once, their covariance unstructured, by restricted likelihood.

A person counts with every value there is, and nothing is filled in. People with the same visits known share one
covariance, so that only their sums are kept: the cost does not grow with the number of people.

Change at each visit by arm and baseline, each with an effect of its own at every visit. The covariance is found by
expectation and maximisation, the fixed effects integrated out. Degrees of freedom are the people with a value at the
visit less arms less one; a small-sample correction (Kenward and Roger) is not made.

Source: Laird and Ware 1982 (Random-effects models for longitudinal data, Biometrics) for likelihood and iteration.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from interictal.forecast.trials.analysis import Contrast
from interictal.forecast.trials.kernels import UNIT
from interictal.forecast.trials.tails import p_t

MOST_VISITS = 20
_ROUNDS = 2000
_SETTLED = 1e-9
_ALIKE = 1e-12
_LEAST = 1e-9
"""Squared days below which nothing varies."""
Floats = NDArray[np.float64]


@dataclass(slots=True)
class _Pattern:
    """Sums over the people of one arm with the same visits known: number, baseline, its square, values, products."""

    n: int
    x: float
    xx: float
    y: Floats
    xy: Floats
    yy: Floats


@dataclass(slots=True)
class Repeated:
    """Sums for the model, to which arms are added block by block.

    Args:
        arms: how many.
        visits: how many.
    """

    arms: int
    visits: int
    patterns: dict[tuple[bool, ...], dict[int, _Pattern]] = field(default_factory=dict)

    def add(self, arm: int, values: NDArray[np.int32], outcome: int) -> None:
        """Add people: values in 1/1024 as ``simulate`` gives them, and the field of the outcome."""
        baseline = values[:, 0, outcome]
        known = (values[:, 1:, outcome] >= 0) & (baseline >= 0)[:, np.newaxis]
        for row in np.unique(known, axis=0):
            if row.any():
                chosen = (known == row).all(axis=1)
                x = baseline[chosen] / UNIT
                self._put(arm, row, x, values[chosen][:, 1:, outcome][:, row] / UNIT - x[:, np.newaxis])

    def _put(self, arm: int, row: NDArray[np.bool_], x: Floats, y: Floats) -> None:
        new = _Pattern(len(x), float(x.sum()), float(x @ x), y.sum(axis=0), x @ y, y.T @ y)
        by_arm = self.patterns.setdefault(tuple(bool(one) for one in row), {})
        old = by_arm.get(arm)
        if old is not None:
            new = _Pattern(
                old.n + new.n, old.x + new.x, old.xx + new.xx, old.y + new.y, old.xy + new.xy, old.yy + new.yy
            )
        by_arm[arm] = new


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model.

    Args:
        effects: by visit: of each arm at the mean baseline, then the slope on the baseline; shape (visits, arms + 1).
        covariance: of the effects, in the order of ``effects`` read by rows.
        residual: covariance of the visits of one person, shape (visits, visits).
        known: people with a value at each visit.
    """

    effects: Floats
    covariance: Floats
    residual: Floats
    known: tuple[int, ...]

    def contrast(self, visit: int, first: int, second: int) -> Contrast | None:
        """Two arms at a visit; None where the people are too few."""
        width = self.effects.shape[1]
        at = np.zeros(self.effects.size)
        at[visit * width + first], at[visit * width + second] = 1.0, -1.0
        difference = float(at @ self.effects.ravel())
        error = math.sqrt(float(at @ self.covariance @ at))
        df = self.known[visit] - width
        return Contrast(difference, error, p_t(difference / error, df)) if df >= 1 and error > 0 else None


def mmrm(sums: Repeated) -> Model | None:
    """Fit the model.

    Returns:
        None where the people are too few for its covariance.
    """
    arms, visits = sums.arms, sums.visits
    known = np.zeros((visits, arms), int)
    for row, by_arm in sums.patterns.items():
        for arm, one in by_arm.items():
            known[np.array(row), arm] += one.n
    if (known < 1).any() or (known.sum(axis=1) <= arms + 1 + visits).any():
        return None
    people = sum(one.n for by_arm in sums.patterns.values() for one in by_arm.values())
    sums = _centred(sums, people)
    residual = _start(sums, known)
    try:
        return _fitted(sums, residual, known, people)
    except np.linalg.LinAlgError:  # so few people that their covariance is singular
        return None


def _centred(sums: Repeated, people: int) -> Repeated:
    """The same people with baselines from their mean: sums of squares then tell whether baselines differ at all."""
    mean = sum(one.x for by_arm in sums.patterns.values() for one in by_arm.values()) / people
    found = Repeated(sums.arms, sums.visits)
    for row, by_arm in sums.patterns.items():
        found.patterns[row] = {
            arm: _Pattern(
                one.n, one.x - one.n * mean, max(0.0, one.xx - 2 * mean * one.x + one.n * mean * mean), one.y,
                one.xy - mean * one.y, one.yy,
            )
            for arm, one in by_arm.items()
        }  # fmt: skip
    return found


def _fitted(sums: Repeated, residual: Floats, known: NDArray[np.int_], people: int) -> Model | None:
    """Expectation and maximisation in turn, until nothing moves."""
    width, visits = sums.arms + 1, sums.visits
    effects, covariance = np.zeros(visits * width), np.zeros((visits * width, visits * width))
    for _ in range(_ROUNDS):
        effects, covariance = _effects(sums, residual, width)
        new = _expected(sums, residual, effects, covariance, width) / people
        if not (np.diag(new) > _LEAST).all():
            return None
        moved = float(np.max(np.abs(new - residual) / np.sqrt(np.outer(np.diag(new), np.diag(new)))))
        residual = new
        if moved < _SETTLED:
            break
    effects, covariance = _effects(sums, residual, width)
    return Model(effects.reshape(visits, width), covariance, residual, tuple(int(n) for n in known.sum(axis=1)))


def _start(sums: Repeated, known: NDArray[np.int_]) -> Floats:
    """Variances of the changes at each visit, without covariances."""
    total, squares = np.zeros(sums.visits), np.zeros(sums.visits)
    for row, by_arm in sums.patterns.items():
        for one in by_arm.values():
            total[np.array(row)] += one.y
            squares[np.array(row)] += np.diag(one.yy)
    n = known.sum(axis=1)
    return np.diag(np.maximum(squares / n - (total / n) ** 2, 1e-6))


def _places(row: tuple[bool, ...], arm: int, width: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the arm's effects and the slopes of the known visits stand among all effects."""
    visits = np.flatnonzero(np.array(row))
    return visits * width + arm, visits * width + width - 1


def _effects(sums: Repeated, residual: Floats, width: int) -> tuple[Floats, Floats]:
    """Fixed effects by generalised least squares, and their covariance."""
    size = sums.visits * width
    information, score = np.zeros((size, size)), np.zeros(size)
    for row, by_arm in sums.patterns.items():
        at = np.array(row)
        weight = np.linalg.inv(residual[np.ix_(at, at)])
        for arm, one in by_arm.items():
            level, slope = _places(row, arm, width)
            information[np.ix_(level, level)] += one.n * weight
            information[np.ix_(level, slope)] += one.x * weight
            information[np.ix_(slope, level)] += one.x * weight
            information[np.ix_(slope, slope)] += one.xx * weight
            score[level] += weight @ one.y
            score[slope] += weight @ one.xy
    # Where baselines do not differ they tell nothing: their slope is held at 0, and the rest is as without it.
    alike = np.flatnonzero(np.diag(information) < _ALIKE * np.diag(information).max())
    information[alike, alike] = 1.0
    covariance: Floats = np.linalg.inv(information).astype(np.float64)
    effects: Floats = covariance @ score
    return effects, covariance


def _expected(sums: Repeated, residual: Floats, effects: Floats, covariance: Floats, width: int) -> Floats:
    """The expected sum of squares and products of the residuals of all people, unknown visits and the uncertainty of
    the effects included."""
    total = np.zeros_like(residual)
    for row, by_arm in sums.patterns.items():
        at = np.array(row)
        n, seen = 0, np.zeros((int(at.sum()), int(at.sum())))
        for arm, one in by_arm.items():
            level, slope = _places(row, arm, width)
            a, b = effects[level], effects[slope]
            cross = np.outer(one.y, a) + np.outer(one.xy, b)
            between = np.outer(a, b)
            seen += one.yy - cross - cross.T
            seen += one.n * np.outer(a, a) + one.x * (between + between.T) + one.xx * np.outer(b, b)
            joint = covariance[np.ix_(level, slope)]
            seen += one.n * covariance[np.ix_(level, level)] + one.x * (joint + joint.T)
            seen += one.xx * covariance[np.ix_(slope, slope)]
            n += one.n
        if at.all():
            total += seen
            continue
        rest = ~at
        known = residual[np.ix_(at, at)]
        to = np.linalg.solve(known, residual[np.ix_(at, rest)]).T
        left = residual[np.ix_(rest, rest)] - to @ residual[np.ix_(at, rest)]
        total[np.ix_(at, at)] += seen
        total[np.ix_(rest, at)] += to @ seen
        total[np.ix_(at, rest)] += (to @ seen).T
        total[np.ix_(rest, rest)] += to @ seen @ to.T + n * left
    return total

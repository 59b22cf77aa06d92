"""The studies as independent rows, so that a network is one weighted regression.

The covariance of the differences within a trial of several arms has directions in which they are independent, and the
variance between studies, the same for every difference and with half of it as covariance, is the same in each of
them. A trial of k arms so becomes k - 1 rows that stand for themselves, with variances ``variance + tau2``; a trial
of two arms is its own row. Rows, not trials, then enter every formula, and multi-arm trials need no formula of their
own. The variances of differences are the resistances of ``rucker-2012``; that reducing them is the same as regression
with the covariances is proved in ``rucker-schwarzer-2014``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interictal.errors import InvalidInput, shown
from interictal.evidence.network.arms import IntArray
from interictal.evidence.network.studies import Studies
from interictal.evidence.synthesis.distributions import FloatArray

ADDS_UP = 1e-3
"""How far the differences within a trial of several arms may be from adding up, on their own scale."""
ADDS_UP_SE = 1e-2
"""The same as a share of the smallest standard error of the trial; the larger of the two counts."""
FROM_ARMS = 0.1
"""By what share a variance may differ from the sum of the variances of its two arms without a note."""
_FLAT = 1e-9
"""A direction whose variance is this small a part of another's has lost its digits."""
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The trials of one number of arms, three or more.

    Args:
        rows: of the regression, shape (trials, arms - 1).
        difference: row minus column, shape (trials, arms, arms).
        direction: columns in which the differences are independent, shape (trials, arms, arms - 1).
        value: variance of an arm's mean in each direction, shape (trials, arms - 1).
    """

    rows: IntArray
    difference: FloatArray
    direction: FloatArray
    value: FloatArray

    def observed(self, tau2: float) -> tuple[FloatArray, FloatArray]:
        """What was observed in each row, and how far each trial's differences are from adding up, weighted.

        Where they do not add up to the last digit, the weights of the network decide between them, as they do
        between trials.
        """
        spread = self.value + tau2 / 2
        laplacian = self.direction / spread[:, None, :] @ self.direction.transpose(0, 2, 1)
        weight = np.where(np.eye(laplacian.shape[1], dtype=np.bool_), 0.0, -laplacian)
        current = (weight * self.difference).sum(axis=2)
        along = (current[:, None, :] @ self.direction)[:, 0, :] * spread
        level = (self.direction @ along[:, :, None])[:, :, 0]
        rest = self.difference - (level[:, :, None] - level[:, None, :])
        return np.sqrt(2) * along, (weight * rest**2).sum(axis=(1, 2)) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows of the regression.

    Args:
        design: what a row measures, as a sum of treatments, shape (rows, treatments); every row adds up to 0.
        variance: sampling variances, shape (rows,).
        study: of each row, as a position, shape (rows,).
        two_arm: effects of the trials of two arms, shape (rows,); 0 elsewhere.
        blocks: the trials of several arms.
        notes: what is odd about them, in words.
    """

    design: FloatArray
    variance: FloatArray
    study: IntArray
    two_arm: FloatArray
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]

    def observed(self, tau2: float) -> FloatArray:
        """What was observed in each row, shape (rows,)."""
        found = self.two_arm.copy()
        for block in self.blocks:
            found[block.rows] = block.observed(tau2)[0]
        return found

    def not_adding_up(self, studies: int) -> FloatArray:
        """What the differences within each study add to Q because they do not add up, shape (studies,)."""
        found = np.zeros(studies)
        for block in self.blocks:
            found[self.study[block.rows[:, 0]]] = block.observed(0.0)[1]
        return found


def rows_of(studies: Studies, *, from_arms: bool) -> Rows:
    """The rows of the studies.

    Args:
        studies: the studies.
        from_arms: whether their differences were calculated from arms, and so need not be checked.

    Raises:
        InvalidInput: a trial of several arms whose differences do not add up, or whose standard errors cannot come
            from one trial.
    """
    arms = np.array([len(design) for design in studies.designs])
    row_counts = arms - 1
    starts = np.cumsum(row_counts) - row_counts
    pairs = arms * row_counts // 2
    pair_starts = np.cumsum(pairs) - pairs
    count = int(row_counts.sum())
    design = np.zeros((count, len(studies.treatments)))
    variance, effect = np.empty(count), np.zeros(count)
    two = np.flatnonzero(arms == 2)
    at, pair = starts[two], pair_starts[two]
    design[at, studies.first[pair]] = 1.0
    design[at, studies.second[pair]] = -1.0
    variance[at], effect[at] = studies.variance[pair], studies.effect[pair]
    blocks, notes = [], []
    for size in sorted(set(arms.tolist()) - {2}):
        which = np.flatnonzero(arms == size)
        block = _block(studies, which, pair_starts[which], starts[which], size)
        if not from_arms:
            notes += _checked(studies, which, pair_starts[which], block)
        members = np.array([studies.designs[study] for study in which.tolist()])
        design[block.rows[:, :, None], members[:, None, :]] = np.sqrt(2) * block.direction.transpose(0, 2, 1)
        variance[block.rows] = 2 * block.value
        blocks.append(block)
    return Rows(design, variance, np.repeat(np.arange(len(arms)), row_counts), effect, tuple(blocks), tuple(notes))


def _square(values: FloatArray, starts: IntArray, size: int, *, sign: float) -> FloatArray:
    """Values of the pairs of each trial as matrices; ``sign`` of the lower triangle against the upper one."""
    upper = np.triu_indices(size, 1)
    found = np.zeros((len(starts), size, size))
    of_pairs = values[starts[:, None] + np.arange(len(upper[0]))]
    found[:, upper[0], upper[1]] = of_pairs
    found[:, upper[1], upper[0]] = sign * of_pairs
    return found


def _block(studies: Studies, which: IntArray, pairs: IntArray, starts: IntArray, size: int) -> Block:
    resistance = _square(studies.variance, pairs, size, sign=1.0)
    mean = resistance.mean(axis=2, keepdims=True)
    covariance = -(resistance - mean - mean.transpose(0, 2, 1) + mean.mean(axis=1, keepdims=True)) / 2
    value, direction = np.linalg.eigh(covariance)
    wrong = value[:, 1] <= _FLAT * value[:, -1]
    if wrong.any():
        raise _impossible(studies, int(which[wrong.argmax()]))
    return Block(
        rows=starts[:, None] + np.arange(size - 1),
        difference=_square(studies.effect, pairs, size, sign=-1.0),
        direction=direction[:, :, 1:],
        value=value[:, 1:],
    )


def _checked(studies: Studies, which: IntArray, pairs: IntArray, block: Block) -> list[str]:
    """Notes on differences that were given; raises where they cannot be."""
    size = block.difference.shape[1]
    variance = _square(studies.variance, pairs, size, sign=1.0)
    level = block.difference.mean(axis=2)
    rest = np.abs(block.difference - (level[:, :, None] - level[:, None, :])).max(axis=(1, 2))
    smallest = np.sqrt(studies.variance[pairs[:, None] + np.arange(size * (size - 1) // 2)].min(axis=1))
    wrong = rest > np.maximum(ADDS_UP, ADDS_UP_SE * smallest)
    if wrong.any():
        name = studies.names[int(which[wrong.argmax()])]
        allowed = f"differences that add up, to {ADDS_UP:g} or a hundredth of the smallest standard error"
        raise InvalidInput("te", f"off by {rest[wrong][0]:.3g} in study {name}", allowed, "Correct its rows.")
    # With v_ij = s_i + s_j for arms of variances s, the rows of v add up to (k - 2) s_i + sum(s).
    total = variance.sum(axis=2)
    arm = (total - total.sum(axis=1, keepdims=True) / (2 * size - 2)) / (size - 2)
    impossible = (arm < -_ROUNDING * total).any(axis=1)
    if impossible.any():
        raise _impossible(studies, int(which[impossible.argmax()]))
    off = np.abs(variance - arm[:, :, None] - arm[:, None, :])
    off[:, np.arange(size), np.arange(size)] = 0.0
    odd = (off > FROM_ARMS * variance).any(axis=(1, 2))
    return [
        f"The standard errors of study {shown(studies.names[int(each)])} are not those of independent arms."
        for each in which[odd]
    ]


def _impossible(studies: Studies, study: int) -> InvalidInput:
    return InvalidInput(
        "se",
        f"those of study {studies.names[study]}",
        "standard errors that the arms of one trial can have, none far beyond the others",
        "An arm would need a variance of 0 or below: correct them, or give more digits.",
    )

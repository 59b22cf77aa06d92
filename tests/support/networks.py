"""Networks of studies for tests, and a slow and obvious way to analyse them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable

Floats = NDArray[np.float64]


def contrasts(*rows: tuple[str, str, str, float, float]) -> StudyTable:
    """A table of differences: study, treat1, treat2, te, se."""
    return StudyTable(Kind.CONTRASTS, tuple(Contrast(*row) for row in rows), {})


def events(*rows: tuple[str, str, int, int]) -> StudyTable:
    """A table of arms: study, treatment, n, events."""
    return StudyTable(Kind.EVENTS, tuple(EventsArm(*row) for row in rows), {})


def means(*rows: tuple[str, str, int, float, float]) -> StudyTable:
    """A table of arms: study, treatment, n, mean, sd."""
    return StudyTable(Kind.MEANS, tuple(MeansArm(*row) for row in rows), {})


def trial(study: str, arms: Sequence[str], level: Sequence[float], variance: Sequence[float]) -> list[Contrast]:
    """All differences of a trial whose arms have these means and variances."""
    return [
        Contrast(study, arms[i], arms[j], level[i] - level[j], (variance[i] + variance[j]) ** 0.5)
        for i, j in combinations(range(len(arms)), 2)
    ]


def random_network(
    rng: np.random.Generator, *, treatments: int, studies: int, most_arms: int = 3, tau: float = 0.3
) -> StudyTable:
    """A network that hangs together, with trials of two to ``most_arms`` arms, the rows in no order."""
    names = [f"t{number:02d}" for number in range(treatments)]
    truth = rng.normal(0, 0.5, treatments)
    rows: list[Contrast] = []
    for study in range(studies):
        size = int(rng.integers(2, min(most_arms, treatments) + 1))
        if study < treatments - 1:
            rest = [at for at in range(treatments) if at not in (study, study + 1)]
            arms = [study, study + 1, *rng.choice(rest, size - 2, replace=False).tolist()]
        else:
            arms = rng.choice(treatments, size, replace=False).tolist()
        variance = rng.uniform(0.02, 0.2, size)
        level = truth[arms] + rng.normal(0, tau / 2**0.5, size) + rng.normal(0, np.sqrt(variance))
        rows += trial(f"study {study}", [names[at] for at in arms], level.tolist(), variance.tolist())
    return StudyTable(Kind.CONTRASTS, tuple(rows[at] for at in rng.permutation(len(rows))), {})


@dataclass(frozen=True)
class Slow:
    """What the slow way finds; matrices row against column in the order of ``treatments``."""

    treatments: list[str]
    estimate: Floats
    se: Floats
    tau2: float
    q: float
    df: int


def slow(rows: Iterable[Contrast], tau2: float | None = None) -> Slow:
    """Generalised least squares with whole covariance matrices: differences to the first arm of each study.

    tau2 is by moments where it is not given.
    """
    table = list(rows)
    treatments = sorted({name for row in table for name in (row.treat1, row.treat2)})
    y, x, sizes, blocks = [], [], [], []
    for study in dict.fromkeys(row.study for row in table):
        mine = [row for row in table if row.study == study]
        arms = sorted({name for row in mine for name in (row.treat1, row.treat2)})
        te, var = {}, {}
        for row in mine:
            te[row.treat1, row.treat2], te[row.treat2, row.treat1] = row.te, -row.te
            var[frozenset((row.treat1, row.treat2))] = row.se**2
        base, others = arms[0], arms[1:]
        block = np.zeros((len(others), len(others)))
        for i, one in enumerate(others):
            y.append(te[one, base])
            x.append([(name == one) - (name == base) for name in treatments])
            for j, other in enumerate(others):
                shared = var[frozenset((one, base))] + var[frozenset((other, base))]
                block[i, j] = shared / 2 if one == other else (shared - var[frozenset((one, other))]) / 2
        sizes.append(len(others))
        blocks.append(block)
    covariance, between = _diagonal(blocks), _diagonal([(np.eye(size) + 1) / 2 for size in sizes])
    design, observed = np.array(x, dtype=np.float64)[:, 1:], np.array(y)

    def solved(v: Floats) -> tuple[Floats, Floats, float, Floats]:
        whiten = np.linalg.inv(np.linalg.cholesky(v))
        found, *_ = np.linalg.lstsq(whiten @ design, whiten @ observed, rcond=None)
        inverse = np.linalg.inv(v)
        of_beta = np.linalg.inv(design.T @ inverse @ design)
        rest = whiten @ (observed - design @ found)
        return found, of_beta, float(rest @ rest), inverse - inverse @ design @ of_beta @ design.T @ inverse

    *_, q, p = solved(covariance)
    df = len(observed) - len(treatments) + 1
    if tau2 is None:
        tau2 = max(0.0, (q - df) / np.trace(p @ between)) if df else 0.0
    found, of_beta, *_ = solved(covariance + tau2 * between)
    level = np.concatenate(([0.0], found))
    whole = np.zeros((len(level), len(level)))
    whole[1:, 1:] = of_beta
    own = np.diag(whole)
    variance = own[:, None] + own[None, :] - 2 * whole
    return Slow(treatments, level[:, None] - level[None, :], np.sqrt(np.maximum(variance, 0)), tau2, q, df)


def _diagonal(blocks: Sequence[Floats]) -> Floats:
    size = sum(len(block) for block in blocks)
    found = np.zeros((size, size))
    at = 0
    for block in blocks:
        found[at : at + len(block), at : at + len(block)] = block
        at += len(block)
    return found


def reduced_weights(rows: Iterable[Contrast], tau2: float | None = None) -> Slow:
    """As ``slow``, by weights of comparisons that are reduced within trials of several arms.

    Where the differences of such a trial do not add up to the last digit, this and not ``slow`` says what is to be
    found.
    """
    table = list(rows)
    treatments = sorted({name for row in table for name in (row.treat1, row.treat2)})
    incidence = np.array(
        [[(name == row.treat1) - (name == row.treat2) for name in treatments] for row in table], dtype=np.float64
    )
    te = np.array([row.te for row in table])
    member = [[i for i, row in enumerate(table) if row.study == study] for study in {row.study for row in table}]

    def weights(between: float) -> Floats:
        found = np.zeros(len(table))
        for mine in member:
            arms = sorted({name for i in mine for name in (table[i].treat1, table[i].treat2)})
            resistance = np.zeros((len(arms), len(arms)))
            for i in mine:
                one, other = arms.index(table[i].treat1), arms.index(table[i].treat2)
                resistance[one, other] = resistance[other, one] = table[i].se ** 2 + between
            centre = np.eye(len(arms)) - 1 / len(arms)
            laplacian = np.linalg.pinv(-centre @ resistance @ centre / 2, rcond=1e-10)
            for i in mine:
                found[i] = -laplacian[arms.index(table[i].treat1), arms.index(table[i].treat2)]
        return found

    def fitted(w: Floats) -> tuple[Floats, Floats]:
        inverse = np.linalg.pinv(incidence.T @ (w[:, None] * incidence), rcond=1e-12)
        return inverse, inverse @ incidence.T @ (w * te)

    w = weights(0.0)
    inverse, level = fitted(w)
    q = float(w @ (te - incidence @ level) ** 2)
    df = sum((1 + 8 * len(mine)) ** 0.5 / 2 - 0.5 for mine in member) - len(treatments) + 1
    if tau2 is None and round(df) == 0:
        tau2 = 0.0
    elif tau2 is None:
        together = np.array([[one.study == other.study for other in table] for one in table])
        hat = incidence @ inverse @ incidence.T * w
        spread = incidence @ incidence.T * together / 2
        tau2 = max(0.0, (q - df) / np.trace((np.eye(len(table)) - hat) @ spread * w))
    inverse, level = fitted(weights(tau2))
    own = np.diag(inverse)
    variance = own[:, None] + own[None, :] - 2 * inverse
    return Slow(treatments, level[:, None] - level[None, :], np.sqrt(np.maximum(variance, 0)), tau2, q, round(df))

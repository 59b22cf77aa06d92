"""The evidence measured against what others need: a network against one pseudoinverse, pooling against metafor."""

from __future__ import annotations

import csv
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interictal.evidence.network import league, network
from interictal.evidence.synthesis.pooling import pool_many
from interictal.evidence.tables import Contrast, Kind, StudyTable

TRIALS, TREATMENTS, THREE_ARMS = 70, 30, 5
ANALYSES, STUDIES = 10_000, 10
IN_R = 200
"""Analyses that metafor is timed on; the time of one is what counts."""
NETWORK_BOUND = 50.0
POOL_BOUND = 1 / 50

_METAFOR = """
suppressMessages(library(metafor))
d <- as.matrix(read.csv("analyses.csv", header = FALSE))
half <- ncol(d) / 2
# Where its iteration does not settle, rma stops; the analysis is still one that was tried.
one <- function(i) try(rma(d[i, 1:half], d[i, (half + 1):ncol(d)], method = "REML"), silent = TRUE)
invisible(one(1))
cat(system.time(for (i in seq_len(nrow(d))) one(i))[["elapsed"]] / nrow(d))
"""


def trials() -> StudyTable:
    """Seventy trials of thirty treatments, five of them of three arms, as differences."""
    rng = np.random.default_rng(70)
    rows: list[Contrast] = []
    for number in range(TRIALS):
        size = 3 if number < THREE_ARMS else 2
        chain = [number, number + 1] if number < TREATMENTS - 1 else []
        others = [at for at in range(TREATMENTS) if at not in chain]
        arms = [*chain, *rng.choice(others, size - len(chain), replace=False).tolist()]
        level, variance = rng.normal(0, 0.5, size), rng.uniform(0.02, 0.1, size)
        rows += [
            Contrast(
                f"trial {number}",
                f"treatment {arms[i]}",
                f"treatment {arms[j]}",
                float(level[i] - level[j]),
                float(np.sqrt(variance[i] + variance[j])),
            )
            for i, j in combinations(range(size), 2)
        ]
    return StudyTable(Kind.CONTRASTS, tuple(rows), {})


def network_jobs() -> tuple[Callable[[], object], Callable[[], object]]:
    """The network with random effects, its P-scores and its league table as texts; and one pseudoinverse of its
    Laplacian."""
    table = trials()
    laplacian = network(table).random.fit.laplacian

    def ours() -> object:
        result = network(table)
        return result.random.p_scores, league(result).texts()

    return ours, lambda: np.linalg.pinv(laplacian)


def analyses() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimates and variances of ten thousand small analyses, each of shape (analyses, studies)."""
    rng = np.random.default_rng(10)
    variance = rng.uniform(0.02, 0.5, (ANALYSES, STUDIES))
    return rng.normal(0, np.sqrt(variance + 0.1)), variance


def pool_row(folder: Path, rounds: int = 5) -> tuple[str, float, float, float, float] | None:
    """One row of the table: name, our seconds and metafor's for one analysis, their ratio, and its bound.

    None where R or its package metafor is not at hand.

    Args:
        folder: for R's files.
        rounds: the two sides take turns.
    """
    if shutil.which("Rscript") is None:
        return None
    y, v = analyses()
    with (folder / "analyses.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(np.hstack((y, v))[:IN_R].tolist())
    (folder / "metafor.R").write_text(_METAFOR, encoding="utf-8")
    a: list[float] = []
    b: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        pool_many(y, v, method="REML")
        a.append((time.perf_counter() - start) / ANALYSES)
        found = subprocess.run(["Rscript", "metafor.R"], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S607
        if found.returncode:
            return None
        b.append(float(found.stdout))
    ratio = statistics.median(x / y for x, y in zip(a, b, strict=True))
    return (
        "10,000 REML in one call, each / metafor's rma",
        statistics.median(a),
        statistics.median(b),
        ratio,
        POOL_BOUND,
    )

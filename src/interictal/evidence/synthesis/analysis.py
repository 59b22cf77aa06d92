"""One comparison of a table of studies, pooled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from interictal.errors import InvalidInput
from interictal.evidence.synthesis.counts import COUNT_METHODS, pool_counts, pool_counts_many
from interictal.evidence.synthesis.distributions import FloatArray, normal_quantile, tail_of
from interictal.evidence.synthesis.effects import RATIOS
from interictal.evidence.synthesis.pooling import pool, pool_many
from interictal.evidence.synthesis.results import Pooled, PooledMany
from interictal.evidence.synthesis.selection import AS_GIVEN, Studies, comparison_of, measure_of, studies_of
from interictal.evidence.tables import StudyTable


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledTable:
    """One comparison, pooled.

    Args:
        measure: OR, RR, RD, MD, SMD, or "as given".
        compare: the two treatments; every estimate is the first minus the second, or their ratio.
        method, hartung_knapp, level: as asked for.
        studies: the studies.
        pooled: the result.
        columns: the table's further columns: column -> study -> text.
        notes: what has to be known to read the result, the reading of the table first.
    """

    measure: str
    compare: tuple[str, str]
    method: str
    hartung_knapp: bool
    level: float
    studies: Studies
    pooled: Pooled
    columns: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]

    @property
    def scale(self) -> str:
        """ "log" for ratios, "as given" where nobody said what the contrasts are, else "identity"."""
        if self.measure in RATIOS:
            return "log"
        return AS_GIVEN if self.measure == AS_GIVEN else "identity"

    @property
    def estimable(self) -> NDArray[np.bool_]:
        """Which studies have an estimate of their own."""
        return np.isfinite(self.studies.yi)

    def intervals(self) -> tuple[FloatArray, FloatArray]:
        """Each study's own interval, by the normal distribution; NaN where it has no estimate."""
        margin = normal_quantile(tail_of(self.level)) * np.sqrt(self.studies.vi)
        return self.studies.yi - margin, self.studies.yi + margin

    def pool_each(self, mask: NDArray[np.bool_]) -> PooledMany:
        """The same analysis of several choices of the studies, shape of the mask (analyses, studies)."""
        counts = self.studies.counts
        if self.method in COUNT_METHODS and counts:
            return pool_counts_many(self.measure, *counts, mask=mask, method=self.method, level=self.level)
        shape = mask.shape
        return pool_many(
            np.broadcast_to(self.studies.yi, shape),
            np.broadcast_to(self.studies.vi, shape),
            mask=mask,
            method=self.method,
            hartung_knapp=self.hartung_knapp,
            level=self.level,
        )


def pool_table(
    table: StudyTable,
    *,
    measure: str | None = None,
    method: str = "REML",
    compare: tuple[str, str] | None = None,
    reference: str | None = None,
    hartung_knapp: bool = False,
    level: float = 0.95,
) -> PooledTable:
    """Pool the studies of one comparison.

    Args:
        table: arms or contrasts.
        measure: OR, RR, RD for events; MD, SMD for means. None: OR, MD, and contrasts as they are given. For
            contrasts it says what they are, and is not computed.
        method: REML, DL, PM, ML, EB, SJ, HE, FE; MH and PETO for events.
        compare: the first against the second. None: the table's two treatments, in its order.
        reference: the second of the table's two; not together with ``compare``.
        hartung_knapp: see ``interictal.evidence.synthesis.pooling.pool``.
        level: of all intervals, as a share.

    Raises:
        InvalidInput: a choice that the table does not allow, or a study with impossible numbers.
        DataUnavailable: no study compares the two, or the studies cannot give an estimate.

    Unknown: studies without both treatments are left out, and a note says how many.
    """
    chosen = measure_of(table, measure, method)
    if hartung_knapp and method in COUNT_METHODS:
        raise InvalidInput("--hartung-knapp", method, "a method that estimates tau2, or FE", "Leave one out.")
    pair = comparison_of(table, compare, reference)
    studies = studies_of(table, pair, chosen, method)
    if method in COUNT_METHODS and studies.counts:
        pooled = pool_counts(chosen, *studies.counts, method=method, level=level)
    else:
        pooled = pool(studies.yi, studies.vi, method=method, hartung_knapp=hartung_knapp, level=level)
    return PooledTable(
        measure=chosen,
        compare=pair,
        method=method,
        hartung_knapp=hartung_knapp,
        level=level,
        studies=studies,
        pooled=replace(pooled, notes=()),
        columns=table.columns,
        notes=(*table.notes, *studies.notes, *pooled.notes),
    )

"""What shakes a pooled result: each study left out, studies added one by one, groups of studies, the funnel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interictal.errors import DataUnavailable, InvalidInput, shown
from interictal.evidence.synthesis.analysis import PooledTable
from interictal.evidence.synthesis.distributions import chi2_p, normal_quantile, tail_of
from interictal.evidence.synthesis.results import Pooled, PooledMany


@dataclass(frozen=True, slots=True)
class Step:
    """The result without one study, or up to and with it.

    Args:
        study: its name.
        pooled: None where these studies have no pooled result.
    """

    study: str
    pooled: Pooled | None


@dataclass(frozen=True, slots=True)
class Group:
    """One group of studies.

    Args:
        name: the text in the column.
        studies: their names.
        pooled: with a tau2 of their own; None where these studies have no pooled result.
    """

    name: str
    studies: tuple[str, ...]
    pooled: Pooled | None


@dataclass(frozen=True, slots=True)
class Subgroups:
    """The result by group, and whether the groups differ.

    Args:
        column: where the groups stand.
        groups: in the table's order.
        q, df, p: Q between the groups, about their inverse-variance mean; None with fewer than two results.
        notes: studies that are in no group.
    """

    column: str
    groups: tuple[Group, ...]
    q: float | None
    df: int | None
    p: float | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One study in a funnel plot."""

    study: str
    estimate: float
    se: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel plot's data.

    Args:
        points: the studies with an estimate of their own.
        estimate: where the funnel stands.
        lines: lower limit, upper limit and standard error at its tip and at its base: without heterogeneity and
            bias, ``level`` of the studies lie between.
        level: as a share.
    """

    points: tuple[FunnelPoint, ...]
    estimate: float
    lines: tuple[tuple[float, float, float], tuple[float, float, float]]
    level: float


def leave_one_out(result: PooledTable) -> tuple[Step, ...]:
    """The result without each study in turn.

    Raises:
        DataUnavailable: there is one study only.
    """
    count = len(result.studies.names)
    if count < 2:
        raise DataUnavailable("One study: none can be left out.")
    return _steps(result, ~np.eye(count, dtype=bool))


def cumulative(result: PooledTable) -> tuple[Step, ...]:
    """The result of the first study, of the first two, and so on, in the table's order."""
    count = len(result.studies.names)
    return _steps(result, np.tri(count, dtype=bool))


def subgroups(result: PooledTable, column: str) -> Subgroups:
    """The result by the groups that a column of the table names.

    Args:
        result: all studies, pooled.
        column: a further column of the table.

    Raises:
        InvalidInput: the table has no such column.
        DataUnavailable: it is empty for all these studies.

    Unknown: a study with an empty cell is in no group; a note says how many.
    """
    texts = cells(result, column, "--subgroup")
    names = [texts.get(study, "").strip() for study in result.studies.names]
    found = list(dict.fromkeys(name for name in names if name))
    if not found:
        raise DataUnavailable(f"Column {shown(column)} is empty for all studies of this comparison. Fill it.")
    mask = np.array([[name == group for name in names] for group in found])
    groups = tuple(
        Group(group, tuple(study for study, here in zip(result.studies.names, row, strict=True) if here), pooled)
        for group, row, pooled in zip(found, mask, _results(result.pool_each(mask)), strict=True)
    )
    without = names.count("")
    notes = (f"{without} of {len(names)} studies without {shown(column)}: in no group.",) if without else ()
    return Subgroups(column, groups, *_between(groups), notes)


def funnel(result: PooledTable) -> Funnel:
    """The data of a funnel plot."""
    points = tuple(
        FunnelPoint(study, float(y), float(np.sqrt(v)))
        for study, y, v in zip(result.studies.names, result.studies.yi, result.studies.vi, strict=True)
        if np.isfinite(y)
    )
    middle, largest = result.pooled.estimate, max(point.se for point in points)
    margin = normal_quantile(tail_of(result.level)) * largest
    return Funnel(points, middle, ((middle, middle, 0.0), (middle - margin, middle + margin, largest)), result.level)


def cells(result: PooledTable, column: str, option: str) -> Mapping[str, str]:
    """The texts of a further column, by study.

    Raises:
        InvalidInput: the table has no such column.
    """
    if column not in result.columns:
        known = ", ".join(sorted(result.columns)) or "none: the table has no further column"
        raise InvalidInput(option, column, known, "Name a column of the table.")
    return result.columns[column]


def _steps(result: PooledTable, mask: NDArray[np.bool_]) -> tuple[Step, ...]:
    pooled = _results(result.pool_each(mask))
    return tuple(Step(study, each) for study, each in zip(result.studies.names, pooled, strict=True))


def _results(many: PooledMany) -> list[Pooled | None]:
    return [None if np.isnan(many.se[index]) else many.one(index) for index in range(len(many.k))]


def _between(groups: tuple[Group, ...]) -> tuple[float | None, int | None, float | None]:
    known = [group.pooled for group in groups if group.pooled]
    if len(known) < 2:
        return None, None, None
    y, w = np.array([each.estimate for each in known]), np.array([each.se for each in known]) ** -2.0
    q = float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())
    return q, len(known) - 1, float(chi2_p(q, len(known) - 1))

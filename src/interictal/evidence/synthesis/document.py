"""A pooled comparison as the JSON document ``interictal.pool/1`` (docs/schema/pool.schema.json)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from math import exp
from typing import Any

import numpy as np

from interictal import INTENDED_USE, __version__
from interictal.evidence.synthesis.analysis import PooledTable
from interictal.evidence.synthesis.effects import Events, Means
from interictal.evidence.synthesis.regression import Egger, Regression
from interictal.evidence.synthesis.results import Pooled
from interictal.evidence.synthesis.selection import AS_GIVEN
from interictal.evidence.synthesis.sensitivity import Step, Subgroups

SCHEMA = "interictal.pool/1"

SCALE_WORDS = {
    "OR": "log odds ratio",
    "RR": "log risk ratio",
    "RD": "risk difference",
    "MD": "mean difference",
    "SMD": "standardised mean difference",
    AS_GIVEN: AS_GIVEN,
}
"""Measure -> the scale on which its estimates stand."""

_LARGEST_LOGARITHM = 700.0
"""Above this a ratio is more than the largest number."""

_STEP = ("k", "estimate", "se", "ci_low", "ci_high", "p", "tau2", "i2", "q", "q_df", "q_p")
"""What is told of a result that is not the main one."""


def pool_document(
    result: PooledTable,
    *,
    leave_one_out: Iterable[Step] | None = None,
    cumulative: Iterable[Step] | None = None,
    subgroups: Subgroups | None = None,
    regression: Regression | None = None,
    egger: Egger | None = None,
) -> dict[str, Any]:
    """The result as plain JSON values.

    Args:
        result: of ``pool_table``.
        leave_one_out, cumulative, subgroups, regression, egger: further analyses of it; None where not asked for.

    Unknown: null.
    """
    main = {name: value for name, value in asdict(result.pooled).items() if name not in _ELSEWHERE}
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "measure": None if result.measure == AS_GIVEN else result.measure,
        "scale": result.scale,
        "scale_words": SCALE_WORDS[result.measure],
        "treatments": list(result.compare),
        "method": result.method,
        "hartung_knapp": result.hartung_knapp,
        "level_percent": 100 * result.level,
        **main,
        "ratio": _ratio(result, result.pooled, ("estimate", "ci_low", "ci_high", "prediction_low", "prediction_high")),
        "studies": _studies(result),
        "leave_one_out": _steps(result, leave_one_out),
        "cumulative": _steps(result, cumulative),
        "subgroups": None if subgroups is None else _subgroups(result, subgroups),
        "regression": None if regression is None else _without_settings(regression),
        "egger": None if egger is None else _without_settings(egger),
        "notes": list(result.notes),
    }


_ELSEWHERE = ("method", "hartung_knapp", "level", "weights", "notes")


def _without_settings(found: Regression | Egger) -> dict[str, Any]:
    kept = {name: value for name, value in asdict(found).items() if name not in ("method", "hartung_knapp", "level")}
    return {**kept, "notes": list(found.notes)}


def _ratio(result: PooledTable, pooled: object, names: tuple[str, ...]) -> dict[str, float | None] | None:
    if result.scale != "log":
        return None
    return {name: _exp(getattr(pooled, name)) for name in names}


def _exp(value: float | None) -> float | None:
    return None if value is None or value > _LARGEST_LOGARITHM else exp(value)


def _studies(result: PooledTable) -> list[dict[str, Any]]:
    studies = result.studies
    low, high = result.intervals()
    rows = []
    for index, name in enumerate(studies.names):
        known = bool(np.isfinite(studies.yi[index]))
        row: dict[str, Any] = {
            "study": name,
            "estimate": float(studies.yi[index]) if known else None,
            "se": float(np.sqrt(studies.vi[index])) if known else None,
            "ci_low": float(low[index]) if known else None,
            "ci_high": float(high[index]) if known else None,
            "weight": result.pooled.weights[index],
            "first": _arm(studies.first, index),
            "second": _arm(studies.second, index),
        }
        ratio = {part: _exp(row[part]) for part in ("estimate", "ci_low", "ci_high")}
        rows.append({**row, "ratio": ratio if result.scale == "log" else None})
    return rows


def _arm(arms: Events | Means | None, index: int) -> dict[str, Any] | None:
    if arms is None:
        return None
    if isinstance(arms, Events):
        return {"n": int(arms.n[index]), "events": int(arms.events[index]), "mean": None, "sd": None}
    return {"n": int(arms.n[index]), "events": None, "mean": float(arms.mean[index]), "sd": float(arms.sd[index])}


def _part(result: PooledTable, pooled: Pooled | None) -> dict[str, Any]:
    if pooled is None:
        return {**dict.fromkeys(_STEP), "ratio": None}
    names = ("estimate", "ci_low", "ci_high")
    return {**{name: getattr(pooled, name) for name in _STEP}, "ratio": _ratio(result, pooled, names)}


def _steps(result: PooledTable, steps: Iterable[Step] | None) -> list[dict[str, Any]] | None:
    if steps is None:
        return None
    return [{"study": step.study, **_part(result, step.pooled)} for step in steps]


def _subgroups(result: PooledTable, found: Subgroups) -> dict[str, Any]:
    return {
        "column": found.column,
        "groups": [
            {"name": group.name, "studies": list(group.studies), **_part(result, group.pooled)}
            for group in found.groups
        ],
        "q": found.q,
        "q_df": found.df,
        "q_p": found.p,
        "notes": list(found.notes),
    }

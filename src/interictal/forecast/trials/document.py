"""Virtual trials as one JSON document."""

from __future__ import annotations

from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.forecast.trials.counts import Range
from interictal.forecast.trials.design import Arm, Design
from interictal.forecast.trials.results import ArmResult, ContrastResult, OutcomeResult, Result, pairs

SCHEMA = "interictal.trial/1"
FUNCTION = "predict"
"""What kind of software function trials are simulated by: it records, calculates and compares nothing that is there."""
_DIGITS = 6


def trial_document(result: Result) -> dict[str, Any]:
    """What virtual trials show.

    Returns:
        What docs/schema/trial.schema.json describes.
    """
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "function": FUNCTION,
        "synthetic": True,
        "seed": result.seed,
        "replicates": result.replicates,
        "parameters": "estimates" if result.estimates else "drawn",
        "design": design_document(result.design),
        "notes": [*result.design.notes, *_not_computed(result)],
        "selection": {
            "let_in": rounded(result.selection.let_in),
            "baseline_mean": rounded(result.selection.mean),
            "baseline_sd": rounded(result.selection.sd),
            "note": result.selection.note,
        },
        "arms": [_arm(one) for one in result.arms],
        "contrasts": [_contrast(one) for one in result.contrasts],
    }


def design_document(design: Design) -> dict[str, Any]:
    """A design, with what it leaves to its defaults."""
    entry = design.entry
    return {
        "name": design.name,
        "source": design.source,
        "visits_weeks": list(design.visits_weeks),
        "outcomes": [one.id for one in design.outcomes],
        "missing": design.missing.value,
        "analysis": design.analysis.value,
        "blinded": design.blinded,
        "selected": design.selected,
        "population": {
            "n": entry.n,
            "baseline_mean": entry.baseline_mean,
            "baseline_sd": entry.baseline_sd,
            "minimum_headache_days": entry.minimum_headache_days,
            "medication_overuse_share": entry.medication_overuse_share,
            "baseline_migraine_days": entry.baseline_migraine_days,
            "baseline_acute_medication_days": entry.baseline_acute_medication_days,
        },
        "arms": [_designed(arm) for arm in design.arms],
    }


def _designed(arm: Arm) -> dict[str, Any]:
    return {
        "name": arm.name,
        "drug": arm.drug,
        "dose_units": arm.dose_units,
        "n": arm.n,
        "cycles": arm.cycles,
        "interval_weeks": arm.interval_weeks,
        "placebo_cycles": arm.placebo_cycles,
    }


def _arm(one: ArmResult) -> dict[str, Any]:
    return {
        "arm": one.name,
        "n": one.n,
        "screened": ranged(one.screened),
        "stayed_percent": [{"timepoint_weeks": week, **_values(found)} for week, found in one.stayed.items()],
        "outcomes": [_outcome(each) for each in one.outcomes],
    }


def _outcome(one: OutcomeResult) -> dict[str, Any]:
    return {
        "outcome": one.outcome.id,
        "unit": one.outcome.unit,
        "timepoint_weeks": one.week,
        "counted": ranged(one.counted),
        "baseline_mean": ranged(one.baseline_mean),
        "baseline_sd": ranged(one.baseline_sd),
        "change_mean": ranged(one.change_mean),
        "change_sd": ranged(one.change_sd),
        "responder_30_percent": ranged(one.responder_30),
        "responder_50_percent": ranged(one.responder_50),
        "responder_75_percent": ranged(one.responder_75),
    }


def _not_computed(result: Result) -> list[str]:
    """What no virtual trial could compute, and what only some could."""
    design = result.design
    wanted = len(pairs(design)) * sum(len(design.counted(week)) for week in design.visits_weeks)
    some = sum(one.computed < result.replicates for one in result.contrasts)
    said = []
    if missing := wanted - len(result.contrasts):
        said.append(f"{missing} of {wanted} comparisons could be computed in no virtual trial: too few people.")
    if some:
        said.append(f"{some} of {wanted} comparisons could not be computed in every virtual trial (computed_trials).")
    return said


def _contrast(one: ContrastResult) -> dict[str, Any]:
    return {
        "arm": one.arm,
        "versus": one.versus,
        "outcome": one.outcome.id,
        "timepoint_weeks": one.week,
        "analysis": one.analysis.value,
        "difference": ranged(one.difference),
        "standard_error": rounded(one.standard_error),
        "share_p_below_0_05": rounded(one.significant),
        "computed_trials": one.computed,
        "odds_ratio": ranged(one.odds_ratio),
    }


def ranged(found: Range | None) -> dict[str, float] | None:
    """A range as JSON values; null where it cannot be told."""
    return None if found is None else _values(found)


def _values(found: Range) -> dict[str, float]:
    return {"mean": rounded(found.mean), "lower": rounded(found.lower), "upper": rounded(found.upper)}


def rounded(value: float) -> float:
    """To six decimals, without a negative zero."""
    return round(value, _DIGITS) + 0.0

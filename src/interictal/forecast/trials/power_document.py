"""Power of a design as one JSON document."""

from __future__ import annotations

from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.forecast.trials.document import FUNCTION, design_document, rounded
from interictal.forecast.trials.power import Power

SCHEMA = "interictal.trial-power/1"


def power_document(one: Power) -> dict[str, Any]:
    """Power as JSON values: docs/schema/trial-power.schema.json."""
    names = [arm.name for arm in one.design.arms]

    def sized(sizes: tuple[int, ...]) -> dict[str, int]:
        return dict(zip(names, sizes, strict=True))

    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "function": FUNCTION,
        "synthetic": True,
        "seed": one.seed,
        "replicates": one.replicates,
        "design": design_document(one.design),
        "notes": list(one.design.notes),
        "arm": one.arm,
        "versus": one.versus,
        "outcome": one.outcome.id,
        "timepoint_weeks": one.week,
        "analysis": one.design.analysis.value,
        "alpha": one.alpha,
        "power": rounded(one.power),
        "power_monte_carlo_error": rounded(one.error),
        "assurance": rounded(one.assurance),
        "assurance_monte_carlo_error": rounded(one.assurance_error),
        "target": one.target,
        "smallest_n": sized(one.sizes),
        "smallest_n_lower": sized(one.sizes_low),
        "smallest_n_upper": sized(one.sizes_high),
        "smallest_n_power": rounded(one.reached),
    }

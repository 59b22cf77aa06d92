"""The shipped designs as one JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interictal import INTENDED_USE, __version__
from interictal.forecast.trials.design import Design
from interictal.forecast.trials.document import FUNCTION, design_document

SCHEMA = "interictal.trial-designs/1"


def designs_document(designs: Mapping[str, Design]) -> dict[str, Any]:
    """Each design by the name it is asked for with."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "intended_use": INTENDED_USE,
        "function": FUNCTION,
        "designs": {name: design_document(design) for name, design in designs.items()},
    }

"""Treatments side by side for one person: figures with their intervals, what a label excludes, and nothing ranked.

Importing this, and reading the treatments, needs the standard library alone: what compares loads numpy and scipy, and
each of its names loads its own module only when it is first used.
"""

from typing import TYPE_CHECKING, Any

from interictal.evidence.comparison.treatments import treatments

if TYPE_CHECKING:
    from interictal.evidence.comparison.comparing import compare
    from interictal.evidence.comparison.document import comparison_document
    from interictal.evidence.comparison.result import Column, Comparison

__all__ = ["Column", "Comparison", "compare", "comparison_document", "treatments"]

_MODULES = {
    "Column": "result",
    "Comparison": "result",
    "compare": "comparing",
    "comparison_document": "document",
}


def __getattr__(name: str) -> Any:
    """The module of a name, loaded now."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)

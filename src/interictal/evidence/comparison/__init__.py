"""Treatments side by side for one person: figures with their intervals, what a label excludes, and nothing ranked."""

from interictal.evidence.comparison.comparing import compare
from interictal.evidence.comparison.document import comparison_document
from interictal.evidence.comparison.result import Column, Comparison
from interictal.evidence.comparison.treatments import treatments

__all__ = ["Column", "Comparison", "compare", "comparison_document", "treatments"]

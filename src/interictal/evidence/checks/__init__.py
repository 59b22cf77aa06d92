"""Checks of published figures: what cannot be, what hardly can, and what would be pooled twice."""

from collections.abc import Sequence

from interictal.evidence.checks.duplicates import LeftOut, independent, roots, same_sizes
from interictal.evidence.checks.figures import ArmFigures, Difference
from interictal.evidence.checks.findings import CODES, Finding, Severity, in_order
from interictal.evidence.checks.intervals import interval_findings
from interictal.evidence.checks.means import mean_findings
from interictal.evidence.checks.percentages import percentage_findings
from interictal.evidence.checks.spread import spread_findings

__all__ = [
    "ArmFigures",
    "CODES",
    "Difference",
    "Finding",
    "LeftOut",
    "Severity",
    "check_arms",
    "in_order",
    "independent",
    "roots",
    "same_sizes",
]


def check_arms(rows: Sequence[ArmFigures], differences: Sequence[Difference] = ()) -> tuple[Finding, ...]:
    """Every finding of the arms and comparisons of one table, impossible ones first.

    Args:
        rows: the arms; those of one study, outcome and week are checked against each other.
        differences: the comparisons; checked against the arms that they name.

    Unknown: what is not stated is not checked, and no finding does not mean that the figures are right.
    """
    return in_order(
        (
            *percentage_findings(rows),
            *mean_findings(rows),
            *spread_findings(rows),
            *interval_findings(rows, differences),
            *same_sizes(rows),
        )
    )

"""The trial library: trials, arms and published values, each value with its source, its status and where it was seen.

Reading it needs the standard library alone; the files are read once, when something is first asked for.
"""

from interictal.evidence.library.loading import Library, library, read
from interictal.evidence.library.records import Arm, Drug, Outcome, Status, Trial, Value, Version
from interictal.evidence.library.selection import (
    arms,
    drug_named,
    drugs,
    outcome_named,
    outcomes,
    people,
    select,
    select_arms,
    select_trials,
    trials,
    value,
    values,
    version,
)

__all__ = [
    "Arm",
    "Drug",
    "Library",
    "Outcome",
    "Status",
    "Trial",
    "Value",
    "Version",
    "arms",
    "drug_named",
    "drugs",
    "library",
    "outcome_named",
    "outcomes",
    "people",
    "read",
    "select",
    "select_arms",
    "select_trials",
    "trials",
    "value",
    "values",
    "version",
]

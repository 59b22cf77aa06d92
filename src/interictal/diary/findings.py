"""What reading a diary noticed: findings, and the receipt that says what became of each row.

Checking returns findings, all of them; it does not stop at the first. Findings name rows, fields and what to do.
They never repeat free text, names or notes of the patient.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Level(Enum):
    """How much a finding matters."""

    ERROR = "error"
    """Something was left out or set to unknown; figures may change when it is mended."""
    WARNING = "warning"
    """Everything was used, but under an assumption that is named."""
    NOTE = "note"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed, with what to do.

    Args:
        code: stable name, such as ``hours-out-of-range``.
        level: how much it matters.
        message: one line: field, value, what is allowed, what was done with it, what to do.
        rows: 1-based line numbers in the file (as an editor counts them; the header is line 1), sorted.
        field: the column, where there is one.
    """

    code: str
    level: Level
    message: str
    rows: tuple[int, ...] = ()
    field: str = ""


@dataclass(slots=True)
class Receipt:
    """What became of a file: nothing is dropped without standing here.

    Args:
        file: the file's name (no folders).
        format: id of the reader ("canonical", "migraine-buddy-csv", ...).
        rows_read: data rows seen.
        rows_used: data rows that went into a day.
        skipped: reason -> rows skipped for it.
        guesses: assumptions made, one sentence each.
        date_order: the day/month order and how it was decided, "" where dates are unambiguous.
        claims: what the file's own header says of itself (attacks, attack days ...), for comparison.
    """

    file: str
    format: str
    rows_read: int = 0
    rows_used: int = 0
    skipped: dict[str, list[int]] = field(default_factory=dict)
    guesses: list[str] = field(default_factory=list)
    date_order: str = ""
    claims: dict[str, str] = field(default_factory=dict)

    def skip(self, reason: str, row: int) -> None:
        """Note that a row was left out, and why."""
        self.skipped.setdefault(reason, []).append(row)

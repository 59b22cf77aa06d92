"""Anybody's table of studies: arms with events, arms with means, or contrasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a table holds."""

    EVENTS = "events"
    """Arms with the number of people and of those with the event."""
    MEANS = "means"
    """Arms with the number of people, mean and standard deviation."""
    CONTRASTS = "contrasts"
    """Differences between two treatments with their standard error; ratios on the log scale."""


@dataclass(frozen=True, slots=True)
class EventsArm:
    """One arm of one study, 0 <= events <= n and n >= 1."""

    study: str
    treatment: str
    n: int
    events: int


@dataclass(frozen=True, slots=True)
class MeansArm:
    """One arm of one study: n >= 1, sd >= 0, all finite."""

    study: str
    treatment: str
    n: int
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """``te`` is treat1 minus treat2 (ratios on the log scale); se > 0."""

    study: str
    treat1: str
    treat2: str
    te: float
    se: float


@dataclass(frozen=True, slots=True)
class StudyTable:
    """The studies of one table, in the order of the file.

    Args:
        kind: what the rows are.
        rows: ``EventsArm``, ``MeansArm`` or ``Contrast``, by kind.
        columns: further columns, by study: column -> study -> text. A study with two texts in one column is refused.
        notes: what was done on reading, in words; shown with every result.
    """

    kind: Kind
    rows: tuple[EventsArm, ...] | tuple[MeansArm, ...] | tuple[Contrast, ...]
    columns: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...] = ()

    @property
    def treatments(self) -> tuple[str, ...]:
        """The treatments in the order in which they first stand in the table."""
        found: dict[str, None] = {}
        for row in self.rows:
            for name in (row.treat1, row.treat2) if isinstance(row, Contrast) else (row.treatment,):
                found.setdefault(name)
        return tuple(found)

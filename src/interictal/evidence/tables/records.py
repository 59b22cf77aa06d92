"""Anybody's table of studies: arms with events, arms with means, or contrasts. What cannot be is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from math import isfinite

from interictal.errors import InvalidInput


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
    """One arm of one study, 0 <= events <= n and n >= 1.

    Raises:
        InvalidInput: a number outside these limits, or an empty name.
    """

    study: str
    treatment: str
    n: int
    events: int

    def __post_init__(self) -> None:
        _named(study=self.study, treatment=self.treatment)
        _people(self.n)
        if not 0 <= self.events <= self.n:
            raise InvalidInput("events", self.events, f"0 to n, which is {self.n}", "Correct the cell.")


@dataclass(frozen=True, slots=True)
class MeansArm:
    """One arm of one study: n >= 1, sd >= 0, all finite.

    Raises:
        InvalidInput: a number outside these limits, or an empty name.
    """

    study: str
    treatment: str
    n: int
    mean: float
    sd: float

    def __post_init__(self) -> None:
        _named(study=self.study, treatment=self.treatment)
        _people(self.n)
        _finite("mean", self.mean)
        _finite("sd", self.sd)
        if self.sd < 0:
            raise InvalidInput("sd", self.sd, "0 or more", "Correct the cell.")


@dataclass(frozen=True, slots=True)
class Contrast:
    """``te`` is treat1 minus treat2 (ratios on the log scale); se > 0.

    Raises:
        InvalidInput: a number that is not finite, se not above 0, an empty name, or a treatment against itself.
    """

    study: str
    treat1: str
    treat2: str
    te: float
    se: float

    def __post_init__(self) -> None:
        _named(study=self.study, treat1=self.treat1, treat2=self.treat2)
        if self.treat1 == self.treat2:
            raise InvalidInput("treat2", self.treat2, "another treatment than treat1", "Correct the cell.")
        _finite("te", self.te)
        _finite("se", self.se)
        if self.se <= 0:
            raise InvalidInput("se", self.se, "more than 0", "Correct the cell.")


Row = EventsArm | MeansArm | Contrast
Rows = tuple[EventsArm, ...] | tuple[MeansArm, ...] | tuple[Contrast, ...]


@dataclass(frozen=True, slots=True)
class StudyTable:
    """The studies of one table, in the order of the file.

    Args:
        kind: what the rows are.
        rows: ``EventsArm``, ``MeansArm`` or ``Contrast``, by kind.
        columns: further columns, by study: column -> study -> text. A column that differs between the rows of one
            study cannot stand here.
        notes: what was done on reading, in words; shown with every result.

    Raises:
        InvalidInput: no rows, rows of another kind, a treatment or a comparison twice in one study, or a study with
            one arm: each would give a wrong number.
    """

    kind: Kind
    rows: Rows
    columns: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.rows:
            raise InvalidInput("rows", "none", "one study or more", "Give a table with studies.")
        if any(type(row) is not ROW_OF[self.kind] for row in self.rows):
            raise InvalidInput("rows", "another kind", f"rows of kind {self.kind.value}", "Give one kind of row.")
        for problem in faults_between(self.rows):
            raise problem

    @property
    def treatments(self) -> tuple[str, ...]:
        """The treatments in the order in which they first stand in the table."""
        return tuple(dict.fromkeys(chain.from_iterable(map(treatments_of, self.rows))))

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies in the order in which they first stand in the table."""
        return tuple(dict.fromkeys(row.study for row in self.rows))


ROW_OF: Mapping[Kind, type[Row]] = {Kind.EVENTS: EventsArm, Kind.MEANS: MeansArm, Kind.CONTRASTS: Contrast}


def treatments_of(row: Row) -> tuple[str, ...]:
    """The treatment of an arm, or both of a contrast."""
    return (row.treat1, row.treat2) if isinstance(row, Contrast) else (row.treatment,)


def faults_between(
    rows: Sequence[Row], *, file: str | None = None, numbers: Mapping[Row, int] | None = None
) -> Iterator[InvalidInput]:
    """What is wrong between rows that are right by themselves.

    Args:
        rows: all rows of a table.
        file: the file's name, where they come from one.
        numbers: row -> its line in that file; of equal rows, the last.

    Returns:
        A treatment, or a comparison, that stands twice in one study; a study with one arm.
    """
    held: dict[str, dict[frozenset[str], Row]] = {}
    twice: set[str] = set()
    line = (numbers or {}).get
    for row in rows:
        of_study, pair = held.setdefault(row.study, {}), frozenset(treatments_of(row))
        if pair in of_study:
            twice.add(row.study)
            field = "comparison" if isinstance(row, Contrast) else "treatment"
            named = " against ".join(treatments_of(row))
            do = "Merge the two rows, or give the arms names of their own."
            yield InvalidInput(field, named, f"once in study {row.study[:_NAME_SHOWN]}", do, file=file, row=line(row))
        of_study[pair] = row
    for study, arms in held.items():
        (first, *others) = arms.values()
        if not others and study not in twice and not isinstance(first, Contrast):
            do = "Add the other arm, or leave the study out."
            yield InvalidInput("study", study, "two arms or more in each study", do, file=file, row=line(first))


_NAME_SHOWN = 40


def _named(**names: str) -> None:
    for field, name in names.items():
        if not name.strip():
            raise InvalidInput(field, name, "a name", "Fill the cell.")


def _people(n: int) -> None:
    if n < 1:
        raise InvalidInput("n", n, "a whole number, 1 or more", "Correct the cell, or leave the arm out.")


def _finite(field: str, value: float) -> None:
    if not isfinite(value):
        raise InvalidInput(field, value, "a finite number", "Correct the cell, or leave the row out.")

"""Rows of the library's CSV files, asked for cell by cell; every refusal names the file, the line and the column."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from interictal.errors import InvalidInput
from interictal.evidence.library.records import Status
from interictal.sources import TIERS, source


class Record(Protocol):
    """A dataclass with an id; its fields are the columns of its file."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def id(self) -> str:
        """Unique in its file."""


_Record = TypeVar("_Record", bound=Record)

_MOST_DIGITS = 9


class Cells:
    """One row."""

    def __init__(self, row: Mapping[str, str], file: str, line: int) -> None:
        self.row, self.file, self.line = row, file, line

    def wrong(self, column: str, allowed: str, do: str = "Correct it.") -> InvalidInput:
        """The refusal of a cell, to be raised."""
        return InvalidInput(column, self.row[column], allowed, do, file=self.file, row=self.line)

    def text(self, column: str, allowed: str = "a text") -> str:
        """A text that must not be empty."""
        if not self.row[column].strip():
            raise self.wrong(column, allowed)
        return self.row[column]

    def free(self, column: str) -> str:
        """A text that may be empty."""
        return self.row[column]

    def one_of(self, column: str, allowed: Mapping[str, object] | tuple[str, ...]) -> str:
        """A text of a closed list."""
        if self.row[column] not in allowed:
            raise self.wrong(column, ", ".join(each or "nothing" for each in allowed))
        return self.row[column]

    def whole(self, column: str, least: int) -> int | None:
        """A whole number; None where the cell is empty."""
        text = self.row[column]
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS and int(text) >= least):
            raise self.wrong(column, f"a whole number from {least}, or nothing")
        return int(text)

    def number(self, column: str) -> Decimal | None:
        """A number; None where the cell is empty."""
        if not self.row[column]:
            return None
        try:
            found = Decimal(self.row[column])
        except InvalidOperation:
            found = Decimal("nan")
        if not found.is_finite():
            raise self.wrong(column, "a number, or nothing")
        return found

    def flag(self, column: str) -> bool:
        """Yes, or nothing."""
        return self.one_of(column, ("yes", "")) == "yes"

    def source(self, column: str) -> str:
        """A citation of the register; an unknown one is refused with the line it stands on."""
        cited = self.text(column, "an id from `interictal sources`")
        try:
            source(cited)
        except InvalidInput as problem:
            raise self.wrong(column, problem.allowed, problem.do) from None
        return cited

    def standing(self) -> tuple[Status, str, str]:
        """How far the figures of the row can be relied on: status, tier and derivation, which must fit each other."""
        status = Status(self.one_of("status", tuple(each.value for each in Status)))
        tier, derivation = self.one_of("tier", (*TIERS, "")), self.row.get("derivation", "")
        if status is Status.VERIFIED and tier in ("", "C"):
            raise self.wrong("tier", "A, B or A+C where the figure is verified; C alone is a copy, and unconfirmed")
        if status is Status.DERIVED and tier:
            raise self.wrong("tier", "nothing where the figure was worked out")
        if status is Status.DERIVED and not derivation.strip():
            raise self.wrong("status", "derived only with how it was worked out, in the column derivation")
        if status is Status.UNCONFIRMED and tier not in ("", "C"):
            raise self.wrong("tier", "nothing, or C, where the figure is unconfirmed")
        return status, tier, derivation


def rows(path: Path, kind: type[_Record], make: Callable[[Cells], _Record]) -> Iterator[_Record]:
    """The records of a file, in its order, each id once.

    Args:
        path: of the file; its header are the fields of ``kind``.
        kind: of the records.
        make: one record from the cells of its row.

    Raises:
        InvalidInput: another header, a row with another number of cells, an id that is used twice, or what ``make``
            refuses.
    """
    columns = tuple(kind.__dataclass_fields__)
    with path.open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file, strict=True)
        if tuple(found.fieldnames or ()) != columns:
            raise InvalidInput("header", found.fieldnames, ",".join(columns), "Correct it.", file=path.name, row=1)
        seen: set[str] = set()
        for row in found:
            line = found.line_num
            if None in row or None in row.values():
                allowed = f"{len(columns)} cells"
                raise InvalidInput("row", "another number", allowed, "Quote commas.", file=path.name, row=line)
            record = make(Cells(row, path.name, line))
            if record.id in seen:
                raise InvalidInput("id", record.id, "each id once", "Rename one.", file=path.name, row=line)
            seen.add(record.id)
            yield record

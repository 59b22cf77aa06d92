"""The cells of one row of a table, asked for by column; what cannot be is kept as a fault, and reading goes on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from interictal.errors import InvalidInput

MAX_NAME = 200
"""Characters of the name of a study or a treatment, and of the text of any other column."""
LARGEST = 1e9
"""No number may be larger, and no standard deviation or error smaller than its inverse: beyond, rounding decides."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}(?:\.0)?|\d(?:\.\d{1,8})?[eE]\+?0?\d", re.ASCII)
"""As programs write whole numbers: 100000, 100000.0, 1e+05. Not 1.000, which may be a thousand."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ ,.'\u2019\u00a0\u202f]\d{3})+(?:[.,]\d+)?", re.ASCII)
_NOT_FINITE = ("nan", "na", "n/a", "inf", "+inf", "-inf", "infinity", "-infinity", "null", "none", ".", "?")
_UNGROUPED = "Write it without thousands separators, with a decimal point."
_LONGEST_NUMBER = 40


class Cells:
    """One row.

    Args:
        cells: as read.
        at: column -> index.
        file, row: where, for the messages.
        comma: whether commas are decimal commas.
        mixed: whether points and commas stand in one file, so that a comma may mean either.
    """

    __slots__ = ("at", "cells", "comma", "faults", "file", "mixed", "row")

    def __init__(self, cells: list[str], at: Mapping[str, int], file: str, row: int, comma: bool, mixed: bool) -> None:
        self.cells, self.at, self.file, self.row, self.comma, self.mixed = cells, at, file, row, comma, mixed
        self.faults: list[InvalidInput] = []

    @property
    def study(self) -> str:
        """The study as it is named, "" where it is not."""
        return plain(self._text("study"))

    def fault(self, field: str, value: object, allowed: str, do: str) -> InvalidInput:
        """A fault of this row, as the caller may keep it."""
        return InvalidInput(field, value, allowed, do, file=self.file, row=self.row)

    def _wrong(self, column: str, text: str, allowed: str, do: str) -> None:
        self.faults.append(self.fault(column, text, allowed, do))

    def _text(self, column: str) -> str:
        index = self.at[column]
        return self.cells[index].strip() if index < len(self.cells) else ""

    def name(self, column: str) -> str:
        """A name; "" with a fault where there is none."""
        name = plain(self._text(column))
        if not name:
            self._wrong(column, name, "a name", "Fill the cell.")
        elif len(name) > MAX_NAME:
            self._wrong(column, name, f"at most {MAX_NAME} characters", "Shorten it.")
        elif not name.isprintable():
            self._wrong(column, name, "characters that can be printed", "Type the name anew.")
        else:
            return name
        return ""

    def _number_text(self, column: str, allowed: str) -> str | None:
        """The number as Python reads it; None with a fault where it is none."""
        text = self._text(column).replace("\N{MINUS SIGN}", "-")
        if "," in text and self.mixed:
            self._wrong(column, text, "one decimal mark in the whole file", "Write every number with a point.")
            return None
        pointed = text.replace(",", ".", 1) if self.comma else text
        if len(pointed) <= _LONGEST_NUMBER and _NUMBER.fullmatch(pointed):
            return pointed
        if not text:
            do = "Fill the cell, or leave the row out."
        elif text.lower() in _NOT_FINITE:
            do = "Leave the row out, or give the number."
        elif text[0] in "=@":
            do = "Save the file with values instead of formulas."
        elif _GROUPED.fullmatch(text):
            do = _UNGROUPED
        else:
            do = "Write a plain number."
        self._wrong(column, text, allowed, do)
        return None

    def whole(self, column: str, least: int) -> int:
        """A whole number; ``least`` with a fault where it is not one."""
        allowed = f"a whole number, {least} or more"
        text = self._number_text(column, allowed)
        if text is None:
            return least
        value = float(text)
        if _WHOLE.fullmatch(text) and value.is_integer() and value >= least:
            return int(value)
        given = self._text(column)
        if _GROUPED.fullmatch(given):
            do = _UNGROUPED
        else:
            do = "Correct the cell, or leave the arm out." if least else "Correct the cell."
        self._wrong(column, given, allowed, do)
        return least

    def number(self, column: str) -> float:
        """A finite number; 0 with a fault where it is not one."""
        allowed = f"a number, at most {LARGEST:g} either way"
        text = self._number_text(column, allowed)
        if text is None:
            return 0.0
        if abs(value := float(text)) > LARGEST:
            self._wrong(column, self._text(column), allowed, "Use a larger unit.")
            return 0.0
        return value

    def positive(self, column: str, *, squared: bool = False) -> float:
        """A number above 0; 1 with a fault where it is not one. A square may be as large as that of the largest."""
        largest = LARGEST**2 if squared else LARGEST
        allowed = f"a number above 0, {1 / largest:g} to {largest:g}"
        text = self._number_text(column, allowed)
        if text is None:
            return 1.0
        if not 1 / largest <= (value := float(text)) <= largest:
            self._wrong(column, self._text(column), allowed, "Correct the cell, or leave the row out.")
            return 1.0
        return value

    def at_most(self, column: str, value: int, limit: int, words: str) -> int:
        """``value``, with a fault where it is beyond ``limit``, which ``words`` name."""
        if value > limit and not self.faults:
            self._wrong(column, str(value), f"0 to {words}, which is {limit}", "Correct one of them.")
        return min(value, limit)


def plain(name: str) -> str:
    """A name as it is compared: one form of each letter, one blank between words."""
    return " ".join(unicodedata.normalize("NFC", name).split())

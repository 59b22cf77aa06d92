"""CSV files of unknown make, read within bounds: size, line length, field length, rows; and what was noticed."""

from __future__ import annotations

import codecs
import csv
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from interictal.diary.findings import Finding, Level
from interictal.diary.medicines import Intake, parse_intakes
from interictal.errors import InvalidInput

MAX_BYTES = 256 * 1024 * 1024
MAX_LINE = 1024 * 1024
MAX_ROWS = 1_000_000
MAX_ATTACKS = 30_000
"""More than eight attacks a day for ten years."""

MAX_CELL = 2000
"""Characters of a cell that is taken apart into items; longer ones are no list of medicines or symptoms."""

HEADER_WITHIN = 200
"""Rows: the header stands at the top, or after a short preamble."""

_BLOCK = 1024 * 1024


class Noticed:
    """Collects findings, one per kind, with the rows they were seen in."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, Level, str, str], list[int]] = {}

    def add(self, code: str, level: Level, message: str, row: int = 0, field: str = "") -> None:
        """Note ``code`` for ``row``; 0 where it is about the file."""
        rows = self._seen.setdefault((code, level, message, field), [])
        if row:
            rows.append(row)

    def findings(self) -> list[Finding]:
        """All findings in the order in which their kind was first seen."""
        return [
            Finding(code, level, message, tuple(sorted(set(rows))), field)
            for (code, level, message, field), rows in self._seen.items()
        ]


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a text file.

    Args:
        file: the file's name.
        columns: normalised header name -> index; the first of a name counts.
        titles: the header as it stands.
        preamble: (row, cells) above the header.
        rows: (row, cells) below it, lazily; empty rows are left out.
        encoding_guess: a sentence for the receipt where the encoding had to be assumed, else "".
        delimiter: what stands between cells.
    """

    file: str
    columns: dict[str, int]
    titles: tuple[str, ...]
    preamble: tuple[tuple[int, list[str]], ...]
    rows: Iterator[tuple[int, list[str]]]
    encoding_guess: str
    delimiter: str

    def cell(self, cells: list[str], column: str) -> str:
        """The stripped text of a column, "" where the file or this row has none."""
        at = self.columns.get(column, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""

    def too_long(self, cells: list[str]) -> bool:
        """Whether a row has text beyond the header's last column, so that its cells may be shifted."""
        return any(cell.strip() for cell in cells[len(self.titles) :])


def checked_size(path: Path, limit: int = MAX_BYTES) -> int:
    """The file's size in bytes, before anything is read.

    Raises:
        InvalidInput: no such file, not a regular file, empty, or larger than ``limit``.
    """
    size = os.stat(path).st_size if path.is_file() else None
    if size is None:
        raise InvalidInput("file", path.name, "a file that exists and can be read", "Check its name and folder.")
    if not size:
        raise InvalidInput("file", path.name, "a file with content", "Export it again; this one is empty.")
    if size > limit:
        raise InvalidInput(
            "file", path.name, f"at most {limit // 1024**2} MiB", "Check that it is the diary; split it if it is."
        )
    return size


def encoding_of(path: Path) -> tuple[str, str]:
    """The text encoding, and a sentence where it had to be assumed.

    UTF-8 and (with a byte-order mark) UTF-16 are recognised; text that is neither is read as Windows-1252.

    Raises:
        InvalidInput: the file is not text.
    """
    with path.open("rb") as file:
        head = file.read(4)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)("replace" if encoding == "cp1252" else "strict")
        try:
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    if "\0" in decoder.decode(block):
                        raise _not_text(path)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        guess = "the text is not UTF-8 and was read as Windows-1252" if encoding == "cp1252" else ""
        return encoding, guess
    raise _not_text(path)


def _not_text(path: Path) -> InvalidInput:
    return InvalidInput("file", path.name, "text (CSV, HTML or XML)", "Export the diary as CSV and read that.")


def records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which the record starts, its cells), within bounds.

    Raises:
        InvalidInput: a line, a field or the number of rows is beyond its bound.
    """
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(_lines(file, path.name), delimiter=delimiter)
        number = -1
        while True:
            number += 1
            row = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise InvalidInput(
                    "row",
                    "a cell without end",
                    "cells of at most 131072 characters",
                    "Look for a quotation mark that is opened and not closed.",
                    file=path.name,
                    row=row,
                ) from None
            if number > MAX_ROWS:
                raise InvalidInput("rows", "too many", f"at most {MAX_ROWS} rows", "Split the file.", file=path.name)
            if any(cells):
                yield row, cells


def _lines(file: TextIO, name: str) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            raise InvalidInput(
                "line", "too long", f"at most {MAX_LINE} characters", "Check the file.", file=name, row=number
            )
        yield line


def normalised(title: str) -> str:
    """A header name for comparing: no case, no outer or double spaces, no byte-order mark."""
    return " ".join(title.replace("\ufeff", " ").casefold().split())


def find_table(path: Path, *alternatives: frozenset[str]) -> Table | None:
    """The table whose header has all names of one of the ``alternatives``; None where there is none.

    The delimiter is the one among comma, semicolon and tab under which the header has these names.
    """
    encoding, guess = encoding_of(path)
    for delimiter in ",;\t":
        preamble: list[tuple[int, list[str]]] = []
        stream = records(path, encoding, delimiter)
        for row, cells in stream:
            names = [normalised(cell) for cell in cells]
            if any(needed <= set(names) for needed in alternatives):
                columns: dict[str, int] = {}
                for index, name in enumerate(names):
                    columns.setdefault(name, index)
                titles = tuple(cell.strip() for cell in cells)
                return Table(path.name, columns, titles, tuple(preamble), stream, guess, delimiter)
            preamble.append((row, cells))
            if len(preamble) >= HEADER_WITHIN:
                break
    return None


def likeliest_header(path: Path, wanted: Collection[str]) -> tuple[str, ...]:
    """The row near the top that has the most of the ``wanted`` names, as it stands; () where none has any."""
    encoding, _ = encoding_of(path)
    best: tuple[int, tuple[str, ...]] = (0, ())
    for delimiter in ",;\t":
        for _, cells in islice(records(path, encoding, delimiter), HEADER_WITHIN):
            hits = len({normalised(cell) for cell in cells} & set(wanted))
            if hits > best[0]:
                best = (hits, tuple(cell.strip() for cell in cells))
    return best[1]


def table_of(path: Path, title: str, *alternatives: frozenset[str]) -> Table:
    """As ``find_table``.

    Raises:
        InvalidInput: there is no such table; the message names the columns of the first alternative.
    """
    found = find_table(path, *alternatives)
    if found is None:
        raise InvalidInput(
            "header",
            path.name,
            f"the columns of {title}: {', '.join(sorted(alternatives[0]))}",
            "Check --format, or name the columns with --map COLUMN=FIELD.",
            file=path.name,
        )
    return found


def number_in(text: str) -> float | None:
    """A plain number, with point or comma as decimal mark; None where it is not one.

    >>> number_in("1,5")
    1.5
    """
    text = text.strip().replace(",", ".", 1)
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not digits.replace(".", "", 1).isdigit() or not digits.isascii() or len(digits) > 20:
        return None
    return float(text)


def intensity_in(text: str, row: int, noticed: Noticed) -> int | None:
    """Pain from 0 to 10 as entered; anything else is unknown and a finding, never moved to another value."""
    if not text:
        return None
    value = number_in(text)
    if value is None or not 0 <= value <= 10 or value != int(value):
        noticed.add(
            "intensity-out-of-range",
            Level.ERROR,
            "intensity: not a whole number from 0 to 10; set to unknown, the rest of the row was used; correct it.",
            row,
            "intensity",
        )
        return None
    return int(value)


def intakes_in(text: str, row: int, noticed: Noticed) -> tuple[Intake, ...]:
    """The medicines named in a cell that names some; what is not understood is kept as entered, and a finding."""
    if len(text) > MAX_CELL:
        noticed.add(
            "medicines-too-long",
            Level.ERROR,
            f"medication: more than {MAX_CELL} characters; left out, so medicines are unknown; shorten it.",
            row,
            "medication",
        )
        return ()
    taken: list[Intake] = []
    unclear = False
    for entry in text.replace(";", "\n").splitlines():
        if not entry.strip():
            continue
        intakes, unknown = parse_intakes(entry)
        if unknown and " + " in entry:  # an app joins with a plus sign; a medicine beside oxygen is still that medicine
            parts = [parse_intakes(part) for part in entry.split(" + ") if part.strip()]
            intakes = tuple(intake for found, _ in parts for intake in found)
        unclear = unclear or bool(unknown)
        taken.extend(intakes)
    if unclear:
        noticed.add(
            "medicine-unclear",
            Level.WARNING,
            "medication: a name that is not in the table of medicines, or a dose that is not clear; kept as entered, "
            "without class or dose.",
            row,
            "medication",
        )
    return tuple(taken)

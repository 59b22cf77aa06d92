"""The rows of a CSV file from outside, with the line each begins on, and how many there may be."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from interictal.errors import InvalidInput

MAX_BYTES = 16 * 2**20
MAX_ROWS = 50_000


def records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which the row starts, its cells); empty rows are left out.

    Raises:
        InvalidInput: a cell without end, or more than ``MAX_ROWS`` rows beside the header.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    while True:
        row = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            allowed = "cells of at most 131072 characters, with quotation marks in pairs"
            raise InvalidInput("row", "a cell without end", allowed, "Correct it.", file=file, row=row) from None
        if any(cell.strip() for cell in cells):
            count += 1
            if count > MAX_ROWS + 1:
                raise InvalidInput("rows", "too many", f"at most {MAX_ROWS}", "Split the file.", file=file)
            yield row, cells

"""Reading the diary that a command names, and saying on standard error what became of its rows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from interictal.cli.files import printable
from interictal.diary.findings import Receipt
from interictal.diary.readers import FORMATS, read_diary
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput


def read(arguments: argparse.Namespace) -> Reading:
    """The diaries of ``arguments.diary``.

    A canonical file that was read whole needs no receipt; any other prints one.
    """
    mapping: dict[str, str] = {}
    for pair in arguments.map:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise InvalidInput("--map", pair, "COLUMN=FIELD", "Write for example --map 'Pain level=intensity'.")
        if column in mapping:
            raise InvalidInput("--map", pair, "each column once", "Leave one out.")
        mapping[column] = field.strip()
    if arguments.format is not None and arguments.format not in FORMATS:
        raise InvalidInput("--format", arguments.format, ", ".join(FORMATS), "See: interictal formats")
    reading = read_diary(
        Path(arguments.diary),
        format=arguments.format,
        mapping=mapping or None,
        date_order=arguments.date_order,
        unlisted_days=arguments.unlisted_days,
        headache_activity=arguments.headache_activity,
        utc_offset=arguments.utc_offset,
    )
    receipt = reading.receipt
    if receipt.format != "canonical" or receipt.skipped or receipt.guesses:
        print(receipt_text(receipt), file=sys.stderr)
    return reading


def receipt_text(receipt: Receipt) -> str:
    """The receipt in a few lines."""
    lines = [f"read {receipt.file} as {receipt.format}: {receipt.rows_used} of {receipt.rows_read} rows used"]
    for reason, rows in receipt.skipped.items():
        shown = ", ".join(map(str, rows[:8])) + (f" and {len(rows) - 8} more" if len(rows) > 8 else "")
        lines.append(f"  left out, {reason}: row {shown}")
    if receipt.date_order:
        lines.append(f"  dates: {receipt.date_order}")
    lines.extend(f"  assumed: {guess}" for guess in receipt.guesses)
    lines.extend(f"  the file says: {name}: {value}" for name, value in receipt.claims.items())
    return "\n".join(printable(each) for each in lines)

"""Headi CSV: instants as epoch numbers, nothing quoted, no time zone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from interictal.diary.attacks import Attack, diary_from_attacks
from interictal.diary.days import EARLIEST, LATEST
from interictal.diary.findings import Level, Receipt
from interictal.diary.medicines import Intake
from interictal.diary.readers.migraine_buddy import note_skipped
from interictal.diary.readers.tables import MAX_ATTACKS, Noticed, intakes_in, intensity_in, table_of
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput

COLUMNS = frozenset({"_id", "pain", "start_date", "end_date", "strength"})
TITLE = "Headi CSV"

MILLISECONDS_FROM = 10**11
"""1973 as milliseconds, the year 5138 as seconds: no diary has both."""

_MAX_OFFSET = 14 * 60


def read_headi(path: Path, *, unlisted_days: str, utc_offset: int | None = None) -> Reading:
    """Attacks from epoch numbers; read as UTC unless the user gives the offset of where they lived.

    Args:
        path: the file.
        unlisted_days: ``free`` where every date without an attack was headache-free.
        utc_offset: minutes east of UTC.

    Raises:
        InvalidInput: another table.
    """
    if utc_offset is not None and not -_MAX_OFFSET <= utc_offset <= _MAX_OFFSET:
        raise InvalidInput("utc-offset", utc_offset, "minutes from -840 to 840", "Give minutes east of UTC.")
    table = table_of(path, TITLE, COLUMNS)
    receipt = Receipt(path.name, "headi")
    noticed = Noticed()
    if table.encoding_guess:
        receipt.guesses.append(table.encoding_guess)
    attacks: list[Attack] = []
    milliseconds = seconds = 0
    for row, cells in table.rows:
        receipt.rows_read += 1
        if table.too_long(cells):
            # The app does not quote, so a comma in a name moves every cell behind it.
            receipt.skip("more cells than columns", row)
            continue
        numbers = [_epoch(table.cell(cells, name)) for name in ("start_date", "end_date")]
        started = _moment(numbers[0], utc_offset)
        if started is None:
            receipt.skip("the start is not an epoch number from 1990 to 2100", row)
            continue
        if len(attacks) >= MAX_ATTACKS:
            raise InvalidInput("rows", "too many", f"at most {MAX_ATTACKS} attacks", "Split the file.", file=path.name)
        in_milliseconds = numbers[0] >= MILLISECONDS_FROM
        milliseconds += in_milliseconds
        seconds += not in_milliseconds
        attacks.append(
            Attack(
                started=started,
                ended=_moment(numbers[1], utc_offset),
                intensity=intensity_in(table.cell(cells, "strength"), row, noticed),
                intakes=_intakes(table.cell(cells, "medication"), table.cell(cells, "medication_amount"), row, noticed),
                row=row,
            )
        )
        receipt.rows_used += 1
    if attacks:
        units = " and ".join(
            f"{name} ({count} rows)" for name, count in (("milliseconds", milliseconds), ("seconds", seconds)) if count
        )
        receipt.guesses.append(f"epoch numbers were taken for {units}, by their size")
    if utc_offset is None:
        receipt.guesses.append("the file names no time zone; times were read as UTC")
        noticed.add(
            "time-zone-unknown",
            Level.WARNING,
            "start: the file names no time zone, so an attack around midnight may stand on the neighbouring date; "
            "give minutes east of UTC (--utc-offset) to mend it.",
        )
    receipt.guesses.append("pain and medicine may be the app's internal numbers; numbers are not names, so unknown")
    note_skipped(receipt, unlisted_days, noticed)
    return Reading((diary_from_attacks(attacks, noticed.findings(), unlisted_days=unlisted_days),), receipt)


def _epoch(text: str) -> int:
    """The number, 0 where there is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0


def _moment(number: int, utc_offset: int | None) -> dt.datetime | None:
    seconds = number / 1000 if number >= MILLISECONDS_FROM else number
    if seconds > 2**33:  # beyond the year 2242, and safe for the addition below
        return None
    moment = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds, minutes=utc_offset or 0)  # noqa: DTZ001
    return moment if EARLIEST <= moment.date() <= LATEST else None


def _intakes(name: str, amount: str, row: int, noticed: Noticed) -> tuple[Intake, ...] | None:
    """The app stores no name with the amount 0 where none was taken."""
    if amount == "0" and name in ("", "null"):
        return ()
    if not name or name == "null" or name.isdigit():
        return None
    count = int(amount) if amount.isascii() and amount.isdigit() and len(amount) <= 3 else 0
    return intakes_in(f"{name} x{count}" if count > 1 else name, row, noticed) or None

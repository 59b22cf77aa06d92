"""Any other CSV, through a mapping of its columns to fields: one row per day, or one row per attack."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from interictal.diary.attacks import Attack, diary_from_attacks, end_after
from interictal.diary.canonical import COLUMNS, read_canonical_text
from interictal.diary.days import FEATURES, Severity, Status
from interictal.diary.findings import Level, Receipt
from interictal.diary.medicines import Intake
from interictal.diary.readers.clock import Written, clock_time, decided_order, length_in_minutes, written_date
from interictal.diary.readers.daily import vouched_free
from interictal.diary.readers.migraine_buddy import note_skipped
from interictal.diary.readers.tables import (
    MAX_ATTACKS,
    Noticed,
    Table,
    find_table,
    intakes_in,
    intensity_in,
    likeliest_header,
    normalised,
    number_in,
)
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput, shown

ATTACK_FIELDS = ("start", "end", "duration")
FIELDS = (*COLUMNS, *ATTACK_FIELDS)
MAX_ROWS = 500_000

_YES = ("1", "yes", "y", "true", "x")
_NO = ("0", "no", "n", "false")
_STATUS = {**dict.fromkeys(_YES, "headache"), **dict.fromkeys(_NO, "no_headache")}
_SEVERITIES = {severity.value: severity for severity in Severity}
_Row = tuple[int, dict[str, str]]


def read_mapped(path: Path, *, mapping: dict[str, str], date_order: str | None, unlisted_days: str) -> Reading:
    """A table whose columns the user has named.

    Args:
        path: the file.
        mapping: column -> field. Fields are the canonical columns, and ``start``, ``end``, ``duration``: with
            ``start`` a row is an attack, else a day, which needs ``date``. Several columns may be ``medications``.
        date_order: ``dmy`` or ``mdy`` where nothing in the file proves it.
        unlisted_days: what dates without a row mean.

    Raises:
        InvalidInput: an unknown field, a column that is not there, or dates whose order nothing proves.
    """
    _check(mapping)
    wanted = {normalised(column): field for column, field in mapping.items()}
    table = find_table(path, frozenset(wanted))
    if table is None:
        raise _no_such_columns(path, wanted)
    receipt = Receipt(path.name, "mapped")
    if table.encoding_guess:
        receipt.guesses.append(table.encoding_guess)
    if table.delimiter != ",":
        receipt.guesses.append(
            "cells are parted by semicolons" if table.delimiter == ";" else "cells are parted by tabs"
        )
    rows = _mapped_rows(table, wanted, receipt)
    if "start" in wanted.values():
        unit = "".join(_unit(column) for column, field in wanted.items() if field == "duration")
        return _attacks(rows, receipt, unit, date_order, unlisted_days)
    return _days(rows, receipt, date_order, unlisted_days)


def _check(mapping: dict[str, str]) -> None:
    fields = list(mapping.values())
    for column, field in mapping.items():
        if field not in FIELDS:
            raise InvalidInput("--map", f"{column}={field}", f"one of the fields {', '.join(FIELDS)}", "Correct it.")
        if fields.count(field) > 1 and field != "medications":
            raise InvalidInput("--map", f"{column}={field}", "each field once, but medications", "Leave one out.")
    names = [normalised(column) for column in mapping]
    if len(set(names)) < len(names) or "" in names:
        raise InvalidInput("--map", ", ".join(mapping), "each column once, by its name", "Leave one out.")
    if "start" not in fields and ("date" not in fields or {"end", "duration"} & set(fields)):
        raise InvalidInput(
            "--map", ", ".join(fields), "a column for date (a row is a day) or for start (a row is an attack)",
            "Add --map COLUMN=date or --map COLUMN=start.",
        )  # fmt: skip


def _no_such_columns(path: Path, wanted: dict[str, str]) -> InvalidInput:
    titles = likeliest_header(path, wanted)
    there = {normalised(title) for title in titles}
    return InvalidInput(
        "--map",
        ", ".join(name for name in wanted if name not in there) or ", ".join(wanted),
        f"columns of the file{': ' if titles else ''}{', '.join(shown(title) for title in titles[:20] if title)}",
        "Correct the name before the equals sign.",
        file=path.name,
    )


def _mapped_rows(table: Table, wanted: dict[str, str], receipt: Receipt) -> list[_Row]:
    rows: list[_Row] = []
    for row, cells in table.rows:
        receipt.rows_read += 1
        if table.too_long(cells):
            receipt.skip("more cells than columns", row)
            continue
        values: dict[str, str] = {}
        for column, field in wanted.items():
            text = table.cell(cells, column)
            values[field] = f"{values[field]}; {text}".strip("; ") if field in values else text
        if len(rows) >= MAX_ROWS:
            raise InvalidInput("rows", "too many", f"at most {MAX_ROWS} rows", "Split the file.", file=table.file)
        rows.append((row, values))
    return rows


def _unit(column: str) -> str:
    """The unit that a column's own name gives to bare numbers."""
    words = re.split(r"[^a-z]+", column.casefold())
    if any(word in ("h", "hr", "hrs", "hour", "hours") for word in words):
        return "h"
    return "min" if any(word in ("min", "mins", "minute", "minutes") for word in words) else ""


# --- a row is a day --------------------------------------------------------------------------------------------------


def _days(rows: list[_Row], receipt: Receipt, date_order: str | None, unlisted_days: str) -> Reading:
    """Written out in the canonical format, line for line where the rows stand, and read by the canonical reader."""
    dates = [(row, written) for row, values in rows for written in _dates_in(values)]
    order, receipt.date_order = decided_order(dates, date_order, receipt.file)
    fields = list(rows[0][1]) if rows else ["date"]
    told_status = "status" in fields
    columns = fields if told_status else [*fields, "status"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    line = 2
    for row, values in rows:
        # Blank lines keep the row numbers of the file; a header further down only moves them on.
        text.write("\n" * (row - line))
        cells = _canonical_cells(values, order)
        writer.writerow([cells[column] for column in columns])
        line = max(row, line) + 1
    reading = read_canonical_text(text.getvalue(), receipt.file)
    receipt.rows_used = reading.receipt.rows_used
    receipt.skipped.update(reading.receipt.skipped)
    if not told_status:
        receipt.guesses.append(
            "no column tells the status: a day with hours, intensity or severity above zero is a headache day, "
            "a day where one of them is zero and none is above is headache-free, any other is not recorded"
        )
    diaries = reading.diaries
    if unlisted_days == "free":
        diaries = tuple(vouched_free(diary) for diary in diaries)
    return Reading(diaries, receipt)


def _dates_in(values: dict[str, str]) -> Iterator[Written]:
    for field in ("date", "recorded_at", "start", "end"):
        written = written_date(values.get(field, ""))
        if written is not None:
            yield written


def _canonical_cells(values: dict[str, str], order: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    for field, text in values.items():
        # A line break in a cell would move all rows below; only free text holds any.
        cell = " ".join(text.split()) if field != "medications" else "; ".join(text.splitlines())
        word = cell.casefold()
        if field in ("date", "recorded_at"):
            cell = _iso(cell, order, with_time=field == "recorded_at")
        elif field in ("hours", "intensity", "aura_minutes"):
            number = number_in(cell)
            cell = cell if number is None else f"{number:.10g}"
        elif field == "status":
            cell = _STATUS.get(word, word)
        elif field == "severity":
            cell = word
        elif field in FEATURES:
            cell = "1" if word in _YES else "0" if word in _NO else cell
        cells[field] = cell
    cells.setdefault("status", _status(cells))
    return cells


def _iso(text: str, order: str, *, with_time: bool) -> str:
    """ISO text where a date can be read; else the text itself, which the canonical reader then reports."""
    written = written_date(text)
    date = None if written is None else written.date(order)
    if written is None or date is None:
        return text
    if not with_time:
        return date.isoformat()
    if written.time is None:
        return text
    zone = None if written.offset is None else dt.timezone(dt.timedelta(minutes=written.offset))
    return dt.datetime.combine(date, written.time, zone).isoformat()


def _status(cells: dict[str, str]) -> str:
    numbers = [number_in(cells.get(field, "")) for field in ("hours", "intensity")]
    severity = _SEVERITIES.get(cells.get("severity", ""))
    if severity is not None:
        numbers.append(0.0 if severity is Severity.NONE else 1.0)
    known = [number for number in numbers if number is not None]
    if any(number > 0 for number in known):
        return Status.HEADACHE.value
    return Status.NO_HEADACHE.value if known and max(known) == 0 else ""


# --- a row is an attack ----------------------------------------------------------------------------------------------


def _attacks(
    rows: list[_Row], receipt: Receipt, unit: str, date_order: str | None, unlisted_days: str
) -> Reading:  # fmt: skip
    order, receipt.date_order = decided_order(
        [(row, written) for row, values in rows for written in _dates_in(values)], date_order, receipt.file
    )
    noticed: dict[str, Noticed] = {}
    attacks: dict[str, list[Attack]] = {}
    for row, values in rows:
        patient = values.get("patient", "")
        about = noticed.setdefault(patient, Noticed())
        attack = _attack(row, values, order, unit, about)
        if attack is None:
            receipt.skip("the start cannot be read", row)
            continue
        if receipt.rows_used >= MAX_ATTACKS:
            raise InvalidInput("rows", "too many", f"at most {MAX_ATTACKS} attacks", "Split the file.")
        receipt.rows_used += 1
        attacks.setdefault(patient, []).append(attack)
    if not receipt.rows_used:
        raise InvalidInput(
            "start", receipt.file, "at least one row whose start can be read", "Check --map.", file=receipt.file
        )
    receipt.guesses.append("times are those of the file, taken for local time")
    if unit:
        name = "hours" if unit == "h" else "minutes"
        receipt.guesses.append(f"bare numbers under duration are {name}, as the column's name says")
    diaries = []
    for patient, of_patient in attacks.items():
        note_skipped(receipt, unlisted_days, noticed[patient])
        diaries.append(
            diary_from_attacks(of_patient, noticed[patient].findings(), patient, unlisted_days=unlisted_days)
        )
    return Reading(tuple(diaries), receipt)


def _attack(row: int, values: dict[str, str], order: str, unit: str, noticed: Noticed) -> Attack | None:
    day = written_date(values.get("date", ""))
    date = day.date(order) if day is not None else None
    started, start_offset = _moment(values["start"], date, order)
    if started is None:
        return None
    text = values.get("end", "")
    ended, end_offset = _moment(text, started.date(), order)
    if text and ended is None:
        noticed.add("end-unreadable", Level.ERROR, "end: not a date and time; left out; correct it.", row, "end")
    if ended is not None and written_date(text) is None and ended < started:
        ended += dt.timedelta(days=1)  # only a time of day was given: it is the next one after the start
    if ended is None:
        minutes = _length(values, unit, row, noticed)
        ended = None if minutes is None else end_after(started, minutes)
        end_offset = None
    severity = _SEVERITIES.get(values.get("severity", "").casefold())
    if values.get("severity") and severity in (None, Severity.NONE):
        severity = None
        _unread("severity", "mild, moderate or severe", row, noticed)
    attack = Attack(
        started=started,
        ended=ended,
        start_offset=start_offset,
        end_offset=end_offset,
        severity=severity,
        intensity=intensity_in(values.get("intensity", ""), row, noticed),
        aura_minutes=_aura_minutes(values.get("aura_minutes", ""), row, noticed),
        intakes=_intakes(values.get("medications", ""), row, noticed),
        row=row,
    )
    return replace(attack, **{name: _answer(name, values.get(name, ""), row, noticed) for name in FEATURES})  # type: ignore[arg-type]


def _moment(text: str, date: dt.date | None, order: str) -> tuple[dt.datetime | None, int | None]:
    """Date and time, or a time of day on ``date``."""
    written = written_date(text)
    if written is not None:
        return written.moment(order), written.offset
    clock = clock_time(text)
    if clock is None or date is None:
        return None, None
    return dt.datetime.combine(date, clock[0]), clock[1]


def _length(values: dict[str, str], unit: str, row: int, noticed: Noticed) -> float | None:
    """``duration`` with a unit, in the cell or in the column's name; else ``hours`` of the attack."""
    text = values.get("duration", "")
    number = number_in(text)
    if text:
        minutes = length_in_minutes(text) if number is None else {"h": 60, "min": 1}.get(unit, 0) * number or None
        if minutes is None or minutes < 0:
            _unread("duration", "a length with its unit, such as 1h 30m or 90 min", row, noticed)
            return None
        return minutes
    text = values.get("hours", "")
    number = number_in(text)
    if text and (number is None or number < 0):
        _unread("hours", "a number of hours", row, noticed)
        return None
    return None if number is None else number * 60


def _aura_minutes(text: str, row: int, noticed: Noticed) -> float | None:
    number = number_in(text)
    if text and (number is None or not 0 <= number <= 72 * 60):
        _unread("aura_minutes", "minutes from 0 to 4320", row, noticed)
        return None
    return number


def _intakes(text: str, row: int, noticed: Noticed) -> tuple[Intake, ...] | None:
    if not text:
        return None
    if text.casefold() == "none":
        return ()
    return intakes_in(text, row, noticed) or None


def _answer(name: str, text: str, row: int, noticed: Noticed) -> bool | None:
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    if word:
        _unread(name, "1 or yes, 0 or no, or empty for unknown", row, noticed)
    return None


def _unread(field: str, allowed: str, row: int, noticed: Noticed) -> None:
    noticed.add(
        "cell-not-allowed",
        Level.ERROR,
        f"{field}: not {allowed}; read as unknown. Correct the cell.",
        row,
        field,
    )

"""Dates, times and durations as people and apps write them, without guessing which number is the month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from interictal.diary.days import EARLIEST, LATEST
from interictal.errors import InvalidInput

ORDERS = {"dmy": "day/month/year", "mdy": "month/day/year"}

_LONGEST = 60
"""Characters of a date, time or length; the patterns below try every way to part white space."""

_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})\.?", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d{1,9})?)?\s*([ap])?\.?m?\.?\s*(Z|UTC|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?:(\d{1,6}(?:[.,]\d{1,6})?)\s*d(?:ays?)?)?\s*(?:(\d{1,6}(?:[.,]\d{1,6})?)\s*h(?:(?:ou)?rs?)?)?\s*"
    r"(?:(\d{1,8}(?:[.,]\d{1,6})?)\s*m(?:in(?:ute)?s?)?)?\s*(?:(\d{1,9})\s*s(?:ec(?:ond)?s?)?)?",
    re.ASCII | re.IGNORECASE,
)
_CLOCK_LENGTH = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: its numbers, not yet day and month.

    Args:
        numbers: the three numbers in the order they stand.
        iso: year first; then nothing is open.
        time: the time of day, None where none is given.
        offset: minutes east of UTC, None where none is given.
    """

    numbers: tuple[int, int, int]
    iso: bool
    time: dt.time | None = None
    offset: int | None = None

    def date(self, order: str) -> dt.date | None:
        """The date under ``order`` (dmy or mdy); None where there is none, or outside the years accepted."""
        if self.iso:
            year, month, day = self.numbers
        else:
            day, month, year = self.numbers if order == "dmy" else (self.numbers[1], self.numbers[0], self.numbers[2])
            if year < 100:
                year += 2000 if year < 70 else 1900
        return civil_date(year, month, day)

    def moment(self, order: str) -> dt.datetime | None:
        """Date and time, midnight where no time is given."""
        date = self.date(order)
        return None if date is None else dt.datetime.combine(date, self.time or dt.time())


def civil_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, None where there is none or it is outside the years a diary may have."""
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return date if EARLIEST <= date <= LATEST else None


def written_date(text: str) -> Written | None:
    """``31/07/18 21:06``, ``2024-03-01 09:00:00 -0800``, ``7/4/2024 9:06 PM``; None where it is none of these."""
    found = _DATE.match(text)
    if not found or len(text) > _LONGEST:
        return None
    first, third = found[1], found[4]
    iso = len(first) == 4
    if (len(third) > 2) if iso else (len(first) > 2 or len(third) not in (2, 4)):
        return None
    rest = text[found.end() :].lstrip(" T,\t")
    time, offset = None, None
    if rest.strip():
        clock = clock_time(rest)
        if clock is None:
            return None
        time, offset = clock
    return Written((int(first), int(found[3]), int(third)), iso, time, offset)


def clock_time(text: str) -> tuple[dt.time, int | None] | None:
    """``21:06``, ``9:06 PM``, ``09:00:00 -0800``: the time, and the offset in minutes where there is one."""
    text = text.strip()
    found = _TIME.fullmatch(text) if len(text) <= _LONGEST else None
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return dt.time(hour, minute, second), _offset(found[5])


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text.upper() in ("Z", "UTC"):
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return -minutes if text[0] == "-" else minutes


def length_in_minutes(text: str) -> float | None:
    """``01h 00m``, ``1d 02h 15m``, ``90 min``, ``1:30``; None where no unit is named or nothing can be read."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    clock = _CLOCK_LENGTH.fullmatch(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2]) + int(clock[3] or 0) / 60
    found = _LENGTH.fullmatch(text)
    if not text or not found:
        return None
    days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
    return days * 1440 + hours * 60 + minutes + seconds / 60


def decided_order(dates: Iterable[tuple[int, Written]], given: str | None, file: str) -> tuple[str, str]:
    """Day first or month first, and in words how that was decided.

    Args:
        dates: (row, date as written) of every row of the file.
        given: ``dmy`` or ``mdy`` where the user said so.
        file: the file's name, for messages.

    Returns:
        The order (``dmy`` where no date needs one) and the sentence for the receipt ("" where none is needed).

    Raises:
        InvalidInput: dates contradict each other or what was given; or nothing proves the order and nothing was given.
    """
    proof: dict[str, list[int]] = {"dmy": [], "mdy": []}
    open_rows: list[int] = []
    example = ""
    for row, date in dates:
        if date.iso:
            continue
        first, second = date.numbers[0], date.numbers[1]
        if first > 12 >= second:
            proof["dmy"].append(row)
        elif second > 12 >= first:
            proof["mdy"].append(row)
        elif first != second and first <= 12:
            open_rows.append(row)
            example = example or f"{first}/{second}"
    if proof["dmy"] and proof["mdy"]:
        raise InvalidInput(
            "date",
            "mixed orders",
            "one order of day and month in a file",
            f"{_listed(proof['dmy'])} can only be day first, {_listed(proof['mdy'])} only month first; "
            "correct the dates that are wrong.",
            file=file,
        )
    if given is not None:
        other = proof["mdy" if given == "dmy" else "dmy"]
        if other:
            raise InvalidInput(
                "--date-order",
                given,
                ORDERS["mdy" if given == "dmy" else "dmy"],
                f"{_listed(other)} cannot be {ORDERS[given]}; leave --date-order out.",
                file=file,
            )
        return given, f"{ORDERS[given]}, because you said so"
    for order, rows in proof.items():
        if rows:
            return order, f"{ORDERS[order]}, proved by {_listed(rows)} with a day above 12"
    if open_rows:
        raise InvalidInput(
            "date",
            example,
            "a date whose day and month cannot be confused",
            f"No date in the file has a day above 12; say which comes first: --date-order dmy or --date-order mdy "
            f"(seen in {_listed(open_rows)}).",
            file=file,
        )
    return "dmy", ""


def _listed(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:5]))
    return f"row{'s' if len(rows) > 1 else ''} {shown}" + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")

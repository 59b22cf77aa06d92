"""Daylio CSV: one row per entry; headache is an activity that the user named, so the user says which one it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from interictal.diary.attacks import free_finding
from interictal.diary.days import Day, Status
from interictal.diary.findings import Finding, Receipt
from interictal.diary.readers.clock import written_date
from interictal.diary.readers.daily import diary_of_days
from interictal.diary.readers.tables import Noticed, normalised, table_of
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput, shown

COLUMNS = frozenset({"full_date", "activities"})
TITLE = "Daylio CSV"
_LIKELY = ("head", "migr", "kopf", "cefal", "céph", "ceph")
_MAX_NAMES = 8


def read_daylio(path: Path, *, headache_activity: str | None, unlisted_days: str) -> Reading:
    """Dates with an entry that has the activity are headache days; an entry without it says nothing by itself.

    Args:
        path: the file.
        headache_activity: the activity's name as in the app; several joined by ``|``.
        unlisted_days: ``free`` where every other date of the file's span was headache-free.

    Raises:
        InvalidInput: another table; no activity named, or one that never occurs (a wrong name would make every day
            headache-free).
    """
    wanted = {normalised(name) for name in (headache_activity or "").split("|")} - {""}
    table = table_of(path, TITLE, COLUMNS)
    receipt = Receipt(path.name, "daylio")
    noticed = Noticed()
    if table.encoding_guess:
        receipt.guesses.append(table.encoding_guess)
    likely: dict[str, None] = {}
    headache: set[dt.date] = set()
    without: list[int] = []
    first = last = None
    for row, cells in table.rows:
        receipt.rows_read += 1
        written = written_date(table.cell(cells, "full_date"))
        date = written.date("dmy") if written is not None and written.iso else None
        if date is None:
            receipt.skip("the date is not YYYY-MM-DD from 1990 to 2100", row)
            continue
        first, last = min(first or date, date), max(last or date, date)
        names = [name.strip() for name in table.cell(cells, "activities").split("|")]
        if any(normalised(name) in wanted for name in names):
            headache.add(date)
            receipt.rows_used += 1
        else:
            without.append(row)
        if len(likely) < _MAX_NAMES:
            likely.update(dict.fromkeys(name for name in names if normalised(name).startswith(_LIKELY)))
    if not headache:
        raise InvalidInput(
            "--headache-activity",
            headache_activity or "not given",
            "the name of the activity that means headache, as it stands in the file",
            f"Name it{_among(list(likely)[:_MAX_NAMES])}.",
            file=path.name,
        )
    free: set[dt.date] = set()
    vouched: list[Finding] = []
    filled = None
    if unlisted_days == "free" and first is not None and last is not None:
        free = {first + dt.timedelta(days=number) for number in range((last - first).days + 1)} - headache
        filled = len(free)
        receipt.rows_used += len(without)
        vouched.append(free_finding(filled))
    elif without:
        receipt.skipped["no headache activity, which does not say no headache"] = without
    days = {date: Day(diary_date=date, status=Status.HEADACHE) for date in headache}
    receipt.guesses.append(
        "an entry with the headache activity makes its date a headache day; nothing else is known of it"
    )
    return Reading((diary_of_days(days, sorted(free), [*noticed.findings(), *vouched], filled),), receipt)


def _among(names: list[str]) -> str:
    """Activities whose names begin like headache or migraine; no other name of the user's is repeated."""
    return f"; the file has {', '.join(map(shown, names))}" if names else ""

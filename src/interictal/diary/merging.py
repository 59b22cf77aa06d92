"""Several entries for one date become one day: nothing is averaged, nothing is chosen by its place in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields, replace

from interictal.diary.days import Day, Status
from interictal.diary.findings import Finding, Level
from interictal.errors import InvalidInput

_FIELDS = tuple(each.name for each in fields(Day) if each.name not in ("diary_date", "status"))
_Entry = tuple[int, Day]


def merge(entries: Iterable[tuple[int, Day]]) -> tuple[tuple[Day, ...], list[Finding]]:
    """One day per date, in order of date, from entries in any order.

    Entries for the same date that are equal become one. Where entries carry the time at which they were made, the
    latest is a revision and replaces the earlier ones. What then still differs is settled field by field: a known
    value fills an unknown one; two known values that differ become unknown, and two such statuses not recorded.

    Args:
        entries: the row number of each entry, and its day.

    Returns:
        The days, and findings that name the rows. The same entries in another order give the same days.

    Unknown: an unknown field is filled by a known one of the same date, never the other way round.

    >>> from interictal.diary.days import Day, Status
    >>> monday = dt.date(2024, 1, 1)
    >>> days, found = merge([(2, Day(diary_date=monday, status=Status.HEADACHE, hours=5)),
    ...                      (3, Day(diary_date=monday, status=Status.HEADACHE, hours=6))])
    >>> days[0].hours, found[0].code, found[0].field, found[0].rows
    (None, 'duplicate-day-disagrees', 'hours', (2, 3))
    """
    listed = list(entries)
    dates = [day.diary_date for _, day in listed]
    if all(map(dt.date.__lt__, dates, dates[1:])):
        return tuple([day for _, day in listed]), []
    by_date: dict[dt.date, list[_Entry]] = {}
    for entry in listed:
        by_date.setdefault(entry[1].diary_date, []).append(entry)
    findings = _Findings()
    days = [
        by_date[date][0][1] if len(by_date[date]) == 1 else _one(by_date[date], findings) for date in sorted(by_date)
    ]
    return tuple(days), findings.all()


class _Findings:
    """Collects by code, so that a file given twice is one finding and not one per day."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, Level, str], set[int]] = {}
        self._disagreements: list[Finding] = []

    def note(self, code: str, message: str, rows: Iterable[int]) -> None:
        self._rows.setdefault((code, Level.NOTE, message), set()).update(rows)

    def disagreement(self, names: list[str], rows: Iterable[int]) -> None:
        listed = ", ".join(names)
        became = "the day counts as not recorded" if "status" in names else "read as unknown"
        message = (
            f"{listed}: rows for the same date differ; {became}. "
            "Keep the right row, or give each row the time of its entry (recorded_at)."
        )
        found = Finding("duplicate-day-disagrees", Level.ERROR, message, tuple(sorted(rows)), listed)
        self._disagreements.append(found)

    def all(self) -> list[Finding]:
        notes = [
            Finding(code, level, message, tuple(sorted(rows))) for (code, level, message), rows in self._rows.items()
        ]
        return sorted(self._disagreements + notes, key=lambda found: (found.code, found.rows))


def _one(entries: list[_Entry], findings: _Findings) -> Day:
    """The day of entries for one date. Sorting by content makes the result independent of the order of the rows."""
    rows = [row for row, _ in entries]
    days: list[Day] = []
    for day in sorted((day for _, day in entries), key=repr):
        if day not in days:
            days.append(day)
    if len(days) == 1:
        findings.note("duplicate-day", "the same entry stands there more than once; it counts once.", rows)
        return days[0]
    current = _without_revised(days)
    if len(current) < len(days):
        message = "an earlier entry for the same date was replaced by the later one (recorded_at)."
        findings.note("duplicate-day-revised", message, rows)
    if len(current) == 1:
        return current[0]
    day, differing = _field_by_field(current)
    if differing:
        findings.disagreement(differing, rows)
    else:
        findings.note("duplicate-day-completed", "entries for the same date complete each other.", rows)
    return day


def _without_revised(days: list[Day]) -> list[Day]:
    """The entries that no later one replaces; local and absolute times cannot be compared, so they replace nothing."""
    times = [day.recorded_at for day in days if day.recorded_at is not None]
    if not times or len({time.utcoffset() is None for time in times}) > 1:
        return days
    last = max(times)
    return [day for day in days if day.recorded_at is None or day.recorded_at == last]


def _field_by_field(days: list[Day]) -> tuple[Day, list[str]]:
    differing: list[str] = []
    statuses = {day.status for day in days} - {Status.NOT_RECORDED}
    if len(statuses) > 1:
        differing.append("status")
    merged: dict[str, object] = {}
    for name in _FIELDS:
        known: list[object] = []
        for day in days:
            value = getattr(day, name)
            if value is not None and value not in known:
                known.append(value)
        if len(known) > 1:
            differing.append(name)
        merged[name] = known[0] if len(known) == 1 else None
    status = statuses.pop() if len(statuses) == 1 else Status.NOT_RECORDED
    try:
        return replace(days[0], status=status, **merged), differing  # type: ignore[arg-type]
    except InvalidInput:  # "no headache" in one row, and only the other one has hours
        return replace(days[0], status=Status.NOT_RECORDED, **merged), ["status", *differing]  # type: ignore[arg-type]

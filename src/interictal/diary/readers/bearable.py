"""Bearable CSV: one row per reading, many rows a day. Headache stands there as a symptom that the user named."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from interictal.diary.attacks import free_finding
from interictal.diary.days import Day, Severity, Status
from interictal.diary.findings import Finding, Receipt
from interictal.diary.medicines import Intake
from interictal.diary.readers.clock import civil_date, written_date
from interictal.diary.readers.daily import diary_of_days, with_answers
from interictal.diary.readers.tables import MAX_ATTACKS, Noticed, intakes_in, normalised, table_of
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput

COLUMNS = frozenset({"date", "category", "rating/amount", "detail"})
TITLE = "Bearable CSV"

_WORDS = {
    "none": Severity.NONE,
    "mild": Severity.MILD,
    "moderate": Severity.MODERATE,
    "severe": Severity.SEVERE,
    "v. severe": Severity.SEVERE,
}
_LONGEST_NAME = 200
_DETAIL = re.compile(r"(.*?)\s*(?:\(\s*(none|mild|moderate|severe|v\. severe)\s*\))?", re.IGNORECASE | re.DOTALL)
_HEADACHE = ("headache", "headaches")
_MIGRAINE = re.compile(r"\bmigraines?\b|\bheadaches?\b", re.IGNORECASE)
_BESIDE = {
    "nausea": "nausea",
    "vomiting": "vomiting",
    "light sensitivity": "photophobia",
    "sensitivity to light": "photophobia",
    "sound sensitivity": "phonophobia",
    "noise sensitivity": "phonophobia",
    "sensitivity to sound": "phonophobia",
    "sensitivity to noise": "phonophobia",
    "aura": "aura",
    "migraine aura": "aura",
    "visual aura": "aura",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.ASCII | re.IGNORECASE)
_WORST = tuple(Severity)


def read_bearable(path: Path, *, unlisted_days: str) -> Reading:
    """Symptom rows whose name holds "headache" or "migraine", with severity in words; medicines of the same date.

    Raises:
        InvalidInput: another table.
    """
    table = table_of(path, TITLE, COLUMNS)
    receipt = Receipt(path.name, "bearable")
    noticed = Noticed()
    if table.encoding_guess:
        receipt.guesses.append(table.encoding_guess)
    severities: dict[dt.date, list[Severity | None]] = {}
    migraine: dict[dt.date, bool] = {}
    free: set[dt.date] = set()
    beside: dict[str, dict[dt.date, bool]] = {feature: {} for feature in _BESIDE.values()}
    taken: dict[dt.date, list[Intake]] = {}
    first = last = None
    headache_rows = very_severe = 0
    for row, cells in table.rows:
        date = _date(table.cell(cells, "date formatted"), table.cell(cells, "date"))
        category = normalised(table.cell(cells, "category"))
        receipt.rows_read += 1
        if date is None:
            receipt.skip("the date cannot be read", row)
            continue
        first, last = min(first or date, date), max(last or date, date)
        detail = table.cell(cells, "detail")
        if category == "meds/supplements" and detail:
            receipt.rows_used += 1
            taken.setdefault(date, []).extend(intakes_in(detail, row, noticed))
            continue
        if category != "symptom":
            receipt.skip("not a symptom or medicine", row)
            continue
        found = _DETAIL.fullmatch(detail) if len(detail) <= _LONGEST_NAME else None
        name, word = (normalised(found[1]), (found[2] or "").casefold()) if found else ("", "")
        severity = _WORDS.get(word)
        if name in _BESIDE:
            if severity is None:
                receipt.skip("a symptom without a severity in words", row)
                continue
            told = beside[_BESIDE[name]]
            told[date] = told.get(date, False) or severity is not Severity.NONE
            receipt.rows_used += 1
        elif not _MIGRAINE.search(name):
            receipt.skip("another symptom", row)
        elif severity is Severity.NONE:
            if name in _HEADACHE:
                free.add(date)
                receipt.rows_used += 1
            else:
                receipt.skip("no migraine, which does not say no headache", row)
        elif severity is None and table.cell(cells, "rating/amount") in ("", "0"):
            receipt.skip("a headache entry without a severity", row)
        else:
            headache_rows += 1
            if headache_rows > MAX_ATTACKS:
                raise InvalidInput("rows", "too many", f"at most {MAX_ATTACKS} headache entries", "Split the file.")
            severities.setdefault(date, []).append(severity)
            very_severe += word == "v. severe"
            if "migraine" in name:
                migraine[date] = True
            receipt.rows_used += 1
    days = {
        date: Day(
            diary_date=date,
            status=Status.HEADACHE,
            severity=_worst(entered),
            believed_migraine=migraine.get(date),
            intakes=tuple(taken[date]) or None if date in taken else None,
        )
        for date, entered in severities.items()
    }
    days = with_answers(days, beside)
    vouched: list[Finding] = []
    filled = None
    if unlisted_days == "free" and first is not None and last is not None:
        every = {first + dt.timedelta(days=number) for number in range((last - first).days + 1)}
        unlisted = every - set(days) - free
        filled = len(unlisted)
        free |= unlisted
        vouched.append(free_finding(filled))
    receipt.guesses.append(
        "symptoms that are not entered for a date are unknown, not absent; hours are not in the file"
    )
    if very_severe:
        receipt.guesses.append("'V. Severe' was taken for severe, the top of the four-point scale")
    if migraine:
        receipt.guesses.append("an entry named migraine is taken for what the patient believed")
    return Reading((diary_of_days(days, sorted(free), [*noticed.findings(), *vouched], filled),), receipt)


def _worst(entered: list[Severity | None]) -> Severity | None:
    known = [severity for severity in entered if severity is not None]
    if len(known) < len(entered) and Severity.SEVERE not in known:
        return None
    return max(known, key=_WORST.index)


def _date(formatted: str, wordy: str) -> dt.date | None:
    """``date formatted`` (ISO), else ``date`` as in ``22nd Jan 2022``."""
    for text in (formatted, wordy):
        found = _WORDY.match(text)
        month = found[2][:3].casefold() if found else ""
        if found and month in _MONTHS:
            return civil_date(int(found[3]), _MONTHS.index(month) + 1, int(found[1]))
        written = written_date(text)
        if written is not None and written.iso:
            return written.date("dmy")
    return None

"""Readers of what people really have: the canonical CSV, exports of diary apps, and any other CSV through a mapping.

Which reader a file needs is decided by its content, not by its name. The readers themselves, and the parsers they
need, are imported only when a file of their kind is read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from interictal.diary.reading import Reading
from interictal.errors import InvalidInput

__all__ = ["FORMATS", "Format", "detect", "read_diary"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that can be read.

    Args:
        id: as in ``--format``.
        title: the name a user knows.
        what: what it is and what a row of it is.
        needs: what the user may have to say beside the file, "" where nothing.
    """

    id: str
    title: str
    what: str
    needs: str


FORMATS: dict[str, Format] = {
    one.id: one
    for one in (
        Format(
            "canonical", "canonical CSV", "one row per patient and date, as docs/spec/diary-format.md defines it", ""
        ),
        Format(
            "migraine-buddy-csv",
            "Migraine Buddy CSV",
            "the app's CSV export, one row per attack",
            "--date-order where no day is above 12",
        ),
        Format(
            "migraine-buddy-html",
            "Migraine Buddy report",
            "the app's HTML report for the doctor, one table row per attack",
            "--date-order where no day is above 12",
        ),
        Format(
            "apple-health",
            "Apple Health",
            "export.xml, or the zip it comes in: headache, nausea, vomiting and menstruation records",
            "",
        ),
        Format("bearable", "Bearable CSV", "the app's CSV export, one row per reading", ""),
        Format(
            "daylio",
            "Daylio CSV",
            "the app's CSV export, one row per entry",
            "--headache-activity NAME: the activity that means headache",
        ),
        Format(
            "headi",
            "Headi CSV",
            "the app's CSV export, one row per attack, as instants",
            "--utc-offset where the diary was not kept in UTC",
        ),
        Format(
            "cluster-headache-tracker",
            "Cluster Headache Tracker CSV",
            "the app's CSV export, one row per attack",
            "",
        ),
        Format(
            "mapped",
            "any other CSV",
            "one row per day or per attack, its columns named by you",
            "--map COLUMN=FIELD for each column; --date-order where no day is above 12",
        ),
    )
}

_HEAD = 256 * 1024


def detect(path: Path) -> str | None:
    """The id of the format that the file's content shows; None where it shows none.

    Raises:
        InvalidInput: the file cannot be read.
    """
    head = _head(path)
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    lines = [line for line in text.splitlines()[:_LINES] if line.strip()]
    if lines and _is_canonical(lines[0]):
        return "canonical"
    if head.startswith(b"PK\x03\x04"):
        return None if any(sign in head for sign in _OFFICE) else "apple-health"
    start = text[:4096].lstrip().casefold()
    if start.startswith("<"):
        if "<healthdata" in text.casefold() or "<!doctype healthdata" in text.casefold():
            return "apple-health"
        return (
            "migraine-buddy-html"
            if "started &amp; lasted" in text.casefold() or "migraine listing" in text.casefold()
            else None
        )
    for line in lines:
        for delimiter in ",;\t":
            names = frozenset(_names(line, delimiter))
            for format_id, needed in _HEADERS:
                if needed <= names:
                    return format_id
    return "canonical" if lines and _is_canonical_but_for_case(lines[0]) else None


_LINES = 40
_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/")
"""Names in a zip that is a workbook or another office document."""


def _head(path: Path) -> bytes:
    """The beginning of a regular file; a pipe or a device is not opened, because it may never end."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(_HEAD)
    except OSError:
        pass
    raise _unreadable(path)


def _unknown(path: Path) -> InvalidInput:
    """Why no format was found: empty, too large, no text, another delimiter; else the formats there are."""
    from interictal.diary.readers.tables import checked_size, encoding_of

    checked_size(path)
    encoding, _ = encoding_of(path)
    text = _head(path).decode(encoding, "replace").strip("\ufeff \t\r\n")
    if not text:
        return InvalidInput("file", path.name, "a file with content", "Export it again; this one is empty.")
    first = text.splitlines()[0]
    if "|" in first and not any(delimiter in first for delimiter in ",;\t"):
        return InvalidInput(
            "delimiter", "|", "comma, semicolon or tab", "Save the file again as CSV with commas.", file=path.name
        )
    return InvalidInput(
        "format",
        path.name,
        ", ".join(one.title for one in FORMATS.values()),
        f"For any other CSV name its columns. {_HOW_TO_MAP}",
        file=path.name,
    )


_HEADERS = (
    ("migraine-buddy-csv", frozenset({"started", "lasted", "pain level", "symptoms"})),
    ("cluster-headache-tracker", frozenset({"start_time", "end_time", "intensity", "medication"})),
    ("daylio", frozenset({"full_date", "activities", "mood"})),
    ("headi", frozenset({"_id", "pain", "start_date", "end_date", "strength"})),
    ("bearable", frozenset({"date", "category", "rating/amount", "detail"})),
)


def _names(line: str, delimiter: str) -> list[str]:
    return [
        " ".join(cell.replace('"', " ").replace("\ufeff", " ").casefold().split()) for cell in line.split(delimiter)
    ]


def _is_canonical(line: str) -> bool:
    """Lower-case ``date`` and ``status`` in the first row; other apps write them otherwise, or have only one."""
    return any({"date", "status"} <= {cell.strip(' "\ufeff') for cell in line.split(delimiter)} for delimiter in ",;\t")


def _is_canonical_but_for_case(line: str) -> bool:
    from interictal.diary.canonical import COLUMNS

    return any({"date", "status"} <= set(_names(line, delimiter)) <= set(COLUMNS) for delimiter in ",;\t")


def read_diary(
    path: str | os.PathLike[str],
    *,
    format: str | None = None,  # noqa: A002 - the word users know
    mapping: dict[str, str] | None = None,
    date_order: str | None = None,
    unlisted_days: str = "unknown",
    headache_activity: str | None = None,
    utc_offset: int | None = None,
) -> Reading:
    """The diaries in a file, and the receipt of what became of its rows.

    Args:
        path: the file.
        format: an id of ``FORMATS``; None finds it out by the file's content.
        mapping: column -> field, for any CSV (format ``mapped``).
        date_order: ``dmy`` or ``mdy``, where nothing in the file proves it.
        unlisted_days: ``unknown``: a date without an entry is not recorded; ``free``: you state that it was
            headache-free.
        headache_activity: Daylio: the activity that means headache.
        utc_offset: Headi: minutes east of UTC.

    Raises:
        InvalidInput: the file cannot be read, is of no known format, or lacks an answer that only the user has.

    Unknown: what a file does not say stays unknown; docs/spec/readers.md tells it format by format.
    """
    path = Path(path)
    for name, value, allowed in (
        ("--date-order", date_order, ("dmy", "mdy")),
        ("--unlisted-days", unlisted_days, ("unknown", "free")),
        ("--format", format, tuple(FORMATS)),
    ):
        if value is not None and value not in allowed:
            raise InvalidInput(name, value, ", ".join(allowed), "Choose one of them.")
    if mapping:
        if format not in (None, "mapped"):
            raise InvalidInput("--format", format, "mapped, or none, beside --map", "Leave --format out.")
        format = "mapped"  # noqa: A001
    elif format == "mapped":
        raise InvalidInput("--map", "not given", "COLUMN=FIELD for each column", _HOW_TO_MAP)
    chosen = format or detect(path)
    if chosen is None:
        raise _unknown(path)
    try:
        return _read(chosen, path, mapping or {}, date_order, unlisted_days, headache_activity, utc_offset)
    except OSError:
        raise _unreadable(path) from None


_HOW_TO_MAP = "Write for example --map 'Day=date' --map 'Pain=intensity' (a row is a day) or --map 'Begin=start'."


def _unreadable(path: Path) -> InvalidInput:
    return InvalidInput("file", path.name, "a file that exists and can be read", "Check its name and folder.")


def _read(
    chosen: str,
    path: Path,
    mapping: dict[str, str],
    date_order: str | None,
    unlisted_days: str,
    headache_activity: str | None,
    utc_offset: int | None,
) -> Reading:
    # The imports stand here so that a canonical diary pays for no parser but its own.
    if chosen == "canonical":
        from interictal.diary.canonical import read_canonical

        reading = read_canonical(path)
        if unlisted_days == "free":
            from interictal.diary.readers.daily import vouched_free

            return Reading(tuple(vouched_free(diary) for diary in reading.diaries), reading.receipt)
        return reading
    if chosen == "apple-health":
        from interictal.diary.readers.apple_health import read_apple_health

        return read_apple_health(path, unlisted_days=unlisted_days)
    from interictal.diary.readers.tables import checked_size

    checked_size(path)
    if chosen == "migraine-buddy-csv":
        from interictal.diary.readers.migraine_buddy import read_migraine_buddy_csv

        return read_migraine_buddy_csv(path, date_order=date_order, unlisted_days=unlisted_days)
    if chosen == "migraine-buddy-html":
        from interictal.diary.readers.migraine_buddy_html import read_migraine_buddy_html

        return read_migraine_buddy_html(path, date_order=date_order, unlisted_days=unlisted_days)
    if chosen == "bearable":
        from interictal.diary.readers.bearable import read_bearable

        return read_bearable(path, unlisted_days=unlisted_days)
    if chosen == "daylio":
        from interictal.diary.readers.daylio import read_daylio

        return read_daylio(path, headache_activity=headache_activity, unlisted_days=unlisted_days)
    if chosen == "headi":
        from interictal.diary.readers.headi import read_headi

        return read_headi(path, unlisted_days=unlisted_days, utc_offset=utc_offset)
    if chosen == "cluster-headache-tracker":
        from interictal.diary.readers.cluster_headache_tracker import read_cluster_headache_tracker

        return read_cluster_headache_tracker(path, unlisted_days=unlisted_days)
    from interictal.diary.readers.mapped import read_mapped

    return read_mapped(path, mapping=mapping, date_order=date_order, unlisted_days=unlisted_days)

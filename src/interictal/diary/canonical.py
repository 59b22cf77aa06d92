"""The canonical diary CSV: one row per patient and local date. ``docs/spec/diary-format.md`` defines it.

Reading never stops at a bad cell: the cell becomes unknown, the row stays, and a finding says so. Only a file of which
nothing useful can be read raises.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from stat import S_ISDIR, S_ISREG

from interictal.diary.days import EARLIEST, FEATURES, LATEST, Day, Diary, Severity, Status
from interictal.diary.findings import Finding, Level, Receipt
from interictal.diary.medicines import (
    FORMULA,
    Intake,
    format_intakes,
    is_ambiguous,
    number_text,
    read_intakes,
)
from interictal.diary.merging import merge
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput, shown

TYPE_CHECKING = False  # as in typing, which is not loaded for annotations alone; nor is pathlib
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any, TextIO

COLUMNS = (
    *("patient", "date", "status", "hours", "severity", "intensity"),
    *(feature for feature in FEATURES if feature != "disability"),
    *("aura_minutes", "medications", "recorded_at"),
    "disability",  # added after the others: last, so that files without it keep their order
)
"""The columns as they are written; any order, and any subset with ``date`` and ``status``, is read."""

ATTACKS_ONLY = "attacks_only"
"""Further column, written only for a diary that lists attacks and nothing else: ``1`` in each of its rows."""

LARGEST = 256 * 1024 * 1024
"""Bytes; a larger file is not a diary, and is refused before it is read."""


def read_canonical(path: Path) -> Reading:
    """The diaries in a canonical CSV file.

    Args:
        path: the file, UTF-8 with or without byte-order mark.

    Returns:
        One diary per patient in order of first appearance, and the receipt.

    Raises:
        InvalidInput: nothing useful can be read: no such file, a folder, empty, too large, not UTF-8, binary, without
            the columns ``date`` and ``status``, broken quoting, or not one row with a readable date.

    Unknown: an empty cell; a cell that is not allowed (with a finding); a column that is not there.
    """
    name = path.name
    try:
        info = path.stat()
        if S_ISDIR(info.st_mode):
            raise InvalidInput("file", "a folder", "a file", "Name the diary file itself.", file=name)
        if not S_ISREG(info.st_mode):
            raise InvalidInput("file", "not a regular file", "a file", "Save the diary as a file.", file=name)
        _refuse_size(info.st_size, name)
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        if isinstance(problem, InvalidInput):
            raise
        reason = getattr(problem, "strerror", None) or "it cannot be opened"
        raise InvalidInput(
            "file", reason, "a file that can be read", "Check the name and the folder.", file=name
        ) from None
    _refuse_size(len(data), name)
    return read_canonical_text(_decoded(data, name), name)


def read_canonical_text(text: str, file: str) -> Reading:
    """The diaries in canonical CSV text; see ``read_canonical``.

    Args:
        text: the text.
        file: the name to use in messages and in the receipt.

    >>> reading = read_canonical_text("date,status,hours\\n2024-01-01,headache,5\\n", "diary.csv")
    >>> reading.diaries[0].days[0].hours
    5.0
    """
    if text.startswith("\ufeff"):
        text = text[1:]
    if (at := text.find("\0")) >= 0:
        row = text.count("\n", 0, at) + 1
        raise InvalidInput("file", "binary", "CSV text", "Save the diary as CSV (UTF-8).", file=file, row=row)
    if not text or text.isspace():
        raise InvalidInput("file", "empty", "a header and at least one row", "Give the diary's CSV.", file=file)
    return _Reader(file, *_header(text, file)).read(text)


def write_canonical(diaries: Iterable[Diary], target: TextIO | Path) -> None:
    """Writes diaries as canonical CSV; reading it gives the same days.

    Args:
        diaries: the diaries, in the order in which they shall appear; findings are not written.
        target: an open text stream, or the path of a file to write (UTF-8, line feeds).

    Raises:
        InvalidInput: a patient identifier that could not be read back (white space at its ends, or characters that no
            text file holds), the same for a medicine's name, or a file that cannot be written.
    """
    listed = list(diaries)
    text = "".join(_lines(listed))
    if hasattr(target, "write"):
        target.write(text)
        return
    try:
        target.write_text(text, encoding="utf-8", newline="")
    except OSError as problem:
        reason = problem.strerror or "it cannot be written"
        raise InvalidInput("file", reason, "a place to write to", "Choose another.", file=target.name) from None


# --- bytes and header ------------------------------------------------------------------------------------------------


def _refuse_size(size: int, file: str) -> None:
    if size > LARGEST:
        raise InvalidInput("file", f"{size} bytes", f"up to {LARGEST} bytes", "Split the file by patient.", file=file)


def _decoded(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidInput("encoding", "UTF-16", "UTF-8", "Save the file as CSV UTF-8.", file=file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = data.count(b"\n", 0, problem.start) + 1
        what = "binary" if b"\0" in data else f"the byte 0x{data[problem.start]:02X}"
        raise InvalidInput("encoding", what, "UTF-8", "Save the file as CSV UTF-8.", file=file, row=row) from None


def _records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the line on which each begins. Blank lines are no records."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            if record:
                yield line, record
            line = reader.line_num + 1
    except csv.Error as problem:
        long = "limit" in str(problem)
        raise InvalidInput(
            "row",
            "a cell that is too long" if long else "broken quoting",
            f"cells of up to {csv.field_size_limit()} characters" if long else "CSV",
            "Close the quotation mark that is open from this row on.",
            file=file,
            row=line,
        ) from None


def _header(text: str, file: str) -> tuple[list[str], int, str]:
    """The column names, their line, and the delimiter that they prove."""
    found: list[list[str]] = []
    for delimiter in ",;\t":
        line, record = next(_records(text, delimiter, file))
        names = [cell.strip().lower() for cell in record]
        if "date" in names and "status" in names:
            seen: set[str] = set()
            for name in names:
                if name and name in seen:
                    raise InvalidInput("header", name, "each column once", "Rename one.", file=file, row=line)
                seen.add(name)
            return names, line, delimiter
        found.append(names)
    names = max(found, key=len)
    missing = " and ".join(name for name in ("date", "status") if name not in names)
    raise InvalidInput(
        "header",
        f"no column {missing}",
        "a first row that names at least date and status",
        "Name the columns so, or convert the file: interictal import FILE --to canonical.csv "
        "(--format NAME for an app's export, --map column=field for any other).",
        file=file,
        row=line,
    )


# --- rows ------------------------------------------------------------------------------------------------------------

_STATUS = {each.value: each for each in Status}
_SEVERITY: dict[str, Severity | None] = {"": None, **{each.value: each for each in Severity}}
_FLAG: dict[str, bool | None] = {"": None, "1": True, "0": False}
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,3})?")
_ALLOWED = {
    "date": f"YYYY-MM-DD, {EARLIEST} to {LATEST}",
    "status": "headache, no_headache, not_recorded",
    "hours": "a number from 0 to 24",
    "severity": "none, mild, moderate, severe",
    "intensity": "a whole number from 0 to 10",
    "aura_minutes": "a number from 0 to 4320",
    "recorded_at": "YYYY-MM-DDThh:mm, with or without an offset such as +01:00",
    "medications": "medicines parted by semicolons, or none",
    ATTACKS_ONLY: "1, 0 or empty",
    **dict.fromkeys(FEATURES, "1, 0 or empty"),
}
_CONVERT = "convert the file: interictal import FILE --to canonical.csv --map date=COLUMN"
_SHORT = 24
_LEVELS = (Level.ERROR, Level.WARNING, Level.NOTE)
_Key = tuple[str, Level, str, str]


class _Numbers(dict[str, float | None]):
    """Cell text -> number within limits, remembered; ValueError otherwise."""

    def __init__(self, highest: float, *, whole: bool = False, comma: bool = False) -> None:
        super().__init__({"": None})
        self._highest, self._whole, self._comma = highest, whole, comma

    def __missing__(self, cell: str) -> float | None:
        text = cell.replace(",", ".", 1) if self._comma else cell
        value = float(text) if _NUMBER.fullmatch(text) else -1
        if not 0 <= value <= self._highest or (self._whole and value != int(value)):
            raise ValueError(cell)
        self[cell] = result = int(value) if self._whole else value
        return result


def _date(cell: str) -> dt.date:
    """YYYY-MM-DD, and none of the other ISO forms; ValueError otherwise."""
    if len(cell) != 10 or cell[7] != "-":
        raise ValueError(cell)
    date = dt.date.fromisoformat(cell)
    if not EARLIEST <= date <= LATEST:
        raise ValueError(cell)
    return date


def _moment(cell: str) -> dt.datetime | None:
    """Date and time with at least minutes; ValueError otherwise."""
    if not cell:
        return None
    if len(cell) < 16 or cell[7] != "-" or cell[10] not in "T " or cell[13] != ":":
        raise ValueError(cell)
    return dt.datetime.fromisoformat(cell)


class _Patient:
    """What belongs to one patient while the file is read."""

    __slots__ = ("attacks_only", "entries", "findings")

    def __init__(self) -> None:
        self.entries: list[tuple[int, Day]] = []
        self.findings: dict[_Key, list[int]] = {}
        self.attacks_only = False


class _Reader:
    """One pass over the rows.

    The fast path takes a row whose cells are all as defined; the careful path takes every other row, cell by cell. Both
    read the same row as the same day (a test proves it).
    """

    def __init__(self, file: str, header: list[str], header_line: int, delimiter: str) -> None:
        self._header, self._header_line, self._delimiter = header, header_line, delimiter
        self._receipt = Receipt(file, "canonical")
        comma = delimiter != ","
        if comma:
            name = "semicolons" if delimiter == ";" else "tabs"
            self._receipt.guesses.append(f"Columns are parted by {name}, so a comma in a number is a decimal comma.")
        self._hours = _Numbers(24, comma=comma)
        self._aura_minutes = _Numbers(72 * 60, comma=comma)
        self._intensity = _Numbers(10, whole=True, comma=comma)
        # Where a file has no such column, its place is behind the row's last cell: there the reader puts an empty one.
        self._places = [header.index(name) if name in header else len(header) for name in (*COLUMNS, ATTACKS_ONLY)]
        self._patients: dict[str, _Patient] = {}
        self._by_cell: dict[str, _Patient] = {}
        self._about_file: dict[_Key, list[int]] = {}
        self._first_skipped: tuple[str, str, int] | None = None

    def read(self, text: str) -> Reading:
        """Every row goes into a day, or into the receipt's list of rows that were skipped."""
        records = _records(text, self._delimiter, self._receipt.file)
        next(records)
        self._read_rows(records)
        if not self._receipt.rows_used:
            raise self._nothing_usable()
        used = {name: patient for name, patient in self._patients.items() if patient.entries}
        for patient in self._patients.values():
            if not patient.entries:
                for key, rows in patient.findings.items():
                    self._about_file.setdefault(key, []).extend(rows)
        unknown = [name for name in self._header if name and name not in _KNOWN]
        if unknown:
            listed = ", ".join(shown(name) for name in unknown[:10]) + (" ..." if len(unknown) > 10 else "")
            message = (
                f"columns not in the format were left out: {listed}. Rename one if it holds a field of the format."
            )
            self._about_file[("unknown-column", Level.NOTE, "", message)] = [self._header_line]
        about_file = _listed(self._about_file)
        diaries = tuple(_diary(name, patient, about_file) for name, patient in used.items())
        return Reading(diaries, self._receipt)

    def _read_rows(self, records: Iterator[tuple[int, list[str]]]) -> None:
        width = len(self._header)
        pick = itemgetter(*self._places)
        hours, aura_minutes, intensity, by_cell = self._hours, self._aura_minutes, self._intensity, self._by_cell
        status, severity, flag = _STATUS, _SEVERITY, _FLAG
        clear: dict[str, tuple[Intake, ...] | None] = {"": None}
        count = used = 0
        for row, record in records:
            count += 1
            if len(record) == width:
                record.append("")
                # fmt: off
                (patient, date, c_status, c_hours, c_severity, c_intensity, c_unilateral, c_pulsating, c_aggravated,
                 c_nausea, c_vomiting, c_photophobia, c_phonophobia, c_aura, c_believed, c_relieved, c_menstruation,
                 c_minutes, c_medications, c_recorded, c_disability, c_attacks_only) = pick(record)
                # fmt: on
                try:
                    if c_medications not in clear:
                        intakes, unclear = read_intakes(c_medications)
                        if unclear:
                            raise ValueError(c_medications)
                        clear[c_medications] = intakes
                    day = Day(
                        diary_date=_date(date),
                        status=status[c_status],
                        hours=hours[c_hours],
                        severity=severity[c_severity],
                        intensity=intensity[c_intensity],  # type: ignore[arg-type]  # whole numbers only
                        unilateral=flag[c_unilateral],
                        pulsating=flag[c_pulsating],
                        aggravated_by_activity=flag[c_aggravated],
                        nausea=flag[c_nausea],
                        vomiting=flag[c_vomiting],
                        photophobia=flag[c_photophobia],
                        phonophobia=flag[c_phonophobia],
                        aura=flag[c_aura],
                        believed_migraine=flag[c_believed],
                        relieved_by_triptan_or_ergot=flag[c_relieved],
                        menstruation=flag[c_menstruation],
                        disability=flag[c_disability],
                        aura_minutes=aura_minutes[c_minutes],
                        intakes=clear[c_medications],
                        recorded_at=_moment(c_recorded),
                    )
                    if not c_attacks_only and not _odd(day):
                        by_cell[patient].entries.append((row, day))
                        used += 1
                        continue
                except (KeyError, ValueError):
                    pass
            used += self._careful(row, record)
        self._receipt.rows_read, self._receipt.rows_used = count, used

    def _careful(self, row: int, record: list[str]) -> bool:
        """One row, cell by cell; whether it went into a day."""
        width = len(self._header)
        if not any(cell and not cell.isspace() for cell in record):
            return self._skip("empty row", row, "row", "nothing but empty cells")
        if any(cell and not cell.isspace() for cell in record[width:]):
            message = (
                "row: more cells than columns; the row was left out. Put cells that hold a comma in double quotes."
            )
            self._about_file.setdefault(("row-too-long", Level.ERROR, "", message), []).append(row)
            return self._skip("more cells than columns", row, "row", "more cells than columns")
        padded = [*record, *("" for _ in range(width + 1 - len(record)))]
        cells = {
            name: padded[place].strip() if place < width else ""
            for name, place in zip((*COLUMNS, ATTACKS_ONLY), self._places, strict=True)
        }
        patient = self._patients.setdefault(_unguarded(cells["patient"]), _Patient())
        careful = _CarefulRow(row, cells, patient.findings)
        if len(record) < width:
            careful.note(
                "row-too-short", Level.WARNING, "", "row: fewer cells than columns; the missing ones are unknown."
            )
        try:
            date = _date(cells["date"])
        except ValueError:
            careful.date()
            reason = "date unreadable" if cells["date"] else "date missing"
            return self._skip(reason, row, "date", cells["date"])
        if cells[ATTACKS_ONLY]:
            patient.attacks_only |= careful.cell(ATTACKS_ONLY, _FLAG) is True
        day = careful.day(date, self._hours, self._intensity, self._aura_minutes)
        if careful.inferred and _INFERRED not in self._receipt.guesses:
            self._receipt.guesses.append(_INFERRED)
        patient.entries.append((row, day))
        self._by_cell[padded[self._places[0]] if self._places[0] < width else ""] = patient
        return True

    def _skip(self, reason: str, row: int, field: str, value: str) -> bool:
        self._receipt.skip(reason, row)
        if self._first_skipped is None:
            self._first_skipped = field, value, row
        return False

    def _nothing_usable(self) -> InvalidInput:
        file = self._receipt.file
        if self._first_skipped is None:
            return InvalidInput("rows", "none", "at least one row under the header", "Add the days.", file=file)
        field, value, row = self._first_skipped
        if field == "date":
            do = f"Not one row has such a date: correct them, or {_CONVERT}."
            return InvalidInput("date", _brief(value), _ALLOWED["date"], do, file=file, row=row)
        return InvalidInput("row", value, "one cell per column", "Correct the rows.", file=file, row=row)


_INFERRED = "An empty or unreadable status was read as headache where hours, severity or intensity say so."
_KNOWN = frozenset((*COLUMNS, ATTACKS_ONLY))


def _odd(day: Day) -> bool:
    """Whether status and pain need a word: a headache without pain, or pain on a day that is not recorded."""
    if day.status is Status.HEADACHE:
        return day.hours == 0 or day.intensity == 0 or day.severity is Severity.NONE
    return day.status is Status.NOT_RECORDED and _pain(day.hours, day.severity, day.intensity)


def _pain(hours: float | None, severity: Severity | None, intensity: float | None) -> bool:
    return bool(hours or intensity or severity not in (None, Severity.NONE))


class _CarefulRow:
    """Reads the cells of one row; what is not allowed becomes unknown and a finding."""

    def __init__(self, row: int, cells: dict[str, str], findings: dict[_Key, list[int]]) -> None:
        self._row, self._cells, self._findings = row, cells, findings
        self.inferred = False

    def note(self, code: str, level: Level, field: str, message: str) -> None:
        self._findings.setdefault((code, level, field, message), []).append(self._row)

    def date(self) -> None:
        """Notes that the date is missing or cannot be read."""
        cell = self._cells["date"]
        code = "date-unreadable" if cell else "date-missing"
        value = f"{_brief(cell)} is not allowed" if cell else "missing"
        message = f"date: {value}; allowed: {_ALLOWED['date']}. The row was left out: correct the date."
        self.note(code, Level.ERROR, "date", message)

    def cell(self, field: str, values: dict[str, Any]) -> Any:
        """The value of a cell, None where it is not allowed."""
        text = self._cells[field]
        try:
            return values[text if text in values else text.lower()]
        except (KeyError, ValueError):
            self._not_allowed(field)
            return None

    def day(self, date: dt.date, hours: _Numbers, intensity: _Numbers, aura_minutes: _Numbers) -> Day:
        """The day, with its status settled."""
        pain = {
            "hours": self.cell("hours", hours),
            "severity": self.cell("severity", _SEVERITY),
            "intensity": self.cell("intensity", intensity),
        }
        return Day(
            diary_date=date,
            status=self._status(**pain),
            **pain,
            aura_minutes=self.cell("aura_minutes", aura_minutes),
            intakes=self._intakes(),
            recorded_at=self._recorded_at(),
            **{name: self.cell(name, _FLAG) for name in FEATURES},
        )

    def _status(self, hours: float | None, severity: Severity | None, intensity: float | None) -> Status:
        cell, pain = self._cells["status"], _pain(hours, severity, intensity)
        status = _STATUS.get(cell.lower())
        if status is None:
            self.inferred = pain
            became = "headache, because hours, severity or intensity say so" if pain else "not recorded"
            value = f"{_brief(cell)} is not allowed" if cell else "missing"
            message = f"status: {value}; allowed: {_ALLOWED['status']}; read as {became}. Correct the cell."
            code = ("status-inferred" if pain else "status-missing") if not cell else "cell-not-allowed"
            self.note(code, Level.ERROR if cell else Level.WARNING, "status", message)
            return Status.HEADACHE if pain else Status.NOT_RECORDED
        if status is Status.NO_HEADACHE and pain:
            message = (
                "status: no_headache, but hours, severity or intensity say headache; the day counts as not recorded. "
                "Correct the status, or empty those cells."
            )
            self.note("status-contradicted", Level.ERROR, "status", message)
            return Status.NOT_RECORDED
        if status is Status.NOT_RECORDED and pain:
            message = "status: not_recorded, but hours, severity or intensity are given; the day stays not recorded."
            self.note("pain-not-recorded", Level.WARNING, "status", message)
        if status is Status.HEADACHE and (hours == 0 or intensity == 0 or severity is Severity.NONE):
            message = "status: headache, but hours, severity or intensity say none; the day counts as a headache day."
            self.note("headache-without-pain", Level.NOTE, "status", message)
        return status

    def _intakes(self) -> tuple[Intake, ...] | None:
        text = self._cells["medications"]
        if not text:
            return None
        intakes, unclear = read_intakes(text)
        if not intakes and unclear:
            self._not_allowed("medications")
            return None
        unknown = [intake.name for intake in intakes if intake.drug_class is None]
        if any(map(is_ambiguous, unknown)):
            message = (
                "medications: a name that means different medicines, by country or by product; kept as entered, its "
                "class is unknown. Write the generic name."
            )
            self.note("ambiguous-medicine", Level.WARNING, "medications", message)
        if not all(map(is_ambiguous, unknown)):
            message = (
                "medications: a name that is not in the table of medicines; kept as entered, its class is unknown. "
                "Correct the spelling, or write the generic name."
            )
            self.note("unknown-medicine", Level.WARNING, "medications", message)
        if len(unclear) > len(unknown):
            message = "medications: a dose that can be read in two ways was left out. Write 1000, not 1,000 or 1.000."
            self.note("unclear-dose", Level.NOTE, "medications", message)
        return intakes

    def _recorded_at(self) -> dt.datetime | None:
        try:
            return _moment(self._cells["recorded_at"])
        except ValueError:
            self._not_allowed("recorded_at")
            return None

    def _not_allowed(self, field: str) -> None:
        value = "the text" if field == "medications" else _brief(self._cells[field])
        message = f"{field}: {value} is not allowed; allowed: {_ALLOWED[field]}; read as unknown. Correct the cell."
        self.note("cell-not-allowed", Level.ERROR, field, message)


def _brief(cell: str) -> str:
    """The cell as a message may show it: a long text may be a note of the patient, and no message repeats that."""
    return shown(cell) if len(cell) <= _SHORT else f"a text of {len(cell)} characters"


def _listed(findings: dict[_Key, list[int]]) -> list[Finding]:
    return [
        Finding(code, level, message, tuple(sorted(rows)), field)
        for (code, level, field, message), rows in findings.items()
    ]


def _diary(name: str, patient: _Patient, about_file: list[Finding]) -> Diary:
    days, merged = merge(patient.entries)
    findings = [*about_file, *_listed(patient.findings), *merged]
    findings.sort(key=lambda found: (_LEVELS.index(found.level), found.code, found.field, found.message, found.rows))
    return Diary(name, days, tuple(findings), patient.attacks_only)


# --- writing ---------------------------------------------------------------------------------------------------------

_MUST_QUOTE = re.compile('[",;\t\r\n]')
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_FLAG_TEXT = {None: "", True: "1", False: "0"}


def _lines(diaries: list[Diary]) -> Iterator[str]:
    further = any(diary.attack_diary for diary in diaries)
    yield ",".join((*COLUMNS, ATTACKS_ONLY) if further else COLUMNS) + "\n"
    for diary in diaries:
        patient = _text_cell("patient", _guarded(diary.patient))
        for day in diary.days:
            flags = [_FLAG_TEXT[getattr(day, name)] for name in FEATURES]
            cells = [
                patient,
                day.diary_date.isoformat(),
                day.status.value,
                "" if day.hours is None else number_text(day.hours),
                "" if day.severity is None else day.severity.value,
                "" if day.intensity is None else str(day.intensity),
                *flags[:-1],
                "" if day.aura_minutes is None else number_text(day.aura_minutes),
                "" if day.intakes is None else _text_cell("medications", format_intakes(day.intakes)),
                "" if day.recorded_at is None else day.recorded_at.isoformat(),
                flags[-1],
            ]
            if further:
                cells.append("1" if diary.attack_diary else "")
            yield ",".join(cells) + "\n"


def _guarded(patient: str) -> str:
    """With an apostrophe before what a spreadsheet would calculate, and before what would be taken for that one."""
    if patient != patient.strip():
        raise InvalidInput("patient", "white space at an end", "an identifier without it", "Trim the identifier.")
    return "'" + patient if patient[:1] in _GUARDED else patient


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _GUARDED else cell


_GUARDED = frozenset(FORMULA + "'")


def _text_cell(field: str, text: str) -> str:
    if _NOT_TEXT.search(text):
        raise InvalidInput(field, "a character that no text file holds", "text", "Remove the character.")
    return '"' + text.replace('"', '""') + '"' if _MUST_QUOTE.search(text) else text

"""Apple Health: ``export.xml``, or the zip it comes in.

The file is read as a stream: whatever its size, no more than one element is held. It is read as hostile:

* only the zip's member ``export.xml`` is opened, as a stream; nothing is extracted; entries, ratio and size are bound,
  as declared and as they come out;
* the document type block in front of the root (real exports have one, and that of iOS 16 is malformed) is taken out
  before the parser sees it, and refused if it declares an entity or names an external file;
* control characters that XML does not allow (real exports have them) are taken out.

Nothing but headache, nausea, vomiting and menstruation records is kept; names of devices and notes are not looked at.
"""

from __future__ import annotations

import codecs
import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, NoReturn
from xml.parsers import expat

from interictal.diary.attacks import Attack, days_from_attacks, free_finding
from interictal.diary.days import Severity
from interictal.diary.findings import Finding, Receipt
from interictal.diary.readers.clock import Written, written_date
from interictal.diary.readers.daily import diary_of_days, with_answers
from interictal.diary.readers.tables import MAX_ATTACKS, Noticed, checked_size
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput

MAX_BYTES = 4 * 1024**3
MAX_RATIO = 200
MAX_ENTRIES = 10_000
MAX_DEPTH = 32
MEMBER = "export.xml"

_CHUNK = 64 * 1024
_PROLOG = 64 * 1024
_TOKEN = 1024 * 1024
_KEY = 200
_DIRECTORY = 4 * 1024 * 1024
_LONGEST_FREE = dt.timedelta(days=31)
_ILLEGAL = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r")

_HEADACHE = "HKCategoryTypeIdentifierHeadache"
_BESIDE = {
    "HKCategoryTypeIdentifierNausea": "nausea",
    "HKCategoryTypeIdentifierVomiting": "vomiting",
    "HKCategoryTypeIdentifierMenstrualFlow": "menstruation",
}
_SEVERITY_NAMES = ("Unspecified", "NotPresent", "Mild", "Moderate", "Severe")
_VALUES = {f"HKCategoryValueSeverity{name}": name for name in _SEVERITY_NAMES} | {
    str(number): name for number, name in enumerate(_SEVERITY_NAMES)
}
_SEVERITY = {"Mild": Severity.MILD, "Moderate": Severity.MODERATE, "Severe": Severity.SEVERE}
_FLOW = {
    "HKCategoryValueMenstrualFlowUnspecified": True,
    "HKCategoryValueMenstrualFlowLight": True,
    "HKCategoryValueMenstrualFlowMedium": True,
    "HKCategoryValueMenstrualFlowHeavy": True,
    "HKCategoryValueMenstrualFlowNone": False,
}
_UUID = "HKMetadataKeyExternalUUID"

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_END_OF_SUBSET = re.compile(rb"\]\s*>")
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_EXTERNAL = re.compile(rb"\b(?:SYSTEM|PUBLIC)\b", re.IGNORECASE)


def read_apple_health(path: Path, *, unlisted_days: str) -> Reading:
    """The headaches of an Apple Health export.

    ``NotPresent`` is a recorded headache-free date. Severity is on the source's own four-point scale.

    Raises:
        InvalidInput: not such an export, or a file that goes beyond the bounds above.
    """
    size = checked_size(path, MAX_BYTES)
    records = _Records(path.name)
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            file.seek(0)
            _read_zip(file, size, records)
        else:
            file.seek(0)
            _parse(file, records, MAX_BYTES)
    return records.reading(unlisted_days)


# --- the zip ---------------------------------------------------------------------------------------------------------


class _Bounded(io.RawIOBase):
    """The zip file, but no single read may be large: ``zipfile`` reads the whole directory at once."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._size = size

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._size - self.tell() if size is None or size < 0 else size
        if wanted > _DIRECTORY:
            raise zipfile.BadZipFile("directory too large")
        return self._file.read(wanted)


_ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
    OverflowError, IndexError,
)  # fmt: skip


def _read_zip(file: IO[bytes], size: int, records: _Records) -> None:
    name = records.receipt.file
    try:
        archive = zipfile.ZipFile(_Bounded(file, size))
        entries = archive.infolist()
    except _ZIP_FAULTS:
        raise _refused(name, "a zip whose directory can be read") from None
    if len(entries) > MAX_ENTRIES:
        raise _refused(name, f"at most {MAX_ENTRIES} entries")
    members = [entry for entry in entries if entry.filename.rpartition("/")[2].casefold() == MEMBER]
    if len(members) != 1:
        raise InvalidInput(
            "zip", f"{len(members)} members named {MEMBER}", f"one member named {MEMBER}",
            "Unpack the zip and give the XML file itself.", file=name,
        )  # fmt: skip
    member = members[0]
    if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(name, "a member that is neither encrypted nor compressed in an unusual way")
    packed = min(member.compress_size, size)
    if member.file_size > MAX_BYTES or member.file_size > MAX_RATIO * packed:
        raise _refused(name, f"at most {MAX_BYTES // 1024**3} GiB unpacked, and at most {MAX_RATIO} times the zip")
    try:
        with archive.open(member) as stream:
            _parse(stream, records, min(MAX_BYTES, MAX_RATIO * packed))
    except InvalidInput:
        raise
    except _ZIP_FAULTS:
        raise _refused(name, "a zip that unpacks without a fault") from None


def _refused(name: str, allowed: str) -> InvalidInput:
    return InvalidInput("zip", name, allowed, "Export it again from the Health app.", file=name)


# --- the XML ---------------------------------------------------------------------------------------------------------


def _parse(stream: IO[bytes], records: _Records, limit: int) -> None:
    name = records.receipt.file
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = False
    records.line = lambda: parser.CurrentLineNumber
    parser.StartElementHandler = records.start
    parser.EndElementHandler = records.end

    def refuse_type(*_: object) -> NoReturn:
        raise _xml_refused(name, "a document type", "no document type beyond the first 64 KiB, and no entities")

    parser.StartDoctypeDeclHandler = refuse_type
    parser.EntityDeclHandler = refuse_type
    parser.ExternalEntityRefHandler = refuse_type
    lines_before, head = _without_document_type(stream, name)
    records.lines_before = lines_before
    fed = total = 0
    block = head
    try:
        while block:
            total += len(block)
            if total > limit:
                raise _xml_refused(name, "too much content", f"at most {MAX_BYTES // 1024**3} GiB, {MAX_RATIO}:1")
            clean = block.translate(None, _ILLEGAL)
            parser.Parse(clean, False)
            fed += len(clean)
            if fed - parser.CurrentByteIndex > _TOKEN:
                raise _xml_refused(name, "an element without end", f"elements of at most {_TOKEN // 1024} KiB")
            block = stream.read(_CHUNK)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise InvalidInput(
            "xml",
            expat.ErrorString(fault.code) or "malformed",
            "a complete, well-formed export",
            "Export it again from the Health app.",
            file=name,
            row=fault.lineno + lines_before,
        ) from None
    if not records.root_seen:
        raise _xml_refused(name, "another root element", "HealthData as root element")


def _xml_refused(name: str, what: str, allowed: str) -> InvalidInput:
    return InvalidInput("xml", what, allowed, "Export it again from the Health app.", file=name)


def _without_document_type(stream: IO[bytes], name: str) -> tuple[int, bytes]:
    """The beginning of the file without its document type, and how many lines that took out.

    Only what stands before the root element is looked at, and no more than 64 KiB of it.
    """
    head = b""
    while len(head) < _PROLOG + _CHUNK and (block := stream.read(_CHUNK)):
        head += block
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head[:4]:
        raise _xml_refused(name, "another encoding", "UTF-8")
    at = _prolog_end(head)
    if not _DOCTYPE.match(head, at):
        return 0, head
    opened = head.find(b"[", at)
    closed = head.find(b">", at)
    if closed != -1 and (opened == -1 or closed < opened):
        end = closed + 1
        subset = head[at:end]
        declared = subset
    else:
        found = _END_OF_SUBSET.search(head, opened) if opened != -1 else None
        if found is None:
            raise _xml_refused(name, "a document type without end", "a document type of at most 64 KiB")
        end = found.end()
        subset, declared = head[at:end], head[at:opened]
    if end - at > _PROLOG:
        raise _xml_refused(name, "a long document type", "a document type of at most 64 KiB")
    if _ENTITY.search(subset):
        raise _xml_refused(name, "an entity declaration", "no entities: they can hide or fetch content")
    if _EXTERNAL.search(declared):
        raise _xml_refused(name, "an external document type", "no reference to a file or address")
    return subset.count(b"\n"), head[:at] + head[end:]


_SPACE_OR_MISC = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def _prolog_end(head: bytes) -> int:
    """Where the first thing stands that is no white space, comment or processing instruction."""
    at = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    while found := _SPACE_OR_MISC.match(head, at):
        at = found.end()
    return at


class _Records:
    """Takes the elements as they come; keeps what is about headache, and the little beside it."""

    def __init__(self, name: str) -> None:
        self.receipt = Receipt(name, "apple-health")
        self.noticed = Noticed()
        self.line: Callable[[], int] = lambda: 0
        self.lines_before = 0
        self.root_seen = False
        self._depth = 0
        self._current: tuple[int, dict[str, str]] | None = None
        self._current_depth = 0
        self._uuid = ""
        self._seen: set[tuple[str, ...]] = set()
        self._attacks: list[Attack] = []
        self._free: set[dt.date] = set()
        self._beside: dict[str, dict[dt.date, bool]] = {feature: {} for feature in _BESIDE.values()}
        self._kept = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _xml_refused(self.receipt.file, "deep nesting", f"at most {MAX_DEPTH} elements inside each other")
        if self._depth == 1:
            self.root_seen = tag == "HealthData"
        elif tag == "Record":
            kind = attributes.get("type", "")
            if self._current is None and (kind == _HEADACHE or kind in _BESIDE):
                self._current = (self.line() + self.lines_before, attributes)
                self._current_depth = self._depth
                self._uuid = ""
        elif tag == "MetadataEntry" and self._current is not None and attributes.get("key") == _UUID:
            self._uuid = attributes.get("value", "")

    def end(self, _tag: str) -> None:
        """A tag closes."""
        if self._current is not None and self._depth == self._current_depth:
            row, attributes = self._current
            self._current = None
            self._take(row, attributes)
        self._depth -= 1

    def _take(self, row: int, said: dict[str, str]) -> None:
        kind, value = said.get("type", ""), said.get("value", "")
        headache = kind == _HEADACHE
        if headache:
            self.receipt.rows_read += 1
        named = (said.get(each, "")[:_KEY] for each in ("sourceName", "startDate", "endDate"))
        keys: list[tuple[str, ...]] = [(kind, value[:_KEY], *named)]
        if self._uuid:
            keys.append((kind, self._uuid[:_KEY]))
        if any(key in self._seen for key in keys):
            if headache:
                self.receipt.skip("the same record again", row)
            return
        self._seen.update(keys)
        self._kept += 1
        if self._kept > 4 * MAX_ATTACKS:
            raise _xml_refused(self.receipt.file, "too many records", f"at most {4 * MAX_ATTACKS} symptom records")
        start, end = written_date(said.get("startDate", "")), written_date(said.get("endDate", ""))
        began = start.moment("dmy") if start else None
        if start is None or began is None:
            if headache:
                self.receipt.skip("the start is not a date from 1990 to 2100", row)
            return
        ended = end.moment("dmy") if end else None
        if headache:
            self._take_headache(row, value, began, ended, (start, end))
        else:
            self._take_beside(_BESIDE[kind], value, began, ended)

    def _take_headache(
        self, row: int, value: str, began: dt.datetime, ended: dt.datetime | None, at: tuple[Written, Written | None]
    ) -> None:
        name = _VALUES.get(value)
        if name is None:
            self.receipt.skip("a value that is not a severity", row)
            return
        self.receipt.rows_used += 1
        if name == "NotPresent":
            self._free.update(_dates(began, ended))
            return
        if len(self._attacks) >= MAX_ATTACKS:
            raise _xml_refused(self.receipt.file, "too many records", f"at most {MAX_ATTACKS} headaches")
        self._attacks.append(
            Attack(
                started=began,
                ended=ended,
                start_offset=at[0].offset,
                end_offset=at[1].offset if at[1] else None,
                severity=_SEVERITY.get(name),
                row=row,
            )
        )

    def _take_beside(self, feature: str, value: str, began: dt.datetime, ended: dt.datetime | None) -> None:
        name = _VALUES.get(value)
        answer = _FLOW.get(value) if feature == "menstruation" else (None if name is None else name != "NotPresent")
        if answer is None:
            return
        told = self._beside[feature]
        for date in _dates(began, ended):
            told[date] = told.get(date, False) or answer

    def reading(self, unlisted_days: str) -> Reading:
        """All of it as a diary."""
        headaches, findings = days_from_attacks(self._attacks)
        days = with_answers({day.diary_date: day for day in headaches}, self._beside)
        free = set(self._free)
        vouched: list[Finding] = []
        filled = None
        if unlisted_days == "free" and (days or free):
            dates = sorted({*days, *free})
            span = (dates[-1] - dates[0]).days + 1
            every = {dates[0] + dt.timedelta(days=number) for number in range(span)}
            filled = len(every - set(dates))
            free |= every - set(days)
            vouched.append(free_finding(filled))
        self.receipt.guesses.append("dates and times are those that the export shows, in the time zone it names")
        self.receipt.guesses.append(
            "nausea, vomiting and menstruation of a headache day are those entered for its date"
        )
        if self._attacks and not self._free and filled is None:
            self.receipt.guesses.append("no entry says 'not present', so only headaches were entered")
        diary = diary_of_days(days, sorted(free), [*self.noticed.findings(), *findings, *vouched], filled)
        return Reading((diary,), self.receipt)


def _dates(began: dt.datetime, ended: dt.datetime | None) -> list[dt.date]:
    """The dates an entry is about: from start to end, half-open; its first date where the end is not believed."""
    if ended is None or not dt.timedelta() < ended - began <= _LONGEST_FREE:
        return [began.date()]
    last = (ended - dt.timedelta(microseconds=1)).date()
    return [began.date() + dt.timedelta(days=number) for number in range((last - began.date()).days + 1)]

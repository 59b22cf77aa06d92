"""The Migraine Buddy report that the app mails as an HTML page.

Only the text of table cells is looked at. Nothing in the page is executed or fetched; notes are passed over before
they are kept. The page's own totals (attacks, attack days, attack-free days) stand in the receipt as claims, and a
difference from what the rows give is a finding.
"""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

from interictal.diary.attacks import Attack, diary_from_attacks, end_after
from interictal.diary.days import Diary, Status
from interictal.diary.findings import Level, Receipt
from interictal.diary.readers.clock import Written, decided_order, written_date
from interictal.diary.readers.migraine_buddy import (
    GUESSES,
    attack_type,
    aura_named,
    length,
    limited,
    listed,
    medicines,
    missing_between,
    note_doubt,
    note_skipped,
    one_sided,
    symptoms,
)
from interictal.diary.readers.tables import MAX_ATTACKS, Noticed, checked_size, encoding_of, intensity_in, normalised
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput

TITLE = "Migraine Buddy report"
_NEEDED = ("#", "started & lasted", "pain level")
_CLAIMS = ("number of attacks", "attack days", "attack-free days", "avg attack duration")
MAX_BYTES = 64 * 1024 * 1024
"""A report of five months has 180 kB; the page is parsed tag by tag, which takes its time."""

_CHUNK = 64 * 1024
_PENDING = 256 * 1024
_MAX_CELLS = 64
_MAX_TEXT = 20_000
_STARTED = re.compile(r"started:\s*(.{1,40}?)\s*(?:location:|lasted:|$)", re.IGNORECASE | re.DOTALL)
_LASTED = re.compile(r"lasted:\s*(.{1,40})", re.IGNORECASE | re.DOTALL)
_PERIOD = re.compile(r"(\S{6,10})\s*[-–]\s*(\S{6,10})")
_MENSTRUATION = re.compile(r"\bperiod:\s*(yes|no)\b", re.IGNORECASE)
_HOW = re.compile(r"(somewhat helpful|helpful|unhelpful|unsure)\s*-\s*", re.IGNORECASE)
_PARTS = ("br", "div", "p", "li")


class _Rows(HTMLParser):
    """Turns the page into rows of cell texts; skips notes, scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[tuple[int, list[tuple[str, int]]]] = []
        self._row: list[tuple[str, int]] | None = None
        self._line = 0
        self._text: list[str] | None = None
        self._length = 0
        self._span = 1
        self._hidden = 0

    @property
    def pending(self) -> int:
        """Characters of a construct that has not ended yet."""
        return len(self.rawdata)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
            self._row, self._line = [], self.getpos()[0]
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row is not None:
                said = dict(attrs)
                span = said.get("colspan") or ""
                self._span = max(int(span), 1) if span.isascii() and span.isdigit() and len(span) < 3 else 1
                self._text, self._length = ([], 0) if "notes" not in (said.get("class") or "") else (None, 0)
        elif tag in ("pre", "script", "style"):
            self._hidden += 1
        elif tag in _PARTS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("pre", "script", "style"):
            self._hidden = max(self._hidden - 1, 0)
        elif tag in _PARTS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        self._add(data.replace("\n", " ").replace("\r", " "))

    def _add(self, data: str) -> None:
        if self._text is not None and not self._hidden:
            self._text.append(data)
            self._length += len(data)
            if self._length > _MAX_TEXT:
                raise InvalidInput(
                    "cell", "a cell without end", f"at most {_MAX_TEXT} characters", "Export the report again.",
                    row=self.getpos()[0],
                )  # fmt: skip

    def _end_cell(self) -> None:
        if self._row is not None and self._text is not None and len(self._row) < _MAX_CELLS:
            lines = ("".join(self._text)).split("\n")
            self._row.append(("\n".join(line for each in lines if (line := " ".join(each.split()))), self._span))
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row:
            self.done.append((self._line, self._row))
        self._row = None


class _Report:
    """What the rows say, before dates have an order."""

    def __init__(self, receipt: Receipt, noticed: Noticed) -> None:
        self.receipt = receipt
        self.noticed = noticed
        self.columns: list[str] = []
        self.period: tuple[int, Written, Written] | None = None
        self.attacks: list[tuple[int, Written, dict[str, str]]] = []
        self._claimed: list[str] = []

    def take(self, line: int, row: list[tuple[str, int]]) -> None:
        cells = [text for text, _ in row]
        names = [normalised(cell) for cell in cells]
        if self._claimed:
            self._take_claims(cells)
        elif names[0] == "time period:" and len(cells) == 2:
            self._take_period(line, cells[1])
        elif set(_CLAIMS[:3]) <= set(names):
            self._claimed = names
        elif set(_NEEDED) <= set(names):
            # Left and right stand under one heading of two columns, in a second heading row.
            self.columns = [
                f"{normalised(text)} {n}" if n else normalised(text) for text, span in row for n in range(span)
            ]
        elif self.columns and len(cells) > 2:
            self._take_attack(line, cells)

    def _take_period(self, line: int, text: str) -> None:
        found = _PERIOD.fullmatch(text)
        first, last = (written_date(found[1]), written_date(found[2])) if found else (None, None)
        if first and last:
            self.period = (line, first, last)
            self.receipt.claims.setdefault("time period", text)

    def _take_claims(self, cells: list[str]) -> None:
        for name, value in zip(self._claimed, cells, strict=False):
            if name in _CLAIMS and len(value) <= 12 and value[:1].isdigit():
                self.receipt.claims.setdefault(name, value)
        self._claimed = []

    def _take_attack(self, line: int, cells: list[str]) -> None:
        values = dict(zip(self.columns, cells, strict=False))
        number = values.get("#", "")
        if not (number.isascii() and number.isdigit()):
            return
        self.receipt.rows_read += 1
        if len(cells) != len(self.columns):
            self.receipt.skip("not as many cells as columns", line)
            return
        found = _STARTED.search(values["started & lasted"])
        started = written_date(found[1]) if found else None
        if started is None:
            self.receipt.skip("the start cannot be read", line)
            return
        if len(self.attacks) >= MAX_ATTACKS:
            raise InvalidInput("rows", "too many", f"at most {MAX_ATTACKS} attacks", "Export a shorter period.")
        self.attacks.append((line, started, values))


def read_migraine_buddy_html(path: Path, *, date_order: str | None, unlisted_days: str) -> Reading:
    """The report page.

    Raises:
        InvalidInput: another page, or dates whose order nothing proves.
    """
    checked_size(path, MAX_BYTES)
    encoding, guess = encoding_of(path)
    receipt = Receipt(path.name, "migraine-buddy-html")
    if guess:
        receipt.guesses.append(guess)
    noticed = Noticed()
    report = _Report(receipt, noticed)
    _parse(path, encoding, report)
    if not report.columns:
        raise InvalidInput(
            "page",
            path.name,
            f"a {TITLE} with the columns {', '.join(_NEEDED)}",
            "Check --format, or export the report again.",
            file=path.name,
        )
    written = [(line, started) for line, started, _ in report.attacks]
    if report.period:
        written += [(report.period[0], date) for date in report.period[1:]]
    order, receipt.date_order = decided_order(written, date_order, path.name)
    attacks: list[Attack] = []
    numbered: list[tuple[int, dt.date]] = []
    for line, started, values in report.attacks:
        moment = started.moment(order)
        if moment is None:
            receipt.skip("the start is not a date from 1990 to 2100", line)
            continue
        receipt.rows_used += 1
        attacks.append(_attack(moment, values, line, noticed))
        numbered.append((int(values["#"][:9]), moment.date()))
    first, last = (date.date(order) for date in report.period[1:]) if report.period else (None, None)
    receipt.guesses.extend(GUESSES)
    doubtful = missing_between(numbered) + _missing_at_the_ends(numbered, receipt, first, last)
    note_doubt(doubtful, unlisted_days, noticed)
    note_skipped(receipt, unlisted_days, noticed)
    diary = diary_from_attacks(
        attacks, (), first=first, last=last, unlisted_days=unlisted_days, doubtful=doubtful
    )  # fmt: skip
    _compare_claims(receipt, diary, first, last, noticed)
    diary = Diary(diary.patient, diary.days, (*noticed.findings(), *diary.findings), diary.attack_diary)
    return Reading((diary,), receipt)


def _parse(path: Path, encoding: str, report: _Report) -> None:
    page = _Rows()
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        while chunk := file.read(_CHUNK):
            if chunk.count("<") > _CHUNK // 3:
                raise InvalidInput(
                    "page",
                    "not a page",
                    "tags with content",
                    "Export the report again.",
                    file=path.name,
                )
            try:
                page.feed(chunk)
            except AssertionError:  # what the parser raises for a marked section that it does not know
                raise InvalidInput(
                    "page", "a tag that is none", "a page that can be read", "Export the report again.", file=path.name
                ) from None
            for line, row in page.done:
                report.take(line, row)
            page.done.clear()
            if page.pending > _PENDING:
                raise InvalidInput(
                    "page", "a tag or comment without end", f"tags of at most {_PENDING // 1024} KiB",
                    "Export the report again.", file=path.name,
                )  # fmt: skip


def _attack(started: dt.datetime, values: dict[str, str], line: int, noticed: Noticed) -> Attack:
    lasted = _LASTED.search(values["started & lasted"])
    minutes = length(lasted[1].split("\n")[0] if lasted else "", line, noticed)
    menstruation = _MENSTRUATION.search(values.get("potential triggers", ""))
    intakes, relieved = medicines(_judged(values.get("medication", "")), line, noticed)
    said = attack_type(values.get("attack type", ""))
    aura = aura_named(values.get("auras", ""))
    if aura is not None:
        said["aura"] = aura
    places = [name for name in values if name.startswith("pain positions")]
    return Attack(
        started=started,
        ended=None if minutes is None else end_after(started, minutes),
        intensity=intensity_in(values["pain level"], line, noticed),
        unilateral=one_sided([place for name in places for place in listed(values[name])]),
        disability=limited(listed(values.get("affected activities", ""))),
        menstruation=None if menstruation is None else menstruation[1].casefold() == "yes",
        intakes=intakes,
        relieved_by_triptan_or_ergot=relieved,
        row=line,
        **said,  # type: ignore[arg-type]
        **symptoms(values.get("symptoms", "")),  # type: ignore[arg-type]
    )


def _judged(text: str) -> list[tuple[str, str]]:
    """``Helpful - 1x Sumatriptan`` a line: (how it was judged, what was taken)."""
    parts: list[tuple[str, str]] = []
    for line in text.splitlines():
        how = _HOW.match(line)
        parts.append((how[1].casefold(), line[how.end() :]) if how else ("", line))
    return parts


def _missing_at_the_ends(
    numbered: list[tuple[int, dt.date]], receipt: Receipt, first: dt.date | None, last: dt.date | None
) -> list[tuple[dt.date, dt.date]]:
    """Dates before the first or after the last listed attack, where the numbering shows that one is missing there.

    The report counts from the newest attack. Where the attack numbered 1 is missing it was the newest; where fewer
    are listed than the report claims, the missing ones were the oldest.
    """
    claimed = receipt.claims.get("number of attacks", "")
    if not numbered or first is None or last is None:
        return []
    order = sorted(numbered)
    newest_first = order[0][1] >= order[-1][1]
    near, far = (last, first) if newest_first else (first, last)
    missing: list[tuple[dt.date, dt.date]] = []
    if order[0][0] > 1:
        missing.append((min(order[0][1], near), max(order[0][1], near)))
    if claimed.isdecimal() and order[-1][0] < int(claimed):
        missing.append((min(order[-1][1], far), max(order[-1][1], far)))
    return missing


def _compare_claims(
    receipt: Receipt, diary: Diary, first: dt.date | None, last: dt.date | None, noticed: Noticed
) -> None:
    """Say where the page's own totals and its rows differ."""
    headache_days = sum(day.status is Status.HEADACHE for day in diary.days)
    found = {"number of attacks": receipt.rows_used, "attack days": headache_days}
    if first and last:
        found["attack-free days"] = (last - first).days + 1 - headache_days
    differences = [
        f"{name} {receipt.claims[name]}, here {count}"
        for name, count in found.items()
        if receipt.claims.get(name, str(count)) != str(count)
    ]
    if differences:
        noticed.add(
            "claims-differ",
            Level.WARNING,
            f"report: its own totals differ from its rows ({'; '.join(differences)}); rows may be missing from the "
            "page; export it again in full.",
        )

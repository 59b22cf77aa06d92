"""Reading a table of studies from a CSV file. Every fault is said with its row; nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from interictal.errors import InvalidInput
from interictal.evidence.tables.cells import MAX_NAME, Cells
from interictal.evidence.tables.forms import ALLOWED, GROUPS, NAMED_IN_ROW, Form, canonical, forms_of, missing_of
from interictal.evidence.tables.records import Row, Rows, StudyTable, faults_between, treatments_of
from interictal.evidence.tables.rows import MAX_BYTES, records
from interictal.text_files import text_of

MAX_FAULTS = 20
"""Faults that are shown one by one; the others are counted."""

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


class FaultyTable(InvalidInput):
    """A table with faults.

    Args:
        faults: the first ``MAX_FAULTS``, in the order of the file.
        count: how many there are.
    """

    def __init__(self, faults: tuple[InvalidInput, ...], count: int) -> None:
        first = faults[0]
        super().__init__(first.field, first.value, first.allowed, first.do, file=first.file, row=first.row)
        self.faults, self.count = faults, count
        if count > 1:
            self.args = (f"{self} The file has {count} faults.",)


def read_table(path: Path) -> StudyTable:
    """The studies of a CSV file, with comma, semicolon or tab between cells, in UTF-8.

    Args:
        path: a file with one of the headers of docs/spec/study-tables.md, in any order and case.

    Returns:
        The table; further columns are kept by study where they say one thing of each study.

    Raises:
        FaultyTable: cells or rows that cannot be; all of them are looked for.
        InvalidInput: the file cannot be read, is too large, or has no such header.

    Unknown: an empty cell in a column that is needed is a fault; nothing is filled in.
    """
    return parse_table(text_of(path, what="the table", most=MAX_BYTES, too_large="Split it."), path.name)


def parse_table(text: str, file: str) -> StudyTable:
    """As ``read_table``, from the text of a file.

    Args:
        text: without a byte order mark.
        file: its name, for the messages.
    """
    header, lines = _found(text, file)
    faults, made = _read(header, lines, file)
    if faults:
        faults.sort(key=lambda fault: fault.row or 0)
        raise FaultyTable(tuple(faults[:MAX_FAULTS]), len(faults))
    columns, notes = _kept(header, made)
    rows = tuple(row for each in made for row in each.rows)
    return StudyTable(header.form.kind, cast(Rows, rows), columns, (*_said(header, lines), *notes))


@dataclass(frozen=True, slots=True)
class _Header:
    """The first row.

    Args:
        delimiter: between cells.
        titles: index -> column, by the names used here.
        form: the form they make.
    """

    delimiter: str
    titles: Mapping[int, str]
    form: Form

    @property
    def at(self) -> dict[str, int]:
        return {name: index for index, name in self.titles.items()}

    @property
    def names_groups(self) -> bool:
        """Whether a table with one row a study says what its two groups got."""
        return self.form.wide and set(NAMED_IN_ROW) <= set(self.titles.values())

    @property
    def further(self) -> dict[str, int]:
        """The columns that the form does not use."""
        used = {*self.form.columns, *(NAMED_IN_ROW if self.names_groups else ())}
        return {name: index for name, index in self.at.items() if name not in used}


_Lines = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class _Made:
    """What one line gave: its rows, and its cells."""

    rows: tuple[Row, ...]
    cells: list[str]


def _read(header: _Header, lines: _Lines, file: str) -> tuple[list[InvalidInput], list[_Made]]:
    """Every fault of the rows, and what the others hold."""
    marks = _marks(header, lines)
    width, at, form = max(header.titles) + 1, header.at, header.form
    faults: list[InvalidInput] = []
    made: list[_Made] = []
    numbers: dict[Row, int] = {}
    broken: set[str] = set()
    for number, cells in lines:
        line = Cells(cells, at, file, number, *marks)
        rows: tuple[Row, ...] = ()
        if any(cell.strip() for cell in cells[width:]):
            do = f"Quote a cell that holds a {_DELIMITERS[header.delimiter]}."
            line.faults.append(line.fault("row", "more cells than the header", "a cell for each column", do))
        else:
            groups = (line.name("treat1"), line.name("treat2")) if header.names_groups else GROUPS
            try:
                rows = form.rows(line, groups)
            except InvalidInput as problem:  # of a fault that is listed already, or of a treatment against itself
                if not line.faults:
                    line.faults.append(line.fault(problem.field, problem.value, problem.allowed, problem.do))
        if line.faults:
            faults += line.faults
            broken.add(line.study)
        else:
            made.append(_Made(rows, cells))
            numbers.update(dict.fromkeys(rows, number))
    whole = [row for each in made for row in each.rows]
    faults += _spellings(whole, numbers, file)
    # Where a row of a study is left out for its own fault, the study only looks as if an arm were missing.
    faults += [
        fault
        for fault in faults_between(whole, file=file, numbers=numbers)
        if fault.field != "study" or not broken & {fault.value, ""}
    ]
    return faults, made


def _found(text: str, file: str) -> tuple[_Header, _Lines]:
    """The header and the rows; the delimiter is the one under which the first row is a header."""
    best: dict[int, str] = {}
    problem: InvalidInput | None = None
    for delimiter in _DELIMITERS:
        lines = records(text, delimiter, file)
        try:
            row, cells = next(lines)
        except StopIteration:
            raise InvalidInput("file", file, "a header and a row for each arm or comparison", "Fill it.") from None
        except InvalidInput as unpaired:  # quotation marks that another delimiter may pair
            problem = unpaired
            continue
        titles = canonical({index: title for index, title in enumerate(cells) if title.strip()})
        fitting = forms_of(set(titles.values()))
        best = max(best, titles, key=len)
        if not fitting:
            continue
        names = list(titles.values())
        for name in names:
            if names.count(name) > 1:
                raise InvalidInput("header", name, "each column once", "Remove or rename one.", file=file, row=row)
        if len(fitting) > 1:
            shown = " and ".join(",".join(form.columns) for form in fitting)
            raise InvalidInput("header", shown, "the columns of one form", "Remove those of one.", file=file, row=row)
        rows = list(lines)
        if not rows:
            raise InvalidInput("rows", "none", "a row for each arm or comparison", "Fill the file.", file=file)
        return _Header(delimiter, titles, fitting[0]), rows
    if problem is not None:
        raise problem
    missing = missing_of(set(best.values()))
    do = f"Missing: {', '.join(missing)}." if missing else "Name the columns so."
    raise InvalidInput("header", ",".join(best.values()) or "none", ALLOWED, do, file=file)


def _marks(header: _Header, lines: _Lines) -> tuple[bool, bool]:
    """Whether commas are decimal commas, and whether points and commas stand in one file."""
    numeric = [index for index, name in header.titles.items() if name in header.form.numeric]
    text = " ".join(cells[index] for _, cells in lines for index in numeric if index < len(cells))
    comma = "," in text and header.delimiter != ","
    return comma and "." not in text, comma and "." in text


def _said(header: _Header, lines: _Lines) -> Iterator[str]:
    """What was done to the numbers and names on reading."""
    if header.form.wide and not header.names_groups:
        yield f"One row a study: '{GROUPS[0]}' is the first of its two groups, '{GROUPS[1]}' the second."
    if header.form.note:
        yield header.form.note
    if _marks(header, lines)[0]:
        yield "Commas within numbers were read as decimal commas."


def _kept(header: _Header, made: list[_Made]) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The further columns that say one thing of each study, and what became of the others."""
    kept: dict[str, dict[str, str]] = {}
    notes: list[str] = []
    for name, index in header.further.items():
        texts: dict[str, set[str]] = {}
        for each in made:
            cell = " ".join(each.cells[index].split()) if index < len(each.cells) else ""
            texts.setdefault(each.rows[0].study, set()).update({cell} - {""})
        if not name.isprintable() or len(name) > MAX_NAME:
            notes.append("A further column was not kept: its name is too long or cannot be shown.")
        elif any(len(found) > 1 for found in texts.values()):
            notes.append(f"Column '{name[:40]}' was not kept: it differs between the rows of one study.")
        elif any(len(text) > MAX_NAME or not text.isprintable() for found in texts.values() for text in found):
            notes.append(f"Column '{name[:40]}' was not kept: it holds texts that are too long or cannot be shown.")
        else:
            kept[name] = {study: next(iter(found), "") for study, found in texts.items()}
    unnamed = set(range(max(header.titles))) - set(header.titles)
    if any(index < len(each.cells) and each.cells[index].strip() for each in made for index in unnamed):
        notes.append("A column without a name was not kept.")
    return kept, notes


def _spellings(rows: list[Row], numbers: Mapping[Row, int], file: str) -> Iterator[InvalidInput]:
    """Names that differ in case alone: one study or one treatment would count as two."""
    for field in ("study", "treatment"):
        first: dict[str, str] = {}
        said: set[str] = set()
        for row in rows:
            for name in (row.study,) if field == "study" else treatments_of(row):
                held = first.setdefault(name.casefold(), name)
                if held != name and name not in said:
                    said.add(name)
                    allowed = f"one spelling; '{held[:40]}' stands above"
                    yield InvalidInput(field, name, allowed, "Write it one way.", file=file, row=numbers[row])

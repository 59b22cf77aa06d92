"""Injection sessions as the assessment needs them: date, product, units."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.injection.products import product_named
from interictal.text_files import text_of
from interictal.units import ToxinUnits


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session.

    Args:
        date: local civil date of the session.
        units: amount of the product given; None where the amount is unknown.
        product: nonproprietary name, "" where unknown.
        patient: identifier in the file, "" where there is none.
    """

    date: dt.date
    product: str = ""
    units: ToxinUnits | None = None
    patient: str = ""


def session_dates(sessions: Iterable[Session]) -> tuple[dt.date, ...]:
    """The days with a session, sorted, each once."""
    return tuple(sorted({session.date for session in sessions}))


def read_sessions(path: Path) -> tuple[Session, ...]:
    """Sessions from a CSV with the columns ``date``, ``product``, ``units`` and, optionally, ``patient``.

    Args:
        path: the file, UTF-8, its columns parted by commas, semicolons or tabs. ``product`` and ``units`` may be empty
            (unknown); ``units`` needs a product.

    Returns:
        Sessions in order of date.

    Raises:
        InvalidInput: the first thing that is wrong, with file, row and field. Unlike a diary, a session file is short
            and every row matters, so nothing is skipped.
    """
    return tuple(
        sorted((session for session, _, _ in session_rows(path)), key=lambda session: (session.date, session.patient))
    )


def session_rows(path: Path) -> tuple[tuple[Session, dict[str, str], int], ...]:
    """As ``read_sessions``, in the order of the file: each session, all cells of its row by column, and its line."""
    name = path.name
    text = _text(path)
    rows = csv.DictReader(text.splitlines(), strict=True, delimiter=_delimiter(text))
    found: list[tuple[Session, dict[str, str], int]] = []
    try:
        rows.fieldnames = columns_of(rows.fieldnames, "date", "date,product,units", name)
        for row in rows:
            number = rows.line_num
            cells = cells_of(row, name, number)
            if any(cells.values()):
                found.append((_session(cells, name, number), cells, number))
    except csv.Error:
        raise InvalidInput(
            "row", "broken quoting", "CSV", "Close the quotation marks.", file=name, row=max(rows.line_num, 1)
        ) from None
    return tuple(found)


def columns_of(given: Sequence[str] | None, needed: str, allowed: str, name: str) -> list[str]:
    """The names of the columns; none of them stands in a message: without a header the first row is a patient's.

    Raises:
        InvalidInput: the needed one is missing, or one stands there twice.
    """
    header = [column.strip().lower() for column in given or ()]
    if needed not in header:
        do = "Add a first line with these names."
        raise InvalidInput("header", f"no column {needed}", allowed, do, file=name, row=1)
    if any(header.count(column) > 1 for column in header if column):
        raise InvalidInput("header", "a column twice", "each column once", "Remove one.", file=name, row=1)
    return header


def cells_of(row: Mapping[str, str | None], name: str, number: int) -> dict[str, str]:
    """The cells of a row by column, "" where it is too short.

    Raises:
        InvalidInput: more cells than columns.
    """
    if None in row:
        raise InvalidInput(
            "row", "more cells than columns", "one cell per column", "Quote commas.", file=name, row=number
        )
    return {key: (value or "").strip() for key, value in row.items()}


_LARGEST = 16 * 1024 * 1024
"""Bytes: far more than the sessions of a clinic."""


def _text(path: Path) -> str:
    name = path.name
    text = text_of(path, what="the sessions", most=_LARGEST)
    if not text.strip():
        raise InvalidInput("file", "empty", "date,product,units", "Give the sessions as CSV.", file=name)
    if "\0" in text:
        raise InvalidInput("file", "binary", "a CSV text file", "Give the sessions as CSV.", file=name)
    return text


def _delimiter(text: str) -> str:
    """What parts the columns of the first line: a semicolon or a tab where it has one and no comma."""
    first = text.partition("\n")[0]
    return next((sign for sign in ";\t" if sign in first and "," not in first), ",")


_DATE = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_UNITS = re.compile(r"[0-9]{1,5}(\.[0-9]{1,6})?")
_MOST_UNITS = 50_000
_LONG = 20


def _shown(cell: str) -> str:
    """A wrong cell as it may stand in a message: a long one may be about the patient."""
    return cell if len(cell) <= _LONG else "a long text"


def _session(cells: dict[str, str], name: str, number: int) -> Session:
    day = cells["date"]
    try:
        date = dt.date.fromisoformat(day if _DATE.fullmatch(day) else "")
    except ValueError:
        raise InvalidInput(
            "date", _shown(day), "YYYY-MM-DD", "Write the date in this form.", file=name, row=number
        ) from None
    product = cells.get("product", "")
    if product:
        try:
            product = product_named(product)
        except InvalidInput as problem:
            raise InvalidInput("product", _shown(product), problem.allowed, problem.do, file=name, row=number) from None
    units: ToxinUnits | None = None
    amount = cells.get("units", "")
    if amount:
        if not product:
            do = "Name the product: units are its own."
            raise InvalidInput("units", _shown(amount), "units with a product", do, file=name, row=number)
        value = Decimal(amount if _UNITS.fullmatch(amount) else 0)
        if not 0 < value <= _MOST_UNITS:
            allowed = f"a number above 0, at most {_MOST_UNITS}, with a point for decimals"
            raise InvalidInput("units", _shown(amount), allowed, "Correct it.", file=name, row=number)
        units = ToxinUnits(product, value)
    return Session(date=date, product=product, units=units, patient=cells.get("patient", ""))

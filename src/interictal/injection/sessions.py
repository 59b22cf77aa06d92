"""Injection sessions as the assessment needs them: date, product, units."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from interictal.errors import InvalidInput
from interictal.injection.products import product_named
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
    name = path.name
    text = _text(path)
    rows = csv.DictReader(text.splitlines(), strict=True, delimiter=_delimiter(text))
    sessions: list[Session] = []
    try:
        header = [column.strip().lower() for column in rows.fieldnames or ()]
        if "date" not in header:
            raise InvalidInput(
                "header",
                ",".join(header),
                "date,product,units",
                "Add a first line with these names.",
                file=name,
                row=1,
            )
        rows.fieldnames = header
        for row in rows:
            number = rows.line_num
            if None in row:
                raise InvalidInput(
                    "row",
                    "more cells than columns",
                    "one cell per column",
                    "Quote commas.",
                    file=name,
                    row=number,
                )
            cells = {key: (value or "").strip() for key, value in row.items()}
            if any(cells.values()):
                sessions.append(_session(cells, name, number))
    except csv.Error:
        raise InvalidInput(
            "row", "broken quoting", "CSV", "Close the quotation marks.", file=name, row=rows.line_num
        ) from None
    return tuple(sorted(sessions, key=lambda session: (session.date, session.patient)))


_LARGEST = 16 * 1024 * 1024
"""Bytes: far more than the sessions of a clinic."""


def _text(path: Path) -> str:
    name = path.name
    try:
        if path.exists() and not path.is_dir() and not path.is_file():  # a pipe or a device may never end
            raise InvalidInput("file", "not a regular file", "a file", "Save the sessions as a file.", file=name)
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as problem:
        raise InvalidInput("file", name, "a file that can be read", f"{problem.strerror or 'Check it'}.") from None
    if len(data) > _LARGEST:
        raise InvalidInput(
            "file", "too large", f"at most {_LARGEST // 1024**2} MiB", "Give the file of the sessions.", file=name
        )
    if not data.strip():
        raise InvalidInput("file", "empty", "date,product,units", "Give the sessions as CSV.", file=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("encoding", "not UTF-8", "UTF-8", "Save the file as UTF-8.", file=name) from None
    if "\0" in text:
        raise InvalidInput("file", "binary", "a CSV text file", "Give the sessions as CSV.", file=name)
    return text


def _delimiter(text: str) -> str:
    """What parts the columns of the first line: a semicolon or a tab where it has one and no comma."""
    first = text.partition("\n")[0]
    return next((sign for sign in ";\t" if sign in first and "," not in first), ",")


def _session(cells: dict[str, str], name: str, number: int) -> Session:
    try:
        date = dt.date.fromisoformat(cells["date"])
    except ValueError:
        raise InvalidInput(
            "date", cells["date"], "YYYY-MM-DD", "Write the date in this form.", file=name, row=number
        ) from None
    product = cells.get("product", "")
    if product:
        product = product_named(product, file=name, row=number)
    units: ToxinUnits | None = None
    amount = cells.get("units", "")
    if amount:
        if not product:
            raise InvalidInput(
                "units",
                amount,
                "units with a product",
                "Name the product: units are its own.",
                file=name,
                row=number,
            )
        try:
            value = Decimal(amount)
        except InvalidOperation:
            value = Decimal(-1)
        if not value.is_finite() or value <= 0:
            raise InvalidInput(
                "units",
                amount,
                "a number above 0, with a point for decimals",
                "Correct it.",
                file=name,
                row=number,
            )
        units = ToxinUnits(product, value)
    return Session(date=date, product=product, units=units, patient=cells.get("patient", ""))

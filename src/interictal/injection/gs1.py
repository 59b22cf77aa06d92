"""The barcode on a vial: GS1 element strings, read strictly.

Source: ``gs1-general-specifications``; what is taken from it stands in docs/spec/barcodes.md.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from interictal.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode:
    """What a vial's barcode says.

    Args:
        gtin: 14 digits with a right check digit, "" not in the code.
        lot, serial: as encoded, "" not in the code.
        expiry: last day of use, None not in the code.
        others: identifiers of known form that this program does not use, with their values, in the order of the code.
    """

    gtin: str = ""
    lot: str = ""
    serial: str = ""
    expiry: dt.date | None = None
    others: tuple[tuple[str, str], ...] = ()


_SYMBOLOGIES = ("]d2", "]C1", "]Q3", "]e0")
_SEPARATOR = "\x1d"
_DO = "Scan the vial again, or type lot and expiry by hand."

# Identifier -> the digits of its fixed length.
_FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2} | {"7003": 10}
# Identifier -> the most characters of its variable length; a separator ends it.
_VARIABLE = {"10": 20, "21": 20, "22": 20, "240": 30, "250": 30, "30": 8, "37": 8, "90": 30}
_VARIABLE |= {str(number): 90 for number in range(91, 100)}  # a company's own
_VARIABLE |= {str(number): 20 for number in range(710, 715)}  # a country's number of the product
_DAYS = ("11", "12", "13", "15", "16", "7003")
"""Days that are not used, but must be days."""
_USED = ("01", "10", "17", "21")
# Set 82: capitals, small letters, digits and these signs; neither blank nor anything beyond ASCII.
_SIGNS = re.compile(r"""[A-Za-z0-9!"%&'()*+,\-./_:;<=>?]+""")
_READABLE = re.compile(r"\(([0-9]{2,4})\)")


def read_barcode(text: str, *, today: dt.date) -> Barcode:
    """What a GS1 barcode says, from what the scanner sends or from the line printed below the code.

    Args:
        text: an element string, with or without the scanner's symbology identifier (``]d2``, ``]C1``, ``]Q3``,
            ``]e0``), its variable fields ended by the group separator (ASCII 29); or the printed form
            ``(01)...(17)...(10)...``.
        today: decides the century of a two-digit year: from 49 years back to 50 years ahead.

    Raises:
        InvalidInput: the first fault; a code that is partly wrong is not used at all.

    Source: ``gs1-general-specifications``.

    >>> read_barcode("(01)09521234543213(17)271200(10)C7654", today=dt.date(2026, 1, 1)).expiry
    datetime.date(2027, 12, 31)
    """
    code = text.strip(" \t\r\n")
    if code.startswith("]"):
        if not code.startswith(_SYMBOLOGIES):
            raise _wrong("barcode", code[:3], f"a GS1 barcode ({', '.join(_SYMBOLOGIES)})")
        code = code[3:]
    pairs = _printed(code) if code.startswith("(") else _scanned(code)
    found: dict[str, str] = {}
    for identifier, value in pairs:
        _check(identifier, value)
        if identifier in _DAYS:
            _date(identifier, value, today)
        if found.setdefault(identifier, value) != value:
            raise _wrong(f"barcode ({identifier})", value, "each identifier once")
    return Barcode(
        gtin=found.get("01", ""),
        lot=found.get("10", ""),
        serial=found.get("21", ""),
        expiry=_date("17", found["17"], today) if "17" in found else None,
        others=tuple((identifier, value) for identifier, value in found.items() if identifier not in _USED),
    )


def _wrong(field: str, value: str, allowed: str) -> InvalidInput:
    return InvalidInput(field, value, allowed, _DO)


def _printed(code: str) -> list[tuple[str, str]]:
    parts = _READABLE.split(code)
    # split() gives what stands before the first identifier, then identifier and value in turn
    if parts[0]:
        raise _wrong("barcode", code, "an identifier in brackets, then its value")
    return [(identifier, value.strip()) for identifier, value in zip(parts[1::2], parts[2::2], strict=True)]


def _scanned(code: str) -> list[tuple[str, str]]:
    rest = code.removeprefix(_SEPARATOR)
    if not rest:
        raise _wrong("barcode", code, "a GS1 element string")
    pairs: list[tuple[str, str]] = []
    while rest:
        identifier = next((rest[:n] for n in (2, 3, 4) if rest[:n] in _FIXED or rest[:n] in _VARIABLE), None)
        if identifier is None:
            raise _unknown(rest[:2])
        rest = rest[len(identifier) :]
        if identifier in _FIXED:
            value, rest = rest[: _FIXED[identifier]], rest[_FIXED[identifier] :]
            rest = rest.removeprefix(_SEPARATOR)  # allowed after a fixed length too
        else:
            value, _, rest = rest.partition(_SEPARATOR)
        pairs.append((identifier, value))
    return pairs


def _unknown(identifier: str) -> InvalidInput:
    return _wrong("barcode", identifier, f"the identifiers {', '.join(sorted((*_FIXED, *_VARIABLE)))}")


def _check(identifier: str, value: str) -> None:
    field = f"barcode ({identifier})"
    if identifier in _FIXED:
        length = _FIXED[identifier]
        if len(value) != length or not (value.isascii() and value.isdigit()):
            raise _wrong(field, value, f"{length} digits")
        if length >= 14 and not _check_digit_is_right(value):
            raise _wrong(field, value, "a number whose last digit is its check digit")
    elif identifier in _VARIABLE:
        most = _VARIABLE[identifier]
        if not 1 <= len(value) <= most or not _SIGNS.fullmatch(value):
            raise _wrong(field, value, f"1 to {most} letters, digits or signs of GS1's set 82")
    else:
        raise _unknown(identifier)


def _check_digit_is_right(digits: str) -> bool:
    """Weights 3 and 1 in turn, counted from the digit before the check digit."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits))) % 10 == 0


def _date(identifier: str, value: str, today: dt.date) -> dt.date:
    year, month, day, time = int(value[:2]), int(value[2:4]), int(value[4:6]), value[6:]
    ahead = year - today.year % 100
    century = today.year // 100 + (ahead <= -50) - (ahead >= 51)
    year += 100 * century
    try:
        if time:
            dt.time(int(time[:2]), int(time[2:]))
            return dt.date(year, month, day)
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        allowed = "a time as YYMMDDhhmm" if time else "a date as YYMMDD, with 00 for the last day of the month"
        raise _wrong(f"barcode ({identifier})", value, allowed) from None

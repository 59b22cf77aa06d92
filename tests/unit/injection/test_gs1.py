"""Barcodes: what the tables of docs/spec/barcodes.md leave to say."""

import datetime as dt

import pytest

from interictal.errors import InvalidInput
from interictal.injection.gs1 import read_barcode

TODAY = dt.date(2026, 3, 2)


def test_blanks_around_a_scan_do_not_matter() -> None:
    """Scanners end with a line break."""
    assert read_barcode(" ]d210C7654\r\n", today=TODAY).lot == "C7654"


@pytest.mark.parametrize(
    ("today", "code", "year"),
    [
        (dt.date(2026, 3, 2), "26", 2026),
        (dt.date(2095, 3, 2), "45", 2145),
        (dt.date(2095, 3, 2), "46", 2046),
        (dt.date(2000, 3, 2), "50", 2050),
        (dt.date(2000, 3, 2), "51", 1951),
    ],
)
def test_the_century_follows_the_present(today: dt.date, code: str, year: int) -> None:
    """From 49 years back to 50 ahead, over the turn of a century too."""
    expiry = read_barcode(f"17{code}0101", today=today).expiry
    assert expiry is not None
    assert expiry.year == year


def test_a_fault_says_what_to_do() -> None:
    """One line, with the field and a way out."""
    with pytest.raises(InvalidInput, match=r"barcode \(01\): .*check digit.*type lot and expiry by hand"):
        read_barcode("0109521234543214", today=TODAY)

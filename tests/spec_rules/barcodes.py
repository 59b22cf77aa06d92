"""docs/spec/barcodes.md"""

import datetime as dt

import pytest

from interictal.errors import InvalidInput
from interictal.injection.gs1 import read_barcode

TODAY = dt.date(2026, 3, 2)


def barcode(row: dict[str, str]) -> None:
    code = row["code"].replace("<GS>", "\x1d")
    if row["refused"]:
        with pytest.raises(InvalidInput) as refused:
            read_barcode(code, today=TODAY)
        assert refused.value.field == row["refused"]
        return
    found = read_barcode(code, today=TODAY)
    assert (found.gtin, found.lot, found.serial) == (row["gtin"], row["lot"], row["serial"])
    assert str(found.expiry or "") == row["expiry"]
    assert " ".join(f"{identifier}={value}" for identifier, value in found.others) == row["others"]


RUNNERS = {"barcode": barcode}

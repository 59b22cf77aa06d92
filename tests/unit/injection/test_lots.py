"""Lots: what the table of docs/spec/vials.md leaves to say."""

import pytest

from interictal.errors import InvalidInput
from interictal.injection.lots import patients_with_lot, same_lot


@pytest.mark.parametrize("lot", ["", "  "])
def test_no_lot_is_refused(lot: str) -> None:
    """An empty lot would be every vial without one."""
    with pytest.raises(InvalidInput, match="lot"):
        patients_with_lot([], lot)


def test_an_unknown_product_is_refused() -> None:
    """A brand names no product."""
    with pytest.raises(InvalidInput, match="product"):
        patients_with_lot([], "L1", "Botox")


@pytest.mark.parametrize(
    ("one", "other", "same"), [("L1", " l1", "l1"), ("L1", "L2", ""), ("", "", ""), ("", "L1", "")]
)
def test_same_lot(one: str, other: str, same: str) -> None:
    """Nothing is no lot."""
    assert same_lot(one, other) == same

"""Lots: what the table of docs/spec/vials.md leaves to say."""

import pytest

from interictal.errors import InvalidInput
from interictal.injection.lots import patients_with_lot, same_lot, versions
from interictal.injection.signing import amend, sign
from spec_rules.session import NOW, SIGNED_AT, base, record_of


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
    ("one", "other", "same"),
    [
        ("L1", " l1", "l1"),
        ("L1", "L2", ""),
        ("", "", ""),
        ("-", "-", ""),
        ("", "L1", ""),
        ("C-12 34", "c1234", "c1234"),
    ],
)
def test_same_lot(one: str, other: str, same: str) -> None:
    """Nothing is no lot."""
    assert same_lot(one, other) == same


@pytest.mark.parametrize(
    "written", ["C1234", "c1234", " C-1234", "C\u20111234", "Ｃ１２３４", "C\u200b1234", "C\u00a01234"]
)
def test_a_lot_as_it_may_be_typed(written: str) -> None:
    """Wide letters, invisible characters, other hyphens and blanks."""
    assert same_lot(written, "C1234")


def test_versions_of_one_record_are_one_session() -> None:
    """The draft, the signed one and its amendment; a lot that only an earlier version names is still found."""
    draft = record_of(base())
    signed = sign(draft, "C1", SIGNED_AT)
    amended = amend(signed, "vials[1].lot", "LOT2", author="C1", reason="misread", at=NOW)
    renamed = amend(signed, "vials[1].id", "v7", author="C1", reason="misread", at=NOW)
    for records in ([draft, signed, amended], [amended, signed, draft], [renamed, draft, signed]):
        assert [len(one) for one in versions(records)] == [3]
        (use,) = patients_with_lot(records, "LOT1")
        assert len(use.sites) == (0 if use.vials == ("v7",) else 31)
    assert versions([draft, amended])[0][0] == amended
    (use,) = patients_with_lot([draft, amended], "LOT2")
    assert use.patient == "P1"
    assert patients_with_lot([draft, amended], "LOT3") == ()
    assert len(versions([draft, record_of(base() | {"patient": "P2"}), record_of(base() | {"vials": []})])) == 3

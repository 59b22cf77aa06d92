"""Units, volumes and back."""

from decimal import Decimal

import pytest

from interictal.errors import InvalidInput, UnitMismatch
from interictal.injection.dilution import Dilution, decimal_of, plain
from interictal.units import ToxinUnits

ONA, ABO = "onabotulinumtoxinA", "abobotulinumtoxinA"


def dilution(units: str, ml: str) -> Dilution:
    return Dilution(vial=ToxinUnits(ONA, Decimal(units)), diluent_ml=Decimal(ml))


@pytest.mark.parametrize(
    ("vial", "ml", "units", "volume", "per_ml"),
    [
        ("100", "2", "5", "0.1", "50"),
        ("200", "4", "155", "3.1", "50"),
        ("100", "4", "3.33", "0.1332", "25"),
        ("300", "1", "100", "0.333333", "300"),
        ("300", "1", "200", "0.666667", "300"),
        ("100", "3", "1", "0.03", "33.333333"),
    ],
)
def test_volume_and_concentration(vial: str, ml: str, units: str, volume: str, per_ml: str) -> None:
    """Exact where a decimal number can be; rounded to a millionth of a millilitre where it cannot."""
    made = dilution(vial, ml)
    assert made.volume_ml(ToxinUnits(ONA, Decimal(units))) == Decimal(volume)
    assert made.units_per_ml == Decimal(per_ml)


@pytest.mark.parametrize(
    ("units", "ml"), [("0", "2"), ("100", "0"), ("100", "-1"), ("100", "NaN"), ("100", "Infinity")]
)
def test_no_dilution_of_nothing(units: str, ml: str) -> None:
    with pytest.raises(InvalidInput):
        dilution(units, ml)


def test_units_of_another_product_have_no_volume_here() -> None:
    with pytest.raises(UnitMismatch, match=ABO):
        dilution("100", "2").volume_ml(ToxinUnits(ABO, Decimal(5)))


@pytest.mark.parametrize(
    ("given", "text"), [("5.00", "5"), ("1E+2", "100"), ("0.10", "0.1"), ("0", "0"), ("120", "120")]
)
def test_numbers_as_they_are_written(given: str, text: str) -> None:
    assert str(plain(Decimal(given))) == text


def test_a_fraction_without_an_end_is_rounded_to_six_places() -> None:
    from fractions import Fraction

    assert decimal_of(Fraction(2, 3)) == Decimal("0.666667")
    assert str(decimal_of(Fraction(1, 8))) == "0.125"

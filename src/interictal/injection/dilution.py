"""Dilution: from units to volume and back, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from interictal.errors import InvalidInput
from interictal.units import ToxinUnits

FINEST_ML = Decimal("0.000001")
"""Volumes that no decimal number holds exactly are rounded to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dilution:
    """The content of one vial in its diluent.

    Args:
        vial: units of the whole vial, bound to their product.
        diluent_ml: its volume, millilitres.

    Raises:
        InvalidInput: an empty vial, or no diluent.
    """

    vial: ToxinUnits
    diluent_ml: Decimal

    def __post_init__(self) -> None:
        if not self.vial.amount:
            raise InvalidInput("vial", self.vial.amount, "more than 0 units", "Give the units printed on the vial.")
        if not self.diluent_ml.is_finite() or self.diluent_ml <= 0:
            raise InvalidInput("diluent_ml", self.diluent_ml, "more than 0 mL", "Give the volume of the diluent.")

    @property
    def units_per_ml(self) -> Decimal:
        """Concentration, as a decimal number (rounded where it has no end)."""
        return decimal_of(Fraction(self.vial.amount) / Fraction(self.diluent_ml))

    def volume_ml(self, units: ToxinUnits) -> Decimal:
        """The volume that holds these units.

        Raises:
            UnitMismatch: units of another product.

        >>> Dilution(vial=ToxinUnits("onabotulinumtoxinA", Decimal(100)), diluent_ml=Decimal(2)).volume_ml(
        ...     ToxinUnits("onabotulinumtoxinA", Decimal(5)))
        Decimal('0.1')
        """
        within = ToxinUnits(self.vial.product, Decimal(0)) + units  # refuses another product's units
        return decimal_of(Fraction(within.amount) * Fraction(self.diluent_ml) / Fraction(self.vial.amount))


def decimal_of(number: Fraction) -> Decimal:
    """A fraction as a decimal number: exactly where it has an end within 6 places, else rounded to 6."""
    value = (Decimal(number.numerator) / Decimal(number.denominator)).quantize(FINEST_ML)
    return plain(value)


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent.

    >>> plain(Decimal("5.00")), plain(Decimal("1E+2"))
    (Decimal('5'), Decimal('100'))
    """
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short

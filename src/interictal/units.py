"""Units that keep their meaning: toxin units are bound to their product.

The units of one botulinum toxin product are not the units of another, and no conversion between them exists:
not here, not anywhere in this library. Adding or comparing across products raises ``UnitMismatch``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from interictal.errors import InvalidInput, UnitMismatch


def digits(number: Decimal) -> str:
    """A decimal number as it is printed: no exponent, no trailing zeros.

    >>> digits(Decimal("5.00")), digits(Decimal("1E+2"))
    ('5', '100')
    """
    return f"{number.normalize():f}"


@dataclass(frozen=True, slots=True)
class ToxinUnits:
    """An amount of one product, in that product's own units.

    Args:
        product: the nonproprietary name with its suffix ("onabotulinumtoxinA").
        amount: units, zero or more, exact.
    """

    product: str
    amount: Decimal

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount < 0:
            raise InvalidInput("units", self.amount, "a number of units, 0 or more", "Correct the amount.")

    def __add__(self, other: ToxinUnits) -> ToxinUnits:
        return ToxinUnits(self.product, self.amount + self._same(other))

    def __lt__(self, other: ToxinUnits) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: ToxinUnits) -> bool:
        return self.amount <= self._same(other)

    def __str__(self) -> str:
        return f"{digits(self.amount)} U {self.product}"

    def _same(self, other: ToxinUnits) -> Decimal:
        if not isinstance(other, ToxinUnits) or other.product != self.product:
            theirs = other.product if isinstance(other, ToxinUnits) else type(other).__name__
            raise UnitMismatch(
                f"units of {self.product} and of {theirs} cannot be added or compared: "
                "units are specific to a product. Keep the two apart."
            )
        return other.amount

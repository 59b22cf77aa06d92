"""Botulinum toxin products, by nonproprietary name with suffix: a closed list, never free text."""

from __future__ import annotations

from interictal.errors import InvalidInput

PRODUCTS = (
    "onabotulinumtoxinA",
    "abobotulinumtoxinA",
    "incobotulinumtoxinA",
    "prabotulinumtoxinA",
    "daxibotulinumtoxinA",
    "rimabotulinumtoxinB",
)
"""Nonproprietary names. Their units are not interchangeable."""

_BY_LOWER = {name.lower(): name for name in PRODUCTS}


def product_named(name: str, *, file: str | None = None, row: int | None = None) -> str:
    """The product as the list spells it; capitals do not matter.

    Raises:
        InvalidInput: not on the list. A brand name is refused too: it does not name the product in every country.
    """
    try:
        return _BY_LOWER[name.strip().lower()]
    except KeyError:
        raise InvalidInput(
            "product",
            name,
            ", ".join(PRODUCTS),
            "Write the nonproprietary name with its suffix.",
            file=file,
            row=row,
        ) from None

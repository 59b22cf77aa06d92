"""Which patients got a lot: one call, for a recall or a report to the authority."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from interictal.errors import InvalidInput
from interictal.injection.products import product_named
from interictal.injection.record import SessionRecord, Status
from interictal.units import ToxinUnits


@dataclass(frozen=True, slots=True, kw_only=True)
class LotUse:
    """One session in which a lot was used.

    Args:
        patient: identifier.
        date: of the session, None not recorded.
        product: of the vial, "" not recorded.
        vials: ids of the vials of that lot.
        sites: ids of the sites that got something from them.
        units: what they got; None where the product or the units of a site are not recorded.
    """

    patient: str
    date: dt.date | None
    product: str
    vials: tuple[str, ...]
    sites: tuple[str, ...]
    units: ToxinUnits | None


def same_lot(one: str, other: str) -> str:
    """The lot both name, "" where they differ or one is empty: blanks at the ends and capitals do not matter.

    >>> same_lot(" c1234", "C1234 ")
    'c1234'
    """
    first = lot_key(one)
    return first if first == lot_key(other) else ""


def lot_key(lot: str) -> str:
    """How lots are compared: without blanks at the ends, capitals as small letters."""
    return lot.strip().casefold()


def patients_with_lot(records: Iterable[SessionRecord], lot: str, product: str = "") -> tuple[LotUse, ...]:
    """Every session that holds a vial of this lot.

    A session is listed even where no site names the vial: better one patient asked in vain than one forgotten.

    Args:
        records: sessions of any patients.
        lot: as printed; blanks at the ends and capitals do not matter.
        product: nonproprietary name; "" any product. A vial without a recorded product is listed for every product.

    Returns:
        In order of patient and date; one for each session and product.

    Raises:
        InvalidInput: no lot given, or an unknown product.
    """
    if not lot_key(lot):
        raise InvalidInput("lot", lot, "the lot printed on the vial", "Name the lot.")
    wanted = product_named(product) if product.strip() else ""
    found: list[LotUse] = []
    for record in records:
        vials = [
            vial for vial in record.vials if same_lot(vial.lot, lot) and (not wanted or vial.product in ("", wanted))
        ]
        for name in sorted({vial.product for vial in vials}):
            ids = tuple(vial.id for vial in vials if vial.product == name)
            sites = [site for site in record.sites if site.vial in ids and site.status is not Status.SKIPPED]
            amounts = [site.units for site in sites if site.units is not None]
            known = name and len(amounts) == len(sites)
            found.append(
                LotUse(
                    patient=record.patient,
                    date=record.date,
                    product=name,
                    vials=ids,
                    sites=tuple(site.id for site in sites),
                    units=ToxinUnits(name, sum(amounts, Decimal(0))) if known else None,
                )
            )
    return tuple(sorted(found, key=lambda use: (use.patient, use.date or dt.date.min, use.product)))

"""Which patients got a lot: one call, for a recall or a report to the authority."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from interictal.errors import InvalidInput
from interictal.injection.products import product_named
from interictal.injection.record import RecordedVial, SessionRecord, Status
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
    """The lot both name, "" where they differ or one is empty; what does not matter: see ``lot_key``.

    >>> same_lot(" c1234", "C1234 ")
    'c1234'
    """
    first = lot_key(one)
    return first if first == lot_key(other) else ""


@lru_cache(maxsize=4096)
def lot_key(lot: str) -> str:
    """How lots, serial numbers and ids are compared: as letters and digits look when they are read off a vial.

    Blanks, hyphens and invisible characters are left out, capitals are small letters, and wide or ligated forms of a
    letter are that letter.

    >>> lot_key("C-1234 ") == lot_key("\N{FULLWIDTH LATIN CAPITAL LETTER C}1234")
    True
    """
    plain = unicodedata.normalize("NFKC", lot).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _LEFT_OUT)


_LEFT_OUT = ("Cc", "Cf", "Pd", "Zl", "Zp", "Zs")


def patients_with_lot(records: Iterable[SessionRecord], lot: str, product: str = "") -> tuple[LotUse, ...]:
    """Every session that holds a vial of this lot.

    A session is listed even where no site names the vial, or only an earlier version of its record names the lot:
    better one patient asked in vain than one forgotten.

    Args:
        records: sessions of any patients; versions of one record are one session.
        lot: as printed; blanks, hyphens and capitals do not matter.
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
    for one in versions(records):
        record, vials = next(
            ((each, held) for each in one if (held := _of_lot(each, lot, wanted))), (one[0], list[RecordedVial]())
        )
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


def _of_lot(record: SessionRecord, lot: str, product: str) -> list[RecordedVial]:
    return [vial for vial in record.vials if same_lot(vial.lot, lot) and (not product or vial.product in ("", product))]


def versions(records: Iterable[SessionRecord]) -> tuple[tuple[SessionRecord, ...], ...]:
    """The records by session: one before and after signing, and with each amendment, is one session.

    Returns:
        For each session its versions, the last one first.
    """
    groups: list[list[SessionRecord]] = []
    known: dict[object, list[SessionRecord]] = {}
    for record in sorted(records, key=lambda each: not each.signature):  # a draft may fit one of several signed ones
        keys = [key for key in (record.signature, _session_of(record)) if key]
        group = next((known[key] for key in keys if key in known), None)
        if group is None:
            groups.append(group := [])
        group.append(record)
        for key in keys:
            known.setdefault(key, group)
    return tuple(
        tuple(sorted(group, key=lambda each: (len(each.amendments), bool(each.signature)), reverse=True))
        for group in groups
    )


def same_session(one: SessionRecord, other: SessionRecord) -> bool:
    """Whether two records are versions of one session: the same signature, or the same patient, day and vials."""
    signed_alike = one.signature and one.signature == other.signature
    alike = _session_of(one)
    return one == other or bool(signed_alike) or (alike is not None and alike == _session_of(other))


def _session_of(record: SessionRecord) -> tuple[str, dt.date | None, frozenset[str]] | None:
    """What says which session it is; None where no vial is named."""
    ids = frozenset(lot_key(vial.id) for vial in record.vials if lot_key(vial.id))
    return (record.patient, record.date, ids) if ids else None

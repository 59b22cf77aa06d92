"""Earlier sessions, from a CSV or from session records, as the checks need them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from interictal.injection.record import RecordedVial, SessionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """One earlier injection of any toxin, anywhere.

    Args:
        date: local civil date.
        product: nonproprietary name, "" unknown.
        units: amount given, None unknown.
        indication: id, "" unknown.
        patient: identifier, "" where the file has none.
        vials: the vials used, () unknown.
        record: the whole record where there is one.
    """

    date: dt.date
    product: str = ""
    units: Decimal | None = None
    indication: str = ""
    patient: str = ""
    vials: tuple[RecordedVial, ...] = ()
    record: SessionRecord | None = None

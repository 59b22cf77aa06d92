"""docs/spec/vials.md"""

import datetime as dt
from decimal import Decimal

import pytest

from interictal.errors import InvalidInput
from interictal.injection.lots import LotUse, patients_with_lot
from interictal.injection.record import RecordedSite, RecordedVial, SessionRecord, Status
from interictal.injection.record_files import record_from
from interictal.injection.vials import Vial, inventory
from interictal.units import ToxinUnits
from spec_rules.session import base, changed

ONA, ABO = "onabotulinumtoxinA", "abobotulinumtoxinA"
MIDNIGHT = dt.datetime.fromisoformat("2026-03-02T00:00+01:00")


def vial(units: int = 100, product: str = ONA, name: str = "v1") -> Vial:
    """An unopened vial of the page."""
    return Vial(id=name, content=ToxinUnits(product, Decimal(units)), lot="L1", expiry=dt.date(2026, 3, 31))


def step(one: Vial, text: str) -> Vial:
    kind, hour, *rest = text[0], *text[1:].split("/")
    if kind == "d":
        return one.discard()
    if kind == "e":
        return one.expire(dt.date(2026, 3, 1) + dt.timedelta(days=int(hour) - 1))
    at = MIDNIGHT + dt.timedelta(hours=float(hour))
    if kind == "r":
        return one.reconstitute(at, Decimal(rest[0]) if rest[0] else None)
    return one.use(ToxinUnits(ONA, Decimal(rest[0])), rest[1], at)


def life(row: dict[str, str]) -> None:
    one = vial()
    steps = row["steps"].split()
    for number, text in enumerate(steps, 1):
        if number == len(steps) and row["refused"]:
            with pytest.raises(InvalidInput) as refused:
                step(one, text)
            assert refused.value.field == row["refused"]
        else:
            one = step(one, text)
    assert one.state.value == row["state"]
    assert (one.used, one.wasted, one.left.amount) == tuple(Decimal(row[key]) for key in ("used", "wasted", "left"))


def _site(name: str, units: int | None, of: str = "v1", status: Status = Status.GIVEN) -> RecordedSite:
    return RecordedSite(id=name, units=None if units is None else Decimal(units), vial=of, status=status)


RECORDS = (
    SessionRecord(
        patient="A",
        date=dt.date(2026, 3, 2),
        vials=(RecordedVial(id="v1", product=ONA, lot="L1"),),
        sites=(_site("s1", 5), _site("s2", 5), _site("s3", None, status=Status.SKIPPED)),
    ),
    SessionRecord(
        patient="A",
        date=dt.date(2026, 1, 1),
        vials=(RecordedVial(id="v1", product=ONA, lot=" l1 "),),
        sites=(_site("s1", 10),),
    ),
    SessionRecord(
        patient="B",
        date=dt.date(2026, 3, 2),
        vials=(RecordedVial(id="v1", product=ABO, lot="L1"), RecordedVial(id="v2", product=ONA, lot="L2")),
        sites=(_site("s1", None), _site("s2", 5, "v2")),
    ),
    SessionRecord(patient="C", vials=(RecordedVial(id="v1", lot="L1"),)),
)


def said(use: LotUse) -> str:
    return f"{use.patient} {use.date or '?'} {'+'.join(use.sites) or '-'} {use.units or '?'}"


def lot(row: dict[str, str]) -> None:
    for records in (RECORDS, RECORDS[::-1]):
        assert "; ".join(map(said, patients_with_lot(records, row["lot"], row["product"]))) == row["patients"]


def account(row: dict[str, str]) -> None:
    records = [record_from(changed(base(), row["changes"]))[0]]
    if row["other"]:
        records.append(record_from(changed(base() | {"patient": "P2"}, row["other"]))[0])
    found, stock = inventory(records, on=dt.date.fromisoformat(row["on"] or "2026-03-02"))
    followed = [one.vial for one in found if one.vial]
    assert "; ".join(one.state.value for one in followed) == row["state"], [one.why for one in found]
    for name in ("used", "wasted"):
        assert "; ".join(f"{getattr(one, name):f}" for one in followed) == row[name]
    assert "; ".join(f"{one.left.amount:f}" for one in followed) == row["left"]
    assert "; ".join(str(one.patients) for one in found) == row["patients"]
    assert any(row["says"] in one.why for one in found)
    assert all(bool(one.why) == (one.vial is None) for one in found)
    assert len(stock.vials) == len(followed)


RUNNERS = {"vial-life": life, "vial-account": account, "lot": lot}

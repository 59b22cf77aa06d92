"""Vials: what the table of docs/spec/vials.md leaves to say."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.errors import InvalidInput, UnitMismatch
from interictal.injection import vials
from interictal.injection.catalogue import Product, product
from interictal.injection.record import RecordedVial, SessionRecord
from interictal.injection.record_files import record_from
from interictal.injection.vials import Inventory, Vial, VialState, inventory
from interictal.units import ToxinUnits
from spec_rules.session import base, changed, earlier_base, record_of
from spec_rules.vials import ABO, MIDNIGHT, ONA, vial

RIMA = "rimabotulinumtoxinB"


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": " "},
        {"lot": ""},
        {"content": ToxinUnits(ONA, Decimal(0))},
        {"content": ToxinUnits("Botox", Decimal(1))},
        {"used": Decimal(60), "wasted": Decimal(41)},
        {"used": Decimal(-1)},
        {"wasted": Decimal(-1)},
    ],
)
def test_a_vial_that_cannot_be(wrong: dict[str, object]) -> None:
    """No id, no lot, empty, no product, more used than it held."""
    with pytest.raises(InvalidInput):
        replace(vial(), **wrong)


def test_units_of_another_product_are_refused() -> None:
    """Never added, never compared."""
    ready = vial().reconstitute(MIDNIGHT, Decimal(2))
    with pytest.raises(UnitMismatch):
        ready.use(ToxinUnits(ABO, Decimal(5)), "A", MIDNIGHT)


def test_times_with_and_without_offset_are_not_mixed() -> None:
    """Nobody knows how far they are apart."""
    ready = vial().reconstitute(MIDNIGHT, Decimal(2))
    with pytest.raises(InvalidInput, match="Give both with an offset"):
        ready.use(ToxinUnits(ONA, Decimal(5)), "A", MIDNIGHT.replace(tzinfo=None))


def test_a_solution_is_opened_without_diluent() -> None:
    """And its hours after opening are not known here."""
    with pytest.raises(InvalidInput, match="solution"):
        vial(5000, RIMA).reconstitute(MIDNIGHT, Decimal(1))
    opened = vial(5000, RIMA).reconstitute(MIDNIGHT, None)
    assert opened.state is VialState.RECONSTITUTED
    late = opened.use(ToxinUnits(RIMA, Decimal(5)), "A", MIDNIGHT + dt.timedelta(days=20))
    assert late.left == ToxinUnits(RIMA, Decimal(4995))


def test_a_vial_for_several_patients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only single-use vials are one patient's."""

    def several(name: str) -> Product:
        return replace(product(name), single_use=False)

    monkeypatch.setattr(vials, "product", several)
    one = vial().reconstitute(MIDNIGHT, Decimal(2))
    for patient in ("A", "B"):
        one = one.use(ToxinUnits(ONA, Decimal(5)), patient, MIDNIGHT)
    assert (one.used, one.patient) == (Decimal(10), "A")


def test_stock() -> None:
    """Ids are taken once; unknown ones are refused; totals stay by product."""
    stock = Inventory().receive(vial()).receive(vial(500, ABO, "v2")).receive(vial(name="v3"))
    with pytest.raises(InvalidInput, match="each id once"):
        stock.receive(vial())
    with pytest.raises(InvalidInput, match="Receive the vial first"):
        stock.discard("v9")
    stock = stock.reconstitute("v1", MIDNIGHT, Decimal(2))
    stock = stock.use("v1", ToxinUnits(ONA, Decimal(30)), "A", MIDNIGHT).discard("v1")
    assert [one.amount for one in stock.totals(ONA)] == [30, 70, 100]
    assert [one.amount for one in stock.totals(ABO)] == [0, 0, 500]
    assert stock.expire(dt.date(2026, 3, 31)) == stock
    after = stock.expire(dt.date(2026, 4, 1))
    assert [one.amount for one in after.totals(ONA)] == [30, 170, 0]
    assert [one.state for one in after.vials.values()] == [VialState.DISCARDED, VialState.EXPIRED, VialState.EXPIRED]


def test_steps_leave_the_vial_before_alone() -> None:
    """Values, not objects that change."""
    before: Vial = vial()
    before.discard()
    assert before == vial()


def test_records_in_any_order() -> None:
    """Vials come in the order of their first session; a solution is opened as its session starts; totals by product."""
    late = record_of(base())
    early = record_of(earlier_base())
    change = (
        'product = "rimabotulinumtoxinB" ; vials[1].product = "rimabotulinumtoxinB" ; vials[1].units = 5000 ; '
        "vials[1].reconstituted_at -"
    )
    solution, _ = record_from(changed(base() | {"patient": "P3", "date": "2026-03-03"}, change))
    nowhen = SessionRecord(vials=(RecordedVial(id="x"),))
    found, stock = inventory([solution, late, nowhen, early], on=dt.date(2026, 3, 3))
    assert [one.id for one in found] == ["x", "v0", "v1", "v1"]
    assert [one.amount for one in stock.totals(ONA)] == [310, 0, 90]
    assert [one.amount for one in stock.totals(RIMA)] == [155, 0, 4845]

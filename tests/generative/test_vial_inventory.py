"""A stock of vials under any sequence of steps: nothing appears, nothing vanishes, nothing goes to two patients."""

import datetime as dt
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from interictal.errors import InvalidInput
from interictal.injection.vials import Inventory, Vial, VialState
from interictal.units import ToxinUnits

PRODUCTS = ("onabotulinumtoxinA", "abobotulinumtoxinA", "rimabotulinumtoxinB")
START = dt.datetime.fromisoformat("2026-03-01T08:00+01:00")
amounts = st.decimals(min_value=0, max_value=250, places=1)
names = st.sampled_from([f"v{number}" for number in range(8)])


class Stock(RuleBasedStateMachine):
    """Keeps its own books beside the inventory, from what the inventory accepted."""

    patients = Bundle("patients")

    @initialize()
    def open_the_clinic(self) -> None:
        self.stock, self.now = Inventory(), START
        self.given: dict[str, Decimal] = {}
        self.drinkers: dict[str, set[str]] = {}

    @rule(target=patients, name=st.sampled_from("ABC"))
    def a_patient_comes(self, name: str) -> str:
        return name

    @rule(hours=st.integers(0, 30))
    def time_goes_by(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)

    @rule(name=names, product=st.sampled_from(PRODUCTS), units=st.sampled_from([50, 100, 200]), days=st.integers(0, 9))
    def receive(self, name: str, product: str, units: int, days: int) -> None:
        expiry = self.now.date() + dt.timedelta(days=days)
        new = Vial(id=name, content=ToxinUnits(product, Decimal(units)), lot="L", expiry=expiry)
        known = name in self.stock.vials
        try:
            self.stock = self.stock.receive(new)
            assert not known
        except InvalidInput:
            assert known

    @rule(name=names, volume=st.sampled_from([None, Decimal(2), Decimal(0)]))
    def reconstitute(self, name: str, volume: Decimal | None) -> None:
        before = self.stock.vials.get(name)
        try:
            self.stock = self.stock.reconstitute(name, self.now, volume)
        except InvalidInput:
            return
        assert before is not None
        assert before.state is VialState.UNOPENED
        assert self.now.date() <= before.expiry
        assert (volume is None) == (before.content.product == "rimabotulinumtoxinB")

    @rule(name=names, patient=consumes(patients), units=amounts)
    def use(self, name: str, patient: str, units: Decimal) -> None:
        before = self.stock.vials.get(name)
        product = before.content.product if before else PRODUCTS[0]
        try:
            self.stock = self.stock.use(name, ToxinUnits(product, units), patient, self.now)
        except InvalidInput:
            assert self.stock.vials.get(name) == before
            return
        assert before is not None
        assert before.reconstituted_at is not None
        assert 0 < units <= before.left.amount
        assert self.now.date() <= before.expiry
        if product != "rimabotulinumtoxinB":
            assert self.now - before.reconstituted_at <= dt.timedelta(hours=24)
        self.given[name] = self.given.get(name, Decimal(0)) + units
        self.drinkers.setdefault(name, set()).add(patient)

    @rule(name=names)
    def discard(self, name: str) -> None:
        before = self.stock.vials.get(name)
        try:
            self.stock = self.stock.discard(name)
        except InvalidInput:
            return
        assert before is not None
        assert self.stock.vials[name].wasted == before.left.amount

    @rule()
    def expire(self) -> None:
        self.stock = self.stock.expire(self.now.date())
        for vial in self.stock.vials.values():
            assert vial.expiry >= self.now.date() or not vial.left.amount

    @invariant()
    def nothing_appears_or_vanishes(self) -> None:
        for name, vial in self.stock.vials.items():
            assert vial.used + vial.wasted + vial.left.amount == vial.content.amount
            assert vial.used == self.given.get(name, 0)
            ended = vial.state in (VialState.DEPLETED, VialState.DISCARDED, VialState.EXPIRED)
            assert ended == (not vial.left.amount)

    @invariant()
    def one_vial_one_patient(self) -> None:
        assert all(len(patients) == 1 for patients in self.drinkers.values())

    @invariant()
    def totals_are_those_of_the_vials(self) -> None:
        for product in PRODUCTS:
            mine = [vial for vial in self.stock.vials.values() if vial.content.product == product]
            parts = self.stock.totals(product)
            assert sum(part.amount for part in parts) == sum(vial.content.amount for vial in mine)


Stock.TestCase.settings = settings(max_examples=60, stateful_step_count=40, derandomize=True, deadline=None)
TestStock = Stock.TestCase

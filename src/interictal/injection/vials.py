"""A vial's life: unopened, reconstituted, depleted, discarded or expired; and a clinic's stock, replayed from records.

Every step gives a new value and refuses what cannot be. At all times used + wasted + left is the content of the vial.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum

from interictal.errors import InvalidInput
from interictal.injection.catalogue import product
from interictal.injection.lots import lot_key, versions
from interictal.injection.products import product_named
from interictal.injection.record import RecordedVial, SessionRecord, Status
from interictal.units import ToxinUnits


class VialState(Enum):
    """Where a vial is in its life."""

    UNOPENED = "unopened"
    RECONSTITUTED = "reconstituted"
    """In use: reconstituted, or, of a product that is a solution, opened."""
    DEPLETED = "depleted"
    DISCARDED = "discarded"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vial:
    """One vial.

    Args:
        id: what the clinic calls this very vial.
        content: units of the unopened vial, more than 0.
        lot: as printed.
        expiry: last day of use.
        state: see there.
        reconstituted_at: when; None before.
        diluent_ml: volume put in; None before, and for a solution.
        patient: whose vial it became with the first use, "" before.
        used, wasted: units given, and units thrown away or expired; both start at none.

    Raises:
        InvalidInput: no id, no lot, an empty vial, an unknown product.
    """

    id: str
    content: ToxinUnits
    lot: str
    expiry: dt.date
    state: VialState = VialState.UNOPENED
    reconstituted_at: dt.datetime | None = None
    diluent_ml: Decimal | None = None
    patient: str = ""
    used: Decimal = Decimal(0)
    wasted: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        product_named(self.content.product)
        if not self.id.strip() or not self.lot.strip():
            raise InvalidInput("vial", self.id, "a vial with an id and a lot", "Record both: they trace the vial.")
        if not self.content.amount:
            raise InvalidInput("vial", self.content.amount, "more than 0 units", "Give the units printed on the vial.")
        if self.used < 0 or self.wasted < 0 or self.used + self.wasted > self.content.amount:
            raise InvalidInput("vial", self.used + self.wasted, "at most its content", "Correct the units.")

    @property
    def left(self) -> ToxinUnits:
        """What is still in it and may be given."""
        return ToxinUnits(self.content.product, self.content.amount - self.used - self.wasted)

    def reconstitute(self, at: dt.datetime, diluent_ml: Decimal | None) -> Vial:
        """The diluent is put in; a solution is opened.

        Args:
            at: when.
            diluent_ml: volume; None for a product that is a solution, which takes none.

        Raises:
            InvalidInput: not unopened any more, expired, no diluent, or diluent into a solution.
        """
        self._must_be(VialState.UNOPENED, "reconstituted")
        self._not_expired(at.date())
        ready = product(self.content.product).ready_to_use
        if ready and diluent_ml is not None:
            raise InvalidInput("diluent_ml", diluent_ml, "none: this product is a solution", "Leave it out.")
        if not ready and (diluent_ml is None or not diluent_ml.is_finite() or diluent_ml <= 0):
            raise InvalidInput("diluent_ml", diluent_ml, "more than 0 mL", "Give the volume of the diluent.")
        return replace(self, state=VialState.RECONSTITUTED, reconstituted_at=at, diluent_ml=diluent_ml)

    def use(self, units: ToxinUnits, patient: str, at: dt.datetime) -> Vial:
        """Units are given to a patient.

        Args:
            units: more than 0, of the vial's own product.
            patient: identifier.
            at: when; with an offset from UTC exactly where the reconstitution has one.

        Raises:
            InvalidInput: not reconstituted, past its time, more than is left, another patient's, or a time that cannot
                be.
            UnitMismatch: units of another product.
        """
        self._must_be(VialState.RECONSTITUTED, "used")
        self._not_expired(at.date())
        self._in_time(at)
        left = self.left
        if not units <= left or not units.amount:
            raise InvalidInput(
                "units", units, f"more than 0, at most the {left} left in the vial", "Take another vial."
            )
        if not patient.strip():
            raise InvalidInput("patient", "", "the identifier of the patient", "Say who gets it.")
        if product(self.content.product).single_use and self.patient not in ("", patient):
            raise InvalidInput("vial", self.id, "one patient: it is for single use", "Open a new vial.")
        used = self.used + units.amount
        state = VialState.DEPLETED if units == left else self.state
        return replace(self, state=state, patient=self.patient or patient, used=used)

    def discard(self) -> Vial:
        """What is left is thrown away, and counts as wasted.

        Raises:
            InvalidInput: it is empty, discarded or expired already.
        """
        return self._end(VialState.DISCARDED)

    def expire(self, on: dt.date) -> Vial:
        """What is left counts as wasted, because its last day is over.

        Raises:
            InvalidInput: its last day is not over, or it is empty, discarded or expired already.
        """
        if on <= self.expiry:
            raise InvalidInput("expiry", on, f"a day after {self.expiry}", "The last day of use is still allowed.")
        return self._end(VialState.EXPIRED)

    def _end(self, state: VialState) -> Vial:
        if self.state not in (VialState.UNOPENED, VialState.RECONSTITUTED):
            raise InvalidInput("vial", self.state.value, "unopened, reconstituted", "Its life is over: nothing to do.")
        return replace(self, state=state, wasted=self.wasted + self.left.amount)

    def _must_be(self, state: VialState, step: str) -> None:
        if self.state is not state:
            do = f"Only then it can be {step}."
            raise InvalidInput("vial", self.state.value, state.value, do)

    def _not_expired(self, day: dt.date) -> None:
        if day > self.expiry:
            raise InvalidInput("expiry", self.expiry, f"{day} or later", "Take a vial that is not expired.")

    def _in_time(self, at: dt.datetime) -> None:
        since = self.reconstituted_at
        assert since is not None  # noqa: S101 - the state says so
        if (at.tzinfo is None) != (since.tzinfo is None):
            raise InvalidInput(
                "at", at.isoformat(), "a time as the reconstitution's", "Give both with an offset, or both without."
            )
        if at < since:
            raise InvalidInput("at", at.isoformat(), f"{since.isoformat()} or later", "Correct one of the times.")
        hours = product(self.content.product).hours_after_reconstitution
        if hours is not None and at - since > dt.timedelta(hours=hours):
            raise InvalidInput(
                "at", at.isoformat(), f"at most {hours} hours after {since.isoformat()}", "Discard it; open a new vial."
            )


@dataclass(frozen=True, slots=True)
class Inventory:
    """A stock of vials; each step gives a new one.

    Args:
        vials: by id, in the order in which they came.
    """

    vials: dict[str, Vial] = field(default_factory=dict)

    def receive(self, vial: Vial) -> Inventory:
        """A vial comes in.

        Raises:
            InvalidInput: its id is taken.
        """
        if vial.id in self.vials:
            raise InvalidInput("vial", vial.id, "each id once", "Give the vial an id of its own.")
        return Inventory({**self.vials, vial.id: vial})

    def reconstitute(self, vial: str, at: dt.datetime, diluent_ml: Decimal | None) -> Inventory:
        """See ``Vial.reconstitute``."""
        return self._step(vial, lambda one: one.reconstitute(at, diluent_ml))

    def use(self, vial: str, units: ToxinUnits, patient: str, at: dt.datetime) -> Inventory:
        """See ``Vial.use``."""
        return self._step(vial, lambda one: one.use(units, patient, at))

    def discard(self, vial: str) -> Inventory:
        """See ``Vial.discard``."""
        return self._step(vial, Vial.discard)

    def expire(self, on: dt.date) -> Inventory:
        """Every vial whose last day is over and that still holds something has expired."""
        alive = (VialState.UNOPENED, VialState.RECONSTITUTED)
        return Inventory(
            {
                name: vial.expire(on) if vial.state in alive and on > vial.expiry else vial
                for name, vial in self.vials.items()
            }
        )

    def totals(self, name: str) -> tuple[ToxinUnits, ToxinUnits, ToxinUnits]:
        """Units of one product over all vials: used, wasted, left."""
        mine = [vial for vial in self.vials.values() if vial.content.product == name]
        return (
            ToxinUnits(name, sum((vial.used for vial in mine), Decimal(0))),
            ToxinUnits(name, sum((vial.wasted for vial in mine), Decimal(0))),
            ToxinUnits(name, sum((vial.left.amount for vial in mine), Decimal(0))),
        )

    def _step(self, name: str, step: Callable[[Vial], Vial]) -> Inventory:
        if name not in self.vials:
            raise InvalidInput("vial", name, "the id of a vial in stock", "Receive the vial first.")
        return Inventory({**self.vials, name: step(self.vials[name])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One vial of the records, and what became of it.

    Args:
        id, product, lot: as recorded first.
        vial: as it is now; None where the records contradict themselves.
        patients: how many got something from it.
        why: why it could not be followed, "" where it could.
    """

    id: str
    product: str
    lot: str
    vial: Vial | None
    patients: int
    why: str = ""


_Use = tuple[SessionRecord, RecordedVial]


def inventory(records: Iterable[SessionRecord], *, on: dt.date) -> tuple[tuple[Account, ...], Inventory]:
    """Every vial of the records, followed through all sessions in order of time.

    The last version of each session counts. One serial number, or else one id, product, lot and time of
    reconstitution, is one vial. What is left is wasted where the record says that something was thrown away, or once
    the last day of use is over.

    Args:
        records: sessions of any patients.
        on: the day on which the stock is looked at.

    Returns:
        The vials in order of their first session, and the stock of those that could be followed.
    """
    sessions = sorted((each[0] for each in versions(records)), key=_moment)
    vials: dict[tuple[str, ...], list[_Use]] = {}
    for record in sessions:
        for vial in record.vials:
            serial = lot_key(vial.serial)
            mixed = "" if vial.reconstituted_at is None else vial.reconstituted_at.isoformat()
            named = (lot_key(vial.id), lot_key(vial.lot), mixed)
            key = (vial.product, serial) if serial else (vial.product, *named)
            vials.setdefault(key, []).append((record, vial))
    stock = Inventory()
    names: list[str] = []
    found: list[Account] = []
    for number, uses in enumerate(vials.values(), 1):
        name, (_, first) = str(number), uses[0]
        try:
            stock, why = _replayed(stock, name, uses), ""
        except InvalidInput as problem:
            why = f"{problem.field}: allowed: {problem.allowed}. {problem.do}"
        names.append(name)
        patients = {record.patient for record, vial in uses if _drawn(record, vial)}
        found.append(
            Account(id=first.id, product=first.product, lot=first.lot, vial=None, patients=len(patients), why=why)
        )
    stock = stock.expire(on)
    accounts = (replace(each, vial=stock.vials.get(name)) for each, name in zip(found, names, strict=True))
    return tuple(accounts), stock


def _moment(record: SessionRecord) -> tuple[dt.date, dt.time]:
    """When the session was, by the clock on its wall: clinics are compared by the day."""
    time = record.started_at or record.ended_at
    return record.date or dt.date.min, time.time() if time else dt.time.min


def _drawn(record: SessionRecord, vial: RecordedVial) -> list[Decimal | None]:
    return [site.units for site in record.sites if site.vial == vial.id and site.status is not Status.SKIPPED]


def _replayed(stock: Inventory, name: str, uses: Sequence[_Use]) -> Inventory:
    """The stock with one more vial, after all its sessions."""
    first = uses[0][1]
    if first.units is None or first.expiry is None:
        raise InvalidInput("vial", "", "units and last day of use of the vial", "Record them.")
    content = ToxinUnits(product_named(first.product), first.units)
    stock = stock.receive(Vial(id=name, content=content, lot=first.lot, expiry=first.expiry))
    for record, vial in uses:
        drawn = [units for units in _drawn(record, vial) if units is not None]
        if len(drawn) < len(_drawn(record, vial)):
            raise InvalidInput("units", "", "the units of each site", "Record them.")
        ready = product(content.product).ready_to_use
        at = record.ended_at or record.started_at
        mixed_at = vial.reconstituted_at or (record.started_at if ready else None)
        if stock.vials[name].state is VialState.UNOPENED and mixed_at is not None:
            stock = stock.reconstitute(name, mixed_at, None if ready else vial.diluent_ml)
        if drawn:
            if at is None:
                raise InvalidInput("ended_at", "", "when it was used", "Record start and end of the session.")
            stock = stock.use(name, ToxinUnits(content.product, sum(drawn, Decimal(0))), record.patient, at)
        if vial.discarded_ml and stock.vials[name].left.amount:
            stock = stock.discard(name)
    return stock

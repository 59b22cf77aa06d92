"""Faults of a session record: what contradicts itself, the plan or the vial. What each one is: docs/spec/session.md.

These are not judgements: a record with a blocking finding cannot be right as it stands. Doses, intervals and conditions
are judged in ``interictal.safety``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from interictal.injection.catalogue import Product, product
from interictal.injection.dilution import decimal_of
from interictal.injection.findings import Finding, Severity, in_order
from interictal.injection.lots import lot_key, same_lot
from interictal.injection.maps import BodyMap, body_map
from interictal.injection.planning import site_id
from interictal.injection.previous import Earlier, of_patient, others_than
from interictal.injection.protocol_files import muscles, protocols
from interictal.injection.protocols import Mixture, Protocol, Side
from interictal.injection.record import CHECKLIST, RecordedSite, RecordedVial, SessionRecord, Status
from interictal.injection.signing import signature_holds
from interictal.units import digits

OURS = "interictal-injection"

TOLERANCE_ML = Decimal("0.005")
"""How far a site's volume may be from its units: half of the finest mark of a 1 mL syringe, one hundredth."""

TOLERANCE_LEFT_ML = Decimal("0.05")
"""How far what was given and thrown away may be from what the vial held: what stays in needle and vial."""

EXPECTED_MINUTES = 30
"""A session is expected to take no longer."""

MOST_HOURS = 4
"""A longer session is more likely a slip in one of its times."""

FIRST_YEAR = 1980
"""No botulinum toxin was injected as a medicine before."""

MOST_YEARS_TO_EXPIRY = 15

_FURTHEST_EAST = dt.timezone(dt.timedelta(hours=14))
"""Where the calendar is ahead of all others: a day that has not begun there has begun nowhere."""


def record_findings(
    record: SessionRecord,
    *,
    earlier: Sequence[Earlier] = (),
    recalled: Collection[tuple[str, str]] = (),
    now: dt.datetime,
) -> tuple[Finding, ...]:
    """The faults of a record.

    Args:
        record: the session; what of it could not be read has been said by ``read_record`` already.
        earlier: other sessions, of any patients; only those of the record's patient, or of no named patient, count as
            the patient's own, while a vial is followed through all of them.
        recalled: pairs of product and lot; "" as product stands for any.
        now: the present, with the clinic's own offset from UTC.

    Returns:
        Blocking first, then what asks, then notes.

    Source: ``interictal-injection``.
    """
    others = others_than(record, earlier)
    planned = _protocol(record)
    found = [
        *_who(record, others),
        *_when(record, now),
        *_products(record, planned),
        *_vials(record, others, recalled),
        *_times_of_vials(record),
        *_sites(record, planned),
        *_volumes(record, planned),
        *_around(record),
        *_signed(record),
        *versions_note(len(earlier) - len(others)),
    ]
    return in_order(found)


def versions_note(count: int) -> tuple[Finding, ...]:
    """What is said where the earlier sessions hold this very session.

    Args:
        count: how many of them were left out for it.
    """
    if not count:
        return ()
    what = "One of the earlier sessions is" if count == 1 else f"{count} of the earlier sessions are"
    because = (
        f"{what} this session itself, or another version of its record (the same signature, or the same patient, day "
        "and vials), and not counted."
    )
    return (_note("SIGNATURE", because),)


def answered(finding: Finding, deviations: Mapping[str, str]) -> Finding:
    """The finding, as a note where it asked and the record gives a reason for its code."""
    if finding.severity is not Severity.ASK or not deviations.get(finding.code, "").strip():
        return finding
    return replace(finding, severity=Severity.NOTE, because=f"{finding.because} A reason is recorded.")


def planned_sites(protocol: Protocol) -> dict[str, tuple[str, Side]]:
    """Id -> muscle and side of every site the protocol has a place for, those to add included."""
    return _places(protocol, fixed=False)


def fixed_sites(protocol: Protocol) -> dict[str, tuple[str, Side]]:
    """Id -> muscle and side of the sites that belong to every plan of the protocol."""
    return _places(protocol, fixed=True)


def _places(protocol: Protocol, *, fixed: bool) -> dict[str, tuple[str, Side]]:
    return {
        site_id(target.muscle, side, number): (target.muscle, side)
        for target in protocol.targets
        for side in ((Side.LEFT, Side.RIGHT) if target.sided else (Side.MIDLINE,))
        for number in range(1, (target.fixed_sites if fixed else max(target.places, target.fixed_sites)) + 1)
    }


def _block(code: str, because: str, *about: str, source: str = OURS) -> Finding:
    return Finding(code=code, severity=Severity.BLOCK, because=because, source=source, about=tuple(filter(None, about)))


def _ask(code: str, because: str, *about: str, source: str = OURS) -> Finding:
    return Finding(code=code, severity=Severity.ASK, because=because, source=source, about=tuple(filter(None, about)))


def _note(code: str, because: str) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, because=because, source=OURS)


# --- Patient, dates, product ------------------------------------------------------------------------------------------


def _who(record: SessionRecord, others: Sequence[Earlier]) -> Iterator[Finding]:
    if not record.patient:
        yield _block(
            "PATIENT", "The patient is not recorded: nobody knows whose session this is. Record the identifier."
        )
    else:
        yield from _whose(record, others)
    if not record.clinician:
        yield _ask("CHECKLIST", "Who injected is not recorded: record the identifier of the clinician.")


def _whose(record: SessionRecord, others: Sequence[Earlier]) -> Iterator[Finding]:
    alike = sum(each.patient != record.patient and lot_key(each.patient) == lot_key(record.patient) for each in others)
    if alike:
        what = "One earlier session names a patient who differs" if alike == 1 else f"{alike} earlier sessions differ"
        yield _ask(
            "PATIENT",
            f"{what} from this one only in capitals, blanks, hyphens or the form of letters, and was taken as another: "
            "if it is the same patient, write the identifier the same.",
        )
    if others and not of_patient(others, record.patient):
        sessions = "one earlier session is" if len(others) == 1 else f"{len(others)} earlier sessions are all"
        yield _ask(
            "PATIENT",
            f"The {sessions} of another patient and not counted: check that this is the patient's own file.",
        )


def _when(record: SessionRecord, now: dt.datetime) -> Iterator[Finding]:
    if record.date is None:
        yield _block("DATE", "The date of the session is not recorded: record it.")
    elif record.date > _latest_day(now):
        yield _block("DATE", f"The session's date, {record.date}, is after today, {now.date()}: correct it.")
    elif record.date.year < FIRST_YEAR:
        yield _block("DATE", f"The session's date, {record.date}, is before {FIRST_YEAR}: correct it.")
    start, end = record.started_at, record.ended_at
    if start and record.date and start.date() != record.date:
        yield _block(
            "DATE", f"The session is dated {record.date} but started on {start.date()}, by its own clock: correct one."
        )
    if end and record.date and end.date() != record.date:
        yield _block(
            "DATE", f"The session is dated {record.date} but ended on {end.date()}, by its own clock: correct one."
        )
    if start and record.signed_at and _between(start, record.signed_at) < dt.timedelta():
        yield _block(
            "DATE",
            f"The session was signed at {_shown(record.signed_at)}, before it started at {_shown(start)}: correct one.",
        )
    for name, time in (("started", start), ("ended", end), ("was signed", record.signed_at)):
        if time and _between(now, time) > dt.timedelta():
            yield _block("DATE", f"The session {name} at {_shown(time)}, which is still to come: correct the time.")
    if start and end and _between(start, end) < dt.timedelta():
        yield _block("DATE", f"The session ended at {_shown(end)}, before it started at {_shown(start)}: correct one.")
    elif start and end:
        minutes = _between(start, end) // dt.timedelta(minutes=1)
        within = "within" if minutes <= EXPECTED_MINUTES else "longer than"
        yield _note(
            "DURATION",
            f"The session took {minutes} minutes: {within} the {EXPECTED_MINUTES} minutes the field expects.",
        )
        if minutes > 60 * MOST_HOURS:
            yield _ask(
                "DURATION",
                f"The session took {minutes} minutes, more than {MOST_HOURS} hours: correct a time, or say why.",
            )
    else:
        yield _note("DURATION", "How long the session took is not known: start or end is not recorded.")
    times = [start, end, *(vial.reconstituted_at for vial in record.vials)]
    if len({time.tzinfo is None for time in times if time}) > 1:
        yield _ask(
            "DATE",
            "Some times carry an offset from UTC and some do not: they were compared as clocks on the same wall. "
            "Record all with their offset.",
        )


def _latest_day(now: dt.datetime) -> dt.date:
    """The latest day that has begun anywhere: a record may come from a clinic east of this clock."""
    return now.date() if now.tzinfo is None else now.astimezone(_FURTHEST_EAST).date()


def _between(first: dt.datetime, last: dt.datetime) -> dt.timedelta:
    """The time from one to the other; where only one has an offset, as clocks on the same wall."""
    if first.tzinfo is None or last.tzinfo is None:
        return last.replace(tzinfo=None) - first.replace(tzinfo=None)
    return last - first


def _shown(time: dt.datetime) -> str:
    return time.isoformat(" ", "minutes")


def _protocol(record: SessionRecord) -> Protocol | None:
    """The protocol of the record's name and product, None where there is none."""
    if not record.indication:
        return None
    same = [each for each in protocols(record.indication) if each.id == record.protocol]
    return next((each for each in same if each.product == record.product), None)


def _products(record: SessionRecord, planned: Protocol | None) -> Iterator[Finding]:
    if not record.product:
        yield _block(
            "PRODUCT", "The session's product is not recorded: units without a product mean nothing. Record it."
        )
    if not record.indication:
        yield _block("UNREADABLE", "The indication is not recorded: sites and limits cannot be checked. Record it.")
        return
    written = sorted({each.product for each in protocols(record.indication) if each.id == record.protocol})
    if record.product and written and planned is None:
        yield _block(
            "PRODUCT",
            f"The protocol {record.protocol} is written for {', '.join(written)}, the session says {record.product}: "
            "units of one product are not units of another. Correct the product or the protocol.",
        )
    for vial in record.vials:
        if not vial.product:
            yield _block("PRODUCT", f"Vial {_id(vial.id)}: its product is not recorded. Record it.", vial.id)
        elif record.product and vial.product != record.product:
            yield _block(
                "PRODUCT",
                f"Vial {_id(vial.id)} holds {vial.product}, the session is with {record.product}: units of one product "
                "are not units of another. Correct the record, or do not use the vial.",
                vial.id,
            )


def _id(name: str) -> str:
    return name or "without id"


def _named(name: str) -> Product | None:
    return product(name) if name else None


# --- Vials ------------------------------------------------------------------------------------------------------------


def _drawn(record: SessionRecord, vial: RecordedVial) -> list[RecordedSite]:
    """The sites that got something from the vial; a site whose status is missing counts."""
    return [site for site in record.sites if vial.id and site.vial == vial.id and site.status is not Status.SKIPPED]


def _given(record: SessionRecord, vial: RecordedVial) -> Decimal:
    return sum((site.units for site in _drawn(record, vial) if site.units is not None), Decimal(0))


def _vials(
    record: SessionRecord, others: Sequence[Earlier], recalled: Collection[tuple[str, str]]
) -> Iterator[Finding]:
    called_back = {(name.strip().casefold(), lot_key(lot)) for name, lot in recalled if lot_key(lot)}
    known = _known(others)
    ids: set[str] = set()
    serials: set[tuple[str, str]] = set()
    for vial in record.vials:
        name = _id(vial.id)
        if not vial.id:
            yield _block("VIAL", "A vial has no id: no site can say what it was filled from. Give it one.")
        elif vial_key(vial.id) in ids:
            yield _block("VIAL", f"Vial {name} is recorded twice: give each vial an id of its own.", vial.id)
        ids.add(vial_key(vial.id))
        serial = (vial.product, lot_key(vial.serial))
        if serial[1] and serial in serials:
            yield _block(
                "VIAL",
                f"Vial {name} has the serial number of another vial of this record: it is one vial. Record it once.",
                vial.id,
            )
        serials.add(serial)
        if vial.expiry and record.date and vial.expiry.year - record.date.year > MOST_YEARS_TO_EXPIRY:
            yield _ask(
                "VIAL",
                f"Vial {name}: its last day of use, {vial.expiry}, is more than {MOST_YEARS_TO_EXPIRY} years ahead. "
                "Read it off the vial again.",
                vial.id,
            )
        for value, what in (
            (vial.units, "units are"),
            (lot_key(vial.lot), "lot is"),
            (vial.expiry, "last day of use is"),
        ):
            if not value:
                yield _block("VIAL", f"Vial {name}: its {what} not recorded. Read it off the vial.", vial.id)
        if vial.expiry and record.date and vial.expiry < record.date:
            days = (record.date - vial.expiry).days
            yield _block(
                "VIAL",
                f"Vial {name}: its last day of use was {vial.expiry}, {days} {'day' if days == 1 else 'days'} before "
                "the session. Take another vial, or correct the date.",
                vial.id,
            )
        if {("", lot_key(vial.lot)), (vial.product.casefold(), lot_key(vial.lot))} & called_back or (
            not vial.product and any(lot == lot_key(vial.lot) for _, lot in called_back)
        ):
            yield _block("RECALLED", f"Vial {name}: its lot was recalled. Do not use it; report it if it was.", vial.id)
        if not _drawn(record, vial):
            yield _ask("VIAL", f"Vial {name}: no site got anything from it. Say why it stands in the record.", vial.id)
        made = _named(vial.product)
        if made and made.vials and vial.units is not None and vial.units not in made.vials:
            sold = ", ".join(f"{digits(size)}" for size in sorted(made.vials))
            yield _ask(
                "VIAL",
                f"Vial {name}: {vial.units:f} U, but vials of {made.name} hold {sold} U. Check what is printed on it.",
                vial.id,
                source=made.source,
            )
        if made and vial.diluent and lot_key(vial.diluent) not in {lot_key(each) for each in made.diluents}:
            allowed = f"takes {' or '.join(made.diluents)}" if made.diluents else "is not diluted"
            yield _ask(
                "DILUTION",
                f"Vial {name}: its diluent is not one of the label's: {made.name} {allowed}. Correct it, or say why.",
                vial.id,
                source=made.source,
            )
        yield from _content(record, vial, known)
        yield from _same_vial(record, vial, made, known)


def vial_key(name: str) -> str:
    """How ids of vials are compared: blanks at the ends and capitals do not matter."""
    return name.strip().casefold()


def _content(record: SessionRecord, vial: RecordedVial, known: _Known) -> Iterator[Finding]:
    """Whether more, or less, was taken from the vial than it held."""
    if vial.units is None:
        return
    here = _given(record, vial)
    before = sum((_given(use.record, use.vial) for use in _uses(vial, known) if use.same_content), Decimal(0))
    if here + before > vial.units:
        sessions = f" and {before:f} U in earlier sessions" if before else ""
        yield _block(
            "VIAL",
            f"Vial {_id(vial.id)}: {here:f} U were given from it{sessions}, but it held {vial.units:f} U. "
            "Correct the units, or record the second vial.",
            vial.id,
        )
    elif vial.discarded_ml is not None and vial.diluent_ml:
        given = Fraction(here + before) * Fraction(vial.diluent_ml) / Fraction(vial.units)
        missing = Fraction(vial.diluent_ml) - given - Fraction(vial.discarded_ml)
        if abs(missing) > Fraction(TOLERANCE_LEFT_ML):
            than = "less" if missing > 0 else "more"
            yield _block(
                "VOLUME",
                f"Vial {_id(vial.id)}: {here + before:f} U given and {vial.discarded_ml:f} mL thrown away are {than} "
                f"than its {vial.units:f} U in {vial.diluent_ml:f} mL. Correct one of them.",
                vial.id,
            )


@dataclass(frozen=True, slots=True)
class _Use:
    """A vial that stands in another session too.

    Args:
        session, record, vial: there.
        by_serial: the serial number says so; else id, product and lot.
        same_content: it was reconstituted once, as far as both records say.
    """

    session: Earlier
    record: SessionRecord
    vial: RecordedVial
    by_serial: bool
    same_content: bool


_Stands = tuple[Earlier, SessionRecord, RecordedVial]
_Known = Mapping[tuple[str, str, str], Sequence[_Stands]]
"""The vials of other sessions, by what names them: ("serial", product, number) and ("id", product, id)."""


def _known(others: Sequence[Earlier]) -> _Known:
    found: dict[tuple[str, str, str], list[_Stands]] = {}
    for each in others:
        for vial in each.record.vials if each.record else ():
            if each.record and lot_key(vial.serial):
                key = ("serial", vial.product, lot_key(vial.serial))
                found.setdefault(key, []).append((each, each.record, vial))
            if each.record and vial.id:
                found.setdefault(("id", vial.product, vial_key(vial.id)), []).append((each, each.record, vial))
    return found


def _named_alike(vial: RecordedVial, known: _Known) -> Iterator[_Stands]:
    """Vials of the same id that no serial number tells apart."""
    for session, record, other in known.get(("id", vial.product, vial_key(vial.id)), ()):
        if not (lot_key(vial.serial) and lot_key(other.serial)):
            yield session, record, other


def _uses(vial: RecordedVial, known: _Known) -> Iterator[_Use]:
    """Where else the vial stands: under its serial number, or, without one, under its id and lot."""
    serial = lot_key(vial.serial)
    for session, record, other in known.get(("serial", vial.product, serial), ()) if serial else ():
        yield _Use(session, record, other, by_serial=True, same_content=True)
    for session, record, other in _named_alike(vial, known):
        if same_lot(other.lot, vial.lot):
            yield _Use(session, record, other, by_serial=False, same_content=not _other_times(vial, other))


def _same_vial(record: SessionRecord, vial: RecordedVial, made: Product | None, known: _Known) -> Iterator[Finding]:
    name = _id(vial.id)
    for use in _uses(vial, known):
        what = "serial number" if use.by_serial else "lot"
        where = f"the session of {use.session.date} with the same {what}"
        if use.session.patient == record.patient:
            if not use.same_content:
                yield _ask(
                    "RECONSTITUTION",
                    f"Vial {name} stands in {where} and another time of reconstitution. If they are two vials, give "
                    "them two ids.",
                    vial.id,
                )
        elif made and made.single_use:
            source = made.source
            if not use.session.patient:
                because = (
                    f"Vial {name} is for one patient, and stands in {where}, whose patient is not recorded. Check."
                )
                yield _ask("VIAL_SHARED", because, vial.id, source=source)
            elif use.same_content:
                because = (
                    f"Vial {name} is for one patient, and stands in another patient's session: {where}. "
                    "Correct the record, or report it."
                )
                yield _block("VIAL_SHARED", because, vial.id, source=source)
            else:
                because = (
                    f"Vial {name} is for one patient, and stands in another patient's session: {where} and another "
                    "time of reconstitution. If they are two vials, give them two ids."
                )
                yield _ask("VIAL_SHARED", because, vial.id, source=source)
        if use.by_serial and _other_times(vial, use.vial):
            yield _block(
                "RECONSTITUTION",
                f"Vial {name} stands in {where} and another time of reconstitution: one vial is reconstituted once. "
                "Correct one of them.",
                vial.id,
            )
    alike = [session.date for session, _, other in _named_alike(vial, known) if not same_lot(other.lot, vial.lot)]
    if alike:
        yield _ask(
            "VIAL",
            f"Vial {name}: its id stands in {len(alike)} other {'session' if len(alike) == 1 else 'sessions'}, the "
            f"last of {max(alike)}, with another lot or none. Give each vial an id of its own, or correct the lot.",
            vial.id,
        )


def _other_times(vial: RecordedVial, other: RecordedVial) -> bool:
    first, second = vial.reconstituted_at, other.reconstituted_at
    return first is not None and second is not None and bool(_between(first, second))


def _times_of_vials(record: SessionRecord) -> Iterator[Finding]:
    """When each vial was reconstituted, against the session and the product's hours."""
    start, end = record.started_at, record.ended_at
    used = [vial for vial in record.vials if _drawn(record, vial)]
    mixed = [vial.reconstituted_at for vial in used if vial.reconstituted_at]
    none_in_time = bool(start and mixed and all(_between(start, each) > dt.timedelta() for each in mixed))
    opened = [vial.opened_at for vial in used if vial.opened_at]
    none_opened = bool(start and opened and all(_between(start, each) > dt.timedelta() for each in opened))
    for vial in used:
        if vial.opened_at:
            last = end or start
            late = none_opened or (last is not None and _between(last, vial.opened_at) > dt.timedelta())
            mixed_before = vial.reconstituted_at and _between(vial.reconstituted_at, vial.opened_at) > dt.timedelta()
            if late or mixed_before:
                what = "it was used" if late else "it was reconstituted"
                yield _block(
                    "DATE",
                    f"Vial {_id(vial.id)}: opened at {_shown(vial.opened_at)}, after {what}. Correct one of the times.",
                    vial.id,
                )
    for vial in used:
        made, mixed_at = _named(vial.product), vial.reconstituted_at
        if made is None:
            continue
        name = _id(vial.id)
        if mixed_at is None:
            if not made.ready_to_use:
                yield _block(
                    "RECONSTITUTION",
                    f"Vial {name}: when it was reconstituted is not recorded. Record it.",
                    vial.id,
                    source=made.source,
                )
            continue
        last = end or start
        if last:
            after = _between(last, mixed_at) > dt.timedelta()
        else:
            after = record.date is not None and mixed_at.date() > record.date
        if after or none_in_time:
            yield _block(
                "RECONSTITUTION",
                f"Vial {name}: reconstituted at {_shown(mixed_at)}, after it was used. Correct one of the times.",
                vial.id,
            )
            continue
        if made.ready_to_use and made.hours_after_reconstitution is None:
            continue
        yield from _in_time(record, vial, made, mixed_at)


def _in_time(record: SessionRecord, vial: RecordedVial, made: Product, mixed_at: dt.datetime) -> Iterator[Finding]:
    hours, name = made.hours_after_reconstitution, _id(vial.id)
    if hours is None:
        yield _ask(
            "RECONSTITUTION",
            f"Vial {name}: how long {made.name} may be used after reconstitution is not confirmed. Read the label.",
            vial.id,
            source=made.source,
        )
        return
    last = record.ended_at or record.started_at
    if last is None and record.date is not None:
        last = dt.datetime.combine(record.date, dt.time(), mixed_at.tzinfo)  # the earliest it can have been
    if last is None:
        return
    minutes = _between(mixed_at, last) // dt.timedelta(minutes=1)
    if minutes > 60 * hours:
        yield _block(
            "RECONSTITUTION",
            f"Vial {name}: used {minutes // 60} h {minutes % 60:02} min after reconstitution; {made.name} may be used "
            f"for {hours} h. Do not use it, or correct one of the times.",
            vial.id,
            source=made.source,
        )
    elif record.ended_at is None:
        yield _ask(
            "RECONSTITUTION",
            f"Vial {name}: when the session ended is not recorded, so nobody can tell whether it was used within the "
            f"{hours} h of {made.name}. Record the end.",
            vial.id,
            source=made.source,
        )


# --- Sites ------------------------------------------------------------------------------------------------------------


def _sites(record: SessionRecord, planned: Protocol | None) -> Iterator[Finding]:
    places = planned_sites(planned) if planned else {}
    drawing = body_map(planned.drawing) if planned else None
    views = tuple(view.id for view in drawing.views) if drawing else ()
    if not record.sites:
        yield _block("SITE", "No site is recorded: record each site as given, skipped or moved.")
    seen: set[str] = set()
    vials = {vial.id for vial in record.vials if vial.id}
    alike: dict[_Fault, list[tuple[str, str]]] = {}
    for number, site in enumerate(record.sites, 1):
        faults = [*_place(site, places), *_status(site, views), *_as_planned(site)]
        if drawing and site.side and _on_the_other_side(site, drawing):
            faults.append(
                (Severity.BLOCK, "SIDE", f"moved to a point of the other side than {site.side.value}. Correct one.")
            )
        if not site.id:
            faults.append((Severity.BLOCK, "SITE", "it has no id. Give it one."))
        elif site.id.casefold() in seen:
            faults.append((Severity.BLOCK, "SITE", "recorded twice. Remove one, or give it an id of its own."))
        seen.add(site.id.casefold())
        if site.vial and site.vial not in vials:
            faults.append((Severity.BLOCK, "VIAL", "filled from a vial that is not recorded. Record the vial."))
        for fault in faults:
            alike.setdefault(fault, []).append((site.id or f"number {number}", site.id))
    for (severity, code, text), sites in alike.items():  # a mistake made throughout is said once
        about = tuple(name for _, name in sites if name)
        because = f"{_count([name for name, _ in sites])}: {text}"
        yield Finding(code=code, severity=severity, because=because, source=OURS, about=about)
    moved = [
        ((site.view, site.x, site.y), site.id)
        for site in record.sites
        if site.status is Status.MOVED and site.x is not None and site.y is not None
    ]
    points = Counter(point for point, _ in moved)
    together = [name for point, name in moved if points[point] > 1]
    if together:
        yield _ask(
            "SITE",
            f"{len(together)} sites were moved to the same point as another: say why, or correct the points.",
            *together,
        )
    if planned:
        missing = [each for each in fixed_sites(planned) if each.casefold() not in seen]
        if missing and record.sites:
            yield _ask(
                "SITE",
                f"{len(missing)} of the {len(fixed_sites(planned))} fixed sites of {planned.id} are not in the record: "
                "record each as given, skipped or moved.",
                *missing,
            )
        own = [site.id for site in record.sites if site.id and site.id not in places]
        if own:
            yield _ask(
                "SITE",
                f"{len(own)} {'site is' if len(own) == 1 else 'sites are'} not of the protocol {planned.id}: "
                "say why, or correct the id.",
                *own,
            )


def _as_planned(site: RecordedSite) -> Iterator[_Fault]:
    if site.side and site.planned_side and site.side is not site.planned_side:
        words = f"planned on the {site.planned_side.value}, recorded on the {site.side.value}. Correct one."
        yield Severity.BLOCK, "SIDE", words
    if site.status is not Status.SKIPPED and site.units and site.planned_units not in (None, site.units):
        yield Severity.ASK, "DOSEH", f"{site.units:f} U given, {site.planned_units:f} U planned. Say why."


def _on_the_other_side(site: RecordedSite, drawing: BodyMap) -> bool:
    """Whether a moved site's new point is one of the other side, as the map's own places on that view say."""
    view = next((each for each in drawing.views if each.id == site.view), None)
    if site.status is not Status.MOVED or site.side is Side.MIDLINE or view is None or site.x is None:
        return False
    places = [
        (muscle, place)
        for (muscle, side), listed in drawing.places.items()
        for place in listed
        if side is site.side and place.view == view.id
    ]
    if view.mirror != view.id:  # one side a view
        return not places
    own = [place.x for muscle, place in places if muscle == site.muscle] or [place.x for _, place in places]
    middle = Fraction(1, 2)
    half = sum((Fraction(x) - middle for x in own), Fraction(0))
    return (Fraction(site.x) - middle) * half < 0


_SIDE_WORDS = {"l": Side.LEFT, "left": Side.LEFT, "r": Side.RIGHT, "right": Side.RIGHT}


def _said(site: str) -> tuple[str, Side | None]:
    """Muscle and side as an id that is not the protocol's own says them; "" and None where it says none."""
    words = re.findall(r"[a-z]+", site.casefold())
    sides = {_SIDE_WORDS[word] for word in words if word in _SIDE_WORDS}
    rest = " ".join(word for word in words if word not in _SIDE_WORDS)
    muscle = rest if rest in muscles() else ""
    return muscle, sides.pop() if len(sides) == 1 else None


_Fault = tuple[Severity, str, str]


def _place(site: RecordedSite, places: dict[str, tuple[str, Side]]) -> Iterator[_Fault]:
    muscle, side = places.get(site.id) or _said(site.id)
    if not site.muscle:
        yield Severity.BLOCK, "SITE", "its muscle is not recorded. Record it."
    elif muscle and site.muscle != muscle:
        yield Severity.BLOCK, "SITE", f"the id says {muscle}, the record says {site.muscle}. Correct one."
    if site.side is None:
        yield Severity.BLOCK, "SIDE", "its side is not recorded. Record left, right or midline."
    elif side and site.side is not side:
        yield Severity.BLOCK, "SIDE", f"the id says {side.value}, the record says {site.side.value}. Correct one."


def _status(site: RecordedSite, views: tuple[str, ...]) -> Iterator[_Fault]:
    if site.status is Status.SKIPPED:
        if site.units or site.volume_ml:
            yield Severity.BLOCK, "SITE", "skipped, yet with units or a volume. Correct one."
        if not site.reason:
            yield Severity.ASK, "REASON", "skipped without a reason. Say why."
        return
    if site.status is None:
        yield Severity.BLOCK, "SITE", "nobody said whether it was given, skipped or moved. Record it."
    for value, code, what in (
        (site.units, "VOLUME", "its units are"),
        (site.volume_ml, "VOLUME", "its volume is"),
        (site.vial, "VIAL", "its vial is"),
    ):
        if not value:
            yield Severity.BLOCK, code, f"{what} not recorded. Say what was given, or that it was skipped."
    if site.status is Status.MOVED:
        if not site.reason:
            yield Severity.BLOCK, "REASON", "moved without a reason. Say why."
        if not site.view or site.x is None or site.y is None:
            yield Severity.BLOCK, "SITE", "moved, but not where to. Record view, x and y."
    if site.view and views and site.view not in views:
        yield Severity.BLOCK, "SITE", f"its view is none of the drawing ({', '.join(views)}). Correct it."


def _volumes(record: SessionRecord, planned: Protocol | None) -> Iterator[Finding]:
    """Whether each site's volume holds its units, by the dilution of its vial."""
    vials = {vial.id: vial for vial in reversed(record.vials)}
    alike: dict[str, list[str]] = {}
    faulty: set[str] = set()
    made_up: dict[Mixture, list[tuple[str, Decimal, Decimal]]] = {}
    for site in record.sites:
        vial = vials.get(site.vial)
        if vial is None or site.status is Status.SKIPPED or not site.units or not site.volume_ml:
            continue
        if vial.units and vial.diluent_ml:
            mixture = _making_up(planned, vial)
            if mixture:
                made_up.setdefault(mixture, []).append((site.id, site.units, site.volume_ml))
                continue
            because = _disagreement(site.units, site.volume_ml, vial.units, vial.diluent_ml)
            if because:
                alike.setdefault(because, []).append(site.id)
                faulty.add(vial.id)
    for because, sites in alike.items():
        yield _block("VOLUME", f"{_count(sites)}: {because}", *sites)
    for mixture, doses in made_up.items():
        skipped = any(site.status is Status.SKIPPED for site in record.sites)
        yield from _final_volume(mixture, doses, skipped=skipped)
    for vial in record.vials:
        drawn = _drawn(record, vial)
        volume = sum((site.volume_ml for site in drawn if site.volume_ml), Decimal(0))
        said = vial.id in faulty or (vial.units is not None and _given(record, vial) > vial.units)
        held = None if said or _making_up(planned, vial) else vial.diluent_ml
        if held and volume > held + TOLERANCE_LEFT_ML:
            yield _block(
                "VOLUME",
                f"Vial {_id(vial.id)}: {digits(volume)} mL were given from it, but it held {held:f} mL. "
                "Correct the volumes, or record the second vial.",
                vial.id,
            )
    for vial in record.vials:
        made = _named(vial.product)
        if vial.diluent_ml is None and made and _drawn(record, vial):
            finding = _ask if made.ready_to_use else _block
            what = "the volume of its solution" if made.ready_to_use else "its volume of diluent"
            yield finding(
                "VOLUME",
                f"Vial {_id(vial.id)}: {what} is not recorded, so units and volumes cannot be compared. Record it.",
                vial.id,
            )


def _making_up(planned: Protocol | None, vial: RecordedVial) -> Mixture | None:
    """The protocol's mixture of this vial, where the dose is made up to a final volume after it is drawn."""
    for mixture in planned.mixtures if planned else ():
        same = (mixture.vial_units, mixture.diluent_ml) == (vial.units, vial.diluent_ml)
        if same and mixture.dose_ml is not None:
            return mixture
    return None


def _final_volume(
    mixture: Mixture, doses: Sequence[tuple[str, Decimal, Decimal]], *, skipped: bool
) -> Iterator[Finding]:
    """Whether the sites were filled from one dose made up to its final volume."""
    final = mixture.dose_ml or Decimal(0)
    units = sum((amount for _, amount, _ in doses), Decimal(0))
    volume = sum((given for _, _, given in doses), Decimal(0))
    per_unit = Fraction(volume) / Fraction(units)
    names = [name for name, _, _ in doses]
    odd = [
        name
        for name, amount, given in doses
        if abs(Fraction(given) - Fraction(amount) * per_unit) > Fraction(TOLERANCE_ML)
    ]
    if odd:
        yield _block(
            "VOLUME",
            f"{_count(odd)}: another volume for a unit than in the other sites, though all come from one dose made up "
            f"to {final:f} mL. Correct units or volume.",
            *odd,
            source=mixture.source,
        )
    if volume > final + TOLERANCE_LEFT_ML:
        yield _block(
            "VOLUME",
            f"The sites got {digits(volume)} mL, but the dose is made up to {final:f} mL. Correct the volumes.",
            *names,
            source=mixture.source,
        )
    undiluted = per_unit * Fraction(mixture.vial_units) == Fraction(mixture.diluent_ml)
    if volume < final - TOLERANCE_LEFT_ML and (undiluted or not skipped):
        yield _ask(
            "VOLUME",
            f"The sites got {digits(volume)} mL, but the protocol makes the dose up to {final:f} mL after drawing it. "
            "Correct the volumes, or say why.",
            *names,
            source=mixture.source,
        )


def _count(sites: list[str]) -> str:
    return f"Site {sites[0]}" if len(sites) == 1 else f"{len(sites)} sites"


def _disagreement(units: Decimal, volume: Decimal, vial: Decimal, diluent: Decimal) -> str:
    """What is wrong, "" where units and volume agree within the tolerance."""
    per_unit = Fraction(diluent) / Fraction(vial)
    tolerance = Fraction(TOLERANCE_ML)
    right = Fraction(units) * per_unit
    if abs(Fraction(volume) - right) <= tolerance:
        return ""
    made = f"{vial:f} U in {diluent:f} mL"
    if abs(Fraction(units) - Fraction(volume) * per_unit) <= tolerance:
        return f"{units:f} U in {volume:f} mL, from {made}: millilitres and units seem to be swapped. Swap them back."
    return f"{units:f} U from {made} are {decimal_of(right):f} mL, not {volume:f} mL. Correct one of them."


# --- Around the session -----------------------------------------------------------------------------------------------


def _around(record: SessionRecord) -> Iterator[Finding]:
    for value, what in ((record.consent, "Consent"), (record.aftercare, "That aftercare instructions were given")):
        if value is None:
            yield _ask("CHECKLIST", f"{what} is not recorded: record it.")
    if record.consent is False:
        yield _ask("CHECKLIST", "The record says that there is no consent: say why the session went on.")
    if record.aftercare is False:
        yield _ask("CHECKLIST", "The record says that no aftercare instructions were given: give them, or say why not.")
    missing = [words for item, words in CHECKLIST.items() if item not in record.checklist]
    if missing:
        yield _ask("CHECKLIST", f"Not recorded in the checklist: {'; '.join(missing)}. Record it.")
    undone = [words for item, words in CHECKLIST.items() if record.checklist.get(item) is False]
    if undone:
        yield _ask("CHECKLIST", f"Not done, as the checklist says: {'; '.join(undone)}. Do it, or say why.")


def _signed(record: SessionRecord) -> Iterator[Finding]:
    if not record.signed_by:
        yield _note("SIGNATURE", "The record is not signed.")
    elif not record.signature:
        yield _note("SIGNATURE", "The record names who signed, but carries no signature: changes cannot be noticed.")
    if record.signature and not signature_holds(record):
        yield _block(
            "SIGNATURE",
            "The record is not what was signed: it was changed without an amendment. Look for the first copy.",
        )
    if record.amendments and not record.signature:
        yield _block("SIGNATURE", "There are amendments, but nothing was signed: correct the record itself.")
    for number, each in enumerate(record.amendments, 1):
        for text, what in ((each.author, "author"), (each.reason, "reason"), (each.at, "time")):
            if not text:
                yield _block("SIGNATURE", f"Amendment {number} has no {what}: record it.")

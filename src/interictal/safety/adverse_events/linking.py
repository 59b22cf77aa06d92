"""Which sessions an event may belong to, and what about it wants attention (docs/spec/adverse-events.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from interictal.injection.findings import Finding, Severity, in_order
from interictal.injection.record import SessionRecord, Status
from interictal.safety.adverse_events.causality import contradicts, relatedness
from interictal.safety.adverse_events.events import (
    SERIOUS_WORDS,
    AdverseEvent,
    Outcome,
    Related,
    Seriousness,
    Spread,
    term_named,
)
from interictal.safety.adverse_events.reporting import SCOPE, clock, minimum

LINK_DAYS = 112
"""16 weeks. The label says hours to weeks; the window is ours: no interval of the labels read here is longer."""

WINDOW = "interictal-adverse-events#window"
SIGNS = "us-pi-botox#boxed warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A session an event may belong to.

    Args:
        date: of the session.
        days: from the session to the onset; None where the onset is unknown.
        product: what was given, "" not recorded.
        lots: of its vials, in their order.
        sites: ids of the sites that were injected.
        record: the whole record.
    """

    date: dt.date
    days: int | None
    product: str
    lots: tuple[str, ...]
    sites: tuple[str, ...]
    record: SessionRecord


def link(event: AdverseEvent, records: Iterable[SessionRecord]) -> tuple[Offer, ...]:
    """The sessions of the same patient in the ``LINK_DAYS`` before the onset, the latest first.

    The day of the session itself belongs to them. Where the onset is unknown every session of the patient is offered:
    it is not known to be outside.

    Args:
        event: the event; without a patient nothing is offered.
        records: session records, also of other patients.

    Source: ``interictal-adverse-events#window``
    """
    offers = []
    for record in records:
        if not event.patient or record.patient != event.patient or record.date is None:
            continue
        days = None if event.onset is None else (event.onset - record.date).days
        if days is None or 0 <= days <= LINK_DAYS:
            offers.append(
                Offer(
                    date=record.date,
                    days=days,
                    product=record.product,
                    lots=tuple(dict.fromkeys(vial.lot for vial in record.vials if vial.lot)),
                    sites=tuple(site.id for site in record.sites if site.id and site.status is not Status.SKIPPED),
                    record=record,
                )
            )
    return tuple(sorted(offers, key=lambda offer: offer.date, reverse=True))


def linked_record(event: AdverseEvent, records: Iterable[SessionRecord]) -> SessionRecord | None:
    """The record of the session the event names, None where it names none or there is no such record."""
    return next(
        (
            record
            for record in records
            if event.session is not None
            and event.patient
            and record.patient == event.patient
            and record.date == event.session
        ),
        None,
    )


def event_findings(
    event: AdverseEvent, records: Iterable[SessionRecord], *, today: dt.date | None = None
) -> tuple[Finding, ...]:
    """What about an event wants attention, the most urgent first.

    Args:
        event: the event.
        records: session records of the clinic.
        today: days after it cannot be; None leaves that unchecked.
    """
    known = tuple(records)
    record = linked_record(event, known)
    findings = [
        *_dates(event, today),
        *_links(event, record),
        *_serious(event),
        *_missing(event, record),
        *_expedited(event, record),
    ]
    # What needs a doctor at once comes before what is wrong with the record.
    return *_spread(event, known), *in_order(findings)


def _spread(event: AdverseEvent, records: tuple[SessionRecord, ...]) -> list[Finding]:
    term = term_named(event.term)
    if term is None or term.spread is Spread.NO:
        return []
    care = "A patient with trouble swallowing, speaking or breathing, or weak all over, needs immediate medical care."
    offers = link(event, records)
    if event.onset is None:
        when = "its day of onset is not known, so a session may have come before it"
    elif offers:
        when = f"it began {_days(offers[0].days)}"
    else:
        when = f"no session of this patient in the {LINK_DAYS} days before it is recorded here; ask about other clinics"
    outside = event.onset is not None and not offers
    if term.spread is Spread.SIGN_OR_LOCAL:
        words = (
            f"{term.name}: {when}. The label names it among the signs of distant spread, and near injected muscles it "
            f"is common too: look for the other signs. {care}"
        )
        return [_finding("SPREAD", Severity.NOTE, words, SIGNS, event)]
    words = f"Urgent. {term.name}: {when}; it may be a sign that the toxin's effect has spread. {care}"
    return [_finding("SPREAD", Severity.ASK, words, WINDOW if outside else SIGNS, event)]


def _days(days: int | None) -> str:
    """How long after an injection."""
    if days == 0:
        return "on the same day as an injection"
    return f"{days} day{'' if days == 1 else 's'} after an injection"


def _serious(event: AdverseEvent) -> list[Finding]:
    if event.serious is None:
        words = (
            "Nobody said whether it is serious (serious is what came of it, not how intense it was): "
            "judge the six criteria of ICH E2A."
        )
        return [_finding("SERIOUS", Severity.ASK, words, "ich-e2a#II.B", event)]
    if not event.serious:
        return []
    criteria = list(event.seriousness or ())
    if event.outcome is Outcome.FATAL and Seriousness.DEATH not in criteria:
        criteria.insert(0, Seriousness.DEATH)
    words = f"Serious: {'; '.join(SERIOUS_WORDS[each] for each in criteria)}. Report it to the authority without delay."
    return [_finding("SERIOUS", Severity.ASK, words, "ich-e2a#II.B", event)]


def _missing(event: AdverseEvent, record: SessionRecord | None) -> list[Finding]:
    found = []
    missing = minimum(event, record)
    if missing:
        words = f"A report needs four things; missing: {', '.join(each.value for each in missing)}. Record it."
        severity = Severity.NOTE if event.serious is False else Severity.ASK
        found.append(_finding("INCOMPLETE", severity, words, "gvp-vi-b2", event))
    if contradicts(event):
        words = (
            f"Relatedness is recorded as {event.related.value}, and the WHO-UMC category as {event.who_umc}: "
            "they contradict each other. Correct one; until then it is unknown."
        )
        found.append(_finding("INCOMPLETE", Severity.ASK, words, "who-umc-categories", event))
    elif relatedness(event) is Related.UNKNOWN:
        words = "Nobody judged whether the treatment caused it: it cannot stand in a treatment-related rate. Judge it."
        found.append(_finding("INCOMPLETE", Severity.NOTE, words, "interictal-adverse-events#causality", event))
    if not event.lots and not (record and any(vial.lot for vial in record.vials)):
        words = "No lot is recorded: a report on a biological names its batch. Link the session, or enter the lot."
        found.append(_finding("INCOMPLETE", Severity.ASK, words, "interictal-adverse-events#lots", event))
    return found


def _expedited(event: AdverseEvent, record: SessionRecord | None) -> list[Finding]:
    due = clock(event, record)
    if due is None:
        return []
    return [_finding("EXPEDITED", Severity.NOTE, f"{due.words} {SCOPE}", due.source, event)]


def _dates(event: AdverseEvent, today: dt.date | None) -> list[Finding]:
    found = []
    if event.onset and event.end and event.end < event.onset:
        found.append(f"It ended on {event.end}, before it began on {event.onset}")
    if event.onset and event.received and event.received < event.onset:
        found.append(f"It was known on {event.received}, before it began on {event.onset}")
    for name, day in (("onset", event.onset), ("end", event.end), ("received", event.received)):
        if today is not None and day is not None and day > today:
            found.append(f"The day of {name}, {day}, is after today, {today}")
    return [
        _finding("DATE", Severity.BLOCK, f"{each}: correct the dates.", "interictal-adverse-events", event)
        for each in found
    ]


def _links(event: AdverseEvent, record: SessionRecord | None) -> list[Finding]:
    if event.session is None:
        return []
    found = []
    if event.onset is not None and event.session > event.onset:
        words = f"The linked session of {event.session} came after the onset on {event.onset}: link another."
        found.append(_finding("DATE", Severity.BLOCK, words, WINDOW, event))
    if record is None:
        words = f"No record of this patient's session of {event.session} was given: lot and sites cannot be checked."
        return [*found, _finding("INCOMPLETE", Severity.ASK, words, "interictal-adverse-events", event)]
    sites = {site.id for site in record.sites}
    strange = [site for site in event.sites if site not in sites]
    if strange:
        words = f"{len(strange)} of the linked sites are not in the session of {event.session}: correct them."
        found.append(_finding("SITE", Severity.BLOCK, words, "interictal-adverse-events", event))
    lots = {vial.lot for vial in record.vials}
    if any(lot not in lots for lot in event.lots):
        words = f"A linked lot is not one of the vials of the session of {event.session}: correct it."
        found.append(_finding("VIAL", Severity.BLOCK, words, "interictal-adverse-events#lots", event))
    if event.product and record.product and event.product != record.product:
        words = f"The event names {event.product}, the session of {event.session} {record.product}: correct one."
        found.append(_finding("PRODUCT", Severity.BLOCK, words, "interictal-adverse-events", event))
    return found


def _finding(code: str, severity: Severity, because: str, source: str, event: AdverseEvent) -> Finding:
    return Finding(code=code, severity=severity, because=because, source=source, about=(event.id,))

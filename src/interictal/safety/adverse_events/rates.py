"""How often side effects happen in a clinic, beside what is published (docs/spec/side-effect-rates.md).

The denominators come from the session records, never from the events: a patient without any event counts in full.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from interictal.errors import DataUnavailable, InvalidInput
from interictal.injection.products import product_named
from interictal.injection.record import SessionRecord
from interictal.safety.adverse_events.causality import relatedness
from interictal.safety.adverse_events.events import AdverseEvent, Related, term_named, terms
from interictal.safety.adverse_events.exact import Interval, count, proportion
from interictal.safety.adverse_events.linking import LINK_DAYS
from interictal.safety.adverse_events.published import ANY, GROUPS, PLACEBO, SERIOUS, Kind, Published, published

FOLLOW_UP_DAYS = LINK_DAYS
"""After the last session, where no end is given: as long as an event may be linked to a session."""

SOURCE = "interictal-side-effect-rates"

_YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What the rates are taken of.

    Args:
        product: nonproprietary name; products are never pooled.
        sessions: sessions with it.
        followed: patient -> first and last day of follow-up, both included.
        not_counted: session records of this product without patient or date, or after the end.
    """

    product: str
    sessions: int
    followed: dict[str, tuple[dt.date, dt.date]]
    not_counted: int

    @property
    def patients(self) -> int:
        """Patients with at least one session."""
        return len(self.followed)

    @property
    def patient_years(self) -> float:
        """Days of follow-up of all patients together, in years of 365.25 days."""
        return sum((last - first).days + 1 for first, last in self.followed.values()) / _YEAR


def exposure(
    records: Iterable[SessionRecord],
    *,
    product: str,
    indication: str = "",
    end: dt.date | None = None,
    today: dt.date | None = None,
) -> Exposure:
    """Sessions, patients and follow-up.

    Args:
        records: session records of the clinic.
        product: nonproprietary name.
        indication: id; "" for all indications of the product.
        end: last day of follow-up for everyone. Without it a patient's follow-up ends ``FOLLOW_UP_DAYS`` after the
            last session.
        today: nobody has been followed for longer, whatever ``end`` is; None leaves that unchecked.

    Returns:
        The exposure. Two records of one patient on one day are one session.

    Raises:
        InvalidInput: no such product.

    Source: ``interictal-side-effect-rates#follow-up``
    """
    product = product_named(product)
    if today is not None and end is not None:
        end = min(end, today)
    latest = end or today
    days: dict[str, set[dt.date]] = {}
    not_counted = 0
    for record in records:
        if record.product != product or (indication and record.indication != indication):
            continue
        if not record.patient or record.date is None or (latest is not None and record.date > latest):
            not_counted += 1
            continue
        days.setdefault(record.patient, set()).add(record.date)
    return Exposure(
        product=product,
        sessions=sum(map(len, days.values())),
        followed={patient: (min(dates), end or _until(max(dates), today)) for patient, dates in sorted(days.items())},
        not_counted=not_counted,
    )


def _until(last_session: dt.date, today: dt.date | None) -> dt.date:
    """The end of a follow-up that nobody named: the window after the last session, as far as it has passed."""
    planned = last_session + dt.timedelta(days=FOLLOW_UP_DAYS)
    return planned if today is None else min(planned, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A clinic's own rate of one term and kind.

    Args:
        term: id of the plain list, or ``ANY`` or ``SERIOUS``.
        kind: what is counted.
        events: how many events.
        with_event: patients with at least one.
        unjudged: further events of the term that nobody judged (as related, or as serious): they are in no count of
            related or serious events, which is then a lowest possible one.
        sessions, patients, patient_years: the denominators.
        per_100_sessions, per_100_patient_years: exact 95 % intervals of the rates of events.
        per_patient: exact 95 % interval of the proportion of patients.
    """

    term: str
    kind: Kind
    events: int
    with_event: int
    unjudged: int
    sessions: int
    patients: int
    patient_years: float
    per_100_sessions: Interval
    per_100_patient_years: Interval
    per_patient: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Which of the clinic's events count.

    Args:
        events: those of patients under follow-up with the product, in its time.
        outside: events of the product that came before the first session or after the follow-up, or in a patient
            without a session.
        unassigned: events of patients who were given the product, whose own product nobody recorded; they count.
        undated: events without a day of onset; they count.
    """

    events: tuple[AdverseEvent, ...]
    outside: int
    unassigned: int
    undated: int


def counted(events: Iterable[AdverseEvent], exposed: Exposure) -> Counted:
    """The events that belong to an exposure.

    An event of another product does not count. One without a product or a day counts, and is named: to leave it out
    would make the treatment look safer than it may be.

    Source: ``interictal-side-effect-rates#events``
    """
    inside: list[AdverseEvent] = []
    outside = unassigned = undated = 0
    for event in events:
        if event.product not in ("", exposed.product):
            continue
        span = exposed.followed.get(event.patient)
        if span is None or (event.onset is not None and not span[0] <= event.onset <= span[1]):
            outside += 1
            continue
        inside.append(event)
        unassigned += event.product == ""
        undated += event.onset is None
    return Counted(events=tuple(inside), outside=outside, unassigned=unassigned, undated=undated)


def rate(events: Iterable[AdverseEvent], exposed: Exposure, *, term: str, kind: Kind) -> Rate:
    """A clinic's own rate.

    Args:
        events: of the clinic; those outside the exposure are left out.
        exposed: the denominators.
        term: id of the plain list, ``ANY`` or ``SERIOUS``.
        kind: all-cause counts every event; the other two count those held to be related to the treatment.

    Raises:
        InvalidInput: no such term.
        DataUnavailable: there is no session to take a rate of.
    """
    if term not in terms() and term not in GROUPS:
        raise InvalidInput("term", term, "an id of terms.toml, any, serious", "See the plain list of terms.")
    if not exposed.patients:
        raise DataUnavailable(
            f"no rate without a session: no record of a session with {exposed.product} has a patient and a date. "
            "Give the session records."
        )
    hits: list[AdverseEvent] = []
    unjudged = 0
    for event in counted(events, exposed).events:
        judged = _all(_of_term(event, term), _of_kind(event, kind))
        if judged:
            hits.append(event)
        unjudged += judged is None
    with_event = len({event.patient for event in hits})
    counts = count(len(hits))
    return Rate(
        term=term,
        kind=kind,
        events=len(hits),
        with_event=with_event,
        unjudged=unjudged,
        sessions=exposed.sessions,
        patients=exposed.patients,
        patient_years=exposed.patient_years,
        per_100_sessions=counts.times(100 / exposed.sessions),
        per_100_patient_years=counts.times(100 / exposed.patient_years),
        per_patient=proportion(with_event, exposed.patients),
    )


def _of_term(event: AdverseEvent, term: str) -> bool | None:
    if term == ANY:
        return True
    if term == SERIOUS:
        return event.serious
    own = term_named(event.term)
    return own is not None and own.id == term


def _of_kind(event: AdverseEvent, kind: Kind) -> bool | None:
    if kind is Kind.ALL_CAUSE:
        return True
    return {Related.YES: True, Related.NO: False, Related.UNKNOWN: None}[relatedness(event)]


def _all(*answers: bool | None) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: ours beside one published rate of the same kind.

    Args:
        term: id, ``ANY`` or ``SERIOUS``.
        name: in plain words.
        kind: what both sides count.
        ours: the clinic's rate, None without any session.
        published: the published one, None for a term that no study in the list counted so.
        placebo: the same study's placebo arm, None where there is none.
        ours_words, published_words: both sides as a person reads them.
        note: what keeps the two from being compared freely, "" nothing.
    """

    term: str
    name: str
    kind: Kind
    ours: Rate | None
    published: Published | None
    placebo: Published | None
    ours_words: str
    published_words: str
    note: str


def side_effect_table(
    events: Iterable[AdverseEvent],
    records: Iterable[SessionRecord],
    *,
    product: str = "onabotulinumtoxinA",
    indication: str = "chronic-migraine",
    end: dt.date | None = None,
    today: dt.date | None = None,
    rates: Callable[[], tuple[Published, ...]] = published,
) -> tuple[Row, ...]:
    """A clinic's side effects beside the published ones.

    Each published rate of this product and indication is one row, with the clinic's rate of the same kind: an all-cause
    rate stands beside an all-cause rate, a treatment-related one beside a treatment-related one. The clinic's own terms
    that no study of the list counted follow, all-cause.

    Args:
        events, records: of the clinic.
        product: nonproprietary name.
        indication: id.
        end, today: last day of follow-up, see ``exposure``.
        rates: the published rates.

    Raises:
        InvalidInput: no such product.
    """
    all_events = tuple(events)
    exposed = exposure(records, product=product, indication=indication, end=end, today=today)
    listed = [one for one in rates() if one.product == exposed.product and one.indication == indication]
    placebo = {(one.study, one.term, one.kind): one for one in listed if one.arm == PLACEBO}
    order = [*GROUPS, *terms()]
    active = sorted(
        (one for one in listed if one.arm != PLACEBO),
        key=lambda one: (order.index(one.term), list(Kind).index(one.kind)),
    )
    rows = [_table_row(all_events, exposed, one, placebo.get((one.study, one.term, one.kind))) for one in active]
    covered = {(one.term, one.kind) for one in active}
    ours = {own.id for event in counted(all_events, exposed).events if (own := term_named(event.term))}
    rows += [
        _own_row(all_events, exposed, term)
        for term in terms()
        if term in ours and (term, Kind.ALL_CAUSE) not in covered
    ]
    return tuple(rows)


def _table_row(events: tuple[AdverseEvent, ...], exposed: Exposure, one: Published, placebo: Published | None) -> Row:
    ours = rate(events, exposed, term=one.term, kind=one.kind) if exposed.patients else None
    notes = []
    if ours is not None and ours.unjudged:
        what = "whether it was serious" if one.kind is Kind.ALL_CAUSE else "whether the treatment caused it"
        if one.kind is not Kind.ALL_CAUSE and one.term == SERIOUS:
            what = "whether it was serious, or whether the treatment caused it"
        each = "one more event, of which" if ours.unjudged == 1 else f"{ours.unjudged} more events, of which"
        notes.append(f"Ours is a lowest count: {each} nobody said {what}. Record it.")
    if one.note:
        notes.append(f"Published figure: {one.note}.")
    return Row(
        term=one.term,
        name=_name(one.term),
        kind=one.kind,
        ours=ours,
        published=one,
        placebo=placebo,
        ours_words=_ours_words(ours),
        published_words=_published_words(one, placebo),
        note=" ".join(notes),
    )


def _own_row(events: tuple[AdverseEvent, ...], exposed: Exposure, term: str) -> Row:
    ours = rate(events, exposed, term=term, kind=Kind.ALL_CAUSE)
    return Row(
        term=term,
        name=_name(term),
        kind=Kind.ALL_CAUSE,
        ours=ours,
        published=None,
        placebo=None,
        ours_words=_ours_words(ours),
        published_words="no published all-cause rate in the list",
        note="",
    )


def _name(term: str) -> str:
    return GROUPS[term] if term in GROUPS else terms()[term].name


def _ours_words(ours: Rate | None) -> str:
    if ours is None:
        return "no session recorded"
    events = "1 event" if ours.events == 1 else f"{ours.events} events"
    sessions = "1 session" if ours.sessions == 1 else f"{ours.sessions} sessions"
    share = 100 * ours.with_event / ours.patients
    limits = ours.per_patient.times(100)
    years = ours.per_100_patient_years
    return (
        f"{events} in {sessions}; {ours.with_event} of {ours.patients} patients, {share:.1f} % "
        f"(95 % interval {limits.low:.1f} to {limits.high:.1f}); "
        f"{100 * ours.events / ours.patient_years:.1f} per 100 patient-years ({years.low:.1f} to {years.high:.1f})"
    )


def _published_words(one: Published, placebo: Published | None) -> str:
    of = "" if one.n is None else f" of {one.n} patients"
    words = f"{one.study}: {_percent(one)}{of}"
    if one.interval is not None:
        limits = one.interval.times(100)
        words += f" (95 % interval {limits.low:.1f} to {limits.high:.1f})"
    if placebo is not None:
        words += f"; placebo {_percent(placebo)}"
    return f"{words}; {one.kind.value}; {one.exposure or 'length of observation not seen'}"


def _percent(one: Published) -> str:
    """With a mark of its own: one arm may have been seen and the other not."""
    return f"{'under ' if one.below else ''}{one.percent} %{'' if one.confirmed else ' (unconfirmed)'}"

"""The time since the last toxin, anywhere: every product, every indication, every clinic counts.

Days are counted between local civil dates, so that neither a clock change nor a time zone moves the boundary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from interictal.injection.findings import Finding, Severity
from interictal.injection.limits import Bound, Limit
from interictal.injection.previous import Earlier
from interictal.injection.record import Elsewhere
from interictal.units import digits

OURS = "interictal-injection"
"""Source of what no label says: what is asked because an answer, a date or an amount is missing."""

OUR_INTERVAL_DAYS = 84
"""Days: asked about after any toxin, because it may add to this one, also where a label allows less (ours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toxin:
    """One earlier injection, as far as it is known.

    Args:
        date: local civil date, None unknown.
        product: nonproprietary name, "" unknown.
        units: amount, in the product's own units; None unknown.
        indication: id, or as it was told; "" unknown.
        elsewhere: told by the patient, not from the file of earlier sessions.
    """

    date: dt.date | None
    product: str = ""
    units: Decimal | None = None
    indication: str = ""
    elsewhere: bool = False


def history(earlier: Iterable[Earlier], elsewhere: Iterable[Elsewhere] = ()) -> tuple[Toxin, ...]:
    """Earlier sessions and toxin given elsewhere, as one list.

    What the patient tells of elsewhere is left out where it stands among the earlier sessions already, with the same
    day, product and units: it was told at an earlier visit too.
    """
    known = [
        Toxin(date=each.date, product=each.product, units=each.units, indication=each.indication) for each in earlier
    ]
    same = {(each.date, each.product, each.units) for each in known}
    told = [
        Toxin(date=each.date, product=each.product, units=each.units, indication=each.indication, elsewhere=True)
        for each in elsewhere
        if (each.date, each.product, each.units) not in same
    ]
    return (*known, *told)


def interval_findings(
    toxins: Sequence[Toxin],
    limits: Iterable[Limit],
    *,
    date: dt.date | None,
    group: str,
    known: bool = True,
    protocols: Limit | None = None,
) -> tuple[Finding, ...]:
    """What the time since the last toxin asks for on this day.

    Any toxin within ``OUR_INTERVAL_DAYS`` asks, whatever a label allows; a longer interval of the label stays. Where
    the label of the indication allows less, and nothing but this product for this indication was given within those
    days, it is a note.

    Args:
        toxins: earlier injections, ``history``.
        limits: those of kind INTERVAL_DAYS are looked at.
        date: of the session; None not recorded.
        group: "adult", "paediatric", "" unknown: limits of other ages are left out.
        known: False where nobody gave the earlier sessions.
        protocols: the protocol's interval, which stands in where no limit is one; None where it has none.

    Returns:
        DOSEIVL: the interval is not kept, or it cannot be known; nothing where it is kept.
    """
    own = max(
        (each for each in limits if each.bound is Bound.INTERVAL_DAYS and applies(each, group)),
        key=lambda each: each.value,
        default=None,
    )
    given = own or protocols
    any_toxin = Decimal(OUR_INTERVAL_DAYS)
    least = any_toxin if given is None else max(given.value, any_toxin)
    needed = f"{digits(least)} days"
    if date is None:
        source = OURS if given is None else given.source
        return (
            _interval(f"The date of the session is not recorded: the interval of {needed} cannot be checked.", source),
        )
    found: list[Finding] = []
    recent = [each for each in toxins if each.date is not None and 0 <= (date - each.date).days < least]
    if recent:
        days = min((date - each.date).days for each in recent if each.date is not None)
        one = _too_soon(days, recent, given, borrowed=own is None)
        if one.severity is Severity.ASK:
            return (one,)
        found.append(one)
    if any(each.date is None for each in toxins):
        found.append(
            _interval(
                f"When toxin was given elsewhere is not known: the interval of {needed} cannot be checked. "
                f"Find out, or give the reason for going on.{'' if given is None else seen(given.confirmed)}",
                OURS if given is None else given.source,
            )
        )
    elif not known:
        found.append(
            _interval(
                f"No earlier sessions were given: neither the interval of {needed} nor a sum over months could "
                "be checked against them. Give them.",
                OURS,
                Severity.NOTE,
            )
        )
    return tuple(found)


def _too_soon(days: int, recent: Sequence[Toxin], given: Limit | None, *, borrowed: bool) -> Finding:
    """What is said of toxin so recent; ``borrowed``: the interval is the protocol's."""
    since = f"{count(days, 'day')} since the last botulinum toxin, anywhere"
    do = "Postpone, or give the reason."
    if given is None:
        whose = f"no interval of the label is on file, so ours is taken, which is {OUR_INTERVAL_DAYS} days"
        return _interval(f"{since}; {whose}. {do}", OURS)
    value = f"{digits(given.value)} days"
    if borrowed:
        whose = f"no interval of this label was seen; the protocol's is {value}"
    elif days < given.value:
        whose = f"the label's interval is {value}"
    else:
        whose = f"the label of this indication allows {value}"
    mark = seen(given.confirmed)
    if days < given.value:
        short = (
            f", and after any toxin {OUR_INTERVAL_DAYS} days are asked about" if given.value < OUR_INTERVAL_DAYS else ""
        )
        return _interval(f"{since}; {whose}{short}. {do}{mark}", given.source)
    rule = f"after any toxin {OUR_INTERVAL_DAYS} days are asked about"
    if not borrowed and all((each.product, each.indication) == (given.product, given.indication) for each in recent):
        return _interval(f"{since}, of this product for this indication; {whose}.{mark}", given.source, Severity.NOTE)
    return _interval(f"{since}; {rule}; {whose}. {do}{mark}", OURS)


def date_findings(toxins: Iterable[Toxin], *, date: dt.date | None, today: dt.date | None) -> tuple[Finding, ...]:
    """Injections that are called earlier, but are dated after the session, and so are left out of every count.

    Args:
        toxins: earlier injections.
        date: of the session.
        today: None where a plan is checked, which has no today.

    Returns:
        DATE: blocking where the injection lies in the future or the record itself says that it was before; asking
        where a file of sessions simply goes on after this one.
    """
    if date is None:
        return ()
    late = [each for each in toxins if each.date is not None and each.date > date]
    wrong = [
        each for each in late if each.elsewhere or (today is not None and each.date is not None and each.date > today)
    ]
    found = []
    if wrong:
        found.append(
            Finding(
                code="DATE",
                severity=Severity.BLOCK,
                because=f"Dated after this session or in the future, which cannot be: {count(len(wrong), 'injection')} "
                "called earlier. Not counted: correct the date.",
                source=OURS,
            )
        )
    if len(late) > len(wrong):
        found.append(
            Finding(
                code="DATE",
                severity=Severity.ASK,
                because=f"Dated after this session: {count(len(late) - len(wrong), 'injection')} given as earlier. Not "
                "counted: check the dates, or say that it came later.",
                source=OURS,
            )
        )
    return tuple(found)


def applies(limit: Limit, group: str) -> bool:
    """Whether a limit is for this age; where the age is not known, it may be."""
    return not (limit.ages and group and limit.ages != group)


def count(number: int, noun: str) -> str:
    """The number with its noun, in the plural where there are several.

    >>> count(1, "site"), count(2, "site")
    ('1 site', '2 sites')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def seen(confirmed: bool) -> str:
    """What a user is told of a figure that was not seen at its source; nothing of others."""
    return "" if confirmed else " This was not seen in the label itself: look it up."


def _interval(because: str, source: str, severity: Severity = Severity.ASK) -> Finding:
    return Finding(code="DOSEIVL", severity=severity, because=because, source=source)

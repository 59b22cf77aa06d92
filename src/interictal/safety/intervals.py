"""The time since the last toxin, anywhere: every product, every indication, every clinic counts.

Days are counted between local civil dates, so that neither a clock change nor a time zone moves the boundary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from interictal.injection.dilution import plain
from interictal.injection.findings import Finding, Severity
from interictal.injection.limits import Bound, Limit
from interictal.injection.previous import Earlier
from interictal.injection.record import Elsewhere

OURS = "interictal-injection"
"""Source of what no label says: what is asked because an answer, a date or an amount is missing."""

OUR_INTERVAL_DAYS = 84
"""Days: asked about where no label gives an interval, because any toxin within them may add to this one (ours)."""


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
    toxins: Sequence[Toxin], limits: Iterable[Limit], *, date: dt.date | None, group: str, known: bool = True
) -> tuple[Finding, ...]:
    """What the label's interval says of a session on this day.

    Args:
        toxins: earlier injections, ``history``.
        limits: those of kind INTERVAL_DAYS are looked at.
        date: of the session; None not recorded.
        group: "adult", "paediatric", "" unknown: limits of other ages are left out.
        known: False where nobody gave the earlier sessions.

    Returns:
        DOSEIVL, at most one: the interval is not kept, or it cannot be known.
    """
    applying = [each for each in limits if each.bound is Bound.INTERVAL_DAYS and applies(each, group)]
    longest = max(applying, key=lambda each: each.value, default=None)
    if longest is None:
        least, source, mark = Decimal(OUR_INTERVAL_DAYS), OURS, ""
        whose = f"no interval of the label is on file, so ours is taken, which is {OUR_INTERVAL_DAYS} days"
    else:
        least, source, mark = longest.value, longest.source, seen(longest.confirmed)
        whose = f"the label's interval is {plain(least):f} days"
    needed = f"{plain(least):f} days"
    if date is None:
        return (
            _interval(f"The date of the session is not recorded: the interval of {needed} cannot be checked.", source),
        )
    dates = [each.date for each in toxins if each.date is not None and each.date <= date]
    if dates and (days := (date - max(dates)).days) < least:
        return (
            _interval(
                f"{count(days, 'day')} since the last botulinum toxin, anywhere; {whose}. "
                f"Postpone, or give the reason.{mark}",
                source,
            ),
        )
    if any(each.date is None for each in toxins):
        return (
            _interval(
                f"When toxin was given elsewhere is not known: the interval of {needed} cannot be checked. "
                f"Find out, or give the reason for going on.{mark}",
                source,
            ),
        )
    if not known:
        return (
            _interval(
                f"No earlier sessions were given: neither the interval of {needed} nor a sum over months could "
                "be checked against them. Give them.",
                OURS,
                Severity.NOTE,
            ),
        )
    return ()


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

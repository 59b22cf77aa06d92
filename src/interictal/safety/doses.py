"""Doses against the label: one site, one muscle, one side, the session, and the sum over months.

Limits are data and come in as arguments. Units are bound to their product: a limit of another product is refused, and
another product's toxin is never added.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from types import MappingProxyType
from typing import NamedTuple

from interictal.injection.findings import Finding, Severity
from interictal.injection.limits import Bound, Limit
from interictal.injection.protocols import Side
from interictal.safety.intervals import OURS, Toxin, applies, count, seen
from interictal.units import ToxinUnits, digits

NO_STEPS: Mapping[str, Decimal] = MappingProxyType({})
"""Weight counts as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One injection point, planned or given.

    Args:
        site: id.
        muscle: name, "" not recorded.
        side: None not recorded; such a site counts with each side, since it may be either.
        units: None not recorded.
    """

    site: str
    muscle: str
    side: Side | None
    units: Decimal | None


def dose_findings(
    product: str,
    doses: Sequence[Dose],
    limits: Iterable[Limit],
    *,
    date: dt.date | None,
    toxins: Sequence[Toxin] = (),
    weight_kg: Decimal | None = None,
    weight_steps: Mapping[str, Decimal] = NO_STEPS,
    group: str = "",
) -> tuple[Finding, ...]:
    """What the label's limits say of these doses, in this session and together with what was given before.

    Args:
        product: nonproprietary name, whose units the doses are.
        doses: the sites.
        limits: of this product; those on intervals are left to ``intervals``.
        date: of the session; None not recorded.
        toxins: earlier injections, also elsewhere. Only those of the same product are added (``other_toxin`` finds
            the others); one of unknown indication counts for every indication.
        weight_kg: None unknown: limits per kilogram then ask, unless already their cap is exceeded.
        weight_steps: indication -> kilograms: for limits of that indication weight counts in such steps, rounded down.
        group: "adult", "paediatric", "" unknown: limits of other ages are left out.

    Returns:
        DOSEH findings that ask: first what is over in this session, in the order of the limits, units and sites of the
        same muscle or session together; then sums over months; then what is missing: units, the weight, the date.

    Raises:
        UnitMismatch: a limit of another product.
    """
    sums: list[_Sum] = []
    over: list[_Over] = []
    applying = [each for each in limits if each.bound is not Bound.INTERVAL_DAYS and applies(each, group)]
    for limit in applying:
        ToxinUnits(product, Decimal(0)) + ToxinUnits(limit.product, Decimal(0))  # refuses another product's limit
        allowed = _allowed(limit, weight_kg, weight_steps)
        if limit.bound is Bound.CUMULATIVE_UNITS:
            if date is not None:
                sums += _cumulative(product, doses, limit, allowed, date, toxins)
        elif allowed is not None:
            over += [
                _Over(limit, allowed, *measured, step=weight_steps.get(limit.indication))
                for measured in _MEASURES[limit.bound](doses, limit, allowed)
                if measured[0] > allowed
            ]
    session = any(each.limit.bound is Bound.SESSION_UNITS for each in over)
    # A session that is over by itself was told so: the limit of the same day would say it again.
    found = [*_together(over), *_slips(over), *(each.finding for each in sums if not (each.alone and session))]
    cited = applying[0].source if applying else OURS
    if unknown := tuple(each.site for each in doses if each.units is None):
        found.append(
            Finding(
                code="DOSEH",
                severity=Severity.ASK,
                because=f"Units not recorded: {count(len(unknown), 'site')}. No total can be known. Record them.",
                source=cited,
                about=unknown,
            )
        )
    if weight_kg is None and (per_kg := [each for each in applying if each.per_kg]):
        found.append(
            Finding(
                code="DOSEH",
                severity=Severity.ASK,
                because=f"The label limits by body weight, which is not known ({count(len(per_kg), 'limit')} per kg): "
                "this cannot be checked. Record the weight.",
                source=per_kg[0].source,
            )
        )
    if date is None and (open_sums := [each for each in applying if each.bound is Bound.CUMULATIVE_UNITS]):
        found.append(
            Finding(
                code="DOSEH",
                severity=Severity.ASK,
                because="The date of the session is not recorded: the sum over months cannot be checked.",
                source=open_sums[0].source,
            )
        )
    return tuple(found)


def other_toxin(product: str, toxins: Iterable[Toxin], since: dt.date, date: dt.date) -> tuple[Toxin, ...]:
    """Injections within the window that cannot be added: of another product, or of one that is not known.

    Args:
        product: of this session.
        toxins: earlier injections.
        since: the window starts after this day; an injection without a date may be in it.
        date: of this session.
    """
    return tuple(
        each for each in toxins if each.product != product and (each.date is None or since < each.date <= date)
    )


def window_start(date: dt.date, *, months: int = 0, days: int = 0) -> dt.date:
    """The day so long before: a session on it no longer counts.

    Months are calendar months, cut at the end of a shorter month.

    >>> window_start(dt.date(2026, 5, 31), months=3)
    datetime.date(2026, 2, 28)
    """
    before = date.year * 12 + date.month - 1 - months
    year, month = divmod(before, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(date.day, last)) - dt.timedelta(days=days)


def window_start_of(date: dt.date, limit: Limit) -> dt.date:
    """``window_start`` of a limit on a sum."""
    return window_start(date, months=limit.within_months or 0, days=limit.within_days or 0)


def over_site(
    doses: Iterable[Dose],
    limits: Iterable[Limit],
    *,
    weight_kg: Decimal | None = None,
    weight_steps: Mapping[str, Decimal] = NO_STEPS,
) -> frozenset[str]:
    """The sites that a limit of one site, as ``dose_findings`` reports it, names."""
    return _named(doses, (each for each in limits if each.bound is Bound.SITE_UNITS), weight_kg, weight_steps)


def over_place(
    doses: Iterable[Dose],
    limits: Iterable[Limit],
    *,
    weight_kg: Decimal | None = None,
    weight_steps: Mapping[str, Decimal] = NO_STEPS,
) -> frozenset[str]:
    """The sites that a limit of one site or of one muscle names, not those of a whole limb or session."""
    own = (each for each in limits if each.bound is Bound.SITE_UNITS or (each.muscle and each.bound in _MEASURES))
    return _named(doses, own, weight_kg, weight_steps)


def _named(
    doses: Iterable[Dose], limits: Iterable[Limit], weight_kg: Decimal | None, weight_steps: Mapping[str, Decimal]
) -> frozenset[str]:
    given = tuple(doses)
    found: set[str] = set()
    for limit in limits:
        allowed = _allowed(limit, weight_kg, weight_steps)
        if allowed is not None:
            measured = _MEASURES[limit.bound](given, limit, allowed)
            found.update(*(sites for amount, sites, _ in measured if amount > allowed))
    return frozenset(found)


def weight_counted(weight_kg: Decimal, step: Decimal | None) -> Decimal:
    """The weight a dose goes by: rounded down to whole steps, where there are any.

    >>> weight_counted(Decimal("13.9"), Decimal(2))
    Decimal('12')
    """
    return weight_kg if step is None else (weight_kg / step).to_integral_value(ROUND_FLOOR) * step


def limit_words(limit: Limit) -> str:
    """A limit as it is named where it is not confirmed: "40 U onabotulinumtoxinA (temporalis, muscle units)"."""
    if limit.bound is Bound.INTERVAL_DAYS:
        return f"{digits(limit.value)} days between sessions"
    number = _shown(limit.value, limit) + (" per kg" if limit.per_kg else "")
    span = _window(limit) if limit.bound is Bound.CUMULATIVE_UNITS else limit.bound.value.replace("_", " ")
    return f"{number} ({f'{limit.muscle}, ' if limit.muscle else ''}{span})"


# --- What each kind of limit measures --------------------------------------------------------------------------------

_Measured = tuple[Decimal, tuple[str, ...], str]
"""How much, which sites, and what was measured, in words."""


class _Over(NamedTuple):
    """A limit that is exceeded."""

    limit: Limit
    allowed: Decimal
    amount: Decimal
    sites: tuple[str, ...]
    where: str
    step: Decimal | None


class _Sum(NamedTuple):
    """What a sum was found to be; ``alone``: by this session alone, within the limit of one day."""

    finding: Finding
    alone: bool = False


def _together(over: Sequence[_Over]) -> list[Finding]:
    """One finding for what is measured in the same place by the same label: units and sites are not two alerts."""
    places: dict[object, list[_Over]] = {}
    for each in over:
        limit = each.limit
        key = (each.where, each.sites, limit.source, limit.indication, limit.confirmed)
        places.setdefault(key, []).append(each)
    found = []
    for same in places.values():
        first = same[0]
        amounts = " and ".join(_shown(each.amount, each.limit) for each in same)
        allowed = " and ".join(
            _shown(each.allowed, each.limit) + _how(each.limit, each.allowed, each.step) for each in same
        )
        words = f"{first.where}: {amounts}; the label's limit {_whose(first.limit)} is {allowed}"
        found.append(_finding(f"{words}. Give the reason, or reduce it", first.limit, first.sites))
    return found


SLIP_TIMES = 2
"""From so many times a limit on, the question is first whether a number is right (ours)."""


def _slips(over: Sequence[_Over]) -> list[Finding]:
    """One finding of its own code, so that a reason for going over the label does not answer it."""
    far = [
        each
        for each in over
        if each.amount >= SLIP_TIMES * each.allowed
        and each.limit.bound not in (Bound.MUSCLE_SITES, Bound.SESSION_SITES)
    ]
    if not far:
        return []
    worst = max(far, key=lambda each: each.amount / each.allowed)
    return [
        Finding(
            code="DOSEHIND",
            severity=Severity.ASK,
            because=f"At least twice a limit of the label ({worst.where}: {_shown(worst.amount, worst.limit)}, where "
            f"it has {_shown(worst.allowed, worst.limit)}). Check for a slip, such as 50 for 5, before a reason.",
            source=worst.limit.source,
            about=tuple(dict.fromkeys(site for each in far for site in each.sites)),
        )
    ]


def _site_units(doses: Sequence[Dose], limit: Limit, allowed: Decimal) -> list[_Measured]:
    """All sites over the limit together, measured by the largest: one finding, not one per site."""
    above = [
        (each.units, each.site)
        for each in doses
        if each.units is not None and each.units > allowed and limit.muscle in ("", each.muscle)
    ]
    if not above:
        return []
    most = max(units for units, _ in above)
    return [(most, tuple(site for _, site in above), f"The largest of {count(len(above), 'site')} over the limit")]


def _muscle_units(doses: Sequence[Dose], limit: Limit, allowed: Decimal) -> list[_Measured]:
    return [(_sum(own), _ids(own), f"{name}, both sides") for name, own in _of_muscles(doses, limit)]


def _muscle_sites(doses: Sequence[Dose], limit: Limit, allowed: Decimal) -> list[_Measured]:
    return [(Decimal(len(own)), _ids(own), f"{name}, both sides") for name, own in _of_muscles(doses, limit)]


def _of_muscles(doses: Sequence[Dose], limit: Limit) -> list[tuple[str, list[Dose]]]:
    names = [limit.muscle] if limit.muscle else list(dict.fromkeys(each.muscle for each in doses))
    return [(name, [each for each in doses if each.muscle == name]) for name in names]


def _side_units(doses: Sequence[Dose], limit: Limit, allowed: Decimal) -> list[_Measured]:
    chosen = [each for each in doses if limit.muscle in ("", each.muscle)]
    sides: list[Side | None] = [side for side in Side if any(each.side is side for each in chosen)]
    found = []
    for side in sides or [None]:
        own = [each for each in chosen if each.side is side or each.side is None]
        where = f"{limit.muscle or 'all sites'}, {side.value if side else 'side not recorded'}"
        found.append((_sum(own), _ids(own), where))
    return found


def _session_units(doses: Sequence[Dose], limit: Limit, allowed: Decimal) -> list[_Measured]:
    return [(_sum(doses), (), "The session")]


def _session_sites(doses: Sequence[Dose], limit: Limit, allowed: Decimal) -> list[_Measured]:
    return [(Decimal(len(doses)), (), "The session")]


def _sum(doses: Iterable[Dose]) -> Decimal:
    return sum((each.units for each in doses if each.units is not None), Decimal(0))


def _ids(doses: Iterable[Dose]) -> tuple[str, ...]:
    return tuple(each.site for each in doses)


_MEASURES: dict[Bound, Callable[[Sequence[Dose], Limit, Decimal], list[_Measured]]] = {
    Bound.SITE_UNITS: _site_units,
    Bound.MUSCLE_UNITS: _muscle_units,
    Bound.MUSCLE_SITES: _muscle_sites,
    Bound.SIDE_UNITS: _side_units,
    Bound.SESSION_UNITS: _session_units,
    Bound.SESSION_SITES: _session_sites,
}

_COUNTS = (Bound.MUSCLE_SITES, Bound.SESSION_SITES)


def _cumulative(
    product: str,
    doses: Sequence[Dose],
    limit: Limit,
    allowed: Decimal | None,
    date: dt.date,
    toxins: Sequence[Toxin],
) -> list[_Sum]:
    """The sum in the window; where units or a date are missing, the least it can be."""
    since = window_start_of(date, limit)
    own = [
        each
        for each in toxins
        if each.product == product and (not limit.indication or each.indication in ("", limit.indication))
    ]
    within = [each for each in own if each.date is not None and since < each.date <= date]
    now = _sum(doses)
    total = now + sum((each.units for each in within if each.units is not None), Decimal(0))
    unknown = sum(each.units is None for each in within) + sum(each.date is None for each in own)
    if allowed is not None and total > allowed:
        least = "at least " if unknown else ""
        words = (
            f"The sum of {_window(limit)}, {count(len(within), 'earlier injection')} included: {least}"
            f"{_shown(total, limit)}, {_shown(now, limit)} of it now; the label's limit {_whose(limit)} is "
            f"{_shown(allowed, limit)}{_how(limit, allowed)}. Give the reason, or reduce it"
        )
        return [_Sum(_finding(words, limit), alone=limit.within_days == 1 and total == now)]
    if unknown:
        words = (
            f"Date or units not known: {count(unknown, 'earlier injection')} of {product}. The sum of {_window(limit)} "
            "cannot be known. Find out, or give the reason for going on"
        )
        return [_Sum(_finding(words, limit))]
    return []


# --- Limits in words -------------------------------------------------------------------------------------------------


def _allowed(limit: Limit, weight_kg: Decimal | None, weight_steps: Mapping[str, Decimal]) -> Decimal | None:
    """The limit in units or sites; None where it is per kilogram, without a cap, and the weight is not known."""
    if not limit.per_kg:
        return limit.value
    if weight_kg is None:
        return limit.cap
    by_weight = limit.value * weight_counted(weight_kg, weight_steps.get(limit.indication))
    return by_weight if limit.cap is None else min(by_weight, limit.cap)


def _whose(limit: Limit) -> str:
    scope = "of one site " if limit.bound is Bound.SITE_UNITS else ""
    return f"{scope}for {limit.indication}" if limit.indication else f"{scope}for all indications together"


def _how(limit: Limit, allowed: Decimal, step: Decimal | None = None) -> str:
    if not limit.per_kg:
        return ""
    if allowed == limit.cap:
        return " (its cap)"
    steps = "" if step is None else f", weight in steps of {digits(step)} kg"
    return f" ({digits(limit.value)} U per kg{steps})"


def _window(limit: Limit) -> str:
    if limit.within_days == 1:
        return "the same day"
    return f"{limit.within_months} months" if limit.within_months else f"{limit.within_days} days"


def _shown(amount: Decimal, limit: Limit) -> str:
    """The amount with its unit: sites, or units with the product's name."""
    number = f"{digits(amount)}"
    return f"{number} sites" if limit.bound in _COUNTS else f"{number} U {limit.product}"


def _finding(words: str, limit: Limit, about: tuple[str, ...] = ()) -> Finding:
    return Finding(
        code="DOSEH",
        severity=Severity.ASK,
        because=f"{words}.{seen(limit.confirmed)}",
        source=limit.source,
        about=about,
    )

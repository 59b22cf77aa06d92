"""The course of every state for an indication, a protocol and a dose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from interictal.errors import InvalidInput, NotSupported
from interictal.injection.indications import indication as indication_named
from interictal.injection.products import PRODUCTS, product_named
from interictal.injection.protocol_files import protocol as protocol_of
from interictal.injection.protocols import Protocol
from interictal.mechanism import words
from interictal.mechanism.branches import daily, glands, motor, muscles, sensory
from interictal.mechanism.parameters import OF_HEADACHE, OF_MUSCLE, OF_TERMINALS
from interictal.mechanism.parameters import parameters as all_parameters
from interictal.mechanism.parameters import values as shipped
from interictal.mechanism.quantities import TWO_YEARS, WORN_OFF, share_worn_off
from interictal.mechanism.reading import best, falls_to, rises_to
from interictal.mechanism.records import Course, Series, Session, SideEffect, Site, Timing
from interictal.mechanism.side_effects import DAYS, Load, side_effects, units_of
from interictal.mechanism.sites import counted, sites_for
from interictal.mechanism.studied import beyond
from interictal.mechanism.targets import targets
from interictal.mechanism.terminals import Values
from interictal.mechanism.territories import places, shares

PRODUCT = PRODUCTS[0]
"""The product whose units the numbers are bound to."""
HEADACHE = "chronic-migraine"
MOTOR = ("cervical-dystonia", "blepharospasm")
AUTONOMIC = {
    "axillary-hyperhidrosis": "sweat",
    "overactive-bladder": "detrusor",
    "neurogenic-detrusor-overactivity": "neurogenic_detrusor",
}
MODELLED = (HEADACHE, *MOTOR, *AUTONOMIC)
"""The indications that the model holds."""

MOST_SESSIONS, MOST_WEEKS = 40, 520


def course(
    indication: str = HEADACHE,
    protocol: str | None = None,
    *,
    product: str = PRODUCT,
    units: float | None = None,
    sessions: int | None = None,
    interval_weeks: int | None = None,
    weeks: int | None = None,
    parameters: Values | None = None,
) -> Course:
    """What the model expects of a treatment, state by state and day by day.

    Args:
        indication: id, title or another name of it.
        protocol: id within the indication; None for the first ("preempt-fixed", "label").
        product: nonproprietary name; only onabotulinumtoxinA has numbers.
        units: of each session; None for what the protocol gives.
        sessions: how many, all alike; None for 2 in chronic migraine, else 1.
        interval_weeks: between them; None for what the protocol names, else 26.
        weeks: length of the course; None for as long as the sessions last, and half a year or more after a single one.
        parameters: by id; None for those that are shipped.

    Returns:
        The course: means of patients in chronic migraine, the median patient elsewhere.

    Raises:
        InvalidInput: no such indication, protocol or product; a dose or number that is not allowed.
        NotSupported: the model does not hold the indication, the product, or the protocol without a dose.
    """
    chosen = indication_named(indication).id
    made = product_named(product)
    if chosen in words.REFUSED:
        raise NotSupported(
            f"the mechanism of {chosen} is not modelled: {words.REFUSED[chosen]}. Modelled: {', '.join(MODELLED)}."
        )
    if made != PRODUCT:
        raise NotSupported(
            f"the model has no numbers for {made}: they were fitted to units of {PRODUCT}, and units are never "
            f"converted. Ask for {PRODUCT}."
        )
    if protocol is None:
        protocol = "preempt-fixed" if chosen == HEADACHE else "label"
    plan = protocol_of(chosen, protocol, made)
    sites = sites_for(plan, units)
    many = _within("--sessions", sessions, 2 if chosen == HEADACHE else 1, 1, MOST_SESSIONS)
    usual = plan.interval_days // 7 if plan.interval_days else 26
    interval = _within("--interval-weeks", interval_weeks, usual, 1, 104)
    single = {HEADACHE: 24, **dict.fromkeys(MOTOR, 20)}.get(chosen, 60)
    length = _within("--weeks", weeks, min(MOST_WEEKS, many * interval) if many > 1 else single, 1, MOST_WEEKS)
    used = shipped() if parameters is None else parameters
    starts = [7 * interval * each for each in range(many)]
    return _made(plan, sites, starts, 7 * length, used)


def _within(option: str, given: int | None, usual: int, low: int, high: int) -> int:
    if given is None:
        return usual
    if not low <= given <= high:
        raise InvalidInput(option, given, f"a whole number from {low} to {high}", "Give another number.")
    return given


def _made(plan: Protocol, sites: tuple[Site, ...], starts: list[int], days: int, used: Values) -> Course:
    whole = sum(site.number * site.units for site in sites)
    states: Callable[[Sequence[int], int], list[Series]]
    extra: tuple[str, ...]
    reached = counted(sites) if plan.indication == HEADACHE else sites
    if plan.indication == HEADACHE:
        leading, extra = "relief", (*words.COMMON, *words.SENSORY, *words.MOTOR, *words.SIDE_EFFECTS)

        def states(when: Sequence[int], length: int) -> list[Series]:
            return [*sensory(reached, when, length, used), *motor(reached, when, length, used, regions=True)]
    elif plan.indication in MOTOR:
        neck = words.NECK if plan.indication == MOTOR[0] else words.BLEPHAROSPASM
        leading, extra = "motor-weakness", (*words.COMMON, *words.MOTOR, *neck)

        def states(when: Sequence[int], length: int) -> list[Series]:
            return motor(sites, when, length, used, regions=False)
    else:
        leading, extra = "autonomic-effect", (*words.COMMON, *words.AUTONOMIC)

        def states(when: Sequence[int], length: int) -> list[Series]:
            return glands(sites, when, length, AUTONOMIC[plan.indication], used)

    series = states(starts, days)
    headache = plan.indication == HEADACHE
    return Course(
        indication=plan.indication,
        protocol=plan.id,
        product=plan.product,
        sessions=tuple(Session(day=day, units=whole, sites=sites) for day in starts),
        days=tuple(range(days)),
        series=tuple(series),
        leading=leading,
        timing=_timing(
            next(each.values for each in series if each.id == leading),
            next(each.values for each in states([0], TWO_YEARS) if each.id == leading),
            starts,
            share_worn_off(sum(site.number * site.units for site in reached), starts[1], used)
            if headache and len(starts) > 1
            else None,
        ),
        side_effects=_expected(sites, starts, days, used) if headache else (),
        drive_shares=shares() if headache else (),
        rests_on=extra,
        left_out=words.LEFT_OUT if headache else words.NOT_HEADACHE_LEFT_OUT,
        unconfirmed=_unconfirmed(plan.indication),
        extrapolated=beyond(plan.indication, whole),
    )


def _day(crossed: float | None) -> int | None:
    """The first day whose mean is beyond what was crossed; a day's mean stands at its middle."""
    return None if crossed is None else max(0, ceil(crossed - 0.5))


def _unconfirmed(indication: str) -> tuple[str, ...]:
    """Numbers of an indication, targets they are fitted to, and nerves, that were not seen at their source."""
    headache = indication == HEADACHE
    if indication in AUTONOMIC:
        used = (*OF_TERMINALS, f"{AUTONOMIC[indication]}_half_life_days")
    else:
        used = (*OF_TERMINALS, *(OF_HEADACHE if headache else ()), *OF_MUSCLE)
    known = [all_parameters()[name] for name in used]
    fitted = {target for each in known for target in each.fitted_to}
    numbers = tuple(each.id for each in known if not each.confirmed)
    figures = tuple(each.id for each in targets().values() if each.id in fitted and not each.confirmed)
    nerves = tuple(f"nerves of {each.muscle}" for each in places().values() if headache and not each.confirmed)
    return (*numbers, *figures, *nerves)


def _timing(values: Sequence[float], once: Sequence[float], starts: list[int], share: float | None) -> Timing:
    first = values[: starts[1]] if len(starts) > 1 else values
    rise, top, lost, alone = rises_to(first, 0.5), best(first), falls_to(first, WORN_OFF), falls_to(once, WORN_OFF)
    return Timing(
        onset_day=_day(rise),
        best_day=int(top),
        best_week=int(top) // 7 + 1,
        wear_off_day=_day(lost),
        half_lost_day_once=_day(alone),
        share_worn_off=share,
    )


def _expected(sites: Sequence[Site], starts: Sequence[int], days: int, used: Values) -> tuple[SideEffect, ...]:
    fixed = sites_for(protocol_of(HEADACHE, "preempt-fixed", PRODUCT), None)

    def load(given: Sequence[Site], when: Sequence[int], length: int) -> Callable[[tuple[str, ...]], Load]:
        reached = counted(given)
        own = muscles(reached, when, length, used)

        def of(wanted: tuple[str, ...]) -> Load:
            there = [(float(site.number), own[site.units].weakness) for site in reached if site.muscle in wanted]
            return Load(units_of(given, wanted), daily(there))

        return of

    return side_effects(load(sites, starts, days), load(fixed, (0, DAYS // 2), DAYS))

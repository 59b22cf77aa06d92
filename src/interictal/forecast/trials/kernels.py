"""Virtual patients, day by day, compiled.

One random word decides one day of one patient. Its bits are dealt out: whether there is headache, how severe it is,
how many hours it lasts, whether it is a migraine day, whether acute medication is taken, whether the diary is kept.
Probabilities become whole numbers once a week, when the drift takes its step, and one subtraction compares all parts
of a word with all of them at once: above each part stands a bit that the subtraction borrows where the part is below.

Every patient has a stream of words of their own, begun by seed, replicate, arm and number: how many threads share the
work, and in what portions, changes nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from interictal.forecast.trials.kernels_numbers import (
    STEP,
    Floats,
    compiled,
    exponential,
    inlined,
    logistic_table,
    mixed,
    near,
    normal,
    quantile_table,
    stream,
    threshold,
    unit,
)

Integers = NDArray[np.int32]
Words = NDArray[np.uint64]
LaneWords = NDArray[np.uint64]

# A day's word, from its lowest bit: migraine 7 bits, medication 8, severity 10, missing 10, headache 17, each with the
# bit that is borrowed above it; then 7 bits for the hours.
MIGRAINE, MEDICATION, SEVERITY, MISSING, HEADACHE, HOURS = 7, 8, 10, 10, 17, 7
_AT_MIGRAINE, _AT_MEDICATION, _AT_SEVERITY = np.uint64(7), np.uint64(16), np.uint64(27)
_AT_MISSING, _AT_HEADACHE, _AT_HOURS = np.uint64(38), np.uint64(56), np.uint64(57)
_LOW_MEDICATION, _LOW_SEVERITY, _LOW_MISSING, _LOW_HEADACHE = np.uint64(8), np.uint64(17), np.uint64(28), np.uint64(39)
_BORROWED = np.uint64((1 << 7) | (1 << 16) | (1 << 27) | (1 << 38) | (1 << 56))
_PARTS = np.uint64(((1 << 57) - 1) & ~int(_BORROWED))
_IF_HEADACHE, _IF_MISSING, _IF_SEVERE = np.uint64(1 << 56), np.uint64(1 << 38), np.uint64(1 << 27)
_STATE = np.uint64((1 << 56) | (1 << 38))
_OF_DAY = np.uint64((1 << 7) | (1 << 16) | (1 << 27))

# Counts in one word: each at the place of the bit that decides it, severe days and hours in between. Those of four
# weeks fit beside each other.
_OF_SEVERE, _OF_HOURS = np.uint64(22), np.uint64(44)
_SEVERE_DOWN = np.uint64(27 - 22)
_TO_LONGER = np.uint64(27 - 3)
"""Hours of a moderate or severe day can take eight values more than those of a mild one."""
_5, _6, _8, _9, _12 = np.uint64(31), np.uint64(63), np.uint64(255), np.uint64(511), np.uint64(4095)
_NONE, _ONE, _SEVEN, _63 = np.uint64(0), np.uint64(1), np.uint64(7), np.uint64(63)
WEEKS = 4
"""Weeks worked out together; whether a patient leaves is decided in between."""
_LANES = 8
"""Words worked out together, as wide as processors are: seven days, and one that decides the next drift."""
_NEXT_WEEK = np.uint64((8 * int(STEP)) % 2**64)
WEEKS_ON = np.uint64((32 * int(STEP)) % 2**64)

FIELDS = 8
"""Values of a patient at a visit: headache, migraine, moderate or severe, severe and medication days in 28 days, hours
in 28 days, headache and migraine days in the last 7 days; each in 1/1024."""
UNIT = 1024
RECORDED_28, RECORDED_7 = 20, 5
"""A count of 28 days (7 days) needs so many recorded ones, and is scaled up to 28 (7)."""
UNKNOWN = -1
_FRACTION = 20
_HALF = 1 << 19

OBSERVED, LAST, BASELINE = 0, 1, 2
STAYED, NO_BENEFIT, OTHER = 0, 1, 2

# The places of the latent parameters of an arm in their vector.
(MU, SIGMA_MU, KAPPA, SIGMA_KAPPA, RHO, SIGMA_D, PLACEBO, SIGMA_PLACEBO, LOG_TAU, SIGMA_LOG_TAU, WITHOUT_RESPONSE,
 CUT_MODERATE, CUT_SEVERE, SIGMA_SEVERITY, SEVERITY_FOLLOWS, MIGRAINE_SHARE, OVERUSE, MEDICATION_OVERUSE,
 MEDICATION_NO_OVERUSE, SIGMA_MEDICATION, MISSING_LOG_ODDS, SIGMA_MISSING, MISSING_STAYS, LEAVES_OTHER,
 LEAVES_NO_BENEFIT, SIGN, FEWEST_HOURS, MILD_SPAN) = range(28)  # fmt: skip
LATENT = 28

MOST_SCREENED = 20_000
"""People looked at for one who is let in; beyond, the design asks for people who hardly exist."""


@compiled
def tables() -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Normal quantiles, and the logistic function in the units of headache, severity, medication and missing days."""
    return (
        quantile_table(),
        logistic_table(2.0**HEADACHE),
        logistic_table(2.0**SEVERITY),
        logistic_table(2.0**MEDICATION),
        logistic_table(2.0**MISSING),
    )


@inlined
def _scaled(packed: np.uint64, at: np.uint64, width: np.uint64, each: np.int64) -> np.int64:
    """A count of recorded days scaled up to all days, in 1/1024; ``each`` is what a day counts, in 2^-20 of that."""
    return (np.int64((packed >> at) & width) * each + _HALF) >> _FRACTION


@inlined
def _read(four: np.uint64, one: np.uint64, into: Integers) -> None:
    """The values of a patient from the packed counts of four weeks and of the last of them."""
    recorded = np.int64((four >> _AT_MISSING) & _6)
    if recorded >= RECORDED_28:
        each = (28 * UNIT << _FRACTION) // recorded
        into[0] = _scaled(four, _AT_HEADACHE, _8, each)
        into[1] = _scaled(four, _AT_MIGRAINE, _9, each)
        into[2] = _scaled(four, _AT_SEVERITY, _9, each)
        into[3] = _scaled(four, _OF_SEVERE, _5, each)
        into[4] = _scaled(four, _AT_MEDICATION, _6, each)
        into[5] = _scaled(four, _OF_HOURS, _12, each)
    else:
        for field in range(6):
            into[field] = UNKNOWN
    recorded = np.int64((one >> _AT_MISSING) & _6)
    if recorded >= RECORDED_7:
        each = (7 * UNIT << _FRACTION) // recorded
        into[6] = _scaled(one, _AT_HEADACHE, _8, each)
        into[7] = _scaled(one, _AT_MIGRAINE, _9, each)
    else:
        into[6] = into[7] = UNKNOWN


@inlined
def _prepare(
    state: np.uint64,
    after_none: np.uint64,
    after_one: np.uint64,
    fewest: np.uint64,
    span: np.uint64,
    base: Words,
    change: Words,
    day: Words,
) -> None:
    """What each day of a week will be, whatever the day before was; a loop that a processor does abreast."""
    for n in range(base.shape[0]):
        state += STEP
        word = mixed(state)
        parts = (word & _PARTS) | _BORROWED
        low, high = parts - after_none, parts - after_one
        base[n] = ~low & _STATE
        change[n] = (low ^ high) & _STATE
        moderate, severe = low & _IF_SEVERE, high & _IF_SEVERE
        hours = fewest + (((word >> _AT_HOURS) * (span + (moderate >> _TO_LONGER))) >> _SEVEN)
        day[n] = ((~low ^ _IF_SEVERE) & _OF_DAY) | _IF_HEADACHE | (severe >> _SEVERE_DOWN) | (hours << _OF_HOURS)


@inlined
def _chain(before: np.uint64, base: Words, change: Words) -> np.uint64:
    """Seven days in turn: each knows whether the day before had headache, and whether it was recorded."""
    for n in range(7):
        before = base[n] ^ (change[n] & before)
        base[n] = before
    base[7] = _IF_MISSING
    return before


@inlined
def _counts(base: Words, day: Words) -> np.uint64:
    """Packed counts of the recorded days of a week."""
    counts = _NONE
    for n in range(base.shape[0]):
        recorded = ~base[n] & _IF_MISSING
        counted = _NONE - ((base[n] >> _AT_HEADACHE) & (recorded >> _AT_MISSING))
        counts += recorded + (day[n] & counted)
    return counts


@inlined
def _month(
    state: np.uint64,
    before: np.uint64,
    after_none: Words,
    after_one: Words,
    hours: Words,
    base: LaneWords,
    change: LaneWords,
    day: LaneWords,
    ones: Words,
) -> np.uint64:
    """Four weeks.

    Args:
        state: of the patient's stream.
        before: the state of the day before: headache, and not recorded, each in its bit.
        after_none, after_one: thresholds of each week.
        hours: fewest hours of a headache day, and how many values they can take on a mild one.
        base, change, day: room, shape (4, 8).
        ones: filled in: the packed counts of the recorded days of each week.

    Returns:
        The state of the last day.
    """
    for week in range(WEEKS):
        start = state + np.uint64(week) * _NEXT_WEEK
        _prepare(start, after_none[week], after_one[week], hours[0], hours[1], base[week], change[week], day[week])
    for week in range(WEEKS):
        before = _chain(before, base[week], change[week])
    for week in range(WEEKS):
        ones[week] = _counts(base[week], day[week])
    return before


@compiled
def simulate(
    seed: np.uint64,
    replicate: np.uint64,
    arm: np.uint64,
    first: int,
    latent: Floats,
    let_in: Floats,
    placebo: Floats,
    drug: Floats,
    visits: NDArray[np.int64],
    rule: int,
    quantiles: Floats,
    of_headache: Floats,
    of_severity: Floats,
    of_medication: Floats,
    of_missing: Floats,
    values: Integers,
    left: Integers,
) -> int:
    """Simulate patients of one arm from screening to the last visit.

    Args:
        seed, replicate, arm: begin the streams.
        first: number of the first of these patients in the arm.
        latent: parameters of the arm, by the places above, shape (28,).
        let_in: chance of being let in by headache days in the 28 before, shape (29,).
        placebo, drug: shape of the placebo response and of the drug's effect in each week from week 0, shape (weeks,),
            a multiple of four.
        visits: weeks of the visits, rising; those up to ``weeks`` are counted.
        rule: what a missing value becomes: OBSERVED (stays missing), LAST, BASELINE.
        quantiles, of_headache, of_severity, of_medication, of_missing: what ``tables`` gives.
        values: filled in, shape (patients, 1 + visits, 8): baseline and visits, in 1/1024; -1 where missing.
        left: filled in, shape (patients, 2): week in which the patient left, -1 for none, and why.

    Returns:
        People screened in all; -1 where nobody could be let in.
    """
    screened = 0
    carried, row = np.empty(FIELDS, np.int32), np.empty(FIELDS, np.int32)
    base, change = np.empty((WEEKS, _LANES), np.uint64), np.empty((WEEKS, _LANES), np.uint64)
    day = np.empty((WEEKS, _LANES), np.uint64)
    after_none, after_one = np.empty(WEEKS, np.uint64), np.empty(WEEKS, np.uint64)
    ones, earlier = np.zeros(WEEKS, np.uint64), np.zeros(WEEKS, np.uint64)
    hours = np.empty(2, np.uint64)
    hours[0], hours[1] = np.uint64(latent[FEWEST_HOURS]), np.uint64(latent[MILD_SPAN])
    migraine = np.uint64(latent[MIGRAINE_SHARE] * 2.0**MIGRAINE + 0.5)
    stays = np.uint64(latent[MISSING_STAYS] * 2.0**MISSING + 0.5) << _LOW_MISSING
    spread = np.sqrt(1.0 - latent[RHO] * latent[RHO]) * latent[SIGMA_D]
    propensity = severity = kappa = drift = 0.0
    fixed = rarely = yesterday = _NONE
    for patient in range(values.shape[0]):
        state = stream(seed, replicate, arm, np.uint64(first + patient))
        own = mixed(state ^ STEP)  # response and leaving: words that screening does not use up
        tries = 0
        while True:
            tries += 1
            if tries > MOST_SCREENED:
                return -1
            propensity = latent[MU] + latent[SIGMA_MU] * normal(mixed(state + STEP), quantiles)
            state += STEP + STEP
            kappa = 0.5 * (latent[KAPPA] + latent[SIGMA_KAPPA] * normal(mixed(state), quantiles))
            state += STEP
            severity = latent[SIGMA_SEVERITY] * normal(mixed(state), quantiles)
            state += STEP
            level = latent[MEDICATION_NO_OVERUSE]
            if unit(mixed(state)) < latent[OVERUSE]:
                level = latent[MEDICATION_OVERUSE]
            state += STEP
            level += latent[SIGMA_MEDICATION] * normal(mixed(state), quantiles)
            fixed = migraine | (near(level, of_medication) << _LOW_MEDICATION)
            state += STEP
            level = latent[MISSING_LOG_ODDS] + latent[SIGMA_MISSING] * normal(mixed(state), quantiles)
            rarely = near(level, of_missing) << _LOW_MISSING
            state += STEP
            drift = latent[SIGMA_D] * normal(mixed(state), quantiles)
            state += STEP
            for week in range(WEEKS):
                log_odds = propensity + drift
                free, again = threshold(log_odds - kappa, of_headache), threshold(log_odds + kappa, of_headache)
                if week == 0:  # the day before the first, from the long run of these two
                    long_run = np.float64(free) / (2.0**HEADACHE - np.float64(again) + np.float64(free))
                    yesterday = _IF_HEADACHE if unit(mixed(state)) < long_run else _NONE
                    state += STEP
                shifted = severity + latent[SEVERITY_FOLLOWS] * drift
                mild = near(-(latent[CUT_MODERATE] + shifted), of_severity) << _LOW_SEVERITY
                severe = near(-(latent[CUT_SEVERE] + shifted), of_severity) << _LOW_SEVERITY
                after_none[week] = fixed | mild | rarely | (free << _LOW_HEADACHE)
                after_one[week] = fixed | severe | stays | (again << _LOW_HEADACHE)
                last = state + np.uint64(week + 1) * _NEXT_WEEK
                drift = latent[RHO] * drift + spread * normal(mixed(last), quantiles)
            yesterday = _month(state, yesterday, after_none, after_one, hours, base, change, day, ones)
            state += WEEKS_ON
            _read(ones[0] + ones[1] + ones[2] + ones[3], ones[3], row)
            state += STEP
            known = row[0] != UNKNOWN and row[6] != UNKNOWN
            if known and unit(mixed(state)) < let_in[(row[0] + UNIT // 2) // UNIT]:
                break
        for field in range(FIELDS):
            values[patient, 0, field] = carried[field] = row[field]
        screened += tries
        response = latent[PLACEBO] + latent[SIGMA_PLACEBO] * normal(mixed(own + STEP), quantiles)
        own += STEP + STEP
        tau = 0.0
        if unit(mixed(own)) >= latent[WITHOUT_RESPONSE]:
            spread_tau = latent[SIGMA_LOG_TAU] * normal(mixed(own + STEP), quantiles)
            tau = latent[SIGN] * exponential(latent[LOG_TAU] + spread_tau)
        own += STEP + STEP
        left[patient, 0], left[patient, 1] = -1, STAYED
        visit = 0
        for start in range(0, len(placebo), WEEKS):
            if visit == len(visits):
                break
            for week in range(WEEKS):
                earlier[week], ones[week] = ones[week], _NONE
            if left[patient, 1] == STAYED:
                for week in range(WEEKS):
                    fall = response * placebo[start + week] + tau * drug[start + week]
                    log_odds = propensity + drift - fall
                    free, again = threshold(log_odds - kappa, of_headache), threshold(log_odds + kappa, of_headache)
                    shifted = severity + latent[SEVERITY_FOLLOWS] * (drift - fall)
                    mild = near(-(latent[CUT_MODERATE] + shifted), of_severity) << _LOW_SEVERITY
                    severe = near(-(latent[CUT_SEVERE] + shifted), of_severity) << _LOW_SEVERITY
                    after_none[week] = fixed | mild | rarely | (free << _LOW_HEADACHE)
                    after_one[week] = fixed | severe | stays | (again << _LOW_HEADACHE)
                    last = state + np.uint64(week + 1) * _NEXT_WEEK
                    drift = latent[RHO] * drift + spread * normal(mixed(last), quantiles)
                yesterday = _month(state, yesterday, after_none, after_one, hours, base, change, day, ones)
                state += WEEKS_ON
            for week in range(WEEKS):
                due = visit < len(visits) and visits[visit] == start + week + 1
                month = week == WEEKS - 1
                if not (due or month):
                    continue
                four = _NONE
                for n in range(WEEKS):
                    four += ones[n] if n <= week else earlier[n]
                _read(four, ones[week], row)
                if start == 0 and not month:
                    for field in range(6):
                        row[field] = UNKNOWN
                if month and left[patient, 1] == STAYED:
                    own += STEP
                    chance = unit(mixed(own))
                    helped = start == 0 or row[0] == UNKNOWN or 10 * row[0] <= 7 * values[patient, 0, 0]
                    no_benefit = 0.0 if helped else latent[LEAVES_NO_BENEFIT]
                    if chance < no_benefit:
                        left[patient, 0], left[patient, 1] = start + WEEKS, NO_BENEFIT
                    elif chance < no_benefit + latent[LEAVES_OTHER]:
                        left[patient, 0], left[patient, 1] = start + WEEKS, OTHER
                for field in range(FIELDS):
                    if row[field] != UNKNOWN:
                        carried[field] = row[field]
                    elif rule == LAST and (month or start > 0 or field > 5):
                        row[field] = carried[field]
                    elif rule == BASELINE and (month or start > 0 or field > 5):
                        row[field] = values[patient, 0, field]
                    if due:
                        values[patient, 1 + visit, field] = row[field]
                visit += due
    return screened

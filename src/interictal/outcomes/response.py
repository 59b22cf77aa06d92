"""Response of each cycle against the baseline. docs/spec/response.md is the specification.

The baseline is period -1: the 28 days before the first injection. The value of a cycle is the rate pooled over its
days 0 to 83, cut at the next injection and at the last recorded day. Thresholds are compared as whole numbers, by
cross-multiplication: a fall from 20 to 10 is a fall of exactly 50 %.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from interictal.errors import InvalidInput
from interictal.outcomes.counts import SEVERITY_POINTS, Tally
from interictal.periods import PERIOD_DAYS, Imputation, Rate, rate_per_28
from interictal.profile import Questionnaire
from interictal.verdicts import Judgement, Reason, Verdict, all_of, any_of, verdict

RESPONDER_LEVELS = (30, 50, 75, 100)
"""Falls from baseline, in percent, that make a responder."""

CYCLE_DAYS = 84
"""Days of a cycle that its response is read from: 12 weeks."""

EPISODIC_BELOW = 15
"""Headache days per 28 under which chronic migraine has become episodic."""

FIRST_RESPONSE = 50
"""Fall in percent that makes a first response (PREEMPT)."""

_HEADACHE_DAYS = "headache_days"


@dataclass(frozen=True, slots=True)
class CycleResponse:
    """Response of one cycle against the baseline, in headache days per 28.

    Args:
        cycle: 1, 2, ...
        baseline_per_28: the baseline rate, None where missing.
        value_per_28: the rate pooled over the cycle (at most its first 84 days), None where missing.
        change_percent: change from baseline in percent, negative is better; None where it cannot be told.
        responder: 30, 50, 75, 100 -> verdict.
        because: the figures in one sentence.
        running_days: days of the cycle so far where the diary ends before it does, else None.
        few_days: whether the baseline or the cycle has few days known (10 to 19 of 28).
    """

    cycle: int
    baseline_per_28: float | None
    value_per_28: float | None
    change_percent: float | None
    responder: dict[int, Verdict]
    because: str
    running_days: int | None = None
    few_days: bool = False


@dataclass(frozen=True, slots=True)
class FirstResponse:
    """The cycle in which a fall of at least 50 % was first seen.

    Args:
        verdict: MET where a cycle responded and no earlier one can have; NOT_MET where none responded.
        cycle: the first cycle seen to respond; None where none was. With UNDETERMINED, an earlier one may have.
        because: the figures in one sentence.
    """

    verdict: Verdict
    cycle: int | None
    because: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """The days of a cycle that are judged.

    Args:
        number: 1, 2, ...
        start: the day of its injection.
        end: the day after its last judged day: 84 days on, or the day of the next injection where that came earlier.
        until: the same, cut at the day after the last recorded day.
    """

    number: int
    start: dt.date
    end: dt.date
    until: dt.date

    @property
    def running(self) -> bool:
        """Whether the diary ends before the judged days do."""
        return self.until < self.end

    @property
    def days(self) -> int:
        """Judged days that the diary has reached."""
        return (self.until - self.start).days


def cycles(tally: Tally, injections: Iterable[dt.date]) -> tuple[Cycle, ...]:
    """The cycles that the diary has reached, in order.

    Args:
        tally: the diary, counted.
        injections: days of the sessions, in any order; the same day twice is one. Those after the last recorded day
            open no cycle yet.
    """
    last = tally.last
    if last is None:
        return ()
    opened = sorted({each for each in injections if each <= last})
    found: list[Cycle] = []
    for number, start in enumerate(opened, 1):
        end = start + dt.timedelta(CYCLE_DAYS)
        if number < len(opened):
            end = min(end, opened[number])
        found.append(Cycle(number, start, end, min(end, last + _DAY)))
    return tuple(found)


def baseline(tally: Tally, injections: Iterable[dt.date], count: str = _HEADACHE_DAYS) -> Rate | None:
    """The rate in the 28 days before the first injection; None without an injection.

    Unknown: a rate without ``per_28`` where fewer than 10 of the 28 days are known.
    """
    first = min(injections, default=None)
    return None if first is None else _before(tally, first, count)


def fallen_by(percent: int, before: Rate | None, now: Rate) -> Verdict:
    """Whether a rate fell by at least ``percent`` of what it was before, exactly at the threshold included.

    Unknown: a rate that is missing, or one that was zero before: no percentage can be told.

    >>> from interictal.periods import rate_per_28
    >>> fallen_by(50, rate_per_28(20, 28), rate_per_28(10, 28))
    <Verdict.MET: 'MET'>
    """
    if before is None or before.per_28 is None or now.per_28 is None or not before.observed:
        return Verdict.UNDETERMINED
    return verdict(100 * _whole(now) * before.known <= (100 - percent) * _whole(before) * now.known)


def below(limit: int, rate: Rate) -> Verdict:
    """Whether a rate is under ``limit`` per 28 days.

    Unknown: UNDETERMINED where the rate is missing.
    """
    if rate.per_28 is None:
        return Verdict.UNDETERMINED
    return verdict(PERIOD_DAYS * _whole(rate) < limit * _WHOLE * rate.known)


def change_percent(before: Rate | None, now: Rate) -> float | None:
    """Change in percent of what it was before, negative is a fall; None where it cannot be told."""
    if before is None or before.per_28 is None or now.per_28 is None or not before.observed:
        return None
    was, is_now = before.observed * now.known, now.observed * before.known
    return 100 * (is_now - was) / was


def responses(tally: Tally, injections: Iterable[dt.date], *, count: str = _HEADACHE_DAYS) -> tuple[CycleResponse, ...]:
    """The response of every cycle that the diary has reached.

    Args:
        tally: the diary, counted.
        injections: days of the sessions.
        count: what is counted, headache days by default.

    Source: responder levels and the baseline of 28 days as in PREEMPT and the IHS trial guideline
        (``ihs-cm-trials-2018``); pooling over the cycle is ours (``interictal-response``).
    Unknown: without a baseline, without enough known days, or with a baseline of zero, UNDETERMINED; the sentence says
        which. Few known days (10 to 19 of 28) still give a verdict, and the sentence says so.
    """
    reached = cycles(tally, injections)
    if not reached:
        return ()
    before = _before(tally, reached[0].start, count)
    return tuple(_response(tally, cycle, before, count) for cycle in reached)


def first_responder_cycle(tally: Tally, injections: Iterable[dt.date], *, count: str = _HEADACHE_DAYS) -> FirstResponse:
    """The cycle with the first 28-day period that is at least 50 % under the baseline.

    The periods are days 0 to 27, 28 to 55 and 56 to 83 of each cycle; one that the next injection cuts short is no
    assessment and is passed over.

    Source: PREEMPT, per-cycle analysis (``preempt-cycles-2015``): 49.3 % first responded in cycle 1, 11.3 % in cycle 2
        and 10.3 % in cycle 3.
    Unknown: a period that is missing or still running leaves its cycle open; a response seen in a later cycle is then
        given, but UNDETERMINED, because an earlier cycle may have been the first.
    """
    reached = cycles(tally, injections)
    if not reached:
        return FirstResponse(Verdict.UNDETERMINED, None, "no injection in the time of the diary")
    before = _before(tally, reached[0].start, count)
    open_cycles: list[int] = []
    for cycle in reached:
        judged = list(_assessments(tally, cycle, before, count))
        answer = any_of(judged)
        if answer is Verdict.MET:
            number = judged.index(Verdict.MET) + 1
            because = (
                f"cycle {cycle.number}, period {number} is at least {FIRST_RESPONSE} % under the baseline "
                f"({_figures(before, count)})"
            )
            if open_cycles:
                earlier = ", ".join(map(str, open_cycles))
                because += f"; days are missing in cycle {earlier}, which may have responded before"
            return FirstResponse(Verdict.UNDETERMINED if open_cycles else answer, cycle.number, because)
        if answer is Verdict.UNDETERMINED:
            open_cycles.append(cycle.number)
    if open_cycles:
        problem = _no_baseline(before, count) or f"days are missing in cycle {', '.join(map(str, open_cycles))}"
        return FirstResponse(Verdict.UNDETERMINED, None, problem)
    because = f"no period of {len(reached)} cycles is {FIRST_RESPONSE} % under the baseline ({_figures(before, count)})"
    return FirstResponse(Verdict.NOT_MET, None, because)


def episodic_on_average(tally: Tally, end: dt.date) -> Reason:
    """Whether headache days were under 15 per 28 on average over the 84 days before ``end``.

    Source: ``halo-reversion-2020``, first definition; months are the 28 days of the trials.
    Unknown: UNDETERMINED where fewer than 30 of the 84 days are known.
    """
    rate = tally.rate(_HEADACHE_DAYS, end - dt.timedelta(CYCLE_DAYS), end)
    return Reason(
        "mean of three months",
        below(EPISODIC_BELOW, rate),
        f"{_figures(rate, _HEADACHE_DAYS, CYCLE_DAYS)} up to {end - _DAY}; fewer than {EPISODIC_BELOW} are asked for",
        "halo-reversion-2020",
    )


def episodic_each_month(tally: Tally, end: dt.date) -> Reason:
    """Whether headache days were under 15 in each of the three 28-day months before ``end``.

    Source: ``halo-reversion-2020``, second definition.
    Unknown: a month with fewer than 10 known days is UNDETERMINED, unless another one is at 15 or above.
    """
    rates = [
        tally.rate(_HEADACHE_DAYS, end - dt.timedelta(back), end - dt.timedelta(back - PERIOD_DAYS))
        for back in (CYCLE_DAYS, CYCLE_DAYS - PERIOD_DAYS, PERIOD_DAYS)
    ]
    figures = "; ".join(_figures(rate, _HEADACHE_DAYS) for rate in rates)
    return Reason(
        "each of three months",
        all_of(below(EPISODIC_BELOW, rate) for rate in rates),
        f"{figures}: the three 28-day months up to {end - _DAY}; fewer than {EPISODIC_BELOW} are asked for",
        "halo-reversion-2020",
    )


def reverted_to_episodic(tally: Tally, end: dt.date | None = None) -> Judgement:
    """Whether headache has become episodic: under 15 headache days, over three months of 28 days.

    Args:
        tally: the diary, counted.
        end: the day after the last day looked at; None for the day after the last recorded day.

    Returns:
        The verdict on the average, the wider definition; the reasons give both, the average first.

    Raises:
        InvalidInput: nothing is recorded and no ``end`` is given.
    """
    if end is None:
        if tally.last is None:
            raise InvalidInput("end", "none", "a date", "Give one: the diary has no recorded day.")
        end = tally.last + _DAY
    average = episodic_on_average(tally, end)
    return Judgement("reverted-to-episodic", average.verdict, (average, episodic_each_month(tally, end)))


def multi_domain_response(
    tally: Tally, injections: Iterable[dt.date], cycle: int, questionnaires: Iterable[Questionnaire]
) -> Judgement:
    """Response beyond headache days: clinically meaningful change in at least one of five domains.

    Headache days at least 50 % fewer; HIT-6 at least 5 points lower; MSQ role function-restrictive at least 10.9
    higher; MIDAS at least 5 lower; mean daily severity (0 to 3, headache-free days are 0) at least 1 lower.

    Args:
        tally: the diary, counted.
        injections: days of the sessions.
        cycle: the cycle that is judged.
        questionnaires: filled questionnaires. "Before" is the last one dated up to the first injection (its day
            included), "after" the last one dated after the cycle's injection, up to the next one (its day included).

    Raises:
        InvalidInput: the diary has not reached that cycle; a questionnaire that cannot be scored.

    Source: ``benefits-beyond-2020`` (PREEMPT: headache days, HIT-6, MSQ-RFR, severity) and ``multi-domain-compel``
        (MIDAS instead of severity). Which questionnaire is before and after is ours.
    Unknown: a domain without both values is UNDETERMINED; undated questionnaires are not used.
    """
    from interictal.outcomes.instruments import Score, completed, score

    opened = tuple(injections)
    found = {each.number: each for each in cycles(tally, opened)}
    if cycle not in found:
        raise InvalidInput("cycle", cycle, f"1 to {len(found)}", "Name a cycle that the diary has reached.")
    judged = found[cycle]
    first = min(opened)
    following = min((each for each in opened if each > judged.start), default=dt.date.max)
    before: dict[str, Score] = {}
    after: dict[str, Score] = {}
    dated = ((date, each) for each in questionnaires if (date := completed(each)) is not None)
    for date, each in sorted(dated, key=lambda pair: pair[0]):
        if date <= first:
            before[each.instrument] = score(each)
        elif judged.start < date <= following:
            after[each.instrument] = score(each)
    days_before = _before(tally, first, _HEADACHE_DAYS)
    days = _pooled(tally, judged, _HEADACHE_DAYS)
    reasons = [
        Reason(
            "headache days",
            fallen_by(FIRST_RESPONSE, days_before, days),
            f"{_figures(days, _HEADACHE_DAYS, judged.days)}; "
            f"before {_figures(days_before, _HEADACHE_DAYS)}; a fall of {FIRST_RESPONSE} % is asked for",
            "benefits-beyond-2020",
        )
    ]
    for instrument, scale, label, points, direction, source in _DOMAINS:
        was = before[instrument].values.get(scale) if instrument in before else None
        now = after[instrument].values.get(scale) if instrument in after else None
        gain = None if was is None or now is None else direction * (now - was)
        reasons.append(
            Reason(
                label,
                verdict(None if gain is None else gain >= points),
                f"{_value(was)} before, {_value(now)} in cycle {cycle}; an improvement of {points:g} is asked for",
                source,
            )
        )
    reasons.append(_milder(_before(tally, first, SEVERITY_POINTS), _pooled(tally, judged, SEVERITY_POINTS)))
    return Judgement("multi-domain-response", any_of(each.verdict for each in reasons), tuple(reasons))


_DOMAINS = (
    ("hit-6", "total", "HIT-6", 5, -1, "benefits-beyond-2020"),
    ("msq-2.1", "role_function_restrictive", "MSQ role function-restrictive", 10.9, 1, "benefits-beyond-2020"),
    ("midas", "total", "MIDAS", 5, -1, "multi-domain-compel"),
)


def _milder(before: Rate, now: Rate) -> Reason:
    # Mean severity at least one point lower, compared as whole numbers.
    if before.per_28 is None or now.per_28 is None:
        answer, shown = Verdict.UNDETERMINED, "the severity of too few days is known"
    else:
        fall = before.observed * now.known - now.observed * before.known
        answer = verdict(fall >= before.known * now.known)
        shown = f"{before.observed / before.known:.2f} before, {now.observed / now.known:.2f} in the cycle"
    because = f"{shown}; a mean daily severity (0 to 3) that is lower by 1 is asked for"
    return Reason("mean daily severity", answer, because, "benefits-beyond-2020")


def _response(tally: Tally, cycle: Cycle, before: Rate, count: str) -> CycleResponse:
    now = _pooled(tally, cycle, count)
    change = change_percent(before, now)
    parts = [f"{_figures(now, count, cycle.days)} in days 0 to {cycle.days - 1}"]
    if cycle.running:
        parts.append(f"the cycle is still running ({cycle.days} of {CYCLE_DAYS} days)")
    problem = _no_baseline(before, count)
    if problem:
        parts.append(problem)
    else:
        parts.append(f"baseline {_figures(before, count)}")
    if change is not None:
        parts.append(f"change {change:+.1f} %")
    return CycleResponse(
        cycle=cycle.number,
        baseline_per_28=before.per_28,
        value_per_28=now.per_28,
        change_percent=change,
        responder={level: fallen_by(level, before, now) for level in RESPONDER_LEVELS},
        because="; ".join(parts),
        running_days=cycle.days if cycle.running else None,
        few_days=Imputation.PRORATED_LOW in (before.imputation, now.imputation),
    )


def _no_baseline(before: Rate, count: str) -> str:
    # What is wrong with the baseline, in words; "" where nothing is.
    if before.per_28 is None:
        return (
            f"no baseline: {before.known} of the {PERIOD_DAYS} days before the first injection are known for "
            f"{_words(count)}" + (f", but {_ONE_SIDED}" if _enough_known(before, PERIOD_DAYS) else "")
        )
    return "" if before.observed else f"the baseline has no {_words(count)}, so no percentage can be told"


def _figures(rate: Rate, count: str, window: int = PERIOD_DAYS) -> str:
    # "14 headache days on 26 of 28 days known (15.1 per 28)".
    counted = f"{rate.observed:g} {_words(count)} on {rate.known} of {window} days known"
    if rate.per_28 is None:
        return f"{counted} ({f'no rate: {_ONE_SIDED}' if _enough_known(rate, window) else 'too few for a rate'})"
    few = ", few days known" if rate.imputation is Imputation.PRORATED_LOW else ""
    return f"{counted} ({rate.per_28:.1f} per {PERIOD_DAYS}{few})"


_ONE_SIDED = "days free of headache are not recorded, or too many headaches are undecided"
"""Why there is no rate where enough days are known."""


def _enough_known(rate: Rate, window: int) -> bool:
    return rate_per_28(0, rate.known, window).per_28 is not None


def _words(count: str) -> str:
    return count.replace("_", " ")


def _value(value: float | None) -> str:
    return "missing" if value is None else f"{value:.3g}"


def _before(tally: Tally, first: dt.date, count: str) -> Rate:
    # The 28 days before the first injection.
    return tally.rate(count, first - dt.timedelta(PERIOD_DAYS), first)


def _pooled(tally: Tally, cycle: Cycle, count: str) -> Rate:
    return tally.rate(count, cycle.start, cycle.until)


def _assessments(tally: Tally, cycle: Cycle, before: Rate, count: str) -> Iterator[Verdict]:
    # Whether the cycle's whole 28-day periods responded. One that is not over yet is open.
    for back in range(0, CYCLE_DAYS, PERIOD_DAYS):
        start = cycle.start + dt.timedelta(back)
        end = start + dt.timedelta(PERIOD_DAYS)
        if end <= cycle.end:
            over = end <= cycle.until
            yield fallen_by(FIRST_RESPONSE, before, tally.rate(count, start, end)) if over else Verdict.UNDETERMINED


_DAY = dt.timedelta(1)
_WHOLE = 3600
"""Hours are kept to the second; in these units every count is a whole number."""


def _whole(rate: Rate) -> int:
    return round(rate.observed * _WHOLE)

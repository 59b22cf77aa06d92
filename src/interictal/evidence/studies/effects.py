"""What a trial of the library says of two treatments: its difference with a standard error, worked out where needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from interictal.evidence.checks.intervals import standard_error_of, standard_error_of_p
from interictal.evidence.library.records import Arm, Value

Find = Callable[[str, str, str], "Value | None"]
"""The value of an arm, a quantity and an arm compared with ("" none); None where there is none that may be used."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A difference between two treatments of one trial.

    Args:
        estimate: first minus second, in the outcome's unit.
        se: its standard error.
        how: how the standard error came about, with its figures.
        values: what it rests on.
    """

    estimate: float
    se: float
    how: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """People of one treatment with a mean and a standard deviation."""

    n: int
    mean: float
    sd: float
    how: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class NoEffect:
    """Why a trial cannot be pooled."""

    why: str


def worked_out(
    find: Find, first: Sequence[Arm], second: Sequence[Arm], people: Mapping[str, Value | None]
) -> Worked | NoEffect:
    """The difference between two treatments, each with one arm or several doses.

    Taken in this order: the difference with its own standard error or interval; the arms' means with their spread;
    the difference (or that of the arms' means) with its p value. Doses are put together: means and spreads of arms as
    one group; differences from the same other arm by their numbers of people.

    Args:
        find: finds values.
        first, second: the arms of each treatment.
        people: how many people an arm has, by its id.

    Source: standard errors of intervals ``altman-bland-2011-p`` and of p values ``altman-bland-2011-ci``; a p value
        that is printed as less than something is taken as that: ``cochrane-p-to-se``.

    Unknown: where neither spread, interval nor p value is known there is no effect, and it says so.
    """
    if len(first) == len(second) == 1:
        printed = _printed(find, first[0], second[0])
        if printed is not None:
            return printed
    groups = [_together([_group(find, arm, people[arm.id]) for arm in arms]) for arms in (first, second)]
    one, other = groups
    if one is not None and other is not None:
        se = sqrt(one.sd**2 / one.n + other.sd**2 / other.n)
        how = f"SE {se:.2g} from the arms: {one.how} and {other.how}"
        return Worked(one.mean - other.mean, se, how, (*one.values, *other.values))
    if len(first) == len(second) == 1:
        return _from_p(find, first[0], second[0])
    if len(second) == 1:
        return _doses(find, first, second[0], people)
    if len(first) == 1:
        turned = _doses(find, second, first[0], people)
        return turned if isinstance(turned, NoEffect) else _turned(turned)
    return NoEffect("several doses on both sides, without the spread of each arm")


def _turned(one: Worked) -> Worked:
    return Worked(-one.estimate, one.se, one.how, one.values)


def _printed(find: Find, first: Arm, second: Arm) -> Worked | None:
    """The difference as printed, with its standard error or interval; in whichever direction it is stated."""
    for arm, versus, sign in ((first, second, 1), (second, first, -1)):
        difference = find(arm.id, "difference", versus.id)
        means = (find(arm.id, "change_mean", ""), find(versus.id, "change_mean", ""))
        behind: tuple[Value, ...]
        if difference is not None:
            estimate, behind = difference.value, (difference,)
        elif means[0] is not None and means[1] is not None:
            estimate, behind = means[0].value - means[1].value, (means[0], means[1])
        else:
            continue
        error = find(arm.id, "difference_se", versus.id)
        low, high = find(arm.id, "difference_low", versus.id), find(arm.id, "difference_high", versus.id)
        if error is not None and error.value > 0:
            return Worked(sign * float(estimate), float(error.value), f"SE {error.value} as stated", (*behind, error))
        if low is not None and high is not None and low.value < high.value:
            se = standard_error_of(low.value, high.value, ratio=False)
            how = f"SE {se:.2g} from the 95 % interval {low.value} to {high.value}"
            return Worked(sign * float(estimate), se, how, (*behind, low, high))
    return None


def _from_p(find: Find, first: Arm, second: Arm) -> Worked | NoEffect:
    for arm, versus, sign in ((first, second, 1), (second, first, -1)):
        p = find(arm.id, "p", versus.id)
        if p is None:
            continue
        difference = find(arm.id, "difference", versus.id)
        behind: tuple[Value, ...] = () if difference is None else (difference,)
        estimate = None if difference is None else difference.value
        for quantity in ("change_mean", "endpoint_mean"):
            means = (find(arm.id, quantity, ""), find(versus.id, quantity, ""))
            if estimate is None and means[0] is not None and means[1] is not None:
                estimate, behind = means[0].value - means[1].value, (means[0], means[1])
        if estimate is None:
            continue
        if estimate == 0 or not 0 < p.value < 1:
            return NoEffect(f"a difference of {estimate} with p {p.value} has no standard error")
        se = standard_error_of_p(estimate, p.value, ratio=False)
        limit = " (printed as less than that: the SE is rather too large)" if p.below else ""
        how = f"SE {se:.2g} from the difference {estimate} and p = {p.value}{limit}"
        return Worked(sign * float(estimate), se, how, (*behind, p))
    return NoEffect("neither spread nor interval nor p value is known")


def _group(find: Find, arm: Arm, people: Value | None) -> _Group | None:
    """Mean and standard deviation of an arm, of the change or else at the end."""
    if people is None or people.value < 2:
        return None
    n = int(people.value)
    change = find(arm.id, "change_mean", "")
    if change is not None:
        sd, se = find(arm.id, "change_sd", ""), find(arm.id, "change_se", "")
        low, high = find(arm.id, "change_low", ""), find(arm.id, "change_high", "")
        mean = float(change.value)
        if sd is not None and sd.value > 0:
            return _Group(n, mean, float(sd.value), f"SD {sd.value} of {n}", (change, sd, people))
        if se is not None and se.value > 0:
            return _Group(n, mean, float(se.value) * sqrt(n), f"SE {se.value} of {n}", (change, se, people))
        if low is not None and high is not None and low.value < high.value:
            spread = standard_error_of(low.value, high.value, ratio=False) * sqrt(n)
            how = f"95 % interval {low.value} to {high.value} of {n}"
            return _Group(n, mean, spread, how, (change, low, high, people))
    end, sd = find(arm.id, "endpoint_mean", ""), find(arm.id, "endpoint_sd", "")
    if end is not None and sd is not None and sd.value > 0:
        return _Group(n, float(end.value), float(sd.value), f"SD {sd.value} of {n} at the end", (end, sd, people))
    return None


def _together(groups: Iterable[_Group | None]) -> _Group | None:
    """Several doses as one group: the mean and standard deviation that all their people have."""
    found = [each for each in groups if each is not None]
    if not found or len(found) < len(list(groups)):
        return None
    n = sum(each.n for each in found)
    mean = sum(each.n * each.mean for each in found) / n
    squares = sum((each.n - 1) * each.sd**2 + each.n * (each.mean - mean) ** 2 for each in found)
    how = " and ".join(each.how for each in found)
    values = tuple(value for each in found for value in each.values)
    return _Group(n, mean, sqrt(squares / (n - 1)), how, values)


def _doses(find: Find, doses: Sequence[Arm], other: Arm, people: Mapping[str, Value | None]) -> Worked | NoEffect:
    """Several doses against one arm, of which only the differences have a spread.

    Each difference tells the spread of a person if all arms share one: variance = spread^2 (1/n of the dose + 1/n of
    the other arm). With the mean of these, the doses' people against the other arm's have a standard error.
    """
    count_of_other = people[other.id]
    if count_of_other is None or count_of_other.value < 1:
        return NoEffect(f"the people of {other.label} are not known")
    known: list[tuple[int, Worked]] = []
    behind: list[Value] = [count_of_other]
    reasons: list[str] = []
    for arm in doses:
        single, count = _printed(find, arm, other) or _from_p(find, arm, other), people[arm.id]
        if isinstance(single, NoEffect):
            reasons.append(f"{arm.label}: {single.why}")
        elif count is None or count.value < 1:
            reasons.append(f"{arm.label}: its people are not known")
        else:
            known.append((int(count.value), single))
            behind += [*single.values, count]
    if not known:
        return NoEffect("; ".join(reasons))
    total, of_other = sum(n for n, _ in known), int(count_of_other.value)
    variances = [single.se**2 / (1 / n + 1 / of_other) for n, single in known]
    variance = sum(n * each for (n, _), each in zip(known, variances, strict=True)) / total
    se = sqrt(variance * (1 / total + 1 / of_other))
    how = f"SE {se:.2g} of {len(known)} doses put together: " if len(known) > 1 else ""
    how += "; ".join(single.how for _, single in known)
    how += "".join(f"; left out, {reason}" for reason in reasons)
    return Worked(sum(n * single.estimate for n, single in known) / total, se, how, tuple(dict.fromkeys(behind)))


def events_of(find: Find, arm: Arm, people: Value | None) -> tuple[int, int, str, tuple[Value, ...]] | NoEffect:
    """People and people with the event of one arm: stated, or the one whole number that gives the percentage.

    Returns:
        n, events, how they came about ("" as stated), and what they rest on.

    Unknown: a percentage that no whole number of people gives, or several do, is not turned into events.
    """
    if people is None or people.value < 1:
        return NoEffect("the people of an arm are not known")
    n = int(people.value)
    events, percent = find(arm.id, "n_events", ""), find(arm.id, "percent", "")
    if events is not None:
        if events.value > n:
            return NoEffect(f"{events.value} events of {n} people")
        return n, int(events.value), "", (people, events)
    if percent is None:
        return NoEffect("neither events nor a percentage is known")
    exact = percent.value * n / 100
    nearest = int(exact.to_integral_value())
    half = Decimal(1).scaleb(int(percent.value.as_tuple().exponent)) / 2 * n / 100
    fitting = [count for count in range(max(0, nearest - 1), min(n, nearest + 1) + 1) if abs(count - exact) <= half]
    if len(fitting) != 1:
        many = "no whole number" if not fitting else "more than one whole number"
        return NoEffect(f"{percent.value} % of {n}: {many} of people gives that")
    return n, fitting[0], f"{fitting[0]} from {percent.value} % of {n}", (people, percent)

"""Which figures of the trial library may stand together, and which stay out and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Generic, TypeAlias, TypeVar

from interictal.evidence import checks
from interictal.evidence.comparison.counted import counted_words
from interictal.evidence.comparison.strata import Stratum
from interictal.evidence.library import arms, trials, values
from interictal.evidence.library.records import PARTICIPANTS, Arm, Trial, Value

PLACEBO = "placebo"

MAIN = "responder50"
"""A fall by half of whatever the main outcome of the trial is."""

RESPONSE = (
    "responder50_migraine_days",
    "responder50_headache_days",
    "responder50_moderate_severe_headache_days",
    MAIN,
)
"""Outcomes that say a fall by half, the one preferred first."""

FIRST_WEEK, LAST_WEEK = 8, 28
"""Weeks from the start between which a preventive is judged here."""

PREFERRED_WEEK = 12
LATE_WEEK = 17
"""From this week on an outcome is of another time than one of about 12 weeks."""

BLINDED = ("double-blind", "pooled", "secondary")
_RANK = ("double-blind", "pooled", "secondary", "subgroup")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """People of some arms, and those with the event.

    Args:
        n, events: people; whole numbers.
        values: ids of the values they come from.
        worked_out: whether the events were worked out from a percentage.
        confirmed: whether every value was seen at its source.
    """

    n: int
    events: int
    values: tuple[str, ...]
    worked_out: bool
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A treatment and the placebo of the same trial, for one outcome at one time."""

    trial: Trial
    outcome: str
    week: int
    treated: Count
    placebo: Count

    @property
    def scale(self) -> Scale:
        """What it may be compared with."""
        return scale_of(self.trial.id, self.outcome, self.week)

    @property
    def people(self) -> int:
        """Of both arms."""
        return self.treated.n + self.placebo.n


Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart(Generic[Kind]):
    """What would have fitted the treatment, but not what stands together."""

    one: Kind
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected(Generic[Kind]):
    """What stands together: one outcome, one time, no patient twice; and what does not."""

    together: tuple[Kind, ...]
    apart: tuple[Apart[Kind], ...]


def roots(identifier: str) -> frozenset[str]:
    """The trials of their own whose patients an analysis counts."""
    return checks.roots(identifier, trials())


def in_stratum(stratum: Stratum) -> tuple[Trial, ...]:
    """The randomised, blinded trials of a stratum and the analyses of them, in the order of the library."""
    return tuple(
        each
        for each in trials().values()
        if each.population == stratum.population
        and (each.id in stratum.trials if stratum.trials else each.design in BLINDED)
    )


def responders(
    drugs: Iterable[str], stratum: Stratum, *, left_out: Iterable[str] = (), unconfirmed: bool = False
) -> Selected[Pair]:
    """Falls by half with a treatment, and with the placebo of the same trials.

    Args:
        drugs: ids of the treatment's drugs in the library.
        stratum: whose trials.
        left_out: ids of arms that stay out.
        unconfirmed: whether values that were not seen at their source may be taken.
    """
    wanted, without = tuple(drugs), frozenset(left_out)
    found: list[Pair] = []
    for trial in in_stratum(stratum):
        treated = arms_of(trial, wanted, without)
        placebo = arms_of(trial, (PLACEBO,), without)
        for outcome, week in times(trial, RESPONSE):
            first = _all_counted(treated, outcome, week, unconfirmed)
            second = _all_counted(placebo, outcome, week, unconfirmed)
            if first is not None and second is not None:
                found.append(Pair(trial=trial, outcome=outcome, week=week, treated=first, placebo=second))
                break
    return together(
        found, trial=lambda one: one.trial, of=lambda one: (one.outcome, one.week), weight=lambda one: one.people
    )


def counted(arm: Arm, outcome: str, week: int | None, *, unconfirmed: bool) -> Count | None:
    """People of an arm with an event; worked out from a percentage where no count was seen.

    Unknown:
        None: neither was seen, or not how many people there were.
    """
    people = figure(arm.id, outcome, week, "n", unconfirmed=unconfirmed)
    people = people or figure(arm.id, PARTICIPANTS, None, "n", unconfirmed=unconfirmed)
    events = figure(arm.id, outcome, week, "n_events", unconfirmed=unconfirmed)
    behind = events or figure(arm.id, outcome, week, "percent", unconfirmed=unconfirmed)
    if people is None or behind is None:
        return None
    exact = behind.value if events is not None else behind.value * people.value / _HUNDRED
    return Count(
        n=int(people.value),
        events=int(exact.to_integral_value(ROUND_HALF_UP)),
        values=(people.id, behind.id),
        worked_out=events is None or bool(events.derivation),
        confirmed=people.confirmed and behind.confirmed,
    )


def arms_of(trial: Trial, drugs: Iterable[str], left_out: Iterable[str] = ()) -> tuple[Arm, ...]:
    """The arms of a trial that got one of the drugs, without those left out."""
    wanted, without = frozenset(drugs), frozenset(left_out)
    return tuple(
        each for each in arms().values() if each.trial == trial.id and each.drug in wanted and each.id not in without
    )


def times(trial: Trial, wanted: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """The outcomes of a trial among those wanted, and their weeks: in the order wanted, then by distance from 12."""
    found = {
        (each.outcome, each.week)
        for each in values()
        if each.trial == trial.id
        and each.outcome in wanted
        and each.week is not None
        and FIRST_WEEK <= each.week <= LAST_WEEK
    }
    return tuple(sorted(found, key=lambda one: (wanted.index(one[0]), abs(one[1] - PREFERRED_WEEK), one[1])))


def figure(
    arm: str, outcome: str, week: int | None, quantity: str, versus: str = "", *, unconfirmed: bool
) -> Value | None:
    """The value of an arm, one that was seen at its source before one that was not; None where there is none."""
    found = _by_place().get((arm, outcome, week, quantity, versus), ())
    return next((each for each in found if each.confirmed or unconfirmed), None)


def together(
    found: Iterable[Kind],
    *,
    trial: Callable[[Kind], Trial],
    of: Callable[[Kind], tuple[str, int]],
    weight: Callable[[Kind], float],
) -> Selected[Kind]:
    """One outcome and time, no patient twice: the kind with most weight, whole trials before parts of them.

    Args:
        found: at most one of each trial.
        trial: of one.
        of: its outcome and week.
        weight: how much speaks for it; the outcome and time with most weight in all is taken.
    """
    ranked = sorted(found, key=lambda one: (_RANK.index(trial(one).design), -weight(one), trial(one).id))
    distinct: list[Kind] = []
    apart: list[Apart[Kind]] = []
    taken: dict[str, str] = {}
    for one in ranked:
        mine = sorted(roots(trial(one).id))
        other = next((taken[each] for each in mine if each in taken), None)
        if other is None:
            distinct.append(one)
            taken.update(dict.fromkeys(mine, trial(one).name))
        else:
            apart.append(Apart(one=one, why=f"the same people as in {other}"))
    scales = {trial(one).id: scale_of(trial(one).id, *of(one)) for one in distinct}
    weights: dict[Scale, float] = {}
    for one in distinct:
        scale = scales[trial(one).id]
        weights[scale] = weights.get(scale, 0) + weight(one)
    chosen = max(weights, key=lambda each: weights[each], default=None)
    for one in distinct:
        if scales[trial(one).id] != chosen:
            outcome, week = of(one)
            why = f"another outcome or time: {counted_words(outcome, trial(one).id)}, week {week}"
            apart.append(Apart(one=one, why=why))
    return Selected(together=tuple(one for one in distinct if scales[trial(one).id] == chosen), apart=tuple(apart))


def late(week: int) -> bool:
    """Whether a week is of the second time rather than of about 12 weeks."""
    return week >= LATE_WEEK


Scale: TypeAlias = tuple[str, bool]
"""One outcome, and whether it is late: only numbers of one scale are put on each other."""


def scale_of(trial: str, outcome: str, week: int) -> Scale:
    """What a number may be compared with. The main outcome of a trial is that of no other trial."""
    return (f"{outcome} of {trial}" if outcome == MAIN else outcome), late(week)


def _all_counted(several: Sequence[Arm], outcome: str, week: int, unconfirmed: bool) -> Count | None:
    """Those of several arms that can be counted, as one; None where none can."""
    found = [counted(each, outcome, week, unconfirmed=unconfirmed) for each in several]
    known = [each for each in found if each is not None]
    if not known:
        return None
    return Count(
        n=sum(one.n for one in known),
        events=sum(one.events for one in known),
        values=tuple(dict.fromkeys(each for one in known for each in one.values)),
        worked_out=any(one.worked_out for one in known),
        confirmed=all(one.confirmed for one in known),
    )


@cache
def _by_place() -> dict[tuple[str, str, int | None, str, str], tuple[Value, ...]]:
    """The values by arm, outcome, week, quantity and arm compared with; confirmed ones first."""
    found: dict[tuple[str, str, int | None, str, str], tuple[Value, ...]] = {}
    for each in sorted(_versus(), key=lambda pair: not pair[1].confirmed):
        found[each[0]] = (*found.get(each[0], ()), each[1])
    return found


def _versus() -> Iterator[tuple[tuple[str, str, int | None, str, str], Value]]:
    for each in values():
        yield (each.arm, each.outcome, each.week, each.quantity, each.versus), each

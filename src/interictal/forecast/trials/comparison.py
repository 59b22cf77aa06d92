"""Virtual trials beside published ones: is each published figure inside what virtual trials of its design show?"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interictal.evidence.library.records import Status
from interictal.forecast.trials import kernels_sums
from interictal.forecast.trials.analysis import ancova
from interictal.forecast.trials.counts import Range, over, quantile_of, seen, within
from interictal.forecast.trials.design import Design
from interictal.forecast.trials.design_files import DESIGNS, read_design
from interictal.forecast.trials.kernels import UNIT
from interictal.forecast.trials.outcomes import OUTCOMES
from interictal.forecast.trials.population import Population
from interictal.forecast.trials.published import Published, Role, published
from interictal.forecast.trials.simulation import ArmRun, Trials, in_order
from interictal.forecast.trials.uses import Use, use_of

MISSES = Path(__file__).parents[1] / "data" / "misses.toml"
INPUTS = ("baseline_mean", "baseline_sd")
_SUMS = ("change_mean", "change_mean_all", "change_sd", "endpoint_mean", "endpoint_sd", "responder_30_percent",
         "responder_50_percent", "responder_75_percent", "responder_50_percent_all")  # fmt: skip
_PEOPLE = ("first_responder_50_percent", "below_15_percent")
_LEAVING = ("completed_percent", "withdrawal_ineffective_percent")
_BETWEEN = ("difference_mean", "responder_50_percent")
_MONTH = 4
Kept = dict[str, float]
FITTED_PEOPLE = ("preempt-overuse", "preempt-no-overuse")
"""Designs of strata of PREEMPT's own people: the pooled change of these people was fitted."""
SPLITS = ("compel-daily-headache", "compel-no-daily-headache", "compel-allodynia", "compel-no-allodynia")
"""Designs of the same people of one trial, COMPEL, divided in two ways."""
Limits = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Compared:
    """One published figure beside virtual trials of its design.

    Args:
        row: the figure.
        name: of its design.
        virtual: the same quantity over virtual trials; None where the model has no such quantity.
        why: what explains a figure outside, "" where nothing is written down.
        selected: how the people counted were chosen by how they did; "" where all treated were counted.
        position: share of virtual trials below the figure, those equal to it by half; None with ``virtual``.
        middle_50, middle_80: limits of the middle 50 and 80 % of virtual trials; None with ``virtual``.
    """

    row: Published
    name: str
    virtual: Range | None
    why: str
    selected: str = ""
    position: float | None = None
    middle_50: Limits | None = None
    middle_80: Limits | None = None

    @property
    def inside(self) -> bool | None:
        """Whether the figure lies within the 95 % interval; None where there is no interval."""
        return None if self.virtual is None else self._holds((self.virtual.lower, self.virtual.upper))

    @property
    def inside_50(self) -> bool | None:
        """Whether it lies within the middle 50 % of virtual trials."""
        return None if self.middle_50 is None else self._holds(self.middle_50)

    @property
    def inside_80(self) -> bool | None:
        """Whether it lies within the middle 80 %."""
        return None if self.middle_80 is None else self._holds(self.middle_80)

    def _holds(self, limits: Limits) -> bool:
        # A printed figure stands for all that round to it.
        half = 0.5 * 10.0 ** -_decimals(self.row.value)
        return limits[0] - half <= self.row.value <= limits[1] + half

    @property
    def use(self) -> Use:
        """What the figure was used for."""
        return use_of(self.row)

    @property
    def counted(self) -> bool:
        """Held out and confirmed: what the share of figures inside is of."""
        return self.row.role is Role.HELD_OUT and self.row.status is not Status.UNCONFIRMED and self.virtual is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All figures, and what the virtual trials depend on."""

    rows: tuple[Compared, ...]
    seed: int
    replicates: int

    @property
    def counted(self) -> list[Compared]:
        """The figures that count."""
        return [one for one in self.rows if one.counted]

    @property
    def inside(self) -> int:
        """How many of them lie inside."""
        return inside(self.counted)

    @property
    def of_all_treated(self) -> list[Compared]:
        """Those of them whose publication counted everybody, whatever the treatment did for them."""
        return [one for one in self.counted if not one.selected]

    @property
    def of_fitted_people(self) -> list[Compared]:
        """Those of them that are of PREEMPT's own people, whose pooled change was fitted."""
        return [one for one in self.counted if one.row.design in FITTED_PEOPLE]

    @property
    def of_splits(self) -> list[Compared]:
        """Those of them that are of the same people of one trial, divided in two ways."""
        return [one for one in self.counted if one.row.design in SPLITS]

    @property
    def said_twice(self) -> list[Compared]:
        """Those of them that are the mean at the end of a change that is counted too."""
        changes = {_measured(one.row) for one in self.counted if one.row.quantity == "change_mean"}
        return [one for one in self.counted if one.row.quantity == "endpoint_mean" and _measured(one.row) in changes]

    @property
    def outside(self) -> list[Compared]:
        """All figures outside, whatever they were used for."""
        return [one for one in self.rows if one.inside is False]


def inside(rows: Iterable[Compared]) -> int:
    """How many figures lie inside."""
    return sum(one.inside is True for one in rows)


def _measured(row: Published) -> tuple[str, str, str, int]:
    return row.design, row.arm, row.outcome, row.week


def _decimals(value: float) -> int:
    return len(f"{value:g}".partition(".")[2])


@cache
def explanations() -> dict[str, str]:
    """What explains figures outside, by id."""
    found: dict[str, str] = tomllib.loads(MISSES.read_text(encoding="utf-8"))
    return found


def compare(
    whom: Population,
    *,
    roles: Sequence[Role] = tuple(Role),
    rows: Iterable[Published] | None = None,
    replicates: int = 200,
    seed: int = 1,
    threads: int = 1,
    say: Callable[[str], None] | None = None,
) -> Comparison:
    """Simulate each design that has figures, and put them side by side.

    Args:
        whom: the population.
        roles: which figures.
        rows: the figures to choose from; those of the package by default.
        replicates, seed, threads: as for ``virtual_trials``.
        say: called with the name of each design.
    """
    chosen = [
        one
        for one in (published().values() if rows is None else rows)
        if one.role in roles and one.quantity not in INPUTS
    ]
    found: list[Compared] = []
    for name in dict.fromkeys(one.design for one in chosen):
        design = read_design(DESIGNS / f"{name}.toml")
        if say is not None:
            say(design.name)
        mine = [one for one in chosen if one.design == name]
        virtual = _virtual(design, mine, whom, replicates=replicates, seed=seed, threads=threads)
        found += [_compared(one, design, values) for one, values in zip(mine, virtual, strict=True)]
    return Comparison(tuple(found), seed, replicates)


def _compared(row: Published, design: Design, values: Sequence[float | None]) -> Compared:
    why = explanations().get(row.id, "")
    known = sorted(value for value in values if value is not None)
    if not known:
        return Compared(row, design.name, None, why, design.selected)
    below = sum(value < row.value for value in known) + sum(value == row.value for value in known) / 2
    return Compared(
        row, design.name, over(list(values)), why, design.selected, below / len(known),
        (quantile_of(known, 0.25), quantile_of(known, 0.75)), (quantile_of(known, 0.1), quantile_of(known, 0.9)),
    )  # fmt: skip


def _simulable(row: Published, design: Design) -> bool:
    """Whether the model has the quantity of a figure."""
    names = {arm.name for arm in design.arms}
    both = row.arm.split(" - ")
    if row.quantity in _LEAVING:
        return row.arm in names
    if row.outcome not in OUTCOMES or row.week < OUTCOMES[row.outcome].weeks or not set(both) <= names:
        return False
    return row.quantity in (_BETWEEN if len(both) == 2 else (*_SUMS, *_PEOPLE))


def _virtual(
    design: Design, rows: Sequence[Published], whom: Population, *, replicates: int, seed: int, threads: int
) -> list[list[float | None]]:
    """The quantity of each figure in each virtual trial; empty where the model has none."""
    can = [_simulable(one, design) for one in rows]
    weeks = sorted(
        {one.week for one, ok in zip(rows, can, strict=True) if ok}
        | {
            week
            for one, ok in zip(rows, can, strict=True)
            if ok and one.quantity == "first_responder_50_percent"
            for week in range(_MONTH, one.week + 1, _MONTH)
        }
    )
    found: list[list[float | None]] = [[] for _ in rows]
    if not weeks:
        return found
    wanted = replace(design, visits_weeks=tuple(weeks))
    trials = Trials(wanted, whom, seed=seed)
    names = [arm.name for arm in design.arms]

    def one(replicate: int) -> list[float | None]:
        values = trials.values(replicate)
        runs, kept = [], []
        for place, arm in enumerate(wanted.arms):
            mine = [
                row for row, ok in zip(rows, can, strict=True) if ok and row.arm == arm.name and row.quantity in _PEOPLE
            ]
            counts = {row.id: 0.0 for row in mine}

            def keep(
                block: NDArray[np.int32], _left: NDArray[np.int32], mine: list[Published] = mine, counts: Kept = counts
            ) -> None:
                for row in mine:
                    counts[row.id] += _people(row, block, weeks)

            runs.append(trials.arm(trials.setting(replicate, place, values), keep if mine else None))
            kept.append({row.id: 100 * counts[row.id] / _denominator(row, runs[-1], weeks) for row in mine})
        return [_value(row, runs, kept, names, weeks) if ok else None for row, ok in zip(rows, can, strict=True)]

    for trial in in_order(one, range(replicates), threads):
        for at, value in enumerate(trial):
            if can[at]:
                found[at].append(value)
    return found


def _people(row: Published, block: NDArray[np.int32], weeks: Sequence[int]) -> int:
    """People of a block for whom a figure holds."""
    field = OUTCOMES[row.outcome].field
    values, at = block[:, :, field], 1 + weeks.index(row.week)
    if row.quantity == "below_15_percent":
        return int(((values[:, at] >= 0) & (values[:, at] < 15 * UNIT)).sum())
    fell = (2 * values[:, 1:] <= values[:, :1]) & (values[:, 1:] >= 0)
    month = np.array(weeks)
    now = (month > row.week - 12) & (month <= row.week)
    return int((fell[:, now].any(axis=1) & ~fell[:, month <= row.week - 12].any(axis=1)).sum())


def _denominator(row: Published, run: ArmRun, weeks: Sequence[int]) -> int:
    """Whom a share of people is of: first responders of all, others of those counted at the visit."""
    sums = run.sums[weeks.index(row.week), OUTCOMES[row.outcome].field]
    return int(sums[kernels_sums.ALL if row.quantity == "first_responder_50_percent" else kernels_sums.KNOWN]) or 1


def _value(
    row: Published, runs: Sequence[ArmRun], kept: Sequence[Kept], names: Sequence[str], weeks: Sequence[int]
) -> float | None:
    """The quantity of a figure in one virtual trial."""
    visit = weeks.index(row.week)
    if " - " in row.arm:
        first, second = (names.index(name) for name in row.arm.split(" - "))
        sums = [run.sums[visit, OUTCOMES[row.outcome].field] for run in runs]
        if row.quantity == "difference_mean":
            found = ancova([within(one) for one in sums], first, second)
            return None if found is None else found.difference
        a, b = seen(sums[first]).responder_50, seen(sums[second]).responder_50
        return None if a is None or b is None else a - b
    arm = names.index(row.arm)
    run = runs[arm]
    people = int(run.sums[visit, 0, 0])
    if row.quantity == "completed_percent":
        return 100 * int(run.stayed[visit]) / people
    if row.quantity == "withdrawal_ineffective_percent":
        return 100 * int(run.no_benefit[visit]) / people
    if row.quantity in _PEOPLE:
        return kept[arm][row.id]
    return _of_sums(row.quantity, run.sums[visit, OUTCOMES[row.outcome].field])


def _of_sums(quantity: str, sums: NDArray[np.int64]) -> float | None:
    one, more = seen(sums), within(sums)
    if more is None or one.change_mean is None or one.baseline_mean is None:
        return None
    level = {"responder_30_percent": 0, "responder_50_percent": 1, "responder_75_percent": 2}.get(quantity)
    if level is not None:
        return 100 * one.fell[level] / one.known
    if quantity == "responder_50_percent_all":
        return 100 * one.fell[1] / one.people
    if quantity == "endpoint_sd":
        return (more.syy / (more.n - 1)) ** 0.5 if more.n > 1 else None
    return {
        "change_mean": one.change_mean,
        "change_mean_all": one.change_mean,
        "change_sd": one.change_sd,
        "endpoint_mean": one.baseline_mean + one.change_mean,
    }[quantity]

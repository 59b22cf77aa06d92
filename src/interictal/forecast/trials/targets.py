"""What the population is fitted to: each figure, and what of a virtual trial it is compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interictal.forecast.trials.kernels import STAYED, UNIT

Data = NDArray[np.float64]
VISITS = (3, 4, 8, 12, 16, 20, 24, 28, 32, 36, 56)
"""Visits of the simulated PREEMPT: those of its figures, and each count of 28 days up to week 36."""


@dataclass(frozen=True, slots=True)
class Arms:
    """Simulated patients of the two arms of PREEMPT over 56 weeks, or of two arms over 16.

    Args:
        values: of each arm, in days, shape (patients, 1 + visits, 8); NaN where missing.
        left: of each arm, week of leaving (-1 for none) and why, shape (patients, 2).
    """

    values: tuple[Data, Data]
    left: tuple[NDArray[np.int32], NDArray[np.int32]]


MODEL_ERROR_FIRST = 5.0
"""Percentage points. A first response at any of three counts rests on how much one person's months differ, which the
diaries behind daily.toml, a month long or two, leave open: with their drift, more people respond at some time in a
cycle, and fewer for the first time in later ones, than PREEMPT saw."""

Moment = Callable[[Arms], tuple[float, float]]
"""A quantity of simulated patients, and its standard deviation between people: that over the root of their number is
its standard error in a trial."""


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of the fit.

    Args:
        figures: ids of published figures whose sum, weighted by ``signs``, is the target.
        signs: 1 or -1 for each.
        n: people it rests on; for a difference of arms, of the smaller arm.
        unit: of its last printed digit, for rounding.
        moment: what of the simulation it is.
        model_error: how much nearer the model is not expected to come, in the unit of the figure.
    """

    id: str
    figures: tuple[str, ...]
    signs: tuple[int, ...]
    n: int
    unit: float
    moment: Moment
    model_error: float = 0.0


def as_days(values: NDArray[np.int32]) -> Data:
    """Values in 1/1024 as numbers; missing ones as NaN."""
    found: Data = np.where(values < 0, np.nan, values / UNIT)
    return found


def carried(values: Data, upto: int) -> Data:
    """Headache days in 28 at the visit ``upto``, the last earlier one (at baseline at the earliest) where missing."""
    last: Data = values[:, 0, 0].copy()
    for at in range(1, upto + 1):
        known = ~np.isnan(values[:, at, 0])
        last[known] = values[known, at, 0]
    return last


def _spread(values: Data) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    return float(known.mean()), float(known.std())


def _at(week: int) -> int:
    return 1 + VISITS.index(week)


def change_24(arm: int) -> Moment:
    def moment(arms: Arms) -> tuple[float, float]:
        values = arms.values[arm]
        return _spread(carried(values, _at(24)) - values[:, 0, 0])

    return moment


def change_week_3(arm: int) -> Moment:
    def moment(arms: Arms) -> tuple[float, float]:
        values = arms.values[arm]
        return _spread(values[:, _at(3), 6] - values[:, 0, 6])

    return moment


def spread_week_3(arm: int) -> Moment:
    def moment(arms: Arms) -> tuple[float, float]:
        _mean, sd = change_week_3(arm)(arms)
        return sd, sd / 2**0.5

    return moment


def responder_24(arm: int) -> Moment:
    """Whose headache days fell by half, of all; missing counts as no response."""

    def moment(arms: Arms) -> tuple[float, float]:
        values = arms.values[arm]
        share = float(np.mean(2 * values[:, _at(24), 0] <= values[:, 0, 0]))
        return 100 * share, 100 * (share * (1 - share)) ** 0.5

    return moment


def completers_56(arm: int, field: int) -> Moment:
    def moment(arms: Arms) -> tuple[float, float]:
        stayed = arms.left[arm][:, 1] == STAYED
        values = arms.values[arm][stayed]
        return _spread(values[:, _at(56), field] - values[:, 0, field])

    return moment


def completed(arm: int, week: int) -> Moment:
    def moment(arms: Arms) -> tuple[float, float]:
        left = arms.left[arm][:, 0]
        share = float(np.mean((left < 0) | (left >= week)))
        return 100 * share, 100 * (share * (1 - share)) ** 0.5

    return moment


def first_response(cycle: int) -> Moment:
    """Whose headache days fell by half at a 4-week count of a cycle, and at none before; of all."""

    def moment(arms: Arms) -> tuple[float, float]:
        values = arms.values[0]
        fell = 2 * values[:, :, 0] <= values[:, :1, 0]
        weeks = np.array((0, *VISITS))
        every = (weeks > 0) & (weeks % 4 == 0)
        now = fell[:, every & (weeks > 12 * (cycle - 1)) & (weeks <= 12 * cycle)].any(axis=1)
        before = fell[:, every & (weeks <= 12 * (cycle - 1))].any(axis=1)
        share = float(np.mean(now & ~before))
        return 100 * share, 100 * (share * (1 - share)) ** 0.5

    return moment


def difference(first: Moment, second: Moment) -> Moment:
    def moment(arms: Arms) -> tuple[float, float]:
        (a, sd_a), (b, sd_b) = first(arms), second(arms)
        return a - b, (sd_a * sd_a + sd_b * sd_b) ** 0.5

    return moment


def baseline(field: int) -> Moment:
    def moment(arms: Arms) -> tuple[float, float]:
        return _spread(np.concatenate([values[:, 0, field] for values in arms.values]))

    return moment


def severe_share(arm: int | None, week: int) -> Moment:
    """Severe days in percent of headache days, of an arm or of both, in people who have any."""

    def moment(arms: Arms) -> tuple[float, float]:
        chosen = np.concatenate(arms.values) if arm is None else arms.values[arm]
        at = 0 if week == 0 else _at(week)
        headache, severe = chosen[:, at, 0], chosen[:, at, 3]
        return _spread(100 * severe[headache > 0] / headache[headache > 0])

    return moment


def _of(design: str, arm: str, outcome: str, week: int, quantity: str) -> str:
    return f"{design}.{arm}.{outcome}.{week}.{quantity}"


_DAYS, _WEEK = "headache_days_28", "headache_days_week"
_TOXIN, _PLACEBO, _BOTH, _LATER = (
    "onabotulinumtoxina",
    "placebo",
    "onabotulinumtoxina-v-placebo",
    "placebo-then-onabotulinumtoxina",
)

RESPONSE = (
    Target("change-24-placebo", (_of("preempt", _PLACEBO, _DAYS, 24, "change_mean"),), (1,), 696, 0.1, change_24(1)),
    Target(
        "difference-24", (_of("preempt", _BOTH, _DAYS, 24, "difference_mean"),), (1,), 688, 0.1,
        difference(change_24(0), change_24(1)),
    ),
    Target("change-3-placebo", (_of("preempt", _PLACEBO, _WEEK, 3, "change_mean"),), (1,), 696, 0.1, change_week_3(1)),
    Target(
        "difference-3",
        (_of("preempt", _TOXIN, _WEEK, 3, "change_mean"), _of("preempt", _PLACEBO, _WEEK, 3, "change_mean")),
        (1, -1), 688, 0.15, difference(change_week_3(0), change_week_3(1)),
    ),
    Target("spread-3-toxin", (_of("preempt", _TOXIN, _WEEK, 3, "change_sd"),), (1,), 688, 0.1, spread_week_3(0)),
    Target("spread-3-placebo", (_of("preempt", _PLACEBO, _WEEK, 3, "change_sd"),), (1,), 696, 0.1, spread_week_3(1)),
    Target(
        "responders-24-toxin", (_of("preempt", _TOXIN, _DAYS, 24, "responder_50_percent_all"),), (1,), 688, 0.1,
        responder_24(0),
    ),
    Target(
        "responders-24-placebo", (_of("preempt", _PLACEBO, _DAYS, 24, "responder_50_percent_all"),), (1,), 696, 0.1,
        responder_24(1),
    ),
    Target(
        "change-56-toxin", (_of("preempt-56-weeks", _TOXIN, _DAYS, 56, "change_mean"),), (1,), 513, 0.1,
        completers_56(0, 0),
    ),
    Target(
        "change-56-later", (_of("preempt-56-weeks", _LATER, _DAYS, 56, "change_mean"),), (1,), 492, 0.1,
        completers_56(1, 0),
    ),
    *(
        Target(
            f"first-response-{cycle}",
            (_of("preempt-56-weeks", _TOXIN, _DAYS, 12 * cycle, "first_responder_50_percent"),), (1,), 688, 0.1,
            first_response(cycle), MODEL_ERROR_FIRST,
        )
        for cycle in (1, 2, 3)
    ),
    *(
        Target(name, (_of(design, arm, _DAYS, week, "completed_percent"),), (1,), n, 0.1, completed(place, week))
        for name, design, arm, week, n, place in (
            ("completed-24-toxin", "preempt", _TOXIN, 24, 688, 0),
            ("completed-24-placebo", "preempt", _PLACEBO, 24, 696, 1),
            ("completed-56-toxin", "preempt-56-weeks", _TOXIN, 56, 688, 0),
            ("completed-56-later", "preempt-56-weeks", _LATER, 56, 696, 1),
        )
    ),
)  # fmt: skip
"""What response and leaving are fitted to."""

SEVERITY = (
    Target(
        "moderate-severe-baseline",
        (
            _of("preempt", _TOXIN, "moderate_severe_headache_days_28", 0, "baseline_mean"),
            _of("preempt", _TOXIN, _DAYS, 0, "baseline_mean"),
        ),
        (1, -1), 688, 0.15, difference(baseline(2), baseline(0)),
    ),
    Target("severe-baseline", ("preempt-severity.onabotulinumtoxina.severe_headache_days_percent.0.baseline_mean",),
           (1,), 1384, 0.1, severe_share(None, 0)),
    Target("severe-24-toxin", ("preempt-severity.onabotulinumtoxina.severe_headache_days_percent.24.endpoint_mean",),
           (1,), 688, 0.1, severe_share(0, 24)),
    Target("severe-24-placebo", ("preempt-severity.placebo.severe_headache_days_percent.24.endpoint_mean",),
           (1,), 696, 0.1, severe_share(1, 24)),
)  # fmt: skip
"""What severity is fitted to, response being what it is. Figures of the library of trials."""

_SILBERSTEIN = "silberstein-2007.{}.headache_days_28.16.{}"
TOPIRAMATE_FIGURES = (
    _SILBERSTEIN.format("topiramate", "change_mean"),
    _SILBERSTEIN.format("placebo", "change_mean"),
    _SILBERSTEIN.format("topiramate", "completed_percent"),
)
"""What topiramate is fitted to: its change less that of placebo, and the share that completed with it."""


@dataclass(frozen=True, slots=True)
class PlaceboArm:
    """A placebo arm that tells how trials differ.

    Args:
        trial, outcome: names in the library of trials.
        days: of the period that the outcome counts in.
        week: of its change.
    """

    trial: str
    outcome: str
    days: float
    week: int


PLACEBO_ARMS = (
    PlaceboArm("preempt-1", "headache_days_28", 28.0, 24),
    PlaceboArm("preempt-2", "headache_days_28", 28.0, 24),
    PlaceboArm("halo-cm", "moderate_severe_headache_days_28", 28.0, 12),
    PlaceboArm("promise-2", "migraine_days_28", 28.0, 24),
    PlaceboArm("regain", "migraine_days_month", 30.0, 12),
)
"""Those of preventives given by injection or infusion in chronic migraine whose baseline and change the library
holds."""


def placebo_figures(arm: PlaceboArm) -> tuple[str, str]:
    """Ids of the baseline and the change of a placebo arm."""
    start = f"{arm.trial}.placebo.{arm.outcome}"
    return f"{start}.0.baseline_mean", f"{start}.{arm.week}.change_mean"

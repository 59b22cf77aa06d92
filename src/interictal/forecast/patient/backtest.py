"""Forecasts made in the past of many patients, with what was known then, against what came: rolling origins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interictal.errors import DataUnavailable, InvalidInput
from interictal.forecast.patient.baselines import BASELINES, VARIANTS
from interictal.forecast.patient.counting import counted, daily_chances
from interictal.forecast.patient.filtering import KEPT, Chances, State, Treatment, follow, pruned, start
from interictal.forecast.patient.grid import grid
from interictal.forecast.patient.parameters import MODEL, Baselines, Daily, baselines, daily, response
from interictal.forecast.patient.records import HEADACHE, UNKNOWN, Expected, History, Numbers
from interictal.forecast.patient.scores import Scored, Summary, difference, scored, summary
from interictal.forecast.patient.treatment import treatment_of

LEAST_HISTORY_DAYS = 7
"""Recorded days before an origin."""

LEAST_FUTURE_DAYS = 7
"""Recorded days in the horizon, without which a forecast is not scored."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """Scores of the model and of the baselines on the same forecasts.

    Args:
        horizon_days, origin_every_days: as asked for.
        patients, forecasts: what it rests on.
        left_out: patients without a single forecast that can be scored.
        scores: the model first, then the four baselines.
        variants: the two baselines that carry the uncertainty of their rates.
        margin: mean log score of the model minus that of the best baseline, per forecast.
        margin_error: its standard error, forecasts of a patient taken together.
        best_baseline: name of the best baseline.
        treated: patients with a session of onabotulinumtoxinA.
    """

    horizon_days: int
    origin_every_days: int
    patients: int
    forecasts: int
    left_out: int
    scores: tuple[Summary, ...]
    variants: tuple[Summary, ...]
    margin: float
    margin_error: float
    best_baseline: str
    treated: int


def backtest(
    histories: Sequence[History],
    *,
    horizon_days: int = 28,
    origin_every_days: int = 7,
    parameters: Daily | None = None,
    known: Baselines | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Score the model and the baselines on the past of many patients.

    Origins stand every ``origin_every_days`` days from the first day of a diary. A forecast is made from an origin with
    at least 7 recorded days before it, and scored on the recorded days of the ``horizon_days`` after it, of which there
    must be 7 (the end of a diary may cut the horizon short; days not recorded are not scored). A horizon in which
    treatment starts or goes on is forecast with the sessions that came in it, as a planned session is known beforehand.

    Args:
        histories: the patients.
        horizon_days, origin_every_days: days, at least 7 and 1.
        parameters, known: other parameters than those shipped.
        progress: called with patients done and in all.

    Raises:
        InvalidInput: a number of days out of range.
        DataUnavailable: no forecast can be scored.
    """
    if not LEAST_FUTURE_DAYS <= horizon_days <= _LONGEST:
        raise InvalidInput("--horizon-days", horizon_days, f"{LEAST_FUTURE_DAYS} to {_LONGEST}", "Change it.")
    if not 1 <= origin_every_days <= _LONGEST:
        raise InvalidInput("--origin-every-days", origin_every_days, f"1 to {_LONGEST}", "Change it.")
    results: dict[str, list[Scored]] = {name: [] for name in (MODEL, *BASELINES, *VARIANTS)}
    left_out = 0
    for number, history in enumerate(histories):
        before = len(results[MODEL])
        _patient(number, history, horizon_days, origin_every_days, parameters or daily(), known or baselines(), results)
        left_out += len(results[MODEL]) == before
        if progress is not None:
            progress(number + 1, len(histories))
    if not results[MODEL]:
        raise DataUnavailable(
            f"no forecast can be scored: a patient needs {LEAST_HISTORY_DAYS} recorded days before an origin and "
            f"{LEAST_FUTURE_DAYS} in the {horizon_days} days after it. Add longer diaries."
        )
    return _result(results, horizon_days, origin_every_days, len(histories), left_out, histories)


_LONGEST = 366


def past_scores(
    history: History,
    parameters: Daily,
    known: Baselines,
    horizon_days: int,
    origin_every_days: int,
    *,
    against: str,
    since: int = 0,
) -> dict[str, list[Scored]]:
    """The scores of the model and of one baseline on one patient's own past, from origins on day ``since`` or later."""
    results: dict[str, list[Scored]] = {MODEL: [], against: []}
    _patient(0, history, horizon_days, origin_every_days, parameters, known, results, since, _LOOKED_BACK)
    return results


_LOOKED_BACK = 5e-3
"""As ``KEPT``, for looking back: mean scores of 36 simulated diaries lay within 0.006 of those with all states."""


def _patient(
    number: int,
    history: History,
    horizon_days: int,
    every: int,
    parameters: Daily,
    known: Baselines,
    results: dict[str, list[Scored]],
    since: int = 0,
    kept: float = KEPT,
) -> None:
    days = history.days
    first = min((dose.day for dose in history.doses), default=len(days) + horizon_days)
    # A horizon that ends before the first session needs no axes of treatment: nothing has moved along them yet.
    bare = _Followed(parameters, days, None)
    treatment = treatment_of(history.doses, len(days) + horizon_days)
    treated = _Followed(parameters, days, treatment) if treatment is not None else bare
    for origin in range(every, len(days), every):
        seen = days[origin : origin + horizon_days]
        counts = [day != UNKNOWN for day in seen]
        if origin < since or sum(counts) < LEAST_FUTURE_DAYS:
            continue
        if sum(day != UNKNOWN for day in days[:origin]) < LEAST_HISTORY_DAYS:
            continue
        came = [int(day == HEADACHE) for day in seen if day != UNKNOWN]
        for name in results:
            if name == MODEL:
                followed = bare if origin + horizon_days <= first else treated
                expected, chances = _ours(followed.until(origin), counts, followed.treatment, kept)
            else:
                expected, chances = _theirs(_ALL[name](days[:origin], counts, known))
            looked_at = [chance for chance, counting in zip(chances, counts, strict=True) if counting]
            results[name].append(scored(number, expected, sum(came), looked_at, came))


class _Followed:
    """A patient followed along their days, as far as asked for."""

    def __init__(self, parameters: Daily, days: Sequence[int], treatment: Treatment | None) -> None:
        states = grid(parameters, response() if treatment is not None else None)
        self.treatment = treatment
        self._days = days
        self._state = start(states, Chances(states, treatment))

    def until(self, origin: int) -> State:
        """The state after the days before ``origin``, which is never before the last one asked for."""
        self._state = follow(self._state, self._days[self._state.day : origin], self.treatment)
        return self._state


def _ours(
    state: State, counts: Sequence[bool], treatment: Treatment | None, kept: float
) -> tuple[Expected, list[float]]:
    likely = pruned(state, kept)
    _, probabilities = counted(likely, counts, treatment)
    return _theirs((probabilities, daily_chances(likely, len(counts), treatment)))


def _theirs(forecast: tuple[Numbers, Numbers]) -> tuple[Expected, list[float]]:
    probabilities, chances = forecast
    return Expected(tuple(map(float, probabilities))), [float(each) for each in chances]


_ALL = {**BASELINES, **VARIANTS}


def _result(
    results: dict[str, list[Scored]],
    horizon_days: int,
    every: int,
    patients: int,
    left_out: int,
    histories: Sequence[History],
) -> Backtest:
    best = max(BASELINES, key=lambda name: sum(each.log_score for each in results[name]))
    margin, error = difference(results[MODEL], results[best])
    return Backtest(
        horizon_days,
        every,
        patients,
        len(results[MODEL]),
        left_out,
        tuple(summary(name, results[name]) for name in (MODEL, *BASELINES)),
        tuple(summary(name, results[name]) for name in VARIANTS),
        margin,
        error,
        best,
        sum(bool(history.doses) for history in histories),
    )

"""Forecasts made in the past, against what came."""

import datetime as dt

import numpy as np
import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.forecast.patient.backtest import Backtest, backtest
from interictal.forecast.patient.baselines import BASELINES, VARIANTS, own_rate
from interictal.forecast.patient.counting import counted, daily_chances
from interictal.forecast.patient.filtering import posterior
from interictal.forecast.patient.grid import grid
from interictal.forecast.patient.parameters import MODEL, baselines, daily
from interictal.forecast.patient.records import FREE, HEADACHE, UNKNOWN, Dose, Expected, History
from interictal.forecast.patient.scores import scored
from support.diaries import unfold

FIRST = dt.date(2024, 1, 1)
_DAYS = {"H": HEADACHE, ".": FREE, "_": UNKNOWN}


def history(line: str, *doses: Dose) -> History:
    """Of H, . and _."""
    return History(FIRST, tuple(_DAYS[letter] for letter in unfold(line)), doses)


def test_a_forecast_is_made_of_what_was_known_then() -> None:
    """One origin, scored by hand: the seven days before it against the recorded days of the seven after it."""
    one = history("HH.H.HH H_HH.HHH")
    found = backtest([one], horizon_days=8)
    assert found.forecasts == 1
    past, seen = one.days[:7], one.days[7:15]
    counts = [day != UNKNOWN for day in seen]
    state = posterior(grid(daily()), past, None)
    came = [int(day == HEADACHE) for day in seen if day != UNKNOWN]
    chances = [p for p, counting in zip(daily_chances(state, 8, None), counts, strict=True) if counting]
    ours = scored(0, Expected(tuple(counted(state, counts, None)[1])), sum(came), chances, came)
    model, _, own, *_ = found.scores
    assert (model.model, own.model) == (MODEL, "own-rate")
    assert model.log_score == pytest.approx(ours.log_score, abs=1e-4)
    assert model.brier == pytest.approx(ours.brier, abs=1e-4)
    spread, each = own_rate(past, counts, baselines())
    theirs = scored(0, Expected(tuple(spread)), sum(came), each[:7], came)
    assert own.log_score == pytest.approx(theirs.log_score)
    assert (found.patients, found.left_out, found.treated, found.margin_error) == (1, 0, 0, 0)


def test_origins_need_days_before_and_after() -> None:
    """Seven recorded on either side; the end of the diary may cut a horizon short."""

    def forecasts(line: str) -> int:
        try:
            return backtest([history(line)]).forecasts
        except DataUnavailable:
            return 0

    assert forecasts("H14") == 1
    assert forecasts("H13") == 0
    assert forecasts("H6_H7") == 0
    assert forecasts("H7H6_") == 0
    assert forecasts("H7_29H7") == 3
    assert forecasts("H7_21H7") == 4
    assert forecasts("") == 0


def test_many_patients() -> None:
    """The same forecasts for every model; those without a forecast are counted; progress is told."""
    random = np.random.default_rng(1)
    patients = [
        History(FIRST, tuple(int(day) for day in random.integers(0, 2, 60)), (Dose(20, 155.0),) if number == 0 else ())
        for number in range(4)
    ]
    told: list[tuple[int, int]] = []
    found = backtest([*patients, history("H5")], progress=lambda done, number: told.append((done, number)))
    assert isinstance(found, Backtest)
    assert told == [(number, 5) for number in range(1, 6)]
    assert (found.patients, found.left_out, found.treated) == (5, 1, 1)
    assert [each.model for each in found.scores] == [MODEL, *BASELINES]
    assert [each.model for each in found.variants] == list(VARIANTS)
    assert {each.forecasts for each in (*found.scores, *found.variants)} == {found.forecasts}
    best = max(found.scores[1:], key=lambda each: each.log_score)
    assert found.best_baseline == best.model
    assert found.margin == pytest.approx(found.scores[0].log_score - best.log_score)
    assert found.margin_error > 0


def test_other_parameters_can_be_tried() -> None:
    """The model and what the baselines shrink towards."""
    from interictal.forecast.patient.parameters import Baselines, Daily

    one = history("(HH.)20")
    usual = backtest([one])
    other = backtest(
        [one], parameters=Daily(0.0, 0.5, 0.5, 28.0, 0.0, 0.3), known=Baselines(0.2, (1, 9), (1, 9), (1, 9))
    )
    assert all(a.log_score != b.log_score for a, b in zip(usual.scores[:3], other.scores[:3], strict=True))


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("--horizon-days", {"horizon_days": 6}),
        ("--horizon-days", {"horizon_days": 367}),
        ("--origin-every-days", {"origin_every_days": 0}),
        ("--origin-every-days", {"origin_every_days": 367}),
    ],
)
def test_days_out_of_range(option: str, more: dict[str, int]) -> None:
    with pytest.raises(InvalidInput, match=option):
        backtest([history("H60")], **more)


def test_nothing_to_score() -> None:
    with pytest.raises(DataUnavailable, match="longer diaries"):
        backtest([history("H7")])
    with pytest.raises(DataUnavailable):
        backtest([])

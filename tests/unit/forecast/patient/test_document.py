"""The documents, against their published schemas."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from interictal.forecast.patient.backtest import backtest
from interictal.forecast.patient.backtest_document import (
    NO_TEST,
    NO_TREATED,
    SCORE_WORDS,
    backtest_document,
    fit_document,
)
from interictal.forecast.patient.document import NO_CAUSE, NOT_CAUSAL, UNTESTED, forecast_document
from interictal.forecast.patient.estimation import Estimate
from interictal.forecast.patient.outlook import forecast
from interictal.forecast.patient.parameters import baselines, daily
from interictal.forecast.patient.records import (
    FREE,
    HEADACHE,
    UNKNOWN,
    Dose,
    Expected,
    Forecast,
    History,
    Past,
    Responder,
    Span,
    WearingOff,
    Withheld,
)

SCHEMAS = Path(__file__).parents[4] / "docs" / "schema"
FIRST = dt.date(2024, 1, 1)
DAY = dt.timedelta(1)


def checked(found: dict[str, Any], name: str) -> dict[str, Any]:
    """The document as it comes back from its JSON, after checking it against the schema."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    back = json.loads(json.dumps(found, allow_nan=False))
    jsonschema.validate(back, schema)
    return back


def _made(**more: Any) -> Forecast:
    """A forecast put together by hand: two sessions, the second planned."""
    history = History(FIRST, (HEADACHE, HEADACHE, UNKNOWN, *(HEADACHE, FREE) * 3), (Dose(2, 155.0),))
    start = history.origin
    week = Span(1, start, start + 6 * DAY, Expected((0.25, 0.5, 0.25, *(0.0,) * 5)), Expected((0.0,) * 7 + (1.0,)))
    period = Span(1, start, start + 27 * DAY, Expected((1 / 29,) * 29), Expected((1 / 29,) * 29))
    given: dict[str, Any] = {
        "history": history,
        "next_dose": Dose(12, 195.0),
        "weeks": (week,),
        "periods": (period,),
        "responder": (
            Responder(1, FIRST + 2 * DAY, FIRST + 11 * DAY, 1.0, 0.99999, None),
            Responder(2, FIRST + 12 * DAY, FIRST + 95 * DAY, 0.5, 0.00001, (0.0, 0.25)),
        ),
        "wearing_off": WearingOff(FIRST + 12 * DAY, 10, 8, None, 0.75),
        "withheld": None,
        "past": Past(4, -1.23456, -2.0, "markov"),
        "baseline": (20, 26),
        "parameters": daily(),
        **more,
    }
    return Forecast(**given)


def test_every_part_is_written() -> None:
    found = checked(forecast_document(_made(), patient="SYNTHETIC-9", notes=["Assumed."]), "forecast")
    assert (found["patient"], found["synthetic"], found["function"]) == ("SYNTHETIC-9", True, "predict")
    assert (found["origin"], found["next"]) == ("2024-01-10", {"date": "2024-01-13", "units": 195})
    assert found["sessions"] == ["2024-01-03"]
    (week,) = found["weeks"]
    assert week["expected"] == {
        "mean": 1, "median": 1, "interval_50": [0, 1], "interval_80": [0, 2], "interval_95": [0, 2],
    }  # fmt: skip
    assert week["without_next"]["interval_50"] == [7, 7]
    assert found["basis"]["words"] == (
        "Rests on 8 recorded days of 9, 5 with headache, and on 1 session (155 U), and a next one of 195 U on "
        "2024-01-13. Assumed."
    )
    assert found["basis"]["baseline"]["days"] == 20
    assert found["basis"]["score"] == -1.2346
    assert found["wearing_off"]["interval_80"] == [8, None]
    assert found["not_causal"] == NOT_CAUSAL
    assert found["untested"] == UNTESTED
    assert found["model"]["parameters"]["response"] is not None


def test_what_is_not_certain_is_not_rounded_to_it() -> None:
    first, second = forecast_document(_made())["responder"]
    assert (first["response_30"], first["response_50"], first["without_next"]) == (1, 0.9999, None)
    assert (second["response_50"], second["without_next"]) == (0.0001, {"response_30": 0, "response_50": 0.25})


def test_weeks_before_are_counted_back_from_the_origin() -> None:
    """The first may be shorter; unknown days are not recorded ones."""
    first, second = forecast_document(_made())["history"]
    assert first == {"start": "2024-01-01", "end": "2024-01-02", "headache_days": 2, "recorded_days": 2}
    assert second == {"start": "2024-01-03", "end": "2024-01-09", "headache_days": 3, "recorded_days": 6}
    whole = forecast_document(_made(history=History(FIRST, (HEADACHE,) * 14)))["history"]
    assert [one["start"] for one in whole] == ["2024-01-01", "2024-01-08"]


def test_withheld_says_why_and_nothing_else() -> None:
    bare = {"weeks": (), "periods": (), "responder": (), "wearing_off": None, "past": None, "baseline": None}
    history = History(FIRST, (HEADACHE,))
    made = _made(history=history, next_dose=None, withheld=Withheld("history-too-short", "Why."), **bare)
    found = checked(forecast_document(made), "forecast")
    assert found["withheld"] == {"code": "history-too-short", "reason": "Why."}
    assert (found["weeks"], found["periods"], found["responder"]) == ([], [], [])
    assert found["model"]["parameters"]["response"] is None
    assert (found["basis"]["past_origins"], found["basis"]["score"], found["basis"]["baseline"]) == (0, None, None)
    assert found["not_causal"] == NO_CAUSE
    assert found["untested"] is None
    assert "no session" in found["basis"]["words"]


def test_a_real_forecast_fits_its_schema() -> None:
    """Two sessions given: their units once."""
    history = History(FIRST, (HEADACHE, HEADACHE, FREE) * 12, (Dose(-84, 155.0), Dose(0, 155.0)))
    found = checked(forecast_document(forecast(history, weeks=2)), "forecast")
    assert "2 sessions (155 U)" in found["basis"]["words"]
    assert found["next"] is None
    assert [one["week"] for one in found["weeks"]] == [1, 2]


def test_no_word_of_a_cause() -> None:
    """Expected, with and without; never that the session makes the difference."""
    assert "does not say that the session causes" in NOT_CAUSAL
    text = json.dumps(forecast_document(_made()))
    assert not [word for word in ("benefit", "because of", "thanks to", "reduces", "prevents") if word in text]


def _diaries(number: int, *doses: Dose) -> list[History]:
    return [History(FIRST, (HEADACHE, FREE, FREE) * 12, doses)] * number


def test_backtest() -> None:
    found = checked(backtest_document(backtest(_diaries(2)), notes=["One left out."]), "backtest")
    assert [one["role"] for one in found["scores"]] == ["model", *["baseline"] * 4]
    assert [one["role"] for one in found["variants"]] == ["variant"] * 2
    assert found["definitions"] == SCORE_WORDS
    assert found["notes"] == ["One left out.", NO_TEST, NO_TREATED]
    assert found["margin"]["over"] in {one["model"] for one in found["scores"][1:]}
    assert found["margin"]["standard_error"] is not None
    assert set(found["scores"][0]["coverage"]) == {"50", "80", "95"}
    assert found["synthetic"] is False


def test_backtest_of_one_treated_patient() -> None:
    """Nothing is known of the error of the margin; that treatment is untested is not said."""
    found = checked(backtest_document(backtest(_diaries(1, Dose(3, 155.0))), synthetic=True), "backtest")
    assert found["margin"]["standard_error"] is None
    assert found["treated"] == 1
    assert found["notes"] == [NO_TEST]
    assert found["synthetic"] is True


def test_fit() -> None:
    """The shipped value lies in the interval, or not; the held one is equal, or not."""
    names = ("propensity", "propensity_sd", "drift_sd", "persistence", "persistence_sd")
    intervals = dict.fromkeys(names, (0.0, 9.0))
    estimate = Estimate(daily(), {**intervals, "drift_sd": (5.0, 9.0)}, -100.0, baselines(), 20, 400, 100)
    found = checked(fit_document(estimate, notes=["n"]), "forecast-fit")
    agrees = {one["parameter"]: one["agrees"] for one in found["daily"]}
    assert agrees == {**dict.fromkeys(names, True), "drift_sd": False, "drift_half_life_days": True}
    held = next(one for one in found["daily"] if one["parameter"] == "drift_half_life_days")
    assert (held["held"], held["interval_95"]) == (True, None)
    assert all(one["value"] == pytest.approx(one["shipped"], abs=1e-4) for one in found["baselines"])
    assert len(found["baselines"]) == 7

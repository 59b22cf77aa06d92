"""A forecast, a backtest and a fit as a terminal shows them."""

import datetime as dt
from typing import Any

import pytest

from interictal import INTENDED_USE
from interictal.forecast.patient.backtest import backtest
from interictal.forecast.patient.backtest_document import backtest_document, fit_document
from interictal.forecast.patient.document import NOT_CAUSAL, forecast_document
from interictal.forecast.patient.estimation import Estimate
from interictal.forecast.patient.outlook import forecast
from interictal.forecast.patient.parameters import baselines, daily
from interictal.forecast.patient.records import FREE, HEADACHE, Dose, History
from interictal.report.backtest_terminal import backtest_terminal, fit_terminal
from interictal.report.forecast_terminal import forecast_terminal, percent_words

FIRST = dt.date(2024, 1, 1)
HISTORY = History(FIRST, (HEADACHE, HEADACHE, FREE) * 14)


def _expected(mean: float = 3.0) -> dict[str, Any]:
    return {"mean": mean, "median": 3, "interval_50": [2, 4], "interval_80": [1, 5], "interval_95": [0, 6]}


@pytest.fixture
def planned() -> dict[str, Any]:
    """A document with a next session, put together by hand from one without."""
    document = forecast_document(forecast(HISTORY, weeks=4), patient="SYNTHETIC-1")
    for row in (*document["weeks"], *document["periods"]):
        row.update(expected=_expected(), without_next=_expected(4.25))
    document["not_causal"] = NOT_CAUSAL
    document["next"] = {"date": "2024-02-20", "units": 155.0}
    document["responder"] = [
        {"cycle": 1, "start": "2024-02-20", "by": "2024-05-13", "response_30": 1.0, "response_50": 0.42,
         "without_next": {"response_30": 1.0, "response_50": 0.005}},
        {"cycle": 2, "start": "2024-05-14", "by": "2024-08-05", "response_30": 1.0, "response_50": 0.995,
         "without_next": None},
    ]  # fmt: skip
    document["wearing_off"] = {
        "session": "2024-02-20", "week": 11, "interval_80": [9, 14], "share_before_week_12": 0.61, "rule": "r",
    }  # fmt: skip
    document["basis"].update(baseline={"days": 20, "recorded": 26, "words": "w"})
    return document


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_the_answer_stands_first_with_its_interval(planned: dict[str, Any]) -> None:
    """The number never without its interval; with and without the session; no cause."""
    text = forecast_terminal(planned)
    shown = _plain(text)
    assert shown.startswith(
        "SYNTHETIC-1 · Forecast from 2024-02-12 · SYNTHETIC 28 days from 2024-02-12 3.0 (80 % interval 1 to 5)"
    )
    assert "Without the session of 2024-02-20: 4.2 (80 % interval 1 to 5) expected" in shown
    assert "expected in week 11 (80 % interval 9 to 14); before week 12 with probability 61 %" in shown
    assert "30 %: reached already; 50 %: 42 % (without the next session under 1 %)" in shown
    assert "50 %: over 99 %" in shown
    assert "Before the first session: 20 headache days of 26 recorded in 28." in shown
    assert "does not say that the session causes the difference" in shown
    assert shown.endswith(INTENDED_USE)
    assert "2024-02-12       3.0    2–4    1–5    0–6      4.2    1–5" in text


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_fit_the_terminal(planned: dict[str, Any], width: int) -> None:
    for text in (
        forecast_terminal(planned, width=width),
        backtest_terminal(_backtest(), width=width),
        fit_terminal(_fit(), width=width),
    ):
        assert max(map(len, text.splitlines())) <= width


def test_plain_ascii_where_the_terminal_shows_no_more(planned: dict[str, Any]) -> None:
    text = forecast_terminal(planned, unicode=False)
    assert text.isascii()
    assert "?" not in text
    assert "1-5" in text
    assert "\x1b[1m" in forecast_terminal(planned, colour=True)


def test_wearing_off_beyond_what_is_looked_at(planned: dict[str, Any]) -> None:
    planned["wearing_off"].update(interval_80=[9, None])
    assert "9 to beyond 16" in _plain(forecast_terminal(planned))
    planned["wearing_off"].update(week=None)
    assert "not expected within 16 weeks in half of the courses" in _plain(forecast_terminal(planned))


@pytest.mark.parametrize(
    ("before", "words"),
    [(None, "fewer than 10 of the 28 days"), ({"days": 0, "recorded": 28, "words": ""}, "no headache day in the 28"),
     ({"days": 9, "recorded": 28, "words": ""}, "Ask for more --weeks")],
)  # fmt: skip
def test_why_there_is_no_response(planned: dict[str, Any], before: dict[str, Any] | None, words: str) -> None:
    planned.update(responder=[])
    planned["basis"].update(baseline=before)
    assert words in _plain(forecast_terminal(planned))


def test_without_sessions_nothing_is_said_of_a_response() -> None:
    """Fewer than four weeks: the first week is the answer; the own past is told where it is long enough."""
    document = forecast_document(forecast(HISTORY, weeks=2))
    text = forecast_terminal(document)
    assert text.startswith("Forecast from 2024-02-12\n")
    assert "7 days from 2024-02-12" in text
    assert "response" not in text
    assert "Wearing" not in text
    assert "in 28" not in text
    assert "On this diary's own past" not in _plain(text)
    document["basis"].update(past_origins=5, score=-2.0, baseline_score=-2.5, held_against="markov")
    assert "5 forecasts of 28 days: mean log score -2.00, that of the simple markov forecast -2.50" in _plain(
        forecast_terminal(document)
    )


def test_withheld_says_why() -> None:
    document = forecast_document(forecast(History(FIRST, (HEADACHE,))))
    text = _plain(forecast_terminal(document))
    assert "Forecast none is shown Why 1 recorded day: at least 14 are needed." in text
    assert "(history-too-short)" in text
    assert "Expected" not in text
    assert text.endswith(INTENDED_USE)


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (0.0001, "under 1 %"), (0.01, "1 %"), (0.5, "50 %"), (0.99, "99 %"), (0.9999, "over 99 %"),
     (1, "100 %")],
)  # fmt: skip
def test_percent(share: float, words: str) -> None:
    assert percent_words(share) == words
    assert percent_words(1, "sure") == "sure"


def _backtest(number: int = 2, *doses: Dose) -> dict[str, Any]:
    return backtest_document(backtest([History(FIRST, HISTORY.days, doses)] * number), notes=["One was left out."])


def test_backtest() -> None:
    """Every model with its scores; what the scores mean; what stays untested."""
    text = backtest_terminal(_backtest())
    for name in ("interictal-forecast", "population-rate", "own-rate", "last-28-days", "markov", "markov-integrated"):
        assert f"\n{name} " in text
    shown = _plain(text)
    assert "Forecasts of 28 days, made every 7 days, against what came" in shown
    assert "Patients 2; none treated with onabotulinumtoxinA" in shown
    assert "standard error" in shown
    assert "log score: natural logarithm" in shown
    assert "One was left out." in shown
    assert "No public daily diary of patients treated" in shown
    assert shown.endswith(INTENDED_USE)


@pytest.mark.parametrize(("by", "words"), [(0.5, "0.50 better"), (-0.25, "0.25 worse"), (0, "0.00 away")])
def test_margin(by: float, words: str) -> None:
    document = _backtest(1)
    document["margin"]["log_score"] = by
    text = _plain(backtest_terminal(document))
    assert f"the model is {words} per forecast" in text
    assert "one patient: nothing is known of its error" in text


def test_backtest_of_treated_and_made_up_patients() -> None:
    document = {**_backtest(1), "treated": 1, "left_out": 1, "synthetic": True, "origin_every_days": 1}
    text = _plain(backtest_terminal(document))
    assert "made every day" in text
    assert "SYNTHETIC" in text
    assert "1; 1 of them without a forecast that can be scored; 1 treated" in text


def _fit(**more: tuple[float, float]) -> dict[str, Any]:
    names = ("propensity", "propensity_sd", "drift_sd", "persistence", "persistence_sd")
    intervals = {**dict.fromkeys(names, (-9.0, 9.0)), **more}
    return fit_document(Estimate(daily(), intervals, -100.0, baselines(), 20, 400, 100))


def test_fit() -> None:
    text = _plain(fit_terminal(_fit()))
    assert "fitted to 20 diaries" in text
    assert "400 recorded, 100 with headache" in text
    assert "every shipped value lies in its interval" in text
    assert "drift_half_life_days 28.000 held 28.000" in text
    assert "Notes" not in text
    assert "not drift_sd" in _plain(fit_terminal(_fit(drift_sd=(7.0, 9.0))))

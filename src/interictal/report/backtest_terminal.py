"""A backtest and a fit of the patient model on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from interictal import INTENDED_USE
from interictal.report.screen import Screen
from interictal.report.words import plural, shown

_LEVELS = ("50", "80", "95")


def backtest_terminal(
    document: Mapping[str, Any], *, width: int = 80, colour: bool = False, unicode: bool = True
) -> str:
    """The scores as lines of at most ``width`` characters.

    Args:
        document: an ``interictal.backtest/1``.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    horizon, every = document["horizon_days"], document["origin_every_days"]
    every_words = "every day" if every == 1 else f"every {every} days"
    screen.title(f"Forecasts of {horizon} days, made {every_words}, against what came{_made_up(document)}")
    screen.row("Patients", _patients(document))
    screen.row("Forecasts", str(document["forecasts"]))
    screen.row("Log score", _margin(document))
    screen.heading("Scores")
    header = f"{'':<20}  {'Log':>6}  {'CRPS':>5}  {'Brier':>5}  " + "  ".join(f"{level:>2}" for level in _LEVELS)
    screen.line(header, bold=True)
    for one in (*document["scores"], *document["variants"]):
        _scores(screen, one)
    screen.text("Columns 50, 80 and 95: percent of outcomes inside that share of the forecast.", dim=True)
    model = document["scores"][0]
    screen.heading("The model's intervals of whole days, as they are shown")
    screen.text("; ".join(f"{level} %: {100 * model['interval_coverage'][level]:.0f} % inside" for level in _LEVELS))
    screen.heading("Where outcomes fell in the model's (PIT; ideal: 1 each)")
    screen.text("  ".join(f"{each:.2f}" for each in model["pit"]))
    screen.heading("What the scores mean")
    for name, words in document["definitions"].items():
        screen.text(f"{name.replace('_', ' ')}: {words}.", "  ")
    return _ended(screen, document["notes"])


def _made_up(document: Mapping[str, Any]) -> str:
    return " · SYNTHETIC" if document["synthetic"] else ""


def _patients(document: Mapping[str, Any]) -> str:
    left = document["left_out"]
    without = f"; {left} of them without a forecast that can be scored" if left else ""
    treated = document["treated"]
    return f"{document['patients']}{without}; {treated or 'none'} treated with onabotulinumtoxinA"


def _margin(document: Mapping[str, Any]) -> str:
    margin = document["margin"]
    by = margin["log_score"]
    error = margin["standard_error"]
    sure = "one patient: nothing is known of its error" if error is None else f"standard error {error:.2f}"
    way = "better" if by > 0 else "worse" if by < 0 else "away"
    return f"the model is {abs(by):.2f} {way} per forecast than {margin['over']}, the best baseline ({sure})"


def _scores(screen: Screen, one: Mapping[str, Any]) -> None:
    shares = "  ".join(f"{100 * one['coverage'][level]:>2.0f}" for level in _LEVELS)
    name = f"{one['model']}"
    said = f"{name:<20}  {one['log_score']:>6.2f}  {one['crps']:>5.2f}  {one['brier']:>5.3f}  {shares}"
    screen.line(said, bold=one["role"] == "model")


def fit_terminal(document: Mapping[str, Any], *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """The fitted parameters beside the shipped ones, as lines of at most ``width`` characters.

    Args:
        document: an ``interictal.forecast-fit/1``.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    screen.title(f"Daily parameters, fitted to {plural(document['patients'], 'diary', 'diaries')}{_made_up(document)}")
    screen.row("Days", f"{document['days']} recorded, {document['headache_days']} with headache")
    screen.row("Log-likelihood", f"{document['log_likelihood']:.2f}")
    apart = [one["parameter"] for one in document["daily"] if not one["agrees"]]
    said = (
        "every shipped value lies in its interval"
        if not apart
        else f"not {', '.join(apart)}: outside its interval, or held at another value"
    )
    screen.row("Agree with the shipped", said)
    screen.heading("Daily parameters, in log-odds")
    screen.line(f"{'':<20}  {'Fitted':>8}  {'95 % interval':>16}  {'Shipped':>8}", bold=True)
    for one in document["daily"]:
        between = "held" if one["held"] else "{:.2f} to {:.2f}".format(*one["interval_95"])
        screen.line(f"{one['parameter']:<20}  {one['value']:>8.3f}  {between:>16}  {one['shipped']:>8.3f}")
    screen.heading("What the baselines shrink towards")
    for one in document["baselines"]:
        screen.line(f"{one['parameter']:<24}  {one['value']:>8.3f}  shipped {one['shipped']:>8.3f}")
    return _ended(screen, document["notes"])


def _ended(screen: Screen, notes: Sequence[str]) -> str:
    if notes:
        screen.heading("Notes")
        for note in notes:
            screen.text(shown(note), "  ")
    screen.gap()
    screen.text(INTENDED_USE, dim=True)
    return screen.render()

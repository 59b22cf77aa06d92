"""A forecast on the terminal: the next 28 days first, then week by week, then what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from interictal import INTENDED_USE
from interictal.report.screen import Screen
from interictal.report.words import plural, shown


def forecast_terminal(
    document: Mapping[str, Any], *, width: int = 80, colour: bool = False, unicode: bool = True
) -> str:
    """The forecast as lines of at most ``width`` characters.

    Args:
        document: an ``interictal.forecast/1``.
        width: columns of the terminal, 60 or more.
        colour: whether bold and dim may be used.
        unicode: whether the terminal shows more than ASCII.
    """
    screen = Screen(width, colour, unicode)
    name = shown(document["patient"])[:40]
    made_up = " · SYNTHETIC" if document["synthetic"] else ""
    screen.title(f"{name + ' · ' if name else ''}Forecast from {document['origin']}{made_up}")
    if document["withheld"] is not None:
        _withheld(screen, document["withheld"])
    else:
        _answer(screen, document)
        _table(screen, "Headache days expected in 28", document["periods"])
        _responses(screen, document)
        _table(screen, "Headache days expected in each week", document["weeks"])
    _basis(screen, document)
    screen.gap()
    if document["withheld"] is None:
        screen.text(f"A prediction (function: {document['function']}). {document['not_causal']}")
        if document["untested"] is not None:
            screen.text(document["untested"])
    screen.text(INTENDED_USE, dim=True)
    return screen.render()


def percent_words(share: float, certain: str = "100 %") -> str:
    """A probability in whole percent; one that is not certain is never shown as 0 or 100.

    Args:
        share: 0 to 1.
        certain: what a probability of 1 is called.
    """
    if share >= 1:
        return certain
    if share < _HUNDREDTH:
        return "under 1 %" if share > 0 else "0 %"
    return "over 99 %" if share > 1 - _HUNDREDTH else f"{100 * share:.0f} %"


_HUNDREDTH = 0.01


def _withheld(screen: Screen, why: Mapping[str, str]) -> None:
    screen.row("Forecast", "none is shown")
    screen.row("Why", f"{shown(why['reason'])} ({why['code']})")


def _answer(screen: Screen, document: Mapping[str, Any]) -> None:
    ahead = (document["periods"] or document["weeks"])[0]
    days = 28 if document["periods"] else 7
    screen.row(f"{days} days from {ahead['start']}", f"{_with_interval(ahead['expected'])} headache days expected")
    if ahead["without_next"] is not None:
        planned = document["next"]
        screen.row("Without the session", f"of {planned['date']}: {_with_interval(ahead['without_next'])} expected")
    worn = document["wearing_off"]
    if worn is not None:
        screen.row("Wearing off", _worn(worn))


def _with_interval(one: Mapping[str, Any]) -> str:
    low, high = one["interval_80"]
    return f"{one['mean']:.1f} (80 % interval {low} to {high})"


def _worn(one: Mapping[str, Any]) -> str:
    after = f"after the session of {one['session']}"
    share = one["share_before_week_12"]
    before = "" if share is None else f"; before week 12 with probability {percent_words(share)}"
    low, high = one["interval_80"]
    if one["week"] is None:
        return f"{after}: not expected within 16 weeks in half of the courses or more{before}"
    interval = f"{low} to {high}" if high is not None else f"{low} to beyond 16"
    return f"{after}: expected in week {one['week']} (80 % interval {interval}){before}"


def _table(screen: Screen, title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    screen.heading(title)
    apart = rows[0]["without_next"] is not None
    header = f"{'From':<10}  {'Expected':>8}  {'50 %':>5}  {'80 %':>5}  {'95 %':>5}"
    screen.line(f"{header}  {'Without':>7}  {'80 %':>5}" if apart else header, bold=True)
    for row in rows:
        one, bare = row["expected"], row["without_next"]
        cells = "  ".join(f"{_span(one[f'interval_{level}']):>5}" for level in (50, 80, 95))
        said = f"{row['start']:<10}  {one['mean']:>8.1f}  {cells}"
        if bare is not None:
            said += f"  {bare['mean']:>7.1f}  {_span(bare['interval_80']):>5}"
        screen.line(said)


def _span(ends: Sequence[int]) -> str:
    return f"{ends[0]}–{ends[1]}"


def _responses(screen: Screen, document: Mapping[str, Any]) -> None:
    rows = document["responder"]
    if not rows:
        if document["sessions"] or document["next"]:
            screen.gap()
            screen.text(_no_response(document["basis"]["baseline"]))
        return
    screen.heading("Probability that 28 days have fallen by 30 or 50 %")
    for row in rows:
        bare = row["without_next"]
        said = [
            f"{level} %: {_reached(row[name])}{_bare(row[name], bare, name)}"
            for level, name in ((30, "response_30"), (50, "response_50"))
        ]
        screen.row(f"By {row['by']}, cycle {row['cycle']}", "; ".join(said))


def _reached(share: float) -> str:
    return "not reached" if share <= 0 else percent_words(share, "reached already")


def _bare(share: float, bare: Mapping[str, float] | None, name: str) -> str:
    if bare is None or share <= 0 or share >= 1:
        return ""
    return f" (without the next session {percent_words(bare[name])})"


def _no_response(before: Mapping[str, Any] | None) -> str:
    if before is None:
        return (
            "No probability of a response: fewer than 10 of the 28 days before the first session are recorded. It "
            "needs a diary from before that session."
        )
    if not before["days"]:
        return "No probability of a response: no headache day in the 28 days before the first session."
    return (
        "No probability of a response: no cycle has 28 days within these weeks. Ask for more --weeks, or name the next "
        "session with --next."
    )


def _basis(screen: Screen, document: Mapping[str, Any]) -> None:
    basis, model = document["basis"], document["model"]
    screen.heading("What it rests on")
    screen.text(shown(basis["words"]), "  ")
    screen.text(
        f"Diary from {basis['first']} to {basis['last']}; headache day by the definition {basis['definition']}.", "  "
    )
    before = basis["baseline"]
    if before is not None:
        screen.text(
            f"Before the first session: {before['days']} headache days of {before['recorded']} recorded in 28.", "  "
        )
    if basis["past_origins"]:
        screen.text(
            f"On this diary's own past, {plural(basis['past_origins'], 'forecast', 'forecasts')} of 28 days: mean log "
            f"score {basis['score']:.2f}, that of the simple {basis['held_against']} forecast "
            f"{basis['baseline_score']:.2f} (higher is better).",
            "  ",
        )
    screen.text(f"Model {model['id']} {model['version']}.", "  ")

"""The options of ``interictal forecast``, ``forecast backtest`` and ``forecast fit``.

``forecast`` takes a diary as its first word, so the other two are commands of two words of their own.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeVar

_Parser = TypeVar("_Parser", bound=argparse.ArgumentParser)
_Add = Callable[[argparse.ArgumentParser], None]

HORIZON_DAYS, EVERY_DAYS, WEEKS = 28, 7, 24

_PATIENT = """\
examples:
  interictal forecast diary.csv
  interictal forecast diary.csv --injections sessions.csv --next 2025-03-17 --units 155 --figure fan.png
  interictal forecast diary.csv --weeks 12 --json

See also: interictal forecast backtest --help, interictal forecast fit --help
(a diary that is itself named backtest or fit: ./backtest)

A day that is not recorded says nothing, and widens what is expected. Where the days do not carry a forecast, none is
shown: exit code 4, with the reason.
Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""

_BACKTEST = """\
examples:
  interictal forecast backtest diaries.csv
  interictal forecast backtest diaries.csv --horizon-days 28 --origin-every-days 7 --json

Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""

_FIT = """\
example:
  interictal forecast fit diaries.csv --half-life-days 28

The fit is shown beside the parameters that are shipped; nothing is changed by it.
Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""


def add(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    words: str,
    formatter: type[argparse.HelpFormatter],
    reading: _Add,
) -> None:
    """Add one of the three commands.

    Args:
        commands: of the command line.
        name: "forecast", "forecast backtest" or "forecast fit".
        words: what it does, for the list of commands.
        formatter: of the help.
        reading: adds the diary and the options of reading it.
    """
    fill, description, epilog = _COMMANDS[name]
    command = commands.add_parser(name, help=words, description=description, epilog=epilog, formatter_class=formatter)
    reading(command)
    fill(command)
    command.add_argument("--no-colour", action="store_true", help="plain text; also set by NO_COLOR or a pipe")
    command.set_defaults(run="interictal.cli.forecast", forecast=name.partition(" ")[2])


def _patient(command: argparse.ArgumentParser) -> None:
    command.add_argument("--injections", metavar="FILE", help="CSV with date,product,units (and patient, if several)")
    command.add_argument("--profile", metavar="FILE", help="TOML or JSON with the answers no diary holds")
    command.add_argument("--patient", metavar="ID", help="only this patient of a file with several")
    command.add_argument("--next", metavar="YYYY-MM-DD", help="the next session: expected with it and without it")
    command.add_argument("--units", metavar="U", help="with --next: units of onabotulinumtoxinA (default: 155)")
    command.add_argument("--weeks", metavar="N", default=str(WEEKS), help=f"weeks ahead, 1 to 52 (default: {WEEKS})")
    command.add_argument(
        "--indication",
        metavar="ID",
        default="chronic-migraine",
        help="what is treated (default: chronic-migraine, the only one that is forecast)",
    )
    command.add_argument("--json", action="store_true", help="print one JSON document per patient, one per line")
    command.add_argument("--chart", action="store_true", help="the fan chart in characters, here")
    command.add_argument("--figure", metavar="FILE", help="write the fan chart (.png or .svg)")
    command.add_argument("--narrow", action="store_true", help="the picture for a phone")
    command.add_argument(
        "--theme", choices=("light", "dark", "attack"), default="light", help="colours of --figure (default: light)"
    )


def _backtest(command: argparse.ArgumentParser) -> None:
    command.add_argument("--injections", metavar="FILE", help="CSV with patient,date,product,units")
    command.add_argument(
        "--horizon-days",
        metavar="N",
        default=str(HORIZON_DAYS),
        help=f"days that each forecast looks ahead, 7 to 366 (default: {HORIZON_DAYS})",
    )
    command.add_argument(
        "--origin-every-days",
        metavar="N",
        default=str(EVERY_DAYS),
        help=f"days from one forecast to the next, 1 to 366 (default: {EVERY_DAYS})",
    )
    command.add_argument("--json", action="store_true", help="as JSON")


def _fit(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--half-life-days",
        metavar="N",
        default="28",
        help="half-life of the slow drift, held while the rest is fitted, 1 to 366 (default: 28)",
    )
    command.add_argument("--json", action="store_true", help="as JSON")


_COMMANDS: dict[str, tuple[_Add, str, str]] = {
    "forecast": (
        _patient,
        "Headache days expected in one patient's coming weeks, with intervals; learned from the diary.",
        _PATIENT,
    ),
    "forecast backtest": (
        _backtest,
        "Forecasts made in the past of many patients against what came, beside naive forecasts.",
        _BACKTEST,
    ),
    "forecast fit": (_fit, "Fit the daily parameters of the model to the diaries of many untreated patients.", _FIT),
}

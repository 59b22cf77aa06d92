"""The options of ``interictal mechanism`` and ``mechanism fit``."""

from __future__ import annotations

import argparse
from typing import TypeVar

_Parser = TypeVar("_Parser", bound=argparse.ArgumentParser)

_COURSE = """\
examples:
  interictal mechanism
  interictal mechanism --protocol preempt-follow-the-pain --dose 195 --sessions 5 --figure cascade.png
  interictal mechanism --indication cervical-dystonia --dose 236 --weeks 20
  interictal mechanism --indication axillary-hyperhidrosis --json

Only onabotulinumtoxinA: units of products are never converted. See also: interictal mechanism fit --help
Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""

_FIT = """\
examples:
  interictal mechanism fit
  interictal mechanism fit --check
  interictal mechanism fit --to parameters.toml

Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""


def add(
    commands: argparse._SubParsersAction[_Parser], name: str, words: str, formatter: type[argparse.HelpFormatter]
) -> None:
    """Add one of the two commands.

    Args:
        commands: of the command line.
        name: "mechanism" or "mechanism fit".
        words: what it does, for the list of commands.
        formatter: of the help.
    """
    fitting = name != "mechanism"
    command = commands.add_parser(
        name,
        help=words,
        description="Fit the numbers of the model to the published figures, and show how well they agree."
        if fitting
        else "What the toxin does over time by the model, from the nerve terminal to the effect.",
        epilog=_FIT if fitting else _COURSE,
        formatter_class=formatter,
    )
    if fitting:
        _fit(command)
    else:
        _course(command)
    command.add_argument("--no-colour", action="store_true", help="plain text; also set by NO_COLOR or a pipe")
    command.set_defaults(run="interictal.cli.mechanism", mechanism="fit" if fitting else "course")


def _course(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--indication", metavar="ID", default="chronic-migraine", help="what is treated (default: chronic-migraine)"
    )
    command.add_argument(
        "--protocol", metavar="ID", help="which protocol (default: the first; see: interictal protocols)"
    )
    command.add_argument(
        "--product", metavar="NAME", default="onabotulinumtoxinA", help="only onabotulinumtoxinA has numbers"
    )
    command.add_argument("--dose", metavar="U", help="units of each session (default: what the protocol gives)")
    command.add_argument("--sessions", metavar="N", help="how many sessions (default: 2 in chronic migraine, else 1)")
    command.add_argument("--interval-weeks", metavar="W", help="weeks between them (default: the protocol's)")
    command.add_argument("--weeks", metavar="N", help="length of the course (default: until the last session is over)")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.add_argument("--figure", metavar="FILE", help="write the cascade as a picture (.png or .svg)")
    command.add_argument("--narrow", action="store_true", help="the picture for a phone")
    command.add_argument("--report", metavar="FILE", help="write a page that explains it to a patient (.html)")
    command.add_argument(
        "--theme", choices=("light", "dark", "attack"), default="light", help="colours of --figure (default: light)"
    )


def _fit(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="as JSON")
    command.add_argument(
        "--check", action="store_true", help="exit code 1 if the shipped numbers are not what comes out"
    )
    command.add_argument("--to", metavar="FILE", help="write the parameter file with the fitted numbers (.toml)")

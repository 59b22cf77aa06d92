"""The options of ``interictal trial`` and of its commands of two words."""

from __future__ import annotations

import argparse
from typing import TypeVar

_Parser = TypeVar("_Parser", bound=argparse.ArgumentParser)

_TRIAL = """\
examples:
  interictal trial preempt
  interictal trial mine.toml --replicates 500 --json
  interictal trial compel --figure compel.png
  interictal trial power mine.toml --target 0.9
  interictal trial compare --to table.md

Everything it shows is simulated. See also: interictal trial power --help, trial compare, trial designs, trial fit
Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""
_OTHERS = """\
Everything it shows is simulated. What a design is: interictal trial --help
Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""
_DESCRIPTIONS = {
    "trial": "Simulate a trial of a design again and again, from virtual people with diaries to its analysis.",
    "trial power": "Power of a design, and the smallest trial that reaches a target, by simulation.",
    "trial compare": "Put virtual trials beside published figures that they were, and were not, fitted to.",
    "trial designs": "List the designs that come with it.",
    "trial fit": "Fit the population to the published figures again, and show how well they agree.",
}


def add(
    commands: argparse._SubParsersAction[_Parser], name: str, words: str, formatter: type[argparse.HelpFormatter]
) -> None:
    """Add one of the commands.

    Args:
        commands: of the command line.
        name: "trial", or it with power, compare, designs or fit.
        words: what it does, for the list of commands.
        formatter: of the help.
    """
    command = commands.add_parser(
        name,
        help=words,
        description=_DESCRIPTIONS[name],
        epilog=_TRIAL if name == "trial" else _OTHERS,
        formatter_class=formatter,
    )
    if name in ("trial", "trial power"):
        command.add_argument("design", metavar="DESIGN", help="a TOML file, or preempt, compel, forward")
    if name in ("trial", "trial power", "trial compare"):
        usual = "1000 of each size" if name == "trial power" else "200"
        command.add_argument("--replicates", metavar="N", help=f"virtual trials (default: {usual})")
        command.add_argument("--seed", metavar="S", default="1", help="the same seed, the same numbers (default: 1)")
        command.add_argument("--threads", metavar="N", help="threads that share the work (default: the processors)")
    if name == "trial":
        _pictures(command)
    elif name == "trial power":
        command.add_argument("--outcome", metavar="ID", help="of this outcome (default: the first of the design)")
        command.add_argument("--target", metavar="P", default="0.8", help="power aimed for (default: 0.8)")
        command.add_argument("--alpha", metavar="P", default="0.05", help="two-sided level (default: 0.05)")
    elif name == "trial compare":
        command.add_argument("--to", metavar="FILE", help="write the table (.md)")
    elif name == "trial fit":
        command.add_argument("--check", action="store_true", help="exit with 1 where the shipped numbers differ")
        command.add_argument("--to", metavar="FILE", help="write the numbers (.toml)")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.add_argument("--no-colour", action="store_true", help="plain text; also set by NO_COLOR or a pipe")
    command.set_defaults(run="interictal.cli.trial", action=name)


def _pictures(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--estimates", action="store_true", help="hold the parameters at their estimates, without their uncertainty"
    )
    command.add_argument("--figure", metavar="FILE", help="write the picture of the trial (.png or .svg)")
    command.add_argument("--narrow", action="store_true", help="a narrow picture, for a phone")
    command.add_argument(
        "--theme", choices=("light", "dark", "attack"), default="light", help="colours of --figure (default: light)"
    )

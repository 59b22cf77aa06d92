"""The options of ``interictal evidence``; each subcommand loads what it needs when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeVar

_Parser = TypeVar("_Parser", bound=argparse.ArgumentParser)

POOL_METHODS = ("REML", "DL", "PM", "ML", "EB", "SJ", "HE", "FE", "MH", "PETO")
NETWORK_METHODS = ("DL", "REML", "ML", "FE")
MEASURES = ("OR", "RR", "RD", "MD", "SMD")
POPULATIONS = ("cm", "em", "mixed", "other")

_EXAMPLES = """\
examples:
  interictal evidence outcomes --drug onabotulinumtoxinA --outcome headache_days_28
  interictal evidence events --drug topiramate --event withdrawal
  interictal evidence pool --data trials.csv --measure OR --compare drug,placebo --figure forest.png
  interictal evidence network --data arms.csv --measure MD --reference placebo --json
  interictal evidence compare --profile profile.toml --report compare.html
  interictal evidence why VALUE-ID

Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""


def add(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    words: str,
    formatter: type[argparse.HelpFormatter],
) -> None:
    """Add ``evidence`` and its subcommands."""
    top = commands.add_parser(
        name,
        help=words,
        description="The published evidence: look it up, check it, pool it, compare, and what claims rest on.",
        epilog=_EXAMPLES,
        formatter_class=formatter,
    )
    inner = top.add_subparsers(title="commands", metavar="COMMAND", dest="evidence", required=True)
    for each, (fill, module, what) in _COMMANDS.items():
        command = inner.add_parser(
            each, help=what, description=f"{what[0].upper()}{what[1:]}.", formatter_class=formatter
        )
        fill(command)
        command.set_defaults(run=f"interictal.cli.evidence.{module}")


def _selection(command: argparse.ArgumentParser) -> None:
    _drug(command)
    command.add_argument("--outcome", metavar="ID", action="append", default=[], help="only this outcome (repeatable)")
    _population(command)


def _drug(command: argparse.ArgumentParser) -> None:
    command.add_argument("--drug", metavar="NAME", action="append", default=[], help="only this drug (repeatable)")


def _population(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--population",
        choices=POPULATIONS,
        help="cm: chronic migraine, em: episodic migraine, mixed: both, other: everything else",
    )


def _library(command: argparse.ArgumentParser) -> None:
    _selection(command)
    _list(command)


def _events(command: argparse.ArgumentParser) -> None:
    _drug(command)
    command.add_argument(
        "--event",
        metavar="ID",
        action="append",
        default=[],
        help="only this event: neck-pain, any, withdrawal ... (repeatable)",
    )
    _population(command)
    _list(command)


def _list(command: argparse.ArgumentParser) -> None:
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--csv", action="store_true", help="as CSV")
    _plain(command)


def _why(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID", help="the id of a value, a trial, a synthesis, a claim or a source")
    command.add_argument("--json", action="store_true", help="as JSON")
    _plain(command)


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", metavar="FILE", help="a table of trial arms, CSV (default: the trial library)")
    command.add_argument("--json", action="store_true", help="as JSON")
    _plain(command)


def _data(command: argparse.ArgumentParser, methods: tuple[str, ...], default: str) -> None:
    command.add_argument(
        "--data",
        metavar="FILE",
        help="CSV with study,treatment,n,events or study,treatment,n,mean,sd or study,treat1,treat2,te,se "
        "(default: the trial library, with --outcome)",
    )
    command.add_argument(
        "--measure", choices=MEASURES, help="effect measure (default: OR for events, MD for means; as given for te,se)"
    )
    command.add_argument("--method", choices=methods, default=default, help=f"default: {default}")
    command.add_argument("--level", metavar="PERCENT", default="95", help="of intervals (default: 95)")
    _selection(command)
    command.add_argument(
        "--include-unconfirmed",
        action="store_true",
        help="from the library: also values that were not seen at their source",
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    command.add_argument("--figure", metavar="FILE", help="write a picture (.png or .svg)")
    command.add_argument("--narrow", action="store_true", help="the picture for a phone")
    command.add_argument(
        "--theme", choices=("light", "dark", "attack"), default="light", help="colours of --figure (default: light)"
    )
    _plain(command)


def _pool(command: argparse.ArgumentParser) -> None:
    _data(command, POOL_METHODS, "REML")
    command.add_argument("--hartung-knapp", action="store_true", help="Hartung-Knapp standard error and t distribution")
    command.add_argument("--compare", metavar="A,B", help="A against B (default: the file's two treatments, in order)")
    command.add_argument("--reference", metavar="T", help="the treatment compared with, where there are two")
    command.add_argument("--leave-one-out", action="store_true", help="the result without each study in turn")
    command.add_argument("--cumulative", action="store_true", help="the result study by study, in the file's order")
    command.add_argument("--subgroup", metavar="COLUMN", help="by the groups in this column")
    command.add_argument("--regress", metavar="COLUMN", help="meta-regression on the numbers in this column")
    command.add_argument("--egger", action="store_true", help="Egger's test of funnel asymmetry")
    command.add_argument(
        "--picture", choices=("forest", "funnel"), default="forest", help="which picture --figure writes"
    )


def _network(command: argparse.ArgumentParser) -> None:
    _data(command, NETWORK_METHODS, "DL")
    command.add_argument("--reference", metavar="T", help="estimates against this treatment (default: the best linked)")
    command.add_argument(
        "--small-values",
        choices=("good", "bad"),
        help="whether small values are good for the patient, for P-scores (default: good; from the library, as the "
        "outcome says)",
    )
    command.add_argument("--league", metavar="FILE", help="write the league table (.csv)")
    command.add_argument(
        "--picture", choices=("graph", "forest"), default="graph", help="which picture --figure writes"
    )


def _compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("--profile", metavar="FILE", help="TOML or JSON with the patient's answers")
    command.add_argument(
        "--treatments", metavar="LIST", help="ids with commas between them (default: all; an unknown one lists them)"
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    command.add_argument("--figure", metavar="FILE", help="write gains and harms of 100 people (.png or .svg)")
    command.add_argument("--narrow", action="store_true", help="the picture for a phone")
    command.add_argument("--report", metavar="FILE", help="write the comparison as a page (.html)")
    command.add_argument(
        "--theme", choices=("light", "dark", "attack"), default="light", help="colours of --figure (default: light)"
    )
    _plain(command)


def _claims(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID", nargs="*", help="only these claims (default: all)")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.add_argument("--report", metavar="FILE", help="write the claims as a page (.html)")
    _plain(command)


def _plain(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-colour", action="store_true", help="plain text; also set by NO_COLOR or a pipe")


_COMMANDS: dict[str, tuple[Callable[[argparse.ArgumentParser], None], str, str]] = {
    "trials": (_library, "library", "list the trials, with their publications and registry numbers"),
    "arms": (_library, "library", "list the arms of the trials"),
    "outcomes": (_library, "library", "list the published values, each with its source and status"),
    "events": (_events, "library", "list published rates of side effects, placebo or comparator beside each arm"),
    "syntheses": (_library, "library", "list the published pooled results"),
    "check": (_check, "check", "check a table of trial arms for what cannot be right"),
    "pool": (_pool, "pool", "pool the trials of one comparison"),
    "network": (_network, "network", "compare many treatments at once, by direct and indirect evidence"),
    "compare": (_compare, "compare", "compare the toxin with other treatments, for one patient"),
    "claims": (_claims, "claims", "list what patients are told, and what the literature says of it"),
    "why": (_why, "library", "show where a value, claim or result comes from"),
}

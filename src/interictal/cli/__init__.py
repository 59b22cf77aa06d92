"""The command line. Parsing stands here; each command loads what it needs when it runs, so that it starts fast.

Exit codes: 0 done, 2 bad usage, 3 bad input, 4 not possible with these data (or a missing optional part).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from interictal import __version__
from interictal.errors import DataUnavailable, InterictalError, InvalidInput, NotSupported, UnitMismatch

DONE, BAD_USAGE, BAD_INPUT, NOT_POSSIBLE = 0, 2, 3, 4

_EXIT_CODES: tuple[tuple[type[InterictalError], int], ...] = (
    (InvalidInput, BAD_INPUT),
    (UnitMismatch, BAD_INPUT),
    (DataUnavailable, NOT_POSSIBLE),
    (NotSupported, NOT_POSSIBLE),
)

_ASSESS = """\
examples:
  interictal assess diary.csv
  interictal assess diary.csv --injections sessions.csv --profile profile.toml --report report.html
  interictal assess export.zip --format apple-health --unlisted-days free --json
  interictal assess mine.csv --map Day=date --map Pain=status --map Hours=hours

A day that is not recorded is never counted as a day without headache.
Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""


class _Commands(argparse.ArgumentParser):
    """Usage errors end with where to look; argparse itself exits with 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(BAD_USAGE, f"{self.prog}: {message}. See: {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line, for ``main`` and for the documentation."""
    top = _Commands(
        prog="interictal",
        description="From headache diary and injection dates to what a headache clinic decides on.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"interictal {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")

    assess = commands.add_parser(
        "assess",
        help="assess a diary: counts, diagnosis, response, wearing-off, guidelines, options",
        description="Assess a headache diary.",
        epilog=_ASSESS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _reading(assess)
    assess.add_argument("--injections", metavar="FILE", help="CSV with date,product,units (and patient, if several)")
    assess.add_argument("--profile", metavar="FILE", help="TOML or JSON with the answers no diary holds")
    assess.add_argument("--patient", metavar="ID", help="only this patient of a file with several")
    assess.add_argument(
        "--definition",
        metavar="ID",
        action="append",
        default=[],
        help="headache-day or migraine-day definition for all counts (repeatable; see: interictal definitions)",
    )
    assess.add_argument(
        "--guideline",
        metavar="ID",
        action="append",
        default=[],
        help="only this rule set (repeatable; see: interictal guidelines)",
    )
    assess.add_argument("--json", action="store_true", help="print one JSON document per patient, one per line")
    assess.add_argument("--report", metavar="FILE", help="write the page (.html) or the funding sheet (.pdf)")
    assess.add_argument("--figure", metavar="FILE", help="write one picture (.png or .svg)")
    assess.add_argument(
        "--picture",
        choices=("overlay", "course", "calendar"),
        default=None,
        help="which picture --figure writes: cycle overlay (default with injections), days per 28 over time, calendar",
    )
    assess.add_argument(
        "--theme", choices=("light", "dark", "attack"), default="light", help="colours of --figure (default: light)"
    )
    assess.add_argument("--no-colour", action="store_true", help="plain text; also set by NO_COLOR or a pipe")
    assess.set_defaults(run="interictal.cli.assess")

    convert = commands.add_parser(
        "import",
        help="turn another app's export into the canonical diary CSV",
        description="Read a diary from another app and write it as canonical CSV, with a receipt of every row.",
    )
    _reading(convert)
    convert.add_argument("--to", metavar="FILE", required=True, help="the canonical CSV to write")
    convert.add_argument("--force", action="store_true", help="write over a file that exists")
    convert.set_defaults(run="interictal.cli.convert")

    demo = commands.add_parser(
        "demo", help="assess the shipped synthetic diary", description="Assess the shipped synthetic diary."
    )
    demo.add_argument("--out", metavar="DIR", default="interictal-demo", help="folder for page, sheet, picture, JSON")
    demo.add_argument("--no-colour", action="store_true", help="plain text; also set by NO_COLOR or a pipe")
    demo.set_defaults(run="interictal.cli.demo")

    for name, what in (
        ("definitions", "the headache-day and migraine-day definitions"),
        ("guidelines", "the guideline rule sets, with every rule and its source"),
        ("sources", "the documents behind the rules"),
        ("formats", "the diary formats that can be read"),
    ):
        listing = commands.add_parser(name, help=f"list {what}", description=f"List {what}.")
        listing.add_argument("--json", action="store_true", help="as JSON")
        listing.set_defaults(run="interictal.cli.lists")
    return top


def _reading(command: argparse.ArgumentParser) -> None:
    command.add_argument("diary", metavar="DIARY", help="the diary: canonical CSV, or another app's export")
    command.add_argument("--format", metavar="NAME", help="the file's format (default: recognised by its content)")
    command.add_argument(
        "--map",
        metavar="COLUMN=FIELD",
        action="append",
        default=[],
        help="for any other CSV: which column is which field (repeatable; see: interictal formats)",
    )
    command.add_argument(
        "--date-order", choices=("dmy", "mdy"), help="order of day and month, where the file does not prove it"
    )
    command.add_argument(
        "--unlisted-days",
        choices=("unknown", "free"),
        default="unknown",
        help="in a file that lists attacks only: what a day without an entry was (default: unknown)",
    )
    command.add_argument("--headache-activity", metavar="NAME", help="Daylio: the activity that means headache")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without the character gets "?", never a traceback
    top = parser()
    arguments = top.parse_args(argv)
    if arguments.command is None:
        top.print_help()
        return BAD_USAGE
    from importlib import import_module

    try:
        return int(import_module(arguments.run).run(arguments))
    except InterictalError as problem:
        print(f"interictal: {_one_line(problem)}", file=sys.stderr)
        return next(code for kind, code in _EXIT_CODES if isinstance(problem, kind))
    except OSError as problem:
        name = problem.filename if isinstance(problem.filename, str) else "file"
        print(
            f"interictal: {_one_line(name)}: {problem.strerror or 'cannot be used'}. Check the path and the disk.",
            file=sys.stderr,
        )
        return BAD_INPUT
    except KeyboardInterrupt:
        print("interictal: stopped; files written so far are whole.", file=sys.stderr)
        return 130


def _one_line(text: object) -> str:
    return "".join(c if c.isprintable() else " " for c in str(text))

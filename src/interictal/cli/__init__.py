"""The command line. Parsing stands here; each command loads what it needs when it runs, so that it starts fast.

Exit codes: 0 done, 2 bad usage, 3 bad input, 4 not possible with these data (or a missing optional part).
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from interictal import __version__
from interictal.errors import DataUnavailable, InterictalError, InvalidInput, NotSupported, UnitMismatch

DONE, BAD_USAGE, BAD_INPUT, NOT_POSSIBLE = 0, 2, 3, 4

_EXIT_CODES: tuple[tuple[type[InterictalError], int], ...] = (
    (InvalidInput, BAD_INPUT),
    (UnitMismatch, BAD_INPUT),
    (DataUnavailable, NOT_POSSIBLE),
    (NotSupported, NOT_POSSIBLE),
)

_EXAMPLES = """\
examples:
  interictal assess diary.csv
  interictal assess diary.csv --injections sessions.csv --profile profile.toml --report report.html
  interictal assess export.zip --format apple-health --unlisted-days free --json
  interictal assess mine.csv --map Day=date --map Pain=status --map Hours=hours

A day that is not recorded is never counted as a day without headache.
Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""


if TYPE_CHECKING:
    _Subparsers = argparse._SubParsersAction["_Commands"]


def columns() -> int:
    """Columns of the terminal, 80 where there is none.

    What shutil.get_terminal_size does; importing that (with bz2 and lzma) costs as much as printing a report.
    """
    if os.environ.get("COLUMNS", "").isdigit():
        return int(os.environ["COLUMNS"])
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):  # a pipe, a file, a captured stream
        return 80


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse builds one for each option, and would load shutil for its width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=max(40, min(100, columns()) - 2))


class _Commands(argparse.ArgumentParser):
    """Usage errors end with where to look; argparse itself exits with 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(BAD_USAGE, f"{self.prog}: {message}. See: {self.prog} --help\n")


def parser(command: str | None = None) -> argparse.ArgumentParser:
    """The command line.

    Args:
        command: build this command only, because building all of them takes a tenth of the time of an assessment; None
            for the whole command line.
    """
    top = _Commands(
        prog="interictal",
        description="From headache diary and injection dates to what a headache clinic decides on.",
        formatter_class=_Help,
    )
    top.add_argument("--version", action="version", version=f"interictal {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for name, (add, words) in _COMMANDS.items():
        if command in (None, name):
            add(commands, name, words)
    return top


def _assess(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name,
        help=words,
        description="Assess a headache diary.",
        epilog=_EXAMPLES,
        formatter_class=_Help,
    )
    _reading(command)
    command.add_argument("--injections", metavar="FILE", help="CSV with date,product,units (and patient, if several)")
    command.add_argument("--profile", metavar="FILE", help="TOML or JSON with the answers no diary holds")
    command.add_argument("--patient", metavar="ID", help="only this patient of a file with several")
    command.add_argument(
        "--definition",
        metavar="ID",
        action="append",
        default=[],
        help="headache-day or migraine-day definition for all counts (repeatable; see: interictal definitions)",
    )
    command.add_argument(
        "--guideline",
        metavar="ID",
        action="append",
        default=[],
        help="only this rule set (repeatable; see: interictal guidelines)",
    )
    command.add_argument("--json", action="store_true", help="print one JSON document per patient, one per line")
    command.add_argument("--report", metavar="FILE", help="write the page (.html) or the funding sheet (.pdf)")
    command.add_argument("--figure", metavar="FILE", help="write one picture (.png or .svg)")
    command.add_argument(
        "--picture",
        choices=("overlay", "course", "calendar"),
        help="which picture --figure writes: cycle overlay (default with injections), days per 28 over time, calendar",
    )
    command.add_argument(
        "--theme", choices=("light", "dark", "attack"), default="light", help="colours of --figure (default: light)"
    )
    _plain(command)
    command.set_defaults(run="interictal.cli.assess")


def _import(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name,
        help=words,
        description="Read a diary from another app and write it as canonical CSV, with a receipt of every row.",
        formatter_class=_Help,
    )
    _reading(command)
    command.add_argument("--to", metavar="FILE", required=True, help="the canonical CSV to write")
    command.add_argument("--force", action="store_true", help="write over a file that exists")
    command.set_defaults(run="interictal.cli.convert")


def _demo(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name, help=words, description="Assess the shipped synthetic diary.", formatter_class=_Help
    )
    command.add_argument(
        "--out", metavar="DIR", default="interictal-demo", help="folder for page, sheet, picture, JSON"
    )
    _plain(command)
    command.set_defaults(run="interictal.cli.demo")


def _list(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}.", formatter_class=_Help
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run="interictal.cli.lists")


_COMMANDS = {
    "assess": (_assess, "assess a diary: counts, diagnosis, response, wearing-off, guidelines, options"),
    "import": (_import, "turn another app's export into the canonical diary CSV"),
    "demo": (_demo, "assess the shipped synthetic diary"),
    "definitions": (_list, "list the headache-day and migraine-day definitions"),
    "guidelines": (_list, "list the guideline rule sets, with every rule and its source"),
    "sources": (_list, "list the documents behind the rules"),
    "formats": (_list, "list the diary formats that can be read"),
}


def _plain(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-colour", action="store_true", help="plain text; also set by NO_COLOR or a pipe")


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
    command.add_argument("--utc-offset", metavar="MINUTES", type=int, help="Headi: minutes east of UTC")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without the character gets "?", never a traceback
    words = sys.argv[1:] if argv is None else list(argv)
    top = parser(words[0] if words and words[0] in _COMMANDS else None)
    arguments = top.parse_args(words)
    if arguments.command is None:
        top.print_help()
        return BAD_USAGE
    from importlib import import_module

    gc.set_threshold(50_000)  # a short run makes few cycles: collecting at 700 objects costs a tenth of it
    try:
        code = int(import_module(arguments.run).run(arguments))
        sys.stdout.flush()
        return code
    except InterictalError as problem:
        print(f"interictal: {_one_line(problem)}", file=sys.stderr)
        return _exit_code(problem)
    except BrokenPipeError:  # the reader of our output went away (`| head`): nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
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


def _exit_code(problem: InterictalError) -> int:
    if isinstance(problem, InvalidInput) and problem.field.startswith("--"):
        return BAD_USAGE  # the value of an option, not the content of a file
    return next(code for kind, code in _EXIT_CODES if isinstance(problem, kind))


def _one_line(text: object) -> str:
    return "".join(c if c.isprintable() else " " for c in str(text))

"""The command line. Parsing stands here; each command loads what it needs when it runs, so that it starts fast.

Exit codes: 0 done, 1 something blocks, 2 bad usage, 3 bad input, 4 not possible with these data (or a
missing optional part).
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

DONE, BLOCKED, BAD_USAGE, BAD_INPUT, NOT_POSSIBLE = 0, 1, 2, 3, 4

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
    named = os.environ.get("COLUMNS", "")
    if named.isascii() and named.isdigit() and len(named) < _MOST_DIGITS:
        return int(named)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):  # a pipe, a file, a captured stream, no stream at all
        return 80


_MOST_DIGITS = 6


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


_PLAN_EXAMPLES = """\
examples:
  interictal plan --jurisdiction eu --vial 200
  interictal plan --protocol preempt-follow-the-pain --jurisdiction eu --add temporalis:left:2 --svg map.svg
  interictal plan --indication upper-limb-spasticity --product onabotulinumtoxinA --jurisdiction us \\
      --add "biceps brachii:left:4:100" --report plan.pdf
  interictal plan --jurisdiction us --previous sessions.csv --profile profile.toml --session today.json

left and right are the patient's own. A plan beyond the label is made and says so; nothing is corrected silently.
Not CE-marked, not FDA-cleared: it calculates and explains; the clinician decides.
"""


def _plan(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name,
        help=words,
        description="Plan an injection session: each site with units and volume, what to draw up, what the label says.",
        epilog=_PLAN_EXAMPLES,
        formatter_class=_Help,
    )
    command.add_argument(
        "--indication", metavar="ID", default="chronic-migraine", help="what is treated (default: chronic-migraine)"
    )
    command.add_argument(
        "--protocol", metavar="ID", help="which protocol (default: the first; see: interictal protocols)"
    )
    command.add_argument(
        "--product", metavar="NAME", help="nonproprietary name with suffix, such as onabotulinumtoxinA"
    )
    command.add_argument("--jurisdiction", choices=("us", "eu"), help="whose label the plan is checked by")
    command.add_argument(
        "--vial", metavar="UNITS", help="units of one vial (default: the label's that leaves least over)"
    )
    command.add_argument("--diluent-ml", metavar="ML", help="volume of one vial once diluted (default: the label's)")
    command.add_argument("--syringe-ml", metavar="ML", help="size of the syringes (default: by the volume of a site)")
    command.add_argument(
        "--add",
        metavar="MUSCLE:SIDE:SITES[:UNITS]",
        action="append",
        default=[],
        help="sites that you choose, with their units together where the protocol fixes none (repeatable)",
    )
    command.add_argument("--weight-kg", metavar="KG", help="body weight, where the protocol doses by it")
    command.add_argument("--date", metavar="YYYY-MM-DD", help="day of the session (default: today)")
    command.add_argument("--patient", metavar="ID", help="identifier that stands on the plan; never a name")
    command.add_argument("--profile", metavar="FILE", help="TOML or JSON with the patient's answers")
    command.add_argument("--previous", metavar="FILE", help="earlier sessions: CSV, or session records as JSON")
    command.add_argument("--json", action="store_true", help="print the plan as JSON")
    command.add_argument("--svg", metavar="FILE", help="write the map with the sites (.svg)")
    command.add_argument("--figure", metavar="FILE", help="write the map as a picture (.png or .svg)")
    command.add_argument("--report", metavar="FILE", help="write the plan as a page (.html) or for print (.pdf)")
    command.add_argument("--session", metavar="FILE", help="begin the session record from this plan (.json)")
    command.add_argument(
        "--theme", choices=("light", "dark", "attack"), default="light", help="colours of the map (default: light)"
    )
    _plain(command)
    command.set_defaults(run="interictal.cli.plan")


def _check_session(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name,
        help=words,
        description="Check a session record. Exit code 1 when something blocks it.",
        formatter_class=_Help,
    )
    command.add_argument("record", metavar="FILE", help="the session record, JSON (docs/schema/session.schema.json)")
    command.add_argument("--plan", metavar="FILE", help="the plan it began with: what `interictal plan --json` printed")
    command.add_argument("--previous", metavar="FILE", help="earlier sessions: CSV, or session records as JSON")
    command.add_argument("--profile", metavar="FILE", help="TOML or JSON with the patient's answers")
    command.add_argument(
        "--recalled", metavar="FILE", help="recalled lots: CSV with product,lot (product may be empty)"
    )
    command.add_argument("--json", action="store_true", help="print the findings as JSON")
    command.add_argument("--svg", metavar="FILE", help="write the map of what was given, skipped and moved (.svg)")
    _plain(command)
    command.set_defaults(run="interictal.cli.session")


def _sign(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name,
        help=words,
        description="Sign a session record. What blocks must be mended first; what asks needs a reason in the record.",
        formatter_class=_Help,
    )
    command.add_argument("record", metavar="FILE", help="the session record, JSON")
    command.add_argument("--plan", metavar="FILE", help="the plan it began with: what `interictal plan --json` printed")
    command.add_argument("--by", metavar="ID", required=True, help="who signs")
    command.add_argument("--to", metavar="FILE", required=True, help="the signed record to write")
    command.add_argument("--previous", metavar="FILE", help="earlier sessions: CSV, or session records as JSON")
    command.add_argument("--profile", metavar="FILE", help="TOML or JSON with the patient's answers")
    command.add_argument(
        "--recalled", metavar="FILE", help="recalled lots: CSV with product,lot (product may be empty)"
    )
    command.set_defaults(run="interictal.cli.session")


def _amend(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name,
        help=words,
        description="Correct a signed session record: the old value stays in it, with author, reason and time.",
        formatter_class=_Help,
    )
    command.add_argument("record", metavar="FILE", help="the signed record, JSON")
    command.add_argument(
        "--set", metavar="FIELD=VALUE", required=True, help="such as vials[1].lot=C1234; the first of a list is 1"
    )
    command.add_argument("--by", metavar="ID", required=True, help="who corrects")
    command.add_argument("--reason", metavar="TEXT", required=True, help="why")
    command.add_argument("--to", metavar="FILE", required=True, help="the amended record to write")
    command.set_defaults(run="interictal.cli.session")


def _lot(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name, help=words, description="List every patient and session a lot went to.", formatter_class=_Help
    )
    command.add_argument("lot", metavar="LOT", help="the lot as printed on the vial")
    command.add_argument("records", metavar="FILE", nargs="+", help="session records, JSON or JSON lines")
    command.add_argument("--product", metavar="NAME", help="only vials of this product")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run="interictal.cli.lot")


def _vials(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name,
        help=words,
        description="What became of each vial in session records: units used, wasted, and for whom.",
        formatter_class=_Help,
    )
    command.add_argument("records", metavar="FILE", nargs="+", help="session records, JSON or JSON lines")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run="interictal.cli.lot")


def _barcode(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name,
        help=words,
        description="Read what a scanner gives for the GS1 code of a vial: article number, lot, expiry, serial.",
        formatter_class=_Help,
    )
    command.add_argument(
        "code", metavar="CODE", help="the scanned text (<GS> for the separator), or the printed form with brackets"
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run="interictal.cli.lot")


def _side_effects(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name,
        help=words,
        description="Side effects tied to session, site and lot; their rates beside the published ones.",
        formatter_class=_Help,
    )
    command.add_argument("events", metavar="EVENTS", help="side effects, JSON (docs/schema/adverse-event.schema.json)")
    command.add_argument(
        "--sessions", metavar="FILE", action="append", default=[], required=True, help="session records (repeatable)"
    )
    command.add_argument(
        "--until", metavar="YYYY-MM-DD", help="end of follow-up (default: 112 days after each last session)"
    )
    command.add_argument("--authority-report", metavar="ID", help="print the report of this side effect")
    command.add_argument("--e2b", metavar="FILE", help="with --authority-report: write it as E2B(R3) XML too")
    command.add_argument(
        "--e2b-sender", metavar="FILE", help="for --e2b: TOML with id, receiver, organisation, country"
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    _plain(command)
    command.set_defaults(run="interictal.cli.side_effects")


def _evidence(commands: _Subparsers, name: str, words: str) -> None:
    from interictal.cli.evidence.options import add

    add(commands, name, words, _Help)


def _forecast(commands: _Subparsers, name: str, words: str) -> None:
    from interictal.cli.forecast_options import add

    add(commands, name, words, _Help, _reading)


def _mechanism(commands: _Subparsers, name: str, words: str) -> None:
    from interictal.cli.mechanism_options import add

    add(commands, name, words, _Help)


def _trial(commands: _Subparsers, name: str, words: str) -> None:
    from interictal.cli.trial_options import add

    add(commands, name, words, _Help)


def _list(commands: _Subparsers, name: str, words: str) -> None:
    command = commands.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}.", formatter_class=_Help
    )
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run="interictal.cli.lists")


_COMMANDS = {
    "assess": (_assess, "assess a diary: counts, diagnosis, response, wearing-off, guidelines, options"),
    "plan": (_plan, "plan an injection session: sites, units, volumes, map, what to draw up"),
    "check-session": (_check_session, "check a session record against plan, vials, label and answers"),
    "sign": (_sign, "sign a session record that nothing blocks"),
    "amend": (_amend, "correct a signed session record, keeping what stood there"),
    "lot": (_lot, "list the patients who got a lot"),
    "vials": (_vials, "list what became of each vial: used, wasted, left"),
    "barcode": (_barcode, "read the GS1 code of a vial"),
    "side-effects": (_side_effects, "side effects by session, site and lot, beside the published rates"),
    "evidence": (_evidence, "the published evidence: trials, pooled results, networks, comparison, claims"),
    "mechanism": (_mechanism, "what the toxin does over time, from the nerve terminal to headache days"),
    "mechanism fit": (_mechanism, "fit the numbers of the mechanism to the published figures"),
    "forecast": (_forecast, "one patient's coming weeks: expected headache days, with and without a next session"),
    "forecast backtest": (_forecast, "forecasts made in the past of many patients, against what came"),
    "forecast fit": (_forecast, "fit the daily parameters of the forecast to diaries"),
    "trial": (_trial, "virtual trials of a design: what its arms would show"),
    "trial power": (_trial, "power and sample size of a design, by simulation"),
    "trial compare": (_trial, "virtual trials beside published ones"),
    "trial designs": (_trial, "list the designs of trials that can be simulated by name"),
    "trial fit": (_trial, "fit the virtual population to the published figures"),
    "import": (_import, "turn another app's export into the canonical diary CSV"),
    "demo": (_demo, "assess the shipped synthetic diary"),
    "definitions": (_list, "list the headache-day and migraine-day definitions"),
    "guidelines": (_list, "list the guideline rule sets, with every rule and its source"),
    "products": (_list, "list the toxin products: vials, storage, excipients, labels"),
    "protocols": (_list, "list the injection protocols, and what is asked for without evidence"),
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
    if (both := " ".join(words[:2])) in _COMMANDS:  # a command of two words beside one that takes a file
        words[:2] = [both]
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

"""``interictal mechanism`` and ``interictal mechanism fit``."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from interictal.cli import BLOCKED, DONE
from interictal.cli.assess import target_file, terminal_style
from interictal.cli.files import json_lines, printable, refuse_inputs, write_whole
from interictal.errors import InvalidInput
from interictal.mechanism import course
from interictal.mechanism.document import course_document, fit_document
from interictal.mechanism.parameters import DATA, parameters
from interictal.mechanism.records import Course
from interictal.mechanism.sites import ALLOWED, LEAST_UNITS, MOST_UNITS


def run(arguments: argparse.Namespace) -> int:
    """The course of a treatment, or the fit."""
    return _fit(arguments) if arguments.mechanism == "fit" else _course(arguments)


def _course(arguments: argparse.Namespace) -> int:
    figure = target_file(arguments.figure, (".png", ".svg"), "--figure")
    report = target_file(arguments.report, (".html", ".htm"), "--report")
    found = _asked(arguments)
    if figure is not None:
        write_whole(figure, _picture(found, figure, arguments))
    if report is not None:
        from interictal.report.mechanism_page import mechanism_page

        write_whole(report, mechanism_page(found).encode())
    if arguments.json:
        print(json_lines(json.dumps(course_document(found), ensure_ascii=False), sys.stdout.encoding))
    else:
        from interictal.report.mechanism_terminal import mechanism_terminal

        print(mechanism_terminal(found, **terminal_style(arguments)))
    for path in (figure, report):
        if path is not None:
            print(f"written: {printable(path)}", file=sys.stderr)
    return DONE


def _asked(arguments: argparse.Namespace) -> Course:
    units = _units(arguments.dose)
    sessions, interval = _whole(arguments.sessions, "--sessions"), _whole(arguments.interval_weeks, "--interval-weeks")
    weeks = _whole(arguments.weeks, "--weeks")
    try:
        return course(
            arguments.indication,
            arguments.protocol,
            product=arguments.product,
            units=units,
            sessions=sessions,
            interval_weeks=interval,
            weeks=weeks,
        )
    except InvalidInput as problem:
        if problem.field not in _NAMED:
            raise
        raise InvalidInput(f"--{problem.field}", problem.value, problem.allowed, _NAMED[problem.field]) from None


_NAMED = {
    "indication": "See: interictal protocols",
    "protocol": "See: interictal protocols",
    "product": "Write the nonproprietary name with its suffix.",
}
"""What is named by an option of the same name, and what to do where it is none."""


def _picture(found: Course, path: Path, arguments: argparse.Namespace) -> bytes:
    from interictal.figures.cascade import cascade
    from interictal.figures.drawing import png, svg
    from interictal.figures.figure import NARROW, WIDE

    drawn = cascade(found, NARROW if arguments.narrow else WIDE)
    return png(drawn, arguments.theme) if path.suffix.lower() == ".png" else svg(drawn, arguments.theme).encode()


def _units(text: str | None) -> float | None:
    if text is None:
        return None
    units = float(text) if _NUMBER.fullmatch(text) else 0.0
    if not LEAST_UNITS <= units <= MOST_UNITS:
        raise InvalidInput("--dose", text, f"{ALLOWED}, with up to 3 decimals", "Give the units of one session.")
    return units


_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?")


def _whole(text: str | None, option: str) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise InvalidInput(option, text, "a whole number", "Give another number.")
    return int(text)


def _fit(arguments: argparse.Namespace) -> int:
    from interictal.cli.evidence.computing import needed

    target = target_file(arguments.to, (".toml",), "--to")
    if target is not None:
        refuse_inputs(target, "--to", str(DATA))
    needed("The fit")
    # scipy loads here and not before: a wrong option is said at once.
    from interictal.mechanism.fitting import differs, fit, written

    found = fit()
    differing = differs(found, parameters())
    if target is not None:
        write_whole(target, written(found, DATA.read_text(encoding="utf-8")).encode())
    if arguments.json:
        print(json_lines(json.dumps(fit_document(found, differing), ensure_ascii=False), sys.stdout.encoding))
    else:
        from interictal.report.mechanism_fit_terminal import fit_terminal

        print(fit_terminal(found, differing, **terminal_style(arguments)))
    if target is not None:
        print(f"written: {printable(target)}", file=sys.stderr)
    return BLOCKED if arguments.check and differing else DONE

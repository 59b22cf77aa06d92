"""``interictal mechanism`` and ``interictal mechanism fit``."""

from __future__ import annotations

import argparse
import json
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


def run(arguments: argparse.Namespace) -> int:
    """The course of a treatment, or the fit."""
    return _fit(arguments) if arguments.mechanism == "fit" else _course(arguments)


def _course(arguments: argparse.Namespace) -> int:
    figure = target_file(arguments.figure, (".png", ".svg"), "--figure")
    report = target_file(arguments.report, (".html", ".htm"), "--report")
    found = course(
        arguments.indication,
        arguments.protocol,
        product=arguments.product,
        units=_units(arguments.dose),
        sessions=_whole(arguments.sessions, "--sessions"),
        interval_weeks=_whole(arguments.interval_weeks, "--interval-weeks"),
        weeks=_whole(arguments.weeks, "--weeks"),
    )
    if figure is not None:
        write_whole(figure, _picture(found, figure, arguments))
    if report is not None:
        from interictal.report.mechanism_page import write

        write(found, report)
    if arguments.json:
        print(json_lines(json.dumps(course_document(found), ensure_ascii=False), sys.stdout.encoding))
    else:
        from interictal.report.mechanism_terminal import mechanism_terminal

        print(mechanism_terminal(found, **terminal_style(arguments)))
    for path in (figure, report):
        if path is not None:
            print(f"written: {printable(path)}", file=sys.stderr)
    return DONE


def _picture(found: Course, path: Path, arguments: argparse.Namespace) -> bytes:
    from interictal.figures.cascade import cascade
    from interictal.figures.drawing import png, svg
    from interictal.figures.figure import NARROW, WIDE

    drawn = cascade(found, NARROW if arguments.narrow else WIDE)
    return png(drawn, arguments.theme) if path.suffix.lower() == ".png" else svg(drawn, arguments.theme).encode()


def _units(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        units = float(text)
    except ValueError:
        units = -1.0
    if not 0 < units < float("inf"):
        raise InvalidInput("--dose", text, "a number of units above 0", "Give the units of one session.")
    return units


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

"""``interictal assess``."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from interictal.assessment import assess
from interictal.assessment.document import line
from interictal.assessment.result import Assessment
from interictal.cli import DONE, NOT_POSSIBLE, columns
from interictal.cli.files import json_lines, printable, refuse_inputs, write_whole
from interictal.cli.reading import read
from interictal.diary.days import Diary
from interictal.errors import DataUnavailable, InvalidInput
from interictal.guidelines import ids as guideline_ids
from interictal.injection.sessions import Session, read_sessions
from interictal.outcomes.definitions import DEFAULT_HEADACHE, DEFAULT_MIGRAINE, DEFINITIONS, definition
from interictal.profile import Profile, read_profile

_PAGES = (".html", ".htm", ".pdf")
_PICTURES = (".png", ".svg")


def run(arguments: argparse.Namespace) -> int:
    """Assess every patient of the file, or the one asked for."""
    report = target_file(arguments.report, _PAGES, "--report")
    figure = target_file(arguments.figure, _PICTURES, "--figure")
    for option, target in (("--report", report), ("--figure", figure)):
        if target is not None:
            refuse_inputs(target, option, arguments.diary, arguments.injections, arguments.profile)
    headache, migraine = _definitions(arguments.definition)
    for wanted in arguments.guideline:
        if wanted not in guideline_ids():
            raise InvalidInput("--guideline", wanted, ", ".join(guideline_ids()), "See: interictal guidelines")
    profile = read_profile(Path(arguments.profile)) if arguments.profile else Profile()
    sessions = read_sessions(Path(arguments.injections)) if arguments.injections else ()
    reading = read(arguments)
    diaries = patients_chosen(reading.diaries, arguments.patient)
    if (report or figure) and len(diaries) != 1:
        raise InvalidInput(
            "--report" if report else "--figure",
            f"{len(diaries)} patients",
            "one patient",
            "Choose one with --patient ID.",
        )
    if len(diaries) > 1:
        say_what_is_shared(reading.diaries, sessions, profile_given=bool(arguments.profile))
    missing = 0
    for number, diary in enumerate(diaries, 1):
        try:
            result = assess(
                diary,
                sessions_of(diary, sessions, single=len(reading.diaries) == 1),
                profile,
                headache_definition=headache,
                migraine_definition=migraine,
                guidelines=arguments.guideline or None,
                today=dt.datetime.now().astimezone().date(),
            )
        except DataUnavailable as problem:
            if len(diaries) == 1:
                raise
            missing += 1
            print(f"interictal: left out, number {number} of {len(diaries)} patients: {problem}", file=sys.stderr)
            continue
        if report or figure:
            _write(result, report, figure, arguments)
        if arguments.json:
            print(json_lines(line(result), sys.stdout.encoding))
        else:
            from interictal.report.terminal import terminal

            if number > 1:
                print()
            print(terminal(result, **terminal_style(arguments)))
    for path in (report, figure):
        if path is not None:
            print(f"written: {printable(path)}", file=sys.stderr)
    return NOT_POSSIBLE if missing else DONE


class Style(TypedDict):
    """What this terminal can show."""

    width: int
    colour: bool
    unicode: bool


def terminal_style(arguments: argparse.Namespace) -> Style:
    """Width, colour and character set that this terminal can show."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
    plain = arguments.no_colour or bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()
    return {
        "width": max(60, min(100, columns())),
        "colour": not plain and os.environ.get("TERM") != "dumb",
        "unicode": encoding.replace("-", "").startswith("utf"),
    }


def target_file(name: str | None, endings: tuple[str, ...], option: str) -> Path | None:
    if name is None:
        return None
    path = Path(name)
    allowed = f"a file name ending in {' or '.join(endings)}"
    if path.suffix.lower() not in endings:
        raise InvalidInput(option, path.name, allowed, "Change the ending.")
    # A path drops what stands behind its last name: "a.png/" and "a.png/." would be written as a.png.
    if not name.endswith(path.name):
        raise InvalidInput(option, name, allowed, "Name a file, not a folder.")
    return path


def _definitions(wanted: Iterable[str]) -> tuple[str, str]:
    chosen = {"headache": DEFAULT_HEADACHE, "migraine": DEFAULT_MIGRAINE}
    given: set[str] = set()
    for each in (one.strip() for group in wanted for one in group.split(",")):
        if each not in DEFINITIONS:
            raise InvalidInput("--definition", each, ", ".join(DEFINITIONS), "See: interictal definitions")
        found = definition(each)
        if found.kind in given:
            raise InvalidInput("--definition", each, f"one {found.kind}-day definition", "Leave one out.")
        given.add(found.kind)
        chosen[found.kind] = found.id
    return chosen["headache"], chosen["migraine"]


def patients_chosen(diaries: tuple[Diary, ...], patient: str | None) -> tuple[Diary, ...]:
    if patient is None:
        return diaries
    chosen = tuple(diary for diary in diaries if diary.patient == patient)
    if not chosen:
        raise InvalidInput("--patient", patient, "an identifier that stands in the file", "Check its spelling.")
    return chosen


def sessions_of(diary: Diary, sessions: tuple[Session, ...], *, single: bool) -> tuple[Session, ...]:
    """This patient's sessions. Rows without a patient are only unambiguous when the file holds one patient."""
    if not single and any(not session.patient for session in sessions):
        raise InvalidInput(
            "patient",
            "",
            "an identifier in every row, because the diary holds several patients",
            "Add a patient column to the injections file.",
        )
    named = {session.patient for session in sessions} - {""}
    if single and named and diary.patient and diary.patient not in named:
        raise InvalidInput(
            "patient",
            "none of the diary's",
            "the diary's own identifier in the injections file",
            "These look like another patient's injections: check both files.",
        )
    if single and len(named) > 1 and not diary.patient:
        raise InvalidInput(
            "patient",
            f"{len(named)} patients",
            "one patient's injections for a diary without a patient column",
            "Keep only this patient's rows.",
        )
    return tuple(session for session in sessions if not diary.patient or session.patient in ("", diary.patient))


def say_what_is_shared(diaries: tuple[Diary, ...], sessions: tuple[Session, ...], *, profile_given: bool) -> None:
    """What one file of answers or of injections does to several patients."""
    if profile_given:
        print(
            "interictal: --profile: the same answers were used for every patient. For one patient's add --patient ID.",
            file=sys.stderr,
        )
    strange = {session.patient for session in sessions} - {diary.patient for diary in diaries}
    if strange:
        print(
            f"interictal: --injections: {len(strange)} patient{'s' if len(strange) != 1 else ''} not in the diary; "
            "those rows were not used. Check the spelling of the identifiers.",
            file=sys.stderr,
        )


def _write(result: Assessment, report: Path | None, figure: Path | None, arguments: argparse.Namespace) -> None:
    if report is not None:
        if report.suffix.lower() == ".pdf":
            from interictal.report.sheet import sheet

            write_whole(report, sheet(result))
        else:
            from interictal.report.page import page

            write_whole(report, page(result).encode())
    if figure is not None:
        from interictal import figures

        makers = {
            "overlay": figures.cycle_overlay,
            "course": figures.days_per_28,
            "calendar": figures.calendar_strip,
        }
        drawn = makers[arguments.picture or ("overlay" if result.response else "course")](result)
        if figure.suffix.lower() == ".png":
            write_whole(figure, figures.png(drawn, arguments.theme))
        else:
            write_whole(figure, figures.svg(drawn, arguments.theme).encode())

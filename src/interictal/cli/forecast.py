"""``interictal forecast``, ``interictal forecast backtest`` and ``interictal forecast fit``."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interictal.cli import DONE, NOT_POSSIBLE
from interictal.cli.assess import patients_chosen, say_what_is_shared, sessions_of, target_file, terminal_style
from interictal.cli.files import json_lines, printable, refuse_inputs, write_whole
from interictal.cli.plan import date_of
from interictal.cli.reading import read
from interictal.diary.days import Diary
from interictal.errors import DataUnavailable, InvalidInput, NotSupported
from interictal.injection.indications import indication
from interictal.injection.sessions import Session, read_sessions
from interictal.profile import Profile, read_profile

if TYPE_CHECKING:
    from interictal.forecast.patient.reading import Patient
    from interictal.forecast.patient.records import Dose

INSTALL = "pip install 'interictal[forecast]'"
_PICTURES = (".png", ".svg")
_SYNTHETIC = "SYNTHETIC"
_MOST_WEEKS, _LEAST_HORIZON, _LONGEST = 52, 7, 366
_MOST_UNITS = 1000


def run(arguments: argparse.Namespace) -> int:
    """One of the three commands."""
    return _RUNS[arguments.forecast](arguments)


def _needed() -> None:
    # The matrices are small: threads of the linear algebra would wait for each other longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    absent = [name for name in ("numpy", "scipy") if find_spec(name) is None]
    if absent:
        raise NotSupported(f"Nothing can be forecast: {' and '.join(absent)} not installed. Install with: {INSTALL}")


# --- One patient ------------------------------------------------------------------------------------------------------


def _patient(arguments: argparse.Namespace) -> int:
    """What is expected of each patient of the file, or of the one asked for."""
    weeks = _whole(arguments.weeks, "--weeks", 1, _MOST_WEEKS)
    planned = _planned(arguments)
    treats = _indication(arguments.indication)
    figure = target_file(arguments.figure, _PICTURES, "--figure")
    if figure is not None:
        refuse_inputs(figure, "--figure", arguments.diary, arguments.injections, arguments.profile)
    profile = read_profile(Path(arguments.profile)) if arguments.profile else Profile()
    sessions = _sessions(arguments)
    reading = read(arguments)
    diaries = patients_chosen(reading.diaries, arguments.patient)
    for option, given in (("--next", planned), ("--figure", figure)):
        if given is not None and len(diaries) != 1:
            raise InvalidInput(option, f"{len(diaries)} patients", "one patient", "Choose one with --patient ID.")
    if len(diaries) > 1:
        say_what_is_shared(reading.diaries, sessions, profile_given=bool(arguments.profile))
    _needed()
    shown = without = 0
    for number, diary in enumerate(diaries, 1):
        own = sessions_of(diary, sessions, single=len(reading.diaries) == 1)
        try:
            document = _document(diary, own, profile, treats, planned, weeks)
        except DataUnavailable as problem:
            if len(diaries) == 1:
                raise
            without += 1
            print(f"interictal: left out, number {number} of {len(diaries)} patients: {problem}", file=sys.stderr)
            continue
        without += document["withheld"] is not None
        _write(figure, document, arguments)
        _show(document, arguments, first=not shown)
        shown += 1
    return NOT_POSSIBLE if without else DONE


def _planned(arguments: argparse.Namespace) -> tuple[dt.date, float | None] | None:
    """Day and units of the next session; units None where they are not given."""
    if arguments.next is None:
        if arguments.units is not None:
            raise InvalidInput("--units", arguments.units, "with --next", "Say when with --next YYYY-MM-DD.")
        return None
    date = date_of(arguments.next, "--next")
    if arguments.units is None:
        return date, None
    units = float(arguments.units) if _NUMBER.fullmatch(arguments.units) else 0.0
    if not 0 < units <= _MOST_UNITS:
        allowed = f"units of onabotulinumtoxinA, more than 0 and at most {_MOST_UNITS}"
        raise InvalidInput("--units", arguments.units, allowed, "Correct the units.")
    return date, units


_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?")


def _indication(text: str) -> str:
    try:
        return indication(text).id
    except InvalidInput as problem:
        raise InvalidInput("--indication", text, problem.allowed, "See: interictal protocols") from None


def _whole(text: str, option: str, low: int, high: int) -> int:
    number = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else low - 1
    if not low <= number <= high:
        raise InvalidInput(option, text, f"a whole number from {low} to {high}", "Change it.")
    return number


def _document(
    diary: Diary,
    sessions: Sequence[Session],
    profile: Profile,
    treats: str,
    planned: tuple[dt.date, float | None] | None,
    weeks: int,
) -> dict[str, Any]:
    from interictal.forecast.patient.document import forecast_document
    from interictal.forecast.patient.outlook import forecast
    from interictal.forecast.patient.reading import outside, patient_of

    patient = patient_of(diary, sessions, profile, treats)
    dose, said = next_dose(patient, planned, weeks)
    planned_outside = outside(dose.units) if dose is not None else None
    reasons = patient.reasons if planned_outside is None else (*patient.reasons, planned_outside)
    found = forecast(patient.history, next_dose=dose, weeks=weeks, reasons=reasons)
    return forecast_document(
        found, patient=patient.patient, notes=(*patient.notes, *said), definition=patient.definition
    )


def next_dose(
    patient: Patient, planned: tuple[dt.date, float | None] | None, weeks: int
) -> tuple[Dose | None, tuple[str, ...]]:
    """The next session: the one named, or the first that the file has from the first day forecast on."""
    from interictal.forecast.patient.reading import USUAL_UNITS
    from interictal.forecast.patient.records import Dose

    history = patient.history
    last = len(history.days) + 7 * weeks - 1
    if planned is None:
        coming = [dose for dose in patient.coming if dose.day <= last]
        if not coming:
            return None, _unused(len(patient.coming))
        return coming[0], (
            "The next session is the file's first after the diary.",
            *_unused(len(patient.coming) - 1),
        )
    if patient.coming:
        given = history.first + dt.timedelta(patient.coming[0].day)
        allowed = f"nothing, because the injections file has a session on {given}, after the diary's last day"
        raise InvalidInput("--next", planned[0], allowed, "Leave it out, or take that session out of the file.")
    day, units = planned
    if not history.origin <= day <= history.first + dt.timedelta(last):
        allowed = f"{history.origin} (the day after the diary) to {history.first + dt.timedelta(last)}"
        raise InvalidInput("--next", day, allowed, "Change the date, or ask for more --weeks.")
    if units is None:
        return (
            Dose((day - history.first).days, USUAL_UNITS),
            (f"{USUAL_UNITS:g} U were taken for the next session: the fixed PREEMPT sites.",),
        )
    return Dose((day - history.first).days, units), ()


def _unused(number: int) -> tuple[str, ...]:
    if number <= 0:
        return ()
    sessions = "1 later session of the file was" if number == 1 else f"{number} later sessions of the file were"
    return (f"{sessions} not used.",)


def _write(figure: Path | None, document: dict[str, Any], arguments: argparse.Namespace) -> None:
    if figure is None:
        return
    from interictal import figures
    from interictal.figures.fan import fan

    drawn = fan(document, figures.NARROW if arguments.narrow else figures.WIDE)
    if figure.suffix.lower() == ".png":
        write_whole(figure, figures.png(drawn, arguments.theme))
    else:
        write_whole(figure, figures.svg(drawn, arguments.theme).encode())
    print(f"written: {printable(figure)}", file=sys.stderr)


def _show(document: dict[str, Any], arguments: argparse.Namespace, *, first: bool = True) -> None:
    if arguments.json:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        print(json_lines(text, sys.stdout.encoding))
        return
    from interictal.report import backtest_terminal, forecast_terminal

    makers = {
        "": forecast_terminal.forecast_terminal,
        "backtest": backtest_terminal.backtest_terminal,
        "fit": backtest_terminal.fit_terminal,
    }
    if not first:
        print()
    if arguments.forecast == "" and arguments.chart:
        from interictal.figures.fan_lines import fan_text

        style = terminal_style(arguments)
        print(f"{fan_text(document, style['width'], style['unicode'])}\n")
    print(makers[arguments.forecast](document, **terminal_style(arguments)))


# --- Many patients ----------------------------------------------------------------------------------------------------


def _backtest(arguments: argparse.Namespace) -> int:
    """Forecasts made in the past of many patients."""
    horizon = _whole(arguments.horizon_days, "--horizon-days", _LEAST_HORIZON, _LONGEST)
    every = _whole(arguments.origin_every_days, "--origin-every-days", 1, _LONGEST)
    sessions = _sessions(arguments)
    patients, synthetic, notes = _many(arguments, sessions)
    from interictal.forecast.patient.backtest import backtest
    from interictal.forecast.patient.backtest_document import backtest_document

    found = backtest(
        [each.history for each in patients], horizon_days=horizon, origin_every_days=every, progress=_progress()
    )
    _show(backtest_document(found, synthetic=synthetic, notes=notes), arguments)
    return DONE


def _fit(arguments: argparse.Namespace) -> int:
    """The daily parameters from many diaries."""
    half_life = _whole(arguments.half_life_days, "--half-life-days", 1, _LONGEST)
    patients, synthetic, notes = _many(arguments, ())
    from interictal.forecast.patient.backtest_document import fit_document
    from interictal.forecast.patient.estimation import estimate

    found = estimate([each.history.days for each in patients], float(half_life))
    _show(fit_document(found, synthetic=synthetic, notes=notes), arguments)
    return DONE


def _sessions(arguments: argparse.Namespace) -> tuple[Session, ...]:
    return read_sessions(Path(arguments.injections)) if arguments.injections else ()


def _many(arguments: argparse.Namespace, sessions: tuple[Session, ...]) -> tuple[list[Patient], bool, tuple[str, ...]]:
    """The patients of the file that the model can follow, whether one is made up, and who was left out."""
    reading = read(arguments)
    if len(reading.diaries) > 1:
        say_what_is_shared(reading.diaries, sessions, profile_given=False)
    _needed()
    from interictal.forecast.patient.reading import patient_of

    found: list[Patient] = []
    outside: dict[str, int] = {}
    for diary in reading.diaries:
        own = sessions_of(diary, sessions, single=len(reading.diaries) == 1)
        try:
            patient = patient_of(diary, own)
        except DataUnavailable:
            outside["no day recorded"] = outside.get("no day recorded", 0) + 1
            continue
        if patient.reasons:
            code = patient.reasons[0][0]
            outside[code] = outside.get(code, 0) + 1
        else:
            found.append(patient)
    notes = tuple(_left_out(number, why) for why, number in outside.items())
    for note in notes:
        print(f"interictal: {note}", file=sys.stderr)
    if not found:
        raise DataUnavailable("no patient of the file can be followed by the model. Add diaries of every day.")
    return found, any(each.patient.startswith(_SYNTHETIC) for each in found), notes


def _left_out(number: int, why: str) -> str:
    return f"{number} patient{'' if number == 1 else 's'} left out: {why.replace('-', ' ')}."


def _progress() -> Callable[[int, int], None] | None:
    """Patients done, on standard error where somebody looks at it."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, number: int) -> None:
        end = "\n" if done == number else ""
        print(f"\r{done} of {number} patients", end=end, file=sys.stderr, flush=True)

    return show


_RUNS: dict[str, Callable[[argparse.Namespace], int]] = {"": _patient, "backtest": _backtest, "fit": _fit}

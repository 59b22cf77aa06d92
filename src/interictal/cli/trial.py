"""``interictal trial``."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interictal.cli import BLOCKED, DONE
from interictal.cli.assess import target_file, terminal_style
from interictal.cli.files import json_lines, printable, refuse_inputs, write_whole
from interictal.errors import InvalidInput, NotSupported
from interictal.forecast.trials.design import Design
from interictal.forecast.trials.design_files import SHIPPED, design_named, shipped
from interictal.forecast.trials.outcomes import outcome

if TYPE_CHECKING:
    from interictal.forecast.trials.results import Result

INSTALL = "pip install 'interictal[forecast]'"
MOST_REPLICATES, MOST_THREADS = 100_000, 256
_REPLICATES = {"trial": 200, "trial power": 1000, "trial compare": 200}


def run(arguments: argparse.Namespace) -> int:
    """Simulate a design, or what the second word of the command says."""
    doing: dict[str, Callable[[argparse.Namespace], int]] = {
        "trial": _trial, "trial power": _power, "trial compare": _compare, "trial designs": _designs, "trial fit": _fit,
    }  # fmt: skip
    return doing[arguments.action](arguments)


def _needed() -> None:
    """Refuse what cannot be computed here; say that the first run compiles."""
    absent = [name for name in ("numpy", "numba") if find_spec(name) is None]
    if absent:
        raise NotSupported(f"Virtual trials cannot be simulated: {' and '.join(absent)} not installed. {INSTALL}")
    from interictal.forecast.trials.compiling import compile_ahead, is_compiled

    if not is_compiled():
        print("interictal: compiling the simulation, once; this takes about half a minute.", file=sys.stderr)
        compile_ahead()


def _trial(arguments: argparse.Namespace) -> int:
    picture = target_file(arguments.figure, (".png", ".svg"), "--figure")
    if picture is not None:
        refuse_inputs(picture, "--figure", arguments.design)
    replicates, seed, threads = _numbers(arguments)
    design = design_named(arguments.design)
    _needed()
    from interictal.forecast.trials.results import virtual_trials

    with _Progress(replicates) as progress:
        result = virtual_trials(
            design, replicates=replicates, seed=seed, threads=threads, estimates=arguments.estimates,
            progress=progress.done,
        )  # fmt: skip
    if picture is not None:
        write_whole(picture, _picture(result, picture, arguments))
    if arguments.json:
        from interictal.forecast.trials.document import trial_document

        _print_json(trial_document(result))
    else:
        from interictal.report.trial_terminal import trial_terminal

        print(trial_terminal(result, **terminal_style(arguments)))
    if picture is not None:
        print(f"written: {printable(picture)}", file=sys.stderr)
    return DONE


def _picture(result: Result, path: Path, arguments: argparse.Namespace) -> bytes:
    from interictal import figures
    from interictal.figures.trial import trial_figure
    from interictal.forecast.trials.document import trial_document
    from interictal.forecast.trials.published_points import published_points

    width = figures.NARROW if arguments.narrow else figures.WIDE
    drawn = trial_figure(trial_document(result), published_points(arguments.design), width)
    if path.suffix.lower() == ".png":
        return figures.png(drawn, arguments.theme)
    return figures.svg(drawn, arguments.theme).encode()


def _power(arguments: argparse.Namespace) -> int:
    replicates, seed, threads = _numbers(arguments)
    alpha = _share("--alpha", arguments.alpha, 0.0001, 0.5)
    target = _share("--target", arguments.target, 0.05, 0.99)
    design = design_named(arguments.design)
    wanted = design.outcomes[0] if arguments.outcome is None else outcome(arguments.outcome, field="--outcome")
    if wanted not in design.outcomes:
        allowed = ", ".join(one.id for one in design.outcomes)
        raise InvalidInput("--outcome", arguments.outcome, f"an outcome of the design: {allowed}", "Choose one.")
    _needed()
    from interictal.forecast.trials.population import population
    from interictal.forecast.trials.power import power_of
    from interictal.forecast.trials.power_document import power_document

    found = power_of(
        design, population(), outcome=wanted, alpha=alpha, target=target, replicates=replicates, seed=seed,
        threads=threads, say=_say,
    )  # fmt: skip
    if arguments.json:
        _print_json(power_document(found))
    else:
        from interictal.report.trial_terminal import power_terminal

        print(power_terminal(found, **terminal_style(arguments)))
    return DONE


def _compare(arguments: argparse.Namespace) -> int:
    target = target_file(arguments.to, (".md",), "--to")
    replicates, seed, threads = _numbers(arguments)
    _needed()
    from interictal.forecast.trials.comparison import compare
    from interictal.forecast.trials.comparison_document import comparison_document, comparison_table
    from interictal.forecast.trials.population import population

    found = compare(population(), replicates=replicates, seed=seed, threads=threads, say=_say)
    if target is not None:
        write_whole(target, comparison_table(found).encode())
    if arguments.json:
        _print_json(comparison_document(found))
    else:
        from interictal.report.trial_terminal import comparison_terminal

        print(comparison_terminal(found, **terminal_style(arguments)))
    if target is not None:
        print(f"written: {printable(target)}", file=sys.stderr)
    return DONE


def _designs(arguments: argparse.Namespace) -> int:
    """The designs that can be named, and the others that published figures belong to."""
    every = shipped()
    if arguments.json:
        from interictal.forecast.trials.designs_document import designs_document

        _print_json(designs_document(every))
        return DONE
    from interictal.report.trial_terminal import designs_terminal

    ordered: dict[str, Design] = {name: every[name] for name in (*SHIPPED, *(n for n in every if n not in SHIPPED))}
    print(designs_terminal(ordered, **terminal_style(arguments)))
    return DONE


def _fit(arguments: argparse.Namespace) -> int:
    target = target_file(arguments.to, (".toml",), "--to")
    _needed()
    from interictal.forecast.trials.fit_files import fit_document, off, write_fit
    from interictal.forecast.trials.fitting import fit
    from interictal.forecast.trials.population import population

    found = fit(population(), progress=_say)
    if target is not None:
        write_whole(target, write_fit(found, target).encode())
    wrong = off(found) if arguments.check else []
    if arguments.json:
        _print_json(fit_document(found))
    else:
        from interictal.report.trial_terminal import fit_terminal

        print(fit_terminal(found, **terminal_style(arguments)))
    for words in wrong:
        print(f"interictal: {words}", file=sys.stderr)
    if target is not None:
        print(f"written: {printable(target)}", file=sys.stderr)
    return BLOCKED if wrong else DONE


def _print_json(document: dict[str, Any]) -> None:
    print(json_lines(json.dumps(document, ensure_ascii=False, allow_nan=False), sys.stdout.encoding))


def _say(words: str) -> None:
    if sys.stderr.isatty():
        print(f"interictal: {words}", file=sys.stderr)


class _Progress:
    """How many trials are done, on a terminal only, in one line that is taken away at the end."""

    def __init__(self, of: int) -> None:
        self.of, self.shown = of, sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        return self

    def done(self, number: int) -> None:
        """Called with the number done."""
        if self.shown and (number % max(1, self.of // 100) == 0 or number == self.of):
            print(f"\r{number} of {self.of} trials", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _numbers(arguments: argparse.Namespace) -> tuple[int, int, int]:
    replicates = (
        _REPLICATES[arguments.action]
        if arguments.replicates is None
        else _whole("--replicates", arguments.replicates, 1, MOST_REPLICATES)
    )
    seed = _whole("--seed", arguments.seed, 0, 2**63 - 1)
    threads = (
        min(os.cpu_count() or 1, MOST_THREADS)
        if arguments.threads is None
        else _whole("--threads", arguments.threads, 1, MOST_THREADS)
    )
    return replicates, seed, threads


def _whole(option: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 20 or not low <= int(text) <= high:
        raise InvalidInput(option, text, f"a whole number from {low} to {high}", "Correct it.")
    return int(text)


def _share(option: str, text: str, low: float, high: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise InvalidInput(option, text, f"a number from {low:g} to {high:g}", "Correct it.")
    return value

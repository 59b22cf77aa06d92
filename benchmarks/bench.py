"""Ratios, measured in one run on this machine: run with `make bench`. Medians; the two sides of a ratio alternate."""

from __future__ import annotations

import csv
import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command sets it: small matrices, one thread

import evidence  # the modules beside this one
import forecast
import trials

from interictal import example
from interictal.assessment import assess
from interictal.diary.canonical import read_canonical
from interictal.injection.sessions import read_sessions
from interictal.profile import read_profile

ROUNDS = 41
PROCESSES = 21


def one_year(folder: Path) -> Path:
    """The last 365 days of the shipped synthetic diary, as a file of its own."""
    lines = example.paths().diary.read_text(encoding="utf-8").splitlines(keepends=True)
    path = folder / "one-year.csv"
    path.write_text(lines[0] + "".join(lines[-365:]), encoding="utf-8")
    return path


def paired(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float, float]:
    """Median seconds of both, and the median of the ratios first / second, taken in turn."""
    a: list[float] = []
    b: list[float] = []
    first(), second()
    for _ in range(rounds):
        for job, times in ((first, a), (second, b)):
            gc.collect()
            start = time.perf_counter()
            job()
            times.append(time.perf_counter() - start)
    return statistics.median(a), statistics.median(b), statistics.median(x / y for x, y in zip(a, b, strict=True))


def process(*command: str) -> Callable[[], object]:
    """Start a process and wait for it."""
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _printed(name: str, ours: float, other: float, ratio: float, bound: float | None) -> bool:
    """Print a row; whether its bound is broken."""
    over = bound is not None and ratio > bound
    limit = f"{bound:g}" if bound is not None else "-"
    print(f"{name:<56}{ours:>9.4g}{other:>9.4g}{ratio:>7.3g}{limit:>7}{'  OVER' if over else ''}")
    return over


def main() -> int:
    """Print the table; 1 where a bound is broken."""
    out = Path("out")
    out.mkdir(exist_ok=True)
    diary, paths = one_year(out), example.paths()
    sessions, profile = read_sessions(paths.injections), read_profile(paths.profile)

    def assessment() -> object:
        return assess(read_canonical(diary).diaries[0], sessions, profile)

    def reading() -> object:
        return read_canonical(diary)

    def dict_reader() -> object:
        with diary.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    python = sys.executable
    command = str(Path(python).with_name("interictal"))
    bare = process(python, "-c", "import json, csv, datetime, argparse")
    whole = process(
        command, "assess", str(diary), "--injections", str(paths.injections),
        "--profile", str(paths.profile),
    )  # fmt: skip
    as_json = process(command, "assess", str(diary), "--json")
    rows = [
        ("assess one year, library / csv.DictReader", *paired(assessment, dict_reader, ROUNDS), 10.0),
        ("read one year, library / csv.DictReader", *paired(reading, dict_reader, ROUNDS), None),
        ("interictal assess / python -c 'import json, csv, ...'", *paired(whole, bare, PROCESSES), 5.0),
        ("interictal assess --json / the same", *paired(as_json, bare, PROCESSES), 5.0),
    ]
    rows.append(
        ("network, 70 trials, 30 treatments / numpy.linalg.pinv", *paired(*evidence.network_jobs(), ROUNDS),
         evidence.NETWORK_BOUND)
    )  # fmt: skip
    against_r = evidence.pool_row(out)
    rows += [against_r] if against_r is not None else []
    generator, simulated, drawn, days = trials.day_jobs()
    rows.append((f"{days / 1e6:.1f} M patient-days / numpy uniforms, {generator}", *paired(simulated, drawn, 15),
                 trials.DAY_BOUND))  # fmt: skip
    rows += trials.size_rows()
    rows.append(("virtual trials, two threads / one", *paired(*trials.thread_jobs(), 7), trials.THREAD_BOUND))
    rows += forecast.forecast_rows()
    print(f"{'median of pairs':<56}{'ours ms':>9}{'other ms':>9}{'ratio':>7}{'bound':>7}")
    broken = sum(_printed(name, ours * 1e3, other * 1e3, ratio, bound) for name, ours, other, ratio, bound in rows)
    print(f"{'peak memory':<56}{'ours MiB':>9}{'other':>9}{'ratio':>7}{'bound':>7}")
    broken += _printed(*trials.memory_row())
    if against_r is None:
        print("10,000 REML against metafor's rma: skipped, R with its package metafor is not installed")
    return int(broken > 0)


if __name__ == "__main__":
    raise SystemExit(main())

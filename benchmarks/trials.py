"""Virtual trials measured: a patient-day against a uniform random number, cost and memory over sizes, two threads."""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from interictal.forecast.trials.design import Design
from interictal.forecast.trials.design_files import design_named
from interictal.forecast.trials.population import population
from interictal.forecast.trials.simulation import BLOCK, Trials

PEOPLE = 20_000
DAY_BOUND = 3.0
SIZE_BOUND = 1.25
MEMORY_BOUND = 1.25
THREAD_BOUND = 1 / 1.8
REPLICATES = 400
_BUFFER = 1 << 16
"""Numbers drawn at once: few enough to stay in the cache, which is to the good of NumPy."""
GENERATORS = (np.random.SFC64, np.random.PCG64DXSM, np.random.PCG64, np.random.Philox, np.random.MT19937)


def fastest_uniform(rounds: int = 5, draws: int = 1 << 21) -> tuple[str, Callable[[int], object]]:
    """NumPy's fastest way to uniform numbers on this machine, of all its generators and both widths."""
    best: tuple[float, str, Callable[[int], object]] | None = None
    for kind in GENERATORS:
        for width in (np.float64, np.float32):
            generator, out = np.random.Generator(kind(1)), np.empty(_BUFFER, width)

            def draw(
                number: int, generator: np.random.Generator = generator, out: np.ndarray = out, width: type = width
            ) -> None:
                for _ in range(-(-number // _BUFFER)):
                    generator.random(out=out, dtype=width)

            draw(_BUFFER)
            seconds = min(_timed(lambda draw=draw: draw(draws)) for _ in range(rounds))
            if best is None or seconds < best[0]:
                best = seconds, f"{kind.__name__} {width.__name__}", draw
    if best is None:
        raise ValueError("no generator")
    return best[1], best[2]


def one_arm(people: int) -> Design:
    """The toxin arm of PREEMPT, as large as asked for: baseline and 24 weeks."""
    design = design_named("preempt")
    arm = replace(design.arms[0], n=people)
    return replace(design, arms=(arm,), entry=replace(design.entry, n=people), visits_weeks=(24,))


def day_jobs() -> tuple[str, Callable[[], object], Callable[[], object], int]:
    """Patient-days of one thread, and as many uniform numbers.

    Every simulated day counts on both sides, those of people who were screened and not let in too; days after somebody
    left are not simulated, and do not count.

    Returns:
        The fastest generator's name, our job, NumPy's, and the number of days.
    """
    trials = Trials(one_arm(PEOPLE), population(), seed=1, estimates=True)
    setting = trials.setting(0, 0)
    _values, left, screened = trials.block(setting, 0, PEOPLE)
    weeks = np.where(left[:, 0] < 0, 24, left[:, 0])
    days = 28 * screened + 7 * int(weeks.sum())
    name, draw = fastest_uniform()
    return name, lambda: trials.block(setting, 0, PEOPLE), lambda: draw(days), days


def size_rows() -> list[tuple[str, float, float, float, float | None]]:
    """Cost of simulating one person among a million, ten thousand and a thousand, in rows of the table.

    What each trial costs whatever its size, solving for whom it lets in and the course of the drug, is done before and
    stands in a row of its own: beside a thousand people it is most of the time.
    """

    def set_up(people: int) -> Callable[[], object]:
        trials = Trials(one_arm(people), population(), seed=1, estimates=True)
        setting = trials.setting(0, 0)
        return lambda: trials.arm(setting)

    set_up(BLOCK)()
    times: dict[int, list[float]] = {1_000: [], 10_000: [], 1_000_000: []}
    for _ in range(3):
        for people, found in times.items():
            job, repeats = set_up(people), 1 if people == 1_000_000 else 21
            found.append(statistics.median(_timed(job) for _ in range(repeats)) / people)
    before = statistics.median(_timed(lambda: set_up(1_000)) for _ in range(21))

    def row(first: int, second: int) -> tuple[str, float, float, float, float | None]:
        a, b = times[first], times[second]
        ratio = statistics.median(x / y for x, y in zip(a, b, strict=True))
        name = f"a person among {first:,} / among {second:,}"
        return name, statistics.median(a), statistics.median(b), ratio, SIZE_BOUND

    thousand = 1_000 * statistics.median(times[1_000])
    return [
        row(1_000_000, 10_000),
        row(1_000_000, 1_000),
        ("what a trial costs before its people / 1,000 people", before, thousand, before / thousand, None),
    ]


def memory_row() -> tuple[str, float, float, float, float]:
    """Peak memory in MiB of a process that simulates a million people over that of one that simulates a thousand."""
    found = memory()
    most, least = found[1_000_000], found[1_000]
    return "peak MiB with 1,000,000 people / with 1,000", most, least, most / least, MEMORY_BOUND


def memory() -> dict[int, float]:
    """Peak memory in MiB of a process that simulates so many people."""
    code = "import trials, sys; print(trials.peak(int(sys.argv[1])))"
    return {
        people: float(
            subprocess.run(
                [sys.executable, "-c", code, str(people)], capture_output=True, text=True, check=True,
                cwd=__file__.rpartition("/")[0] or ".",
            ).stdout
        )
        for people in (1_000, 1_000_000)
    }  # fmt: skip


def peak(people: int) -> float:
    """Simulate, and return the peak memory of this process in MiB.

    On Linux from the process's own memory: ``ru_maxrss`` begins with that of the process it was forked from.
    """
    trials = Trials(one_arm(people), population(), seed=1, estimates=True)
    trials.arm(trials.setting(0, 0))
    own = Path("/proc/self/status")
    if own.exists():
        line = next(each for each in own.read_text(encoding="utf-8").splitlines() if each.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def thread_jobs() -> tuple[Callable[[], object], Callable[[], object]]:
    """Virtual trials of PREEMPT on two threads, and on one; the ratio is to be 1 / 1.8 at most."""
    trials = Trials(design_named("preempt"), population(), seed=1)
    return (lambda: list(trials.run(REPLICATES, 2)), lambda: list(trials.run(REPLICATES, 1)))


def _timed(job: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    job()
    return time.perf_counter() - start

"""Virtual trials of a design: patients in blocks, blocks on threads, sums that do not depend on either."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from interictal.errors import DataUnavailable
from interictal.forecast.trials import kernels, kernels_draws, kernels_sums
from interictal.forecast.trials.design import PLACEBO, TOPIRAMATE, Arm, Design, Missing
from interictal.forecast.trials.kernels_numbers import logarithm
from interictal.forecast.trials.population import Population, Values
from interictal.forecast.trials.selection import Selection, selection, weekly

BLOCK = 4096
"""Patients simulated at once; memory stays that of a block for each thread, however many there are."""
RULES = {Missing.OBSERVED: kernels.OBSERVED, Missing.LAST: kernels.LAST, Missing.BASELINE: kernels.BASELINE}
_EXACT = 2.0**20
"""Relief is rounded to parts of this, so that the last bit of a mathematical library decides nothing."""
_LEAST_DAYS = 1e-9
_Job = TypeVar("_Job")
_Result = TypeVar("_Result")
_Block = tuple[NDArray[np.int32], NDArray[np.int32], int]


@dataclass(frozen=True, slots=True)
class ArmRun:
    """What became of one arm in one virtual trial.

    Args:
        sums: whole-number sums of values in 1/1024 (``kernels_sums``), shape (visits, 8, 10).
        stayed: people still in the trial at each visit, shape (visits,).
        no_benefit: people who left by each visit because it did not help, shape (visits,).
        screened: people looked at to fill the arm.
    """

    sums: NDArray[np.int64]
    stayed: NDArray[np.int64]
    no_benefit: NDArray[np.int64]
    screened: int


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything about one arm in one virtual trial but its patients."""

    seed: int
    replicate: int
    arm: int
    n: int
    latent: NDArray[np.float64]
    placebo: NDArray[np.float64]
    drug: NDArray[np.float64]
    visits: NDArray[np.int64]
    rule: int


class Trials:
    """Virtual trials of one design.

    Args:
        design: the trial.
        population: whom it draws from.
        seed: begins all random numbers.
        estimates: all trials at the estimates, as alike as trials can be; else each draws its own parameters.
    """

    def __init__(self, design: Design, population: Population, *, seed: int, estimates: bool = False) -> None:
        self.design, self.population, self.seed, self.estimates = design, population, seed, estimates
        self.selection: Selection = selection(design.entry, population.estimates)
        self.visits = np.array(design.visits_weeks, np.int64)
        self.weeks = -(-design.visits_weeks[-1] // 4) * 4
        self._drug = tuple(self._course(arm) for arm in design.arms)
        self._tables = kernels.tables()

    def values(self, replicate: int) -> Values:
        """The parameters of one virtual trial."""
        return self.population.estimates if self.estimates else self.population.drawn(self.seed, replicate)

    def setting(self, replicate: int, arm: int, values: Values | None = None) -> Setting:
        """One arm of one virtual trial, with other ``values`` where they are given."""
        values = self.values(replicate) if values is None else values
        shape = kernels_draws.placebo_shape(
            self.weeks, values["placebo_weeks"], values["placebo_slow_weeks"], values["placebo_slow_share"]
        )
        one = self.design.arms[arm]
        latent = latent_of(one, self.design, values)
        rule = RULES[self.design.missing]
        return Setting(self.seed, replicate, arm, one.n, latent, shape, self._drug[arm], self.visits, rule)

    def block(self, setting: Setting, first: int, n: int) -> _Block:
        """Simulate some patients of an arm: their values, when and why they left, and how many were screened."""
        values = np.empty((n, 1 + len(setting.visits), kernels.FIELDS), np.int32)
        left = np.empty((n, 2), np.int32)
        screened = kernels.simulate(
            np.uint64(setting.seed), np.uint64(setting.replicate), np.uint64(setting.arm), first, setting.latent,
            self.selection.chances, setting.placebo, setting.drug, setting.visits, setting.rule, *self._tables,
            values, left,
        )  # fmt: skip
        if screened < 0:
            raise DataUnavailable(
                f"{self.design.name}: fewer than one person in {kernels.MOST_SCREENED} meets the entry criterion. "
                "Lower minimum_headache_days or raise baseline_mean."
            )
        return values, left, screened

    def arm(
        self, setting: Setting, keep: Callable[[NDArray[np.int32], NDArray[np.int32]], None] | None = None
    ) -> ArmRun:
        """All patients of an arm, block after block.

        Args:
            setting: the arm.
            keep: called with the values and the leaving of each block, for what sums cannot tell.
        """
        sums = np.zeros((len(setting.visits), kernels.FIELDS, kernels_sums.SUMS), np.int64)
        stayed, no_benefit = np.zeros_like(setting.visits), np.zeros_like(setting.visits)
        screened = 0
        for first in range(0, setting.n, BLOCK):
            values, left, looked_at = self.block(setting, first, min(BLOCK, setting.n - first))
            kernels_sums.add(values, sums)
            kernels_sums.leaving(left, setting.visits, stayed, no_benefit)
            screened += looked_at
            if keep is not None:
                keep(values, left)
        return ArmRun(sums, stayed, no_benefit, screened)

    def run(
        self, replicates: int, threads: int, progress: Callable[[int], None] | None = None
    ) -> Iterator[list[ArmRun]]:
        """Every arm of each virtual trial, in order.

        Args:
            replicates: how many trials.
            threads: threads that share the work; the results do not depend on them.
            progress: called with the number of trials done.
        """

        def one(replicate: int) -> list[ArmRun]:
            values = self.values(replicate)
            return [self.arm(self.setting(replicate, arm, values)) for arm in range(len(self.design.arms))]

        for done, found in enumerate(in_order(one, range(replicates), threads), 1):
            yield found
            if progress is not None:
                progress(done)

    def _course(self, arm: Arm) -> NDArray[np.float64]:
        """The drug's effect in each week, in units of its size."""
        if arm.drug == PLACEBO:
            return np.zeros(self.weeks)
        start = arm.placebo_cycles * arm.interval_weeks
        if arm.drug == TOPIRAMATE:
            rise = self.population.parameters["topiramate_weeks"].value
            return np.clip((np.arange(self.weeks) + 0.5 - start) / rise, 0.0, 1.0)
        from interictal.mechanism import relief

        daily = np.array(relief(arm.sessions, range(7 * self.weeks))) * _EXACT
        weekly_sums: NDArray[np.int64] = np.floor(daily + 0.5).astype(np.int64).reshape(self.weeks, 7).sum(axis=1)
        return weekly_sums / (7 * _EXACT)


def in_order(work: Callable[[_Job], _Result], jobs: Iterable[_Job], threads: int) -> Iterator[_Result]:
    """The results of jobs in the order of the jobs; a few are ahead, so that memory stays bounded."""
    if threads == 1:
        yield from map(work, jobs)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[_Result]] = deque()
        left = iter(jobs)
        waiting.extend(pool.submit(work, job) for job in islice(left, 4 * threads))
        while waiting:
            found = waiting.popleft().result()
            waiting.extend(pool.submit(work, job) for job in islice(left, 1))
            yield found


def latent_of(arm: Arm, design: Design, values: Values) -> NDArray[np.float64]:
    """The parameters of an arm as the simulation takes them.

    Source: nothing says how overuse of acute medication changes the response; none is assumed.
    """
    k = kernels
    latent = np.zeros(k.LATENT)
    latent[k.MU], latent[k.SIGMA_MU] = values["propensity"], values["propensity_sd"]
    latent[k.KAPPA], latent[k.SIGMA_KAPPA] = values["persistence"], values["persistence_sd"]
    latent[k.RHO], latent[k.SIGMA_D] = weekly(values["drift_half_life_days"]), values["drift_sd"]
    latent[k.PLACEBO], latent[k.SIGMA_PLACEBO] = values["placebo"] + values["trial"], values["placebo_sd"]
    spread, without = values["toxin_spread"], values["toxin_without_response"]
    size = values["topiramate"] if arm.drug == TOPIRAMATE else values["toxin"]
    latent[k.SIGN] = 0.0 if arm.drug == PLACEBO else -1.0 if size < 0 else 1.0
    # The mean over all people is the size: those with a response have more, and a log-normal mean is above its median.
    latent[k.LOG_TAU] = logarithm(max(abs(size), 1e-9) / (1 - without)) - 0.5 * spread * spread
    latent[k.SIGMA_LOG_TAU], latent[k.WITHOUT_RESPONSE] = spread, without
    latent[k.CUT_MODERATE], latent[k.CUT_SEVERE] = values["moderate_cut"], values["severe_cut"]
    latent[k.SIGMA_SEVERITY], latent[k.SEVERITY_FOLLOWS] = values["severity_sd"], values["severity_follows"]
    entry = design.entry
    latent[k.MIGRAINE_SHARE], latent[k.OVERUSE] = values["migraine_share"], entry.medication_overuse_share
    if entry.baseline_migraine_days is not None:
        latent[k.MIGRAINE_SHARE] = entry.baseline_migraine_days / max(entry.baseline_mean, _LEAST_DAYS)
    levels = (values["medication_overuse"], values["medication_no_overuse"])
    if entry.baseline_acute_medication_days is not None:
        share = entry.baseline_acute_medication_days / max(entry.baseline_mean, _LEAST_DAYS)
        levels = kernels_draws.shifted(*levels, entry.medication_overuse_share, values["medication_sd"], share)
    latent[k.MEDICATION_OVERUSE], latent[k.MEDICATION_NO_OVERUSE] = levels
    latent[k.SIGMA_MEDICATION] = values["medication_sd"]
    latent[k.MISSING_LOG_ODDS], latent[k.SIGMA_MISSING] = values["missing"], values["missing_sd"]
    latent[k.MISSING_STAYS] = values["missing_stays"]
    latent[k.LEAVES_OTHER] = values["topiramate_leaving" if arm.drug == TOPIRAMATE else "leaving"]
    latent[k.LEAVES_NO_BENEFIT] = values["leaving_no_benefit"]
    latent[k.FEWEST_HOURS], latent[k.MILD_SPAN] = values["fewest_hours"], values["mild_hours"]
    return latent

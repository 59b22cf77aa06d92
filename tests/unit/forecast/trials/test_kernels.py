"""Virtual patients: the same to the bit everywhere, and like those of a slow simulation of the same model."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit

from interictal.forecast.trials import kernels as k
from interictal.forecast.trials import kernels_sums

GOLDEN = "518e63bf40f9d4bc3506dffd123113b9b4c457129bb315c24ca1598cdd66cabc"
"""Of the values below, computed on x86-64; another processor must give the same."""
VISITS = (1, 4, 8, 12, 24)


def latent() -> NDArray[np.float64]:
    """People whose every part varies."""
    found = np.zeros(k.LATENT)
    for at, value in {
        k.MU: 0.9, k.SIGMA_MU: 1.1, k.KAPPA: 0.7, k.SIGMA_KAPPA: 0.4, k.RHO: 0.84, k.SIGMA_D: 0.9, k.PLACEBO: 1.0,
        k.SIGMA_PLACEBO: 0.5, k.LOG_TAU: -0.9, k.SIGMA_LOG_TAU: 0.5, k.WITHOUT_RESPONSE: 0.25, k.CUT_MODERATE: 2.6,
        k.CUT_SEVERE: -0.7, k.SIGMA_SEVERITY: 1.0, k.SEVERITY_FOLLOWS: 0.7, k.MIGRAINE_SHARE: 0.95, k.OVERUSE: 0.6,
        k.MEDICATION_OVERUSE: 1.1, k.MEDICATION_NO_OVERUSE: -0.6, k.SIGMA_MEDICATION: 0.5, k.MISSING_LOG_ODDS: -4.0,
        k.SIGMA_MISSING: 1.0, k.MISSING_STAYS: 0.6, k.LEAVES_OTHER: 0.02, k.LEAVES_NO_BENEFIT: 0.015, k.SIGN: 1.0,
        k.FEWEST_HOURS: 5, k.MILD_SPAN: 12,
    }.items():  # fmt: skip
        found[at] = value
    return found


def simulated(
    people: int, *, first: int = 0, rule: int = k.OBSERVED, who: NDArray[np.float64] | None = None, seed: int = 7,
    let_in: NDArray[np.float64] | None = None, visits: tuple[int, ...] = VISITS,
) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:  # fmt: skip
    """Values, leaving and people screened."""
    values = np.empty((people, 1 + len(visits), k.FIELDS), np.int32)
    left = np.empty((people, 2), np.int32)
    weeks = -(-max(visits) // 4) * 4
    chances = np.where(np.arange(29) >= 15, 1.0, 0.0) if let_in is None else let_in
    shape = np.minimum(1.0, np.arange(weeks) / 6)
    screened = k.simulate(
        np.uint64(seed), np.uint64(3), np.uint64(1), first, latent() if who is None else who, chances, shape, shape,
        np.array(visits, np.int64), rule, *k.tables(), values, left,
    )  # fmt: skip
    return values, left, screened


def test_the_same_numbers_on_every_machine() -> None:
    """A digest of values that was computed once; nothing in it depends on a mathematical library."""
    values, left, screened = simulated(500)
    digest = hashlib.sha256(values.astype("<i4").tobytes() + left.astype("<i4").tobytes())
    digest.update(str(screened).encode())
    assert digest.hexdigest() == GOLDEN


def test_portions_change_nothing() -> None:
    """Patients 0 to 99 in one go, and in three."""
    whole, left, screened = simulated(100)
    parts = [simulated(n, first=first) for first, n in ((0, 33), (33, 40), (73, 27))]
    np.testing.assert_array_equal(np.concatenate([part[0] for part in parts]), whole)
    np.testing.assert_array_equal(np.concatenate([part[1] for part in parts]), left)
    assert sum(part[2] for part in parts) == screened


def test_like_a_slow_simulation_of_the_same_model() -> None:
    """Means and spreads of every count, at baseline and later, against days drawn one by one with NumPy."""
    people = 30_000
    values, left, _screened = simulated(people)
    ours = np.where(values < 0, np.nan, values / k.UNIT)
    slow, gone = _slow(people)
    for at in (0, 2, 3, 5):
        for field in range(k.FIELDS):
            a, b = ours[:, at, field], slow[:, at, field]
            error = np.hypot(np.nanstd(a), np.nanstd(b)) / np.sqrt(people)
            assert np.nanmean(a) == pytest.approx(np.nanmean(b), abs=4.5 * error), (at, field)
            assert np.nanstd(a) == pytest.approx(np.nanstd(b), rel=0.025), (at, field)
            assert np.isnan(a).mean() == pytest.approx(np.isnan(b).mean(), abs=0.012), (at, field)
    change_a, change_b = ours[:, 5, 0] - ours[:, 0, 0], slow[:, 5, 0] - slow[:, 0, 0]
    assert np.nanmean(change_a) == pytest.approx(np.nanmean(change_b), abs=0.2)
    for why in (k.NO_BENEFIT, k.OTHER):
        assert (left[:, 1] == why).mean() == pytest.approx((gone == why).mean(), abs=0.008)


def _slow(people: int) -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    """Counts of the same people by arrays over patients, day after day; people not let in are replaced."""
    rng, who = np.random.default_rng(11), latent()
    values = np.full((people, 1 + len(VISITS), k.FIELDS), np.nan)
    gone = np.zeros(people, int)
    waiting = np.arange(people)
    while len(waiting):
        n = len(waiting)
        z = rng.normal(size=(8, n))
        mu = who[k.MU] + who[k.SIGMA_MU] * z[0]
        kappa = who[k.KAPPA] + who[k.SIGMA_KAPPA] * z[1]
        severity, drift = who[k.SIGMA_SEVERITY] * z[2], who[k.SIGMA_D] * z[3]
        overuse = rng.random(n) < who[k.OVERUSE]
        level = np.where(overuse, who[k.MEDICATION_OVERUSE], who[k.MEDICATION_NO_OVERUSE])
        takes = expit(level + who[k.SIGMA_MEDICATION] * z[4])
        rarely = expit(who[k.MISSING_LOG_ODDS] + who[k.SIGMA_MISSING] * z[5])
        response = who[k.PLACEBO] + who[k.SIGMA_PLACEBO] * z[6]
        tau = np.where(rng.random(n) < who[k.WITHOUT_RESPONSE], 0, np.exp(who[k.LOG_TAU] + who[k.SIGMA_LOG_TAU] * z[7]))
        free, again = expit(mu + drift - kappa / 2), expit(mu + drift + kappa / 2)
        yesterday = rng.random(n) < free / (1 - again + free)
        missed, weeks = np.zeros(n, bool), []
        found, why = np.full((n, 1 + len(VISITS), k.FIELDS), np.nan), np.zeros(n, int)
        for week in range(-4, max(VISITS)):
            shape = min(1.0, week / 6) if week >= 0 else 0.0
            fall = (response + tau) * shape
            shifted = severity + who[k.SEVERITY_FOLLOWS] * (drift - fall)
            total = np.zeros((7, n))
            for _ in range(7):
                chance = expit(mu + drift - fall + kappa * (yesterday - 0.5))
                headache = rng.random(n) < chance
                missed = rng.random(n) < np.where(missed, who[k.MISSING_STAYS], rarely)
                u = rng.random(n)
                mild, severe = u < expit(-who[k.CUT_MODERATE] - shifted), u >= expit(-who[k.CUT_SEVERE] - shifted)
                hours = np.floor(rng.random(n) * np.where(mild, 12, 20)) + 5
                seen = ~missed & (why == 0)
                day = seen & headache
                total += np.array([
                    seen, day, day & (rng.random(n) < who[k.MIGRAINE_SHARE]), day & ~mild, day & severe,
                    day & (rng.random(n) < takes), day * hours,
                ])  # fmt: skip
                yesterday = headache
            weeks.append(total)
            drift = who[k.RHO] * drift + np.sqrt(1 - who[k.RHO] ** 2) * who[k.SIGMA_D] * rng.normal(size=n)
            end = week + 1
            at = 0 if end == 0 else 1 + VISITS.index(end) if end in VISITS else None
            four = np.sum(weeks[-4:], axis=0)
            with np.errstate(invalid="ignore", divide="ignore"):
                month = np.where(four[0] >= 20, four[1:] * 28 / four[0], np.nan)
                last = np.where(total[0] >= 5, total[1:3] * 7 / total[0], np.nan)
            if at is not None:
                found[:, at, 6:] = last.T
                if end == 0 or end >= 4:
                    found[:, at, :6] = month.T
            if end > 0 and end % 4 == 0:
                u = rng.random(n)
                worse = (end > 4) & ~np.isnan(month[0]) & (month[0] > 0.7 * found[:, 0, 0])
                stop = np.where(worse, who[k.LEAVES_NO_BENEFIT], 0)
                now = np.where(u < stop, k.NO_BENEFIT, np.where(u < stop + who[k.LEAVES_OTHER], k.OTHER, 0))
                why = np.where(why == 0, now, why)
        good = (np.round(found[:, 0, 0]) >= 15) & ~np.isnan(found[:, 0, 6])
        values[waiting[good]], gone[waiting[good]] = found[good], why[good]
        waiting = waiting[~good]
    return values, gone


def test_missing_values_are_carried_forward_as_asked() -> None:
    """What is known is the same under each rule; what is not becomes the last value, or that of the baseline."""
    observed, last, baseline = (simulated(3000, rule=rule)[0] for rule in (k.OBSERVED, k.LAST, k.BASELINE))
    unknown = observed < 0
    np.testing.assert_array_equal(last[~unknown], observed[~unknown])
    np.testing.assert_array_equal(baseline[~unknown], observed[~unknown])
    for visit in (2, 3, 4, 5):
        gone = unknown[:, visit, 0]
        assert gone.any()
        np.testing.assert_array_equal(baseline[gone, visit, 0], baseline[gone, 0, 0])
        assert (last[gone, visit, 0] >= 0).all()
    never = unknown[:, 2:, 0].all(axis=1) & (simulated(3000)[1][:, 0] == 4)
    np.testing.assert_array_equal(last[never, 5, 0], last[never, 2, 0])
    assert (observed[:, 1, 0] == k.UNKNOWN).all()  # a count of 28 days at week 1 would reach into the baseline
    assert (observed[:, 1, 6] >= 0).any()


def test_only_those_who_are_let_in() -> None:
    """By their count: nobody below the limit; only those with headache on each day; nobody at all."""
    values, _left, screened = simulated(400)
    assert values[:, 0, 0].min() >= 14.5 * k.UNIT
    assert screened > 400
    every_day = np.zeros(29)
    every_day[28] = 1.0
    assert (simulated(50, let_in=every_day)[0][:, 0, 0] >= 27.5 * k.UNIT).all()
    assert simulated(1, let_in=np.zeros(29))[2] == -1


def test_sums_are_those_of_the_values() -> None:
    """Whole numbers, equal to sums of the values themselves; leaving is counted by visit and reason."""
    values, left, _screened = simulated(2000)
    sums = np.zeros((len(VISITS), k.FIELDS, kernels_sums.SUMS), np.int64)
    kernels_sums.add(values, sums)
    for visit in range(len(VISITS)):
        for field in range(k.FIELDS):
            x, y = values[:, 0, field].astype(np.int64), values[:, 1 + visit, field].astype(np.int64)
            known = (x >= 0) & (y >= 0)
            x, y = x[known], y[known]
            fell = [int(((100 - by) * x >= 100 * y)[x > 0].sum()) for by in (30, 50, 75)]
            expected = [2000, len(x), x.sum(), y.sum(), x @ x, x @ y, y @ y, *fell]
            assert sums[visit, field].tolist() == expected
    stayed, no_benefit = np.zeros(len(VISITS), np.int64), np.zeros(len(VISITS), np.int64)
    kernels_sums.leaving(left, np.array(VISITS), stayed, no_benefit)
    for at, week in enumerate(VISITS):
        gone = (left[:, 0] >= 0) & (left[:, 0] < week)
        assert stayed[at] == 2000 - gone.sum()
        assert no_benefit[at] == (gone & (left[:, 1] == k.NO_BENEFIT)).sum()

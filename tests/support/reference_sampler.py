"""The posterior of one patient by NUTS: the model as it is written, without grid, chain or exact sums.

Level, persistence, response and the whole path of the drift are sampled in standard normal units; a share of patients
without response is summed out; so is yesterday, where a day was not recorded. Needs NumPyro, which the package does
not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

from interictal.forecast.patient.filtering import BLOCK_DAYS, Treatment
from interictal.forecast.patient.parameters import Daily, Response
from interictal.forecast.patient.records import FREE, HEADACHE
from support.simulated_patients import Floats, toxin_scale

numpyro.set_platform("cpu")
numpyro.enable_x64()


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of the posterior, chains x draws, of one patient.

    Args:
        level, persistence, placebo: of the patient.
        toxin: of a patient with response.
        without_response: probability of being one without, given the other draws.
        drift: on the last day of the history.
        headache: probability of headache on that day; 0 or 1 where it was recorded, with response and without.
        divergences: draws whose trajectory went astray.
    """

    level: Floats
    persistence: Floats
    placebo: Floats
    toxin: Floats
    without_response: Floats
    drift: Floats
    headache: tuple[Floats, Floats]
    divergences: int


def course(treatment: Treatment | None, length: int) -> tuple[Floats, Floats]:
    """Share of the placebo response, and relief, on each of ``length`` days."""
    if treatment is None:
        return np.zeros(length), np.zeros(length)
    blocks = np.minimum(np.arange(length) // BLOCK_DAYS, len(treatment.relief) - 1)
    return np.array(treatment.placebo)[blocks], np.array(treatment.relief)[blocks]


def _memory(length: int, daily: Daily) -> Floats:
    # Drift from the day before the first to the last, of independent standard normals.
    kept = 0.5 ** (1 / daily.drift_half_life_days)
    back = np.arange(length + 1)[:, None] - np.arange(length + 1)[None, :]
    memory = np.where(back >= 0, kept ** np.maximum(back, 0.0), 0.0) * sqrt(1 - kept * kept)
    memory[:, 0] = kept ** np.arange(length + 1)
    return memory * daily.drift_sd


def _lived(odds: Any, persistence: Any, first: Any, seen: Any) -> tuple[Any, Any]:
    # Log-probability of the days and probability of headache on the last one. odds: of each day, without yesterday;
    # first: probability of headache on the day before; seen: days x 2, 1 where a day without headache, and one with
    # it, agrees with the record.

    def step(share: Any, day: Any) -> tuple[Any, Any]:
        eta, agrees = day
        headache = (1 - share) * jax.nn.sigmoid(eta - persistence / 2) + share * jax.nn.sigmoid(eta + persistence / 2)
        without, with_it = (1 - headache) * agrees[0], headache * agrees[1]
        return with_it / (without + with_it), jnp.log(without + with_it)

    share, each = jax.lax.scan(step, first, (odds, seen))
    return each.sum(), share


def model(seen: Any, placebo: Any, relief: Any, memory: Any, daily: Daily, response: Response | None) -> None:
    """The patient model."""
    level = daily.propensity + daily.propensity_sd * numpyro.sample("level", dist.Normal(0, 1))
    persistence = daily.persistence + daily.persistence_sd * numpyro.sample("persistence", dist.Normal(0, 1))
    drift = memory @ numpyro.sample("steps", dist.Normal(jnp.zeros(memory.shape[1]), 1))

    def days(toxin: Any, response_to_placebo: Any) -> tuple[Any, Any]:
        base = level - placebo * response_to_placebo - relief * toxin
        before = base[0] + drift[0]
        after_free = jax.nn.sigmoid(before - persistence / 2)
        share = after_free / (1 - jax.nn.sigmoid(before + persistence / 2) + after_free)
        return _lived(base + drift[1:], persistence, share, seen)

    numpyro.deterministic("drift", drift[-1])
    if response is None:
        found, headache = days(0.0, 0.0)
        numpyro.deterministic("headache", headache)
        numpyro.factor("days", found)
        return
    to_placebo = response.placebo + response.placebo_sd * numpyro.sample("placebo", dist.Normal(0, 1))
    middle, spread = toxin_scale(response)
    toxin = jnp.exp(middle + spread * numpyro.sample("toxin", dist.Normal(0, 1)))
    with_it, headache = days(toxin, to_placebo)
    without, headache_without = days(0.0, to_placebo)
    responding = with_it + jnp.log1p(-response.toxin_without_response)
    not_responding = without + jnp.log(response.toxin_without_response)
    total = jnp.logaddexp(responding, not_responding)
    numpyro.deterministic("without", jnp.exp(not_responding - total))
    numpyro.deterministic("headache", headache)
    numpyro.deterministic("headache without", headache_without)
    numpyro.factor("days", total)


def sampler(
    length: int,
    daily: Daily,
    response: Response | None = None,
    *,
    chains: int = 4,
    warmup: int = 300,
    draws: int = 500,
) -> Callable[[Sequence[int], Treatment | None, int], Draws]:
    """A function that samples the posterior of diaries of ``length`` days; compiled as a whole at its first use."""
    memory = _memory(length, daily)

    @jax.jit
    def run(key: Any, *data: Any) -> tuple[Any, Any]:
        mcmc = MCMC(
            NUTS(lambda *given: model(*given, daily, response)),
            num_warmup=warmup,
            num_samples=draws,
            num_chains=chains,
            chain_method="vectorized",
            progress_bar=False,
        )
        mcmc.run(key, *data, extra_fields=("diverging",))
        return mcmc.get_samples(group_by_chain=True), mcmc.get_extra_fields(group_by_chain=True)["diverging"]

    def sample(days: Sequence[int], treatment: Treatment | None, seed: int) -> Draws:
        record = np.array(days)
        seen = np.stack([record != HEADACHE, record != FREE], axis=1).astype(float)
        drawn, astray = run(jax.random.PRNGKey(seed), seen, *course(treatment, length), memory)
        got = {name: np.asarray(each) for name, each in drawn.items()}
        placebo = toxin = without = np.zeros_like(got["level"])
        if response is not None:
            placebo = response.placebo + response.placebo_sd * got["placebo"]
            middle, spread = toxin_scale(response)
            toxin = np.exp(middle + spread * got["toxin"])
            without = got["without"]
        return Draws(
            daily.propensity + daily.propensity_sd * got["level"],
            daily.persistence + daily.persistence_sd * got["persistence"],
            placebo,
            toxin,
            without,
            got["drift"],
            (got["headache"], got.get("headache without", got["headache"])),
            int(np.asarray(astray).sum()),
        )

    return sample


def ahead(
    draws: Draws, horizon: int, length: int, daily: Daily, treatment: Treatment | None, rng: np.random.Generator
) -> Floats:
    """Probabilities of 0 to ``horizon`` headache days after the history, for each draw: chains x draws x counts.

    The coming drift is drawn once for each draw, and the days are summed out.
    """
    placebo, relief = (each[length:] for each in course(treatment, length + horizon))
    kept = 0.5 ** (1 / daily.drift_half_life_days)
    fresh = daily.drift_sd * sqrt(1 - kept * kept) * rng.standard_normal((horizon, *draws.level.shape))
    found = np.zeros((*draws.level.shape, horizon + 1))
    for toxin, share, headache in (
        (draws.toxin, 1 - draws.without_response, draws.headache[0]),
        (np.zeros_like(draws.toxin), draws.without_response, draws.headache[1]),
    ):
        joint = np.zeros((horizon + 1, 2, *draws.level.shape))
        joint[0] = 1 - headache, headache
        drift = draws.drift
        for day in range(horizon):
            drift = kept * drift + fresh[day]
            odds = draws.level + drift - placebo[day] * draws.placebo - relief[day] * toxin
            after_free, after_headache = (1 / (1 + np.exp(-(odds + side * draws.persistence / 2))) for side in (-1, 1))
            with_it = joint[:, 0] * after_free + joint[:, 1] * after_headache
            without = joint.sum(axis=1) - with_it
            joint = np.stack((without, np.concatenate((np.zeros_like(with_it[:1]), with_it[:-1]))), axis=1)
        found += share[..., None] * np.moveaxis(joint.sum(axis=1), 0, -1)
    return found

"""Where studies disagree: within one design (a set of treatments compared in one study), and between designs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from interictal.errors import DataUnavailable
from interictal.evidence.network.analysis import Network
from interictal.evidence.network.fit import Fit, inverse_of
from interictal.evidence.network.graph import parts
from interictal.evidence.network.rows import Rows
from interictal.evidence.synthesis.distributions import FloatArray, chi2_p


@dataclass(frozen=True, slots=True)
class Squares:
    """Weighted squares with the chi-squared test that they are chance; p is None without degrees of freedom."""

    q: float
    df: int
    p: float | None


@dataclass(frozen=True, slots=True)
class Design:
    """One set of treatments compared in one study or more.

    Args:
        treatments: of the design.
        studies: by name.
        within: how its studies differ from each other.
        between: its part in the Q between designs; the parts add up to it.
        without: the Q between designs when this design may have effects of its own; None where that changes nothing
            because it stands alone in what it links, and where what is left hangs together by next to nothing.
    """

    treatments: tuple[str, ...]
    studies: tuple[str, ...]
    within: Squares
    between: float
    without: Squares | None


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """The Q of a network taken apart, with common effects.

    Args:
        within: between studies of one design; heterogeneity.
        between: between designs; inconsistency. With ``within`` it adds up to the Q of the network.
        designs: in the order in which they first stand in the table.
        tau2_within: variance between studies when every design may have effects of its own, by moments; None where no
            design has two studies.
        between_random: the Q between designs with that variance, the test of the whole design-by-treatment model;
            None where ``tau2_within`` is.
    """

    within: Squares
    between: Squares
    designs: tuple[Design, ...]
    tau2_within: float | None
    between_random: Squares | None


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A design as regression of its own.

    Args:
        members: positions of its treatments.
        studies: positions of its studies.
        laplacian: on all treatments, shape (treatments, treatments).
        level: of its treatments, 0 for one of them, shape (treatments,).
        q, df: squares of its studies about its own effects, and their degrees of freedom.
        free: by how much the squares grow with each unit of variance between studies.
    """

    members: tuple[int, ...]
    studies: tuple[int, ...]
    laplacian: FloatArray
    level: FloatArray
    q: float
    df: int
    free: float

    def off(self, level: FloatArray) -> float:
        """The squares of its own effects about those of a network."""
        gap = self.level - level
        return float(gap @ self.laplacian @ gap)


def inconsistency(result: Network) -> Inconsistency:
    """Take the Q of a network apart by designs.

    Args:
        result: of ``network``.

    Source: ``krahn-2013`` for the parts of Q and the designs detached one by one; ``jackson-2014-network``
        for the design-by-treatment model.
    """
    studies, rows = result.studies, result.rows
    groups: dict[tuple[int, ...], list[int]] = {}
    for study, members in enumerate(studies.designs):
        groups.setdefault(members, []).append(study)
    rest = rows.not_adding_up(result.k)
    found = [
        _part(rows, result.common.fit.weight, result.common.fit.observed, members, group, float(rest[group].sum()))
        for members, group in groups.items()
    ]
    between_df = sum(len(each.members) - 1 for each in found) - result.n + 1
    within_df = sum(each.df for each in found)
    within = _test(sum(each.q for each in found), within_df)
    gaps = [each.off(result.common.fit.level) for each in found]
    tau2, random = None, None
    if within_df:
        tau2 = max(0.0, (within.q - within_df) / sum(each.free for each in found))
        random = _test(_between(result, groups, tau2), between_df)
    return Inconsistency(
        within=within,
        between=_test(sum(gaps), between_df),
        designs=tuple(
            Design(
                treatments=tuple(studies.treatments[at] for at in each.members),
                studies=tuple(studies.names[at] for at in each.studies),
                within=_test(each.q, each.df),
                between=gap,
                without=_without(result.common.fit, found, each, between_df),
            )
            for each, gap in zip(found, gaps, strict=True)
        ),
        tau2_within=tau2,
        between_random=random,
    )


def _test(q: float, df: int) -> Squares:
    return Squares(q, df, float(chi2_p(q, df)) if df else None)


def _part(
    rows: Rows, weight: FloatArray, observed: FloatArray, members: tuple[int, ...], group: list[int], rest: float
) -> _Part:
    here = np.isin(rows.study, group)
    design, weight, observed = rows.design[here], weight[here], observed[here]
    weighted = design.T * weight
    laplacian = weighted @ design
    others = np.setdiff1d(np.arange(len(laplacian)), members[1:])
    inverse = inverse_of(laplacian, others)
    level = inverse @ (weighted @ observed)
    leverage = weight * ((design @ inverse) * design).sum(axis=1)
    df = (len(group) - 1) * (len(members) - 1)
    # One study fits itself: what is left is rounding.
    q = float(weight @ (observed - design @ level) ** 2) if df else 0.0
    return _Part(members, tuple(group), laplacian, level, q + rest, df, float(weight @ (1 - leverage)) if df else 0.0)


def _between(result: Network, groups: dict[tuple[int, ...], list[int]], tau2: float) -> float:
    """The Q between designs at one variance between studies."""
    rows = result.rows
    weight, observed = 1 / (rows.variance + tau2), rows.observed(tau2)
    found = [_part(rows, weight, observed, members, group, 0.0) for members, group in groups.items()]
    level = _level(found)
    return sum(each.off(level) for each in found)


def _level(found: list[_Part], groups: list[list[int]] | None = None) -> FloatArray:
    """The levels of the treatments by the effects of some designs; ``groups`` are the parts of their network."""
    total = np.sum([each.laplacian for each in found], axis=0)
    current = np.sum([each.laplacian @ each.level for each in found], axis=0)
    heaviness = total.diagonal()
    ground = None if groups is None else np.array([max(group, key=lambda at: heaviness[at]) for group in groups])
    return np.asarray(inverse_of(total, ground) @ current)


def _without(common: Fit, found: list[_Part], one: _Part, between_df: int) -> Squares | None:
    """The Q between all designs but one, which fits itself."""
    others = [each for each in found if each is not one]
    if not others:
        return None
    pairs = [pair for each in others for pair in pairwise(each.members)]
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    groups = parts(len(common.level), first, second)
    df = sum(len(each.members) - 1 for each in others) - len(common.level) + len(groups)
    if df == between_df:
        return None
    try:
        level = _level(others, groups)
    except DataUnavailable:
        return None
    return _test(sum(each.off(level) for each in others), df)

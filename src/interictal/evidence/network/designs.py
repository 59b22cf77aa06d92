"""Where studies disagree: within one design (a set of treatments compared in one study), and between designs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interictal.evidence.network.analysis import Network
from interictal.evidence.network.fit import Fit, fit
from interictal.evidence.synthesis.distributions import FloatArray, chi2_p

_ALONE = 1e-8
"""The share of other evidence up to which a design stands alone: what rounding leaves of none."""


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
        without: the Q between designs when this design may have effects of its own; None where that changes nothing,
            because it alone, or but for next to nothing, links what it links.
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
    """A design as a regression of its own, its other treatments against its first.

    Args:
        members: positions of its treatments.
        studies: positions of its studies.
        precision: inverse covariance of its effects, shape (treatments - 1, treatments - 1).
        effect: shape (treatments - 1,).
        q, df: squares of its studies about its own effects, and their degrees of freedom.
        free: by how much the squares grow with each unit of variance between studies.
    """

    members: tuple[int, ...]
    studies: tuple[int, ...]
    precision: FloatArray
    effect: FloatArray
    q: float
    df: int
    free: float

    def off(self, at: Fit) -> FloatArray:
        """Its own effects less those of a network."""
        level = at.level[list(self.members)]
        return np.asarray(self.effect - (level[1:] - level[0]))

    def squares(self, at: Fit) -> float:
        """The weighted squares of ``off``."""
        gap = self.off(at)
        return float(gap @ self.precision @ gap)


def inconsistency(result: Network) -> Inconsistency:
    """Take the Q of a network apart by designs.

    Args:
        result: of ``network``.

    Source: ``krahn-2013`` for the parts of Q and the designs detached one by one; ``jackson-2014-network``
        for the design-by-treatment model.
    """
    studies, common = result.studies, result.common.fit
    found = _parts(result, common, result.rows.not_adding_up(result.k))
    between_df = sum(len(each.members) - 1 for each in found) - result.n + 1
    within_df = sum(each.df for each in found)
    within = _test(sum(each.q for each in found), within_df)
    # Without degrees of freedom the network is what its designs say: what is left is rounding.
    gaps = [each.squares(common) if between_df else 0.0 for each in found]
    between = sum(gaps)
    tau2, random = None, None
    if within_df:
        tau2 = max(0.0, (within.q - within_df) / sum(each.free for each in found))
        at = fit(result.rows, tau2)
        parts = _parts(result, at, np.zeros(result.k)) if between_df else []
        random = _test(float(sum(each.squares(at) for each in parts)), between_df)
    return Inconsistency(
        within=within,
        between=_test(between, between_df),
        designs=tuple(
            Design(
                treatments=tuple(studies.treatments[at] for at in each.members),
                studies=tuple(studies.names[at] for at in each.studies),
                within=_test(each.q, each.df),
                between=gap,
                without=_without(common, each, between, between_df),
            )
            for each, gap in zip(found, gaps, strict=True)
        ),
        tau2_within=tau2,
        between_random=random,
    )


def _test(q: float, df: int) -> Squares:
    return Squares(q, df, float(chi2_p(q, df)) if df else None)


def _parts(result: Network, at: Fit, rest: FloatArray) -> list[_Part]:
    """The designs at the weights of a regression; ``rest`` is what each study adds to its Q besides."""
    rows = result.rows
    studies: dict[tuple[int, ...], list[int]] = {}
    for study, members in enumerate(result.studies.designs):
        studies.setdefault(members, []).append(study)
    of_study: dict[int, list[int]] = {}
    for row, study in enumerate(rows.study.tolist()):
        of_study.setdefault(study, []).append(row)
    found = []
    for members, group in studies.items():
        here = [row for study in group for row in of_study[study]]
        design = rows.design[np.ix_(here, members[1:])]
        weight, observed = at.weight[here], at.observed[here]
        weighted = design.T * weight
        precision = weighted @ design
        covariance = np.linalg.inv(precision)
        effect = covariance @ (weighted @ observed)
        df = (len(group) - 1) * (len(members) - 1)
        # One study fits itself: what is left is rounding.
        q = float(weight @ (observed - design @ effect) ** 2) if df else 0.0
        leverage = weight * ((design @ covariance) * design).sum(axis=1)
        free = float(weight @ (1 - leverage)) if df else 0.0
        found.append(_Part(members, tuple(group), precision, effect, q + float(rest[group].sum()), df, free))
    return found


def _without(common: Fit, one: _Part, between: float, between_df: int) -> Squares | None:
    """The Q between designs when one of them fits itself, by what its residuals take away.

    Residuals of a design vary by its own covariance less that of the network's effects. In directions in which the
    two are equal, the network knows its effects from this design alone.
    """
    first, others = one.members[0], list(one.members[1:])
    inverse = common.inverse
    covariance = (
        inverse[np.ix_(others, others)]
        - inverse[others, first][:, None]
        - inverse[first, others][None, :]
        + inverse[first, first]
    )
    root = np.linalg.cholesky(one.precision).T
    share, direction = np.linalg.eigh(np.eye(len(others)) - root @ covariance @ root.T)
    known = share > _ALONE
    if not known.any():
        return None
    along = direction[:, known].T @ root @ one.off(common)
    df = between_df - int(known.sum())
    return _test(max(0.0, between - float(along**2 @ (1 / share[known]))) if df else 0.0, df)

"""Direct against indirect evidence for every comparison."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interictal.evidence.network.analysis import Network
from interictal.evidence.network.graph import graph_of
from interictal.evidence.synthesis.distributions import normal_p, normal_quantile, tail_of

ONLY_DIRECT = 5e-4
"""How near 1 the share of direct evidence is where no indirect estimate is given: it would have next to no weight."""


APPROXIMATE = (
    "Direct against indirect evidence: a study of three arms or more counts on both sides, so that the tests of "
    "comparisons in it are approximate."
)
"""What has to be known of ``splits`` where there is such a study."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect, first treatment minus second (ratios as logarithms), its standard error and interval."""

    estimate: float
    se: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Direct minus indirect estimate, its standard error, and the test that there is none."""

    estimate: float
    se: float
    z: float
    p: float


@dataclass(frozen=True, slots=True)
class Split:
    """The evidence for one comparison.

    Args:
        treat1, treat2: in the order of the network.
        k, studies: that compared the two directly.
        direct: from these studies; None without any.
        indirect: from all the rest; None where there is next to none.
        network: both together.
        proportion: the share of direct evidence in the network estimate, 0 to 1.
        difference: None without both kinds of evidence.
    """

    treat1: str
    treat2: str
    k: int
    studies: tuple[str, ...]
    direct: Estimate | None
    indirect: Estimate | None
    network: Estimate
    proportion: float
    difference: Difference | None


def splits(result: Network, *, model: str = "random") -> tuple[Split, ...]:
    """Direct and indirect evidence for every pair of treatments, by back-calculation (SIDE).

    The indirect estimate is what, averaged with the direct one in their proportion, gives the network estimate. In
    the random-effects model the direct estimates have the variance between studies of the network.

    Args:
        result: of ``network``.
        model: "common" or "random".

    Returns:
        One for each pair, in ascending order.

    Raises:
        InvalidInput: no such model.

    Unknown: with trials of several arms the result is not that of splitting the node in the regression, only near it:
        ``APPROXIMATE``.

    Source: ``konig-2013`` for the proportion, the variance of the network estimate over that of the direct one;
        ``dias-2010`` for the back-calculation and the test.
    """
    found, studies = result.model(model), result.studies
    n, tau2, reach = result.n, found.fit.tau2, normal_quantile(tail_of(result.level))
    weight = 1 / (studies.variance + tau2)
    code = studies.first * n + studies.second
    total = np.bincount(code, weight, minlength=n * n)
    summed = np.bincount(code, weight * studies.effect, minlength=n * n)
    edges = {(edge.treat1, edge.treat2): edge.studies for edge in graph_of(studies).edges}

    def estimate(value: float, se: float) -> Estimate:
        return Estimate(value, se, value - reach * se, value + reach * se)

    made = []
    for one, other in zip(*np.triu_indices(n, 1), strict=True):
        pair = (result.treatments[one], result.treatments[other])
        of_network = estimate(float(found.estimate[one, other]), float(found.se[one, other]))
        direct, indirect, difference, proportion = None, None, None, 0.0
        if pair in edges:
            sum_w = float(total[one * n + other])
            direct = estimate(float(summed[one * n + other]) / sum_w, sum_w**-0.5)
            proportion = min(1.0, of_network.se**2 * sum_w)
        if proportion < 1 - ONLY_DIRECT:
            rest = 1 - proportion
            held = proportion * direct.estimate if direct else 0.0
            indirect = estimate((of_network.estimate - held) / rest, of_network.se / rest**0.5)
        if direct and indirect:
            gap = direct.estimate - indirect.estimate
            se = float(np.hypot(direct.se, indirect.se))
            difference = Difference(gap, se, gap / se, float(normal_p(gap / se)))
        studied = edges.get(pair, ())
        made.append(Split(*pair, len(studied), studied, direct, indirect, of_network, proportion, difference))
    return tuple(made)

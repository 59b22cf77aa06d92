"""What each direct comparison contributes to each estimate of a network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interictal.errors import DataUnavailable
from interictal.evidence.network.analysis import Network
from interictal.evidence.network.arms import IntArray
from interictal.evidence.network.graph import graph_of
from interictal.evidence.synthesis.distributions import FloatArray

_NOTHING = 1e-8
"""Part of a flow of 1 below which a comparison carries nothing: rounding leaves as much."""
_LOST = 1e-5
_BATCH = 4_000_000
"""Numbers held at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """Contributions of direct comparisons to network estimates.

    Args:
        comparisons: every pair of treatments, ascending: the rows.
        edges: the comparisons made in trials: the columns.
        share: shape (comparisons, edges); every row adds up to 1.
    """

    comparisons: tuple[tuple[str, str], ...]
    edges: tuple[tuple[str, str], ...]
    share: FloatArray


def contributions(result: Network, *, model: str = "random") -> Contributions:
    """The share of each direct comparison in each network estimate, by random walks.

    Evidence flows from one treatment to the other through the comparisons of the network. A walk that follows the
    flow takes each path with a probability, which is shared equally among its comparisons. The paths are not listed,
    of which there can be millions: how likely a walk is to reach a treatment after each number of steps, and to end
    after each number of steps from there, is enough.

    Args:
        result: of ``network``.
        model: "common" or "random".

    Raises:
        InvalidInput: no such model.
        DataUnavailable: evidence flows in circles, which a comparison of negative weight in a trial of several arms
            can bring about.

    Source: ``davies-2022``; the flow is that of ``papakonstantinou-2018`` and ``konig-2013``.
    """
    at, n = result.model(model).fit, result.n
    edges = graph_of(result.studies).edges
    column = {name: position for position, name in enumerate(result.treatments)}
    tail, head = (np.array([column[getattr(edge, side)] for edge in edges]) for side in ("treat1", "treat2"))
    one, other = np.triu_indices(n, 1)
    share = np.empty((len(one), len(edges)))
    step = max(1, _BATCH // n**2)
    for start in range(0, len(one), step):
        source, sink = one[start : start + step], other[start : start + step]
        potential = at.inverse[source] - at.inverse[sink]
        flow = np.zeros((len(source), n, n))
        current = -at.laplacian[tail, head] * (potential[:, tail] - potential[:, head])
        flow[:, tail, head] = np.where(current > _NOTHING, current, 0.0)
        flow[:, head, tail] = np.where(current < -_NOTHING, -current, 0.0)
        walked = _walked(flow, source, sink)
        share[start : start + step] = walked[:, tail, head] + walked[:, head, tail]
    lost = np.abs(share.sum(axis=1) - 1)
    if lost.max() > _LOST:
        raise DataUnavailable(
            "Contributions cannot be given: the standard errors of a trial of several arms give one of its comparisons "
            "a negative weight, so that evidence flows in circles."
        )
    share /= share.sum(axis=1, keepdims=True)
    names = result.treatments
    return Contributions(
        comparisons=tuple((names[i], names[j]) for i, j in zip(one.tolist(), other.tolist(), strict=True)),
        edges=tuple((edge.treat1, edge.treat2) for edge in edges),
        share=share,
    )


def _walked(flow: FloatArray, source: IntArray, sink: IntArray) -> FloatArray:
    """Expected share of each step in the walks from source to sink, shape (comparisons, treatments, treatments)."""
    count, n = flow.shape[:2]
    each = np.arange(count)
    flow[each, sink] = 0.0
    out = flow.sum(axis=2, keepdims=True)
    step = flow / np.where(out > 0, out, 1.0)
    # reached[a]: where a walk is after a steps; ending[b]: how likely it ends b steps from each treatment.
    reached, ending = [np.zeros((count, n))], [np.zeros((count, n))]
    reached[0][each, source] = 1.0
    ending[0][each, sink] = 1.0
    for _ in range(n - 2):
        further = (reached[-1][:, None] @ step)[:, 0]
        if not further.any():
            break
        reached.append(further)
        ending.append((step @ ending[-1][:, :, None])[:, :, 0])
    # A step after a others and before b others is one of a + b + 1.
    length = np.arange(len(reached))[:, None] + np.arange(len(reached)) + 1.0
    after = (1 / length) @ np.stack(ending, axis=1)
    return np.asarray(step * (np.stack(reached, axis=1).transpose(0, 2, 1) @ after))

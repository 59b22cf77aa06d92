"""The graph of a network and the forest of its treatments against one, as pictures and terminals show them."""

from __future__ import annotations

from math import exp

from interictal.evidence.network import graph_of as linked
from interictal.figures import Effect, Forest, NetworkEdge, NetworkGraph, NetworkNode, Scale
from interictal.report.networks import METHODS, Networked
from interictal.report.pooled import short

_MOST_LOG = 230.0
"""Ratios beyond e^230 are drawn as such; no picture could hold them."""


def graph_of(shown: Networked) -> NetworkGraph:
    """Who was compared with whom, in how many studies."""
    held = linked(shown.result.studies)
    several = dict(held.several_arms)
    return NetworkGraph(
        nodes=tuple(NetworkNode(node.treatment, node.people) for node in held.nodes),
        edges=tuple(
            NetworkEdge(
                edge.treat1,
                edge.treat2,
                edge.k,
                multi_arm=sum(study in several for study in edge.studies),
                unconfirmed=set(edge.studies) <= shown.unconfirmed,
            )
            for edge in held.edges
        ),
        source=_source(shown),
        studies=shown.result.k,
        multi_arm=tuple(f"{name} ({', '.join(members)})" for name, members in held.several_arms),
        reference=shown.result.reference,
    )


def against_reference(shown: Networked) -> Forest:
    """Each treatment against the reference, by P-score; direct and indirect evidence together."""
    result = shown.result
    rows = tuple(
        Effect(
            label=one.treatment,
            estimate=_value(shown, one.estimate),
            low=_value(shown, one.low),
            high=_value(shown, one.high),
            text=f"{one.k} direct" if one.k else "indirect only",
            unconfirmed=bool(shown.unconfirmed),
        )
        for one in shown.effects
    )
    reference = short(result.reference)
    better = ("less often", "more often") if result.measure in ("OR", "RR", "RD") else ("lower", "higher")
    return Forest(
        rows=rows,
        pooled=(),
        measure=f"{shown.measure} against {reference}",
        source=_source(shown),
        scale=Scale.LOG if result.is_ratio else Scale.LINEAR,
        favours=(f"{better[0]} than with {reference}", f"{better[1]} than with {reference}"),
        level=shown.level_percent,
        head="Treatment",
        text_head="studies",
        name="network-forest",
    )


def _source(shown: Networked) -> str:
    unsure = " With unconfirmed values." if shown.unconfirmed else ""
    return f"{shown.named}. Network meta-analysis, {METHODS[shown.result.method]}.{unsure}"


def _value(shown: Networked, value: float) -> float:
    return exp(min(_MOST_LOG, max(-_MOST_LOG, value))) if shown.result.is_ratio else value

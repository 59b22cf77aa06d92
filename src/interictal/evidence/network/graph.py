"""How a network hangs together: its parts, its treatments and the comparisons made in trials."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interictal.errors import DataUnavailable
from interictal.evidence.network.arms import IntArray, listed
from interictal.evidence.network.studies import Studies

_PARTS = 8


@dataclass(frozen=True, slots=True)
class Node:
    """A treatment: in how many studies it is, against how many others, and people in its arms (None not given)."""

    treatment: str
    k: int
    links: int
    people: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A comparison made in ``k`` studies, by name; treatments in the order of the network."""

    treat1: str
    treat2: str
    k: int
    studies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The network as a picture needs it.

    Args:
        nodes: in the order of the treatments.
        edges: pairs in ascending order.
        several_arms: studies of three arms or more, with their treatments.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    several_arms: tuple[tuple[str, tuple[str, ...]], ...]


def graph_of(studies: Studies) -> Graph:
    """The network as a picture needs it."""
    held: dict[tuple[int, int], list[str]] = {}
    for study, one, other in zip(studies.study.tolist(), studies.first.tolist(), studies.second.tolist(), strict=True):
        held.setdefault((one, other), []).append(studies.names[study])
    names = studies.treatments
    members = np.bincount([at for design in studies.designs for at in design], minlength=len(names))
    links = np.bincount([at for pair in held for at in pair], minlength=len(names))
    people: tuple[int | None, ...] = studies.people or (None,) * len(names)
    return Graph(
        nodes=tuple(
            Node(name, k, linked, n)
            for name, k, linked, n in zip(names, members.tolist(), links.tolist(), people, strict=True)
        ),
        edges=tuple(
            Edge(names[one], names[other], len(found), tuple(found)) for (one, other), found in sorted(held.items())
        ),
        several_arms=tuple(
            (name, tuple(names[at] for at in design))
            for name, design in zip(studies.names, studies.designs, strict=True)
            if len(design) > 2
        ),
    )


def parts(treatments: int, first: IntArray, second: IntArray) -> list[list[int]]:
    """The parts that hang together, each as positions of its treatments, ascending; the largest first."""
    part = list(range(treatments))

    def top(at: int) -> int:
        while part[at] != at:
            part[at] = at = part[part[at]]
        return at

    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        part[top(other)] = top(one)
    found: dict[int, list[int]] = {}
    for at in range(treatments):
        found.setdefault(top(at), []).append(at)
    return sorted(found.values(), key=lambda members: (-len(members), members))


def connected(studies: Studies) -> None:
    """Refuse a network that falls apart.

    Raises:
        DataUnavailable: with the parts by name.
    """
    found = parts(len(studies.treatments), studies.first, studies.second)
    if len(found) > 1:
        named = " | ".join(listed([studies.treatments[at] for at in members]) for members in found[:_PARTS])
        more = f" | {len(found) - _PARTS} more" if len(found) > _PARTS else ""
        raise DataUnavailable(
            f"The network falls into {len(found)} parts that no study links: {named}{more}. "
            "Compare within one part, or add a study that links them."
        )


def best_linked(studies: Studies) -> int:
    """The treatment that is compared with most others in trials; of several, that of most studies, then the first."""
    pairs = set(zip(studies.first.tolist(), studies.second.tolist(), strict=True))
    links = np.bincount([at for pair in pairs for at in pair])
    members = np.bincount([at for design in studies.designs for at in design])
    return max(range(len(studies.treatments)), key=lambda at: (links[at], members[at], -at))

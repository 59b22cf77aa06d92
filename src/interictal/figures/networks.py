"""What a network graph shows: treatments, and who was compared with whom in how many studies."""

from __future__ import annotations

from dataclasses import dataclass

from interictal.errors import InvalidInput, NotSupported
from interictal.figures.labels import clean
from interictal.figures.network_layout import parts

MOST_TREATMENTS = 40
"""Treatments of one picture; with more, neither names nor edges can be told apart."""


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A treatment.

    Args:
        treatment: its name.
        people: who were given it, in all studies; None where that is not known.
    """

    treatment: str
    people: int | None = None


@dataclass(frozen=True, slots=True)
class NetworkEdge:
    """A comparison of two treatments within studies.

    Args:
        treat1, treat2: the treatments.
        studies: how many compared them.
        multi_arm: how many of these had three or more arms.
        unconfirmed: nothing of it was seen at its source.
    """

    treat1: str
    treat2: str
    studies: int
    multi_arm: int = 0
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class NetworkGraph:
    """Everything a network graph shows.

    Args:
        nodes: the treatments, 2 to ``MOST_TREATMENTS``.
        edges: the comparisons, each pair once.
        source: where the figures come from.
        studies: how many studies there are in all; None where that is not known.
        multi_arm: the studies with three or more arms, in words: "Smith 2001 (A, B, placebo)".
        reference: the treatment marked as the one compared with.
        title: what is seen; made from the counts where it is empty.
        synthetic: the studies are made up, and the picture says so.
        name: stable name; differs between the pictures of one page.

    Raises:
        InvalidInput: fewer than two treatments, a name that stands twice, a comparison with itself, with an unknown
            treatment or given twice, a count that is not one.
        NotSupported: too many treatments for a picture.
    """

    nodes: tuple[NetworkNode, ...]
    edges: tuple[NetworkEdge, ...]
    source: str
    studies: int | None = None
    multi_arm: tuple[str, ...] = ()
    reference: str = ""
    title: str = ""
    synthetic: bool = False
    name: str = "network-graph"

    def __post_init__(self) -> None:
        names = [node.treatment for node in self.nodes]
        if len(names) < 2:
            raise InvalidInput("treatments", len(names), "two or more", "Give the treatments that were compared.")
        if len(names) > MOST_TREATMENTS:
            raise NotSupported(
                f"A network graph of {len(names)} treatments cannot be read; the most is {MOST_TREATMENTS}. "
                "Choose fewer, or take the table."
            )
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise InvalidInput("treatment", twice, "each name once", "Give each treatment one name.")
        for node in self.nodes:
            if node.people is not None and node.people < 0:
                raise InvalidInput("people", node.people, "0 or more, or none", "Correct the count.")
        if self.reference and self.reference not in names:
            raise InvalidInput("reference", self.reference, "one of the treatments", "Choose one of them.")
        seen = set()
        for edge in self.edges:
            pair = frozenset((edge.treat1, edge.treat2))
            shown = f"{clean(edge.treat1, 20)}, {clean(edge.treat2, 20)}"
            if len(pair) < 2 or not pair <= set(names):
                raise InvalidInput("comparison", shown, "two different treatments of the network", "Correct it.")
            if pair in seen:
                raise InvalidInput("comparison", shown, "each pair once", "Add up its studies.")
            seen.add(pair)
            if not 0 <= edge.multi_arm <= edge.studies or edge.studies < 1:
                raise InvalidInput("studies", edge.studies, "1 or more, with multi-arm ones among them", "Count again.")

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The edges as places in ``nodes``."""
        at = {node.treatment: index for index, node in enumerate(self.nodes)}
        return [(at[edge.treat1], at[edge.treat2]) for edge in self.edges]

    @property
    def first(self) -> int:
        """The treatment at the top: the reference, else the one compared with the most others."""
        names = [node.treatment for node in self.nodes]
        if self.reference:
            return names.index(self.reference)
        ends = [end for pair in self.pairs for end in pair]
        return max(range(len(names)), key=lambda one: (ends.count(one), -one))

    @property
    def parts(self) -> list[list[str]]:
        """The treatments by linked part; more than one where some cannot be compared with others at all."""
        return [[self.nodes[one].treatment for one in part] for part in parts(len(self.nodes), self.pairs)]

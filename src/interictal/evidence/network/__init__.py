"""Comparing many treatments at once: estimates from direct and indirect evidence, and how well the two agree.

``network`` is the analysis; ``against``, ``splits``, ``contributions``, ``inconsistency``, ``league`` and ``graph_of``
say more of its result, each calculated only when asked for; ``network_document`` is all of it as JSON.
"""

from interictal.evidence.network.analysis import Effect, Model, Network, against, network, shown_value
from interictal.evidence.network.designs import Design, Inconsistency, Squares, inconsistency
from interictal.evidence.network.document import network_document
from interictal.evidence.network.flows import Contributions, contributions
from interictal.evidence.network.graph import Edge, Graph, Node, graph_of
from interictal.evidence.network.league_table import League, league
from interictal.evidence.network.splitting import APPROXIMATE, Difference, Estimate, Split, splits

__all__ = [
    "Network",
    "Model",
    "network",
    "Effect",
    "against",
    "shown_value",
    "League",
    "league",
    "Split",
    "Estimate",
    "Difference",
    "splits",
    "APPROXIMATE",
    "Contributions",
    "contributions",
    "Inconsistency",
    "Squares",
    "Design",
    "inconsistency",
    "Graph",
    "Node",
    "Edge",
    "graph_of",
    "network_document",
]

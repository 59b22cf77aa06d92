"""How a network hangs together."""

import numpy as np
import pytest

from interictal.errors import DataUnavailable
from interictal.evidence.network import Edge, Node, graph_of, network
from interictal.evidence.network.graph import parts
from support.networks import contrasts, events


def test_graph() -> None:
    """Treatments with studies, links and people; comparisons with their studies; trials of several arms."""
    table = events(
        ("one", "a", 10, 1), ("one", "b", 11, 2), ("one", "c", 12, 3), ("two", "b", 20, 5), ("two", "a", 30, 6)
    )
    graph = graph_of(network(table).studies)
    assert graph.nodes == (Node("a", 2, 2, 40), Node("b", 2, 2, 31), Node("c", 1, 2, 12))
    assert graph.edges == (
        Edge("a", "b", 2, ("one", "two")),
        Edge("a", "c", 1, ("one",)),
        Edge("b", "c", 1, ("one",)),
    )
    assert graph.several_arms == (("one", ("a", "b", "c")),)


def test_people_not_given() -> None:
    """Differences do not say how many people there were."""
    graph = graph_of(network(contrasts(("s", "a", "b", 1.0, 1.0))).studies)
    assert [node.people for node in graph.nodes] == [None, None]


def test_parts() -> None:
    """The largest part comes first; a treatment without any study is a part of its own."""
    assert parts(5, np.array([3, 1]), np.array([4, 3])) == [[1, 3, 4], [0], [2]]


def test_many_parts_are_counted() -> None:
    """Eight parts are named, and eight treatments of each."""
    rows = [(f"s{at}", f"a{at:02d}", "a", 0.0, 1.0) for at in range(10)]
    rows += [(f"t{at}", f"b{at:02d}", f"c{at:02d}", 0.0, 1.0) for at in range(9)]
    with pytest.raises(DataUnavailable) as caught:
        network(contrasts(*rows))
    assert "falls into 10 parts" in str(caught.value)
    assert "'a06' and 3 more | 'b00', 'c00'" in str(caught.value)
    assert "'b06', 'c06' | 2 more. Compare" in str(caught.value)


def test_the_reference_is_the_best_linked() -> None:
    """Most comparisons, then most studies, then the alphabet."""
    star = [("s1", "b", "a", 0.0, 1.0), ("s2", "b", "c", 0.0, 1.0)]
    assert network(contrasts(*star)).reference == "b"
    line = [("s1", "a", "b", 0.0, 1.0), ("s2", "b", "c", 0.0, 1.0), ("s3", "c", "d", 0.0, 1.0)]
    assert network(contrasts(*line)).reference == "b"
    assert network(contrasts(*line, ("s4", "c", "d", 0.0, 1.0))).reference == "c"

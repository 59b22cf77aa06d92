"""The network graph: what it says, where everything stands, and what it refuses."""

import dataclasses
import itertools
import json
import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.errors import InvalidInput, NotSupported
from interictal.figures import (
    NARROW,
    THEMES,
    WIDE,
    NetworkEdge,
    NetworkGraph,
    NetworkNode,
    network_graph,
    png,
    svg,
)
from interictal.figures.drawing import text_width
from interictal.figures.figure import Figure
from interictal.figures.network_layout import circle_order, crossings, number_places, parts, spots, spread
from interictal.figures.networks import MOST_TREATMENTS

SPACE = "{http://www.w3.org/2000/svg}"
GRAPH = NetworkGraph(
    (
        NetworkNode("placebo", 3000),
        NetworkNode("topiramate", 1200),
        NetworkNode("erenumab", 750),
        NetworkNode("propranolol"),
    ),
    (
        NetworkEdge("placebo", "topiramate", 9, multi_arm=2),
        NetworkEdge("placebo", "erenumab", 5),
        NetworkEdge("topiramate", "propranolol", 1, unconfirmed=True),
    ),
    "Table arms.csv.",
    studies=15,
    multi_arm=("Smith 2001 (placebo, topiramate 50 mg, topiramate 100 mg)",),
    reference="placebo",
)


def graph(count: int, edges: list[tuple[int, int]], name: str = "drug {}", **more: object) -> NetworkGraph:
    names = [name.format(at) for at in range(count)]
    return NetworkGraph(
        tuple(NetworkNode(one, 100 + 10 * at) for at, one in enumerate(names)),
        tuple(NetworkEdge(names[one], names[other], 1 + (one + other) % 5) for one, other in edges),
        "x",
        **more,
    )


def values(figure: Figure, kind: str, **look: object) -> list[dict]:
    return [
        value
        for one in figure.spec["layer"]
        if one["mark"]["type"] == kind and all(one["mark"].get(name) == wanted for name, wanted in look.items())
        for value in one["data"]["values"]
    ]


def words(figure: Figure) -> dict[str, tuple[float, float]]:
    return {value["text"]: (value["x"], value["y"]) for value in values(figure, "text")}


STAR = [(0, at) for at in range(1, 30)]
DENSE = STAR + [(at, at + step) for step in (1, 4) for at in range(1, 29 - step)]


# --- What it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_words_and_table_say_the_same_figures(width: int) -> None:
    """Each comparison with its studies, each treatment with its people."""
    figure = network_graph(GRAPH, width)
    assert figure.title == "15 studies, 4 treatments: 3 of 6 pairs compared directly"
    assert figure.rows == (
        ("placebo", "topiramate", "9", "2", "–", "–"),
        ("placebo", "erenumab", "5", "0", "–", "–"),
        ("topiramate", "propranolol", "1", "0", "–", "unconfirmed"),
        ("placebo", "–", "–", "–", "3,000", "–"),
        ("topiramate", "–", "–", "–", "1,200", "–"),
        ("erenumab", "–", "–", "–", "750", "–"),
        ("propranolol", "–", "–", "–", "not known", "–"),
    )
    for said in (
        "placebo and topiramate: 9 studies, 2 with three or more arms",
        "topiramate and propranolol: 1 study, unconfirmed",
        "erenumab: 750",
        "propranolol: not known",
        "The reference is placebo.",
        "Smith 2001",
    ):
        assert said in figure.description
    assert "Three or more arms: Smith 2001" in figure.source
    keys = [entry.words for entry in figure.key]
    for said in ("treatment, area: people", "people not known", "the reference", "compared, unconfirmed"):
        assert said in keys


def test_the_key_names_what_is_there() -> None:
    """And no more."""
    plain = network_graph(NetworkGraph((NetworkNode("A"), NetworkNode("B")), (NetworkEdge("A", "B", 2),), "x"))
    assert [entry.shape for entry in plain.key] == ["node-hollow", "edge"]
    assert plain.title == "2 treatments: 1 of 1 pair compared directly"
    none = network_graph(NetworkGraph((NetworkNode("A", 5), NetworkNode("B", 0)), (), "x"))
    assert [entry.shape for entry in none.key] == ["node"]
    assert "No comparison." in none.description


def test_parts_without_a_link_are_named() -> None:
    """In the title, under the picture and in its words."""
    figure = network_graph(graph(5, [(0, 1), (2, 3)], name="T{}", title=""))
    assert figure.title.endswith("in 3 parts with no link")
    for text in (figure.source, figure.description):
        assert "T0, T1 | T2, T3 | T4" in text
    assert "Parts" not in network_graph(GRAPH).source


def test_made_up_studies_and_given_titles() -> None:
    """The label stands first in the source."""
    figure = network_graph(dataclasses.replace(GRAPH, synthetic=True, title="Nine of fifteen are of topiramate"))
    assert figure.source.startswith("SYNTHETIC")
    assert figure.title == "Nine of fifteen are of topiramate"


# --- What it draws ----------------------------------------------------------------------------------------------------


def test_areas_are_people_and_widths_are_studies() -> None:
    """In proportion; unknown people are hollow; the reference is a square."""
    figure = network_graph(GRAPH)
    (square,) = values(figure, "point", shape="square")
    circles = values(figure, "point", shape="circle", fill="var(--injection)")
    assert [round(square["area"] / circle["area"], 1) for circle in circles] == [2.5, 4.0]
    assert len(values(figure, "point", fill="var(--background)", stroke="var(--injection)")) == 1
    solid = [value["width"] for value in values(figure, "rule") if value.get("broken") is False]
    assert solid[0] / solid[1] == pytest.approx(9 / 5, abs=0.01)
    assert len(values(figure, "rule", strokeDash=[6, 4])) == 1
    assert {"9*", "5", "1"} <= set(words(figure))


def test_names_on_a_page_numbers_on_a_phone_where_names_have_no_room() -> None:
    """Every treatment is named in the picture either way."""
    wide, narrow = network_graph(graph(12, [(0, 1)])), network_graph(graph(12, [(0, 1)]), NARROW)
    assert {f"drug {at}" for at in range(12)} <= set(words(wide))
    listed = {text.replace("\N{NO-BREAK SPACE}", " ") for text in words(narrow)}
    assert {"1  drug 0", "2  drug 1"} <= listed
    assert len([text for text in listed if "drug" in text]) == 12
    few = network_graph(graph(4, [(0, 1)], name="T{}"), NARROW)
    assert {"T0", "T1", "T2", "T3"} <= set(words(few))
    long = network_graph(graph(4, [(0, 1)], name=f"{'a treatment whose name is longer than the picture ' * 2}{{}}"))
    assert {"1", "2", "3", "4"} <= set(words(long))


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 12, 13, 30, 40])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_words_lie_inside_and_not_over_each_other(count: int, width: int) -> None:
    """Names, numbers round the circle, numbers on edges and the list below."""
    edges = [(one, other) for one, other in DENSE if other < count]
    figure = network_graph(graph(count, edges, reference="drug 0"), width)
    boxes = []
    for layer in figure.spec["layer"]:
        if layer["mark"]["type"] == "text" and "strokeWidth" not in layer["mark"]:
            for value in layer["data"]["values"]:
                wide = 0.85 * text_width(value["text"], 14)
                left = value["x"] - {"left": 0, "center": wide / 2, "right": wide}[layer["mark"]["align"]]
                boxes.append((left, left + wide, value["y"] - 6, value["y"] + 6, value["text"]))
    for left, right, top, bottom, text in boxes:
        assert left >= -1, text
        assert right <= width + 1, text
        assert top >= -1, text
        assert bottom <= figure.spec["height"] + 4, text
    for one, other in itertools.combinations(boxes, 2):
        over = one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
        assert not over, (one, other)


def test_single_studies_among_many_edges_have_no_number() -> None:
    """The key says so; where there is no room it says that too."""
    edges = tuple(NetworkEdge("drug 0", f"drug {at}", 1) for at in range(1, 30))
    nodes = graph(30, []).nodes
    narrow = network_graph(NetworkGraph(nodes, edges, "x"), NARROW)
    assert "no number: one study" in [entry.words for entry in narrow.key]
    assert "no number" not in " ".join(entry.words for entry in network_graph(NetworkGraph(nodes, edges, "x")).key)
    crowded = network_graph(graph(30, list(itertools.combinations(range(12), 2))), NARROW)
    assert "no number: one study or no room" in [entry.words for entry in crowded.key]


def test_the_reference_stands_at_the_top_else_the_best_linked() -> None:
    """The first place of the circle."""
    assert GRAPH.first == 0
    free = dataclasses.replace(GRAPH, reference="")
    assert free.first == 0, "of two with the same number of edges the first"
    assert dataclasses.replace(GRAPH, reference="erenumab").first == 2
    figure = network_graph(dataclasses.replace(GRAPH, reference="erenumab"))
    places = words(figure)
    assert places["erenumab"][1] == min(places[name][1] for name in ("erenumab", "placebo", "topiramate"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_theme_renders(theme: str, width: int) -> None:
    """In the theme's colours only."""
    figure = network_graph(GRAPH, width)
    drawn = svg(figure, theme)
    assert set(re.findall(r"#[0-9a-f]{6}", drawn)) <= set(THEMES[theme].values())
    assert png(figure, theme, 1).startswith(b"\x89PNG")
    json.dumps(figure.spec, allow_nan=False)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a\u202eb", "\x00\x1b[31m", "x" * 10_000, "50 %"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_hostile_names(name: str, width: int) -> None:
    """Words and nothing else."""
    hostile = NetworkGraph(
        (NetworkNode(name, 5), NetworkNode("B", 0), NetworkNode("C")),
        (NetworkEdge(name, "B", 1, 1),),
        name,
        multi_arm=(name,),
        reference=name,
    )
    drawn = svg(network_graph(hostile, width))
    assert not list(ET.fromstring(drawn).iter(f"{SPACE}script"))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", drawn.replace("\n", ""))


# --- The layout -------------------------------------------------------------------------------------------------------

EDGES = st.integers(4, 11).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.sampled_from(list(itertools.combinations(range(count), 2))), unique=True, max_size=20),
    )
)


@settings(max_examples=60)
@given(EDGES, st.integers(0, 3))
def test_the_order_is_a_permutation_with_no_more_crossings(network: tuple, first: int) -> None:
    """Than the treatments had as they were given; the first stands first; a second run gives the same."""
    count, edges = network
    order = circle_order(count, edges, first)
    assert sorted(order) == list(range(count))
    assert order[0] == first
    assert crossings(order, edges) <= crossings(range(count), edges)
    assert circle_order(count, edges, first) == order


def test_a_ring_given_in_a_bad_order_is_drawn_without_crossings() -> None:
    """Each treatment next to its neighbours."""
    ring = [(0, 3), (3, 1), (1, 4), (4, 2), (2, 5), (5, 0)]
    assert crossings(range(6), ring) > 0
    assert crossings(circle_order(6, ring), ring) == 0


@pytest.mark.parametrize(
    ("order", "edges", "count"),
    [
        ([0, 1, 2, 3], [(0, 2), (1, 3)], 1),
        ([0, 2, 1, 3], [(0, 2), (1, 3)], 0),
        ([0, 1, 2, 3], [(0, 2), (0, 3)], 0),
        ([0, 1, 2, 3, 4], [(0, 2), (1, 3), (2, 4)], 2),
    ],
)
def test_crossings(order: list[int], edges: list[tuple[int, int]], count: int) -> None:
    """Edges that share an end do not cross."""
    assert crossings(order, edges) == count


def test_parts() -> None:
    """Linked directly or through others."""
    assert parts(5, [(0, 1), (3, 4), (1, 4)]) == [[0, 1, 3, 4], [2]]
    assert parts(2, []) == [[0], [1]]


def test_places_are_evenly_spaced() -> None:
    """The first at the top; of two, at the left."""
    assert spots(4, 10)[0].y == pytest.approx(-10)
    assert spots(4, 10)[1].x == pytest.approx(10)
    assert spots(2, 10)[0].x == pytest.approx(-10)


@given(st.lists(st.tuples(st.floats(-200, 200), st.sampled_from([20.0, 37.0])), max_size=20))
def test_names_are_spread_until_none_overlaps(wanted: list[tuple[float, float]]) -> None:
    """In their order, and where they fit already they stay."""
    wanted.sort()
    places = spread(wanted)
    for at in range(len(places) - 1):
        assert places[at + 1] - places[at] >= (wanted[at][1] + wanted[at + 1][1]) / 2 - 0.11
    assert spread([(0.0, 20.0), (50.0, 20.0)]) == [0.0, 50.0]


def test_numbers_stand_on_their_edges_and_apart() -> None:
    """Of two edges that cross in the middle, one number moves."""
    where = spots(4, 100)
    places = number_places(where, [(0, 2), (1, 3)], [10.0] * 4)
    (x, y), (left, top) = places
    assert x == pytest.approx(0)
    assert top == pytest.approx(0)
    assert math.hypot(x - left, y - top) >= 18
    assert number_places(spots(4, 8), [(0, 2)], [10.0] * 4) == [None], "there is no room between large marks"


# --- What it refuses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nodes": GRAPH.nodes[:1]}, "two or more"),
        ({"nodes": (*GRAPH.nodes, NetworkNode("placebo"))}, "each name once"),
        ({"nodes": (*GRAPH.nodes, NetworkNode("A", -1))}, "people"),
        ({"reference": "nobody"}, "reference"),
        ({"edges": (NetworkEdge("placebo", "nobody", 1),)}, "comparison"),
        ({"edges": (NetworkEdge("placebo", "placebo", 1),)}, "comparison"),
        ({"edges": (GRAPH.edges[0], NetworkEdge("topiramate", "placebo", 1))}, "each pair once"),
        ({"edges": (NetworkEdge("placebo", "topiramate", 0),)}, "studies"),
        ({"edges": (NetworkEdge("placebo", "topiramate", 1, 2),)}, "studies"),
    ],
)
def test_impossible_networks_are_refused(change: dict, message: str) -> None:
    """With the name of what is wrong."""
    with pytest.raises(InvalidInput, match=message):
        dataclasses.replace(GRAPH, **change)


def test_too_many_treatments() -> None:
    """Neither names nor edges could be told apart."""
    with pytest.raises(NotSupported, match=str(MOST_TREATMENTS)):
        graph(MOST_TREATMENTS + 1, [])

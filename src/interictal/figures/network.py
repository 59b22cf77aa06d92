"""The network graph: who was compared with whom, in how many studies and people."""

from __future__ import annotations

from interictal.figures.effects import counted, source_words
from interictal.figures.figure import WIDE, Figure, Key
from interictal.figures.labels import clean
from interictal.figures.network_drawing import Drawing
from interictal.figures.networks import NetworkGraph, NetworkNode


def network_graph(graph: NetworkGraph, width: int = WIDE) -> Figure:
    """The network as a picture.

    A mark's area is the number of people, an edge's width the number of studies, which also stands on it; a star
    follows it where some of them have three or more arms. Where the names find no room beside the circle, the
    treatments are numbered and named below it.

    Args:
        graph: what it shows.
        width: ``WIDE`` or ``NARROW``.
    """
    possible = len(graph.nodes) * (len(graph.nodes) - 1) // 2
    studies = "" if graph.studies is None else f"{counted(graph.studies, 'study')}, "
    apart = f", in {len(graph.parts)} parts with no link" if len(graph.parts) > 1 else ""
    compared = f"{len(graph.edges)} of {counted(possible, 'pair')} compared directly{apart}"
    made = f"{studies}{len(graph.nodes)} treatments: {compared}"
    drawn = Drawing(graph, width)
    return Figure(
        name=graph.name,
        title=clean(graph.title or made),
        description=_description(graph, made),
        spec=drawn.spec(),
        key=_key(graph, drawn),
        header=("Treatment", "Compared with", "Studies", "Of them with three or more arms", "People", "Status"),
        rows=_rows(graph),
        source=source_words(" ".join((graph.source, *_said(graph))), graph.synthetic),
        width=width,
    )


def _rows(graph: NetworkGraph) -> tuple[tuple[str, ...], ...]:
    edges = (
        (clean(one.treat1), clean(one.treat2), str(one.studies), str(one.multi_arm), "–",
         "unconfirmed" if one.unconfirmed else "–")
        for one in graph.edges
    )  # fmt: skip
    nodes = ((clean(node.treatment), "–", "–", "–", _people(node), "–") for node in graph.nodes)
    return (*edges, *nodes)


def _people(node: NetworkNode) -> str:
    return "not known" if node.people is None else f"{node.people:,}"


def _said(graph: NetworkGraph) -> list[str]:
    """What stands under the picture besides its source."""
    found = []
    if graph.multi_arm:
        found.append(f"Three or more arms: {'; '.join(clean(one) for one in graph.multi_arm)}.")
    if len(graph.parts) > 1:
        listed = " | ".join(", ".join(clean(name) for name in part) for part in graph.parts)
        found.append(f"Parts with no link between them: {listed}.")
    return found


def _description(graph: NetworkGraph, made: str) -> str:
    edges = "; ".join(
        f"{clean(one.treat1)} and {clean(one.treat2)}: {counted(one.studies, 'study')}"
        + (f", {one.multi_arm} with three or more arms" if one.multi_arm else "")
        + (", unconfirmed" if one.unconfirmed else "")
        for one in graph.edges
    )
    people = "; ".join(f"{clean(node.treatment)}: {_people(node)}" for node in graph.nodes)
    reference = f" The reference is {clean(graph.reference)}." if graph.reference else ""
    return " ".join((f"{made}.{reference} {edges or 'No comparison'}. People: {people}.", *_said(graph)))


def _key(graph: NetworkGraph, drawn: Drawing) -> tuple[Key, ...]:
    entries = []
    if any(node.people is not None for node in graph.nodes):
        entries.append(Key("node", "treatment, area: people"))
    if any(node.people is None for node in graph.nodes):
        entries.append(Key("node-hollow", "people not known"))
    if graph.reference:
        entries.append(Key("node-reference", "the reference"))
    if any(not one.unconfirmed for one in graph.edges):
        entries.append(Key("edge", "compared; number, width: studies"))
    if any(one.unconfirmed for one in graph.edges):
        entries.append(Key("edge-broken", "compared, unconfirmed"))
    if any(one.multi_arm for one in graph.edges):
        entries.append(Key("star", "among them studies with three or more arms"))
    unnumbered = [edge for edge, at in zip(graph.edges, drawn.numbers, strict=True) if at is None]
    if unnumbered:
        no_room = any(edge.studies > 1 for edge in unnumbered)
        entries.append(Key("edge-thin", f"no number: one study{' or no room' if no_room else ''}"))
    return tuple(entries)

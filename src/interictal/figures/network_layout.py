"""Where the treatments of a network stand on their circle, and where their names and the numbers on the edges go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt


def circle_order(count: int, edges: Sequence[tuple[int, int]], first: int = 0) -> list[int]:
    """The treatments in an order round the circle with few crossings of edges.

    Each treatment in turn is moved round the circle and left where its edges cross the fewest others, until no move
    helps (circular sifting). Of two orders to begin with, as given and along the edges, the better result is taken.

    Args:
        count: treatments, numbered from 0.
        edges: pairs of them.
        first: which one stands first.

    Source: Baur M, Brandes U. Crossing reduction in circular layouts. Proceedings of WG 2004, circular sifting.
    """
    beside: list[list[int]] = [[] for _ in range(count)]
    for one, other in edges:
        beside[one].append(other)
        beside[other].append(one)
    found = [_sifted(start, beside) for start in (list(range(count)), _walk(beside))]
    order = min(found, key=lambda one: crossings(one, edges))
    at = order.index(first)
    return order[at:] + order[:at]


def _walk(beside: list[list[int]]) -> list[int]:
    """Every treatment after one that it is linked with, where there is one left."""
    order: list[int] = []
    waiting = sorted(range(len(beside)), key=lambda one: len(beside[one]))
    while waiting:
        one = waiting.pop()
        if one not in order:
            order.append(one)
            waiting += beside[one]
    return order


def _sifted(order: list[int], beside: list[list[int]]) -> list[int]:
    # Every round but the last leaves fewer crossings, so that there is a last one.
    while sum(_sift(order, beside, moved) for moved in sorted(order, key=lambda one: -len(beside[one]))):
        continue
    return order


def _sift(order: list[int], beside: list[list[int]], moved: int) -> bool:
    """Move one treatment to its best place; whether that saved a crossing."""
    count = len(order)
    at = order.index(moved)
    turned = order[at:] + order[:at]
    saved = best = place = 0
    for step in range(1, count):
        saved += _gain(turned, beside, step - 1)
        turned[step - 1], turned[step] = turned[step], turned[step - 1]
        if saved > best:
            best, place = saved, step
    rest = [one for one in turned if one != moved]
    order[:] = [*rest[:place], moved, *rest[place:]]
    return best > 0


def _gain(order: list[int], beside: list[list[int]], at: int) -> int:
    """Crossings saved by exchanging a treatment with the next one."""
    one, other = order[at], order[at + 1]
    count = len(order)
    place = {name: (index - at) % count for index, name in enumerate(order)}
    gain = 0
    for mine in beside[one]:
        for its in beside[other]:
            if mine != other and its != one:
                gain += (place[its] > place[mine]) - (place[mine] > place[its])
    return gain


def crossings(order: Sequence[int], edges: Sequence[tuple[int, int]]) -> int:
    """Pairs of edges that cross when the treatments stand round a circle in this order."""
    place = {name: index for index, name in enumerate(order)}
    chords = [sorted((place[one], place[other])) for one, other in edges]
    return sum(
        low < start < high < end or start < low < end < high
        for index, (low, high) in enumerate(chords)
        for start, end in chords[:index]
    )


def parts(count: int, edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The treatments in groups that are linked with each other, directly or through others."""
    group = list(range(count))
    for one, other in edges:
        mine, its = group[one], group[other]
        group = [mine if number == its else number for number in group]
    return [[one for one in range(count) if group[one] == number] for number in dict.fromkeys(group)]


@dataclass(frozen=True, slots=True)
class Spot:
    """A treatment's place: x to the right and y down from the middle of the circle, in pixels."""

    x: float
    y: float
    angle: float


def spots(count: int, radius: float) -> list[Spot]:
    """Places round the circle, clockwise; the first at the top, of two treatments at the left."""
    start = pi if count == 2 else -pi / 2
    angles = [start + 2 * pi * index / count for index in range(count)]
    return [Spot(radius * cos(angle), radius * sin(angle), angle) for angle in angles]


def spread(wanted: Sequence[tuple[float, float]]) -> list[float]:
    """Heights that do not overlap, near the wanted ones.

    Args:
        wanted: the middle and the height of each, from top to bottom.
    """
    places = [middle for middle, _ in wanted]
    for _ in range(60):
        moved = False
        for index in range(len(places) - 1):
            apart = (wanted[index][1] + wanted[index + 1][1]) / 2
            short = apart - (places[index + 1] - places[index])
            if short > 0.1:
                places[index] -= short / 2
                places[index + 1] += short / 2
                moved = True
        if not moved:
            return places
    # What pushing from both sides has not settled is stacked from the top.
    for index in range(1, len(places)):
        apart = (wanted[index - 1][1] + wanted[index][1]) / 2
        places[index] = max(places[index], places[index - 1] + apart)
    return places


_ALONG = tuple(0.5 + sign * step / 20 for step in range(8) for sign in (1, -1))[1:]
"""Where on an edge its number may stand, from its middle outwards."""
_APART = 18.0
"""Pixels from the middle of a number to that of the next, with room between them."""


def number_places(
    where: Sequence[Spot], edges: Sequence[tuple[int, int]], sizes: Sequence[float]
) -> list[tuple[float, float] | None]:
    """Where the number of each edge stands, clear of other numbers, marks and, if possible, edges; None without room.

    Args:
        where: the treatments' places.
        edges: pairs of them.
        sizes: radius of each treatment's mark.
    """
    found: list[tuple[float, float] | None] = [None] * len(edges)
    taken: list[tuple[float, float]] = []
    # The shortest have the least choice.
    for index in sorted(range(len(edges)), key=lambda at: _length(where, edges[at])):
        start, end = (where[one] for one in edges[index])
        best = (float("inf"), 0.0, 0.0)
        for preference, share in enumerate(_ALONG):
            x, y = start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)
            marks = zip(where, sizes, strict=True)
            room = min(hypot(x - spot.x, y - spot.y) - size - _APART / 2 for spot, size in marks)
            room = min([room, 0.0, *(hypot(x - left, y - top) - _APART for left, top in taken)])
            if room > -_APART / 4:
                others = (edge for at, edge in enumerate(edges) if at != index)
                crossed = sum(_distance(x, y, where[one], where[other]) < _APART / 2 for one, other in others)
                best = min(best, (0.25 * preference + crossed - room, x, y))
        if best[0] < float("inf"):
            found[index] = best[1:]
            taken.append(best[1:])
    return found


def _length(where: Sequence[Spot], edge: tuple[int, int]) -> float:
    start, end = (where[one] for one in edge)
    return hypot(end.x - start.x, end.y - start.y)


def _distance(x: float, y: float, start: Spot, end: Spot) -> float:
    """From a point to a line between two places."""
    across, down = end.x - start.x, end.y - start.y
    share = ((x - start.x) * across + (y - start.y) * down) / (across**2 + down**2)
    share = min(1.0, max(0.0, share))
    return hypot(x - start.x - share * across, y - start.y - share * down)


def beside_circle(y: float, radius: float) -> float:
    """How far from the upright through the middle a name at this height begins, to stay outside the circle."""
    return sqrt(max(radius**2 - y**2, 36.0))

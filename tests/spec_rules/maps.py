"""docs/spec/maps.md"""

import re
from decimal import Decimal

from interictal.figures.bodymap import Mark, body_map_svg
from interictal.injection.maps import body_map
from interictal.injection.protocols import Side

SIDES = {"L": Side.LEFT, "R": Side.RIGHT, "M": Side.MIDLINE}


def has_places(row: dict[str, str]) -> None:
    places = body_map(row["map"]).places.get((row["muscle"], Side(row["side"])), ())
    assert len(places) == int(row["places"])
    assert {place.view for place in places} == ({row["view"]} if row["view"] else set())


def lies(row: dict[str, str]) -> None:
    muscle, _, end = row["site"].rpartition("-")
    place = body_map("head").places[muscle.replace("-", " "), SIDES[end[0]]][int(end[1:]) - 1]
    assert int(row["x from"]) <= place.x * 400 <= int(row["x to"]), place
    assert int(row["y from"]) <= place.y * 400 <= int(row["y to"]), place


def shape(row: dict[str, str]) -> None:
    mark = Mark(
        number=1,
        id="procerus-M1",
        muscle="procerus",
        side="midline",
        units="5",
        kind=row["kind"],
        status=row["status"],
        view="front",
        x=Decimal("0.5"),
        y=Decimal("0.42"),
    )
    drawn = body_map_svg(body_map("head"), [mark], theme=None, title="t", description="d")
    group = re.findall(r"<g><title>1: .*?</g>", drawn)[0]
    circle = re.search(r"<circle[^>]*>", group)
    if circle is None:
        found = "cross"
    else:
        found = "ring" if "stroke=" in circle[0] else "dot"
        found += " with tick" if "<path" in group else ""
    assert found == row["shape"]


RUNNERS = {"map-places": has_places, "map-lies": lies, "map-shapes": shape}

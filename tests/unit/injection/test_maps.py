"""The places of the body maps, and what their file refuses."""

import itertools
from decimal import Decimal

import pytest

from interictal.errors import InvalidInput
from interictal.injection.maps import MAPS, BodyMap, Place, body_map, parse
from interictal.injection.protocol_files import protocols
from interictal.injection.protocols import Side

LICENSED = (
    "chronic-migraine",
    "axillary-hyperhidrosis",
    "overactive-bladder",
    "neurogenic-detrusor-overactivity",
    "paediatric-neurogenic-detrusor-overactivity",
    "cervical-dystonia",
    "blepharospasm",
    "strabismus",
    "upper-limb-spasticity",
    "lower-limb-spasticity",
    "paediatric-upper-limb-spasticity",
    "paediatric-lower-limb-spasticity",
)

ONE = """
[head]
version = "head-1"
source = "interictal-body-maps"

[[head.views]]
id = "front"
title = "Front"
width = 400
height = 400
left_is = "The patient's left is on your right."
edges = ["patient's right", "patient's left"]
mirror = "front"

[[head.muscles]]
name = "frontalis"
view = "front"
left = [[300, 100]]
"""


@pytest.mark.parametrize("name", MAPS)
def test_every_map_says_where_the_left_is_and_has_places_on_its_views(name: str) -> None:
    found = body_map(name)
    assert (found.name, found.version) == (name, f"{name}-1")
    ids = {view.id for view in found.views}
    assert all("left" in view.left_is for view in found.views)
    assert all(all(view.edges) for view in found.views)
    assert {place.view for places in found.places.values() for place in places} == ids


@pytest.mark.parametrize("name", MAPS)
def test_left_and_right_are_exact_mirror_images(name: str) -> None:
    found = body_map(name)
    sided = [muscle for muscle, side in found.places if side is Side.LEFT]
    assert sided or name == "bladder"
    assert sorted(sided) == sorted(muscle for muscle, side in found.places if side is Side.RIGHT)
    for muscle in sided:
        left, right = found.places[muscle, Side.LEFT], found.places[muscle, Side.RIGHT]
        assert [Place(found.view(each.view).mirror, 1 - each.x, each.y) for each in left] == list(right)
        assert [Place(found.view(each.view).mirror, 1 - each.x, each.y) for each in right] == list(left)


@pytest.mark.parametrize("name", MAPS)
def test_a_place_on_a_view_of_both_sides_is_on_its_own_side(name: str) -> None:
    found = body_map(name)
    for (muscle, side), places in found.places.items():
        for place in places:
            view = found.view(place.view)
            if view.mirror == view.id and side is not Side.MIDLINE:
                left_edge_is_left = view.edges[0] == "patient's left"
                assert (place.x < Decimal("0.5")) == ((side is Side.LEFT) == left_edge_is_left), (muscle, side, place)


@pytest.mark.parametrize("name", MAPS)
def test_no_point_is_used_twice_and_each_has_four_decimals_at_most(name: str) -> None:
    places = list(itertools.chain(*body_map(name).places.values()))
    assert len(set(places)) == len(places)
    for place in places:
        for part in (place.x, place.y):
            assert 0 < part < 1
            assert part == part.quantize(Decimal("0.0001"))


@pytest.mark.parametrize("indication", LICENSED)
def test_the_maps_hold_every_site_of_every_protocol(indication: str) -> None:
    for protocol in protocols(indication):
        places = body_map(protocol.drawing).places
        for target in protocol.targets:
            for side in (Side.LEFT, Side.RIGHT) if target.sided else (Side.MIDLINE,):
                assert len(places[target.muscle, side]) >= max(target.places, 1), (protocol.id, target.muscle)


def test_the_head_has_the_thirty_nine_sites_and_eight_more_to_choose_from() -> None:
    assert sum(len(places) for places in body_map("head").places.values()) == 47


def test_an_unknown_map_or_view_is_named() -> None:
    with pytest.raises(InvalidInput, match="map: 'knee' is not allowed; allowed: head, axilla"):
        body_map("knee")
    with pytest.raises(InvalidInput, match="view: 'top' is not allowed; allowed: front, back, left, right"):
        body_map("head").view("top")


def test_a_file_is_read() -> None:
    found = parse(ONE)["head"]
    assert isinstance(found, BodyMap)
    assert found.source == "interictal-body-maps"
    assert found.places == {
        ("frontalis", Side.LEFT): (Place("front", Decimal("0.75"), Decimal("0.25")),),
        ("frontalis", Side.RIGHT): (Place("front", Decimal("0.25"), Decimal("0.25")),),
    }


def test_a_muscle_may_stand_on_two_views() -> None:
    more = ONE + '\n[[head.muscles]]\nname = "frontalis"\nview = "front"\nleft = [[320, 100]]\n'
    assert len(parse(more)["head"].places["frontalis", Side.RIGHT]) == 2


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[head]", "[head", "file"),
        ('version = "head-1"', "", "head.version"),
        ('version = "head-1"', 'version = " "', "head.version"),
        ('"interictal-body-maps"', '"nobody"', "source"),
        ("[[head.views]]", "[[head.pictures]]", "pictures"),
        ("width = 400", "width = 0", "width"),
        ("width = 400", "width = 300", "width"),
        ("height = 400", "height = 400.0", "height"),
        ("height = 400", "", "height"),
        ('["patient\'s right", "patient\'s left"]', '["left"]', "edges"),
        ('["patient\'s right", "patient\'s left"]', "[1, 2]", "edges"),
        ('["patient\'s right", "patient\'s left"]', '"left"', "edges"),
        ('mirror = "front"', 'mirror = "back"', "mirror"),
        ('view = "front"', 'view = "back"', "view"),
        ('name = "frontalis"', 'name = "frontalis"\ndepth = 1', "depth"),
        ("left = [[300, 100]]", "", "left or midline"),
        ("left = [[300, 100]]", "left = [[300, 100]]\nmidline = [[200, 1]]", "left or midline"),
        ("left = [[300, 100]]", "left = []", "left"),
        ("left = [[300, 100]]", "left = 300", "left"),
        ("left = [[300, 100]]", "left = [[300]]", "left"),
        ("left = [[300, 100]]", "left = [300]", "left"),
        ("left = [[300, 100]]", "left = [[300.5, 100]]", "left"),
        ("left = [[300, 100]]", "left = [[401, 100]]", "within 400 by 400"),
        ("left = [[300, 100]]", "left = [[300, -1]]", "within 400 by 400"),
        ("left = [[300, 100]]", "left = [[300, 100], [300, 100]]", "each point once"),
    ],
)
def test_what_a_file_refuses(old: str, new: str, says: str) -> None:
    assert old in ONE
    with pytest.raises(InvalidInput, match=says.replace("[", r"\[")):
        parse(ONE.replace(old, new, 1))


def test_tables_must_be_tables() -> None:
    with pytest.raises(InvalidInput, match="head"):
        parse("head = 1")
    with pytest.raises(InvalidInput, match="views"):
        parse('[head]\nversion = "1"\nsource = "interictal-body-maps"\nviews = []')
    with pytest.raises(InvalidInput, match="views"):
        parse('[head]\nversion = "1"\nsource = "interictal-body-maps"\nviews = [1]')


def test_a_view_stands_once() -> None:
    view = ONE[ONE.index("[[head.views]]") : ONE.index("[[head.muscles]]")]
    with pytest.raises(InvalidInput, match="each id once"):
        parse(ONE.replace(view, view + view))


def test_a_mirror_has_the_same_size() -> None:
    view = ONE[ONE.index("[[head.views]]") : ONE.index("[[head.muscles]]")]
    pair = view.replace('mirror = "front"', 'mirror = "back"') + view.replace('id = "front"', 'id = "back"').replace(
        "width = 400", "width = 500"
    )
    with pytest.raises(InvalidInput, match="same size"):
        parse(ONE.replace(view, pair))

"""The injection chart: nothing overlaps, everything is legible, and every site is in words too."""

import dataclasses
import itertools
import math
import re
import struct
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal
from html import escape

import pytest

from interictal.errors import InvalidInput, NotSupported
from interictal.figures.bodymap import COLUMNS, DRAWINGS, Mark, body_map_svg, site_rows
from interictal.figures.drawing import png_of
from interictal.figures.themes import THEMES, contrast
from interictal.injection.maps import MAPS, body_map

FIXED = {
    "corrugator": 1,
    "procerus": 1,
    "frontalis": 2,
    "temporalis": 4,
    "occipitalis": 3,
    "cervical paraspinal": 2,
    "trapezius": 3,
}
SPACE = "{http://www.w3.org/2000/svg}"
WIDTHS = (760, 340)


def marks(name: str = "head", *, units: str = "5") -> list[Mark]:
    """A mark on each place of a map."""
    found: list[Mark] = []
    for (muscle, side), places in body_map(name).places.items():
        fixed = FIXED.get(muscle, 0) if name == "head" else len(places)
        for number, place in enumerate(places, 1):
            found.append(
                Mark(
                    number=len(found) + 1,
                    id=f"{muscle.replace(' ', '-')}-{side.value[0].upper()}{number}",
                    muscle=muscle,
                    side=side.value,
                    units=units,
                    kind="fixed" if number <= fixed else "follow-the-pain",
                    view=place.view,
                    x=place.x,
                    y=place.y,
                )
            )
    return found


def draw(name: str, on_it: list[Mark], **more: object) -> str:
    return body_map_svg(body_map(name), on_it, **{"title": "Plan", "description": "Words", **more})  # type: ignore[arg-type]


def groups(drawn: str) -> dict[int, str]:
    """Number -> what is drawn for its site."""
    return {int(number): group for group, number in re.findall(r"(<g><title>(\d+): .*?</g>)", drawn)}


def circle(group: str) -> tuple[float, float, float]:
    """Centre and outer radius."""
    x, y, radius = (float(part) for part in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', group)[0])
    return x, y, radius + (1 if "stroke=" in re.findall(r"<circle[^>]*>", group)[0] else 0)


def number_at(group: str) -> tuple[float, float]:
    """The middle of a number."""
    x, y = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', group)[0]
    return float(x), float(y) - 4


# --- No overlap, legible ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", MAPS)
def test_no_two_sites_touch_and_each_is_within_the_picture(name: str, width: int) -> None:
    drawn = draw(name, marks(name), width=width)
    high = float(re.findall(r'height="(\d+)"', drawn)[0])
    found = [circle(group) for group in groups(drawn).values()]
    assert len(found) == len(marks(name))
    for n, (x, y, radius) in enumerate(found):
        assert radius <= x <= width - radius
        assert radius <= y <= high - radius
        for other_x, other_y, other in found[:n]:
            assert math.hypot(x - other_x, y - other_y) >= radius + other + 1, (x, y)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_thirty_nine_sites_do_not_touch(width: int) -> None:
    extra = {"temporalis": 1, "occipitalis": 1, "trapezius": 2}
    chosen = [
        each
        for each in marks()
        if each.kind == "fixed" or int(re.findall(r"\d+$", each.id)[0]) <= FIXED[each.muscle] + extra[each.muscle]
    ]
    assert (len(chosen), sum(each.kind == "fixed" for each in chosen)) == (39, 31)
    found = [circle(group) for group in groups(draw("head", chosen, width=width)).values()]
    assert all(math.hypot(a[0] - b[0], a[1] - b[1]) >= a[2] + b[2] + 1 for n, a in enumerate(found) for b in found[:n])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", MAPS)
def test_the_number_of_any_skipped_site_stands_free(name: str, width: int) -> None:
    for skipped in marks(name):
        on_it = [
            dataclasses.replace(each, status="skipped") if each.number == skipped.number else each
            for each in marks(name)
            if each.view == skipped.view
        ]
        found = groups(draw(name, on_it, width=width))
        x, y = number_at(found[skipped.number])
        cross_x, cross_y = (
            float(part) + 5 for part in re.findall(r'<path d="M([\d.]+),([\d.]+)l', found[skipped.number])[0]
        )
        assert abs(x - cross_x) >= 6 + 5 or abs(y - cross_y) >= 4 + 5, "the number stands off its cross"
        assert math.hypot(x - cross_x, y - cross_y) <= 15, "and beside it"
        for number, group in found.items():
            if number != skipped.number:
                dot_x, dot_y, radius = circle(group)
                gap_x, gap_y = max(abs(x - dot_x) - 6, 0), max(abs(y - dot_y) - 4, 0)
                assert math.hypot(gap_x, gap_y) >= radius - 2, (skipped.id, number)


def test_numbers_are_set_in_eleven_pixels_at_least_and_words_in_thirteen() -> None:
    for width in WIDTHS:
        sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)"', draw("head", marks(), width=width))}
        assert min(sizes) == 11
        assert min(sizes - {11}) >= 13


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_have_contrast_on_dot_and_ring(theme: str) -> None:
    for mark, inside in ((marks()[0], "injection"), (marks()[12], "background")):
        group = groups(draw("head", [mark], theme=theme))[mark.number]
        fill = re.findall(r'<circle[^>]* fill="(#[0-9a-f]{6})"', group)[0]
        ink = re.findall(r'<text[^>]* fill="(#[0-9a-f]{6})"', group)[0]
        assert fill == THEMES[theme][inside]
        assert contrast(fill, ink) >= 4.5


# --- Shapes -----------------------------------------------------------------------------------------------------------


def test_dots_grow_with_the_dose_by_area() -> None:
    on_it = marks("bladder")
    doses = ["5", "10", "20", "10"]
    four = [dataclasses.replace(each, units=dose) for each, dose in zip(on_it[:4], doses, strict=True)]
    drawn = draw("bladder", four)
    assert [circle(group)[2] for group in groups(drawn).values()] == [9, 9, 12, 9]
    assert "larger: more units" in drawn
    three = [dataclasses.replace(each, units=dose) for each, dose in zip(on_it[:3], ["15", "18", "20"], strict=True)]
    radii = [circle(group)[2] for group in groups(draw("bladder", three)).values()]
    assert radii[0] / radii[2] == pytest.approx(math.sqrt(15 / 20), abs=0.01)
    assert "larger" not in draw("bladder", on_it)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", MAPS)
def test_a_larger_dot_is_never_the_smaller_dose(name: str, width: int) -> None:
    on_it = [dataclasses.replace(each, units=str(1 + each.number % 7)) for each in marks(name)]
    radii = {number: circle(group)[2] for number, group in groups(draw(name, on_it, width=width)).items()}
    by_dose = sorted(on_it, key=lambda each: (int(each.units), radii[each.number]))
    assert all(radii[a.number] <= radii[b.number] for a, b in itertools.pairwise(by_dose))


def test_a_large_dot_makes_room_for_its_neighbour() -> None:
    far, near = marks("bladder")[:2]
    near = dataclasses.replace(near, x=far.x + Decimal("0.05"), units="4")
    big = dataclasses.replace(far, units="20")
    x, _, radius = circle(groups(draw("bladder", [big, near]))[1])
    other_x, _, other = circle(groups(draw("bladder", [big, near]))[2])
    assert 9 <= radius < 12
    assert other_x - x >= radius + other


def test_a_moved_ring_keeps_its_tick_away_from_its_neighbours() -> None:
    on_it = [dataclasses.replace(each, status="moved") if each.number == 9 else each for each in marks()]
    found = groups(draw("head", on_it))
    x, y = (float(part) for part in re.findall(r"L([\d.]+),([\d.]+)", found[9])[0])
    dots = [circle(group) for number, group in found.items() if number != 9]
    assert all(math.hypot(x - dot[0], y - dot[1]) > dot[2] for dot in dots)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ["injection site, numbered as in the table"]),
        ({"kind": "follow-the-pain"}, ["follow-the-pain site"]),
        ({"status": "moved"}, ["injection site, numbered as in the table", "moved, with a tick"]),
        ({"status": "skipped"}, ["skipped"]),
    ],
)
def test_the_key_holds_the_shapes_that_are_there(changes: dict[str, str], words: list[str]) -> None:
    drawn = draw("head", [dataclasses.replace(marks()[0], **changes)])  # type: ignore[arg-type]
    possible = [
        "fixed site",
        "injection site, numbered as in the table",
        "follow-the-pain site",
        "moved, with a tick",
        "skipped",
    ]
    assert [each for each in possible if f">{each}<" in drawn] == words


def test_fixed_sites_are_called_so_where_others_follow_the_pain() -> None:
    assert ">fixed site<" in draw("head", marks())


# --- The picture ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", MAPS)
def test_a_file_of_its_own_with_the_theme_s_colours_only(name: str, theme: str) -> None:
    drawn = draw(name, marks(name), theme=theme, caption="onabotulinumtoxinA, 155 units at 31 sites", synthetic=True)
    root = ET.fromstring(drawn)
    title, words = root.find(f"{SPACE}title"), root.find(f"{SPACE}desc")
    assert title is not None
    assert words is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert (title.text, words.text) == ("Plan", "Words")
    assert set(re.findall(r"#[0-9a-f]{6}", drawn)) <= set(THEMES[theme].values())
    shown = " ".join("".join(each.itertext()) for each in root.iter(f"{SPACE}text"))
    for expected in ("onabotulinumtoxinA, 155 units at 31 sites", "SYNTHETIC: no patient's data"):
        assert expected in shown
    for view in body_map(name).views:
        for expected in (view.title, *view.edges):
            assert expected in shown
    for forbidden in ("var(", "<script", "style=", "href", "<image", "url(", "Gradient", "<pattern", "filter"):
        assert forbidden not in drawn


def test_the_page_gets_variables() -> None:
    drawn = draw("head", marks(), theme=None)
    assert not re.search(r"#[0-9a-f]{6}", drawn)
    assert set(re.findall(r"var\(--([a-z]+)\)", drawn)) <= set(THEMES["light"])


def test_names_are_escaped_and_the_label_is_only_there_when_asked_for() -> None:
    drawn = draw("head", marks(), title="<b>", description="&", caption="a < b")
    ET.fromstring(drawn)
    assert "SYNTHETIC" not in drawn
    assert "a &lt; b" in drawn


def test_two_columns_where_there_is_room_one_where_there_is_not() -> None:
    for width, columns in ((760, 2), (340, 1)):
        drawn = draw("head", marks(), width=width)
        assert len(set(re.findall(r'<svg x="([\d.]+)"', drawn))) == columns
        assert re.findall(r'<svg [^>]*width="(\d+)"', drawn)[0] == str(width)
        assert all(
            float(x) + float(w) <= width for x, w in re.findall(r'<svg x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
        )


def test_views_are_those_asked_for_or_those_with_a_site_or_all() -> None:
    titles = {view.id: escape(view.title) for view in body_map("head").views}

    def shown(on_it: list[Mark], views: tuple[str, ...] | None = None) -> list[str]:
        drawn = draw("head", on_it, views=views)
        found = [(drawn.index(f">{title}<"), each) for each, title in titles.items() if f">{title}<" in drawn]
        return [each for _, each in sorted(found)]

    assert shown([]) == ["front", "back", "left", "right"]
    assert shown([each for each in marks() if each.view == "left"]) == ["left"]
    assert shown(marks(), ("right", "front")) == ["right", "front"]
    assert set(groups(draw("head", marks(), views=("front",)))) == {
        each.number for each in marks() if each.view == "front"
    }


def test_the_patient_s_left_is_where_the_words_say() -> None:
    """Front: the left corrugator is on the viewer's right; back: the left trapezius is on the viewer's left."""
    drawn = draw("head", marks())
    found = groups(drawn)
    by_id = {each.id: circle(found[each.number])[0] for each in marks()}
    assert by_id["corrugator-L1"] > by_id["procerus-M1"] > by_id["corrugator-R1"]
    assert by_id["trapezius-L1"] < by_id["trapezius-R1"]
    edges = {view.id: view.edges for view in body_map("head").views}
    assert edges["front"] == ("patient's right", "patient's left")
    assert edges["back"] == ("patient's left", "patient's right")


def test_the_right_profile_is_the_left_one_turned_round() -> None:
    left, right = (
        draw("head", [], views=(side,), theme=None).split("<svg x=")[1].partition(">")[2] for side in ("left", "right")
    )
    assert 'transform="matrix(-1,0,0,1,400,0)"' in right
    assert re.findall(r' d="[^"]*"', left) == re.findall(r' d="[^"]*"', right)


@pytest.mark.parametrize("path", sorted(DRAWINGS.glob("*.svg")), ids=lambda path: path.stem)
def test_a_drawing_is_lines_and_nothing_else(path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    name, _, view = path.stem.partition("-")
    found = body_map(name).view(view)
    assert root.get("viewBox") == f"0 0 {found.width} {found.height}"
    for each in root:
        kind = each.attrib["class"].removesuffix(" both")
        if each.tag == f"{SPACE}text":
            assert (kind, each.keys()) == ("label", ["class", "x", "y"])
        else:
            assert each.tag == f"{SPACE}path"
            assert kind in {"outline", "detail", "faint", "area", "cover"}
            assert re.fullmatch(r"[MCLZ0-9 .\-]+", each.attrib["d"])


def test_the_trigone_is_marked_as_spared_and_holds_no_site() -> None:
    assert ">spared</text>" in draw("bladder", [])
    assert all(each.y < Decimal("0.66") for each in marks("bladder"))


# --- In words, and refusals -------------------------------------------------------------------------------------------


def test_every_site_has_its_row() -> None:
    two = marks()[:2]
    two[1] = dataclasses.replace(two[1], status="skipped")
    assert len(COLUMNS) == 7
    assert site_rows(reversed(two)) == (
        ("1", "corrugator-L1", "corrugator", "left", "5", "fixed", "planned"),
        ("2", "corrugator-R1", "corrugator", "right", "5", "fixed", "skipped"),
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "optional"}, "kind"),
        ({"status": "lost"}, "status"),
        ({"number": 0}, "number"),
        ({"number": 100}, "number"),
        ({"x": Decimal("1.01")}, "x:"),
        ({"y": Decimal("-0.01")}, "y:"),
        ({"units": "five"}, "units"),
        ({"units": "0"}, "units"),
        ({"units": "NaN"}, "units"),
        ({"view": "top"}, "view"),
    ],
)
def test_a_mark_that_cannot_be_drawn(changes: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        draw("head", [dataclasses.replace(marks()[0], **changes)])  # type: ignore[arg-type]


def test_a_number_is_given_once() -> None:
    with pytest.raises(InvalidInput, match="number"):
        draw("head", [marks()[0], dataclasses.replace(marks()[1], number=1)])


def test_an_unknown_view_or_theme() -> None:
    with pytest.raises(InvalidInput, match="view"):
        draw("head", [], views=("top",))
    with pytest.raises(InvalidInput, match="theme"):
        draw("head", [], theme="pink")


# --- PNG --------------------------------------------------------------------------------------------------------------


def test_png_scales() -> None:
    drawn = draw("bladder", marks("bladder"))
    one, two = (struct.unpack(">II", png_of(drawn, scale)[16:24]) for scale in (1, 2))
    assert one[0] == 760
    assert two == (2 * one[0], 2 * one[1])


def test_without_the_renderer_the_svg_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    drawn = draw("bladder", [])
    with pytest.raises(NotSupported, match="renderer"):
        png_of(drawn)

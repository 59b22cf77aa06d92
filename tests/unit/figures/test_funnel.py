"""The funnel plot: region, points, names, and what it refuses."""

import dataclasses
import json
import math
import re
import xml.etree.ElementTree as ET

import pytest

from interictal.errors import InvalidInput
from interictal.figures import NARROW, THEMES, WIDE, Funnel, FunnelPoint, Scale, funnel_plot, png, svg
from interictal.figures.figure import Figure

SPACE = "{http://www.w3.org/2000/svg}"
POINTS = (
    FunnelPoint("Large", 0.66, 0.10, group="oral"),
    FunnelPoint("Middle", 0.80, 0.30, group="injected"),
    FunnelPoint("Far off", 2.50, 0.35, group="oral", unconfirmed=True),
    FunnelPoint("Small", 0.50, 0.60, group="oral"),
)
PLOT = Funnel(POINTS, 0.67, "Odds ratio", "REML, 4 trials.", scale=Scale.LOG, egger_p=0.034)


def values(figure: Figure, kind: str, **look: object) -> list[dict]:
    return [
        value
        for one in figure.spec["layer"]
        if one["mark"]["type"] == kind and all(one["mark"].get(name) == wanted for name, wanted in look.items())
        for value in one["data"]["values"]
    ]


def texts(figure: Figure) -> set[str]:
    return {value["text"] for value in values(figure, "text")}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_words_and_table_say_the_same_figures(width: int) -> None:
    """Each study with its effect, standard error and place; the pooled effect, the region and the test."""
    figure = funnel_plot(PLOT, width)
    assert figure.title == "Odds ratio: 3 of 4 studies inside the 95 % region"
    assert figure.header == ("Study", "Group", "Odds ratio", "Standard error", "95 % region", "Status")
    assert figure.rows[0] == ("Large", "oral", "0.66", "0.1", "inside", "–")
    assert figure.rows[2] == ("Far off", "oral", "2.50", "0.35", "outside", "unconfirmed")
    for name, _, effect, error, _, _ in figure.rows:
        assert name in figure.description
        assert f"{effect}, standard error {error}" in figure.description
    assert "Outside it: Far off." in figure.description
    assert "Pooled: 0.67" in figure.description
    assert "Egger's test of asymmetry: p\N{NO-BREAK SPACE}0.034." in figure.source
    assert "by chance alone" in figure.source


def test_the_region_is_as_wide_as_the_level_says() -> None:
    """At the deepest standard error, that many of them to either side on the scale that is drawn."""
    figure = funnel_plot(PLOT)
    left, top, right = values(figure, "line")
    assert top == {"x": 0.67, "se": 0.0, "order": 1}
    assert left["se"] == right["se"] == pytest.approx(1.06 * 0.60)
    for corner, sign in ((left, -1), (right, 1)):
        assert math.log(corner["x"] / 0.67) == pytest.approx(sign * 1.959964 * left["se"], rel=1e-6)
    linear = funnel_plot(Funnel((FunnelPoint("A", -1.0, 0.5),), -1.2, "Mean difference", "x", level=90))
    assert values(linear, "line")[2]["x"] == pytest.approx(-1.2 + 1.644854 * 0.53, rel=1e-6)


def test_precise_studies_stand_at_the_top() -> None:
    """The axis of standard errors runs downwards."""
    figure = funnel_plot(PLOT)
    scale = next(one for one in figure.spec["layer"] if one["mark"].get("shape") == "circle")["encoding"]["y"]["scale"]
    assert scale["domain"][0] == 0
    assert scale["range"][0] == 0 < scale["range"][1]
    assert "standard error of the logarithm" in texts(figure)
    assert "standard error" in texts(funnel_plot(Funnel((FunnelPoint("A", -1.0, 0.5),), -1.2, "Difference", "x")))


def test_groups_differ_by_shape_and_unconfirmed_are_hollow() -> None:
    """Never by colour."""
    figure = funnel_plot(PLOT)
    assert len(values(figure, "point", shape="circle", fill="var(--text)")) == 2
    assert len(values(figure, "point", shape="circle", fill="var(--background)")) == 1
    assert len(values(figure, "point", shape="square")) == 1
    words = [entry.words for entry in figure.key]
    assert words[:3] == ["oral", "injected", "hollow: unconfirmed"]
    assert "pooled, 0.67" in words
    assert "no difference, 1" in words


def test_more_groups_than_shapes_share_the_last() -> None:
    """Up to six differ; the key says which are together."""
    points = tuple(FunnelPoint(f"S{at}", 1.0, 0.2, group=f"g{at}") for at in range(8))
    figure = funnel_plot(Funnel(points, 1.0, "Ratio", "x", scale=Scale.LOG))
    assert [entry.words for entry in figure.key][:6] == ["g0", "g1", "g2", "g3", "g4", "all other groups"]
    assert len(values(figure, "point", shape="cross")) == 3
    six = funnel_plot(Funnel(points[:6], 1.0, "Ratio", "x", scale=Scale.LOG))
    assert [entry.words for entry in six.key][5] == "g5"


def test_studies_outside_are_named_where_there_is_room() -> None:
    """To the right, else to the left, above or below; not over a point, a line or another name; not if very many."""
    assert "Far off (unconfirmed)" in texts(funnel_plot(PLOT))
    crowd = tuple(FunnelPoint("Far off", 2.5 + at / 1000, 0.35 + at / 1000) for at in range(4))
    figure = funnel_plot(dataclasses.replace(PLOT, points=(*POINTS, *crowd)))
    named = [value for value in values(figure, "text") if value["text"].startswith("Far off")]
    assert 1 <= len({(one["x"], one["y"]) for one in named}) < 5
    many = tuple(FunnelPoint(f"Out {at}", 5.0, 0.02 + at / 100) for at in range(13))
    assert not {text for text in texts(funnel_plot(dataclasses.replace(PLOT, points=many))) if text.startswith("Out")}


def test_a_study_beyond_the_axis_is_an_arrowhead() -> None:
    """The others keep their room."""
    points = (*(FunnelPoint(f"S{at}", -1.2 + at / 10, 0.4) for at in range(5)), FunnelPoint("Far", 5e4, 0.2))
    figure = funnel_plot(Funnel(points, -1.0, "Difference", "x"))
    assert len(values(figure, "point", shape="triangle-right", filled=True)) == 1
    assert len(values(figure, "point", shape="circle")) == 5
    assert figure.rows[-1][2] == "50000.00"
    mirrored = tuple(dataclasses.replace(one, estimate=-one.estimate) for one in points)
    assert len(values(funnel_plot(Funnel(mirrored, 1.0, "Difference", "x")), "point", shape="triangle-left")) == 1


def test_one_study() -> None:
    """There is a picture, and it says that there is one."""
    figure = funnel_plot(Funnel((FunnelPoint("Only", -1.2, 0.4),), -1.2, "Mean difference", "x"), NARROW)
    assert figure.title == "Mean difference: 1 of 1 study inside the 95 % region"
    assert "Egger" not in figure.source


def test_caption_and_labels() -> None:
    """A p value too small to write, a note, made-up studies, a title given."""
    plot = dataclasses.replace(
        PLOT, egger_p=0.00002, note="Other causes are possible.", synthetic=True, title="Lopsided", null=0.5
    )
    figure = funnel_plot(plot)
    assert figure.source.startswith("SYNTHETIC")
    assert "below 0.001. Other causes are possible." in figure.source
    assert figure.title == "Lopsided"
    assert "no difference, 0.5" in [entry.words for entry in figure.key]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_theme_renders(theme: str, width: int) -> None:
    """In the theme's colours only."""
    figure = funnel_plot(PLOT, width)
    drawn = svg(figure, theme)
    assert set(re.findall(r"#[0-9a-f]{6}", drawn)) <= set(THEMES[theme].values())
    assert png(figure, theme, 1).startswith(b"\x89PNG")
    json.dumps(figure.spec, allow_nan=False)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a\u202eb", "\x00\x1b[31m", "x" * 10_000])
def test_hostile_names(name: str) -> None:
    """Words and nothing else."""
    point = FunnelPoint(name, 5.0, 0.1, group=name)
    drawn = svg(funnel_plot(Funnel((point,), 1.0, name, name, scale=Scale.LOG, note=name, title=name), NARROW))
    assert not list(ET.fromstring(drawn).iter(f"{SPACE}script"))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", drawn.replace("\n", ""))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"points": ()}, "points"),
        ({"pooled": float("nan")}, "pooled"),
        ({"pooled": 0.0}, "ratio above 0"),
        ({"points": (FunnelPoint("S", -0.4, 0.1),)}, "ratio above 0"),
        ({"points": (FunnelPoint("S", 0.4, 0.0),)}, "standard error of S"),
        ({"points": (FunnelPoint("S", 0.4, float("inf")),)}, "standard error of S"),
        ({"points": (FunnelPoint("S", 0.4, float("nan")),)}, "standard error of S"),
        ({"egger_p": 1.2}, "egger_p"),
        ({"level": 100}, "level"),
    ],
)
def test_impossible_figures_are_refused(change: dict, message: str) -> None:
    """With the name of what is wrong."""
    with pytest.raises(InvalidInput, match=message):
        dataclasses.replace(PLOT, **change)
    with pytest.raises(InvalidInput, match="a finite number"):
        Funnel((FunnelPoint("S", 1e200, 0.1),), 0.0, "Difference", "x")

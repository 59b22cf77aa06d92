"""The forest plot as a picture: what it says, what it draws, and what it refuses."""

import dataclasses
import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interictal import INTENDED_USE
from interictal.errors import InvalidInput, NotSupported
from interictal.figures import (
    NARROW,
    THEMES,
    WIDE,
    Effect,
    Forest,
    Pooled,
    Scale,
    forest_plot,
    page_svg,
    png,
    svg,
)
from interictal.figures.effects import MOST_ROWS, NOT_ESTIMABLE, counted
from interictal.figures.figure import Figure

SPACE = "{http://www.w3.org/2000/svg}"
ROWS = (
    Effect("Aurora 2010", 0.61, 0.46, 0.82, weight=60, text="60/341 v 80/338"),
    Effect("Diener 2010", 0.70, 0.51, 0.95, weight=35, text="55/347 v 70/358"),
    Effect("Small 2011", 1.24, 0.38, 4.02, weight=5, text="5/30 v 4/29", unconfirmed=True),
)
POOLED = Pooled("Random effects (REML)", 0.66, 0.54, 0.81, text="I² 12 %", prediction=(0.4, 1.1))
PLOT = Forest(
    ROWS,
    (POOLED,),
    "Odds ratio of stopping",
    "REML, 3 trials.",
    scale=Scale.LOG,
    favours=("fewer stop with A", "fewer stop with B"),
    text_head="A v B, events/people",
)
HOSTILE = (
    "<script>alert(1)</script>",
    "a\u202eb\u202c",
    "\x00\x1b[31m",
    "x" * 10_000,
    "var(--nothing)",
    ' class="x"',
    "&amp;",
)


def layers(figure: Figure, kind: str, **look: object) -> list[dict]:
    """The layers with one kind of mark, and with these properties of it."""
    return [
        one
        for one in figure.spec["layer"]
        if one["mark"]["type"] == kind and all(one["mark"].get(name) == value for name, value in look.items())
    ]


def values(figure: Figure, kind: str, **look: object) -> list[dict]:
    return [value for one in layers(figure, kind, **look) for value in one["data"]["values"]]


def words(drawn: str) -> str:
    return " ".join("".join(one.itertext()) for one in ET.fromstring(drawn).iter(f"{SPACE}text"))


def boxes(figure: Figure) -> list[tuple[float, float, float, float, str]]:
    """Roughly where each word of the plot is: left, right, top, bottom."""
    from interictal.figures.drawing import text_width

    found = []
    for one in layers(figure, "text"):
        for value in one["data"]["values"]:
            wide = text_width(value["text"], 14) * 0.9
            shift = {"left": 0, "center": -wide / 2, "right": -wide}[one["mark"]["align"]]
            left = value["x"] + shift
            found.append((left, left + wide, value["y"] - 7, value["y"] + 7, value["text"]))
    return found


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of words that lie over each other."""
    found = boxes(figure)
    return [
        (one[4], other[4])
        for at, one in enumerate(found)
        for other in found[:at]
        if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
    ]


# --- What it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_title_words_and_table_say_the_same_figures(width: int) -> None:
    """The figures of every row stand in the table and in the text alternative."""
    figure = forest_plot(PLOT, width)
    assert figure.title == "Odds ratio of stopping: 0.66 (0.54 to 0.81) from 3 studies"
    assert figure.header == (
        "Study", "A v B, events/people", "Odds ratio of stopping", "95 % interval", "Weight", "Status"
    )  # fmt: skip
    assert figure.rows[0] == ("Aurora 2010", "60/341 v 80/338", "0.61", "0.46 to 0.82", "60.0 %", "–")
    assert figure.rows[2][-1] == "unconfirmed"
    assert figure.rows[3] == ("Random effects (REML)", "I² 12 %", "0.66", "0.54 to 0.81", "–", "–")
    assert figure.rows[4] == ("95 % prediction interval", "–", "–", "0.40 to 1.10", "–", "–")
    for row in figure.rows[:4]:
        assert f"{row[2]} ({row[3]})" in figure.description
    for part in ("0.40 to 1.10", "Small 2011 (unconfirmed)", "weight 35.0 %", "60/341 v 80/338", "fewer stop with A"):
        assert part in figure.description
    assert "No difference is at 1." in figure.description
    assert figure.width == width


def test_columns_without_content_are_left_out_of_the_table() -> None:
    """A network's estimates have no weights, data or groups."""
    plot = Forest((Effect("topiramate", -1.2, -2.1, -0.3),), (), "Mean difference", "x", head="Treatment")
    figure = forest_plot(plot)
    assert figure.header == ("Treatment", "Mean difference", "95 % interval")
    assert figure.rows == (("topiramate", "−1.20", "−2.10 to −0.30"),)
    assert figure.title == "Mean difference: 1 treatment"
    assert "dot-effect" in [entry.shape for entry in figure.key]


def test_a_given_title_stays() -> None:
    """The caller knows better what is seen."""
    assert forest_plot(dataclasses.replace(PLOT, title="Two of three lie left")).title == "Two of three lie left"


@pytest.mark.parametrize("synthetic", [True, False])
def test_made_up_studies_are_labelled(synthetic: bool) -> None:
    """The label stands first in the source."""
    source = forest_plot(dataclasses.replace(PLOT, synthetic=synthetic)).source
    assert source.startswith("SYNTHETIC") is synthetic
    assert source.endswith("REML, 3 trials.")


def test_unconfirmed_pooled_results_say_so_everywhere() -> None:
    """In the title, the key, the table, the words and the picture."""
    plot = dataclasses.replace(PLOT, pooled=(dataclasses.replace(POOLED, unconfirmed=True),))
    figure = forest_plot(plot)
    assert "unconfirmed" in figure.title
    assert "pooled, part of it unconfirmed" in [entry.words for entry in figure.key]
    assert [row[-1] for row in figure.rows[-2:]] == ["unconfirmed", "unconfirmed"]
    assert "Random effects (REML) (unconfirmed)" in figure.description
    assert layers(figure, "area")[0]["mark"]["fill"] == "var(--background)"
    assert "Random effects (REML) (unconfirmed)" in words(svg(figure))


def test_plurals() -> None:
    """Studies, treatments, pairs."""
    assert [counted(2, what) for what in ("study", "treatment", "pair")] == ["2 studies", "2 treatments", "2 pairs"]
    assert counted(1, "study") == "1 study"


# --- What it draws ----------------------------------------------------------------------------------------------------


def test_marks_lie_at_the_data() -> None:
    """Squares at the estimates with areas by weight, lines from end to end, a diamond of the pooled interval."""
    figure = forest_plot(PLOT)
    filled, hollow = values(figure, "point", fill="var(--text)"), values(figure, "point", fill="var(--background)")
    assert [value["x"] for value in filled] == [0.61, 0.70]
    assert [value["x"] for value in hollow] == [1.24]
    assert filled[1]["area"] / filled[0]["area"] == pytest.approx(35 / 60, abs=0.01)
    lines = [(value["x"], value["x2"]) for value in values(figure, "rule", color="var(--text)")]
    assert lines == [(row.low, row.high) for row in ROWS]
    assert [value["x"] for value in values(figure, "area")] == [0.54, 0.66, 0.81]
    assert [value["y2"] - value["y"] for value in values(figure, "area")] == [0, 15, 0]
    assert {value["x"] for value in values(figure, "rule", color="var(--quiet)")} == {1.0}
    scale = layers(figure, "area")[0]["encoding"]["x"]["scale"]
    assert scale["type"] == "log"


def test_a_prediction_interval_is_thinner_than_the_diamond_and_has_ends() -> None:
    """On a row of its own, named."""
    figure = forest_plot(PLOT)
    line, *ends = values(figure, "rule", color="var(--injection)")
    assert (line["x"], line["x2"]) == (0.4, 1.1)
    assert [end["x"] for end in ends] == [0.4, 1.1]
    assert "95 % prediction interval" in words(svg(figure))


def test_an_interval_beyond_the_axis_ends_in_an_arrowhead() -> None:
    """Of a study to the right, and of a pooled result and its prediction to both sides."""
    rows = (*ROWS[:2], Effect("Few events", 0.9, 0.001, 600.0, weight=1))
    plot = dataclasses.replace(PLOT, rows=rows, pooled=(Pooled("HK", 0.7, 1e-6, 1e6, prediction=(1e-9, 1e9)),))
    figure = forest_plot(plot)
    axis = plot.axis(200)
    assert axis.high < 600
    right = values(figure, "point", shape="triangle-right", color="var(--text)")
    assert len(right) == 1
    assert right[0]["x"] == layers(figure, "point")[0]["encoding"]["x"]["scale"]["domain"][1]
    for shape in ("triangle-left", "triangle-right"):
        assert len(values(figure, "point", shape=shape, color="var(--injection)")) == 2
    first, middle, last = values(figure, "area")
    assert 0 < first["y2"] - first["y"] < middle["y2"] - middle["y"], "the diamond is cut, not squeezed"
    assert last["x"] == right[0]["x"]
    assert "goes on beyond the axis" in [entry.words for entry in figure.key]
    assert "goes on beyond the axis" not in [entry.words for entry in forest_plot(PLOT).key]
    assert len(values(figure, "rule", color="var(--injection)")) == 1, "no end is drawn where there is none"


def test_a_study_far_off_the_axis_is_an_arrowhead_alone() -> None:
    """Its figures stand beside it all the same."""
    rows = (*(Effect(f"S{at}", -1 - at / 10, -2 - at / 10, -at / 10) for at in range(6)), Effect("Far", 1e6, 9e5, 2e6))
    figure = forest_plot(Forest(rows, (), "Mean difference", "x"))
    assert len(values(figure, "point", shape="circle")) == 6
    assert len(values(figure, "point", shape="triangle-right")) == 1
    assert "1.0e+06 (9" in words(svg(figure))


def test_what_cannot_be_estimated_has_words_and_no_mark() -> None:
    """Such as a study without events in either arm."""
    plot = dataclasses.replace(PLOT, rows=(*ROWS, Effect("No events", None, None, None, text="0/20 v 0/21")))
    for width in (WIDE, NARROW):
        figure = forest_plot(plot, width)
        assert len(values(figure, "point", stroke="var(--text)")) == 3
        assert figure.rows[3][2:4] == (NOT_ESTIMABLE, "–")
        assert NOT_ESTIMABLE in words(svg(figure))
    alone = Forest((Effect("No events", None, None, None),), (), "Odds ratio", "x", scale=Scale.LOG)
    assert forest_plot(alone).rows == (("No events", NOT_ESTIMABLE, "–"),)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_subgroups_stand_together_with_their_own_diamonds(width: int) -> None:
    """Rows without a group come first, the result of all comes last."""
    rows = (
        Effect("A1", 1.0, 0.5, 2.0, group="first"),
        Effect("B1", 1.1, 0.5, 2.0, group="second"),
        Effect("A2", 1.2, 0.5, 2.0, group="first"),
        Effect("Alone", 1.3, 0.5, 2.0),
    )
    pooled = (Pooled("Of all", 1.0, 0.8, 1.3), Pooled("Of first", 1.1, 0.8, 1.4, group="first"))
    figure = forest_plot(Forest(rows, pooled, "Ratio", "x", scale=Scale.LOG), width)
    at = {value["text"]: value["y"] for one in layers(figure, "text") for value in one["data"]["values"]}
    names = ["Alone", "first", "A1", "A2", "Of first", "second", "B1", "All together", "Of all"]
    assert sorted(names, key=lambda name: at[name]) == names
    assert figure.header[1] == "Group"
    assert "Pooled of first, Of first: 1.10" in figure.description


@pytest.mark.parametrize("count", [1, 2, 25, 26, 70])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_any_number_of_rows_has_room(count: int, width: int) -> None:
    """No word lies over another or outside the picture; a long plot has its axis above as well."""
    rows = tuple(
        Effect(f"Author{at} et al. {1990 + at}", 0.5 + at / 50, 0.2 + at / 50, 1.2 + at / 20, weight=100 / count,
               text=f"{at}/100 v {at}/98", unconfirmed=at % 7 == 0)
        for at in range(count)
    )  # fmt: skip
    figure = forest_plot(dataclasses.replace(PLOT, rows=rows), width)
    assert overlapping(figure) == []
    left = figure.spec["padding"]["left"]
    for start, end, _, low, text in boxes(figure):
        assert start >= -left - 1, text
        assert end <= width - left + 1, text
        assert low <= figure.spec["height"] + 4, text
    assert len(figure.rows) == count + 2
    plot = dataclasses.replace(PLOT, rows=rows)
    ticks = len(plot.axis(width - left - figure.spec["padding"]["right"]).ticks)
    below = [one for one in layers(figure, "rule", color="var(--border)")[0]["data"]["values"] if one["x"] == one["x2"]]
    assert len(below) == ticks * (2 if count > 25 else 1)


def test_on_a_page_numbers_stand_in_columns_on_a_phone_above_the_line() -> None:
    """The same words; the phone's axis is as long as the picture is wide."""
    wide, narrow = forest_plot(PLOT, WIDE), forest_plot(PLOT, NARROW)
    for figure in (wide, narrow):
        said = {value["text"] for one in layers(figure, "text") for value in one["data"]["values"]}
        assert {"Aurora 2010", "0.61 (0.46 to 0.82)", "0.40 to 1.10"} <= said
    assert narrow.spec["width"] == NARROW - 20
    assert wide.spec["width"] < WIDE / 2 + 80


# --- Every theme, and names from outside ------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_theme_renders(theme: str, width: int) -> None:
    """In the theme's colours only, with title, source and intended use."""
    figure = forest_plot(PLOT, width)
    drawn = svg(figure, theme)
    assert set(re.findall(r"#[0-9a-f]{6}", drawn)) <= set(THEMES[theme].values())
    assert "var(" not in drawn
    assert "REML, 3 trials." in words(drawn)
    assert INTENDED_USE in words(drawn).replace("\N{NO-BREAK SPACE}", " ")
    assert png(figure, theme, 1).startswith(b"\x89PNG")


def test_a_specification_is_plain_json_without_colours_and_addresses() -> None:
    """Colours are tokens; nothing is loaded from anywhere."""
    figure = forest_plot(PLOT)
    text = json.dumps(figure.spec, allow_nan=False).replace(figure.spec["$schema"], "")
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", text)
    assert "http" not in text


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_words_and_nothing_else(name: str, width: int) -> None:
    """Escaped, printable and short enough, wherever they stand."""
    row = Effect(name, 1.0, 0.5, 2.0, weight=5, text=name, group=name, unconfirmed=True)
    pooled = (Pooled(name, 1.0, 0.8, 1.2, group=name, text=name), Pooled(name, 1.0, 0.8, 1.2))
    figure = forest_plot(
        Forest((row,), pooled, name, name, scale=Scale.LOG, favours=(name, name), head=name, text_head=name), width
    )
    for drawn in (svg(figure), page_svg(figure)):
        root = ET.fromstring(drawn)
        assert not list(root.iter(f"{SPACE}script"))
        assert "<script" not in drawn
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", drawn.replace("\n", ""))
        assert max(len("".join(one.itertext())) for one in root.iter(f"{SPACE}text")) < 150
    assert len(figure.description) < 4000
    assert all(len(cell) <= 215 for row in figure.rows for cell in row)
    if name.startswith("var"):
        assert "var(--nothing)" in words(svg(figure)), "a name that looks like a colour is not one"
    if "class" in name:
        assert 'class="x"' in words(svg(figure))


def test_decimals_in_words_are_all_there() -> None:
    """Coordinates are shortened, numbers that a person reads are not."""
    rows = (Effect("A", 0.0214, -0.005, 0.0401), Effect("B", 0.12345, 0.1, 0.15))
    said = words(svg(forest_plot(Forest(rows, (), "Risk difference", "x"))))
    assert "0.021 (−0.005 to 0.040)" in said
    assert "0.123 (0.100 to 0.150)" in said


def test_a_long_word_in_the_source_goes_on_in_the_next_line() -> None:
    """Such as a file name; nothing of it is cut off."""
    name = "trials_" * 30 + ".csv"
    drawn = svg(forest_plot(dataclasses.replace(PLOT, source=f"File {name}."), NARROW))
    assert name in words(drawn).replace(" ", "")


# --- What it refuses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((0.5, None, 1.0), "both ends"),
        ((None, 0.2, 1.0), "both ends"),
        ((float("nan"), 0.2, 1.0), "finite"),
        ((0.5, 0.2, float("inf")), "finite"),
        ((0.5, 0.6, 1.0), "holds its estimate"),
        ((0.5, -0.2, 1.0), "not their logarithms"),
        ((0.0, 0.0, 1.0), "not their logarithms"),
        ((0.5, 0.2, 1e101), "not their logarithms"),
    ],
)
def test_impossible_effects_are_refused(row: tuple, message: str) -> None:
    """Which study it is, and what to do."""
    with pytest.raises(InvalidInput, match=message):
        dataclasses.replace(PLOT, rows=(Effect("Smith 2001", *row),))


def test_impossible_pooled_results_are_refused() -> None:
    """Also their prediction interval, and the group of no row."""
    for pooled, message in (
        (Pooled("All", 0.5, 0.6, 0.7), "All"),
        (Pooled("All", 0.65, 0.6, 0.7, prediction=(0.66, 0.9)), "holds its estimate"),
        (Pooled("Some", 0.65, 0.6, 0.7, group="nobody"), "group"),
    ):
        with pytest.raises(InvalidInput, match=message):
            dataclasses.replace(PLOT, pooled=(pooled,))
    with pytest.raises(InvalidInput, match="1e\\+100"):
        Forest((Effect("A", 0, -2e100, 1),), (), "Difference", "x")


def test_no_rows_too_many_rows_weights_and_levels() -> None:
    """Each says what is allowed."""
    with pytest.raises(InvalidInput, match="rows"):
        dataclasses.replace(PLOT, rows=())
    with pytest.raises(NotSupported, match=str(MOST_ROWS)):
        dataclasses.replace(PLOT, rows=ROWS[:1] * (MOST_ROWS + 1))
    with pytest.raises(InvalidInput, match="weight"):
        Effect("A", 1, 0, 2, weight=101)
    for level in (49, 100):
        with pytest.raises(InvalidInput, match="level"):
            dataclasses.replace(PLOT, level=level)
    assert forest_plot(dataclasses.replace(PLOT, level=90)).header[3] == "90 % interval"


SPAN = st.tuples(st.floats(-200, 200), st.floats(0, 20), st.floats(0, 20))


@settings(max_examples=40)
@given(st.lists(SPAN, min_size=1, max_size=8), st.booleans(), st.sampled_from([WIDE, NARROW]), SPAN)
def test_any_finite_effects_give_a_picture(spans: list, log: bool, width: int, pooled: tuple) -> None:
    """Every mark has finite coordinates on the axis."""
    scale = Scale.LOG if log else Scale.LINEAR

    def back(span: tuple[float, float, float]) -> tuple[float, float, float]:
        middle, below, above = span
        return scale.back(middle), scale.back(middle - below), scale.back(middle + above)

    rows = tuple(Effect(f"S{at}", *back(span), weight=at) for at, span in enumerate(spans))
    figure = forest_plot(Forest(rows, (Pooled("All", *back(pooled)),), "Effect", "x", scale=scale), width)
    assert json.dumps(figure.spec, allow_nan=False)
    low, high = layers(figure, "area")[0]["encoding"]["x"]["scale"]["domain"]
    for kind in ("rule", "point", "area"):
        for one in layers(figure, kind):
            if one["encoding"]["x"].get("scale"):
                for value in one["data"]["values"]:
                    assert low <= value["x"] <= high
                    assert value.get("x2", low) <= high

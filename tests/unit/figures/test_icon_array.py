"""The icon array as a picture: counts, the words it was given, and what it withholds."""

import dataclasses
import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interictal.errors import InvalidInput
from interictal.figures import NARROW, THEMES, WIDE, IconArray, IconColumn, icon_array, page_svg, png, svg
from interictal.figures.drawing import text_width
from interictal.figures.figure import Figure, Said
from interictal.figures.icons import MOST_COLUMNS, Icon, IconLine

SPACE = "{http://www.w3.org/2000/svg}"
HEADER = ("Choice", "Of 100", "Note")
KEY = {icon: Said(f"Key of {icon.value}.", f'data-from="{icon.value}"') for icon in Icon}


def said(text: str) -> Said:
    """Words with a mark of their own."""
    return Said(text, 'data-from="test"')


def column(name: str, **more: object) -> IconColumn:
    """A choice with a row that fits ``HEADER``."""
    return IconColumn(name=said(name), row=(name, "1", "2"), **more)  # type: ignore[arg-type]


def array(*columns: IconColumn, **more: object) -> IconArray:
    """An array of these choices."""
    parts = {
        "title": said("Of 100 people."),
        "key": KEY,
        "header": HEADER,
        "source": (said("From A."), said("From B.")),
    }
    return IconArray(columns=columns, **{**parts, **more})  # type: ignore[arg-type]


NO_CHANGE = column("No change", reason=said("No number, as nobody was without treatment."))
TOXIN = column(
    "Botulinum toxin",
    above=said("Counted: headache days, week 24."),
    anyway=24,
    more=12,
    stop=4,
    lines=(
        IconLine(said("12 more with it. It could be 3 to 21 more."), Icon.MORE, "bold"),
        IconLine(said("24 with a dummy as well."), Icon.ANYWAY),
        IconLine(said("4 stop because of side effects."), Icon.STOP),
        IconLine(said("One study."), style="quiet"),
    ),
)
FEWER = column("Other", anyway=24, more=-3, lines=(IconLine(said("3 fewer with it."), Icon.FEWER),))
ARRAY = array(NO_CHANGE, TOXIN, FEWER)


def values(figure: Figure, kind: str, **look: object) -> list[dict]:
    return [
        value
        for one in figure.spec["layer"]
        if one["mark"]["type"] == kind and all(one["mark"].get(name) == wanted for name, wanted in look.items())
        for value in one["data"]["values"]
    ]


def crosses(figure: Figure) -> list[dict]:
    return [
        value
        for one in figure.spec["layer"]
        if str(one["mark"].get("shape")).startswith("M")
        for value in one["data"]["values"]
    ]


# --- Counts -----------------------------------------------------------------------------------------------------------

COLUMN = st.integers(0, 100).flatmap(
    lambda anyway: st.builds(
        column, st.just("A"), anyway=st.just(anyway), more=st.integers(-anyway, 100 - anyway), stop=st.integers(0, 100)
    )
)


@given(COLUMN)
def test_there_are_always_a_hundred(one: IconColumn) -> None:
    """Each is one thing, the counts are the column's, and those who stop are the last."""
    icons = one.icons
    assert len(icons) == 100
    assert icons.count(Icon.ANYWAY) + icons.count(Icon.MORE) == (one.anyway or 0) + one.more
    assert icons.count(Icon.MORE) - icons.count(Icon.FEWER) == one.more
    assert len(one.stopping) == one.stop
    assert icons == sorted(icons, key=[*Icon].index)
    assert (Icon.STOP in one.used) is bool(one.stop)


@given(COLUMN)
def test_the_picture_draws_them_all(one: IconColumn) -> None:
    """Each place has an icon, a cross, or both where more stop than are left."""
    figure = icon_array(array(one))
    top = [
        (value["x"], value["y"])
        for layer in figure.spec["layer"]
        if layer["mark"]["type"] == "point"
        for value in layer["data"]["values"]
        if value["y"] < 230
    ]
    assert len(set(top)) == 100
    filled = [value for value in values(figure, "point", fill="var(--accent)") if value["y"] < 230]
    assert len(filled) == max(0, one.more)
    assert len([value for value in crosses(figure) if value["y"] < 230]) == one.stop


def test_no_two_kinds_differ_by_colour_alone() -> None:
    """Shape or filling tells them apart."""
    marks = [
        (one["mark"]["shape"], one["mark"]["fill"] == "var(--background)")
        for one in icon_array(ARRAY).spec["layer"]
        if one["mark"]["type"] == "point" and not one["mark"]["shape"].startswith("M")
    ]
    assert len(marks) == len(set(marks)) == 4


# --- Words ------------------------------------------------------------------------------------------------------------


def marked(root: ET.Element, mark: str) -> list[str]:
    """The words of each element that carries the mark, lines joined."""
    return [" ".join(" ".join(one.itertext()).split()) for one in root.iter() if one.get("data-from") == mark]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("draw", [svg, page_svg])
def test_every_sentence_stands_in_the_picture_once_with_its_mark(width: int, draw: object) -> None:
    """However many lines it takes; and once more in the text alternative, title first."""
    figure = icon_array(ARRAY, width)
    root = ET.fromstring(draw(figure))  # type: ignore[operator]
    spoken = [one.text for each in ARRAY.columns for one in each.spoken]
    alternative, rest = marked(root.find(f"{SPACE}desc"), "test"), marked(root, "test")  # type: ignore[arg-type]
    assert alternative == spoken
    assert sorted(rest) == sorted([*spoken, *spoken, "Of 100 people."])
    for icon in (Icon.ANYWAY, Icon.MORE, Icon.FEWER, Icon.NOT, Icon.STOP):
        assert marked(root, icon.value) == [f"Key of {icon.value}."] * 2


def test_it_has_no_words_of_its_own() -> None:
    """Everything in it was given to it; the file of its own adds source and intended use."""
    root = ET.fromstring(page_svg(icon_array(ARRAY)))
    texts = ["".join(one.itertext()) for one in root.iter(f"{SPACE}text")]
    given = " ".join(one.text for each in ARRAY.columns for one in each.spoken)
    given += " ".join(one.text for one in KEY.values())
    assert all(text in given for text in texts)
    assert len(texts) > 10


def test_source_table_and_label() -> None:
    """The sentences under it in their order; a made-up person is labelled."""
    figure = icon_array(ARRAY)
    assert figure.source == "From A. From B."
    assert (
        icon_array(dataclasses.replace(ARRAY, synthetic=True)).source == "SYNTHETIC, no real patient. From A. From B."
    )
    assert figure.header == HEADER
    assert figure.rows[1] == ("Botulinum toxin", "1", "2")
    assert figure.title == "Of 100 people."
    assert "12 more with it. It could be 3 to 21 more." in figure.description


def test_what_is_withheld_has_its_reason_in_the_frame_and_no_icon() -> None:
    """A box with words."""
    figure = icon_array(array(NO_CHANGE))
    assert not values(figure, "point")
    assert len(values(figure, "rect")) == 1
    assert figure.key == ()
    assert NO_CHANGE.icons == []
    assert NO_CHANGE.used == frozenset()


def test_the_key_names_what_is_there() -> None:
    """And no more."""
    shapes = [entry.shape for entry in icon_array(ARRAY).key]
    assert shapes == ["icon-anyway", "icon-more", "icon-fewer", "icon-not", "icon-stop"]
    few = icon_array(array(column("A", anyway=10)))
    assert [entry.words for entry in few.key] == ["Key of anyway.", "Key of not."]


@pytest.mark.parametrize("count", range(1, MOST_COLUMNS + 1))
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_frames_stand_beside_each_other_with_room(count: int, width: int) -> None:
    """At most four across, two on a phone; every word inside the picture, no two sentences on each other."""
    figure = icon_array(array(*((TOXIN, FEWER, NO_CHANGE) * 6)[:count]), width)
    assert len({one.x for one in figure.placed if one.style == "bold" and len(one.lines) == 1}) <= 2 * (
        4 if width == WIDE else 2
    )
    taken: set[tuple[float, float]] = set()
    for one in figure.placed:
        for index, line in enumerate(one.lines):
            assert one.x >= 0
            assert one.x + text_width(line, 14) <= width + 1
            at = (one.x, one.y + 17 * index)
            assert at not in taken
            taken.add(at)
            assert at[1] + 8 <= figure.spec["height"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_theme_renders(theme: str, width: int) -> None:
    """In the theme's colours only."""
    figure = icon_array(ARRAY, width)
    drawn = svg(figure, theme)
    assert set(re.findall(r"#[0-9a-f]{6}", drawn)) <= set(THEMES[theme].values())
    assert png(figure, theme, 1).startswith(b"\x89PNG")
    json.dumps(figure.spec, allow_nan=False)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a\u202eb", "\x00\x1b[31m", "x" * 10_000])
def test_hostile_words(name: str) -> None:
    """Words and nothing else, within the picture."""
    columns = (
        column(name, anyway=10, more=5, stop=3, above=said(name), lines=(IconLine(said(name), Icon.MORE),)),
        column(name, reason=said(name)),
    )
    figure = icon_array(
        array(*columns, title=said(name), source=(said(name),), key=dict.fromkeys(Icon, said(name))), NARROW
    )
    drawn = svg(figure)
    assert all(text_width(entry.words, 14) <= NARROW - 50 for entry in figure.key)
    assert not list(ET.fromstring(drawn).iter(f"{SPACE}script"))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", drawn.replace("\n", ""))


# --- What it refuses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({}, "the reason why"),
        ({"anyway": 3, "reason": said("r")}, "both"),
        ({"anyway": -1}, "0 to 100"),
        ({"anyway": 101}, "0 to 100"),
        ({"anyway": 60, "more": 41}, "0 to 100"),
        ({"anyway": 10, "more": -11}, "0 to 100"),
        ({"anyway": 10, "stop": 101}, "0 to 100"),
    ],
)
def test_impossible_counts_are_refused(more: dict, message: str) -> None:
    """With the name of the choice."""
    with pytest.raises(InvalidInput, match=message) as caught:
        column("Topiramate", **more)
    assert caught.value.field == "Topiramate"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (array, "choices: '0'"),
        (lambda: array(*(FEWER,) * (MOST_COLUMNS + 1)), "choices: '17'"),
        (lambda: array(TOXIN, key={}), "words for each kind"),
        (lambda: array(TOXIN, header=("Choice",)), "1 cells"),
    ],
)
def test_an_array_that_is_not_whole_is_refused(make: object, message: str) -> None:
    """No choice, too many, an icon that the key does not explain, a row that does not fit."""
    with pytest.raises(InvalidInput, match=message):
        make()  # type: ignore[operator]

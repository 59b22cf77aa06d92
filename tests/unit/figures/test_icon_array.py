"""The icon array, as a picture and in a terminal: counts, words, and what it withholds."""

import dataclasses
import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interictal.errors import InvalidInput
from interictal.figures import NARROW, THEMES, WIDE, IconArray, IconColumn, icon_array, icon_text, png, svg
from interictal.figures.drawing import text_width
from interictal.figures.figure import Figure
from interictal.figures.icons import APART, MOST_COLUMNS, Icon

SPACE = "{http://www.w3.org/2000/svg}"
NO_CHANGE = IconColumn("No change", 24, stop_words="nothing to stop")
TOXIN = IconColumn("Botulinum toxin", 24, 12, (3, 21), 4, note="Judged after 24 weeks.")
FEWER = IconColumn("Other", 24, -3, (-10, 5))
WITHHELD = IconColumn("Propranolol", withheld="its trials were in people with fewer headache days.")
UNCONFIRMED = IconColumn("Topiramate", 24, 17, (8, 27), 18, unconfirmed=True)
ARRAY = IconArray((NO_CHANGE, TOXIN, FEWER, WITHHELD, UNCONFIRMED), "half as many headache days", "Trials A and B.")


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
        IconColumn, st.just("A"), st.just(anyway), st.integers(-anyway, 100 - anyway), stop=st.integers(0, 100)
    )
)


@given(COLUMN)
def test_there_are_always_a_hundred(column: IconColumn) -> None:
    """Each is one thing, the counts are the column's, and those who stop are the last."""
    icons = column.icons
    assert len(icons) == 100
    gained = icons.count(Icon.ANYWAY) + icons.count(Icon.MORE)
    assert gained == column.total == (column.anyway or 0) + column.more
    assert icons.count(Icon.MORE) - icons.count(Icon.FEWER) == column.more
    assert len(column.stopping) == column.stop
    assert icons == sorted(icons, key=[*Icon].index)


@given(COLUMN)
def test_the_picture_draws_them_all(column: IconColumn) -> None:
    """Each place has an icon, a cross, or both where more stop than are left."""
    figure = icon_array(IconArray((column,), "it", "x"))
    frame = figure.spec["layer"]
    top = [
        (value["x"], value["y"])
        for one in frame
        if one["mark"]["type"] == "point"
        for value in one["data"]["values"]
        if value["y"] < 230
    ]
    assert len(set(top)) == 100
    filled = [value for value in values(figure, "point", fill="var(--accent)") if value["y"] < 230]
    assert len(filled) == max(0, column.more)
    assert len([value for value in crosses(figure) if value["y"] < 230]) == column.stop


def test_no_two_kinds_differ_by_colour_alone() -> None:
    """Shape or filling tells them apart."""
    marks = [
        (one["mark"]["shape"], one["mark"]["fill"] == "var(--background)")
        for one in icon_array(ARRAY).spec["layer"]
        if one["mark"]["type"] == "point" and not one["mark"]["shape"].startswith("M")
    ]
    assert len(marks) == len(set(marks)) == 4


# --- Words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_words_and_table_say_the_same_figures(width: int) -> None:
    """In natural frequencies, with the interval in words."""
    figure = icon_array(ARRAY, width)
    assert figure.title == (
        "Of 100 people like you, this many have half as many headache days: 24 (No change), 36 (Botulinum toxin), "
        "21 (Other)"
    )
    assert figure.rows == (
        ("No change", "24", "24", "0", "–", "nothing to stop", "–"),
        ("Botulinum toxin", "36", "24", "12", "3 to 21", "4", "Judged after 24 weeks."),
        ("Other", "21", "24", "−3", "−10 to 5", "not known", "–"),
        ("Propranolol", "not shown", "–", "–", "–", "–", "its trials were in people with fewer headache days."),
        ("Topiramate", "not shown", "–", "–", "–", "–", "unconfirmed; its figures were not seen at their source."),
    )
    for said in (
        "No change: 24 of 100 (24 anyway); nothing to stop.",
        "Botulinum toxin: 36 of 100 (24 anyway, 12 more with it, could be 3 to 21 more); 4 stop because of side",
        "Other: 21 of 100 (24 anyway, 3 fewer with it, could be 10 fewer to 5 more); not known how many stop",
        "Propranolol: not shown: its trials were in people with fewer headache days.",
        "Topiramate (unconfirmed): not shown",
    ):
        assert said in figure.description
    assert figure.source == f"Trials A and B. {APART}"
    words = " ".join("".join(one.itertext()) for one in ET.fromstring(svg(figure)).iter(f"{SPACE}text"))
    for said in ("24 of 100", "36 of 100", "24 anyway", "Not shown: its trials", "(unconfirmed)"):
        assert said in words


@pytest.mark.parametrize(
    ("more", "between", "words"),
    [
        (12, (3, 21), "12 more with it, could be 3 to 21 more"),
        (0, (-4, 4), "0 more with it, could be 4 fewer to 4 more"),
        (-5, (-9, -1), "5 fewer with it, could be 1 to 9 fewer"),
        (-5, (-9, 0), "5 fewer with it, could be 0 to 9 fewer"),
        (5, (0, 9), "5 more with it, could be 0 to 9 more"),
        (0, (0, 0), "0 more with it, could be 0 to 0 more"),
        (5, None, "5 more with it"),
        (0, None, ""),
    ],
)
def test_gains_in_words(more: int, between: tuple[int, int] | None, words: str) -> None:
    """More or fewer; nothing is said of a choice that changes nothing."""
    assert IconColumn("A", 24, more, between).gain_words == words


def test_titles() -> None:
    """Given, of more than four choices, and of none that can be shown."""
    many = IconArray((TOXIN,) * 5, "it", "x")
    assert many.shown_title == "Of 100 people like you, this many have it: 36 to 36, by choice"
    none = IconArray((WITHHELD,), "it", "x", people="adults")
    assert none.shown_title == "Of 100 adults, how many have it: not known for any choice"
    assert icon_array(none).source == "x", "nothing is drawn that could be among both"
    assert icon_array(none).key == ()
    assert icon_array(dataclasses.replace(ARRAY, title="Of 100, 36")).title == "Of 100, 36"


def test_what_is_withheld_has_its_reason_in_the_frame_and_no_icon() -> None:
    """Also what is unconfirmed, unless another reason is given."""
    figure = icon_array(IconArray((WITHHELD, UNCONFIRMED), "it", "x"))
    assert not values(figure, "point")
    assert len(values(figure, "rect")) == 2
    given = dataclasses.replace(UNCONFIRMED, withheld="only an abstract exists")
    assert given.reason == "only an abstract exists"
    assert given.total is None
    assert UNCONFIRMED.icons == []


def test_the_key_names_what_is_there() -> None:
    """And no more."""
    assert [entry.shape for entry in icon_array(ARRAY).key] == [
        "icon-anyway", "icon-more", "icon-fewer", "icon-not", "icon-stop"
    ]  # fmt: skip
    assert [entry.words for entry in icon_array(IconArray((NO_CHANGE,), "it", "x")).key] == [
        "anyway: also without treatment", "not"
    ]  # fmt: skip


def test_what_anyway_means_is_said_everywhere() -> None:
    """Placebo is not no treatment."""
    array = dataclasses.replace(ARRAY, baseline="also with placebo")
    figure = icon_array(array)
    assert figure.key[0].words == "anyway: also with placebo"
    assert figure.header[2] == "Anyway: also with placebo"
    assert "anyway: also with placebo" in figure.description
    assert "● anyway: also with placebo" in icon_text(array)


@pytest.mark.parametrize("count", range(1, MOST_COLUMNS + 1))
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_frames_stand_beside_each_other_with_room(count: int, width: int) -> None:
    """At most four across, two on a phone; every word inside the picture."""
    figure = icon_array(IconArray(((TOXIN, FEWER, WITHHELD) * 4)[:count], "it", "x"), width)
    across = {round(value["x"]) for value in values(figure, "text", fontWeight="bold")}
    assert len(across) <= (4 if width == WIDE else 2)
    for value in values(figure, "text"):
        assert value["x"] >= 0
        assert value["x"] + 0.9 * text_width(value["text"], 14) <= width
        assert value["y"] <= figure.spec["height"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_theme_renders(theme: str, width: int) -> None:
    """In the theme's colours only."""
    figure = icon_array(dataclasses.replace(ARRAY, synthetic=True), width)
    assert figure.source.startswith("SYNTHETIC")
    drawn = svg(figure, theme)
    assert set(re.findall(r"#[0-9a-f]{6}", drawn)) <= set(THEMES[theme].values())
    assert png(figure, theme, 1).startswith(b"\x89PNG")
    json.dumps(figure.spec, allow_nan=False)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a\u202eb", "\x00\x1b[31m", "x" * 10_000])
def test_hostile_names(name: str) -> None:
    """Words and nothing else, in the picture and in the terminal."""
    columns = (
        IconColumn(name, 10, 5, stop=3, note=name),
        IconColumn(name, withheld=name),
        IconColumn(name, 1, stop_words=name),
    )
    array = IconArray(columns, name, name, harm=name, people=name, baseline=name)
    drawn = svg(icon_array(array, NARROW))
    assert all(text_width(entry.words, 14) <= NARROW - 50 for entry in icon_array(array, NARROW).key)
    assert not list(ET.fromstring(drawn).iter(f"{SPACE}script"))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", drawn.replace("\n", ""))
    text = icon_text(array, 60)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", text.replace("\n", ""))
    assert all(len(line) <= 60 for line in text.splitlines())


# --- In a terminal ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("unicode", [True, False])
def test_lines_fit(width: int, unicode: bool) -> None:
    """A hundred signs a choice, in tens."""
    text = icon_text(ARRAY, width, unicode)
    assert all(len(line) <= width for line in text.splitlines())
    assert unicode or text.isascii()
    flat = " ".join(text.split())
    for said in ("36 of 100", "could be 3 to 21 more", "Propranolol: not shown", APART):
        assert said in flat
    signs = "●■□○×" if unicode else "o#-.x"
    drawn = [line for line in text.splitlines() if line.startswith("  ") and not set(line) - set(signs) - {" "}]
    assert sum(len(line.replace(" ", "")) for line in drawn) == 300


def test_signs_of_one_choice() -> None:
    """Anyway, more, not, stop."""
    plain = icon_text(IconArray((TOXIN,), "it", "x"), 80, unicode=False)
    drawn = "".join(line.replace(" ", "") for line in plain.splitlines() if line.startswith("  "))
    assert drawn == "o" * 24 + "#" * 12 + "." * 60 + "x" * 4
    fewer = icon_text(IconArray((FEWER,), "it", "x"), 80, unicode=False)
    assert "o" * 10 + " o---......" in fewer
    assert APART not in fewer


def test_more_stop_than_are_left() -> None:
    """Then some of those with the outcome are marked, and the key says why."""
    text = icon_text(IconArray((IconColumn("A", 60, 35, stop=20),), "it", "x"), 80)
    assert text.count("⊗") == 16
    assert "more stop than are left" in text


# --- What it refuses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ({}, "the reason why"),
        ({"anyway": -1}, "0 to 100"),
        ({"anyway": 101}, "0 to 100"),
        ({"anyway": 60, "more": 41}, "0 to 100"),
        ({"anyway": 10, "more": -11}, "0 to 100"),
        ({"anyway": 10, "stop": 101}, "0 to 100"),
        ({"anyway": 10, "more": 5, "between": (6, 9)}, "an interval that holds it"),
    ],
)
def test_impossible_counts_are_refused(column: dict, message: str) -> None:
    """With the name of the choice."""
    with pytest.raises(InvalidInput, match=message) as caught:
        IconColumn("Topiramate", **column)
    assert caught.value.field == "Topiramate"


def test_none_and_too_many_choices() -> None:
    """One to twelve."""
    for columns in ((), (NO_CHANGE,) * (MOST_COLUMNS + 1)):
        with pytest.raises(InvalidInput, match="choices"):
            IconArray(columns, "it", "x")

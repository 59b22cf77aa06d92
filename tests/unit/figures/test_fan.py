"""The fan chart: what it says in words, in its table, in its specification and in a terminal."""

import datetime as dt
import itertools
import json
import re

import pytest

from interictal.errors import InvalidInput
from interictal.figures import NARROW, WIDE
from interictal.figures.fan import fan
from interictal.figures.fan_lines import fan_text
from interictal.figures.fan_page import month_starts, page_of, read
from support.forecasts import ORIGIN, expected, forecast, withheld

WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])
BOTH = pytest.mark.parametrize("unicode", [True, False])


def layers(figure, kind: str) -> list[dict]:
    """The layers of a specification with one kind of mark."""
    return [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == kind]


def values(layer: dict) -> list[dict]:
    return layer["data"]["values"]


def said(figure) -> list[dict]:
    """Every text in the picture, where it stands; rims once."""
    return [
        {**value, **layer["mark"]}
        for layer in layers(figure, "text")
        if "stroke" not in layer["mark"]
        for value in values(layer)
    ]


def texts(figure) -> list[str]:
    return [one["text"] for one in said(figure)]


def dots(figure, *, hollow: bool) -> list[dict]:
    fill = "var(--background)" if hollow else "var(--headache)"
    found = [layer for layer in layers(figure, "point") if layer["mark"].get("fill") == fill]
    return [value for layer in found for value in values(layer)]


# --- Words and table --------------------------------------------------------------------------------------------------


@WIDTHS
def test_words_table_and_picture_have_the_same_figures(width: int) -> None:
    """Title, text alternative, table and picture name the 80 % interval of the first 28 days."""
    document = forecast()
    low, high = document["periods"][0]["expected"]["interval_80"]
    figure = fan(document, width)
    assert (
        figure.title == f"Next 28 days: {low} to {high} of 28 with headache expected (80\N{NO-BREAK SPACE}% interval)"
    )
    assert f"28 days from 4 May 2026: {low} to {high} of 28; without the session" in figure.description
    assert f"{low} to {high}" in texts(figure)
    assert {len(row) for row in figure.rows} == {len(figure.header)}
    (row,) = [row for row in figure.rows if row[1] == "28 days, 1"]
    assert row[figure.header.index("80 %")] == f"{low} to {high}"
    assert len([row for row in figure.rows if row[1] == "recorded"]) == 30
    assert len([row for row in figure.rows if row[1].startswith("week")]) == 24
    assert figure.width == width


def test_it_says_what_it_rests_on_and_that_it_tells_no_cause() -> None:
    """The line under it, and the text alternative."""
    figure = fan(forecast())
    assert figure.source.startswith(
        "SYNTHETIC, no real patient. A prediction by latent-days 1. Learnt from 190 of 210 days"
    )
    for words in (figure.source, figure.description):
        assert "It does not say that the session causes the difference." in words
    assert not fan(forecast(synthetic=False)).source.startswith("SYNTHETIC")


def test_the_specification_is_plain_json_without_colours_and_addresses() -> None:
    """Colours are tokens; nothing is loaded from anywhere; no number is missing."""
    text = json.dumps(fan(forecast()).spec, allow_nan=False).replace(
        "https://vega.github.io/schema/vega-lite/v6.json", ""
    )
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", text)
    assert "http" not in text


def test_another_document_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"interictal\.forecast/1"):
        fan({"schema": "interictal.assessment/1"})


# --- Marks ------------------------------------------------------------------------------------------------------------


@WIDTHS
def test_history_lies_left_of_today_and_the_bands_right_of_it(width: int) -> None:
    figure = fan(forecast(), width)
    (today,) = [values(layer)[0] for layer in layers(figure, "rule") if layer["mark"]["color"] == "var(--text)"]
    known = dots(figure, hollow=False) + dots(figure, hollow=True)
    assert max(dot["x"] for dot in known) < today["x"]
    bands = layers(figure, "area")
    assert len(bands) == 3
    assert min(value["x"] for band in bands for value in values(band)) == today["x"]
    assert max(value["x"] for band in bands for value in values(band)) == pytest.approx(figure.spec["width"])


def test_bands_are_nested_and_hold_the_median() -> None:
    """95 outside 80 outside 50, week for week; pixels count downwards."""
    figure = fan(forecast())
    outer, middle, inner = map(values, layers(figure, "area"))
    (medians,) = [
        values(layer)
        for layer in layers(figure, "rule")
        if (layer["mark"]["color"], layer["mark"]["strokeWidth"]) == ("var(--headache)", 3.5)
    ]
    assert len(medians) == 24
    for wide, mid, tight in zip(outer, middle, inner, strict=True):
        assert wide["high"] <= mid["high"] <= tight["high"] < tight["low"] <= mid["low"] <= wide["low"]
    for median, tight in zip(medians, inner[1:-1], strict=True):
        assert tight["high"] <= median["y"] <= tight["low"]


@WIDTHS
def test_one_number_still_has_a_band(width: int) -> None:
    """A patient with headache on every day."""
    always = {"week": 1, "start": "2026-05-04", "end": "2026-05-10", "without_next": None, "expected": expected(7, 1.0)}
    figure = fan(forecast(planned=False, weeks=0) | {"weeks": [always]}, width)
    for band in layers(figure, "area"):
        assert all(value["low"] - value["high"] > 2 for value in values(band))
    assert figure.title.startswith("Next 7 days: 7 of 7")
    assert not any("of 28" in text for text in texts(figure))


def test_a_dot_is_as_large_as_its_recorded_days_and_hollow_where_they_are_few() -> None:
    """Weeks without a recorded day have none."""
    figure = fan(forecast(history=9))
    assert sorted(dot["size"] for dot in dots(figure, hollow=False)) == [51.4, 61.7, 72, 72, 72, 72, 72]
    assert [dot["size"] for dot in dots(figure, hollow=True)] == [30.9]
    assert "under 4 days recorded" in [entry.words for entry in figure.key]
    rows = [row[2] for row in figure.rows if row[1] == "recorded"]
    assert "no day recorded" in rows
    assert "2 of 3 recorded days, 4.7 in 7" in rows


def test_a_long_diary_is_cut_in_the_picture_and_whole_in_the_table() -> None:
    """As many weeks as are forecast, 12 to 26; on a phone 14 at most."""
    for weeks, width, shown in ((24, WIDE, 24), (4, WIDE, 12), (52, WIDE, 26), (24, NARROW, 14)):
        figure = fan(forecast(weeks=weeks, history=100), width)
        first = page_of(read(forecast(weeks=weeks, history=100)), width).start
        assert first == ORIGIN - dt.timedelta(weeks=shown)
        assert len([row for row in figure.rows if row[1] == "recorded"]) == 100


@WIDTHS
def test_without_the_session_is_drawn_quietly_and_named_on_its_line(width: int) -> None:
    """A dashed mean with its 80 % edges, from the week of the session on; the names do not meet."""
    figure = fan(forecast(), width)
    quiet = [layer for layer in layers(figure, "line") if layer["mark"]["color"] == "var(--quiet)"]
    assert [layer["mark"]["strokeDash"] for layer in quiet] == [[2, 3], [2, 3], [7, 4]]
    (strong,) = [layer for layer in layers(figure, "line") if layer["mark"]["color"] == "var(--headache)"]
    assert min(value["x"] for value in values(quiet[0])) > min(value["x"] for value in values(strong))
    named = {one["text"]: one["y"] for one in said(figure) if one["text"].startswith("with")}
    without, given = named["without it"], next(y for text, y in named.items() if text.startswith("with the session"))
    assert given - without >= 20, "expected without it is higher, so its name stands above"


def test_where_less_is_expected_without_it_its_name_stands_below() -> None:
    document = forecast()
    for one in document["weeks"]:
        one["expected"], one["without_next"] = one["without_next"], one["expected"]
    named = {one["text"]: one["y"] for one in said(fan(document)) if one["text"].startswith("with")}
    assert named["without it"] > named["with the session on 27 May"]


@WIDTHS
def test_without_a_next_session_nothing_is_compared(width: int) -> None:
    figure = fan(forecast(planned=False), width)
    assert not [layer for layer in layers(figure, "line") if layer["mark"]["color"] == "var(--quiet)"]
    assert not any("without" in text for text in texts(figure))
    assert "No next session is planned" in figure.description
    assert "Without: mean" not in figure.header


def test_a_session_beyond_the_forecast_is_not_drawn() -> None:
    """It is named in the text alternative; the lines would lie on each other."""
    figure = fan(forecast(weeks=8, since=20))
    assert not any(text.startswith(("next", "with the", "without it")) for text in texts(figure))
    assert "with the next session on 23 Sep 2026" in figure.description


@WIDTHS
def test_names_of_sessions_keep_clear_of_each_other_and_of_today(width: int) -> None:
    """Eight sessions a week apart, and one planned in two days."""
    given = [(ORIGIN - dt.timedelta(weeks=back)).isoformat() for back in range(8, 0, -1)]
    figure = fan(forecast(sessions=given, since=0), width)
    marks = [layer for layer in layers(figure, "point") if layer["mark"].get("shape") == "triangle-down"]
    assert len(values(marks[0])) == 9
    names = sorted(
        (one["x"] - 3.2 * len(one["text"]), one["x"] + 3.2 * len(one["text"]))
        for one in said(figure)
        if one["y"] == -17
    )
    assert len(names) > 1
    for one, other in itertools.pairwise(names):
        assert one[1] <= other[0]


def test_a_week_for_which_nothing_is_compared_has_dashes() -> None:
    """The quiet lines leave it out."""
    document = forecast()
    document["weeks"][23]["without_next"] = None
    figure = fan(document)
    (row,) = [row for row in figure.rows if row[1] == "week 24"]
    assert row[-3:] == ("–", "–", "–")
    assert not any(text.startswith("with the session on") for text in texts(figure))


def test_units_are_named_where_they_are_known() -> None:
    assert "next 27 May, 155 U" in texts(fan(forecast()))
    assert "next 27 May" in texts(fan(forecast(units=None)))
    assert "next 27 May" in texts(fan(forecast(), NARROW))


@WIDTHS
def test_numbers_of_28_days_stand_under_their_days_or_in_a_list(width: int) -> None:
    document = forecast()
    figure = fan(document, width)
    for one in document["periods"]:
        for expected_days in (one["expected"], one["without_next"]):
            low, high = expected_days["interval_80"]
            assert f"{low} to {high}" in texts(figure)
    assert ("28 days from" in texts(figure)) is (width == NARROW)


def test_many_periods_are_listed_in_part_and_are_all_in_the_table() -> None:
    """A year: no room under the axis."""
    figure = fan(forecast(weeks=52))
    assert "The table has the later ones." in texts(figure)
    assert len([row for row in figure.rows if row[1].startswith("28 days")]) == 13


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "expected in week 10 (80\N{NO-BREAK SPACE}% interval: week 8 to 12)"),
        ({"interval_80": [8, None]}, "week 8 or later)"),
        ({"week": None, "interval_80": [None, None]}, "in half of the courses or more not within 16 weeks"),
    ],
)
def test_wearing_off_in_words(change: dict, words: str) -> None:
    document = forecast()
    document["wearing_off"] |= change
    figure = fan(document)
    assert words in figure.description
    assert words in " ".join(texts(figure))


def test_months_are_thinned_out_where_they_stand_close() -> None:
    """Every label keeps its distance; January is the year."""
    for weeks, width in ((24, WIDE), (24, NARROW), (104, WIDE), (104, NARROW), (520, NARROW)):
        found = month_starts(page_of(read(forecast(weeks=weeks)), width))
        places = [x for x, _ in found]
        assert all(after - before >= 28 for before, after in itertools.pairwise(places))
        assert len(found) >= 2
    assert "2027" in [name for _, name in month_starts(page_of(read(forecast(weeks=104)), WIDE))]


# --- Withheld ---------------------------------------------------------------------------------------------------------


@WIDTHS
def test_a_withheld_forecast_says_why_and_shows_the_diary_alone(width: int) -> None:
    figure = fan(withheld(), width)
    assert figure.title == "No forecast is shown"
    assert "Fewer than 28 days are recorded." in " ".join(texts(figure))
    assert figure.description.startswith("The forecast is withheld: Fewer than 28 days are recorded. Today is")
    assert not layers(figure, "area")
    assert len(dots(figure, hollow=False)) == 3
    assert [row[1] for row in figure.rows] == ["recorded"] * 3
    assert [entry.shape for entry in figure.key] == ["dot-28"]


@pytest.mark.parametrize("empty", [0, 1], ids=["no diary", "nothing recorded"])
def test_a_withheld_forecast_without_a_diary_is_words_alone(empty: int) -> None:
    """Never an empty frame."""
    document = withheld(history=empty)
    for one in document["history"]:
        one["recorded_days"] = one["headache_days"] = 0
    figure = fan(document)
    assert {layer["mark"]["type"] for layer in figure.spec["layer"]} == {"text"}
    assert "No week of the diary has a recorded day." in figure.description


# --- Terminal ---------------------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("width", [44, 60, 80, 120])
def test_lines_of_a_terminal_fit_and_say_the_same(width: int, unicode: bool) -> None:
    """No line is longer than the terminal; plain text is plain; the numbers are those of the document."""
    document = forecast()
    text = fan_text(document, width, unicode)
    assert all(len(line) <= width for line in text.splitlines())
    assert unicode or text.isascii()
    flat = " ".join(text.split())
    for one in document["periods"]:
        low, high = one["expected"]["interval_80"]
        assert f": {low} to {high} of 28; without the session" in flat
    assert "today, 4 May 2026" in flat
    assert "next session, 27 May 2026" in flat
    assert "session, 2 Mar 2026" not in flat, "before the weeks shown"
    assert "expected in week 10" in flat


def test_the_median_stands_at_its_column() -> None:
    """Under the number of the axis; what differs without the session has its own sign."""
    lines = fan_text(forecast(), 80).splitlines()
    axis = next(line for line in lines if line.split()[:3] == ["0", "1", "2"])
    (week,) = [line for line in lines if line.startswith(" 22 Jun")]
    assert week.index("█") == axis.index("2")
    assert week.index("○") == axis.index("4")


@BOTH
def test_a_terminal_shows_an_early_session_and_a_diary_without_one(unicode: bool) -> None:
    """A session within the weeks shown has its line; without any diary the weeks ahead stand alone."""
    recent = (ORIGIN - dt.timedelta(days=10)).isoformat()
    assert "session, 24 Apr 2026" in fan_text(forecast(sessions=[recent]), 80, unicode)
    bare = fan_text(forecast(history=0, planned=False, sessions=[], wearing_off=None), 80, unicode)
    assert "without the session" not in bare
    assert "Wearing off" not in bare
    assert bare.count(" to ") >= 24


def test_a_terminal_says_why_a_forecast_is_withheld() -> None:
    text = fan_text(withheld(), 50)
    assert text.endswith("No forecast is shown: Fewer than 28 days are\nrecorded.")
    assert "█" not in text

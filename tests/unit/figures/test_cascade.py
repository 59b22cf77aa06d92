"""The cascade of the mechanism: its panels, its marks, and the same in words."""

import dataclasses
import itertools
import json
import re

import pytest

from interictal.figures import NARROW, WIDE
from interictal.figures.cascade import cascade
from interictal.figures.cascade_panels import panels_of
from interictal.mechanism import course
from support.courses import headache_course, sweat_course

WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


def values(layer: dict) -> list[dict]:
    return layer["data"]["values"]


def layers(figure, kind: str) -> list[dict]:
    return [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == kind]


def said(figure) -> dict[str, dict]:
    return {
        value["text"]: value
        for layer in layers(figure, "text")
        if "stroke" not in layer["mark"]
        for value in values(layer)
    }


def changed(**timing: int | None):
    made = headache_course()
    return dataclasses.replace(made, timing=dataclasses.replace(made.timing, **timing))


def test_the_chain_of_a_headache_ends_at_headache_days_and_muscle_stands_beside() -> None:
    """Territories are in no panel; both kinds of terminal share the first three."""
    panels = panels_of(headache_course())
    assert [panel.short for panel in panels] == [
        *("Light chain", "SNAP-25", "Release", "Pain signals", "Sensitisation", "Effect", "Transmission", "Weakness")
    ]
    assert [len(panel.series) for panel in panels] == [2, 2, 2, 1, 1, 1, 1, 1]
    assert [panel.leading for panel in panels].index(True) == 5
    assert [panel.beside for panel in panels] == [False] * 6 + [True] * 2
    assert not any(one.territory for panel in panels for one in panel.series)


def test_an_autonomic_indication_shows_its_gland() -> None:
    """Named by the words of its state; nothing of muscle or pain."""
    panels = panels_of(sweat_course())
    assert [panel.title for panel in panels][-1] == "fall of sweat"
    assert panels[-1].leading
    figure = cascade(sweat_course())
    assert "muscle" not in figure.description
    assert [entry.words for entry in figure.key] == ["autonomic endings (acetylcholine)", "session"]


def test_a_motor_indication_ends_at_the_muscle() -> None:
    """The weakness is what is treated: nothing stands beside it."""
    panels = panels_of(course("cervical-dystonia", units=236))
    assert [panel.short for panel in panels] == ["Light chain", "SNAP-25", "Release", "Transmission", "Weakness"]
    assert panels[-1].leading
    assert not any(panel.beside for panel in panels)


@WIDTHS
def test_words_table_and_picture_have_the_same_figures(width: int) -> None:
    """Onset, best and loss in the title are those of the course and stand beside their rings."""
    made = headache_course()
    figure = cascade(made, width)
    timing = made.timing
    week = timing.wear_off_day // 7 + 1
    assert figure.title == (
        f"After a session: half of the effect in week {timing.onset_day // 7 + 1}, best in week {timing.best_week}, "
        f"half lost in week {week}"
    )
    assert figure.title in figure.description
    words = said(figure)
    assert {
        f"half: week {timing.onset_day // 7 + 1}",
        f"best: week {timing.best_week}",
        f"half lost: week {week}",
    } <= set(words)
    (rings,) = [values(layer) for layer in layers(figure, "point") if layer["mark"]["shape"] == "circle"]
    assert [ring["x"] for ring in rings] == sorted(ring["x"] for ring in rings)
    assert rings[1]["y"] == min(ring["y"] for ring in rings), "the best is the highest"
    assert "61 % of patients" in figure.description
    assert len(figure.rows) == 24
    assert {len(row) for row in figure.rows} == {len(figure.header)} == {12}
    assert figure.header[1:3] == ("Light chain, sensory", "Light chain, motor")
    weekly = made.weekly("relief")
    assert [row[figure.header.index("Effect")] for row in figure.rows] == [f"{value:.2f}" for value in weekly]


@WIDTHS
def test_every_session_is_an_upright_through_every_panel(width: int) -> None:
    """With its dose above."""
    figure = cascade(headache_course(), width)
    (uprights,) = [values(layer) for layer in layers(figure, "rule") if layer["mark"]["color"] == "var(--injection)"]
    assert len(uprights) == 2 * 8
    assert len({one["x"] for one in uprights}) == 2
    (marks,) = [values(layer) for layer in layers(figure, "point") if layer["mark"]["shape"] == "triangle-down"]
    assert {one["x"] for one in marks} == {one["x"] for one in uprights}
    assert "155 U" in said(figure)


@WIDTHS
def test_lines_stay_in_their_panels_and_texts_in_the_picture(width: int) -> None:
    """No line crosses into the next step; the branches differ by dash as well as colour."""
    figure = cascade(course(sessions=5, weeks=70), width)
    spans = [
        (min(point["y"] for point in values(layer)), max(point["y"] for point in values(layer)))
        for layer in layers(figure, "line")
    ]
    assert len(spans) == 11
    tops = sorted(set(spans))
    assert all(after[1] - after[0] < 120 for after in tops)
    assert all(0 <= top < bottom <= figure.spec["height"] for top, bottom in spans)
    dashes = {layer["mark"]["color"]: layer["mark"].get("strokeDash") for layer in layers(figure, "line")}
    assert dashes["var(--medication)"] == [6, 3]
    assert dashes["var(--headache)"] is None
    assert all(len(values(layer)) <= 262 for layer in layers(figure, "line"))


def test_doses_are_named_as_far_as_there_is_room() -> None:
    """Forty sessions on a phone."""
    figure = cascade(headache_course(sessions=40, weeks=480), NARROW)
    names = [value["x"] for layer in layers(figure, "text") for value in values(layer) if value["text"] == "155 U"]
    assert 2 <= len(names) < 12
    assert all(after - before >= 40 for before, after in itertools.pairwise(names))


def test_what_does_not_come_is_not_marked() -> None:
    """Neither onset nor loss within the course; a loss without a second session is said, not drawn."""
    figure = cascade(changed(onset_day=None, wear_off_day=None, half_lost_day_once=84))
    assert figure.title == "After a session: best in week 4, half lost in week 13 without another"
    assert len([text for text in said(figure) if text.startswith(("half", "best:"))]) == 1
    never = cascade(changed(wear_off_day=None, half_lost_day_once=None, share_worn_off=None))
    assert never.title.endswith("best in week 4")
    assert "in 61 % of patients" not in never.description


def test_a_ring_beyond_the_course_is_not_drawn() -> None:
    figure = cascade(changed(wear_off_day=4000))
    assert not any(text.startswith("half lost: ") for text in said(figure))


def test_names_of_rings_leave_later_cycles_free() -> None:
    """Five cycles on a phone: onset at the foot of the panel, the best at its head."""
    narrow = said(cascade(headache_course(sessions=5, weeks=60), NARROW))
    assert narrow["half: week 1"]["y"] - narrow["best: week 4"]["y"] > 70


def test_a_weak_effect_has_an_axis_of_its_own() -> None:
    """Below 1 the axis names its half."""
    made = headache_course()
    weak = [
        dataclasses.replace(one, values=tuple(value / 4 for value in one.values)) if one.id == "relief" else one
        for one in made.series
    ]
    assert "0.5" in said(cascade(dataclasses.replace(made, series=tuple(weak))))
    assert "1" in said(cascade(made))


def test_it_says_what_it_rests_on() -> None:
    """Model, protocol, sessions, whose course it is, and what is unconfirmed."""
    source = cascade(headache_course()).source
    for words in ("chronic-migraine, preempt-fixed", "155 U in week 12", "on the mean of patients", "wear-off"):
        assert words in source
    quiet = cascade(sweat_course(unconfirmed=())).source
    assert "of the median patient" in quiet
    assert "nconfirmed" not in quiet


@pytest.mark.parametrize("indication", ["chronic-migraine", "axillary-hyperhidrosis", "overactive-bladder"])
def test_the_shipped_courses_are_drawn_without_colours_and_addresses(indication: str) -> None:
    figure = cascade(course(indication))
    text = json.dumps(figure.spec, allow_nan=False).replace("https://vega.github.io/schema/vega-lite/v6.json", "")
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", text)
    assert "http" not in text


def test_a_dose_that_was_not_studied_is_named_at_the_foot() -> None:
    """With why; nothing of it otherwise."""
    assert f"Extrapolated: {course(units=300).extrapolated}" in cascade(course(units=300)).source
    assert "xtrapolated" not in cascade(course()).source

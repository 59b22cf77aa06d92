"""The three pictures: what they say in words, in their tables and in their specifications."""

import dataclasses
import datetime as dt
import json
import re

import pytest

from interictal.diary.days import Day, Diary, Severity, Status
from interictal.errors import DataUnavailable
from interictal.figures import NARROW, WIDE, calendar_strip, cycle_overlay, days_per_28
from interictal.figures.course import CHRONIC_HEADACHE_DAYS, CHRONIC_MIGRAINE_DAYS
from interictal.injection.sessions import Session
from interictal.outcomes.wearing_off import WearingOff
from interictal.verdicts import Verdict
from support.assessments import assessment, example_assessment
from support.diaries import MONDAY, diary

DAY = dt.timedelta(days=1)
MAKERS = (calendar_strip, days_per_28, cycle_overlay)


def sessions(*offsets: int) -> tuple[Session, ...]:
    return tuple(Session(date=MONDAY + DAY * offset) for offset in offsets)


def layers(figure, kind: str) -> list[dict]:
    """The layers of a specification with one kind of mark."""
    return [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == kind]


def values(layer: dict) -> list[dict]:
    return layer["data"]["values"]


# --- Every picture ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_picture_says_in_words_what_it_shows(make, width: int) -> None:
    figure = make(example_assessment(), width)
    assert figure.title
    assert len(figure.description) > len(figure.title)
    assert "ANY" in figure.source
    assert "400 of 434 days recorded" in figure.source
    assert figure.source.startswith("SYNTHETIC")
    assert {len(row) for row in figure.rows} == {len(figure.header)}
    assert figure.width == width


@pytest.mark.parametrize("make", MAKERS)
def test_a_specification_is_plain_json_without_colours_and_addresses(make) -> None:
    """Colours are tokens; nothing is loaded from anywhere."""
    text = json.dumps(make(example_assessment()).spec, allow_nan=False).replace(
        "https://vega.github.io/schema/vega-lite/v6.json", ""
    )
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", text)
    assert "http" not in text


def test_a_real_patient_is_not_labelled_synthetic() -> None:
    real = assessment(diary("(H..)10", patient="p1"))
    assert calendar_strip(real).source.startswith("Diary,")


# --- Calendar strip ---------------------------------------------------------------------------------------------------


def test_strip_draws_recorded_days_only() -> None:
    """H moderate, h mild, M severe, ? unknown severity, . none; _ has no cell at all."""
    figure = calendar_strip(assessment(diary("HhM?._H")))
    drawn = [(layer["mark"], len(values(layer))) for layer in layers(figure, "rect")]
    assert sum(count for _, count in drawn) == 6
    assert figure.title == "Headache on 5 of 6 recorded days"
    assert figure.rows == (("Jan 2024", "6", "5", "1", "2", "1", "1", "–"),)


def test_strip_tells_severity_by_height_and_no_headache_by_a_hollow_cell() -> None:
    figure = calendar_strip(assessment(diary("HhM?.")))
    height = {}
    for layer in layers(figure, "rect"):
        (cell,) = values(layer)
        colour = layer["mark"].get("fill") or layer["mark"]["stroke"]
        height[colour, layer["mark"].get("filled", True)] = round(cell["base"] - cell["top"], 2)
    assert height == {
        ("var(--accent)", False): 0.18,
        ("var(--mild)", True): 0.3,
        ("var(--moderate)", True): 0.45,
        ("var(--severe)", True): 0.6,
        ("var(--headache)", False): 0.45,
    }


def test_strip_never_guesses_a_severity_from_the_intensity() -> None:
    days = [Day(diary_date=MONDAY, status=Status.HEADACHE, intensity=9)]
    assert calendar_strip(assessment(Diary.of(days))).rows[0][3:7] == ("0", "0", "0", "1")


def test_strip_takes_a_headache_of_severity_none_as_unknown() -> None:
    days = [Day(diary_date=MONDAY, status=Status.HEADACHE, severity=Severity.NONE)]
    assert calendar_strip(assessment(Diary.of(days))).rows[0][6] == "1"


def test_strip_names_in_its_key_only_what_is_there() -> None:
    whole = calendar_strip(assessment(diary("Hh.")))
    assert [entry.words for entry in whole.key] == ["no headache", "mild", "moderate", "severe"]
    gaps = calendar_strip(assessment(diary("?_."), sessions(1)))
    assert [entry.words for entry in gaps.key][4:] == ["headache, severity not recorded", "not recorded", "injection"]


def test_strip_marks_each_injection_in_its_month() -> None:
    figure = calendar_strip(assessment(diary("(H.)60"), sessions(0, 84, 400)))
    (mark,) = layers(figure, "point")
    assert [value["x"] for value in values(mark)] == [1.5, 25.5]
    assert [row[-1] for row in figure.rows] == ["1 Jan 2024", "–", "25 Mar 2024", "–"]
    assert "1 Jan 2024, 25 Mar 2024" in figure.description


def test_strip_of_many_years_draws_the_latest_two_and_lists_all() -> None:
    long = assessment(diary("(H..)400"), sessions(30, 1000))
    figure = calendar_strip(long)
    assert len(figure.rows) == 40
    assert figure.spec["height"] == 24 * 30
    assert "latest 24 of 40 months" in figure.source
    assert len(values(layers(figure, "point")[0])) == 1
    assert calendar_strip(assessment(diary("(H..)9"))).source.endswith("of recorded days.")


def test_strip_ends_each_row_with_its_denominator() -> None:
    texts = [
        value["text"] for layer in layers(calendar_strip(assessment(diary("H.h__"))), "text") for value in values(layer)
    ]
    assert texts == ["Jan 2024", "2 of 3 days"]
    narrow = calendar_strip(assessment(diary("H.h__")), NARROW)
    assert [value["text"] for layer in layers(narrow, "text") for value in values(layer)] == ["Jan 24", "2/3"]


# --- Days per 28 ------------------------------------------------------------------------------------------------------


def lines(figure) -> list[list[dict]]:
    return [values(layer) for layer in layers(figure, "line")]


def test_course_joins_complete_periods_only() -> None:
    """28 known, 20 known, 15 known, 28 known: the third is a dot of its own and the line breaks there."""
    figure = days_per_28(assessment(diary("(HH..)7 (H.)10 _8 (H.)7 . _13 (HH..)7")))
    headache = lines(figure)[-1]
    assert [(point["known"], point["run"]) for point in headache] == [(28, 0), (20, 0), (28, 1)]
    hollow = [layer for layer in layers(figure, "point") if layer["mark"].get("shape") == "circle"][-1]
    assert [point["known"] for point in values(hollow)] == [15]
    assert "under 20 days known, not joined" in [entry.words for entry in figure.key]


def test_course_shows_a_missing_period_as_a_question_never_as_zero() -> None:
    figure = days_per_28(assessment(diary("(HH..)7 (H.)4 _20 (HH..)7")))
    assert figure.rows[1][5] == "–"
    assert figure.rows[1][8] == "not enough days recorded to tell"
    (question,) = [layer for layer in layers(figure, "text") if layer["mark"]["text"] == "?"]
    assert len(values(question)) == 1
    assert "not enough days recorded to tell (8 of 28 known)" in figure.description
    drawn = [
        point for layer in layers(figure, "point") if layer["mark"]["shape"] == "circle" for point in values(layer)
    ]
    assert len(drawn) == 2


def test_course_dots_are_as_large_as_their_denominator() -> None:
    dots = [layer for layer in layers(days_per_28(example_assessment()), "point") if layer["mark"]["shape"] == "circle"]
    for layer in dots:
        assert layer["encoding"]["size"]["field"] == "known"
        assert layer["encoding"]["size"]["scale"] == {"domain": [0, 28], "range": [0, 130]}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_course_names_its_lines_on_the_line(width: int) -> None:
    figure = days_per_28(example_assessment(), width)
    named = {layer["mark"]["text"] for layer in layers(figure, "text") if isinstance(layer["mark"].get("text"), str)}
    assert {"15 headache days", "8 migraine days"} <= named
    assert any("50 %" in name and "10.4" in name for name in named)
    rules = [values(layer)[0]["rate"] for layer in layers(figure, "rule") if "rate" in values(layer)[0]]
    assert rules == [CHRONIC_HEADACHE_DAYS, CHRONIC_MIGRAINE_DAYS, 10.37]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("line", ["(H.)28 (H...)21", "(H.)14 (HHH.)7 (H....)20 (HH.)28"])
def test_course_names_do_not_hide_each_other(width: int, line: str) -> None:
    """Baseline 16 puts half of it on the line of 8."""
    figure = days_per_28(assessment(diary("(HHHH...)8" + line), sessions(56)), width)
    boxes = {}
    for layer in layers(figure, "text"):
        mark = layer["mark"]
        if isinstance(mark.get("text"), str) and "x" in mark:
            boxes[mark["text"]] = (mark["x"] - 6.5 * len(mark["text"]), mark["x"], mark["y"])
    assert len(boxes) == 3
    for one, other in ((a, b) for a in boxes.values() for b in boxes.values() if a is not b):
        assert abs(one[2] - other[2]) >= 14 or one[1] <= other[0] or other[1] <= one[0]


def test_course_marks_injections_with_their_number_and_units() -> None:
    figure = days_per_28(example_assessment())
    texts = [value for layer in layers(figure, "text") for value in values(layer) if "units" in value]
    assert {value["name"] for value in texts} == {"Injection 1", "Injection 2", "Injection 3", "Injection 4"}
    assert {value["units"] for value in texts} == {"155 U"}


def test_course_with_many_injections_shortens_their_names() -> None:
    offsets = [28 + 84 * index for index in range(30)]
    figure = days_per_28(assessment(diary("(H.)1300"), sessions(*offsets)), NARROW)
    names = [value["name"] for value in values(layers(figure, "text")[0])]
    assert names[0] == "1"
    assert names[1] == ""
    assert len([name for name in names if name]) < 16
    medium = days_per_28(assessment(diary("(H.)150"), sessions(28, 112, 196)), NARROW)
    assert values(layers(medium, "text")[0])[0]["name"] == "Inj. 1"


def test_course_knows_no_units_where_the_file_has_none() -> None:
    figure = days_per_28(assessment(diary("(H.)60"), sessions(28)))
    assert [value["units"] for value in values(layers(figure, "text")[0])] == [""]


def test_course_of_an_injection_before_the_diary() -> None:
    """The diary begins in cycle 1: no baseline, no upright outside the picture."""
    given = (Session(date=MONDAY - 5 * DAY), Session(date=MONDAY + 79 * DAY))
    figure = days_per_28(assessment(diary("(H.)60"), given))
    assert len(values(layers(figure, "text")[0])) == 1
    assert not any("50 %" in str(layer["mark"].get("text")) for layer in layers(figure, "text"))
    assert "before the first injection" not in figure.title


def test_course_titles() -> None:
    assert days_per_28(example_assessment()).title.startswith("Headache days per 28: 20.7 before the first injection, ")
    assert days_per_28(assessment(diary("(H.)14"))).title == "Headache days per 28: 14.0 from 1 Jan 2024"
    two = days_per_28(assessment(diary("(H.)14 (H...)7"))).title
    assert two == "Headache days per 28: 14.0 from 1 Jan 2024, 7.0 from 29 Jan 2024"


def test_course_needs_a_rate() -> None:
    with pytest.raises(DataUnavailable, match="also those without headache"):
        days_per_28(assessment(diary("H....")))


def test_course_without_migraine_days_has_no_entry_for_them() -> None:
    bare = assessment(diary("(H.)14"))
    counts = [
        dataclasses.replace(
            one, counts={**one.counts, "migraine_days": dataclasses.replace(one.counts["migraine_days"], per_28=None)}
        )
        for one in bare.periods
    ]
    figure = days_per_28(dataclasses.replace(bare, periods=tuple(counts)))
    assert "migraine days" not in [entry.words for entry in figure.key]


def test_course_over_decades_keeps_its_axis_readable() -> None:
    figure = days_per_28(
        assessment(
            Diary.of(
                [
                    Day(diary_date=dt.date(1991 + n % 100, 1 + n // 100, 5), status=Status.NO_HEADACHE)
                    for n in range(1200)
                ]
                + [Day(diary_date=dt.date(1999, 1, 6) + DAY * n, status=Status.NO_HEADACHE) for n in range(22)]
            )
        )
    )
    axis = figure.spec["layer"][0]["encoding"]["x"]["axis"]
    assert len(axis["values"]) <= 13


# --- Cycle overlay ----------------------------------------------------------------------------------------------------


def test_overlay_of_the_example_reads_its_onset_and_wearing_off() -> None:
    figure = cycle_overlay(example_assessment())
    assert re.fullmatch(
        r"Cycle 4: lowest in week [3-8] \(\d\.\d headache days per 28\), back up from week 10", figure.title
    )
    assert figure.description.count("back up from week 10") == 4
    assert len(figure.rows) == 4 * 16
    texts = [layer["mark"].get("text") for layer in layers(figure, "text")]
    assert "back up from week 10" in texts
    narrow = [layer["mark"].get("text") for layer in layers(cycle_overlay(example_assessment(), NARROW), "text")]
    assert ["back up", "week 10 on"] in narrow


def test_overlay_draws_the_latest_strong_and_the_others_quiet_and_named() -> None:
    figure = cycle_overlay(example_assessment())
    drawn = [(layer["mark"]["color"], layer["mark"]["strokeWidth"]) for layer in layers(figure, "line")]
    assert drawn == [("var(--border)", 1.5)] * 3 + [("var(--headache)", 3.5)]
    names = [value["name"] for layer in layers(figure, "text") for value in values(layer) if "name" in value]
    assert sorted(names) == ["cycle 1", "cycle 2", "cycle 3", "cycle 4"]
    (band,) = layers(figure, "area")
    assert {value["cycle"] for value in values(band)} == {4}


def test_overlay_names_stay_apart_and_inside() -> None:
    """All cycles end at the same rate, at zero."""
    same = assessment(diary("(H.)14 .336"), sessions(28, 112, 196, 280))
    for width in (WIDE, NARROW):
        figure = cycle_overlay(same, width)
        places = sorted(v["rate"] for layer in layers(figure, "text") for v in values(layer) if "latest" in v)
        assert places[0] >= 0.5
        assert len(places) == 4


def test_overlay_lines_break_at_the_injection_and_at_gaps() -> None:
    figure = cycle_overlay(assessment(diary("(H.)14 (H.)14 _35 (H..)7"), sessions(28)))
    points = values(layers(figure, "line")[0])
    runs = {point["run"]: [p["week"] for p in points if p["run"] == point["run"]] for point in points}
    assert len(runs) == 3
    assert runs["1.0"] == [-3.5, -2.5, -1.5, -0.5]
    assert runs["1.1"][0] == 0.5


def test_overlay_of_one_cycle_has_no_entry_for_earlier_ones() -> None:
    one = cycle_overlay(assessment(diary("(H.)14 (H..)28"), sessions(28)))
    assert [entry.words for entry in one.key] == ["cycle 1, the latest", "its 95 % band", "baseline, 14.0"]


def test_overlay_without_a_baseline() -> None:
    figure = cycle_overlay(assessment(diary("(H..)28"), sessions(0)))
    assert "baseline" not in " ".join(entry.words for entry in figure.key)
    assert "Baseline" not in figure.description
    assert "in the week before" not in figure.description


@pytest.mark.parametrize(
    ("verdict", "week"), [(Verdict.NOT_MET, None), (Verdict.UNDETERMINED, None), (Verdict.MET, 30)]
)
def test_overlay_marks_wearing_off_only_where_it_is_seen(verdict: Verdict, week: int | None) -> None:
    """A week that the picture does not hold is said in the title and marked nowhere."""
    worn = (WearingOff(1, verdict, week, ""),)
    figure = cycle_overlay(assessment(diary("(H.)14 (H..)28"), sessions(28), wearing_off=worn))
    assert not any("back up" in str(layer["mark"].get("text")) for layer in layers(figure, "text"))
    assert ("back up from week 30" in figure.title) is (week == 30)


def test_overlay_moves_the_words_from_the_name_beside_them() -> None:
    worn = (WearingOff(1, Verdict.MET, 11, ""),)
    figure = cycle_overlay(assessment(diary("(H.)14 (H..)28"), sessions(28), wearing_off=worn))
    (words,) = [layer for layer in layers(figure, "text") if "back up" in str(layer["mark"].get("text"))]
    assert words["mark"]["dy"] == 30


@pytest.mark.parametrize(("cycles", "panels"), [(5, 0), (6, 6), (14, 12)])
def test_more_than_five_cycles_become_small_multiples(cycles: int, panels: int) -> None:
    line = "(H.)14" + "(H..)28" * cycles
    many = assessment(diary(line), sessions(*(28 + 84 * index for index in range(cycles))))
    for width, columns in ((WIDE, 4), (NARROW, 2)):
        figure = cycle_overlay(many, width)
        rows = figure.spec.get("vconcat", [])
        assert sum(len(row["hconcat"]) for row in rows) == panels
        assert all(len(row["hconcat"]) <= columns for row in rows)
        assert len({row[0] for row in figure.rows}) == cycles
    if panels:
        assert rows[-1]["hconcat"][-1]["title"]["text"] == f"Cycle {cycles}: up from week 10"


def test_small_multiples_without_wearing_off_or_baseline() -> None:
    many = assessment(diary("(H..)28" * 6), sessions(*(84 * index for index in range(6))), wearing_off=())
    figure = cycle_overlay(many)
    assert figure.spec["vconcat"][0]["hconcat"][0]["title"]["text"] == "Cycle 1"
    assert [entry.words for entry in figure.key] == ["headache days per 28", "95 % band"]


@pytest.mark.parametrize("line", ["(H.)30", "H60"])
def test_overlay_needs_injections_and_headache_free_days(line: str) -> None:
    given = () if line.startswith("(") else sessions(28)
    with pytest.raises(DataUnavailable, match="record also the days without headache"):
        cycle_overlay(assessment(diary(line), given))

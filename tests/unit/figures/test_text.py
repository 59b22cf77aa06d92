"""The pictures in a terminal."""

import datetime as dt

import pytest

from interictal.diary.days import Day, Diary, Severity, Status
from interictal.figures import overlay_text, strip_text
from interictal.injection.sessions import Session
from support.assessments import assessment, example_assessment
from support.diaries import MONDAY, diary

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("width", [44, 60, 79, 80, 120, 200])
@pytest.mark.parametrize("unicode", [True, False])
def test_lines_fit(width: int, unicode: bool) -> None:
    for text in (strip_text(example_assessment(), width, unicode), overlay_text(example_assessment(), width, unicode)):
        assert text
        assert all(len(line) <= width for line in text.splitlines())
        assert unicode or text.isascii()


def test_strip_shows_a_character_a_day() -> None:
    lines = strip_text(assessment(diary("HhM?._H")), 60).splitlines()
    assert lines[-1] == " 1 Jan 24 ▅▂█?· ▅"
    plain = strip_text(assessment(diary("HhM?._H")), 60, unicode=False).splitlines()
    assert plain[-1] == " 1 Jan 24 =-#?. ="


def test_strip_starts_its_weeks_with_the_injection() -> None:
    """The diary begins on a Monday, the injection is on a Wednesday: weeks begin on Wednesdays."""
    lines = strip_text(assessment(diary(".14"), (Session(date=MONDAY + 9 * DAY),)), 60).splitlines()
    mark = next(line for line in lines if line.strip() == "▼")
    days = lines[lines.index(mark) + 1]
    assert days.startswith("27 Dec 23")
    assert days[mark.index("▼") - 1] == " "
    assert days[mark.index("▼")] == "·"


def test_strip_leaves_injections_after_the_diary_out() -> None:
    assert "▼\n" not in strip_text(assessment(diary(".14"), (Session(date=MONDAY + 15 * DAY),)), 60) + "\n"


def test_strip_takes_a_headache_of_severity_none_as_unknown() -> None:
    days = [Day(diary_date=MONDAY, status=Status.HEADACHE, severity=Severity.NONE)]
    assert strip_text(assessment(Diary.of(days))).endswith("?")


def test_overlay_has_a_line_a_cycle_with_the_injection_between() -> None:
    head, axis, *lines = overlay_text(example_assessment(), 80).splitlines()
    assert "28" in head
    assert [line[:8] for line in lines] == ["cycle 1 ", "cycle 2 ", "cycle 3 ", "cycle 4 "]
    assert {line.index("│") for line in lines} == {18}
    assert axis.index("1") == 19, "week 1 begins at the injection"
    assert axis.index("-4") == 10


def test_overlay_digits_are_headache_days_a_week() -> None:
    """Headache every second day before, every day after."""
    text = overlay_text(assessment(diary("(H.)14 H28 ."), (Session(date=MONDAY + 28 * DAY),)), 60, unicode=False)
    before, after = text.splitlines()[-1].removeprefix("cycle 1   ").split("|")
    assert set(before) <= {"3", "4"}
    assert after.startswith("777")


def test_overlay_leaves_a_gap_where_nothing_is_known() -> None:
    text = overlay_text(assessment(diary("(H.)14 .14 _35 .21"), (Session(date=MONDAY + 28 * DAY),)), 60, unicode=False)
    assert "|000   0" in text.splitlines()[-1]


def test_overlay_without_cycles_is_empty() -> None:
    assert overlay_text(assessment(diary("(H.)14"))) == ""

"""Boundaries of the months that the tables do not show."""

import datetime as dt

from interictal.ichd3.day import headache
from interictal.ichd3.months import Month, in_months, last_months, open_days, span, until
from support.diaries import MONDAY, days
from support.words import day


def test_day_0_to_29_are_the_latest_month_and_day_90_is_out() -> None:
    shown = [(number, (MONDAY - one.diary_date).days) for number, one in in_months(days("h91", MONDAY - 90 * DAY))]
    assert shown == [(back // 30, back) for back in range(90)]


def test_a_diary_without_a_recorded_day_has_no_months() -> None:
    assert until(days("___"), None) == ()
    assert until([day("gap")], None) == ()
    assert last_months((), headache) == (Month(0, 0),) * 3
    assert span(()) == "in the last three months (no day is recorded)"


def test_rows_not_recorded_after_the_last_recorded_day_are_cut_and_those_before_it_kept() -> None:
    rows = [day("gap"), day("mild", MONDAY + DAY), day("gap", MONDAY + 2 * DAY)]
    assert until(rows, None) == tuple(rows[:2])
    assert until(rows, MONDAY + DAY) == tuple(rows[:2])
    assert until(rows, MONDAY) == ()


def test_an_answer_that_cannot_turn_names_no_open_days() -> None:
    assert open_days((Month(15, 15),), 15) == ""
    assert open_days((Month(14, 29),), 15).startswith("; 1 of the 90 days")


DAY = dt.timedelta(days=1)

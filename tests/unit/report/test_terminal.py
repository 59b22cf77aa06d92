"""The answer lines of the terminal report: what they say when figures are poor, open, or the wrong way round."""

import datetime as dt
from dataclasses import replace

import pytest

from interictal.assessment import assess
from interictal.injection.sessions import Session
from interictal.report.terminal import terminal
from support.diaries import MONDAY, diary


def answers(line: str, injections: str = "", **more: str) -> dict[str, str]:
    """The labelled lines at the top, joined where they wrap."""
    sessions = [Session(date=MONDAY + dt.timedelta(days=int(day))) for day in injections.split()]
    shown = terminal(assess(diary(line), sessions, **more), width=200).splitlines()
    return {text[:25].strip(): text[26:] for text in shown[2:5]}


@pytest.mark.parametrize(
    ("line", "injections", "said"),
    [
        ("H20 .8 H42 .42", "28", "20.0 before → 14.0 in cycle 1 (−30 %; a response of at least 30 %)"),
        ("H28 H59 .25", "28", "28.0 before → 19.7 in cycle 1 (−29.7 %; a fall of less than 30 %)"),
        ("H10 .18 H48 .36", "28", "10.0 before → 16.0 in cycle 1 (+60 %; a rise)"),
        ("H10 .18 H30 .54", "28", "10.0 before → 10.0 in cycle 1 (0 %; no change)"),
        (
            "H12 .7 _9 H5 .5",
            "28",
            "17.7 before → 14.0 in cycle 1 so far (10 of 84 days) (−21 %; a fall of less than 30 %; few days known)",
        ),
        (
            "H20 .8 H42 .42 H2",
            "28 112",
            "20.0 before → 14.0 in cycle 1 (−30 %; a response of at least 30 %); cycle 2 cannot be told",
        ),
        (
            "(H10 .18)3 H10",
            "",
            "10.0 (10 of 28 known days from 2024-02-26); migraine days 0.0",
        ),
        ("H5 .5", "", "14.0 (5 of 10 known days from 2024-01-01, few days known); migraine days 0.0"),
        ("?14 .14", "", "14.0 (14 of 28 known days from 2024-01-01); migraine days cannot tell"),
        ("H5", "", "not enough days recorded to tell"),
    ],
)
def test_headache_days(line: str, injections: str, said: str) -> None:
    assert answers(line, injections)["Headache days in 28"] == said


@pytest.mark.parametrize(
    ("line", "injections", "said"),
    [
        ("H20 .8 .84", "28", "not seen"),
        ("H20 .8 .30", "28", "cannot tell"),
        ("H20 .8 .84 .30", "28 112", "not seen; cycle 2: cannot tell"),
        ("H20 .8 .56 H28", "28", "cycle 1 from week 9"),
        ("H20 .8 .56 H28 .30", "28 112", "cycle 1 from week 9; cycle 2: cannot tell"),
    ],
)
def test_wearing_off(line: str, injections: str, said: str) -> None:
    assert answers(line, injections)["Wearing off"] == said


def test_the_definitions_are_named() -> None:
    said = "headache day PREEMPT-HD4, migraine day PATIENT"
    given = {"headache_definition": "PREEMPT-HD4", "migraine_definition": "PATIENT"}
    assert answers("H20 .8 .84", "28", **given)["Counted as"] == said


def test_a_stop_is_shown_with_its_rule_and_its_figures() -> None:
    sessions = [Session(date=MONDAY + dt.timedelta(days=day)) for day in (28, 112)]
    shown = terminal(assess(diary("H10 .18 (H16 .12)6"), sessions, guidelines=["nice-ta260"]), width=80)
    text = " ".join(shown.split())
    assert "nice-ta260, stop: headache days down by less than 30 % after 2 cycles. 10 headache days" in text
    assert "a change of +60.00 %; a fall of 30 % or more is the mark." in text


def test_a_week_that_cannot_be_named() -> None:
    """Wearing off is seen, but too few days of the single weeks are known."""
    found = assess(diary("H20 .8 .56 H28"), [Session(date=MONDAY + dt.timedelta(days=28))])
    unnamed = replace(found, wearing_off=(replace(found.wearing_off[0], week=None),))
    shown = [line.rstrip() for line in terminal(unnamed).splitlines()]
    assert "Wearing off               cycle 1" in shown
    assert any(line.startswith("1 ") and line.endswith("  seen") for line in shown)

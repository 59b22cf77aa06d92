"""The course on the terminal."""

import dataclasses

import pytest

from interictal import INTENDED_USE
from interictal.mechanism import course
from interictal.report.mechanism_terminal import mechanism_terminal


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("indication", ["chronic-migraine", "cervical-dystonia", "overactive-bladder"])
def test_lines_fit_the_terminal(indication: str, width: int, unicode: bool) -> None:
    """No line is longer than the terminal is wide, and ASCII is ASCII."""
    found = course(indication, units=120.0)
    text = mechanism_terminal(found, width=width, unicode=unicode)
    assert max(map(len, text.splitlines())) <= width
    assert unicode or text.isascii()


def test_a_week_is_a_row_with_its_session() -> None:
    """Sessions are marked where they are given; long courses show every second week or so."""
    lines = mechanism_terminal(course()).splitlines()
    rows = [line for line in lines if line[:1] in " >" and line[2:6].strip().isdigit()]
    assert len(rows) == 24
    assert [row[2:6].strip() for row in rows if row.startswith(">")] == ["1", "13"]
    long = mechanism_terminal(course(sessions=5)).splitlines()
    assert len([line for line in long if line[2:6].strip().isdigit() and line[:1] in " >"]) == 20


def test_what_a_reader_has_to_know_is_there() -> None:
    """Timing, side effects with what is unconfirmed, what it rests on, what is left out, the intended use."""
    text = " ".join(mechanism_terminal(course()).split())
    for words in (
        "half of the best effect in week 1 (unconfirmed)",
        "week 5 of the first cycle (unconfirmed)",
        "when the second session comes, on this mean (unconfirmed)",
        "it would be lost in week 13 (unconfirmed)",
        "in 61 of 100 the effect halves before the second session (unconfirmed)",
        "was seen in rats",
        "A-delta fibres",
        "one person's",
    ):
        assert words in text
    assert "Drooping eyelid: expected in 3.3 of 100 people (0.3 with placebo)" in text
    assert text.count("treatment-related, unconfirmed") == 2
    assert "Unconfirmed, because not seen at the source: snap25_synthesis" in text
    assert " day 2" not in text
    assert "xtrapolated" not in text
    assert text.endswith(INTENDED_USE)


def test_wearing_off_is_said_in_each_case() -> None:
    """Before the second session, not before it, within a single course, and not within it."""
    cases = {
        "half of the best effect is lost in week 12": course(units=75),
        "half of the best effect is left when the second session comes": course(),
        "half of the best effect is lost in week 22": course("overactive-bladder"),
        "half of the best effect is left when the course ends": course("overactive-bladder", weeks=10),
    }
    for words, found in cases.items():
        assert words in " ".join(mechanism_terminal(found).split())
    slow = course("neurogenic-detrusor-overactivity", sessions=2, interval_weeks=20)
    assert "Without a second session half of it would be lost in week 46" in " ".join(mechanism_terminal(slow).split())


def test_a_dose_that_was_not_studied_is_marked_wherever_it_shows() -> None:
    """Above the table, at each time, at each side effect; and where nothing is unconfirmed too."""
    found = course(units=400)
    text = " ".join(mechanism_terminal(found).split())
    assert f"Extrapolated: {found.extrapolated}" in text
    assert text.count("(extrapolated, unconfirmed)") == 5
    assert text.count(": extrapolated, expected in ") == len(found.side_effects) == 3
    sure = " ".join(mechanism_terminal(dataclasses.replace(found, unconfirmed=())).split())
    assert "week 5 of the first cycle (extrapolated)" in sure
    known = dataclasses.replace(found, unconfirmed=(), extrapolated="")
    assert "week 5 of the first cycle Wearing-off" in " ".join(mechanism_terminal(known).split())

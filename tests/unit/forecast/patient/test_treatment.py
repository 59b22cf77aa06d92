"""What sessions do over time, by block of days."""

from math import exp

import pytest

from interictal.forecast.patient.filtering import BLOCK_DAYS
from interictal.forecast.patient.parameters import Response, response
from interictal.forecast.patient.records import Dose
from interictal.forecast.patient.treatment import placebo_course, treatment_of
from interictal.mechanism import relief


def test_without_a_session_there_is_no_treatment() -> None:
    """Nor with one that lies beyond what is looked at."""
    assert treatment_of((), 100) is None
    assert treatment_of([Dose(100, 155)], 100) is None


def test_relief_is_that_of_the_middle_of_each_block() -> None:
    """Sessions in any order; nothing before the first."""
    found = treatment_of([Dose(98, 155), Dose(14, 155)], 120)
    assert found is not None
    middles = [3 + BLOCK_DAYS * block for block in range(18)]
    assert list(found.relief) == pytest.approx(relief([(14, 155), (98, 155)], middles))
    assert found.relief[:2] == (0, 0)
    assert len(found.placebo) == len(found.relief)


def test_the_course_with_placebo_rises_from_the_first_session() -> None:
    """Nothing before it; 1 on average in weeks 21 to 24; by its own time constants in between."""
    found = treatment_of([Dose(3, 155), Dose(87, 155)], 3 + 7 * 60)
    assert found is not None
    assert found.placebo[0] == 0
    assert list(found.placebo) == sorted(found.placebo)
    assert found.placebo[1] == pytest.approx(placebo_course(response(), 1))
    assert sum(found.placebo[21:25]) / 4 == pytest.approx(1, abs=0.01)


def test_two_parts_of_the_course() -> None:
    """A fast one and a slow one, by their share."""
    fast = Response(0.5, 0.3, 2.0, 50.0, 0.0, 0.9, 0.4, 0.25)
    level = sum(1 - exp(-week / 2) for week in (20.5, 21.5, 22.5, 23.5)) / 4
    assert placebo_course(fast, 2) == pytest.approx((1 - exp(-1)) / level)
    slow = Response(0.5, 0.3, 2.0, 50.0, 1.0, 0.9, 0.4, 0.25)
    assert placebo_course(slow, 2) < placebo_course(fast, 2)
    assert [placebo_course(fast, week) for week in (-1, 0)] == [0, 0]


def test_a_session_before_the_diary_is_under_way_on_its_first_day() -> None:
    found = treatment_of([Dose(-40, 155)], 30)
    assert found is not None
    assert found.relief[0] == pytest.approx(relief([(-40, 155)], [3])[0])
    assert found.placebo[0] > 0

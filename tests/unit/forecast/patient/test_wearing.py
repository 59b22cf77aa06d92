"""When the effect of a session is expected to have worn off."""

from __future__ import annotations

import datetime as dt

import pytest

from interictal.forecast.patient import wearing
from interictal.forecast.patient.records import HEADACHE, Dose, History
from interictal.forecast.patient.wearing import WEEKS, wearing_off
from interictal.mechanism import course

FIRST = dt.date(2024, 1, 1)


def _history(days: int) -> History:
    return History(FIRST, (HEADACHE,) * days)


def test_the_first_session_wears_off_as_the_mechanism_has_it() -> None:
    """By the second session in as many as there, and half of them by the week in which half is lost on the mean."""
    found = wearing_off(_history(28), [Dose(28, 155)])
    assert found is not None
    assert found.session == FIRST + dt.timedelta(28)
    timing = course().timing
    assert timing.half_lost_day_once is not None
    assert found.week == pytest.approx(timing.half_lost_day_once // 7 + 1, abs=1)
    assert found.earliest is not None
    assert found.earliest < found.week
    assert found.latest is not None
    assert found.week < found.latest <= WEEKS
    assert timing.share_worn_off is not None
    # The share is by day 84; a week before it, somewhat fewer.
    assert timing.share_worn_off - 0.3 < found.share_before_week_12 < timing.share_worn_off


def test_weeks_that_are_over_are_no_longer_expected() -> None:
    """The later it is, the later the week; before week 12 is not said once week 12 has come; nothing after week 16."""
    told = [wearing_off(_history(days), [Dose(0, 155)]) for days in (0, 69, 77, 98)]
    weeks = [one.week for one in told if one is not None]
    assert weeks == sorted(weeks)
    assert [one.share_before_week_12 is None for one in told if one is not None] == [False, False, True, True]
    for days, one in zip((0, 69, 77, 98), told, strict=True):
        assert one is not None
        assert one.earliest is None or one.earliest > days // 7
    assert wearing_off(_history(7 * WEEKS), [Dose(0, 155)]) is None


def test_nothing_is_left_to_expect() -> None:
    """No session; and a week by which hardly anybody's effect has not worn off."""
    assert wearing_off(_history(28), []) is None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wearing, "_HARDLY", 0.9)
        assert wearing_off(_history(91), [Dose(0, 155)]) is None


def test_a_session_of_a_series_wears_off_like_the_first() -> None:
    """What it adds to the effect of the others is what counts, not the level that they left."""
    first = wearing_off(_history(1), [Dose(0, 155)])
    later = wearing_off(_history(1), [Dose(84 * number, 155) for number in range(-3, 1)])
    assert first is not None
    assert later is not None
    assert first.week is not None
    assert later.week == pytest.approx(first.week, abs=1)
    assert later.share_before_week_12 == pytest.approx(first.share_before_week_12, abs=0.1)


def test_where_it_does_not_come_in_16_weeks_nothing_is_said_of_it() -> None:
    """The slowest tenth is beyond what is looked at once the faster ones have gone."""
    found = wearing_off(_history(91), [Dose(0, 155)])
    assert found is not None
    assert found.latest is None

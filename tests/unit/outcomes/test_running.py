"""What a window decides of its headaches, and what a response says of a running cycle and of few days."""

import datetime as dt

import pytest

from interictal.outcomes.counts import Tally
from interictal.outcomes.response import responses
from support.diaries import MONDAY, diary


def on(day: int) -> dt.date:
    """The n-th day of the diary, from 0."""
    return MONDAY + dt.timedelta(days=day)


def test_headaches_decided_in_a_window() -> None:
    """Days 2 to 6 of `?M.?MH.?`: five days, four headaches, of which three can be judged."""
    tally = Tally.of(diary("?M.?MH.?M"))
    assert tally.headaches_decided("migraine_days", on(1), on(6)) == (3, 4)
    assert tally.headaches_decided("headache_days", on(1), on(6)) == (4, 4)
    assert tally.headaches_decided("migraine_days", on(0), on(9)) == (4, 7)
    assert tally.headaches_decided("migraine_days", on(2), on(3)) == (0, 0)


@pytest.mark.parametrize(
    ("line", "running", "few"),
    [
        ("(H.)14 (H...)21", None, False),
        ("(H.)14 (H...)10", 40, False),
        ("(H.)14 (H...)20 H..", 83, False),
        ("(H.)14 (H.)5 _74", 10, True),
        ("(H.)7 _14 (H...)21", None, True),
    ],
)
def test_a_running_cycle_and_few_days_are_told(line: str, running: int | None, few: bool) -> None:
    """A cycle of 84 days is complete, of 83 running; 10 to 19 of 28 known days before or after are few."""
    (response,) = responses(Tally.of(diary(line)), [on(28)])
    assert response.running_days == running
    assert response.few_days is few


def test_the_next_session_ends_a_cycle() -> None:
    """However short it was."""
    first, second = responses(Tally.of(diary("(H.)14 (H...)20")), [on(28), on(70)])
    assert first.running_days is None
    assert second.running_days == 38

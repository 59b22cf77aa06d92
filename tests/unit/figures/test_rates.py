"""The weekly rates behind the cycle overlay."""

import datetime as dt

import pytest

from interictal.figures.rates import FEWEST_DAYS, cycle_rates, rates_by_cycle, wilson
from interictal.injection.sessions import Session
from interictal.periods import Rate, rate_per_28
from support.assessments import assessment
from support.diaries import MONDAY, diary, unfold

DAY = dt.timedelta(days=1)


def counted(line: str):
    """A count over the letters of a line: H headache, . none, _ not known."""
    letters = unfold(line)

    def count(start: dt.date, end: dt.date) -> Rate:
        window = [letters[i] for i in range((start - MONDAY).days, (end - MONDAY).days) if 0 <= i < len(letters)]
        return rate_per_28(window.count("H"), len(window) - window.count("_"), (end - start).days)

    return count


def weeks(line: str, *offsets: int):
    injections = tuple(MONDAY + DAY * offset for offset in offsets)
    return cycle_rates(counted(line), injections, MONDAY + DAY * (len(unfold(line)) - 1))


def rate_of(cycle, week: int) -> float | None:
    return next((one.per_28 for one in cycle.weeks if one.week == week), None)


def test_days_before_and_after_an_injection_are_not_mixed() -> None:
    """All days before have headache, none after: the step is where the injection is."""
    (cycle,) = weeks("H28 .28", 28)
    assert {rate_of(cycle, week) for week in range(-4, 0)} == {28.0}
    assert {rate_of(cycle, week) for week in range(4)} == {0.0}


def test_the_middle_week_is_a_mean_of_three() -> None:
    (cycle,) = weeks(".28 .7 H7 .14", 28)
    assert rate_of(cycle, 1) == pytest.approx(28 / 3)
    assert rate_of(cycle, 3) == 0
    assert [one.known for one in cycle.weeks if one.week == 1] == [21]
    assert next(one for one in cycle.weeks if one.week == 1).middle == 1.5


def test_the_first_week_has_no_day_before_it() -> None:
    (cycle,) = weeks("H28 H7 .21", 28)
    assert rate_of(cycle, 0) == 14
    assert next(one for one in cycle.weeks if one.week == 0).known == 14


@pytest.mark.parametrize(("known", "has_rate"), [(FEWEST_DAYS - 1, False), (FEWEST_DAYS, True)])
def test_too_few_known_days_leave_a_week_empty(known: int, has_rate: bool) -> None:
    (cycle,) = weeks(f"_28 .{known} _{14 - known} .14", 28)
    first = cycle.weeks[4]
    assert first.week == 0
    assert (first.per_28 is not None) is has_rate
    assert first.known == known


def test_a_cycle_ends_at_the_next_injection() -> None:
    first, second = weeks(".28 .70 .84", 28, 98)
    assert max(one.week for one in first.weeks) == 9
    assert max(one.week for one in second.weeks) == 11
    assert min(one.week for one in second.weeks) == -4


def test_an_early_injection_shortens_the_weeks_before_the_next() -> None:
    """The injection came after 14 days: only two weeks before it belong to that line."""
    _, second = weeks(".28 .14 .28", 28, 42)
    assert [one.week for one in second.weeks][:3] == [-2, -1, 0]


def test_a_late_cycle_stops_at_week_sixteen() -> None:
    (cycle,) = weeks(".28 .200", 28)
    assert max(one.week for one in cycle.weeks) == 15


def test_a_cycle_without_a_week_after_its_injection_is_left_out() -> None:
    assert weeks(".28 .6", 28) == []
    assert weeks(".28 _40", 28) == []


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_interval_is_wilson_s(count: int, of: int, low: float, high: float) -> None:
    """The four examples of Newcombe 1998 (Stat Med 17:857-872), Table I, method 3."""
    assert wilson(count, of) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert wilson(of - count, of) == (pytest.approx(1 - high, abs=5e-5), pytest.approx(1 - low, abs=5e-5))


def test_the_interval_holds_the_rate() -> None:
    for one in weeks("(H..)10 (.H)20", 28)[0].weeks:
        assert one.low <= one.per_28 <= one.high


def test_an_attack_diary_has_no_rate_by_week() -> None:
    line = "(H.)40"
    sessions = (Session(date=MONDAY + 28 * DAY),)
    assert rates_by_cycle(assessment(diary(line), sessions))
    assert rates_by_cycle(assessment(diary(line, attack_diary=True), sessions)) == []
    assert rates_by_cycle(assessment(diary("H80"), sessions)) == [], "no headache-free day was ever recorded"


def test_undecided_headaches_draw_no_rate_near_zero() -> None:
    sessions = (Session(date=MONDAY + 28 * DAY),)
    by_hours = {"headache_definition": "PREEMPT-HD4"}
    assert rates_by_cycle(assessment(diary("(?5 .2)16"), sessions, **by_hours)) == [], "all hours are unknown"
    (cycle,) = rates_by_cycle(assessment(diary("(H5 .2)16"), sessions, **by_hours))
    assert {round(one.per_28) for one in cycle.after} == {20}


def test_an_injection_after_the_diary_opens_no_line() -> None:
    sessions = (Session(date=MONDAY + 28 * DAY), Session(date=MONDAY + 200 * DAY))
    assert [one.cycle for one in rates_by_cycle(assessment(diary("(H.)40"), sessions))] == [1]

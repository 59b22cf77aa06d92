"""Every day belongs to exactly one period, wherever the injections lie."""

import datetime as dt
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.periods import PERIOD_DAYS, calendar_periods, injection_periods

DATES = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
SPANS = st.integers(0, 900)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(first=DATES, span=SPANS, offsets=st.lists(st.integers(-200, 1100), min_size=0, max_size=12))
def test_partition(first: dt.date, span: int, offsets: list[int]) -> None:
    """The periods tile the span without gap or overlap, and each knows its cycle."""
    last = first + dt.timedelta(days=span)
    injections = {first + dt.timedelta(days=each) for each in offsets}
    periods = injection_periods(injections, first, last) if injections else calendar_periods(first, last)
    assert list(periods) == sorted(periods, key=lambda period: period.start)
    assert all(a.end == b.start for a, b in itertools.pairwise(periods))
    assert periods[0].start <= first
    assert last < periods[-1].end
    assert all(period.end > first and period.start <= last for period in periods)
    opened = sorted(injections)
    for period in periods:
        if not opened:
            assert period.cycle is None
            continue
        assert period.cycle == sum(day <= period.start for day in opened)
        if period.cycle == 0:
            assert (opened[0] - period.end).days == PERIOD_DAYS * (-period.period_in_cycle - 1)
        else:
            assert (period.start - opened[period.cycle - 1]).days == PERIOD_DAYS * (period.period_in_cycle - 1)
        if period.days < PERIOD_DAYS:
            assert period.end in injections


def test_every_date_from_1990_to_2100() -> None:
    """40,542 days, no period lost in a leap year."""
    first, last = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
    periods = calendar_periods(first, last)
    assert sum(period.days for period in periods) >= (last - first).days + 1
    assert len(periods) == ((last - first).days + PERIOD_DAYS) // PERIOD_DAYS
    assert {(b.start - a.start).days for a, b in itertools.pairwise(periods)} == {PERIOD_DAYS}

"""What docs/spec/diary-format.md does not cover of entries for the same date."""

import datetime as dt

from interictal.diary.days import Day, Severity, Status
from interictal.diary.merging import merge
from support.diaries import MONDAY, days


def test_days_in_order_pass_as_they_are() -> None:
    listed = days("H.M")
    merged, findings = merge(enumerate(listed))
    assert all(one is other for one, other in zip(merged, listed, strict=True))
    assert findings == []


def test_nothing_to_merge() -> None:
    assert merge([]) == ((), [])


def test_days_out_of_order_are_sorted_without_a_finding() -> None:
    listed = days("H.M")
    assert merge(enumerate(reversed(listed))) == (tuple(listed), [])


def test_a_file_joined_with_itself_is_one_finding() -> None:
    listed = days("(H.)9")
    merged, findings = merge(enumerate([*listed, *listed], 2))
    assert merged == tuple(listed)
    assert [(found.code, found.rows) for found in findings] == [("duplicate-day", tuple(range(2, 38)))]


def test_all_fields_that_differ_are_named() -> None:
    one = Day(diary_date=MONDAY, status=Status.HEADACHE, hours=5, severity=Severity.MILD, nausea=True, intakes=())
    two = Day(diary_date=MONDAY, status=Status.NO_HEADACHE, nausea=False, intakes=())
    (day,), (found,) = merge([(2, one), (3, two)])
    assert found.field == "status, nausea"
    assert "the day counts as not recorded" in found.message
    assert (day.status, day.hours, day.nausea, day.intakes) == (Status.NOT_RECORDED, 5, None, ())


def test_the_same_moment_written_with_two_offsets_is_one_entry() -> None:
    at = dt.datetime(2024, 1, 1, 10, tzinfo=dt.UTC)
    one = Day(diary_date=MONDAY, status=Status.HEADACHE, recorded_at=at)
    two = Day(diary_date=MONDAY, status=Status.HEADACHE, recorded_at=at.astimezone(dt.timezone(dt.timedelta(hours=5))))
    results = {repr(merge(order)[0]) for order in ([(2, one), (3, two)], [(3, two), (2, one)])}
    assert len(results) == 1

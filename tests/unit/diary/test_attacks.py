"""What the tables of docs/spec/attacks.md do not cover."""

import datetime as dt

import pytest

from interictal.diary.attacks import Attack, days_from_attacks, end_after
from interictal.diary.days import LATEST
from interictal.errors import InvalidInput

START = dt.datetime(2024, 3, 1, 8)  # noqa: DTZ001


def test_unlisted_days_have_two_meanings() -> None:
    with pytest.raises(InvalidInput, match="unknown or free"):
        days_from_attacks([], unlisted_days="none")


def test_findings_name_the_rows() -> None:
    attacks = [Attack(started=START, row=row) for row in (9, 4)] + [Attack(started=START.replace(day=2), row=7)]
    _, findings = days_from_attacks(attacks)
    assert {finding.code: finding.rows for finding in findings} == {"attack-without-end": (7, 9), "attack-twice": (4,)}


def test_a_length_beyond_belief_overflows_nothing() -> None:
    attack = Attack(started=START, ended=end_after(START, 1e12))
    (day,), findings = days_from_attacks([attack])
    assert (day.hours, findings[0].code) == (None, "attack-too-long")


def test_an_attack_that_would_end_after_the_last_date_a_diary_may_have() -> None:
    started = dt.datetime.combine(LATEST, dt.time(23))
    (day,), findings = days_from_attacks([Attack(started=started, ended=end_after(started, 120))])
    assert (day.diary_date, day.hours, findings[0].code) == (LATEST, None, "attack-too-long")


def test_the_span_that_is_filled_stays_within_the_dates_a_diary_may_have() -> None:
    days, _ = days_from_attacks([], dt.date(2100, 12, 30), dt.date(2300, 1, 1), "free")
    assert [day.diary_date for day in days] == [dt.date(2100, 12, 30), LATEST]

"""Kostecki-Dillon, Monette and Wong 1999: daily migraine logs around a treatment programme, with real gaps.

Half of the 133 patients of carData's KosteckiDillon. Day order is real (``time``: days from the start of the
programme, negative before it); a date without a row is a day on which nothing was recorded. The programme's start is
laid on an arbitrary date, as the anchor that an injection is elsewhere. One row of the file stands there twice.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from interictal.diary.days import Day, Diary, Status
from interictal.outcomes.counts import Tally, period_counts
from interictal.outcomes.response import responses
from interictal.periods import Imputation, injection_periods
from interictal.verdicts import Verdict

pytestmark = pytest.mark.real_data
START = dt.date(2001, 3, 1)

# Counted from the file by a separate script in another language, not with this library.
PATIENTS, ROWS, HEADACHES = 66, 2233, 1473
GAPS, LOWERED = 584, 39
ATTACKS = (280, 117)
KINDS = {"none": 8, "prorated": 51, "prorated-low-completeness": 40, "missing": 44}
RESPONDERS = {"NOT_MET": 17, "UNDETERMINED": 49}


@pytest.fixture(scope="module")
def logs(real_data: Path) -> dict[str, dict[int, bool]]:
    """Patient -> day from the programme's start -> headache."""
    found: dict[str, dict[int, bool]] = defaultdict(dict)
    with (real_data / "kostecki-dillon" / "days.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            headache = {"yes": True, "no": False}[row["headache"]]
            assert found[row["id"]].setdefault(int(row["time"]), headache) is headache, "a day twice, not agreeing"
    return found


def _date(time: int) -> dt.date:
    return START + dt.timedelta(time)


def _diary(log: dict[int, bool]) -> Diary:
    return Diary.of(
        Day(diary_date=_date(time), status=Status.HEADACHE if headache else Status.NO_HEADACHE)
        for time, headache in log.items()
    )


def test_the_file_is_the_one_these_figures_are_of(logs: dict[str, dict[int, bool]]) -> None:
    assert len(logs) == PATIENTS
    assert sum(map(len, logs.values())) == ROWS
    assert sum(map(sum, (log.values() for log in logs.values()))) == HEADACHES


def test_periods_agree_with_a_count_of_the_rows(logs: dict[str, dict[int, bool]]) -> None:
    """Every period of every patient, against ``floor(time / 28)`` counted straight from the file."""
    kinds: Counter[str] = Counter()
    for log in logs.values():
        by_hand: dict[int, list[bool]] = defaultdict(list)
        for time, headache in log.items():
            by_hand[time // 28].append(headache)
        patient = _diary(log)
        assert patient.first is not None
        assert patient.last is not None
        periods = injection_periods([START], patient.first, patient.last)
        some_free = not all(log.values())
        for counted in period_counts(patient, periods):
            days = by_hand.pop((counted.period.start - START).days // 28, [])
            rate = counted.counts["headache_days"]
            assert counted.days_recorded == rate.known == len(days)
            assert rate.observed == sum(days)
            kinds[rate.imputation.value] += 1
            if len(days) < 10 or (not some_free and len(days) < 20):
                assert (rate.per_28, rate.imputation) == (None, Imputation.MISSING)
            else:
                assert rate.per_28 == pytest.approx(float(Fraction(28 * sum(days), len(days))), abs=1e-12)
        assert not by_hand, "a day of the file is in no period"
    assert kinds == KINDS


def test_gaps_are_missing_and_never_headache_free(logs: dict[str, dict[int, bool]]) -> None:
    """What would change if the dates without a row were taken as free of headache."""
    gaps = lowered = 0
    for log in logs.values():
        tally = Tally.of(_diary(log))
        first, last = min(log), max(log)
        known = tally.rate("headache_days", _date(first), _date(last + 1))
        undecided = tally.undecided("headache_days", _date(first), _date(last + 1))
        assert known.known == len(log)
        assert undecided == last - first + 1 - len(log)
        gaps += undecided
        filled = Tally.of(_diary({time: log.get(time, False) for time in range(first, last + 1)}))
        zero = filled.rate("headache_days", _date(first), _date(last + 1))
        if undecided and known.per_28 is not None:
            assert zero.per_28 is not None
            assert zero.per_28 < known.per_28 or known.observed == 0
            lowered += zero.per_28 < known.per_28
    assert (gaps, lowered) == (GAPS, LOWERED)


def test_attacks_after_a_gap_are_not_counted(logs: dict[str, dict[int, bool]]) -> None:
    begun = unknown = 0
    for log in logs.values():
        rate = Tally.of(_diary(log)).rate("attacks", _date(min(log)), _date(max(log) + 1))
        starts = [time for time, headache in log.items() if headache and log.get(time - 1) is False]
        open_starts = [time for time, headache in log.items() if headache and time - 1 not in log]
        assert rate.observed == len(starts)
        assert rate.known == len(log) - len(open_starts)
        begun += len(starts)
        unknown += len(open_starts)
    assert (begun, unknown) == ATTACKS


def test_response_is_told_only_where_both_sides_have_days(logs: dict[str, dict[int, bool]]) -> None:
    """The programme as if it were an injection: baseline days -28 to -1, value days 0 to 83."""
    verdicts: Counter[Verdict] = Counter()
    for log in logs.values():
        answer = responses(Tally.of(_diary(log)), [START])
        if max(log) < 0:
            assert answer == ()
            continue
        before = [headache for time, headache in log.items() if -28 <= time < 0]
        now = [headache for time, headache in log.items() if 0 <= time < 84]
        window = min(84, max(log) + 1)
        some_free = not all(log.values())
        enough = len(before) >= (10 if some_free else 20)
        enough &= min(len(now), Fraction(28 * len(now), window)) >= (10 if some_free else 20)
        expected = Verdict.UNDETERMINED
        if enough and any(before):
            fallen = Fraction(sum(now), len(now)) <= Fraction(sum(before), len(before)) / 2
            expected = Verdict.MET if fallen else Verdict.NOT_MET
        assert answer[0].responder[50] is expected
        verdicts[expected] += 1
    assert {verdict.value: number for verdict, number in verdicts.items()} == RESPONDERS

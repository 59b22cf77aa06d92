"""One person's real Migraine Buddy report: the page's own totals, and what its 29 rows allow.

The page says: 31 attacks, 46 attack days, 91 attack-free days, 31/07/18 to 14/12/18. Its first and last rows (attacks 1
and 31) are cut off, so 29 rows are there, and they touch 43 dates. The difference is explained to the day:

* 46 + 91 = 137 dates, which is the whole span; so the totals are of the span, and 3 attack days are not in the rows.
* The newest attack, number 1, began after number 2 ended on 11 December: one of the 3 dates left, 12 to 14 December.
* The oldest, number 31, began before number 30 on 2 August: one of the 2 dates left, 31 July and 1 August.
* Of these 5 dates the two missing attacks cover the 3 attack days that are missing; the other 2 are attack-free:
  43 + 3 = 46, and 89 + 2 = 91.
"""

import datetime as dt
import re
from pathlib import Path

import pytest

from interictal.diary.days import Diary
from interictal.diary.findings import Receipt
from interictal.diary.readers import detect, read_diary

pytestmark = pytest.mark.real_data

FIRST, LAST = dt.date(2018, 7, 31), dt.date(2018, 12, 14)
CUT_OFF = {dt.date(2018, 7, 31), dt.date(2018, 8, 1), *(dt.date(2018, 12, day) for day in (12, 13, 14))}


@pytest.fixture(scope="module")
def report(real_data: Path) -> Path:
    return real_data / "migraine-buddy-html" / "5-month-report.html"


def read(report: Path, **options: str) -> tuple[Diary, Receipt]:
    reading = read_diary(report, **options)
    (diary,) = reading.diaries
    return diary, reading.receipt


def test_the_receipt(report: Path) -> None:
    assert detect(report) == "migraine-buddy-html"
    _, receipt = read(report)
    assert (receipt.rows_read, receipt.rows_used, receipt.skipped) == (29, 29, {})
    assert receipt.date_order.startswith("day/month/year, proved by rows")
    assert receipt.claims == {
        "time period": "31/07/18 - 14/12/18",
        "number of attacks": "31",
        "attack days": "46",
        "attack-free days": "91",
        "avg attack duration": "15h 48m",
    }


def test_the_29_rows_touch_43_dates(report: Path) -> None:
    diary, _ = read(report)
    assert len(diary.days) == 43
    assert all(day.headache for day in diary)
    assert all(FIRST <= day.diary_date <= LAST and day.diary_date not in CUT_OFF for day in diary)
    assert diary.attack_diary, "the app lists attacks; the other days are unknown until the user says more"


def test_the_difference_is_said(report: Path) -> None:
    diary, _ = read(report)
    found = {finding.code: finding for finding in diary.findings}
    assert "number of attacks 31, here 29; attack days 46, here 43; attack-free days 91, here 94" in (
        found["claims-differ"].message
    )
    assert set(found) == {"claims-differ", "attacks-missing", "attacks-only"}


def test_with_the_user_s_word_the_totals_agree_but_for_the_cut_off_attacks(report: Path) -> None:
    diary, receipt = read(report, unlisted_days="free")
    span = (LAST - FIRST).days + 1
    headache = sum(day.headache is True for day in diary)
    free = sum(day.headache is False for day in diary)
    unrecorded = {FIRST + dt.timedelta(days=n) for n in range(span)} - {day.diary_date for day in diary}
    claimed_days, claimed_free = (int(receipt.claims[name]) for name in ("attack days", "attack-free days"))
    assert claimed_days + claimed_free == span == 137
    assert (headache, free) == (43, 89)
    assert unrecorded == CUT_OFF
    assert (claimed_days - headache) + (claimed_free - free) == len(CUT_OFF) == 5
    assert not diary.attack_diary


def test_what_the_rows_tell(report: Path) -> None:
    diary, _ = read(report)
    lengths = re.findall(r">\s*(\d+)h (\d+)m\s*</span>", report.read_text(encoding="utf-8"))
    assert len(lengths) == 29
    entered = sum(int(hours) + int(minutes) / 60 for hours, minutes in lengths)
    assert sum(day.hours for day in diary) == pytest.approx(entered, abs=0.01), "no hour lost, none counted twice"
    assert max(day.hours for day in diary) == 24
    assert {day.intensity for day in diary} <= set(range(11)) - {0}
    assert all(day.severity is None for day in diary), "a number from 0 to 10 is no severity"
    assert {day.pulsating for day in diary} == {True, None}, "what is not listed is unknown"
    with_medicines = [day for day in diary if day.intakes]
    assert all(intake.drug_class for day in with_medicines for intake in day.intakes)


def test_notes_are_not_kept(report: Path) -> None:
    notes = re.findall(r"<pre[^>]*>\s*(.*?)\s*</pre>", report.read_text(encoding="utf-8"), re.DOTALL)
    diary, receipt = read(report)
    kept = repr((diary, receipt)).lower()
    long_notes = [note.lower() for note in notes if len(note) > 12]
    assert len(long_notes) > 5
    assert not any(note in kept for note in long_notes)

"""Generated files for every reader: whatever comes in, out comes a reading or an InterictalError, and hours add up."""

import contextlib
import datetime as dt
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interictal.diary.attacks import Attack, days_from_attacks
from interictal.diary.canonical import write_canonical
from interictal.diary.days import Severity, Status
from interictal.diary.readers import FORMATS, read_diary
from interictal.diary.readers.clock import written_date
from interictal.errors import InterictalError

SEEDS = Path(__file__).parents[1] / "unit" / "diary" / "readers" / "synthetic"
NAMES = sorted(path.name for path in SEEDS.iterdir() if path.suffix != ".md")
OPTIONS = {
    "daylio.csv": {"headache_activity": "headache"},
    "any_days.csv": {"mapping": {"Day": "date", "Hours": "hours", "Tablets": "medications"}},
    "any_attacks.csv": {"mapping": {"Date": "date", "Start Time": "start", "Duration (hours)": "duration"}},
}
BY_NAME = [name for name in FORMATS if name != "mapped"]
COMMON = settings(derandomize=True, deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


def read(content: bytes, **options: object):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return read_diary(path, **options)


def check(content: bytes, **options: object) -> None:
    try:
        reading = read(content, **options)
    except InterictalError as error:
        refused = str(error)
        assert "\n" not in refused
        return
    receipt = reading.receipt
    with contextlib.suppress(InterictalError):  # a patient's identifier may be one that cannot be written
        write_canonical(reading.diaries, io.StringIO())
    assert receipt.rows_read == receipt.rows_used + sum(map(len, receipt.skipped.values()))


@COMMON
@given(
    content=st.binary(max_size=400), format_id=st.sampled_from([None, *(name for name in FORMATS if name != "mapped")])
)
def test_any_bytes(content: bytes, format_id: str | None) -> None:
    check(content, format=format_id, headache_activity="headache")


@COMMON
@given(content=st.text(max_size=400), format_id=st.sampled_from(BY_NAME))
def test_any_text(content: str, format_id: str) -> None:
    check(content.encode("utf-8", "replace"), format=format_id, headache_activity="headache")


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    """The seed with a few pieces replaced, cut out, doubled or filled with something odd."""
    data = seed
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 60))
        odd = draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b"", b"-1", b"99999999999999999999", b'"', b"\n", b"\0", b"\xff", b"1e9", b"=1+1", b"</td>"]
                ),
                st.just(data[at : at + length]),
                st.just(data[at : at + length] * 2),
            )
        )
        data = data[:at] + odd + data[at + length :]
    return data


@pytest.mark.parametrize("name", NAMES)
@COMMON
@given(data=st.data())
def test_mutated_files(name: str, data: st.DataObject) -> None:
    content = data.draw(mutated((SEEDS / name).read_bytes()))
    check(content, **OPTIONS.get(name, {}), unlisted_days=data.draw(st.sampled_from(["unknown", "free"])))


CELLS = st.one_of(
    st.sampled_from(["", "0", "7", "10", "11", "-1", "1.5", "NaN", "inf", "none", "01h 30m", "2024-02-30", "31/12/23"]),
    st.text(max_size=12),
    st.dates(dt.date(1980, 1, 1), dt.date(2110, 1, 1)).map(str),
    st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2110, 1, 1)).map(str),  # noqa: DTZ001
    st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2110, 1, 1)).map(lambda at: f"{at:%m/%d/%y %H:%M}"),  # noqa: DTZ001
    st.integers(-(10**20), 10**20).map(str),
)


def csv_of(columns: list[str], rows: list[list[str]]) -> bytes:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [columns, *rows])
    return "\n".join(quoted).encode("utf-8", "replace")


HEADERS = {
    "migraine-buddy-csv": ["#", "Started", "Lasted", "Start UTC Offset (min)", "End UTC Offset (min)", "Pain Level",
                           "Symptoms", "Pain Positions", "Helpful Medication"],
    "bearable": ["date", "date formatted", "category", "rating/amount", "detail"],
    "daylio": ["full_date", "mood", "activities"],
    "headi": ["_id", "pain", "start_date", "end_date", "strength", "medication", "medication_amount"],
    "cluster-headache-tracker": ["start_time", "end_time", "intensity", "medication"],
}  # fmt: skip


@pytest.mark.parametrize("format_id", HEADERS)
@COMMON
@given(data=st.data())
def test_tables_with_any_cells(format_id: str, data: st.DataObject) -> None:
    columns = HEADERS[format_id]
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), max_size=6))
    check(csv_of(columns, rows), headache_activity="headache", date_order=data.draw(st.sampled_from([None, "mdy"])))


@COMMON
@given(
    data=st.data(), fields=st.permutations(["start", "end", "duration", "hours", "date", "intensity", "aura_minutes"])
)
def test_mapped_tables_with_any_cells(data: st.DataObject, fields: list[str]) -> None:
    fields = sorted(fields[:4], key=str)
    rows = data.draw(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6))
    mapping = {f"Column {field}": field for field in fields}
    check(csv_of(list(mapping), rows), mapping=mapping, unlisted_days=data.draw(st.sampled_from(["unknown", "free"])))


# --- attacks ---------------------------------------------------------------------------------------------------------

MIDWINTER, SPRING = dt.datetime(2023, 12, 1), dt.datetime(2024, 4, 1)  # noqa: DTZ001
STARTS = st.datetimes(MIDWINTER, SPRING).map(lambda at: at.replace(second=0, microsecond=0))
LENGTHS = st.one_of(st.none(), st.integers(1, 4000))
OFFSETS = st.one_of(st.none(), st.sampled_from([-600, -300, 0, 60, 120, 345, 630, 660, 780, 840]))
ANSWERS = st.sampled_from([None, True, False])


@st.composite
def attacks(draw: st.DrawFn) -> Attack:
    started, length = draw(STARTS), draw(LENGTHS)
    return Attack(
        started=started,
        ended=None if length is None else started + dt.timedelta(minutes=length),
        start_offset=draw(OFFSETS),
        end_offset=draw(OFFSETS),
        severity=draw(st.sampled_from([None, Severity.MILD, Severity.MODERATE, Severity.SEVERE])),
        intensity=draw(st.one_of(st.none(), st.integers(0, 10))),
        nausea=draw(ANSWERS),
        aura=draw(ANSWERS),
        row=draw(st.integers(2, 50)),
    )


def minutes_of(attack: Attack) -> Iterator[dt.datetime]:
    """The slow and obvious way: every wall-clock minute of the attack."""
    at = attack.started
    while attack.ended is not None and at < attack.ended:
        yield at
        at += dt.timedelta(minutes=1)


@COMMON
@given(listed=st.lists(attacks(), max_size=6))
def test_hours_are_those_counted_minute_by_minute(listed: list[Attack]) -> None:
    plain = [Attack(started=one.started, ended=one.ended, row=one.row) for one in listed]
    days, _ = days_from_attacks(plain)
    minutes = {minute for attack in plain for minute in minutes_of(attack)}
    touched = {minute.date() for minute in minutes} | {attack.started.date() for attack in plain}
    assert {day.diary_date for day in days} == touched
    open_dates = {attack.started.date() for attack in plain if attack.ended is None}
    for day in days:
        counted = sum(minute.date() == day.diary_date for minute in minutes) / 60
        if day.diary_date in open_dates:
            assert day.hours == (24 if counted == 24 else None)
        else:
            assert day.hours is not None
            assert abs(day.hours - counted) < 0.0001


@COMMON
@given(listed=st.lists(attacks(), max_size=6), order=st.randoms(use_true_random=False))
def test_the_order_of_attacks_changes_nothing(listed: list[Attack], order) -> None:
    shuffled = list(listed)
    order.shuffle(shuffled)
    days, findings = days_from_attacks(listed)
    again, found = days_from_attacks(shuffled)
    assert again == days
    assert {finding.code for finding in found} == {finding.code for finding in findings}


@COMMON
@given(listed=st.lists(attacks(), max_size=6))
def test_days_are_within_bounds_whatever_the_offsets(listed: list[Attack]) -> None:
    days, _ = days_from_attacks(listed, unlisted_days="free")
    dates = [day.diary_date for day in days]
    assert dates == sorted(set(dates))
    if dates:
        assert len(dates) == (dates[-1] - dates[0]).days + 1, "no date missing, none double"
    for day in days:
        assert day.hours is None or 0 <= day.hours <= 24
        assert day.status in (Status.HEADACHE, Status.NO_HEADACHE)


@COMMON
@given(one=attacks())
def test_one_attack_keeps_its_length(one: Attack) -> None:
    days, _ = days_from_attacks([one])
    minutes = one.minutes
    if minutes is None or minutes <= 0:
        assert [day.hours for day in days] == [None]
        return
    hours = sum(day.hours for day in days if day.hours is not None)
    # Only a date that the patient lived for more than 24 hours gives some up.
    assert hours <= minutes / 60 + 0.001
    if all(day.hours < 24 for day in days if day.hours is not None):
        assert abs(hours - minutes / 60) < 0.001


@COMMON
@given(at=st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 12, 31)))  # noqa: DTZ001
def test_every_date_reads_back_as_written(at: dt.datetime) -> None:
    at = at.replace(microsecond=0)
    for text, order in (
        (f"{at:%d/%m/%Y %H:%M:%S}", "dmy"),
        (f"{at:%m/%d/%Y %I:%M:%S %p}", "mdy"),
        (f"{at:%d.%m.%Y %H:%M:%S}", "dmy"),
        (f"{at:%Y-%m-%d %H:%M:%S} +0000", "mdy"),
        (at.isoformat(), "dmy"),
    ):
        written = written_date(text)
        assert written is not None
        assert written.moment(order) == at

"""Diaries of every kind: what is written is read back, and order and splitting of the rows change nothing."""

import csv
import datetime as dt
import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.diary.canonical import read_canonical_text, write_canonical
from interictal.diary.days import EARLIEST, FEATURES, LATEST, RECALLED_AFTER, Day, Diary, EntryStatus, Severity, Status
from interictal.diary.medicines import Intake, format_intakes, parse_intakes, recognise
from interictal.errors import InvalidInput

check = settings(derandomize=True, max_examples=150, deadline=None, database=None)

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
HOSTILE = st.sampled_from(
    [
        *(
            "=1+1",
            "+a",
            "-a",
            "@a",
            "none",
            "a;b",
            "a,b",
            "1,5",
            "a 5 mg",
            "a x2",
            "2x a",
            "a 1.125",
            '"a"',
            'a"b',
            '"',
        ),
        *("'a", "'=a", "''", "a + b", "aspirin + paracetamol", "sumatriptan/naproxen", "sumatriptan 50 + ibuprofen"),
        *(
            "a\nb",
            "a\r\nb",
            "Imigran",
            "DHE 45",
            "Tylenol 3",
            "×2",
            "a\u2028b",
            "\ufeffa",
            "0 mg",
            "5",
            "x" * 600,
            "a  b",
        ),
        *("\u0131u", "5 \u0131u", "\u0665", "a \u0665 mg"),
    ]
)
NAMES = (TEXT | HOSTILE).filter(lambda name: bool(name) and not name.isspace())
PATIENTS = (TEXT | HOSTILE).map(str.strip)
INTAKES = st.builds(
    lambda name, dose, unit, count: Intake(
        name, *(recognise(name) or (None, None)), dose, unit if dose is not None else "", count
    ),
    NAMES,
    st.none()
    | st.floats(0.0001, 1e6)
    | st.sampled_from([0.00010000000000000002, 1.125, 1000.0, 999999.0, 0.125, 50.0]),
    st.sampled_from(["mg", "g", "ug", "ml", "IU", "U", ""]),
    st.just(1) | st.floats(0.01, 1000) | st.integers(1, 20),
)
OFFSETS = st.none() | st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
MOMENTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2101, 1, 9), timezones=OFFSETS)  # noqa: DTZ001
DATES = st.dates(EARLIEST, LATEST)


@st.composite
def days(draw: st.DrawFn, date: st.SearchStrategy[dt.date] = DATES) -> Day:
    """Any day that can be built."""
    status = draw(st.sampled_from(Status))
    pain = status is not Status.NO_HEADACHE
    return Day(
        diary_date=draw(date),
        status=status,
        hours=draw(st.none() | (st.floats(0, 24) if pain else st.just(0))),
        severity=draw(st.none() | (st.sampled_from(Severity) if pain else st.just(Severity.NONE))),
        intensity=draw(st.none() | (st.integers(0, 10) if pain else st.just(0))),
        aura_minutes=draw(st.none() | st.floats(0, 4320)),
        intakes=draw(st.none() | st.lists(INTAKES, max_size=3).map(tuple)),
        recorded_at=draw(st.none() | MOMENTS),
        **{name: draw(st.none() | st.booleans()) for name in FEATURES},
    )


@st.composite
def diaries(draw: st.DrawFn) -> list[Diary]:
    """Several patients; each has at least one day."""
    names = draw(st.lists(PATIENTS, min_size=1, max_size=3, unique=True))
    return [
        Diary.of(
            draw(st.lists(days(), min_size=1, max_size=6, unique_by=lambda day: day.diary_date)),
            name,
            attack_diary=draw(st.booleans()),
        )
        for name in names
    ]


def written(listed: list[Diary]) -> str:
    stream = io.StringIO()
    write_canonical(listed, stream)
    return stream.getvalue()


def plain(listed: tuple[Diary, ...] | list[Diary]) -> dict[str, Diary]:
    return {one.patient: replace(one, findings=()) for one in listed}


@check
@given(diaries())
def test_what_is_written_is_read_back(listed: list[Diary]) -> None:
    reading = read_canonical_text(written(listed), "diary.csv")
    assert [replace(one, findings=()) for one in reading.diaries] == listed
    assert not [found for found in reading.findings if found.level.value == "error"]
    assert reading.receipt.rows_read == reading.receipt.rows_used == sum(len(one.days) for one in listed)
    assert written(list(reading.diaries)) == written(listed)
    for one, other in zip(reading.diaries, listed, strict=True):
        assert [day.entry_status for day in one] == [day.entry_status for day in other]
        for a, b in zip(one, other, strict=True):
            assert (a.recorded_at and a.recorded_at.utcoffset()) == (b.recorded_at and b.recorded_at.utcoffset())


@check
@given(st.lists(INTAKES, max_size=4).map(tuple))
def test_intakes_written_are_read_back(intakes: tuple[Intake, ...]) -> None:
    text = format_intakes(intakes)
    assert parse_intakes(text)[0] == intakes
    assert not text.startswith(("=", "+", "-", "@", "\t", "\r"))


@check
@given(TEXT | st.lists(NAMES, max_size=4).map("; ".join))
def test_any_text_is_a_cell_of_medicines(text: str) -> None:
    intakes, unclear = parse_intakes(text)
    assert parse_intakes(format_intakes(intakes))[0] == intakes
    assert len(unclear) >= sum(intake.drug_class is None for intake in intakes)
    for intake in intakes:
        known = recognise(intake.name)
        assert (intake.ingredient, intake.drug_class) == (known or (None, None))


@check
@given(
    st.lists(st.tuples(st.sampled_from(["A", "B"]), days(st.sampled_from([dt.date(2024, 2, 28 + n) for n in (0, 1)]))),
             min_size=2, max_size=7),
    st.randoms(use_true_random=False),
    st.integers(0, 7),
)  # fmt: skip
def test_order_and_splitting_of_rows_change_nothing(entries, random, cut) -> None:
    """Also with entries for the same date: the rows are written one diary each, then joined in any order."""
    lines = [written([Diary(patient, (day,))]).split("\n", 1) for patient, day in entries]
    header = lines[0][0]
    rows = [row for _, row in lines]
    whole = read_canonical_text(f"{header}\n{''.join(rows)}", "f")
    random.shuffle(rows)
    shuffled = read_canonical_text(f"{header}\n{''.join(rows)}", "f")
    assert plain(shuffled.diaries) == plain(whole.diaries)
    for one in whole.diaries:
        other = next(each for each in shuffled.diaries if each.patient == one.patient)
        assert [replace(found, rows=()) for found in one.findings] == [
            replace(found, rows=()) for found in other.findings
        ]
        assert sorted(map(repr, one.days)) == sorted(map(repr, other.days))
    first, second = rows[:cut], rows[cut:]
    joined = "".join(second) + "".join(first)
    assert plain(read_canonical_text(f"{header}\n{joined}", "f").diaries) == plain(whole.diaries)


CELLS = st.sampled_from(
    [
        *("", " ", "\t", "headache", "no_headache", "not_recorded", "none", "mild", "bad", "A", '"', "a,b", "é", "=1"),
        *("0", "1", "5", "25", "2024-01-01", "2024-01-02", "2024-01-01T10:00", "Imigran"),
    ]
)


@check
@given(st.lists(st.lists(CELLS, max_size=9), max_size=8), st.sampled_from(",;\t"))
def test_every_row_is_accounted_for(rows: list[list[str]], delimiter: str) -> None:
    stream = io.StringIO()
    header = ["date", "status", "hours", "severity", "patient", "nausea", "medications", "recorded_at"]
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows([header, *filter(None, rows)])
    try:
        reading = read_canonical_text(stream.getvalue(), "f")
    except InvalidInput as problem:
        assert str(problem).startswith("f: ")  # noqa: PT017
        return
    receipt = reading.receipt
    skipped = sorted(row for listed in receipt.skipped.values() for row in listed)
    assert receipt.rows_read == receipt.rows_used + len(skipped)
    assert len(set(skipped)) == len(skipped)
    assert sum(len(one.days) for one in reading.diaries) <= receipt.rows_used
    for found in reading.findings:
        assert found.rows == tuple(sorted(found.rows))
        assert "\n" not in found.message


@settings(check, max_examples=400)
@given(
    st.binary(max_size=200)
    | st.binary(max_size=60).map(lambda tail: b"date,status,medications\n2024-01-01,headache," + tail)
)
def test_no_bytes_give_a_traceback(tmp_path_factory, data: bytes) -> None:
    from interictal.diary.canonical import read_canonical

    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes(data)
    try:
        reading = read_canonical(path)
    except InvalidInput as problem:
        assert "\n" not in str(problem)  # noqa: PT017
    else:
        assert reading.receipt.rows_used


def test_every_date_from_1990_to_2100_is_read() -> None:
    count = (LATEST - EARLIEST).days + 1
    dates = [EARLIEST + dt.timedelta(index) for index in range(count)]
    text = "date,status\n" + "".join(f"{date},no_headache\n" for date in dates)
    reading = read_canonical_text(text, "f")
    assert [day.diary_date for day in reading.diaries[0]] == dates
    assert reading.findings == ()


@check
@given(DATES, st.timedeltas(dt.timedelta(days=-3), dt.timedelta(days=6)), OFFSETS, st.sampled_from(Status))
def test_an_entry_is_recalled_from_48_hours_after_the_days_end(date, after, zone, status) -> None:
    end = dt.datetime.combine(date, dt.time()) + dt.timedelta(days=1)
    day = Day(diary_date=date, status=status, recorded_at=(end + after).replace(tzinfo=zone))
    late = after > RECALLED_AFTER and status is not Status.NOT_RECORDED
    assert (day.entry_status is EntryStatus.RECALLED) == late
    read = read_canonical_text(written([Diary("", (day,))]), "f").diaries[0].days[0]
    assert read.entry_status is day.entry_status

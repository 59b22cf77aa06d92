"""docs/spec/diary-format.md"""

import datetime as dt
import io
import itertools
import tempfile
from pathlib import Path

import pytest

from interictal.diary.canonical import read_canonical, read_canonical_text, write_canonical
from interictal.diary.days import Day, Diary, Severity, Status
from interictal.diary.medicines import format_intakes
from interictal.diary.merging import merge
from interictal.diary.reading import Reading
from interictal.errors import InvalidInput

DATE = dt.date(2024, 1, 1)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _codes(reading: Reading) -> list[str]:
    return [found.code for found in reading.findings]


def cell(row: dict[str, str]) -> None:
    reading = read_canonical_text(f"date,status,{row['field']}\n{DATE},headache,{_quoted(row['cell'])}\n", "f")
    value = getattr(reading.diaries[0].days[0], {"medications": "intakes"}.get(row["field"], row["field"]))
    if isinstance(value, bool):
        shown = "yes" if value else "no"
    elif isinstance(value, tuple):
        shown = format_intakes(value)
    elif isinstance(value, Severity):
        shown = value.value
    elif isinstance(value, dt.datetime):
        shown = value.isoformat()
    else:
        shown = "" if value is None else f"{value:g}"
    assert shown == row["value"]
    assert _codes(reading) == row["finding"].split()
    assert all(found.rows == (2,) for found in reading.findings)
    assert all(found.field in (row["field"], "status") for found in reading.findings)


def status(row: dict[str, str]) -> None:
    names = ("status", "hours", "severity", "intensity")
    reading = read_canonical_text(f"date,{','.join(names)}\n{DATE},{','.join(row[one] for one in names)}\n", "f")
    assert reading.diaries[0].days[0].status.value == row["read as"]
    assert _codes(reading) == row["finding"].split()
    inferred = row["read as"] == "headache" and row["status"].lower() != "headache"
    assert bool(reading.receipt.guesses) == inferred


def date(row: dict[str, str]) -> None:
    reading = read_canonical_text(f"date,status\n{row['date']},headache\n2024-06-01,headache\n", "f")
    left_out = row["left out because"]
    dates = [str(day.diary_date) for day in reading.diaries[0]]
    assert dates == sorted(["2024-06-01", *([] if left_out else [row["date"]])])
    assert reading.receipt.skipped == ({left_out: [2]} if left_out else {})
    assert _codes(reading) == ([left_out.replace(" ", "-")] if left_out else [])


def _entry(text: str) -> Day:
    state, hours, nausea, at = text.split("/")
    return Day(
        diary_date=DATE,
        status=Status(state),
        hours=None if hours == "-" else float(hours),
        nausea=None if nausea == "-" else nausea == "1",
        recorded_at=None if at == "-" else dt.datetime.fromisoformat(f"{DATE}T{at}"),
    )


def duplicates(row: dict[str, str]) -> None:
    entries = list(enumerate(map(_entry, row["entries for one date"].split()), 2))
    for order in itertools.permutations(entries):
        days, findings = merge(order)
        assert days == (_entry(row["day"]),)
        assert sorted(found.code for found in findings) == sorted(row["finding"].split())
        assert all(found.rows == tuple(number for number, _ in entries) for found in findings)


def rows(row: dict[str, str]) -> None:
    body = row["rows under the header"].replace("\\n", "\n")
    reading = read_canonical_text(f"date,status,hours\n{body}", "f")
    receipt = reading.receipt
    assert receipt.rows_used == int(row["used"])
    assert list(receipt.skipped) == ([row["left out"]] if row["left out"] else [])
    assert receipt.rows_read == receipt.rows_used + sum(map(len, receipt.skipped.values()))
    assert _codes(reading) == row["finding"].split()


def file(row: dict[str, str]) -> None:
    content = row["content"].encode().decode("unicode_escape").encode("latin-1")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.csv"
        path.write_bytes(content)
        expected = row["receipt or error holds"]
        if row["read"] == "error":
            with pytest.raises(InvalidInput) as caught:
                read_canonical(path)
            message = str(caught.value)
            assert message.startswith("diary.csv: ")
            assert expected in message
            assert "\n" not in message
        else:
            reading = read_canonical(path)
            assert f"{len(reading.diaries[0].days)} day" in row["read"]
            assert expected in " ".join((*reading.receipt.guesses, *_codes(reading)))
            assert "private" not in repr(reading)


def guard(row: dict[str, str]) -> None:
    diary = Diary(row["patient"], (Day(diary_date=DATE, status=Status.HEADACHE),))
    stream = io.StringIO()
    write_canonical([diary], stream)
    assert stream.getvalue().splitlines()[1].startswith(f"{row['written']},{DATE},")
    assert read_canonical_text(stream.getvalue(), "f").diaries == (diary,)


RUNNERS = {
    "diary-cell": cell,
    "diary-status": status,
    "diary-date": date,
    "diary-duplicates": duplicates,
    "diary-row": rows,
    "diary-file": file,
    "diary-guard": guard,
}

"""docs/spec/readers.md"""

import datetime as dt
import tempfile
from pathlib import Path

import pytest

from interictal.diary.days import Day, Diary
from interictal.diary.medicines import parse_intakes
from interictal.diary.readers import detect, read_diary
from interictal.diary.readers.clock import decided_order, length_in_minutes, written_date
from interictal.diary.readers.daily import lists_headaches_only
from interictal.diary.readers.headi import read_headi
from interictal.diary.readers.migraine_buddy import aura_named, missing_between
from interictal.errors import InvalidInput
from support.diaries import MONDAY, days


def _reading(content: str, **options: object):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content.encode().replace(b"\\x03\\x04", b"\x03\x04"))
        return read_diary(path, **options)


def _diary(content: str, **options: object) -> Diary:
    (diary,) = _reading(content, **options).diaries
    return diary


def detected(row: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(row["first line"].encode().replace(b"\\x03\\x04", b"\x03\x04"))
        assert (detect(path) or "") == row["format"]


def date_order(row: dict[str, str]) -> None:
    dates = [(number, written_date(text)) for number, text in enumerate(row["dates"].split(), 2)]
    given = row["given"] or None
    if row["order"] in ("ask", "refused"):
        with pytest.raises(InvalidInput) as refused:
            decided_order(dates, given, "file.csv")
        assert ("--date-order dmy" in str(refused.value)) == (row["order"] == "ask")
        return
    order, why = decided_order(dates, given, "file.csv")
    assert bool(why) == (row["order"] != "none") or row["dates"] == "12/12/18"
    assert order == ("dmy" if row["order"] == "none" else row["order"])


def dates(row: dict[str, str]) -> None:
    written = written_date(row["text"])
    moment = None if written is None else written.moment(row["order"])
    assert ("" if moment is None else str(moment)) == row["moment"]
    if moment is not None:
        assert written.offset == (int(row["offset"]) if row["offset"] else None)


def lengths(row: dict[str, str]) -> None:
    assert length_in_minutes(row["text"]) == (float(row["minutes"]) if row["minutes"] else None)


def _expected(field: str, text: str) -> object:
    if field == "intakes":
        return None if not text else parse_intakes(text)[0]
    if not text:
        return None
    return float(text) if field == "hours" else int(text) if field == "intensity" else text == "1"


def migraine_buddy(row: dict[str, str]) -> None:
    cells = {"#": "1", "Started": "11/16/24 08:00", "Lasted": "1h", "Pain Level": "", "Symptoms": ""}
    cells[row["column"]] = row["cell"]
    lines = (",".join(f'"{text}"' for text in part) for part in (cells, cells.values()))
    diary = _diary("\n".join(lines))
    (day,) = diary.days
    assert getattr(day, row["field"]) == _expected(row["field"], row["value"])


def aura(row: dict[str, str]) -> None:
    assert aura_named(row["auras"]) == _expected("aura", row["aura"])


def missing(row: dict[str, str]) -> None:
    numbered = [
        (int(number), dt.date(2024, 3, int(day))) for number, day in (a.split(":") for a in row["attacks"].split())
    ]
    ranges = missing_between(numbered)
    assert " ".join(f"{low.day}-{high.day}" for low, high in ranges) == row["missing between"]


def apple(row: dict[str, str]) -> None:
    start, end = (f"2024-03-{text}:00 +0100" if text[:1].isdigit() else text for text in (row["start"], row["end"]))
    diary = _diary(
        f'<HealthData><Record type="HKCategoryTypeIdentifier{row["type"]}" sourceName="Health" startDate="{start}" '
        f'endDate="{end}" value="{row["value"]}"/></HealthData>'
    )
    assert ", ".join(_shown(day) for day in diary) == row["days"]


def _shown(day: Day) -> str:
    severity = day.severity.value if day.severity else "?"
    return f"{day.diary_date:%d} {day.status.value} {severity} {'?' if day.hours is None else format(day.hours, 'g')}"


def daily(row: dict[str, str]) -> None:
    known = {day.diary_date: day for day in days(row["dates"], MONDAY)}
    assert lists_headaches_only(known) == (row["attack diary"] == "yes")


def bearable(row: dict[str, str]) -> None:
    reading = _reading(
        "date,date formatted,category,rating/amount,detail,notes\n"
        f"1st Jan 2024,2024-01-01,{row['category']},{row['rating']},{row['detail']},"
    )
    shown = [
        f"{day.status.value} {day.severity.value if day.severity else '?'}"
        for diary in reading.diaries
        for day in diary
    ]
    assert "".join(shown) == row["day"]
    assert reading.receipt.rows_used + sum(map(len, reading.receipt.skipped.values())) == 1


def bearable_dates(row: dict[str, str]) -> None:
    diary = _diary(
        "date,date formatted,category,rating/amount,detail,notes\n"
        f"{row['date']},{row['date formatted']},Symptom,1,Headache (Mild),"
    )
    assert "".join(str(day.diary_date) for day in diary) == row["day"]


_HEADI = "_id,pain,start_date,end_date,duration,strength,medication,medication_amount\n"


def epoch(row: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "headi.csv"
        start = row["start_date"]
        end = int(start) + 3_600_000 if start.isdigit() and len(start) > 11 else start
        path.write_text(f"{_HEADI}1,Migraine,{start},{end},0,5,,0\n")
        offset = int(row["offset"]) if row["offset"] else None
        reading = read_headi(path, unlisted_days="unknown", utc_offset=offset)
    assert [str(day.diary_date) for day in reading.diaries[0]] == ([row["started"][:10]] if row["started"] else [])
    assert reading.receipt.rows_used == bool(row["started"])
    if row["started"] and len(start) > 11:
        assert reading.diaries[0].days[0].hours == 1


def headi_medicine(row: dict[str, str]) -> None:
    diary = _diary(f"{_HEADI}1,Migraine,1704096000000,1704099600000,0,5,{row['medication']},{row['amount']}\n")
    assert diary.days[0].intakes == _expected("intakes", row["intakes"])


def mapped_day(row: dict[str, str]) -> None:
    fields = ["date", "hours", "intensity", "severity"] + (["status"] if row["status"] != "-" else [])
    cells = [row.get(field, "2024-03-01") for field in fields]
    columns = [field.upper() for field in fields]
    content = "\n".join(";".join(f'"{text}"' for text in line) for line in (columns, cells))
    diary = _diary(content, mapping=dict(zip(columns, fields, strict=True)))
    assert diary.days[0].status.value == row["day"]


def mapped_attack(row: dict[str, str]) -> None:
    fields = ["date", "start", "end", "duration", "hours"]
    columns = [field.upper() for field in fields]
    cells = [row[field] for field in fields]
    content = "\n".join(",".join(line) for line in (columns, cells))
    diary = _diary(content, mapping=dict(zip(columns, fields, strict=True)))
    shown = " ".join(f"{day.diary_date:%m%d}={'?' if day.hours is None else format(day.hours, 'g')}" for day in diary)
    assert shown == row["days"]


def unit(row: dict[str, str]) -> None:
    content = f"Start,{row['column']}\n2024-03-01 00:00,90"
    diary = _diary(content, mapping={"start": "start", row["column"]: "duration"})
    minutes = [day.hours * 60 for day in diary if day.hours is not None]
    assert sum(minutes) == (float(row["90 under it"]) if row["90 under it"] else 0)
    assert bool(minutes) == bool(row["90 under it"])


RUNNERS = {
    "reader-detect": detected,
    "reader-date-order": date_order,
    "reader-dates": dates,
    "reader-lengths": lengths,
    "reader-migraine-buddy": migraine_buddy,
    "reader-aura": aura,
    "reader-missing": missing,
    "reader-apple": apple,
    "reader-daily": daily,
    "reader-bearable": bearable,
    "reader-bearable-dates": bearable_dates,
    "reader-epoch": epoch,
    "reader-headi-medicine": headi_medicine,
    "reader-mapped-day": mapped_day,
    "reader-mapped-attack": mapped_attack,
    "reader-unit": unit,
}

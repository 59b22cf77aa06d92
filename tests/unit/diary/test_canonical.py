"""What docs/spec/diary-format.md does not cover: several patients, findings together, files as such, both paths."""

import csv
import datetime as dt
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interictal.diary import canonical
from interictal.diary.canonical import ATTACKS_ONLY, COLUMNS, read_canonical, read_canonical_text, write_canonical
from interictal.diary.days import FEATURES, Day, Diary, Status
from interictal.diary.findings import Level
from interictal.diary.medicines import Intake
from interictal.errors import InvalidInput
from support.diaries import MONDAY, diary
from support.spec import SPEC

EXAMPLE = SPEC / "diary-example.csv"


def written(*diaries: Diary) -> str:
    stream = io.StringIO()
    write_canonical(diaries, stream)
    return stream.getvalue()


def read(text: str):
    return read_canonical_text(text, "diary.csv")


def test_the_example_of_the_specification_reads_and_is_written_back_byte_for_byte() -> None:
    reading = read_canonical(EXAMPLE)
    assert [(one.patient, len(one.days)) for one in reading.diaries] == [("P1", 5), ("P2", 1)]
    assert [found.code for found in reading.findings] == ["unknown-medicine"]
    assert written(*reading.diaries) == EXAMPLE.read_text(encoding="utf-8")


def test_the_columns_are_those_of_the_specification() -> None:
    page = (SPEC / "diary-format.md").read_text(encoding="utf-8")
    for name in (*COLUMNS, ATTACKS_ONLY):
        assert f"`{name}`" in page
    assert set(FEATURES) < set(COLUMNS)
    assert EXAMPLE.read_text(encoding="utf-8").splitlines()[0] == ",".join(COLUMNS)


def test_patients_stand_in_the_order_of_their_first_row_and_do_not_mix() -> None:
    reading = read(
        "patient,date,status\nB,2024-01-02,headache\nA,2024-01-01,no_headache\n"
        " B ,2024-01-01,headache\nA,bad,headache\n"
    )
    assert [(one.patient, len(one.days)) for one in reading.diaries] == [("B", 2), ("A", 1)]
    assert [[found.code for found in one.findings] for one in reading.diaries] == [[], ["date-unreadable"]]
    assert (reading.receipt.rows_read, reading.receipt.rows_used) == (4, 3)


def test_a_patient_without_one_usable_row_is_no_diary_but_is_not_forgotten() -> None:
    reading = read("patient,date,status\nA,2024-01-01,headache\nTotal,,\n")
    assert [one.patient for one in reading.diaries] == ["A"]
    assert [found.code for found in reading.diaries[0].findings] == ["date-missing"]
    assert reading.receipt.skipped == {"date missing": [3]}


def test_findings_name_all_rows_with_the_same_slip_once_and_the_worst_comes_first() -> None:
    reading = read(
        "date,status,hours,nausea,notes\n2024-01-01,headache,30,yes,x\n2024-01-02,headache,30,,x\n2024-01-03,,,,x\n"
    )
    found = reading.diaries[0].findings
    assert [(one.code, one.field, one.rows) for one in found] == [
        ("cell-not-allowed", "hours", (2, 3)),
        ("cell-not-allowed", "nausea", (2,)),
        ("status-missing", "status", (4,)),
        ("unknown-column", "", (1,)),
    ]
    assert [one.level for one in found] == [Level.ERROR, Level.ERROR, Level.WARNING, Level.NOTE]
    assert found[0].message == (
        "hours: '30' is not allowed; allowed: a number from 0 to 24; read as unknown. Correct the cell."
    )


def test_one_finding_about_the_file_stands_in_each_diary_and_once_in_the_reading() -> None:
    reading = read("patient,date,status,x\nA,2024-01-01,headache,\nB,2024-01-01,headache,\n")
    assert all([found.code for found in one.findings] == ["unknown-column"] for one in reading.diaries)
    assert len(reading.findings) == 1


def test_a_wide_file_names_ten_of_its_unknown_columns() -> None:
    extra = ",".join(f"x{index}" for index in range(30))
    message = read(f"date,status,{extra}\n2024-01-01,headache{',' * 30}\n").findings[0].message
    assert "'x9' ..." in message
    assert "x10" not in message


def test_no_message_repeats_a_note_of_the_patient() -> None:
    note = "argued with my mother again; then slept"
    reading = read(f'date,status,hours,medications\n2024-01-01,"{note}","{note}","{note}"\n')
    assert reading.findings
    assert "mother" not in " ".join(found.message for found in reading.findings)
    assert f"a text of {len(note)} characters" in reading.findings[0].message


def test_rows_are_numbered_by_their_first_line() -> None:
    reading = read('date,status,medications\n2024-01-01,headache,"a\nb"\n2024-01-02,headache,c\n')
    assert reading.findings[0].rows == (2, 4)


def test_an_inferred_status_is_a_guess_of_the_receipt_once() -> None:
    receipt = read("date,status,hours\n2024-01-01,,5\n2024-01-02,,6\n").receipt
    assert receipt.guesses == [
        "An empty or unreadable status was read as headache where hours, severity or intensity say so."
    ]


def test_an_attack_diary_stays_one() -> None:
    attacks = diary("M_M", patient="A", attack_diary=True)
    text = written(attacks, diary("M.", patient="B"))
    assert text.splitlines()[0] == ",".join((*COLUMNS, ATTACKS_ONLY))
    assert [one.attack_diary for one in read(text).diaries] == [True, False]
    wrong = read("date,status,attacks_only\n2024-01-01,headache,maybe\n2024-01-02,headache,0\n")
    assert wrong.diaries[0].attack_diary is False
    assert [found.field for found in wrong.findings] == ["attacks_only"]


def test_both_paths_read_a_row_as_the_same_day() -> None:
    """White space sends a row to the careful path; nothing else about it changes."""
    text = written(diary("(.hHmMDTtEIPCOG?)9", patient="P"))
    spaced = text.replace(",2024", ", 2024")
    assert spaced != text
    assert read(spaced).diaries == read(text).diaries
    assert read(text).findings == ()


def test_a_byte_order_mark_in_text_is_passed_over() -> None:
    assert len(read("\ufeffdate,status\n2024-01-01,headache\n").diaries) == 1


def test_writing_needs_no_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    write_canonical([diary(".H")], target)
    assert target.read_bytes().decode() == written(diary(".H"))
    assert b"\r" not in target.read_bytes()


@pytest.mark.parametrize("patient", [" P", "P\n", "\tx", "a\0b", "\ud800"])
def test_a_patient_that_could_not_be_read_back_is_not_written(patient: str) -> None:
    with pytest.raises(InvalidInput, match="patient"):
        written(Diary(patient, (Day(diary_date=MONDAY, status=Status.HEADACHE),)))


def test_a_medicine_that_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(InvalidInput, match="medications"):
        written(Diary("", (Day(diary_date=MONDAY, status=Status.HEADACHE, intakes=(Intake("a\0"),)),)))


def test_what_a_spreadsheet_calculates_never_begins_a_cell() -> None:
    hostile = ("=1+1", "+1", "-1", "@x", "＝1", "=HYPERLINK(1)")
    days = tuple(
        Day(diary_date=MONDAY + dt.timedelta(index), status=Status.HEADACHE, intakes=(Intake(name), Intake(name)))
        for index, name in enumerate(hostile)
    )
    for patient in hostile:
        text = written(Diary(patient, days))
        for row in csv.reader(io.StringIO(text)):
            assert not any(cell.startswith(("=", "+", "-", "@", "＝")) for cell in row)
        assert read(text).diaries[0].days == days
        assert read(text).diaries[0].patient == patient


def test_files_that_are_no_files(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    for path, says in (
        (tmp_path / "missing.csv", "missing.csv: file: 'No such file or directory'"),
        (tmp_path, "a folder"),
        (fifo, "not a regular file"),
        (Path("a\0b"), "it cannot be opened"),
    ):
        with pytest.raises(InvalidInput, match=says):
            read_canonical(path)
    with pytest.raises(InvalidInput, match="a place to write to"):
        write_canonical([], tmp_path / "missing" / "out.csv")


def test_a_file_of_one_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(InvalidInput, match=r"large.csv: file: '1073741824 bytes' is not allowed"):
        read_canonical(large)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "LARGEST", 20)
    checked = []
    monkeypatch.setattr(
        canonical,
        "_refuse_size",
        lambda size, file, real=canonical._refuse_size: checked.append(size) or real(size, file),
    )
    path = tmp_path / "small.csv"
    path.write_text("date,status\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="at least one row"):
        read_canonical(path)
    assert checked == [12, 12]


def test_a_cell_beyond_the_limit_is_refused_with_its_row() -> None:
    long = "a" * (csv.field_size_limit() + 1)
    with pytest.raises(InvalidInput, match=r"row 3: row: 'a cell that is too long'"):
        read(f"date,status\n2024-01-01,headache\n2024-01-02,{long}\n")


def test_reading_loads_nothing_heavy() -> None:
    heavy = "decimal typing pathlib importlib.resources json zipfile tempfile xml numpy"
    code = (
        "import sys; from interictal.diary.canonical import read_canonical_text as read\n"
        "read('date,status,medications\\n2024-01-01,headache,Imigran\\n', 'f')\n"
        f"print([name for name in {heavy.split()!r} if name in sys.modules and name not in before])"
    )
    script = "import sys; import dataclasses, csv; before = set(sys.modules)\n" + code
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_very_many_columns_take_no_quadratic_time() -> None:
    """A hundred thousand columns are read, not counted against one another."""
    header = ",".join(["date", "status", *(f"c{n}" for n in range(100_000))])
    reading = read_canonical_text(f"{header}\n2024-01-01,headache{',' * 100_000}\n", "diary.csv")
    assert len(reading.diaries[0].days) == 1

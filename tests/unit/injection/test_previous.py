"""Earlier sessions: what the table of docs/spec/session.md leaves to say."""

import json
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.injection.previous import Earlier, of_patient, read_previous
from spec_rules.session import NOW, base, record_of


def test_the_whole_record_comes_along(tmp_path: Path) -> None:
    """With its vials, for what is checked across sessions."""
    path = tmp_path / "previous.json"
    path.write_text(json.dumps(base()), encoding="utf-8")
    (one,) = read_previous(path)
    assert one.record == record_of(base())
    assert one.vials == one.record.vials
    assert one.patient == "P1"


def test_patients_of_a_csv(tmp_path: Path) -> None:
    """Sorted by date, then patient, each with its own indication."""
    path = tmp_path / "previous.csv"
    path.write_text(
        "date;patient;indication\n2026-01-05;B;OAB\n2026-01-05;A;chronic-migraine\n\n2026-01-01;B;\n", encoding="utf-8"
    )
    found = read_previous(path)
    assert [(one.patient, one.indication) for one in found] == [
        ("B", ""),
        ("A", "chronic-migraine"),
        ("B", "overactive-bladder"),
    ]


def test_an_error_names_file_and_row(tmp_path: Path) -> None:
    """So that it can be found."""
    path = tmp_path / "previous.csv"
    path.write_text("date,indication\n2026-01-01,\n2026-01-05,hiccups\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"previous\.csv: row 3: indication: 'hiccups'"):
        read_previous(path)
    path = tmp_path / "previous.jsonl"
    path.write_text(json.dumps(base()) + "\n" + json.dumps(base() | {"weight_kg": -1}), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"previous\.jsonl: row 2: session: .*weight_kg: '-1'"):
        read_previous(path)


def test_of_patient() -> None:
    """The patient's own, and those of a file that names none."""
    mine, theirs, nobody = (Earlier(date=NOW.date(), patient=patient) for patient in ("P1", "P2", ""))
    assert of_patient([mine, theirs, nobody], "P1") == (mine, nobody)

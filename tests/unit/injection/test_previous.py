"""Earlier sessions: what the table of docs/spec/session.md leaves to say."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.injection.lots import same_session
from interictal.injection.previous import Earlier, of_patient, others_than, read_previous
from interictal.injection.signing import amend, sign
from spec_rules.session import NOW, SIGNED_AT, base, earlier_of, record_of


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
    with pytest.raises(InvalidInput, match=r"previous\.csv: row 3: indication: 'unknown indication'") as caught:
        read_previous(path)
    assert "hiccups" not in caught.value.args[0]
    path = tmp_path / "previous.jsonl"
    path.write_text(json.dumps(base()) + "\n" + json.dumps(base() | {"weight_kg": -1}), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"previous\.jsonl: row 2: session: .*weight_kg: '-1'"):
        read_previous(path)


def test_each_row_keeps_its_own_indication(tmp_path: Path) -> None:
    """Whatever the order of the dates, and of the rows of one day."""
    path = tmp_path / "previous.csv"
    path.write_text(
        "date,product,units,indication\n2026-09-01,onabotulinumtoxinA,155,chronic-migraine\n"
        "2026-10-02,onabotulinumtoxinA,100,OAB\n2025-09-03,onabotulinumtoxinA,50,axillary-hyperhidrosis\n"
        "2026-09-01,onabotulinumtoxinA,10,OAB\n",
        encoding="utf-8",
    )
    assert [(str(one.units), one.indication) for one in read_previous(path)] == [
        ("50", "axillary-hyperhidrosis"),
        ("155", "chronic-migraine"),
        ("10", "overactive-bladder"),
        ("100", "overactive-bladder"),
    ]


def test_a_header_alone_says_that_there_was_nothing(tmp_path: Path) -> None:
    """An empty file says nothing, and is refused."""
    path = tmp_path / "previous.csv"
    path.write_text("date,product,units\n", encoding="utf-8")
    assert read_previous(path) == ()


def test_versions_of_a_record_are_not_other_sessions() -> None:
    """The draft, the signed and the amended one are one session; what has no record is never left out."""
    draft = record_of(base())
    signed = sign(draft, "C1", SIGNED_AT)
    moved = amend(signed, "vials[1].id", "v7", author="C1", reason="slip", at=NOW)
    other = record_of(base() | {"patient": "P2"})
    bare = Earlier(date=NOW.date(), patient="P1")
    mine = [earlier_of(each) for each in (draft, signed, moved)]
    theirs = [earlier_of(other), bare]
    for record in (draft, signed):
        assert others_than(record, [*mine[:2], *theirs]) == tuple(theirs)
    assert others_than(moved, [*mine[1:], *theirs]) == tuple(theirs)
    no_vials = record_of(base() | {"vials": []})
    assert not same_session(no_vials, replace(no_vials, clinician="C2"))
    assert same_session(no_vials, no_vials)


def test_of_patient() -> None:
    """The patient's own, and those of a file that names none."""
    mine, theirs, nobody = (Earlier(date=NOW.date(), patient=patient) for patient in ("P1", "P2", ""))
    assert of_patient([mine, theirs, nobody], "P1") == (mine, nobody)

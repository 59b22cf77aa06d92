"""Reading and writing records: what the tables of docs/spec/session.md leave to say."""

import json
import os
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from interictal.errors import InvalidInput
from interictal.injection.record import Elsewhere, SessionRecord
from interictal.injection.record_files import json_from, json_number, read_record, record_document, record_from
from spec_rules.session import NOW, SIGNED_AT, base, changed, record_of

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "schema" / "session.schema.json").read_text(encoding="utf-8"))


def test_a_file_and_its_byte_order_mark(tmp_path: Path) -> None:
    """The same record as from the object."""
    path = tmp_path / "session.json"
    path.write_text("\ufeff" + json.dumps(base()), encoding="utf-8")
    assert read_record(path) == record_from(base())


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing, a folder, a pipe, too large."""
    with pytest.raises(InvalidInput, match="No such file"):
        read_record(tmp_path / "none.json")
    with pytest.raises(InvalidInput, match="Is a directory"):
        read_record(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InvalidInput, match="not a regular file"):
        read_record(tmp_path / "pipe")
    (tmp_path / "large.json").write_bytes(b" " * (4 * 1024 * 1024 + 1))
    with pytest.raises(InvalidInput, match="too large"):
        read_record(tmp_path / "large.json")
    (tmp_path / "deep.json").write_text("[" * 200_000, encoding="ascii")
    with pytest.raises(InvalidInput, match="nested too deeply"):
        read_record(tmp_path / "deep.json")


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    """4 MiB to the byte."""
    text = json.dumps(base()).encode()
    (tmp_path / "full.json").write_bytes(text + b" " * (4 * 1024 * 1024 - len(text)))
    assert read_record(tmp_path / "full.json") == record_from(base())


def test_written_and_read_again() -> None:
    """Everything a record may hold."""
    document = changed(
        base(),
        'answers = {"pregnancy": "unknown", "toxin_elsewhere": [{"answer": "yes", "date": "2026-01-05"}]} ; '
        'deviations = {"DOSEH": "pain"} ; weight_kg = 70.5 ; vials[1].serial = "S1" ; vials[1].diluent = "saline" ; '
        'vials[1].opened_at = "2026-03-02T08:29:00" ; vials[1].discarded_ml = 0.9 ; sites[1].status = "moved" ; '
        'sites[1].reason = "scar" ; sites[1].view = "front" ; sites[1].x = 0.25 ; sites[1].y = 0.5 ; '
        "sites[1].planned_units = 5",
    )
    record = record_of(document)
    assert record.elsewhere == (Elsewhere(date=NOW.date().replace(month=1, day=5)),)
    written = record_document(record)
    assert record_of(json.loads(json.dumps(written))) == record
    jsonschema.validate(written, SCHEMA)
    assert jsonschema.Draft202012Validator.check_schema(SCHEMA) is None


def test_details_told_without_an_answer_are_written() -> None:
    """An answer is not made up in writing."""
    told = SessionRecord(elsewhere=(Elsewhere(units=Decimal(5)),))
    assert record_document(told)["answers"] == {"toxin_elsewhere": [{"units": 5}]}


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ("", True),
        ('sites[1].units = "2.5"', True),
        ('sites[1].units = "2,5"', False),
        ("sites[1].units = -1", False),
        ("sites[1].units = 100001", False),
        ("schema -", False),
        ("patient -", False),
        ('vials[1].exprity = "2027-05-31"', False),
        ('site = "x"', False),
        ('sites[1].side = "both"', False),
        ('answers.pregnancy = "maybe"', False),
        ('product = "Botox"', False),
    ],
)
def test_the_published_schema(change: str, valid: bool) -> None:
    """It refuses what reading refuses."""
    document = json.loads(json.dumps(changed(base(), change), default=float))
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(document) == valid


def test_schema_knows_the_same_keys() -> None:
    """Those of the types, no more and no fewer."""
    from dataclasses import fields

    from interictal.injection import PRODUCTS
    from interictal.injection.record import Amendment, RecordedSite, RecordedVial

    top = {each.name for each in fields(SessionRecord)} - {"elsewhere"} | {"schema"}
    assert set(SCHEMA["properties"]) == top
    for name, kind in (("vials", RecordedVial), ("sites", RecordedSite), ("amendments", Amendment)):
        assert set(SCHEMA["properties"][name]["items"]["properties"]) == {each.name for each in fields(kind)}
    assert SCHEMA["$defs"]["product"]["enum"] == list(PRODUCTS)


@pytest.mark.parametrize(
    ("value", "written"),
    [("5", 5), ("5.0", 5), ("0.1", 0.1), ("1E+2", 100), ("0.1000000000000000000001", "0.1000000000000000000001")],
)
def test_numbers_read_back_exactly(value: str, written: object) -> None:
    """As a JSON number where that is the same number, else as a text."""
    found = json_number(Decimal(value))
    assert found == written
    assert type(found) is type(written)


def test_messages_hold_no_identity() -> None:
    """Neither the patient's number nor a reason nor a lot's text is repeated."""
    document = base() | {"patient": "Anna-Maria 1971" * 20, "signed_by": ["Dr Grey"], "clinician": {"name": "Dr Grey"}}
    document["sites"][0]["reason"] = ["she was in pain"]
    _, findings = record_from(document)
    assert len(findings) == 4
    text = " ".join(finding.because for finding in findings)
    assert not any(word in text for word in ("Anna", "1971", "Grey", "pain"))


@pytest.mark.parametrize(("number", "codes"), [(1_000, []), (1_001, ["UNREADABLE"])])
def test_a_list_has_an_end(number: int, codes: list[str]) -> None:
    """No session has a thousand sites."""
    record, findings = record_from(base() | {"sites": [{}] * number})
    assert [finding.code for finding in findings] == codes
    assert bool(record.sites) != bool(codes)


@pytest.mark.parametrize(("keys", "refused"), [(1_000, False), (1_001, True)])
def test_an_object_has_an_end(keys: int, refused: bool) -> None:
    """And unknown keys are one finding, however many."""
    text = json.dumps({"schema": "interictal.session/1"} | {f"k{number}": 1 for number in range(keys - 1)})
    if refused:
        with pytest.raises(InvalidInput, match="1001 keys"):
            json_from(text)
        return
    (one,) = record_from(json_from(text))[1]
    assert "unknown key and 998 more" in one.because


def test_a_whole_pair_is_one_character() -> None:
    """Only half of one is refused."""
    assert json_from('{"a": "\\ud83d\\ude00"}') == {"a": "\N{GRINNING FACE}"}
    with pytest.raises(InvalidInput, match="half a character"):
        json_from('{"a": "\\uD83D"}')


@pytest.mark.parametrize(("key", "most"), [("reason", 2_000), ("id", 100), ("vial", 200)])
def test_a_text_has_an_end(key: str, most: int) -> None:
    """Long enough for a reason, short enough to be one."""
    for length, codes in ((most, []), (most + 1, ["UNREADABLE"])):
        document = base()
        document["sites"][0][key] = "x" * length
        assert [finding.code for finding in record_from(document)[1]] == codes


def test_findings_name_site_and_vial() -> None:
    """By id, where it has one."""
    _, findings = record_from(changed(base(), 'sites[1].units = "x" ; vials[1].units = "x" ; weight_kg = "x"'))
    assert sorted(finding.about for finding in findings) == [(), ("corrugator-L1",), ("v1",)]


@pytest.mark.parametrize("value", [object(), 1.5, float("nan")])
def test_values_that_are_not_from_json(value: object) -> None:
    """A caller may pass anything."""
    record, findings = record_from(base() | {"patient": value, "weight_kg": 70.25})
    assert record.weight_kg == Decimal("70.25")
    assert [finding.code for finding in findings] == ["UNREADABLE"]


def test_a_signed_record_reads_back(tmp_path: Path) -> None:
    """With its signature."""
    from interictal.injection.signing import sign, signature_holds

    path = tmp_path / "signed.json"
    path.write_text(json.dumps(record_document(sign(record_of(base()), "C1", SIGNED_AT))), encoding="utf-8")
    record, findings = read_record(path)
    assert not findings
    assert signature_holds(record)

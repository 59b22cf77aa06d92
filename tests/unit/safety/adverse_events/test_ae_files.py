"""Adverse events in files."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from interictal.errors import InvalidInput
from interictal.injection.findings import CODES, Severity
from interictal.safety.adverse_events import files
from interictal.safety.adverse_events.events import (
    AdverseEvent,
    Intensity,
    Listed,
    MedDRA,
    Outcome,
    Qualification,
    Related,
    Reporter,
    Seriousness,
)
from interictal.safety.adverse_events.files import SCHEMA, event_document, events_from, read_events

FULL = AdverseEvent(
    id="E1",
    patient="P1",
    term="neck-pain",
    meddra=MedDRA(code="99999999", version="27.1"),
    onset=dt.date(2026, 3, 2),
    end=dt.date(2026, 3, 9),
    severity=Intensity.MODERATE,
    seriousness=(Seriousness.DEATH, Seriousness.DISABILITY),
    expected=Listed.NOT_LISTED,
    related=Related.YES,
    who_umc="probable",
    naranjo={"1": True, "2": False, "3": None},
    outcome=Outcome.RECOVERED_WITH_SEQUELAE,
    product="onabotulinumtoxinA",
    session=dt.date(2026, 3, 1),
    sites=("procerus-M1", "trapezius-L2"),
    lots=("C1",),
    reporter=Reporter(id="R1", qualification=Qualification.PHARMACIST, country="DE"),
    received=dt.date(2026, 3, 3),
    age=44,
    sex="female",
    description="in words",
)
SCHEMA_FILE = Path(__file__).parents[4] / "docs" / "schema" / "adverse-event.schema.json"


def content(**values: Any) -> dict[str, Any]:
    return {"schema": SCHEMA, "id": "E1", **values}


def test_what_is_written_is_read_back() -> None:
    """All fields, and no field."""
    for event in (FULL, AdverseEvent(id="E1")):
        assert events_from([json.loads(json.dumps(event_document(event)))]) == ((event,), ())


def test_the_document_agrees_with_the_published_schema() -> None:
    """All fields, and no field; a wrong one does not."""
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    for event in (FULL, AdverseEvent(id="E1")):
        jsonschema.validate(event_document(event), schema)
    assert set(schema["properties"]) == set(event_document(FULL))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content(severity="serious"), schema)


@pytest.mark.parametrize("shape", ["object", "list", "lines", "pretty lines"])
def test_the_three_shapes_of_a_file(tmp_path: Path, shape: str) -> None:
    """One object, a list, an object on each line."""
    path = tmp_path / "events.json"
    one, two = event_document(FULL), event_document(AdverseEvent(id="E2"))
    path.write_text(
        {
            "object": json.dumps(one),
            "list": json.dumps([one, two], indent=1),
            "lines": f"{json.dumps(one)}\n\n{json.dumps(two)}\n",
            "pretty lines": f"\ufeff{json.dumps(one, indent=1)}",
        }[shape],
        encoding="utf-8",
    )
    events, findings = read_events(path)
    assert findings == ()
    assert [event.id for event in events] == (["E1", "E2"] if shape in ("list", "lines") else ["E1"])
    assert events[0] == FULL


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"{", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"schema": "x", "schema": "y"}', "JSON"),
        (b'{"age": NaN}', "JSON"),
        (b"\xff", "UTF-8"),
        (b"[]", "at least one event"),
        (b"", "at least one event"),
        (b"3", "an object"),
        (b"[3]", "row 1: event: 'int'"),
        (b'{"id": "E1"}', SCHEMA),
        (b'{"schema": "interictal.adverse-event/2", "id": "E1"}', SCHEMA),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, data: bytes, match: str) -> None:
    """Each says what to do."""
    path = tmp_path / "events.json"
    path.write_bytes(data)
    with pytest.raises(InvalidInput, match=match):
        read_events(path)


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None there, a folder, a pipe, too large."""
    with pytest.raises(InvalidInput, match="a file that can be read"):
        read_events(tmp_path / "none.json")
    with pytest.raises(InvalidInput, match="a file that can be read"):
        read_events(tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InvalidInput, match="not a regular file"):
        read_events(pipe)
    path = tmp_path / "events.json"
    text = json.dumps(content())
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(files, "_LARGEST", len(text))
    assert read_events(path)
    monkeypatch.setattr(files, "_LARGEST", len(text) - 1)
    with pytest.raises(InvalidInput, match="too large"):
        read_events(path)


def test_an_id_once_and_not_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two events of one id would count twice."""
    with pytest.raises(InvalidInput, match="row 2: id: 'used twice'"):
        events_from([content(), content()])
    monkeypatch.setattr(files, "_MOST_EVENTS", 1)
    assert events_from([content()])
    with pytest.raises(InvalidInput, match="too many"):
        events_from([content(), content(id="E2")])


@pytest.mark.parametrize("event_id", [None, "", "  ", 3, "x" * 201, "a\nb"])
def test_no_event_without_an_id(event_id: object) -> None:
    """A text of one line."""
    with pytest.raises(InvalidInput, match="id: 'missing'"):
        events_from([content(id=event_id)])


@pytest.mark.parametrize(
    "values",
    [
        {"severty": "mild"},
        {"causality": {"who": "x"}},
        {"meddra": {"llt": "x"}},
        {"causality": {"naranjo": {"11": "yes"}}},
    ],
)
def test_an_unknown_key_is_refused(values: dict[str, Any]) -> None:
    """Also inside."""
    with pytest.raises(InvalidInput, match="Remove or rename the key"):
        events_from([content(**values)])


def test_a_wrong_value_counts_as_not_recorded_and_is_never_repeated() -> None:
    """The others are kept; the finding names the key and the event, and no word of the file."""
    (event,), findings = events_from([content(patient="P1", description="x" * 20_001, term="secret words", age="44")])
    assert event == AdverseEvent(id="E1", patient="P1")
    assert [finding.because.split()[0] for finding in findings] == ["term", "age", "description"]
    for finding in findings:
        assert finding.code in CODES
        assert finding.severity is Severity.BLOCK
        assert finding.about == ("E1",)
        assert "secret" not in finding.because
    (event,), _ = events_from([content(description="x" * 20_000)])
    assert len(event.description) == 20_000


def test_lists_keep_each_text_once() -> None:
    """A lot twice is one lot; null is none."""
    (event,), findings = events_from([content(lots=["A", " A ", "B"], sites=None)])
    assert (event.lots, event.sites, findings) == (("A", "B"), (), ())
    _, findings = events_from([content(lots=["x" * 201])])
    assert len(findings) == 1

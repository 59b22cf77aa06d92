"""docs/spec/session.md"""

import copy
import datetime as dt
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest

from interictal.errors import InvalidInput
from interictal.injection.findings import CODES, Finding
from interictal.injection.previous import Earlier, read_previous
from interictal.injection.protocol_files import protocol
from interictal.injection.record import SessionRecord
from interictal.injection.record_checks import fixed_sites, record_findings
from interictal.injection.record_files import SCHEMA, json_from, read_record, record_document, record_from
from interictal.injection.signing import amend, original, sign, signature_holds
from interictal.sources import source

NOW = dt.datetime.fromisoformat("2026-03-02T12:00+01:00")
SIGNED_AT = dt.datetime.fromisoformat("2026-03-02T09:40+01:00")
PREEMPT = protocol("chronic-migraine", "preempt-fixed", "onabotulinumtoxinA")


def base() -> dict[str, Any]:
    """The document of the page: a whole PREEMPT session with nothing wrong in it."""
    return {
        "schema": SCHEMA,
        "patient": "P1",
        "clinician": "C1",
        "date": "2026-03-02",
        "indication": "chronic-migraine",
        "protocol": "preempt-fixed",
        "product": "onabotulinumtoxinA",
        "jurisdiction": "us",
        "vials": [
            {
                "id": "v1",
                "product": "onabotulinumtoxinA",
                "units": 200,
                "lot": "LOT1",
                "expiry": "2027-05-31",
                "reconstituted_at": "2026-03-02T08:30",
                "diluent_ml": 4,
            }
        ],
        "sites": [
            {
                "id": name,
                "muscle": muscle,
                "side": side.value,
                "units": 5,
                "volume_ml": 0.1,
                "vial": "v1",
                "status": "given",
            }
            for name, (muscle, side) in fixed_sites(PREEMPT).items()
        ],
        "answers": {"toxin_elsewhere": "no", "pregnancy": "no", "breast_feeding": "no", "infection": "no"},
        "started_at": "2026-03-02T09:00",
        "ended_at": "2026-03-02T09:20",
        "consent": True,
        "checklist": {"two_identifiers": True, "plan_of_today": True, "vial_read": True},
        "aftercare": True,
    }


def earlier_base() -> dict[str, Any]:
    """The same patient's session thirteen weeks before, from another vial."""
    document = base()
    document |= {"date": "2025-12-01", "started_at": "2025-12-01T09:00", "ended_at": "2025-12-01T09:20"}
    document["vials"][0] |= {"id": "v0", "lot": "LOT0", "reconstituted_at": "2025-12-01T08:30"}
    for site in document["sites"]:
        site["vial"] = "v0"
    return document


def changed(document: dict[str, Any], changes: str) -> dict[str, Any]:
    """The document with the changes of a cell: ``path = JSON`` or ``path -``, parted by `` ; ``."""
    document = copy.deepcopy(document)
    for change in filter(None, changes.split(" ; ")):
        path, equals, value = change.partition(" = ")
        steps = re.findall(r"[^.\[\]]+", path.removesuffix(" -"))
        places: list[Any] = [document]
        for step in steps[:-1]:
            places = [inner for place in places for inner in _inner(place, step)]
        for place in places:
            last = int(steps[-1]) - 1 if isinstance(place, list) else steps[-1]
            if not equals:
                del place[last]
            elif isinstance(place, list) and last == len(place):
                place.append(json_from(value))
            else:
                place[last] = json_from(value)
    return document


def _inner(place: Any, step: str) -> list[Any]:
    if step == "*":
        return list(place)
    return [place[int(step) - 1 if isinstance(place, list) else step]]


def record_of(document: dict[str, Any]) -> SessionRecord:
    """A record that must be readable."""
    record, findings = record_from(document)
    assert not findings
    return record


def earlier_of(record: SessionRecord) -> Earlier:
    """A record as an earlier session."""
    assert record.date is not None
    return Earlier(date=record.date, product=record.product, patient=record.patient, vials=record.vials, record=record)


def codes(findings: tuple[Finding, ...]) -> str:
    """Severity and code of each finding."""
    return "; ".join(f"{finding.severity.value} {finding.code}" for finding in findings)


def check(findings: tuple[Finding, ...], row: dict[str, str]) -> None:
    assert codes(findings) == row["found"], [finding.because for finding in findings]
    assert any(row["says"] in finding.because for finding in findings) or not row["says"], findings
    for finding in findings:
        assert finding.code in CODES
        assert source(finding.source)
        assert "\n" not in finding.because


def reading(row: dict[str, str]) -> None:
    record, findings = record_from(changed(base(), row["change"]))
    check(findings, row)
    path, _, value = row["read as"].partition(" = ")
    if value:
        document = record_document(record)
        expected = changed(document, f"{path} = {value}")
        assert json_from(json.dumps(document)) == json_from(json.dumps(expected, default=float))


def file(row: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "session.json"
        path.write_bytes(row["content"].encode().replace(b"\\xff", b"\xff"))
        with pytest.raises(InvalidInput, match=re.escape(row["says"])) as refused:
            read_record(path)
    assert refused.value.field == row["field"]


QUIET = set(record_findings(record_of(base()), now=NOW))


def faults(row: dict[str, str]) -> None:
    record, _ = record_from(changed(base(), row["change"]))
    others = [changed(earlier_base(), change) for change in row["earlier"].split(" // ")] if row["earlier"] else []
    recalled = {tuple(pair.split(":")) for pair in row.get("recalled", "").split()}
    earlier = tuple(earlier_of(record_of({**other})) for other in others)
    found = record_findings(record, earlier=earlier, recalled=recalled, now=NOW)
    check(tuple(finding for finding in found if finding not in QUIET), row)
    for each in found:
        if each.code in ("VIAL", "VIAL_SHARED", "RECALLED", "RECONSTITUTION", "VOLUME", "SIDE", "SITE"):
            assert each.about or not record.sites or any(not one.id for one in (*record.vials, *record.sites)), each
        if each.code == "VIAL_SHARED" or " h of " in each.because or "made up to" in each.because:
            assert each.source != "interictal-injection", each


def amendment(row: dict[str, str]) -> None:
    signed = sign(record_of(base()), "C1", SIGNED_AT)
    what = {"author": row["author"], "reason": row["reason"], "at": NOW}
    if row["refused"]:
        with pytest.raises(InvalidInput) as refused:
            amend(signed, row["field"], json_from(row["new"]), **what)
        assert refused.value.field == row["refused"]
        return
    better = amend(signed, row["field"], json.loads(row["new"]), **what)
    (kept,) = better.amendments
    assert (kept.old, kept.new) == (row["old"], row["new"])
    assert signature_holds(better)
    assert original(better) == signed
    assert better != signed


def previous(row: dict[str, str]) -> None:
    one = json.dumps(changed(base(), row["change"]), default=float)
    two = json.dumps(earlier_base())
    content = row["content"].replace("RECORD", one).replace("EARLIER", two).replace("\\n", "\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / row["file"]
        path.write_text(content, encoding="utf-8")
        if row["refused"]:
            with pytest.raises(InvalidInput) as refused:
                read_previous(path)
            assert refused.value.field == row["refused"]
            assert str(refused.value).startswith(f"{row['file']}: ")
            return
        found = read_previous(path)
    said = [f"{one.date} {one.product or '?'} {one.units or '?'} {one.indication or '?'}" for one in found]
    assert "; ".join(said) == row["sessions"]


RUNNERS = {
    "session-reading": reading,
    "session-file": file,
    "session-faults": faults,
    "session-amendment": amendment,
    "previous-sessions": previous,
}

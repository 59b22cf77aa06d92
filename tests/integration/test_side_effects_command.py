"""`interictal side-effects` on the shipped example, and on what goes wrong."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

from interictal import example
from support.command import clean, interictal

FILES = example.paths()
SESSIONS = ("--sessions", FILES.sessions)


def test_rates_stand_beside_published_ones_of_the_same_kind() -> None:
    """All-cause with all-cause, related with related; each published figure names its source."""
    done = interictal("side-effects", FILES.side_effects, *SESSIONS, "--json")
    clean(done, 0)
    document = json.loads(done.stdout)
    (table,) = document["rates"]
    assert (table["product"], table["indication"]) == ("onabotulinumtoxinA", "chronic-migraine")
    for row in table["rows"]:
        if row["published"] is not None:
            assert row["kind"] in row["published"]["words"]
            assert row["published"]["source"]
    neck = next(row for row in table["rows"] if row["term"] == "neck-pain" and row["kind"] == "all-cause")
    assert (neck["ours"]["events"], neck["ours"]["sessions"], neck["ours"]["patients"]) == (1, 4, 1)
    low, high = neck["ours"]["per_patient_95"]
    assert (round(low, 3), high) == (0.025, 1)
    assert "not a comparison" in interictal("side-effects", FILES.side_effects, *SESSIONS).stdout


def test_a_sign_of_distant_spread_comes_first(tmp_path: Path) -> None:
    """Trouble swallowing ten days after a session: see a doctor at once, before anything else is said."""
    (event, *_) = json.loads(FILES.side_effects.read_text(encoding="utf-8"))
    event.update(term="dysphagia", onset="2024-07-11", end=None, session="2024-07-01", sites=[], lots=[])
    path = tmp_path / "events.json"
    path.write_text(json.dumps(event), encoding="utf-8")
    done = interictal("side-effects", path, *SESSIONS, "--json")
    clean(done, 0)
    first = json.loads(done.stdout)["findings"][0]
    assert first["code"] == "SPREAD"
    assert "immediate medical care" in first["because"]


def test_a_report_to_the_authority(tmp_path: Path) -> None:
    """The fields, and what is missing; E2B only with a licensed MedDRA code."""
    ask = ("side-effects", FILES.side_effects, *SESSIONS, "--authority-report")
    done = interictal(*ask, "SYNTHETIC-AE-2")
    clean(done, 0)
    assert "SYNTHETIC03" in done.stdout
    assert "not recorded" in done.stdout
    assert "--authority-report" in clean(interictal(*ask, "AE-0"), 2)
    sender = tmp_path / "sender.toml"
    sender.write_text('id = "S1"\nreceiver = "R1"\norganisation = "SYNTHETIC"\ncountry = "GB"\n', encoding="utf-8")
    e2b = ("--e2b", tmp_path / "icsr.xml", "--e2b-sender", sender)
    assert "MedDRA" in clean(interictal(*ask, "SYNTHETIC-AE-2", *e2b), 4)
    assert not (tmp_path / "icsr.xml").exists()
    events = json.loads(FILES.side_effects.read_text(encoding="utf-8"))
    events[1]["meddra"] = {"code": "10000000", "version": "27.1"}  # the form of a code; it stands for no term
    events[1]["received"] = "2024-10-01"
    events[1]["seriousness"] = ["medically-important"]
    coded = tmp_path / "events.json"
    coded.write_text(json.dumps(events), encoding="utf-8")
    clean(interictal("side-effects", coded, *SESSIONS, "--authority-report", "SYNTHETIC-AE-2", *e2b), 0)
    root = ET.parse(tmp_path / "icsr.xml").getroot()
    assert root.tag == "{urn:hl7-org:v3}MCCI_IN200100UV01"
    assert "SYNTHETIC03" in (tmp_path / "icsr.xml").read_text(encoding="utf-8")
    assert "--e2b-sender" in clean(interictal(*ask, "SYNTHETIC-AE-2", *e2b[:2]), 2)


def test_no_message_is_written_while_something_blocks(tmp_path: Path) -> None:
    """A seriousness that cannot be read is said, and would have gone out as unknown."""
    events = json.loads(FILES.side_effects.read_text(encoding="utf-8"))
    events[1]["seriousness"] = ["hospitalization"]
    path = tmp_path / "events.json"
    path.write_text(json.dumps(events), encoding="utf-8")
    sender = tmp_path / "sender.toml"
    sender.write_text('id = "S1"\nreceiver = "R1"\norganisation = "SYNTHETIC"\ncountry = "GB"\n', encoding="utf-8")
    target = tmp_path / "icsr.xml"
    ask = ("side-effects", path, *SESSIONS, "--authority-report", "SYNTHETIC-AE-2")
    said = clean(interictal(*ask, "--e2b", target, "--e2b-sender", sender), 1)
    assert "seriousness" in said
    assert not target.exists()


def test_bad_files_and_options_are_said_in_a_line(tmp_path: Path) -> None:
    """Not JSON, no sessions, a wrong date; sessions without records are told."""
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    for arguments, code in (
        ((bad, *SESSIONS), 3),
        ((FILES.side_effects,), 2),
        ((FILES.side_effects, *SESSIONS, "--until", "soon"), 2),
        ((FILES.side_effects, *SESSIONS, "--e2b", "x.xml"), 2),
    ):
        assert len(clean(interictal("side-effects", *arguments), code).splitlines()) == 1
    done = interictal("side-effects", FILES.side_effects, "--sessions", FILES.injections)
    assert "4 sessions hold no record" in clean(done, 0)
    assert "nothing to count" in done.stdout

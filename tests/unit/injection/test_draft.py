"""A record begun from a plan: what stands in it, and what nobody said yet."""

import datetime as dt
from decimal import Decimal
from typing import Any

from interictal.injection.draft import draft
from interictal.injection.maps import body_map
from interictal.injection.planning import make_plan
from interictal.injection.protocol_files import protocol
from interictal.injection.record import CHECKLIST
from interictal.injection.record_files import record_from

DAY = dt.date(2026, 11, 20)


def begun(date: dt.date = DAY, patient: str = "P1") -> dict[str, Any]:
    """A record for two vials of 100 U."""
    chosen = protocol("chronic-migraine", "preempt-fixed", "onabotulinumtoxinA")
    plan = make_plan(chosen, body_map("head"), jurisdiction="us", vial_units=Decimal(100))
    return draft(plan, date=date, patient=patient)


def test_vials_have_ids_that_no_other_session_has() -> None:
    """By day, patient and number; every site names one of them."""
    records = [begun(), begun(patient="P2"), begun(date=dt.date(2026, 11, 21)), begun(patient="")]
    ids = [vial["id"] for record in records for vial in record["vials"]]
    assert len(set(ids)) == len(ids) == 8
    assert ids[:2] == ["20261120-P1-1", "20261120-P1-2"]
    assert ids[-1] == "20261120-patient-2"
    for record in records:
        assert {site["vial"] for site in record["sites"]} == {vial["id"] for vial in record["vials"]}


def test_the_longest_identifier_can_be_read() -> None:
    """Its vials carry it."""
    record, findings = record_from(begun(patient="P" * 100))
    assert not findings
    assert record.vials[1].id.endswith("P-2")


def test_what_was_planned_stands_beside_what_is_to_be_said() -> None:
    """Sides and units of the plan; no status, no answer, no item of the checklist."""
    content = begun()
    for site in content["sites"]:
        assert (site["planned_side"], site["planned_units"]) == (site["side"], site["units"])
        assert site["status"] is None
    assert content["checklist"] == dict.fromkeys(CHECKLIST)
    assert set(content["answers"].values()) == {None}

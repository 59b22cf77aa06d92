"""A record beside its plan: what no check of the record alone can notice."""

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from interictal.errors import InvalidInput
from interictal.injection.against_plan import record_against_plan
from interictal.injection.record import SessionRecord
from interictal.injection.record_checks import record_findings
from interictal.injection.record_files import json_from, record_from
from spec_rules.session import NOW, base, changed, record_of


def plan_of(document: dict[str, Any]) -> dict[str, Any]:
    """A plan of what the document says was given, with the keys that are compared."""
    keys = ("patient", "date", "indication", "protocol", "product", "jurisdiction")
    sites = [{key: site[key] for key in ("id", "muscle", "side", "units")} for site in document["sites"]]
    return {"schema": "interictal.plan/1", **{key: document[key] for key in keys}, "sites": sites}


def found(record: SessionRecord, plan: object) -> list[tuple[str, str]]:
    """Severity and code."""
    return [(one.severity.value, one.code) for one in record_against_plan(record, plan)]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ("", []),
        ('product = "abobotulinumtoxinA"', [("block", "PRODUCT")]),
        ('patient = "P2"', [("block", "PATIENT")]),
        ("patient -", []),
        ("date -", []),
        ('date = "2026-03-01"', [("block", "DATE")]),
        ('jurisdiction = "eu"', [("block", "SITE")]),
        ('protocol = "preempt-follow-the-pain"', [("block", "SITE")]),
        ('indication = "cervical-dystonia" ; protocol = "label"', [("block", "SITE"), ("block", "SITE")]),
        ("sites[1] -", [("ask", "SITE")]),
        ('sites[1].id = "own"', [("ask", "SITE"), ("ask", "SITE")]),
        ('sites[1].id = "CORRUGATOR-L1"', []),
        ('sites[1].muscle = "frontalis"', [("block", "SITE")]),
        ('sites[1].id = "own" ; sites[1].side = "right"', [("block", "SIDE"), ("ask", "SITE")]),
        ('sites[1].id = "own" ; sites[1].side -', [("ask", "SITE"), ("ask", "SITE")]),
        ('sites[3].id = "own"', [("ask", "SITE"), ("ask", "SITE")]),
        ('sites[1].side = "right"', [("block", "SIDE")]),
        ("sites[1].side - ; sites[1].muscle - ; sites[1].units -", []),
        ("sites[1].units = 6", [("ask", "DOSEH")]),
        ('sites[1].units = 0 ; sites[1].status = "skipped"', []),
        ("sites[1].planned_units = 5", []),
        ("sites[1].units = 6 ; sites[1].planned_units = 6", [("block", "SITE"), ("ask", "DOSEH")]),
        ("sites[*].units = 4", [("ask", "DOSEH")]),
    ],
)
def test_what_differs(change: str, wanted: list[tuple[str, str]]) -> None:
    """One thing at a time; missing in the record is the record's own fault."""
    record, _ = record_from(changed(base(), change))
    findings = record_against_plan(record, plan_of(base()))
    assert [(one.severity.value, one.code) for one in findings] == wanted, findings
    assert all(one.because.isprintable() and "P2" not in one.because for one in findings)


def test_figures_and_number_of_sites_are_said() -> None:
    """A mistake made throughout is said once."""
    (one,) = record_against_plan(record_of(changed(base(), "sites[*].units = 4")), plan_of(base()))
    assert one.because == "31 sites: 4 U given, 5 U in the plan. Say why."
    assert len(one.about) == 31


def test_a_plan_for_nobody_fits_every_patient() -> None:
    """A plan may be made before the patient is known."""
    assert not found(record_of(base()), plan_of(base()) | {"patient": ""})


def test_a_record_rewritten_throughout() -> None:
    """Id, side and planned side of a site all turned to the other side: only the plan knows."""
    planned = base()
    planned["sites"] = [
        {"id": "left masseter", "muscle": "frontalis", "side": "left", "units": 5, "volume_ml": 0.1, "vial": "v1"}
        | {"status": "given"}
    ]
    plan = plan_of(planned)
    turned = copy.deepcopy(planned)
    turned["sites"][0] |= {"id": "right masseter", "side": "right"}
    record = record_of(turned)
    assert "SIDE" not in {one.code for one in record_findings(record, now=NOW)}
    assert found(record, plan) == [("block", "SIDE"), ("ask", "SITE")]
    both = copy.deepcopy(planned)
    both["sites"].append(turned["sites"][0])
    assert found(record_of(both), plan) == [("ask", "SITE")], "one more on the other side is a choice"
    turned["sites"][0]["id"] = "left masseter"
    assert ("block", "SIDE") in found(record_of(turned), plan)


def _without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda plan: plan.pop(key)


@pytest.mark.parametrize(
    "spoil",
    [
        _without("schema"),
        _without("sites"),
        _without("product"),
        lambda plan: plan.update(schema="interictal.session/1"),
        lambda plan: plan.update(date=5),
        lambda plan: plan.update(sites=[]),
        lambda plan: plan.update(sites=[5]),
        lambda plan: plan["sites"][0].pop("id"),
        lambda plan: plan["sites"][0].update(id=["x"]),
        lambda plan: plan["sites"][0].update(side=None),
        lambda plan: plan["sites"][0].update(units="many"),
        lambda plan: plan["sites"][0].update(units=Decimal("NaN")),
    ],
)
def test_what_is_no_plan_is_refused(spoil: Callable[[dict[str, Any]], object]) -> None:
    """Half a plan would find half of what is wrong."""
    plan = json_from(json.dumps(plan_of(base())))
    spoil(plan)
    with pytest.raises(InvalidInput, match="plan"):
        record_against_plan(record_of(base()), plan)
    with pytest.raises(InvalidInput, match="plan"):
        record_against_plan(record_of(base()), [plan])

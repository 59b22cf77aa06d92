"""Plans, refusals and checks as JSON."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import jsonschema

from interictal.injection.findings import Finding, Severity
from interictal.injection.indications import indication
from interictal.injection.maps import body_map
from interictal.injection.planning import make_plan
from interictal.injection.protocol_files import all_protocols, protocol
from interictal.safety.conditions import questions_for
from interictal.safety.document import check_document, number, plan_document, refusal_document
from interictal.safety.planned import Planned

SCHEMAS = Path(__file__).parents[3] / "docs" / "schema"
DAY = dt.date(2026, 11, 22)
ONA = "onabotulinumtoxinA"


def schema(name: str) -> dict:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def found(severity: Severity) -> Finding:
    return Finding(code="DOSEH", severity=severity, because="because", source="us-pi-botox#2", about=("a", "b"))


def planned(patient: str = "") -> Planned:
    chosen = protocol("chronic-migraine", "preempt-fixed", ONA)
    plan = make_plan(chosen, body_map(chosen.drawing), jurisdiction="us")
    return Planned(plan=plan, findings=(found(Severity.ASK),), date=DAY, patient=patient)


def test_a_plan_says_what_it_holds() -> None:
    document = planned("SYNTHETIC-1").document
    jsonschema.validate(document, schema("plan"))
    assert document["totals"]["by_muscle"]["frontalis"] == {
        "units": 20,
        "sites": 4,
        "volume_ml": 0.4,
        "sides": {key: {"units": 10, "sites": 2, "volume_ml": 0.2} for key in ("left", "right")},
    }
    assert document["findings"] == [
        {
            "code": "DOSEH",
            "severity": "ask",
            "because": "because",
            "source": "us-pi-botox#2",
            "about": ["a", "b"],
        }
    ]
    assert [each["vial"] for each in document["sites"]] == [1] * 31
    assert document["sites"][0]["source"] == "us-pi-botox#2"
    assert document["map_sides"]["front"].startswith("The patient's left")


def test_every_protocol_can_be_written() -> None:
    """All that fix their sites, against the schema."""
    written = 0
    for each in all_protocols():
        if all(target.fixed_sites for target in each.targets) and each.mixtures:
            weight = Decimal(40) if each.per_kg else None
            made = make_plan(each, body_map(each.drawing), jurisdiction="eu", weight_kg=weight)
            jsonschema.validate(plan_document(made, (), date=DAY), schema("plan"))
            written += 1
    assert written >= 4


def test_a_fingerprint_is_of_everything_that_is_shown() -> None:
    one, same, other = planned(), planned(), planned("SYNTHETIC-1")
    assert one.version == same.version != other.version
    assert len(one.version) == 12
    assert (one.synthetic, other.synthetic) == (False, True)


def test_a_refusal_gives_its_figures() -> None:
    document = refusal_document(indication("fibromyalgia"))
    jsonschema.validate(document, schema("plan-refusal"))
    assert document["evidence"] == "none"
    assert all(each["source"] for each in document["results"])


def test_a_check_counts_what_it_found() -> None:
    document = check_document([found(each) for each in (*Severity, Severity.ASK)], checked_on=DAY)
    jsonschema.validate(document, schema("session-check"))
    assert document["blocked"] is True
    assert document["counts"] == {"block": 1, "ask": 2, "note": 1}
    assert check_document([found(Severity.ASK)], checked_on=DAY)["blocked"] is False


def test_numbers_keep_their_digits() -> None:
    assert [number(each) for each in (None, Decimal("5.0"), Decimal("0.1"), Decimal(0))] == [None, 5, 0.1, 0]


def test_questions_depend_on_product_and_indication() -> None:
    migraine = questions_for(ONA, "chronic-migraine")
    assert {"pregnancy", "infection", "allergy_albumin"} <= set(migraine)
    assert "urinary_retention" not in migraine
    assert "urinary_retention" in questions_for(ONA, "overactive-bladder")
    assert "allergy_cows_milk_protein" in questions_for("abobotulinumtoxinA", "cervical-dystonia")
    assert "allergy_cows_milk_protein" not in migraine

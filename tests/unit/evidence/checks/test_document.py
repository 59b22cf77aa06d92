"""What a check found, as JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema

from interictal import INTENDED_USE
from interictal.evidence.checks import ArmFigures, check_arms
from interictal.evidence.checks.document import check_document

SCHEMA = Path(__file__).parents[4] / "docs" / "schema" / "evidence-check.schema.json"


def test_the_document_follows_its_schema_and_counts_what_it_holds() -> None:
    """Figures as printed, codes counted, what stays with its reason."""
    arms = [
        ArmFigures(place="row 2", study="A", arm="x", days=28, n=Decimal(100), change_sd=Decimal("0.4"),
                   baseline_sd=Decimal(4)),
        ArmFigures(place="row 3", study="A", arm="y", percent=Decimal(120)),
    ]  # fmt: skip
    found = check_arms(arms)
    document = check_document("t.csv", arms, (), found, [(found[0], "as published")], ("country",))
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert document["intended_use"] == INTENDED_USE
    assert document["counts"] == {"impossible": 1, "doubtful": 1, "note": 0}
    assert document["by_code"] == {"PERCENT": 1, "SE_AS_SD": 1}
    assert document["stated"] == {"n": 1, "baseline_sd": 1, "change_sd": 1, "percent": 1}
    assert document["sd_of_change_below_one_day"] == 1
    assert document["findings"][0]["figures"] == {"percent": "120"}
    assert document["accepted"][0]["reason"] == "as published"
    assert document["unused_columns"] == ["country"]

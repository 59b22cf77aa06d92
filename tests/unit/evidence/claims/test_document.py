"""The JSON document of claims."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from interictal import INTENDED_USE, __version__
from interictal.evidence.claims import statements
from interictal.evidence.claims.document import claims_document

ROOT = Path(__file__).parents[4]
SCHEMA = json.loads((ROOT / "docs" / "schema" / "claims.schema.json").read_text(encoding="utf-8"))


def test_claims_and_facts_are_as_the_schema_says() -> None:
    """Every one of them, with the intended use and the version."""
    document = claims_document(statements().values())
    jsonschema.validate(document, SCHEMA)
    assert (document["intended_use"], document["version"]) == (INTENDED_USE, __version__)
    assert [one["id"] for one in document["claims"]] == list(statements())
    assert {one["verdict"] for one in document["claims"] if one["kind"] == "fact"} == {None}


def test_a_claim_in_full() -> None:
    """Its interval, its sources with DOI, its measured age."""
    (one,) = claims_document([statements()["episodic-migraine"]])["claims"]
    assert one["letter"] is None
    assert [(each["value"], each["low"], each["high"]) for each in one["figures"]] == [("0.05", "-0.26", "0.36")]
    assert one["figures"][0]["refers"] == "JACKSON2012-EM"
    assert "10.1001/jama.2012.505" in {each["doi"] for each in one["sources"]}
    assert 0 < one["reading"]["age"] <= 12

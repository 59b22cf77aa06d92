"""JSON documents of courses and of the fit."""

import json
from pathlib import Path

import jsonschema
import pytest

from interictal import INTENDED_USE, __version__
from interictal.evidence.claims import claims
from interictal.mechanism import course
from interictal.mechanism.courses import MODELLED
from interictal.mechanism.document import course_document
from interictal.mechanism.told import claims_of

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs" / "schema" / "mechanism.schema.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("indication", MODELLED)
def test_courses_are_as_the_schema_says(indication: str) -> None:
    """Every indication, with a value for each day and the weeks that are whole."""
    units = 236.0 if indication == "cervical-dystonia" else None
    document = course_document(course(indication, units=units, weeks=10))
    jsonschema.validate(document, SCHEMA)
    assert (document["intended_use"], document["version"]) == (INTENDED_USE, __version__)
    assert document["days"] == 70
    for series in document["series"]:
        assert (len(series["daily"]), len(series["weekly"])) == (70, 10)


def test_numbers_behind_it_are_there() -> None:
    """Each with its interval, and a source or what it was fitted to."""
    document = course_document(course())
    for one in document["parameters"]:
        assert one["low"] <= one["value"] <= one["high"]
        assert one["source"] or one["fitted_to"]
    assert document["timing"]["share_worn_off"] == pytest.approx(0.61, abs=0.005)


def test_it_predicts_and_says_how_far_it_was_studied() -> None:
    """The function, the studied doses, and null or the reason where the dose is beyond them."""
    inside, outside = course_document(course()), course_document(course(units=400))
    assert inside["function"] == outside["function"] == "predict"
    assert inside["studied_doses"] == outside["studied_doses"]
    assert inside["studied_doses"]["sources"] == ["silberstein-2005"]
    assert inside["extrapolated"] is None
    assert outside["extrapolated"].startswith("400 U a session is outside the 75 to 225 U")
    jsonschema.validate(outside, SCHEMA)


def test_small_units_are_not_rounded_away() -> None:
    """The least dose, and a sliver at an added site, stay above 0 as the schema says."""
    for units in (1.0, 155.000001):
        document = course_document(course(protocol="preempt-follow-the-pain", units=units, sessions=1, weeks=4))
        jsonschema.validate(document, SCHEMA)
        (session,) = document["sessions"]
        assert session["units"] == pytest.approx(units)
        assert all(site["units"] > 0 for site in session["sites"])


def test_claims_are_those_of_the_page_with_their_verdicts() -> None:
    """Ids and verdicts, in the same order."""
    told = course_document(course())["claims"]
    assert [one["id"] for one in told] == [one.id for one in claims_of(course())]
    assert {"id": "cgrp-release", "verdict": claims()["cgrp-release"].verdict.value} in told
    assert [one["id"] for one in course_document(course("overactive-bladder"))["claims"]] == ["other-uses"]

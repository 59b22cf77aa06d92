"""JSON documents of courses and of the fit."""

import json
from pathlib import Path

import jsonschema
import pytest

from interictal import INTENDED_USE, __version__
from interictal.mechanism import course
from interictal.mechanism.courses import MODELLED
from interictal.mechanism.document import course_document

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

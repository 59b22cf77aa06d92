"""The JSON document against its published schema."""

from __future__ import annotations

import json
from math import exp, log
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from interictal import INTENDED_USE
from interictal.evidence.synthesis.analysis import PooledTable, pool_table
from interictal.evidence.synthesis.document import pool_document
from interictal.evidence.synthesis.regression import egger, regress_table
from interictal.evidence.synthesis.sensitivity import cumulative, leave_one_out, subgroups
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm, StudyTable

SCHEMA = json.loads((Path(__file__).parents[4] / "docs/schema/pool.schema.json").read_text(encoding="utf-8"))
CHECK = jsonschema.Draft202012Validator(SCHEMA)
COUNTS = [(4, 40, 1, 38), (0, 30, 2, 33), (6, 50, 6, 45), (0, 20, 0, 20)]
COLUMNS = {"dose": dict(zip("0123", ("1", "2", "1", "3"), strict=True))}


def _events(**options: Any) -> PooledTable:
    arms = tuple(
        EventsArm(str(number), arm, n, count)
        for number, (a, n1, c, n2) in enumerate(COUNTS)
        for arm, count, n in (("drug", a, n1), ("placebo", c, n2))
    )
    return pool_table(StudyTable(Kind.EVENTS, arms, COLUMNS), **options)


def _contrasts(*studies: tuple[float, float], **options: Any) -> PooledTable:
    rows = tuple(Contrast(str(number), "drug", "placebo", te, se) for number, (te, se) in enumerate(studies))
    return pool_table(StudyTable(Kind.CONTRASTS, rows, {}), **options)


def _written(document: dict[str, Any]) -> dict[str, Any]:
    """Through JSON and back, without NaN, and valid."""
    found: dict[str, Any] = json.loads(json.dumps(document, allow_nan=False))
    CHECK.validate(found)
    return found


def test_schema_is_one() -> None:
    """And lists every key as required, but for the one that only the trial library adds."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["required"]) == set(SCHEMA["properties"]) - {"data"}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"measure": "RR", "method": "DL", "hartung_knapp": True},
        {"measure": "RD", "method": "FE"},
        {"method": "MH"},
        {"method": "PETO", "level": 0.9},
    ],
)
def test_events(options: dict[str, Any]) -> None:
    """Counts stand beside estimates; ratios are told twice, differences once."""
    result = _events(**options)
    document = _written(pool_document(result))
    assert document["intended_use"] == INTENDED_USE
    assert (document["k"], document["treatments"]) == (4, ["drug", "placebo"])
    assert document["level_percent"] == pytest.approx(100 * options.get("level", 0.95))
    first = document["studies"][0]
    assert first["first"] == {"n": 40, "events": 4, "mean": None, "sd": None}
    assert (document["ratio"] is None) == (document["scale"] == "identity") == (options.get("measure") == "RD")
    if document["ratio"]:
        assert document["ratio"]["estimate"] == pytest.approx(exp(document["estimate"]))
        assert first["ratio"]["ci_high"] == pytest.approx(exp(first["ci_high"]))
    counted = options.get("method") in ("MH", "PETO")
    assert (document["studies"][3]["estimate"] is None) == counted
    assert (document["tau2"] is None) == counted
    assert sum(study["weight"] for study in document["studies"]) == pytest.approx(100)
    assert document["notes"] == list(result.notes)


def test_means() -> None:
    """Means and their spread stand beside the estimate."""
    arms = (MeansArm("1", "drug", 20, 5.0, 2.0), MeansArm("1", "placebo", 30, 7.0, 3.0))
    document = _written(pool_document(pool_table(StudyTable(Kind.MEANS, arms, {}))))
    assert (document["scale"], document["scale_words"], document["measure"]) == ("identity", "mean difference", "MD")
    assert document["studies"][0]["second"] == {"n": 30, "events": None, "mean": 7.0, "sd": 3.0}
    assert (document["k"], document["i2"], document["prediction_low"], document["q_p"]) == (1, None, None, None)


def test_contrasts() -> None:
    """As given, or of a measure that was named; no arms."""
    document = _written(pool_document(_contrasts((1, 0.5), (2, 0.4))))
    assert (document["measure"], document["scale"], document["scale_words"]) == (None, "as given", "as given")
    assert document["studies"][0]["first"] is None
    document = _written(pool_document(_contrasts((log(2), 0.5), (log(2), 0.4), measure="RR")))
    assert document["scale_words"] == "log risk ratio"
    assert document["ratio"]["estimate"] == pytest.approx(2)


def test_a_ratio_too_large_to_write() -> None:
    """The logarithm stands; the ratio is null, not infinity."""
    document = _written(pool_document(_contrasts((0, 90.0), (20, 95.0), measure="OR", hartung_knapp=False)))
    assert document["ratio"]["ci_high"] == pytest.approx(exp(document["ci_high"]))
    document = _written(pool_document(_contrasts((600, 90.0), (620, 95.0), measure="OR")))
    assert document["ratio"]["ci_high"] is None
    assert document["ci_high"] > 700


@pytest.mark.parametrize("method", ["REML", "MH"])
def test_further_analyses(method: str) -> None:
    """All that was asked for, null what was not."""
    result = _events(method=method)
    bare = _written(pool_document(result))
    names = ("leave_one_out", "cumulative", "subgroups", "regression", "egger")
    assert [bare[name] for name in names] == [None] * 5
    document = _written(
        pool_document(
            result,
            leave_one_out=leave_one_out(result),
            cumulative=cumulative(result),
            subgroups=subgroups(result, "dose"),
            regression=regress_table(result, "dose") if method == "REML" else None,
            egger=egger(result),
        )
    )
    assert [step["study"] for step in document["leave_one_out"]] == [*"0123"]
    assert document["cumulative"][3]["estimate"] == pytest.approx(document["estimate"])
    assert document["cumulative"][0]["ratio"]["estimate"] > 1
    assert [group["name"] for group in document["subgroups"]["groups"]] == ["1", "2", "3"]
    if method == "MH":  # the only study of group 3 has no event
        assert document["subgroups"]["groups"][2]["estimate"] is None
    else:
        assert document["regression"]["slope"]["estimate"] == pytest.approx(
            regress_table(result, "dose").slope.estimate
        )
    assert document["egger"]["k"] == (4 if method == "REML" else 3)
    assert document["egger"]["notes"]

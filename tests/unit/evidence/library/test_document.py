"""The library as JSON documents and tables, valid against the published schemas."""

import csv
import json
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from interictal.evidence.library import arms, select, select_arms, select_trials, trials, values
from interictal.evidence.library.document import (
    arms_document,
    arms_table,
    events_document,
    events_table,
    outcomes_document,
    outcomes_table,
    syntheses_document,
    syntheses_table,
    trials_document,
    trials_table,
    why_document,
)
from interictal.evidence.library.events import events, select_events
from interictal.evidence.library.loading import DATA
from interictal.evidence.library.syntheses import syntheses
from interictal.evidence.tracing import traces
from interictal.sources import register

SCHEMAS = Path(__file__).parents[4] / "docs" / "schema"


def _valid(document: dict[str, Any], name: str) -> dict[str, Any]:
    schema = json.loads((SCHEMAS / f"evidence-{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(json.dumps(document)), schema)
    assert document["schema"] == f"interictal.evidence-{name}/1"
    return document


@pytest.mark.parametrize(
    ("name", "make", "found"),
    [
        ("trials", trials_document, select_trials()),
        ("arms", arms_document, select_arms()),
        ("outcomes", outcomes_document, select()),
        ("events", events_document, events()),
        ("syntheses", syntheses_document, tuple(syntheses().values())),
        (
            "why",
            why_document,
            [each for name in ("preempt-1", "preempt", "topiramate", "headache_days_28") for each in traces(name)],
        ),
    ],
)
def test_documents_are_valid(name: str, make: Callable[[Sequence[Any]], dict[str, Any]], found: Sequence[Any]) -> None:
    """The whole library, and nothing at all."""
    assert len(_valid(make(found), name)[name]) == len(found)
    assert _valid(make([]), name)[name] == []


def test_a_value_in_full() -> None:
    """A number, what was printed, its standing, and its document."""
    document = outcomes_document(
        [each for each in values() if each.id == "forward.topiramate.withdrawal_ineffective.36.n_events"]
    )
    (one,) = document["outcomes"]
    assert (one["value"], one["printed"], one["status"], one["tier"]) == (27.0, "27", "verified", "A")
    assert (one["drug"], one["population"], one["confirmed"], one["below"]) == ("topiramate", "cm", True, False)
    cited = document["sources"][one["source"]]
    assert (cited["doi"], cited["pmid"]) == ("10.1111/head.13653", "31559634")


def test_each_source_that_is_cited_is_told() -> None:
    """The document holds the citation of every id in it."""
    document = outcomes_document(select(["onabotulinumtoxinA"]))
    assert set(document["sources"]) == {one["source"] for one in document["outcomes"]}
    assert all(each["id"] in register() for each in document["sources"].values())


def test_a_trace_in_full() -> None:
    """What it rests on is nested; the document stands beside the id."""
    document = why_document(traces("halo-cm.placebo.responder50_moderate_severe_headache_days.12.n_events"))
    (one,) = document["why"]
    assert [each["figure"] for each in one["rests_on"]] == ["18 %", "371 people"]
    assert one["cited"]["doi"] == "10.1056/NEJMoa1709038"
    assert "cited" not in why_document(traces("preempt-1.placebo"))["why"][0]


def test_tables_are_the_files_of_the_library() -> None:
    """The CSV of everything is what the library's own file says, column by column."""
    for name, text in (
        ("trials", trials_table(tuple(trials().values()))),
        ("arms", arms_table(tuple(arms().values()))),
        ("values", outcomes_table(values())),
    ):
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            own = list(csv.DictReader(file))
        written = list(csv.DictReader(StringIO(text)))
        assert len(written) == len(own)
        for row, theirs in zip(own, written, strict=True):
            assert row == {column: theirs[column] for column in row}


def test_a_value_of_the_table_says_drug_and_population() -> None:
    """Two columns more than the library's file, so that a row can be read by itself."""
    rows = list(csv.DictReader(StringIO(outcomes_table(select(["atogepant"])))))
    assert {row["drug"] for row in rows} == {"atogepant"}
    assert {row["population"] for row in rows} == {"cm", "em"}


def test_a_rate_in_full() -> None:
    """Percentage as a number and as printed, count, exact interval, and the arm beside it, which nobody asked for."""
    wanted = "chronic-migraine.forward.topiramate.withdrawal.all-cause"
    document = events_document([each for each in events() if each.id == wanted])
    one, other = document["events"]
    assert (one["percent"], one["printed"], one["n_events"], one["n"]) == (50.7, "50.7", 72, 142)
    assert (one["low_percent"], one["high_percent"]) == (42.191, 59.188)
    assert (one["status"], one["tier"], one["confirmed"], one["kind"]) == ("verified", "A", True, "all-cause")
    assert (one["asked_for"], other["asked_for"], other["drug"]) == (True, False, "onabotulinumtoxinA")
    assert document["sources"][one["source"]]["pmid"] == "31559634"


def test_rates_as_a_table() -> None:
    """A row each; what is unknown is empty, and rates that nobody asked for stand beside the others."""
    found = select_events(drugs=["topiramate"], of=["paraesthesia"], population="em")
    own = [each for each in found if each.drug == "topiramate"]
    rows = list(csv.DictReader(StringIO(events_table(own))))
    assert [(row["study"], row["drug"], row["asked_for"]) for row in rows] == [
        *([("Topiramate, four trials pooled", "topiramate", "yes")] * 3),
        ("Topiramate, four trials pooled", "placebo", ""),
        ("INTREPID", "topiramate", "yes"),
        ("INTREPID", "placebo", ""),
    ]
    assert [row["low_percent"] for row in rows] == [""] * 6
    everything = list(csv.DictReader(StringIO(events_table(events()))))
    assert len(everything) == len(events())
    for row in everything:
        assert bool(row["low_percent"]) == bool(row["high_percent"]) == bool(row["n_events"])


def test_pooled_results_as_a_table() -> None:
    """A row each; what is unknown is empty."""
    rows = list(csv.DictReader(StringIO(syntheses_table(tuple(syntheses().values())))))
    assert [row["id"] for row in rows] == list(syntheses())
    assert any(not row["k"] for row in rows)

"""`interictal evidence claims` as its users run it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from interictal import INTENDED_USE
from support.command import clean, interictal

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schema" / "claims.schema.json").read_text(encoding="utf-8"))


def claims(*arguments: object) -> dict[str, object]:
    """The JSON document, one line, valid against the published schema."""
    done = interictal("evidence", "claims", *arguments, "--json")
    clean(done, 0)
    (line,) = done.stdout.splitlines()
    document = json.loads(line)
    jsonschema.validate(document, SCHEMA)
    return document


def test_all_claims_on_the_terminal() -> None:
    """Every verdict first, then figures and sources; the intended use last."""
    done = interictal("evidence", "claims")
    assert clean(done, 0) == ""
    text = " ".join(done.stdout.split())
    for name, verdict in (
        ("cgrp-release", "supported"),
        ("halved-in-40-percent", "partly right"),
        ("neck-pain-and-fibromyalgia", "contradicted"),
    ):
        assert f"{name} {verdict}" in text
    assert "-0.21 SMD (-0.50 to 0.07)" in text
    assert "doi:10.1111/head.13653" in text
    assert text.endswith(INTENDED_USE)


def test_all_claims_as_json() -> None:
    """The eleven letters, their verdicts, a reading age of 12 at most, no figure without a source."""
    document = claims()
    found = document["claims"]
    assert [one["letter"] for one in found if one["letter"]] == list("abcdefghijk")
    assert {one["verdict"] for one in found} == {"supported", "partly", "contradicted"}
    assert all(one["reading"]["age"] <= document["reading_age_limit"] == 12 for one in found)
    assert all(figure["source"] for one in found for figure in one["figures"])
    parts = {part["about"]: part["verdict"] for one in found for part in one["parts"]}
    assert (parts["Chronic neck pain"], parts["Fibromyalgia"]) == ("contradicted", "no evidence")


def test_some_claims_in_the_order_asked_each_once() -> None:
    """By id, by letter, and a fact of a patient page."""
    document = claims("k", "preempt", "neck-pain-and-fibromyalgia", "verdict-partly")
    ids = [one["id"] for one in document["claims"]]
    assert ids == ["neck-pain-and-fibromyalgia", "preempt", "verdict-partly"]


@pytest.mark.parametrize("wrong", ["nobody", "z", "", "a\x1b[2J"])
def test_an_unknown_id_lists_the_ids_in_a_line(wrong: str) -> None:
    done = interictal("evidence", "claims", wrong, "preempt")
    said = clean(done, 3)
    assert done.stdout == ""
    assert "cgrp-release, muscles-and-vessels" in said
    assert "fewer-painkillers" in said
    assert "\x1b" not in said
    assert len(said.splitlines()) == 1


def test_the_page_is_written_and_said(tmp_path: Path) -> None:
    """Beside the terminal's or the JSON's text; the same claims."""
    target = tmp_path / "claims.html"
    done = interictal("evidence", "claims", "k", "--report", target, "--json")
    assert "written:" in clean(done, 0)
    assert json.loads(done.stdout)["claims"][0]["letter"] == "k"
    page = target.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert 'data-audience="patient"' in page
    assert "claim-neck-pain-and-fibromyalgia" in page
    assert "claim-preempt" not in page


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [("claims.pdf", 2, "--report"), ("claims", 2, "--report"), ("none/claims.html", 3, "folder")],
)
def test_a_page_that_cannot_be_written(tmp_path: Path, name: str, code: int, words: str) -> None:
    """One line, and nothing is printed."""
    done = interictal("evidence", "claims", "--report", tmp_path / name)
    assert words in clean(done, code)
    assert done.stdout == ""
    assert not list(tmp_path.iterdir())


def test_plain_text_where_nothing_else_is_shown() -> None:
    """No colour in a pipe; ASCII where the terminal says so."""
    done = interictal("evidence", "claims", "c", env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"})
    assert clean(done, 0) == ""
    assert done.stdout.isascii()
    assert "\x1b" not in done.stdout

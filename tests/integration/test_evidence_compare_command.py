"""`interictal evidence compare` as its users run it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from interictal import INTENDED_USE
from support.command import clean, interictal

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "comparison.schema.json").read_text(encoding="utf-8")
)
PLANS = """
age = 31
sex = "female"
diagnosis = "chronic-migraine"
pregnant = false
[history]
pregnancy_plans = "yes"
kidney_stones = "yes"
asthma = "yes"
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Somebody who plans a pregnancy, with kidney stones and asthma."""
    path = tmp_path / "profile.toml"
    path.write_text(PLANS, encoding="utf-8")
    return path


def test_the_terminal_fits_80_columns_and_ends_with_the_intended_use() -> None:
    """Nothing is ranked, the assumed diagnosis is said, head-to-head trials come before the treatments."""
    done = interictal("evidence", "compare")
    assert clean(done, 0) == ""
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    text = " ".join(done.stdout.split())
    assert text.endswith(" ".join(INTENDED_USE.split()))
    assert "chronic migraine is assumed" in text
    assert text.index("FORWARD") < text.index("no change (no change)")
    assert "odds ratio 4.90 (2.67 to 9.01)" in text


def test_what_a_profile_excludes(profile: Path) -> None:
    """By label: topiramate, valproate and candesartan for the pregnancy, propranolol for asthma."""
    done = interictal("evidence", "compare", "--profile", profile, "--json")
    clean(done, 0)
    (line,) = done.stdout.splitlines()
    document = json.loads(line)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    found = {each["id"]: each["profile"] for each in document["treatments"]}
    excluded = [name for name, each in found.items() if each["overall"] == "excluded"]
    assert excluded == ["candesartan", "propranolol", "topiramate", "valproate"]
    stones = [each for each in found["topiramate"]["questions"] if each["question"] == "kidney_stones"]
    assert [(each["outcome"], each["why"]["source"]) for each in stones] == [("ask", "topiramate-th-pi")]


def test_page_and_pictures_are_written(tmp_path: Path, profile: Path) -> None:
    """One page, one picture in each form; a patient part whose every sentence has its id."""
    pytest.importorskip("vl_convert", reason="the renderer is not installed")
    page, drawn, narrow = tmp_path / "c.html", tmp_path / "c.svg", tmp_path / "c.png"
    done = interictal("evidence", "compare", "--profile", profile, "--report", page, "--figure", drawn)
    assert clean(done, 0).splitlines() == [f"written: {drawn}", f"written: {page}"]
    html = page.read_text(encoding="utf-8")
    assert 'data-claim="compare-chance"' in html
    assert "You said yes to: Asthma, or attacks of wheezing, now or before?" in html
    assert html.count(INTENDED_USE) >= 2
    assert "<script" not in html
    assert INTENDED_USE.split(".")[0][:30] in drawn.read_text(encoding="utf-8")
    done = interictal("evidence", "compare", "--figure", narrow, "--narrow", "--theme", "dark")
    clean(done, 0)
    assert narrow.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--treatments", "topiramate,aspirin"], 2, "no-change, onabotulinumtoxinA, triptans, amitriptyline"),
        (["--report", "page.txt"], 2, "--report"),
        (["--figure", "page.jpg"], 2, "--figure"),
        (["--profile", "nowhere.toml"], 3, "nowhere.toml"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    """With its exit code and no traceback."""
    said = clean(interictal("evidence", "compare", *arguments, cwd=tmp_path), code)
    assert message in said
    assert len(said.strip().splitlines()) == 1


def test_a_child_and_a_misspelt_question(tmp_path: Path, profile: Path) -> None:
    """Nothing is compared for a child; a question that is none is refused; the profile is never written over."""
    profile.write_text("age = 12", encoding="utf-8")
    assert "12 years" in clean(interictal("evidence", "compare", "--profile", profile), 4)
    profile.write_text('[history]\nastma = "yes"', encoding="utf-8")
    assert "history.astma" in clean(interictal("evidence", "compare", "--profile", profile), 3)
    page = tmp_path / "profile.html"
    page.write_text("age = 40", encoding="utf-8")
    assert "other than those" in clean(interictal("evidence", "compare", "--profile", page, "--report", page), 2)

"""`interictal plan` as a clinician runs it."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from support.command import clean, interictal

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schema" / "plan.schema.json").read_text(encoding="utf-8"))
FIXED = {
    "corrugator": (10, 2),
    "procerus": (5, 1),
    "frontalis": (20, 4),
    "temporalis": (40, 8),
    "occipitalis": (30, 6),
    "cervical paraspinal": (20, 4),
    "trapezius": (30, 6),
}
MOST = {**FIXED, "temporalis": (50, 10), "occipitalis": (40, 8), "trapezius": (50, 10)}
ADDED = ("temporalis:left:2", "occipitalis:right:2", "trapezius:left:2", "trapezius:right:2")
PAIN = ("--protocol", "preempt-follow-the-pain")


def plan(*arguments: object, code: int = 0) -> dict[str, object]:
    """The JSON document, valid against the published schema."""
    done = interictal("plan", *arguments, "--json")
    clean(done, code)
    (line,) = done.stdout.splitlines()
    document = json.loads(line)
    if code == 0:
        jsonschema.validate(document, SCHEMA)
    return document


def added(*texts: str) -> list[str]:
    return [part for text in texts for part in ("--add", text)]


def by_muscle(document: dict) -> dict[str, tuple[int, int]]:
    return {muscle: (one["units"], one["sites"]) for muscle, one in document["totals"]["by_muscle"].items()}


@pytest.mark.parametrize(("vial", "diluent", "jurisdiction"), [(200, 4, "us"), (100, 2, "eu"), (100, 2, "us")])
def test_the_fixed_sites_are_155_units_in_31_sites(vial: int, diluent: int, jurisdiction: str) -> None:
    """By muscle as in the label's table, in either vial and under either label."""
    arguments = ("--indication", "chronic-migraine", "--protocol", "preempt-fixed", "--product", "onabotulinumtoxinA")
    document = plan(*arguments, "--vial", vial, "--diluent-ml", diluent, "--jurisdiction", jurisdiction)
    assert (document["totals"]["units"], document["totals"]["sites"]) == (155, 31)
    assert document["totals"]["volume_ml"] == 3.1
    assert by_muscle(document) == FIXED
    assert document["waste_units"] == sum(each["units"] for each in document["vials"]) - 155
    assert {each["kind"] for each in document["sites"]} == {"fixed"}
    assert not [each for each in document["findings"] if each["code"] in ("DOSEH", "OFF_LABEL", "DILUTION")]
    sides = Counter(each["side"] for each in document["sites"])
    assert sides == {"left": 15, "right": 15, "midline": 1}


def test_following_the_pain_goes_to_195_units_in_39_sites() -> None:
    """By muscle as in the European label, which then asks nothing of the dose."""
    document = plan(*PAIN, "--jurisdiction", "eu", *added(*ADDED))
    assert (document["totals"]["units"], document["totals"]["sites"]) == (195, 39)
    assert by_muscle(document) == MOST
    assert sum(each["kind"] == "follow-the-pain" for each in document["sites"]) == 8
    assert "DOSEH" not in {each["code"] for each in document["findings"]}


def test_the_same_plan_is_over_the_us_label_and_says_so() -> None:
    """Asked, with the label; never blocked, never corrected."""
    document = plan(*PAIN, "--jurisdiction", "us", *added(*ADDED))
    asked = [each for each in document["findings"] if each["code"] == "DOSEH"]
    assert document["totals"]["units"] == 195
    assert {each["severity"] for each in asked} == {"ask"}
    assert any("155" in each["because"] and "195" in each["because"] for each in asked)
    assert all(each["source"].startswith("us-pi-botox") for each in asked)


def test_one_site_too_many_asks_under_the_european_label() -> None:
    """A third added site in temporalis: 55 U where the label has 50 U."""
    document = plan(*PAIN, "--jurisdiction", "eu", *added("temporalis:left:2", "temporalis:right:1"))
    asked = [each for each in document["findings"] if each["code"] == "DOSEH"]
    assert any("temporalis" in each["because"] and "55" in each["because"] for each in asked)


def test_sum_of_sites_and_waste_is_what_is_drawn() -> None:
    """Every figure of the document agrees with every other."""
    document = plan(*PAIN, "--jurisdiction", "eu", "--vial", 100, "--diluent-ml", "2.5", *added("trapezius:left:3"))
    units = sum(Decimal(str(each["units"])) for each in document["sites"])
    volume = sum(Decimal(str(each["drawn_ml"])) + Decimal(str(each["left_ml"])) for each in document["vials"])
    concentration = Decimal(str(document["dilution"]["units_per_ml"]))
    assert volume * concentration == units + Decimal(str(document["waste_units"]))
    drawn = sum(Decimal(str(each["draw_ml"])) for each in document["syringes"])
    assert drawn == Decimal(str(document["totals"]["volume_ml"])), "a syringe holds what is injected from it"
    for vial in document["vials"]:
        mine = [each for each in document["sites"] if each["vial"] == vial["number"]]
        assert sum(each["units"] for each in mine) == vial["used_units"]
    assert "DILUTION" in {each["code"] for each in document["findings"]}, "2.5 mL is no dilution for migraine"


@pytest.mark.parametrize("indication", ["fibromyalgia", "chronic-neck-pain"])
def test_no_evidence_is_an_answer(indication: str) -> None:
    """The figures with their sources, what would change it, and an exit code that no script takes for a plan."""
    done = interictal("plan", "--indication", indication)
    assert "no plan is made" in clean(done, 4)
    assert re.search(r"SMD -0\.\d\d", done.stdout)
    assert "What would change this" in done.stdout
    document = plan("--indication", indication, "--jurisdiction", "us", code=4)
    assert document["schema"] == "interictal.plan-refusal/1"
    assert document["would_change"]
    assert all(each["source"] for each in document["results"])
    assert "sites" not in document


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("--jurisdiction", "us", "--vial", "1,5"), "--vial"),
        (("--jurisdiction", "us", "--vial", "-100"), "--vial"),
        (("--jurisdiction", "us", "--vial", "nan"), "--vial"),
        (("--jurisdiction", "us", "--vial", "1e9"), "--vial"),
        (("--jurisdiction", "us", "--vial", "1000000000"), "--vial"),
        (("--jurisdiction", "us", "--diluent-ml", "2,0"), "--diluent-ml"),
        (("--jurisdiction", "us", "--diluent-ml", "0"), "--diluent-ml"),
        (("--jurisdiction", "us", "--syringe-ml", "0.01"), "--syringe-ml"),
        (("--jurisdiction", "us", "--product", "botox"), "--product"),
        (("--jurisdiction", "us", "--product", "abobotulinumtoxinA"), "--product"),
        (("--jurisdiction", "us", "--protocol", "preempt"), "--protocol"),
        (("--jurisdiction", "us", "--indication", "headache"), "--indication"),
        (("--jurisdiction", "us", "--date", "22.11.2026"), "--date"),
        (("--jurisdiction", "mars"), "--jurisdiction"),
        ((), "--jurisdiction"),
        (("--jurisdiction", "eu", *PAIN, "--add", "temporalis"), "--add"),
        (("--jurisdiction", "eu", *PAIN, "--add", "temporalis:links:2"), "--add"),
        (("--jurisdiction", "eu", *PAIN, "--add", "temporalis:left:two"), "--add"),
        (("--jurisdiction", "eu", *PAIN, "--add", "temporalis:left:-2"), "--add"),
        (("--jurisdiction", "eu", *PAIN, "--add", "temporalis:left:99"), "--add"),
        (("--jurisdiction", "eu", *PAIN, "--add", "masseter:left:1"), "--add"),
        (("--jurisdiction", "us", "--svg", "map.png"), "--svg"),
        (("--jurisdiction", "us", "--report", "plan.docx"), "--report"),
        (("--jurisdiction", "us", "--indication", "upper-limb-spasticity"), "--product"),
        (
            ("--jurisdiction", "us", "--indication", "paediatric-neurogenic-detrusor-overactivity"),
            "--weight-kg",
        ),
    ],
)
def test_bad_options_are_refused_in_a_line_that_names_them(arguments: tuple[str, ...], option: str) -> None:
    """Exit code 2, one line, the option, what is allowed."""
    done = interictal("plan", *arguments)
    said = clean(done, 2)
    assert done.stdout == ""
    assert option in said
    assert len(said.splitlines()) == 1


def test_a_map_shows_exactly_the_sites(tmp_path: Path) -> None:
    """As many numbered marks as sites, each number once, and every site in the text alternative."""
    target = tmp_path / "map.svg"
    document = plan(*PAIN, "--jurisdiction", "eu", *added(*ADDED), "--svg", target)
    drawn = target.read_text(encoding="utf-8")
    numbers = [int(text) for text in re.findall(r">(\d{1,2})</text>", drawn)]
    assert sorted(numbers) == list(range(1, 40))
    assert len(document["sites"]) == 39
    description = re.search(r"<desc[^>]*>(.*?)</desc>", drawn, re.DOTALL)
    assert description is not None
    for muscle in MOST:
        assert muscle in description[1]
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_pictures_page_and_print_are_written(tmp_path: Path) -> None:
    """One map serves all three; the fingerprint of the plan stands on each."""
    written = {name: tmp_path / name for name in ("map.png", "plan.html", "plan.pdf")}
    arguments = ("--jurisdiction", "us", "--patient", "SYNTHETIC-1", "--date", "2026-11-22")
    done = interictal("plan", *arguments, "--figure", written["map.png"], "--report", written["plan.html"])
    assert clean(done, 0).count("written:") == 2
    clean(interictal("plan", *arguments, "--report", written["plan.pdf"]), 0)
    assert written["map.png"].read_bytes().startswith(b"\x89PNG")
    page = written["plan.html"].read_text(encoding="utf-8")
    (fingerprint,) = set(re.findall(r"plan ([0-9a-f]{12})", page))
    assert "SYNTHETIC" in page
    assert "Not CE-marked" in page
    import pypdf

    pdf = pypdf.PdfReader(written["plan.pdf"])
    text = " ".join(" ".join(each.extract_text() for each in pdf.pages).split())
    assert fingerprint in text
    assert "155 U onabotulinumtoxinA in 31 sites" in text
    for site in ("corrugator-L1", "procerus-M1", "trapezius-R3"):
        assert site in text
    assert "SYNTHETIC" in text
    assert "Not CE-marked" in text


def test_earlier_sessions_are_counted(tmp_path: Path) -> None:
    """83 days ago asks, 84 does not; another patient's sessions never count."""
    earlier = tmp_path / "earlier.csv"
    arguments = ("--jurisdiction", "us", "--date", "2026-11-22", "--previous", earlier, "--patient", "SYNTHETIC-1")
    for date, patient, asked in (
        ("2026-08-31", "SYNTHETIC-1", True),
        ("2026-08-30", "SYNTHETIC-1", False),
        ("2026-11-01", "SYNTHETIC-2", False),
    ):
        earlier.write_text(f"date,product,units,patient\n{date},onabotulinumtoxinA,155,{patient}\n", encoding="utf-8")
        codes = {each["code"] for each in plan(*arguments)["findings"]}
        assert ("DOSEIVL" in codes) is asked, date


def test_a_session_record_begins_with_nothing_answered(tmp_path: Path) -> None:
    """Every planned site stands in it; checking it says what is missing; it is never written over."""
    target = tmp_path / "session.json"
    clean(interictal("plan", "--jurisdiction", "us", "--patient", "SYNTHETIC-1", "--session", target), 0)
    record = json.loads(target.read_text(encoding="utf-8"))
    assert record["schema"] == "interictal.session/1"
    assert len(record["sites"]) == 31
    assert {each["status"] for each in record["sites"]} == {None}
    assert set(record["answers"].values()) == {None}
    assert {"pregnancy", "allergy_albumin", "dysphagia"} <= set(record["answers"])
    assert "urinary_retention" not in record["answers"]
    done = interictal("check-session", target, "--json")
    clean(done, 1)
    codes = {each["code"] for each in json.loads(done.stdout)["findings"] if each["severity"] == "block"}
    assert {"VIAL", "SITE"} <= codes
    again = interictal("plan", "--jurisdiction", "us", "--session", target)
    assert "not taken" in clean(again, 2)


def test_the_profile_s_weight_doses_and_a_contradiction_asks(tmp_path: Path) -> None:
    """20 kg are 120 U; another weight on the command line is used, and told."""
    profile = tmp_path / "profile.toml"
    profile.write_text("age = 8\nweight_kg = 20\n", encoding="utf-8")
    child = ("--indication", "paediatric-neurogenic-detrusor-overactivity", "--jurisdiction", "us")
    document = plan(*child, "--profile", profile)
    assert document["totals"]["units"] == 120
    assert document["dilution"]["made_up_ml"] == 10
    assert {each["volume_ml"] for each in document["sites"]} == {0.5}
    said = plan(*child, "--profile", profile, "--weight-kg", "30")
    assert said["totals"]["units"] == 180
    assert any("weight" in each["because"].lower() and each["severity"] == "ask" for each in said["findings"])


@pytest.mark.parametrize("patient", ["a\x1b[2J", "x" * 101, "a\nb", "\u202ea"])
def test_identifiers_that_cannot_be_shown_are_refused(patient: str) -> None:
    said = clean(interictal("plan", "--jurisdiction", "us", "--patient", patient), 2)
    assert "--patient" in said
    assert "\x1b" not in said
    assert len(said.splitlines()) == 1


def test_warnings_of_the_label_stand_in_every_plan() -> None:
    """What may come hours to weeks later, with its source; in the bladder also how many needed a catheter."""
    for indication, words in (("chronic-migraine", "hours to weeks"), ("overactive-bladder", "6.5 %")):
        done = interictal("plan", "--jurisdiction", "us", "--indication", indication)
        clean(done, 0)
        assert words in " ".join(done.stdout.split())
    assert plan("--jurisdiction", "us")["cautions"]


@pytest.mark.parametrize("columns", ["60", "²", "9" * 5000, "0", ""])
def test_any_width_of_terminal(columns: str) -> None:
    """Narrow, or not a number at all: no line is longer than it may be."""
    done = interictal("plan", "--jurisdiction", "us", env={**os.environ, "COLUMNS": columns})
    clean(done, 0)
    assert max(map(len, done.stdout.splitlines())) <= 100
    if columns == "60":
        assert max(map(len, done.stdout.splitlines())) <= 60

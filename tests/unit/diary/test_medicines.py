"""The shipped table holds together, and what the specification does not cover."""

import csv
import re
import time

import pytest

from interictal.diary.medicines import (
    TABLE,
    DrugClass,
    Intake,
    format_intakes,
    is_ambiguous,
    parse_intakes,
    read_intakes,
    recognise,
)
from interictal.errors import InvalidInput
from interictal.sources import register

with open(TABLE, encoding="utf-8", newline="") as _lines:
    ROWS = list(csv.DictReader(_lines))
GENERICS = {row["name"]: row for row in ROWS if row["kind"] in ("generic", "class")}
COUNTRIES = {"US", "UK", "DE", "FR", "IT", "ES", "NL", "CA", "AU"}
ADJUVANTS = {"caffeine", "isometheptene"}


def test_every_row_is_complete() -> None:
    for row in ROWS:
        assert row["kind"] in ("generic", "class", "brand", "ambiguous"), row
        assert row["name"].strip() == row["name"] != "", row
        assert (row["class"] == "") == (row["kind"] == "ambiguous"), row
        assert set(row["countries"].split()) <= COUNTRIES, row
        assert (row["countries"] != "") == (row["kind"] in ("brand", "ambiguous")), row
        assert row["source"] in register(), row


def test_no_name_stands_for_two_medicines() -> None:
    for row in ROWS:
        expected = None if row["kind"] == "ambiguous" else (row["ingredients"], DrugClass(row["class"]))
        assert recognise(row["name"]) == expected, row
        assert is_ambiguous(row["name"]) == (expected is None), row


def test_every_ingredient_is_a_name_of_the_table_with_that_meaning() -> None:
    for row in ROWS:
        if row["kind"] != "ambiguous":
            found = recognise(row["ingredients"])
            assert found == (row["ingredients"], DrugClass(row["class"])), row
            for part in row["ingredients"].split("+"):
                assert GENERICS[part]["ingredients"] == part, row


def test_the_class_of_a_combination_follows_from_its_parts() -> None:
    """The rule of docs/spec/medicines.md, written a second time."""
    for row in ROWS:
        parts = row["ingredients"].split("+")
        if row["kind"] == "ambiguous" or len(parts) == 1:
            continue
        classes = [GENERICS[part]["class"] for part in parts]
        for strong in ("triptan", "ergot", "barbiturate"):
            if strong in classes:
                expected = strong
                break
        else:
            analgesics = {each for each in classes if each in ("simple_analgesic", "opioid")}
            assert analgesics, row
            combined = len(analgesics) == 2 or ADJUVANTS & set(parts)
            expected = "combination_analgesic" if combined else analgesics.pop()
        assert row["class"] == expected, row


def test_all_seven_triptans_and_every_class_are_there() -> None:
    triptans = {row["ingredients"] for row in ROWS if row["class"] == "triptan" and "+" not in row["ingredients"]}
    assert triptans == {
        "almotriptan",
        "eletriptan",
        "frovatriptan",
        "naratriptan",
        "rizatriptan",
        "sumatriptan",
        "zolmitriptan",
        "triptan",
    }
    assert {row["class"] for row in ROWS} - {""} == {each.value for each in DrugClass}
    for country in COUNTRIES:
        assert any(country in row["countries"].split() and row["class"] == "triptan" for row in ROWS), country


def test_a_name_is_no_dose() -> None:
    """A name that ends in a number must not swallow or lose one."""
    for row in ROWS:
        intakes, _ = parse_intakes(format_intakes((Intake(row["name"]),)))
        assert [intake.name for intake in intakes] == [row["name"]], row


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " "},
        {"name": "a", "dose": 0.0},
        {"name": "a", "dose": float("nan")},
        {"name": "a", "dose": 2e6},
        {"name": "a", "unit": "mg"},
        {"name": "a", "dose": 1.0, "unit": "pints"},
        {"name": "a", "count": 0},
        {"name": "a", "count": float("inf")},
    ],
)
def test_an_intake_that_cannot_be_is_refused(wrong: dict) -> None:
    with pytest.raises(InvalidInput, match=r"is not allowed; allowed: .*\. \w"):
        Intake(**wrong)


def test_an_empty_text_is_not_none_taken() -> None:
    assert parse_intakes("") == ((), [""])


def test_a_list_that_is_given_out_is_not_remembered() -> None:
    parse_intakes("something")[1].clear()
    assert parse_intakes("something")[1] == ["something"]


def test_a_line_break_parts_entries() -> None:
    assert [intake.ingredient for intake in parse_intakes("Imigran\nIbuprofen")[0]] == ["sumatriptan", "ibuprofen"]


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 100_000 + "b",
        "1 " * 50_000,
        '"' * 100_000,
        '"a";' * 20_000 + '"',
        "a," * 40_000,
        '"a" b;' * 15_000,
        "+".join(["ibuprofen"] * 10_000),
        "1/" * 50_000,
    ],
    ids=lambda text: re.sub(r"\s", "_", text[:6]),
)
def test_hostile_cells_are_read_in_linear_time(text: str) -> None:
    start = time.process_time()
    intakes, unclear = read_intakes(text)
    assert intakes
    assert unclear
    assert recognise(text) is None
    assert time.process_time() - start < 2

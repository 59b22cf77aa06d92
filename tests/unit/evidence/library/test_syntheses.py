"""Published pooled results: what the file holds, what it refuses, and that each can be worked out or says why not."""

import csv
import math
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from interictal.errors import InvalidInput
from interictal.evidence.library.records import Status, Synthesis
from interictal.evidence.library.syntheses import (
    FIGURES,
    RATIOS,
    doubt,
    in_words,
    outcome_words,
    read,
    select_syntheses,
    size_in_words,
    syntheses,
    synthesis,
    unseen_words,
)
from interictal.sources import source

ROOT = Path(__file__).parents[4]
ALL = tuple(syntheses().values())
GOOD = {
    "id": "HERD2018-MD",
    "drugs": "onabotulinumtoxinA",
    "comparison": "toxin against placebo",
    "population": "cm",
    "population_words": "chronic migraine",
    "outcome": "migraine_days_month",
    "measure": "MD",
    "estimate": "-2.0",
    "low": "-2.8",
    "high": "-1.1",
    "interval": "95 % CI",
    "control": "",
    "i2_percent": "43",
    "k": "2",
    "n": "1384",
    "method": "random effects",
    "source": "herd-2019",
    "seen": "abstract",
    "status": "verified",
    "tier": "A",
    "unseen": "",
    "reproduced": "tests/reproduction/test_herd2018.py",
    "note": "",
}


def read_one(folder: Path, **changed: str) -> Synthesis:
    file = folder / "syntheses.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [each.name for each in fields(Synthesis)])
        writer.writeheader()
        writer.writerow(GOOD | changed)
    (found,) = read(file).values()
    return found


def test_one_is_read_as_it_stands(tmp_path: Path) -> None:
    """Figures as printed, nothing where nothing is known."""
    found = read_one(tmp_path)
    assert (str(found.estimate), found.k, found.n, found.control) == ("-2.0", 2, 1384, None)
    assert found.confirmed
    assert found.unseen == ()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id": "HERD 2018"}, "id"),
        ({"id": ""}, "id"),
        ({"drugs": ""}, "drugs"),
        ({"population": "everyone"}, "population"),
        ({"measure": "HR"}, "measure"),
        ({"estimate": "two"}, "estimate"),
        ({"estimate": "-3.0"}, "estimate"),
        ({"estimate": "-1.0"}, "estimate"),
        ({"low": ""}, "low"),
        ({"high": ""}, "low"),
        ({"estimate": ""}, "low"),
        ({"interval": ""}, "interval"),
        ({"estimate": "", "low": "", "high": "", "interval": ""}, "interval"),
        ({"measure": "OR"}, "estimate"),
        ({"measure": "RR", "estimate": "1", "low": "0", "high": "2"}, "low"),
        ({"measure": "percent", "estimate": "50", "low": "20", "high": "101"}, "high"),
        ({"measure": "percent", "estimate": "50", "low": "20", "high": "60", "control": "-1"}, "control"),
        ({"control": "3"}, "control"),
        ({"i2_percent": "101"}, "i2_percent"),
        ({"i2_percent": "-1"}, "i2_percent"),
        ({"k": "0"}, "k"),
        ({"source": "unknown-2018"}, "source"),
        ({"source": ""}, "source"),
        ({"seen": " "}, "seen"),
        ({"tier": "C"}, "tier"),
        ({"status": "derived", "tier": ""}, "status"),
        ({"status": "unconfirmed", "tier": "", "unseen": "low"}, "unseen"),
        ({"unseen": "weight"}, "unseen"),
        ({"unseen": "control"}, "unseen"),
        ({"reproduced": ""}, "reproduced"),
    ],
)
def test_what_is_refused(tmp_path: Path, changed: dict[str, str], field: str) -> None:
    """The message names the cell."""
    with pytest.raises(InvalidInput) as refused:
        read_one(tmp_path, **changed)
    assert (refused.value.field, refused.value.row) == (field, 2)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "MD -2.0 (95 % CI -2.8 to -1.1)"),
        ({"unseen": "low high k"}, "MD -2.0 (95 % CI -2.8 to -1.1, unconfirmed)"),
        ({"unseen": "estimate"}, "MD -2.0, unconfirmed (95 % CI -2.8 to -1.1)"),
        ({"status": "unconfirmed", "tier": ""}, "MD -2.0 (95 % CI -2.8 to -1.1), unconfirmed"),
        ({"low": "", "high": "", "interval": ""}, "MD -2.0"),
        ({"estimate": "", "low": "", "high": "", "interval": "about two days"}, "MD: about two days"),
        ({"measure": "percent", "estimate": "3", "low": "", "high": "", "control": "0.8"}, "3 % against 0.8 %"),
        (
            {"measure": "percent", "estimate": "3", "low": "", "high": "", "control": "0.8", "unseen": "control"},
            "3 % against 0.8 %, unconfirmed",
        ),
    ],
)
def test_in_words(tmp_path: Path, changed: dict[str, str], words: str) -> None:
    """What was not seen says so, wherever it stands."""
    found = read_one(tmp_path, **changed)
    assert in_words(found) == words
    assert found.confirmed is ("estimate" not in found.unseen and found.status is Status.VERIFIED)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "2 trials, 1384 people"),
        ({"k": "1", "n": ""}, "1 trial"),
        ({"k": "", "unseen": "n"}, "1384 people (unconfirmed)"),
        ({"k": "", "n": ""}, ""),
        ({"status": "unconfirmed", "tier": ""}, "2 trials (unconfirmed), 1384 people (unconfirmed)"),
    ],
)
def test_size_in_words(tmp_path: Path, changed: dict[str, str], words: str) -> None:
    """Trials and people, each with its doubt."""
    found = read_one(tmp_path, **changed)
    assert size_in_words(found) == words
    assert doubt(found, "i2_percent") == (" (unconfirmed)" if found.status is Status.UNCONFIRMED else "")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("migraine_days_month", "migraine headache days in a month"),
        ("headache_days_28, week 24", "headache days in 28 days, week 24"),
        ("eyelid-ptosis", "drooping eyelid"),
        ("headaches_per_month", "headaches in a month"),
        ("headache_episodes_month", "headache episodes in a month"),
        ("severity_nrs_0_10", "severity nrs, 0 to 10"),
        ("pain at 4 weeks", "pain at 4 weeks"),
    ],
)
def test_outcomes_for_a_person(outcome: str, words: str) -> None:
    """No underscore is left."""
    assert outcome_words(outcome) == words
    assert all("_" not in outcome_words(one.outcome) for one in syntheses().values())


def test_what_was_not_seen_of_a_result() -> None:
    """In words, both limits as one."""
    assert unseen_words(synthesis("HERD2018-MD-all")) == "its limits, the number of trials, the number of people"
    assert unseen_words(synthesis("HERD2018-MD")) == ""


def test_one_by_its_id() -> None:
    """And a refusal that says where to look."""
    assert synthesis("FRANK2021-TPM").estimate == Decimal("2.70")
    with pytest.raises(InvalidInput, match="interictal evidence syntheses"):
        synthesis("NONE2020")


def test_selection() -> None:
    """By drug, outcome and population, together."""
    assert select_syntheses() == ALL
    toxin = select_syntheses(drugs=["onabotulinumtoxinA"])
    assert {"HERD2018-MD", "CGRPvBONT-GAL-MD", "FRANK2021-BONT"} <= {one.id for one in toxin}
    assert all("onabotulinumtoxinA" in one.drugs for one in toxin)
    stopped = select_syntheses(drugs=["topiramate", "propranolol"], outcomes=["withdrawal"], population="mixed")
    assert {one.id for one in stopped} == {"CFPC-STOP-AE-ACT", "EHF2023-TPM-STOP", "EHF2024-PRO-STOP"}
    assert select_syntheses(drugs=["rizatriptan"]) == ()


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_each_is_worked_out_again_or_says_why_not(one: Synthesis) -> None:
    """A test that names it, or a reason."""
    named = one.reproduced.partition(" ")[0]
    if named.startswith("tests/"):
        text = (ROOT / named).read_text(encoding="utf-8")
        assert one.id in text or f'"{one.id.partition("-")[0]}-' in text or '.startswith("EHF")' in text
    else:
        assert len(one.reproduced) > len("not seen")
        assert "test" not in one.reproduced.casefold()


@pytest.mark.parametrize("one", [one for one in ALL if one.interval == "95 % CI"], ids=lambda one: one.id)
def test_limits_lie_evenly_about_the_estimate(one: Synthesis) -> None:
    """On the scale of the measure, within the printed rounding; what does not says so in its note."""
    assert one.low is not None
    assert one.estimate is not None
    assert one.high is not None
    ranges = [_ends(each) for each in (one.low, one.estimate, one.high)]
    if one.measure in RATIOS:
        ranges = [(math.log(low), math.log(high)) for low, high in ranges]
    middle = tuple((ranges[0][end] + ranges[2][end]) / 2 for end in (0, 1))
    even = middle[0] <= ranges[1][1] + 1e-9 and ranges[1][0] <= middle[1] + 1e-9
    assert even is ("unevenly" not in one.note)


def _ends(printed: Decimal) -> tuple[float, float]:
    half = Decimal(1).scaleb(int(printed.as_tuple().exponent)) / 2
    return float(printed - half), float(printed + half)


def test_what_is_not_confirmed() -> None:
    """The Cochrane review of 2018: no interval for all trials and for headache days, side effects in words only."""
    assert [one.id for one in ALL if not one.confirmed] == ["HERD2018-AE-PBO"]
    assert {one.id: one.unseen for one in ALL if one.unseen} == {
        "HERD2018-MD-all": ("low", "high", "k", "n"),
        "HERD2018-HD": ("low", "high"),
    }


def test_sources() -> None:
    """Every source is one that was read; all results of one publication name the same."""
    for one in ALL:
        assert source(one.source).status == "verified"
        assert set(one.unseen) <= set(FIGURES)
    assert {one.source for one in ALL if one.id.startswith("HERD2018")} == {"herd-2018", "herd-2019"}
    assert len(ALL) == 72

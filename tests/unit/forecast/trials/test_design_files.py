"""Designs: what is read, and that what no trial can be is refused in one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interictal.errors import InvalidInput, NotSupported
from interictal.forecast.trials.design import Analysis, Missing
from interictal.forecast.trials.design_files import SHIPPED, design_named, parse_design, read_design, shipped
from interictal.forecast.trials.outcomes import OTHER_NAMES, OUTCOMES, outcome

BARE = """
visits_weeks = [12, 24]
[population]
baseline_mean = 20
[[arms]]
dose_units = 155
n = 100
[[arms]]
n = 90
"""
FULL = """
name = "Mine"
analysis = "mmrm"
missing = "LAST"
outcomes = ["headache_days", "migraine_days_28", "headache_days"]
[trial]
blinded = false
[population]
n = 30
baseline_mean = 21.5
baseline_sd = 4
minimum_headache_days = 8
medication_overuse_share = 0.5
baseline_migraine_days = 15
baseline_acute_medication_days = 12
[[arms]]
name = "later"
drug = "OnabotulinumtoxinA"
dose_units = 195
n = 10
cycles = 3
interval_weeks = 13
placebo_cycles = 2
[[arms]]
drug = "topiramate"
n = 20
"""


def test_what_is_left_out_has_defaults() -> None:
    """Drug by its dose, the size of the trial from its arms, placebo as reference."""
    design = parse_design(BARE, "mine.toml")
    assert [arm.drug for arm in design.arms] == ["onabotulinumtoxinA", "placebo"]
    assert (design.name, design.entry.n, design.entry.baseline_sd, design.blinded) == ("mine", 190, 4.5, True)
    assert (design.missing, design.analysis) == (Missing.OBSERVED, Analysis.ANCOVA)
    assert design.reference is design.arms[1]
    assert design.arms[0].sessions == ((0, 155.0), (84, 155.0))
    assert design.arms[1].sessions == ()
    assert [arm.n for arm in design.scaled(0.5).arms] == [50, 45]
    assert design.scaled(0.001).entry.n == 2


def test_every_key_is_read() -> None:
    """Also from [trial], in any case, and outcomes by their other names, each once."""
    design = parse_design(FULL, "mine.toml")
    assert (design.name, design.missing, design.analysis) == ("Mine", Missing.LAST, Analysis.MMRM)
    assert [one.id for one in design.outcomes] == ["headache_days_28", "migraine_days_28"]
    assert not design.blinded
    assert design.entry.minimum_headache_days == 8
    assert (design.entry.baseline_migraine_days, design.entry.baseline_acute_medication_days) == (15, 12)
    assert design.arms[0].sessions == ((182, 195.0), (273, 195.0), (364, 195.0))
    assert design.reference is design.arms[1]


def test_a_trial_of_one_arm_has_no_reference() -> None:
    """Nothing to compare with."""
    assert design_named("compel").reference is None


def test_counts_that_a_visit_can_have() -> None:
    """A count of 28 days not before week 4."""
    design = design_named("preempt")
    assert design.counted(3) == ()
    assert design.counted(4) == design.outcomes


def test_shipped_designs_load() -> None:
    """Every file; those that are offered by name are among them."""
    every = shipped()
    assert set(SHIPPED) <= set(every)
    assert every["preempt"].entry.n == 1384


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("n = 100", "n = 0", "arms[1].n", "1 to 1000000"),
        ("n = 100", "n = 10.5", "arms[1].n", "whole"),
        ("n = 100", "n = true", "arms[1].n", "whole"),
        ("n = 100", "n = 2000000", "arms[1].n", "1000000"),
        ("n = 100", "n = 999999", "arms.n", "1000000"),
        ("[12, 24]", "[0, 24]", "visits_weeks", "1 to 260"),
        ("[12, 24]", "[-4]", "visits_weeks", "1 to 260"),
        ("[12, 24]", "[261]", "visits_weeks", "1 to 260"),
        ("[12, 24]", "[24, 12]", "visits_weeks", "rising"),
        ("[12, 24]", "[2]", "visits_weeks", "4 weeks"),
        ("[12, 24]", "[]", "visits_weeks", "list"),
        ("[12, 24]", "12", "visits_weeks", "list"),
        ("dose_units = 155", "dose_units = -155", "arms[1].dose_units", "above 0"),
        ("dose_units = 155", "dose_units = 0", "arms[1].dose_units", "placebo"),
        ("dose_units = 155", "dose_units = 4000", "arms[1].dose_units", "400"),
        ("dose_units = 155", "dose_units = nan", "arms[1].dose_units", "400"),
        ("dose_units = 155", "dose_units = inf", "arms[1].dose_units", "400"),
        ("dose_units = 155", "drug = \"placebo\"\ndose_units = 155", "arms[1].dose_units", "nothing for placebo"),
        ("dose_units = 155", "drug = \"onabotulinumtoxinA\"", "arms[1].dose_units", "400"),
        ("dose_units = 155", "drug = \"botulism\"", "arms[1].drug", "topiramate"),
        ("dose_units = 155", "drug = \"placebos\"", "arms[1].drug", "Did you mean placebo?"),
        ("baseline_mean = 20", "baseline_mean = 14", "population.baseline_mean", "15 to 28"),
        ("baseline_mean = 20", "baseline_mean = 29", "population.baseline_mean", "28"),
        ("baseline_mean = 20", "baseline_mean = nan", "population.baseline_mean", "28"),
        ("baseline_mean = 20", "", "population.baseline_mean", "28"),
        ("baseline_mean = 20", "baseline_mean = 20\nbaseline_sd = 7", "population.baseline_sd", "at most 6.32"),
        ("baseline_mean = 20", "baseline_mean = 20\nn = 5", "population.n", "190"),
        (
            "baseline_mean = 20", "baseline_mean = 20\nbaseline_migraine_days = 21",
            "population.baseline_migraine_days", "20",
        ),
        ("baseline_mean = 20", "baseline_mean = 20\nbasline_sd = 4", "population.basline_sd", "baseline_sd?"),
        ("visits_weeks", "visit_weeks", "visit_weeks", "visits_weeks?"),
        ("visits_weeks", "wholly_unlike", "wholly_unlike", "Remove it"),
        ("visits_weeks = [12, 24]", "outcomes = [\"headache_dayz_28\"]", "outcomes", "headache_days_28?"),
        ("visits_weeks = [12, 24]", "outcomes = [\"pain\"]", "outcomes", "Choose one"),
        ("visits_weeks = [12, 24]", "outcomes = []", "outcomes", "list"),
        ("visits_weeks = [12, 24]", "missing = \"mean\"", "missing", "observed, last, baseline"),
        ("visits_weeks = [12, 24]", "analysis = 3", "analysis", "ANCOVA, MMRM, responder"),
        ("visits_weeks = [12, 24]", "blinded = 1", "blinded", "true or false"),
        ("visits_weeks = [12, 24]", "name = \"a\\u0007\"", "name", "printed"),
        ("visits_weeks = [12, 24]", "trial = 3", "trial", "table"),
        ("visits_weeks = [12, 24]", "name = \"a\"\n[trial]\nname = \"b\"", "name", "once"),
        ("n = 90", "n = 90\nmissing = \"last\"", "arms[2]", "Move missing above"),
        ("n = 90", "n = 90\nname = \"onabotulinumtoxinA\"", "arms.name", "once"),
        ("n = 90", "n = 90\nplacebo = 1", "arms[2].placebo", "true or false"),
        ("n = 90", "n = 90\ndose_units = 5\nplacebo = true", "arms[2].dose_units", "nothing for placebo"),
        ("n = 90", "n = 90\ndrug = \"topiramate\"\nplacebo = true", "arms[2].placebo", "one of the two"),
        ("n = 90", "n = 90\ncycles = 0", "arms[2].cycles", "1 to 260"),
        ("n = 90", "n = 90\ninterval_weeks = 60", "arms[2].interval_weeks", "1 to 52"),
        ("[[arms]]\ndose_units = 155\nn = 100\n[[arms]]\nn = 90", "", "arms", "at least one"),
        ("visits_weeks", "visits_weeks = =", "file", "TOML"),
    ],
)  # fmt: skip
def test_what_no_trial_can_be(old: str, new: str, field: str, says: str) -> None:
    """Field, value, what is allowed and what to do, in one line."""
    assert old in BARE
    with pytest.raises(InvalidInput) as refused:
        parse_design(BARE.replace(old, new, 1), "mine.toml")
    assert refused.value.field == field
    message = str(refused.value)
    assert says in message
    assert message.startswith("mine.toml: ")
    assert "\n" not in message


@pytest.mark.parametrize("text", ["a=" + "[" * 5000 + "]" * 5000, "a." * 3000 + "b=1", "cycles=" + "9" * 5000])
def test_a_file_that_was_made_to_break_the_reader(text: str) -> None:
    """Thousands of brackets or digits: refused in one line."""
    with pytest.raises(InvalidInput, match="mine.toml: file"):
        parse_design(text, "mine.toml")


def test_another_product_is_not_converted() -> None:
    """Its units are its own, and no course of it is published."""
    text = BARE.replace("dose_units = 155", 'drug = "abobotulinumtoxinA"\ndose_units = 500')
    with pytest.raises(NotSupported, match="never units of another"):
        parse_design(text, "mine.toml")


@pytest.mark.parametrize(
    "words",
    ["placebo = true", 'drug = "Placebo"', 'drug = "placebo"\nplacebo = true\ndose_units = 0', "placebo = false"],
)
def test_an_arm_says_in_its_own_way_that_it_is_placebo(words: str) -> None:
    """By its drug, by a flag, with or without a dose of nothing; no drug at all is placebo too."""
    arm = parse_design(BARE.replace("n = 90", f"n = 90\n{words}"), "mine.toml").arms[1]
    assert (arm.drug, arm.dose_units) == ("placebo", None)


@pytest.mark.parametrize(
    ("words", "meant"),
    [("LOCF", "last"), ("mLOCF", "last"), ("BOCF", "baseline"), ("blocf", "baseline"), ("none", "observed")],
)
def test_what_is_missing_has_other_names(words: str, meant: str) -> None:
    """Last and baseline observation carried forward, and nothing put in."""
    text = BARE.replace("visits_weeks", f'missing = "{words}"\nvisits_weeks', 1)
    assert parse_design(text, "mine.toml").missing.value == meant


def test_a_name_or_a_file(tmp_path: Path) -> None:
    """A shipped name, a file, and neither."""
    path = tmp_path / "mine.toml"
    path.write_text(BARE, encoding="utf-8")
    assert design_named(str(path)) == read_design(path)
    with pytest.raises(InvalidInput, match="preempt, compel, forward"):
        design_named("premt")
    with pytest.raises(InvalidInput, match="can be read"):
        design_named("absent.toml")


def test_outcomes_have_places_of_their_own() -> None:
    """Each id its field; each other name an outcome."""
    assert sorted(one.field for one in OUTCOMES.values()) == list(range(8))
    for name, of in OTHER_NAMES.items():
        assert outcome(name) is OUTCOMES[of]


@pytest.mark.parametrize(("units", "beyond"), [(74.9, True), (75.0, False), (225.0, False), (225.1, True)])
def test_doses_beyond_those_studied_are_known(units: float, beyond: bool) -> None:
    """The limits belong to what was studied; an arm without a dose is never beyond them."""
    design = design_named("preempt")
    arm = replace(design.arms[0], dose_units=units)
    assert arm.extrapolated is beyond
    notes = replace(design, arms=(arm, design.arms[1])).notes
    assert bool(notes) is beyond
    assert not design.notes
    assert not design.arms[1].extrapolated

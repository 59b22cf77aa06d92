"""Inputs of published results: what the file holds and refuses, and that it says what the trial library says."""

import csv
import math
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from interictal.errors import DataUnavailable, InvalidInput
from interictal.evidence.library.inputs import SynthesisInput, inputs, inputs_of, read, study_table
from interictal.evidence.library.records import Status
from interictal.evidence.library.selection import values
from interictal.evidence.tables import Contrast, EventsArm, Kind, MeansArm
from interictal.sources import source

ROOT = Path(__file__).parents[4]
MEANS = {
    "id": "analysis.trial",
    "analysis": "ANALYSIS",
    "study": "Trial",
    "outcome": "days",
    "measure": "MD",
    "arm1": "drug",
    "n1": "10",
    "mean1": "-2",
    "sd1": "4",
    "arm2": "placebo",
    "n2": "12",
    "mean2": "-1",
    "sd2": "4",
    "source": "herd-2019",
    "seen": "abstract",
    "status": "verified",
    "tier": "A",
}
COUNTS = {name: text for name, text in MEANS.items() if not name.startswith(("mean", "sd"))} | {
    "measure": "OR",
    "events1": "5",
    "events2": "3",
}
BARE = {name: text for name, text in MEANS.items() if not name.startswith(("mean", "sd", "n1", "n2"))}


def read_one(folder: Path, row: dict[str, str]) -> SynthesisInput:
    file = folder / "synthesis_inputs.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [each.name for each in fields(SynthesisInput)], restval="")
        writer.writeheader()
        writer.writerow(row)
    (found,) = read(file)
    return found


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (MEANS | {"id": "other.trial"}, "id"),
        (MEANS | {"measure": "HR"}, "measure"),
        (MEANS | {"sd1": "0"}, "sd1"),
        (MEANS | {"se": "-1"}, "se"),
        (MEANS | {"se1": "1"}, "se1"),
        (MEANS | {"n2": "0"}, "n2"),
        (MEANS | {"events1": "3"}, "events1"),
        (MEANS | {"effect": "-1"}, "effect_status"),
        (MEANS | {"effect_status": "verified"}, "effect_status"),
        (MEANS | {"low": "-1", "high": "1"}, "low"),
        (MEANS | {"effect": "-1", "effect_status": "verified", "low": "-2"}, "low"),
        (MEANS | {"effect": "-1", "effect_status": "verified", "low": "0", "high": "1"}, "effect"),
        (MEANS | {"p": "1.2"}, "p"),
        (MEANS | {"mean2": ""}, "effect"),
        (MEANS | {"source": "unknown"}, "source"),
        (MEANS | {"seen": ""}, "seen"),
        (MEANS | {"status": "derived", "tier": ""}, "status"),
        (COUNTS | {"events1": "11"}, "events1"),
        (COUNTS | {"events2": ""}, "events2"),
        (COUNTS | {"n1": ""}, "events1"),
    ],
)
def test_what_is_refused(tmp_path: Path, row: dict[str, str], field: str) -> None:
    """The message names the cell."""
    with pytest.raises(InvalidInput) as refused:
        read_one(tmp_path, row)
    assert (refused.value.field, refused.value.row) == (field, 2)


def test_table_of_means(tmp_path: Path) -> None:
    """A standard deviation as it is, a standard error times the root of the people."""
    one = read_one(tmp_path, MEANS)
    assert study_table([one]).rows == (
        MeansArm("Trial", "drug", 10, -2.0, 4.0),
        MeansArm("Trial", "placebo", 12, -1.0, 4.0),
    )
    other = read_one(tmp_path, MEANS | {"sd2": "", "se2": "0.5"})
    assert study_table([other]).rows[1] == MeansArm("Trial", "placebo", 12, -1.0, 0.5 * math.sqrt(12))
    assert (one.confirmed, one.difference) == (True, Decimal(-1))


def test_table_of_events(tmp_path: Path) -> None:
    """Both arms, with their people."""
    one = read_one(tmp_path, COUNTS | {"status": "unconfirmed", "tier": ""})
    found = study_table([one])
    assert found.kind is Kind.EVENTS
    assert found.rows == (EventsArm("Trial", "drug", 10, 5), EventsArm("Trial", "placebo", 12, 3))
    assert not one.confirmed


def test_table_of_contrasts(tmp_path: Path) -> None:
    """The error of the difference, or those of two means whose people are not known."""
    errors = BARE | {"mean1": "-2", "mean2": "-1", "se1": "0.3", "se2": "0.4"}
    (row,) = study_table([read_one(tmp_path, errors)]).rows
    assert isinstance(row, Contrast)
    assert (row.te, row.se) == (-1.0, pytest.approx(0.5))
    printed = BARE | {"effect": "-1.2", "effect_status": "verified", "se": "0.6", "mean1": "-2", "mean2": "-1"}
    assert study_table([read_one(tmp_path, printed)]).rows == (Contrast("Trial", "drug", "placebo", -1.2, 0.6),)
    derived = printed | {"effect_status": "derived"}
    assert study_table([read_one(tmp_path, derived)]).rows == (Contrast("Trial", "drug", "placebo", -1.0, 0.6),)


def test_no_table_without_a_spread(tmp_path: Path) -> None:
    """It says what can be done instead."""
    one = read_one(tmp_path, MEANS | {"sd1": "", "sd2": ""})
    with pytest.raises(DataUnavailable, match=r"analysis\.trial has no spread"):
        study_table([one])


def test_inputs_of_a_result() -> None:
    """In the order of the file; an unknown one lists those there are."""
    assert [one.study for one in inputs_of("HERD2018-MD")] == ["PREEMPT 1", "PREEMPT 2"]
    with pytest.raises(InvalidInput, match="allowed: PREEMPT-POOLED, HERD2018-MD"):
        inputs_of("NONE")


def test_every_input_is_in_a_reproduction_test() -> None:
    """Named there by its result."""
    tests = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests" / "reproduction").glob("test_*.py"))
    assert len(inputs()) == 28
    for one in inputs():
        assert f'"{one.analysis}"' in tests
        assert source(one.source).status == "verified"
        assert one.status is not Status.DERIVED or one.derivation


AGREES = {
    "preempt-pooled.overuse": ("preempt-overuse", "onabotulinumtoxina", "placebo", "headache_days_28", 24),
    "preempt-pooled.no-overuse": ("preempt-no-overuse", "onabotulinumtoxina", "placebo", "headache_days_28", 24),
    "herd2018-md.preempt-1": ("preempt-1", "onabotulinumtoxina", "placebo", "migraine_days_28", 24),
    "herd2018-md.preempt-2": ("preempt-2", "onabotulinumtoxina", "placebo", "migraine_days_28", 24),
    "herd2018-hd.preempt-1": ("preempt-1", "onabotulinumtoxina", "placebo", "headache_days_28", 24),
    "herd2018-hd.preempt-2": ("preempt-2", "onabotulinumtoxina", "placebo", "headache_days_28", 24),
    "forward-or.forward": ("forward", "onabotulinumtoxina", "topiramate", "responder50_headache_days", 32),
    "progress-or.progress-60": ("progress", "atogepant-60", "placebo", "responder50_migraine_days", 12),
    "halo-cm-md.quarterly": ("halo-cm", "fremanezumab-quarterly", "placebo", "moderate_severe_headache_days_28", 12),
    "halo-cm-md.monthly": ("halo-cm", "fremanezumab-monthly", "placebo", "moderate_severe_headache_days_28", 12),
    "promise-2-md.100": ("promise-2", "eptinezumab-100", "placebo", "migraine_days_28", 12),
    "promise-2-md.300": ("promise-2", "eptinezumab-300", "placebo", "migraine_days_28", 12),
    "promise-2-r50.100": ("promise-2", "eptinezumab-100", "placebo", "responder50_migraine_days", 24),
    "promise-2-r50.300": ("promise-2", "eptinezumab-300", "placebo", "responder50_migraine_days", 24),
    "tepper2017-md.70": ("tepper-2017", "erenumab-70", "placebo", "migraine_days_28", 12),
    "tepper2017-md.140": ("tepper-2017", "erenumab-140", "placebo", "migraine_days_28", 12),
    "regain-failures.failures-2-120": ("regain-two-failures", "galcanezumab-120", "placebo", "migraine_days_month", 12),
    "regain-failures.failures-2-240": ("regain-two-failures", "galcanezumab-240", "placebo", "migraine_days_month", 12),
    "regain-failures.failures-1-120": ("regain-one-failure", "galcanezumab-120", "placebo", "migraine_days_month", 12),
    "regain-failures.failures-1-240": ("regain-one-failure", "galcanezumab-240", "placebo", "migraine_days_month", 12),
    "chassis-md.chassis": ("chassis", "onabotulinumtoxina", "placebo", "migraine_days_28", 12),
    "chassis-hd.chassis": ("chassis", "onabotulinumtoxina", "placebo", "headache_days_28", 12),
}
"""Input -> trial, its two arms, outcome and week of the trial library."""


@pytest.mark.parametrize("identifier", AGREES)
def test_inputs_say_what_the_trial_library_says(identifier: str) -> None:
    """Means and counts, arm by arm: a figure that stands in both is the same."""
    (one,) = (each for each in inputs() if each.id == identifier)
    trial, first, second, outcome, week = AGREES[identifier]
    held = {each.id: each.value for each in values()}
    compared = 0
    for arm, mean, events in ((first, one.mean1, one.events1), (second, one.mean2, one.events2)):
        place = f"{trial}.{arm}.{outcome}.{week}"
        for quantity, figure in (("change_mean", mean), ("n_events", events)):
            if figure is not None and f"{place}.{quantity}" in held:
                assert held[f"{place}.{quantity}"] == figure, place
                compared += 1
    assert compared == 2

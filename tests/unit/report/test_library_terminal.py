"""Trials, arms, values and pooled results on the terminal."""

import re
from dataclasses import replace

import pytest

from interictal import INTENDED_USE
from interictal.evidence.library import select, select_arms, select_trials
from interictal.evidence.library.syntheses import syntheses
from interictal.evidence.library.tracing import library_traces
from interictal.report.library_terminal import (
    arms_terminal,
    nothing_terminal,
    outcomes_terminal,
    syntheses_terminal,
    trials_terminal,
)

ONA = "onabotulinumtoxinA"
PLAIN = {"width": 80, "colour": False, "unicode": True}


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_outcomes() -> None:
    """Each value with its standing; the placebo arm beside it; what may be pooled said in words."""
    text = outcomes_terminal(select([ONA], ["headache_days_28"], "cm"), **PLAIN)  # type: ignore[arg-type]
    flat = _flat(text)
    assert "PREEMPT pooled (Dodick 2010) [preempt-pooled]" in flat
    assert "patients of preempt-1, preempt-2" in flat
    assert "mean change −8.4 days [B]; difference −1.8 days [A+C] (95 % −2.52 to −1.13, unconfirmed)" in flat
    assert "beside it, placebo, saline every 12 weeks, of 696 [A]: mean change −6.6 days [B]" in flat
    assert "mean before 20.0 days, unconfirmed" in flat
    assert "before treatment [headache_days_28]" in flat
    assert "of them unconfirmed" in text.splitlines()[0]
    assert flat.endswith(_flat(INTENDED_USE))


def test_every_unconfirmed_value_says_so() -> None:
    """As many times the word as unconfirmed values, besides title and legend; spread and limits share one."""
    found = [each for each in select() if not each.confirmed and not each.quantity.endswith(("_sd", "_low", "_high"))]
    for each in found:
        text = _flat(outcomes_terminal([each], **PLAIN))  # type: ignore[arg-type]
        assert ", unconfirmed" in text, each.id
        assert "1 value, 1 of them unconfirmed" in text


def test_values_without_a_week_and_notes() -> None:
    """People of an arm; what limits a figure stands below it."""
    text = outcomes_terminal(select(["placebo"], ["participants"], "other"), **PLAIN)  # type: ignore[arg-type]
    assert "people in the arm [participants]" in text
    assert "an even split of 60 is assumed" in text


def test_trials() -> None:
    """Population, design, registry, whose patients, arms with their people, limits and source."""
    flat = _flat(trials_terminal(select_trials([ONA], (), "cm"), **PLAIN))  # type: ignore[arg-type]
    assert "randomised, double-blind, parallel groups, NCT00156910" in flat
    assert "patients of preempt-1, preempt-2: never pooled beside them" in flat
    assert "placebo, saline every 12 weeks, 338 people [A]" in flat
    assert "people not seen" in flat
    assert "source: preempt-1-2010" in flat


def test_arms() -> None:
    """By trial, each with its id; a label that says the dose is not followed by it."""
    flat = _flat(arms_terminal(select_arms(["erenumab"]), **PLAIN))  # type: ignore[arg-type]
    assert "erenumab 70 mg, 191 people [A] [tepper-2017.erenumab-70]" in flat
    assert "erenumab, 70 or 140 mg a month, 388 people [A] [her-mes.erenumab]" in flat


def test_pooled_results() -> None:
    """By population, each with trials, people, method and source."""
    flat = _flat(syntheses_terminal(tuple(syntheses().values()), **PLAIN))  # type: ignore[arg-type]
    assert "[HERD2018-MD]" in flat
    assert "MD −2.0 (95 % CI −2.8 to −1.1) [A]" in flat
    assert "2 trials, 1384 people, random effects" in flat
    assert "4 trials (unconfirmed), 1497 people (unconfirmed), random effects" in flat
    assert "RR 2.2 (95 % CI 1.7 to 2.8), unconfirmed 13 trials (unconfirmed), 3325 people (unconfirmed)" in flat
    assert "source: herd-2019" in flat
    assert "MD: mean difference; SMD: standardised mean difference; OR: odds ratio" in flat
    assert "interictal evidence why ID" in flat


def test_pooled_results_are_headed_by_their_people() -> None:
    """Bladder and neck are no headache; each group of people stands once."""
    text = syntheses_terminal(tuple(syntheses().values()), **PLAIN)  # type: ignore[arg-type]
    heads = [line for line in text.splitlines()[1:] if line and not line.startswith(" ")]
    assert "refractory idiopathic overactive bladder" in heads
    assert "chronic neck pain" in heads
    assert heads.count("chronic migraine") == 1
    assert "another" not in text


def test_a_pooled_result_of_unknown_size() -> None:
    """Nothing is written of what is not known."""
    one = replace(syntheses()["OAB2010"], k=None, n=None, method="", note="")
    lines = syntheses_terminal((one,), **PLAIN).splitlines()  # type: ignore[arg-type]
    at = next(i for i, line in enumerate(lines) if "MD −3.88" in line)
    assert lines[at + 1].strip() == "source: oab-review-2010"


def test_measures_are_explained_where_they_stand() -> None:
    """Those shown, and none where only percentages are."""
    held = syntheses()
    flat = _flat(syntheses_terminal((held["HERD2018-AE-ACT"],), **PLAIN))  # type: ignore[arg-type]
    assert "RR: risk ratio. [A]" in flat
    assert "MD:" not in flat
    flat = _flat(syntheses_terminal((held["CFPC-STOP-AE"],), **PLAIN))  # type: ignore[arg-type]
    assert "percent:" not in flat


def test_the_way_to_the_source_is_shown() -> None:
    """An id that can be asked for stands behind each figure, and the command to ask with below."""
    shared = "preempt-1.onabotulinumtoxina.headache_days_28.24"
    text = outcomes_terminal(select([ONA], ["headache_days_28"], "cm"), **PLAIN)  # type: ignore[arg-type]
    assert f"[{shared}]" in text
    assert library_traces(shared)
    text += trials_terminal(select_trials([ONA]), **PLAIN)  # type: ignore[arg-type]
    assert _flat(text).count("interictal evidence why ID") == 2
    assert _flat(text).count("[A] seen in a journal") == 2


def test_nothing() -> None:
    """An empty selection is said, with what was asked for."""
    flat = _flat(nothing_terminal("atogepant, hit6", **PLAIN))  # type: ignore[arg-type]
    assert "holds nothing for atogepant, hit6." in flat
    assert flat.endswith(_flat(INTENDED_USE))


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_fit(width: int) -> None:
    """No line is longer than the terminal, except one long word, which stays whole."""
    text = outcomes_terminal(select(), width=width, colour=False, unicode=True)
    text += "\n" + trials_terminal(select_trials(), width=width, colour=False, unicode=True)
    text += "\n" + syntheses_terminal(tuple(syntheses().values()), width=width, colour=False, unicode=True)
    for line in text.splitlines():
        assert len(line) <= width or len(line.split()) == 1, line
    assert "[responder50_moderate_severe_headache_days]" in text


def test_plain_ascii_and_colour() -> None:
    """A terminal without more than ASCII gets a hyphen; bold and dim only where colour is allowed."""
    found = select([ONA], ["headache_days_28"], "cm")
    assert outcomes_terminal(found, width=80, colour=False, unicode=False).isascii()
    styled = outcomes_terminal(found, width=80, colour=True, unicode=True)
    assert set(re.findall(r"\x1b\[(\d+)m", styled)) == {"0", "1", "2"}

"""Virtual trials as a whole: threads, effects, missing data, and their document."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from interictal.errors import DataUnavailable, NotSupported
from interictal.forecast.trials.design import Analysis, Design
from interictal.forecast.trials.design_files import design_named, parse_design
from interictal.forecast.trials.designs_document import designs_document
from interictal.forecast.trials.document import trial_document
from interictal.forecast.trials.population import population
from interictal.forecast.trials.results import virtual_trials
from interictal.forecast.trials.simulation import BLOCK, Trials, in_order

SCHEMAS = Path(__file__).parents[4] / "docs" / "schema"


def small(n: int = 60, **more: object) -> Design:
    """PREEMPT with fewer people and visits."""
    design = design_named("preempt")
    arms = tuple(replace(arm, n=n) for arm in design.arms)
    return replace(design, arms=arms, entry=replace(design.entry, n=2 * n), **{"visits_weeks": (12, 24), **more})  # type: ignore[arg-type]


def validated(document: dict[str, object], name: str) -> None:
    """Against its published schema, as JSON."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(json.dumps(document, allow_nan=False)))


@pytest.mark.parametrize("analysis", list(Analysis))
def test_threads_change_nothing(analysis: Analysis) -> None:
    """One thread and three give the same document, to the last digit, whatever the analysis."""
    design = small(analysis=analysis)
    one, three = (trial_document(virtual_trials(design, replicates=7, seed=4, threads=n)) for n in (1, 3))
    assert one == three
    validated(one, "trial")
    assert trial_document(virtual_trials(design, replicates=7, seed=5)) != one


def test_blocks_change_nothing() -> None:
    """An arm larger than a block has the sums of its patients, whoever they share a block with."""
    trials = Trials(small(BLOCK + 5), population(), seed=1)
    setting = trials.setting(0, 0)
    values = [trials.block(setting, 0, 10)[0], trials.block(setting, 10, BLOCK - 5)[0]]
    whole = trials.block(setting, 0, BLOCK + 5)[0]
    np.testing.assert_array_equal(np.concatenate(values), whole)
    run = trials.arm(setting)
    assert run.sums[0, 0, 2] == whole[:, 0, 0][whole[:, 1, 0] >= 0].sum()


def test_the_toxin_is_better_than_placebo_on_average() -> None:
    """By about what PREEMPT saw, with ranges around it; with parameters held, the ranges are narrower."""
    drawn = virtual_trials(small(688, visits_weeks=(24,)), replicates=60, threads=2)
    held = virtual_trials(small(688, visits_weeks=(24,)), replicates=60, threads=2, estimates=True)
    one = drawn.contrasts[0]
    assert -3 < one.difference.lower < -1.2 < one.difference.upper < 0.2
    widths = [
        found.arms[0].outcomes[0].change_mean.upper - found.arms[0].outcomes[0].change_mean.lower  # type: ignore[union-attr]
        for found in (held, drawn)
    ]
    assert widths[0] < 0.5 * widths[1]
    assert held.contrasts[0].significant > 0.9


def test_more_than_one_dose_and_no_dose() -> None:
    """A larger dose is not worse beyond chance, and topiramate leaves more people behind."""
    text = """
    visits_weeks = [24]
    missing = "observed"
    [population]
    baseline_mean = 20
    [[arms]]
    name = "low"
    dose_units = 75
    n = 4000
    [[arms]]
    name = "high"
    dose_units = 195
    n = 4000
    [[arms]]
    drug = "topiramate"
    n = 4000
    [[arms]]
    drug = "placebo"
    n = 4000
    """
    result = virtual_trials(parse_design(text, "d.toml"), replicates=3, estimates=True, threads=2)
    change = {arm.name: arm.outcomes[0].change_mean.mean for arm in result.arms}  # type: ignore[union-attr]
    assert change["high"] <= change["low"] + 0.3
    assert change["low"] < change["placebo"] - 0.5
    stayed = {arm.name: arm.stayed[24].mean for arm in result.arms}
    assert stayed["topiramate"] < 60 < stayed["placebo"]
    assert [(one.arm, one.versus) for one in result.contrasts] == [
        ("low", "placebo"), ("high", "placebo"), ("topiramate", "placebo"),
    ]  # fmt: skip


def test_tiny_trials_have_no_nan() -> None:
    """One person an arm: what cannot be told is null, and nothing is NaN."""
    for analysis in Analysis:
        document = trial_document(virtual_trials(small(1, analysis=analysis), replicates=4))
        validated(document, "trial")
    alone = trial_document(virtual_trials(replace(small(1), arms=small(1).arms[:1]), replicates=2))
    assert alone["contrasts"] == []
    assert alone["arms"][0]["outcomes"][0]["change_sd"] is None


def test_baselines_of_other_outcomes_are_met() -> None:
    """Migraine and medication days as the design gives them."""
    design = small(4000, visits_weeks=(24,))
    names = {"migraine_days_28": 14.0, "acute_medication_days_28": 12.0}
    from interictal.forecast.trials.outcomes import OUTCOMES

    entry = replace(design.entry, baseline_migraine_days=14.0, baseline_acute_medication_days=12.0)
    design = replace(design, entry=entry, outcomes=tuple(OUTCOMES[name] for name in names))
    result = virtual_trials(design, replicates=2, estimates=True)
    for one in result.arms[0].outcomes:
        assert one.baseline_mean is not None
        assert one.baseline_mean.mean == pytest.approx(names[one.outcome.id], abs=0.25)


def test_too_many_visits_for_the_mixed_model() -> None:
    """Said before anything is simulated."""
    with pytest.raises(NotSupported, match="20 visits"):
        virtual_trials(small(5, visits_weeks=tuple(range(4, 30)), analysis=Analysis.MMRM), replicates=1)


def test_nobody_who_may_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the criterion lets in nobody of very many, that is said."""
    trials = Trials(small(5), population(), seed=1)
    monkeypatch.setattr(trials, "selection", replace(trials.selection, chances=np.zeros_like(trials.selection.chances)))
    with pytest.raises(DataUnavailable, match="entry criterion"):
        trials.arm(trials.setting(0, 0))


def test_jobs_come_in_their_order() -> None:
    """Whichever thread is done first; progress counts them."""
    assert list(in_order(lambda n: n * n, range(50), 4)) == [n * n for n in range(50)]
    seen: list[int] = []
    virtual_trials(small(3), replicates=4, threads=2, progress=seen.append)
    assert seen == [1, 2, 3, 4]
    trials = Trials(small(3), population(), seed=1)
    assert len(list(trials.run(3, 1, seen.append))) == 3
    assert seen[4:] == [1, 2, 3]
    assert len(list(trials.run(2, 2))) == 2
    with pytest.raises(ValueError, match="no virtual trial"):
        virtual_trials(small(3), replicates=0)


def test_designs_as_a_document() -> None:
    """Each by its name."""
    validated(designs_document({"preempt": design_named("preempt")}), "trial-designs")

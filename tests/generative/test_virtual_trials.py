"""What holds for any design: numbers in their limits, never NaN, the same with any number of threads."""

from __future__ import annotations

import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from interictal.errors import InvalidInput
from interictal.forecast.trials.design import Analysis, Arm, Design, Entry, Missing
from interictal.forecast.trials.design_files import parse_design
from interictal.forecast.trials.document import trial_document
from interictal.forecast.trials.outcomes import OUTCOMES
from interictal.forecast.trials.results import virtual_trials

drugs = st.sampled_from(("onabotulinumtoxinA", "placebo", "topiramate"))


@st.composite
def arms(draw: st.DrawFn, number: int) -> Arm:
    """One arm."""
    drug = draw(drugs)
    dose = draw(st.floats(25, 400)) if drug == "onabotulinumtoxinA" else None
    n, cycles, interval = draw(st.integers(1, 25)), draw(st.integers(1, 5)), draw(st.integers(4, 20))
    return Arm(f"arm {number}", drug, n, dose, cycles, interval, draw(st.integers(0, 2)))


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """Any small trial whose baseline can be."""
    several = tuple(draw(arms(number)) for number in range(draw(st.integers(1, 3))))
    least = draw(st.integers(0, 20))
    mean = draw(st.floats(least + 2, 27))
    most = ((mean - least) * (28 - mean)) ** 0.5
    entry = Entry(
        sum(arm.n for arm in several), mean, draw(st.floats(0, 0.99)) * most, least, draw(st.floats(0, 1)),
        draw(st.none() | st.floats(0, mean)), draw(st.none() | st.floats(0, mean)),
    )  # fmt: skip
    visits = tuple(sorted(draw(st.sets(st.integers(4, 60), min_size=1, max_size=4))))
    outcomes = tuple(draw(st.lists(st.sampled_from(tuple(OUTCOMES.values())), min_size=1, max_size=3, unique=True)))
    return Design(
        "any",
        "",
        visits,
        outcomes,
        draw(st.sampled_from(Missing)),
        draw(st.sampled_from(Analysis)),
        True,
        entry,
        several,
    )


@settings(max_examples=12)
@given(designs(), st.integers(0, 2**63 - 1))
def test_any_design(design: Design, seed: int) -> None:
    """Counts between 0 and their window, shares between 0 and 100, ranges in order, no NaN, threads without effect."""
    try:
        result = virtual_trials(design, replicates=3, seed=seed)
    except InvalidInput as refused:  # a mean that people from a clinic hardly have
        assume("baseline_mean" not in refused.field)
        raise
    document = trial_document(result)
    json.dumps(document, allow_nan=False)
    assert document == trial_document(virtual_trials(design, replicates=3, seed=seed, threads=2))
    for arm, told in zip(design.arms, result.arms, strict=True):
        for one in told.outcomes:
            for found in (one.responder_30, one.responder_50, one.responder_75):
                assert found is None or 0 <= found.lower <= found.upper <= 100
            if one.baseline_mean is not None and one.change_mean is not None:
                end = one.baseline_mean.mean + one.change_mean.mean
                assert -1e-9 <= end <= one.outcome.most + 1e-9
                assert one.change_mean.lower <= one.change_mean.mean <= one.change_mean.upper
            if one.counted is not None:
                assert one.counted.upper <= arm.n
        stayed = [found.mean for found in told.stayed.values()]
        assert stayed == sorted(stayed, reverse=True)
        assert told.screened.lower >= arm.n
    for contrast in result.contrasts:
        assert contrast.standard_error >= 0
        assert 0 <= contrast.significant <= 1


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_read_or_refused(text: str) -> None:
    """A design, or one line that says why not."""
    said = ""
    try:
        parse_design(text, "any.toml")
    except InvalidInput as refused:
        said = str(refused)
    assert said.startswith("any.toml: ")
    assert "\n" not in said

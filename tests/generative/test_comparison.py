"""Whatever a profile says: nothing moves, nothing is called safe, a larger placebo response never lowers a chance."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from interictal.evidence.comparison import compare, treatments
from interictal.evidence.comparison.chances import Ratio, applied, baseline, ratio
from interictal.evidence.comparison.exclusions import Outcome, judged, overall
from interictal.evidence.comparison.selection import Count
from interictal.profile import Profile
from interictal.profile.answers import DIAGNOSES
from interictal.profile.conditions import ANSWERS, QUESTIONS
from interictal.profile.history import HISTORY

PROFILES = st.builds(
    Profile,
    age=st.none() | st.integers(18, 90),
    sex=st.sampled_from(("", "female", "male", "other")),
    diagnosis=st.sampled_from(("", *DIAGNOSES)),
    answers=st.dictionaries(st.sampled_from(list(QUESTIONS)), st.sampled_from(ANSWERS)),
    history=st.dictionaries(st.sampled_from(list(HISTORY)), st.sampled_from(ANSWERS)),
)


@settings(max_examples=12, deadline=None)
@given(PROFILES)
def test_no_answer_moves_a_treatment_or_a_number(profile: Profile) -> None:
    """Answers decide what a label asks, never the order nor a figure."""
    found, plain = compare(profile), compare(Profile(diagnosis=profile.diagnosis))
    assert [one.treatment.id for one in found.columns] == list(treatments())
    assert [(one.response, one.gained, one.stopping) for one in found.columns] == [
        (one.response, one.gained, one.stopping) for one in plain.columns
    ]


@settings(max_examples=60, deadline=None)
@given(PROFILES)
def test_what_was_not_answered_is_never_no(profile: Profile) -> None:
    """A treatment with an open question is never not excluded; the most pressing answer stands first."""
    for one in treatments().values():
        answered = judged(one, profile)
        if any(each.answer in ("", "unknown") for each in answered):
            assert overall(answered) is not Outcome.NOT_EXCLUDED
        places = [list(Outcome).index(each.outcome) for each in answered]
        assert places == sorted(places)


@given(
    st.integers(1, 99),
    st.integers(1, 99),
    st.floats(-3, 3),
    st.floats(0.01, 2),
)
def test_more_with_placebo_is_never_less_with_treatment(first: int, second: int, log: float, se: float) -> None:
    """And the interval holds the share."""
    by = Ratio(log=log, se=se, value=math.exp(log), low=0, high=0, tau2=None, i2_percent=None, k=1, n=1, parts={})
    few, many = (
        applied(baseline({"a": Count(n=100, events=events, values=(), worked_out=False, confirmed=True)}), by)
        for events in sorted((first, second))
    )
    assert few.share.value <= many.share.value + 1e-12
    assert few.share.low <= few.share.value <= few.share.high
    assert few.gain.low <= few.gain.value <= few.gain.high


ARMS = st.integers(2, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(ARMS, ARMS), min_size=1, max_size=5), st.data())
def test_what_two_terms_share_never_makes_an_interval_of_nothing(
    trials: dict[str, tuple[tuple[int, int], tuple[int, int]]], data: st.DataObject
) -> None:
    """Whatever the arms, empty ones too: a placebo arm in both terms takes off less than both have."""
    arms = {name: tuple(_count(*arm) for arm in pair) for name, pair in trials.items()}
    own = data.draw(st.sets(st.sampled_from(sorted(trials)), min_size=1))
    without = baseline({name: placebo for name, (_, placebo) in arms.items()})
    by = ratio({name: arms[name] for name in sorted(own)})
    alone = replace(by, parts={})
    found, wider = applied(without, by), applied(without, alone)
    assert found.share.value == wider.share.value
    assert wider.share.low <= found.share.low < found.share.value < found.share.high <= wider.share.high
    assert found.gain.low < found.gain.value < found.gain.high


def _count(events: int, n: int) -> Count:
    return Count(n=n, events=events, values=(), worked_out=False, confirmed=True)

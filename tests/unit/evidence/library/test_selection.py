"""What the library gives for drugs, outcomes and populations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interictal.errors import InvalidInput
from interictal.evidence.library import (
    arms,
    drug_named,
    drugs,
    outcome_named,
    outcomes,
    people,
    select,
    select_arms,
    select_trials,
    trials,
    value,
    values,
    version,
)
from interictal.evidence.library.records import POPULATIONS

ONA = "onabotulinumtoxinA"


def test_all_without_a_wish() -> None:
    """Nothing asked for is everything."""
    assert select() == values()
    assert len(select_trials()) == len(trials()) == version().trials
    assert len(select_arms()) == len(arms()) == version().arms


def test_by_drug_outcome_and_population() -> None:
    """Each wish narrows: only arms of the drug, only the outcome, only trials of the population."""
    found = select([ONA], ["headache_days_28"], "cm")
    assert found
    assert {arms()[each.arm].drug for each in found} == {ONA}
    assert {each.outcome for each in found} == {"headache_days_28"}
    assert {trials()[each.trial].population for each in found} == {"cm"}


def test_confirmed_only() -> None:
    """What was not seen at its source is left out where that is asked for."""
    everything, seen = select(), select(confirmed_only=True)
    assert {each.id for each in everything} - {each.id for each in seen} == {
        each.id for each in everything if not each.confirmed
    }
    assert 0 < len(seen) < len(everything)


def test_arms_and_trials_with_an_outcome() -> None:
    """An arm is listed where it has the outcome; a trial where one arm of the drug has it."""
    found = select_arms(["topiramate"], ["responder50_headache_days"])
    assert [each.id for each in found] == ["forward.topiramate"]
    assert [each.id for each in select_trials(["topiramate"], ["responder50_headache_days"])] == ["forward"]
    assert select_trials(["atogepant"], ["hit6"]) == ()


@pytest.mark.parametrize(
    ("name", "drug"),
    [("BOTOX", ONA), ("onabotulinumtoxina", ONA), (" Topamax ", "topiramate"), ("divalproex", "valproate")],
)
def test_other_names(name: str, drug: str) -> None:
    """Brand and other names, whatever their capitals."""
    assert drug_named(name) == drug
    assert select([name]) == select([drug])


def test_unknown_names_list_the_known() -> None:
    """The message is of use."""
    with pytest.raises(InvalidInput, match="topiramate") as refused:
        select(["aspirin"])
    assert refused.value.field == "drug"
    with pytest.raises(InvalidInput, match="headache_days_28") as refused:
        select(outcome=["happiness"])
    assert refused.value.field == "outcome"
    with pytest.raises(InvalidInput, match="cm, em, mixed, other"):
        select(population="chronic")
    assert outcome_named(" HIT6 ") == "hit6"


def test_one_value() -> None:
    """By its id; an unknown one says where ids stand."""
    assert value("halo-cm.placebo.participants.any.n").value == 375
    with pytest.raises(InvalidInput, match="evidence outcomes --json"):
        value("halo-cm")


def test_people_of_an_outcome() -> None:
    """The outcome's own number before that of the arm; None where neither was seen."""
    own = people("halo-cm.placebo", "moderate_severe_headache_days_28", 12)
    assert own is not None
    assert own.value == 371
    whole = people("preempt-1.placebo", "headache_days_28", 24)
    assert whole is not None
    assert (whole.value, whole.week) == (338, None)
    assert people("arise.placebo", "migraine_days_month", 12) is None


@given(
    st.lists(st.sampled_from(sorted(drugs())), max_size=3),
    st.lists(st.sampled_from(sorted(outcomes())), max_size=3),
    st.sampled_from([None, *POPULATIONS]),
)
def test_a_wish_is_the_union_of_its_parts(drug: list[str], outcome: list[str], population: str | None) -> None:
    """Several drugs give what each gives by itself, and no order of them changes it."""
    together = {each.id for each in select(drug, outcome, population)}
    apart = {each.id for one in drug for each in select([one], outcome, population)}
    assert together == (apart if drug else {each.id for each in select([], outcome, population)})
    assert select(list(reversed(drug)), outcome, population) == select(drug, outcome, population)

"""From anything of the library back to where it was seen."""

import pytest

from interictal.evidence.library import arms, outcomes, trials, values
from interictal.evidence.library.event_wording import interval_words
from interictal.evidence.library.events import events
from interictal.evidence.library.inputs import inputs
from interictal.evidence.library.syntheses import syntheses
from interictal.evidence.library.tracing import Trace, library_ids, library_traces


def _only(identifier: str, kind: str) -> Trace:
    (found,) = (each for each in library_traces(identifier) if each.kind == kind)
    return found


def test_a_value_that_was_seen() -> None:
    """Its document, the place, status and tier; nothing beneath it."""
    found = _only("preempt-2.placebo.headache_days_28.24.change_mean", "value")
    assert (found.figure, found.status, found.tier) == ("−6.7 days", "verified", "A")
    assert found.source == "preempt-2-2010"
    assert "abstract" in found.seen
    assert not found.rests_on
    assert ("week", "24") in found.details
    assert ("preempt-2.onabotulinumtoxina.headache_days_28.24.difference", "is worked out from it") in found.holds


def test_a_value_that_was_worked_out() -> None:
    """Down to the figures that were seen."""
    found = _only("forward.onabotulinumtoxina.responder50_headache_days.32.odds_ratio.from-counts", "value")
    assert found.status == "derived"
    assert ("compared with", "topiramate [forward.topiramate]") in found.details
    counts = [each for each in found.rests_on if each.id.endswith("n_events")]
    assert [each.status for each in counts] == ["derived", "derived"]
    for each in counts:
        assert {below.status for below in each.rests_on} == {"verified"}


def test_a_value_without_a_week() -> None:
    """People of an arm have no week."""
    found = _only("preempt-1.placebo.participants.any.n", "value")
    assert "week" not in dict(found.details)


def test_an_arm() -> None:
    """All its values, with their standing."""
    found = _only("tepper-2017.placebo", "arm")
    assert ("drug", "placebo") in found.details
    assert ("people", "286") in found.details
    held = dict(found.holds)
    assert held["tepper-2017.placebo.migraine_days_28.12.change_mean"] == "−4.2 days, verified"
    assert held["tepper-2017.placebo.migraine_days_28.0.baseline_mean"].endswith("unconfirmed")


def test_what_was_not_seen_of_an_arm() -> None:
    """A dose or a number of people that is not known is said to be."""
    found = _only("arise.placebo", "arm")
    assert {("dose", "not seen"), ("people", "not seen")} <= set(found.details)


def test_what_an_arm_had_at_a_week() -> None:
    """The beginning that the ids of several values share stands for all of them."""
    shared = "preempt-1.onabotulinumtoxina.headache_days_28.24"
    found = library_traces(shared)
    assert [each.id for each in found] == [each.id for each in values() if each.id.startswith(f"{shared}.")]
    assert {each.kind for each in found} == {"value"}
    assert library_traces("preempt-1.onabotulinumtoxina.headache_days_28.2") == ()


@pytest.mark.parametrize(
    ("outcome", "direction"),
    [
        ("headache_days_28", "fewer or less is better"),
        ("responder50_headache_days", "more is better"),
        ("participants", "neither good nor bad"),
    ],
)
def test_an_outcome(outcome: str, direction: str) -> None:
    """What it is, and the trials that have it."""
    found = _only(outcome, "outcome")
    assert found.title == outcomes()[outcome].words
    assert ("direction", direction) in found.details
    assert [each for each, _ in found.holds] == [
        each for each in trials() if any((one.trial, one.outcome) == (each, outcome) for one in values())
    ]


def test_a_trial() -> None:
    """Its arms, the analyses of its patients, and what is not known of it."""
    found = _only("preempt-1", "trial")
    assert ("registry", "NCT00156910") in found.details
    assert ("preempt-1.placebo", "placebo") in found.holds
    assert ("preempt-pooled", "PREEMPT pooled (Dodick 2010), a part of it") in found.holds
    part = _only("preempt-pooled", "trial")
    assert ("part of", "PREEMPT 1 (Aurora 2010) [preempt-1]") in part.details
    unknown = _only("intrepid", "trial")
    assert {("registry", "not seen"), ("year", "not seen")} <= set(unknown.details)


def test_a_pooled_result_and_its_inputs() -> None:
    """The result with its method, and each trial that went into it."""
    found = _only("HERD2018-MD", "synthesis")
    assert found.figure.startswith("MD -2.0 (95 % CI -2.8 to -1.1)")
    assert ("people", "1384") in found.details
    assert [each for each, _ in found.holds] == ["herd2018-md.preempt-1", "herd2018-md.preempt-2"]
    part = _only("herd2018-md.preempt-1", "synthesis input")
    assert ("pooled result", "HERD2018-MD") in part.details
    assert "people" in part.figure
    assert "mean" in part.figure


def test_a_pooled_result_says_what_was_not_seen() -> None:
    """Trials, people and limits that were not seen have the word, and none of those that were."""
    details = dict(_only("HERD2018-MD-all", "synthesis").details)
    assert details["trials"] == "4 (unconfirmed)"
    assert details["people"] == "1497 (unconfirmed)"
    assert details["unconfirmed"] == "its limits, the number of trials, the number of people"
    assert dict(_only("HERD2018-AE-PBO", "synthesis").details)["people"] == "3325 (unconfirmed)"
    assert "unconfirmed" not in dict(_only("HERD2018-MD", "synthesis").details)
    assert dict(_only("OAB2010", "synthesis").details)["population"] == "refractory idiopathic overactive bladder"


def test_an_input_of_counts() -> None:
    """Events of people."""
    counted = next(each for each in inputs() if each.events1 is not None)
    assert f"{counted.events1} of {counted.n1} people" in _only(counted.id, "synthesis input").figure


def test_an_input_without_people() -> None:
    """Means whose number of people was not seen say so."""
    unseen = next(each for each in inputs() if each.n1 is None)
    assert "people not seen" in _only(unseen.id, "synthesis input").figure


def test_a_side_effect() -> None:
    """The rate, its kind, and how long people were observed."""
    rate = next(each for each in events() if each.n_events is not None and each.percent is not None)
    found = _only(rate.id, "side effect")
    assert f"{rate.n_events} of {rate.n}" in found.figure
    assert f"{rate.percent} %" in found.figure
    assert [text for label, text in found.details if label.startswith("exact")] == [interval_words(rate)]
    uncounted = next(each for each in events() if each.n_events is None)
    assert not [label for label, _ in _only(uncounted.id, "side effect").details if label.startswith("exact")]
    below = next(each for each in events() if each.below)
    assert "less than" in _only(below.id, "side effect").figure
    counted = [each for each in events() if each.percent is None]
    for each in counted:
        assert "%" not in _only(each.id, "side effect").figure
    unseen = next(each for each in events() if not each.exposure)
    assert ("observed", "not seen") in _only(unseen.id, "side effect").details


def test_every_id_is_traced() -> None:
    """Whatever the library holds can be asked for; nothing else is found."""
    known = list(library_ids())
    held = (trials(), arms(), outcomes(), values(), syntheses(), inputs(), events())
    assert len(known) == sum(map(len, held))
    for each in [*trials(), *arms(), *outcomes(), *syntheses()]:
        assert library_traces(each)
    assert library_traces("nobody") == ()


@pytest.mark.parametrize("identifier", [each.id for each in values() if each.rests_on])
def test_what_was_worked_out_rests_on_what_was_seen(identifier: str) -> None:
    """The tree of a derived value ends in verified ones; that of an unconfirmed one need not."""
    found = _only(identifier, "value")

    def leaves(one: Trace) -> list[Trace]:
        return [each for below in one.rests_on for each in leaves(below)] if one.rests_on else [one]

    if found.status == "derived":
        assert {each.status for each in leaves(found)} == {"verified"}

"""Side effects beside placebo, and who stopped."""

from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.evidence.comparison import harms
from interictal.evidence.comparison.harms import count_of, percent_of, side_effects, stopped, stopping_seen
from interictal.evidence.library.events import AdverseEventRate, events
from interictal.evidence.library.records import Status
from interictal.safety.adverse_events.published import Kind

ONE = replace(
    events()[0], id="a", study="S", indication="chronic-migraine", drug="topiramate", arm="t", event="nausea",
    kind=Kind.ALL_CAUSE, n=100, n_events=20, percent=Decimal(20), below=False, status=Status.VERIFIED, derivation="",
    source="tepper-2017",
)  # fmt: skip


def rates(monkeypatch: pytest.MonkeyPatch, *several: AdverseEventRate) -> None:
    """The library holds these and no others."""

    def select(
        *, drugs: object, of: tuple[str, ...] = (), population: str | None = None
    ) -> tuple[AdverseEventRate, ...]:
        return tuple(each for each in several if not of or each.event in of)

    monkeypatch.setattr(harms, "select_events", select)


def test_placebo_stands_beside_and_what_is_no_more_than_placebo_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 against 8 %; a rate that placebo reaches is no side effect."""
    beside = replace(ONE, drug="placebo", percent=Decimal(8))
    headache = replace(ONE, event="headache", percent=Decimal(5))
    rates(monkeypatch, ONE, beside, headache, replace(headache, drug="placebo", percent=Decimal(5)))
    (found,) = side_effects(["topiramate"], "cm")
    assert (found.event, found.percent, found.placebo, found.words) == ("nausea", 20, 8, "Nausea")
    assert found.people == 200


def test_what_was_held_to_be_caused_gives_way_to_all_causes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one study; and a study with placebo goes before one without."""
    related = replace(ONE, kind=Kind.TREATMENT_RELATED, percent=Decimal(9))
    rates(monkeypatch, related, ONE)
    assert side_effects(["topiramate"], "cm")[0].percent == 20
    rates(monkeypatch, ONE, related)
    assert side_effects(["topiramate"], "cm")[0].percent == 20
    other = replace(ONE, study="T", n=10, percent=Decimal(3))
    rates(monkeypatch, ONE, other, replace(other, drug="placebo", percent=Decimal(1)))
    assert side_effects(["topiramate"], "cm")[0].percent == 3


def test_groups_rare_and_unconfirmed_ones_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any event, serious ones, stopping, less than 2 %, not seen at its source."""
    unseen = replace(ONE, event="dizziness", status=Status.UNCONFIRMED)
    more = [replace(ONE, event=event) for event in ("any", "serious", "withdrawal", "withdrawal-nausea", "severe")]
    rates(monkeypatch, *more, replace(ONE, percent=Decimal("1.9")), replace(ONE, n=None, percent=None), unseen)
    assert side_effects(["topiramate"], "cm") == ()
    assert [each.event for each in side_effects(["topiramate"], "cm", unconfirmed=True)] == ["dizziness"]
    assert side_effects([], "cm") == ()


def test_a_count_from_a_percentage_and_a_percentage_from_a_count() -> None:
    """Neither where what it needs was not seen; "less than" is no count."""
    assert count_of(replace(ONE, n_events=None)).events == 20  # type: ignore[union-attr]
    assert count_of(replace(ONE, n_events=None, below=True)) is None
    assert count_of(replace(ONE, n_events=None, percent=None)) is None
    assert count_of(replace(ONE, n=None)) is None
    assert percent_of(replace(ONE, percent=None, n=30, n_events=1)) == Decimal("3.3")
    assert percent_of(replace(ONE, percent=None, n=None, n_events=None)) is None


def test_stopping_needs_counts_of_every_arm_and_a_placebo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest study first; two doses are added up."""
    here = replace(ONE, event="withdrawal", exposure="24 weeks")
    placebo = replace(here, drug="placebo", n_events=5, percent=Decimal(5))
    small = replace(here, study="T", n=10, n_events=1)
    rates(monkeypatch, small, replace(small, drug="placebo"), here, here, placebo)
    first, second = stopped(["topiramate"], "cm")
    assert (first.study, first.treated.events, first.treated.n, first.placebo.n) == ("S", 40, 200, 100)
    assert second.study == "T"
    rates(monkeypatch, here, replace(here, n=None), placebo)
    assert stopped(["topiramate"], "cm") == ()
    rates(monkeypatch, here)
    assert stopped(["topiramate"], "cm") == ()
    assert stopped([], "cm") == ()


def test_both_arms_of_the_largest_study_stand_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """With exact intervals: 20 of 100 is 12.67 to 29.18 % (Clopper and Pearson), 0 of 100 reaches 3.62 %."""
    here = replace(ONE, event="withdrawal")
    rates(monkeypatch, here, replace(here, drug="placebo", n_events=0, percent=Decimal(0)))
    (found,) = stopped(["topiramate"], "cm")
    assert (found.share.value, found.share.low, found.share.high) == pytest.approx((0.2, 0.12666, 0.29184), abs=5e-6)
    assert (found.without.low, found.without.high) == pytest.approx((0, 0.03622), abs=5e-6)


def test_arms_are_left_out_by_their_published_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dose that is not licensed, everywhere."""
    here, more = (
        replace(ONE, event="withdrawal"),
        replace(ONE, event="withdrawal", arm="u", n_events=40, percent=Decimal(40)),
    )
    placebo = replace(here, drug="placebo", arm="p", n_events=5, percent=Decimal(5))
    rates(monkeypatch, here, more, placebo)
    assert stopped(["topiramate"], "cm")[0].treated.events == 60
    assert stopped(["topiramate"], "cm", left_out=["u"])[0].treated.events == 20
    assert [each.percent for each in stopping_seen(["topiramate"], left_out=["u"])] == [20]
    rates(monkeypatch, ONE, replace(ONE, arm="u", percent=Decimal(40)))
    assert side_effects(["topiramate"], "cm")[0].percent == 40, "of two doses the one with more of it"
    assert side_effects(["topiramate"], "cm", left_out=["u"])[0].percent == 20


def test_what_any_study_saw_stands_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each once, of migraine only, whatever its cause, confirmed ones."""
    here = replace(ONE, event="withdrawal")
    again = replace(here, study="S (2010)")
    bladder = replace(here, indication="overactive-bladder", percent=Decimal(7))
    related = replace(here, kind=Kind.TREATMENT_RELATED, percent=Decimal(3))
    unseen = replace(here, percent=Decimal(4), status=Status.UNCONFIRMED)
    rates(monkeypatch, here, again, bladder, related, unseen)
    assert [each.percent for each in stopping_seen(["topiramate"])] == [20]
    assert [each.percent for each in stopping_seen(["topiramate"], unconfirmed=True)] == [20, 4]
    assert stopping_seen([]) == ()

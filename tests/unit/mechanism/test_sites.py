"""Doses over sites."""

from decimal import Decimal

import pytest

from interictal.errors import InvalidInput, NotSupported
from interictal.injection.protocol_files import protocol
from interictal.mechanism.records import Site
from interictal.mechanism.sites import sites_for

ONA = "onabotulinumtoxinA"
FIXED = protocol("chronic-migraine", "preempt-fixed", ONA)
PAIN = protocol("chronic-migraine", "preempt-follow-the-pain", ONA)


def total(sites: tuple[Site, ...]) -> float:
    """Units in all sites."""
    return sum(site.number * site.units for site in sites)


@pytest.mark.parametrize("units", [1.0, 75.0, 155.0, 156.0, 167.0, 195.0, 225.0, 400.0])
@pytest.mark.parametrize("plan", [FIXED, PAIN], ids=lambda plan: plan.id)
def test_all_units_are_given(plan: object, units: float) -> None:
    """Whatever the protocol and the dose."""
    assert total(sites_for(plan, units)) == pytest.approx(units)  # type: ignore[arg-type]


def test_follow_the_pain_adds_sites_of_the_label() -> None:
    """Up to 8 of 5 U, left and right alike: 2 temporal, 2 occipital, 4 in trapezius."""
    added = sites_for(PAIN, None)[13:]
    assert [(site.muscle, site.side, site.number, site.units) for site in added] == [
        ("temporalis", "left", 1, 5.0),
        ("temporalis", "right", 1, 5.0),
        ("occipitalis", "left", 1, 5.0),
        ("occipitalis", "right", 1, 5.0),
        ("trapezius", "left", 2, 5.0),
        ("trapezius", "right", 2, 5.0),
    ]


def test_beyond_its_places_a_dose_is_shared_alike() -> None:
    """The fixed protocol has no other sites; 8 more is the most of the other."""
    for plan, units in ((FIXED, 160.0), (PAIN, 196.0)):
        assert {site.units for site in sites_for(plan, units)} == {units / 31}


def test_usual_dose_where_the_clinician_chooses() -> None:
    """The most that the protocol gives, or a question for the dose."""
    eye = sites_for(protocol("blepharospasm", "label", ONA), None)
    assert [(site.side, site.number, site.units) for site in eye] == [("left", 3, 2.5), ("right", 3, 2.5)]
    with pytest.raises(NotSupported, match="--dose U"):
        sites_for(protocol("cervical-dystonia", "label", ONA), None)


def test_midline_is_one_side() -> None:
    """The bladder has no left and right here."""
    (bladder,) = sites_for(protocol("overactive-bladder", "label", ONA), None)
    assert (bladder.side, bladder.number, bladder.units, bladder.territory) == ("midline", 20, 5.0, "")


def test_doses_by_weight_are_refused() -> None:
    """The numbers come from adults."""
    child = protocol("paediatric-lower-limb-spasticity", "label", ONA)
    with pytest.raises(NotSupported, match="body weight"):
        sites_for(child, 100.0)


@pytest.mark.parametrize("units", [0.0, -5.0, 400.5, float("nan")])
def test_impossible_doses(units: float) -> None:
    """Nothing, less, more than the label ever gives, not a number."""
    with pytest.raises(InvalidInput, match="--dose"):
        sites_for(FIXED, units)


def test_units_of_a_protocol_are_exact() -> None:
    """155 U in 31 sites of 5 U."""
    assert {site.units for site in sites_for(FIXED, None)} == {float(Decimal(5))}

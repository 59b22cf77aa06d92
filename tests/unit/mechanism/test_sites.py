"""Doses over sites."""

from decimal import Decimal

import pytest

from interictal.errors import InvalidInput, NotSupported
from interictal.injection.protocol_files import protocol
from interictal.mechanism.records import Site
from interictal.mechanism.sites import counted, sites_for

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
    """By the 31 sites of the fixed protocol, which has no others; by 39 of the other, so that none gets less for it."""
    for plan, units, number in ((FIXED, 160.0, 31), (PAIN, 154.0, 31), (PAIN, 196.0, 39)):
        sites = sites_for(plan, units)
        assert {site.units for site in sites} == {units / number}
        assert sum(site.number for site in sites) == number


@pytest.mark.parametrize("edge", [155.0, 195.0])
def test_units_of_each_muscle_do_not_jump(edge: float) -> None:
    """Where sites are added, and where they are all full."""
    before, after = ({}, {})  # type: dict[str, float], dict[str, float]
    for found, units in ((before, edge - 1e-6), (after, edge + 1e-6)):
        for site in sites_for(PAIN, units):
            found[site.muscle] = found.get(site.muscle, 0.0) + site.number * site.units
    assert after == pytest.approx(before, abs=1e-5)


def test_a_site_that_gets_nothing_is_not_there() -> None:
    """At the fixed dose of the protocol that allows more."""
    assert sites_for(PAIN, 155.0) == sites_for(FIXED, None)


@pytest.mark.parametrize("units", [1.0, 100.0, 155.0, 155.001, 158.0, 167.0, 195.0, 300.0])
def test_as_many_sites_count_as_the_fixed_protocol_has(units: float) -> None:
    """In each muscle and side, the fullest; a sliver beside them never counts."""
    sites = counted(sites_for(PAIN, units))
    numbers: dict[tuple[str, str], int] = {}
    for site in sites:
        numbers[site.muscle, site.side] = numbers.get((site.muscle, site.side), 0) + site.number
    assert numbers == {(site.muscle, site.side): site.number for site in sites_for(FIXED, None)}
    whole = max(site.units for site in sites)
    assert {site.units for site in sites} == {whole}
    assert whole == pytest.approx(units / 31 if units < 155 else max(5.0, units / 39))


def test_what_is_left_of_the_places_goes_to_lesser_sites() -> None:
    """One full site and four lesser ones in a muscle with two places on a side: the full one and one of the others."""
    lesser = Site(muscle="frontalis", side="left", number=4, units=2.0, territory="V1")
    full = Site(muscle="frontalis", side="left", number=1, units=5.0, territory="V1")
    assert [(site.number, site.units) for site in counted([lesser, full])] == [(1, 5.0), (1, 2.0)]


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


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (0.0, "'0'"),
        (-5.0, "'-5'"),
        (1e-9, "'1e-09'"),
        (0.999, "'0.999'"),
        (400.5, "'400.5'"),
        (400.00001, "'400.00001'"),
        (401, "'401'"),
        (float("nan"), "'nan'"),
    ],
)
def test_impossible_doses(units: float, said: str) -> None:
    """Nothing, less than a unit, more than the label ever gives, not a number: said as it was given."""
    with pytest.raises(InvalidInput, match="--dose") as problem:
        sites_for(FIXED, units)
    assert f"--dose: {said} is not allowed; allowed: units from 1 to 400." in str(problem.value)


def test_units_of_a_protocol_are_exact() -> None:
    """155 U in 31 sites of 5 U."""
    assert {site.units for site in sites_for(FIXED, None)} == {float(Decimal(5))}

"""What the specification's totals do not show of a plan: each site, vial and syringe, and where choices are refused."""

from dataclasses import replace
from decimal import Decimal

import pytest

from interictal.errors import InvalidInput, NotSupported
from interictal.injection.maps import body_map
from interictal.injection.plan import Plan
from interictal.injection.planning import Addition, make_plan, session_units, share
from interictal.injection.protocol_files import protocol
from interictal.injection.protocols import Kind, Protocol, Range, Side
from interictal.units import ToxinUnits

ONA = "onabotulinumtoxinA"
FIXED = protocol("chronic-migraine", "preempt-fixed", ONA)
PAIN = protocol("chronic-migraine", "preempt-follow-the-pain", ONA)
LIMB = protocol("upper-limb-spasticity", "label", ONA)
CHILD = protocol("paediatric-neurogenic-detrusor-overactivity", "label", ONA)
HEAD = body_map("head")


def planned(chosen: Protocol = FIXED, *additions: Addition, **more: object) -> Plan:
    choices = {"vial_units": Decimal(100), "diluent_ml": Decimal(2), **more}
    return make_plan(chosen, body_map(chosen.drawing), jurisdiction="us", additions=additions, **choices)


def add(muscle: str, side: Side = Side.LEFT, sites: int = 1, units: str | None = None) -> Addition:
    return Addition(muscle=muscle, side=side, sites=sites, units=None if units is None else Decimal(units))


def test_every_site_has_its_name_place_side_kind_and_vial() -> None:
    """In the order of the protocol, left before right; the twenty-first site is drawn from the second vial."""
    plan = planned(PAIN, add("temporalis", sites=2))
    ids = [site.id for site in plan.sites]
    assert ids[:4] == ["corrugator-L1", "corrugator-R1", "procerus-M1", "frontalis-L1"]
    assert [each for each in ids if "temporalis-L" in each] == [f"temporalis-L{n}" for n in range(1, 7)]
    for site in plan.sites:
        number = int(site.id[-1])
        place = HEAD.places[site.muscle, site.side][number - 1]
        assert (site.view, site.x, site.y) == (place.view, place.x, place.y)
        assert site.side.value[0].upper() == site.id[-2]
        assert site.kind is (Kind.FOLLOW_THE_PAIN if site.id in ("temporalis-L5", "temporalis-L6") else Kind.FIXED)
    assert [site.vial for site in plan.sites] == [1] * 20 + [2] * 13
    assert plan.map_version == HEAD.version
    assert plan.jurisdiction == "us"
    assert plan.made_up is None
    assert plan.weight_kg is None


def test_vials_and_syringes_add_up() -> None:
    """155 U from two vials of 100 U in 2 mL, in syringes of 1 mL."""
    plan = planned()
    assert [(each.number, each.used, each.waste, each.drawn_ml, each.left_ml) for each in plan.vials] == [
        (1, ToxinUnits(ONA, Decimal(100)), ToxinUnits(ONA, Decimal(0)), Decimal(2), Decimal(0)),
        (2, ToxinUnits(ONA, Decimal(55)), ToxinUnits(ONA, Decimal(45)), Decimal("1.1"), Decimal("0.9")),
    ]
    assert {each.dilution for each in plan.vials} == {plan.dilution}
    assert [(each.number, each.vial, each.volume_ml, each.units.amount) for each in plan.syringes] == [
        (1, 1, Decimal(1), Decimal(50)),
        (2, 1, Decimal(1), Decimal(50)),
        (3, 2, Decimal(1), Decimal(50)),
        (4, 2, Decimal("0.1"), Decimal(5)),
    ]
    assert plan.syringes[0].units.product == ONA
    assert plan.syringes[0].sites == tuple(site.id for site in plan.sites[:10])


@pytest.mark.parametrize(
    ("chosen", "additions", "ml", "size", "held"),
    [
        (FIXED, (), "2", None, "1"),
        (FIXED, (), "2", "3", "2"),
        (FIXED, (), "2", "0.1", "0.1"),
        (FIXED, (), "2", "100", "2"),
        (LIMB, (add("biceps brachii", sites=4, units="100"),), "2", None, "2"),
        (LIMB, (add("biceps brachii", sites=1, units="100"),), "2", None, "2"),
        (LIMB, (add("biceps brachii", sites=2, units="100"),), "2.1", None, "2.1"),
    ],
)
def test_sizes_of_syringes(chosen: Protocol, additions: tuple, ml: str, size: str | None, held: str) -> None:
    """By the volume of a site, or as chosen; none holds more than its size."""
    given = None if size is None else Decimal(size)
    plan = planned(chosen, *additions, diluent_ml=Decimal(ml), syringe_ml=given)
    assert max(each.volume_ml for each in plan.syringes) == Decimal(held)


def test_chosen_sites_are_called_so() -> None:
    assert {site.kind for site in planned(LIMB, add("biceps brachii", sites=4, units="100")).sites} == {Kind.CHOSEN}


def test_a_syringe_may_hold_a_hundredth_more_than_its_size() -> None:
    """No scale shows less: 1.01 mL go into a syringe of 1 mL, as one site or as two; 1.011 mL do not."""
    at = {"vial_units": Decimal(200), "diluent_ml": Decimal(2), "syringe_ml": Decimal(1)}
    assert len(planned(LIMB, add("biceps brachii", units="101"), **at).syringes) == 1
    assert len(planned(LIMB, add("biceps brachii", sites=2, units="101"), **at).syringes) == 1
    assert len(planned(LIMB, add("biceps brachii", sites=2, units="101.1"), **at).syringes) == 2
    with pytest.raises(InvalidInput, match="the volume of site"):
        planned(LIMB, add("biceps brachii", units="101.1"), **at)


@pytest.mark.parametrize("size", ["0.09", "100.1", "0"])
def test_impossible_syringes(size: str) -> None:
    with pytest.raises(InvalidInput, match=r"0\.1 to 100 mL"):
        planned(syringe_ml=Decimal(size))


def test_a_syringe_too_small_for_one_site() -> None:
    with pytest.raises(InvalidInput, match="the volume of site biceps-brachii-L1"):
        planned(LIMB, add("biceps brachii", units="100"), syringe_ml=Decimal(1))


def test_a_bladder_is_injected_from_large_syringes() -> None:
    """0.5 mL a site: one syringe of 10 mL, not four of 3 mL."""
    plan = planned(protocol("overactive-bladder", "label", ONA), diluent_ml=Decimal(10))
    assert [each.volume_ml for each in plan.syringes] == [Decimal(10)]


def test_a_site_may_take_a_whole_vial_but_no_more() -> None:
    assert planned(LIMB, add("biceps brachii", units="100"), syringe_ml=Decimal(3)).vials[0].waste.amount == 0
    with pytest.raises(InvalidInput, match=r"at least 100\.01 U, the dose of site biceps-brachii-L1"):
        planned(LIMB, add("biceps brachii", units="100.01"))


def test_without_a_vial_the_one_that_leaves_least_over_is_taken() -> None:
    """90 U: one of 100 U, though the larger one stands first; 155 U: both leave 45 U, so one of 200 U."""
    few = make_plan(LIMB, body_map("arm"), jurisdiction="us", additions=[add("biceps brachii", sites=4, units="90")])
    assert few.dilution.vial.amount == 100
    assert make_plan(FIXED, HEAD, jurisdiction="us").dilution.vial.amount == 200
    with pytest.raises(NotSupported, match="give the vial"):
        make_plan(replace(FIXED, mixtures=()), HEAD, jurisdiction="us")


@pytest.mark.parametrize(("vial", "fine"), [("1", True), ("50000", True), ("50000.1", False), ("0", False)])
def test_vials_at_the_bounds(vial: str, fine: bool) -> None:
    """One unit is a vial too small for a site, which is another fault than no vial at all."""
    if vial == "50000":
        assert planned(vial_units=Decimal(vial), diluent_ml=Decimal(100)).vials[0].waste.amount == 49845
        return
    with pytest.raises(InvalidInput, match="at least 5 U" if fine else "allowed: the units printed on the vial"):
        planned(vial_units=Decimal(vial))


def test_units_at_the_bounds() -> None:
    """From anything above zero to 50,000 U in a muscle."""
    small = planned(LIMB, add("biceps brachii", units="0.5"))
    assert small.total.amount == Decimal("0.5")
    large = planned(LIMB, add("biceps brachii", sites=4, units="50000"), vial_units=Decimal(50000))
    assert large.total.amount == 50000


def test_a_fixed_dose_may_be_repeated_but_not_changed() -> None:
    assert planned(PAIN, add("temporalis", sites=2, units="10")).total.amount == 165
    for wrong in ("5", "2.5", "20"):
        with pytest.raises(InvalidInput, match="5 U a site"):
            planned(PAIN, add("temporalis", sites=2, units=wrong))


def test_units_that_a_protocol_leaves_no_choice_of_may_be_left_out() -> None:
    """50 U per axilla; a range must be chosen from, and one per kilogram is named so."""
    axilla = protocol("axillary-hyperhidrosis", "label", ONA)
    assert planned(axilla, add("axilla", sites=10), diluent_ml=Decimal(4)).total.amount == 50
    with pytest.raises(InvalidInput, match="100 to 200 U in this muscle"):
        planned(LIMB, add("biceps brachii", sites=4))
    child = protocol("paediatric-upper-limb-spasticity", "label", ONA)
    with pytest.raises(InvalidInput, match=r"1\.5 to 3 U/kg in this muscle"):
        planned(child, add("biceps brachii", sites=4))
    neck = protocol("cervical-dystonia", "label", ONA)
    muscle = next(each.muscle for each in neck.targets if each.units is None)
    with pytest.raises(InvalidInput, match=r"sites:units \(the units\)"):
        planned(neck, add(muscle))


def test_a_protocol_without_fixed_sites_asks_for_muscles_with_an_example() -> None:
    for chosen, example in ((LIMB, "biceps-brachii:left:1:100"), (CHILD, "")):
        if example:
            with pytest.raises(InvalidInput, match=example):
                planned(chosen)
    child = protocol("paediatric-upper-limb-spasticity", "label", ONA)
    with pytest.raises(InvalidInput, match=":left:1:10"):
        planned(child)
    neck = protocol("cervical-dystonia", "label", ONA)
    bare = replace(neck, targets=tuple(each for each in neck.targets if each.units is None))
    with pytest.raises(InvalidInput, match=f"{bare.targets[0].muscle.replace(' ', '-')}:left:1:10"):
        planned(bare)


def test_doses_by_weight() -> None:
    """6 U/kg in steps of 2 kg up to 200 U; without steps every kilogram counts, and the dose is never rounded up."""
    plain_weight = replace(CHILD, weight_step_kg=None)
    for chosen, weight, units in (
        (CHILD, "12", "72"),
        (CHILD, "13.9", "72"),
        (CHILD, "14", "84"),
        (CHILD, "80", "200"),
        (plain_weight, "13.333", "79.99"),
        (plain_weight, "33.4", "200"),
        (replace(plain_weight, most_units=None), "40", "240"),
    ):
        assert session_units(chosen, Decimal(weight)) == Decimal(units)
    tiny = replace(plain_weight, least_weight_kg=None, total_units=Range(low=Decimal(0), high=Decimal("0.001")))
    with pytest.raises(InvalidInput, match="a weight that gives a dose"):
        session_units(tiny, Decimal(2))
    with pytest.raises(InvalidInput, match="total"):
        session_units(replace(CHILD, total_units=None), Decimal(20))
    assert session_units(replace(CHILD, per_kg=False), None) == 6


def test_a_dose_made_up_after_it_is_drawn() -> None:
    """72 U are 3.6 mL of the vial, made up to 10 mL: 0.5 mL a site, and 6.4 mL stay in the vial."""
    plan = planned(CHILD, vial_units=None, diluent_ml=None, weight_kg=Decimal(13))
    assert plan.made_up is not None
    assert (plan.made_up.vial, plan.made_up.diluent_ml) == (ToxinUnits(ONA, Decimal(72)), Decimal(10))
    assert {site.volume_ml for site in plan.sites} == {Decimal("0.5")}
    (vial,) = plan.vials
    assert (vial.drawn_ml, vial.left_ml) == (Decimal("3.6"), Decimal("6.4"))
    assert [(each.volume_ml, each.units.amount) for each in plan.syringes] == [(Decimal(10), Decimal(72))]
    assert plan.weight_kg == 13
    other = planned(CHILD, vial_units=Decimal(200), diluent_ml=Decimal(8), weight_kg=Decimal(13))
    assert other.made_up is None


@pytest.mark.parametrize(("weight", "fine"), [("1.9", False), ("2", True), ("350", True), ("350.1", False)])
def test_weights_at_the_bounds(weight: str, fine: bool) -> None:
    if fine:
        assert planned(weight_kg=Decimal(weight)).weight_kg == Decimal(weight)
    else:
        with pytest.raises(InvalidInput, match="2 to 350 kg"):
            planned(weight_kg=Decimal(weight))


@pytest.mark.parametrize(
    ("ml", "fine"), [("0.2", True), ("0.19", False), ("20", True), ("20.1", False), ("100.1", False)]
)
def test_volumes_of_a_site_at_the_bounds(ml: str, fine: bool) -> None:
    """A tenth to ten times the protocol's 0.1 mL."""
    if fine:
        assert planned(diluent_ml=Decimal(ml)).dilution.diluent_ml == Decimal(ml)
    else:
        with pytest.raises(InvalidInput, match="diluent_ml"):
            planned(diluent_ml=Decimal(ml))


def test_volumes_where_the_protocol_fixes_none() -> None:
    """0.005 to 10 mL."""
    at = {"vial_units": Decimal(100), "syringe_ml": Decimal(10)}
    assert planned(LIMB, add("biceps brachii", units="100"), **at, diluent_ml=Decimal(10))
    with pytest.raises(InvalidInput, match=r"0\.005 to 10 mL"):
        planned(LIMB, add("biceps brachii", units="100"), **at, diluent_ml=Decimal("10.01"))
    assert planned(LIMB, add("biceps brachii", units="1"), **at, diluent_ml=Decimal("0.5"))
    with pytest.raises(InvalidInput, match=r"would be 0\.0049 mL"):
        planned(LIMB, add("biceps brachii", units="1"), **at, diluent_ml=Decimal("0.49"))


def test_a_map_without_places_is_no_place_to_inject() -> None:
    empty = replace(HEAD, places={})
    with pytest.raises(InvalidInput, match="0 places on map head"):
        make_plan(FIXED, empty, jurisdiction="us")


@pytest.mark.parametrize(
    ("total", "parts", "shares"),
    [("10", 3, "3.34 3.33 3.33"), ("0.025", 2, "0.013 0.012"), ("100", 4, "25 25 25 25"), ("0.01", 2, "0.01 0")],
)
def test_shares(total: str, parts: int, shares: str) -> None:
    assert share(Decimal(total), parts) == tuple(map(Decimal, shares.split()))
